using Massar.Features.Exports.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.ListWaiting;

/// <summary>A head, or the office above, reads who waits for a seat of the first year, in which order and why, and to whom one is offered.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "desk/waiting";

    private static readonly string[] Heads =
        ["registrations.waiting.position", "registrations.receipt.number", "registrations.facts.name-ar", "registrations.facts.name-latin", "registrations.criterion.zone", "registrations.criterion.siblings", "registrations.criterion.age", "registrations.criterion.hour", "ui.status", "registrations.offer.until", "ui.school", "registrations.desk.year"];

    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Read).NeverStored();

        desk.Pages.MapGet(Route, (int? p, Bus bus) => bus.Ask(new Query(p is > 0 and < 1_000 ? p.Value : 1)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            desk.Pages.MapGet($"{Route}.{kind}", (Text text, Bus bus, ExportDesk exports) =>
                bus.Ask(new Export()).Then(lines => exports.Hand(ExportKinds.Registrations, lines.Count, () => File(kind, lines, text))));

        desk.Api.MapGet("waiting", (int? p, Bus bus) => bus.Ask(new Query(p is > 0 and < 1_000 ? p.Value : 1)).AsJson());
    }

    private static IResult File(string kind, IReadOnlyList<Line> lines, Text text) =>
        SheetFile.Of(kind, text["registrations.waiting.title"], text["registrations.waiting.title"], text.Language == "ar", [],
        [
            SheetFile.HeadOf(text, Heads),
            .. lines.Select(l => (IReadOnlyList<object?>)
            [
                l.Position, l.Number, l.ChildAr, l.ChildLatin, text[l.Waiter.InZone ? "ui.yes" : "ui.no"], text[l.Waiter.HasSibling ? "ui.yes" : "ui.no"], text[l.Waiter.IsOfAge ? "ui.yes" : "ui.no"], At(l.Waiter.QueuedAt), text[RegistrationStates.Key(l.State)],
                l.OfferedUntil is { } until ? At(until) : null, text.Language == "ar" ? l.SchoolAr : l.SchoolFr, Formats.SchoolYear(l.Year),
            ]),
        ]);

    private static string At(DateTime utc) => $"{Formats.ShortDate(MoroccanDay.Of(utc))} {Formats.Time(TimeOnly.FromDateTime(MoroccanDay.Local(utc)))}";
}

using Massar.Features.Exports.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.ListRegistrations;

/// <summary>A head, or the office above, searches and filters the requests, and takes the list away as a spreadsheet.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads =
        ["registrations.receipt.number", "registrations.facts.name-ar", "registrations.facts.name-latin", "registrations.field.birth-date", "registrations.field.act-number", "ui.status", "registrations.follow.since", "ui.phone", "ui.school", "registrations.approve.above-reason"];

    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Read);

        desk.Pages.MapGet("desk", ([AsParameters] Input input, Bus bus) => bus.Ask(input.ToQuery()).As<Table>());

        var files = desk.NeverStored();

        foreach (var kind in SheetFile.Kinds)
            files.Pages.MapGet($"desk.{kind}", ([AsParameters] Input input, Text text, Bus bus, ExportDesk exports) =>
                bus.Ask(new Export(input.ToQuery())).Then(lines => exports.Hand(ExportKinds.Registrations, lines.Count, () => File(kind, lines, text))));

        desk.Api.MapGet("", ([AsParameters] Input input, Bus bus) => bus.Ask(input.ToQuery()).AsJson());
    }

    /// <param name="Q">Name in either script, receipt number, or birth-act number.</param>
    /// <param name="State">A state as in "under-check"; empty for all, "open" for those that wait for the school.</param>
    /// <param name="Hint">"age", "zone", "late", "above" or "desk": only those a hint speaks of.</param>
    /// <param name="Year">A school year by its first calendar year; that registered for today without it.</param>
    /// <param name="P">Page, from 1.</param>
    public sealed record Input(string? Q, string? State, string? Hint, int? Year, int? P)
    {
        public Query ToQuery() => new(Q, State, Hint, Year, P is > 0 and < 100_000 ? P.Value : 1);
    }

    private static IResult File(string kind, IReadOnlyList<Line> lines, Text text) =>
        SheetFile.Of(kind, text["registrations.export.name"], text["registrations.export.name"], text.Language == "ar", [],
        [
            SheetFile.HeadOf(text, Heads),
            .. lines.Select(l => (IReadOnlyList<object?>)[l.Number, l.ChildAr, l.ChildLatin, l.BirthDate, l.BirthActNumber, text[RegistrationStates.Key(l.State)], l.SentOn, Formats.Phone(l.Phone), l.SchoolAr, l.AboveCapacity]),
        ]);
}

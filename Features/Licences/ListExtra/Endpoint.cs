using Massar.Features.Exports.Domain;
using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ListExtra;

/// <summary>A directorate sees who of its teachers asks, or is allowed, to teach in private schools, and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Study).NeverStored();

        area.Pages.MapGet("hours", (string? state, string? q, int? p, Bus bus) => bus.Ask(Page(state, q, p)).As<Table>());

        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"hours/list.{ending}", (string? state, string? q, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(state, q, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.ExtraHours, list.Lines.Select(l => l.Ppr).Distinct().Count(), () => File(ending, list, text))));

        area.Api.MapGet("hours", (string? state, string? q, int? p, Bus bus) => bus.Ask(Page(state, q, p)).AsJson());
    }

    private static Query Page(string? state, string? q, int? p) => new(state, q, p is > 0 and < 100_000 ? p.Value : 1, IsWhole: false);

    private static IResult File(string ending, Listed list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, "extra-hours", text["licences.extras"], arabic, [],
        [
            SheetFile.HeadOf(text, "ui.ppr", "ui.name", "licences.workplace", "licences.private-school", "licences.hours", "licences.until", "ui.status"),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.Ppr, arabic ? l.NameAr : l.NameLatin, arabic ? l.PlaceAr : l.PlaceFr, arabic ? l.SchoolAr : l.SchoolFr, l.Hours, Formats.ShortDate(l.Until), text[$"licences.extra.{l.State}"]]),
        ]);
    }
}

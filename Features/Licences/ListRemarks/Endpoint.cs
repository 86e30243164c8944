using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ListRemarks;

/// <summary>A directorate, an academy and the ministry see which remarks of visits wait for a judgement, and which no school has mended in time, and take the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("remarks", (string? state, string? q, int? p, Bus bus) => bus.Ask(Page(state, q, p)).As<Table>());

        // Schools stand in it, and nobody by name.
        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"remarks/list.{ending}", (string? state, string? q, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(state, q, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.LicenceRemarks, 0, () => File(ending, list, text))));

        area.Api.MapGet("remarks", (string? state, string? q, int? p, Bus bus) => bus.Ask(Page(state, q, p)).AsJson());
    }

    private static Query Page(string? state, string? q, int? p) => new(state, q, p is > 0 and < 100_000 ? p.Value : 1, IsWhole: false);

    private static IResult File(string ending, Listed list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, "licence-remarks", text["licences.remarks"], arabic, [],
        [
            SheetFile.HeadOf(text, "licences.fact.school", "schools.kind.Directorate", "licences.visit.on", "licences.remark", "licences.visit.mend-by", "licences.remark.answer", "licences.remark.answered-on", "ui.status"),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                arabic ? l.NameAr : l.NameFr, arabic ? l.DirectorateAr : l.DirectorateFr, Formats.ShortDate(l.VisitedOn), l.Text, Formats.ShortDate(l.MendBy), l.Answer ?? "",
                l.AnsweredAt is { } at ? Formats.ShortDate(Infrastructure.Data.MoroccanDay.Of(at)) : "", text[l.IsLate(list.Today) ? "licences.remark.late" : $"licences.remark.{l.State}"]]),
        ]);
    }
}

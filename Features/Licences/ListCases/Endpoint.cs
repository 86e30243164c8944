using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ListCases;

/// <summary>A directorate, an academy and the ministry see the files by which licences are asked for, and take the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("cases", (string? state, string? q, int? p, Bus bus) => bus.Ask(Page(state, q, p)).As<Table>());

        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"cases/list.{ending}", (string? state, string? q, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(state, q, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.LicenceCases, 0, () => File(ending, list, text))));

        area.Api.MapGet("cases", (string? state, string? q, int? p, Bus bus) => bus.Ask(Page(state, q, p)).AsJson());
    }

    private static Query Page(string? state, string? q, int? p) => new(state, q, p is > 0 and < 100_000 ? p.Value : 1, IsWhole: false);

    private static IResult File(string ending, Listed list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, "licence-cases", text["licences.cases"], arabic, [],
        [
            SheetFile.HeadOf(text, "licences.reference", "licences.kind", "licences.fact.school", "schools.kind.Directorate", "licences.deposited", "ui.status"),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Reference, text[$"licences.kind.{l.Kind}"], arabic ? l.NameAr : l.NameFr, arabic ? l.DirectorateAr : l.DirectorateFr, Formats.ShortDate(l.DepositedOn), text[$"licences.case.{l.State}"]]),
        ]);
    }
}

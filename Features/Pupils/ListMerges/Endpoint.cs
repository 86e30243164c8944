using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.ListMerges;

/// <summary>An office sees which proposals to merge two files wait for it, a school its own, and both what was decided; they take the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["pupils.merge.keep", "pupils.merge.old", "pupils.name-ar", "pupils.name-latin", "ui.school", "ui.date", "ui.status"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Merge, Permissions.DecideMerge).NeverStored();

        area.Pages.MapGet("/merges", (string? state, int? p, Bus bus) => bus.Ask(Page(state, p)).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"/merges/list.{kind}", (string? state, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(state, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.Merges, list.Lines.Count, () => File(kind, list, text))));

        area.Api.MapGet("/merges", (string? state, int? p, Bus bus) => bus.Ask(Page(state, p)).AsJson());
    }

    private static Query Page(string? state, int? p) => new(state, p is > 0 and < 100_000 ? p.Value : 1, IsWhole: false);

    private static IResult File(string kind, Listed list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "pupil-merges", text["pupils.merges"], arabic, [],
        [
            [.. Heads.Select(h => (object?)text[h])],
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                l.KeptCode, l.OtherCode, l.NameAr, l.NameLatin, arabic ? l.PlaceAr : l.PlaceFr, DateOnly.FromDateTime(MoroccanDay.Local(l.ProposedAt)), text[$"pupils.merge.state.{l.State}"]]),
        ]);
    }
}

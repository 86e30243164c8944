using System.Globalization;
using Massar.Features.Exports.Domain;
using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registry.ShowTree;

/// <summary>Offices read the tree of schools as it was on a day, for statistics of old years, and take it along.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View).NeverStored();

        area.Pages.MapGet("/tree", (string? on, string? within, string? search, int? p, Bus bus, TimeProvider clock) => bus.Ask(Asked(on, within, search, p, clock)).As<Table>());

        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"/tree.{ending}", (string? on, string? within, string? search, Bus bus, TimeProvider clock, Text text, ExportDesk exports) => bus.Ask(Asked(on, within, search, 1, clock) with { IsWhole = true }).Then(tree =>
                exports.Hand(ExportKinds.RegistryTree, 0, () => File(ending, tree, text))));

        area.Api.MapGet("/tree", (string? on, string? within, string? search, int? p, Bus bus, TimeProvider clock) => bus.Ask(Asked(on, within, search, p, clock)).AsJson());
    }

    private static Query Asked(string? on, string? within, string? search, int? p, TimeProvider clock) => new(
        TypedDay.Read(on) ?? MoroccanDay.Today(clock), int.TryParse(within, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null, search?.Trim(), p is > 0 and < 100_000 ? p.Value : 1, IsWhole: false);

    private static IResult File(string ending, Tree tree, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, $"registry-{tree.Asked.On:yyyy-MM-dd}", text["registry.tree"], arabic, [$"{text["registry.tree"]} – {tree.Asked.On:yyyy-MM-dd}"],
        [
            SheetFile.HeadOf(text, "schools.gresa", "schools.name-ar", "schools.name-fr", "schools.commune", "schools.cycle", "schools.sector", "schools.milieu"),
            .. tree.Lines.Select(l => (IReadOnlyList<object?>)[
                l.GresaCode, l.NameAr, l.NameFr, arabic ? l.ParentAr : l.ParentFr, string.Join(text["schools.and"], l.Cycles.Split(';').Select(c => text[$"schools.cycle.{c}"])),
                text[l.IsPublic ? "schools.public" : "schools.private"], text[l.IsUrban ? "schools.urban" : "schools.rural"]]),
        ]);
    }
}

using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registry.ListChanges;

/// <summary>A directorate sees the changes it proposed, an academy those it decides, the ministry all; they take the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View).NeverStored();

        area.Pages.MapGet("", (string? state, string? kind, int? p, Bus bus) => bus.Ask(Page(state, kind, p)).As<Table>());

        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"/list.{ending}", (string? state, string? kind, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(state, kind, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.RegistryChanges, 0, () => File(ending, list, text))));

        area.Api.MapGet("", (string? state, string? kind, int? p, Bus bus) => bus.Ask(Page(state, kind, p)).AsJson());
    }

    private static Query Page(string? state, string? kind, int? p) => new(state, kind, p is > 0 and < 100_000 ? p.Value : 1, IsWhole: false);

    private static IResult File(string ending, Listed list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, "registry-changes", text["registry.title"], arabic, [],
        [
            SheetFile.HeadOf(text, "registry.kind", "schools.gresa", "schools.name-ar", "schools.name-fr", "schools.kind.Directorate", "registry.reference", "registry.document-day", "registry.day", "ui.status"),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                text[$"registry.kind.{l.Kind}"], l.GresaCode, l.NameAr, l.NameFr, arabic ? l.DirectorateAr : l.DirectorateFr, l.Reference, l.DocumentOn, l.EffectiveOn, text[$"registry.change.{l.State}"]]),
        ]);
    }
}

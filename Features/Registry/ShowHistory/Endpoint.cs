using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registry.ShowHistory;

/// <summary>Offices read the life of a school in the register, with who and when, take it along, and find there what can be proposed.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/schools/{id:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View).NeverStored();

        area.Pages.MapGet(Route, (int id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"{Route}/history.{ending}", (int id, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(id)).Then(life =>
                exports.Hand(ExportKinds.RegistryHistory, 0, () => File(ending, life, text))));

        area.Api.MapGet(Route, (int id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }

    private static IResult File(string ending, Life life, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, $"registry-{life.GresaCode}", text["registry.life"], arabic, [],
        [
            SheetFile.HeadOf(text, "schools.gresa", "registry.from", "schools.name-ar", "schools.name-fr", "schools.commune", "registry.state", "registry.kind", "registry.reference", "registry.document-day", "registry.proposed-by", "registry.decided-by"),
            .. life.Entries.Select(e => (IReadOnlyList<object?>)[
                life.GresaCode, e.IsFirst ? null : e.StartsOn, e.NameAr, e.NameFr, arabic ? e.ParentAr : e.ParentFr, text[e.IsOpen ? "registry.state.open" : "registry.state.closed"],
                e.Kind is null ? null : text[$"registry.kind.{e.Kind}"], e.Reference, e.DocumentOn, arabic ? e.ProposedAr : e.ProposedLatin, arabic ? e.DecidedAr : e.DecidedLatin]),
        ]);
    }
}

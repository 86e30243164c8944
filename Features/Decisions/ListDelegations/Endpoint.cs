using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListDelegations;

/// <summary>Somebody of the staff sees the acts of delegation he gave or was given; who gives or watches them, those of the offices below too.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "delegations";

    private static readonly string[] Heads =
        ["decisions.delegation.number", "decisions.delegation.role", "decisions.place", "decisions.delegation.by", "decisions.delegation.to", "decisions.delegation.kinds", "decisions.delegation.from", "decisions.delegation.until", "ui.status"];

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Own).NeverStored();

        decisions.Pages.MapGet(Route, (string? show, int? page, Bus bus) => bus.Ask(new Query(show, page ?? 1, IsWhole: false)).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            decisions.Pages.MapGet($"{Route}.{kind}", (string? show, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(show, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.Delegations, list.Lines.Count, () => File(kind, list, text))));

        decisions.Api.MapGet(Route, (string? show, int? page, Bus bus) => bus.Ask(new Query(show, page ?? 1, IsWhole: false)).AsJson());
    }

    private static IResult File(string kind, Delegations list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "delegations", text["decisions.delegation.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Number, text[$"role.{l.Role}"], arabic ? l.PlaceAr : l.PlaceFr, arabic ? l.GiverAr : l.GiverLatin, arabic ? l.DelegateAr : l.DelegateLatin,
                l.Kinds.Count == 0 ? text["decisions.delegation.all"] : string.Join(", ", l.Kinds.Select(k => arabic ? k.Ar : k.Fr)), l.StartsOn, l.EndsOn, text[$"decisions.delegation.state.{l.State}"]]),
        ]);
    }
}

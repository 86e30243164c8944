using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListDecisions;

/// <summary>A manager or an auditor looks up the decisions of his place, whatever their state, and takes the list along; the list itself offers no act.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["ui.ppr", "ui.name", "decisions.kind", "decisions.effective-on", "decisions.place", "ui.status", "decisions.show.title", "decisions.indicators.office"];

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Read, Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet("", (string? state, string? q, int? page, Bus bus) => bus.Ask(new Query(state, q, page ?? 1, IsWhole: false)).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            decisions.Pages.MapGet($"list.{kind}", (string? state, string? q, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(state, q, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.Decisions, list.Lines.Select(l => l.Ppr).Distinct().Count(), () => File(kind, list, text))));

        decisions.Api.MapGet("", (string? state, string? q, int? page, Bus bus) => bus.Ask(new Query(state, q, page ?? 1, IsWhole: false)).AsJson());
    }

    private static IResult File(string kind, DecisionList list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "decisions", text["decisions.all.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, arabic ? l.NameAr : l.NameLatin, arabic ? l.KindAr : l.KindFr, l.EffectiveOn, arabic ? l.PlaceAr : l.PlaceFr,
                text[$"decisions.state.{l.State}"], l.Number, l.WaitingRole is null ? null : string.Join(" + ", Domain.Turns.RolesOf(l.WaitingRole).Select(r => text[$"role.{r}"]))]),
        ]);
    }
}

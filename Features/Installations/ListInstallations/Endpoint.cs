using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Installations.ListInstallations;

/// <summary>A head sees who is to come to the school and who is to leave it, a directorate the same of all its schools: due, late, done; and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["ui.ppr", "ui.name", "installations.decision", "installations.from", "installations.to", "installations.due", "installations.until", "ui.status", "installations.fact.last-day", "installations.fact.first-day"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Whole()).Then(board =>
                exports.Hand(ExportKinds.Installations, board.Lines.Select(l => l.Ppr).Distinct().Count(), () => File(kind, board, text))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">"open" (also without it), "late", "all", or a state by name.</param>
    /// <param name="Way">"in" for who comes, "out" for who leaves.</param>
    /// <param name="Q">A name in either script, or a PPR.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? State, string? Way, string? Q, int? P)
    {
        internal Query Page() => new(State, Way, Q, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(State, Way, Q, 1, IsWhole: true);
    }

    private static IResult File(string kind, Board board, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "installations", text["installations.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. board.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, arabic ? l.NameAr : l.NameLatin, l.Decision, arabic ? l.FromAr : l.FromFr, arabic ? l.ToAr : l.ToFr, l.DueOn, l.Until,
                text[$"installations.state.{(l.IsLate(board.Today) ? "Late" : l.State)}"], l.LeftOn, l.PresentOn]),
        ]);
    }
}

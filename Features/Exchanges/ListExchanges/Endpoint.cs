using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Exchanges.ListExchanges;

/// <summary>A head sees the exchanges of the school, a directorate or an academy those of its schools and those whose turn it is; and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["exchanges.number", "ui.ppr", "ui.name", "exchanges.fact.from", "exchanges.fact.to", "exchanges.effective", "ui.status", "exchanges.fact.accepted"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Whole()).Then(board =>
                exports.Hand(ExportKinds.Exchanges, board.Lines.SelectMany(l => l.Parties).Select(p => (p.Ppr, p.NameAr, p.NameLatin)).Distinct().Count(), () => File(kind, board, text))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">"turn" for those that wait for this office, "open", "all", or a state by name; without it those that wait, where there are any.</param>
    /// <param name="Q">A name in either script, or a PPR.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? State, string? Q, int? P)
    {
        internal Query Page() => new(State, Q, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(State, Q, 1, IsWhole: true);
    }

    private static IResult File(string kind, Board board, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "exchanges", text["exchanges.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. board.Lines.SelectMany(l => l.Parties.Select(p => (IReadOnlyList<object?>)[
                l.Id, p.Ppr, arabic ? p.NameAr : p.NameLatin, arabic ? p.FromAr : p.FromFr, arabic ? p.ToAr : p.ToFr, l.EffectiveOn,
                text[l.State is Domain.ExchangeState.Ended ? $"exchanges.end.{l.EndCode}" : $"exchanges.state.{l.State}"], p.AcceptedOn])),
        ]);
    }
}

using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffFiles.ListTransfers;

/// <summary>An office sees the files that leave it and those that come to it: to send, in transit and since when, late, lacking; and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["ui.ppr", "ui.name", "staff-files.fact.from", "staff-files.fact.to", "ui.status", "staff-files.fact.opened", "staff-files.fact.sent", "staff-files.in-transit", "staff-files.until", "staff-files.fact.received"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Whole()).Then(board =>
                exports.Hand(ExportKinds.StaffFiles, board.Lines.Select(l => l.Ppr).Distinct().Count(), () => File(kind, board, text))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">"open" (also without it), "late", "all", or a state by name.</param>
    /// <param name="Way">"in" for what comes, "out" for what leaves.</param>
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
        return SheetFile.Of(kind, "staff-files", text["staff-files.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. board.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, arabic ? l.NameAr : l.NameLatin, arabic ? l.FromAr : l.FromFr, arabic ? l.ToAr : l.ToFr, text[$"staff-files.state.{l.State}"], MoroccanDay.Of(l.OpenedAt),
                l.SentAt is { } sent ? MoroccanDay.Of(sent) : null, l.Days(board.Now), l.IsOpen ? l.Until : null, l.ReceivedAt is { } received ? MoroccanDay.Of(received) : null]),
        ]);
    }
}

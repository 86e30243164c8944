using Massar.Features.Exports.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Leaves.ListLeaves;

/// <summary>A head sees the leaves of the school, a directorate those of its schools and offices: what waits, who is away, who has not come back; and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["ui.ppr", "leaves.employee", "leaves.place", "leaves.kind", "leaves.from", "leaves.to", "leaves.days.how-many", "leaves.pay.full", "leaves.pay.half", "leaves.pay.none", "ui.status"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Whole()).Then(board =>
                exports.Hand(ExportKinds.Leaves, board.Lines.Select(l => l.EmployeeId).Distinct().Count(), () => File(kind, board, text))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">"open" (also without it), "away", "late" for returns nobody recorded, "all", or a state by name.</param>
    /// <param name="Kind">A code of the list leave-types.</param>
    /// <param name="Q">A name in either script, or a PPR.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? State, string? Kind, string? Q, int? P)
    {
        internal Query Page() => new(State, Kind, Q, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(State, Kind, Q, 1, IsWhole: true);
    }

    private static IResult File(string kind, Board board, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "leaves", text["leaves.title"], arabic, [],
        [
            [.. Heads.Select(h => (object?)text[h])],
            .. board.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, arabic ? l.NameAr : l.NameLatin, arabic ? l.PlaceAr : l.PlaceFr, board.Kinds.FirstOrDefault(k => k.Code == l.CountedAs) is { } type ? arabic ? type.NameAr : type.NameFr : l.CountedAs,
                l.StartsOn, l.LastDay, l.Days, l.FullDays, l.HalfDays, l.UnpaidDays, text[LeaveStates.Key(l.State)]]),
        ]);
    }
}

using Massar.Features.Exports.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Families.ListEvents;

/// <summary>A head sees the declarations of the school and whose paper is missing, a directorate those of its schools and offices; both take the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["ui.ppr", "family.employee", "family.place", "family.event", "family.child", "family.on", "family.declared-on", "family.paper.missing", "family.paper.due", "ui.status"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Whole()).Then(board =>
                exports.Hand(ExportKinds.Families, board.Lines.Select(l => l.EmployeeId).Distinct().Count(), () => File(kind, board, text))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">"open" (also without it), "late", "decide", "all", or a state by name.</param>
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
        return SheetFile.Of(kind, "family", text["family.title"], arabic, [],
        [
            [.. Heads.Select(h => (object?)text[h])],
            .. board.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, arabic ? l.NameAr : l.NameLatin, arabic ? l.PlaceAr : l.PlaceFr, text[$"family.kind.{l.Kind}"], l.ChildNameAr, l.HappenedOn, MoroccanDay.Of(l.DeclaredAt),
                board.Name(l.Kind, l.MissingPaper, arabic), l.PaperDueOn, text[$"family.state.{l.State}"]]),
        ]);
    }
}

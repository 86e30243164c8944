using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Staffing.ShowBoard;

/// <summary>A directorate or an academy sees where teachers are too many and where they are missing, by subject and commune, down to the school; as the timetables have it at that moment.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["staffing.where", "staffing.cycle", "staffing.subject", "staffing.teachers", "staffing.need", "staffing.given", "staffing.open", "staffing.available", "staffing.free", "staffing.excused", "staffing.balance"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Board).NeverStored();

        area.Pages.MapGet("board", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"board/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, Reader reader, ExportDesk exports) => bus.Ask(filter.Whole()).Then(board =>
                exports.Hand(ExportKinds.StaffBoard, 0, () => File(kind, board, text, reader))));

        area.Api.MapGet("board", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="By">"commune" (also without it), "subject" or "school".</param>
    /// <param name="Subject">A discipline.</param>
    /// <param name="Commune">Its number.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? By, string? Subject, int? Commune, int? P)
    {
        internal Query Page() => new(By, Subject, Commune, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(By, Subject, Commune, 1, IsWhole: true);
    }

    private static IResult File(string kind, Board board, Text text, Reader reader) =>
        SheetFile.Of(kind, "staff-board", text["staffing.board"], text.Language == "ar", [text["staffing.day", Infrastructure.Text.Formats.ShortDate(board.Day)]],
        [
            SheetFile.HeadOf(text, Heads),
            .. board.Lines.Select(r => (IReadOnlyList<object?>)[
                r.PlaceAr is null ? text["staffing.everywhere"] : reader.Name(r.PlaceAr, r.PlaceFr!), text[$"staffing.cycle.{r.Line.Cycle}"], reader.Name(r.SubjectAr, r.SubjectFr), r.Line.Teachers,
                r.Line.Need, r.Line.Given, r.Line.Open, r.Line.Available, r.Line.Free, r.Line.Excused, r.Line.Balance]),
        ]);
}

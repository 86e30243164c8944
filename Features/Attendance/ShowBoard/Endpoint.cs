using Massar.Features.Attendance.Parts;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.ShowBoard;

/// <summary>A supervisor or head sees the day: calls that are missing, who is absent without a reason, who was late, what to follow.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("board", (DateOnly? day, Bus bus) => bus.Ask(new Query(day)).As<Board>());

        // Asked again every few seconds while the page is open; says nothing when nothing changed.
        area.Pages.MapGet("board/live", (DateOnly? day, string? seen, Bus bus) => bus.Ask(new Query(day))
            .Then(board => board.Stamp == seen ? Results.NoContent() : new PartialAnswer(typeof(Live), new() { ["Model"] = board })));

        area.Pages.MapGet("board/list.csv", (DateOnly? day, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(day))
            .Then(board => exports.Hand(ExportKinds.Absences, board.Pupils.Count, () => File(board, text))));

        area.Api.MapGet("board", (DateOnly? day, Bus bus) => bus.Ask(new Query(day)).AsJson());
    }

    private static IResult File(DayBoard board, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of("csv", $"absences_{board.Day:yyyy-MM-dd}", text["attendance.absent"], arabic, [],
        [
            SheetFile.HeadOf(text, "ui.class", "ui.massar-code", "attendance.pupil", "attendance.absent", "attendance.late", "ui.status"),
            .. board.Pupils.Select(l => (IReadOnlyList<object?>)[
                l.ClassName, l.Code, arabic ? l.NameAr : l.NameLatin, string.Join(' ', l.Absent.Select(board.Shown)), string.Join(' ', l.Late.Select(board.Shown)), l.State is { } state ? text[PresenceNames.Of(state)] : ""]),
        ]);
    }
}

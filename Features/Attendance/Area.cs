using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance;

/// <summary>Absences and lateness of pupils: the call, the day's board, reasons, and what follows when there are many.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "attendance";

    public static string? Title => "attendance.menu.board";

    public static IEnumerable<MenuEntry> Menu =>
    [
        new("attendance.menu.calls", Links.Calls, Permissions.Call, 15),
        new("attendance.menu.board", Links.Board, Permissions.Follow, 15),
        new("attendance.menu.mine", Links.Mine, Permissions.Own, 15),
        new("attendance.menu.children", Links.Children, Permissions.Children, 15),
    ];
}

using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables;

/// <summary>Rooms and lessons of a week: who is where when, without clashes; and the same in a phone's calendar.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "timetables";

    public static string? Title => "timetables.title";

    public static IEnumerable<MenuEntry> Menu => [new("timetables.menu.mine", Links.Mine, Permissions.Teach, 25)];

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("timetables.menu.desk", Links.Desk, Permissions.View, 16),
        new("timetables.menu.mine", Links.Mine, Permissions.Own, 16),
        new("timetables.menu.children", Links.Children, Permissions.Children, 16),
    ];
}

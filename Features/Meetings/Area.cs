using Massar.Infrastructure.Web;

namespace Massar.Features.Meetings;

/// <summary>Families meet teachers at hours the timetable leaves free: asked for, confirmed and called off by a phone.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "meetings";

    public static string? Title => "meetings.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("meetings.family", Links.Mine, Permissions.Ask, 18),
        new("meetings.families", Links.Mine, Permissions.Hold, 30),
        new("meetings.school", Links.School, Permissions.Follow, 62),
    ];
}

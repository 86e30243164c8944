using Massar.Infrastructure.Web;

namespace Massar.Features.Messages;

/// <summary>Families write to a teacher of a child or to the school, and are answered within days that are counted.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "messages";

    public static string? Title => "messages.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("messages.family", Links.Mine, Permissions.Write, 17),
        new("messages.own", Links.Mine, Permissions.Own, 17),
        new("messages.inbox", Links.Mine, Permissions.Teach, 29),
        new("messages.inbox", Links.Mine, Permissions.Life, 29),
        new("messages.inbox", Links.Mine, Permissions.Desk, 29),
        new("messages.school", Links.School, Permissions.Lead, 29),
    ];
}

using Massar.Infrastructure.Web;

namespace Massar.Features.Tabligh;

/// <summary>The employee's own space on a phone: the last view of one's situations and decisions, kept there for whoever asks for it.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "tabligh";

    public static string? Title => "tabligh.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("tabligh.title", Links.LastView, Employees.Permissions.Own, 78),
    ];
}

using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils;

/// <summary>A pupil's file for life, and guardians.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "pupils";

    public static string? Title => "pupils.menu";

    public static IEnumerable<MenuEntry> Menu => [new("pupils.menu", Links.All, Permissions.Desk, 40, MainMenu.Desk)];

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("pupils.mine", Links.Mine, Permissions.Own, 35),
        new("pupils.reports", Links.Reports, Permissions.Correct, 44),
        new("pupils.merges", Links.Merges, Permissions.DecideMerge, 45),
    ];
}

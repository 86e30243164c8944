using Massar.Infrastructure.Web;

namespace Massar.Features.Leaves;

/// <summary>Leaves of the staff: asked for from a phone, counted by rule, covered in the timetable, decided by who is not concerned.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "leaves";

    public static string? Title => "leaves.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("leaves.title", Links.All, Permissions.Follow, 60),
        new("leaves.mine", Links.Mine, Permissions.Own, 84),
    ];
}

using Massar.Infrastructure.Web;

namespace Massar.Features.Claims;

/// <summary>Guardians keep the list of their children: by a slip of the school, or by asking those who stand for the child and the head.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "claims";

    public static string? Title => "claims.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("claims.mine", Links.Mine, Permissions.Own, 36),
        new("claims.title", Links.All, Permissions.Decide, 46),
    ];
}

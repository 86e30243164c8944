using Massar.Infrastructure.Web;

namespace Massar.Features.Registry;

/// <summary>The life of schools in the register (GRESA): opened, renamed, moved, split, merged, closed.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "registry";

    public static string? Title => "registry.title";

    public static IEnumerable<MenuEntry> Cards => [new("registry.title", Links.All, Permissions.View, 46)];
}

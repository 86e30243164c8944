using Massar.Infrastructure.Web;

namespace Massar.Features.Schools;

/// <summary>The tree ministry, academy, directorate, commune, school.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "schools";

    public static string? Title => "schools.menu";

    public static IEnumerable<MenuEntry> Menu => [new("schools.menu", Links.All, Permissions.View, 30)];
}

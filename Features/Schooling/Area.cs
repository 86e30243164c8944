using Massar.Infrastructure.Web;

namespace Massar.Features.Schooling;

/// <summary>A child's way through school in all its years, and the sealed record of it that the family keeps.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "schooling";

    public static string? Title => "schooling.title";

    public static IEnumerable<MenuEntry> Cards => [new("schooling.title", Links.Mine, Permissions.Own, 37)];
}

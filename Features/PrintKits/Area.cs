using Massar.Infrastructure.Web;

namespace Massar.Features.PrintKits;

/// <summary>What a school prints at a time of the year, as one file in the order of its classes.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "print-kits";

    public static string? Title => "print-kits.title";

    public static IEnumerable<MenuEntry> Cards => [new("print-kits.title", Links.All, Permissions.Print, 48)];
}

using Massar.Infrastructure.Web;

namespace Massar.Features.Classes;

/// <summary>Classes, who sits and who teaches in them, and the structure of the year to come.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "classes";

    public static string? Title => "classes.menu";

    public static IEnumerable<MenuEntry> Menu => [new("classes.menu", Links.All, Permissions.View, 30, MainMenu.Desk)];
}

using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations;

/// <summary>First registration of children (التسجيل الأولي): families ask from a telephone, heads of primary schools decide.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "registrations";

    public static string? Title => "registrations.menu";

    public static IEnumerable<MenuEntry> Menu => [new("registrations.menu", Links.Desk, Permissions.Read, 20), new("registrations.assist.menu", Links.Assist, Permissions.Assist, 22, MainMenu.Desk)];
}

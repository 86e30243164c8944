using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates;

/// <summary>Schooling certificates: asked for by families, made at once when the data are right, kept and answered for by the school.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "certificates";

    public static string? Title => "certificates.menu";

    public static IEnumerable<MenuEntry> Menu =>
    [
        new("certificates.menu", Links.Mine, Permissions.Request, 30),
        new("certificates.menu.desk", Links.Desk, Permissions.Issue, 45, MainMenu.Desk),
    ];
}

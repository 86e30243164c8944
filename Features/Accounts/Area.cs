using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts;

/// <summary>People, sign-in, second factor, recovery, hats.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "accounts";

    public static string? Title => "accounts.all.title";

    public static IEnumerable<MenuEntry> Menu =>
    [
        new("accounts.desk.title", Links.Desk, Permissions.Desk, 80, MainMenu.Desk),
        new("accounts.all.title", Links.All, Permissions.Manage, 80),
    ];

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("accounts.staff.title", Links.Staff, Permissions.Staff, 81),
        new("accounts.classes.title", Links.MyClasses, Permissions.ClassCodes, 82),
    ];
}

using Massar.Infrastructure.Web;

namespace Massar.Features.Payslips;

/// <summary>What staff are paid each month, where each month's pay stands, and why.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "payslips";

    public static string? Title => "payslips.menu.staff";

    public static IEnumerable<MenuEntry> Menu =>
    [
        new("payslips.menu.staff", Links.Staff(), Permissions.View, 30),
        new("payslips.menu.mine", Links.Mine(), Permissions.Own, 80, MainMenu.Own),
    ];

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("payslips.imports", Links.Imports, Permissions.Import, 31),
    ];
}

using Massar.Infrastructure.Web;

namespace Massar.Features.Employees;

/// <summary>The staff: files, careers, postings.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "employees";

    public static string? Title => "employees.find";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("employees.find", Links.Find, Permissions.View, 28),
        new("employees.mine", Links.Mine, Permissions.Own, 79),
    ];
}

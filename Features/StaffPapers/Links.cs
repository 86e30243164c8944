using System.Globalization;

namespace Massar.Features.StaffPapers;

/// <summary>Addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/staff-papers";
    public const string Recheck = "/staff-papers/desk/recheck";

    public static string Show(long paper) => string.Create(CultureInfo.InvariantCulture, $"/staff-papers/{paper}");

    public static string Counter(long employee) => string.Create(CultureInfo.InvariantCulture, $"/staff-papers/counter/{employee}");

    public static string Desk(string? show = null, string? q = null, int page = 1)
    {
        var address = show is null ? "/staff-papers/desk" : $"/staff-papers/desk?show={Uri.EscapeDataString(show)}";
        if (!string.IsNullOrEmpty(q)) address += $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}q={Uri.EscapeDataString(q)}";
        return page > 1 ? string.Create(CultureInfo.InvariantCulture, $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page={page}") : address;
    }
}

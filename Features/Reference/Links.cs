using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Massar.Features.Reference;

public static class Links
{
    public const string All = "/reference";

    public const string Windows = "/reference/windows";

    public static string WindowsOf(int year) => string.Create(CultureInfo.InvariantCulture, $"/reference/windows?year={year}");

    public static string Window(int entry) => string.Create(CultureInfo.InvariantCulture, $"/reference/windows/{entry}");

    public static string TakeWindowBack(int entry) => $"{Window(entry)}/back";

    public static string List(string list, int? year = null, string? search = null, int page = 1) => With($"/reference/{list}", year, search, page);

    public static string Export(string list, int? year = null, string? search = null) => With($"/reference/{list}/csv", year, search, 1);

    public static string Row(string list, string key) => $"/reference/{list}/rows/{Uri.EscapeDataString(key)}";

    public static string NewCalendarLine(int? year = null) => With("/reference/calendar/new", year, null, 1);

    public static string RemoveCalendarLine(int id) => string.Create(CultureInfo.InvariantCulture, $"/reference/calendar/rows/{id}/remove");

    private static string With(string address, int? year, string? search, int page) => QueryHelpers.AddQueryString(address, new Dictionary<string, string?>
    {
        ["year"] = year?.ToString(CultureInfo.InvariantCulture),
        ["search"] = string.IsNullOrEmpty(search) ? null : search,
        ["page"] = page == 1 ? null : page.ToString(CultureInfo.InvariantCulture),
    });
}

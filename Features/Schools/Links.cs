using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Massar.Features.Schools;

public static class Links
{
    public const string All = "/schools";

    public static string List(string? search, int? within, string? cycle, int page = 1) => QueryHelpers.AddQueryString(All, new Dictionary<string, string?>
    {
        ["search"] = string.IsNullOrEmpty(search) ? null : search,
        ["within"] = within?.ToString(CultureInfo.InvariantCulture),
        ["cycle"] = string.IsNullOrEmpty(cycle) ? null : cycle,
        ["page"] = page == 1 ? null : page.ToString(CultureInfo.InvariantCulture),
    });

    /// <summary>A school as those in charge of it see it.</summary>
    public static string School(int id) => $"/schools/{id}/details";

    /// <summary>A school's public page, by its number in the register.</summary>
    public static string Card(string gresaCode) => $"/schools/{gresaCode}";

    /// <summary>What a school received this year, in sums.</summary>
    public static string Contributions(string gresaCode) => $"{Card(gresaCode)}/contributions";

    /// <summary>The places of a kind below another, as options of a select.</summary>
    public static string Options(string kind, int? parent = null) => parent is null ? $"/schools/options?kind={kind}" : $"/schools/options?kind={kind}&parent={parent}";
}

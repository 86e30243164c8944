using System.Globalization;

namespace Massar.Features.Ratings;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/ratings/mine";

    /// <summary>The places below one's own and how far each is.</summary>
    public static string Sheets(int? year = null, string? show = null, int page = 1, string ending = "") =>
        $"/ratings{(ending.Length > 0 ? $"/list{ending}" : "")}" + Query(("year", year), ("show", show), ("page", page > 1 ? page : null));

    /// <summary>The staff of one place with their numbers.</summary>
    public static string Sheet(int? place = null, int? year = null, int page = 1, string ending = "") =>
        $"/ratings/sheet{ending}" + Query(("place", place), ("year", year), ("page", page > 1 ? page : null));

    private static string Query(params (string Name, object? Value)[] all)
    {
        var given = all.Select(p => (p.Name, Value: Convert.ToString(p.Value, CultureInfo.InvariantCulture))).Where(p => !string.IsNullOrEmpty(p.Value)).ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
    }
}

using System.Globalization;

namespace Massar.Features.Audits;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Acts = "/audits";
    public const string Check = "/audits/check";
    public const string Mine = "/audits/mine";

    public static string MinePage(int page) => page > 1 ? string.Create(CultureInfo.InvariantCulture, $"{Mine}?p={page}") : Mine;

    public static string Page(string? ppr, string? actor, string? kind, string? from, string? to, int page, string ending = "")
    {
        var query = "";
        foreach (var (name, value) in ((string, string?)[])[("ppr", ppr), ("actor", actor), ("kind", kind), ("from", from), ("to", to), ("p", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null)])
            if (!string.IsNullOrEmpty(value))
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        return (ending.Length > 0 ? $"{Acts}/list{ending}" : Acts) + query;
    }

    /// <summary>The lines around one, checked.</summary>
    public static string CheckAround(int place, long line) => string.Create(CultureInfo.InvariantCulture, $"{Check}?place={place}&from={Math.Max(1, line - 10)}&to={line + 10}");
}

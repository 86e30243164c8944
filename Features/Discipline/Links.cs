using System.Globalization;

namespace Massar.Features.Discipline;

/// <summary>Addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/discipline/mine";

    public static string All(string? state = null, string? q = null, int page = 1) => "/discipline" + Query(("state", state), ("q", q), ("p", page > 1 ? Number(page) : null));

    public static string File(string kind, string? state, string? q) => $"/discipline/list.{kind}" + Query(("state", state), ("q", q));

    public static string New(string? ppr = null) => "/discipline/new" + Query(("ppr", ppr));

    /// <summary>The form of a new case with the person and the day filled in, for who did not come back from a leave; nothing is sent before somebody sends it.</summary>
    public static string Explain(string ppr, DateOnly day) => "/discipline/new" + Query(("ppr", ppr), ("awaited", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    public static string Case(long id) => $"/discipline/{Number(id)}";

    public static string Propose(long id) => $"/discipline/{Number(id)}/sanction";

    public static string MyCase(long id) => $"/discipline/mine/{Number(id)}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = "";
        foreach (var (name, value) in parts)
            if (!string.IsNullOrEmpty(value))
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        return query;
    }
}

using System.Globalization;

namespace Massar.Features.OutOfSchool;

/// <summary>Addresses of the area.</summary>
public static class Links
{
    public const string Officers = "/out-of-school/officers";

    public const string Communes = "/out-of-school/communes";

    /// <param name="commune">The number of a commune.</param>
    public static string All(string? state = null, int? commune = null, string? q = null, int page = 1) =>
        "/out-of-school" + Query(("state", state), ("commune", Number(commune)), ("q", q), ("p", page > 1 ? Number(page) : null));

    /// <param name="kind">csv or xlsx.</param>
    public static string File(string kind, string? state, int? commune, string? q) => $"/out-of-school/list.{kind}" + Query(("state", state), ("commune", Number(commune)), ("q", q));

    /// <param name="kind">csv or xlsx.</param>
    public static string CommunesFile(string kind) => $"/out-of-school/communes.{kind}";

    public static string Case(long id) => $"/out-of-school/{Number(id)}";

    public static string School(int page = 1) => "/out-of-school/school" + Query(("p", page > 1 ? Number(page) : null));

    /// <param name="kind">csv or xlsx.</param>
    public static string SchoolFile(string kind) => $"/out-of-school/school/list.{kind}";

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = "";
        foreach (var (name, value) in parts)
            if (!string.IsNullOrEmpty(value))
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        return query;
    }
}

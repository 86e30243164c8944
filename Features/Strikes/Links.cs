using System.Globalization;

namespace Massar.Features.Strikes;

/// <summary>Addresses of the area.</summary>
public static class Links
{
    public const string Mine = "/strikes/mine";

    public static string Days(string? from = null, string? to = null, int page = 1) => "/strikes" + Query(("from", from), ("to", to), ("page", page > 1 ? Number(page) : null));

    public static string DaysFile(string kind, string? from, string? to) => $"/strikes/list.{kind}" + Query(("from", from), ("to", to));

    public static string New(string? day = null, string? school = null) => "/strikes/new" + Query(("day", day), ("school", school));

    public static string Day(long id) => $"/strikes/{Number(id)}";

    public static string DayFile(long id, string kind) => $"/strikes/{Number(id)}/list.{kind}";

    public static string Propose(long id) => $"/strikes/{Number(id)}/deductions";

    public static string Absence(long id) => $"/strikes/absences/{Number(id)}";

    public static string MyAbsence(long id) => $"/strikes/mine/{Number(id)}";

    public static string Paper(long id, Guid file) => $"/strikes/absences/{Number(id)}/papers/{file}";

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

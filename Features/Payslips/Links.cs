using System.Globalization;

namespace Massar.Features.Payslips;

/// <summary>Addresses of the area. A month is written 2026-11.</summary>
public static class Links
{
    public static string Mine(int page = 1) => page > 1 ? $"/payslips?page={page.ToString(CultureInfo.InvariantCulture)}" : "/payslips";

    public static string Month(DateOnly month) => $"/payslips/{Of(month)}";

    public static string Staff(DateOnly? month = null, string? state = null, string? q = null, int page = 1, string ending = "")
    {
        var query = new List<string>();
        if (month is { } m)
            query.Add($"month={Of(m)}");
        if (!string.IsNullOrEmpty(state))
            query.Add($"state={Uri.EscapeDataString(state)}");
        if (!string.IsNullOrEmpty(q))
            query.Add($"q={Uri.EscapeDataString(q)}");
        if (page > 1)
            query.Add($"page={page.ToString(CultureInfo.InvariantCulture)}");
        return $"/payslips/staff{ending}" + (query.Count == 0 ? "" : "?" + string.Join('&', query));
    }

    public const string Imports = "/payslips/imports";

    public static string ImportsPage(int page) => page > 1 ? string.Create(CultureInfo.InvariantCulture, $"{Imports}?page={page}") : Imports;

    public static string ImportsFile(string kind) => $"{Imports}/list.{kind}";

    public static string Import(int import) => string.Create(CultureInfo.InvariantCulture, $"{Imports}/{import}");

    public static string ImportStep(int import, string step) => $"{Import(import)}/{step}";

    public static string ImportRows(int import, string? show, int page = 1) =>
        Import(import) + (show is null ? "" : $"?show={show}") + (page > 1 ? string.Create(CultureInfo.InvariantCulture, $"{(show is null ? '?' : '&')}page={page}") : "");

    public static string ImportFile(int import, string? show, string kind) => $"{Import(import)}/rows.{kind}{(show is null ? "" : $"?show={show}")}";

    public static string Of(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}

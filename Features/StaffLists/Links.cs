using static System.FormattableString;

namespace Massar.Features.StaffLists;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/staff-lists";
    public const string Model = "/staff-lists/model.xlsx";

    public static string Page(int page) => Invariant($"{All}?page={page}");

    /// <param name="kind">csv or xlsx.</param>
    public static string File(string kind) => $"{All}/list.{kind}";

    public static string List(int id) => Invariant($"{All}/{id}");

    /// <param name="show">The name of a <see cref="Domain.StaffFate"/>.</param>
    public static string Rows(int id, string? show, int page = 1) => Invariant($"{List(id)}{(string.IsNullOrEmpty(show) && page == 1 ? "" : $"?show={show}")}{(page > 1 ? Invariant($"&page={page}") : "")}");

    /// <param name="kind">csv or xlsx.</param>
    public static string RowsFile(int id, string? show, string kind) => $"{List(id)}/rows.{kind}{(string.IsNullOrEmpty(show) ? "" : $"?show={show}")}";

    public static string Step(int id, string step) => $"{List(id)}/{step}";
}

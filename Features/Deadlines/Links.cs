using System.Globalization;

namespace Massar.Features.Deadlines;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string Board = "/deadlines";

    /// <param name="code">Which kind of thing is missing.</param>
    public static string Kind(string code, int page = 1) => string.Create(CultureInfo.InvariantCulture, $"{Board}/kinds/{code}{(page > 1 ? $"?page={page}" : "")}");

    /// <param name="kind">csv or xlsx.</param>
    /// <param name="code">One kind of thing only.</param>
    public static string File(string kind, string? code = null) => $"{Board}/list.{kind}{(code is null ? "" : $"?kind={code}")}";

    public static string Schools(int page = 1) => string.Create(CultureInfo.InvariantCulture, $"{Board}/schools{(page > 1 ? $"?page={page}" : "")}");

    /// <param name="kind">csv or xlsx.</param>
    public static string SchoolsFile(string kind) => $"{Board}/schools/list.{kind}";
}

namespace Massar.Features.Contributions.Domain;

/// <summary>What was ticked on a class's page: Massar code → <see cref="All"/> and codes of optional headings.</summary>
public static class Ticks
{
    /// <summary>All that the pupil owes.</summary>
    public const string All = "ALL";

    /// <summary>Boxes named <c>p[code]</c>.</summary>
    public static Dictionary<string, string[]> Of(IFormCollection form) =>
        form.Where(f => f.Key.StartsWith("p[", StringComparison.Ordinal) && f.Key.EndsWith(']')).ToDictionary(f => f.Key[2..^1], f => Clean(f.Value), StringComparer.Ordinal);

    public static Dictionary<string, string[]> Of(Dictionary<string, string[]?>? paid) =>
        (paid ?? []).ToDictionary(p => p.Key, p => Clean(p.Value ?? []), StringComparer.Ordinal);

    private static string[] Clean(IEnumerable<string?> ticked) => [.. ticked.OfType<string>().Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)];
}

using System.Text.RegularExpressions;

namespace Massar.Tests.Abuse;

/// <summary>Addresses made from route templates.</summary>
internal static partial class Addresses
{
    /// <summary>Every parameter filled with the same value, or with one of its kind when none is given.</summary>
    public static string Fill(string template, string? value = null) => Parameter().Replace(template, m => value
        ?? (m.Groups["kind"].Value.Contains("guid", StringComparison.Ordinal) ? Guid.Empty.ToString()
            // of words to choose from, the first
            : Words().Match(m.Groups["kind"].Value) is { Success: true } first ? first.Groups[1].Value : "1"));

    /// <summary>The names of a template's parameters.</summary>
    public static IReadOnlyList<string> Parameters(string template) => [.. Parameter().Matches(template).Select(m => m.Groups["name"].Value)];

    [GeneratedRegex(@"regex\(\^\(([^|)]+)")]
    private static partial Regex Words();

    [GeneratedRegex(@"\{\*{0,2}(?<name>[^}:?=]+)(?<kind>:[^}?=]*)?(=[^}]*)?\??\}")]
    private static partial Regex Parameter();
}

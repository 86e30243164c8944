using System.Globalization;

namespace Massar.Features.Escalations;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    /// <summary>What waits at the head of the school.</summary>
    public const string Waiting = "/escalations";

    /// <summary>What was passed on to the directorate.</summary>
    public const string Passed = "/escalations/passed";

    /// <summary>An address with what a list is narrowed by.</summary>
    public static string With(string address, params (string Name, string? Value)[] filter) =>
        filter.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value!)}").ToList() is { Count: > 0 } said ? $"{address}?{string.Join('&', said)}" : address;

    public static string? Page(int page) => page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null;
}

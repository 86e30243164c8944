using System.Globalization;

namespace Massar.Infrastructure.Text;

/// <summary>The version of a row as a form gives it back.</summary>
public static class TypedVersion
{
    /// <summary>No row has this version: whatever cannot be read is stale.</summary>
    public const int None = -1;

    public static int Read(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : None;
}

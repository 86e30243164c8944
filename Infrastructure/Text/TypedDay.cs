using System.Globalization;

namespace Massar.Infrastructure.Text;

/// <summary>A day as date fields post it and as people type it: 2026-01-31, 31/01/2026 or 31-1-2026, in Latin or Arabic digits.</summary>
public static class TypedDay
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "d/M/yyyy", "d-M-yyyy"];

    /// <summary>Null for what is no day, and for one that nobody can mean: before 1900, after 2100.</summary>
    public static DateOnly? Read(string? typed) =>
        DateOnly.TryParseExact(Digits.ToLatin(typed ?? "").Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 2100 ? day : null;

    /// <summary>Whether the field was left empty or holds a day.</summary>
    public static bool IsEmptyOrDay(string? typed) => string.IsNullOrEmpty(typed) || Read(typed) is not null;

    /// <summary>As date fields want it.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.Domain;

/// <summary>
/// What the ministry's settings say of one matter for one school year, read in one statement. What is missing, cannot be read or makes
/// no sense is answered with the delivered value, so that a slip of the pen in a setting stops nobody's work.
/// </summary>
/// <param name="prefix">How the codes of the matter begin, its dot included: "messages.".</param>
/// <param name="values">Whole code → value.</param>
public sealed class YearFigures(string prefix, IReadOnlyDictionary<string, string> values)
{
    /// <summary>No settings at all: every figure is the delivered one.</summary>
    public static YearFigures Delivered { get; } = new("", new Dictionary<string, string>());

    /// <summary>One setting that a page read along with other things.</summary>
    /// <param name="value">Null where there is none.</param>
    public static YearFigures One(string prefix, string name, string? value) =>
        new(prefix, value is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [prefix + name] = value });

    /// <summary>Those of the current school year.</summary>
    public static Task<YearFigures> Current(MassarDb db, string prefix, CancellationToken ct) =>
        Read(prefix, db.Settings.Where(s => s.Code.StartsWith(prefix) && db.SchoolYears.Any(y => y.Id == s.SchoolYearId && y.IsCurrent)), ct);

    /// <summary>Those of one school year.</summary>
    public static Task<YearFigures> Of(MassarDb db, int year, string prefix, CancellationToken ct) =>
        Read(prefix, db.Settings.Where(s => s.SchoolYearId == year && s.Code.StartsWith(prefix)), ct);

    /// <summary>Those of a school year, and where it says nothing those of the last year before it: for what was in force on a day long ago.</summary>
    public static Task<YearFigures> UpTo(MassarDb db, int year, string prefix, CancellationToken ct) =>
        Read(prefix, db.Settings.Where(s => s.Code.StartsWith(prefix) && s.SchoolYearId <= year), ct);

    /// <summary>The words of a setting; null where there are none.</summary>
    /// <param name="name">The code without the prefix.</param>
    public string? Text(string name) => values.GetValueOrDefault(prefix + name);

    /// <summary>A whole number.</summary>
    /// <param name="name">The code without the prefix.</param>
    /// <param name="otherwise">The delivered value.</param>
    /// <param name="least">A smaller one makes no sense.</param>
    /// <param name="most">A larger one makes no sense.</param>
    public int Number(string name, int otherwise, int least = 0, int most = int.MaxValue) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : otherwise;

    /// <summary>A number that may be a fraction; never below zero.</summary>
    /// <param name="name">The code without the prefix.</param>
    /// <param name="otherwise">The delivered value.</param>
    /// <param name="most">A larger one makes no sense.</param>
    public decimal Fraction(string name, decimal otherwise, decimal most) =>
        decimal.TryParse(Text(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= most ? number : otherwise;

    /// <summary>The settings whose name begins so, by the rest of their name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Named(string start) =>
        values.Where(v => v.Key.StartsWith(prefix + start, StringComparison.Ordinal)).Select(v => KeyValuePair.Create(v.Key[(prefix.Length + start.Length)..], v.Value));

    private static async Task<YearFigures> Read(string prefix, IQueryable<Setting> settings, CancellationToken ct)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        // In order of the years, so that a later one stands in the place of an earlier one.
        foreach (var setting in await settings.OrderBy(s => s.SchoolYearId).Select(s => new { s.Code, s.Value }).ToListAsync(ct))
            values[setting.Code] = setting.Value;
        return new YearFigures(prefix, values);
    }
}

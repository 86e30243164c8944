using System.Globalization;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Registrations.Domain;

/// <summary>What the age rule says of a child; a hint, the head decides.</summary>
public enum AgeVerdict
{
    Fits,

    /// <summary>Younger, within the months a school with free seats may allow.</summary>
    Tolerated,

    TooYoung,
}

/// <summary>
/// The age for the first primary year, from the settings of the year: six on 31 December of the entry year;
/// somewhat younger only when seats remain and two years of preschool were done (domain 02 §2.3).
/// </summary>
/// <param name="LatestBirth">Born on this day or before: old enough.</param>
/// <param name="LatestTolerated">Born on this day or before: may be allowed.</param>
/// <param name="MinimumAge">In years.</param>
/// <param name="CountedOn">The day on which the age is counted.</param>
public sealed record AgeRule(DateOnly LatestBirth, DateOnly LatestTolerated, int MinimumAge, DateOnly CountedOn)
{
    public const string SettingsPrefix = "registrations.";

    public static async Task<AgeRule> Of(MassarDb db, int year, CancellationToken ct)
    {
        return From(year, await YearFigures.Of(db, year, SettingsPrefix, ct));
    }

    /// <param name="figures">Those of <see cref="SettingsPrefix"/>, of that year.</param>
    public static AgeRule From(int year, YearFigures figures) =>
        From(year, figures.Number("minimum-age", 6), figures.Text("age-day"), figures.Number("tolerance-months", 6));

    public static AgeRule From(int year, int minimumAge, string? ageDay, int toleranceMonths)
    {
        var on = DateOnly.TryParseExact($"{ageDay}-{year}", "dd-MM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : new DateOnly(year, 12, 31);
        var latest = on.AddYears(-minimumAge);
        return new(latest, latest.AddMonths(toleranceMonths), minimumAge, on);
    }

    public AgeVerdict Judge(DateOnly birth) =>
        birth <= LatestBirth ? AgeVerdict.Fits : birth <= LatestTolerated ? AgeVerdict.Tolerated : AgeVerdict.TooYoung;

    /// <summary>Whole years on the day that counts.</summary>
    public int AgeOf(DateOnly birth) => CountedOn.Year - birth.Year - (birth.AddYears(CountedOn.Year - birth.Year) > CountedOn ? 1 : 0);
}

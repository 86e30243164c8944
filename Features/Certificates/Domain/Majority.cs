namespace Massar.Features.Certificates.Domain;

/// <summary>Age of majority: eighteen full years (Family Code, article 209).</summary>
public static class Majority
{
    public const int Years = 18;

    public static bool IsMinor(DateOnly birthDate, DateOnly today) => birthDate.AddYears(Years) > today;

    /// <summary>Who was born then or before is of age on the day: for queries.</summary>
    public static DateOnly LatestBirth(DateOnly today) => today.AddYears(-Years);
}

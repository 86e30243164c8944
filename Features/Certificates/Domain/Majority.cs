namespace Massar.Features.Certificates.Domain;

/// <summary>Age of majority: eighteen full years (Family Code, article 209).</summary>
public static class Majority
{
    public static bool IsMinor(DateOnly birthDate, DateOnly today) => birthDate.AddYears(18) > today;
}

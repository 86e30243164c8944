namespace Massar.Features.Mobility.Domain;

/// <summary>The phases of a year, in the order they follow one another (domain 08 §8.1): each takes over the posts the one before freed and left vacant.</summary>
public enum MovementPhase
{
    National = 0,
    Regional = 1,
    Local = 2,
    Surplus = 3,
}

/// <summary>Which campaigns form one chain.</summary>
public static class Phases
{
    /// <summary>Null for health transfers, which go by file, and exchanges, which free no post.</summary>
    public static MovementPhase? Of(string category, CampaignScope scope) => category switch
    {
        MovementCategories.Surplus => MovementPhase.Surplus,
        MovementCategories.Health or MovementCategories.Exchange => null,
        _ => (MovementPhase)(int)scope,
    };

    /// <summary>Whether two lists of beginnings of grade codes ("PEP_;PES_") have a grade in common.</summary>
    public static bool ShareGrades(string one, string other) =>
        Parts(one).Any(a => Parts(other).Any(b => a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal)));

    /// <summary>Whether a campaign is of an earlier phase than another of the same people and territory.</summary>
    public static bool ComesBefore(Campaign one, Campaign other) =>
        one.Phase < other.Phase && one.SchoolYearId == other.SchoolYearId && other.PlacePath.StartsWith(one.PlacePath, StringComparison.Ordinal) && ShareGrades(one.Grades, other.Grades);

    /// <summary>Whether a campaign's beginnings of grade codes are those of a group of posts ("COL-MATH").</summary>
    public static bool Takes(string grades, string group) => PostGroup.CorpsOf(group) switch
    {
        "PRI" => ShareGrades(grades, "PEP_"),
        "COL" => ShareGrades(grades, "PES_COL_"),
        "QUA" => ShareGrades(grades, "PES_QUA_;AGR_"),
        var corps => ShareGrades(grades, corps),
    };

    private static string[] Parts(string grades) => grades.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

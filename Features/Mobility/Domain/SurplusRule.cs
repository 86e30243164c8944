using Massar.Features.Staffing.Domain;

namespace Massar.Features.Mobility.Domain;

/// <summary>Somebody the control of staff use names as surplus, weighed against colleagues of the same school and discipline.</summary>
/// <param name="Points">By the scale of the campaign, on the day seniority is counted.</param>
public sealed record SurplusPerson(long EmployeeId, string Ppr, long FlagCaseId, int SchoolId, string Group, decimal Points, TieBreak Tie);

/// <summary>
/// Who has to move, and where who makes no wish goes. Memo 97 as practised (domain 08 §8.5, confidence "likely"): who has most to lose moves last, and the same commune
/// comes before the rest of the directorate. By which measure is the yearly setting <c>mobility.surplus-leaves</c>.
/// </summary>
public static class SurplusRule
{
    /// <summary>The setting: fewest points move first.</summary>
    public const string ByPoints = "points";

    /// <summary>The setting: shortest in the post move first.</summary>
    public const string ByPost = "post";

    /// <summary>What a head answers to a flag, and the directorate accepts, so that the person is in surplus: a code of the list <c>staffing-reasons</c>.</summary>
    public const string Reason = "SURPLUS";

    /// <summary>The flags that may say so.</summary>
    public static readonly IReadOnlyList<FlagRule> Flags = [FlagRule.UnderUsed, FlagRule.NonTeachingPost];

    /// <summary>Those who have to move, of one school and discipline.</summary>
    /// <param name="tooMany">Whole posts too many there; one at least, since an office has accepted that there is one.</param>
    public static IReadOnlyList<SurplusPerson> Leaving(IEnumerable<SurplusPerson> people, int tooMany, string order)
    {
        var weighed = order == ByPost
            ? people.OrderByDescending(p => p.Tie).ThenBy(p => p.Points)
            : people.OrderBy(p => p.Points).ThenByDescending(p => p.Tie);
        return [.. weighed.ThenBy(p => p.Ppr, StringComparer.Ordinal).Take(Math.Max(1, tooMany))];
    }

    /// <summary>Short posts in the order somebody without wishes is placed: the own commune, then the other communes, by codes.</summary>
    public static IEnumerable<(int PlaceId, string Path)> Nearest(string workplace, IEnumerable<(int PlaceId, string Path, string Code)> posts)
    {
        var commune = Territory.CommuneOf(workplace);
        return posts.OrderBy(p => commune is not null && p.Path.StartsWith(commune, StringComparison.Ordinal) ? 0 : 1).ThenBy(p => p.Code, StringComparer.Ordinal).Select(p => (p.PlaceId, p.Path));
    }
}

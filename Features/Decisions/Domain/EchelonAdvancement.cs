using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions.Domain;

/// <summary>How fast an échelon passes, by the rating (decree 2-05-1367).</summary>
public enum Rhythm
{
    Fast = 0,
    Medium = 1,
    Slow = 2,
}

/// <summary>Least ratings of the two quicker rhythms; the ministry may change them (settings careers.rating.*).</summary>
public sealed record RhythmLimits(decimal Fast, decimal Medium)
{
    public static readonly RhythmLimits Usual = new(16, 10);

    public Rhythm Of(decimal rating) => rating >= Fast ? Rhythm.Fast : rating >= Medium ? Rhythm.Medium : Rhythm.Slow;
}

/// <summary>One line of the editable table of échelons: months at each rhythm before the next; null on the last.</summary>
public sealed record ScaleStep(string Echelle, int Echelon, int Index, int? FastMonths, int? MediumMonths, int? SlowMonths)
{
    public int? MonthsAt(Rhythm rhythm) => rhythm switch
    {
        Rhythm.Fast => FastMonths,
        Rhythm.Medium => MediumMonths,
        _ => SlowMonths,
    };
}

/// <summary>The administrative situation on a day, read from career steps.</summary>
/// <param name="Since">Since when in this échelon.</param>
/// <param name="LeftoverDays">Seniority brought along when entering it.</param>
/// <param name="UncountedDays">Days since then in positions that do not count for advancement.</param>
/// <param name="Counts">Whether the present position counts.</param>
/// <param name="NextChangeOn">A later line already written, if any.</param>
public sealed record Situation(
    string GradeCode, string Echelle, int Echelon, int Index, DateOnly Since, int LeftoverDays, int UncountedDays,
    string PositionCode, bool Counts, DateOnly? NextChangeOn)
{
    /// <summary>Still in his stage.</summary>
    public bool IsTrainee => TraineeSince is not null;

    /// <summary>Since when in the stage; null for who is titular.</summary>
    public DateOnly? TraineeSince { get; init; }

    // Dahir 1-58-008: time in availability gives no right to advancement. Codes of the nomenclature positions.
    private static readonly string[] Uncounted = ["AVAILABILITY_RIGHT", "AVAILABILITY_REQUEST", "AVAILABILITY_CHILD"];

    /// <summary>Time in the position gives right to advancement.</summary>
    public static bool CountsIn(string position) => !Uncounted.Contains(position);

    /// <summary>Reads the situation of a day; null when nothing was true yet, or the person has left.</summary>
    /// <param name="steps">All steps of one employee, in any order.</param>
    public static Situation? On(DateOnly day, IEnumerable<CareerStep> steps)
    {
        // What was learnt last wins over what was believed before about the same day.
        var known = steps.GroupBy(s => s.StartsOn).Select(g => g.MaxBy(s => (s.LearntAt, s.Id))!).OrderBy(s => s.StartsOn).ToList();
        var at = known.FindLastIndex(s => s.StartsOn <= day);
        if (at < 0 || known[at].PositionCode.StartsWith("LEFT_", StringComparison.Ordinal))
            return null;

        var now = known[at];
        var first = at;
        while (first > 0 && known[first - 1].GradeCode == now.GradeCode && known[first - 1].Echelon == now.Echelon)
            first--;

        var uncounted = 0;
        for (var i = first; i <= at; i++)
            if (Uncounted.Contains(known[i].PositionCode))
                uncounted += (i < at ? known[i + 1].StartsOn : day).DayNumber - known[i].StartsOn.DayNumber;

        var stage = at;
        while (stage > 0 && known[stage - 1].IsTrainee)
            stage--;
        return new Situation(now.GradeCode, now.Echelle, now.Echelon, now.Index, known[first].StartsOn, known[first].LeftoverDays, uncounted,
            now.PositionCode, !Uncounted.Contains(now.PositionCode), at + 1 < known.Count ? known[at + 1].StartsOn : null)
        { TraineeSince = now.IsTrainee ? known[stage].StartsOn : null };
    }
}

/// <summary>What the rule says of one employee on one day.</summary>
/// <param name="DueOn">The day the next échelon is reached; null when there is none or it cannot be told.</param>
/// <param name="Why">Null when a decision may be prepared; otherwise the reason, as a text key with its values.</param>
/// <param name="IsProblem">The reason wants somebody to correct a file, and is not just a matter of waiting.</param>
public sealed record Advancement(
    Situation Now, Rhythm? Rhythm, decimal? Rating, int? Months, DateOnly? DueOn, int? NewEchelon, int? NewIndex, DateOnly? EffectiveOn, int LeftoverDays,
    Said? Why, bool IsProblem)
{
    public bool IsDue => Why is null;
}

/// <summary>
/// Advancement in échelon (الترقية في الرتبة): time in the échelon, by the rhythm the rating gives, less seniority kept,
/// plus time that does not count. Dahir 1-58-008, decrees 2-62-344 and 2-05-1367; durations are data.
/// </summary>
public static class EchelonAdvancement
{
    /// <param name="rating">Latest rating known, 0 to 20; null when none was entered.</param>
    /// <param name="isUnderWay">A decision of this kind is already on its way.</param>
    public static Advancement Judge(Situation now, IReadOnlyCollection<ScaleStep> scale, decimal? rating, RhythmLimits limits, DateOnly on, bool isUnderWay)
    {
        var step = scale.FirstOrDefault(s => s.Echelle == now.Echelle && s.Echelon == now.Echelon);
        var next = scale.FirstOrDefault(s => s.Echelle == now.Echelle && s.Echelon == now.Echelon + 1);
        Advancement Not(string key, bool problem, params object[] args) =>
            new(now, rating is { } r ? limits.Of(r) : null, rating, null, null, next?.Echelon, next?.Index, null, 0, new Said(key, args), problem);

        if (step is null || step.Index != now.Index)
            return Not("decisions.why.scale-unknown", true, now.Echelle, now.Echelon, now.Index);
        if (next is null || step.FastMonths is null)
            return Not("decisions.why.last-step", false, now.Echelon);
        if (isUnderWay)
            return Not("decisions.why.under-way", false);
        if (!now.Counts)
            return Not("decisions.why.position", true);
        if (rating is not { } points)
            return Not("decisions.why.no-rating", true);
        if (points is < 0 or > 20)
            return Not("decisions.why.bad-rating", true, points);

        var rhythm = limits.Of(points);
        var months = step.MonthsAt(rhythm)!.Value;
        var due = now.Since.AddMonths(months).AddDays(now.UncountedDays - now.LeftoverDays);

        // An effect cannot begin before the échelon it starts from; what is gained beyond that is kept for the next one.
        var effective = due < now.Since ? now.Since : due;
        var leftover = effective.DayNumber - due.DayNumber;
        var advancement = new Advancement(now, rhythm, points, months, due, next.Echelon, next.Index, effective, leftover, null, false);

        if (due > on)
            return advancement with { Why = new Said("decisions.why.not-due", due.ToString("dd'/'MM'/'yyyy", System.Globalization.CultureInfo.InvariantCulture)) };
        // A line that begins later was written knowing the old échelon: it must be put right first, by hand.
        if (now.NextChangeOn is { } later)
            return advancement with { Why = new Said("decisions.why.overlap", later.ToString("dd'/'MM'/'yyyy", System.Globalization.CultureInfo.InvariantCulture)), IsProblem = true };
        return advancement;
    }
}

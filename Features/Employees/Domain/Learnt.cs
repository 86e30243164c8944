namespace Massar.Features.Employees.Domain;

/// <summary>A line with two times: from when it was true, and when we learnt it. What was learnt later of a day takes the place of what
/// was believed before, and both stay.</summary>
public interface ILearnt
{
    long Id { get; }

    DateOnly StartsOn { get; }

    /// <summary>When it was written here, UTC; null for what was taken over from paper, of which nobody wrote when it was learnt.</summary>
    DateTime? LearntAt { get; }
}

public static class Learnt
{
    /// <summary>What was known at an instant, in the order of its days: of several lines of one day, the one learnt last.</summary>
    public static List<T> KnownAt<T>(this IEnumerable<T> lines, DateTime instant) where T : ILearnt =>
        [.. lines.Where(l => l.LearntAt is null || l.LearntAt <= instant).GroupBy(l => l.StartsOn).Select(g => g.MaxBy(l => (l.LearntAt ?? DateTime.MinValue, l.Id))!).OrderBy(l => l.StartsOn)];

    /// <summary>The line that counts on a day; null before the first.</summary>
    /// <param name="known">From <see cref="KnownAt"/>.</param>
    public static T? On<T>(this IReadOnlyList<T> known, DateOnly day) where T : class, ILearnt => known.LastOrDefault(l => l.StartsOn <= day);
}

/// <summary>Workplaces on their two times: lines are only ever added, and what a line said before stays to be read.</summary>
public static class Workplaces
{
    /// <summary>The workplaces as they were known at an instant, oldest first, without those taken back.</summary>
    public static List<Posting> WorkedAt(this IEnumerable<Posting> lines, DateTime instant) => [.. lines.KnownAt(instant).Where(p => !(p.EndsOn < p.StartsOn))];

    /// <summary>The workplace of a day; null when there was none.</summary>
    /// <param name="worked">From <see cref="WorkedAt"/>.</param>
    public static Posting? HeldOn(this IEnumerable<Posting> worked, DateOnly day) => worked.LastOrDefault(p => p.StartsOn <= day && (p.EndsOn is null || p.EndsOn >= day));

    /// <summary>The lines which say that from a day on the person works elsewhere, or nowhere any more.</summary>
    /// <param name="worked">From <see cref="WorkedAt"/>; nothing in it begins after the day.</param>
    /// <param name="to">Null when the person leaves.</param>
    public static IEnumerable<Posting> Moved(IReadOnlyList<Posting> worked, long employeeId, DateOnly from, (int Id, string Path)? to, long decisionId, DateTime at)
    {
        if (worked.HeldOn(from) is { } now && (now.StartsOn < from || to is null))
            yield return Line(employeeId, now.PlaceId, now.PlacePath, now.StartsOn, from.AddDays(-1), decisionId, at);
        if (to is { } place)
            yield return Line(employeeId, place.Id, place.Path, from, null, decisionId, at);
    }

    /// <summary>The lines which say again what was known before a decision's own.</summary>
    /// <param name="lines">All lines of the employee.</param>
    public static IEnumerable<Posting> Undone(IReadOnlyCollection<Posting> lines, long decisionId, long byDecisionId, DateTime at)
    {
        var before = lines.Where(l => l.DecisionId != decisionId).KnownAt(at);
        foreach (var line in lines.Where(l => l.DecisionId == decisionId))
            yield return before.Find(b => b.StartsOn == line.StartsOn) is { } former
                ? Line(former.EmployeeId, former.PlaceId, former.PlacePath, former.StartsOn, former.EndsOn, byDecisionId, at)
                : Line(line.EmployeeId, line.PlaceId, line.PlacePath, line.StartsOn, line.StartsOn.AddDays(-1), byDecisionId, at);
    }

    private static Posting Line(long employeeId, int placeId, string path, DateOnly from, DateOnly? until, long decisionId, DateTime at) =>
        new() { EmployeeId = employeeId, PlaceId = placeId, PlacePath = path, StartsOn = from, EndsOn = until, DecisionId = decisionId, LearntAt = at };
}

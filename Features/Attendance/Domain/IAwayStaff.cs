namespace Massar.Features.Attendance.Domain;

/// <summary>A teacher who is on leave or at a training session on a day, with the lessons that day would have had.</summary>
/// <param name="Until">Last day away.</param>
/// <param name="Address">Where cover is planned.</param>
public sealed record AwayTeacher(long EmployeeId, string NameAr, string NameLatin, DateOnly Until, string Address, IReadOnlyList<AwayLesson> Lessons);

/// <param name="Hour">M1…S4.</param>
public sealed record AwayLesson(string Hour, string ClassName, bool IsCovered);

/// <summary>One reason for which staff are away: leave, training. Why is not said here: the board is read by the whole office of a school.</summary>
public interface IAwayStaff
{
    /// <summary>The teachers of the places under a path who are away on a day.</summary>
    Task<IReadOnlyList<AwayTeacher>> On(string placePath, DateOnly day, LessonHours hours, CancellationToken ct);

    /// <summary>The numbers of all employees who are away.</summary>
    Task<IReadOnlySet<long>> IdsOn(string placePath, DateOnly day, CancellationToken ct);
}

/// <summary>Who is away, for whatever reason.</summary>
public sealed class WhoIsAway(IEnumerable<IAwayStaff> reasons)
{
    /// <inheritdoc cref="IAwayStaff.On"/>
    public async Task<IReadOnlyList<AwayTeacher>> On(string placePath, DateOnly day, LessonHours hours, CancellationToken ct)
    {
        var away = new List<AwayTeacher>();
        foreach (var reason in reasons)
            away.AddRange(await reason.On(placePath, day, hours, ct));
        return [.. away.DistinctBy(a => a.EmployeeId).OrderBy(a => a.NameAr, StringComparer.Ordinal)];
    }

    /// <inheritdoc cref="IAwayStaff.IdsOn"/>
    public async Task<IReadOnlySet<long>> IdsOn(string placePath, DateOnly day, CancellationToken ct)
    {
        var ids = new HashSet<long>();
        foreach (var reason in reasons)
            ids.UnionWith(await reason.IdsOn(placePath, day, ct));
        return ids;
    }
}

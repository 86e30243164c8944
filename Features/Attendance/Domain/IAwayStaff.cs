namespace Massar.Features.Attendance.Domain;

/// <summary>A teacher who is on leave on a day, with the lessons that day would have had.</summary>
/// <param name="Until">Last day of the leave.</param>
/// <param name="Address">Where cover is planned.</param>
public sealed record AwayTeacher(long EmployeeId, string NameAr, string NameLatin, DateOnly Until, string Address, IReadOnlyList<AwayLesson> Lessons);

/// <param name="Hour">M1…S4.</param>
public sealed record AwayLesson(string Hour, string ClassName, bool IsCovered);

/// <summary>Who is on leave. Why is not said here: the board is read by the whole office of a school.</summary>
public interface IAwayStaff
{
    /// <summary>The teachers of the places under a path who are away on a day.</summary>
    Task<IReadOnlyList<AwayTeacher>> On(string placePath, DateOnly day, LessonHours hours, CancellationToken ct);

    /// <summary>The numbers of all employees who are away.</summary>
    Task<IReadOnlySet<long>> IdsOn(string placePath, DateOnly day, CancellationToken ct);
}

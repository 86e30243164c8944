namespace Massar.Features.Attendance.Domain;

/// <summary>What the timetables say about the hours of a day. A class or a teacher without a timetable is not in the answers.</summary>
public interface ILessonPlan
{
    /// <summary>By class of the places under a path that has a timetable on a day: the hours with a lesson.</summary>
    /// <param name="hours">The hours of the day, in order.</param>
    Task<IReadOnlyDictionary<int, IReadOnlySet<string>>> HeldOn(string placePath, DateOnly day, LessonHours hours, CancellationToken ct);

    /// <summary>What a teacher gives at an hour of a day: class and subject. Null when the teacher has no timetable.</summary>
    Task<IReadOnlySet<(int ClassId, string Subject)>?> TaughtAt(long employee, DateOnly day, string hour, LessonHours hours, CancellationToken ct);
}

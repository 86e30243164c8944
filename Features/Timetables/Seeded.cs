namespace Massar.Features.Timetables;

/// <summary>The subject each class has at each hour of the week.</summary>
public sealed record SeededTimetable(IReadOnlyDictionary<(int ClassId, DayOfWeek Day, string Hour), string> Subjects)
{
    public string? SubjectAt(int classId, DayOfWeek day, string hour) => Subjects.GetValueOrDefault((classId, day, hour));
}

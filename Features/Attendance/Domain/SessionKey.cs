namespace Massar.Features.Attendance.Domain;

/// <summary>Names a session: a class in a subject on a day at an hour of the day, whether a timetable holds it or not.</summary>
public sealed record SessionKey(int ClassId, string Subject, DateOnly Day, string Hour)
{
    /// <summary>A class that is kept without being taught: nobody is assigned, or the teacher is away.</summary>
    public const string NoSubject = "-";
}

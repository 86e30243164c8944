using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.Domain;

/// <summary>A lesson with all the names that a page or a sentence needs.</summary>
/// <param name="Id">0 for one that is only proposed.</param>
public sealed record PlannedLesson(
    long Id, int AssignmentId, int ClassId, string ClassName, string SubjectCode, string SubjectAr, string SubjectFr, long EmployeeId, string TeacherAr, string TeacherLatin,
    int? RoomId, string? RoomCode, int Half, DayOfWeek Weekday, string FirstHour, int Hours, DateOnly StartsOn, DateOnly EndsOn)
{
    public PlannedLesson At(LessonSpot spot, string? roomCode) => this with
    {
        Weekday = spot.Weekday,
        FirstHour = spot.FirstHour,
        Hours = spot.Hours,
        RoomId = spot.RoomId,
        RoomCode = roomCode,
        Half = spot.Half,
        StartsOn = spot.StartsOn,
        EndsOn = spot.EndsOn,
    };

    public bool IsOn(DateOnly day) => StartsOn <= day && day <= EndsOn;
}

/// <summary>An assignment with its names and the hours due.</summary>
public sealed record PlannedAssignment(
    int Id, int SchoolId, int SchoolYearId, int ClassId, string ClassName, string SubjectCode, string SubjectAr, string SubjectFr, long EmployeeId, string TeacherAr, string TeacherLatin, decimal WeeklyHours, DateOnly StartsOn, DateOnly? EndsOn)
{
    /// <summary>Hours a week that may stand in the timetable: a part of an hour counts as one.</summary>
    public int HoursDue => (int)Math.Ceiling(WeeklyHours);

    public PlannedLesson At(LessonSpot spot, string? roomCode) =>
        new(0, Id, ClassId, ClassName, SubjectCode, SubjectAr, SubjectFr, EmployeeId, TeacherAr, TeacherLatin, spot.RoomId, roomCode, spot.Half, spot.Weekday, spot.FirstHour, spot.Hours, spot.StartsOn, spot.EndsOn);
}

/// <summary>Lessons and assignments with their names.</summary>
public static class LessonReading
{
    /// <summary>No school has more lessons in a week.</summary>
    public const int Most = 6_000;

    public static async Task<List<PlannedLesson>> Named(this IQueryable<Lesson> lessons, MassarDb db, CancellationToken ct)
    {
        var rows = await (
            from l in lessons
            join c in db.Classes on l.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, l.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join e in db.Employees on l.EmployeeId equals e.Id
            join r in db.Rooms on l.RoomId equals (int?)r.Id into rooms
            from r in rooms.DefaultIfEmpty()
            orderby l.Weekday, l.FirstHour, c.Name, l.Id
            select new { Lesson = l, c.Name, plan.NameAr, plan.NameFr, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin, Room = (string?)r.Code }).AsNoTracking().Take(Most).ToListAsync(ct);
        return [.. rows.Select(r => new PlannedLesson(r.Lesson.Id, r.Lesson.AssignmentId, r.Lesson.ClassId, r.Name, r.Lesson.SubjectCode, r.NameAr, r.NameFr, r.Lesson.EmployeeId,
            $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.Lesson.RoomId, r.Room, r.Lesson.Half, r.Lesson.Weekday, r.Lesson.FirstHour, r.Lesson.Hours, r.Lesson.StartsOn, r.Lesson.EndsOn))];
    }

    /// <summary>Assignments of a school year that count on a day, with their names.</summary>
    public static async Task<List<PlannedAssignment>> Assigned(this IQueryable<Classes.Domain.SchoolClass> classes, MassarDb db, DateOnly day, CancellationToken ct)
    {
        var rows = await (
            from c in classes
            join t in db.TeachingAssignments on c.Id equals t.ClassId
            where t.EndsOn == null || t.EndsOn >= day
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join e in db.Employees on t.EmployeeId equals e.Id
            orderby c.Name, plan.NameFr, t.Id
            select new { Assignment = t, c.Name, plan.NameAr, plan.NameFr, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin }).AsNoTracking().Take(Most).ToListAsync(ct);
        return [.. rows.Select(r => new PlannedAssignment(r.Assignment.Id, r.Assignment.SchoolId, r.Assignment.SchoolYearId, r.Assignment.ClassId, r.Name, r.Assignment.SubjectCode, r.NameAr, r.NameFr, r.Assignment.EmployeeId,
            $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.Assignment.WeeklyHours, r.Assignment.StartsOn, r.Assignment.EndsOn))];
    }
}

using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.Domain;

/// <summary>A day's occupation of the schools below a place: who gives a lesson at which hour, in which room, and who cannot or is away.</summary>
/// <param name="Teachers">Hours with a lesson, by employee.</param>
/// <param name="Rooms">The same by room.</param>
/// <param name="Never">Hours at which a teacher cannot be given a lesson.</param>
/// <param name="Away">Employees on leave or at a training session that day.</param>
public sealed record DayOccupation(ILookup<long, LessonHour> Teachers, ILookup<int, LessonHour> Rooms, IReadOnlySet<(long Employee, string Hour)> Never, IReadOnlySet<long> Away)
{
    public bool IsFree(long employee, LessonHour hour) => !Teachers[employee].Contains(hour) && !Never.Contains((employee, hour.Code)) && !Away.Contains(employee);

    /// <summary>Has a lesson in that half day, so is in the school.</summary>
    public bool IsHere(long employee, HalfDay half) => Teachers[employee].Any(h => h.Half == half);
}

/// <summary>Reads who is free on a day.</summary>
public sealed class WhoIsFree(MassarDb db, WhoIsAway staff)
{
    public async Task<DayOccupation> On(string placePath, int year, SchoolGrid grid, DateOnly date, CancellationToken ct)
    {
        var day = date.DayOfWeek;
        var lessons = await db.Lessons.Where(l => l.SchoolYearId == year && l.Weekday == day && db.Places.Any(p => p.Id == l.SchoolId && p.Path.StartsWith(placePath))).HeldOn(date)
            .Select(l => new { l.EmployeeId, l.RoomId, l.FirstHour, l.Hours }).AsNoTracking().Take(LessonReading.Most).ToListAsync(ct);
        var never = await db.TeacherUnavailabilities.Where(u => u.SchoolYearId == year && u.Weekday == day && db.Places.Any(p => p.Id == u.SchoolId && p.Path.StartsWith(placePath)))
            .Select(u => new { u.EmployeeId, u.Hour }).AsNoTracking().Take(LessonReading.Most).ToListAsync(ct);
        var busy = lessons.SelectMany(l => grid.Run(day, l.FirstHour, l.Hours) ?? [], (l, h) => (l.EmployeeId, l.RoomId, Hour: h)).ToList();
        return new DayOccupation(
            busy.ToLookup(b => b.EmployeeId, b => b.Hour), busy.Where(b => b.RoomId is not null).ToLookup(b => b.RoomId!.Value, b => b.Hour),
            never.Select(n => (n.EmployeeId, n.Hour)).ToHashSet(), await staff.IdsOn(placePath, date, ct));
    }
}

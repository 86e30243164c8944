using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.Domain;

/// <summary>The lessons that teachers who are away would have given on a day, and which of them somebody keeps.</summary>
public static class LessonsMissed
{
    /// <summary>By employee, in the order of the day.</summary>
    public static async Task<ILookup<long, AwayLesson>> MissedBy(this MassarDb db, List<long> employees, DateOnly day, LessonHours hours, CancellationToken ct)
    {
        var weekday = day.DayOfWeek;
        var lessons = await (
            from l in db.Lessons.HeldOn(day)
            where employees.Contains(l.EmployeeId) && l.Weekday == weekday
            join c in db.Classes on l.ClassId equals c.Id
            orderby c.Name
            select new { l.EmployeeId, l.FirstHour, l.Hours, c.Name, Halves = db.CallCovers.Where(v => v.ClassId == l.ClassId && v.SubjectCode == l.SubjectCode && v.Day == day).Select(v => v.Half).ToList() }).AsNoTracking().Take(LessonReading.Most).ToListAsync(ct);
        return lessons.SelectMany(l => hours.All.SkipWhile(h => h.Code != l.FirstHour).Take(l.Hours), (l, h) => (l.EmployeeId, Lesson: new AwayLesson(h.Code, l.Name, l.Halves.Contains(h.Half))))
            .OrderBy(l => l.Lesson.Hour, StringComparer.Ordinal).ToLookup(l => l.EmployeeId, l => l.Lesson);
    }
}

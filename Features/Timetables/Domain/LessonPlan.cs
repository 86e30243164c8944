using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.Domain;

/// <summary>Answers the calls of attendance from the timetables.</summary>
public sealed class LessonPlan(MassarDb db) : ILessonPlan
{
    public async Task<IReadOnlyDictionary<int, IReadOnlySet<string>>> HeldOn(string placePath, DateOnly day, LessonHours hours, CancellationToken ct)
    {
        var lessons = await db.Lessons.Where(l => db.Places.Any(p => p.Id == l.SchoolId && p.Path.StartsWith(placePath))).HeldOn(day)
            .Select(l => new { l.ClassId, l.Weekday, l.FirstHour, l.Hours }).AsNoTracking().Take(LessonReading.Most).ToListAsync(ct);
        return lessons.GroupBy(l => l.ClassId).ToDictionary(g => g.Key, IReadOnlySet<string> (g) => g.Where(l => l.Weekday == day.DayOfWeek).SelectMany(l => Run(hours, l.FirstHour, l.Hours)).ToHashSet());
    }

    public async Task<IReadOnlySet<(int ClassId, string Subject)>?> TaughtAt(long employee, DateOnly day, string hour, LessonHours hours, CancellationToken ct)
    {
        var lessons = await db.Lessons.TaughtBy(db, employee, day).Select(l => new { l.ClassId, l.SubjectCode, l.Weekday, l.FirstHour, l.Hours }).AsNoTracking().Take(500).ToListAsync(ct);
        return lessons.Count == 0 ? null : lessons.Where(l => l.Weekday == day.DayOfWeek && Run(hours, l.FirstHour, l.Hours).Contains(hour)).Select(l => (l.ClassId, l.SubjectCode)).ToHashSet();
    }

    private static IEnumerable<string> Run(LessonHours hours, string first, int count) => hours.All.SkipWhile(h => h.Code != first).Take(count).Select(h => h.Code);
}

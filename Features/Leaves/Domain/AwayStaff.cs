using Massar.Features.Attendance.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.Domain;

/// <summary>Tells attendance and timetables which teachers are on leave.</summary>
public sealed class AwayStaff(MassarDb db) : IAwayStaff
{
    private const int Most = 300;

    public async Task<IReadOnlySet<long>> IdsOn(string placePath, DateOnly day, CancellationToken ct) =>
        (await db.Leaves.AwayOn(day).Where(l => l.PlacePath.StartsWith(placePath)).Select(l => l.EmployeeId).Take(Most).ToListAsync(ct)).ToHashSet();

    public async Task<IReadOnlyList<AwayTeacher>> On(string placePath, DateOnly day, LessonHours hours, CancellationToken ct)
    {
        var rows = await (
            from l in db.Leaves.AwayOn(day)
            where l.PlacePath.StartsWith(placePath)
            join e in db.Employees on l.EmployeeId equals e.Id
            orderby e.LastNameAr, e.FirstNameAr, l.Id
            select new { l.Id, l.EmployeeId, l.EndsOn, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin }).AsNoTracking().Take(Most).ToListAsync(ct);
        if (rows.Count == 0)
            return [];

        var ids = rows.Select(r => r.EmployeeId).ToList();
        var weekday = day.DayOfWeek;
        var lessons = await (
            from l in db.Lessons.HeldOn(day)
            where ids.Contains(l.EmployeeId) && l.Weekday == weekday
            join c in db.Classes on l.ClassId equals c.Id
            orderby c.Name
            select new { l.EmployeeId, l.ClassId, l.FirstHour, l.Hours, c.Name, Halves = db.CallCovers.Where(v => v.ClassId == l.ClassId && v.SubjectCode == l.SubjectCode && v.Day == day).Select(v => v.Half).ToList() }).AsNoTracking().Take(LessonReading.Most).ToListAsync(ct);
        return [.. rows.DistinctBy(r => r.EmployeeId).Select(r => new AwayTeacher(r.EmployeeId, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.EndsOn, Links.CoverOn(r.Id, day),
            [.. lessons.Where(l => l.EmployeeId == r.EmployeeId).SelectMany(l => hours.All.SkipWhile(h => h.Code != l.FirstHour).Take(l.Hours), (l, h) => new AwayLesson(h.Code, l.Name, l.Halves.Contains(h.Half))).OrderBy(l => l.Hour, StringComparer.Ordinal)]))];
    }
}

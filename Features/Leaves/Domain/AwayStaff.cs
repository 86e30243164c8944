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

        var lessons = await db.MissedBy([.. rows.Select(r => r.EmployeeId)], day, hours, ct);
        return [.. rows.DistinctBy(r => r.EmployeeId).Select(r => new AwayTeacher(r.EmployeeId, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.EndsOn, Links.CoverOn(r.Id, day),
            [.. lessons[r.EmployeeId]]))];
    }
}

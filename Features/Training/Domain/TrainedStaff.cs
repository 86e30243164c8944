using Massar.Features.Attendance.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.Domain;

/// <summary>Tells attendance and timetables which teachers are at a training session.</summary>
public sealed class TrainedStaff(MassarDb db) : IAwayStaff
{
    private const int Most = 300;

    public async Task<IReadOnlySet<long>> IdsOn(string placePath, DateOnly day, CancellationToken ct) =>
        (await db.TrainingSeats.AwayOn(db, day).Where(s => s.PlacePath.StartsWith(placePath)).Select(s => s.EmployeeId).Take(Most).ToListAsync(ct)).ToHashSet();

    public async Task<IReadOnlyList<AwayTeacher>> On(string placePath, DateOnly day, LessonHours hours, CancellationToken ct)
    {
        var rows = await (
            from s in db.TrainingSeats.AwayOn(db, day)
            where s.PlacePath.StartsWith(placePath)
            join t in db.TrainingSessions on s.SessionId equals t.Id
            join e in db.Employees on s.EmployeeId equals e.Id
            orderby e.LastNameAr, e.FirstNameAr, s.Id
            select new { s.EmployeeId, t.EndsOn, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin }).AsNoTracking().Take(Most).ToListAsync(ct);
        if (rows.Count == 0)
            return [];

        var lessons = await db.MissedBy([.. rows.Select(r => r.EmployeeId)], day, hours, ct);
        return [.. rows.DistinctBy(r => r.EmployeeId).Select(r => new AwayTeacher(r.EmployeeId, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.EndsOn, Attendance.Links.CoversOn(day),
            [.. lessons[r.EmployeeId]]))];
    }
}

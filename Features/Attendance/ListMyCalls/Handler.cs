using Massar.Features.Attendance.Domain;
using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.ListMyCalls;

/// <param name="Day">Today when it is not said.</param>
/// <param name="Hour">The hour that runs now when it is not said.</param>
/// <param name="All">Every class that is taught, and not only those the timetable has at that hour.</param>
public sealed record Query(DateOnly? Day, string? Hour, bool All = false) : IQuery<MyCalls>;

/// <param name="Hour">The hour shown; null when the reference data has none.</param>
public sealed record MyCalls(DateOnly Day, DateOnly Today, LessonHour? Hour, IReadOnlyList<LessonHour> Hours, IReadOnlyList<Session> Sessions)
{
    /// <summary>Classes that are taught, and not at this hour: they are shown when asked for.</summary>
    public int Elsewhere { get; init; }
}

/// <param name="ReceivedAt">When its call came in; null when there is none.</param>
public sealed record Session(SessionKey Key, string ClassName, string SubjectAr, string SubjectFr, DateTime? ReceivedAt, int Absent, int Late)
{
    /// <summary>Kept for somebody else on that half day.</summary>
    public bool IsCover { get; init; }
}

public sealed class Handler(MassarDb db, ILessonPlan plan, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MyCalls>
{
    public async Task<Outcome<MyCalls>> Handle(Query request, CancellationToken cancellationToken)
    {
        var local = MoroccanDay.Local(clock.GetUtcNow().UtcDateTime);
        var today = DateOnly.FromDateTime(local);
        var day = request.Day is { } asked && asked < today && asked > DateOnly.MinValue ? asked : today;
        var hours = (await AttendanceRules.Current(db, cancellationToken)).Hours;
        var hour = hours.Find(request.Hour ?? "") ?? hours.At(TimeOnly.FromDateTime(local));
        if (hour is null) return new MyCalls(day, today, null, [], []);

        var code = hour.Code;
        var rows = await (
            from t in db.TeachingAssignments.TaughtBy(user, day)
            join c in db.Classes on t.ClassId equals c.Id
            join y in db.SchoolYears on c.SchoolYearId equals y.Id
            where y.IsCurrent
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join call in db.RollCalls.Where(r => r.Day == day && r.Hour == code) on new { ClassId = c.Id, t.SubjectCode } equals new { call.ClassId, call.SubjectCode } into calls
            from call in calls.DefaultIfEmpty()
            orderby c.Name, plan.SubjectCode
            select new
            {
                c.Id,
                c.Name,
                t.SubjectCode,
                plan.NameAr,
                plan.NameFr,
                ReceivedAt = (DateTime?)call.ReceivedAt,
                Absent = db.RollLines.Count(l => l.RollCallId == call.Id && l.Presence == Presence.Absent),
                Late = db.RollLines.Count(l => l.RollCallId == call.Id && l.Presence == Presence.Late),
            }).AsNoTracking().Take(100).ToListAsync(cancellationToken);
        var taught = rows.DistinctBy(r => (r.Id, r.SubjectCode)).Select(r => new Session(new SessionKey(r.Id, r.SubjectCode, day, code), r.Name, r.NameAr, r.NameFr, r.ReceivedAt, r.Absent, r.Late));

        var (employee, half) = (user.EmployeeId ?? 0, hour.Half);
        var kept = await (
            from v in db.CallCovers
            where v.EmployeeId == employee && v.Day == day && v.Half == half
            join c in db.Classes on v.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, v.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode } into plans
            from plan in plans.DefaultIfEmpty()
            join call in db.RollCalls.Where(r => r.Day == day && r.Hour == code) on new { ClassId = c.Id, v.SubjectCode } equals new { call.ClassId, call.SubjectCode } into calls
            from call in calls.DefaultIfEmpty()
            orderby c.Name, v.SubjectCode
            select new
            {
                c.Id,
                c.Name,
                v.SubjectCode,
                NameAr = (string?)plan.NameAr,
                NameFr = (string?)plan.NameFr,
                ReceivedAt = (DateTime?)call.ReceivedAt,
                Absent = db.RollLines.Count(l => l.RollCallId == call.Id && l.Presence == Presence.Absent),
                Late = db.RollLines.Count(l => l.RollCallId == call.Id && l.Presence == Presence.Late),
            }).AsNoTracking().Take(100).ToListAsync(cancellationToken);
        var covers = kept.Select(r => new Session(new SessionKey(r.Id, r.SubjectCode, day, code), r.Name, r.NameAr ?? Words.All.Say("ar", "attendance.no-subject"), r.NameFr ?? Words.All.Say("fr", "attendance.no-subject"), r.ReceivedAt, r.Absent, r.Late) { IsCover = true });
        // The lesson of the hour, where there is a timetable; another class is one step away, for an hour that was swapped.
        var lessons = await plan.TaughtAt(employee, day, code, hours, cancellationToken);
        var (now, elsewhere) = (taught.Where(s => lessons is null || lessons.Contains((s.Key.ClassId, s.Key.Subject)) || s.ReceivedAt is not null).ToList(), taught.Count());
        // Those to keep come first: they are what is new today.
        return new MyCalls(day, today, hour, hours.All, [.. covers.Concat(request.All ? taught : now).DistinctBy(s => s.Key)]) { Elsewhere = request.All ? 0 : elsewhere - now.Count };
    }
}

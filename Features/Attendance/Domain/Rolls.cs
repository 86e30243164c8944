using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.Domain;

/// <summary>What a session's page says above the list.</summary>
/// <param name="Holiday">The calendar's name of a holiday on that day, Arabic and French; null on school days.</param>
public sealed record SessionHead(SessionKey Key, int SchoolId, int SchoolYearId, string ClassName, string SubjectAr, string SubjectFr, string SchoolAr, string SchoolFr, string? HolidayAr, string? HolidayFr)
{
    public bool IsSchoolDay => HolidayAr is null && Key.Day.DayOfWeek != DayOfWeek.Sunday;
}

/// <summary>A pupil of a list with what was called.</summary>
/// <param name="Code">Massar code.</param>
public sealed record RollPupil(long Id, string Code, string NameAr, string NameLatin, Presence Presence);

/// <summary>A call that was saved, and by whom.</summary>
public sealed record SavedCall(long Id, int Version, DateTime MadeAt, DateTime ReceivedAt, string ByAr, string ByLatin, int Absent, int Late);

/// <summary>Reads sessions, lists and saved calls.</summary>
public sealed class Rolls(MassarDb db)
{
    /// <param name="classes">The classes in the person's scope.</param>
    public async Task<SessionHead?> Head(IQueryable<SchoolClass> classes, SessionKey key, CancellationToken ct)
    {
        if (key.Subject == SessionKey.NoSubject)
            return await Kept(classes, key, ct);
        var (day, subject) = (key.Day, key.Subject);
        var found = await (
            from c in classes
            where c.Id == key.ClassId
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, SubjectCode = subject } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join place in db.Places on c.SchoolId equals place.Id
            select new
            {
                c.SchoolId,
                c.SchoolYearId,
                c.Name,
                plan.NameAr,
                plan.NameFr,
                SchoolAr = place.NameAr,
                SchoolFr = place.NameFr,
                HolidayAr = db.CalendarEntries.Where(e => e.SchoolYearId == c.SchoolYearId && e.Kind == "holiday" && e.StartsOn <= day && day <= e.EndsOn).Select(e => e.NameAr).FirstOrDefault(),
                HolidayFr = db.CalendarEntries.Where(e => e.SchoolYearId == c.SchoolYearId && e.Kind == "holiday" && e.StartsOn <= day && day <= e.EndsOn).Select(e => e.NameFr).FirstOrDefault(),
            }).AsNoTracking().FirstOrDefaultAsync(ct);
        return found is null ? null
            : new SessionHead(key, found.SchoolId, found.SchoolYearId, found.Name, found.NameAr, found.NameFr, found.SchoolAr, found.SchoolFr, found.HolidayAr, found.HolidayFr);
    }

    /// <summary>A class that is kept, not taught: there is no plan to take the subject's name from.</summary>
    private async Task<SessionHead?> Kept(IQueryable<SchoolClass> classes, SessionKey key, CancellationToken ct)
    {
        var day = key.Day;
        var found = await (
            from c in classes
            where c.Id == key.ClassId
            join place in db.Places on c.SchoolId equals place.Id
            select new
            {
                c.SchoolId,
                c.SchoolYearId,
                c.Name,
                SchoolAr = place.NameAr,
                SchoolFr = place.NameFr,
                HolidayAr = db.CalendarEntries.Where(e => e.SchoolYearId == c.SchoolYearId && e.Kind == "holiday" && e.StartsOn <= day && day <= e.EndsOn).Select(e => e.NameAr).FirstOrDefault(),
                HolidayFr = db.CalendarEntries.Where(e => e.SchoolYearId == c.SchoolYearId && e.Kind == "holiday" && e.StartsOn <= day && day <= e.EndsOn).Select(e => e.NameFr).FirstOrDefault(),
            }).AsNoTracking().FirstOrDefaultAsync(ct);
        return found is null ? null
            : new SessionHead(key, found.SchoolId, found.SchoolYearId, found.Name, Words.All.Say("ar", "attendance.no-subject"), Words.All.Say("fr", "attendance.no-subject"),
                found.SchoolAr, found.SchoolFr, found.HolidayAr, found.HolidayFr);
    }

    /// <summary>Who sits in the class, in the order of the class list, with what the call said of each. Pupils flagged as interrupted are not called from that day, suspended ones not on those days.</summary>
    public async Task<List<RollPupil>> Pupils(int classId, DateOnly day, long? call, CancellationToken ct)
    {
        var saved = call ?? 0;
        var rows = await (
            from e in db.Enrollments
            where e.ClassId == classId && (e.State == EnrollmentState.Active || (e.State == EnrollmentState.Interrupted && e.LeftOn > day))
                && !(e.SuspendedFrom != null && e.SuspendedFrom <= day && e.SuspendedUntil >= day)
            join p in db.Pupils on e.PupilId equals p.Id
            join l in db.RollLines.Where(l => l.RollCallId == saved) on p.Id equals l.PupilId into lines
            from l in lines.DefaultIfEmpty()
            orderby e.OrderInClass, p.MassarCode
            select new { p.Id, p.MassarCode, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, Presence = (Presence?)l.Presence }).AsNoTracking().ToListAsync(ct);
        return [.. rows.Select(r => new RollPupil(r.Id, r.MassarCode, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.Presence ?? Presence.Present))];
    }

    /// <summary>The saved call of a session, or null.</summary>
    public Task<SavedCall?> Saved(SessionKey key, CancellationToken ct) => (
        from c in db.RollCalls
        where c.ClassId == key.ClassId && c.Day == key.Day && c.Hour == key.Hour && c.SubjectCode == key.Subject
        join a in db.Accounts on c.AccountId equals a.Id
        select new SavedCall(c.Id, c.Version, c.MadeAt, c.ReceivedAt, a.NameAr, a.NameLatin, c.Lines.Count(l => l.Presence == Presence.Absent), c.Lines.Count(l => l.Presence == Presence.Late))).AsNoTracking().SingleOrDefaultAsync(ct)!;
}

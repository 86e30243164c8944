using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.Domain;

/// <summary>Who teaches a child what.</summary>
public sealed record Teaching
{
    public required long PupilId { get; init; }

    public required string ChildAr { get; init; }

    public required string ChildLatin { get; init; }

    public required int SchoolId { get; init; }

    public required int ClassId { get; init; }

    /// <summary>Number of the teaching assignment.</summary>
    public required int Assignment { get; init; }

    public required string SubjectCode { get; init; }

    public required string SubjectAr { get; init; }

    public required string SubjectFr { get; init; }

    public required long EmployeeId { get; init; }

    public required string TeacherAr { get; init; }

    public required string TeacherLatin { get; init; }
}

/// <summary>A meeting with the names that pages need.</summary>
public sealed record MeetingLine
{
    public required long Id { get; init; }

    public required DateOnly Day { get; init; }

    public required int Minute { get; init; }

    public required int Minutes { get; init; }

    public required MeetingState State { get; init; }

    public required string ChildAr { get; init; }

    public required string ChildLatin { get; init; }

    public required string ClassName { get; init; }

    public required string SubjectAr { get; init; }

    public required string SubjectFr { get; init; }

    public required string TeacherAr { get; init; }

    public required string TeacherLatin { get; init; }

    public required string GuardianAr { get; init; }

    public required string GuardianLatin { get; init; }

    public required long PupilId { get; init; }

    public Slot Slot => new(Day, Minute, Minutes);
}

/// <summary>Which meetings somebody sees, and whom a family may ask for one; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>Those of the signed-in guardian, as long as the right to the child lasts, or of the signed-in teacher.</summary>
    public static IQueryable<Meeting> OwnOf(this IQueryable<Meeting> meetings, CurrentUser user, MassarDb db, DateOnly today)
    {
        var (guardian, employee) = (user.GuardianId ?? 0, user.EmployeeId ?? 0);
        if (user.Has(Permissions.Ask))
            return meetings.Where(m => m.GuardianId == guardian && db.Guardianships.InForceFor(user, today).Any(g => g.PupilId == m.PupilId));
        return user.Has(Permissions.Hold) ? meetings.Where(m => m.EmployeeId == employee) : meetings.Where(m => false);
    }

    /// <summary>One's own, and those at the place one follows.</summary>
    public static IQueryable<Meeting> VisibleTo(this IQueryable<Meeting> meetings, CurrentUser user, MassarDb db, DateOnly today)
    {
        var path = user.PlacePath;
        return user.Has(Permissions.Follow) ? meetings.Where(m => db.Places.Any(p => p.Id == m.SchoolId && p.Path.StartsWith(path))) : meetings.OwnOf(user, db, today);
    }

    /// <summary>The people who teach a child of the signed-in guardian today, the guardian aside.</summary>
    public static IQueryable<Teaching> TeachingsOf(this MassarDb db, CurrentUser user, long pupil, DateOnly today)
    {
        var self = user.EmployeeId ?? 0;
        return
            from g in db.Guardianships.InForceFor(user, today)
            where g.PupilId == pupil
            join p in db.Pupils on g.PupilId equals p.Id
            join e in db.Enrollments on p.Id equals e.PupilId
            where e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)
            join c in db.Classes on e.ClassId equals (int?)c.Id
            join t in db.TeachingAssignments.LiveOn(today) on c.Id equals t.ClassId
            where t.EmployeeId != self
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join teacher in db.Employees on t.EmployeeId equals teacher.Id
            orderby plan.NameFr, t.Id
            select new Teaching
            {
                PupilId = p.Id,
                ChildAr = p.LastNameAr + " " + p.FirstNameAr,
                ChildLatin = p.LastNameLatin + " " + p.FirstNameLatin,
                SchoolId = c.SchoolId,
                ClassId = c.Id,
                Assignment = t.Id,
                SubjectCode = t.SubjectCode,
                SubjectAr = plan.NameAr,
                SubjectFr = plan.NameFr,
                EmployeeId = t.EmployeeId,
                TeacherAr = teacher.LastNameAr + " " + teacher.FirstNameAr,
                TeacherLatin = teacher.LastNameLatin + " " + teacher.FirstNameLatin,
            };
    }

    /// <summary>Meetings with their names, as they were ordered.</summary>
    public static IQueryable<MeetingLine> Named(this IQueryable<Meeting> meetings, MassarDb db) =>
        from m in meetings
        join p in db.Pupils on m.PupilId equals p.Id
        join c in db.Classes on m.ClassId equals c.Id
        join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, m.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
        join e in db.Employees on m.EmployeeId equals e.Id
        join g in db.Guardians on m.GuardianId equals g.Id
        select new MeetingLine
        {
            Id = m.Id,
            Day = m.Day,
            Minute = m.Minute,
            Minutes = m.Minutes,
            State = m.State,
            ChildAr = p.LastNameAr + " " + p.FirstNameAr,
            ChildLatin = p.LastNameLatin + " " + p.FirstNameLatin,
            ClassName = c.Name,
            SubjectAr = plan.NameAr,
            SubjectFr = plan.NameFr,
            TeacherAr = e.LastNameAr + " " + e.FirstNameAr,
            TeacherLatin = e.LastNameLatin + " " + e.FirstNameLatin,
            GuardianAr = g.LastNameAr + " " + g.FirstNameAr,
            GuardianLatin = g.LastNameLatin + " " + g.FirstNameLatin,
            PupilId = m.PupilId,
        };
}

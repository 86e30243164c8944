using Massar.Features.Certificates.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.Domain;

/// <summary>A class somebody may write to the families of; with the subject for a teacher.</summary>
public sealed record WritableClass(int ClassId, string Name, string? Subject, string? SubjectAr, string? SubjectFr);

/// <summary>Somebody a letter goes to.</summary>
/// <param name="GuardianId">Null for a pupil of age.</param>
public sealed record Addressee(long PupilId, long? GuardianId, long AccountId);

/// <summary>To whom somebody of the school may write first.</summary>
public static class Letters
{
    /// <summary>The door that answers to a letter come to; null for who writes none.</summary>
    public static ThreadDoor? DoorOf(CurrentUser user) =>
        user.Has(Permissions.Lead) ? ThreadDoor.Head : user.Has(Permissions.Teach) ? ThreadDoor.Teacher : user.Has(Permissions.Life) ? ThreadDoor.Life : null;

    /// <summary>A teacher: the classes and subjects taught today. A head and a supervisor: this year's classes of the school.</summary>
    /// <param name="classId">One class only; null for all.</param>
    public static IQueryable<WritableClass> WritableClasses(this MassarDb db, CurrentUser user, int? classId, string? subject, DateOnly today)
    {
        var place = user.PlaceId;
        var classes = db.Classes.Where(c => c.SchoolId == place && (classId == null || c.Id == classId) && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent));
        if (DoorOf(user) != ThreadDoor.Teacher)
            return classes.OrderBy(c => c.Name).Select(c => new WritableClass(c.Id, c.Name, null, null, null));
        return
            from c in classes
            join t in db.TeachingAssignments.TaughtBy(user, today).Where(t => subject == null || t.SubjectCode == subject) on c.Id equals t.ClassId
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            orderby c.Name, t.SubjectCode
            select new WritableClass(c.Id, c.Name, t.SubjectCode, plan.NameAr, plan.NameFr);
    }

    /// <summary>Who sits in a class today, but for the writer's own children: nobody writes in office to the own family.</summary>
    public static IQueryable<Pupil> WrittenAbout(this MassarDb db, CurrentUser user, int classId) =>
        db.Pupils.Where(p => db.Enrollments.Any(e => e.PupilId == p.Id && e.ClassId == classId && e.State == EnrollmentState.Active) && !db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == p.Id));

    /// <summary>
    /// Of minors the guardians who have all rights today: one whose rights a judge restricted is written to by nobody. Of age, the pupil alone.
    /// Who has no open account cannot be written to here.
    /// </summary>
    public static async Task<List<Addressee>> AddresseesOf(this MassarDb db, IQueryable<Pupil> pupils, DateOnly today, CancellationToken ct)
    {
        var adult = Majority.LatestBirth(today);
        var guardians = await (
            from p in pupils
            where p.BirthDate > adult
            join g in db.Guardianships.InForce(today) on p.Id equals g.PupilId
            join a in db.Accounts on (long?)g.GuardianId equals a.GuardianId
            where a.ClosedAt == null
            orderby p.Id, g.GuardianId, a.Id
            select new { p.Id, g.GuardianId, Account = a.Id }).AsNoTracking().ToListAsync(ct);
        var own = await (
            from p in pupils
            where p.BirthDate <= adult
            join a in db.Accounts on (long?)p.Id equals a.PupilId
            where a.ClosedAt == null
            orderby p.Id, a.Id
            select new { p.Id, Account = a.Id }).AsNoTracking().ToListAsync(ct);
        return
        [
            .. guardians.DistinctBy(g => (g.Id, g.GuardianId)).Select(g => new Addressee(g.Id, g.GuardianId, g.Account)),
            .. own.DistinctBy(p => p.Id).Select(p => new Addressee(p.Id, null, p.Account)),
        ];
    }

    /// <summary>Letters of one's own hand at the school of the hat.</summary>
    public static IQueryable<SchoolLetter> WrittenBy(this IQueryable<SchoolLetter> letters, CurrentUser user)
    {
        var (place, account) = (user.PlaceId, user.AccountId);
        return letters.Where(l => l.SchoolId == place && l.AccountId == account);
    }
}

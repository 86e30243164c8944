using Massar.Features.Classes.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.Domain;

/// <summary>A conversation with the names that pages need, and nothing of what is written in it.</summary>
public sealed record ThreadView
{
    public required long Id { get; init; }

    public required ThreadKind Kind { get; init; }

    public required ThreadDoor Door { get; init; }

    public required TalkState State { get; init; }

    public required DateTime AskedAt { get; init; }

    public required DateTime StateSince { get; init; }

    public required DateOnly? DueOn { get; init; }

    public required DateTime? EscalatedAt { get; init; }

    public required bool IsAlarm { get; init; }

    public required bool? WasAnswered { get; init; }

    public required long PupilId { get; init; }

    public required string ChildAr { get; init; }

    public required string ChildLatin { get; init; }

    public required string? ClassName { get; init; }

    public required string? SubjectAr { get; init; }

    public required string? SubjectFr { get; init; }

    public required string? TeacherAr { get; init; }

    public required string? TeacherLatin { get; init; }

    /// <summary>The guardian's name, or the adult pupil's own.</summary>
    public required string GuardianAr { get; init; }

    public required string GuardianLatin { get; init; }

    /// <summary>Written to a pupil of age.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>The school took back what nobody had read.</summary>
    public required bool IsTakenBack { get; init; }

    /// <summary>The family read what the school wrote first.</summary>
    public required bool IsSeen { get; init; }

    public bool IsLate(DateOnly today) => State == TalkState.Asked && DueOn < today;
}

/// <summary>Who reads which conversation; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>A guardian or a pupil, not somebody of the school.</summary>
    public static bool IsFamily(this CurrentUser user) => user.Has(Permissions.Write) || user.Has(Permissions.Own);

    /// <summary>
    /// Whose words somebody may read. A pupil of age: those written to no guardian. A guardian: those of the own hand, while the right to the child lasts. A teacher: those addressed to the
    /// person, while the class is taught. A desk: those of its school that are addressed to it. A head: those addressed to the head, late ones
    /// and dangers. Nobody reads in office what is written about a child of the own family: the other parent wrote it.
    /// </summary>
    public static IQueryable<FamilyThread> ReadableBy(this IQueryable<FamilyThread> threads, CurrentUser user, MassarDb db, DateOnly today)
    {
        var (place, guardian, employee) = (user.PlaceId, user.GuardianId ?? 0, user.EmployeeId ?? 0);
        if (user.Has(Permissions.Own))
        {
            var me = user.PupilId ?? 0;
            return threads.Where(t => t.GuardianId == null && t.PupilId == me);
        }

        if (user.Has(Permissions.Write))
            return threads.Where(t => t.GuardianId == guardian && db.Guardianships.InForceFor(user, today).Any(g => g.PupilId == t.PupilId));

        threads = threads.Where(t => t.SchoolId == place && !db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == t.PupilId));
        if (user.Has(Permissions.Lead))
            return threads.Where(t => t.Door == ThreadDoor.Head || t.EscalatedAt != null || t.FlaggedAt != null);
        if (user.Has(Permissions.Teach))
            return threads.Where(t => t.EmployeeId == employee && db.TeachingAssignments.LiveOn(today).Any(a => a.EmployeeId == employee && a.ClassId == t.ClassId && a.SubjectCode == t.SubjectCode));
        var door = user.Has(Permissions.Life) ? ThreadDoor.Life : ThreadDoor.Office;
        return threads.Where(t => t.Door == door);
    }

    /// <summary>Those somebody knows of: a head also of those between a family and a colleague, without their words; none about a child of the own family.</summary>
    public static IQueryable<FamilyThread> VisibleTo(this IQueryable<FamilyThread> threads, CurrentUser user, MassarDb db, DateOnly today)
    {
        var place = user.PlaceId;
        return user.Has(Permissions.Lead) ? threads.Where(t => t.SchoolId == place && !db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == t.PupilId)) : threads.ReadableBy(user, db, today);
    }

    /// <summary>Conversations with their names, as they were ordered.</summary>
    public static IQueryable<ThreadView> Named(this IQueryable<FamilyThread> threads, MassarDb db) =>
        from t in threads
        join p in db.Pupils on t.PupilId equals p.Id
        join g in db.Guardians on t.GuardianId equals (long?)g.Id into guardians
        from g in guardians.DefaultIfEmpty()
        join c in db.Classes on t.ClassId equals (int?)c.Id into classes
        from c in classes.DefaultIfEmpty()
        join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, SubjectCode = t.SubjectCode! } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode } into plans
        from plan in plans.DefaultIfEmpty()
        join e in db.Employees on t.EmployeeId equals (long?)e.Id into teachers
        from e in teachers.DefaultIfEmpty()
        select new ThreadView
        {
            Id = t.Id,
            Kind = t.Kind,
            Door = t.Door,
            State = t.State,
            AskedAt = t.AskedAt,
            StateSince = t.StateSince,
            DueOn = t.DueOn,
            EscalatedAt = t.EscalatedAt,
            IsAlarm = t.FlaggedAt != null && t.SettledAt == null,
            WasAnswered = t.WasAnswered,
            PupilId = t.PupilId,
            ChildAr = p.LastNameAr + " " + p.FirstNameAr,
            ChildLatin = p.LastNameLatin + " " + p.FirstNameLatin,
            ClassName = c.Name,
            SubjectAr = plan.NameAr,
            SubjectFr = plan.NameFr,
            TeacherAr = t.EmployeeId == null ? null : e.LastNameAr + " " + e.FirstNameAr,
            TeacherLatin = t.EmployeeId == null ? null : e.LastNameLatin + " " + e.FirstNameLatin,
            GuardianAr = t.GuardianId == null ? p.LastNameAr + " " + p.FirstNameAr : g.LastNameAr + " " + g.FirstNameAr,
            GuardianLatin = t.GuardianId == null ? p.LastNameLatin + " " + p.FirstNameLatin : g.LastNameLatin + " " + g.FirstNameLatin,
            IsOwn = t.GuardianId == null,
            IsTakenBack = t.TakenBackAt != null,
            IsSeen = t.SeenAt != null,
        };
}

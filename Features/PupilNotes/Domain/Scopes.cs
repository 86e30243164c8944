using Massar.Features.Certificates.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.PupilNotes.Domain;

/// <summary>Whose educational files somebody reads; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>Classes of this year that the signed-in person teaches on that day, or all of the school for its head and general supervisors.</summary>
    public static IQueryable<SchoolClass> FiledFor(this IQueryable<SchoolClass> classes, CurrentUser user, MassarDb db, DateOnly today)
    {
        var taught = db.TeachingAssignments.TaughtBy(user, today);
        classes = classes.Where(c => db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent));
        return user.Has(Permissions.Lead) ? classes.OfMySchool(user) : classes.Where(c => taught.Any(t => t.ClassId == c.Id));
    }

    /// <summary>Seats of pupils who are in the class now, without children of the reader's own family: about those a person reads as a guardian.</summary>
    public static IQueryable<Enrollment> SeatsOf(this MassarDb db, int classId, CurrentUser user) => db.Enrollments.Where(e => e.ClassId == classId && e.State == EnrollmentState.Active
        && !db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == e.PupilId));

    /// <summary>Notes of a school and year that the reader may read now. Whoever wrote one that waits sees it, and the head who decides.</summary>
    public static IQueryable<PupilNote> ReadableBy(this IQueryable<PupilNote> notes, CurrentUser user, int school, int year)
    {
        var (me, isLead, decides) = (user.AccountId, user.Has(Permissions.Lead), user.Has(Permissions.Allow));
        return notes.Where(n => n.SchoolId == school && n.SchoolYearId == year
            && ((n.State == NoteState.Shown && (isLead || n.Audience == NoteAudience.Teachers || n.WrittenByAccountId == me)) || (n.State == NoteState.Waiting && (decides || n.WrittenByAccountId == me))));
    }

    /// <summary>Notes of this year that a head decides on: of pupils who are at the head's school now, and of no child of the head's own.</summary>
    public static IQueryable<PupilNote> DecidedBy(this IQueryable<PupilNote> notes, CurrentUser user, MassarDb db)
    {
        var place = user.PlaceId;
        return notes.Where(n => n.SchoolId == place && db.SchoolYears.Any(y => y.Id == n.SchoolYearId && y.IsCurrent)
            && db.Enrollments.Any(e => e.PupilId == n.PupilId && e.SchoolYearId == n.SchoolYearId && e.SchoolId == place && e.State == EnrollmentState.Active)
            && !db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == n.PupilId));
    }

    /// <summary>A guardian's children with all rights, or the pupil once of age.</summary>
    public static IQueryable<Pupil> WithNotesFor(this IQueryable<Pupil> pupils, CurrentUser user, MassarDb db, DateOnly today)
    {
        var adult = Majority.LatestBirth(today);
        var own = pupils.OwnOf(user, db, today);
        return user.GuardianId is null ? own.Where(p => p.BirthDate <= adult) : own;
    }
}

/// <summary>A pupil's seat with what its reader has read.</summary>
public sealed class SeatToRead
{
    public required int ClassId { get; init; }

    public required long PupilId { get; init; }

    public required int Order { get; init; }

    /// <summary>When the reader last opened the file; null when never.</summary>
    public required DateTime? ReadAt { get; init; }

    /// <summary>Never opened, or with a note of somebody else or an alert about absences that came after.</summary>
    public required bool IsUnread { get; init; }
}

/// <summary>What is still to be read.</summary>
public static class Unreads
{
    /// <summary>Seats of this year with what the signed-in person has not read; what somebody wrote is no news to them.</summary>
    public static IQueryable<SeatToRead> Unread(this MassarDb db, CurrentUser user)
    {
        var (me, isLead, decides) = (user.AccountId, user.Has(Permissions.Lead), user.Has(Permissions.Allow));
        return
            from e in db.Enrollments
            where e.ClassId != null && e.State == EnrollmentState.Active && !db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == e.PupilId)
            let read = db.FileReadings.Where(r => r.PupilId == e.PupilId && r.SchoolYearId == e.SchoolYearId && r.AccountId == me).Max(r => (DateTime?)r.At)
            let note = db.PupilNotes.Where(n => n.PupilId == e.PupilId && n.SchoolYearId == e.SchoolYearId && n.SchoolId == e.SchoolId && n.WrittenByAccountId != me
                && ((n.State == NoteState.Shown && (isLead || n.Audience == NoteAudience.Teachers)) || (n.State == NoteState.Waiting && decides))).Max(n => (DateTime?)(n.ShownAt ?? n.WrittenAt))
            let alert = db.FollowUps.Where(f => f.PupilId == e.PupilId && f.SchoolYearId == e.SchoolYearId && f.SchoolId == e.SchoolId).Max(f => (DateTime?)f.OpenedAt)
            select new SeatToRead
            {
                ClassId = e.ClassId!.Value,
                PupilId = e.PupilId,
                Order = e.OrderInClass,
                ReadAt = read,
                IsUnread = read == null || note > read || alert > read,
            };
    }
}

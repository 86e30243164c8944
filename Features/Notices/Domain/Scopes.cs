using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Notices.Domain;

/// <summary>Which notices may still be told.</summary>
public static class Scopes
{
    /// <summary>
    /// Leaves out what a guardian was told about a child over whom the right has ended or is restricted since: neither read, nor counted,
    /// nor sent late. With the right the notices come back.
    /// </summary>
    public static IQueryable<Notice> StillTold(this IQueryable<Notice> notices, MassarDb db, DateOnly today)
    {
        var links = db.Guardianships.InForce(today);
        return notices.Where(n => n.ChildId == null || links.Any(g => g.GuardianId == n.GuardianId && g.PupilId == n.ChildId));
    }

    /// <summary>As <see cref="StillTold"/>, and of no child who died: what was told before stays in the family's space, nothing more goes out and nobody calls.</summary>
    public static IQueryable<Notice> StillSent(this IQueryable<Notice> notices, MassarDb db, DateOnly today) =>
        notices.StillTold(db, today).Where(n => n.ChildId == null || !db.Enrollments.Any(e => e.PupilId == n.ChildId && e.State == EnrollmentState.Deceased))
            .Where(n => !db.Accounts.Any(a => a.Id == n.AccountId && db.Enrollments.Any(e => e.PupilId == a.PupilId && e.State == EnrollmentState.Deceased)));

    /// <summary>Notices in the person's own space.</summary>
    public static IQueryable<Notice> ReadBy(this IQueryable<Notice> notices, long accountId, MassarDb db, DateOnly today) =>
        notices.Where(n => n.AccountId == accountId).StillTold(db, today);
}

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

    /// <summary>Notices in the person's own space.</summary>
    public static IQueryable<Notice> ReadBy(this IQueryable<Notice> notices, long accountId, MassarDb db, DateOnly today) =>
        notices.Where(n => n.AccountId == accountId).StillTold(db, today);
}

using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.Domain;

/// <summary>Which accounts and hats a person may see.</summary>
public static class Scopes
{
    /// <summary>Hats that count on a day.</summary>
    public static IQueryable<Hat> LiveOn(this IQueryable<Hat> hats, DateOnly day) =>
        hats.Where(h => h.StartsOn <= day && (h.EndsOn == null || h.EndsOn >= day));

    /// <summary>
    /// Accounts a school's desk may print codes for: its pupils, their guardians in charge, and, for the head alone, the staff who
    /// work there. Nobody's own account, and no account that holds a hat outside the school or the head's own rank: a printed code
    /// must not be a way up.
    /// </summary>
    public static IQueryable<Account> AtDeskOf(this IQueryable<Account> accounts, CurrentUser user, MassarDb db, DateOnly today)
    {
        var (me, path, isHead) = (user.AccountId, user.PlacePath, user.Role == Roles.Head);
        var schools = db.Places.Where(p => p.Path.StartsWith(path)).Select(p => p.Id);
        var pupils = db.Enrollments.Where(e => schools.Contains(e.SchoolId) && e.State == EnrollmentState.Active).Select(e => e.PupilId);
        return accounts.Where(a => a.Id != me && a.ClosedAt == null
            && ((a.PupilId != null && pupils.Contains(a.PupilId.Value))
                || (a.GuardianId != null && db.Guardianships.Any(g => g.GuardianId == a.GuardianId && g.State == GuardianshipState.Active
                    && g.StartsOn <= today && (g.EndsOn == null || g.EndsOn >= today) && pupils.Contains(g.PupilId)))
                || (isHead && a.EmployeeId != null && db.Employees.Any(e => e.Id == a.EmployeeId && e.PlacePath.StartsWith(path))))
            && !db.Hats.Any(h => h.AccountId == a.Id && h.StartsOn <= today && (h.EndsOn == null || h.EndsOn >= today)
                && h.Role != Roles.Pupil && h.Role != Roles.Guardian && (!isHead || h.Role == Roles.Head || !h.PlacePath.StartsWith(path))));
    }

    /// <summary>Accounts with a hat, past or present, at or below the place of the person who manages them; also those without any hat.</summary>
    public static IQueryable<Account> ManagedBy(this IQueryable<Account> accounts, CurrentUser user, MassarDb db)
    {
        var path = user.PlacePath;
        return accounts.Where(a => !db.Hats.Any(h => h.AccountId == a.Id) || db.Hats.Any(h => h.AccountId == a.Id && h.PlacePath.StartsWith(path)));
    }

    /// <summary>Accounts this person may print a code for: at a school's desk, or for the whole country where accounts are managed.</summary>
    public static IQueryable<Account> RecoverableBy(this IQueryable<Account> accounts, CurrentUser user, MassarDb db, DateOnly today)
    {
        var me = user.AccountId;
        return user.Has(Permissions.Manage)
            ? accounts.ManagedBy(user, db).Where(a => a.Id != me && a.ClosedAt == null)
            : accounts.AtDeskOf(user, db, today);
    }

    /// <summary>Classes of the current school year in the schools of a desk.</summary>
    public static IQueryable<SchoolClass> AtDeskOf(this IQueryable<SchoolClass> classes, CurrentUser user, MassarDb db)
    {
        var path = user.PlacePath;
        return classes.Where(c => db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)
            && db.Places.Any(p => p.Id == c.SchoolId && p.Path.StartsWith(path)));
    }
}

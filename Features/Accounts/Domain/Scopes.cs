using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
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
    /// Without those that were lent by a hat which counts no more, and those given by delegation to somebody who has lost the office that qualified him
    /// (<see cref="StaffRoles.Trusted"/>).
    /// </summary>
    public static IQueryable<Hat> NotOutlived(this IQueryable<Hat> hats, MassarDb db, DateOnly day)
    {
        var trusted = StaffRoles.Trusted;
        return hats.Where(h => (h.LentByHatId == null || db.Hats.Any(l => l.Id == h.LentByHatId && l.StartsOn <= day && (l.EndsOn == null || l.EndsOn >= day) && db.Accounts.Any(a => a.Id == l.AccountId && a.ClosedAt == null)))
            && (h.DelegatedKinds == null || db.Hats.Any(o => o.AccountId == h.AccountId && o.LentByHatId == null && o.DelegatedKinds == null
                && o.StartsOn <= day && (o.EndsOn == null || o.EndsOn >= day) && o.PlacePath.StartsWith(h.PlacePath) && trusted.Contains(h.Role + " " + o.Role))));
    }

    /// <summary>The holders of an office: without those who have its visa or its signature by delegation alone.</summary>
    public static IQueryable<Hat> OfOffice(this IQueryable<Hat> hats, MassarDb db, DateOnly day) => hats.NotOutlived(db, day).Where(h => h.DelegatedKinds == null);

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
        var guardians = db.Guardianships.InForce(today).Where(g => pupils.Contains(g.PupilId)).Select(g => g.GuardianId);
        // From the school to its people: asked of each account instead, this reads the accounts of the whole country.
        var people = (from pupil in pupils join account in db.Accounts on pupil equals account.PupilId select account.Id)
            .Union(from guardian in guardians join account in db.Accounts on guardian equals account.GuardianId select account.Id);
        if (isHead)
            people = people.Union(from employee in db.Employees where employee.PlacePath.StartsWith(path) join account in db.Accounts on employee.Id equals account.EmployeeId select account.Id);
        return accounts.Join(people, account => account.Id, id => id, (account, _) => account).Where(a => a.Id != me && a.ClosedAt == null
            // The least of none: "not any" would have the server gather the hats of the whole country first.
            && db.Hats.Where(h => h.AccountId == a.Id && (h.EndsOn == null || h.EndsOn >= today)
                && h.Role != Roles.Pupil && h.Role != Roles.Guardian && (!isHead || h.Role == Roles.Head || !h.PlacePath.StartsWith(path))).Min(h => (long?)h.Id) == null);
    }

    /// <summary>Accounts with a hat, past or present, at or below the place of the person who manages them; also those without any hat.</summary>
    public static IQueryable<Account> ManagedBy(this IQueryable<Account> accounts, CurrentUser user, MassarDb db)
    {
        var path = user.PlacePath;
        // Everything lies below the ministry.
        if (Tree.KindAt(path) is PlaceKind.Ministry)
            return accounts;
        return accounts.Where(a => !db.Hats.Any(h => h.AccountId == a.Id) || db.Hats.Any(h => h.AccountId == a.Id && h.PlacePath.StartsWith(path)));
    }

    /// <summary>
    /// Accounts of staff whose roles the person may give: a directorate's for its heads, an academy's for its directors. Every role worn today or later must be
    /// one of those, below the place: a printed code must not be a way up.
    /// </summary>
    public static IQueryable<Account> OfStaffBelow(this IQueryable<Account> accounts, CurrentUser user, MassarDb db, DateOnly today)
    {
        var (me, path, given) = (user.AccountId, user.PlacePath, StaffRoles.GivenBy(user.Role));
        return accounts.Where(a => a.Id != me && a.ClosedAt == null && a.EmployeeId != null && db.Employees.Any(e => e.Id == a.EmployeeId && e.PlacePath.StartsWith(path))
            && db.Hats.Where(h => h.AccountId == a.Id && (h.EndsOn == null || h.EndsOn >= today) && h.Role != Roles.Guardian && h.Role != Roles.Pupil
                && (!given.Contains(h.Role) || !h.PlacePath.StartsWith(path))).Min(h => (long?)h.Id) == null);
    }

    /// <summary>Accounts this person may print a code for: at a school's desk, at an office for the staff below it, or for the whole country where accounts are managed.</summary>
    public static IQueryable<Account> RecoverableBy(this IQueryable<Account> accounts, CurrentUser user, MassarDb db, DateOnly today)
    {
        var me = user.AccountId;
        return user.Has(Permissions.Manage)
            ? accounts.ManagedBy(user, db).Where(a => a.Id != me && a.ClosedAt == null)
            : user.Has(Permissions.Desk) ? accounts.AtDeskOf(user, db, today) : accounts.OfStaffBelow(user, db, today);
    }

    /// <summary>Classes of the current school year in the schools of a desk.</summary>
    public static IQueryable<SchoolClass> AtDeskOf(this IQueryable<SchoolClass> classes, CurrentUser user, MassarDb db)
    {
        return classes.InSchoolsOf(user, db).Where(c => db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent));
    }

    /// <summary>
    /// Classes of the current school year whose main teacher somebody is on a day: nobody teaches the class more hours. Where two teach it the
    /// same hours, it is both.
    /// </summary>
    public static IQueryable<SchoolClass> MainlyTaughtBy(this IQueryable<SchoolClass> classes, CurrentUser user, MassarDb db, DateOnly day)
    {
        var (me, place) = (user.EmployeeId ?? 0, user.PlaceId);
        var live = db.TeachingAssignments.LiveOn(day);
        return classes.Where(c => c.SchoolId == place && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)
            && live.Any(t => t.ClassId == c.Id && t.EmployeeId == me)
            && !live.Where(t => t.ClassId == c.Id && t.EmployeeId != me).GroupBy(t => t.EmployeeId)
                .Any(g => g.Sum(t => t.WeeklyHours) > live.Where(t => t.ClassId == c.Id && t.EmployeeId == me).Sum(t => t.WeeklyHours)));
    }

    /// <summary>Classes for whose pupils somebody prints codes: those of the school at its desk, one's own as their main teacher.</summary>
    public static IQueryable<SchoolClass> PrintedBy(this IQueryable<SchoolClass> classes, CurrentUser user, MassarDb db, DateOnly day) =>
        user.Has(Permissions.Desk) ? classes.AtDeskOf(user, db) : classes.MainlyTaughtBy(user, db, day);
}

using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Pupils.Domain;

/// <summary>Which files somebody may read, and which links between guardians and children count.</summary>
public static class Scopes
{
    /// <summary>
    /// Pupils who are, or were, at a school at or below the place of the hat: a school keeps the files of those who left it, and where one
    /// was merged into another, reads that one.
    /// </summary>
    public static IQueryable<Pupil> FiledBelow(this IQueryable<Pupil> pupils, CurrentUser user, MassarDb db)
    {
        var (place, path) = (user.PlaceId, user.PlacePath);
        return pupils.Where(p => db.Enrollments.Any(e => e.PupilId == p.Id && (e.SchoolId == place || db.Places.Any(s => s.Id == e.SchoolId && s.Path.StartsWith(path))))
            || db.PupilMerges.Any(m => m.KeptId == p.Id && m.State == MergeState.Done
                && db.Enrollments.Any(e => e.PupilId == m.OtherId && (e.SchoolId == place || db.Places.Any(s => s.Id == e.SchoolId && s.Path.StartsWith(path))))));
    }

    /// <summary>
    /// Pupils who are at the school of the hat this year, or are expected there and sit nowhere else: it alone changes what their files say.
    /// </summary>
    public static IQueryable<Pupil> EnrolledNowAt(this IQueryable<Pupil> pupils, CurrentUser user, MassarDb db)
    {
        var place = user.PlaceId;
        return pupils.Where(p => db.Enrollments.Any(e => e.PupilId == p.Id && e.SchoolId == place
            && (e.State == EnrollmentState.Active || (e.State == EnrollmentState.Expected && !db.Enrollments.Any(o => o.PupilId == p.Id && o.SchoolYearId == e.SchoolYearId && o.State == EnrollmentState.Active)))
            && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)));
    }

    /// <summary>The signed-in pupil, or the children of the signed-in guardian with all rights.</summary>
    public static IQueryable<Pupil> OwnOf(this IQueryable<Pupil> pupils, CurrentUser user, MassarDb db, DateOnly today)
    {
        var me = user.PupilId ?? 0;
        return user.GuardianId is null ? pupils.Where(p => p.Id == me) : pupils.Where(p => db.Guardianships.InForceFor(user, today).Any(g => g.PupilId == p.Id));
    }

    /// <summary>Reports to the school of the hat, about the pupils who sit there now: who left takes them along.</summary>
    public static IQueryable<DatumReport> At(this IQueryable<DatumReport> reports, CurrentUser user, MassarDb db)
    {
        var place = user.PlaceId;
        return reports.Where(r => r.SchoolId == place && db.Pupils.EnrolledNowAt(user, db).Any(p => p.Id == r.PupilId));
    }

    /// <summary>Links with all rights on that day.</summary>
    public static IQueryable<Guardianship> InForce(this IQueryable<Guardianship> links, DateOnly day) =>
        links.Where(g => g.State == GuardianshipState.Active && g.StartsOn <= day && (g.EndsOn == null || g.EndsOn >= day));

    /// <summary>
    /// Those of the signed-in guardian that let marks be read: also the restricted ones, for a parent without custody sees marks,
    /// not addresses, comings and goings (acceptance check AC-WAL-6).
    /// </summary>
    public static IQueryable<Guardianship> OfGuardian(this IQueryable<Guardianship> links, CurrentUser user, DateOnly today)
    {
        var guardian = user.GuardianId ?? 0;
        return links.Where(g => g.GuardianId == guardian && (g.State == GuardianshipState.Active || g.State == GuardianshipState.Restricted)
            && g.StartsOn <= today && (g.EndsOn == null || g.EndsOn >= today));
    }

    /// <summary>
    /// Links whose guardian gets the school's letters, which bear the address of the home: who has custody, or where nobody has, the one
    /// whom papers name first. The links given must be those in force.
    /// </summary>
    public static IQueryable<Guardianship> WrittenTo(this IQueryable<Guardianship> links) =>
        links.Where(g => g.HasCustody || !links.Any(o => o.PupilId == g.PupilId && (o.HasCustody || o.Quality < g.Quality || (o.Quality == g.Quality && o.GuardianId < g.GuardianId))));

    /// <summary>
    /// Those of the person who is signed in, under whatever hat: by the account, or by the same identity card as an employee and as a guardian.
    /// Nobody decides in office about a child they stand for, or stood for: a parent stays a parent, whoever took the child off a list.
    /// </summary>
    public static IQueryable<Guardianship> OfPerson(this IQueryable<Guardianship> links, CurrentUser user, MassarDb db)
    {
        var (guardian, employee) = (user.GuardianId ?? 0, user.EmployeeId ?? 0);
        return links.Where(g => g.GuardianId == guardian || db.Guardians.Any(p => p.Id == g.GuardianId && p.Cin != null && db.Employees.Any(e => e.Id == employee && e.Cin == p.Cin)));
    }

    /// <summary>Those of the signed-in guardian with all rights.</summary>
    public static IQueryable<Guardianship> InForceFor(this IQueryable<Guardianship> links, CurrentUser user, DateOnly today)
    {
        var guardian = user.GuardianId ?? 0;
        return links.InForce(today).Where(g => g.GuardianId == guardian);
    }
}

using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.OutOfSchool.Domain;

/// <summary>Which cases somebody follows; what is not theirs does not exist.</summary>
public static class Scopes
{
    /// <summary>All of the directorate for who leads it, one's own for an office; never those of one's own children or of the family.</summary>
    /// <param name="kin">Oneself and the family, as employees.</param>
    public static IQueryable<OutOfSchoolCase> FollowedBy(this IQueryable<OutOfSchoolCase> cases, CurrentUser user, MassarDb db, IReadOnlyList<long> kin)
    {
        var (place, me, guardian, leads) = (user.PlaceId, user.AccountId, user.GuardianId ?? 0, user.Has(Permissions.Lead));
        return cases.Where(c => c.DirectorateId == place && (leads || c.OwnerAccountId == me)
            && !db.Guardianships.Any(g => g.PupilId == c.PupilId && (g.GuardianId == guardian
                || db.Guardians.Any(p => p.Id == g.GuardianId && p.Cin != null && db.Employees.Any(e => kin.Contains(e.Id) && e.Cin == p.Cin)))));
    }

    /// <summary>Those of the worn hat's school.</summary>
    public static IQueryable<OutOfSchoolCase> LeftFrom(this IQueryable<OutOfSchoolCase> cases, CurrentUser user)
    {
        var place = user.PlaceId;
        return cases.Where(c => c.SchoolId == place);
    }

    /// <summary>Open, and the child sits nowhere: who came back since the last look is on no list.</summary>
    public static IQueryable<OutOfSchoolCase> StillOut(this IQueryable<OutOfSchoolCase> cases, MassarDb db)
    {
        var sitting = Finder.Sitting(db);
        return cases.Where(c => c.LiveKey != null && !sitting.Any(e => e.PupilId == c.PupilId && e.SchoolYearId >= c.SchoolYearId)
            && !db.Enrollments.Any(e => e.PupilId == c.PupilId && e.State == EnrollmentState.Deceased));
    }
}

/// <summary>Who follows whom at a directorate.</summary>
public sealed class FollowDesk(MassarDb db, CurrentUser user, TimeProvider clock)
{
    /// <summary>Oneself and the family; one statement.</summary>
    public Task<IReadOnlyList<long>> Kin(CancellationToken ct) => Kinship.WithSelf(db, user.EmployeeId, ct);

    /// <summary>Those of these children who are of an officer's own house or family: somebody else follows them.</summary>
    public static async Task<HashSet<long>> KinOf(MassarDb db, long account, List<long> pupils, CancellationToken ct)
    {
        var who = await db.Accounts.Where(a => a.Id == account).Select(a => new { a.EmployeeId, a.GuardianId }).SingleAsync(ct);
        var (kin, guardian) = (await Kinship.WithSelf(db, who.EmployeeId, ct), who.GuardianId ?? 0);
        return [.. await db.Guardianships.Where(g => pupils.Contains(g.PupilId) && (g.GuardianId == guardian
            || db.Guardians.Any(p => p.Id == g.GuardianId && p.Cin != null && db.Employees.Any(e => kin.Contains(e.Id) && e.Cin == p.Cin)))).Select(g => g.PupilId).ToListAsync(ct)];
    }

    /// <summary>Accounts of the directorate's offices that may be charged with children.</summary>
    public IQueryable<Account> Officers()
    {
        var (place, today) = (user.PlaceId, MoroccanDay.Today(clock));
        List<string> roles = [.. Roles.All.Where(r => Roles.PermissionsOf(r).Contains(Permissions.Follow))];
        var hats = db.Hats.LiveOn(today).OfOffice(db, today).Where(h => h.PlaceId == place && roles.Contains(h.Role)).Select(h => h.AccountId);
        return db.Accounts.Where(a => a.ClosedAt == null && hats.Contains(a.Id));
    }

    /// <summary>By name, for a choice.</summary>
    public Task<List<Officer>> Choices(CancellationToken ct) =>
        Officers().OrderBy(a => a.NameAr).ThenBy(a => a.Id).Select(a => new Officer(a.Id, a.NameAr, a.NameLatin)).Take(100).ToListAsync(ct);
}

/// <summary>Somebody who may be charged with children.</summary>
public sealed record Officer(long Account, string NameAr, string NameLatin);

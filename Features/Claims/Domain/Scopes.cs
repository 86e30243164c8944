using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Claims.Domain;

/// <summary>Which claims somebody sees.</summary>
public static class Scopes
{
    /// <summary>Those of the signed-in guardian.</summary>
    public static IQueryable<ChildClaim> Of(this IQueryable<ChildClaim> claims, CurrentUser user)
    {
        var guardian = user.GuardianId ?? 0;
        return claims.Where(c => c.GuardianId == guardian);
    }

    /// <summary>Those about children who sit at the school of the hat: of a child that left, the former school reads nothing new. What fits no child is nobody's.</summary>
    public static IQueryable<ChildClaim> At(this IQueryable<ChildClaim> claims, CurrentUser user, MassarDb db)
    {
        var place = user.PlaceId;
        return claims.Where(c => c.PlaceId == place && db.Enrollments.Any(e => e.PupilId == c.PupilId && e.SchoolId == place && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)));
    }

    /// <summary>Those of others about children for whom the signed-in guardian stands with all rights.</summary>
    public static IQueryable<ChildClaim> AnsweredBy(this IQueryable<ChildClaim> claims, CurrentUser user, MassarDb db, DateOnly today)
    {
        var guardian = user.GuardianId ?? 0;
        return claims.Where(c => c.Kind == ClaimKind.Asked && c.GuardianId != guardian && db.Guardianships.InForceFor(user, today).Any(g => g.PupilId == c.PupilId));
    }
}

using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Security;

namespace Massar.Features.Marks.Domain;

/// <summary>Whose marks a guardian may read.</summary>
public static class Children
{
    /// <summary>
    /// Active links, and restricted ones: a parent without custody sees marks, not addresses (acceptance check AC-WAL-6).
    /// </summary>
    public static IQueryable<Guardianship> OfGuardian(this IQueryable<Guardianship> links, CurrentUser user, DateOnly today)
    {
        var guardian = user.GuardianId ?? 0;
        return links.Where(g => g.GuardianId == guardian && (g.State == GuardianshipState.Active || g.State == GuardianshipState.Restricted)
            && g.StartsOn <= today && (g.EndsOn == null || g.EndsOn >= today));
    }
}

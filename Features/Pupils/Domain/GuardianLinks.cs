using Massar.Features.Certificates.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.Domain;

/// <summary>Gives a person a right over a child, and says when ending one would leave the child alone. The child's row is held by the caller.</summary>
public static class GuardianLinks
{
    /// <summary>Makes the link, or makes one that ended or was claimed count again; false when the person has a right already. The caller saves.</summary>
    public static async Task<bool> GiveRight(this MassarDb db, long guardian, long pupil, GuardianQuality quality, GuardianshipState right, bool custody, DateOnly from, CancellationToken ct)
    {
        var link = await db.Guardianships.SingleOrDefaultAsync(g => g.GuardianId == guardian && g.PupilId == pupil, ct);
        if (link is { State: not (GuardianshipState.Ended or GuardianshipState.Claimed) })
            return false;
        if (link is null)
            db.Guardianships.Add(link = new Guardianship { GuardianId = guardian, PupilId = pupil, Quality = quality, State = right, StartsOn = from });
        (link.Quality, link.State, link.StartsOn, link.EndsOn, link.HasCustody) = (quality, right, from, null, custody && right == GuardianshipState.Active);
        return true;
    }

    /// <summary>
    /// Whether a minor has nobody with all rights beside this guardian: somebody must be there to be called and to sign; who only reads marks does neither.
    /// </summary>
    public static async Task<bool> StandsAlone(this MassarDb db, long guardian, Pupil pupil, DateOnly today, CancellationToken ct)
    {
        var id = pupil.Id;
        return Majority.IsMinor(pupil.BirthDate, today) && !await db.Guardianships.InForce(today).AnyAsync(g => g.PupilId == id && g.GuardianId != guardian, ct);
    }
}

using Massar.Features.Claims.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Claims.RemoveChild;

public sealed record Query(long Pupil) : IQuery<Child>;

/// <param name="IsAlone">Nobody else stands for the child: the head is asked.</param>
public sealed record Child(long Pupil, string MassarCode, string NameAr, string NameLatin, bool IsAlone);

public sealed record Command(long Pupil) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Child>, ICommandHandler<Command>
{
    public async Task<Outcome<Child>> Handle(Query query, CancellationToken ct)
    {
        var (id, today) = (query.Pupil, MoroccanDay.Today(clock));
        var found = await db.Guardianships.OfGuardian(user, today).Where(g => g.PupilId == id).Join(db.Pupils, g => g.PupilId, p => p.Id, (g, p) => new { g.State, g.GuardianId, Pupil = p }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        var pupil = found.Pupil;
        return new Child(id, pupil.MassarCode, pupil.FullNameAr, pupil.FullNameLatin, found.State == GuardianshipState.Active && await db.StandsAlone(found.GuardianId, pupil, today, ct));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, now, today) = (command.Pupil, clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        // Held: of two who leave at once, the second finds nobody else.
        var pupil = await db.Pupils.Where(p => p.Id == id && db.Guardianships.OfGuardian(user, today).Any(g => g.PupilId == p.Id)).ForUpdate().SingleOrDefaultAsync(ct);
        var link = await db.Guardianships.OfGuardian(user, today).SingleOrDefaultAsync(g => g.PupilId == id, ct);
        if (pupil is null || link is null)
            return Refusal.NotFound;
        var key = ChildClaim.KeyOf(user.AccountId, pupil.MassarCode);
        if (await db.ChildClaims.SingleOrDefaultAsync(c => c.LiveKey == key, ct) is { } earlier)
        {
            if (earlier.Over(now, await ClaimRules.Current(db, ct)) is null)
                return Refusal.Conflict("claims.twice").Next("claims.twice.next");
            earlier.Settle(ClaimState.Lapsed, null, now);
            await db.SaveChangesAsync(ct);
        }

        var school = await db.Enrollments.Where(e => e.PupilId == id && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected) && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent))
            .OrderByDescending(e => e.State == EnrollmentState.Active).ThenByDescending(e => e.Id).Select(e => (int?)e.SchoolId).FirstOrDefaultAsync(ct);
        var isAlone = link.State == GuardianshipState.Active && await db.StandsAlone(link.GuardianId, pupil, today, ct);
        if (isAlone && school is null)
            return Refusal.Conflict("claims.no-school").Next("claims.no-school.next");

        var claim = new ChildClaim
        {
            Kind = ClaimKind.Removal,
            AccountId = user.AccountId,
            GuardianId = link.GuardianId,
            MassarCode = pupil.MassarCode,
            PupilId = id,
            PlaceId = school ?? user.PlaceId,
            Quality = link.Quality,
            AskedAt = now,
            Was = link.State,
        };
        if (isAlone)
        {
            claim.Begin();
        }
        else
        {
            claim.Settle(ClaimState.Done, user.AccountId, now);
            (link.State, link.EndsOn) = (GuardianshipState.Ended, today);
        }

        db.ChildClaims.Add(claim);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new ClaimStepped(claim.Id, isAlone ? "removal-asked" : "removed"), ct);
        if (!isAlone)
            await facts.Tell(new RightEnded(id, link.GuardianId), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

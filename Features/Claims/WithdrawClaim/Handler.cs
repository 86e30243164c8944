using Massar.Features.Claims.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Claims.WithdrawClaim;

public sealed record Command(long Id) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, now) = (command.Id, clock.GetUtcNow().UtcDateTime);
        if (await db.ChildClaims.Of(user).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } claim)
            return Refusal.NotFound;
        if (!ChildClaim.MayUndo(claim.Kind, claim.State, claim.DecidedAt, now))
        {
            if (claim.Over(now, await ClaimRules.Current(db, ct)) is { } over)
                return over;
            claim.Settle(ClaimState.Withdrawn, user.AccountId, now);
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        // What the head said since then stands; only the end that this removal wrote is taken back.
        var (guardian, pupil, day) = (claim.GuardianId, claim.PupilId, MoroccanDay.Of(claim.DecidedAt!.Value));
        if (claim.DecidedByAccountId != user.AccountId
            || await db.Guardianships.SingleOrDefaultAsync(g => g.GuardianId == guardian && g.PupilId == pupil && g.State == GuardianshipState.Ended && g.EndsOn == day, ct) is not { } link)
            return Refusal.Conflict("claims.settled").Next("claims.settled.next");
        (link.State, link.EndsOn) = (claim.Was!.Value, null);
        claim.Settle(ClaimState.Withdrawn, user.AccountId, now);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new ClaimStepped(id, "returned"), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

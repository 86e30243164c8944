using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.EndDelegation;

/// <param name="Version">The act as it was read.</param>
public sealed record Command(long Delegation, string? Version) : ICommand, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, Doors doors, Facts facts, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        long given = 0;
        var outcome = await unit.Run<Done>("Decisions.EndDelegation", async token =>
        {
            var (id, me, now, today) = (command.Delegation, user.AccountId, clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
            // An interim ends by whoever could name it: who did may hold another office since.
            var (path, below) = (user.PlacePath, user.Has(Permissions.Interim) ? InterimDesk.Below(user.Role) : []);
            var act = await db.Delegations.Where(d => d.Id == id && d.Number != null && (d.GiverAccountId == me || d.DelegateAccountId == me || d.ForAccountId == me
                || ((d.CauseCode == Delegation.Interim || d.CauseCode == Delegation.Vacancy) && below.Contains(d.Role) && d.PlacePath.StartsWith(path)))).ForUpdate().SingleOrDefaultAsync(token);
            if (act is null)
                return Refusal.NotFound;
            if (act.Version.ToString(CultureInfo.InvariantCulture) != command.Version)
                return Refusal.Stale;
            if (act.End(me, now) is { } refusal)
                return refusal;
            var lent = act.HatId;
            var ended = await HatEnds.End(db, await db.Hats.SingleAsync(h => h.Id == lent, token), today, token);
            await facts.Tell(new DelegationChanged(act.Id, act.PlaceId, act.DelegateAccountId == me ? act.GiverAccountId : act.DelegateAccountId, act.Number!, act.StartsOn, act.EndsOn, IsEnded: true), token);
            if (act.ForAccountId is { } holder && holder != me)
                await facts.Tell(new InterimNamed(act.Id, act.PlaceId, holder, act.Number!, act.StartsOn, act.EndsOn, IsEnded: true), token);
            await db.SaveChangesAsync(token);
            await doors.EndWearing([.. ended.Select(h => h.Id)], token);
            given = act.DelegateAccountId;
            return Done.It;
        }, ct);
        // After the commit, so that nobody remembers the session once more from before it.
        if (given != 0)
            doors.Forget(given);
        return outcome;
    }
}

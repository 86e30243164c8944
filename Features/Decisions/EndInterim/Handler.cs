using Massar.Features.Accounts.Domain;
using Massar.Features.Leaves;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.EndInterim;

/// <summary>Whoever is back from a leave holds his gate himself again: what he gave because he was away ends with the return, and who acted for him is told.</summary>
public sealed class Handler(MassarDb db, Doors doors, Facts facts, TimeProvider clock) : IFactHandler<LeaveStepped>
{
    public async Task Handle(LeaveStepped notification, CancellationToken cancellationToken)
    {
        if (notification.What != "returned")
            return;
        var (employee, now, today) = (notification.EmployeeId, clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        var acts = await db.Delegations.Where(d => d.CauseCode == "absence" && d.Number != null && d.EndedAt == null && d.StartsOn <= today && d.EndsOn >= today
            && db.Accounts.Any(a => a.Id == d.GiverAccountId && a.EmployeeId == employee)).OrderBy(d => d.Id).ForUpdate().ToListAsync(cancellationToken);
        foreach (var act in acts)
        {
            if (act.End(act.GiverAccountId, now) is not null)
                continue;
            var lent = act.HatId;
            var ended = await HatEnds.End(db, await db.Hats.SingleAsync(h => h.Id == lent, cancellationToken), today, cancellationToken);
            await facts.Tell(new DelegationChanged(act.Id, act.PlaceId, act.DelegateAccountId, act.Number!, act.StartsOn, act.EndsOn, IsEnded: true), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await doors.EndWearing([.. ended.Select(h => h.Id)], cancellationToken);
            doors.Forget(act.DelegateAccountId);
        }
    }
}

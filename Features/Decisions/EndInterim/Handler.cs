using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Leaves;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.EndInterim;

/// <summary>
/// Whoever is back from a leave, or has given it up, holds his gate himself again: what he gave because of that leave, or a superior in his place, ends, begun or not, and who acted for him is told.
/// What he gave for other days stays.
/// </summary>
public sealed class Handler(MassarDb db, Doors doors, Facts facts, TimeProvider clock) : IFactHandler<LeaveStepped>
{
    public async Task Handle(LeaveStepped notification, CancellationToken cancellationToken)
    {
        if (notification.What is not ("returned" or "cancelled" or "extension-closed"))
            return;
        var id = notification.LeaveId;
        var leave = await db.Leaves.Where(l => l.Id == id).Select(l => new { l.StartsOn, l.EndsOn, l.ExtendsId }).SingleAsync(cancellationToken);
        // An absence begins with the leave the others extend. Taken back, an extension ends what reaches into its days, and not what is over before.
        var since = await db.Leaves.AbsentSince(leave.StartsOn, leave.ExtendsId, cancellationToken);
        var reaches = notification.What == "returned" ? since : leave.StartsOn;
        var (employee, now, today) = (notification.EmployeeId, clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        var acts = await db.Delegations.Where(d => (d.CauseCode == Delegation.Absence || d.CauseCode == Delegation.Interim) && d.Number != null && d.EndedAt == null && d.EndsOn >= today && d.StartsOn >= since && d.EndsOn >= reaches && d.EndsOn <= leave.EndsOn
            && db.Accounts.Any(a => a.Id == (d.ForAccountId ?? d.GiverAccountId) && a.EmployeeId == employee)).OrderBy(d => d.Id).ForUpdate().ToListAsync(cancellationToken);
        foreach (var act in acts)
        {
            if (act.End(Acting.Now?.AccountId, now) is not null)
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

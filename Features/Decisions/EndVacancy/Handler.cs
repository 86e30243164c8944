using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.EndVacancy;

/// <summary>An office that somebody is given, by hand or by a decision, or by one that is taken back, has a holder again: who was named for it while it had none acts no longer from that person's first day.</summary>
public sealed class Handler(MassarDb db, Doors doors, Facts facts, TimeProvider clock) : IFactHandler<RoleGiven>, IFactHandler<OfficeFilled>
{
    public Task Handle(RoleGiven notification, CancellationToken cancellationToken) => End(notification.Role, notification.PlaceId, notification.StartsOn, cancellationToken);

    public Task Handle(OfficeFilled notification, CancellationToken cancellationToken) => End(notification.Role, notification.PlaceId, notification.StartsOn, cancellationToken);

    private async Task End(string role, int place, DateOnly from, CancellationToken cancellationToken)
    {
        if (!ProcedureEditions.RolesOfGates.Contains(role))
            return;
        // The place is held, as by who names somebody for an office without a holder: one of the two comes wholly before the other.
        _ = await db.Places.Where(p => p.Id == place).Select(p => p.Id).ForUpdate().SingleAsync(cancellationToken);
        var (now, today) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        var acts = await db.Delegations.Where(d => d.CauseCode == Delegation.Vacancy && d.Role == role && d.PlaceId == place && d.Number != null && d.EndedAt == null && d.EndsOn >= today && d.EndsOn >= from)
            .OrderBy(d => d.Id).ForUpdate().ToListAsync(cancellationToken);
        foreach (var act in acts)
        {
            var lent = act.HatId;
            var hat = await db.Hats.SingleAsync(h => h.Id == lent, cancellationToken);
            if (from > today)
            {
                if (hat.EndsOn is null || hat.EndsOn >= from)
                    hat.EndsOn = from.AddDays(-1);
                continue;
            }

            if (act.End(Acting.Now?.AccountId, now) is not null)
                continue;
            var ended = await HatEnds.End(db, hat, today, cancellationToken);
            await facts.Tell(new DelegationChanged(act.Id, act.PlaceId, act.DelegateAccountId, act.Number!, act.StartsOn, act.EndsOn, IsEnded: true), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await doors.EndWearing([.. ended.Select(h => h.Id)], cancellationToken);
            doors.Forget(act.DelegateAccountId);
        }
    }
}

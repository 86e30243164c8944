using Massar.Features.Domiciliations.Domain;
using Massar.Features.PayExchange;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.TakeFinanceWord;

/// <summary>Finance says from which month it pays on the account, or why it does not; the account before ends with the month before.</summary>
public sealed class Handler(MassarDb db, DomiciliationDesk desk, TimeProvider clock) : IFactHandler<AccountAnswered>
{
    /// <summary>A month that Finance names is believed if it is at most so many away.</summary>
    private const int MostMonths = 12;

    public async Task Handle(AccountAnswered notification, CancellationToken cancellationToken)
    {
        var id = notification.DomiciliationId;
        var request = await db.Domiciliations.Where(d => d.Id == id).ForUpdate().SingleAsync(cancellationToken);
        var (now, employee) = (clock.GetUtcNow().UtcDateTime, request.EmployeeId);
        if (notification.Code is { } code)
        {
            if (request.Reject(code, now) is null) await desk.Settle(request, "rejected", now, cancellationToken);
            return;
        }

        var today = MoroccanDay.Of(now);
        var own = (await DomiciliationFigures.Current(db, cancellationToken)).MonthFor(today);
        var first = new DateOnly(today.Year, today.Month, 1);
        var month = notification.Month is { Day: 1 } told && told >= first && told <= first.AddMonths(MostMonths) ? told : own;
        if (request.Grant(month, now) is not null) return;
        foreach (var before in await db.Domiciliations.Where(d => d.EmployeeId == employee && d.Id != id && d.State == DomiciliationState.Granted && (d.EndsOn == null || d.EndsOn >= month)).ToListAsync(cancellationToken))
        {
            // A word that comes late does not end what was paid on from a later month.
            if (before.EffectiveFrom > month) request.EndBefore(before.EffectiveFrom.Value);
            else before.EndBefore(month);
        }

        await desk.Settle(request, "granted", now, cancellationToken);
    }
}

using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Exchanges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.FollowDecisions;

/// <summary>An exchange goes the way of its decisions: signed once for all of them, ended with all of them, or taken back with all of them.</summary>
public sealed class Handler(MassarDb db, ExchangeDesk desk, TimeProvider clock) : IFactHandler<DecisionSigned>, IFactHandler<DecisionWithdrawn>, IFactHandler<WholeBatchFell>
{
    public async Task Handle(DecisionSigned notification, CancellationToken cancellationToken)
    {
        // The last signature of the list: its companions were signed before it in the same transaction.
        var id = notification.DecisionId;
        if ((await db.Decisions.FindAsync([id], cancellationToken))?.BatchId is null)
            return;
        var batch = await Exchanged(id).Where(e => !db.Decisions.Any(d => d.BatchId == e.BatchId && d.Id != id && d.Number == null)).Select(e => (long?)e.Id).SingleOrDefaultAsync(cancellationToken);
        await Carry(batch, e => e.Sign(clock.GetUtcNow().UtcDateTime), "signed", cancellationToken);
    }

    public async Task Handle(DecisionWithdrawn notification, CancellationToken cancellationToken) =>
        await Carry(await Exchanged(notification.DecisionId).Select(e => (long?)e.Id).SingleOrDefaultAsync(cancellationToken), e => e.TakeBack(clock.GetUtcNow().UtcDateTime), "taken-back", cancellationToken);

    public async Task Handle(WholeBatchFell notification, CancellationToken cancellationToken)
    {
        var batch = notification.BatchId;
        await Carry(await db.Exchanges.Where(e => e.BatchId == batch).Select(e => (long?)e.Id).SingleOrDefaultAsync(cancellationToken), e => e.Fall(notification.Reason, clock.GetUtcNow().UtcDateTime), "fell", cancellationToken);
    }

    private IQueryable<Exchange> Exchanged(long decision) => from d in db.Decisions where d.Id == decision && d.BatchId != null join e in db.Exchanges on d.BatchId equals e.BatchId select e;

    private async Task Carry(long? id, Func<Exchange, bool> step, string what, CancellationToken ct)
    {
        if (id is not { } found || await desk.Hold(db.Exchanges, found, ct) is not { } exchange || !step(exchange))
            return;
        if (exchange.State is ExchangeState.Ended)
            await desk.Revoke(exchange, ct);
        await db.SaveChangesAsync(ct);
        await desk.Tell(exchange, what, null, null, ct);
    }
}

using Massar.Features.Decisions;
using Massar.Features.PayExchange.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange.QueueChange;

/// <summary>A signed decision that changes the pay makes a message to the finance ministry, in the transaction of its signature; so does one that takes another back.</summary>
public sealed class Handler(MassarDb db, FinanceDesk desk) : IFactHandler<DecisionSigned>, IFactHandler<DecisionWithdrawn>
{
    public async Task Handle(DecisionSigned notification, CancellationToken cancellationToken) =>
        await desk.Write((await db.Decisions.FindAsync([notification.DecisionId], cancellationToken))!, null, cancellationToken);

    public async Task Handle(DecisionWithdrawn notification, CancellationToken cancellationToken) =>
        await desk.Write(await db.Decisions.SingleAsync(d => d.Id == notification.ById, cancellationToken), await db.Decisions.SingleAsync(d => d.Id == notification.DecisionId, cancellationToken), cancellationToken);
}

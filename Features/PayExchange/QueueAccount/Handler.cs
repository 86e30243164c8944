using Massar.Features.Domiciliations;
using Massar.Features.PayExchange.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange.QueueAccount;

/// <summary>Another account for the pay, accepted by two persons, makes a message to the finance ministry in the transaction of the second one's word.</summary>
public sealed class Handler(MassarDb db, FinanceDesk desk) : IFactHandler<DomiciliationStepped>
{
    public async Task Handle(DomiciliationStepped notification, CancellationToken cancellationToken)
    {
        var id = notification.Id;
        if (notification.What == "accepted") await desk.Write(await db.Domiciliations.SingleAsync(d => d.Id == id, cancellationToken), cancellationToken);
    }
}

using Massar.Features.Exchanges.Domain;
using Massar.Features.Installations;
using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.FollowInstallations;

/// <summary>The exchange is over when the last of them has taken up service.</summary>
public sealed class Handler(MassarDb db, ExchangeDesk desk, TimeProvider clock) : IFactHandler<InstallationStepped>
{
    public async Task Handle(InstallationStepped notification, CancellationToken cancellationToken)
    {
        if (notification.What != "installed")
            return;
        var id = notification.InstallationId;
        var found = await (
            from i in db.Installations
            where i.Id == id
            join d in db.Decisions on i.DecisionId equals d.Id
            join e in db.Exchanges on d.BatchId equals e.BatchId
            where d.BatchId != null && e.State == ExchangeState.Signed
                && !db.Installations.Any(o => o.Id != id && o.State != InstallationState.Installed && db.Decisions.Any(x => x.Id == o.DecisionId && x.BatchId == e.BatchId))
            select (long?)e.Id).SingleOrDefaultAsync(cancellationToken);
        if (found is not { } exchangeId || await desk.Hold(db.Exchanges, exchangeId, cancellationToken) is not { } exchange || !exchange.Install(clock.GetUtcNow().UtcDateTime))
            return;
        await db.SaveChangesAsync(cancellationToken);
        await desk.Tell(exchange, "installed", null, null, cancellationToken);
    }
}

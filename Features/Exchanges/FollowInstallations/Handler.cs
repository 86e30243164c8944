using Massar.Features.Exchanges.Domain;
using Massar.Features.Installations;
using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.FollowInstallations;

/// <summary>
/// The exchange is over when the last of them has taken up service. Where another decision took the place of one's installation – a death, a dismissal – it ends as
/// broken, and the offices say what becomes of the others.
/// </summary>
public sealed class Handler(MassarDb db, ExchangeDesk desk, TimeProvider clock) : IFactHandler<InstallationStepped>
{
    public async Task Handle(InstallationStepped notification, CancellationToken cancellationToken)
    {
        if (notification.What is not ("installed" or "overtaken"))
            return;
        var id = notification.InstallationId;
        var found = await (
            from i in db.Installations
            where i.Id == id
            join d in db.Decisions on i.DecisionId equals d.Id
            join e in db.Exchanges on d.BatchId equals e.BatchId
            where d.BatchId != null && e.State == ExchangeState.Signed
            select (long?)e.Id).SingleOrDefaultAsync(cancellationToken);
        if (found is not { } exchangeId || await desk.Hold(db.Exchanges, exchangeId, cancellationToken) is not { } exchange)
            return;
        var (now, batch) = (clock.GetUtcNow().UtcDateTime, exchange.BatchId);
        if (notification.What == "installed")
        {
            // Asked once the exchange is held: of two who confirm at once, the second sees the first.
            if (await db.Installations.AnyAsync(o => o.Id != id && o.State != InstallationState.Installed && db.Decisions.Any(x => x.Id == o.DecisionId && x.BatchId == batch), cancellationToken) || !exchange.Install(now))
                return;
        }
        else if (!exchange.Break(now))
            return;
        await db.SaveChangesAsync(cancellationToken);
        await desk.Tell(exchange, notification.What == "installed" ? "installed" : "broken", null, null, cancellationToken);
    }
}

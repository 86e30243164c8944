using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Installations.OpenOnSignature;

/// <summary>
/// A signed assignment, transfer or return awaits somebody; a decision that changes the workplace otherwise ends what was awaited; one that is taken back takes the
/// minutes with it.
/// </summary>
public sealed class Handler(MassarDb db, InstallationDesk desk, Sealer sealer) : IFactHandler<DecisionSigned>, IFactHandler<DecisionWithdrawn>
{
    public async Task Handle(DecisionSigned notification, CancellationToken cancellationToken)
    {
        if (DecisionKinds.Find(notification.Kind) is not { } kind || !(kind.Installs || kind.MovesWork))
            return;
        await desk.GiveWay(notification.EmployeeId, notification.DecisionId, cancellationToken);
        if (kind.Installs)
            await desk.Open(await db.Decisions.SingleAsync(d => d.Id == notification.DecisionId, cancellationToken), cancellationToken);
    }

    public async Task Handle(DecisionWithdrawn notification, CancellationToken cancellationToken)
    {
        var installation = await db.Installations.Where(i => i.DecisionId == notification.DecisionId).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (installation?.Cancel() != true)
            return;
        // The paper of the second decision is tracked, and its decision knows it, in the same transaction.
        var second = await db.Decisions.SingleAsync(d => d.Id == notification.ById, cancellationToken);
        var paper = await db.IssuedDocuments.SingleAsync(d => d.Id == second.DocumentId, cancellationToken);
        foreach (var minutes in await db.IssuedDocuments.Where(d => d.Id == installation.MinutesId || d.Id == installation.CessationId).ToListAsync(cancellationToken))
            minutes.WithdrawBy(paper, sealer);
        var path = await db.Employees.Where(e => e.Id == installation.EmployeeId).Select(e => e.PlacePath).SingleAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await desk.Tell(installation, "cancelled", path, notification.EffectiveOn, cancellationToken);
    }
}

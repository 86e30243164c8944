using Massar.Features.Enrollments;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.FollowDeath;

/// <summary>A child who died goes to no school: what was under way ends, and the family is told nothing.</summary>
public sealed class Handler(MassarDb db, TransferDesk desk, TimeProvider clock) : IFactHandler<PupilDied>
{
    public async Task Handle(PupilDied notification, CancellationToken cancellationToken)
    {
        var (pupil, now) = (notification.PupilId, clock.GetUtcNow().UtcDateTime);
        foreach (var transfer in await db.Transfers.Where(t => t.LiveKey == pupil).OrderBy(t => t.Id).ForUpdate().ToListAsync(cancellationToken))
        {
            transfer.EndWithPupil(now);
            await desk.Settle(transfer, "cancelled", null, now, byClock: false, cancellationToken);
        }
    }
}

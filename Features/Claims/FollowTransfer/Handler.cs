using Massar.Features.Claims.Domain;
using Massar.Features.Transfers;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Claims.FollowTransfer;

/// <summary>A claim that nobody decided is the new school's once the pupil has joined it.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<TransferStepped>
{
    public async Task Handle(TransferStepped notification, CancellationToken cancellationToken)
    {
        if (notification.What != "joined")
            return;
        var (pupil, school) = (notification.PupilId, notification.ToSchoolId);
        foreach (var claim in await db.ChildClaims.Where(c => c.PupilId == pupil && c.State == ClaimState.Open).ToListAsync(cancellationToken))
            claim.PlaceId = school;
        await db.SaveChangesAsync(cancellationToken);
    }
}

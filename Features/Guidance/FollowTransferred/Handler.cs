using Massar.Features.Guidance.Domain;
using Massar.Features.Transfers;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.FollowTransferred;

/// <summary>A pupil accepted for a stream of another school is placed when the transfer has brought the pupil there; a transfer that came to nothing gives the seat back, and the waiting list moves.</summary>
public sealed class Handler(MassarDb db, ReorientationDesk desk, Facts facts) : IFactHandler<TransferStepped>
{
    public async Task Handle(TransferStepped notification, CancellationToken cancellationToken)
    {
        var (id, ct) = (notification.TransferId, cancellationToken);
        if (notification.What is not ("joined" or "cancelled" or "refused" or "returned" or "out-of-school")) return;
        var request = await db.Reorientations.SingleOrDefaultAsync(r => r.TransferId == id && r.State == ReorientationState.Accepted, ct);
        if (request is null) return;
        if (notification.What == "joined")
        {
            var day = await db.Transfers.Where(t => t.Id == id).Select(t => t.JoinedOn).SingleAsync(ct);
            _ = request.Place(day!.Value);
        }
        else
        {
            _ = request.Lapse();
            await desk.Free(request, ct);
        }

        await db.SaveChangesAsync(ct);
        await facts.Tell(new ReorientationStepped(request.Id, request.PupilId, request.SchoolId, request.State, request.Version), ct);
        if (notification.What != "joined") await desk.Move(request.WindowId, request.ToSchoolId, request.ToStream, ct);
    }
}

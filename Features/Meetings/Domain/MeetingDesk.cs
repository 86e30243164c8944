using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Meetings.Domain;

/// <summary>What every step of a meeting ends with, in the caller's transaction.</summary>
public sealed class MeetingDesk(MassarDb db, Facts facts)
{
    /// <summary>Saves the step, and tells whom it concerns.</summary>
    public async Task Settle(Meeting meeting, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await facts.Tell(new MeetingStepped(meeting.Id, meeting.State switch { MeetingState.Booked => "booked", MeetingState.CancelledByFamily => "cancelled-by-family", _ => "cancelled-by-school" }), ct);
        await db.SaveChangesAsync(ct);
    }
}

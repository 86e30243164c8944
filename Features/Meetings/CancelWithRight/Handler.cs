using Massar.Features.Meetings.Domain;
using Massar.Features.Pupils;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.CancelWithRight;

/// <summary>When a guardian may not act for a child any more, what was agreed on about the child is called off: the teacher waits for nobody and tells nobody anything.</summary>
public sealed class Handler(MassarDb db, MeetingDesk desk, TimeProvider clock) : IFactHandler<RightEnded>
{
    public async Task Handle(RightEnded notification, CancellationToken cancellationToken)
    {
        var (pupil, guardian, now) = (notification.PupilId, notification.GuardianId, clock.GetUtcNow().UtcDateTime);
        var meetings = await db.Meetings.Where(m => m.PupilId == pupil && m.GuardianId == guardian && m.State == MeetingState.Booked).OrderBy(m => m.Id).ToListAsync(cancellationToken);
        foreach (var meeting in meetings)
            if (meeting.Cancel(bySchool: false, null, now) is null)
                await desk.Settle(meeting, cancellationToken);
    }
}

using Massar.Features.Enrollments;
using Massar.Features.Meetings.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.FollowDeath;

/// <summary>Of a child who died nobody meets anybody: what was agreed on is off, and no notice goes out.</summary>
public sealed class Handler(MassarDb db, TimeProvider clock) : IFactHandler<PupilDied>
{
    public async Task Handle(PupilDied notification, CancellationToken cancellationToken)
    {
        var (pupil, now) = (notification.PupilId, clock.GetUtcNow().UtcDateTime);
        foreach (var meeting in await db.Meetings.Where(m => m.PupilId == pupil && m.State == MeetingState.Booked).OrderBy(m => m.Id).ToListAsync(cancellationToken))
            _ = meeting.Cancel(bySchool: true, null, now);
    }
}

using Massar.Features.Meetings.Domain;
using Massar.Features.Pupils;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Meetings.CancelWithRight;

/// <summary>When a guardian may not act for a child any more, what was agreed on about the child is called off: the teacher waits for nobody and tells nobody anything.</summary>
public sealed class Handler(MassarDb db, MeetingDesk desk) : IFactHandler<RightEnded>
{
    public Task Handle(RightEnded notification, CancellationToken cancellationToken)
    {
        var (pupil, guardian) = (notification.PupilId, notification.GuardianId);
        return desk.CallOff(db.Meetings.Where(m => m.PupilId == pupil && m.GuardianId == guardian), bySchool: false, cancellationToken);
    }
}

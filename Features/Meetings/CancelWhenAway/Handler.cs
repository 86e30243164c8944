using Massar.Features.Leaves;
using Massar.Features.Leaves.Domain;
using Massar.Features.Meetings.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Meetings.CancelWhenAway;

/// <summary>When a teacher's leave is granted, the meetings of those days are called off, and families may choose another time. Why the teacher is away is not said.</summary>
public sealed class Handler(MassarDb db, MeetingDesk desk, TimeProvider clock) : IFactHandler<LeaveStepped>
{
    public async Task Handle(LeaveStepped notification, CancellationToken cancellationToken)
    {
        if (notification.State != LeaveState.Granted)
            return;
        var (employee, id, today) = (notification.EmployeeId, notification.LeaveId, MoroccanDay.Today(clock));
        await desk.CallOff(db.Meetings.Where(m => m.EmployeeId == employee && m.Day >= today && db.Leaves.Any(l => l.Id == id && l.IsAbsence && l.StartsOn <= m.Day && m.Day <= l.EndsOn)), bySchool: true, cancellationToken);
    }
}

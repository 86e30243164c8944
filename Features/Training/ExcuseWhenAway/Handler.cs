using Massar.Features.Leaves;
using Massar.Features.Leaves.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.ExcuseWhenAway;

/// <summary>Whoever gets a leave on a day of a session that has not begun need not come: the seat is free for another, and the head is told.</summary>
public sealed class Handler(MassarDb db, TrainingDesk desk, TimeProvider clock) : IFactHandler<LeaveStepped>
{
    public async Task Handle(LeaveStepped notification, CancellationToken cancellationToken)
    {
        if (notification.State != LeaveState.Granted)
            return;
        var (employee, leave, now) = (notification.EmployeeId, notification.LeaveId, clock.GetUtcNow().UtcDateTime);
        var today = MoroccanDay.Of(now);
        var seats = await db.TrainingSeats.Where(t => t.EmployeeId == employee && (t.State == SeatState.Summoned || t.State == SeatState.Asked)
                && db.TrainingSessions.Any(s => s.Id == t.SessionId && s.State == TrainingState.Convened && s.StartsOn > today)
                && db.Leaves.Any(l => l.Id == leave && l.IsAbsence && db.TrainingDays.Any(d => d.SessionId == t.SessionId && l.StartsOn <= d.Day && d.Day <= l.EndsOn)))
            .OrderBy(t => t.Id).ToListAsync(cancellationToken);
        foreach (var seat in seats)
        {
            seat.ExcuseForLeave(now);
            await desk.Tell(await db.TrainingSessions.SingleAsync(s => s.Id == seat.SessionId, cancellationToken), seat, "excused", cancellationToken);
        }
    }
}

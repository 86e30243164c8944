using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.DropParticipant;

public sealed record Command(long Session, long Seat) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var session = await db.TrainingSessions.HeldBy(user).Where(s => s.Id == command.Session).ForUpdate().SingleOrDefaultAsync(ct);
        var seat = session is null ? null : await db.TrainingSeats.Where(t => t.Id == command.Seat && t.SessionId == command.Session).ForUpdate().SingleOrDefaultAsync(ct);
        if (seat is null)
            return Refusal.NotFound;
        if (seat.State is not SeatState.Chosen)
            return Refusal.Conflict("training.drop.late").Next("training.drop.late.next");
        db.TrainingSeats.Remove(seat);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

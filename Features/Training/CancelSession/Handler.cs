using FluentValidation;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.CancelSession;

public sealed record Command(long Session, int Version, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("training.reason.needed");
        RuleFor(c => c.Reason).MaximumLength(TrainingSeat.ReasonLength).WithMessage("training.long").WithState(_ => new object[] { TrainingSeat.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TrainingDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var session = await db.TrainingSessions.HeldBy(user).Where(s => s.Id == command.Session).ForUpdate().SingleOrDefaultAsync(ct);
        if (session is null)
            return Refusal.NotFound;
        if (session.Version != command.Version)
            return Refusal.Stale;
        await db.Entry(session).Collection(s => s.Days).LoadAsync(ct);
        if (session.Cancel(BidiSafe.CleanLines(command.Reason), clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        var id = session.Id;
        foreach (var seat in await db.TrainingSeats.Where(t => t.SessionId == id && t.State != SeatState.Excused).OrderBy(t => t.Id).ToListAsync(ct))
        {
            var wasTold = seat.SummonedAt is not null;
            seat.Cancel();
            if (wasTold)
                await desk.Tell(session, seat, "cancelled", ct);
        }

        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

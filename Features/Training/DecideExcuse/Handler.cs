using FluentValidation;
using Massar.Features.Families.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.DecideExcuse;

public sealed record Query(long Seat) : IQuery<Asked>;

/// <param name="IsOwn">Somebody else answers.</param>
public sealed record Asked(SessionHead Head, SeatView Seat, bool IsOwn) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <summary>Answers the number of the session.</summary>
public sealed record Command(long Seat, int Version, string? Decision, string? Answer) : ICommand<long>
{
    public const string Excuse = "excuse";
    public const string Keep = "keep";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Decision).Must(d => d is Command.Excuse or Command.Keep).WithMessage("training.excuse.choose");
        RuleFor(c => c.Answer).Must(a => BidiSafe.CleanLinesOrNull(a) is not null).WithMessage("training.reason.needed");
        RuleFor(c => c.Answer).MaximumLength(TrainingSeat.ReasonLength).WithMessage("training.long").WithState(_ => new object[] { TrainingSeat.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TrainingDesk desk, TimeProvider clock) : IQueryHandler<Query, Asked>, ICommandHandler<Command, long>
{
    public async Task<Outcome<Asked>> Handle(Query query, CancellationToken ct)
    {
        var held = db.TrainingSessions.HeldBy(user);
        return await db.SeatOf(db.TrainingSeats.Where(t => t.Id == query.Seat && t.AskedAt != null && held.Any(s => s.Id == t.SessionId)), ct) is { } found
            ? new Asked(found.Head, found.Seat, found.Seat.Employee == user.EmployeeId) : Refusal.NotFound;
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Seat;
        var session = await db.TrainingSessions.HeldBy(user).Where(s => db.TrainingSeats.Any(t => t.Id == id && t.SessionId == s.Id && t.AskedAt != null)).ForUpdate().SingleOrDefaultAsync(ct);
        if (session is null)
            return Refusal.NotFound;
        var seat = await db.TrainingSeats.Where(t => t.Id == id).ForUpdate().SingleAsync(ct);
        if (seat.Version != command.Version)
            return Refusal.Stale;
        if ((await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(seat.EmployeeId))
            return TrainingDesk.Own;
        if (session.State is not TrainingState.Convened)
            return TrainingSession.NotNow;
        var isExcused = command.Decision == Command.Excuse;
        if (seat.Decide(isExcused, BidiSafe.CleanLines(command.Answer), user.AccountId, clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await desk.Tell(session, seat, isExcused ? "excused" : "kept", ct);
        return session.Id;
    }
}

using FluentValidation;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.AnswerSummons;

public sealed record Query(long Seat) : IQuery<SeatCase>;

/// <param name="Seat">Why somebody cannot come is shown to himself and to the office that answers, not to the head.</param>
/// <param name="MayAsk">He may still say that he cannot come.</param>
public sealed record SeatCase(SessionHead Head, SeatView Seat, bool IsMine, bool IsOffice, bool MayAsk) : IShowsPersons
{
    int IShowsPersons.PersonsShown => IsMine ? 0 : 1;
}

public sealed record Command(long Seat, int Version, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("training.reason.needed");
        RuleFor(c => c.Reason).MaximumLength(TrainingSeat.ReasonLength).WithMessage("training.long").WithState(_ => new object[] { TrainingSeat.ReasonLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TrainingDesk desk, TimeProvider clock) : IQueryHandler<Query, SeatCase>, ICommandHandler<Command>
{
    public async Task<Outcome<SeatCase>> Handle(Query query, CancellationToken ct)
    {
        if (await db.SeatOf(db.TrainingSeats.VisibleTo(user, db).Where(s => s.Id == query.Seat), ct) is not { } found)
            return Refusal.NotFound;
        var (isMine, isOffice) = (found.Seat.Employee == user.EmployeeId, user.Has(Permissions.Plan) && found.OfficePath.StartsWith(user.PlacePath, StringComparison.Ordinal));
        return new SeatCase(found.Head, isMine || isOffice ? found.Seat : found.Seat with { Reason = null, Answer = null }, isMine, isOffice,
            isMine && found.Seat is { State: SeatState.Summoned, AnsweredAt: null } && found.Head.State is TrainingState.Convened && found.Head.Days[0] > MoroccanDay.Today(clock));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var seat = await db.TrainingSeats.OfEmployee(user).Where(s => s.Id == command.Seat).ForUpdate().SingleOrDefaultAsync(ct);
        if (seat is null)
            return Refusal.NotFound;
        if (seat.Version != command.Version)
            return Refusal.Stale;
        var (session, now) = (await db.TrainingSessions.SingleAsync(s => s.Id == seat.SessionId, ct), clock.GetUtcNow().UtcDateTime);
        if (session.State is not TrainingState.Convened)
            return TrainingSession.NotNow;
        if (seat.Ask(BidiSafe.CleanLines(command.Reason), session.StartsOn, MoroccanDay.Of(now), now) is { } refusal)
            return refusal;
        await desk.Tell(session, seat, "asked", ct);
        return Done.It;
    }
}

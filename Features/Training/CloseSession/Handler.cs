using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.CloseSession;

public sealed record Query(long Session) : IQuery<Ending>;

/// <param name="Days">Days of the session.</param>
/// <param name="Called">Of them, those whose names were called.</param>
/// <param name="Enough">People who were there on enough days.</param>
/// <param name="Awaited">People who were to come.</param>
/// <param name="Share">Percent of the days for an attestation.</param>
public sealed record Ending(long Session, int Version, string ThemeAr, string ThemeFr, TrainingState State, int Days, int Called, int Enough, int Awaited, int Share);

public sealed record Command(long Session, int Version, string? Report) : ICommand<Closed>;

/// <param name="Job">The background work that makes the attestations, where there are some.</param>
public sealed record Closed(long? Job);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Report).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("training.report.needed");
        RuleFor(c => c.Report).MaximumLength(TrainingSession.ReportLength).WithMessage("training.long").WithState(_ => new object[] { TrainingSession.ReportLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, WorkDesk work, TimeProvider clock) : IQueryHandler<Query, Ending>, ICommandHandler<Command, Closed>
{
    public async Task<Outcome<Ending>> Handle(Query query, CancellationToken ct)
    {
        var row = await db.TrainingSessions.HeldBy(user).Where(s => s.Id == query.Session)
            .Select(s => new { s.Id, s.Version, s.ThemeAr, s.ThemeFr, s.State, Days = s.Days.Count, Called = s.Days.Count(d => d.CalledAt != null) }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;
        var (figures, present) = (await TrainingFigures.Current(db, ct), await Present(query.Session, ct));
        return new Ending(row.Id, row.Version, row.ThemeAr, row.ThemeFr, row.State, row.Days, row.Called, present.Count(p => figures.IsEnough(p.Value, row.Days)), present.Count, figures.PresentShare);
    }

    public async Task<Outcome<Closed>> Handle(Command command, CancellationToken ct)
    {
        var session = await db.TrainingSessions.HeldBy(user).Where(s => s.Id == command.Session).ForUpdate().SingleOrDefaultAsync(ct);
        if (session is null)
            return Refusal.NotFound;
        if (session.Version != command.Version)
            return Refusal.Stale;
        // His own attestation is somebody else's to give.
        var own = Hands.FilesOf(db, user.EmployeeId ?? 0);
        if (await db.TrainingSeats.AnyAsync(t => t.SessionId == command.Session && own.Contains(t.EmployeeId) && (t.State == SeatState.Summoned || t.State == SeatState.Asked), ct))
            return TrainingDesk.Own;
        await db.Entry(session).Collection(s => s.Days).LoadAsync(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        if (session.Close(BidiSafe.CleanLines(command.Report), session.Days.TrueForAll(d => d.CalledAt is not null), MoroccanDay.Of(now), now) is { } refusal)
            return refusal;
        var (figures, present, id) = (await TrainingFigures.Current(db, ct), await Present(command.Session, ct), session.Id);
        var earned = 0;
        foreach (var seat in await db.TrainingSeats.Where(t => t.SessionId == id && (t.State == SeatState.Summoned || t.State == SeatState.Asked)).ToListAsync(ct))
        {
            var days = present.GetValueOrDefault(seat.Id);
            seat.Count(days, figures.IsEnough(days, session.Days.Count));
            earned += seat.IsEarned ? 1 : 0;
        }

        var item = earned == 0 ? null : PaperWork.Order(work, session, user, earned);
        await db.SaveChangesAsync(ct);
        return new Closed(item?.Id);
    }

    /// <summary>Days present of everybody who was to come, by seat.</summary>
    private Task<Dictionary<long, int>> Present(long session, CancellationToken ct) => db.TrainingSeats.Where(t => t.SessionId == session && (t.State == SeatState.Summoned || t.State == SeatState.Asked))
        .Select(t => new { t.Id, Days = db.TrainingPresences.Count(p => p.SeatId == t.Id && p.IsPresent) }).ToDictionaryAsync(t => t.Id, t => t.Days, ct);
}

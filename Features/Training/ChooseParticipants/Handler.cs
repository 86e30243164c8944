using FluentValidation;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.ChooseParticipants;

public sealed record Query(long Session, string? School, string? Words, int? Page) : IQuery<Choices>;

/// <param name="Free">Seats left.</param>
/// <param name="People">Who may be chosen, who was trained least first; a page of them.</param>
/// <param name="Total">How many may be chosen.</param>
/// <param name="Out">Who is of the target and left out; the first of them.</param>
/// <param name="OutTotal">How many there are.</param>
/// <param name="AgainYears">Years in which nobody is trained twice on one theme.</param>
public sealed record Choices(
    Query Query, string ThemeAr, string ThemeFr, int Version, int Free, IReadOnlyList<Candidate> People, int Total, int Page, IReadOnlyList<Candidate> Out, int OutTotal, int AgainYears) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => People.Count + Out.Count;
}

/// <param name="Who">Numbers of employees.</param>
/// <param name="All">As many as there are seats left.</param>
public sealed record Command(long Session, int Version, IReadOnlyList<long> Who, bool All, string? School, string? Words) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Who).Must((c, who) => c.All || who.Count > 0).WithMessage("training.choose.nobody");
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Choices>, ICommandHandler<Command>
{
    private const int MostOut = 20;

    public async Task<Outcome<Choices>> Handle(Query query, CancellationToken ct)
    {
        var session = await db.TrainingSessions.HeldBy(user).AsNoTracking().SingleOrDefaultAsync(s => s.Id == query.Session, ct);
        if (session is null)
            return Refusal.NotFound;
        var figures = await TrainingFigures.Current(db, ct);
        var people = await Candidates.Of(db, user, session, new CandidateFilter(query.School, query.Words), only: null, isSeated: false, figures, ct);
        var (may, left) = (people.Where(p => p.Out is null).ToList(), people.Where(p => p.Out is not null).ToList());
        var page = Math.Clamp(query.Page ?? 1, 1, Math.Max(1, (may.Count + Choices.PageSize - 1) / Choices.PageSize));
        return new Choices(query, session.ThemeAr, session.ThemeFr, session.Version, session.Seats - await Taken(session.Id, ct),
            [.. may.Skip((page - 1) * Choices.PageSize).Take(Choices.PageSize)], may.Count, page, [.. left.Take(MostOut)], left.Count, figures.AgainYears);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var session = await db.TrainingSessions.HeldBy(user).Where(s => s.Id == command.Session).ForUpdate().SingleOrDefaultAsync(ct);
        if (session is null)
            return Refusal.NotFound;
        if (session.Version != command.Version)
            return Refusal.Stale;
        if (session.State is not (TrainingState.Planned or TrainingState.Convened) || session.StartsOn <= MoroccanDay.Today(clock))
            return TrainingSession.NotNow;
        var figures = await TrainingFigures.Current(db, ct);
        var free = session.Seats - await Taken(session.Id, ct);
        var ids = command.Who;
        if (command.All)
            ids = [.. (await Candidates.Of(db, user, session, new CandidateFilter(command.School, command.Words), only: null, isSeated: false, figures, ct)).Where(p => p.Out is null && p.Employee != user.EmployeeId).Take(Math.Max(0, free)).Select(p => p.Employee)];
        if (ids.Count == 0)
            return Refusal.Conflict(free <= 0 ? "training.full" : "training.choose.none").Next("training.choose.none.next");
        if (ids.Distinct().Count() > free)
            return Refusal.Conflict("training.full.by", ids.Distinct().Count(), Math.Max(0, free)).Next("training.full.next");

        if (user.EmployeeId is { } me && ids.Contains(me))
            return TrainingDesk.Own;
        // Held in one order: two officers who choose the same person for two sessions of one day come one after the other.
        await db.Employees.Where(e => ids.Contains(e.Id)).OrderBy(e => e.Id).ForUpdate().Select(e => e.Id).ToListAsync(ct);
        var people = await Candidates.Of(db, user, session, new CandidateFilter(null, null), [.. ids], isSeated: false, figures, ct);
        if (people.Count < ids.Distinct().Count())
            return Refusal.Conflict("training.choose.gone").Next("training.choose.gone.next");
        if (people.Find(p => p.Out is not null) is { } left)
            return Refusal.Conflict($"training.choose.out.{left.Out}", left.NameAr, left.NameLatin).Next("training.choose.out.next");
        var now = clock.GetUtcNow().UtcDateTime;
        db.TrainingSeats.AddRange(people.Select(p => new TrainingSeat { SessionId = session.Id, EmployeeId = p.Employee, PlaceId = p.PlaceId, PlacePath = p.PlacePath, ChosenAt = now }));
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private Task<int> Taken(long session, CancellationToken ct) => db.TrainingSeats.CountAsync(t => t.SessionId == session && (t.State == SeatState.Chosen || t.State == SeatState.Summoned || t.State == SeatState.Asked), ct);
}

using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.PostponeAdvancement;

/// <param name="On">The day of the list, yyyy-MM-dd; today when empty.</param>
public sealed record Query(long Employee, string? On) : IQuery<Entry>;

/// <summary>One line of the year's list and what was done about it before.</summary>
/// <param name="Year">The year it would be left out of.</param>
/// <param name="Before">Earlier postponements of the same person, the latest first.</param>
public sealed record Entry(Candidate Line, DateOnly On, int Year, IReadOnlyList<Earlier> Before) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <remarks>Without the words: those were for the person and the office of that year.</remarks>
public sealed record Earlier(int Year, string ReasonCode, DateTime At, string ByAr, string ByLatin, DateTime? LiftedAt);

public sealed record Command(long Employee, string? On, string? Reason, string? Remark) : ICommand<Postponed>;

/// <summary>The list the line is on from now, for the way back.</summary>
public sealed record Postponed(long Postponement, int Year, DateOnly On);

public sealed class Handler(MassarDb db, CurrentUser user, DueStaff staff, Facts facts, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Postponed>
{
    private const int MostBefore = 10;

    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var (id, today) = (query.Employee, MoroccanDay.Today(clock));
        var on = TypedDay.Read(query.On) ?? today;
        if (await Line(id, on, ct) is not { } line)
            return Refusal.NotFound;
        var before = await db.Postponements.Where(p => p.EmployeeId == id).OrderByDescending(p => p.Id).Take(MostBefore)
            .Select(p => new Earlier(p.Year, p.ReasonCode, p.At, p.ByAr, p.ByLatin, p.LiftedAt)).ToListAsync(ct);
        return new Entry(line, on, Postponements.YearOf(on, today), before);
    }

    public async Task<Outcome<Postponed>> Handle(Command command, CancellationToken ct)
    {
        var (id, today) = (command.Employee, MoroccanDay.Today(clock));
        var on = TypedDay.Read(command.On) ?? today;
        var path = await db.Employees.InReachOf(user).Where(e => e.Id == id).Select(e => e.PlacePath).SingleOrDefaultAsync(ct);
        if (path is null)
            return Refusal.NotFound;
        if ((await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(id))
            return Decision.OwnCase;

        // Who prepares holds the row of his office: whoever comes second finds what the first has done.
        var offices = DecisionReader.Path(path);
        _ = await db.Places.Where(p => offices.Contains(p.Id)).OrderBy(p => p.Id).Select(p => p.Id).ForUpdate().ToListAsync(ct);
        if (await Line(id, on, ct) is not { } line)
            return Refusal.NotFound;
        if (line.Postponed is { } already)
            return Refusal.Conflict("decisions.postpone.already", already.Year).Next("decisions.postpone.already-next");
        if (line.IsLater)
            return Refusal.Conflict(line.Advancement.Why!.Key, line.Advancement.Why.Args).Next("decisions.postpone.not-due-next");
        // Nobody is left out of the list of a year in which the line is not due; with a problem that hides its day, only of this year's.
        var last = Math.Clamp(line.Advancement.DueOn?.Year ?? today.Year, today.Year, today.Year + 1);
        if (on.Year > last)
            return Refusal.Invalid("On", "decisions.postpone.far", last);

        var row = new Postponement
        {
            EmployeeId = id,
            PlaceId = user.PlaceId,
            PlacePath = user.PlacePath,
            Year = Postponements.YearOf(on, today),
            DueOn = line.Advancement.DueOn,
            ReasonCode = command.Reason!,
            Remark = BidiSafe.CleanLinesOrNull(command.Remark),
            At = clock.GetUtcNow().UtcDateTime,
            AccountId = user.AccountId,
            ByAr = user.Session.NameAr,
            ByLatin = user.Session.NameLatin,
        };
        db.Postponements.Add(row);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new AdvancementPostponed(row.Id, id, user.PlaceId, row.Year, IsLifted: false), ct);
        await db.SaveChangesAsync(ct);
        return new Postponed(row.Id, row.Year, on);
    }

    private async Task<Candidate?> Line(long employee, DateOnly on, CancellationToken ct) =>
        (await staff.Read(db.Employees.InReachOf(user).Where(e => e.Id == employee), on, ct)).SingleOrDefault();
}

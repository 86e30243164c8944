using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.LiftPostponement;

public sealed record Query(long Postponement) : IQuery<Entry>;

/// <summary>One postponement.</summary>
/// <param name="DueOn">When the next échelon was reached; null where a problem hid it.</param>
public sealed record Entry(
    long Id, int Version, string NameAr, string NameLatin, string Ppr, int Year, DateOnly? DueOn, string ReasonCode, string? Remark, DateTime At, string ByAr, string ByLatin,
    DateTime? LiftedAt, string? LiftedByAr, string? LiftedByLatin) : IShowsPersons
{
    /// <summary>It holds, and its year is not over.</summary>
    public bool MayBeLifted { get; init; }

    int IShowsPersons.PersonsShown => 1;
}

/// <param name="Version">The postponement as it was read.</param>
public sealed record Command(long Postponement, string? Version) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var (path, year) = (user.PlacePath, MoroccanDay.Today(clock).Year);
        return await (
            from p in db.Postponements
            where p.Id == query.Postponement
            join e in db.Employees.InReachOf(user) on p.EmployeeId equals e.Id
            select new Entry(p.Id, p.Version, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, e.Ppr, p.Year, p.DueOn, p.ReasonCode,
                // The words are for the person and the office of that year.
                p.Year >= year && p.PlacePath.StartsWith(path) ? p.Remark : null, p.At, p.ByAr, p.ByLatin,
                p.LiftedAt, p.LiftedByAr, p.LiftedByLatin)
            { MayBeLifted = p.LiftedAt == null && p.Year >= year }).AsNoTracking().SingleOrDefaultAsync(ct) is { } entry ? entry : Refusal.NotFound;
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Postponement;
        var reach = db.Employees.InReachOf(user);
        var row = await db.Postponements.Where(p => p.Id == id && reach.Any(e => e.Id == p.EmployeeId)).ForUpdate().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;
        if ((await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(row.EmployeeId))
            return Decision.OwnCase;
        if (row.Version.ToString(CultureInfo.InvariantCulture) != command.Version)
            return Refusal.Stale;
        if (row.Lift(DecisionActor.Of(user), clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await facts.Tell(new AdvancementPostponed(row.Id, row.EmployeeId, user.PlaceId, row.Year, IsLifted: true), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

using Massar.Features.Employees.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.ListLeaves;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, string? Kind, string? Words, int Page, bool IsWhole) : IQuery<Board>;

/// <param name="Away">People away today.</param>
/// <param name="NotBack">Leaves that are over without a recorded return.</param>
/// <param name="Flags">Requests for an explanation that are not concluded.</param>
public sealed record Board(Query Query, IReadOnlyList<Line> Lines, int Total, int Page, DateOnly Today, IReadOnlyList<Kind> Kinds, int Away, int NotBack, int Flags) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Kind(string Code, string NameAr, string NameFr);

public sealed record Line(
    long Id, long EmployeeId, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, string CountedAs, DateOnly StartsOn, DateOnly EndsOn, DateOnly? ReturnedOn, int Days, int FullDays, int HalfDays, int UnpaidDays,
    LeaveState State, DateTime StateSince, bool IsPaperMissing)
{
    public DateOnly LastDay => Leave.LastDayOf(EndsOn, ReturnedOn);
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Board>
{
    private const int Most = 20_000;

    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var (today, path) = (MoroccanDay.Today(clock), user.PlacePath);
        var below = db.Leaves.Below(user);
        var (away, late) = (below.AwayOn(today), below.NotBack(db, today));
        var kinds = await db.LeaveTypes.AsNoTracking().Where(t => db.SchoolYears.Any(y => y.Id == t.SchoolYearId && y.IsCurrent)).OrderBy(t => t.Order).Select(t => new
        {
            Kind = new Kind(t.Code, t.NameAr, t.NameFr),
            Away = away.Count(),
            NotBack = late.Count(),
            Flags = db.LeaveFlags.Count(f => f.PlacePath.StartsWith(path) && (f.State == FlagState.Open || f.State == FlagState.Answered)),
        }).ToListAsync(ct);

        var rows = Narrowed(below, query.State, today);
        if (query.Kind is { Length: > 0 } code)
            rows = rows.Where(l => l.CountedAs == code);
        var pairs = rows.Join(db.Employees, l => l.EmployeeId, e => e.Id, (l, e) => new Pair { Leave = l, Employee = e });
        var words = BidiSafe.Clean(query.Words);
        pairs = Employee.IsPpr(words) ? pairs.Where(r => r.Employee.Ppr == words) : pairs.NamedLike(r => r.Employee.SearchKey, words);

        var total = query.IsWhole ? 0 : await pairs.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Board.PageSize - 1) / Board.PageSize));
        var lines = await (
                from r in pairs.OrderByDescending(r => r.Leave.StateSince).ThenByDescending(r => r.Leave.Id).Skip((page - 1) * Board.PageSize).Take(query.IsWhole ? Most : Board.PageSize)
                join place in db.Places on r.Leave.PlaceId equals place.Id
                orderby r.Leave.StateSince descending, r.Leave.Id descending
                select new Line(
                    r.Leave.Id, r.Employee.Id, r.Employee.Ppr, r.Employee.LastNameAr + " " + r.Employee.FirstNameAr, r.Employee.LastNameLatin + " " + r.Employee.FirstNameLatin, place.NameAr, place.NameFr, r.Leave.CountedAs,
                    r.Leave.StartsOn, r.Leave.EndsOn, r.Leave.ReturnedOn, r.Leave.Days, r.Leave.FullDays, r.Leave.HalfDays, r.Leave.UnpaidDays, r.Leave.State, r.Leave.StateSince, r.Leave.PaperDueOn != null && r.Leave.PaperId == null))
            .AsNoTracking().ToListAsync(ct);
        var any = kinds.FirstOrDefault();
        return new Board(query, lines, query.IsWhole ? lines.Count : total, page, today, [.. kinds.Select(k => k.Kind)], any?.Away ?? 0, any?.NotBack ?? 0, any?.Flags ?? 0);
    }

    private IQueryable<Leave> Narrowed(IQueryable<Leave> leaves, string? state, DateOnly today)
    {
        if (state == "all")
            return leaves;
        if (state == "away")
            return leaves.AwayOn(today);
        if (state == "late")
            return leaves.NotBack(db, today);
        if (Enum.TryParse<LeaveState>(state, out var one) && Enum.IsDefined(one))
            return leaves.Where(l => l.State == one);
        var open = LeaveStates.Open;
        return leaves.Where(l => open.Contains(l.State));
    }

    private sealed class Pair
    {
        public required Leave Leave { get; init; }

        public required Employee Employee { get; init; }
    }
}

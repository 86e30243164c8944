using Massar.Features.Employees.Domain;
using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Installations.ListInstallations;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, string? Way, string? Words, int Page, bool IsWhole) : IQuery<Board>;

/// <param name="Due">People awaited.</param>
/// <param name="Late">Of them, those whose last day to come is over.</param>
/// <param name="ToConfirm">Seen by the place, and not yet confirmed by the person.</param>
/// <param name="Leaving">People who go, without minutes of the place left.</param>
public sealed record Board(Query Query, IReadOnlyList<Line> Lines, int Total, int Page, DateOnly Today, int Due, int Late, int ToConfirm, int Leaving) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(
    long Id, string Ppr, string NameAr, string NameLatin, string Decision, string? FromAr, string? FromFr, string ToAr, string ToFr, DateOnly DueOn, DateOnly Until, InstallationState State, DateOnly? LeftOn, DateOnly? PresentOn, bool IsFlagged)
{
    public bool IsLate(DateOnly today) => State is InstallationState.Due && Until < today;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Board>
{
    private const int Most = 20_000;

    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var (today, path) = (MoroccanDay.Today(clock), user.PlacePath);
        var below = db.Installations.Below(user);
        var here = below.Where(i => i.PlacePath.StartsWith(path));
        var counts = await db.Places.Where(p => p.Id == user.PlaceId).Select(p => new
        {
            Due = here.Count(i => i.State == InstallationState.Due),
            Late = here.Count(i => i.State == InstallationState.Due && i.Until < today),
            ToConfirm = here.Count(i => i.State == InstallationState.Present),
            Leaving = below.Count(i => i.FromPath != null && i.FromPath.StartsWith(path) && i.CessationId == null && i.State != InstallationState.Cancelled),
        }).SingleAsync(ct);

        var rows = query.Way switch
        {
            "in" => here,
            "out" => below.Where(i => i.FromPath != null && i.FromPath.StartsWith(path)),
            _ => below,
        };
        rows = query.State switch
        {
            "all" => rows,
            "late" => rows.Where(i => i.State == InstallationState.Due && i.Until < today),
            "leaving" => rows.Where(i => i.FromPath != null && i.FromPath.StartsWith(path) && i.CessationId == null && i.State != InstallationState.Cancelled),
            _ when Enum.TryParse<InstallationState>(query.State, out var one) && Enum.IsDefined(one) => rows.Where(i => i.State == one),
            _ => rows.Where(i => i.State == InstallationState.Due || i.State == InstallationState.Present),
        };
        var pairs = rows.Join(db.Employees, i => i.EmployeeId, e => e.Id, (i, e) => new Pair { Installation = i, Employee = e });
        var words = BidiSafe.Clean(query.Words);
        pairs = Employee.IsPpr(words) ? pairs.Where(r => r.Employee.Ppr == words) : pairs.NamedLike(r => r.Employee.SearchKey, words);

        var total = query.IsWhole ? 0 : await pairs.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Board.PageSize - 1) / Board.PageSize));
        var lines = await (
                from r in pairs.OrderBy(r => r.Installation.DueOn).ThenBy(r => r.Installation.Id).Skip((page - 1) * Board.PageSize).Take(query.IsWhole ? Most : Board.PageSize)
                join d in db.Decisions on r.Installation.DecisionId equals d.Id
                join to in db.Places on r.Installation.PlaceId equals to.Id
                join f in db.Places on r.Installation.FromPlaceId equals (int?)f.Id into froms
                from f in froms.DefaultIfEmpty()
                orderby r.Installation.DueOn, r.Installation.Id
                select new Line(
                    r.Installation.Id, r.Employee.Ppr, r.Employee.LastNameAr + " " + r.Employee.FirstNameAr, r.Employee.LastNameLatin + " " + r.Employee.FirstNameLatin, d.Number!, f == null ? null : f.NameAr, f == null ? null : f.NameFr,
                    to.NameAr, to.NameFr, r.Installation.DueOn, r.Installation.Until, r.Installation.State, r.Installation.LeftOn, r.Installation.PresentOn, r.Installation.FlaggedAt != null))
            .AsNoTracking().ToListAsync(ct);
        return new Board(query, lines, query.IsWhole ? lines.Count : total, page, today, counts.Due, counts.Late, counts.ToConfirm, counts.Leaving);
    }

    private sealed class Pair
    {
        public required Installation Installation { get; init; }

        public required Employee Employee { get; init; }
    }
}

using System.Text.Json.Serialization;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.ListEvents;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, string? Words, int Page, bool IsWhole) : IQuery<Board>;

/// <param name="ToDecide">On the file, waiting for a decision to be prepared.</param>
/// <param name="Late">Papers whose day is over, and declarations the office has had too long.</param>
public sealed record Board(Query Query, IReadOnlyList<Line> Lines, int Total, int Page, DateOnly Today, int ToCheck, int Missing, int ToDecide, int Late, [property: JsonIgnore] FamilyBook Book) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;

    /// <summary>The name of a missing paper.</summary>
    public string? Name(FamilyEventKind kind, string? code, bool arabic) => Book.Find(kind, code) is { } rule ? arabic ? rule.NameAr : rule.NameFr : code;
}

public sealed record Line(
    long Id, long EmployeeId, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, FamilyEventKind Kind, string? ChildNameAr, DateOnly HappenedOn, DateTime DeclaredAt, FamilyState State, DateTime StateSince, string? MissingPaper, DateOnly? PaperDueOn, int Reminders);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Board>
{
    private const int Most = 20_000;

    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var (today, book, below) = (MoroccanDay.Today(clock), await FamilyBook.Current(db, ct), db.FamilyEvents.Below(user));
        var since = MoroccanHour.Utc(today.AddDays(-book.OfficeDays), TimeOnly.MinValue);
        var late = below.Where(e => (e.State == FamilyState.Missing && (e.PaperDueOn < today || e.Reminders > 0)) || (e.State == FamilyState.Declared && e.StateSince < since));
        var toDecide = below.ToDecide(db);
        var rows = query.State switch
        {
            "all" => below,
            "late" => late,
            "decide" => toDecide,
            { } state when Enum.TryParse<FamilyState>(state, out var one) && Enum.IsDefined(one) => below.Where(e => e.State == one),
            _ => below.Where(e => e.State == FamilyState.Declared || e.State == FamilyState.Missing || e.State == FamilyState.Entered),
        };
        var pairs = rows.Join(db.Employees, f => f.EmployeeId, e => e.Id, (f, e) => new Pair { Event = f, Employee = e });
        var words = BidiSafe.Clean(query.Words);
        pairs = Employee.IsPpr(words) ? pairs.Where(r => r.Employee.Ppr == words) : pairs.NamedLike(r => r.Employee.SearchKey, words);

        // One statement counts everything: what is shown, and the four figures above it.
        var figures = await db.SchoolYears.Where(y => y.IsCurrent).Select(y => new
        {
            Total = pairs.Count(),
            ToCheck = below.Count(e => e.State == FamilyState.Declared),
            Missing = below.Count(e => e.State == FamilyState.Missing),
            ToDecide = toDecide.Count(),
            Late = late.Count(),
        }).FirstOrDefaultAsync(ct);
        var total = figures?.Total ?? 0;
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Board.PageSize - 1) / Board.PageSize));
        var lines = await (
                from r in pairs.OrderByDescending(r => r.Event.StateSince).ThenByDescending(r => r.Event.Id).Skip((page - 1) * Board.PageSize).Take(query.IsWhole ? Most : Board.PageSize)
                join place in db.Places on r.Event.PlaceId equals place.Id
                join c in db.EmployeeChildren on r.Event.ChildId equals c.Id into children
                from c in children.DefaultIfEmpty()
                orderby r.Event.StateSince descending, r.Event.Id descending
                select new Line(
                    r.Event.Id, r.Employee.Id, r.Employee.Ppr, r.Employee.LastNameAr + " " + r.Employee.FirstNameAr, r.Employee.LastNameLatin + " " + r.Employee.FirstNameLatin, place.NameAr, place.NameFr, r.Event.Kind,
                    r.Event.ChildNameAr ?? c.FirstNameAr, r.Event.HappenedOn, r.Event.DeclaredAt, r.Event.State, r.Event.StateSince, r.Event.MissingPaper, r.Event.PaperDueOn, r.Event.Reminders))
            .AsNoTracking().ToListAsync(ct);
        return new Board(query, lines, query.IsWhole ? lines.Count : total, page, today, figures?.ToCheck ?? 0, figures?.Missing ?? 0, figures?.ToDecide ?? 0, figures?.Late ?? 0, book);
    }

    private sealed class Pair
    {
        public required FamilyEvent Event { get; init; }

        public required Employee Employee { get; init; }
    }
}

using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListEntrustments;

/// <param name="Show">soon (also without it): those that end within the days of the setting; running; over; all.</param>
/// <param name="Q">Name or payroll number.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? Show, string? Q, int Page, bool IsWhole) : IQuery<Entrustments>;

/// <summary>One page of entrustments, the first to end first.</summary>
/// <param name="Days">How many days before its end one is said to end soon.</param>
public sealed record Entrustments(string Show, string? Q, int Days, int Total, int Page, DateOnly Today, IReadOnlyList<EntrustmentLine> Lines) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="Function">A code of <see cref="SchoolFunctions"/>.</param>
/// <param name="Decision">The decision that says so, with its number.</param>
public sealed record EntrustmentLine(
    long EmployeeId, string Ppr, string NameAr, string NameLatin, string Function, bool IsInterim, string PlaceAr, string PlaceFr, DateOnly StartsOn, DateOnly EndsOn, long Decision, string? Number);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Entrustments>
{
    private const int Most = 20_000;

    /// <summary>What the list may be narrowed to.</summary>
    internal static readonly string[] Shows = ["soon", "running", "over", "all"];

    public async Task<Outcome<Entrustments>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (today, path) = (MoroccanDay.Today(clock), user.PlacePath);
        var days = (await YearFigures.Current(db, CareerFigures.Prefix, ct)).Number("entrustment-warn-days", 30, 1, 366);
        var (show, soon) = (Shows.Contains(query.Show) ? query.Show! : Shows[0], today.AddDays(days));
        var terms = db.FunctionTerms.Where(t => t.PlacePath.StartsWith(path)).Known(db.FunctionTerms);
        terms = show switch
        {
            "soon" => terms.Where(t => t.EndsOn >= today && t.EndsOn <= soon),
            "running" => terms.Where(t => t.StartsOn <= today && t.EndsOn >= today),
            "over" => terms.Where(t => t.EndsOn < today),
            _ => terms,
        };
        var pairs = terms.Join(db.Employees, t => t.EmployeeId, e => e.Id, (t, e) => new Pair { Term = t, Employee = e });
        var words = BidiSafe.Clean(query.Q);
        pairs = Employee.IsPpr(words) ? pairs.Where(r => r.Employee.Ppr == words) : pairs.NamedLike(r => r.Employee.SearchKey, words);
        var total = query.IsWhole ? 0 : await pairs.CountAsync(ct);
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (total + Entrustments.PageSize - 1) / Entrustments.PageSize));
        var lines = await (
            from r in pairs.OrderBy(r => r.Term.EndsOn).ThenBy(r => r.Term.Id).Skip((page - 1) * Entrustments.PageSize).Take(query.IsWhole ? Most : Entrustments.PageSize)
            join p in db.Places on r.Term.PlaceId equals p.Id
            join d in db.Decisions on r.Term.DecisionId equals d.Id
            orderby r.Term.EndsOn, r.Term.Id
            select new EntrustmentLine(
                r.Employee.Id, r.Employee.Ppr, r.Employee.LastNameAr + " " + r.Employee.FirstNameAr, r.Employee.LastNameLatin + " " + r.Employee.FirstNameLatin,
                r.Term.FunctionCode, r.Term.IsInterim, p.NameAr, p.NameFr, r.Term.StartsOn, r.Term.EndsOn, d.Id, d.Number)).AsNoTracking().ToListAsync(ct);
        return new Entrustments(show, words.Length == 0 ? null : words, days, query.IsWhole ? lines.Count : total, page, today, lines);
    }

    private sealed class Pair
    {
        public required FunctionTerm Term { get; init; }

        public required Employee Employee { get; init; }
    }
}

using Massar.Features.Discipline.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Discipline.ListCases;

/// <param name="State">open (also without it), erasure, all, or a state by name.</param>
/// <param name="Q">Name or payroll number.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, string? Q, int Page, bool IsWhole = false) : IQuery<Cases>;

/// <summary>One page of cases, the longest waiting first.</summary>
public sealed record Cases(string? State, string? Q, int Total, int Page, DateOnly Today, IReadOnlyList<CaseLine> Lines) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="ErasureAskedAt">The person asks that no trace remains.</param>
public sealed record CaseLine(
    long Id, long EmployeeId, string Ppr, string NameAr, string NameLatin, DateOnly FactsOn, DateTime OpenedAt, DisciplineState State, DateTime StateSince, DateOnly ReplyDueOn, DateOnly? CouncilDueOn, DateTime? ErasureAskedAt)
{
    /// <summary>The day something is awaited by; null where nothing is.</summary>
    public DateOnly? DueOn => State switch { DisciplineState.Asked => ReplyDueOn, DisciplineState.AtCouncil => CouncilDueOn, _ => null };
}

public sealed class Handler(MassarDb db, CurrentUser user, DisciplineDesk desk, TimeProvider clock) : IQueryHandler<Query, Cases>
{
    private const int Most = 20_000;

    public async Task<Outcome<Cases>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var own = await desk.Own(ct);
        var rows = db.DisciplineCases.Below(user, own);
        rows = query.State switch
        {
            "all" => rows,
            "erasure" => rows.Where(c => c.ErasureAskedAt != null),
            { } state when Enum.TryParse<DisciplineState>(state, out var one) && Enum.IsDefined(one) => rows.Where(c => c.State == one),
            _ => rows.Where(c => c.State < DisciplineState.Proposed || c.ErasureAskedAt != null),
        };
        var pairs = rows.Join(db.Employees, c => c.EmployeeId, e => e.Id, (c, e) => new Pair { Case = c, Employee = e });
        var words = BidiSafe.Clean(query.Q);
        pairs = Employee.IsPpr(words) ? pairs.Where(r => r.Employee.Ppr == words) : pairs.NamedLike(r => r.Employee.SearchKey, words);
        var total = query.IsWhole ? 0 : await pairs.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Cases.PageSize - 1) / Cases.PageSize));
        var lines = await pairs.OrderBy(r => r.Case.StateSince).ThenBy(r => r.Case.Id).Skip((page - 1) * Cases.PageSize).Take(query.IsWhole ? Most : Cases.PageSize).Select(r => new CaseLine(
            r.Case.Id, r.Employee.Id, r.Employee.Ppr, r.Employee.LastNameAr + " " + r.Employee.FirstNameAr, r.Employee.LastNameLatin + " " + r.Employee.FirstNameLatin,
            r.Case.FactsOn, r.Case.OpenedAt, r.Case.State, r.Case.StateSince, r.Case.ReplyDueOn, r.Case.CouncilDueOn, r.Case.ErasureAskedAt)).AsNoTracking().ToListAsync(ct);
        return new Cases(query.State, words.Length == 0 ? null : words, query.IsWhole ? lines.Count : total, page, MoroccanDay.Today(clock), lines);
    }

    private sealed class Pair
    {
        public required DisciplineCase Case { get; init; }

        public required Employee Employee { get; init; }
    }
}

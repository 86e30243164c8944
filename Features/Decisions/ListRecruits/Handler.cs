using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListRecruits;

/// <param name="State">Of the decision, by name.</param>
/// <param name="Q">Name or payroll number.</param>
/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, string? Q, int Page, bool IsWhole) : IQuery<Recruits>;

/// <summary>One page of recruits, the latest first.</summary>
public sealed record Recruits(DecisionState? State, string? Q, int Total, int Page, IReadOnlyList<RecruitLine> Lines) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="PlaceAr">The first workplace.</param>
/// <param name="PresentOn">The day of presence; null while the person has not come.</param>
public sealed record RecruitLine(
    long Id, long EmployeeId, string Ppr, string NameAr, string NameLatin, string GradeCode, string? GradeAr, string? GradeFr, string? PlaceAr, string? PlaceFr, DateOnly EffectiveOn, DecisionState State, string? Number, DateOnly? PresentOn);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Recruits>
{
    private const int Most = 20_000;

    public async Task<Outcome<Recruits>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var decisions = db.Decisions.InReachOf(user).Where(d => d.Kind == Recruitment.KindCode);
        DecisionState? wanted = Enum.TryParse<DecisionState>(query.State, out var state) && Enum.IsDefined(state) ? state : null;
        if (wanted is { } only)
            decisions = decisions.Where(d => d.State == only);
        var rows = decisions.Join(db.Employees, d => d.EmployeeId, e => e.Id, (d, e) => new Row { Decision = d, Employee = e });
        var words = BidiSafe.Clean(query.Q);
        rows = Employee.IsPpr(words) ? rows.Where(r => r.Employee.Ppr == words) : rows.NamedLike(r => r.Employee.SearchKey, words);
        var total = query.IsWhole ? 0 : await rows.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Recruits.PageSize - 1) / Recruits.PageSize));
        var lines = await (
            from r in rows.OrderByDescending(r => r.Decision.Id).Skip((page - 1) * Recruits.PageSize).Take(query.IsWhole ? Most : Recruits.PageSize)
            join g in db.StaffGrades on r.Decision.GradeCode equals g.Code into grades
            from g in grades.DefaultIfEmpty()
            join p in db.Places on r.Decision.NewPlaceId equals (int?)p.Id into places
            from p in places.DefaultIfEmpty()
            orderby r.Decision.Id descending
            select new RecruitLine(
                r.Decision.Id, r.Employee.Id, r.Employee.Ppr, r.Employee.LastNameAr + " " + r.Employee.FirstNameAr, r.Employee.LastNameLatin + " " + r.Employee.FirstNameLatin, r.Decision.GradeCode,
                g == null ? null : g.CadreAr + "، " + g.GradeAr, g == null ? null : g.CadreFr + ", " + g.GradeFr, p == null ? null : p.NameAr, p == null ? null : p.NameFr, r.Decision.EffectiveOn, r.Decision.State, r.Decision.Number,
                db.Installations.Where(i => i.DecisionId == r.Decision.Id).Select(i => i.PresentOn).FirstOrDefault())).AsNoTracking().ToListAsync(ct);
        return new Recruits(wanted, words.Length == 0 ? null : words, query.IsWhole ? lines.Count : total, page, lines);
    }

    private sealed class Row
    {
        public required Decision Decision { get; init; }

        public required Employee Employee { get; init; }
    }
}

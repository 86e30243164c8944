using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffPapers.Domain;

/// <summary>A thing of a list in the two languages of a paper.</summary>
public sealed record NamedTwice(string Ar, string Fr);

/// <summary>
/// A length of service. Every month counts thirty days and every year three hundred and sixty, as the paying and pension offices count it; so lines
/// that follow each other add up to the whole.
/// </summary>
/// <param name="Days">All of it in such days.</param>
public readonly record struct ServiceTime(int Days)
{
    public int Years => Days / 360;

    public int Months => Days % 360 / 30;

    public int OddDays => Days % 30;

    /// <summary>As papers are checked by it: years, months, days.</summary>
    public string Shown => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Years} – {Months} – {OddDays}");

    /// <param name="until">The day after the last one.</param>
    public static ServiceTime Between(DateOnly from, DateOnly until) => new(Math.Max(0, Of(until) - Of(from)));

    private static int Of(DateOnly day) => 360 * day.Year + 30 * day.Month + Math.Min(day.Day, 30);
}

/// <summary>A line of the career on the paper.</summary>
/// <param name="Last">The last day, that of the paper for the present line.</param>
/// <param name="Grade">Null for years of which the file has no line.</param>
/// <param name="Decision">Number of the decision that made it; null for what was taken over from paper.</param>
/// <param name="Counts">The position is effective service.</param>
public sealed record ServiceLine(DateOnly From, DateOnly Last, NamedTwice? Grade, string? Echelle, int Echelon, int Index, NamedTwice? Position, string? Decision, bool Counts)
{
    public ServiceTime Time => ServiceTime.Between(From, Last.AddDays(1));
}

/// <summary>A workplace, or a function held at one.</summary>
/// <param name="Function">Code of a function; null for the post itself.</param>
/// <param name="Last">Null while it lasts.</param>
public sealed record ServicePost(DateOnly From, DateOnly? Last, NamedTwice Place, string? Function, string? Decision);

/// <summary>
/// The services of an employee up to a day. Effective are those in a position that counts for advancement (dahir 1-58-008): activity, secondment, disposal,
/// under the colours; not availability. Years before the first line of the file are named and not counted.
/// </summary>
/// <param name="Lines">Oldest first, without a gap or an overlap.</param>
public sealed record ServiceStatement(DateOnly On, IReadOnlyList<ServiceLine> Lines, IReadOnlyList<ServicePost> Posts)
{
    public ServiceTime Effective => new(Lines.Where(l => l.Counts).Sum(l => l.Time.Days));

    /// <summary>In positions that do not count.</summary>
    public ServiceTime Interrupted => new(Lines.Where(l => !l.Counts && l.Grade is not null).Sum(l => l.Time.Days));

    /// <summary>The file begins after the recruitment.</summary>
    public bool HasUnknown => Lines.Any(l => l.Grade is null);

    /// <summary>Everything known at an instant; two statements.</summary>
    public static async Task<ServiceStatement> Of(MassarDb db, Employee employee, DateTime at, CancellationToken ct)
    {
        var (id, on) = (employee.Id, MoroccanDay.Of(at));
        var rows = await (
            from step in db.CareerSteps.AsNoTracking()
            where step.EmployeeId == id
            join grade in db.StaffGrades on step.GradeCode equals grade.Code into grades
            from grade in grades.DefaultIfEmpty()
            join position in db.Nomenclatures.Where(n => n.List == "positions") on step.PositionCode equals position.Code into positions
            from position in positions.DefaultIfEmpty()
            join decision in db.Decisions on step.DecisionId equals decision.Id into decisions
            from decision in decisions.DefaultIfEmpty()
            select new { Step = step, grade.CadreAr, grade.CadreFr, grade.GradeAr, grade.GradeFr, position.NameAr, position.NameFr, Number = decision.ErasedAt != null ? null : decision.Number }).ToListAsync(ct);
        var worked = await (
            from one in db.Employees
            where one.Id == id
            select new
            {
                Postings = db.Postings.Where(p => p.EmployeeId == one.Id).Join(db.Places, p => p.PlaceId, p => p.Id, (p, place) => new { Posting = p, place.NameAr, place.NameFr, Number = db.Decisions.Where(d => d.Id == p.DecisionId).Select(d => d.Number).FirstOrDefault() }).ToList(),
                Functions = db.FunctionTerms.Where(t => t.EmployeeId == one.Id).Join(db.Places, t => t.PlaceId, p => p.Id, (t, place) => new { Term = t, place.NameAr, place.NameFr, Number = db.Decisions.Where(d => d.Id == t.DecisionId).Select(d => d.Number).FirstOrDefault() }).ToList(),
            }).AsNoTracking().AsSingleQuery().SingleAsync(ct);

        var career = rows.Select(r => r.Step).KnownAt(at).Where(s => s.StartsOn <= on).ToList();
        var lines = new List<ServiceLine>();
        if (career.Count > 0 && employee.RecruitedOn < career[0].StartsOn)
            lines.Add(new ServiceLine(employee.RecruitedOn, career[0].StartsOn.AddDays(-1), null, null, 0, 0, null, null, Counts: false));
        for (var i = 0; i < career.Count; i++)
        {
            var (step, row) = (career[i], rows.Find(r => r.Step == career[i])!);
            lines.Add(new ServiceLine(
                step.StartsOn, i + 1 < career.Count ? career[i + 1].StartsOn.AddDays(-1) : on,
                row.CadreAr is null ? new NamedTwice(step.GradeCode, step.GradeCode) : new NamedTwice($"{row.CadreAr}، {row.GradeAr}", $"{row.CadreFr}, {row.GradeFr}"), step.Echelle, step.Echelon, step.Index,
                new NamedTwice(row.NameAr ?? step.PositionCode, row.NameFr ?? step.PositionCode), row.Number, Situation.CountsIn(step.PositionCode)));
        }

        var posts = worked.Postings.Select(p => p.Posting).WorkedAt(at).Where(p => p.StartsOn <= on).Select(p => worked.Postings.Find(w => w.Posting == p)!)
            .Select(w => new ServicePost(w.Posting.StartsOn, w.Posting.EndsOn, new NamedTwice(w.NameAr, w.NameFr), null, w.Number));
        var functions = worked.Functions.Select(f => f.Term).Held(at).Where(t => t.StartsOn <= on).Select(t => worked.Functions.Find(f => f.Term == t)!)
            .Select(f => new ServicePost(f.Term.StartsOn, f.Term.EndsOn, new NamedTwice(f.NameAr, f.NameFr), f.Term.FunctionCode, f.Number));
        return new ServiceStatement(on, lines, [.. posts.Concat(functions).OrderBy(p => p.From).ThenBy(p => p.Function is null ? 0 : 1)]);
    }
}

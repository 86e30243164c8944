using Massar.Features.Employees.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Employees.ShowSituation;

/// <param name="Employee">Null for one's own file.</param>
/// <param name="On">The day it was true; today when null.</param>
/// <param name="Known">As it was known at the end of this day; as it is known now when null.</param>
public sealed record Query(long? Employee, DateOnly? On, DateOnly? Known) : IQuery<EmployeeFile>;

/// <summary>The three situations of an employee on a day, as they were known on another.</summary>
/// <param name="IsOwn">The reader's own file: pay is shown in dirhams.</param>
/// <param name="Known">Null: as it is known now.</param>
/// <param name="Career">Null before recruitment.</param>
/// <param name="Believed">What was written on the day itself where it differs from what is known today: the difference was learnt later.</param>
/// <param name="Past">Every line of the career known, the latest first.</param>
public sealed record EmployeeFile(
    long Id, string Ppr, string Cin, string NameAr, string NameLatin, DateOnly BirthDate, DateOnly RecruitedOn, string? PensionNumber, bool IsOwn, DateOnly On, DateOnly? Known,
    CareerLine? Career, CareerLine? Believed, WorkplaceLine? Workplace, PaidMonth? Pay, FamilyLine Family, IReadOnlyList<CareerLine> Past, IReadOnlyList<WorkplaceLine> Workplaces) : IShowsPersons
{
    int IShowsPersons.PersonsShown => IsOwn ? 0 : 1;

    /// <summary>Functions entrusted, the latest first.</summary>
    public IReadOnlyList<FunctionLine> Functions { get; init; } = [];

    /// <summary>That of the day asked for.</summary>
    public FunctionLine? Function => Functions.FirstOrDefault(f => f.StartsOn <= On && f.EndsOn >= On);
}

/// <param name="EchelonSince">Since when in this échelon; <paramref name="StartsOn"/> is when anything last changed.</param>
/// <param name="LearntAt">UTC.</param>
/// <param name="Decision">Number of the decision that made it; null for what was taken over from paper.</param>
public sealed record CareerLine(
    DateOnly StartsOn, DateOnly EchelonSince, string GradeCode, string? CadreAr, string? CadreFr, string? GradeAr, string? GradeFr, string Echelle, int Echelon, int Index,
    string PositionCode, string? PositionAr, string? PositionFr, DateTime LearntAt, string? Decision)
{
    /// <summary>In the stage, not yet titular.</summary>
    public bool IsTrainee { get; init; }

    /// <summary>The last day the decision gives it for; null without an end.</summary>
    public DateOnly? Until { get; init; }
}

/// <param name="LearntAt">Null: taken over from paper.</param>
public sealed record WorkplaceLine(int PlaceId, string PlaceAr, string PlaceFr, DateOnly StartsOn, DateOnly? EndsOn, DateTime? LearntAt)
{
    /// <summary>Number of the decision that made it.</summary>
    public string? Decision { get; init; }
}

/// <param name="Code">Of the functions of schools.</param>
/// <param name="Decision">Number of the decision that says so.</param>
public sealed record FunctionLine(string Code, bool IsInterim, string PlaceAr, string PlaceFr, DateOnly StartsOn, DateOnly EndsOn, DateTime LearntAt, string? Decision);

/// <summary>The pay of the month of that day.</summary>
/// <param name="Gross">Dirhams; null where the reader is not the employee.</param>
/// <param name="ComputedAt">When it was computed, UTC.</param>
/// <param name="Corrections">What decisions signed later changed about that month.</param>
public sealed record PaidMonth(
    DateOnly Month, PayState State, DateTime StateSince, string Echelle, int Echelon, int Index, string Zone, decimal? Gross, decimal? Deductions, decimal? Net, DateTime ComputedAt, IReadOnlyList<PayCorrection> Corrections);

/// <param name="LearntAt">When the decision was signed, UTC.</param>
public sealed record PayCorrection(string? Decision, int NewIndex, decimal? Amount, DateTime LearntAt)
{
    /// <summary>Days kept or given back; null where an index makes the difference.</summary>
    public int? Days { get; init; }

    /// <summary>Children who count by a decision about the family.</summary>
    public int? Children { get; init; }
}

/// <param name="Since">Null where nobody wrote since when.</param>
public sealed record FamilyLine(MaritalStatus? Status, string? SpouseNameAr, DateOnly? Since, DateTime? LearntAt, IReadOnlyList<ChildLine> Children);

public sealed record ChildLine(string FirstNameAr, DateOnly BirthDate, int Age, DateTime? LearntAt);

/// <remarks>Three statements: the person with workplaces and family, the career, the pay.</remarks>
public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, EmployeeFile>
{
    public async Task<Outcome<EmployeeFile>> Handle(Query query, CancellationToken ct)
    {
        var own = user.EmployeeId ?? 0;
        var id = query.Employee ?? own;
        var scope = query.Employee is null ? db.Employees : db.Employees.InReachOf(user);
        var file = await scope.AsNoTracking().Where(e => e.Id == id).Select(e => new
        {
            Employee = e,
            Workplaces = db.Postings.Where(p => p.EmployeeId == e.Id).Join(db.Places, p => p.PlaceId, p => p.Id, (p, place) => new { Posting = p, place.NameAr, place.NameFr, Number = db.Decisions.Where(d => d.Id == p.DecisionId).Select(d => d.Number).FirstOrDefault() }).ToList(),
            Functions = db.FunctionTerms.Where(t => t.EmployeeId == e.Id).Join(db.Places, t => t.PlaceId, p => p.Id, (t, place) => new { Term = t, place.NameAr, place.NameFr, Number = db.Decisions.Where(d => d.Id == t.DecisionId).Select(d => d.Number).FirstOrDefault() }).ToList(),
            Family = db.FamilySteps.Where(s => s.EmployeeId == e.Id).ToList(),
            Children = db.EmployeeChildren.Where(c => c.EmployeeId == e.Id).ToList(),
        }).AsSingleQuery().SingleOrDefaultAsync(ct);
        if (file is null) return Refusal.NotFound;

        var now = clock.GetUtcNow().UtcDateTime;
        var today = MoroccanDay.Of(now);
        var on = query.On ?? today;
        // What is to be learnt is not known yet.
        var known = query.Known < today ? query.Known : null;
        var at = known is { } day ? EndOf(day) : now;
        var isOwn = id == own;

        var career = await Career(id, ct);
        var past = Lines(career, at);
        var line = past.LastOrDefault(l => l.StartsOn <= on);
        var then = on < (known ?? today) ? Lines(career, EndOf(on)).LastOrDefault(l => l.StartsOn <= on) : null;
        var workplaces = file.Workplaces.Select(w => w.Posting).WorkedAt(at).Select(p => file.Workplaces.Find(w => w.Posting == p)!)
            .Select(w => new WorkplaceLine(w.Posting.PlaceId, w.NameAr, w.NameFr, w.Posting.StartsOn, w.Posting.EndsOn, w.Posting.LearntAt) { Decision = w.Number }).ToList();

        return new EmployeeFile(
            id, file.Employee.Ppr, file.Employee.Cin, file.Employee.FullNameAr, file.Employee.FullNameLatin, file.Employee.BirthDate, file.Employee.RecruitedOn, file.Employee.PensionNumber, isOwn, on, known,
            line, then is not null && line is not null && Differ(then, line) ? then : null,
            workplaces.LastOrDefault(w => w.StartsOn <= on && (w.EndsOn is null || w.EndsOn >= on)),
            await Pay(id, on, at, isOwn, ct), Family(file.Employee, file.Family, file.Children, on, at), [.. past.AsEnumerable().Reverse()], [.. workplaces.AsEnumerable().Reverse()])
        {
            Functions = [.. file.Functions.Select(f => f.Term).Held(at).AsEnumerable().Reverse().Select(t => file.Functions.Find(f => f.Term == t)!)
                .Select(f => new FunctionLine(f.Term.FunctionCode, f.Term.IsInterim, f.NameAr, f.NameFr, f.Term.StartsOn, f.Term.EndsOn, f.Term.LearntAt, f.Number))],
        };
    }

    private async Task<List<(CareerStep Step, CareerLine Line)>> Career(long id, CancellationToken ct)
    {
        var rows = await (
            from step in db.CareerSteps.AsNoTracking()
            where step.EmployeeId == id
            join grade in db.StaffGrades on step.GradeCode equals grade.Code into grades
            from grade in grades.DefaultIfEmpty()
            join position in db.Nomenclatures.Where(n => n.List == "positions") on step.PositionCode equals position.Code into positions
            from position in positions.DefaultIfEmpty()
            join decision in db.Decisions on step.DecisionId equals decision.Id into decisions
            from decision in decisions.DefaultIfEmpty()
            select new { Step = step, grade.CadreAr, grade.CadreFr, grade.GradeAr, grade.GradeFr, PositionAr = position.NameAr, PositionFr = position.NameFr, Number = decision.ErasedAt != null ? null : decision.Number, decision.EndsOn }).ToListAsync(ct);
        return [.. rows.Select(r => (r.Step, new CareerLine(
            r.Step.StartsOn, r.Step.StartsOn, r.Step.GradeCode, r.CadreAr, r.CadreFr, r.GradeAr, r.GradeFr, r.Step.Echelle, r.Step.Echelon, r.Step.Index,
            r.Step.PositionCode, r.PositionAr, r.PositionFr, r.Step.LearntAt, r.Number)
        { IsTrainee = r.Step.IsTrainee, Until = r.EndsOn }))];
    }

    /// <summary>The career as it was known at an instant, oldest first, each line saying since when its échelon.</summary>
    private static List<CareerLine> Lines(List<(CareerStep Step, CareerLine Line)> career, DateTime at)
    {
        var lines = new List<CareerLine>();
        foreach (var step in career.Select(c => c.Step).KnownAt(at))
        {
            var line = career.Find(c => c.Step == step).Line;
            lines.Add(lines.LastOrDefault() is { } before && before.GradeCode == line.GradeCode && before.Echelon == line.Echelon ? line with { EchelonSince = before.EchelonSince } : line);
        }

        return lines;
    }

    private static bool Differ(CareerLine one, CareerLine other) =>
        (one.GradeCode, one.Echelon, one.Index, one.PositionCode, one.IsTrainee) != (other.GradeCode, other.Echelon, other.Index, other.PositionCode, other.IsTrainee);

    private async Task<PaidMonth?> Pay(long id, DateOnly on, DateTime at, bool isOwn, CancellationToken ct)
    {
        var month = new DateOnly(on.Year, on.Month, 1);
        var pay = await db.PayMonths.Published(db).AsNoTracking().Where(m => m.EmployeeId == id && m.Month == month).Select(m => new
        {
            Month = m,
            ComputedAt = m.Events.OrderBy(e => e.Id).Select(e => (DateTime?)e.At).FirstOrDefault(),
            Corrections = db.PayArrears.Where(a => a.EmployeeId == m.EmployeeId && a.Month == m.Month).Join(db.Decisions, a => a.DecisionId, d => d.Id, (a, d) => new { a.DecisionNumber, a.NewIndex, a.Due, a.Received, a.Days, a.Children, d.SignedAt, d.ErasedAt }).ToList(),
        }).SingleOrDefaultAsync(ct);
        if (pay is null || (pay.ComputedAt ?? pay.Month.StateSince) > at) return null;
        return new PaidMonth(
            month, pay.Month.State, pay.Month.StateSince, pay.Month.Echelle, pay.Month.Echelon, pay.Month.Index, pay.Month.Zone,
            isOwn ? pay.Month.Gross : null, isOwn ? pay.Month.Deductions : null, isOwn ? pay.Month.Net : null, pay.ComputedAt ?? pay.Month.StateSince,
            [.. pay.Corrections.Where(c => c.SignedAt <= at).OrderBy(c => c.SignedAt).Select(c => new PayCorrection(c.ErasedAt is null ? c.DecisionNumber : null, c.NewIndex, isOwn ? c.Due - c.Received : null, c.SignedAt!.Value) { Days = c.ErasedAt is null ? c.Days : null, Children = c.Children })]);
    }

    // Without any line the file has one status, of which nobody wrote since when: the page says so.
    private static FamilyLine Family(Employee employee, List<FamilyStep> steps, List<EmployeeChild> children, DateOnly on, DateTime at)
    {
        var born = children.Where(c => c.BirthDate <= on && (c.LearntAt is null || c.LearntAt <= at)).OrderBy(c => c.BirthDate)
            .Select(c => new ChildLine(c.FirstNameAr, c.BirthDate, Age(c.BirthDate, on), c.LearntAt)).ToList();
        return steps.Count == 0
            ? new FamilyLine(employee.MaritalStatus, employee.SpouseNameAr, null, null, born)
            : steps.KnownAt(at).On(on) is { } step ? new FamilyLine(step.MaritalStatus, step.SpouseNameAr, step.StartsOn, step.LearntAt, born) : new FamilyLine(null, null, null, null, born);
    }

    private static int Age(DateOnly birth, DateOnly on) => on.Year - birth.Year - (on < birth.AddYears(on.Year - birth.Year) ? 1 : 0);

    private static DateTime EndOf(DateOnly day) => MoroccanHour.Utc(day.AddDays(1), TimeOnly.MinValue).AddTicks(-1);
}

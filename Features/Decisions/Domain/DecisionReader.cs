using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>One stage of a decision as people see it.</summary>
/// <param name="State">done, bad, now, next.</param>
/// <param name="OfficeAr">The office, with its place.</param>
/// <param name="Days">Days waited there, or waiting until today.</param>
/// <param name="UsualDays">Days it usually takes there, from the office's own last year.</param>
/// <param name="Who">Who acted.</param>
public sealed record Stage(
    int Step, string State, DecisionAct? Act, string OfficeAr, string OfficeFr, string? WhoAr, string? WhoLatin, string? Role, DateTime? At,
    int? Days, int? UsualDays, string? ReasonCode, string? Remark);

/// <summary>A person who may act at the current step.</summary>
public sealed record NextPerson(string NameAr, string NameLatin);

/// <summary>One decision with everything its pages show.</summary>
public sealed record DecisionView(
    long Id, int Version, string Kind, string KindAr, string KindFr, DecisionState State, long? Batch,
    long EmployeeId, string NameAr, string NameLatin, string Ppr, string CadreAr, string CadreFr, string GradeAr, string GradeFr,
    string Echelle, int OldEchelon, int OldIndex, DateOnly OldFrom, int NewEchelon, int NewIndex, DateOnly EffectiveOn,
    Rhythm Rhythm, decimal Rating, int Months, int LeftoverDays, int Step, string? WaitingRole, DateTime WaitingSince, DateOnly? LateAfter,
    string? Number, DateTime? SignedAt, DateTime? NotifiedAt, string? ReasonCode, string? VerificationCode, int? PaperSize,
    IReadOnlyList<Stage> Stages)
{
    /// <summary>Who may act now, by name; empty when nobody's turn.</summary>
    public IReadOnlyList<NextPerson> Next { get; init; } = [];

    /// <summary>The person asking already acted at another gate.</summary>
    public bool IsSecondGate { get; init; }
}

/// <summary>Reads a decision with its chain: what was done, what is being waited for, what comes next.</summary>
public sealed class DecisionReader(MassarDb db, ProcedureBook book, TimeProvider clock)
{
    /// <summary>Fewer past acts than this say nothing; the procedure's own figure is shown instead.</summary>
    private const int LeastHistory = 5;

    /// <summary>Null when it is not in the scope. Four statements; one more when the next people are to be named.</summary>
    /// <param name="asker">Account of who asks, for the rule of two gates.</param>
    public async Task<DecisionView?> Read(IQueryable<Decision> scope, long id, long asker, bool withPeople, CancellationToken ct)
    {
        var row = await (
            from d in scope
            where d.Id == id
            join e in db.Employees on d.EmployeeId equals e.Id
            join g in db.StaffGrades on d.GradeCode equals g.Code into grades
            from g in grades.DefaultIfEmpty()
            join p in db.IssuedDocuments on d.DocumentId equals p.Id into papers
            from p in papers.DefaultIfEmpty()
            select new
            {
                Decision = d,
                e.Ppr,
                e.FirstNameAr,
                e.LastNameAr,
                e.FirstNameLatin,
                e.LastNameLatin,
                Grade = g == null ? null : new { g.CadreAr, g.CadreFr, g.GradeAr, g.GradeFr },
                Paper = p == null ? null : new { p.Code, p.Size },
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return null;

        var decision = row.Decision;
        var procedure = await book.Of(db, decision.ProcedureId, ct);
        var visas = await db.DecisionVisas.AsNoTracking().Where(v => v.DecisionId == id).OrderBy(v => v.Id).ToListAsync(ct);
        var chain = Path(decision.PlacePath);
        var places = await db.Places.Where(p => chain.Contains(p.Id)).Select(p => new { p.Id, p.Kind, p.NameAr, p.NameFr }).ToListAsync(ct);
        var usual = await UsualDays(procedure, chain, ct);

        (string Ar, string Fr) Office(ProcedureStep step)
        {
            var place = places.Find(p => p.Kind == step.OfficeKind);
            return place is null ? (step.NameAr, step.NameFr) : ($"{step.NameAr} – {place.NameAr}", $"{step.NameFr} – {place.NameFr}");
        }

        var directorate = places.Find(p => p.Kind == PlaceKind.Directorate);
        var stages = new List<Stage>();
        foreach (var visa in visas)
        {
            var (ar, fr) = procedure.StepAt(visa.Step) is { } step ? Office(step) : (directorate?.NameAr ?? "", directorate?.NameFr ?? "");
            stages.Add(new Stage(visa.Step, visa.Act is DecisionAct.Returned or DecisionAct.Refused or DecisionAct.Withdrawn ? "bad" : "done", visa.Act, ar, fr,
                visa.NameAr, visa.NameLatin, visa.Role, visa.At, visa.WaitedDays, null, visa.ReasonCode, visa.Remark));
        }

        if (decision.State is DecisionState.InVisa or DecisionState.ToSign)
        {
            var waiting = (int)(clock.GetUtcNow().UtcDateTime - decision.WaitingSince).TotalDays;
            foreach (var step in procedure.Steps.Where(s => s.Order >= decision.Step).OrderBy(s => s.Order))
            {
                var (ar, fr) = Office(step);
                var isNow = step.Order == decision.Step;
                stages.Add(new Stage(step.Order, isNow ? "now" : "next", null, ar, fr, null, null, step.Role, isNow ? decision.WaitingSince : null,
                    isNow ? waiting : null, usual[step.Order], null, null));
            }
        }

        List<NextPerson> next = [];
        if (withPeople && decision.WaitingRole is { } role)
        {
            var today = MoroccanDay.Today(clock);
            next = await (
                from h in db.Hats
                where h.Role == role && chain.Contains(h.PlaceId) && h.StartsOn <= today && (h.EndsOn == null || h.EndsOn >= today)
                join a in db.Accounts on h.AccountId equals a.Id
                where a.ClosedAt == null
                orderby a.Id
                select new NextPerson(a.NameAr, a.NameLatin)).Take(3).ToListAsync(ct);
        }

        decision.Visas.AddRange(visas);
        return new DecisionView(decision.Id, decision.Version, decision.Kind, procedure.NameAr, procedure.NameFr, decision.State, decision.BatchId,
            decision.EmployeeId, $"{row.LastNameAr} {row.FirstNameAr}", $"{row.LastNameLatin} {row.FirstNameLatin}", row.Ppr,
            row.Grade?.CadreAr ?? "", row.Grade?.CadreFr ?? "", row.Grade?.GradeAr ?? decision.GradeCode, row.Grade?.GradeFr ?? decision.GradeCode,
            decision.Echelle, decision.OldEchelon, decision.OldIndex, decision.OldFrom, decision.NewEchelon, decision.NewIndex, decision.EffectiveOn,
            decision.Rhythm, decision.Rating, decision.Months, decision.LeftoverDays, decision.Step, decision.WaitingRole, decision.WaitingSince, decision.LateAfter,
            decision.Number, decision.SignedAt, decision.NotifiedAt, decision.ReasonCode, row.Paper?.Code, row.Paper?.Size, stages)
        {
            Next = next,
            IsSecondGate = decision.IsSecondGateFor(asker, procedure),
        };
    }

    /// <summary>Days each step usually takes in these offices: the mean of their last year, or the procedure's figure.</summary>
    public async Task<IReadOnlyDictionary<int, int>> UsualDays(DecisionProcedure procedure, IReadOnlyCollection<int> places, CancellationToken ct)
    {
        var (id, since) = (procedure.Id, clock.GetUtcNow().UtcDateTime.AddYears(-1));
        var history = await db.DecisionVisas
            .Where(v => v.ProcedureId == id && v.Step > 0 && v.At >= since && places.Contains(v.PlaceId) && (v.Act == DecisionAct.Granted || v.Act == DecisionAct.Signed))
            .GroupBy(v => v.Step)
            .Select(g => new { Step = g.Key, Count = g.Count(), Days = g.Average(v => v.WaitedDays) })
            .ToListAsync(ct);
        return procedure.Steps.ToDictionary(s => s.Order, s => history.Find(h => h.Step == s.Order) is { Count: >= LeastHistory } found
            ? Math.Max(1, (int)Math.Round(found.Days, MidpointRounding.AwayFromZero))
            : s.UsualDays);
    }

    /// <summary>The numbers of a path: ministry, academy, directorate.</summary>
    public static IReadOnlyList<int> Path(string path) =>
        [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
}

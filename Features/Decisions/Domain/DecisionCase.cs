using System.Globalization;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Installations.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>What the manager says of a decision; what its kind does not ask is null.</summary>
/// <param name="From">From when it counts.</param>
/// <param name="Until">The last day.</param>
/// <param name="Place">The new workplace.</param>
/// <param name="Cause">Why, by a code of the kind.</param>
/// <param name="Remark">Why, in words.</param>
public sealed record CaseFacts(DateOnly From, DateOnly? Until = null, Place? Place = null, string? Cause = null, string? Host = null, int? Days = null, string? Remark = null)
{
    /// <summary>A code of <see cref="SchoolFunctions"/>.</summary>
    public string? Function { get; init; }

    /// <summary>The grade asked for, by code.</summary>
    public string? Grade { get; init; }

    /// <summary>The échelon in it, where a commission says it.</summary>
    public int? Echelon { get; init; }
}

/// <summary>Another decision about the same employee that counts or is on its way.</summary>
public sealed record EarlierDecision(long Id, string Kind, string? Number, DateOnly EffectiveOn, DateOnly? EndsOn, int? Days)
{
    /// <summary>A deduction, one about the family or about a function, a sanction that lowers no échelon: it changes neither career nor workplace, and nothing of them waits for it.</summary>
    public bool IsApart { get; init; }

    /// <summary>It gives or ends a function.</summary>
    public bool IsFunction { get; init; }

    /// <summary>It takes another decision back, and repeats its days.</summary>
    public bool IsWithdrawal { get; init; }

    /// <summary>Whether it keeps the pay of a day of these.</summary>
    public bool KeepsDayOf(DateOnly from, DateOnly last) => Days is { } days && !IsWithdrawal && EffectiveOn <= last && (EndsOn ?? EffectiveOn.AddDays(days - 1)) >= from;

    /// <summary>Why, by a code of its kind.</summary>
    public string? Cause { get; init; }

    /// <summary>The leave it draws the pay of.</summary>
    public long? LeaveId { get; init; }
}

/// <summary>An earlier decision with whom it is about.</summary>
public sealed record EarlierOf(long EmployeeId, EarlierDecision Earlier);

public static class EarlierDecisions
{
    /// <summary>Those that count or are on their way.</summary>
    public static IQueryable<EarlierOf> Counting(this IQueryable<Decision> decisions) => decisions.Where(d => d.State != DecisionState.Refused && d.State != DecisionState.Withdrawn)
        .Select(d => new EarlierOf(d.EmployeeId, new EarlierDecision(d.Id, d.Kind, d.Number, d.EffectiveOn, d.EndsOn, d.Days) { IsApart = d.Days != null || d.NewChildren != null || d.FunctionPlaceId != null || (d.Kind == DisciplinarySanction.KindCode && d.OldIndex == d.NewIndex), IsFunction = d.FunctionPlaceId != null, IsWithdrawal = d.WithdrawsId != null, Cause = d.CauseCode, LeaveId = d.WithdrawsId == null ? d.LeaveId : null }));
}

/// <summary>Figures of the statute as the ministry has them this year: settings <c>careers.*</c>.</summary>
public sealed class CareerFigures(YearFigures figures)
{
    public const string Prefix = "careers.";

    public static async Task<CareerFigures> Of(MassarDb db, int year, CancellationToken ct) => new(await YearFigures.UpTo(db, year, Prefix, ct));

    /// <summary>Months of the stage, and most months it is prolonged by.</summary>
    public int StageMonths => Number("stage-months", 12);

    public int ExtensionMonths => Number("stage-extension-months", 12);

    /// <summary>Years in the grade before a promotion by choice, or by exam.</summary>
    /// <param name="way">A cause of <see cref="GradePromotion"/>.</param>
    public int PromotionYears(string? way) => way == GradePromotion.Exam ? Number("exam-years", 6) : Number("choice-years", 10);

    /// <summary>Complete years on the day of entry, at least and at most.</summary>
    public int RecruitmentAgeLeast => Number("recruitment-age-least", 18);

    public int RecruitmentAgeMost => Number("recruitment-age-most", 45);

    public int RetirementAge => Number("retirement-age", 63);

    public int ProportionalMen => Number("proportional-men", 24);

    public int ProportionalWomen => Number("proportional-women", 18);

    /// <summary>A child below this age opens the right to raise it.</summary>
    public int ChildAge => Number("child-age", 5);

    /// <summary>The longest time a position is given for at once, in months.</summary>
    public int Ceiling(string position) => Number($"ceiling.{position.ToLowerInvariant().Replace('_', '-')}", 12);

    // A figure beyond a working life is a slip of the pen.
    private const int LongestMonths = 600;

    private int Number(string name, int otherwise) => figures.Number(name, otherwise, 1, LongestMonths);
}

/// <summary>Everything the guards of a kind look at: the employee, the file on its two times, what else is on its way, and what is asked.</summary>
/// <param name="Steps">All lines of the career.</param>
/// <param name="Postings">All lines of workplaces.</param>
/// <param name="Births">Birthdays of the children.</param>
public sealed record DecisionCase(
    Employee Employee, IReadOnlyList<CareerStep> Steps, IReadOnlyList<Posting> Postings, IReadOnlyList<DateOnly> Births, IReadOnlyList<EarlierDecision> Others,
    CareerFigures Figures, CaseFacts Facts, DateOnly Today)
{
    /// <summary>Of a decision about the family.</summary>
    public FamilyCase? Family { get; init; }

    /// <summary>Of a recruitment: there is no situation before.</summary>
    public RecruitCase? Recruit { get; init; }

    /// <summary>Of an entrustment or its end.</summary>
    public FunctionCase? Function { get; init; }

    /// <summary>Of a reclassification.</summary>
    public ReclassCase? Reclass { get; init; }

    /// <summary>Of a leave that is not wholly paid.</summary>
    public LeaveCase? Leave { get; init; }

    /// <summary>Of a deduction: what the strike lists say of its days.</summary>
    public StrikeCase? Strike { get; init; }

    /// <summary>The échelon a sanction lowers to.</summary>
    public ScaleStep? Lowered { get; init; }

    /// <summary>Of a promotion in grade, while it is prepared.</summary>
    public PromotionCase? Promotion { get; init; }

    /// <summary>Awaited at a place by decisions that count together for several people, and not there yet.</summary>
    public bool IsExchanging { get; init; }

    /// <summary>The situation of the day the decision counts from; null when nothing was true yet, or the person has left.</summary>
    public Situation? Now => Recruit?.Now ?? Situation.On(Facts.From, Steps);

    public IReadOnlyList<Posting> Worked => Postings.WorkedAt(DateTime.MaxValue);

    /// <summary>The workplace of that day.</summary>
    public Posting? Workplace => Worked.HeldOn(Facts.From);

    /// <summary>The day the stage is over: after its months, or after the last day it was prolonged to. Null for who is not in one.</summary>
    public DateOnly? StageOver => Situation.On(Today, Steps)?.TraineeSince is not { } since ? null : Extension?.EndsOn is { } until ? until.AddDays(1) : since.AddMonths(Figures.StageMonths);

    /// <summary>The decision that prolonged the stage.</summary>
    public EarlierDecision? Extension => Others.FirstOrDefault(o => o.Kind == DecisionKinds.StageExtension && o.Number is not null);
}

/// <summary>Reads what a decision is judged on.</summary>
public sealed class CaseReader(MassarDb db, TimeProvider clock)
{
    /// <summary>Four statements; null when the employee is not in the scope.</summary>
    /// <param name="except">The decision being signed; 0 while it is prepared.</param>
    public async Task<DecisionCase?> Read(IQueryable<Employee> scope, long employee, CaseFacts facts, long except, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var found = await scope.AsNoTracking().Where(e => e.Id == employee).Select(e => new
        {
            Employee = e,
            Postings = db.Postings.Where(p => p.EmployeeId == e.Id).ToList(),
            Births = db.EmployeeChildren.Where(c => c.EmployeeId == e.Id).Select(c => new { c.Id, c.BirthDate }).ToList(),
            IsExchanging = db.Installations.Any(i => i.EmployeeId == e.Id && (i.State == InstallationState.Due || i.State == InstallationState.Present)
                && db.Decisions.Any(d => d.Id == i.DecisionId && db.DecisionBatches.Any(b => b.Id == d.BatchId && b.IsWhole))),
        }).AsSingleQuery().SingleOrDefaultAsync(ct);
        if (found is null)
            return null;

        var steps = await db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == employee).ToListAsync(ct);
        var others = await db.Decisions.Where(d => d.EmployeeId == employee && d.Id != except).Counting().Select(o => o.Earlier).ToListAsync(ct);
        return new DecisionCase(found.Employee, steps, found.Postings, [.. found.Births.Select(b => b.BirthDate)], others,
            await CareerFigures.Of(db, ReferenceFiles.YearOf(today), ct), facts, today)
        { IsExchanging = found.IsExchanging };
    }

    /// <summary>With the place in another grade: by the rule, or the échelon a commission says, whose index is never below the present one's. Two statements.</summary>
    public async Task<DecisionCase> WithGrade(DecisionCase judged, CancellationToken ct)
    {
        var (code, facts) = (judged.Facts.Grade, judged.Facts);
        if (judged.Now is not { } now || await db.StaffGrades.AsNoTracking().SingleOrDefaultAsync(g => g.Code == code, ct) is not { } grade)
            return judged;
        var scale = await db.EchelonSteps.Where(s => s.Echelle == grade.Echelle || s.Echelle == now.Echelle).Select(s => new ScaleStep(s.Echelle, s.Echelon, s.Index, s.FastMonths, s.MediumMonths, s.SlowMonths)).ToListAsync(ct);
        var rules = PromotionRules.Of(await YearFigures.UpTo(db, ReferenceFiles.YearOf(facts.From), CareerFigures.Prefix, ct));
        var placed = facts.Cause != Reclassification.Commission ? GradePlacement.Of(now, grade, scale, rules, facts.From)
            : scale.Find(s => s.Echelle == grade.Echelle && s.Echelon == facts.Echelon) is { } step ? new GradePlacement(grade.Code, grade.Echelle, step.Echelon, step.Index, 0) : null;
        return judged with { Reclass = new ReclassCase(grade.Code, placed) };
    }

    /// <summary>With what the strike lists say of the days of a deduction: see <see cref="StrikeCase.Read"/>.</summary>
    /// <param name="except">The decision being signed; 0 while it is prepared.</param>
    public async Task<DecisionCase> WithStrikes(DecisionCase judged, long except, CancellationToken ct) => judged.Facts.Days is not { } days ? judged : judged with
    {
        Strike = await StrikeCase.Read(db, judged.Employee.Id, judged.Facts.From, SalaryDeduction.LastDay(judged.Facts.From, days), judged.Facts.Cause == SalaryDeduction.Strike, except, judged.Today, ct),
    };

    /// <summary>With the échelon below, for a sanction that lowers it; one statement then.</summary>
    public async Task<DecisionCase> WithLowered(DecisionCase judged, CancellationToken ct)
    {
        if (judged.Facts.Cause is not Sanction.LowerEchelon || judged.Now is not { } now)
            return judged;
        var (echelle, below) = (now.Echelle, now.Echelon - 1);
        return judged with { Lowered = await db.EchelonSteps.Where(s => s.Echelle == echelle && s.Echelon == below).Select(s => new ScaleStep(s.Echelle, s.Echelon, s.Index, s.FastMonths, s.MediumMonths, s.SlowMonths)).SingleOrDefaultAsync(ct) };
    }

    /// <summary>With the functions of the person and, where one is to be given, who holds it there in the period. At most four statements.</summary>
    /// <param name="hold">The person is held already; school and functions are held until the end, too: of two who give one post, or one person two, the second finds what the first did.</param>
    public async Task<DecisionCase> WithFunction(DecisionCase judged, bool hold, CancellationToken ct)
    {
        var (me, facts) = (judged.Employee.Id, judged.Facts);
        var (wanted, placeId) = (SchoolFunctions.Find(facts.Function), facts.Place?.Id ?? 0);
        if (hold)
            _ = await db.Places.Where(p => p.Id == placeId).Select(p => p.Id).ForUpdate().ToListAsync(ct);
        var terms = db.FunctionTerms.AsNoTracking().Where(t => t.EmployeeId == me || t.PlaceId == placeId);
        var lines = await (hold ? terms.ForUpdate() : terms).ToListAsync(ct);
        var function = new FunctionCase([.. lines.Where(t => t.EmployeeId == me).Held(DateTime.MaxValue)], []);
        if (wanted is null || facts.Place is null || facts.Until is not { } until)
            return judged with { Function = function };

        // Whoever was entrusted with it is asked for by the entrustment, whose role ends with it; whoever wears the role otherwise holds the post.
        var (first, role) = (facts.From, wanted.Role ?? "");
        var lent = lines.Where(t => t.EmployeeId != me && t.FunctionCode == wanted.Code).GroupBy(t => t.EmployeeId)
            .Where(g => g.Held(DateTime.MaxValue).Any(t => t.StartsOn <= until && t.EndsOn >= first)).Select(g => g.Key).ToList();
        var worn = await (
            from h in db.Hats
            where h.PlaceId == placeId && h.Role == role && h.LentByHatId == null && h.StartsOn <= until && (h.EndsOn == null || (h.EndsOn >= first && h.EndsOn >= h.StartsOn))
            join a in db.Accounts on h.AccountId equals a.Id
            where a.ClosedAt == null && a.EmployeeId != null && !db.PostEffects.Lent(db.FunctionTerms).Contains(h.Id)
            select a.EmployeeId!.Value).ToListAsync(ct);
        List<long> ids = [.. worn, .. lent];
        if (ids.Count == 0)
            return judged with { Function = function };
        var people = await db.Employees.Where(e => ids.Contains(e.Id)).OrderBy(e => e.Id).Select(e => new
        {
            e.Id,
            e.LastNameAr,
            e.FirstNameAr,
            Position = db.CareerSteps.Where(s => s.EmployeeId == e.Id && s.StartsOn <= first).OrderByDescending(s => s.StartsOn).ThenByDescending(s => s.LearntAt).ThenByDescending(s => s.Id).Select(s => s.PositionCode).FirstOrDefault(),
        }).ToListAsync(ct);
        var leaves = await db.Leaves.AwayOn(first).Where(l => ids.Contains(l.EmployeeId)).Select(l => new { l.EmployeeId, l.EndsOn, l.ReturnedOn }).ToListAsync(ct);
        return judged with
        {
            Function = function with
            {
                Holders = [.. people.Select(p =>
                {
                    DateOnly? back = leaves.Where(l => l.EmployeeId == p.Id).Select(l => (DateOnly?)Leave.LastDayOf(l.EndsOn, l.ReturnedOn)).Max();
                    var isElsewhere = p.Position is { } position && position != DecisionKinds.Activity;
                    return new PostHolder(p.Id, $"{p.LastNameAr} {p.FirstNameAr}", !lent.Contains(p.Id) && (isElsewhere || back is not null), isElsewhere ? null : back);
                })],
            },
        };
    }

    /// <summary>Judges a decision again on what is true when it is signed; the visas were given on the situation written in it.</summary>
    public async Task<Refusal?> Again(DecisionKind kind, Decision decision, CancellationToken ct)
    {
        var place = (decision.NewPlaceId ?? decision.FunctionPlaceId) is { } id ? await db.Places.AsNoTracking().SingleAsync(p => p.Id == id, ct) : null;
        // A school that has closed keeps no function in force.
        if (place is not null && kind is not EntrustmentEnd && await db.Schools.AnyAsync(s => s.Id == place.Id && s.ClosedOn != null, ct))
            return Refusal.Conflict("decisions.new.school-unknown", place.Code).Next("decisions.situation-changed-next");
        var facts = new CaseFacts(decision.EffectiveOn, decision.EndsOn, place, decision.CauseCode, decision.Host, decision.Days, decision.CauseRemark) { Function = decision.NewFunction, Grade = decision.NewGradeCode, Echelon = decision.CauseCode == Reclassification.Commission ? decision.NewEchelon : null };
        if (kind is FamilyAllowance)
            return await FamilyAgain(kind, decision, ct);
        // Who leaves and who is entrusted at the same moment wait for each other, and the second finds what the first did.
        if (kind.HandsFunction || kind.MovesWork || kind.EndsDuties)
            _ = await db.Employees.Where(e => e.Id == decision.EmployeeId).Select(e => e.Id).ForUpdate().SingleAsync(ct);
        var judged = (await Read(db.Employees, decision.EmployeeId, facts, decision.Id, ct))!;
        if (kind.HandsFunction)
        {
            judged = await WithFunction(judged, hold: true, ct);
            var held = judged.Function!.On(decision.EffectiveOn);
            if (kind is EntrustmentEnd && (held?.FunctionCode != decision.OldFunction || held?.PlaceId != decision.FunctionPlaceId))
                return Refusal.Conflict("decisions.situation-changed").Next("decisions.situation-changed-next");
        }

        if (kind is Reclassification)
        {
            judged = await WithGrade(judged, ct);
            if (judged.Reclass?.Place is not { } placed || (placed.Echelle, placed.Echelon, placed.Index, placed.LeftoverDays) != (decision.EchelleAfter, decision.NewEchelon, decision.NewIndex, decision.LeftoverDays))
                return Refusal.Conflict("decisions.situation-changed").Next("decisions.situation-changed-next");
        }

        if (kind is LeavePay)
        {
            // Held until the end: who records an early return comes wholly before or wholly after.
            var leave = await db.Leaves.Where(l => l.Id == decision.LeaveId).ForUpdate().SingleAsync(ct);
            judged = judged with { Leave = LeaveCase.Of(leave, await LeaveBook.Current(db, ct)) };
            if (judged.Leave is not { } pay || (pay.From, pay.Last, pay.Days, pay.Half) != (decision.EffectiveOn, decision.EndsOn, decision.Days, decision.HalfDays))
                return Refusal.Conflict("decisions.situation-changed").Next("decisions.situation-changed-next");
        }

        if (kind is SalaryDeduction)
            judged = await WithStrikes(judged, decision.Id, ct);

        if (kind is DisciplinarySanction)
        {
            judged = await WithLowered(judged, ct);
            if ((judged.Lowered?.Index ?? decision.OldIndex) != decision.NewIndex)
                return Refusal.Conflict("decisions.situation-changed").Next("decisions.situation-changed-next");
        }

        if (kind is Recruitment)
        {
            judged = judged with { Recruit = RecruitCase.Of(decision.GradeCode, decision.Echelle, decision.OldEchelon, decision.OldIndex, decision.EffectiveOn) };
            // Somebody else may have come under the same card or name since.
            var person = judged.Employee;
            if (await new RecruitDesk(db, this).Known(person.Ppr, person.Cin, person.BirthDate, person.SearchKey, person.Id, person.PlacePath, ct) is not null)
                return Refusal.Conflict("decisions.situation-changed").Next("decisions.situation-changed-next");
        }

        // A function stands on the person, not on the échelon: an advancement signed meanwhile changes nothing in it.
        if (kind.HandsFunction)
            return judged.Now is null ? Refusal.Conflict("decisions.situation-changed").Next("decisions.situation-changed-next") : kind.Judge(judged).FirstOrDefault(g => !g.Holds)?.AsRefusal();
        if (judged.Now is not { } now || (now.GradeCode, now.Echelon, now.Index, now.IsTrainee) != (decision.GradeCode, decision.OldEchelon, decision.OldIndex, decision.WasTrainee)
            || (decision.OldPositionCode is { } position && position != now.PositionCode) || (kind.MovesWork && judged.Workplace?.PlaceId != decision.OldPlaceId))
            return Refusal.Conflict("decisions.situation-changed").Next("decisions.situation-changed-next");
        return kind.Judge(judged).FirstOrDefault(g => !g.Holds)?.AsRefusal();
    }

    /// <summary>One case for each employee with declarations to decide about, in seven statements whatever their number; more only where another parent is paid for the same child.</summary>
    /// <param name="events">Declarations that are on the file and in no decision that counts.</param>
    /// <param name="except">The decision being signed; 0 while it is prepared.</param>
    public async Task<List<DecisionCase>> Families(IQueryable<FamilyEvent> events, long except, int most, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var rows = await (
            from f in events
            join e in db.Employees on f.EmployeeId equals e.Id
            orderby f.StateSince, f.Id
            select new
            {
                Employee = e,
                Event = new FamilyEventLine(f.Id, f.Version, f.Kind, f.HappenedOn, f.ChildNameAr ?? db.EmployeeChildren.Where(c => c.Id == f.ChildId).Select(c => c.FirstNameAr).FirstOrDefault()),
                Related = db.Employees.Where(o => f.OtherCin != null && o.Cin == f.OtherCin).Select(o => (long?)o.Id).FirstOrDefault(),
            }).AsNoTracking().Take(most).ToListAsync(ct);
        if (rows.Count == 0)
            return [];
        var ids = rows.Select(r => r.Employee.Id).Distinct().ToList();
        var families = await FamilySituation.Of(db, db.Employees.Where(e => ids.Contains(e.Id)), ct);
        var steps = (await db.CareerSteps.AsNoTracking().Where(s => ids.Contains(s.EmployeeId)).ToListAsync(ct)).ToLookup(s => s.EmployeeId);
        var others = (await db.Decisions.Where(d => ids.Contains(d.EmployeeId) && d.Id != except).Counting().ToListAsync(ct)).ToLookup(o => o.EmployeeId, o => o.Earlier);
        var settings = await db.Settings.AsNoTracking().Where(s => s.Code.StartsWith(Setting.Pay) || s.Code == FamilyBook.BackMonths).ToListAsync(ct);
        var back = FamilyBook.Number(settings, FamilyBook.BackMonths, ReferenceFiles.YearOf(today), 48);
        PayRates Rates(DateOnly month) => PayRates.Of(settings, month);

        var cases = new List<DecisionCase>();
        foreach (var of in rows.GroupBy(r => r.Employee.Id))
        {
            var family = new FamilyCase(families[of.Key], Rates, [.. of.Select(r => r.Event)], of.Select(r => r.Related).FirstOrDefault(r => r is not null), new DateOnly(today.Year, today.Month, 1).AddMonths(-back));
            cases.Add(new DecisionCase(of.First().Employee, [.. steps[of.Key]], [], [], [.. others[of.Key]], new CareerFigures(YearFigures.Delivered), new CaseFacts(family.From, Cause: FamilyAllowance.Cause, Remark: family.Words), today) { Family = family });
        }

        return await WithOtherParents(cases, Rates, ct);
    }

    // A child paid here from now on is asked for among the children of all other staff; their parents' families say whether they are paid.
    private async Task<List<DecisionCase>> WithOtherParents(List<DecisionCase> cases, Func<DateOnly, PayRates> rates, CancellationToken ct)
    {
        var twins = await FamilySituation.OthersOf(db, [.. cases.SelectMany(c => c.Family!.NewlyPaid.Select(v => (c.Employee.Id, c.Employee.Cin, v.Child.OtherCin, v.Child.Birth, v.Child.NameAr)))], ct);
        if (twins.Count == 0)
            return cases;
        var ids = twins.Select(t => t.OtherId).Distinct().ToList();
        var families = await FamilySituation.Of(db, db.Employees.Where(e => ids.Contains(e.Id)), ct);
        return [.. cases.Select(c => c with
        {
            Family = c.Family! with
            {
                PaidElsewhere = [.. twins.Where(t => t.EmployeeId == c.Employee.Id && families[t.OtherId].On(c.Family.AsOf, rates(c.Family.AsOf), families[t.OtherId].IsDecided).Children.Any(v => v.Child.Id == t.ChildId && v.Amount > 0))],
            },
        })];
    }

    // What was written with the visas must still be what the file comes to.
    private async Task<Refusal?> FamilyAgain(DecisionKind kind, Decision decision, CancellationToken ct)
    {
        var id = decision.Id;
        var judged = (await Families(db.FamilyEvents.Where(f => f.DecisionId == id && f.State == FamilyState.Entered), id, 100, ct)).SingleOrDefault();
        return judged?.Family is not { } family || judged.Now is not { } now || (now.GradeCode, now.Echelon, now.Index) != (decision.GradeCode, decision.OldEchelon, decision.OldIndex)
            || (family.From, family.Before.Count, family.Before.Amount, family.After.Count, family.After.Amount, family.After.Status) != (decision.EffectiveOn, decision.OldChildren, decision.OldAllowance, decision.NewChildren, decision.NewAllowance, decision.NewStatus)
            ? Refusal.Conflict("decisions.situation-changed").Next("decisions.situation-changed-next")
            : kind.Judge(judged).FirstOrDefault(g => !g.Holds)?.AsRefusal();
    }
}

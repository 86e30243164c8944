using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.Domain;

/// <summary>What the manager is asked for besides the employee and the kind.</summary>
[Flags]
public enum Asks
{
    None = 0,

    /// <summary>From when it counts; a kind that does not ask computes it.</summary>
    From = 1,

    /// <summary>The last day.</summary>
    Until = 2,

    /// <summary>The new workplace.</summary>
    School = 4,

    /// <summary>Why, by a code of the kind.</summary>
    Cause = 8,

    /// <summary>Where somebody is seconded to.</summary>
    Host = 16,

    /// <summary>Days of pay.</summary>
    Days = 32,

    /// <summary>A function a school is run by.</summary>
    Function = 64,

    /// <summary>Another grade, and where a commission says it the échelon in it.</summary>
    Grade = 128,
}

/// <summary>One thing that must hold before a decision is prepared, and again when it is signed.</summary>
/// <param name="Code">Names its sentences: <c>decisions.guard.*</c> where it holds; <c>decisions.why.*</c> and its next step where not.</param>
/// <param name="Args">The evidence, for both sentences.</param>
public sealed record Guard(string Code, bool Holds, params object[] Args)
{
    public Said Says() => new(Holds ? $"decisions.guard.{Code}" : $"decisions.why.{Code}", Args);

    public Said Next() => new($"decisions.why.{Code}-next");

    public Refusal AsRefusal() => Refusal.Conflict($"decisions.why.{Code}", Args).Next($"decisions.why.{Code}-next");
}

/// <summary>
/// One kind of decision of the ministry's table: what it asks, what must hold, what becomes of the situation. Everything else – visas,
/// signature, register, notice, withdrawal – is the same for all.
/// </summary>
/// <param name="code">Code of the nomenclature decision-types.</param>
/// <param name="slug">Names its register and the wording of its paper.</param>
public abstract class DecisionKind(string code, string slug, string nameAr, string nameFr)
{
    public string Code => code;

    public string NameAr => nameAr;

    public string NameFr => nameFr;

    /// <summary>The register its numbers come from.</summary>
    public string Register => $"{slug}-decision";

    /// <summary>Prefix of its paper's texts.</summary>
    public string Template => $"decisions.paper.{slug}";

    public abstract Asks Asks { get; }

    /// <summary>The causes it may have.</summary>
    public virtual IReadOnlyList<string> Causes => [];

    /// <summary>Those a manager may choose: an exchange is agreed to by its own people and offices, and who was on strike is entered, told and heard first.</summary>
    public IReadOnlyList<string> CausesByHand => [.. Causes.Where(c => c is not (DecisionKinds.Exchange or SalaryDeduction.Strike))];

    /// <summary>The cause has a paper behind it, whose reference must be written.</summary>
    public virtual bool WantsWords(string? cause) => false;

    /// <summary>It writes a line of the career; a move and a deduction do not.</summary>
    public virtual bool WritesCareer => true;

    /// <summary>The same for one of its causes, where not all of them do.</summary>
    public virtual bool Writes(string? cause) => WritesCareer;

    /// <summary>It ends the work at a place, or begins it at another.</summary>
    public virtual bool MovesWork => false;

    /// <summary>Somebody comes to a workplace by it: the work there begins on the day of presence, by minutes, and not by the signature.</summary>
    public virtual bool Installs => false;

    /// <summary>The person keeps the post and does not work in it meanwhile: roles and classes end, and are given again on the return.</summary>
    public virtual bool EndsDuties => false;

    /// <summary>It gives a function for a time, or ends one: neither career nor workplace changes.</summary>
    public virtual bool HandsFunction => false;

    /// <summary>From when it counts, where the rule says so and nobody is asked.</summary>
    public virtual DateOnly? Computed(DecisionCase c) => null;

    /// <summary>What the form proposes.</summary>
    public virtual CaseFacts Proposed(DecisionCase c) => new(c.Today);

    /// <summary>Position from then on.</summary>
    protected virtual string Position(DecisionCase c) => c.Now!.PositionCode;

    /// <summary>Whether a later workplace on the file stands against it.</summary>
    protected virtual bool MindsWorkplace => true;

    /// <summary>It takes the person away for good whatever was agreed with others.</summary>
    protected virtual bool EndsExchange => false;

    protected virtual bool StaysTrainee(DecisionCase c) => c.Now!.IsTrainee;

    /// <summary>The function that ends, the one that begins, and where.</summary>
    protected virtual (string? Old, string? New, int? Place) Function(DecisionCase c) => default;

    /// <summary>What must hold for this kind, once there is a situation.</summary>
    protected abstract IEnumerable<Guard> Guards(DecisionCase c);

    /// <summary>Every guard, answered.</summary>
    public IReadOnlyList<Guard> Judge(DecisionCase c)
    {
        var from = Formats.ShortDate(c.Facts.From);
        var guards = new List<Guard>();
        if (c.Recruit is null)
            guards.Add(new Guard("in-service", c.Now is not null, from));
        if (c.Now is not { } now)
            return guards;
        if (Writes(c.Facts.Cause) || MovesWork)
        {
            guards.Add(new Guard("under-way", !c.Others.Any(o => o.Number is null && !o.IsApart)));
            // A line that begins later was written knowing what is now: it must be put right first.
            DateOnly? later = now.NextChangeOn ?? (MindsWorkplace ? c.Worked.FirstOrDefault(p => p.StartsOn > c.Facts.From)?.StartsOn : null);
            guards.Add(new Guard("overlap", later is null, Formats.ShortDate(later ?? c.Facts.From)));
        }

        // The others of a signed exchange move because he does: it is taken back for all of them, or for nobody.
        if (c.IsExchanging && (MovesWork || Installs || EndsDuties) && !EndsExchange)
            guards.Add(new Guard("exchange-open", false));
        guards.AddRange(Guards(c));
        return guards;
    }

    /// <summary>The proposal, with the situation before and after; every guard holds.</summary>
    /// <param name="office">The directorate that prepares it.</param>
    /// <param name="from">The movement it comes from.</param>
    /// <param name="batch">The list it passes the offices in, where no movement says it.</param>
    public Decision Draft(DecisionCase c, DecisionProcedure procedure, (int Id, string Path) office, long accountId, DateTime at, long id = 0, MoveOrigin? from = null, long? batch = null)
    {
        var (now, facts) = (c.Now!, c.Facts);
        var (position, function, place) = (Position(c), Function(c), c.Promotion?.Place ?? c.Reclass?.Place);
        return new Decision
        {
            Id = id,
            ProcedureId = procedure.Id,
            Kind = Code,
            BatchId = from?.Batch ?? batch,
            RunId = from?.Run,
            Wish = from?.Wish,
            EmployeeId = c.Employee.Id,
            PlaceId = office.Id,
            PlacePath = office.Path,
            GradeCode = now.GradeCode,
            Echelle = now.Echelle,
            OldEchelon = now.Echelon,
            OldIndex = now.Index,
            OldFrom = now.Since,
            OldLeftoverDays = now.LeftoverDays,
            NewGradeCode = place?.GradeCode,
            NewEchelle = place?.Echelle,
            NewEchelon = place?.Echelon ?? c.Lowered?.Echelon ?? now.Echelon,
            NewIndex = place?.Index ?? c.Lowered?.Index ?? now.Index,
            LeftoverDays = place?.LeftoverDays ?? (c.Lowered is null ? now.LeftoverDays : 0),
            EffectiveOn = facts.From,
            PositionCode = position,
            OldPositionCode = position == now.PositionCode ? null : now.PositionCode,
            WasTrainee = now.IsTrainee,
            IsTrainee = StaysTrainee(c),
            OldPlaceId = MovesWork ? c.Workplace?.PlaceId : null,
            NewPlaceId = MovesWork ? facts.Place?.Id : null,
            EndsOn = facts.Until,
            Days = facts.Days,
            HalfDays = c.Leave?.Half,
            LeaveId = c.Leave?.LeaveId,
            Host = facts.Host,
            OldFunction = function.Old,
            NewFunction = function.New,
            FunctionPlaceId = function.Place,
            OldChildren = c.Family?.Before.Count,
            NewChildren = c.Family?.After.Count,
            OldAllowance = c.Family?.Before.Amount,
            NewAllowance = c.Family?.After.Amount,
            OldStatus = c.Family?.Before.Status,
            NewStatus = c.Family?.After.Status,
            RelatedEmployeeId = c.Family?.RelatedEmployeeId ?? c.Promotion?.RelatedEmployeeId,
            CauseCode = facts.Cause,
            CauseRemark = facts.Remark,
            CreatedAt = at,
            CreatedByAccountId = accountId,
        }.StartsWaiting(at);
    }

    protected static Guard InStage(DecisionCase c) => new("trainee", c.Now!.IsTrainee, Formats.ShortDate(c.Now.TraineeSince ?? c.Employee.RecruitedOn));

    protected static Guard IsTitular(DecisionCase c) => new("titular", !c.Now!.IsTrainee);

    protected static Guard IsActive(DecisionCase c) => new("active", c.Now!.PositionCode == DecisionKinds.Activity);

    protected static Guard IsPast(DecisionCase c) => new("past", c.Facts.From <= c.Today, Formats.ShortDate(c.Facts.From));

    /// <summary>No longer than the position is given for at once.</summary>
    protected Guard WithinCeiling(DecisionCase c)
    {
        var months = c.Figures.Ceiling(Position(c));
        var last = c.Facts.From.AddMonths(months).AddDays(-1);
        return new Guard("ceiling", c.Facts.Until <= last, months, Formats.ShortDate(last));
    }
}

/// <summary>الترسيم: the trainee becomes titular once the stage is over.</summary>
public sealed class Titularisation() : DecisionKind("Titularisation", "titularisation", "قرار الترسيم", "Arrêté de titularisation")
{
    public override Asks Asks => Asks.From;

    public override CaseFacts Proposed(DecisionCase c) => new(c.StageOver ?? c.Today);

    protected override bool StaysTrainee(DecisionCase c) => false;

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        yield return InStage(c);
        if (c.StageOver is { } over)
            yield return new Guard("stage-over", c.Facts.From >= over, Formats.ShortDate(over));
    }
}

/// <summary>التمديد: the stage goes on, once, from the day it would have been over.</summary>
public sealed class StageExtension() : DecisionKind(DecisionKinds.StageExtension, "stage-extension", "قرار تمديد التمرين", "Arrêté de prolongation de stage")
{
    public override Asks Asks => Asks.Until;

    public override DateOnly? Computed(DecisionCase c) => c.StageOver ?? c.Today;

    public override CaseFacts Proposed(DecisionCase c) => new(Computed(c)!.Value, Last(c, Computed(c)!.Value));

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        yield return InStage(c);
        yield return new Guard("extension-once", c.Extension is null, c.Extension?.Number ?? "");
        var last = Last(c, c.Facts.From);
        yield return new Guard("extension-length", c.Facts.Until >= c.Facts.From && c.Facts.Until <= last, c.Figures.ExtensionMonths, Formats.ShortDate(last));
    }

    private static DateOnly Last(DecisionCase c, DateOnly from) => from.AddMonths(c.Figures.ExtensionMonths).AddDays(-1);
}

/// <summary>التعيين، الانتقال: another workplace from a day; the position stays.</summary>
public sealed class NewWorkplace(string code, string slug, string nameAr, string nameFr, IReadOnlyList<string> causes) : DecisionKind(code, slug, nameAr, nameFr)
{
    public override Asks Asks => Asks.From | Asks.School | Asks.Cause;

    public override IReadOnlyList<string> Causes => causes;

    public override bool WritesCareer => false;

    public override bool MovesWork => true;

    public override bool Installs => true;

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        yield return IsActive(c);
        yield return new Guard("other-place", c.Facts.Place!.Id != c.Workplace?.PlaceId);
        // The director of an academy signs for the academy's own schools.
        yield return new Guard("same-academy", AcademyOf(c.Facts.Place.Path) == AcademyOf(c.Employee.PlacePath));
    }

    private static int AcademyOf(string path) => DecisionReader.Path(path).ElementAtOrDefault(1);
}

/// <summary>الاستيداع: of right, on request, or to raise a child; the cause says which.</summary>
public sealed class Availability() : DecisionKind("Availability", "availability", "قرار الاستيداع", "Arrêté de mise en disponibilité")
{
    public override Asks Asks => Asks.From | Asks.Until | Asks.Cause;

    public override IReadOnlyList<string> Causes => ["family-illness", "study", "follow-spouse", "personal", "young-child", "disabled-child", "health-exhausted"];

    public override bool EndsDuties => true;

    public override bool WantsWords(string? cause) => cause is "health-exhausted" or "disabled-child" or "family-illness";

    protected override string Position(DecisionCase c) => c.Facts.Cause switch
    {
        "young-child" or "disabled-child" => "AVAILABILITY_CHILD",
        "health-exhausted" => "AVAILABILITY_RIGHT",
        _ => "AVAILABILITY_REQUEST",
    };

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        yield return IsTitular(c);
        yield return IsActive(c);
        yield return WithinCeiling(c);
        if (c.Facts.Cause is "young-child")
            yield return new Guard("young-child", c.Births.Any(b => b <= c.Facts.From && b.AddYears(c.Figures.ChildAge) > c.Facts.From), c.Figures.ChildAge);
    }
}

/// <summary>الإلحاق والوضع رهن الإشارة.</summary>
public sealed class Secondment() : DecisionKind("SecondmentOrSecondmentAtDisposal", "secondment", "قرار الإلحاق أو الوضع رهن الإشارة", "Arrêté de détachement ou de mise à disposition")
{
    public override Asks Asks => Asks.From | Asks.Until | Asks.Cause | Asks.Host;

    public override IReadOnlyList<string> Causes => ["detachment", "at-disposal"];

    public override bool EndsDuties => true;

    protected override string Position(DecisionCase c) => c.Facts.Cause is "at-disposal" ? "AT_DISPOSAL" : "DETACHMENT";

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        yield return IsTitular(c);
        yield return IsActive(c);
        yield return WithinCeiling(c);
    }
}

/// <summary>استئناف العمل: back from availability, secondment or disposal.</summary>
public sealed class ReturnToService() : DecisionKind("ReturnToService", "return", "قرار استئناف العمل", "Arrêté de reprise de service")
{
    private static readonly string[] Away = ["AVAILABILITY_RIGHT", "AVAILABILITY_REQUEST", "AVAILABILITY_CHILD", "DETACHMENT", "AT_DISPOSAL"];

    public override Asks Asks => Asks.From;

    public override bool Installs => true;

    protected override string Position(DecisionCase c) => DecisionKinds.Activity;

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        yield return new Guard("away", Away.Contains(c.Now!.PositionCode));
    }
}

/// <summary>Leaving for good: the career ends with the position, and so does the work at the place.</summary>
public class Leaving(string code, string slug, string nameAr, string nameFr, string position, IReadOnlyList<string> causes, bool isPast) : DecisionKind(code, slug, nameAr, nameFr)
{
    public override Asks Asks => Causes.Count > 0 ? Asks.From | Asks.Cause : Asks.From;

    public override IReadOnlyList<string> Causes => causes;

    public override bool WantsWords(string? cause) => cause is not null;

    public override bool MovesWork => true;

    // Neither death nor dismissal waits for what was agreed.
    protected override bool EndsExchange => position is "LEFT_DECEASED" or "LEFT_DISMISSED";

    protected override string Position(DecisionCase c) => position;

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        if (isPast)
            yield return IsPast(c);
    }
}

/// <summary>التقاعد: by the age limit, before it by years of service, or for invalidity.</summary>
public sealed class Retirement() : Leaving("Retirement", "retirement", "قرار الإحالة على التقاعد", "Arrêté de mise à la retraite", "LEFT_RETIRED", ["age-limit", "proportional", "invalidity"], isPast: false)
{
    public override bool WantsWords(string? cause) => cause is "invalidity";

    public override CaseFacts Proposed(DecisionCase c) => new(AgeReached(c) is var reached && reached > c.Today ? reached : c.Today, Cause: "age-limit");

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        if (c.Facts.Cause is "age-limit")
            yield return new Guard("age", c.Facts.From >= AgeReached(c), c.Figures.RetirementAge, Formats.ShortDate(AgeReached(c)));
        if (c.Facts.Cause is "proportional")
        {
            var years = c.Employee.Sex == Sex.Female ? c.Figures.ProportionalWomen : c.Figures.ProportionalMen;
            var complete = c.Employee.RecruitedOn.AddYears(years);
            yield return new Guard("seniority", c.Facts.From >= complete, years, Formats.ShortDate(complete));
        }
    }

    private static DateOnly AgeReached(DecisionCase c) => c.Employee.BirthDate.AddYears(c.Figures.RetirementAge);
}

/// <summary>الاقتطاع من الراتب: a thirtieth of the month's pay for each day without service (decree 2-99-1216).</summary>
public sealed class SalaryDeduction() : DecisionKind(SalaryDeduction.KindCode, "deduction", "قرار الاقتطاع من الراتب", "Décision de retenue sur salaire")
{
    public const string KindCode = "SalaryDeduction";

    /// <summary>Cause of those proposed from the list of a strike day; never chosen by hand.</summary>
    public const string Strike = "strike";

    public override Asks Asks => Asks.From | Asks.Days | Asks.Cause;

    public override IReadOnlyList<string> Causes => ["unjustified-absence", Strike];

    public override bool WritesCareer => false;

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        var last = LastDay(c.Facts.From, c.Facts.Days!.Value);
        yield return new Guard("past", last <= c.Today, Formats.ShortDate(last));
        yield return new Guard("one-month", (last.Year, last.Month) == (c.Facts.From.Year, c.Facts.From.Month), c.Facts.Days);
        // A day is kept once, by whatever kind of decision.
        yield return new Guard("days-once", !c.Others.Any(o => o.KeepsDayOf(c.Facts.From, last)));
        // Whoever was entered on a strike day is heard first, whatever the cause is called.
        var open = c.Strike?.Unsettled;
        yield return new Guard("strike-settled", c.Strike is { Unsettled: null }, Formats.ShortDate(open ?? c.Facts.From));
        if (c.Facts.Cause is not Strike)
            yield break;
        yield return new Guard("strike-heard", c.Strike is { } strike && Enumerable.Range(0, c.Facts.Days!.Value).All(d => strike.Heard.Contains(c.Facts.From.AddDays(d))));
        yield return new Guard("strike-work", c.Strike is { Off: null }, Formats.ShortDate(c.Strike?.Off ?? c.Facts.From));
    }

    /// <summary>The last day kept.</summary>
    public static DateOnly LastDay(DateOnly from, int days) => from.AddDays(days - 1);
}

/// <summary>التعويضات العائلية: what declared events change of the children who count, and of the allowance, from the first month after them.</summary>
public sealed class FamilyAllowance() : DecisionKind(KindCode, "family-allowance", "قرار التعويضات العائلية", "Décision d'allocations familiales")
{
    public const string KindCode = "FamilyAllowance";

    public const string Cause = "family";

    public override Asks Asks => Asks.None;

    public override bool WritesCareer => false;

    public override DateOnly? Computed(DecisionCase c) => c.Family!.From;

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        var family = c.Family!;
        yield return new Guard("family-events", family.Events.Count > 0, family.Events.Count);
        yield return new Guard("family-under-way", !c.Others.Any(o => o.Number is null && o.Kind == Code));
        var paid = family.PaidElsewhere is [var other, ..] ? other : null;
        yield return new Guard("family-one-parent", paid is null, paid?.ChildNameAr ?? "", paid?.NameAr ?? "", paid?.Ppr ?? "");
    }
}

/// <summary>
/// الترقية في الدرجة: the next grade of the ladder, by choice or by the professional-aptitude exam, from a list the joint administrative
/// commission has closed (dahir 1-58-008, articles 28 to 31; decree 2-04-403).
/// </summary>
public sealed class GradePromotion() : DecisionKind(KindCode, "grade-promotion", "قرار الترقية في الدرجة", "Arrêté d'avancement de grade")
{
    public const string KindCode = "GradePromotion";

    public const string Choice = "choice";

    public const string Exam = "exam";

    // A list of last year promotes people who have changed schools since: the grade is the same wherever they work.
    protected override bool MindsWorkplace => false;

    public override Asks Asks => Asks.None;

    public override IReadOnlyList<string> Causes => [Choice, Exam];

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        yield return IsTitular(c);
        yield return new Guard("position", c.Now!.Counts);
        var struck = c.Others.FirstOrDefault(o => o.Kind == DisciplinarySanction.KindCode && o.Cause == Sanction.StrikeOff && o.Number is not null && o.EffectiveOn.Year == c.Facts.From.Year);
        yield return new Guard("struck-off", struck is null, c.Facts.From.Year);
        var years = c.Figures.PromotionYears(c.Facts.Cause);
        var time = GradeTime.On(c.Facts.From, c.Steps, c.Employee.RecruitedOn);
        yield return new Guard("grade-since", time?.Since is not null);
        if (time?.Since is not null)
            yield return new Guard("grade-years", time.Reaches(years) <= new DateOnly(c.Facts.From.Year, 12, 31), years, Formats.ShortDate(time.Reaches(years)));
    }
}

/// <summary>Which result of a movement a decision carries out.</summary>
/// <param name="Run">The published run.</param>
/// <param name="Wish">Which of the person's wishes it gave.</param>
/// <param name="Batch">The list it passes the offices in.</param>
public sealed record MoveOrigin(long Run, int Wish, long Batch);

/// <summary>The kinds a manager prepares one by one; advancement in échelon is prepared by the yearly table, a withdrawal from the decision it takes back.</summary>
public static class DecisionKinds
{
    public const string Activity = "ACTIVITY";

    public const string StageExtension = "StageExtension";

    /// <summary>Cause of a transfer that others make with him; never chosen by hand.</summary>
    public const string Exchange = "exchange";

    /// <summary>In the order of a career.</summary>
    public static readonly IReadOnlyList<DecisionKind> All =
    [
        new Titularisation(),
        new StageExtension(),
        new NewWorkplace("Assignment", "assignment", "قرار التعيين", "Décision d'affectation", ["after-recruitment", "after-return", "service-need", "surplus"]),
        new NewWorkplace("Transfer", "transfer", "قرار الانتقال", "Décision de mutation", ["movement", "spouse", DecisionKinds.Exchange, "service-need"]),
        new Availability(),
        new Secondment(),
        new ReturnToService(),
        new Leaving("Resignation", "resignation", "قرار قبول الاستقالة", "Arrêté d'acceptation de la démission", "LEFT_RESIGNED", [], isPast: false),
        new Retirement(),
        new Leaving("Death", "death", "قرار الحذف من الأسلاك بسبب الوفاة", "Arrêté de radiation des cadres pour décès", "LEFT_DECEASED", [], isPast: true),
        new Leaving("Dismissal", "dismissal", "قرار العزل", "Arrêté de révocation", "LEFT_DISMISSED", ["discipline"], isPast: false),
        new Leaving("LeavingService", "abandonment", "قرار العزل بسبب ترك الوظيفة", "Arrêté de radiation pour abandon de poste", "LEFT_DISMISSED", ["notice-unanswered", "refused-to-resume"], isPast: true),
        new SalaryDeduction(),
        new Entrustment(),
        new EntrustmentEnd(),
        new Reclassification(),
    ];

    /// <summary>Prepared from what somebody declared, from a list that was closed, or about somebody in no file yet: each by a form of its own.</summary>
    public static readonly IReadOnlyList<DecisionKind> Derived = [new FamilyAllowance(), new GradePromotion(), new Recruitment(), new DisciplinarySanction(), new LeavePay()];

    public static DecisionKind? Find(string? code) => FindByHand(code) ?? Derived.FirstOrDefault(k => k.Code == code);

    /// <summary>One that a manager fills a form for.</summary>
    public static DecisionKind? FindByHand(string? code) => All.FirstOrDefault(k => k.Code == code);
}

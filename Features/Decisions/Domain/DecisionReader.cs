using Massar.Features.Accounts.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>One stage of a decision as people see it.</summary>
/// <param name="State">done, bad, now, next; closed for a gate that another one of its rank closed by a return or a refusal.</param>
/// <param name="OfficeAr">The office, with its place.</param>
/// <param name="Days">Days waited there, or waiting until today.</param>
/// <param name="UsualDays">Days it usually takes there, from the office's own last year.</param>
/// <param name="Who">Who acted.</param>
public sealed record Stage(
    int Step, string State, DecisionAct? Act, string OfficeAr, string OfficeFr, string? WhoAr, string? WhoLatin, string? Role, DateTime? At,
    int? Days, int? UsualDays, string? ReasonCode, string? Remark)
{
    /// <summary>Number of the act of delegation by which it was done.</summary>
    public string? Delegation { get; init; }

    /// <summary>A superior named who did it by that act in place of an absent holder.</summary>
    public bool IsInterim { get; init; }

    /// <summary>It waits here longer than is usual.</summary>
    public bool IsLate { get; init; }
}

/// <summary>A person who may act at the current step.</summary>
public sealed record NextPerson(string NameAr, string NameLatin, string Role)
{
    /// <summary>On a granted leave.</summary>
    public bool IsAway { get; init; }

    /// <summary>Until that day: told to the person, and to who gives visas and signatures there.</summary>
    public DateOnly? AwayUntil { get; init; }

    /// <summary>Acts for the holder by an act of delegation.</summary>
    public bool IsInterim { get; init; }
}

/// <summary>The other half of a withdrawal.</summary>
/// <param name="Number">Null until it is signed.</param>
public sealed record RelatedDecision(long Id, string? Number, DateTime? SignedAt);

/// <summary>One decision with everything its pages show.</summary>
public sealed record DecisionView(
    long Id, int Version, string Kind, string KindAr, string KindFr, DecisionState State, long? Batch,
    long EmployeeId, string NameAr, string NameLatin, string Ppr, string CadreAr, string CadreFr, string GradeAr, string GradeFr,
    string Echelle, int OldEchelon, int OldIndex, DateOnly OldFrom, int NewEchelon, int NewIndex, DateOnly EffectiveOn,
    Rhythm? Rhythm, decimal? Rating, int? Months, int LeftoverDays, int Step, string? WaitingRole, DateTime WaitingSince, DateOnly? LateAfter,
    string? Number, DateTime? SignedAt, DateTime? NotifiedAt, string? ReasonCode, string? VerificationCode, int? PaperSize,
    IReadOnlyList<Stage> Stages)
{
    /// <summary>Who may act now, by name; empty when nobody's turn.</summary>
    public IReadOnlyList<NextPerson> Next { get; init; } = [];

    /// <summary>Where everybody of an open gate is on leave: whom its holder could name meanwhile, with what they are besides.</summary>
    public IReadOnlyList<NextPerson> CouldBeNamed { get; init; } = [];

    /// <summary>Since when the office is asked to hand it over.</summary>
    public DateTime? HandDeliveryAskedAt { get; init; }

    /// <summary>The day it was handed over on paper.</summary>
    public DateOnly? HandedOverOn { get; init; }

    /// <summary>The person asking already acted at another gate.</summary>
    public bool IsSecondGate { get; init; }

    /// <summary>The step has taken longer than its office usually does.</summary>
    public bool IsLate { get; init; }

    /// <summary>When it should be signed, by what is usual; null where it waits for nobody.</summary>
    public DateOnly? ExpectedOn { get; init; }

    /// <summary>With it and the year of birth the employee, or whoever the employee asks, follows it without an account.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>The last day to contest it, by the delay in force on the day of notice; null before the notice.</summary>
    public DateOnly? AppealUntil { get; init; }

    /// <summary>The decision this one takes back.</summary>
    public RelatedDecision? Withdraws { get; init; }

    /// <summary>Why, by code, and in words.</summary>
    public string? CauseCode { get; init; }

    public string? CauseRemark { get; init; }

    /// <summary>The decision that takes this one back, or is on its way to.</summary>
    public RelatedDecision? WithdrawnBy { get; init; }

    /// <summary>Those that count only together with this one: what is done to it is done to them.</summary>
    public IReadOnlyList<CompanionDecision> Together { get; init; } = [];

    /// <summary>What its edition asks it to come with.</summary>
    public IReadOnlyList<PaperLine> Papers { get; init; } = [];

    public bool IsWithdrawal => Withdraws is not null;

    /// <summary>What changes besides the échelon; null for an advancement and its withdrawal.</summary>
    public DecisionChange? Change { get; init; }

    /// <summary>The grade from then on; null where it stays.</summary>
    public GradeNamed? NewGrade { get; init; }

    /// <summary>Where it stands at the finance ministry; null for what changes no pay, and before the signature.</summary>
    public FinanceTrail? Finance { get; init; }

    /// <summary>It was signed, and a second decision has taken it back.</summary>
    public bool IsTakenBack => State is DecisionState.Withdrawn && Number is not null;
}

/// <summary>A line of the same whole list.</summary>
/// <param name="Number">Of the register once it is signed, the tracking number before.</param>
public sealed record CompanionDecision(long Id, long EmployeeId, string NameAr, string NameLatin, string Number);

/// <summary>A signed decision on its way through the finance ministry.</summary>
/// <param name="State">Queued, Received, Visaed, Rejected, Dead.</param>
/// <param name="Reference">The ministry's number.</param>
/// <param name="ReasonCode">Of a refusal.</param>
public sealed record FinanceTrail(string State, DateTime WrittenAt, DateTime? ReceivedAt, DateTime? AnsweredAt, string? Reference, string? ReasonCode);

/// <summary>A thing of a list in the two languages of the ministry.</summary>
public sealed record Named(string Ar, string Fr);

/// <summary>A grade of the ladder with its échelle.</summary>
public sealed record GradeNamed(string Ar, string Fr, string Echelle);

/// <summary>One line of the comparison that is not about the échelon.</summary>
/// <param name="Label">In the reader's language, as the values are.</param>
public sealed record ChangedLine(string Label, string Before, string After);

/// <param name="OldAllowance">A month, dirhams.</param>
public sealed record FamilyChange(int OldChildren, int NewChildren, decimal OldAllowance, decimal NewAllowance, MaritalStatus? OldStatus, MaritalStatus? NewStatus);

/// <summary>What a decision changes besides the échelon, with names.</summary>
public sealed record DecisionChange(
    Named? OldPosition, Named? NewPosition, Named? OldPlace, Named? NewPlace, bool WasTrainee, bool IsTrainee, DateOnly? Until, int? Days, string? Host, bool MovesWork)
{
    /// <summary>Codes of the function that ends and of the one that begins, and the school; of a decision about a function.</summary>
    public string? OldFunction { get; init; }

    public string? NewFunction { get; init; }

    public Named? FunctionPlace { get; init; }

    /// <summary>Of the days of pay, those of which half is kept; of a leave.</summary>
    public int? HalfDays { get; init; }

    /// <summary>Of a decision about the family: children who count, allowance a month, marital status.</summary>
    public FamilyChange? Family { get; init; }

    /// <param name="position">The name of a position.</param>
    /// <param name="place">The name of a place.</param>
    public static DecisionChange Of(Decision decision, Func<string, Named?> position, Func<int, Named?> place) => new(
        decision.OldPositionCode is { } old ? position(old) ?? new Named(old, old) : null,
        decision.OldPositionCode is null ? null : position(decision.PositionCode) ?? new Named(decision.PositionCode, decision.PositionCode),
        decision.OldPlaceId is { } from ? place(from) : null, decision.NewPlaceId is { } to ? place(to) : null,
        decision.WasTrainee, decision.IsTrainee, decision.EndsOn, decision.Days, decision.Host, decision.OldPlaceId is not null || decision.NewPlaceId is not null)
    {
        HalfDays = decision.HalfDays,
        OldFunction = decision.OldFunction,
        NewFunction = decision.NewFunction,
        FunctionPlace = decision.FunctionPlaceId is { } at ? place(at) : null,
        Family = decision.NewChildren is not { } children ? null : new FamilyChange(decision.OldChildren ?? 0, children, decision.OldAllowance ?? 0, decision.NewAllowance ?? 0, decision.OldStatus, decision.NewStatus),
    };

    /// <summary>The lines in which old and new differ, or which say for how long and where.</summary>
    public IEnumerable<ChangedLine> Rows(string language)
    {
        const string none = "–";
        string Say(string key) => Words.All.Say(language, $"decisions.row.{key}");
        string Name(Named? named) => named is null ? none : language == "ar" ? named.Ar : named.Fr;
        if (WasTrainee || IsTrainee)
            yield return new ChangedLine(Say("tenure"), Say(WasTrainee ? "trainee" : "titular"), Say(IsTrainee ? "trainee" : "titular"));
        if (OldPosition is not null)
            yield return new ChangedLine(Say("position"), Name(OldPosition), Name(NewPosition));
        if (MovesWork)
            yield return new ChangedLine(Say("workplace"), Name(OldPlace), Name(NewPlace));
        if (Family is { } family)
        {
            string Status(MaritalStatus? status) => status is null ? none : Words.All.Say(language, $"employees.marital.{status}");
            if (family.OldStatus != family.NewStatus)
                yield return new ChangedLine(Say("marital"), Status(family.OldStatus), Status(family.NewStatus));
            yield return new ChangedLine(Say("children"), Words.All.Count(language, "decisions.children", family.OldChildren), Words.All.Count(language, "decisions.children", family.NewChildren));
            yield return new ChangedLine(Say("allowance"), Formats.Money(family.OldAllowance, language), Formats.Money(family.NewAllowance, language));
        }

        if (FunctionPlace is not null)
        {
            string Function(string? code) => code is null ? none : Words.All.Say(language, $"decisions.function.{code}");
            yield return new ChangedLine(Say("function"), Function(OldFunction), Function(NewFunction));
            yield return new ChangedLine(Say("function-place"), OldFunction is null ? none : Name(FunctionPlace), NewFunction is null ? none : Name(FunctionPlace));
        }

        if (Host is not null)
            yield return new ChangedLine(Say("host"), none, Host);
        if (HalfDays is { } half && Days is { } all)
        {
            yield return new ChangedLine(Say("half-days"), none, Words.All.Count(language, "decisions.days", half));
            yield return new ChangedLine(Say("unpaid-days"), none, Words.All.Count(language, "decisions.days", all - half));
        }
        else if (Days is { } days)
            yield return new ChangedLine(Say("days"), none, Words.All.Count(language, "decisions.days", days));
        if (Until is { } until)
            yield return new ChangedLine(Say("until"), none, Formats.ShortDate(until));
    }
}

/// <summary>Reads a decision with its chain: what was done, what is being waited for, what comes next.</summary>
public sealed class DecisionReader(MassarDb db, ProcedureBook book, OfficeHabits habits, TrackingNumbers numbers, PaperDesk papers, TimeProvider clock)
{
    private const int MostNext = 3;

    /// <summary>Null when it is not in the scope. Four statements at most; one more when the next people are to be named, and one where others count together with it.</summary>
    /// <param name="asker">Who asks: for the rule of two gates, and for who may know until when somebody is away.</param>
    public async Task<DecisionView?> Read(IQueryable<Decision> scope, long id, CurrentUser asker, bool withPeople, CancellationToken ct)
    {
        var row = await (
            from d in scope
            where d.Id == id
            join e in db.Employees on d.EmployeeId equals e.Id
            join g in db.StaffGrades on d.GradeCode equals g.Code into grades
            from g in grades.DefaultIfEmpty()
            join ng in db.StaffGrades on d.NewGradeCode equals ng.Code into newGrades
            from ng in newGrades.DefaultIfEmpty()
            join p in db.IssuedDocuments on d.DocumentId equals p.Id into papers
            from p in papers.DefaultIfEmpty()
            join w in db.Decisions on d.WithdrawsId equals w.Id into firsts
            from w in firsts.DefaultIfEmpty()
                // One at most: a second proposal is refused while the first is on its way.
            join b in db.Decisions.Where(b => b.State != DecisionState.Refused && b.State != DecisionState.Withdrawn) on d.Id equals b.WithdrawsId into seconds
            from b in seconds.DefaultIfEmpty()
            join o in db.Nomenclatures.Where(n => n.List == "positions") on d.OldPositionCode equals o.Code into olds
            from o in olds.DefaultIfEmpty()
            join n in db.Nomenclatures.Where(n => n.List == "positions") on d.PositionCode equals n.Code into news
            from n in news.DefaultIfEmpty()
                // One at most: its key is the decision's.
            join fm in db.FinanceMessages on d.Id equals fm.DecisionId into told
            from fm in told.DefaultIfEmpty()
            select new
            {
                Decision = d,
                Withdraws = w == null ? null : new RelatedDecision(w.Id, w.Number, w.SignedAt),
                WithdrawnBy = b == null ? null : new RelatedDecision(b.Id, b.Number, b.SignedAt),
                OldPosition = o == null ? null : new Named(o.NameAr, o.NameFr),
                NewPosition = n == null ? null : new Named(n.NameAr, n.NameFr),
                FirstKind = w == null ? null : w.Kind,
                IsWhole = db.DecisionBatches.Any(x => x.Id == d.BatchId && x.IsWhole),
                e.Ppr,
                e.FirstNameAr,
                e.LastNameAr,
                e.FirstNameLatin,
                e.LastNameLatin,
                Grade = g == null ? null : new { g.CadreAr, g.CadreFr, g.GradeAr, g.GradeFr },
                NewGrade = ng == null ? null : new GradeNamed(ng.GradeAr, ng.GradeFr, ng.Echelle),
                Paper = p == null ? null : new { p.Code, p.Size },
                Finance = fm == null ? null : new { fm.State, fm.CreatedAt, fm.ReceivedAt, fm.AnsweredAt, fm.Reference, fm.ReasonCode },
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return null;

        var decision = row.Decision;
        var procedure = await book.Of(db, decision.ProcedureId, ct);
        var visas = await db.DecisionVisas.AsNoTracking().Where(v => v.DecisionId == id).OrderBy(v => v.Id).ToListAsync(ct);
        var chain = Path(decision.PlacePath);
        var (oldPlace, newPlace, functionPlace) = (decision.OldPlaceId, decision.NewPlaceId, decision.FunctionPlaceId);
        var places = await db.Places.Where(p => chain.Contains(p.Id) || p.Id == oldPlace || p.Id == newPlace || p.Id == functionPlace).Select(p => new { p.Id, p.Kind, p.NameAr, p.NameFr }).ToListAsync(ct);
        var isWaiting = decision.State is DecisionState.InVisa or DecisionState.ToSign;
        // The step it waits at keeps the figure it arrived with; the habits of today are for those to come.
        var usual = isWaiting ? await habits.Of(procedure, decision.PlacePath, ct) : null;
        var now = clock.GetUtcNow().UtcDateTime;

        (string Ar, string Fr) Office(ProcedureStep step)
        {
            var place = places.Find(p => p.Kind == step.OfficeKind && chain.Contains(p.Id));
            return place is null ? (step.NameAr, step.NameFr) : ($"{step.NameAr} – {place.NameAr}", $"{step.NameFr} – {place.NameFr}");
        }

        var directorate = places.Find(p => p.Kind == PlaceKind.Directorate && chain.Contains(p.Id));
        var stages = new List<Stage>();
        var given = new HashSet<int>();
        foreach (var visa in visas)
        {
            if (visa.Act is DecisionAct.Sent)
                given.Clear();
            else if (visa.Act is DecisionAct.Granted)
                given.Add(visa.Step);
            // A paper is handed over by the office that prepared the decision, whatever step it had reached.
            var (ar, fr) = visa.Act is not DecisionAct.HandedOver && procedure.StepAt(visa.Step) is { } step ? Office(step) : (directorate?.NameAr ?? "", directorate?.NameFr ?? "");
            stages.Add(new Stage(visa.Step, visa.Act is DecisionAct.Returned or DecisionAct.Refused or DecisionAct.Withdrawn or DecisionAct.Fell ? "bad" : "done", visa.Act, ar, fr,
                visa.NameAr, visa.NameLatin, visa.Role, visa.At, visa.WaitedDays, null, visa.ReasonCode, visa.Remark)
            { Delegation = visa.Delegation, IsInterim = visa.IsInterim });
            if (visa.Step == 0 || visa.Act is not (DecisionAct.Returned or DecisionAct.Refused or DecisionAct.Fell) || procedure.RankAt(visa.Step) is not { Count: > 1 } rank)
                continue;
            foreach (var closed in rank.Where(s => s.Order != visa.Step && !given.Contains(s.Order)))
            {
                var (closedAr, closedFr) = Office(closed);
                stages.Add(new Stage(closed.Order, "closed", null, closedAr, closedFr, null, null, closed.Role, visa.At, null, null, null, null));
            }
        }

        var open = procedure.OpenAt(decision);
        if (open.Count > 0)
        {
            var last = procedure.RankAt(decision.Step)[^1].Order;
            foreach (var step in open.Concat(procedure.Steps.Where(s => s.Order > last).OrderBy(s => s.Order)))
            {
                var (ar, fr) = Office(step);
                var isNow = step.Order <= last;
                var days = isNow && open.Count == 1 && decision.LateAfter is { } after ? Waiting.UsualDays(decision.WaitingSince, after) : usual!.At(step);
                stages.Add(new Stage(step.Order, isNow ? "now" : "next", null, ar, fr, null, null, step.Role, isNow ? decision.WaitingSince : null,
                    isNow ? Waiting.Days(decision.WaitingSince, now) : null, days, null, null)
                { IsLate = isNow && Waiting.LateAfter(decision.WaitingSince, days) < MoroccanDay.Of(now) });
            }
        }

        List<NextPerson> next = [], couldBe = [];
        if (withPeople && decision.WaitingRole is not null)
        {
            var (today, kind) = (MoroccanDay.Today(clock), $" {decision.Kind} ");
            var own = Tree.KindAt(decision.PlacePath);
            IReadOnlyList<int> OfficesOf(ProcedureStep? gate) => gate is { IsBoundToOffice: true, OfficeKind: var office } ? [.. places.Where(p => chain.Contains(p.Id) && p.Kind == (office < own ? office : own)).Select(p => p.Id)] : chain;
            var roles = Turns.RolesOf(decision.WaitingRole);
            var byRole = roles.ToDictionary(r => r, r => OfficesOf(open.FirstOrDefault(s => s.Role == r)));
            List<int> offices = [.. byRole.Values.SelectMany(o => o).Distinct()];
            var found = await (
                from h in db.Hats.LiveOn(today).NotOutlived(db, today)
                where (h.DelegatedKinds == null || h.DelegatedKinds == WornHat.AllKinds || (" " + h.DelegatedKinds + " ").Contains(kind)) && roles.Contains(h.Role) && offices.Contains(h.PlaceId)
                join a in db.Accounts on h.AccountId equals a.Id
                where a.ClosedAt == null
                orderby a.Id
                select new
                {
                    h.PlaceId,
                    h.PlacePath,
                    h.AccountId,
                    Person = new NextPerson(a.NameAr, a.NameLatin, h.Role)
                    {
                        IsInterim = h.LentByHatId != null,
                        AwayUntil = db.Leaves.GrantedOn(today).Where(l => l.EmployeeId == a.EmployeeId).Max(l => (DateOnly?)l.EndsOn),
                    },
                }).Take(MostNext * roles.Count * roles.Count).ToListAsync(ct);
            // Why a file waits is for everybody who follows it; how long a colleague is on leave is not.
            var (watcher, office) = (asker.Has(Permissions.Delegate), asker.PlacePath);
            found = found.ConvertAll(f => new { f.PlaceId, f.PlacePath, f.AccountId, Person = f.Person with { IsAway = f.Person.AwayUntil is not null, AwayUntil = f.AccountId == asker.AccountId || (watcher && f.PlacePath.StartsWith(office, StringComparison.Ordinal)) ? f.Person.AwayUntil : null } });
            next = [.. roles.SelectMany(r => found.Where(f => f.Person.Role == r && byRole[r].Contains(f.PlaceId)).Select(f => f.Person).Take(MostNext))];
            foreach (var role in roles.Where(r => next.Exists(p => p.Role == r) && next.TrueForAll(p => p.Role != r || p.AwayUntil is not null)))
            {
                var (suitable, below) = (StaffRoles.TrustedWith(role), found.First(f => f.Person.Role == role && byRole[role].Contains(f.PlaceId)).PlacePath);
                couldBe.AddRange((await (
                    from h in db.Hats.LiveOn(today)
                    where suitable.Contains(h.Role) && h.PlacePath.StartsWith(below) && h.LentByHatId == null
                    join a in db.Accounts on h.AccountId equals a.Id
                    where a.ClosedAt == null && a.EmployeeId != null && !db.Leaves.AwayOn(today).Any(l => l.EmployeeId == a.EmployeeId)
                    orderby a.Id
                    select new NextPerson(a.NameAr, a.NameLatin, h.Role)).Take(MostNext * 2).ToListAsync(ct)).Distinct().Take(MostNext));
            }
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
            CouldBeNamed = couldBe,
            HandDeliveryAskedAt = decision.HandDeliveryAskedAt,
            HandedOverOn = decision.HandedOverOn,
            IsSecondGate = decision.IsSecondGateFor(Hands.Only(asker.AccountId), procedure),
            IsLate = decision.LateAfter < MoroccanDay.Of(now),
            ExpectedOn = usual is null ? null : Waiting.ExpectedOn(decision, procedure, usual, MoroccanDay.Of(now)),
            TrackingNumber = numbers.Of(CaseKind.Decision, decision.Id),
            AppealUntil = decision.NotifiedAt is { } notified ? await AppealUntil(MoroccanDay.Of(notified), ct) : null,
            Withdraws = row.Withdraws,
            CauseCode = decision.CauseCode,
            CauseRemark = decision.CauseRemark,
            WithdrawnBy = row.WithdrawnBy,
            Finance = row.Finance is { } finance ? new FinanceTrail(finance.State.ToString(), finance.CreatedAt, finance.ReceivedAt, finance.AnsweredAt, finance.Reference, finance.State is PayExchange.Domain.FinanceState.Rejected ? finance.ReasonCode : null) : null,
            Papers = await papers.Of(decision, procedure, ct),
            Together = row.IsWhole ? await Companions(decision, ct) : [],
            NewGrade = decision.NewGradeCode is { } code ? row.NewGrade ?? new GradeNamed(code, code, decision.EchelleAfter) : null,
            Change = DecisionKinds.Find(row.FirstKind ?? decision.Kind) is null ? null : DecisionChange.Of(decision, position => position == decision.OldPositionCode ? row.OldPosition : row.NewPosition,
                id => places.Find(p => p.Id == id) is { } named ? new Named(named.NameAr, named.NameFr) : null),
        };
    }

    private async Task<List<CompanionDecision>> Companions(Decision decision, CancellationToken ct)
    {
        var (batch, id) = (decision.BatchId, decision.Id);
        var others = await (
            from d in db.Decisions
            where d.BatchId == batch && d.Id != id
            join e in db.Employees on d.EmployeeId equals e.Id
            orderby d.Id
            select new { d.Id, EmployeeId = e.Id, Ar = e.LastNameAr + " " + e.FirstNameAr, Latin = e.LastNameLatin + " " + e.FirstNameLatin, d.Number }).AsNoTracking().ToListAsync(ct);
        return others.ConvertAll(o => new CompanionDecision(o.Id, o.EmployeeId, o.Ar, o.Latin, o.Number ?? numbers.Of(CaseKind.Decision, o.Id)));
    }

    // The delay of the school year of the notice, else of the year before it; no promise where the ministry has written none.
    private async Task<DateOnly?> AppealUntil(DateOnly notified, CancellationToken ct)
    {
        var year = ReferenceFiles.YearOf(notified);
        var days = await db.Settings.Where(s => s.Code == "decisions.appeal-days" && s.SchoolYearId <= year).OrderByDescending(s => s.SchoolYearId).Select(s => s.Value).FirstOrDefaultAsync(ct)
            ?? await db.Settings.Where(s => s.Code == "decisions.appeal-days").OrderBy(s => s.SchoolYearId).Select(s => s.Value).FirstOrDefaultAsync(ct);
        return int.TryParse(days, System.Globalization.CultureInfo.InvariantCulture, out var delay) ? notified.AddDays(delay) : null;
    }

    /// <summary>The numbers of a path: ministry, academy, directorate.</summary>
    public static IReadOnlyList<int> Path(string path) =>
        [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
}

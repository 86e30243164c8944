using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.PrepareDecision;

/// <param name="Employee">Null while he is looked for.</param>
/// <param name="Kind">Null while it is chosen.</param>
/// <param name="Q">Name or payroll number of the employee looked for.</param>
public sealed record Query(long? Employee, string? Kind, string? Q, TypedFacts Facts) : IQuery<Entry>;

/// <summary>Where the manager is: looking for somebody, choosing a kind, or reading what the decision would do.</summary>
/// <param name="Found">People found by name or number.</param>
/// <param name="Kind">Null while it is chosen.</param>
/// <param name="Facts">As typed, or as the kind proposes.</param>
/// <param name="Wrong">What is typed wrongly, once something is typed.</param>
/// <param name="Guards">Every guard, answered; empty until the facts can be read.</param>
/// <param name="Preview">Old and new situation; null until they can be told.</param>
public sealed record Entry(
    string? Q, IReadOnlyList<Person> Found, Person? Employee, int Version, IReadOnlyList<KindChoice> Kinds, string? Kind, Asks Asks, IReadOnlyList<string> Causes,
    TypedFacts Facts, Refusal? Wrong, IReadOnlyList<Guard> Guards, DecisionView? Preview) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Employee is null ? Found.Count : 1;

    /// <summary>Grades to choose from, for a kind that asks for one.</summary>
    public IReadOnlyList<GradeChoice> Grades { get; init; } = [];

    /// <summary>Kinds that are or will be switched off, with the day.</summary>
    public IReadOnlyDictionary<string, DateOnly> Off { get; init; } = new Dictionary<string, DateOnly>();

    /// <summary>It can be prepared.</summary>
    public bool IsFree => Preview is not null && Guards.All(g => g.Holds);
}

public sealed record Person(long Id, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr);

/// <param name="Ar">Cadre, grade and échelle.</param>
public sealed record GradeChoice(string Code, string Ar, string Fr);

public sealed record KindChoice(string Code, string NameAr, string NameFr);

/// <param name="Version">The employee's file as it was read.</param>
public sealed record Command(long Employee, string? Kind, string? Version, TypedFacts Facts) : ICommand<Prepared>;

/// <summary>The proposal, on the manager's desk.</summary>
public sealed record Prepared(long Decision);

public sealed class Handler(MassarDb db, CurrentUser user, CaseReader cases, ProcedureBook book, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Prepared>
{
    private const int Most = 20;

    private static readonly IReadOnlyList<KindChoice> Kinds = [.. DecisionKinds.All.Select(k => new KindChoice(k.Code, k.NameAr, k.NameFr))];

    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        if (query.Employee is not { } id)
            return new Entry(query.Q, await Find(query.Q, ct), null, 0, Kinds, null, Asks.None, [], query.Facts, null, [], null);

        var kind = DecisionKinds.FindByHand(query.Kind);
        var facts = query.Facts;
        var (wrong, place) = kind is null || facts.IsEmpty ? (null, null) : await Read(kind, facts, ct);
        var isTold = kind is not null && !facts.IsEmpty && wrong is null;
        if (await cases.Read(db.Employees.InReachOf(user), id, isTold ? Told(facts, place) : new CaseFacts(MoroccanDay.Today(clock)), 0, ct) is not { } judged)
            return Refusal.NotFound;
        if (id == user.EmployeeId)
            return Decision.OwnCase;

        var employee = judged.Employee;
        // Where he works today, and where on the day of effect.
        List<int> worked = [employee.PlaceId, judged.Workplace?.PlaceId ?? employee.PlaceId];
        var places = await db.Places.Where(p => worked.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => new Named(p.NameAr, p.NameFr), ct);
        var names = places[employee.PlaceId];
        var entry = new Entry(null, [], new Person(id, employee.Ppr, employee.FullNameAr, employee.FullNameLatin, names.Ar, names.Fr), employee.Version,
            Kinds, kind?.Code, kind?.Asks ?? Asks.None, kind?.CausesByHand ?? [], facts, wrong, [], null);
        entry = entry with { Off = await ProcedureBook.SwitchedOff(db, kind is null ? [.. Kinds.Select(k => k.Code)] : [kind.Code], MoroccanDay.Today(clock), ct) };
        if (kind is null)
            return entry;
        if (kind.Asks.HasFlag(Asks.Grade))
            entry = entry with { Grades = await db.StaffGrades.OrderBy(g => g.CadreAr).ThenBy(g => g.Echelle).ThenBy(g => g.Code).Select(g => new GradeChoice(g.Code, g.CadreAr + "، " + g.GradeAr + " (" + g.Echelle + ")", g.CadreFr + ", " + g.GradeFr + " (" + g.Echelle + ")")).ToListAsync(ct) };
        if (!isTold)
            return facts.IsEmpty ? entry with { Facts = Shown(kind.Proposed(judged)) } : entry;

        judged = await Whole(kind, Placed(kind, judged), ct);
        var guards = kind.Judge(judged);
        return entry with { Guards = guards, Preview = judged.Now is null ? null : await Preview(kind, judged, places, ct) };
    }

    public async Task<Outcome<Prepared>> Handle(Command command, CancellationToken ct)
    {
        var kind = DecisionKinds.FindByHand(command.Kind)!;
        // Held until the end: two managers who prepare for the same person come one after the other.
        var employee = await db.Employees.InReachOf(user).Where(e => e.Id == command.Employee).ForUpdate().SingleOrDefaultAsync(ct);
        if (employee is null)
            return Refusal.NotFound;
        if ((await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(employee.Id))
            return Decision.OwnCase;
        if (employee.Version.ToString(CultureInfo.InvariantCulture) != command.Version)
            return Refusal.Stale;
        var (wrong, place) = await Read(kind, command.Facts, ct);
        if (wrong is not null)
            return wrong;

        var now = clock.GetUtcNow().UtcDateTime;
        var inForce = await book.InForce(db, kind.Code, MoroccanDay.Of(now), ct);
        if (inForce.IsRefused)
            return inForce.Refusal!;
        var procedure = inForce.Value;
        var judged = await Whole(kind, Placed(kind, (await cases.Read(db.Employees.InReachOf(user), employee.Id, Told(command.Facts, place), 0, ct))!), ct);
        if (kind.Judge(judged).FirstOrDefault(g => !g.Holds) is { } against)
            return against.AsRefusal();

        var decision = kind.Draft(judged, procedure, (user.PlaceId, user.PlacePath), user.AccountId, now);
        db.Decisions.Add(decision);
        await db.SaveChangesAsync(ct);
        return new Prepared(decision.Id);
    }

    private async Task<IReadOnlyList<Person>> Find(string? q, CancellationToken ct)
    {
        var words = BidiSafe.Clean(q);
        if (words.Length < 2)
            return [];
        var number = Digits.ToLatin(words).Replace(" ", "", StringComparison.Ordinal);
        var staff = db.Employees.InReachOf(user);
        staff = number.All(char.IsAsciiDigit) ? staff.Where(e => e.Ppr == number) : staff.NamedLike(e => e.SearchKey, words);
        return await (
            from e in staff
            join p in db.Places on e.PlaceId equals p.Id
            orderby e.LastNameAr, e.FirstNameAr, e.Id
            select new Person(e.Id, e.Ppr, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, p.NameAr, p.NameFr)).Take(Most).ToListAsync(ct);
    }

    /// <summary>What is typed wrongly, or the school it names.</summary>
    private async Task<(Refusal? Wrong, Place? Place)> Read(DecisionKind kind, TypedFacts facts, CancellationToken ct)
    {
        var wrong = facts.Wrong(kind).GroupBy(w => w.Field).ToDictionary(g => g.Key, g => g.First().Why, StringComparer.OrdinalIgnoreCase);
        if (wrong.Count > 0)
            return (Refusal.Invalid(wrong), null);
        if (!kind.Asks.HasFlag(Asks.School))
            return (null, null);
        var code = facts.SchoolCode!.Value.ToString();
        var place = await db.Schools.Open().Where(s => s.GresaCode == code).Select(s => s.Place).AsNoTracking().SingleOrDefaultAsync(ct);
        return place is null ? (Refusal.Invalid(nameof(TypedFacts.School), "decisions.new.school-unknown", code), null) : (null, place);
    }

    private CaseFacts Told(TypedFacts facts, Place? place) =>
        new(facts.FromDay ?? MoroccanDay.Today(clock), facts.UntilDay, place, string.IsNullOrEmpty(facts.Cause) ? null : facts.Cause, facts.HostName, facts.DayCount, facts.Words) { Function = facts.Function, Grade = facts.Grade, Echelon = facts.Cause == Reclassification.Commission ? facts.EchelonNumber : null };

    // What a kind does not ask is not told by it, whatever an address carries; the day may follow from the rule.
    private static DecisionCase Placed(DecisionKind kind, DecisionCase judged)
    {
        var (asks, told) = (kind.Asks, judged.Facts);
        return judged with
        {
            Facts = new CaseFacts(kind.Computed(judged) ?? told.From, asks.HasFlag(Asks.Until) ? told.Until : null, asks.HasFlag(Asks.School) ? told.Place : null,
                asks.HasFlag(Asks.Cause) ? told.Cause : null, asks.HasFlag(Asks.Host) ? told.Host : null, asks.HasFlag(Asks.Days) ? told.Days : null, told.Remark)
            {
                Function = asks.HasFlag(Asks.Function) ? told.Function : null,
                Grade = asks.HasFlag(Asks.Grade) ? told.Grade : null,
                Echelon = asks.HasFlag(Asks.Grade) ? told.Echelon : null,
            },
        };
    }

    private async Task<DecisionCase> Whole(DecisionKind kind, DecisionCase judged, CancellationToken ct) =>
        kind.HandsFunction ? await cases.WithFunction(judged, hold: false, ct) : kind is Reclassification ? await cases.WithGrade(judged, ct) : kind is SalaryDeduction ? await cases.WithStrikes(judged, 0, ct) : judged;

    private static TypedFacts Shown(CaseFacts facts) => new(TypedDay.Iso(facts.From), facts.Until is { } until ? TypedDay.Iso(until) : null, Cause: facts.Cause);

    private async Task<DecisionView> Preview(DecisionKind kind, DecisionCase judged, Dictionary<int, Named> places, CancellationToken ct)
    {
        var sketch = kind.Draft(judged, new DecisionProcedure { Kind = kind.Code, Edition = 0, StartsOn = default, NameAr = "", NameFr = "", TemplateKey = "", RegisterKind = "", Confidence = "" }, (user.PlaceId, user.PlacePath), user.AccountId, default);
        var (code, to) = (sketch.GradeCode, sketch.NewGradeCode);
        var grades = await db.StaffGrades.AsNoTracking().Where(g => g.Code == code || g.Code == to).ToListAsync(ct);
        var (grade, next) = (grades.Find(g => g.Code == code), grades.Find(g => g.Code == to));
        List<string> codes = [sketch.OldPositionCode ?? sketch.PositionCode, sketch.PositionCode];
        var names = await db.Nomenclatures.Where(n => n.List == "positions" && codes.Contains(n.Code)).Select(n => new { n.Code, Name = new Named(n.NameAr, n.NameFr) }).ToListAsync(ct);
        var place = judged.Facts.Place ?? (sketch.FunctionPlaceId is { } at ? await db.Places.AsNoTracking().SingleAsync(p => p.Id == at, ct) : null);
        var employee = judged.Employee;
        return new DecisionView(0, 0, kind.Code, kind.NameAr, kind.NameFr, DecisionState.Draft, null, employee.Id, employee.FullNameAr, employee.FullNameLatin, employee.Ppr,
            grade?.CadreAr ?? "", grade?.CadreFr ?? "", grade?.GradeAr ?? code, grade?.GradeFr ?? code,
            sketch.Echelle, sketch.OldEchelon, sketch.OldIndex, sketch.OldFrom, sketch.NewEchelon, sketch.NewIndex, sketch.EffectiveOn, null, null, null, sketch.LeftoverDays,
            0, null, default, null, null, null, null, null, null, null, [])
        {
            CauseCode = sketch.CauseCode,
            CauseRemark = sketch.CauseRemark,
            NewGrade = next is null ? null : new GradeNamed(next.GradeAr, next.GradeFr, next.Echelle),
            Change = DecisionChange.Of(sketch, position => names.Find(n => n.Code == position)?.Name, id => place is not null && id == place.Id ? new Named(place.NameAr, place.NameFr) : places.GetValueOrDefault(id)),
        };
    }
}

using Massar.Features.Employees.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.Domain;

/// <summary>Whether a child opens the right to an allowance in a month, and if not why.</summary>
public enum ChildRight
{
    Counts = 0,

    /// <summary>It counts, though nobody has proved the schooling its age asks for: as the paper file left it.</summary>
    Unproven = 1,
    NotBorn = 2,
    Dead = 3,
    NotInCare = 4,

    /// <summary>The other parent, who is staff too, is paid.</summary>
    OtherParent = 5,
    TooOld = 6,
    NotSchooled = 7,

    /// <summary>More children than are counted.</summary>
    BeyondMost = 8,
}

/// <summary>A child with its lines.</summary>
/// <param name="EventId">The declaration it was entered from; null for what was taken over from paper.</param>
public sealed record FamilyChild(long Id, string NameAr, DateOnly Birth, long? EventId, string? MassarCode, string? OtherCin, IReadOnlyList<ChildStep> Steps);

/// <param name="Amount">A month, dirhams.</param>
/// <param name="Until">The last day of a proof that ends.</param>
public sealed record ChildVerdict(FamilyChild Child, ChildRight Right, decimal Amount, int Age, DateOnly? Until)
{
    public bool Counts => Right is ChildRight.Counts or ChildRight.Unproven;
}

/// <summary>A family on the first day of a month.</summary>
/// <param name="Count">Children who count.</param>
/// <param name="Amount">Allowance of the month, dirhams.</param>
public sealed record FamilyMonth(DateOnly Month, MaritalStatus Status, IReadOnlyList<ChildVerdict> Children, int Count, decimal Amount)
{
    /// <summary>Who lowers the income tax.</summary>
    public int Dependents => Count + (Status == MaritalStatus.Married ? 1 : 0);
}

/// <summary>
/// The family of an employee with everything the rule of allowances looks at (decree 2-58-1381 of 27 November 1958). The page of the employee,
/// the decision and the pay all ask here; they differ in what counts: all that is entered, or what a decision was signed for.
/// </summary>
/// <param name="Filed">Marital status of the file, where no line says since when.</param>
/// <param name="Entered">States of the declarations whose lines are on the file.</param>
public sealed record FamilySituation(long EmployeeId, MaritalStatus Filed, IReadOnlyList<FamilyStep> Steps, IReadOnlyList<FamilyChild> Children, IReadOnlyDictionary<long, FamilyState> Entered)
{
    /// <summary>What is paid: taken over from paper, or decided.</summary>
    public bool IsDecided(long? declaration) => declaration is not { } id || Entered.GetValueOrDefault(id) == FamilyState.Decided;

    /// <summary>The family on the first day of a month, by the lines that count.</summary>
    /// <param name="month">First day of the month.</param>
    /// <param name="counts">Which declarations count.</param>
    public FamilyMonth On(DateOnly month, PayRates rates, Func<long?, bool> counts)
    {
        var (first, most) = rates.Children;
        var (verdicts, count, amount) = (new List<ChildVerdict>(), 0, 0m);
        foreach (var child in Children.Where(c => counts(c.EventId)).OrderBy(c => c.Birth).ThenBy(c => c.Id))
        {
            var (right, until) = Judge(child, month, rates, counts);
            var paid = 0m;
            if (right is ChildRight.Counts or ChildRight.Unproven)
            {
                if (count >= most)
                    right = ChildRight.BeyondMost;
                else
                    (paid, count) = (count < first ? rates.FirstChildren : rates.NextChildren, count + 1);
            }

            amount += paid;
            verdicts.Add(new ChildVerdict(child, right, paid, AgeOn(child.Birth, month), until));
        }

        var lines = Steps.Where(s => counts(s.EventId)).KnownAt(DateTime.MaxValue);
        return new FamilyMonth(month, lines.On(month)?.MaritalStatus ?? (lines.Count == 0 ? Filed : MaritalStatus.Single), verdicts, count, amount);
    }

    private static (ChildRight Right, DateOnly? Until) Judge(FamilyChild child, DateOnly month, PayRates rates, Func<long?, bool> counts)
    {
        ChildStep? Line(ChildAspect aspect) => child.Steps.Where(s => s.Aspect == aspect && counts(s.EventId)).KnownAt(DateTime.MaxValue).On(month);
        if (child.Birth > month)
            return (ChildRight.NotBorn, null);
        if (Line(ChildAspect.Life) is { Holds: false } dead)
            return (ChildRight.Dead, dead.StartsOn);
        if (Line(ChildAspect.Care) is { Holds: false } away)
            return (ChildRight.NotInCare, away.StartsOn);
        if (Line(ChildAspect.Payee) is { Holds: false })
            return (ChildRight.OtherParent, null);
        if (child.Birth.AddYears(rates.ChildAge) <= month)
            return (ChildRight.TooOld, child.Birth.AddYears(rates.ChildAge));
        if (child.Birth.AddYears(rates.ChildAgeAlone) > month)
            return (ChildRight.Counts, child.Birth.AddYears(rates.ChildAgeAlone).AddDays(-1));
        if (Line(ChildAspect.Schooling) is not { } schooled)
            return child.EventId is null && !child.Steps.Any(s => s.Aspect == ChildAspect.Schooling && counts(s.EventId)) ? (ChildRight.Unproven, null) : (ChildRight.NotSchooled, null);
        return schooled.Holds && !(schooled.EndsOn < month) ? (ChildRight.Counts, schooled.EndsOn) : (ChildRight.NotSchooled, schooled.EndsOn ?? schooled.StartsOn);
    }

    public static int AgeOn(DateOnly birth, DateOnly on) => Math.Max(0, on.Year - birth.Year - (on < birth.AddYears(on.Year - birth.Year) ? 1 : 0));

    /// <summary>The first month a day counts for: what is true on its first day counts for it.</summary>
    public static DateOnly MonthFrom(DateOnly day) => day.Day == 1 ? day : new DateOnly(day.Year, day.Month, 1).AddMonths(1);

    /// <summary>The family of one.</summary>
    public static async Task<FamilySituation> Of(MassarDb db, long employee, CancellationToken ct) => (await Of(db, db.Employees.Where(e => e.Id == employee), ct))[employee];

    /// <summary>Families of several, in two statements whatever their number.</summary>
    public static async Task<Dictionary<long, FamilySituation>> Of(MassarDb db, IQueryable<Employee> staff, CancellationToken ct)
    {
        var people = await staff.AsNoTracking().Select(e => new
        {
            e.Id,
            e.MaritalStatus,
            Steps = db.FamilySteps.Where(s => s.EmployeeId == e.Id).ToList(),
            Children = db.EmployeeChildren.Where(c => c.EmployeeId == e.Id).ToList(),
            Events = db.FamilyEvents.Where(f => f.EmployeeId == e.Id && (f.State == FamilyState.Entered || f.State == FamilyState.Decided)).Select(f => new { f.Id, f.State }).ToList(),
        }).AsSingleQuery().ToListAsync(ct);
        var lines = (await (from e in staff join s in db.ChildSteps on e.Id equals s.EmployeeId select s).AsNoTracking().ToListAsync(ct)).ToLookup(s => s.ChildId);
        return people.ToDictionary(p => p.Id, p => new FamilySituation(p.Id, p.MaritalStatus, p.Steps,
            [.. p.Children.Select(c => new FamilyChild(c.Id, c.FirstNameAr, c.BirthDate, c.EventId, c.MassarCode, c.OtherParentCin, [.. lines[c.Id]]))], p.Events.ToDictionary(e => e.Id, e => e.State)));
    }

    /// <summary>Children of other staff who are the same child: born the same day, of the same first name, of the two whose identity cards meet.</summary>
    public static async Task<List<OtherParent>> OthersOf(MassarDb db, IReadOnlyCollection<(long Employee, string Cin, string? OtherCin, DateOnly Birth, string NameAr)> children, CancellationToken ct)
    {
        if (children.Count == 0)
            return [];
        var (births, known, cins) = (children.Select(c => c.Birth).ToList(), children.Select(c => c.Cin).ToList(), children.Select(c => c.OtherCin).OfType<string>().ToList());
        var found = await (
            from c in db.EmployeeChildren
            where births.Contains(c.BirthDate)
            join e in db.Employees on c.EmployeeId equals e.Id
            where cins.Contains(e.Cin) || known.Contains(c.OtherParentCin!)
            join p in db.Places on e.PlaceId equals p.Id
            select new { Child = c, e.Cin, e.Ppr, NameAr = e.LastNameAr + " " + e.FirstNameAr, NameLatin = e.LastNameLatin + " " + e.FirstNameLatin, PlaceAr = p.NameAr, PlaceFr = p.NameFr }).AsNoTracking().ToListAsync(ct);
        return [.. from mine in children
                   from other in found
                   where other.Child.EmployeeId != mine.Employee && other.Child.BirthDate == mine.Birth && (other.Cin == mine.OtherCin || other.Child.OtherParentCin == mine.Cin)
                       && ArabicFolding.Fold(other.Child.FirstNameAr) == ArabicFolding.Fold(mine.NameAr)
                   select new OtherParent(mine.Employee, other.Child.EmployeeId, other.Child.Id, other.Child.FirstNameAr, other.Ppr, other.NameAr, other.NameLatin, other.PlaceAr, other.PlaceFr)];
    }
}

/// <summary>The other parent of a child, who is staff too and has the child on the file.</summary>
public sealed record OtherParent(long EmployeeId, long OtherId, long ChildId, string ChildNameAr, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr);

using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.Domain;

/// <summary>A function (مهمة) a school is run by, which somebody may be entrusted with; named in the words <c>decisions.function.…</c>.</summary>
/// <param name="Role">The role worn at the school with it; null where none goes with it.</param>
/// <param name="IsSingle">One person holds it in a school.</param>
public sealed record SchoolFunction(string Code, string? Role, bool IsSingle);

public static class SchoolFunctions
{
    public static readonly IReadOnlyList<SchoolFunction> All =
    [
        new("head", Roles.Head, IsSingle: true),
        new("studies-director", null, IsSingle: true),
        new("general-supervisor", Roles.Supervisor, IsSingle: false),
        new("boarding-supervisor", null, IsSingle: false),
        new("bursar", null, IsSingle: true),
        new("works-head", null, IsSingle: true),
    ];

    public static SchoolFunction? Find(string? code) => All.FirstOrDefault(f => f.Code == code);
}

/// <summary>Somebody who has the post in the period asked for.</summary>
/// <param name="IsAway">On the first day the position or a leave says so; why is not told.</param>
/// <param name="AwayUntil">The last day away, where it is known.</param>
public sealed record PostHolder(long EmployeeId, string NameAr, bool IsAway, DateOnly? AwayUntil);

/// <summary>What an entrustment or its end is judged on.</summary>
/// <param name="Terms">Functions of the person, as they are known.</param>
/// <param name="Holders">Who has the post, the person himself among them; of a post to be given alone.</param>
public sealed record FunctionCase(IReadOnlyList<FunctionTerm> Terms, IReadOnlyList<PostHolder> Holders)
{
    /// <summary>The function of a day.</summary>
    public FunctionTerm? On(DateOnly day) => Terms.HeldOn(day);
}

/// <summary>
/// التكليف: somebody in activity exercises a school's function for a time, because the post is vacant or its holder away (circulars of the
/// ministry; a school year at most). Grade, échelon and workplace stay; the function and its role begin and end with the dates.
/// </summary>
public sealed class Entrustment() : DecisionKind("Entrustment", "entrustment", "قرار التكليف بمهمة", "Décision de désignation dans une fonction")
{
    public const string Vacant = "post-vacant";

    public const string Interim = "holder-away";

    /// <summary>What its ceiling is a setting of; the position of the person stays activity.</summary>
    private const string CeilingOf = "INTERIM";

    public override Asks Asks => Asks.From | Asks.Until | Asks.School | Asks.Function | Asks.Cause;

    public override IReadOnlyList<string> Causes => [Vacant, Interim];

    public override bool WritesCareer => false;

    public override bool HandsFunction => true;

    protected override (string? Old, string? New, int? Place) Function(DecisionCase c) => (null, c.Facts.Function, c.Facts.Place?.Id);

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        var (from, until, place) = (c.Facts.From, c.Facts.Until!.Value, c.Facts.Place!);
        var (function, wanted) = (c.Function!, SchoolFunctions.Find(c.Facts.Function)!);
        yield return IsActive(c);
        yield return IsTitular(c);
        // Whoever leaves the service or goes elsewhere within the period is not there to hold it.
        var later = c.Now!.NextChangeOn is { } next && next <= until ? next : (DateOnly?)null;
        yield return new Guard("overlap", later is null, Formats.ShortDate(later ?? until));
        yield return new Guard("same-directorate", DirectorateOf(place.Path) == DirectorateOf(c.Employee.PlacePath));
        var (months, last) = (c.Figures.Ceiling(CeilingOf), from.AddMonths(c.Figures.Ceiling(CeilingOf)).AddDays(-1));
        yield return new Guard("ceiling", until <= last, months, Formats.ShortDate(last));
        yield return new Guard("function-under-way", !c.Others.Any(o => o.IsFunction && o.Number is null));
        var other = function.Terms.FirstOrDefault(t => t.StartsOn <= until && t.EndsOn >= from);
        yield return new Guard("function-once", other is null, Formats.ShortDate(other?.StartsOn ?? from), Formats.ShortDate(other?.EndsOn ?? until));
        yield return new Guard("function-new", !function.Holders.Any(h => h.EmployeeId == c.Employee.Id));
        if (!wanted.IsSingle)
            yield break;
        var holders = function.Holders.Where(h => h.EmployeeId != c.Employee.Id).ToList();
        if (c.Facts.Cause is Vacant)
            yield return new Guard("post-vacant", holders.Count == 0, holders.FirstOrDefault()?.NameAr ?? "");
        if (c.Facts.Cause is Interim)
        {
            // Where no role says who holds a post, the office's word stands.
            yield return new Guard("holder-away", (wanted.Role is null || holders.Count > 0) && holders.TrueForAll(h => h.IsAway), Formats.ShortDate(from));
            var back = holders.Where(h => h.IsAway).Min(h => h.AwayUntil);
            if (back is { } day)
                yield return new Guard("holder-back", until <= day, Formats.ShortDate(day));
        }
    }

    private static int DirectorateOf(string path) => DecisionReader.Path(path).ElementAtOrDefault(2);
}

/// <summary>إنهاء التكليف: an entrustment ends before its day; its last day is the one before.</summary>
public sealed class EntrustmentEnd() : DecisionKind("EntrustmentEnd", "entrustment-end", "قرار إنهاء التكليف بمهمة", "Décision mettant fin à une désignation")
{
    public override Asks Asks => Asks.From | Asks.Cause;

    public override IReadOnlyList<string> Causes => ["holder-back", "post-filled", "own-request", "service-need"];

    public override bool WritesCareer => false;

    public override bool HandsFunction => true;

    protected override (string? Old, string? New, int? Place) Function(DecisionCase c) => c.Function?.On(c.Facts.From) is { } held ? (held.FunctionCode, null, held.PlaceId) : default;

    protected override IEnumerable<Guard> Guards(DecisionCase c)
    {
        var held = c.Function!.On(c.Facts.From);
        yield return new Guard("function-held", held is not null, Formats.ShortDate(c.Facts.From));
        if (held is not null)
            yield return new Guard("function-begun", held.StartsOn < c.Facts.From, Formats.ShortDate(held.StartsOn));
        yield return new Guard("function-under-way", !c.Others.Any(o => o.IsFunction && o.Number is null));
    }
}

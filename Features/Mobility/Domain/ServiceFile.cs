using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Mobility.Domain;

/// <summary>The data of a file that points are made of, and that its holder may contest.</summary>
public enum Datum
{
    /// <summary>Since when in the present post.</summary>
    PostedOn = 0,

    DirectorateSince = 1,
    AcademySince = 2,
    RecruitedOn = 3,
    MaritalStatus = 4,

    /// <summary>Commune the spouse works in.</summary>
    SpouseCommune = 5,

    /// <summary>Children under 18 on the day the campaign counts.</summary>
    Children = 6,

    /// <summary>Full school years in rural schools.</summary>
    HardPostYears = 7,
}

/// <summary>A workplace of the past or present, as the file has it.</summary>
/// <param name="EndsOn">Last day; null for the present one.</param>
/// <param name="IsRural">A school outside the cities.</param>
public sealed record Workplace(int PlaceId, string Path, string NameAr, string NameFr, DateOnly StartsOn, DateOnly? EndsOn, bool IsRural);

/// <summary>A contest that was accepted: what counts instead for this campaign.</summary>
/// <param name="Value">Written invariantly: 2019-09-01, 3, Widowed, the number of a commune.</param>
public sealed record AcceptedDatum(Datum Datum, string Value, DateOnly DecidedOn);

/// <summary>A contest as its participant sees it.</summary>
/// <param name="Document">The uploaded act, by its public number.</param>
/// <param name="NameAr">The asserted commune, with <paramref name="NameFr"/>.</param>
public sealed record ContestLine(Datum Datum, ContestState State, string AssertedValue, DateTime? DecidedAt, string? DecisionRemark, Guid? Document, string? NameAr, string? NameFr);

/// <summary>What is known of a participant on the day it is read: the material of points, eligibility and tie-breaks.</summary>
public sealed record ServiceFile
{
    public required long EmployeeId { get; init; }

    public required string Ppr { get; init; }

    public required string NameAr { get; init; }

    public required string NameLatin { get; init; }

    public required string GradeCode { get; init; }

    public required Sex Sex { get; init; }

    public required DateOnly BirthDate { get; init; }

    public required DateOnly RecruitedOn { get; init; }

    public required MaritalStatus MaritalStatus { get; init; }

    public int? SpouseCommuneId { get; init; }

    public string? SpouseCommuneAr { get; init; }

    public string? SpouseCommuneFr { get; init; }

    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required string PlaceAr { get; init; }

    public required string PlaceFr { get; init; }

    public required IReadOnlyList<Workplace> Workplaces { get; init; }

    public required IReadOnlyList<DateOnly> ChildrenBornOn { get; init; }

    /// <summary>What was contested in the campaign, the newest first.</summary>
    public IReadOnlyList<ContestLine> Contests { get; init; } = [];

    public IReadOnlyList<AcceptedDatum> Accepted { get; init; } = [];

    public AcceptedDatum? AcceptedFor(Datum datum) => Accepted.FirstOrDefault(a => a.Datum == datum);

    /// <summary>The day the present post began.</summary>
    public DateOnly PostedOn => Day(Datum.PostedOn) ?? SinceWithin(p => p.PlaceId == PlaceId);

    public DateOnly DirectorateSince => Day(Datum.DirectorateSince)
        ?? (Territory.DirectorateOf(PlacePath) is { } path ? Earlier(SinceWithin(p => p.Path.StartsWith(path, StringComparison.Ordinal)), PostedOn) : PostedOn);

    public DateOnly AcademySince => Day(Datum.AcademySince)
        ?? (Territory.AcademyOf(PlacePath) is { } path ? Earlier(SinceWithin(p => p.Path.StartsWith(path, StringComparison.Ordinal)), PostedOn) : PostedOn);

    public DateOnly ServiceSince => Day(Datum.RecruitedOn) ?? RecruitedOn;

    public MaritalStatus Status => AcceptedFor(Datum.MaritalStatus) is { } accepted ? Enum.Parse<MaritalStatus>(accepted.Value) : MaritalStatus;

    public int? SpouseCommune => AcceptedFor(Datum.SpouseCommune) is { } accepted
        ? int.Parse(accepted.Value, System.Globalization.CultureInfo.InvariantCulture) : SpouseCommuneId;

    /// <summary>Children under 18 on a day.</summary>
    public int ChildrenUnder18(DateOnly on) => AcceptedFor(Datum.Children) is { } accepted
        ? int.Parse(accepted.Value, System.Globalization.CultureInfo.InvariantCulture)
        : ChildrenBornOn.Count(b => b <= on && b.AddYears(18) > on);

    /// <summary>Full school years spent in rural schools.</summary>
    public int HardYears(DateOnly on) => AcceptedFor(Datum.HardPostYears) is { } accepted
        ? int.Parse(accepted.Value, System.Globalization.CultureInfo.InvariantCulture)
        : Workplaces.Where(w => w.IsRural).Sum(w => Seniority.SchoolYears(w.StartsOn, w.EndsOn is { } end && end < on ? end : on));

    /// <summary>Where a datum comes from, as a sentence.</summary>
    public Said SourceOf(Datum datum, DateOnly on)
    {
        if (AcceptedFor(datum) is { } accepted)
            return new Said("mobility.source.contest", Formats.ShortDate(accepted.DecidedOn));
        return datum switch
        {
            Datum.PostedOn => new Said("mobility.source.posting", Formats.ShortDate(PostedOn), PlaceAr, PlaceFr),
            Datum.DirectorateSince => new Said("mobility.source.directorate", Formats.ShortDate(DirectorateSince)),
            Datum.AcademySince => new Said("mobility.source.academy", Formats.ShortDate(AcademySince)),
            Datum.RecruitedOn => new Said("mobility.source.recruited", Formats.ShortDate(ServiceSince)),
            Datum.MaritalStatus => new Said("mobility.source.family"),
            Datum.SpouseCommune => SpouseCommuneId is null ? new Said("mobility.source.no-spouse") : new Said("mobility.source.spouse", SpouseCommuneAr ?? "", SpouseCommuneFr ?? ""),
            Datum.Children => new Said("mobility.source.children", Formats.ShortDate(on)),
            _ => Workplaces.Any(w => w.IsRural)
                ? new Said("mobility.source.rural", Workplaces.Count(w => w.IsRural), Formats.ShortDate(Workplaces.Where(w => w.IsRural).Min(w => w.StartsOn)))
                : new Said("mobility.source.no-rural"),
        };
    }

    private DateOnly? Day(Datum datum) => AcceptedFor(datum) is { } accepted
        ? DateOnly.ParseExact(accepted.Value, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    // Goes back from the present workplace as long as the one before belongs to the same whole; leaving it for a year starts anew.
    private DateOnly SinceWithin(Func<Workplace, bool> belongs)
    {
        var since = (DateOnly?)null;
        foreach (var workplace in Workplaces.OrderByDescending(w => w.StartsOn))
        {
            if (!belongs(workplace))
                break;
            since = workplace.StartsOn;
        }

        return since ?? RecruitedOn;
    }
}

/// <summary>Ways of counting time in service.</summary>
public static class Seniority
{
    /// <summary>School years (1 September to 31 August) that lie wholly between two days, both included.</summary>
    public static int SchoolYears(DateOnly from, DateOnly to)
    {
        var first = from <= new DateOnly(from.Year, 9, 1) ? from.Year : from.Year + 1;
        var last = to >= new DateOnly(to.Year, 8, 31) ? to.Year : to.Year - 1;
        return Math.Max(0, last - first);
    }

    /// <summary>Whole years between two days: the anniversary counts, the day before does not.</summary>
    public static int Years(DateOnly from, DateOnly to)
    {
        var years = to.Year - from.Year;
        return Math.Max(0, from.AddYears(years) > to ? years - 1 : years);
    }
}

using Massar.Features.Reference.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ListRegistrations;

/// <param name="Year">Null for the year registered for today.</param>
public sealed record Query(string? Search, string? State, string? Hint, int? Year, int Page) : IQuery<Listed>;

/// <summary>The same filter, all lines.</summary>
public sealed record Export(Query Query) : IQuery<IReadOnlyList<Line>>;

/// <summary>A page of requests and how many there are in each state.</summary>
/// <param name="Year">The school year shown.</param>
/// <param name="Years">Those there is a choice of, the newest first.</param>
public sealed record Listed(Query Query, int Year, IReadOnlyList<int> Years, IReadOnlyList<Line> Lines, int Total, IReadOnlyDictionary<string, int> Counts) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <summary>One request of the list with its hints.</summary>
public sealed record Line(
    long Id, string Number, string ChildAr, string ChildLatin, DateOnly? BirthDate, string? BirthActNumber, RegistrationState State, DateOnly SentOn, string Phone,
    string? SchoolAr, string? SchoolFr, AgeVerdict? Age, bool IsOutsideZone, bool IsOverdue, bool IsAppeal)
{
    /// <summary>Why it was taken where no seat was left.</summary>
    public string? AboveCapacity { get; init; }

    /// <summary>Filled at a desk for the family.</summary>
    public bool IsAtDesk { get; init; }

    /// <summary>Taken where no seat was left.</summary>
    public bool IsAbove => AboveCapacity is not null;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Listed>, IQueryHandler<Export, IReadOnlyList<Line>>
{
    private const int MostExported = 5_000;

    private static readonly RegistrationState[] Open = [RegistrationState.Sent, RegistrationState.UnderCheck];

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        var years = await Years(ct);
        var year = YearOf(query, years);
        var rule = await AgeRule.Of(db, year, ct);
        var inYear = db.Registrations.AsNoTracking().VisibleTo(user).Where(r => r.SchoolYearId == year);
        var counts = await inYear.GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => RegistrationStates.Slug(g.Key), g => g.Count, ct);
        var filtered = Filter(inYear, query, rule);
        var total = await filtered.CountAsync(ct);
        return new Listed(query, year, years, await Lines(filtered, rule, (query.Page - 1) * Listed.PageSize, Listed.PageSize, ct), total, counts);
    }

    public async Task<Outcome<IReadOnlyList<Line>>> Handle(Export export, CancellationToken ct)
    {
        var year = YearOf(export.Query, await Years(ct));
        var rule = await AgeRule.Of(db, year, ct);
        var lines = await Lines(Filter(db.Registrations.AsNoTracking().VisibleTo(user).Where(r => r.SchoolYearId == year), export.Query, rule), rule, 0, MostExported, ct);
        return lines;
    }

    // The year registered for today comes first; the current one stays at hand while its children still come.
    private async Task<IReadOnlyList<int>> Years(CancellationToken ct)
    {
        var current = await db.CurrentYear(ct);
        var windows = await RegistrationWindows.On(db, user.PlacePath, MoroccanDay.Today(clock), ct);
        return [.. new[] { windows.Open?.Year ?? current, current }.Distinct().OrderDescending()];
    }

    private static int YearOf(Query query, IReadOnlyList<int> years) => query.Year is { } asked && years.Contains(asked) ? asked : years[0];

    private IQueryable<Registration> Filter(IQueryable<Registration> requests, Query query, AgeRule rule)
    {
        if (query.State == "open")
            requests = requests.Where(r => Open.Contains(r.State));
        else if (RegistrationStates.Read(query.State) is { } state)
            requests = requests.Where(r => r.State == state);

        var (oldEnough, overdueBefore) = (rule.LatestBirth, OverdueBefore());
        requests = query.Hint switch
        {
            "age" => requests.Where(r => r.BirthDate > oldEnough),
            "zone" => requests.Where(r => r.ZoneSchoolId == null || r.ZoneSchoolId != r.SchoolId),
            "above" => requests.Where(r => r.AboveCapacity != null),
            "desk" => requests.Where(r => db.RegistrationEvents.Any(e => e.RegistrationId == r.Id && e.What == History.SentAtDesk)),
            "late" => requests.Where(r => Open.Contains(r.State) && r.StateSince < overdueBefore),
            _ => requests,
        };

        if (Registration.ReadNumber(query.Search) is { } id)
            return requests.Where(r => r.Id == id);
        if (Checks.Act(query.Search ?? "") is { } act)
            return requests.Where(r => r.BirthActNumber == act || (r.BirthActNumber != null && r.BirthActNumber.StartsWith(act + "/")));
        return requests.NamedLike(r => r.SearchKey, query.Search);
    }

    // Since when a request must have waited to be overdue today: weekends do not count.
    private DateTime OverdueBefore()
    {
        var day = MoroccanDay.Today(clock);
        while (RegistrationStates.DueOn(RegistrationState.Sent, MoroccanHour.Utc(day, new TimeOnly(12, 0))) >= MoroccanDay.Today(clock))
            day = day.AddDays(-1);
        return MoroccanHour.Utc(day.AddDays(1), TimeOnly.MinValue);
    }

    private async Task<List<Line>> Lines(IQueryable<Registration> requests, AgeRule rule, int skip, int take, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var rows = await (
            from r in requests.OrderBy(r => r.State == RegistrationState.Sent || r.State == RegistrationState.UnderCheck ? 0 : 1).ThenBy(r => r.SubmittedAt).ThenBy(r => r.Id).Skip(skip).Take(take)
            join p in db.Places on r.SchoolId equals p.Id into places
            from place in places.DefaultIfEmpty()
            select new { r.Id, r.SchoolYearId, r.ChildAr, r.ChildLatin, r.BirthDate, r.BirthActNumber, r.State, r.StateSince, r.SubmittedAt, r.Phone, r.SchoolId, r.ZoneSchoolId, r.IsAppeal, r.AboveCapacity, IsAtDesk = db.RegistrationEvents.Any(e => e.RegistrationId == r.Id && e.What == History.SentAtDesk), Ar = (string?)place!.NameAr, Fr = (string?)place.NameFr })
            .ToListAsync(ct);
        return [.. rows.OrderBy(r => Open.Contains(r.State) ? 0 : 1).ThenBy(r => r.SubmittedAt).ThenBy(r => r.Id).Select(r => new Line(
            r.Id, Registration.NumberOf(r.SchoolYearId, r.Id), r.ChildAr, r.ChildLatin, r.BirthDate, r.BirthActNumber, r.State,
            DateOnly.FromDateTime(MoroccanDay.Local(r.SubmittedAt!.Value)), r.Phone, r.Ar, r.Fr, r.BirthDate is { } birth ? rule.Judge(birth) : null,
            r.ZoneSchoolId is null || r.ZoneSchoolId != r.SchoolId, RegistrationStates.DueOn(r.State, r.StateSince) < today, r.IsAppeal) { AboveCapacity = r.AboveCapacity, IsAtDesk = r.IsAtDesk })];
    }
}

using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ListRegistrations;

public sealed record Query(string? Search, string? State, string? Hint, int Page) : IQuery<Listed>;

/// <summary>The same filter, all lines.</summary>
public sealed record Export(Query Query) : IQuery<IReadOnlyList<Line>>;

/// <summary>A page of requests and how many there are in each state.</summary>
public sealed record Listed(Query Query, IReadOnlyList<Line> Lines, int Total, IReadOnlyDictionary<string, int> Counts)
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;
}

/// <summary>One request of the list with its hints.</summary>
public sealed record Line(
    long Id, string Number, string ChildAr, string ChildLatin, DateOnly? BirthDate, string? BirthActNumber, RegistrationState State, DateOnly SentOn, string Phone,
    string? SchoolAr, string? SchoolFr, AgeVerdict? Age, bool IsOutsideZone, bool IsOverdue, bool IsAppeal);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Listed>, IQueryHandler<Export, IReadOnlyList<Line>>
{
    private const int MostExported = 5_000;

    private static readonly RegistrationState[] Open = [RegistrationState.Sent, RegistrationState.UnderCheck];

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        var year = await Year(ct);
        var rule = await AgeRule.Of(db, year, ct);
        var inYear = db.Registrations.AsNoTracking().VisibleTo(user).Where(r => r.SchoolYearId == year);
        var counts = await inYear.GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => RegistrationStates.Slug(g.Key), g => g.Count, ct);
        var filtered = Filter(inYear, query, rule);
        var total = await filtered.CountAsync(ct);
        return new Listed(query, await Lines(filtered, rule, (query.Page - 1) * Listed.PageSize, Listed.PageSize, ct), total, counts);
    }

    public async Task<Outcome<IReadOnlyList<Line>>> Handle(Export export, CancellationToken ct)
    {
        var year = await Year(ct);
        var rule = await AgeRule.Of(db, year, ct);
        var lines = await Lines(Filter(db.Registrations.AsNoTracking().VisibleTo(user).Where(r => r.SchoolYearId == year), export.Query, rule), rule, 0, MostExported, ct);
        return lines;
    }

    private Task<int> Year(CancellationToken ct) => db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).SingleAsync(ct);

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
            "late" => requests.Where(r => Open.Contains(r.State) && r.StateSince < overdueBefore),
            _ => requests,
        };

        if (Registration.ReadNumber(query.Search) is { } id)
            return requests.Where(r => r.Id == id);
        if (Checks.Act(query.Search ?? "") is { } act)
            return requests.Where(r => r.BirthActNumber == act || (r.BirthActNumber != null && r.BirthActNumber.StartsWith(act + "/")));
        // Each word in any spelling: folded Arabic or Latin, or by its consonants.
        foreach (var word in ArabicFolding.Fold(query.Search).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(5))
        {
            var (latin, skeleton) = (ArabicFolding.FoldLatin(word), ArabicFolding.Skeleton(word));
            requests = skeleton.Length > 1
                ? requests.Where(r => r.SearchKey.Contains(word) || r.SearchKey.Contains(latin) || r.SearchKey.Contains(skeleton))
                : requests.Where(r => r.SearchKey.Contains(word) || r.SearchKey.Contains(latin));
        }

        return requests;
    }

    // Since when a request must have waited to be overdue today: weekends do not count.
    private DateTime OverdueBefore()
    {
        var day = MoroccanDay.Today(clock);
        while (RegistrationStates.DueOn(RegistrationState.Sent, TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(new TimeOnly(12, 0)), MoroccanDay.Zone)) >= MoroccanDay.Today(clock))
            day = day.AddDays(-1);
        return TimeZoneInfo.ConvertTimeToUtc(day.AddDays(1).ToDateTime(TimeOnly.MinValue), MoroccanDay.Zone);
    }

    private async Task<List<Line>> Lines(IQueryable<Registration> requests, AgeRule rule, int skip, int take, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var rows = await (
            from r in requests.OrderBy(r => r.State == RegistrationState.Sent || r.State == RegistrationState.UnderCheck ? 0 : 1).ThenBy(r => r.SubmittedAt).ThenBy(r => r.Id).Skip(skip).Take(take)
            join p in db.Places on r.SchoolId equals p.Id into places
            from place in places.DefaultIfEmpty()
            select new { r.Id, r.SchoolYearId, r.ChildAr, r.ChildLatin, r.BirthDate, r.BirthActNumber, r.State, r.StateSince, r.SubmittedAt, r.Phone, r.SchoolId, r.ZoneSchoolId, r.IsAppeal, Ar = (string?)place!.NameAr, Fr = (string?)place.NameFr })
            .ToListAsync(ct);
        return [.. rows.OrderBy(r => Open.Contains(r.State) ? 0 : 1).ThenBy(r => r.SubmittedAt).ThenBy(r => r.Id).Select(r => new Line(
            r.Id, Registration.NumberOf(r.SchoolYearId, r.Id), r.ChildAr, r.ChildLatin, r.BirthDate, r.BirthActNumber, r.State,
            DateOnly.FromDateTime(MoroccanDay.Local(r.SubmittedAt!.Value)), r.Phone, r.Ar, r.Fr, r.BirthDate is { } birth ? rule.Judge(birth) : null,
            r.ZoneSchoolId is null || r.ZoneSchoolId != r.SchoolId, RegistrationStates.DueOn(r.State, r.StateSince) < today, r.IsAppeal))];
    }
}

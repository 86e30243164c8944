using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ListContests;

/// <param name="State">Asked (the default), Accepted, Refused, or all.</param>
public sealed record Query(string? State, int Page) : IQuery<Contests>;

public sealed record Contests(IReadOnlyList<Row> Rows, int Total, int Page, string State)
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);
}

public sealed record Row(long Id, Datum Datum, ContestState State, DateTime AskedAt, string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr, string CampaignAr, string CampaignFr);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Contests>
{
    internal const int PageSize = 20;

    public async Task<Outcome<Contests>> Handle(Query request, CancellationToken cancellationToken)
    {
        var state = request.State is "all" ? (ContestState?)null : Enum.TryParse<ContestState>(request.State, out var asked) && Enum.IsDefined(asked) ? asked : ContestState.Asked;
        var contests = db.DatumContests.AsNoTracking().InTerritoryOf(user);
        if (state is { } wanted)
            contests = contests.Where(c => c.State == wanted);
        var total = await contests.CountAsync(cancellationToken);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await (
            from contest in contests
            join employee in db.Employees on contest.EmployeeId equals employee.Id
            join place in db.Places on contest.PlaceId equals place.Id
            orderby contest.AskedAt, contest.Id
            select new Row(
                contest.Id, contest.Datum, contest.State, contest.AskedAt, employee.LastNameAr + " " + employee.FirstNameAr, employee.LastNameLatin + " " + employee.FirstNameLatin,
                employee.Ppr, place.NameAr, place.NameFr, contest.Campaign.NameAr, contest.Campaign.NameFr))
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new Contests(rows, total, page, state?.ToString() ?? "all");
    }
}

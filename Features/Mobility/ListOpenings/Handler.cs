using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ListOpenings;

public sealed record Query(int Page) : IQuery<Openings>;

public sealed record Openings(IReadOnlyList<Row> Rows, int Total, int Page)
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);
}

public sealed record Row(int Id, string NameAr, string NameFr, CampaignScope Scope, int SchoolYearId, DateOnly OpensOn, DateOnly ClosesOn, CampaignState State, int Requests);

public sealed class Handler(MassarDb db) : IQueryHandler<Query, Openings>
{
    internal const int PageSize = 20;

    public async Task<Outcome<Openings>> Handle(Query request, CancellationToken cancellationToken)
    {
        var total = await db.Campaigns.CountAsync(cancellationToken);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await db.Campaigns.AsNoTracking().OrderByDescending(c => c.OpensOn).ThenByDescending(c => c.Id)
            .Select(c => new Row(c.Id, c.NameAr, c.NameFr, c.Scope, c.SchoolYearId, c.OpensOn, c.ClosesOn, c.State, db.MovementRequests.Count(r => r.CampaignId == c.Id && r.Submissions > 0)))
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new Openings(rows, total, page);
    }
}

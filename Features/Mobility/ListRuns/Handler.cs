using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ListRuns;

public sealed record Query(int Page) : IQuery<Board>;

public sealed record Board(IReadOnlyList<Row> Rows, int Total, int Page)
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);
}

/// <summary>A campaign and its last run, as far as the reader may know of it.</summary>
/// <param name="MayRun">Whether the reader's office runs it; the others see it when it is published.</param>
public sealed record Row(int Id, string NameAr, string NameFr, int SchoolYearId, DateOnly ClosesOn, bool MayRun, RunState? State, DateTime? PublishAt, bool IsPublished);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Board>
{
    internal const int PageSize = 20;

    public async Task<Outcome<Board>> Handle(Query request, CancellationToken cancellationToken)
    {
        var campaigns = db.Campaigns.AsNoTracking().Covering(user);
        var total = await campaigns.CountAsync(cancellationToken);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await campaigns.OrderByDescending(c => c.ClosesOn).ThenBy(c => c.Id).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(c => new { c.Id, c.NameAr, c.NameFr, c.SchoolYearId, c.ClosesOn, c.PlacePath }).ToListAsync(cancellationToken);
        int[] ids = [.. rows.Select(r => r.Id)];
        var runs = (await db.AssignmentRuns.AsNoTracking().Where(r => ids.Contains(r.CampaignId))
            .Select(r => new { r.CampaignId, r.Number, r.State, r.PublishAt, IsPublished = r.PublishAt != null && r.PublishAt <= DateTime.UtcNow }).ToListAsync(cancellationToken))
            .GroupBy(r => r.CampaignId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Number)!);
        var mayRun = user.Has(Permissions.Run);
        return new Board([.. rows.Select(r =>
        {
            var run = runs.GetValueOrDefault(r.Id);
            var isMine = mayRun && r.PlacePath.StartsWith(user.PlacePath, StringComparison.Ordinal);
            return isMine || run?.IsPublished == true
                ? new Row(r.Id, r.NameAr, r.NameFr, r.SchoolYearId, r.ClosesOn, isMine, run?.State, run?.PublishAt, run?.IsPublished == true)
                : new Row(r.Id, r.NameAr, r.NameFr, r.SchoolYearId, r.ClosesOn, false, null, null, false);
        })], total, page);
    }
}

using Massar.Features.Mobility.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ListMovesByCommune;

/// <param name="Campaign">Without it the campaign published last.</param>
public sealed record Query(int? Campaign, int Page) : IQuery<Communes>;

/// <summary>One page of communes (directorates, where the movement is between them).</summary>
public sealed record Communes(int? Campaign, string? NameAr, string? NameFr, IReadOnlyList<Row> Rows, int Total, int Page)
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);
}

/// <param name="Vacant">Seats that were declared vacant.</param>
/// <param name="Empty">Seats nobody holds afterwards, as far as the movement knows.</param>
public sealed record Row(int PlaceId, string NameAr, string NameFr, int Vacant, int Left, int Arrived, int Empty);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Communes>
{
    public const int PageSize = 20;

    public async Task<Outcome<Communes>> Handle(Query request, CancellationToken cancellationToken)
    {
        var published =
            from campaign in db.Campaigns.Covering(user)
            join run in db.AssignmentRuns.Published() on campaign.Id equals run.CampaignId
            where request.Campaign == null || campaign.Id == request.Campaign
            orderby run.PublishAt descending, run.Id descending
            select new { campaign.Id, Run = run.Id, campaign.NameAr, campaign.NameFr };
        if (await published.AsNoTracking().FirstOrDefaultAsync(cancellationToken) is not { } found)
            return request.Campaign is null ? new Communes(null, null, null, [], 0, 1) : Refusal.NotFound;

        var (path, id) = (user.PlacePath, found.Run);
        var sums =
            from post in db.RunPosts
            where post.RunId == id && post.PlacePath.StartsWith(path)
            join place in db.Places on post.PlaceId equals place.Id
            group post by place.Kind == PlaceKind.School ? place.ParentId!.Value : place.Id into communes
            select new { PlaceId = communes.Key, Vacant = communes.Sum(p => p.Vacant), Left = communes.Sum(p => p.Left), Arrived = communes.Sum(p => p.Arrived) };
        var total = await sums.CountAsync(cancellationToken);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await (
            from sum in sums
            join place in db.Places on sum.PlaceId equals place.Id
            orderby place.Path
            select new Row(place.Id, place.NameAr, place.NameFr, sum.Vacant, sum.Left, sum.Arrived, sum.Vacant + sum.Left - sum.Arrived)).AsNoTracking()
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new Communes(found.Id, found.NameAr, found.NameFr, rows, total, page);
    }
}

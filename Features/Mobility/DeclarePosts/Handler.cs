using Massar.Features.Mobility.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.DeclarePosts;

/// <param name="Post">A declared post to change.</param>
public sealed record Query(int Campaign, long? Post, int Page) : IQuery<Declared>;

/// <summary>Vacant seats of the reader's territory.</summary>
/// <param name="Groups">What participants' posts are: cycle and discipline.</param>
/// <param name="Chosen">The post that is changed.</param>
public sealed record Declared(
    int Campaign, string NameAr, string NameFr, WishKind WishKind, bool IsPublished, IReadOnlyList<Row> Rows, int Total, int Seats, int Page, IReadOnlyList<Group> Groups, Row? Chosen)
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);
}

/// <param name="Carried">Of the seats, those the phase before freed or left vacant.</param>
public sealed record Row(long Id, int Version, string PlaceCode, string PlaceAr, string PlaceFr, string GroupCode, int Seats, int Carried);

public sealed record Group(string Code, string? DisciplineAr, string? DisciplineFr);

/// <param name="Version">The version of <paramref name="Post"/> that was seen.</param>
/// <param name="Seats">0 takes the post off the list.</param>
public sealed record Command(int Campaign, long? Post, int Version, string? PlaceCode, string? GroupCode, string? Seats) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Declared>, ICommandHandler<Command>
{
    public const int PageSize = 20;
    private static readonly Refusal OwnWish = Refusal.Conflict("mobility.posts.own-wish").Next("mobility.posts.own-wish.next").Recorded();

    public async Task<Outcome<Declared>> Handle(Query request, CancellationToken cancellationToken)
    {
        var found = await db.Campaigns.AsNoTracking().Covering(user).Where(c => c.Id == request.Campaign)
            .Select(c => new { Campaign = c, IsPublished = db.AssignmentRuns.Any(r => r.CampaignId == c.Id && r.PublishAt != null && r.PublishAt <= DateTime.UtcNow) }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return Refusal.NotFound;
        var (id, path) = (request.Campaign, user.PlacePath);
        var mine = db.VacantPosts.AsNoTracking().Where(p => p.CampaignId == id && p.PlacePath.StartsWith(path));
        var sums = await mine.GroupBy(p => p.CampaignId).Select(g => new { Count = g.Count(), Seats = g.Sum(p => p.Seats) }).SingleOrDefaultAsync(cancellationToken);
        var (total, seats) = (sums?.Count ?? 0, sums?.Seats ?? 0);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await Rows(mine).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        var groups = await (
            from r in db.MovementRequests
            where r.CampaignId == id && r.Submissions > 0
            join employee in db.Employees on r.EmployeeId equals employee.Id
            join discipline in db.Nomenclatures.Where(n => n.List == "disciplines") on employee.DisciplineCode equals discipline.Code into disciplines
            from discipline in disciplines.DefaultIfEmpty()
            select new { r.GradeCode, employee.DisciplineCode, NameAr = (string?)discipline.NameAr, NameFr = (string?)discipline.NameFr }).Distinct().AsNoTracking().ToListAsync(cancellationToken);
        Row? chosen = null;
        if (request.Post is { } wanted && (chosen = rows.Find(r => r.Id == wanted)) is null)
            chosen = await Rows(mine.Where(p => p.Id == wanted)).SingleOrDefaultAsync(cancellationToken);
        return new Declared(
            id, found.Campaign.NameAr, found.Campaign.NameFr, found.Campaign.WishKind, found.IsPublished, rows, total, seats, page,
            [.. groups.Select(g => new Group(PostGroup.Of(found.Campaign.Grades, g.GradeCode, g.DisciplineCode), g.NameAr, g.NameFr)).DistinctBy(g => g.Code).OrderBy(g => g.Code, StringComparer.Ordinal)], chosen);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.Covering(user).ForUpdate().SingleOrDefaultAsync(c => c.Id == request.Campaign, cancellationToken);
        if (campaign is null)
            return Refusal.NotFound;
        if (await db.AssignmentRuns.Published().AnyAsync(r => r.CampaignId == campaign.Id, cancellationToken))
            return Refusal.Conflict("mobility.run.published").Next("mobility.run.published.next");
        if (campaign.CategoryCode == MovementCategories.Exchange)
            return Refusal.Conflict("mobility.posts.exchange").Next("mobility.posts.exchange.next");

        var (path, seats) = (user.PlacePath, (int)NumberReader.ReadWhole(request.Seats, 0, VacantPost.MostSeats).Value!.Value);
        if (request.Post is { } id)
        {
            var post = await db.VacantPosts.ForUpdate().SingleOrDefaultAsync(p => p.Id == id && p.CampaignId == campaign.Id && p.PlacePath.StartsWith(path), cancellationToken);
            if (post is null)
                return Refusal.NotFound;
            if (post.Version != request.Version)
                return Refusal.Stale;
            if (await IsOwnWish(campaign.Id, post.PlaceId, cancellationToken))
                return OwnWish;
            if (seats == 0)
                db.VacantPosts.Remove(post);
            else
                post.Seats = seats;
            await db.SaveChangesAsync(cancellationToken);
            return Done.It;
        }

        var kind = campaign.WishKind switch { WishKind.School => PlaceKind.School, WishKind.Commune => PlaceKind.Commune, _ => PlaceKind.Directorate };
        var (code, owner, group) = (request.PlaceCode!.Trim(), campaign.PlacePath, request.GroupCode!);
        var place = await (
            from p in db.Places
            where p.Code == code && p.Kind == kind && p.Path.StartsWith(path) && p.Path.StartsWith(owner)
            join s in db.Schools on p.Id equals s.Id into schools
            from s in schools.DefaultIfEmpty()
            select new { p.Id, p.Path, IsOpen = s == null || (s.IsPublic && s.ClosedOn == null), Cycles = (string?)s.Cycles }).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (place is null || !place.IsOpen)
            return Refusal.Invalid("PlaceCode", "mobility.posts.no-place");
        if (await IsOwnWish(campaign.Id, place.Id, cancellationToken))
            return OwnWish;
        if (PostGroup.CorpsOf(group) is "PRI" or "COL" or "QUA" && place.Cycles is { } cycles && !cycles.Contains(PostGroup.CorpsOf(group), StringComparison.Ordinal))
            return Refusal.Invalid("GroupCode", "mobility.posts.other-cycle");
        var known = await (
            from r in db.MovementRequests
            where r.CampaignId == campaign.Id && r.Submissions > 0
            join employee in db.Employees on r.EmployeeId equals employee.Id
            select new { r.GradeCode, employee.DisciplineCode }).Distinct().ToListAsync(cancellationToken);
        if (!known.Exists(k => PostGroup.Of(campaign.Grades, k.GradeCode, k.DisciplineCode) == group))
            return Refusal.Invalid("GroupCode", "mobility.posts.no-group");
        if (seats == 0)
            return Refusal.Invalid("Seats", "mobility.posts.seats.none");
        var there = await db.VacantPosts.AsNoTracking().FirstOrDefaultAsync(p => p.CampaignId == campaign.Id && p.PlaceId == place.Id && p.GroupCode == group, cancellationToken);
        if (there is not null)
            return Refusal.Conflict("mobility.posts.there", there.Seats).Next("mobility.posts.there.next");

        db.VacantPosts.Add(new VacantPost { CampaignId = campaign.Id, PlaceId = place.Id, PlacePath = place.Path, GroupCode = group, Seats = seats });
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    // Also a wish that is not sent yet: the seat would be there when it is.
    private Task<bool> IsOwnWish(int campaign, int place, CancellationToken ct) =>
        db.MovementRequests.OwnedBy(user).AnyAsync(r => r.CampaignId == campaign && r.State != RequestState.Withdrawn && r.Wishes.Any(w => w.PlaceId == place), ct);

    private IQueryable<Row> Rows(IQueryable<VacantPost> posts) =>
        from post in posts
        join place in db.Places on post.PlaceId equals place.Id
        orderby post.PlacePath, post.GroupCode
        select new Row(post.Id, post.Version, place.Code, place.NameAr, place.NameFr, post.GroupCode, post.Seats, post.Carried);
}

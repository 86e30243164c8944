using Massar.Features.Mobility.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.EstimateChances;

/// <param name="Place">A post not chosen yet, by its number.</param>
/// <param name="Code">The same by its code, as typed.</param>
public sealed record Query(int Campaign, int? Place, string? Code) : IQuery<Estimate>;

/// <summary>What the past says of the reader's points.</summary>
/// <param name="Points">Counted from the file as it is today, for the kind of request being prepared.</param>
/// <param name="Asked">The post not chosen yet.</param>
/// <param name="IsUnknown">The code names no post of this movement.</param>
public sealed record Estimate(int Campaign, string CampaignAr, string CampaignFr, WishKind WishKind, decimal Points, IReadOnlyList<PlaceChance> Wishes, PlaceChance? Asked, string? Code, bool IsUnknown);

public sealed record PlaceChance(NamedPlace Place, Chance Chance);

public sealed class Handler(MassarDb db, CurrentUser user, ServiceFiles files) : IQueryHandler<Query, Estimate>
{
    public async Task<Outcome<Estimate>> Handle(Query query, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        var found = await (
            from c in db.Campaigns.AsNoTracking().Include(c => c.Rules).Announced()
            from e in db.Employees.Where(e => e.Id == me)
            where c.Id == query.Campaign
            select new { Campaign = c, e.PlacePath, e.GradeCode, e.DisciplineCode }).SingleOrDefaultAsync(ct);
        if (found is null || !found.Campaign.Reaches(found.PlacePath) || !found.Campaign.Takes(found.GradeCode))
            return Refusal.NotFound;

        var (campaign, file) = (found.Campaign, (await files.Of(me, query.Campaign, ct))!);
        var request = await db.MovementRequests.AsNoTracking().Include(r => r.Wishes).OwnedBy(user).SingleOrDefaultAsync(r => r.CampaignId == query.Campaign, ct);
        var wished = request?.Wishes.OrderBy(w => w.Order).Select(w => w.PlaceId).ToArray() ?? [];
        var (asked, code, path) = (query.Place, BidiSafe.CleanOrNull(query.Code) is { } typed ? Digits.ToLatin(typed).ToUpperInvariant() : null, campaign.PlacePath);
        var kind = campaign.WishKind switch { WishKind.School => PlaceKind.School, WishKind.Commune => PlaceKind.Commune, _ => PlaceKind.Directorate };
        var places = await (
            from p in db.Places
            where wished.Contains(p.Id) || (p.Kind == kind && p.Path.StartsWith(path) && (p.Id == asked || p.Code == code))
            join within in db.Places on p.ParentId equals within.Id into above
            from within in above.DefaultIfEmpty()
            select new { p.Code, Name = new NamedPlace(p.Id, p.NameAr, p.NameFr, within == null ? null : within.NameAr, within == null ? null : within.NameFr) }).AsNoTracking().ToListAsync(ct);
        var one = places.Find(p => asked is not null ? p.Name.Id == asked : code is not null && p.Code == code)?.Name;
        var points = Domain.Points.Of(file, campaign.Rules, request?.Kind ?? RequestKind.Ordinary, campaign.CountedOn).Total();
        int[] ids = [.. wished, .. one is null ? [] : new[] { one.Id }];
        var chances = (await Chances.Of(db, campaign, PostGroup.Of(campaign.Grades, found.GradeCode, found.DisciplineCode), [.. ids.Distinct()], points, ct)).ToDictionary(c => c.PlaceId);
        return new Estimate(
            campaign.Id, campaign.NameAr, campaign.NameFr, campaign.WishKind, points, [.. wished.Select(w => new PlaceChance(places.Find(p => p.Name.Id == w)!.Name, chances[w]))],
            one is null ? null : new PlaceChance(one, chances[one.Id]), query.Code, one is null && (asked is not null || code is not null));
    }
}

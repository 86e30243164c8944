using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.Domain;

/// <summary>A phase and the one it follows, as pages name them.</summary>
/// <param name="IsOut">Its result is published.</param>
public sealed record EarlierPhase(int Id, string NameAr, string NameFr, CampaignState State, bool IsOut);

/// <summary>
/// Links the phases of one year: a phase follows the latest earlier one of the same grades that covers its territory, opens only after that one was published or declared
/// not held, takes over each post once, and leaves out who got a post before.
/// </summary>
public sealed class PhaseDesk(MassarDb db)
{
    /// <summary>The latest phase before this one, of the same year, grades and territory; null where there is none.</summary>
    public async Task<Campaign?> Before(Campaign campaign, CancellationToken ct)
    {
        if (campaign.Phase is null)
            return null;
        return (await OfYear(campaign, ct)).Where(c => Phases.ComesBefore(c, campaign)).OrderByDescending(c => c.Phase).ThenByDescending(c => c.PlacePath.Length).ThenByDescending(c => c.Id).FirstOrDefault();
    }

    /// <summary>The nearest phase before this one that was held; null where none was.</summary>
    public async Task<Campaign?> HeldBefore(Campaign campaign, CancellationToken ct)
    {
        var before = await Before(campaign, ct);
        while (before is { State: CampaignState.NotHeld })
            before = await Before(before, ct);
        return before;
    }

    /// <summary>Why the phase cannot be announced yet; nothing when it can.</summary>
    public async Task<Refusal?> Against(Campaign campaign, CancellationToken ct)
    {
        if (campaign.Phase is null)
            return null;
        if (await HeldBefore(campaign, ct) is { } before && !await db.AssignmentRuns.Published().AnyAsync(r => r.CampaignId == before.Id, ct))
            return Refusal.Conflict("mobility.phase.earlier", before.NameAr, before.NameFr).Next("mobility.phase.earlier.next");
        // Announced behind the back of a later phase it would show the same posts a second time.
        return (await OfYear(campaign, ct)).Find(c => c.State == CampaignState.Announced && Phases.ComesBefore(campaign, c)) is { } later
            ? Refusal.Conflict("mobility.phase.later", later.NameAr, later.NameFr).Next("mobility.phase.later.next")
            : null;
    }

    /// <summary>
    /// Seats that the phase before freed and nobody took, as vacant posts of this one; once. Where this phase names schools and the one before communes or directorates, a seat
    /// goes to a school that somebody left; seats that name no school are declared by the office, as before.
    /// </summary>
    public async Task Carry(Campaign campaign, CancellationToken ct)
    {
        if (campaign.CarriedRunId is not null || await HeldBefore(campaign, ct) is not { } before || await db.AssignmentRuns.Published().Where(r => r.CampaignId == before.Id).Select(r => (long?)r.Id).SingleOrDefaultAsync(ct) is not { } run)
            return;
        var posts = await db.RunPosts.AsNoTracking().Where(p => p.RunId == run).ToListAsync(ct);
        var given = await db.RunAppeals.Where(a => a.RunId == run && a.State == AppealState.Accepted && a.EffectPlaceId != null).Select(a => new { Place = a.EffectPlaceId!.Value, Group = a.EffectGroup! }).ToListAsync(ct);
        var leavers = (await db.RunOutcomes.AsNoTracking().Where(o => o.RunId == run && o.Wish > 0).OrderBy(o => o.Number).Select(o => new { o.FromPath, o.GroupCode }).ToListAsync(ct)).ToLookup(o => o.GroupCode, o => o.FromPath);
        var seats = new SortedDictionary<(string Path, string Group), int>();
        foreach (var post in posts.OrderBy(p => p.Number))
        {
            var rest = post.Vacant + post.Left - post.Arrived - given.Count(g => g.Place == post.PlaceId && g.Group == post.GroupCode);
            if (rest <= 0)
                continue;
            if (Depth(post.PlacePath) >= Depth(campaign.WishKind))
                Add(RunDesk.HomeOf(campaign.WishKind, post.PlacePath), post.GroupCode, rest);
            else
                foreach (var left in leavers[post.GroupCode].Where(p => p.StartsWith(post.PlacePath, StringComparison.Ordinal)).Take(rest))
                    Add(RunDesk.HomeOf(campaign.WishKind, left), post.GroupCode, 1);
        }

        var there = (await db.VacantPosts.Where(p => p.CampaignId == campaign.Id).Select(p => new { p.PlaceId, p.GroupCode }).ToListAsync(ct)).Select(p => (p.PlaceId, p.GroupCode)).ToHashSet();
        foreach (var ((path, group), count) in seats.Where(s => !there.Contains((Territory.LastOf(s.Key.Path), s.Key.Group))))
            db.VacantPosts.Add(new VacantPost { CampaignId = campaign.Id, PlaceId = Territory.LastOf(path), PlacePath = path, GroupCode = group, Seats = Math.Min(count, VacantPost.MostSeats), Carried = count });
        campaign.Carried(run);

        void Add(string path, string group, int count)
        {
            if (campaign.Reaches(path) && path != campaign.PlacePath)
                seats[(path, group)] = seats.GetValueOrDefault((path, group)) + count;
        }
    }

    /// <summary>The phase of the same year in which somebody already got a post; nothing when there is none.</summary>
    public async Task<Refusal?> Moved(Campaign campaign, long employee, CancellationToken ct) => Said((await MovedAmong(campaign, [employee], ct)).Values.FirstOrDefault());

    /// <summary>Those who already got a post in another phase of the chain, by an outcome or by an accepted appeal, with its names.</summary>
    public async Task<Dictionary<long, (string NameAr, string NameFr)>> MovedAmong(Campaign campaign, IReadOnlyCollection<long> people, CancellationToken ct)
    {
        if (campaign.RootId is not { } root || people.Count == 0)
            return [];
        var (id, ids) = (campaign.Id, people.ToArray());
        var moved = await (
            from o in db.RunOutcomes
            where ids.Contains(o.EmployeeId)
            join r in db.AssignmentRuns.Published() on o.RunId equals r.Id
            join c in db.Campaigns on r.CampaignId equals c.Id
            where c.Id != id && (c.Id == root || c.RootId == root)
                && (o.Wish > 0 || db.RunAppeals.Any(a => a.RunId == o.RunId && a.EmployeeId == o.EmployeeId && a.State == AppealState.Accepted && a.EffectPlaceId != null))
            select new { o.EmployeeId, c.NameAr, c.NameFr }).AsNoTracking().ToListAsync(ct);
        return moved.GroupBy(m => m.EmployeeId).ToDictionary(g => g.Key, g => (g.First().NameAr, g.First().NameFr));
    }

    private static Refusal? Said((string NameAr, string NameFr) phase) =>
        phase.NameAr is null ? null : Refusal.Conflict("mobility.phase.moved", phase.NameAr, phase.NameFr).Next("mobility.phase.moved.next");

    private async Task<List<Campaign>> OfYear(Campaign campaign, CancellationToken ct)
    {
        var (year, id) = (campaign.SchoolYearId, campaign.Id);
        return await db.Campaigns.AsNoTracking().Where(c => c.SchoolYearId == year && c.Id != id && c.State != CampaignState.Cancelled).ToListAsync(ct);
    }

    private static int Depth(string path) => path.Count(c => c == '/') - 1;

    private static int Depth(WishKind kind) => kind switch { WishKind.Directorate => 3, WishKind.Commune => 4, _ => 5 };
}

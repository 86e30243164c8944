using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.Domain;

/// <summary>A phase and the one it follows, as pages name them.</summary>
/// <param name="Reason">Why it is not held.</param>
/// <param name="IsOut">Its result is published.</param>
public sealed record EarlierPhase(int Id, string NameAr, string NameFr, CampaignState State, string? Reason, bool IsOut);

/// <summary>A seat of a school that is free at this moment, and where it is kept.</summary>
/// <param name="Run">The published run that left it.</param>
/// <param name="Campaign">The phase that took it over and was not run yet: its vacant post has one seat less when it is given. Null while the run still has it.</param>
public sealed record FreeSeat(int PlaceId, string NameAr, string NameFr, int Seats, long Run, int? Campaign);

/// <summary>
/// Links the phases of one year: a phase opens only after every earlier one of its people and territory was published or declared not held, takes over what each of them
/// left, once, and leaves out who got a post before. Whoever takes a seat over or gives one holds <see cref="Lock"/> while he looks.
/// </summary>
public sealed class PhaseDesk(MassarDb db)
{
    /// <summary>One lock for all phases of a year: what one frees is taken over, or given by an appeal, one after the other.</summary>
    public async Task Lock(int year, CancellationToken ct) =>
        _ = await db.Campaigns.Where(c => c.SchoolYearId == year).OrderBy(c => c.Id).Select(c => c.Id).ForUpdate().ToListAsync(ct);

    /// <summary>The latest phase before this one, of the same year, grades and territory; null where there is none.</summary>
    public async Task<Campaign?> Before(Campaign campaign, CancellationToken ct) => (await Earlier(campaign, ct)).FirstOrDefault();

    /// <summary>Why the phase cannot be announced yet; nothing when it can.</summary>
    public async Task<Refusal?> Against(Campaign campaign, CancellationToken ct)
    {
        if (campaign.Phase is null)
            return null;
        // Every one of them, not the last alone: two campaigns may share the people of this one between them.
        var held = (await Earlier(campaign, ct)).FindAll(c => c.State != CampaignState.NotHeld);
        int[] ids = [.. held.Select(c => c.Id)];
        var published = await db.AssignmentRuns.Published().Where(r => ids.Contains(r.CampaignId)).Select(r => r.CampaignId).ToListAsync(ct);
        if (held.Find(c => !published.Contains(c.Id)) is { } before)
            return Refusal.Conflict("mobility.phase.earlier", before.NameAr, before.NameFr).Next("mobility.phase.earlier.next");
        var announced = (await OfYear(campaign, ct)).FindAll(c => c.State == CampaignState.Announced);
        // Two of them would call the same people in, and place them on the same short posts.
        if (campaign.IsSurplus && announced.Find(c => c.IsSurplus && Phases.ShareGrades(c.Grades, campaign.Grades) && (c.Reaches(campaign.PlacePath) || campaign.Reaches(c.PlacePath))) is { } beside)
            return Refusal.Conflict("mobility.phase.surplus", beside.NameAr, beside.NameFr).Next("mobility.phase.surplus.next");
        // Announced behind the back of a later phase it would show the same posts a second time.
        return announced.Find(c => Phases.ComesBefore(campaign, c)) is { } later
            ? Refusal.Conflict("mobility.phase.later", later.NameAr, later.NameFr).Next("mobility.phase.later.next")
            : null;
    }

    /// <summary>
    /// Seats that earlier phases freed and nobody took, as vacant posts of this one; once. Where this phase names schools and an earlier one communes or directorates, a seat
    /// goes to a school that somebody left; seats that name no school are declared by the office, as before. The caller holds <see cref="Lock"/>.
    /// </summary>
    public async Task Carry(Campaign campaign, DateTime now, CancellationToken ct)
    {
        if (campaign.Phase is null || campaign.CarriedAt is not null)
            return;
        campaign.Carried(now);
        var earlier = (await Earlier(campaign, ct)).FindAll(c => c.State != CampaignState.NotHeld);
        int[] ids = [.. earlier.Select(c => c.Id)];
        var runs = await db.AssignmentRuns.Published().Where(r => ids.Contains(r.CampaignId)).Select(r => new { r.Id, r.CampaignId }).ToListAsync(ct);
        var seats = new SortedDictionary<(string Path, string Group), int>();
        // The latest phase first: what it had taken over itself is no longer with the ones before it.
        foreach (var run in runs.OrderBy(r => Array.IndexOf(ids, r.CampaignId)))
            await Collect(campaign, run.Id, earlier.Find(c => c.Id == run.CampaignId)!.WishKind, seats, ct);
        var there = (await db.VacantPosts.Where(p => p.CampaignId == campaign.Id).Select(p => new { p.PlaceId, p.GroupCode }).ToListAsync(ct)).Select(p => (p.PlaceId, p.GroupCode)).ToHashSet();
        foreach (var ((path, group), count) in seats.Where(s => !there.Contains((Territory.LastOf(s.Key.Path), s.Key.Group))))
            db.VacantPosts.Add(new VacantPost { CampaignId = campaign.Id, PlaceId = Territory.LastOf(path), PlacePath = path, GroupCode = group, Seats = Math.Min(count, VacantPost.MostSeats), Carried = count });
    }

    /// <summary>A phase that is taken back gives what it took over back as well, so that another one may have it.</summary>
    public async Task Release(Campaign campaign, CancellationToken ct)
    {
        var id = campaign.Id;
        db.CarriedPosts.RemoveRange(await db.CarriedPosts.Where(p => p.CampaignId == id).ToListAsync(ct));
        db.VacantPosts.RemoveRange(await db.VacantPosts.Where(p => p.CampaignId == id && p.Carried > 0).ToListAsync(ct));
        campaign.NotCarried();
    }

    /// <summary>The phase of the same year in which somebody already got a post; nothing when there is none.</summary>
    public async Task<Refusal?> Moved(Campaign campaign, long employee, CancellationToken ct) => Said((await MovedAmong(campaign, [employee], ct)).Values.FirstOrDefault());

    /// <summary>Those who already got a post in another movement of the year, by an outcome or by an accepted appeal, with its names.</summary>
    public async Task<Dictionary<long, (string NameAr, string NameFr)>> MovedAmong(Campaign campaign, IReadOnlyCollection<long> people, CancellationToken ct)
    {
        if (people.Count == 0)
            return [];
        var ids = people.ToArray();
        var moved = await Placed(campaign, isPlannedToo: false).Where(p => ids.Contains(p.EmployeeId)).AsNoTracking().ToListAsync(ct);
        return moved.GroupBy(m => m.EmployeeId).ToDictionary(g => g.Key, g => (g.First().NameAr, g.First().NameFr));
    }

    /// <summary>All who got a post in another movement of the year, or will at an hour that is set: no run moves them a second time.</summary>
    public async Task<HashSet<long>> MovedBefore(Campaign campaign, CancellationToken ct) => [.. await Placed(campaign, isPlannedToo: true).Select(p => p.EmployeeId).Distinct().ToListAsync(ct)];

    /// <summary>Another movement of the year in which somebody got a post, or will at an hour that is set; nothing when there is none.</summary>
    public async Task<Refusal?> PlacedElsewhere(Campaign campaign, long employee, CancellationToken ct)
    {
        if (await Placed(campaign, isPlannedToo: false).Where(p => p.EmployeeId == employee).OrderBy(p => p.NameFr).AsNoTracking().FirstOrDefaultAsync(ct) is { } other)
            return Refusal.Conflict("mobility.appeal.placed", other.NameAr, other.NameFr).Next("mobility.appeal.placed.next");
        // The same for all who are in it, so that it tells no result before its hour.
        var (id, year) = (campaign.Id, campaign.SchoolYearId);
        return await db.RunOutcomes.AnyAsync(o => o.EmployeeId == employee && db.AssignmentRuns.Any(r => r.Id == o.RunId && r.PublishAt > DateTime.UtcNow && r.CampaignId != id && db.Campaigns.Any(c => c.Id == r.CampaignId && c.SchoolYearId == year)), ct)
            ? Refusal.Conflict("mobility.appeal.not-out").Next("mobility.appeal.not-out.next")
            : null;
    }

    /// <summary>
    /// Whether a computed run still says what may be carried out: nobody it moves got a post elsewhere since, left the place he is moved from, or takes part no more,
    /// and the posts are those taken over last. The caller holds <see cref="Lock"/>.
    /// </summary>
    public async Task<Refusal?> Against(Campaign campaign, AssignmentRun run, CancellationToken ct)
    {
        if (campaign.CarriedAt > run.AskedAt)
            return Refusal.Conflict("mobility.publish.other-posts").Next("mobility.publish.again.next");
        var (id, number) = (campaign.Id, run.Id);
        var placed = Placed(campaign, isPlannedToo: true);
        var gone = await db.RunOutcomes.CountAsync(
            o => o.RunId == number && o.Wish > 0 && (placed.Any(p => p.EmployeeId == o.EmployeeId) || !db.Employees.Any(e => e.Id == o.EmployeeId && e.PlaceId == o.FromPlaceId)
                || !db.MovementRequests.Any(r => r.CampaignId == id && r.EmployeeId == o.EmployeeId && r.State != RequestState.Draft && r.State != RequestState.Withdrawn)), ct);
        return gone > 0 ? Refusal.Conflict("mobility.publish.gone", gone).Next("mobility.publish.again.next") : null;
    }

    /// <summary>
    /// Seats of open public schools that a published run left vacant, as far as they are free at this moment: still with the run, with a later phase that was not run yet,
    /// or left by that phase's own published run. What a run in the making counts on is not free. Whoever gives one holds <see cref="Lock"/>.
    /// </summary>
    public async Task<List<FreeSeat>> Free(long run, string corps, int workplace, CancellationToken ct)
    {
        var free = new List<FreeSeat>();
        int[]? only = null;
        var runs = new List<long> { run };
        // From phase to phase: each has what the one before did not keep.
        while (runs.Count > 0)
        {
            long[] now = [.. runs];
            var posts = await (
                from post in db.RunPosts
                where now.Contains(post.RunId) && post.GroupCode == corps && post.PlaceId != workplace
                join place in db.Places on post.PlaceId equals place.Id
                join school in db.Schools on place.Id equals school.Id
                where school.IsPublic && school.ClosedOn == null
                join carried in db.CarriedPosts on new { post.RunId, post.PlaceId, post.GroupCode } equals new { carried.RunId, carried.PlaceId, carried.GroupCode } into taken
                from carried in taken.DefaultIfEmpty()
                select new
                {
                    post.RunId,
                    post.PlacePath,
                    place.Id,
                    place.NameAr,
                    place.NameFr,
                    Rest = post.Vacant + post.Left - post.Arrived,
                    Given = db.RunAppeals.Count(a => a.EffectRunId == post.RunId && a.State == AppealState.Accepted && a.EffectPlaceId == post.PlaceId && a.EffectGroup == corps),
                    Campaign = (int?)carried.CampaignId,
                }).AsNoTracking().ToListAsync(ct);
            if (only is not null)
                posts = posts.FindAll(p => only.Contains(p.Id));
            var typed = await Typed(now, ct);
            free.AddRange(posts.Where(p => p.Campaign is null && p.Rest > p.Given && !IsTyped(typed[p.RunId], p.PlacePath, corps)).Select(p => new FreeSeat(p.Id, p.NameAr, p.NameFr, p.Rest - p.Given, p.RunId, null)));
            var later = posts.FindAll(p => p.Campaign is not null);
            runs = [];
            if (later.Count == 0)
                continue;
            int[] campaigns = [.. later.Select(p => p.Campaign!.Value).Distinct()];
            var made = await db.AssignmentRuns.Where(r => campaigns.Contains(r.CampaignId)).Select(r => new { r.Id, r.CampaignId, IsOut = r.PublishAt != null && r.PublishAt <= DateTime.UtcNow }).ToListAsync(ct);
            var vacant = await db.VacantPosts.AsNoTracking().Where(p => campaigns.Contains(p.CampaignId) && p.GroupCode == corps && p.Seats > 0).Select(p => new { p.CampaignId, p.PlaceId, p.Seats }).ToListAsync(ct);
            free.AddRange(
                from post in later
                where !made.Exists(r => r.CampaignId == post.Campaign)
                join seat in vacant on (post.Campaign!.Value, post.Id) equals (seat.CampaignId, seat.PlaceId)
                select new FreeSeat(post.Id, post.NameAr, post.NameFr, seat.Seats, post.RunId, post.Campaign));
            runs = [.. made.Where(r => r.IsOut).Select(r => r.Id)];
            only = [.. later.Select(p => p.Id)];
        }

        return free;
    }

    /// <summary>Takes one free seat: where a later phase has it, its vacant post loses it before anybody runs that phase. The caller holds <see cref="Lock"/>.</summary>
    public async Task Take(FreeSeat seat, string corps, CancellationToken ct)
    {
        if (seat.Campaign is not { } campaign)
            return;
        var post = await db.VacantPosts.ForUpdate().SingleAsync(p => p.CampaignId == campaign && p.PlaceId == seat.PlaceId && p.GroupCode == corps, ct);
        if (post.Seats > 1)
            post.Seats--;
        else
            db.VacantPosts.Remove(post);
    }

    // What the phase takes from one run, and the line that says it did.
    private async Task Collect(Campaign campaign, long run, WishKind kind, SortedDictionary<(string Path, string Group), int> seats, CancellationToken ct)
    {
        var path = campaign.PlacePath;
        var posts = await db.RunPosts.AsNoTracking().Where(p => p.RunId == run && p.PlacePath.StartsWith(path) && !db.CarriedPosts.Any(c => c.RunId == run && c.PlaceId == p.PlaceId && c.GroupCode == p.GroupCode)).OrderBy(p => p.Number).ToListAsync(ct);
        var given = await db.RunAppeals.Where(a => a.EffectRunId == run && a.State == AppealState.Accepted && a.EffectPlaceId != null).Select(a => new { Place = a.EffectPlaceId!.Value, Group = a.EffectGroup! }).ToListAsync(ct);
        // Who stayed by the run and moves by an appeal leaves a seat.
        var freed = (await db.RunAppeals.Where(a => a.RunId == run && a.State == AppealState.Accepted && a.EffectPlaceId != null)
                .Join(db.RunOutcomes.Where(o => o.Wish == 0), a => new { a.RunId, a.EmployeeId }, o => new { o.RunId, o.EmployeeId }, (_, o) => new { o.FromPath, o.GroupCode }).ToListAsync(ct))
            .ConvertAll(o => (Place: Territory.LastOf(RunDesk.HomeOf(kind, o.FromPath)), Group: o.GroupCode));
        var leavers = (await db.RunOutcomes.AsNoTracking().Where(o => o.RunId == run && o.Wish > 0).OrderBy(o => o.Number).Select(o => new { o.FromPath, o.GroupCode }).ToListAsync(ct)).ToLookup(o => o.GroupCode, o => o.FromPath);
        var typed = (await Typed([run], ct))[run].Where(c => c.Id != campaign.Id).ToList();
        foreach (var post in posts.Where(p => Phases.Takes(campaign.Grades, p.GroupCode) && !IsTyped(typed, p.PlacePath, p.GroupCode)))
        {
            var rest = post.Vacant + post.Left - post.Arrived - given.Count(g => g.Place == post.PlaceId && g.Group == post.GroupCode) + freed.Count(f => f.Place == post.PlaceId && f.Group == post.GroupCode);
            if (rest <= 0)
                continue;
            List<string> homes = Depth(post.PlacePath) >= Depth(campaign.WishKind)
                ? [.. Enumerable.Repeat(RunDesk.HomeOf(campaign.WishKind, post.PlacePath), rest)]
                : [.. leavers[post.GroupCode].Where(p => p.StartsWith(post.PlacePath, StringComparison.Ordinal)).Take(rest).Select(p => RunDesk.HomeOf(campaign.WishKind, p))];
            homes.RemoveAll(p => !campaign.Reaches(p) || p == campaign.PlacePath);
            if (homes.Count == 0)
                continue;
            foreach (var home in homes)
                seats[(home, post.GroupCode)] = seats.GetValueOrDefault((home, post.GroupCode)) + 1;
            db.CarriedPosts.Add(new CarriedPost { RunId = run, PlaceId = post.PlaceId, GroupCode = post.GroupCode, CampaignId = campaign.Id, Seats = homes.Count });
        }
    }

    // Later phases announced before phases took posts over by themselves: their offices typed in what the runs before had left, so nobody else gives those seats.
    private async Task<ILookup<long, Campaign>> Typed(long[] runs, CancellationToken ct)
    {
        var of = await db.AssignmentRuns.Where(r => runs.Contains(r.Id)).Join(db.Campaigns, r => r.CampaignId, c => c.Id, (r, c) => new { r.Id, Campaign = c }).AsNoTracking().ToListAsync(ct);
        int[] years = [.. of.Select(o => o.Campaign.SchoolYearId).Distinct()];
        var later = await db.Campaigns.AsNoTracking().Where(c => years.Contains(c.SchoolYearId) && c.State == CampaignState.Announced && c.CarriedAt == null).ToListAsync(ct);
        return (from o in of from c in later where Phases.ComesBefore(o.Campaign, c) select (Run: o.Id, Campaign: c)).ToLookup(x => x.Run, x => x.Campaign);
    }

    private static bool IsTyped(IEnumerable<Campaign> later, string path, string group) => later.Any(c => c.Reaches(path) && Phases.Takes(c.Grades, group));

    // One person has one post: whichever movement of the year gave it.
    private IQueryable<PlacedPerson> Placed(Campaign campaign, bool isPlannedToo)
    {
        var (id, year) = (campaign.Id, campaign.SchoolYearId);
        var runs = isPlannedToo ? db.AssignmentRuns.Where(r => r.PublishAt != null) : db.AssignmentRuns.Published();
        return
            from c in db.Campaigns
            where c.SchoolYearId == year && c.Id != id
            join r in runs on c.Id equals r.CampaignId
            join o in db.RunOutcomes on r.Id equals o.RunId
            where o.Wish > 0 || db.RunAppeals.Any(a => a.RunId == o.RunId && a.EmployeeId == o.EmployeeId && a.State == AppealState.Accepted && a.EffectPlaceId != null)
            select new PlacedPerson { EmployeeId = o.EmployeeId, NameAr = c.NameAr, NameFr = c.NameFr };
    }

    private static Refusal? Said((string NameAr, string NameFr) phase) =>
        phase.NameAr is null ? null : Refusal.Conflict("mobility.phase.moved", phase.NameAr, phase.NameFr).Next("mobility.phase.moved.next");

    // The whole chain before a phase, the latest first.
    private async Task<List<Campaign>> Earlier(Campaign campaign, CancellationToken ct) => campaign.Phase is null ? []
        : [.. (await OfYear(campaign, ct)).Where(c => Phases.ComesBefore(c, campaign)).OrderByDescending(c => c.Phase).ThenByDescending(c => c.PlacePath.Length).ThenByDescending(c => c.Id)];

    private async Task<List<Campaign>> OfYear(Campaign campaign, CancellationToken ct)
    {
        var (year, id) = (campaign.SchoolYearId, campaign.Id);
        return await db.Campaigns.AsNoTracking().Where(c => c.SchoolYearId == year && c.Id != id && c.State != CampaignState.Cancelled).ToListAsync(ct);
    }

    private static int Depth(string path) => path.Count(c => c == '/') - 1;

    private static int Depth(WishKind kind) => kind switch { WishKind.Directorate => 3, WishKind.Commune => 4, _ => 5 };

    private sealed class PlacedPerson
    {
        public required long EmployeeId { get; init; }

        public required string NameAr { get; init; }

        public required string NameFr { get; init; }
    }
}

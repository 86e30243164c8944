using Massar.Features.Families.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.CallSurplus;

/// <param name="IsWhole">All of them, for a file.</param>
public sealed record Query(int Campaign, int Page, bool IsWhole) : IQuery<Called>;

/// <summary>Who was called in, and how many more the control of staff use names.</summary>
/// <param name="Named">People named as surplus whom nobody has called in yet.</param>
/// <param name="Seats">Short posts people are placed on.</param>
/// <param name="MayCall">Nothing has its hour, the reader takes no part, and the window is open or somebody could be let go.</param>
public sealed record Called(CampaignHead Campaign, IReadOnlyList<Row> Rows, int Total, int Page, int Named, int Seats, bool MayCall) : IShowsPersons
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);

    int IShowsPersons.PersonsShown => Rows.Count;
}

/// <param name="Rule">Why this person and not a colleague: a code of <see cref="SurplusRule"/>.</param>
/// <param name="HasWishes">Has sent wishes; who has none is placed by rule.</param>
public sealed record Row(long Request, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, decimal Points, string Rule, bool HasWishes);

public sealed record Command(int Campaign) : ICommand<Count>;

/// <summary>How many people were called in, how many short posts were taken over, and how many were let go.</summary>
public sealed record Count(int People, int Posts, int Released);

public sealed class Handler(MassarDb db, CurrentUser user, ServiceFiles files, PhaseDesk phases, ReceiptDesk receipts, Facts facts, TimeProvider clock) : IQueryHandler<Query, Called>, ICommandHandler<Command, Count>
{
    public const int PageSize = 20;

    public async Task<Outcome<Called>> Handle(Query request, CancellationToken cancellationToken)
    {
        var mine = db.MovementRequests.TakingPart(db, user);
        var found = await db.Campaigns.AsNoTracking().RunBy(user).Where(c => c.Id == request.Campaign && c.CategoryCode == MovementCategories.Surplus).Select(c => new
        {
            Campaign = c,
            Seats = db.VacantPosts.Where(p => p.CampaignId == c.Id).Sum(p => (int?)p.Seats) ?? 0,
            Total = db.MovementRequests.Count(r => r.CampaignId == c.Id && r.FlagCaseId != null),
            IsOut = db.AssignmentRuns.Any(r => r.CampaignId == c.Id && r.PublishAt != null),
            TakesPart = mine.Any(r => r.CampaignId == c.Id),
        }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return Refusal.NotFound;
        var page = request.IsWhole ? 1 : Math.Clamp(request.Page, 1, Math.Max(1, (found.Total + PageSize - 1) / PageSize));
        var rows = await (
            from r in db.MovementRequests
            where r.CampaignId == request.Campaign && r.FlagCaseId != null
            join e in db.Employees on r.EmployeeId equals e.Id
            join p in db.Places on r.PlaceId equals p.Id
            orderby r.PlacePath, r.Id
            select new Row(r.Id, e.Ppr, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, p.NameAr, p.NameFr, r.Points, r.ObligedBy!, db.Submissions.Any(s => s.RequestId == r.Id && s.Number == r.Submissions && s.Wishes.Any())))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(request.IsWhole ? ListMoves.Handler.MostRows : PageSize).ToListAsync(cancellationToken);
        var named = await Flagged(found.Campaign).CountAsync(f => !db.MovementRequests.Any(r => r.CampaignId == request.Campaign && r.EmployeeId == f.EmployeeId && r.State != RequestState.Withdrawn), cancellationToken);
        return new Called(CampaignHead.Of(found.Campaign), rows, found.Total, page, named, found.Seats, !found.IsOut && !found.TakesPart && (found.Total > 0 || found.Campaign.ClosesOn >= MoroccanDay.Today(clock)));
    }

    public async Task<Outcome<Count>> Handle(Command request, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.RunBy(user).Where(c => c.Id == request.Campaign && c.CategoryCode == MovementCategories.Surplus).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (campaign is null)
            return Refusal.NotFound;
        if (await db.MovementRequests.TakingPart(db, user).AnyAsync(r => r.CampaignId == campaign.Id, cancellationToken))
            return AssignmentRun.OwnMovement;
        if (await db.AssignmentRuns.AnyAsync(r => r.CampaignId == campaign.Id && r.PublishAt != null, cancellationToken))
            return Refusal.Conflict("mobility.run.published").Next("mobility.run.published.next");

        await db.Entry(campaign).Collection(c => c.Rules).LoadAsync(cancellationToken);
        var flagged = await (
            from f in Flagged(campaign)
            join e in db.Employees on f.EmployeeId equals e.Id
            select new { f.Id, Employee = e.Id, e.Ppr, e.GradeCode, e.DisciplineCode, e.PlaceId, e.PlacePath }).AsNoTracking().ToListAsync(cancellationToken);
        var people = flagged.Where(f => campaign.Takes(f.GradeCode)).GroupBy(f => f.Employee).Select(g => g.MaxBy(f => f.Id)!).ToList();
        var requests = await db.MovementRequests.Where(r => r.CampaignId == campaign.Id).OrderBy(r => r.Id).ForUpdate().ToListAsync(cancellationToken);
        var called = requests.FindAll(r => r.IsObliged && r.Stands);
        // Nobody calls himself or his family in, and nobody spares or releases them either.
        var own = await Kinship.WithSelf(db, user.EmployeeId, cancellationToken);
        if (people.Exists(p => own.Contains(p.Employee)) || called.Exists(r => own.Contains(r.EmployeeId)))
            return AssignmentRun.OwnMovement;

        var (lines, isOpen) = (await Needs(campaign, cancellationToken), MoroccanDay.Today(clock) <= campaign.ClosesOn);
        var (leaving, awaited) = (await Leaving(campaign, cancellationToken), await Awaited(campaign, cancellationToken));
        var order = (await YearFigures.Of(db, campaign.SchoolYearId, "mobility.", cancellationToken)).Text("surplus-leaves") == SurplusRule.ByPost ? SurplusRule.ByPost : SurplusRule.ByPoints;
        var moved = await phases.MovedAmong(campaign, [.. people.Select(p => p.Employee), .. called.Select(r => r.EmployeeId)], cancellationToken);
        people.RemoveAll(p => moved.ContainsKey(p.Employee));
        var groups = people.ToDictionary(p => p.Employee, p => (p.PlaceId, Group: PostGroup.Of(campaign.Grades, p.GradeCode, p.DisciplineCode)));

        // What was told stays: who was called in keeps his points, his rule and his turn, and is let go only when nobody names him any more or fewer posts are too many.
        var released = called.FindAll(r => !groups.ContainsKey(r.EmployeeId));
        foreach (var same in called.Except(released).GroupBy(r => groups[r.EmployeeId]).ToList())
            if (lines.Count > 0 && TooMany(lines, same.Key, leaving, awaited) is var most && same.Count() > most)
                released.AddRange(same.ExceptBy(SurplusRule.Leaving(same.Select(r => Told(r, same.Key)), most, same.First().ObligedBy!).Select(p => p.EmployeeId), r => r.EmployeeId));
        if (!isOpen && released.Count == 0)
            return Refusal.Conflict("mobility.surplus.over").Next("mobility.surplus.over.next");
        foreach (var one in released)
            await Release(campaign, one, cancellationToken);
        if (!isOpen)
        {
            await db.SaveChangesAsync(cancellationToken);
            return new Count(0, 0, released.Count);
        }

        var posts = await TakePosts(campaign, lines, awaited, cancellationToken);
        var known = requests.ToDictionary(r => r.EmployeeId);
        var weighed = new List<(SurplusPerson Person, ServiceFile File)>();
        // Who asks by himself is not called; who was let go may be called again, in another surplus.
        foreach (var person in people.Where(p => !known.TryGetValue(p.Employee, out var his) || (his.State == RequestState.Withdrawn && !released.Contains(his))))
            if (await files.Of(person.Employee, campaign.Id, cancellationToken) is { } file && Eligibility.Check(campaign, file, RequestKind.Ordinary) is null)
            {
                var points = Domain.Points.Of(file, campaign.Rules, RequestKind.Ordinary, campaign.CountedOn).Total();
                weighed.Add((new SurplusPerson(person.Employee, person.Ppr, person.Id, person.PlaceId, groups[person.Employee].Group, points, TieBreak.Of(file)), file));
            }

        var (by, now, count) = (user.Acting(clock), clock.GetUtcNow().UtcDateTime, 0);
        foreach (var same in weighed.GroupBy(w => (w.Person.SchoolId, w.Person.Group)))
        {
            var left = TooMany(lines, same.Key, leaving, awaited) - called.Count(r => !released.Contains(r) && groups[r.EmployeeId] == same.Key);
            if (left <= 0)
                continue;
            foreach (var person in SurplusRule.Leaving(same.Select(s => s.Person), left, order))
            {
                var file = same.First(s => s.Person == person).File;
                if (!known.TryGetValue(person.EmployeeId, out var asked))
                {
                    asked = new MovementRequest { CampaignId = campaign.Id, EmployeeId = person.EmployeeId, PlaceId = file.PlaceId, PlacePath = file.PlacePath, GradeCode = file.GradeCode, StateSince = now, Version = 1 };
                    db.MovementRequests.Add(asked);
                    await db.SaveChangesAsync(cancellationToken);
                }
                else if (asked.PlaceId != file.PlaceId)
                {
                    continue;
                }

                db.Submissions.Add(asked.CallIn(campaign, file, person.FlagCaseId, order, now));
                db.RequestEvents.Add(RequestEvent.Of(asked, Move.CallIn, by));
                await facts.Tell(new SurplusCalled(asked.Id, person.EmployeeId, asked.PlaceId, MovementRequest.NumberOf(campaign.SchoolYearId, asked.Id), campaign.NameAr, campaign.NameFr, FormattableString.Invariant($"called-{asked.Submissions}"), campaign.ClosesOn), cancellationToken);
                count++;
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return new Count(count, posts, released.Count);
    }

    // Whole posts too many of one school and discipline; one at least, since an office has accepted that there is one. Who leaves by a published result makes one less, who comes one more.
    private static int TooMany(List<NeedLine> lines, (int School, string Group) key, ILookup<(int, string), long> leaving, ILookup<(int, string), long> awaited) =>
        lines.Count == 0 ? 1 : Math.Max(1, lines.Where(l => l.PlaceId == key.School && GroupOf(l) == key.Group).Sum(l => (int)Math.Floor(l.Balance)) + awaited[key].Count()) - leaving[key].Count();

    // As the person was told: the points and dates of the call.
    private static SurplusPerson Told(MovementRequest request, (int School, string Group) key) =>
        new(request.EmployeeId, "", request.FlagCaseId!.Value, key.School, key.Group, request.Points, new TieBreak(request.PostedOn!.Value, request.RecruitedOn!.Value, request.BirthDate!.Value));

    private async Task Release(Campaign campaign, MovementRequest request, CancellationToken ct)
    {
        var by = user.Acting(clock);
        if (!request.Release(by.At))
            return;
        await receipts.Withdraw(request.Id, by.At, ct);
        db.RequestEvents.Add(RequestEvent.Of(request, Move.Release, by));
        await facts.Tell(new SurplusReleased(request.Id, request.EmployeeId, request.PlaceId, MovementRequest.NumberOf(campaign.SchoolYearId, request.Id), campaign.NameAr, campaign.NameFr, FormattableString.Invariant($"released-{request.Submissions}")), ct);
    }

    // Answers of heads that say "in surplus", accepted by the directorate, of people who still work there.
    private IQueryable<FlagCase> Flagged(Campaign campaign)
    {
        var (year, path, underUsed, otherPost) = (campaign.SchoolYearId, campaign.PlacePath, SurplusRule.Flags[0], SurplusRule.Flags[1]);
        return db.FlagCases.Where(f => f.SchoolYearId == year && f.State == FlagState.Accepted && f.ReasonCode == SurplusRule.Reason && (f.Rule == underUsed || f.Rule == otherPost)
            && f.PlacePath.StartsWith(path) && db.Employees.Any(e => e.Id == f.EmployeeId && e.PlaceId == f.SchoolId));
    }

    private async Task<List<NeedLine>> Needs(Campaign campaign, CancellationToken ct)
    {
        var frame = (await StaffingFrame.Of(db, clock, campaign.PlaceId, ct)).Frame;
        return frame.Year != campaign.SchoolYearId ? [] : await NeedBoard.Read(db, frame, campaign.PlacePath, null, bySchool: true, ct);
    }

    // Whole posts missing at a school; what another phase left or an office declared stays as it is.
    private async Task<int> TakePosts(Campaign campaign, List<NeedLine> lines, ILookup<(int, string), long> awaited, CancellationToken ct)
    {
        var known = (await db.VacantPosts.Where(p => p.CampaignId == campaign.Id).Select(p => new { p.PlaceId, p.GroupCode }).ToListAsync(ct)).Select(p => (p.PlaceId, p.GroupCode)).ToHashSet();
        int Short(NeedLine line) => (int)Math.Floor(-line.Balance) - awaited[(line.PlaceId, GroupOf(line))].Count();
        var missing = lines.Where(l => Short(l) >= 1 && !known.Contains((l.PlaceId, GroupOf(l)))).ToList();
        var ids = missing.Select(l => l.PlaceId).Distinct().ToArray();
        var paths = await db.Places.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Path, ct);
        foreach (var line in missing)
            db.VacantPosts.Add(new VacantPost { CampaignId = campaign.Id, PlaceId = line.PlaceId, PlacePath = paths[line.PlaceId], GroupCode = GroupOf(line), Seats = Math.Min(Short(line), VacantPost.MostSeats) });
        await db.SaveChangesAsync(ct);
        return missing.Count;
    }

    // Who got a post there in a published movement of the year and is not installed yet teaches nothing there so far: the seat is short and taken.
    private async Task<ILookup<(int, string), long>> Awaited(Campaign campaign, CancellationToken ct)
    {
        var (year, path) = (campaign.SchoolYearId, campaign.PlacePath);
        return (await (
            from c in db.Campaigns
            where c.SchoolYearId == year
            join r in db.AssignmentRuns.Published() on c.Id equals r.CampaignId
            join o in db.RunOutcomes on r.Id equals o.RunId
            where o.Wish > 0 && o.ToPath.StartsWith(path) && db.Employees.Any(e => e.Id == o.EmployeeId && e.PlaceId != o.ToPlaceId)
            select new { Place = o.ToPlaceId, Group = o.GroupCode, o.EmployeeId }).ToListAsync(ct))
            .Concat(await (
                from c in db.Campaigns
                where c.SchoolYearId == year
                join a in db.RunAppeals on c.Id equals a.CampaignId
                where a.State == AppealState.Accepted && a.EffectPlaceId != null && db.Employees.Any(e => e.Id == a.EmployeeId && e.PlaceId != a.EffectPlaceId)
                select new { Place = a.EffectPlaceId!.Value, Group = a.EffectGroup!, a.EmployeeId }).ToListAsync(ct))
            .ToLookup(o => (o.Place, o.Group), o => o.EmployeeId);
    }

    // Who leaves by a published movement of the year, or by an appeal, and is still counted where he was.
    private async Task<ILookup<(int, string), long>> Leaving(Campaign campaign, CancellationToken ct)
    {
        var (year, path) = (campaign.SchoolYearId, campaign.PlacePath);
        return (await (
            from c in db.Campaigns
            where c.SchoolYearId == year
            join r in db.AssignmentRuns.Published() on c.Id equals r.CampaignId
            join o in db.RunOutcomes on r.Id equals o.RunId
            where o.FromPath.StartsWith(path) && db.Employees.Any(e => e.Id == o.EmployeeId && e.PlaceId == o.FromPlaceId)
                && (o.Wish > 0 || db.RunAppeals.Any(a => a.RunId == o.RunId && a.EmployeeId == o.EmployeeId && a.State == AppealState.Accepted && a.EffectPlaceId != null))
            select new { Place = o.FromPlaceId, Group = o.GroupCode, o.EmployeeId }).Distinct().ToListAsync(ct)).ToLookup(o => (o.Place, o.Group), o => o.EmployeeId);
    }

    private static string GroupOf(NeedLine line) => $"{line.Cycle}-{line.Discipline}";
}

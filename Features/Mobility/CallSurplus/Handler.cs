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
/// <param name="MayCall">The window is open, nothing is published, and the reader takes no part.</param>
public sealed record Called(CampaignHead Campaign, IReadOnlyList<Row> Rows, int Total, int Page, int Named, int Seats, bool MayCall) : IShowsPersons
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);

    int IShowsPersons.PersonsShown => Rows.Count;
}

/// <param name="Rule">Why this person and not a colleague: a code of <see cref="SurplusRule"/>.</param>
/// <param name="HasWishes">Has sent wishes; who has none is placed by rule.</param>
public sealed record Row(long Request, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, decimal Points, string Rule, bool HasWishes);

public sealed record Command(int Campaign) : ICommand<Count>;

/// <summary>How many people were called in, and how many short posts were taken over.</summary>
public sealed record Count(int People, int Posts);

public sealed class Handler(MassarDb db, CurrentUser user, ServiceFiles files, PhaseDesk phases, Facts facts, TimeProvider clock) : IQueryHandler<Query, Called>, ICommandHandler<Command, Count>
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
            IsOut = db.AssignmentRuns.Any(r => r.CampaignId == c.Id && r.PublishAt != null && r.PublishAt <= DateTime.UtcNow),
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
            select new Row(r.Id, e.Ppr, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, p.NameAr, p.NameFr, r.Points, r.ObligedBy!, r.Submissions > 1))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(request.IsWhole ? ListMoves.Handler.MostRows : PageSize).ToListAsync(cancellationToken);
        var named = await Flagged(found.Campaign).CountAsync(f => !db.MovementRequests.Any(r => r.CampaignId == request.Campaign && r.EmployeeId == f.EmployeeId), cancellationToken);
        return new Called(CampaignHead.Of(found.Campaign), rows, found.Total, page, named, found.Seats, !found.IsOut && !found.TakesPart && found.Campaign.ClosesOn >= MoroccanDay.Today(clock));
    }

    public async Task<Outcome<Count>> Handle(Command request, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.RunBy(user).Where(c => c.Id == request.Campaign && c.CategoryCode == MovementCategories.Surplus).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (campaign is null)
            return Refusal.NotFound;
        if (await db.MovementRequests.TakingPart(db, user).AnyAsync(r => r.CampaignId == campaign.Id, cancellationToken))
            return AssignmentRun.OwnMovement;
        var (now, today) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        if (today > campaign.ClosesOn)
            return Refusal.Conflict("mobility.surplus.over").Next("mobility.surplus.over.next");

        await db.Entry(campaign).Collection(c => c.Rules).LoadAsync(cancellationToken);
        var lines = await Needs(campaign, cancellationToken);
        var posts = await TakePosts(campaign, lines, cancellationToken);

        var flagged = await (
            from f in Flagged(campaign)
            join e in db.Employees on f.EmployeeId equals e.Id
            select new { f.Id, Employee = e.Id, e.Ppr, e.GradeCode, e.DisciplineCode, e.PlaceId, e.PlacePath }).AsNoTracking().ToListAsync(cancellationToken);
        var people = flagged.Where(f => campaign.Takes(f.GradeCode)).GroupBy(f => f.Employee).Select(g => g.MaxBy(f => f.Id)!).ToList();
        // Nobody calls himself or his family in, and nobody spares them either.
        var own = await Kinship.WithSelf(db, user.EmployeeId, cancellationToken);
        if (people.Exists(p => own.Contains(p.Employee)))
            return AssignmentRun.OwnMovement;

        var moved = await phases.MovedAmong(campaign, [.. people.Select(p => p.Employee)], cancellationToken);
        var order = (await YearFigures.Of(db, campaign.SchoolYearId, "mobility.", cancellationToken)).Text("surplus-leaves") == SurplusRule.ByPost ? SurplusRule.ByPost : SurplusRule.ByPoints;
        var weighed = new List<(SurplusPerson Person, ServiceFile File)>();
        foreach (var person in people.Where(p => !moved.ContainsKey(p.Employee)))
            if (await files.Of(person.Employee, campaign.Id, cancellationToken) is { } file)
            {
                var points = Domain.Points.Of(file, campaign.Rules, RequestKind.Ordinary, campaign.CountedOn).Total();
                weighed.Add((new SurplusPerson(person.Employee, person.Ppr, person.Id, person.PlaceId, PostGroup.Of(campaign.Grades, person.GradeCode, person.DisciplineCode), points, TieBreak.Of(file)), file));
            }

        var there = (await db.MovementRequests.Where(r => r.CampaignId == campaign.Id).Select(r => r.EmployeeId).ToListAsync(cancellationToken)).ToHashSet();
        var (by, called) = (user.Acting(clock), 0);
        foreach (var same in weighed.GroupBy(w => (w.Person.SchoolId, w.Person.Group)))
        {
            var tooMany = lines.Where(l => l.PlaceId == same.Key.SchoolId && GroupOf(l) == same.Key.Group).Sum(l => (int)Math.Floor(l.Balance));
            foreach (var person in SurplusRule.Leaving(same.Select(s => s.Person), tooMany, order).Where(p => !there.Contains(p.EmployeeId)))
            {
                var file = same.First(s => s.Person == person).File;
                var asked = new MovementRequest { CampaignId = campaign.Id, EmployeeId = person.EmployeeId, PlaceId = file.PlaceId, PlacePath = file.PlacePath, GradeCode = file.GradeCode, StateSince = now, Version = 1 };
                db.MovementRequests.Add(asked);
                await db.SaveChangesAsync(cancellationToken);
                db.Submissions.Add(asked.CallIn(campaign, file, person.FlagCaseId, order, now));
                db.RequestEvents.Add(RequestEvent.Of(asked, Move.CallIn, by));
                await facts.Tell(new SurplusCalled(asked.Id, person.EmployeeId, asked.PlaceId, MovementRequest.NumberOf(campaign.SchoolYearId, asked.Id), campaign.NameAr, campaign.NameFr, "called", campaign.ClosesOn), cancellationToken);
                called++;
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return new Count(called, posts);
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
    private async Task<int> TakePosts(Campaign campaign, List<NeedLine> lines, CancellationToken ct)
    {
        var known = (await db.VacantPosts.Where(p => p.CampaignId == campaign.Id).Select(p => new { p.PlaceId, p.GroupCode }).ToListAsync(ct)).Select(p => (p.PlaceId, p.GroupCode)).ToHashSet();
        var missing = lines.Where(l => l.Balance <= -1 && !known.Contains((l.PlaceId, GroupOf(l)))).ToList();
        var ids = missing.Select(l => l.PlaceId).Distinct().ToArray();
        var paths = await db.Places.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Path, ct);
        foreach (var line in missing)
            db.VacantPosts.Add(new VacantPost { CampaignId = campaign.Id, PlaceId = line.PlaceId, PlacePath = paths[line.PlaceId], GroupCode = GroupOf(line), Seats = Math.Min((int)Math.Floor(-line.Balance), VacantPost.MostSeats) });
        await db.SaveChangesAsync(ct);
        return missing.Count;
    }

    private static string GroupOf(NeedLine line) => $"{line.Cycle}-{line.Discipline}";
}

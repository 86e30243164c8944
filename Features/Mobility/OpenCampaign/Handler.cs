using System.Globalization;
using Massar.Features.Mobility.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.OpenCampaign;

/// <param name="Campaign">Null for a new one.</param>
public sealed record Query(int? Campaign, string? Category) : IQuery<Opening>;

/// <summary>A campaign to write: its present values, or proposals of the year's settings for a new one.</summary>
/// <param name="IsInUse">Requests were sent: the scale and the scope stay as they are.</param>
/// <param name="Follows">The phase it follows.</param>
public sealed record Opening(int? Id, Draft Draft, IReadOnlyList<CategoryLine> Categories, bool IsInUse, EarlierPhase? Follows = null);

public sealed record CategoryLine(string Code, string NameAr, string NameFr);

public sealed record Command(int? Campaign, Draft Draft) : ICommand<Opened>;

public sealed record Opened(int Campaign, int Version);

public sealed class Handler(MassarDb db, PhaseDesk phases, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Opening>, ICommandHandler<Command, Opened>
{
    public async Task<Outcome<Opening>> Handle(Query request, CancellationToken cancellationToken)
    {
        var codes = MovementCategories.Grades.Keys.ToArray();
        var categories = await db.Nomenclatures.Where(n => n.List == MovementCategories.List && codes.Contains(n.Code)).OrderBy(n => n.Order)
            .Select(n => new CategoryLine(n.Code, n.NameAr, n.NameFr)).ToListAsync(cancellationToken);
        if (request.Campaign is not { } id)
            return new Opening(null, await Proposed(request.Category, cancellationToken), categories, false);

        var row = await db.Campaigns.AsNoTracking().Include(c => c.Rules).Include(c => c.Priorities).AsSplitQuery().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (row is null)
            return Refusal.NotFound;
        var owner = row.PlaceId;
        var more = await (
            from c in db.Campaigns
            where c.Id == id
            join b in db.Campaigns on c.FollowsId equals (int?)b.Id into befores
            from b in befores.DefaultIfEmpty()
            select new
            {
                Code = db.Places.Where(p => p.Id == owner).Select(p => p.Code).FirstOrDefault(),
                InUse = db.MovementRequests.Any(r => r.CampaignId == id && r.Submissions > 0),
                Before = b == null ? null : new EarlierPhase(b.Id, b.NameAr, b.NameFr, b.State, b.NotHeldReason, db.AssignmentRuns.Any(r => r.CampaignId == b.Id && r.PublishAt != null && r.PublishAt <= DateTime.UtcNow)),
            }).AsNoTracking().SingleAsync(cancellationToken);
        return new Opening(id, DraftOf(row, row.Scope == CampaignScope.National ? null : more.Code), categories, more.InUse, more.Before);
    }

    public async Task<Outcome<Opened>> Handle(Command request, CancellationToken cancellationToken)
    {
        var draft = request.Draft;
        var scope = MovementCategories.ScopeOf(draft.CategoryCode!);
        var kind = scope switch { CampaignScope.National => PlaceKind.Ministry, CampaignScope.Regional => PlaceKind.Academy, _ => PlaceKind.Directorate };
        var code = draft.PlaceCode?.Trim();
        var place = await db.Places.Where(p => p.Kind == kind && (kind == PlaceKind.Ministry || p.Code == code)).OrderBy(p => p.Id).Select(p => new { p.Id, p.Path }).FirstOrDefaultAsync(cancellationToken);
        if (place is null)
            return Refusal.Invalid("PlaceCode", scope == CampaignScope.Regional ? "mobility.opening.no-academy" : "mobility.opening.no-directorate");

        // Nothing of the year's phases moves while one of them is written.
        await phases.Lock(Draft.Whole(draft.SchoolYear, 2000, 2100)!.Value, cancellationToken);
        Campaign campaign;
        if (request.Campaign is { } id)
        {
            var found = await db.Campaigns.Include(c => c.Rules).ForUpdate().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
            if (found is null)
                return Refusal.NotFound;
            if (found.Version != draft.Version)
                return Refusal.Stale;
            campaign = found;
            await db.Entry(campaign).Collection(c => c.Priorities).LoadAsync(cancellationToken);

            if (await db.MovementRequests.TakingPart(db, user).AnyAsync(r => r.CampaignId == id, cancellationToken))
                return AssignmentRun.OwnMovement;
            // What is out, or has its hour, was made of all this; another phase may have taken its posts over.
            if (await db.AssignmentRuns.AnyAsync(r => r.CampaignId == id && r.PublishAt != null, cancellationToken)
                && (Differs(campaign, draft, place.Id) || draft.State != campaign.State.ToString() || TypedDay.Read(draft.ClosesOn) != campaign.ClosesOn))
                return Refusal.Conflict("mobility.opening.published").Next("mobility.opening.published.next");
            // Points were counted and wishes made under these rules.
            if (await db.MovementRequests.AnyAsync(r => r.CampaignId == id && r.Submissions > 0, cancellationToken) && Differs(campaign, draft, place.Id))
                return Refusal.Conflict("mobility.opening.in-use").Next("mobility.next.dates-only");
        }
        else
        {
            campaign = new Campaign
            {
                CategoryCode = "",
                SchoolYearId = 0,
                NameAr = "",
                NameFr = "",
                Scope = scope,
                PlaceId = place.Id,
                PlacePath = place.Path,
                Grades = "",
                OpensOn = default,
                ClosesOn = default,
                ContestsUntil = default,
                DirectorateFrom = default,
                DirectorateUntil = default,
                AcademyFrom = default,
                AcademyUntil = default,
                CountedOn = default,
                MaxWishes = 0,
                WishKind = WishKind.Commune,
                MinimumYears = 0,
                CorrectionDays = 0,
                State = CampaignState.Draft,
                Confidence = "to confirm",
                Version = 1,
            };
            db.Campaigns.Add(campaign);
        }

        var (was, opened, chain) = (campaign.State, campaign.Id != 0, ChainOf(campaign));
        Write(campaign, draft, scope, place.Id, place.Path);
        if (campaign.State == CampaignState.NotHeld && opened && await db.MovementRequests.AnyAsync(r => r.CampaignId == campaign.Id && r.Submissions > 0, cancellationToken))
            return Refusal.Conflict("mobility.phase.in-use").Next("mobility.phase.in-use.next");
        // What a phase follows is read from the year, not typed: two offices cannot name two different ones.
        campaign.Follow(await phases.Before(campaign, cancellationToken));
        var (isNew, isOver) = (was != CampaignState.Announced || chain != ChainOf(campaign), campaign.State != CampaignState.Announced);
        if (!isOver && isNew && await phases.Against(campaign, cancellationToken) is { } early)
            return early;
        await db.SaveChangesAsync(cancellationToken);
        if (opened && (isOver || isNew) && campaign.CarriedAt is not null)
        {
            await phases.Release(campaign, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        if (!isOver && isNew)
        {
            await phases.Carry(campaign, clock.GetUtcNow().UtcDateTime, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        return new Opened(campaign.Id, campaign.Version);
    }

    // What decides which phases come before it, and which posts it takes over.
    private static (string Category, int Year, string Path, string Grades, WishKind Kind) ChainOf(Campaign campaign) => (campaign.CategoryCode, campaign.SchoolYearId, campaign.PlacePath, campaign.Grades, campaign.WishKind);

    private static void Write(Campaign campaign, Draft draft, CampaignScope scope, int placeId, string placePath)
    {
        (campaign.CategoryCode, campaign.NameAr, campaign.NameFr) = (draft.CategoryCode!, draft.NameAr!.Trim(), draft.NameFr!.Trim());
        campaign.SchoolYearId = Draft.Whole(draft.SchoolYear, 2000, 2100)!.Value;
        (campaign.Scope, campaign.PlaceId, campaign.PlacePath) = (scope, placeId, placePath);
        campaign.Grades = GradesOf(draft);
        (campaign.OpensOn, campaign.ClosesOn, campaign.ContestsUntil) = (TypedDay.Read(draft.OpensOn)!.Value, TypedDay.Read(draft.ClosesOn)!.Value, TypedDay.Read(draft.ContestsUntil)!.Value);
        (campaign.DirectorateFrom, campaign.DirectorateUntil) = (TypedDay.Read(draft.DirectorateFrom)!.Value, TypedDay.Read(draft.DirectorateUntil)!.Value);
        (campaign.AcademyFrom, campaign.AcademyUntil) = (TypedDay.Read(draft.AcademyFrom)!.Value, TypedDay.Read(draft.AcademyUntil)!.Value);
        campaign.CountedOn = TypedDay.Read(draft.CountedOn)!.Value;
        campaign.MaxWishes = Draft.Whole(draft.MaxWishes, 1, Campaign.MostWishes)!.Value;
        campaign.MinimumYears = Draft.Whole(draft.MinimumYears, 0, 40)!.Value;
        campaign.CorrectionDays = Draft.Whole(draft.CorrectionDays, 1, Campaign.MostCorrectionDays)!.Value;
        (campaign.MinistryFrom, campaign.MinistryUntil) = (TypedDay.Read(draft.MinistryFrom), TypedDay.Read(draft.MinistryUntil));
        campaign.NotHeldReason = draft.State == nameof(CampaignState.NotHeld) ? BidiSafe.CleanLinesOrNull(draft.NotHeldReason) : null;
        (campaign.WishKind, campaign.State) = (Enum.Parse<WishKind>(draft.WishKind!), Enum.Parse<CampaignState>(draft.State!));
        campaign.Set(RulesOf(draft));
        if (PrioritiesOf(draft) is { } priorities)
            campaign.Set(priorities);
    }

    private static string GradesOf(Draft draft) =>
        string.IsNullOrWhiteSpace(draft.Grades) ? MovementCategories.Grades[draft.CategoryCode!] : string.Concat(draft.Grades.Where(c => !char.IsWhiteSpace(c)));

    private static IEnumerable<PointRule> RulesOf(Draft draft) => draft.Rules.Select(line => new PointRule
    {
        Criterion = line.Criterion,
        Weight = Draft.Points(line.Weight) ?? 0,
        LaterFrom = Draft.Whole(line.LaterFrom, 2, 60),
        LaterWeight = string.IsNullOrWhiteSpace(line.LaterFrom) ? null : Draft.Points(line.LaterWeight),
        Cap = Draft.Whole(line.Cap, 1, 100),
        Order = (int)line.Criterion + 1,
        Confidence = "to confirm",
    });

    private static List<PriorityRule>? PrioritiesOf(Draft draft) => draft.Priorities?
        .Where(p => p is not null && !string.IsNullOrWhiteSpace(p.Rank))
        .Select(p => new PriorityRule
        {
            Case = p.Case,
            Rank = Draft.Whole(p.Rank, 1, 9)!.Value,
            MinimumYears = p.Case == PriorityCase.YearsInPost ? Draft.Whole(p.Years, 1, 40) : null,
            Confidence = "to confirm",
        }).ToList();

    private static bool Differs(Campaign campaign, Draft draft, int placeId) =>
        campaign.PlaceId != placeId
        || campaign.SchoolYearId != Draft.Whole(draft.SchoolYear, 2000, 2100)
        // Whether the ministry has a word decides who takes part.
        || (campaign.MinistryFrom is null) != string.IsNullOrWhiteSpace(draft.MinistryFrom)
        || campaign.CategoryCode != draft.CategoryCode
        || campaign.Grades != GradesOf(draft)
        || campaign.WishKind.ToString() != draft.WishKind
        || campaign.MaxWishes != Draft.Whole(draft.MaxWishes, 1, Campaign.MostWishes)
        || campaign.MinimumYears != Draft.Whole(draft.MinimumYears, 0, 40)
        || campaign.CountedOn != TypedDay.Read(draft.CountedOn)
        || (PrioritiesOf(draft) is { } priorities && !priorities.Select(p => (p.Case, p.Rank, p.MinimumYears)).Order().SequenceEqual(campaign.Priorities.Select(p => (p.Case, p.Rank, p.MinimumYears)).Order()))
        || RulesOf(draft).Any(wanted => campaign.Rules.FirstOrDefault(r => r.Criterion == wanted.Criterion) is var rule
            && (rule?.Weight ?? 0, rule?.LaterFrom, rule?.LaterWeight, rule?.Cap) != (wanted.Weight, wanted.LaterFrom, wanted.LaterWeight, wanted.Cap));

    private static Draft DraftOf(Campaign c, string? placeCode) => new(
        c.Version, c.CategoryCode, c.NameAr, c.NameFr, Whole(c.SchoolYearId), placeCode, c.Grades, TypedDay.Iso(c.OpensOn), TypedDay.Iso(c.ClosesOn), TypedDay.Iso(c.ContestsUntil),
        TypedDay.Iso(c.DirectorateFrom), TypedDay.Iso(c.DirectorateUntil), TypedDay.Iso(c.AcademyFrom), TypedDay.Iso(c.AcademyUntil), TypedDay.Iso(c.CountedOn), Whole(c.MaxWishes), c.WishKind.ToString(),
        Whole(c.MinimumYears), c.State.ToString(),
        [.. Enum.GetValues<Criterion>().Select(criterion => c.Rules.FirstOrDefault(r => r.Criterion == criterion) is { } rule
            ? new RuleLine(criterion, Points(rule.Weight), rule.LaterFrom is { } from ? Whole(from) : null, rule.LaterWeight is { } later ? Points(later) : null, rule.Cap is { } cap ? Whole(cap) : null)
            : new RuleLine(criterion, null, null, null, null))],
        [.. Enum.GetValues<PriorityCase>().Select(priority => c.Priorities.FirstOrDefault(p => p.Case == priority) is { } rule
            ? new RankLine(priority, Whole(rule.Rank), rule.MinimumYears is { } years ? Whole(years) : null)
            : new RankLine(priority, null, null))],
        Whole(c.CorrectionDays), c.MinistryFrom is { } from ? TypedDay.Iso(from) : null, c.MinistryUntil is { } until ? TypedDay.Iso(until) : null, c.NotHeldReason);

    /// <summary>A new campaign starts from the current year's settings and windows of a month.</summary>
    private async Task<Draft> Proposed(string? category, CancellationToken ct)
    {
        var year = await db.SchoolYears.Where(y => y.IsCurrent).Select(y => (int?)y.Id).SingleOrDefaultAsync(ct) ?? MoroccanDay.Today(clock).Year;
        var settings = await db.Settings.Where(s => s.SchoolYearId == year && s.Code.StartsWith("mobility.")).ToDictionaryAsync(s => s.Code, s => s.Value, ct);
        var code = MovementCategories.Grades.ContainsKey(category ?? "") ? category! : "TEACHING";
        // What the year says of this movement stands before what it says of all.
        var own = $"mobility.{code.ToLowerInvariant()}.";
        foreach (var (name, value) in settings.Where(s => s.Key.StartsWith(own, StringComparison.Ordinal)).ToList())
            settings[$"mobility.{name[own.Length..]}"] = value;
        var kind = Enum.TryParse<WishKind>(settings.GetValueOrDefault("mobility.wish-kind"), out var named) && Enum.IsDefined(named) ? named : WishKind.Commune;
        var first = MoroccanDay.Today(clock).AddDays(1);
        var asked = MovementCategories.ScopeOf(code) == CampaignScope.National && settings.GetValueOrDefault("mobility.ministry-validation") == "yes";
        return new Draft(
            0, code, null, null, Whole(year), null, MovementCategories.Grades[code], TypedDay.Iso(first), TypedDay.Iso(first.AddDays(20)), TypedDay.Iso(first.AddDays(14)),
            TypedDay.Iso(first.AddDays(7)), TypedDay.Iso(first.AddDays(30)), TypedDay.Iso(first.AddDays(14)), TypedDay.Iso(first.AddDays(40)), TypedDay.Iso(new DateOnly(year + 1, 8, 31)),
            settings.GetValueOrDefault("mobility.wishes", "10"), kind.ToString(), settings.GetValueOrDefault("mobility.minimum-years", "2"), nameof(CampaignState.Draft),
            [.. Enum.GetValues<Criterion>().Select(c => DefaultScale.LineOf(c, settings))],
            [new RankLine(PriorityCase.YearsInPost, "1", settings.GetValueOrDefault("mobility.priority-years", "16")), new RankLine(PriorityCase.Couple, "2", null)],
            settings.GetValueOrDefault("mobility.correction-days", "5"),
            asked ? TypedDay.Iso(first.AddDays(30)) : null,
            asked ? TypedDay.Iso(first.AddDays(45)) : null);
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Points(decimal points) => points.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>The scale that settings propose (domain 08 §8.3).</summary>
public static class DefaultScale
{
    public static RuleLine LineOf(Criterion criterion, IReadOnlyDictionary<string, string> settings)
    {
        string? Of(string code) => settings.GetValueOrDefault($"mobility.{code}");
        return criterion switch
        {
            Criterion.YearsInPost => new(criterion, Of("points.post-year"), "6", Of("points.post-year-from-sixth"), null),
            Criterion.YearsInDirectorate => new(criterion, Of("points.directorate-year"), null, null, null),
            Criterion.YearsInAcademy => new(criterion, Of("points.academy-year"), null, null, null),
            Criterion.GeneralSeniority => new(criterion, Of("points.general-year"), null, null, null),
            Criterion.JoinSpouse => new(criterion, Of("points.spouse"), null, null, null),
            Criterion.Widowed => new(criterion, Of("points.widowed"), null, null, null),
            Criterion.DivorcedWithChildren => new(criterion, Of("points.divorced"), null, null, null),
            Criterion.SingleWoman => new(criterion, Of("points.single-woman"), null, null, null),
            Criterion.Children => new(criterion, Of("points.child"), null, null, Of("points.children-max")),
            _ => new(criterion, Of("points.remote-year"), null, null, null),
        };
    }
}

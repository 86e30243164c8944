using Massar.Features.Decisions.Domain;
using Massar.Features.Installations.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ShowMyResult;

public sealed record Query(int Campaign) : IQuery<OwnResult>;

/// <summary>What a run gave the reader.</summary>
/// <param name="Number">The reader's number in the inputs, which have no names.</param>
/// <param name="Priority">Rank of the reader's absolute priority, if any.</param>
/// <param name="To">The post given; null for who stays.</param>
public sealed record OwnResult(
    int Campaign, string CampaignAr, string CampaignFr, DateTime PublishedAt, decimal Points, int? Priority, NamedPlace From, NamedPlace? To, int Wish, IReadOnlyList<WishLine> Wishes,
    int Number, string InputsHash, string ResultHash)
{
    public required WhatFollows Follows { get; init; }

    /// <summary>The post was no wish: somebody in surplus was placed by the stated rule.</summary>
    public bool IsByRule { get; init; }
}

/// <summary>What the result has brought about so far, and what the reader may do.</summary>
/// <param name="Decision">Null until it is drafted, and where none could be.</param>
/// <param name="IsSeen">The decision is on its way, so that its page is open to the reader.</param>
/// <param name="IsException">The office looks at the case by hand.</param>
/// <param name="Installation">Where the reader is awaited.</param>
/// <param name="AppealUntil">The last day to appeal.</param>
public sealed record WhatFollows(
    long? Decision, DecisionState? DecisionState, bool IsSeen, bool IsException, long? Installation, InstallationState? InstallationState, AppealState? Appeal, DateOnly AppealUntil, bool MayAppeal);

/// <summary>A wish and why.</summary>
public sealed record WishLine(NamedPlace Place, WishAnswer Answer);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, OwnResult>
{
    public async Task<Outcome<OwnResult>> Handle(Query request, CancellationToken cancellationToken)
    {
        var me = user.EmployeeId ?? 0;
        var found = await (
            from outcome in db.RunOutcomes
            where outcome.EmployeeId == me
            join run in db.AssignmentRuns.Published() on outcome.RunId equals run.Id
            where run.CampaignId == request.Campaign
            join campaign in db.Campaigns on run.CampaignId equals campaign.Id
            join place in db.Places on outcome.FromPlaceId equals place.Id
            join got in db.Places on outcome.ToPlaceId equals got.Id
            join around in db.Places on got.ParentId equals around.Id
            select new
            {
                Outcome = outcome,
                Run = run,
                campaign.NameAr,
                campaign.NameFr,
                From = new NamedPlace(place.Id, place.NameAr, place.NameFr, null, null),
                To = new NamedPlace(got.Id, got.NameAr, got.NameFr, around.NameAr, around.NameFr),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return Refusal.NotFound;

        var mine = found.Outcome;
        var wishes = await (
            from wish in db.Set<SubmittedWish>()
            where wish.SubmissionId == mine.SubmissionId
            join place in db.Places on wish.PlaceId equals place.Id
            join within in db.Places on place.ParentId equals within.Id
            join post in db.RunPosts.Where(p => p.RunId == mine.RunId && p.GroupCode == mine.GroupCode) on wish.PlaceId equals post.PlaceId into posts
            from post in posts.DefaultIfEmpty()
            orderby wish.Order
            select new { wish.Order, Place = new NamedPlace(place.Id, place.NameAr, place.NameFr, within.NameAr, within.NameFr), Post = post }).AsNoTracking().ToListAsync(cancellationToken);
        return new OwnResult(
            request.Campaign, found.NameAr, found.NameFr, found.Run.PublishAt!.Value, mine.Points, mine.Class == MovementInputs.NoPriority ? null : mine.Class, found.From,
            mine.Wish > 0 ? found.To : null, mine.Wish, [.. wishes.Select(w => new WishLine(w.Place, WishFates.Of(mine, w.Order, w.Place.Id, w.Post)))],
            mine.Number, found.Run.InputsHash!, found.Run.ResultHash!)
        { Follows = await Follows(mine, found.Run.PublishAt!.Value, cancellationToken), IsByRule = mine.Wish > 0 && wishes.TrueForAll(w => w.Order != mine.Wish) };
    }

    private async Task<WhatFollows> Follows(RunOutcome mine, DateTime publishedAt, CancellationToken ct)
    {
        var (run, me) = (mine.RunId, mine.EmployeeId);
        var row = await (
            from o in db.RunOutcomes
            where o.RunId == run && o.EmployeeId == me
            join d in db.Decisions on new { RunId = (long?)o.RunId, o.EmployeeId } equals new { d.RunId, d.EmployeeId } into decisions
            from d in decisions.DefaultIfEmpty()
            join i in db.Installations on d.Id equals i.DecisionId into installations
            from i in installations.DefaultIfEmpty()
            join a in db.RunAppeals on new { o.RunId, o.EmployeeId } equals new { a.RunId, a.EmployeeId } into appeals
            from a in appeals.DefaultIfEmpty()
            select new
            {
                Decision = (long?)d.Id,
                DecisionState = (DecisionState?)d.State,
                IsSeen = db.DecisionVisas.Any(v => v.DecisionId == d.Id && v.Act == DecisionAct.Sent),
                IsException = db.RunExceptions.Any(e => e.RunId == run && e.EmployeeId == me),
                Installation = (long?)i.Id,
                InstallationState = (InstallationState?)i.State,
                Appeal = (AppealState?)a.State,
            }).SingleAsync(ct);
        var until = await RunAppeal.Until(db, publishedAt, ct);
        return new WhatFollows(
            row.Decision, row.DecisionState, row.IsSeen, row.IsException, row.Installation, row.InstallationState, row.Appeal, until, MoroccanDay.Today(clock) <= until);
    }
}

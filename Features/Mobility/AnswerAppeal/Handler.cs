using System.Globalization;
using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.AnswerAppeal;

public sealed record Query(long Appeal) : IQuery<AppealCase>;

/// <summary>Everything an answer needs to see.</summary>
/// <param name="To">The post given; null for who stays.</param>
/// <param name="Hindrance">Text key of why the reader does not answer it; null for who may.</param>
public sealed record AppealCase(
    long Id, int Version, AppealState State, string Reason, DateTime AskedAt, string? Answer, DateTime? AnsweredAt, string? ByAr, string? ByLatin, string NameAr, string NameLatin, string Ppr,
    int Campaign, string CampaignAr, string CampaignFr, decimal Points, int Wish, NamedPlace From, NamedPlace? To, string? Hindrance) : IShowsPersons
{
    public Guid? Document { get; init; }

    public NamedPlace? Given { get; init; }

    /// <summary>Schools with a seat of the person's discipline that nobody took, the neediest first.</summary>
    public IReadOnlyList<VacantAfter> Vacant { get; init; } = [];

    int IShowsPersons.PersonsShown => 1;
}

/// <param name="Post">Number of a post the run left vacant, which the accepted appeal gives; empty for a correction that is only kept.</param>
public sealed record Command(long Appeal, int Version, string? Decision, string? Remark, string? Post = null) : ICommand, IRuling;

/// <summary>A post the run left vacant.</summary>
public sealed record VacantAfter(int PlaceId, string NameAr, string NameFr, string GroupCode, int Seats);

public sealed class Validator : RulingValidator<Command>
{
    public Validator() => RuleFor(c => c.Remark).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).When(c => c.Decision == Ruling.Accept).WithMessage("mobility.appeal.answer-needed");
}

public sealed class Handler(MassarDb db, MoveDesk moves, PhaseDesk phases, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, AppealCase>, ICommandHandler<Command>
{
    public async Task<Outcome<AppealCase>> Handle(Query request, CancellationToken cancellationToken)
    {
        var found = await (
            from campaign in db.Campaigns.RunBy(user)
            join appeal in db.RunAppeals on campaign.Id equals appeal.CampaignId
            where appeal.Id == request.Appeal
            join outcome in db.RunOutcomes on new { appeal.RunId, appeal.EmployeeId } equals new { outcome.RunId, outcome.EmployeeId }
            join employee in db.Employees on appeal.EmployeeId equals employee.Id
            join before in db.Places on outcome.FromPlaceId equals before.Id
            join after in db.Places on outcome.ToPlaceId equals after.Id
            join account in db.Accounts on appeal.AnsweredByAccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            select new
            {
                Appeal = appeal,
                campaign.NameAr,
                campaign.NameFr,
                outcome.Points,
                outcome.Wish,
                Employee = employee,
                Before = new NamedPlace(before.Id, before.NameAr, before.NameFr, null, null),
                After = new NamedPlace(after.Id, after.NameAr, after.NameFr, null, null),
                Document = db.StoredFiles.Where(f => f.Id == appeal.DocumentId).Select(f => (Guid?)f.PublicId).FirstOrDefault(),
                Given = db.Places.Where(p => p.Id == appeal.EffectPlaceId).Select(p => new NamedPlace(p.Id, p.NameAr, p.NameFr, null, null)).FirstOrDefault(),
                outcome.GroupCode,
                outcome.FromPlaceId,
                ByAr = account == null ? null : account.NameAr,
                ByLatin = account == null ? null : account.NameLatin,
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return Refusal.NotFound;
        var a = found.Appeal;
        return new AppealCase(
            a.Id, a.Version, a.State, a.Reason, a.AskedAt, a.Answer, a.AnsweredAt, found.ByAr, found.ByLatin, found.Employee.FullNameAr, found.Employee.FullNameLatin, found.Employee.Ppr,
            a.CampaignId, found.NameAr, found.NameFr, found.Points, found.Wish, found.Before, found.Wish > 0 ? found.After : null, (await Against(a, cancellationToken))?.Reason.Key)
        { Document = found.Document, Given = found.Given, Vacant = a.State == AppealState.Asked ? Shown(await phases.Free(a.RunId, found.GroupCode, found.FromPlaceId, cancellationToken), found.GroupCode) : [] };
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var campaigns = db.Campaigns.RunBy(user);
        // The year's phases are held before anything is looked at: a seat is free, and a person without a post, until this is over.
        var of = await db.RunAppeals.Where(a => a.Id == request.Appeal).Join(campaigns, a => a.CampaignId, c => c.Id, (_, c) => c).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (of is null)
            return Refusal.NotFound;
        await phases.Lock(of.SchoolYearId, cancellationToken);
        var appeal = await db.RunAppeals.Where(a => a.Id == request.Appeal && campaigns.Any(c => c.Id == a.CampaignId)).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (appeal is null)
            return Refusal.NotFound;
        if (await Against(appeal, cancellationToken) is { } against)
            return against;
        if (appeal.Version != request.Version)
            return Refusal.Stale;
        var (run, employee, accept) = (appeal.RunId, appeal.EmployeeId, request.Decision == Ruling.Accept);
        FreeSeat? post = null;
        var group = "";
        if (accept && !string.IsNullOrWhiteSpace(request.Post))
        {
            // Who got a post in another movement of the year keeps that one; a second is nobody's to give.
            if (await phases.PlacedElsewhere(of, employee, cancellationToken) is { } placed)
                return placed;
            var outcome = await db.RunOutcomes.AsNoTracking().SingleAsync(o => o.RunId == run && o.EmployeeId == employee, cancellationToken);
            group = outcome.GroupCode;
            post = (await phases.Free(run, group, outcome.FromPlaceId, cancellationToken)).Find(p => string.Equals(request.Post, p.PlaceId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            if (post is null)
                return Refusal.Invalid("Post", "mobility.appeal.post.gone");
        }

        if (appeal.Decide(accept, BidiSafe.CleanLinesOrNull(request.Remark)!, user.AccountId, clock.GetUtcNow().UtcDateTime, post is null ? null : (post.PlaceId, group, post.Run)) is { } refusal)
            return refusal;
        if (post is not null)
            await phases.Take(post, group, cancellationToken);
        if (post is not null && await moves.Give(run, employee, post.PlaceId, user.AccountId, cancellationToken) is { } hindered)
            return hindered;
        await db.SaveChangesAsync(cancellationToken);

        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == appeal.CampaignId, cancellationToken);
        await facts.Tell(new AppealAnswered(appeal.Id, campaign.Id, appeal.EmployeeId, campaign.PlaceId, campaign.NameAr, campaign.NameFr, appeal.State == AppealState.Accepted), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    // The neediest first.
    private static List<VacantAfter> Shown(IEnumerable<FreeSeat> seats, string group) =>
        [.. seats.OrderByDescending(p => p.Seats).ThenBy(p => p.PlaceId).Select(p => new VacantAfter(p.PlaceId, p.NameAr, p.NameFr, group, p.Seats))];

    // Nobody answers his own, who ran or published the result does not judge it, and who takes part wishes for the same posts.
    private async Task<Refusal?> Against(RunAppeal appeal, CancellationToken ct)
    {
        var (run, campaign) = (appeal.RunId, appeal.CampaignId);
        var own = await Kinship.WithSelf(db, user.EmployeeId, ct);
        if (own.Contains(appeal.EmployeeId))
            return Refusal.Conflict("mobility.own-request").Next("mobility.next.colleague").Recorded();
        var hands = (await Hands.Of(db, user, ct)).Accounts;
        if (await db.AssignmentRuns.AnyAsync(r => r.Id == run && (hands.Contains(r.AskedByAccountId) || (r.PublishedByAccountId != null && hands.Contains(r.PublishedByAccountId.Value))), ct))
            return Refusal.Conflict("mobility.appeal.publisher").Next("mobility.next.colleague");
        // Nor in a phase that took posts of the run over: the seat may be one of its own.
        if (await db.MovementRequests.TakingPart(db, user).AnyAsync(r => r.CampaignId == campaign || db.CarriedPosts.Any(p => p.RunId == run && p.CampaignId == r.CampaignId), ct))
            return AssignmentRun.OwnMovement;
        // Nor, himself or by his family, in any movement of the year that is not out: what an appeal gives is not left for that one.
        var files = Hands.FilesOf(db, user.EmployeeId ?? 0);
        return await db.MovementRequests.AnyAsync(
            r => (own.Contains(r.EmployeeId) || files.Contains(r.EmployeeId)) && r.Submissions > 0 && r.State != RequestState.Draft && r.State != RequestState.Withdrawn && r.Campaign.State == CampaignState.Announced
                && db.Campaigns.Any(c => c.Id == campaign && c.SchoolYearId == r.Campaign.SchoolYearId) && !db.AssignmentRuns.Any(o => o.CampaignId == r.CampaignId && o.PublishAt != null && o.PublishAt <= DateTime.UtcNow), ct)
            ? Refusal.Conflict("mobility.appeal.taking-part").Next("mobility.next.colleague").Recorded() : null;
    }
}

using Massar.Features.Families.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.DecideContest;

public sealed record Query(long Contest) : IQuery<ContestCase>;

/// <summary>Everything a decision needs to see.</summary>
public sealed record ContestCase(
    long Id, int Version, Datum Datum, ContestState State, string FileValue, string AssertedValue, NamedPlace? Asserted, string Reason, string Proof, Guid? Document, bool IsImage, DateTime AskedAt,
    string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr, string CampaignAr, string CampaignFr, string? DecisionRemark, bool IsOwn);

public sealed record Command(long Contest, int Version, string? Decision, string? Remark) : ICommand, IRuling;

public sealed class Validator : RulingValidator<Command>;

public sealed class Handler(MassarDb db, CurrentUser user, ServiceFiles files, ReceiptDesk receipts, Facts facts, TimeProvider clock) : IQueryHandler<Query, ContestCase>, ICommandHandler<Command>
{
    public async Task<Outcome<ContestCase>> Handle(Query request, CancellationToken cancellationToken)
    {
        var me = user.EmployeeId;
        var found = await (
            from contest in db.DatumContests.AsNoTracking().InTerritoryOf(user)
            join employee in db.Employees on contest.EmployeeId equals employee.Id
            join place in db.Places on contest.PlaceId equals place.Id
            join document in db.StoredFiles on contest.DocumentId equals document.Id into documents
            from document in documents.DefaultIfEmpty()
            where contest.Id == request.Contest
            select new ContestCase(
                contest.Id, contest.Version, contest.Datum, contest.State, contest.FileValue, contest.AssertedValue,
                db.Places.Where(p => p.Id == contest.AssertedPlaceId).Select(p => new NamedPlace(p.Id, p.NameAr, p.NameFr, null, null)).FirstOrDefault(),
                contest.Reason, contest.Proof, (Guid?)document.PublicId, document != null && document.ContentType == "image/jpeg", contest.AskedAt, employee.LastNameAr + " " + employee.FirstNameAr, employee.LastNameLatin + " " + employee.FirstNameLatin,
                employee.Ppr, place.NameAr, place.NameFr, contest.Campaign.NameAr, contest.Campaign.NameFr, contest.DecisionRemark, contest.EmployeeId == me)).SingleOrDefaultAsync(cancellationToken);
        return found is null ? Refusal.NotFound : found;
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var contest = await db.DatumContests.InTerritoryOf(user).ForUpdate().SingleOrDefaultAsync(c => c.Id == request.Contest, cancellationToken);
        if (contest is null)
            return Refusal.NotFound;
        if (contest.Version != request.Version)
            return Refusal.Stale;
        var by = user.Acting(clock) with { Kin = await Kinship.Of(db, user.EmployeeId, cancellationToken) };
        if (contest.Decide(request.Decision == Ruling.Accept, request.Remark, by) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(cancellationToken);

        var campaign = await db.Campaigns.Include(c => c.Rules).SingleAsync(c => c.Id == contest.CampaignId, cancellationToken);
        var (before, after) = contest.State == ContestState.Accepted ? await Recount(campaign, contest, by, cancellationToken) : (null, null);
        await facts.Tell(new ContestDecided(
            contest.Id, campaign.Id, contest.EmployeeId, contest.PlaceId, campaign.NameAr, campaign.NameFr, contest.State == ContestState.Accepted, before, after), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    /// <summary>A request that was already sent gets its points anew, beside those it had.</summary>
    private async Task<(decimal? Before, decimal? After)> Recount(Campaign campaign, DatumContest contest, Domain.Actor by, CancellationToken ct)
    {
        var request = await db.MovementRequests.ForUpdate().SingleOrDefaultAsync(r => r.CampaignId == campaign.Id && r.EmployeeId == contest.EmployeeId && r.Submissions > 0, ct);
        if (request is null || await files.Of(contest.EmployeeId, campaign.Id, ct) is not { } file)
            return (null, null);

        var before = request.Points;
        var sent = await db.Submissions.Where(s => s.RequestId == request.Id && s.Number == request.Submissions)
            .SelectMany(s => s.Wishes).OrderBy(w => w.Order).Select(w => new { w.Order, w.PlaceId }).ToListAsync(ct);
        await receipts.Outdate(request.Id, ct);
        db.Submissions.Add(request.Recount(campaign, file, sent.Select(w => (w.Order, w.PlaceId)), by.At));
        db.RequestEvents.Add(RequestEvent.Of(request, Move.Recount, by));
        return (before, request.Points);
    }
}

using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.SubmitRequest;

public sealed record Query(int Campaign) : IQuery<Review>;

/// <summary>What is about to be sent.</summary>
/// <param name="Lost">Wishes that cannot be sent any more, each with why.</param>
/// <param name="Obstacle">Why sending would be refused, said before the button is pressed.</param>
public sealed record Review(
    CampaignHead Campaign, int Version, string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr, RequestKind Kind, string? Note,
    IReadOnlyList<NamedPlace> Wishes, IReadOnlyList<PointRow> Points, IReadOnlyList<LostWish> Lost, bool WasSent, Refusal? Obstacle);

public sealed record Command(int Campaign, int Version) : ICommand<Sent>;

/// <summary>The number on the receipt.</summary>
public sealed record Sent(long Request, string Number, int Submission, decimal Points);

public sealed class Handler(MassarDb db, CurrentUser user, ServiceFiles files, PhaseDesk phases, ReceiptDesk receipts, Facts facts, TimeProvider clock) : IQueryHandler<Query, Review>, ICommandHandler<Command, Sent>
{
    public async Task<Outcome<Review>> Handle(Query request, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().Announced().Include(c => c.Rules).SingleOrDefaultAsync(c => c.Id == request.Campaign, cancellationToken);
        if (campaign is null || user.EmployeeId is not { } me || await files.Of(me, campaign.Id, cancellationToken) is not { } file || !campaign.Reaches(file.PlacePath))
            return Refusal.NotFound;
        var mine = await db.MovementRequests.AsNoTracking().Include(r => r.Wishes).OwnedBy(user).SingleOrDefaultAsync(r => r.CampaignId == campaign.Id, cancellationToken);
        if (mine is null)
            return Refusal.NotFound;

        var ids = mine.Wishes.OrderBy(w => w.Order).Select(w => w.PlaceId).ToArray();
        var names = await (
            from p in db.Places
            join within in db.Places on p.ParentId equals within.Id
            where ids.Contains(p.Id)
            select new NamedPlace(p.Id, p.NameAr, p.NameFr, within.NameAr, within.NameFr)).ToDictionaryAsync(p => p.Id, cancellationToken);
        var places = await db.WishedPlaces(ids, cancellationToken);
        var today = MoroccanDay.Today(clock);
        var shares = Domain.Points.Of(file, campaign.Rules, mine.Kind, campaign.CountedOn);

        // A trial on a copy nobody saves: the page says now what the button would answer.
        var trial = mine.Submit(campaign, file, places, today, clock.GetUtcNow().UtcDateTime);
        return new Review(
            CampaignHead.Of(campaign), mine.Version, file.NameAr, file.NameLatin, file.Ppr, file.PlaceAr, file.PlaceFr, mine.Kind, mine.Note,
            [.. ids.Select(id => names[id])], [.. shares.Select(s => new PointRow(s.Criterion, s.Quantity, s.Points, s.Source))],
            mine.Lost(campaign, places, today), mine.Submissions > (trial.IsRefused ? 0 : 1), trial.Refusal ?? await phases.Moved(campaign, me, cancellationToken));
    }

    public async Task<Outcome<Sent>> Handle(Command request, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.Announced().Include(c => c.Rules).SingleOrDefaultAsync(c => c.Id == request.Campaign, cancellationToken);
        if (campaign is null || user.EmployeeId is not { } me || await files.Of(me, campaign.Id, cancellationToken) is not { } file || !campaign.Reaches(file.PlacePath))
            return Refusal.NotFound;
        var mine = await db.MovementRequests.Include(r => r.Wishes).OwnedBy(user).ForUpdate().SingleOrDefaultAsync(r => r.CampaignId == campaign.Id, cancellationToken);
        if (mine is null)
            return Refusal.NotFound;
        if (mine.Version != request.Version)
            return Refusal.Stale;

        if (await phases.Moved(campaign, me, cancellationToken) is { } moved)
            return moved;
        var by = user.Acting(clock);
        var places = await db.WishedPlaces([.. mine.Wishes.Select(w => w.PlaceId)], cancellationToken);
        var outcome = mine.Submit(campaign, file, places, MoroccanDay.Today(clock), by.At);
        if (outcome.IsRefused)
            return outcome.Refusal!;
        await receipts.Outdate(mine.Id, cancellationToken);
        db.Submissions.Add(outcome.Value);
        db.RequestEvents.Add(RequestEvent.Of(mine, Move.Submit, by));
        var number = MovementRequest.NumberOf(campaign.SchoolYearId, mine.Id);
        await facts.Tell(new MovementRequestSubmitted(
            mine.Id, mine.EmployeeId, mine.PlaceId, number, campaign.NameAr, campaign.NameFr, FormattableString.Invariant($"submission-{mine.Submissions}")), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new Sent(mine.Id, number, mine.Submissions, mine.Points);
    }
}

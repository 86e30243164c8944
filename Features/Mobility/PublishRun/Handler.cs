using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.PublishRun;

public sealed record Query(int Campaign) : IQuery<Plan>;

/// <summary>The newest run of a campaign and its hour.</summary>
/// <param name="Date">The hour set, or one proposed.</param>
/// <param name="IsAsker">Who reads it asked for the run: another person sets the hour.</param>
/// <param name="TakesPart">Who reads it has a wish in the movement and does nothing here.</param>
public sealed record Plan(
    int Campaign, string NameAr, string NameFr, int Run, int Version, int Participants, int Moved, DateTime? PublishAt, string Date, string Time, bool IsAsker, bool TakesPart);

/// <param name="Run">Number of the run that was seen: never another one is published by mistake.</param>
public sealed record Command(int Campaign, int Run, int Version, string? Date, string? Time, string? Do) : ICommand
{
    public const string Withdraw = "withdraw";
}

public sealed class Handler(MassarDb db, PhaseDesk phases, CurrentUser user, WorkDesk work, TimeProvider clock) : IQueryHandler<Query, Plan>, ICommandHandler<Command>
{
    public async Task<Outcome<Plan>> Handle(Query request, CancellationToken cancellationToken)
    {
        var mine = db.MovementRequests.TakingPart(db, user);
        var found = await (
            from campaign in db.Campaigns.RunBy(user)
            join run in db.AssignmentRuns on campaign.Id equals run.CampaignId
            where campaign.Id == request.Campaign
            orderby run.Number descending
            select new
            {
                campaign.NameAr,
                campaign.NameFr,
                Run = run,
                TakesPart = mine.Any(r => r.CampaignId == campaign.Id),
            }).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (found is null || found.Run.State != RunState.Done)
            return Refusal.NotFound;
        var local = MoroccanDay.Local(found.Run.PublishAt ?? clock.GetUtcNow().UtcDateTime.AddDays(1));
        return new Plan(
            request.Campaign, found.NameAr, found.NameFr, found.Run.Number, found.Run.Version, found.Run.Participants, found.Run.Moved, found.Run.PublishAt,
            local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), found.Run.PublishAt is null ? "10:00" : local.ToString("HH:mm", CultureInfo.InvariantCulture),
            (await Hands.Of(db, user, cancellationToken)).Did(found.Run.AskedByAccountId), found.TakesPart);
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.RunBy(user).Where(c => c.Id == request.Campaign).Select(c => (int?)c.SchoolYearId).SingleOrDefaultAsync(cancellationToken) is not { } year)
            return Refusal.NotFound;
        await phases.Lock(year, cancellationToken);
        var campaign = await db.Campaigns.RunBy(user).ForUpdate().SingleOrDefaultAsync(c => c.Id == request.Campaign, cancellationToken);
        if (campaign is null)
            return Refusal.NotFound;
        var run = await db.AssignmentRuns.Where(r => r.CampaignId == campaign.Id).OrderByDescending(r => r.Number).ForUpdate().FirstOrDefaultAsync(cancellationToken);
        if (run is null || run.State != RunState.Done)
            return Refusal.NotFound;
        if (await db.MovementRequests.TakingPart(db, user).AnyAsync(r => r.CampaignId == campaign.Id, cancellationToken))
            return AssignmentRun.OwnMovement;
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        if (run.Number != request.Run || run.Version != request.Version)
            return Refusal.Stale;
        // What is out stays out; the database's clock says whether it is.
        if (await db.AssignmentRuns.Published().AnyAsync(r => r.CampaignId == campaign.Id, cancellationToken))
            return Refusal.Conflict("mobility.run.published").Next("mobility.run.published.next");

        if (request.Do == Command.Withdraw)
        {
            run.Unplan();
            await db.SaveChangesAsync(cancellationToken);
            return Done.It;
        }

        // Two people, under whatever account: who had it computed does not also decide that it counts.
        if ((await Hands.Of(db, user, cancellationToken)).Did(run.AskedByAccountId))
            return Refusal.Conflict("mobility.publish.asker").Next("mobility.publish.asker.next");

        var now = clock.GetUtcNow().UtcDateTime;
        var at = MoroccanHour.Utc(TypedDay.Read(request.Date)!.Value, MoroccanHour.Time(request.Time)!.Value);
        if (at < now.AddMinutes(-1))
            return Refusal.Invalid("Time", "mobility.publish.past");
        if (at > now.AddYears(1))
            return Refusal.Invalid("Date", "mobility.publish.date");
        if (await phases.Against(campaign, run, cancellationToken) is { } outdated)
            return outdated;
        run.PlanFor(at, user.AccountId);
        var key = RunAnnouncement.Key(run.Id, at);
        if (!await db.WorkItems.AnyAsync(w => w.Key == key, cancellationToken))
            work.Queue<RunAnnouncement>(key, RunAnnouncement.PayloadOf(run.Id, at), runAfter: at);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}

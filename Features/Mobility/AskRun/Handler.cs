using System.Security.Cryptography;
using System.Text.Json;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.AskRun;

public sealed record Query(int Campaign) : IQuery<Ready>;

/// <summary>A campaign that is to be run.</summary>
/// <param name="NeedsReason">It was run before: running it again is a decision that states its reason.</param>
/// <param name="IsPlanned">An hour is set; another run takes it back.</param>
public sealed record Ready(int Campaign, string NameAr, string NameFr, bool NeedsReason, bool IsPlanned);

/// <param name="Reason">Why it is run again; not asked for the first time.</param>
public sealed record Command(int Campaign, string? Reason) : ICommand<Started>;

/// <param name="Run">Number of the run in its campaign.</param>
/// <param name="Job">The background work to watch.</param>
public sealed record Started(int Run, long Job);

public sealed class Handler(MassarDb db, CurrentUser user, WorkDesk work, TimeProvider clock) : IQueryHandler<Query, Ready>, ICommandHandler<Command, Started>
{
    public async Task<Outcome<Ready>> Handle(Query request, CancellationToken cancellationToken)
    {
        var found = await db.Campaigns.AsNoTracking().RunBy(user).Where(c => c.Id == request.Campaign)
            .Select(c => new Ready(
                c.Id, c.NameAr, c.NameFr, db.AssignmentRuns.Any(r => r.CampaignId == c.Id && r.State != RunState.Asked), db.AssignmentRuns.Any(r => r.CampaignId == c.Id && r.PublishAt != null)))
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? Refusal.NotFound : found;
    }

    public async Task<Outcome<Started>> Handle(Command request, CancellationToken cancellationToken)
    {
        // Two orders at once are taken one after the other.
        var campaign = await db.Campaigns.RunBy(user).ForUpdate().SingleOrDefaultAsync(c => c.Id == request.Campaign, cancellationToken);
        if (campaign is null)
            return Refusal.NotFound;
        if (await db.MovementRequests.TakingPart(db, user).AnyAsync(r => r.CampaignId == campaign.Id, cancellationToken))
            return AssignmentRun.OwnMovement;
        var (now, today) = (clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        if (today <= campaign.ClosesOn)
            return Refusal.Conflict("mobility.run.window-open", Formats.ShortDate(campaign.ClosesOn)).Next("mobility.next.come-back", Formats.ShortDate(campaign.ClosesOn.AddDays(1)));

        var earlier = await db.AssignmentRuns.Where(r => r.CampaignId == campaign.Id).OrderBy(r => r.Number).ForUpdate().ToListAsync(cancellationToken);
        if (await db.AssignmentRuns.Published().AnyAsync(r => r.CampaignId == campaign.Id, cancellationToken))
            return Refusal.Conflict("mobility.run.published").Next("mobility.run.published.next");
        string[] keys = [.. earlier.Where(r => r.State == RunState.Asked).Select(r => AssignmentRun.WorkKey(r.Id))];
        if (await db.WorkItems.AnyAsync(w => keys.Contains(w.Key) && (w.State == WorkState.Waiting || w.State == WorkState.Running), cancellationToken))
            return Refusal.Conflict("mobility.run.running").Next("mobility.run.running.next");
        if (earlier.Exists(r => r.State != RunState.Asked) && string.IsNullOrWhiteSpace(request.Reason))
            return Refusal.Invalid("Reason", "mobility.run.reason-needed");
        // Taking a planned hour back asks for what taking it back by name asks for.
        if (earlier.Exists(r => r.PublishAt is not null) && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var ready = campaign.ReadyState;
        if (!await db.MovementRequests.AnyAsync(r => r.CampaignId == campaign.Id && (r.State == ready || (r.FlagCaseId != null && r.Submissions > 0)), cancellationToken))
            return Refusal.Conflict("mobility.run.nobody").Next("mobility.run.nobody.next");

        // What was planned was the result of the earlier run.
        earlier.ForEach(r => r.Unplan());
        var run = new AssignmentRun
        {
            CampaignId = campaign.Id,
            Number = earlier.Count == 0 ? 1 : earlier[^1].Number + 1,
            PlaceId = campaign.PlaceId,
            AskedByAccountId = user.AccountId,
            AskedAt = now,
            Reason = string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim(),
            Salt = earlier.Count == 0 ? RandomNumberGenerator.GetBytes(16) : earlier[0].Salt,
        };
        db.AssignmentRuns.Add(run);
        await db.SaveChangesAsync(cancellationToken);
        var item = work.Queue<MakeRun>(AssignmentRun.WorkKey(run.Id), JsonSerializer.Serialize(run.Id), total: MakeRun.Steps);
        await db.SaveChangesAsync(cancellationToken);
        return new Started(run.Number, item.Id);
    }
}

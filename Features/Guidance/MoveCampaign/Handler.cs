using System.Globalization;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.MoveCampaign;

/// <param name="Step">One of <see cref="Steps"/>.</param>
public sealed record Command(int Campaign, string Step, int Version) : ICommand<Moved>
{
    public const string Announce = "announce";
    public const string Propose = "propose";
    public const string Recall = "recall";
    public const string Assign = "assign";

    public static readonly IReadOnlyList<string> Steps = [Announce, Propose, Recall, Assign];
}

/// <param name="Job">The background work to watch, where there is some.</param>
public sealed record Moved(GuidanceStage Stage, long? Job);

public sealed class Handler(MassarDb db, CurrentUser user, WorkDesk work, TimeProvider clock) : ICommandHandler<Command, Moved>
{
    public async Task<Outcome<Moved>> Handle(Command command, CancellationToken ct)
    {
        var campaign = await db.GuidanceCampaigns.LedBy(user).Where(c => c.Id == command.Campaign).ForUpdate().SingleOrDefaultAsync(ct);
        if (campaign is null) return Refusal.NotFound;
        if (campaign.Version != command.Version) return Refusal.Stale;
        if (command.Step is Command.Assign or Command.Recall && !user.HasSteppedUp(clock)) return Refusal.StepUp;
        var (id, now) = (campaign.Id, clock.GetUtcNow().UtcDateTime);
        var isOut = await db.GuidanceCampaigns.Out().AnyAsync(c => c.Id == id, ct);
        if (command.Step == Command.Announce)
        {
            var (place, year, level) = (campaign.PlaceId, campaign.ToYear, campaign.ToLevel);
            if (!await db.GuidanceSeats.AnyAsync(s => s.DirectorateId == place && s.SchoolYearId == year && s.LevelCode == level && s.Seats > 0, ct))
                return Refusal.Conflict("guidance.announce.no-seats").Next("guidance.announce.no-seats.next");
        }

        var refusal = command.Step switch
        {
            Command.Announce => campaign.Announce(),
            Command.Propose => campaign.Propose(now, user.AccountId, await db.GuidanceFiles.CountAsync(f => f.CampaignId == id && f.State == GuidanceState.Sent, ct)),
            Command.Recall => campaign.Recall(isOut),
            _ => campaign.Assign(now, isOut, await db.GuidanceFiles.CountAsync(f => f.CampaignId == id && f.State == GuidanceState.Appealed, ct)),
        };
        if (refusal is not null) return refusal;
        await db.SaveChangesAsync(ct);
        var key = string.Create(CultureInfo.InvariantCulture, $"guidance/{id}/{command.Step}/{campaign.Version}");
        var item = command.Step switch
        {
            Command.Propose => work.Queue<ProposeWork>(key, id.ToString(CultureInfo.InvariantCulture)),
            Command.Assign => work.Queue<AssignWork>(key, id.ToString(CultureInfo.InvariantCulture)),
            _ => null,
        };
        await db.SaveChangesAsync(ct);
        return new Moved(campaign.Stage, item?.Id);
    }
}

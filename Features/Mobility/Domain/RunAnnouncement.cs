using System.Globalization;
using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.Domain;

/// <summary>
/// At the hour: tells the participants that the result is out, a portion in each transaction. Nothing becomes visible by it – the run carries its hour –
/// and a second run tells nobody twice, because one run makes one notice.
/// Then the decisions are drafted.
/// </summary>
public sealed class RunAnnouncement(MassarDb db, UnitOfWork unit, Facts facts, WorkDesk work, TimeProvider clock) : IWork
{
    private const int Together = 200;

    public static string Kind => "announce-movement";

    public static bool IsLong => true;

    public static string Key(long run, DateTime at) => string.Create(CultureInfo.InvariantCulture, $"announce-movement/{run}/{at:yyyyMMddHHmm}");

    public static string PayloadOf(long run, DateTime at) => JsonSerializer.Serialize(new Payload(run, at));

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var (id, hour) = JsonSerializer.Deserialize<Payload>(item.Payload)!;
        // An hour that was moved has an announcement of its own.
        var found = await (
            from run in db.AssignmentRuns
            where run.Id == id && run.PublishAt == hour && run.AnnouncedAt == null
            join campaign in db.Campaigns on run.CampaignId equals campaign.Id
            select new { run.Participants, Campaign = campaign, IsOut = run.PublishAt <= DateTime.UtcNow }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return;
        // A worker whose clock is ahead of the database's comes back later.
        if (!found.IsOut)
            throw new InvalidOperationException("The hour has not come for the database.");

        for (var told = 0; told < found.Participants;)
        {
            var after = told;
            var some = await db.RunOutcomes.AsNoTracking().Where(o => o.RunId == id && o.Number > after).OrderBy(o => o.Number).Take(Together).Select(o => o.EmployeeId).ToListAsync(ct);
            if (some.Count == 0)
                break;
            await unit.Run("Mobility.AnnounceRun", async token =>
            {
                await facts.Tell(new MovementResultPublished(id, found.Campaign.Id, found.Campaign.PlaceId, found.Campaign.NameAr, found.Campaign.NameFr, some), token);
                await db.SaveChangesAsync(token);
            }, ct);
            told += some.Count;
            await progress.Report(told, 0, found.Participants, ct);
        }

        await unit.Run("Mobility.AnnounceRun", async token =>
        {
            var run = await db.AssignmentRuns.SingleAsync(r => r.Id == id, token);
            run.AnnouncedAt ??= clock.GetUtcNow().UtcDateTime;
            // What the result brings about begins in the same story; nobody types it again.
            var key = MoveDesk.WorkKey(id);
            if (run.Moved > 0 && !await db.WorkItems.AnyAsync(w => w.Key == key, token))
                work.Queue<PrepareMoves>(key, id.ToString(CultureInfo.InvariantCulture), total: run.Moved);
            await db.SaveChangesAsync(token);
        }, ct);
    }

    private sealed record Payload(long Run, DateTime At);
}

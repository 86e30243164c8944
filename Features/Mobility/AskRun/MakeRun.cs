using System.Text.Json;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.AskRun;

/// <summary>
/// Freezes the inputs, computes, has the result checked and stores it all. What a stopped attempt left is thrown away first; only the last step,
/// with the hashes and its line in the audit, makes a run one that can be published.
/// </summary>
public sealed class MakeRun(MassarDb db, UnitOfWork unit, RunDesk desk, TimeProvider clock) : IWork
{
    /// <summary>Frozen, computed, posts, people, files.</summary>
    public const int Steps = 5;

    private const int Together = 2_000;

    public static string Kind => "movement-run";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<long>(item.Payload);
        var run = await db.AssignmentRuns.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        if (run.State != RunState.Asked)
            return;
        Acting.Now = new Infrastructure.Security.Actor(run.AskedByAccountId, null, "system", run.PlaceId, AssignmentRun.WorkKey(id));
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == run.CampaignId, ct);
        await db.RunPosts.Where(p => p.RunId == id).ExecuteDeleteAsync(ct);
        await db.RunOutcomes.Where(o => o.RunId == id).ExecuteDeleteAsync(ct);
        await db.RunFileParts.Where(p => p.RunId == id).ExecuteDeleteAsync(ct);

        await progress.Report(0, 0, Steps, ct);
        var frozen = await desk.Freeze(campaign, ct);
        await progress.Report(1, 0, Steps, ct);
        var computed = RunDesk.Compute(frozen, run.Salt);
        await progress.Report(2, 0, Steps, ct);
        await Write(RunDesk.PostsOf(id, computed), ct);
        await progress.Report(3, 0, Steps, ct);
        await Write(RunDesk.OutcomesOf(id, computed), ct);
        await progress.Report(4, 0, Steps, ct);
        foreach (var part in RunDesk.FilesOf(id, computed))
            await Write([part], ct);
        if (await progress.ShouldStop(ct))
            throw new WorkStoppedException();

        await unit.Run("Mobility.MakeRun", async token =>
        {
            var stored = await db.AssignmentRuns.SingleAsync(r => r.Id == id, token);
            if (stored.State == RunState.Asked)
                stored.Finish(computed, clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync(token);
        }, ct);
        await progress.Report(Steps, 0, Steps, ct);
        item.Result = JsonSerializer.Serialize(new { address = Links.Run(run.CampaignId), problems = computed.Check.Findings }, JsonSerializerOptions.Web);
    }

    private async Task Write<T>(IEnumerable<T> rows, CancellationToken ct) where T : class
    {
        foreach (var some in rows.Chunk(Together))
        {
            db.AddRange(some.Cast<object>());
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }
    }
}

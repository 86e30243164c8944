using System.Collections.Frozen;
using System.Reflection;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Work;

/// <summary>
/// Takes due work with FOR UPDATE SKIP LOCKED, so that several instances of the program share one list; holds each
/// piece by a lease that is renewed while it runs, and a fence number that refuses a worker which lost it.
/// </summary>
public sealed partial class WorkRunner(IServiceScopeFactory scopes, Sweeper sweeper, TimeProvider clock, IConfiguration configuration, ILogger<WorkRunner> log) : BackgroundService
{
    private const int MostAttempts = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly FrozenDictionary<string, Type> Kinds = OwnTypes.Of(typeof(IWork))
        .ToFrozenDictionary(t => (string)t.GetProperty(nameof(IWork.Kind), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!);

    private static readonly List<string> LongKinds =
        [.. Kinds.Where(k => k.Value.GetProperty(nameof(IWork.IsLong), BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is true).Select(k => k.Key)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!configuration.GetValue("Massar:Work:Enabled", true))
            return;
        var workers = configuration.GetValue("Massar:Work:Workers", 2);
        // The first takes no long work; where there is only one it takes all.
        await Task.WhenAll(Enumerable.Range(0, workers).Select(n => Work(isShortOnly: n == 0 && workers > 1, stoppingToken)));
    }

    /// <summary>Does what is due now and answers how much that was; tests name their own work by a part of its key.</summary>
    public async Task<int> RunDue(string? keyContains, CancellationToken ct, bool isShortOnly = false)
    {
        var count = 0;
        while (await Take(keyContains, isShortOnly, ct) is { } item)
        {
            await Carry(item, ct);
            count++;
        }

        return count;
    }

    private async Task Work(bool isShortOnly, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await Take(null, isShortOnly, ct) is { } item)
                {
                    await Carry(item, ct);
                    continue;
                }

                await sweeper.SweepWhenDue(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                CouldNotLook(log, fault);
            }

            try
            {
                await Task.Delay(TimeSpan.FromSeconds(1), ct);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<WorkItem?> Take(string? keyContains, bool isShortOnly, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            db.ChangeTracker.Clear();
            var now = clock.GetUtcNow().UtcDateTime;
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var due = db.WorkItems.Where(w => (w.State == WorkState.Waiting && w.RunAfter <= now) || (w.State == WorkState.Running && w.LeaseUntil < now));
            if (isShortOnly)
                due = due.Where(w => !LongKinds.Contains(w.Kind));
            if (keyContains is not null)
                due = due.Where(w => w.Key.Contains(keyContains));
            var item = await due.OrderBy(w => w.RunAfter).ForUpdateSkipLocked().FirstOrDefaultAsync(token);
            if (item is null)
                return null;
            item.State = WorkState.Running;
            item.LeaseUntil = now + Lease;
            item.Fence++;
            item.Attempts++;
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
            db.ChangeTracker.Clear();
            return item;
        }, ct);
    }

    private async Task Carry(WorkItem item, CancellationToken ct)
    {
        var before = Acting.Now;
        try
        {
            Acting.Now = Actor.System($"{item.Kind}/{item.Id}");
            await using var scope = scopes.CreateAsyncScope();
            if (!Kinds.TryGetValue(item.Kind, out var type))
                throw new InvalidOperationException($"Nobody does work of the kind {item.Kind}.");
            using var renewing = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var renewal = Renew(item, renewing.Token);
            try
            {
                var work = (IWork)ActivatorUtilities.CreateInstance(scope.ServiceProvider, type);
                await work.Do(item, new Progress(this, item), ct);
            }
            finally
            {
                await renewing.CancelAsync();
                await renewal;
            }

            await Update(item, s => s.SetProperty(w => w.State, WorkState.Done).SetProperty(w => w.EndedAt, clock.GetUtcNow().UtcDateTime).SetProperty(w => w.Result, item.Result));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The program stops: somebody takes it up again when the lease ends.
            await Update(item, s => s.SetProperty(w => w.State, WorkState.Waiting).SetProperty(w => w.Attempts, item.Attempts - 1));
        }
        catch (WorkStoppedException)
        {
            await Update(item, s => s.SetProperty(w => w.State, WorkState.Stopped).SetProperty(w => w.EndedAt, clock.GetUtcNow().UtcDateTime));
        }
        catch (Exception fault)
        {
            var isLast = item.Attempts >= MostAttempts;
            Failed(log, fault, item.Kind, item.Id, item.Attempts);
            var wait = TimeSpan.FromSeconds(Math.Min(600, 5 * Math.Pow(2, item.Attempts - 1)));
            var message = fault.GetType().Name;
            await Update(item, s => s
                .SetProperty(w => w.State, isLast ? WorkState.Failed : WorkState.Waiting)
                .SetProperty(w => w.RunAfter, clock.GetUtcNow().UtcDateTime + wait)
                .SetProperty(w => w.LastError, message));
        }
        finally
        {
            Acting.Now = before;
        }
    }

    private async Task Renew(WorkItem item, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Lease / 3, ct);
                await Update(item, s => s.SetProperty(w => w.LeaseUntil, clock.GetUtcNow().UtcDateTime + Lease));
            }
        }
        catch (OperationCanceledException)
        {
            // The work is over.
        }
    }

    private AsyncServiceScope Scope() => scopes.CreateAsyncScope();

    private async Task<bool> Update(WorkItem item, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<WorkItem>> set)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        return await db.WorkItems.Where(w => w.Id == item.Id && w.Fence == item.Fence).ExecuteUpdateAsync(set) == 1;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for work failed.")]
    private static partial void CouldNotLook(ILogger log, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Work {Kind} {Id} failed at attempt {Attempt}.")]
    private static partial void Failed(ILogger log, Exception fault, string kind, long id, int attempt);

    private sealed class Progress(WorkRunner runner, WorkItem item) : WorkProgress
    {
        public override async Task Report(int done, int failed, int total, CancellationToken ct)
        {
            item.DoneCount = done;
            item.FailedCount = failed;
            item.Total = total;
            if (!await runner.Update(item, s => s.SetProperty(w => w.DoneCount, done).SetProperty(w => w.FailedCount, failed).SetProperty(w => w.Total, total)))
                throw new WorkStoppedException();
        }

        public override async Task<bool> ShouldStop(CancellationToken ct)
        {
            await using var scope = runner.Scope();
            var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
            return await db.WorkItems.AnyAsync(w => w.Id == item.Id && (w.State == WorkState.Stopped || w.Fence != item.Fence), ct);
        }
    }
}

/// <summary>A person stopped the job, or another worker has taken it over.</summary>
public sealed class WorkStoppedException : Exception;

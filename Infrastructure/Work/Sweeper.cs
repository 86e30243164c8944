using Massar.Infrastructure.Data;

namespace Massar.Infrastructure.Work;

/// <summary>Takes away rows that serve nobody any more; found by scan, made without services.</summary>
public interface ISweep
{
    /// <summary>Takes away some old rows and answers how many they were; fewer than <paramref name="most"/> means that no more are left.</summary>
    /// <param name="db">Outside of a unit of work: only rows that are not audited are swept.</param>
    /// <param name="now">UTC.</param>
    /// <param name="most">As many as one statement may take, so that it holds its locks briefly.</param>
    /// <param name="ct">Gives up.</param>
    Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct);
}

/// <summary>
/// Sweeps every ten minutes, between two pieces of background work. Several instances of the program may do so at once: what one has
/// taken away the other does not find.
/// </summary>
public sealed partial class Sweeper(IServiceScopeFactory scopes, TimeProvider clock, ILogger<Sweeper> log)
{
    private const int AtOnce = 1_000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private static readonly ISweep[] All = [.. OwnTypes.Of(typeof(ISweep)).OrderBy(t => t.FullName, StringComparer.Ordinal).Select(t => (ISweep)Activator.CreateInstance(t)!)];

    private long next;

    /// <summary>Sweeps when it is time again; of two workers who ask at once one does.</summary>
    public async Task SweepWhenDue(CancellationToken ct)
    {
        var (now, due) = (clock.GetUtcNow(), Interlocked.Read(ref next));
        if (now.UtcTicks >= due && Interlocked.CompareExchange(ref next, (now + Every).UtcTicks, due) == due)
            await Sweep(ct);
    }

    /// <summary>Sweeps now and answers how many rows went. What fails in one place does not keep the others from being swept.</summary>
    public async Task<int> Sweep(CancellationToken ct)
    {
        var swept = 0;
        foreach (var sweep in All)
        {
            try
            {
                int some;
                do
                {
                    await using var scope = scopes.CreateAsyncScope();
                    some = await sweep.Sweep(scope.ServiceProvider.GetRequiredService<MassarDb>(), clock.GetUtcNow().UtcDateTime, AtOnce, ct);
                    swept += some;
                }
                while (some == AtOnce);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Failed(log, fault, sweep.GetType().Name);
            }
        }

        return swept;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweeping {What} failed; it is tried again later.")]
    private static partial void Failed(ILogger log, Exception fault, string what);
}

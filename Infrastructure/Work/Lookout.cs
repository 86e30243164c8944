using Massar.Infrastructure.Security;

namespace Massar.Infrastructure.Work;

/// <summary>
/// Looks at the start and every ten minutes whether there is work to queue. Each instance of the program looks; they agree by the keys of what
/// they queue. A look that fails is logged and made again at the next turn.
/// </summary>
public abstract partial class Lookout(IServiceScopeFactory scopes, IConfiguration configuration, ILogger log) : BackgroundService
{
    /// <summary>Between two looks.</summary>
    protected static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>Whom the audit trail names as having queued it.</summary>
    protected abstract string Name { get; }

    /// <summary>False where there is nothing to look for here.</summary>
    protected virtual bool IsNeeded => true;

    /// <summary>One look, in a scope of its own.</summary>
    protected abstract Task LookIn(IServiceProvider services, CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsNeeded || !configuration.GetValue("Massar:Work:Enabled", true)) return;
        using var timer = new PeriodicTimer(Every);
        try
        {
            do await Once(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops; the next start looks again.
        }
    }

    private async Task Once(CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            Acting.Now = Actor.System(Name);
            await LookIn(scope.ServiceProvider, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            NotLooked(log, fault, Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What waits for {Name} was not looked at; it is tried again later.")]
    private static partial void NotLooked(ILogger log, Exception fault, string name);
}

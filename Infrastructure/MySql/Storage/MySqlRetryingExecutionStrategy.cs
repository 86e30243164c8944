using Massar.Infrastructure.MySql;
using Massar.Infrastructure.MySql.Storage;
using Microsoft.EntityFrameworkCore.Storage;

namespace Microsoft.EntityFrameworkCore;

/// <summary>
/// Repeats an operation that failed for a passing reason. A transaction of one's own must run inside
/// <c>Database.CreateExecutionStrategy().ExecuteAsync(…)</c>, with the change tracker cleared on each attempt.
/// </summary>
public sealed class MySqlRetryingExecutionStrategy : ExecutionStrategy
{
    private readonly ICollection<int> additionalNumbers;

    /// <summary>Retries as often and as long as Entity Framework's defaults say (6 times, 30 s).</summary>
    public MySqlRetryingExecutionStrategy(ExecutionStrategyDependencies dependencies)
        : this(dependencies, DefaultMaxRetryCount)
    {
    }

    /// <summary>Retries up to a number of times.</summary>
    public MySqlRetryingExecutionStrategy(ExecutionStrategyDependencies dependencies, int maxRetryCount)
        : this(dependencies, maxRetryCount, DefaultMaxDelay, errorNumbersToAdd: null)
    {
    }

    /// <summary>Retries up to a number of times, with pauses up to a length, on further error numbers too.</summary>
    public MySqlRetryingExecutionStrategy(
        ExecutionStrategyDependencies dependencies, int maxRetryCount, TimeSpan maxRetryDelay, ICollection<int>? errorNumbersToAdd)
        : base(dependencies, maxRetryCount, maxRetryDelay)
        => additionalNumbers = errorNumbersToAdd ?? [];

    /// <summary>Retries up to a number of times, for a context at hand.</summary>
    public MySqlRetryingExecutionStrategy(DbContext context, int maxRetryCount, TimeSpan maxRetryDelay)
        : base(context, maxRetryCount, maxRetryDelay)
        => additionalNumbers = [];

    /// <inheritdoc/>
    protected override bool ShouldRetryOn(Exception exception)
        => MySqlErrorClassifier.Instance.Classify(exception) == DbErrorKind.Transient
           || (MySqlErrorClassifier.NumberOf(exception) is { } number && additionalNumbers.Contains(number));

    /// <inheritdoc/>
    protected override TimeSpan? GetNextDelay(Exception lastException)
    {
        var delay = base.GetNextDelay(lastException);
        // Who lost a deadlock may go again at once; a server that is away needs time.
        return delay is { } pause && CallOnWrappedException(lastException, e => MySqlErrorClassifier.NumberOf(e) is 1213 or 1205 or 1020)
            ? TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds, (50 * ExceptionsEncountered.Count) + Random.Shared.Next(25)))
            : delay;
    }
}

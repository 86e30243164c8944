using Massar.Infrastructure.MySql.Infrastructure;

namespace Microsoft.EntityFrameworkCore.Infrastructure;

/// <summary>The options of <c>UseMySql</c>: those of every relational provider, and retrying.</summary>
public sealed class MySqlDbContextOptionsBuilder(DbContextOptionsBuilder optionsBuilder)
    : RelationalDbContextOptionsBuilder<MySqlDbContextOptionsBuilder, MySqlOptionsExtension>(optionsBuilder)
{
    /// <summary>Repeats what failed for a passing reason (deadlock, lost connection), up to 6 times within 30 s each.</summary>
    public MySqlDbContextOptionsBuilder EnableRetryOnFailure()
        => ExecutionStrategy(c => new MySqlRetryingExecutionStrategy(c));

    /// <summary>Repeats what failed for a passing reason, up to <paramref name="maxRetryCount"/> times.</summary>
    public MySqlDbContextOptionsBuilder EnableRetryOnFailure(int maxRetryCount)
        => ExecutionStrategy(c => new MySqlRetryingExecutionStrategy(c, maxRetryCount));

    /// <summary>Repeats what failed for a passing reason.</summary>
    /// <param name="maxRetryCount">How often at most.</param>
    /// <param name="maxRetryDelay">The longest pause between two attempts.</param>
    /// <param name="errorNumbersToAdd">Server error numbers to take as passing besides the usual ones.</param>
    public MySqlDbContextOptionsBuilder EnableRetryOnFailure(
        int maxRetryCount, TimeSpan maxRetryDelay, ICollection<int>? errorNumbersToAdd)
        => ExecutionStrategy(c => new MySqlRetryingExecutionStrategy(c, maxRetryCount, maxRetryDelay, errorNumbersToAdd));
}

using System.Globalization;
using System.Threading.RateLimiting;

namespace Massar.Infrastructure.Security;

/// <summary>How often an account may do a costly or a telling thing in an hour, on this instance.</summary>
public abstract class AccountBudget(int perHour) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = perHour, Window = Window }));

    /// <summary>Counts once; how long to wait when it was once too often.</summary>
    public TimeSpan? Spend(long account)
    {
        using var lease = limiter.AttemptAcquire(account.ToString(CultureInfo.InvariantCulture));
        return lease.IsAcquired ? null : Window;
    }

    public void Dispose()
    {
        limiter.Dispose();
        GC.SuppressFinalize(this);
    }
}

using System.Threading.RateLimiting;

namespace Massar.Features.Licences.Domain;

/// <summary>Slows down whoever copies the register out of the public check: so many looks a minute from one network.</summary>
public sealed class CheckLimits(IConfiguration configuration) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly int most = configuration.GetValue("Massar:Limits:LicenceChecksPerMinute", 30);
    private PartitionedRateLimiter<string>? limiter;

    private PartitionedRateLimiter<string> Limiter => LazyInitializer.EnsureInitialized(ref limiter, () => PartitionedRateLimiter.Create<string, string>(network =>
        RateLimitPartition.GetFixedWindowLimiter(network, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = Window })));

    /// <summary>One more look; how long to wait where there are too many.</summary>
    public TimeSpan? Spend(string network)
    {
        using var lease = Limiter.AttemptAcquire(network);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;
    }

    public void Dispose() => limiter?.Dispose();
}

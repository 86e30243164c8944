using System.Threading.RateLimiting;

namespace Massar.Features.Documents.Domain;

/// <summary>Slows down whoever tries codes: only codes and files that are not ours count, so that an office that checks
/// a hundred papers a day never notices. A code has 140 random bits; this keeps the noise away, not the secret.</summary>
public sealed class VerificationLimits(IConfiguration configuration) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly int most = configuration.GetValue("Massar:Limits:UnknownPapersPerMinute", 30);
    private PartitionedRateLimiter<string>? limiter;

    private PartitionedRateLimiter<string> Limiter => LazyInitializer.EnsureInitialized(ref limiter, () => PartitionedRateLimiter.Create<string, string>(network =>
        RateLimitPartition.GetFixedWindowLimiter(network, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = Window })));

    /// <summary>How long this network has to wait, or null when it may ask.</summary>
    public TimeSpan? Spent(string network)
    {
        using var lease = Limiter.AttemptAcquire(network, 0);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;
    }

    /// <summary>One more that was not ours.</summary>
    public void Spend(string network) => Limiter.AttemptAcquire(network).Dispose();

    public void Dispose() => limiter?.Dispose();
}

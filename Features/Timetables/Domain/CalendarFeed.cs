using System.Globalization;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Timetables.Domain;

/// <summary>
/// A private address at which a phone's calendar reads a week: a teacher's own, or that of a pupil's class for the pupil or a guardian.
/// Renewing it draws a new nonce, and the old address is nobody's.
/// </summary>
public sealed class CalendarFeed : IVersioned
{
    public long Id { get; init; }

    public required long AccountId { get; init; }

    /// <summary>Set for a teacher's own week.</summary>
    public long? EmployeeId { get; init; }

    /// <summary>Set for a pupil's week.</summary>
    public long? PupilId { get; init; }

    /// <summary>Drawn at random; the address is sealed over it with a key outside the database.</summary>
    [Secret] public required string Nonce { get; set; }

    /// <summary>The language its words are in.</summary>
    public required string Language { get; set; }

    public required DateTime RenewedAt { get; set; }

    public int Version { get; set; }

    public void Renew(string language, DateTime now) => (Nonce, Language, RenewedAt) = (Draw(), language, now);

    /// <summary>128 random bits.</summary>
    public static string Draw() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

public sealed class CalendarFeedConfiguration : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> builder)
    {
        builder.Property(f => f.Nonce).IsCode(32);
        builder.Property(f => f.Language).IsCode(5);
        builder.HasIndex(f => new { f.AccountId, f.PupilId });
    }
}

/// <summary>The addresses of feeds: the number of the feed and the seal over its nonce. Who has the database alone can make none.</summary>
public sealed class FeedTokens(Sealer sealer)
{
    private const string Use = "calendar-feed";

    public string Of(long id, string nonce) => string.Create(CultureInfo.InvariantCulture, $"{id}.{sealer.Seal(Use, Text(id, nonce))}");

    /// <summary>The number an address names, or null where it cannot be one.</summary>
    public static long? IdOf(string? token) =>
        token is { Length: <= Sealer.Length + 20 } && token.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && long.TryParse(token.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public bool Holds(string token, long id, string nonce) => sealer.Holds(token[(token.IndexOf('.', StringComparison.Ordinal) + 1)..], Use, Text(id, nonce));

    private static string Text(long id, string nonce) => string.Create(CultureInfo.InvariantCulture, $"{id}|{nonce}");
}

/// <summary>
/// Slows down whoever tries addresses that are nobody's, and a calendar that asks too often: they ask a few times a day, and a fault of
/// theirs must not become load here.
/// </summary>
public sealed class FeedLimits(IConfiguration configuration) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly PartitionedRateLimiter<string> unknown = Make(configuration.GetValue("Massar:Limits:UnknownFeedsPerMinute", 20), Minute);
    private readonly PartitionedRateLimiter<string> known = Make(configuration.GetValue("Massar:Limits:FeedReadsPerHour", 60), Hour);

    /// <summary>How long this network has to wait, or null when it may ask.</summary>
    public TimeSpan? Spent(string network)
    {
        using var lease = unknown.AttemptAcquire(network, 0);
        return lease.IsAcquired ? null : Minute;
    }

    /// <summary>One more address that was nobody's.</summary>
    public void Spend(string network) => unknown.AttemptAcquire(network).Dispose();

    /// <summary>Counts one reading of a feed; how long to wait when it was one too many.</summary>
    public TimeSpan? Read(long feed)
    {
        using var lease = known.AttemptAcquire(feed.ToString(CultureInfo.InvariantCulture));
        return lease.IsAcquired ? null : Hour;
    }

    public void Dispose()
    {
        unknown.Dispose();
        known.Dispose();
    }

    private static PartitionedRateLimiter<string> Make(int most, TimeSpan window) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = window }));
}

using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Registrations.Domain;

/// <summary>How often something happened since its window began; the row is written over when the window has passed.</summary>
[NotAudited]
public sealed class Tally
{
    /// <summary>SHA-256 of what is counted, so that no telephone stands here in clear.</summary>
    public required string Key { get; init; }

    public required int Count { get; init; }

    public required DateTime Until { get; init; }
}

public sealed class TallyConfiguration : IEntityTypeConfiguration<Tally>
{
    public void Configure(EntityTypeBuilder<Tally> builder)
    {
        builder.ToTable("RegistrationTallies");
        builder.HasKey(t => t.Key);
        builder.Property(t => t.Key).IsCode(64);
        builder.HasIndex(t => t.Until);
    }
}

/// <summary>Takes away the counts whose window is long over: every telephone and network that ever asked for a code leaves some.</summary>
public sealed class OldTallies : ISweep
{
    // A count that is just over may be begun anew at this moment; an hour later nobody waits for it.
    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    public Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        var over = now - Rest;
        return db.Database.ExecuteSqlAsync($"DELETE FROM RegistrationTallies WHERE `Until` < {over} LIMIT {most}", ct);
    }
}

/// <summary>
/// Counts what strangers may do only so often. One statement counts and locks, so thirty requests sent at once are counted one by
/// one; what is refused is rolled back with its unit of work and was never counted. Take narrow tallies before wide ones: the wide
/// ones are shared, and everybody must lock in the same order.
/// </summary>
public sealed class Tallies(MassarDb db, TimeProvider clock)
{
    /// <summary>Counts once more. Null when it is allowed, otherwise how long to wait.</summary>
    /// <param name="what">What is counted, and of whom.</param>
    /// <param name="most">Times in a window.</param>
    /// <param name="window">Begins with the first time.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<TimeSpan?> Take(string what, int most, TimeSpan window, CancellationToken ct)
    {
        var key = KeyOf(what);
        var now = clock.GetUtcNow().UtcDateTime;
        var until = now + window;
        // The count is set before the end of the window, so it still compares with the old end.
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO RegistrationTallies (`Key`, `Count`, `Until`) VALUES ({key}, 1, {until})
            ON DUPLICATE KEY UPDATE `Count` = IF(`Until` <= {now}, 1, `Count` + 1), `Until` = IF(`Until` <= {now}, {until}, `Until`)
            """, ct);
        var tally = await db.RegistrationTallies.AsNoTracking().SingleAsync(t => t.Key == key, ct);
        return tally.Count <= most ? null : tally.Until - now;
    }

    /// <summary>Takes one back: it was right after all.</summary>
    public Task Give(string what, CancellationToken ct)
    {
        var key = KeyOf(what);
        return db.Database.ExecuteSqlAsync($"UPDATE RegistrationTallies SET `Count` = `Count` - 1 WHERE `Key` = {key} AND `Count` > 0", ct);
    }

    /// <summary>The refusal that says how long to wait, and whom to call meanwhile.</summary>
    public static Refusal TooMany(TimeSpan wait, string key) =>
        (new Refusal(RefusalKind.TooMany, new Said(key, Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes)))) { RetryAfter = wait }).Next("registrations.call-green");

    private static string KeyOf(string what) => Fingerprint.Of(what);
}

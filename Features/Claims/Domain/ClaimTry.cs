using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Claims.Domain;

/// <summary>
/// One try to reach a child by a code, or by a day of birth. Written before it is looked at, whether there is such a child or not; a slip's right
/// code takes it back.
/// </summary>
[NotAudited]
public sealed class ClaimTry
{
    public long Id { get; init; }

    /// <summary>SHA-256 of the Massar code that was typed.</summary>
    public required string ChildKey { get; init; }

    public required long AccountId { get; init; }

    public required DateTime At { get; init; }
}

public sealed class ClaimTryConfiguration : IEntityTypeConfiguration<ClaimTry>
{
    public void Configure(EntityTypeBuilder<ClaimTry> builder)
    {
        builder.Property(t => t.ChildKey).IsCode(64);
        builder.HasIndex(t => new { t.ChildKey, t.At });
        builder.HasIndex(t => new { t.AccountId, t.At });
        builder.HasIndex(t => t.At);
    }
}

/// <summary>Takes away tries that lock nothing any more.</summary>
public sealed class OldClaimTries : ISweep
{
    public Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        var over = now - ClaimLock.Day - ClaimLock.Day;
        return db.Database.ExecuteSqlAsync($"DELETE FROM ClaimTries WHERE `At` < {over} LIMIT {most}", ct);
    }
}

/// <summary>A try that may be looked at.</summary>
/// <param name="IsLast">If it is wrong, the child's claim is locked.</param>
public sealed record EnteredTry(long Id, bool IsLast);

/// <summary>
/// Locks claims for a day after so many wrong tries, per child and per account, each counted apart. A child that does not exist is locked in the
/// same way, and a refused try is not counted: asking does not make the lock longer.
/// </summary>
public sealed class ClaimLock(MassarDb db, CurrentUser user, TimeProvider clock)
{
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public async Task<Outcome<EnteredTry>> Enter(string massarCode, ClaimRules rules, CancellationToken ct)
    {
        var (now, account) = (clock.GetUtcNow().UtcDateTime, user.AccountId);
        var child = Fingerprint.Of("claim\n" + massarCode);
        var row = new ClaimTry { ChildKey = child, AccountId = account, At = now };
        db.ClaimTries.Add(row);
        await db.SaveChangesAsync(ct);

        var atChild = await Newest(db.ClaimTries.Where(t => t.ChildKey == child && t.Id != row.Id), rules.Tries, now, ct);
        var byAccount = await Newest(db.ClaimTries.Where(t => t.AccountId == account && t.Id != row.Id), rules.Tries, now, ct);
        var wait = new[] { Wait(atChild, rules.Tries, now), Wait(byAccount, rules.Tries, now) }.Max();
        if (wait <= TimeSpan.Zero)
            return new EnteredTry(row.Id, atChild.Count(t => t > now - Day) == rules.Tries - 1);
        await Forgive(row.Id, ct);
        return Refusal.TooMany(wait, "claims.locked").Next("claims.locked.next");
    }

    /// <summary>Takes a try back: the code was right.</summary>
    public Task Forgive(long id, CancellationToken ct) => db.ClaimTries.Where(t => t.Id == id).ExecuteDeleteAsync(ct);

    private static Task<List<DateTime>> Newest(IQueryable<ClaimTry> tries, int most, DateTime now, CancellationToken ct)
    {
        var since = now - Day - Day;
        return tries.AsNoTracking().Where(t => t.At > since).OrderByDescending(t => t.At).Select(t => t.At).Take(most).ToListAsync(ct);
    }

    // Locked for a day from the last of so many tries that fell within one day.
    private static TimeSpan Wait(List<DateTime> newest, int most, DateTime now) =>
        newest.Count == most && newest[0] - newest[^1] < Day ? newest[0] + Day - now : TimeSpan.Zero;
}

public sealed class ClaimsServices : Massar.Infrastructure.Web.IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<ClaimLock>();
}

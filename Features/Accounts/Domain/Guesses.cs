using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Massar.Features.Accounts.Domain;

/// <summary>From where somebody tries to get in.</summary>
/// <param name="Network">An IPv4 address or the /64 of an IPv6 one.</param>
/// <param name="DeviceToken">What the browser's long-lived cookie holds; null for programs and new browsers.</param>
/// <param name="Label">Browser family, for the person's own list of sessions.</param>
public sealed record Visit(string Network, string? DeviceToken, string? Label);

/// <summary>What may be guessed at, each counted apart.</summary>
public enum GuessKind
{
    Password,
    SecondFactor,
    PrintedCode,
}

/// <summary>
/// Slows guessing down without ever locking an account: who guesses waits longer and longer, per account and per guesser, and an
/// account bears at most a hundred guesses in 24 hours. A device on which the account has signed in before has a count of its own,
/// so that nobody can shut a pupil out by failing in the pupil's name.
/// </summary>
public sealed class Guesses(MassarDb db, IOptions<SignInSettings> options, TimeProvider clock)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static long nextSweep;

    /// <summary>
    /// Enters a guess before it is checked. Answers its number for <see cref="Forgive"/>, or the refusal that says how long to wait.
    /// A refused guess is not counted: waiting is never made longer by asking.
    /// </summary>
    /// <param name="kind">What is guessed at.</param>
    /// <param name="accountId">The account, when the login belongs to one.</param>
    /// <param name="login">What was typed; counted in the same way when no account has it.</param>
    /// <param name="visit">From where.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    public async Task<Outcome<long>> Enter(GuessKind kind, long? accountId, string login, Visit visit, CancellationToken ct)
    {
        var settings = options.Value;
        var now = clock.GetUtcNow().UtcDateTime;
        await Sweep(now, ct);

        var (isKnownHere, isKnownElsewhere) = await Known(accountId, visit.DeviceToken, ct);
        var target = accountId is { } id ? string.Create(CultureInfo.InvariantCulture, $"{kind}\n{id}") : $"{kind}\nlogin\n{login}";
        var guesser = isKnownHere || isKnownElsewhere ? $"device\n{visit.DeviceToken}" : $"network\n{visit.Network}";
        var row = new SignInTry
        {
            TargetKey = Key(target),
            GuesserKey = Key($"{target}\n{guesser}"),
            NetworkKey = Key($"network\n{visit.Network}"),
            FromKnownDevice = isKnownHere,
            At = now,
        };
        db.SignInTries.Add(row);
        await db.SaveChangesAsync(ct);

        var since = now - Day;
        var mine = await db.SignInTries.AsNoTracking()
            .Where(t => t.GuesserKey == row.GuesserKey && t.At > since && t.Id != row.Id).OrderBy(t => t.At).Select(t => t.At).Take(200).ToListAsync(ct);
        var atTarget = await db.SignInTries.AsNoTracking()
            .Where(t => t.TargetKey == row.TargetKey && t.FromKnownDevice == isKnownHere && t.At > since && t.Id != row.Id)
            .OrderBy(t => t.At).Select(t => t.At).Take(200).ToListAsync(ct);

        var wait = Longest(
            Growing(mine, now, settings),
            Until(mine, kind == GuessKind.PrintedCode ? settings.PrintedCodeTries : settings.PerGuesser, now),
            Until(atTarget, isKnownHere ? settings.FromKnownDevices : settings.FromStrangers, now),
            isKnownHere ? TimeSpan.Zero : await NetworkWait(row, settings, now, ct));
        if (wait <= TimeSpan.Zero)
            return row.Id;

        await Forgive(row.Id, ct);
        return Wait.Refusal(wait);
    }

    /// <summary>Takes a guess back: it was right, or could not be checked.</summary>
    public Task Forgive(long guess, CancellationToken ct) => db.SignInTries.Where(t => t.Id == guess).ExecuteDeleteAsync(ct);

    /// <summary>Remembers the device, so that its next tries at this account are counted apart.</summary>
    public async Task Remember(long accountId, string deviceToken, CancellationToken ct)
    {
        var hash = Sessions.HashOf(deviceToken);
        var now = clock.GetUtcNow().UtcDateTime;
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO KnownDevices (TokenHash, AccountId, LastUsedAt) VALUES ({hash}, {accountId}, {now}) ON DUPLICATE KEY UPDATE LastUsedAt = {now}", ct);
    }

    private async Task<(bool Here, bool Elsewhere)> Known(long? accountId, string? deviceToken, CancellationToken ct)
    {
        if (deviceToken is null)
            return default;
        var hash = Sessions.HashOf(deviceToken);
        var accounts = await db.KnownDevices.AsNoTracking().Where(d => d.TokenHash == hash).Select(d => d.AccountId).Take(500).ToListAsync(ct);
        var here = accountId is { } id && accounts.Contains(id);
        return (here, !here && accounts.Count > 0);
    }

    private async Task<TimeSpan> NetworkWait(SignInTry row, SignInSettings settings, DateTime now, CancellationToken ct)
    {
        var since = now - TimeSpan.FromHours(1);
        var count = await db.SignInTries.CountAsync(t => t.NetworkKey == row.NetworkKey && t.At > since, ct);
        return count > settings.PerNetworkAnHour ? TimeSpan.FromMinutes(15) : TimeSpan.Zero;
    }

    // After the free tries: 5 s, 10 s, 20 s … 15 minutes since the last wrong one.
    private static TimeSpan Growing(List<DateTime> earlier, DateTime now, SignInSettings settings)
    {
        if (earlier.Count < settings.FreeTries)
            return TimeSpan.Zero;
        var doublings = Math.Min(earlier.Count - settings.FreeTries, 20);
        var wait = Math.Min(settings.FirstWaitSeconds * Math.Pow(2, doublings), settings.LongestWaitSeconds);
        return earlier[^1] + TimeSpan.FromSeconds(wait) - now;
    }

    // Until the guess that must leave the 24 hours first has left them.
    private static TimeSpan Until(List<DateTime> earlier, int most, DateTime now) =>
        earlier.Count < most ? TimeSpan.Zero : earlier[earlier.Count - most] + Day - now;

    private static TimeSpan Longest(params ReadOnlySpan<TimeSpan> waits)
    {
        var longest = TimeSpan.Zero;
        foreach (var wait in waits)
            if (wait > longest)
                longest = wait;
        return longest;
    }

    private async Task Sweep(DateTime now, CancellationToken ct)
    {
        var due = Interlocked.Read(ref nextSweep);
        if (now.Ticks < due || Interlocked.CompareExchange(ref nextSweep, now.AddMinutes(10).Ticks, due) != due)
            return;
        var old = now - 2 * Day;
        await db.SignInTries.Where(t => t.At < old).ExecuteDeleteAsync(ct);
        var unused = now.AddDays(-400);
        await db.KnownDevices.Where(d => d.LastUsedAt < unused).ExecuteDeleteAsync(ct);
    }

    private static string Key(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>Says how long to wait in a unit people think in.</summary>
public static class Wait
{
    /// <summary>429 with the exact number of seconds for programs and a sentence for people.</summary>
    public static Refusal Refusal(TimeSpan wait) => new Refusal(RefusalKind.TooMany, Said(wait)) { RetryAfter = wait }.Next("accounts.wait.next");

    // Rounded up so that the number never takes a form the sentence does not have: Arabic says "ثانية" and "دقيقة" from 11 on, "دقائق" from 3 to 10.
    private static Said Said(TimeSpan wait) => wait.TotalSeconds switch
    {
        <= 99 => new("accounts.wait.seconds", Math.Max(11, (int)Math.Ceiling(wait.TotalSeconds))),
        <= 600 => new("accounts.wait.few-minutes", Math.Max(3, (int)Math.Ceiling(wait.TotalMinutes))),
        <= 5940 => new("accounts.wait.minutes", (int)Math.Ceiling(wait.TotalMinutes)),
        <= 36000 => new("accounts.wait.few-hours", Math.Max(3, (int)Math.Ceiling(wait.TotalHours))),
        _ => new("accounts.wait.hours", (int)Math.Ceiling(wait.TotalHours)),
    };
}

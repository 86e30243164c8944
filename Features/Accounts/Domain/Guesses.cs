using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
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
/// Slows guessing down without ever locking an account: who guesses waits longer and longer, per account and per guesser, but
/// minutes, never a day; an account bears at most a hundred guesses in 24 hours, spread over the day by the same waits. Devices on
/// which this very account has signed in before have a count of their own, and a printed code (78 bits) is counted by guesser alone,
/// so that nobody can shut a pupil out by failing in the pupil's name. One password tried on many accounts is counted by network: beyond
/// some accounts, more where many sign in properly, its strangers wait longer with each further account.
/// </summary>
public sealed class Guesses(MassarDb db, IOptions<SignInSettings> options, SprayAlarm alarm, TimeProvider clock)
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

        // Having signed in on another account makes nobody less of a stranger to this one.
        var isKnown = await IsKnown(accountId, visit.DeviceToken, ct);
        var target = accountId is { } id ? string.Create(CultureInfo.InvariantCulture, $"{kind}\n{id}") : $"{kind}\nlogin\n{login}";
        var guesser = isKnown ? $"device\n{visit.DeviceToken}" : $"network\n{visit.Network}";
        var row = new SignInTry
        {
            TargetKey = Key(target),
            GuesserKey = Key($"{target}\n{guesser}"),
            NetworkKey = Key($"network\n{visit.Network}"),
            FromKnownDevice = isKnown,
            At = now,
        };
        db.SignInTries.Add(row);
        await db.SaveChangesAsync(ct);

        var since = now - Day;
        var mine = await Times(db.SignInTries.Where(t => t.GuesserKey == row.GuesserKey && t.At > since && t.Id != row.Id), ct);
        var wait = Growing(mine, now, settings);
        if (kind != GuessKind.PrintedCode && !(isKnown && mine.Count < settings.FreeTries))
        {
            var atTarget = await Times(db.SignInTries.Where(t => t.TargetKey == row.TargetKey && t.FromKnownDevice == isKnown && t.At > since && t.Id != row.Id), ct);
            wait = Longest(wait, isKnown
                ? Spread(atTarget, now, settings.KnownDevicesAtOnce, settings.KnownDevicesEverySeconds)
                : Spread(atTarget, now, settings.StrangersAtOnce, settings.StrangersEverySeconds));
            if (!isKnown && wait <= TimeSpan.Zero && await IsCrowded(row, settings, now, ct))
                wait = await Slow(mine, now, settings, ct);
        }

        if (kind == GuessKind.Password && !isKnown)
            wait = Longest(wait, await Sprayed(row.NetworkKey, visit.Network, now, settings, ct));
        if (wait <= TimeSpan.Zero)
            return row.Id;

        await Forgive(row.Id, ct);
        return Wait.Refusal(wait);
    }

    /// <summary>Takes a guess back: it was right, or could not be checked.</summary>
    public Task Forgive(long guess, CancellationToken ct) => db.SignInTries.Where(t => t.Id == guess).ExecuteDeleteAsync(ct);

    /// <summary>Looks once more, just before the check, whether the network's strangers must wait; the guess is then taken back.</summary>
    public async Task<Refusal?> Recheck(long guess, CancellationToken ct)
    {
        var row = await db.SignInTries.AsNoTracking().Where(t => t.Id == guess).Select(t => new { t.NetworkKey, t.FromKnownDevice }).SingleOrDefaultAsync(ct);
        if (row is null or { FromKnownDevice: true })
            return null;
        var wait = await Sprayed(row.NetworkKey, null, clock.GetUtcNow().UtcDateTime, options.Value, ct);
        if (wait <= TimeSpan.Zero)
            return null;
        await Forgive(guess, ct);
        return Wait.Refusal(wait);
    }

    /// <summary>The password was wrong.</summary>
    public Task Fail(long guess, CancellationToken ct) => db.SignInTries.Where(t => t.Id == guess).ExecuteUpdateAsync(s => s.SetProperty(t => t.WasWrong, true), ct);

    /// <summary>The password was right: the guess is taken back, and the network remembered as one from which this account is used.</summary>
    public async Task Succeed(long guess, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO SignInSuccesses (NetworkKey, TargetKey, At) SELECT NetworkKey, TargetKey, At FROM SignInTries WHERE Id = {guess} ON DUPLICATE KEY UPDATE At = VALUES(At)", ct);
        await Forgive(guess, ct);
    }

    /// <summary>Remembers the device, so that its next tries at this account are counted apart.</summary>
    public async Task Remember(long accountId, string deviceToken, CancellationToken ct)
    {
        var hash = Sessions.HashOf(deviceToken);
        var now = clock.GetUtcNow().UtcDateTime;
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO KnownDevices (TokenHash, AccountId, LastUsedAt) VALUES ({hash}, {accountId}, {now}) ON DUPLICATE KEY UPDATE LastUsedAt = {now}", ct);
    }

    private async Task<bool> IsKnown(long? accountId, string? deviceToken, CancellationToken ct)
    {
        if (accountId is not { } id || deviceToken is null)
            return false;
        var hash = Sessions.HashOf(deviceToken);
        return await db.KnownDevices.AnyAsync(d => d.TokenHash == hash && d.AccountId == id, ct);
    }

    // The youngest 200, oldest first: more than are ever accepted in a day.
    private static async Task<List<DateTime>> Times(IQueryable<SignInTry> tries, CancellationToken ct)
    {
        var times = await tries.AsNoTracking().OrderByDescending(t => t.At).Select(t => t.At).Take(200).ToListAsync(ct);
        times.Reverse();
        return times;
    }

    private async Task<bool> IsCrowded(SignInTry row, SignInSettings settings, DateTime now, CancellationToken ct)
    {
        var since = now - TimeSpan.FromHours(1);
        return await db.SignInTries.CountAsync(t => t.NetworkKey == row.NetworkKey && t.At > since, ct) > settings.PerNetworkAnHour;
    }

    // How long strangers of a network wait after failing at many accounts: 5 s, 10 s, 20 s … a quarter of an hour after the last.
    private async Task<TimeSpan> Sprayed(string network, string? shown, DateTime now, SignInSettings settings, CancellationToken ct)
    {
        var since = now - Day;
        var failed = await db.SignInTries
            .Where(t => t.NetworkKey == network && t.At > since && t.WasWrong && !t.FromKnownDevice
                && !db.SignInSuccesses.Any(s => s.NetworkKey == network && s.TargetKey == t.TargetKey && s.At >= t.At))
            .GroupBy(t => t.TargetKey).Select(g => g.Max(t => t.At)).ToListAsync(ct);
        if (failed.Count < settings.PerNetworkAccounts)
            return TimeSpan.Zero;
        var over = failed.Count - settings.PerNetworkAccounts - await db.SignInSuccesses.CountAsync(s => s.NetworkKey == network && s.At > since, ct) / settings.SuccessesPerFailure;
        if (over < 0)
            return TimeSpan.Zero;
        if (shown is not null)
            alarm.Sound(shown, failed.Count);
        return failed.Max() + TimeSpan.FromSeconds(Math.Min(settings.FirstWaitSeconds * Math.Pow(2, Math.Min(over, 20)), settings.LongestWaitSeconds)) - now;
    }

    // From a network with a flood of wrong guesses each unknown device is answered late, and nobody is sent away for what others
    // did: only who has failed at this account before loses the free tries.
    private async Task<TimeSpan> Slow(List<DateTime> mine, DateTime now, SignInSettings settings, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(settings.CrowdedPauseMilliseconds), ct);
        return Growing(mine, now, settings with { FreeTries = 1 });
    }

    // After the free tries: 5 s, 10 s, 20 s … 15 minutes since the last wrong one, and half an hour for who never stops.
    private static TimeSpan Growing(List<DateTime> earlier, DateTime now, SignInSettings settings)
    {
        if (earlier.Count < settings.FreeTries)
            return TimeSpan.Zero;
        var doublings = Math.Min(earlier.Count - settings.FreeTries, 20);
        var longest = earlier.Count < settings.PerGuesser ? settings.LongestWaitSeconds : settings.StrangersEverySeconds;
        var wait = Math.Min(settings.FirstWaitSeconds * Math.Pow(2, doublings), longest);
        return earlier[^1] + TimeSpan.FromSeconds(wait) - now;
    }

    // So many at once, then one each time the interval has passed: in any 24 hours no more than the first and 24 hours' worth of the second.
    private static TimeSpan Spread(List<DateTime> earlier, DateTime now, int atOnce, int everySeconds)
    {
        if (earlier.Count < atOnce)
            return TimeSpan.Zero;
        var room = (double)atOnce;
        var last = earlier[0];
        foreach (var at in earlier)
        {
            room = Math.Max(0, Math.Min(atOnce, room + (at - last).TotalSeconds / everySeconds) - 1);
            last = at;
        }

        return last + TimeSpan.FromSeconds((1 - room) * everySeconds) - now;
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private async Task Sweep(DateTime now, CancellationToken ct)
    {
        var due = Interlocked.Read(ref nextSweep);
        if (now.Ticks < due || Interlocked.CompareExchange(ref nextSweep, now.AddMinutes(10).Ticks, due) != due)
            return;
        var old = now - 2 * Day;
        await db.SignInTries.Where(t => t.At < old).ExecuteDeleteAsync(ct);
        await db.SignInSuccesses.Where(s => s.At < old).ExecuteDeleteAsync(ct);
        var unused = now.AddDays(-400);
        await db.KnownDevices.Where(d => d.LastUsedAt < unused).ExecuteDeleteAsync(ct);
    }

    private static string Key(string text) => Fingerprint.Of(text);
}

/// <summary>Says in the log that one network fails at many accounts, once a minute however many it asks for.</summary>
public sealed partial class SprayAlarm(ILogger<SprayAlarm> log, TimeProvider clock)
{
    private long quietUntil;

    public void Sound(string network, int accounts)
    {
        var now = clock.GetUtcNow();
        var until = Interlocked.Read(ref quietUntil);
        if (now.UtcTicks >= until && Interlocked.CompareExchange(ref quietUntil, now.AddMinutes(1).UtcTicks, until) == until)
            Sprayed(log, network, accounts);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Sign-ins from {Network} failed at {Accounts} accounts within a day; its unknown devices wait. Somebody may be trying one password on many accounts")]
    private static partial void Sprayed(ILogger log, string network, int accounts);
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

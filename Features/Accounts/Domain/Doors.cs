using System.Text.Json.Serialization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.Domain;

/// <summary>What somebody who got in receives.</summary>
/// <param name="Token">The new session's secret: the cookie's value, or the bearer token of a program.</param>
/// <param name="NeedsSecondFactor">The session opens nothing yet but the page for the second factor.</param>
public sealed record Entered(string Token, bool NeedsSecondFactor)
{
    /// <summary>For the browser's long-lived cookie; null when it has one or is not to be known yet.</summary>
    [JsonIgnore] public string? NewDeviceToken { get; init; }

    [JsonIgnore] public TimeSpan Lifetime { get; init; }

    /// <summary>Puts the session, and the device's own token, into the browser.</summary>
    public void Keep(HttpContext http)
    {
        SessionCookies.Set(http, Token, Lifetime);
        if (NewDeviceToken is not null)
            Visits.Keep(http, NewDeviceToken);
    }
}

/// <summary>
/// Opens and ends sessions. Whoever rises (password, then second factor) gets a new secret each time,
/// so that a secret somebody planted or saw before is worth nothing after.
/// </summary>
public sealed class Doors(MassarDb db, Sessions sessions, Guesses guesses, TimeProvider clock)
{
    /// <summary>Opens a session on a hat and ends the one the client came with.</summary>
    /// <param name="accountId">Who.</param>
    /// <param name="hat">What is worn first.</param>
    /// <param name="isComplete">Nothing is missing any more.</param>
    /// <param name="gaveFactor">A second factor was given just now, which also counts as stepping up.</param>
    /// <param name="visit">From where; a complete sign-in makes the device known.</param>
    /// <param name="oldToken">The session the client came with.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    public async Task<Entered> Open(long accountId, Hat hat, bool isComplete, bool gaveFactor, Visit visit, string? oldToken, CancellationToken ct)
    {
        var (session, token) = sessions.Open(accountId, hat, isComplete, visit.Label);
        if (gaveFactor)
            session.SteppedUpAt = session.CreatedAt;
        db.Sessions.Add(session);
        await db.SaveChangesAsync(ct);
        if (oldToken is not null)
            await End(oldToken, ct);

        string? newDevice = null;
        if (isComplete)
        {
            newDevice = visit.DeviceToken is null ? Visits.NewToken() : null;
            await guesses.Remember(accountId, visit.DeviceToken ?? newDevice!, ct);
        }

        return new Entered(token, !isComplete) { NewDeviceToken = newDevice, Lifetime = session.ExpiresAt - session.CreatedAt };
    }

    /// <summary>Ends the session behind a client's token, at once.</summary>
    public async Task End(string token, CancellationToken ct)
    {
        var hash = Sessions.HashOf(token);
        var now = clock.GetUtcNow().UtcDateTime;
        await db.Sessions.Where(s => s.TokenHash == hash && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
        sessions.Forget(hash);
    }

    /// <summary>Ends all sessions of an account, or all but one, at once. Inside a unit of work call <see cref="Forget"/> after it.</summary>
    public async Task<int> EndAll(long accountId, long? except, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var ended = await db.Sessions.Where(s => s.AccountId == accountId && s.EndedAt == null && s.Id != (except ?? 0))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
        Forget(accountId);
        return ended;
    }

    /// <summary>Closes the sessions that wear one of these hats. Inside a unit of work call <see cref="Forget"/> after it.</summary>
    public Task<int> EndWearing(IReadOnlyCollection<long> hats, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return db.Sessions.Where(s => hats.Contains(s.HatId) && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
    }

    /// <summary>Forgets what is remembered of an account's sessions, once the change is committed.</summary>
    public void Forget(long accountId) => sessions.ForgetAccount(accountId);

    /// <summary>The hats an account may wear today, its own work before the plain status of employee.</summary>
    public Task<List<Hat>> LiveHats(long accountId, CancellationToken ct) =>
        db.Hats.AsNoTracking().LiveOn(MoroccanDay.Today(clock)).Where(h => h.AccountId == accountId).NotOutlived(db, MoroccanDay.Today(clock))
            .OrderBy(h => h.Role == Roles.Employee).ThenBy(h => h.Id).Take(50).ToListAsync(ct);
}

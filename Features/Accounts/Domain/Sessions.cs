using System.Collections.Concurrent;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.Domain;

/// <summary>
/// Server sessions. A client holds 256 random bits, the database their hash. What a session gives is kept in
/// memory for at most five seconds, so ending one takes effect at once here and within five seconds elsewhere.
/// </summary>
public sealed class Sessions(IServiceScopeFactory scopes, TimeProvider clock) : ISessions
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    public static readonly TimeSpan FamilyLifetime = TimeSpan.FromDays(30);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Touch = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, Known> known = new();
    private long lastSweep;

    private static readonly Func<MassarDb, string, DateTime, DateOnly, Task<Row?>> FindRow = EF.CompileAsyncQuery(
        (MassarDb db, string hash, DateTime now, DateOnly today) => (
            from session in db.Sessions
            join account in db.Accounts on session.AccountId equals account.Id
            join hat in db.Hats on session.HatId equals hat.Id
            where session.TokenHash == hash && session.EndedAt == null && session.ExpiresAt > now && account.ClosedAt == null
                && hat.StartsOn <= today && (hat.EndsOn == null || hat.EndsOn >= today)
                && (hat.LentByHatId == null || db.Hats.Any(l => l.Id == hat.LentByHatId && l.StartsOn <= today && (l.EndsOn == null || l.EndsOn >= today)
                    && db.Accounts.Any(a => a.Id == l.AccountId && a.ClosedAt == null)))
                && (hat.DelegatedKinds == null || db.Hats.Any(o => o.AccountId == account.Id && o.LentByHatId == null && o.DelegatedKinds == null
                    && o.StartsOn <= today && (o.EndsOn == null || o.EndsOn >= today) && o.PlacePath.StartsWith(hat.PlacePath) && StaffRoles.Trusted.Contains(hat.Role + " " + o.Role)))
            select new Row(session.Id, session.LastSeenAt, session.SecondFactorDone, session.SteppedUpAt,
                account.Id, account.NameAr, account.NameLatin, account.Language, account.PupilId, account.GuardianId, account.EmployeeId,
                hat.Id, hat.Role, hat.PlaceId, hat.PlacePath, hat.DelegatedKinds,
                db.Hats.Count(h => h.AccountId == account.Id && h.StartsOn <= today && (h.EndsOn == null || h.EndsOn >= today)))).SingleOrDefault());

    public async ValueTask<SessionView?> Find(string token, CancellationToken ct)
    {
        var hash = HashOf(token);
        var now = clock.GetUtcNow();
        if (known.TryGetValue(hash, out var entry) && now - entry.ReadAt < Fresh)
            return entry.View;

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var row = await FindRow(db, hash, now.UtcDateTime, MoroccanDay.Of(now));
        var view = row is null ? null : new SessionView(row.Id, row.AccountId, row.NameAr, row.NameLatin, row.Language,
            new WornHat(row.HatId, row.Role, row.PlaceId, row.PlacePath) { DelegatedKinds = row.DelegatedKinds }, row.HatCount, row.SecondFactorDone, row.SteppedUpAt,
            row.PupilId, row.GuardianId, row.EmployeeId);
        known[hash] = new Known(view, now);
        Sweep(now);
        if (row is not null && now.UtcDateTime - row.LastSeenAt > Touch)
            await db.Sessions.Where(s => s.Id == row.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now.UtcDateTime), ct);
        return view;
    }

    /// <summary>Makes a session and answers the token for the client. Call inside a unit of work.</summary>
    public (Session Session, string Token) Open(long accountId, Hat hat, bool secondFactorDone, string? device)
    {
        var token = Fingerprint.NewToken();
        var now = clock.GetUtcNow().UtcDateTime;
        return (new Session
        {
            TokenHash = HashOf(token),
            AccountId = accountId,
            HatId = hat.Id,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + (Roles.NeedsSecondFactor(hat.Role) ? Lifetime : FamilyLifetime),
            SecondFactorDone = secondFactorDone,
            Device = device,
        }, token);
    }

    /// <summary>Forgets what is remembered of a session, so that its next request reads it anew.</summary>
    public void Forget(string tokenHash) => known.TryRemove(tokenHash, out _);

    /// <summary>Forgets everything remembered of an account's sessions.</summary>
    public void ForgetAccount(long accountId)
    {
        foreach (var (hash, entry) in known)
            if (entry.View?.AccountId == accountId)
                known.TryRemove(hash, out _);
    }

    public static string HashOf(string token) => Fingerprint.Of(token);

    // Unknown tokens are remembered for five seconds too; they must not pile up.
    private void Sweep(DateTimeOffset now)
    {
        var last = Interlocked.Read(ref lastSweep);
        if (now.Ticks - last < TimeSpan.TicksPerSecond * 10 || Interlocked.CompareExchange(ref lastSweep, now.Ticks, last) != last)
            return;
        foreach (var (hash, entry) in known)
            if (now - entry.ReadAt > Fresh)
                known.TryRemove(hash, out _);
    }

    private sealed record Known(SessionView? View, DateTimeOffset ReadAt);

    private sealed record Row(
        long Id, DateTime LastSeenAt, bool SecondFactorDone, DateTime? SteppedUpAt,
        long AccountId, string NameAr, string NameLatin, string? Language, long? PupilId, long? GuardianId, long? EmployeeId,
        long HatId, string Role, int PlaceId, string PlacePath, string? DelegatedKinds, int HatCount);
}

/// <summary>Puts the session's token into the browser and takes it back.</summary>
public static class SessionCookies
{
    public static void Set(HttpContext http, string token, TimeSpan lifetime) =>
        http.Response.Cookies.Append(SecuritySetup.SessionCookie(http), token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = lifetime });

    public static void Remove(HttpContext http) =>
        http.Response.Cookies.Delete(SecuritySetup.SessionCookie(http), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/" });
}

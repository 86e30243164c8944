using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Massar.Infrastructure.Security;

/// <summary>
/// The sessions this instance found to exist in the last ten minutes, by hash. Only these have a share of requests of their own:
/// the limit is applied before the database is asked, so an invented token must not open a new one.
/// </summary>
public sealed class SeenSessions
{
    private const int KeepMilliseconds = 600_000;
    private const int SweepMilliseconds = 60_000;

    private readonly ConcurrentDictionary<string, long> seen = new();
    private long lastSweep = Environment.TickCount64;

    /// <summary>Remembers a session that was found.</summary>
    public void Saw(string token)
    {
        var now = Environment.TickCount64;
        seen[Hash(token)] = now;
        var last = Interlocked.Read(ref lastSweep);
        if (now - last < SweepMilliseconds || Interlocked.CompareExchange(ref lastSweep, now, last) != last)
            return;
        foreach (var (hash, at) in seen)
            if (now - at > KeepMilliseconds)
                seen.TryRemove(hash, out _);
    }

    /// <summary>The name under which the requests of a session are counted; null for a token that was not found lately.</summary>
    public string? KeyOf(string? token)
    {
        if (token is null)
            return null;
        var hash = Hash(token);
        return seen.TryGetValue(hash, out var at) && Environment.TickCount64 - at <= KeepMilliseconds ? hash : null;
    }

    private static string Hash(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

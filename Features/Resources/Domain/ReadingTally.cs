using System.Collections.Concurrent;

namespace Massar.Features.Resources.Domain;

/// <summary>
/// What each account fetched today from this instance, by whole pieces. A file that stops half-way counts half, so somebody who takes it
/// up again pays at most one piece twice; whoever copies everything reaches the end of the day's share. Not kept over a restart.
/// </summary>
public sealed class ReadingTally
{
    /// <summary>Files one account fetches at the same time.</summary>
    public const int MostAtOnce = 3;

    private readonly ConcurrentDictionary<long, (DateOnly Day, long Bytes)> counts = new();
    private readonly ConcurrentDictionary<long, int> underWay = new();

    public void Note(long account, DateOnly day, long bytes) =>
        counts.AddOrUpdate(account, (day, bytes), (_, before) => before.Day == day ? (day, before.Bytes + bytes) : (day, bytes));

    /// <summary>Counts a piece before it is read; false where the day's share was used up already.</summary>
    public bool Spend(long account, DateOnly day, int bytes, long most) =>
        counts.AddOrUpdate(account, (day, bytes), (_, before) => before.Day == day ? (day, before.Bytes + bytes) : (day, bytes)).Bytes - bytes < most;

    /// <summary>One more file on its way to the account, to be ended with <see cref="Leave"/>; false where there are enough.</summary>
    public bool Enter(long account)
    {
        if (underWay.AddOrUpdate(account, 1, (_, before) => before + 1) <= MostAtOnce) return true;
        Leave(account);
        return false;
    }

    public void Leave(long account)
    {
        if (underWay.AddOrUpdate(account, 0, (_, before) => before - 1) <= 0) underWay.TryRemove(new KeyValuePair<long, int>(account, 0));
    }

    public long Of(long account, DateOnly day) => counts.TryGetValue(account, out var count) && count.Day == day ? count.Bytes : 0;
}

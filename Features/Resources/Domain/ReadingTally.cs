using System.Collections.Concurrent;

namespace Massar.Features.Resources.Domain;

/// <summary>
/// What each account fetched today from this instance, in bytes that left. A file that stops half-way counts half, so somebody who takes it
/// up again pays nothing twice; whoever copies everything reaches the end of the day's share. Not kept over a restart.
/// </summary>
public sealed class ReadingTally
{
    private readonly ConcurrentDictionary<long, (DateOnly Day, long Bytes)> counts = new();

    public void Note(long account, DateOnly day, long bytes) =>
        counts.AddOrUpdate(account, (day, bytes), (_, before) => before.Day == day ? (day, before.Bytes + bytes) : (day, bytes));

    public long Of(long account, DateOnly day) => counts.TryGetValue(account, out var count) && count.Day == day ? count.Bytes : 0;
}

using System.Collections.Concurrent;

namespace Massar.Infrastructure.Security;

/// <summary>A list that shows people: how many of them, counted against the reader's day.</summary>
public interface IShowsPersons
{
    int PersonsShown { get; }
}

/// <summary>
/// Counts the people that each account was shown in lists, between two writings to the database. A page must not wait for a counter;
/// what a stopped instance had not written yet, a few seconds of lists, is lost.
/// </summary>
public sealed class PersonTally
{
    private readonly ConcurrentDictionary<(long Account, DateOnly Day), (int Persons, string Role)> counts = new();

    public void Note(long accountId, string role, DateOnly day, int persons)
    {
        if (persons > 0)
            counts.AddOrUpdate((accountId, day), (persons, role), (_, before) => (before.Persons + persons, role));
    }

    /// <summary>Takes out what was counted since the last time, of everybody or of one account.</summary>
    public IReadOnlyList<Tallied> Drain(long? accountId = null)
    {
        var drained = new List<Tallied>();
        foreach (var key in counts.Keys)
            if ((accountId is null || key.Account == accountId) && counts.TryRemove(key, out var count))
                drained.Add(new Tallied(key.Account, key.Day, count.Persons, count.Role));
        return drained;
    }
}

/// <param name="Role">The role worn last, whose budget counts.</param>
public sealed record Tallied(long AccountId, DateOnly Day, int Persons, string Role);

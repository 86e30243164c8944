using System.Globalization;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

/// <summary>Walks the audit's chains and says where they break, one sentence each.</summary>
public static class AuditWalk
{
    /// <summary>Every chain from its first line, against its head and the heads of an anchor.</summary>
    /// <param name="anchor">With it, cut tails and chains written anew show too, and lines after it must be keyed.</param>
    public static async Task<IReadOnlyList<string>> Whole(MassarDb db, Sealer sealer, AuditAnchor? anchor, CancellationToken ct)
    {
        var breaks = new List<string>();
        var heads = await db.AuditChains.AsNoTracking().ToDictionaryAsync(c => c.PlaceId, ct);
        var places = await db.AuditEntries.Select(e => e.PlaceId).Distinct().ToListAsync(ct);
        foreach (var place in places.Union(heads.Keys).Union(anchor?.Heads.Keys ?? []).Order())
        {
            var anchored = anchor?.Heads.GetValueOrDefault(place);
            string? atAnchor = null;
            // Lines from before there was a key stand at a chain's beginning; who signed the anchor keys every line after it.
            var (last, hash) = await Lines(db, sealer, place, new AuditAnchorHead(0, AuditChain.Start), long.MaxValue, anchor is null ? long.MaxValue : anchored?.Sequence ?? 0, breaks,
                line => atAnchor = line.Sequence == anchored?.Sequence ? line.Hash : atAnchor, ct);

            if (!heads.TryGetValue(place, out var head))
                breaks.Add($"place {place}: the chain's head is missing");
            else if (head.Sequence != last || head.Hash != hash)
                breaks.Add($"place {place}: the head says {head.Sequence} lines, there are {last}");
            if (anchored is { Sequence: > 0 } && anchored.Hash != atAnchor)
                breaks.Add(string.Create(CultureInfo.InvariantCulture, $"place {place}: line {anchored.Sequence} is not the one anchored on {anchor!.At:yyyy-MM-dd HH:mm}"));
        }

        return breaks;
    }

    /// <summary>What came after an anchor: whether each chain that moved goes on from the anchored line to its head, every line keyed and whole.</summary>
    public static async Task<IReadOnlyList<string>> Since(MassarDb db, Sealer sealer, AuditAnchor before, AuditAnchor now, CancellationToken ct)
    {
        var breaks = new List<string>();
        foreach (var place in before.Heads.Keys.Union(now.Heads.Keys).Order())
        {
            var from = before.Heads.GetValueOrDefault(place) ?? new AuditAnchorHead(0, AuditChain.Start);
            if (now.Heads.GetValueOrDefault(place) is not { } to)
                breaks.Add($"place {place}: the chain of {from.Sequence} lines is gone");
            else if (to.Sequence < from.Sequence)
                breaks.Add($"place {place}: {from.Sequence} lines were anchored, there are {to.Sequence}");
            else if (to != from)
            {
                if (from.Sequence > 0 && !await db.AuditEntries.AnyAsync(e => e.PlaceId == place && e.Sequence == from.Sequence && e.Hash == from.Hash, ct))
                    breaks.Add($"place {place}: line {from.Sequence} is not the one anchored");
                var (last, hash) = await Lines(db, sealer, place, from, to.Sequence, from.Sequence, breaks, _ => { }, ct);
                if (last != to.Sequence || hash != to.Hash)
                    breaks.Add($"place {place}: the head says {to.Sequence} lines, there are {last}");
            }
        }

        return breaks;
    }

    /// <summary>Walks one chain from a line that is known to its end, or to a line; answers where it came.</summary>
    private static async Task<(long Sequence, string Hash)> Lines(
        MassarDb db, Sealer sealer, int place, AuditAnchorHead from, long to, long plainUntil, List<string> breaks, Action<AuditEntry> look, CancellationToken ct)
    {
        var (previous, expected, isKeyed) = (from.Hash, from.Sequence + 1, false);
        await foreach (var line in db.AuditEntries.AsNoTracking().Where(e => e.PlaceId == place && e.Sequence > from.Sequence && e.Sequence <= to).OrderBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (line.Sequence != expected)
                breaks.Add($"place {place}: line {expected} is missing (found {line.Sequence})");
            else if (line.PreviousHash != previous)
                breaks.Add($"place {place}: line {line.Sequence} does not follow from the one before");
            if (!line.IsKeyed && (isKeyed || line.Sequence > plainUntil))
                breaks.Add($"place {place}: line {line.Sequence} has no key; anybody could have written it");
            if (line.Recomputed(sealer) is not { } right)
                breaks.Add($"place {place}: line {line.Sequence} names a key that is not in the state directory");
            else if (right != line.Hash)
                breaks.Add($"place {place}: line {line.Sequence} was changed");
            look(line);
            (previous, expected, isKeyed) = (line.Hash, line.Sequence + 1, isKeyed || line.IsKeyed);
        }

        return (expected - 1, previous);
    }
}

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
            foreach (var found in FaultsOf(line, expected, previous, isKeyed || line.Sequence > plainUntil, sealer))
                breaks.Add($"place {place}: " + found switch
                {
                    AuditFault.Missing => $"line {expected} is missing (found {line.Sequence})",
                    AuditFault.DoesNotFollow => $"line {line.Sequence} does not follow from the one before",
                    AuditFault.WithoutKey => $"line {line.Sequence} has no key; anybody could have written it",
                    AuditFault.KeyIsGone => $"line {line.Sequence} names a key that is not in the state directory",
                    _ => $"line {line.Sequence} was changed",
                });
            look(line);
            (previous, expected, isKeyed) = (line.Hash, line.Sequence + 1, isKeyed || line.IsKeyed);
        }

        return (expected - 1, previous);
    }

    /// <summary>A span of one chain, line by line: how many there were, and what is wrong with which. Two statements.</summary>
    /// <param name="head">Of the chain: a span that comes to its end must come to this.</param>
    public static async Task<(int Walked, IReadOnlyList<AuditBreak> Breaks)> Span(MassarDb db, Sealer sealer, int place, long from, long to, AuditAnchorHead head, CancellationToken ct)
    {
        var before = from == 1 ? null : await db.AuditEntries.Where(e => e.PlaceId == place && e.Sequence == from - 1).Select(e => new
        {
            e.Hash,
            IsKeyed = e.Hash.StartsWith(Sealer.Beginning) || db.AuditEntries.Any(b => b.PlaceId == place && b.Sequence < from - 1 && b.Hash.StartsWith(Sealer.Beginning)),
        }).SingleOrDefaultAsync(ct);
        var previous = from == 1 ? AuditChain.Start : before?.Hash;
        var (breaks, expected, walked, isKeyed) = (new List<AuditBreak>(), from, 0, before is { IsKeyed: true });
        if (previous is null)
            breaks.Add(new AuditBreak(AuditFault.Missing, from - 1));
        await foreach (var line in db.AuditEntries.AsNoTracking().Where(e => e.PlaceId == place && e.Sequence >= from && e.Sequence <= to).OrderBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(ct))
        {
            foreach (var fault in FaultsOf(line, expected, previous ?? line.PreviousHash, isKeyed, sealer))
                breaks.Add(new AuditBreak(fault, fault is AuditFault.Missing ? expected : line.Sequence));
            (previous, expected, isKeyed, walked) = (line.Hash, line.Sequence + 1, isKeyed || line.IsKeyed, walked + 1);
        }

        if (expected <= to)
            breaks.Add(new AuditBreak(AuditFault.Missing, expected));
        else if (to == head.Sequence && previous != head.Hash)
            breaks.Add(new AuditBreak(AuditFault.NotTheHead, to));
        return (walked, breaks);
    }

    /// <summary>Those of some lines before which a keyed line stands in their chain: without a key they are forged. One statement.</summary>
    public static Task<List<long>> AfterKeyed(MassarDb db, IReadOnlyList<long> lines, CancellationToken ct) => db.AuditEntries
        .Where(e => lines.Contains(e.Id) && db.AuditEntries.Any(b => b.PlaceId == e.PlaceId && b.Sequence < e.Sequence && b.Hash.StartsWith(Sealer.Beginning))).Select(e => e.Id).ToListAsync(ct);

    private static IEnumerable<AuditFault> FaultsOf(AuditEntry line, long expected, string previous, bool mustBeKeyed, Sealer sealer)
    {
        if (line.Sequence != expected)
            yield return AuditFault.Missing;
        else if (line.PreviousHash != previous)
            yield return AuditFault.DoesNotFollow;
        if (!line.IsKeyed && mustBeKeyed)
            yield return AuditFault.WithoutKey;
        if (line.Recomputed(sealer) is not { } right)
            yield return AuditFault.KeyIsGone;
        else if (right != line.Hash)
            yield return AuditFault.Changed;
    }
}

/// <summary>What may be wrong with a line of a chain.</summary>
public enum AuditFault
{
    /// <summary>It is not there.</summary>
    Missing,

    DoesNotFollow,

    /// <summary>Anybody could have written it.</summary>
    WithoutKey,

    KeyIsGone,

    Changed,

    /// <summary>The chain ends with another line than its head says.</summary>
    NotTheHead,
}

/// <param name="Line">Its number in the chain.</param>
public sealed record AuditBreak(AuditFault What, long Line);

using System.Text.Json;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Commands;

/// <summary>The heads of all chains at a moment, kept elsewhere: what is cut off at the end shows against it.</summary>
public sealed record AuditAnchor(DateTime At, IReadOnlyDictionary<int, AuditAnchorHead> Heads);

public sealed record AuditAnchorHead(long Sequence, string Hash);

/// <summary><c>audit verify [--anchor FILE]</c>: walks every chain and says where it breaks.</summary>
public sealed class AuditVerify(MassarDb db) : IProgramCommand
{
    public static string Name => "audit verify";

    public async Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        AuditAnchor? anchor = null;
        if (arguments["anchor"] is { Length: > 0 } file)
        {
            if (!File.Exists(file))
                throw new CommandException($"There is no anchor file {file}.");
            anchor = JsonSerializer.Deserialize<AuditAnchor>(await File.ReadAllTextAsync(file, ct));
        }

        var breaks = await Breaks(db, anchor, ct);
        foreach (var found in breaks)
            Console.WriteLine(found);
        Console.WriteLine(breaks.Count == 0 ? $"{await db.AuditChains.CountAsync(ct)} chains, {await db.AuditEntries.LongCountAsync(ct)} lines: unbroken." : $"{breaks.Count} breaks.");
        return breaks.Count == 0 ? 0 : 1;
    }

    /// <summary>One sentence for each place where a chain does not hold.</summary>
    public static async Task<IReadOnlyList<string>> Breaks(MassarDb db, AuditAnchor? anchor, CancellationToken ct)
    {
        var breaks = new List<string>();
        var heads = await db.AuditChains.AsNoTracking().ToDictionaryAsync(c => c.PlaceId, ct);
        var places = await db.AuditEntries.Select(e => e.PlaceId).Distinct().ToListAsync(ct);
        foreach (var place in places.Union(heads.Keys).Union(anchor?.Heads.Keys ?? []).Order())
        {
            var (previous, expected) = (AuditChain.Start, 1L);
            string? atAnchor = null;
            await foreach (var entry in db.AuditEntries.AsNoTracking().Where(e => e.PlaceId == place).OrderBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(ct))
            {
                if (entry.Sequence != expected)
                    breaks.Add($"place {place}: line {expected} is missing (found {entry.Sequence})");
                else if (entry.PreviousHash != previous)
                    breaks.Add($"place {place}: line {entry.Sequence} does not follow from the one before");
                if (entry.Recomputed() != entry.Hash)
                    breaks.Add($"place {place}: line {entry.Sequence} was changed");
                if (anchor?.Heads.GetValueOrDefault(place)?.Sequence == entry.Sequence)
                    atAnchor = entry.Hash;
                (previous, expected) = (entry.Hash, entry.Sequence + 1);
            }

            if (!heads.TryGetValue(place, out var head))
                breaks.Add($"place {place}: the chain's head is missing");
            else if (head.Sequence != expected - 1 || head.Hash != previous)
                breaks.Add($"place {place}: the head says {head.Sequence} lines, there are {expected - 1}");
            if (anchor?.Heads.GetValueOrDefault(place) is { } anchored && anchored.Hash != atAnchor)
                breaks.Add($"place {place}: line {anchored.Sequence} is not the one anchored on {anchor.At:yyyy-MM-dd HH:mm}");
        }

        return breaks;
    }
}

/// <summary><c>audit anchor FILE</c>: writes the heads of all chains, to be kept in another place.</summary>
public sealed class AuditAnchorCommand(MassarDb db, TimeProvider clock) : IProgramCommand
{
    public static string Name => "audit anchor";

    public async Task<int> Run(WebApplication app, Arguments arguments, CancellationToken ct)
    {
        if (arguments.Words.Count != 1)
            throw new CommandException("audit anchor wants a file name.");
        var heads = await db.AuditChains.AsNoTracking().ToDictionaryAsync(c => c.PlaceId, c => new AuditAnchorHead(c.Sequence, c.Hash), ct);
        await File.WriteAllTextAsync(arguments.Words[0], JsonSerializer.Serialize(new AuditAnchor(clock.GetUtcNow().UtcDateTime, heads)), ct);
        Console.WriteLine($"{heads.Count} heads written.");
        return 0;
    }
}

using System.Collections.Concurrent;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>
/// The procedures in force and those that older decisions still follow. An edition never changes once used,
/// so each is read from the database once.
/// </summary>
public sealed class ProcedureBook
{
    private readonly ConcurrentDictionary<int, DecisionProcedure> editions = new();

    private readonly ConcurrentDictionary<int, DecisionProcedure> ranked = new();

    private DateOnly rankedOn;

    /// <summary>The edition a decision follows.</summary>
    public async ValueTask<DecisionProcedure> Of(MassarDb db, int procedureId, CancellationToken ct)
    {
        if (editions.TryGetValue(procedureId, out var known))
            return known;
        var read = await db.DecisionProcedures.AsNoTracking().Include(p => p.Steps.OrderBy(s => s.Order)).Include(p => p.Papers).AsSingleQuery().SingleAsync(p => p.Id == procedureId, ct);
        if (read.Steps.Exists(s => s.IsBeside))
            ranked[read.Id] = read;
        return editions.GetOrAdd(procedureId, read);
    }

    /// <summary>The edition new decisions of a kind follow from a day on; refused when the ministry has written none, or has switched the kind off.</summary>
    public async Task<Outcome<DecisionProcedure>> InForce(MassarDb db, string kind, DateOnly on, CancellationToken ct)
    {
        var id = await db.DecisionProcedures.Where(p => p.Kind == kind && p.StartsOn <= on).OrderByDescending(p => p.Edition).Select(p => (int?)p.Id).FirstOrDefaultAsync(ct);
        if (id is not { } found)
            return Refusal.Conflict("decisions.no-procedure").Next("decisions.no-procedure-next");
        var procedure = await Of(db, found, ct);
        return procedure.IsOff ? Refusal.Conflict("decisions.switched-off", Formats.ShortDate(procedure.StartsOn)).Next("decisions.switched-off-next") : procedure;
    }

    /// <summary>Turns a role shares with others, by any edition. An edition begins after the day it is written, so that what was read today is true until tomorrow: one statement a day.</summary>
    public async ValueTask<IReadOnlyList<string>> Beside(MassarDb db, string role, DateOnly today, CancellationToken ct)
    {
        if (rankedOn != today)
        {
            foreach (var edition in await db.DecisionProcedures.AsNoTracking().Include(p => p.Steps.OrderBy(s => s.Order)).AsSingleQuery().Where(p => p.Steps.Any(s => s.IsBeside)).ToListAsync(ct))
                ranked[edition.Id] = edition;
            rankedOn = today;
        }

        return ranked.IsEmpty ? [] : [.. ranked.Values.SelectMany(p => Turns.Beside(p, role)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Kinds that are switched off, or will be by an edition already written, with the day: from the edition in force, else from the next. One statement.</summary>
    /// <param name="kinds">Codes; those without a procedure are left out.</param>
    public static async Task<IReadOnlyDictionary<string, DateOnly>> SwitchedOff(MassarDb db, IReadOnlyCollection<string> kinds, DateOnly today, CancellationToken ct)
    {
        var editions = await db.DecisionProcedures.Where(p => kinds.Contains(p.Kind)).Select(p => new { p.Kind, p.Edition, p.StartsOn, p.IsOff }).ToListAsync(ct);
        var off = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var of in editions.GroupBy(p => p.Kind))
        {
            var now = of.Where(p => p.StartsOn <= today).MaxBy(p => p.Edition);
            var next = of.Where(p => p.StartsOn > today).MinBy(p => p.Edition);
            if (now is { IsOff: true })
                off[of.Key] = now.StartsOn;
            else if (next is { IsOff: true })
                off[of.Key] = next.StartsOn;
        }

        return off;
    }
}

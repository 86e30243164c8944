using System.Collections.Concurrent;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>
/// The procedures in force and those that older decisions still follow. An edition never changes once used,
/// so each is read from the database once.
/// </summary>
public sealed class ProcedureBook
{
    private readonly ConcurrentDictionary<int, DecisionProcedure> editions = new();

    /// <summary>The edition a decision follows.</summary>
    public async ValueTask<DecisionProcedure> Of(MassarDb db, int procedureId, CancellationToken ct)
    {
        if (editions.TryGetValue(procedureId, out var known))
            return known;
        var read = await db.DecisionProcedures.AsNoTracking().Include(p => p.Steps.OrderBy(s => s.Order)).SingleAsync(p => p.Id == procedureId, ct);
        return editions.GetOrAdd(procedureId, read);
    }

    /// <summary>The edition new decisions of a kind follow from a day on; null when the ministry has written none.</summary>
    public async Task<DecisionProcedure?> InForce(MassarDb db, string kind, DateOnly on, CancellationToken ct)
    {
        var id = await db.DecisionProcedures.Where(p => p.Kind == kind && p.StartsOn <= on).OrderByDescending(p => p.Edition).Select(p => (int?)p.Id).FirstOrDefaultAsync(ct);
        return id is { } found ? await Of(db, found, ct) : null;
    }
}

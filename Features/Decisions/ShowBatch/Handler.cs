using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ShowBatch;

public sealed record Query(long Batch, int Page) : IQuery<BatchView>;

/// <summary>A batch: how many lines stand where, and one page of them.</summary>
public sealed record BatchView(long Id, DateOnly AsOf, int Lines, IReadOnlyList<StateCount> States, int Page, int Pages, IReadOnlyList<BatchLine> Shown)
{
    /// <summary>Lines that can be sent now.</summary>
    public int WithUs => States.Where(s => s.State is DecisionState.Draft or DecisionState.Returned).Sum(s => s.Count);
}

public sealed record StateCount(DecisionState State, int Count);

public sealed record BatchLine(long Id, string Ppr, string NameAr, string NameLatin, string Echelle, int OldEchelon, int NewEchelon, int NewIndex, DateOnly EffectiveOn, DecisionState State, string? WaitingRole, string? ReasonCode);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, BatchView>
{
    private const int PageSize = 20;

    public async Task<Outcome<BatchView>> Handle(Query query, CancellationToken ct)
    {
        var batch = await db.DecisionBatches.InReachOf(user).Where(b => b.Id == query.Batch).Select(b => new { b.Id, b.AsOf, b.LineCount }).SingleOrDefaultAsync(ct);
        if (batch is null)
            return Refusal.NotFound;

        var states = await db.Decisions.Where(d => d.BatchId == batch.Id).GroupBy(d => d.State).Select(g => new StateCount(g.Key, g.Count())).ToListAsync(ct);
        var pages = Math.Max(1, (batch.LineCount + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var lines = await (
            from d in db.Decisions
            where d.BatchId == batch.Id
            join e in db.Employees on d.EmployeeId equals e.Id
            // What came back first: it is what the manager opens the page for.
            orderby d.State == DecisionState.Returned ? 0 : 1, d.Id
            select new BatchLine(d.Id, e.Ppr, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, d.Echelle, d.OldEchelon, d.NewEchelon, d.NewIndex, d.EffectiveOn, d.State, d.WaitingRole, d.ReasonCode))
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new BatchView(batch.Id, batch.AsOf, batch.LineCount, [.. states.OrderBy(s => s.State)], page, pages, lines);
    }
}

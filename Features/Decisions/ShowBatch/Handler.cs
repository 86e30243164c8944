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

/// <param name="IsTakenBack">Signed, then withdrawn by a second decision.</param>
public sealed record StateCount(DecisionState State, int Count, bool IsTakenBack);

public sealed record BatchLine(long Id, string Ppr, string NameAr, string NameLatin, string Echelle, int OldEchelon, int NewEchelon, int NewIndex, DateOnly EffectiveOn, DecisionState State, string? WaitingRole, string? ReasonCode, bool IsTakenBack)
{
    /// <inheritdoc cref="OtherChange.Of"/>
    public OtherChange? Other { get; init; }
}

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, BatchView>
{
    private const int PageSize = 20;

    public async Task<Outcome<BatchView>> Handle(Query query, CancellationToken ct)
    {
        var batch = await db.DecisionBatches.InReachOf(user).Where(b => b.Id == query.Batch).Select(b => new { b.Id, b.AsOf, b.LineCount }).SingleOrDefaultAsync(ct);
        if (batch is null)
            return Refusal.NotFound;

        var states = await db.Decisions.Where(d => d.BatchId == batch.Id).GroupBy(d => new { d.State, IsTakenBack = d.State == DecisionState.Withdrawn && d.Number != null })
            .Select(g => new StateCount(g.Key.State, g.Count(), g.Key.IsTakenBack)).ToListAsync(ct);
        var pages = Math.Max(1, (batch.LineCount + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var lines = await (
            from d in db.Decisions
            where d.BatchId == batch.Id
            join e in db.Employees on d.EmployeeId equals e.Id
            join n in db.Places on d.NewPlaceId equals (int?)n.Id into workplaces
            from n in workplaces.DefaultIfEmpty()
                // What came back first: it is what the manager opens the page for.
            orderby d.State == DecisionState.Returned ? 0 : 1, d.Id
            select new BatchLine(d.Id, e.Ppr, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, d.Echelle, d.OldEchelon, d.NewEchelon, d.NewIndex, d.EffectiveOn, d.State, d.WaitingRole, d.ReasonCode, d.State == DecisionState.Withdrawn && d.Number != null)
            { Other = OtherChange.Of(d.OldIndex, d.NewIndex, d.CauseCode, d.Days, d.EndsOn, n == null ? null : n.NameAr, n == null ? null : n.NameFr) })
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new BatchView(batch.Id, batch.AsOf, batch.LineCount, [.. states.OrderBy(s => s.State)], page, pages, lines);
    }
}

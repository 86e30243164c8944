using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ShowProcedure;

public sealed record Query(string Kind) : IQuery<ProcedureView>;

/// <summary>All editions of one procedure, the latest first.</summary>
public sealed record ProcedureView(string Kind, string NameAr, string NameFr, IReadOnlyList<EditionView> Editions);

/// <param name="Decisions">How many follow it; running ones too.</param>
/// <param name="IsInForce">New decisions follow it today.</param>
/// <param name="CanWithdraw">It has not begun and nothing follows it.</param>
public sealed record EditionView(int Id, int Version, int Edition, DateOnly StartsOn, string Confidence, int Decisions, bool IsInForce, bool CanWithdraw, IReadOnlyList<StepDifference> Steps)
{
    /// <summary>It switches the kind off.</summary>
    public bool IsOff { get; init; }

    /// <summary>What a decision has to come with.</summary>
    public IReadOnlyList<PaperAsked> Papers { get; init; } = [];
}

/// <param name="Months">How old a paper of the file may be; null however old, 0 for one that is always asked anew.</param>
public sealed record PaperAsked(string Code, string NameAr, string NameFr, bool MayFollow, int? Months);

/// <remarks>Two statements; a third where papers are asked for.</remarks>
public sealed class Handler(MassarDb db, TimeProvider clock) : IQueryHandler<Query, ProcedureView>
{
    public async Task<Outcome<ProcedureView>> Handle(Query query, CancellationToken ct)
    {
        var (kind, today) = (query.Kind, MoroccanDay.Today(clock));
        var editions = await db.DecisionProcedures.AsNoTracking().Include(p => p.Steps).Include(p => p.Papers).AsSingleQuery().Where(p => p.Kind == kind).OrderByDescending(p => p.Edition).ToListAsync(ct);
        if (editions.Count == 0)
            return Refusal.NotFound;
        var counts = await db.Decisions.Where(d => d.Kind == kind).GroupBy(d => d.ProcedureId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(c => c.Key, c => c.Count, ct);
        var names = editions.TrueForAll(p => p.Papers.Count == 0) ? [] : await db.Nomenclatures.AsNoTracking().Where(n => n.List == ProcedurePaper.List).OrderBy(n => n.Order).Select(n => new { n.Code, n.NameAr, n.NameFr }).ToListAsync(ct);
        var inForce = editions.Find(p => p.StartsOn <= today)?.Id;
        return new ProcedureView(kind, editions[0].NameAr, editions[0].NameFr, editions.ConvertAll(p => new EditionView(
            p.Id, p.Version, p.Edition, p.StartsOn, p.Confidence, counts.GetValueOrDefault(p.Id), p.Id == inForce, p.Edition > 1 && p.StartsOn > today && !counts.ContainsKey(p.Id),
            ProcedureEditions.Between(editions.Find(b => b.Edition == p.Edition - 1), p))
        {
            IsOff = p.IsOff,
            Papers = [.. from n in names join asked in p.Papers on n.Code equals asked.Code select new PaperAsked(n.Code, n.NameAr, n.NameFr, asked.MayFollow, asked.KnownMonths)],
        }));
    }
}

using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListProcedures;

public sealed record Query : IQuery<Procedures>;

public sealed record Procedures(IReadOnlyList<ProcedureLine> Lines);

/// <summary>The edition in force of one kind of decision.</summary>
/// <param name="Roles">Whose turn it is, rank by rank, those of one rank as <see cref="Turns"/> writes them; the signature last.</param>
/// <param name="Days">Usual days of the whole chain.</param>
/// <param name="NextOn">The day a new edition begins; null where none is prepared.</param>
public sealed record ProcedureLine(string Kind, string NameAr, string NameFr, int Edition, DateOnly StartsOn, IReadOnlyList<string> Roles, int Days, DateOnly? NextOn)
{
    /// <summary>Switched off from that day, by the edition in force or by the next.</summary>
    public DateOnly? OffFrom { get; init; }
}

/// <remarks>One statement.</remarks>
public sealed class Handler(MassarDb db, TimeProvider clock) : IQueryHandler<Query, Procedures>
{
    public async Task<Outcome<Procedures>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var all = await db.DecisionProcedures.AsNoTracking().Include(p => p.Steps).AsSingleQuery().ToListAsync(ct);
        return new Procedures([.. all.GroupBy(p => p.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
        {
            var next = g.Where(p => p.StartsOn > today).MinBy(p => p.StartsOn);
            var now = g.Where(p => p.StartsOn <= today).MaxBy(p => p.Edition) ?? next!;
            return new ProcedureLine(g.Key, now.NameAr, now.NameFr, now.Edition, now.StartsOn, [.. now.Steps.Where(s => !s.IsBeside).OrderBy(s => s.Order).Select(s => Turns.Of(now.RankAt(s.Order).Select(g => g.Role)))], now.Days(s => s.UsualDays), next?.StartsOn)
            { OffFrom = now.IsOff ? now.StartsOn : next is { IsOff: true } ? next.StartsOn : null };
        })]);
    }
}

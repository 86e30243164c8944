using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListProcedures;

public sealed record Query : IQuery<Procedures>;

public sealed record Procedures(IReadOnlyList<ProcedureLine> Lines);

/// <summary>The edition in force of one kind of decision.</summary>
/// <param name="Roles">Whose turn it is, in order; the signature last.</param>
/// <param name="Days">Usual days of the whole chain.</param>
/// <param name="NextOn">The day a new edition begins; null where none is prepared.</param>
public sealed record ProcedureLine(string Kind, string NameAr, string NameFr, int Edition, DateOnly StartsOn, IReadOnlyList<string> Roles, int Days, DateOnly? NextOn);

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
            return new ProcedureLine(g.Key, now.NameAr, now.NameFr, now.Edition, now.StartsOn, [.. now.Steps.OrderBy(s => s.Order).Select(s => s.Role)], now.Steps.Sum(s => s.UsualDays), next?.StartsOn);
        })]);
    }
}

using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListMyDecisions;

public sealed record Query(int Page) : IQuery<MyDecisions>;

public sealed record MyDecisions(int Page, int Pages, IReadOnlyList<MyLine> Lines);

/// <param name="OfficeAr">Where it waits; null when it waits nowhere.</param>
/// <param name="Days">Days it has waited there.</param>
/// <param name="UsualDays">Days it usually takes there.</param>
public sealed record MyLine(
    long Id, string KindAr, string KindFr, DecisionState State, int OldEchelon, int NewEchelon, DateOnly EffectiveOn, string? Number, DateTime? SignedAt, bool IsNew,
    string? OfficeAr, string? OfficeFr, int? Days, int? UsualDays);

public sealed class Handler(MassarDb db, CurrentUser user, ProcedureBook book, DecisionReader reader, TimeProvider clock) : IQueryHandler<Query, MyDecisions>
{
    private const int PageSize = 20;

    public async Task<Outcome<MyDecisions>> Handle(Query query, CancellationToken ct)
    {
        var mine = db.Decisions.About(user);
        var total = await mine.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var decisions = await mine.AsNoTracking().OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);

        var now = clock.GetUtcNow().UtcDateTime;
        var lines = new List<MyLine>();
        var usual = new Dictionary<(int Procedure, string Path), IReadOnlyDictionary<int, int>>();
        foreach (var decision in decisions)
        {
            var procedure = await book.Of(db, decision.ProcedureId, ct);
            string? officeAr = null, officeFr = null;
            int? days = null, usualDays = null;
            if (decision.State is DecisionState.InVisa or DecisionState.ToSign && procedure.StepAt(decision.Step) is { } step)
            {
                // Hardly ever more than one at a time: the offices' habits are read once per procedure and place.
                var key = (decision.ProcedureId, decision.PlacePath);
                if (!usual.TryGetValue(key, out var habits))
                    usual[key] = habits = await reader.UsualDays(procedure, DecisionReader.Path(decision.PlacePath), ct);
                (officeAr, officeFr, days, usualDays) = (step.NameAr, step.NameFr, Math.Max(0, (int)(now - decision.WaitingSince).TotalDays), habits[step.Order]);
            }

            lines.Add(new MyLine(decision.Id, procedure.NameAr, procedure.NameFr, decision.State, decision.OldEchelon, decision.NewEchelon, decision.EffectiveOn,
                decision.Number, decision.SignedAt, decision.State is DecisionState.Signed, officeAr, officeFr, days, usualDays));
        }

        return new MyDecisions(page, pages, lines);
    }
}

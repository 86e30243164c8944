using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListMyDecisions;

public sealed record Query(int Page) : IQuery<MyDecisions>;

public sealed record MyDecisions(int Page, int Pages, IReadOnlyList<MyLine> Lines)
{
    /// <summary>Advancements of this year or the next that were postponed, those put back too.</summary>
    public IReadOnlyList<MyPostponement> Postponed { get; init; } = [];
}

/// <param name="LiftedAt">Null while it holds.</param>
public sealed record MyPostponement(int Year, string ReasonCode, string? Remark, DateTime At, DateTime? LiftedAt);

/// <param name="OfficeAr">Where it waits; null when it waits nowhere.</param>
/// <param name="Days">Days it has waited there.</param>
/// <param name="UsualDays">Days it usually takes there.</param>
public sealed record MyLine(
    long Id, string KindAr, string KindFr, DecisionState State, int OldEchelon, int NewEchelon, DateOnly EffectiveOn, string? Number, DateTime? SignedAt, bool IsNew,
    string? OfficeAr, string? OfficeFr, int? Days, int? UsualDays)
{
    /// <summary>Since when it waits there, UTC; null when it waits nowhere.</summary>
    public DateTime? Since { get; init; }

    /// <summary>What it changes, where that is no échelon; the workplace is on its page.</summary>
    public OtherChange? Other { get; init; }

    /// <summary>It has waited longer than the office usually takes.</summary>
    public bool IsLate { get; init; }

    /// <summary>Signed, then taken back by a second decision.</summary>
    public bool IsTakenBack => State is DecisionState.Withdrawn && Number is not null;
}

public sealed class Handler(MassarDb db, CurrentUser user, ProcedureBook book, TimeProvider clock) : IQueryHandler<Query, MyDecisions>
{
    private const int PageSize = 20;

    private const int MostPostponed = 3;

    public async Task<Outcome<MyDecisions>> Handle(Query query, CancellationToken ct)
    {
        var mine = db.Decisions.About(user);
        var total = await mine.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var decisions = await mine.AsNoTracking().OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);

        var now = clock.GetUtcNow().UtcDateTime;
        var lines = new List<MyLine>();
        foreach (var decision in decisions)
        {
            var procedure = await book.Of(db, decision.ProcedureId, ct);
            string? officeAr = null, officeFr = null;
            int? days = null, usualDays = null;
            if (procedure.WhereOf(decision) is { } where)
                (officeAr, officeFr, days, usualDays) = (where.Ar, where.Fr, Waiting.Days(decision.WaitingSince, now), where.UsualDays);

            lines.Add(new MyLine(decision.Id, procedure.NameAr, procedure.NameFr, decision.State, decision.OldEchelon, decision.NewEchelon, decision.EffectiveOn,
                decision.Number, decision.SignedAt, decision.State is DecisionState.Signed, officeAr, officeFr, days, usualDays)
            { Other = OtherChange.Of(decision.OldIndex, decision.NewIndex, decision.CauseCode, decision.Days, decision.EndsOn, null, null), Since = officeAr is null ? null : decision.WaitingSince, IsLate = decision.LateAfter < MoroccanDay.Of(now) });
        }

        var (me, year) = (user.EmployeeId ?? 0, MoroccanDay.Of(now).Year);
        var postponed = page > 1 ? [] : await db.Postponements.Where(p => p.EmployeeId == me && p.Year >= year).OrderByDescending(p => p.Id).Take(MostPostponed)
            .Select(p => new MyPostponement(p.Year, p.ReasonCode, p.Remark, p.At, p.LiftedAt)).ToListAsync(ct);
        return new MyDecisions(page, pages, lines) { Postponed = postponed };
    }
}

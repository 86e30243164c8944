using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.ListInbox;

/// <param name="Kind">Code of a decision type; all when empty.</param>
/// <param name="Late">Only what has waited longer than usual.</param>
/// <param name="Q">Name or payroll number.</param>
public sealed record Query(string? Kind, bool Late, string? Q, int Page) : IQuery<Inbox>;

/// <summary>One page of what waits, with the counts of the filters.</summary>
public sealed record Inbox(string? Kind, bool OnlyLate, string? Q, int Total, int Late, int Page, int Pages, IReadOnlyList<KindCount> Kinds, IReadOnlyList<InboxLine> Lines)
{
    /// <summary>Signed decisions to hand over on paper, for the office that does it.</summary>
    public int ToHandOver { get; init; }
}

public sealed record KindCount(string Kind, string NameAr, string NameFr, int Count, int Late);

/// <param name="Days">Age at this step.</param>
/// <param name="IsSecondGate">The reader already acted at another gate of it: somebody else must.</param>
public sealed record InboxLine(
    long Id, int Version, string Kind, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr,
    string Echelle, int OldEchelon, int NewEchelon, int NewIndex, DateOnly EffectiveOn, DecisionState State, string? ReasonCode,
    DateTime WaitingSince, int Days, bool IsLate, bool IsSecondGate)
{
    /// <summary>What it changes, where that is no échelon.</summary>
    public OtherChange? Other { get; init; }

    /// <summary>Those that count only together with it.</summary>
    public IReadOnlyList<CompanionLine> Together { get; init; } = [];
}

public sealed record CompanionLine(string NameAr, string NameLatin, string Ppr);

public sealed class Handler(MassarDb db, CurrentUser user, ProcedureBook book, TimeProvider clock) : IQueryHandler<Query, Inbox>
{
    /// <summary>As many as may be visaed at once.</summary>
    private const int PageSize = 50;

    public async Task<Outcome<Inbox>> Handle(Query query, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (today, me, role) = (MoroccanDay.Of(now), user.AccountId, user.Role);
        var waiting = db.Decisions.WaitingFor(user, db, await book.Beside(db, role, today, ct));

        // One statement counts every kind; the totals of the page follow from it.
        var counts = await waiting.GroupBy(d => d.Kind).Select(g => new { Kind = g.Key, Count = g.Count(), Late = g.Count(d => d.LateAfter < today) }).ToListAsync(ct);
        var names = await db.DecisionProcedures.GroupBy(p => p.Kind).Select(g => new { Kind = g.Key, NameAr = g.Max(p => p.NameAr), NameFr = g.Max(p => p.NameFr) }).ToListAsync(ct);
        var kinds = counts.OrderBy(c => c.Kind, StringComparer.Ordinal).Select(c =>
        {
            var name = names.Find(n => n.Kind == c.Kind);
            return new KindCount(c.Kind, name?.NameAr ?? c.Kind, name?.NameFr ?? c.Kind, c.Count, c.Late);
        }).ToList();

        if (!string.IsNullOrEmpty(query.Kind))
            waiting = waiting.Where(d => d.Kind == query.Kind);
        if (query.Late)
            waiting = waiting.Where(d => d.LateAfter < today);
        var joined = from d in waiting join e in db.Employees on d.EmployeeId equals e.Id select new { Decision = d, Employee = e };
        var typed = query.Q?.Trim();
        if (!string.IsNullOrEmpty(typed))
        {
            var (arabic, latin) = (ArabicFolding.Fold(typed), ArabicFolding.FoldLatin(typed));
            joined = joined.Where(r => r.Employee.Ppr == typed
                || (arabic != "" && r.Employee.SearchKey.Contains(arabic)) || (latin != "" && r.Employee.SearchKey.Contains(latin)));
        }

        var shownKinds = kinds.Where(k => string.IsNullOrEmpty(query.Kind) || k.Kind == query.Kind).ToList();
        var total = string.IsNullOrEmpty(typed) ? shownKinds.Sum(k => query.Late ? k.Late : k.Count) : await joined.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page, 1, pages);
        var rows = await (
            from r in joined
            let d = r.Decision
            join p in db.Places on d.PlaceId equals p.Id
            join n in db.Places on d.NewPlaceId equals (int?)n.Id into workplaces
            from n in workplaces.DefaultIfEmpty()
            orderby d.WaitingSince, d.Id
            select new
            {
                d.Id,
                d.Version,
                d.Kind,
                r.Employee.Ppr,
                r.Employee.FirstNameAr,
                r.Employee.LastNameAr,
                r.Employee.FirstNameLatin,
                r.Employee.LastNameLatin,
                p.NameAr,
                p.NameFr,
                d.Echelle,
                d.OldEchelon,
                d.OldIndex,
                d.CauseCode,
                KeptDays = d.Days,
                d.EndsOn,
                WorkAr = n == null ? null : n.NameAr,
                WorkFr = n == null ? null : n.NameFr,
                d.NewEchelon,
                d.NewIndex,
                d.EffectiveOn,
                d.State,
                d.ReasonCode,
                d.WaitingSince,
                d.LateAfter,
                Whole = db.DecisionBatches.Where(b => b.Id == d.BatchId && b.IsWhole).Select(b => (long?)b.Id).FirstOrDefault(),
                IsSecondGate = db.DecisionVisas.Any(v => v.DecisionId == d.Id && v.AccountId == me && v.Role != role && (v.Act == DecisionAct.Sent || v.Act == DecisionAct.Granted)),
            }).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);

        var wholes = rows.Select(r => r.Whole).OfType<long>().Distinct().ToList();
        var together = wholes.Count == 0 ? [] : await (
            from d in db.Decisions
            where wholes.Contains(d.BatchId!.Value)
            join e in db.Employees on d.EmployeeId equals e.Id
            orderby d.Id
            select new { d.Id, Batch = d.BatchId, Line = new CompanionLine(e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, e.Ppr) }).AsNoTracking().ToListAsync(ct);

        return new Inbox(query.Kind, query.Late, typed, total, kinds.Sum(k => k.Late), page, pages, kinds,
            [.. rows.Select(r => new InboxLine(r.Id, r.Version, r.Kind, r.Ppr, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.NameAr, r.NameFr,
                r.Echelle, r.OldEchelon, r.NewEchelon, r.NewIndex, r.EffectiveOn, r.State, r.ReasonCode, r.WaitingSince,
                Waiting.Days(r.WaitingSince, now), r.LateAfter < today, r.IsSecondGate)
            { Other = OtherChange.Of(r.OldIndex, r.NewIndex, r.CauseCode, r.KeptDays, r.EndsOn, r.WorkAr, r.WorkFr), Together = r.Whole is null ? [] : [.. together.Where(t => t.Batch == r.Whole && t.Id != r.Id).Select(t => t.Line)] })])
        {
            ToHandOver = user.Has(Permissions.Prepare) ? await db.Decisions.ToHandOver(user).CountAsync(ct) : 0,
        };
    }
}

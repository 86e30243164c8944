using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Escalations.ListWaiting;

/// <param name="State">late, soon or calm; all without it.</param>
public sealed record Query(string? State, int Page, bool IsWhole) : IQuery<Listed>;

/// <param name="Late">All of them at the school, whatever the list shows.</param>
/// <param name="Soon">The same.</param>
public sealed record Listed(Query Query, DateOnly Today, IReadOnlyList<Line> Lines, int Late, int Soon, int Total, int Page)
{
    public const int PageSize = 20;

    public static readonly IReadOnlyList<string> States = ["late", "soon", "calm"];

    public int Pages => (Total + PageSize - 1) / PageSize;
}

/// <param name="Kind">The code of its kind.</param>
/// <param name="Address">Where it is answered.</param>
/// <param name="State">late, soon or calm.</param>
/// <param name="PassedOn">The day it went up to the directorate; null where it did not.</param>
public sealed record Line(string Kind, string Number, string Address, DateOnly Since, DateOnly DueOn, string State, DateOnly? PassedOn);

public sealed class Handler(MassarDb db, CurrentUser user, WaitDesk desk) : IQueryHandler<Query, Listed>
{
    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        var rules = await desk.Rules(ct);
        IReadOnlyList<WaitKind> kinds = [.. desk.Kinds(rules).Where(k => user.Has(k.Permission))];
        if (kinds.Count == 0) return new Listed(query, rules.Today, [], 0, 0, 0, 1);
        var waits = (await desk.AtSchool(kinds).Take(WaitDesk.Most).AsNoTracking().ToListAsync(ct))
            .Select(w => (Wait: w, Kind: kinds[w.Kind], Due: rules.Due(kinds[w.Kind], w.Since, w.From))).Select(w => (w.Wait, w.Kind, w.Due, State: StateOf(w.Due)))
            .OrderBy(w => w.Due).ThenBy(w => w.Wait.Since).ThenBy(w => w.Wait.Kind).ThenBy(w => w.Wait.Id).ToList();
        var (late, soon) = (waits.Count(w => w.State == "late"), waits.Count(w => w.State == "soon"));
        var shown = Listed.States.Contains(query.State ?? "") ? waits.FindAll(w => w.State == query.State) : waits;
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (shown.Count + Listed.PageSize - 1) / Listed.PageSize));
        var some = query.IsWhole ? shown : [.. shown.Skip((page - 1) * Listed.PageSize).Take(Listed.PageSize)];

        List<long> ids = [.. some.Where(w => w.State == "late").Select(w => w.Wait.Id).Distinct()];
        List<int> schools = [.. some.Select(w => w.Wait.SchoolId).Distinct()];
        var passed = ids.Count == 0 ? [] : await db.Escalations.Where(e => schools.Contains(e.SchoolId) && ids.Contains(e.CaseId))
            .Select(e => new { e.Kind, e.CaseId, e.Round, e.SchoolId, e.PassedOn }).ToDictionaryAsync(e => (e.Kind, e.CaseId, e.Round, e.SchoolId), e => e.PassedOn, ct);
        return new Listed(query, rules.Today,
            [.. some.Select(w => new Line(w.Kind.Code, w.Kind.Number(w.Wait.Id, w.Wait.Year), w.Kind.Address(w.Wait.Id), MoroccanDay.Of(w.Wait.Since), w.Due, w.State,
                passed.TryGetValue((w.Kind.Code, w.Wait.Id, w.Wait.Round, w.Wait.SchoolId), out var day) ? day : null))],
            late, soon, shown.Count, page);

        string StateOf(DateOnly due) => due < rules.Today ? "late" : due <= rules.Soon ? "soon" : "calm";
    }
}

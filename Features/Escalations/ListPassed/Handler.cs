using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Escalations.ListPassed;

/// <param name="Kind">The code of one kind; all without it.</param>
/// <param name="Words">A part of a school's name, or its code.</param>
public sealed record Query(string? Kind, string? Words, int Page, bool IsWhole) : IQuery<Listed>;

/// <param name="Counts">Of each kind of the office, with the words of the filter and whatever kind is shown; also those of which there is none.</param>
public sealed record Listed(Query Query, DateOnly Today, IReadOnlyList<KindCount> Counts, IReadOnlyList<Line> Lines, int Total, int Page)
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;
}

public sealed record KindCount(string Kind, int Count);

/// <param name="Address">Where the office opens the case; null where only the school does.</param>
public sealed record Line(string Kind, string Number, string? Address, string GresaCode, string SchoolAr, string SchoolFr, DateOnly Since, DateOnly DueOn, DateOnly PassedOn);

public sealed class Handler(MassarDb db, CurrentUser user, WaitDesk desk) : IQueryHandler<Query, Listed>
{
    private const int Most = 20_000;

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        var rules = await desk.Rules(ct);
        IReadOnlyList<WaitKind> kinds = [.. desk.Kinds(rules).Where(k => user.Has(k.Office == WaitOffice.Staff ? Permissions.Staff : Permissions.Pupils))];
        var rows =
            from w in desk.Passed(kinds)
            join s in db.Schools on w.SchoolId equals s.Id
            join p in db.Places on s.Id equals p.Id
            select new { Wait = w, s.GresaCode, p.NameAr, p.NameFr };
        if (BidiSafe.Clean(query.Words) is { Length: > 0 } words)
            rows = rows.Where(r => r.GresaCode == words || r.NameAr.Contains(words) || r.NameFr.Contains(words));
        var tallies = await rows.GroupBy(r => r.Wait.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var one = -1;
        for (var i = 0; i < kinds.Count; i++)
            if (kinds[i].Code == query.Kind) one = i;
        var total = one < 0 ? tallies.Values.Sum() : tallies.GetValueOrDefault(one);
        if (one >= 0)
            rows = rows.Where(r => r.Wait.Kind == one);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Listed.PageSize - 1) / Listed.PageSize));
        var lines = await rows.OrderBy(r => r.Wait.PassedOn).ThenBy(r => r.Wait.Since).ThenBy(r => r.Wait.Kind).ThenBy(r => r.Wait.Id)
            .Skip((page - 1) * Listed.PageSize).Take(query.IsWhole ? Most : Listed.PageSize).AsNoTracking().ToListAsync(ct);
        return new Listed(query, rules.Today, [.. kinds.Select((k, i) => new KindCount(k.Code, tallies.GetValueOrDefault(i)))],
            [.. lines.Select(r => new Line(kinds[r.Wait.Kind].Code, kinds[r.Wait.Kind].Number(r.Wait.Id, r.Wait.Year), AddressOf(kinds[r.Wait.Kind], r.Wait.Id), r.GresaCode, r.NameAr, r.NameFr,
                MoroccanDay.Of(DateTime.SpecifyKind(r.Wait.Since, DateTimeKind.Utc)), r.Wait.DueOn, r.Wait.PassedOn))],
            total, page);
    }

    private string? AddressOf(WaitKind kind, long id) => kind.OfficePermission is { } permission && user.Has(permission) ? kind.Address(id) : null;
}

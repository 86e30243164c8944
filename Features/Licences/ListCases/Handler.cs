using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.ListCases;

/// <param name="State">"live" (also without it), "all", or a state by name.</param>
public sealed record Query(string? State, string? Words, int Page, bool IsWhole) : IQuery<Listed>;

public sealed record Listed(Query Query, IReadOnlyList<Line> Lines, int Total, int Page)
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;
}

public sealed record Line(long Id, string Reference, LicenceKind Kind, string NameAr, string NameFr, string DirectorateAr, string DirectorateFr, DateOnly DepositedOn, CaseState State);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Listed>
{
    private const int Most = 5_000;

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        var cases = db.LicenceCases.VisibleTo(user);
        cases = query.State switch
        {
            "all" => cases,
            _ when Enum.TryParse<CaseState>(query.State, out var one) && Enum.IsDefined(one) => cases.Where(c => c.State == one),
            _ => cases.Where(c => c.State == CaseState.Study || c.State == CaseState.Commission || c.State == CaseState.Returned),
        };
        if (BidiSafe.Clean(query.Words) is { Length: > 0 } words)
            cases = cases.Where(c => c.NameAr.Contains(words) || c.NameFr.Contains(words) || c.Reference == words);
        var total = query.IsWhole ? 0 : await cases.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Listed.PageSize - 1) / Listed.PageSize));
        var lines = await (
            from c in cases.OrderBy(c => c.DepositedOn).ThenBy(c => c.Id).Skip((page - 1) * Listed.PageSize).Take(query.IsWhole ? Most : Listed.PageSize)
            join directorate in db.Places on c.PlaceId equals directorate.Id
            orderby c.DepositedOn, c.Id
            select new Line(c.Id, c.Reference, c.Kind, c.NameAr, c.NameFr, directorate.NameAr, directorate.NameFr, c.DepositedOn, c.State)).AsNoTracking().ToListAsync(ct);
        return new Listed(query, lines, query.IsWhole ? lines.Count : total, page);
    }
}

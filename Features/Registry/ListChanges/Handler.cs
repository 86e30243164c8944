using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.ListChanges;

/// <param name="State">A state by name; nothing for all of them.</param>
/// <param name="Kind">A kind of change by name.</param>
/// <param name="IsWhole">All lines, for a file.</param>
public sealed record Query(string? State, string? Kind, int Page, bool IsWhole) : IQuery<Listed>;

public sealed record Listed(string State, string Kind, IReadOnlyList<Line> Lines, int Total, int Page)
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <param name="GresaCode">Of the school; of one to be opened, the planned code.</param>
public sealed record Line(
    long Id, ChangeKind Kind, ChangeState State, string? GresaCode, string? NameAr, string? NameFr, string DirectorateAr, string DirectorateFr, string Reference, DateOnly DocumentOn, DateOnly EffectiveOn);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Listed>
{
    private const int Most = 20_000;

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        var changes = db.SchoolChanges.VisibleTo(user);
        var (state, kind) = (Enum.TryParse<ChangeState>(query.State, out var typed) && Enum.IsDefined(typed) ? (ChangeState?)typed : null, Enum.TryParse<ChangeKind>(query.Kind, out var wanted) && Enum.IsDefined(wanted) ? (ChangeKind?)wanted : null);
        if (state is { } one)
            changes = changes.Where(c => c.State == one);
        if (kind is { } only)
            changes = changes.Where(c => c.Kind == only);

        var total = query.IsWhole ? 0 : await changes.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Listed.PageSize - 1) / Listed.PageSize));
        var lines = await (
                from c in changes.OrderByDescending(c => c.ProposedAt).ThenByDescending(c => c.Id).Skip((page - 1) * Listed.PageSize).Take(query.IsWhole ? Most : Listed.PageSize)
                join directorate in db.Places on c.PlaceId equals directorate.Id
                join s in db.Schools on c.SchoolId equals (int?)s.Id into schools
                from s in schools.DefaultIfEmpty()
                join o in db.PlannedSchools.Where(o => o.Order == 1) on c.Id equals o.ChangeId into planned
                from o in planned.DefaultIfEmpty()
                orderby c.ProposedAt descending, c.Id descending
                select new Line(
                    c.Id, c.Kind, c.State, c.SchoolId == null ? o.GresaCode : s.GresaCode, c.SchoolId == null ? o.NameAr : c.WasNameAr, c.SchoolId == null ? o.NameFr : c.WasNameFr,
                    directorate.NameAr, directorate.NameFr, c.Reference, c.DocumentOn, c.EffectiveOn))
            .AsNoTracking().ToListAsync(ct);
        return new Listed($"{state}", $"{kind}", lines, query.IsWhole ? lines.Count : total, page);
    }
}

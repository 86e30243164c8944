using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.ShowTree;

/// <param name="On">The tree as it was at the end of this day.</param>
/// <param name="Within">A place below the hat, as the tree is today.</param>
/// <param name="IsWhole">All lines, for a file.</param>
public sealed record Query(DateOnly On, int? Within, string? Search, int Page, bool IsWhole) : IQuery<Tree>;

public sealed record Tree(IReadOnlyList<Line> Lines, IReadOnlyList<Choice> Places, Query Asked, int Page, int Total)
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <summary>A school that was open, called and placed as it was.</summary>
public sealed record Line(int Id, string GresaCode, string NameAr, string NameFr, string ParentAr, string ParentFr, string Cycles, bool IsPublic, bool IsUrban);

/// <summary>A place to narrow the list to.</summary>
public sealed record Choice(int Id, string NameAr, string NameFr);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Tree>
{
    private const int Most = 20_000;

    public async Task<Outcome<Tree>> Handle(Query query, CancellationToken ct)
    {
        var (day, schools) = (query.On, db.Schools.AsNoTracking().Below(user));
        if (query.Within is { } within)
        {
            if (await db.Places.Where(p => p.Id == within).Select(p => p.Path).SingleOrDefaultAsync(ct) is not { } path)
                return Refusal.NotFound;
            schools = schools.Where(s => s.Place.Path.StartsWith(path));
        }

        // A school that never changed has always been what it is; of the others the line of the day counts.
        var found =
            from s in schools
            join e in db.SchoolEntries.InForceOn(day, db) on s.Id equals e.SchoolId into entries
            from e in entries.DefaultIfEmpty()
            where e != null ? e.IsOpen : (s.ClosedOn == null || s.ClosedOn >= day) && !db.SchoolEntries.Any(x => x.SchoolId == s.Id)
            select new { s.Id, s.GresaCode, s.Place.Path, NameAr = e != null ? e.NameAr : s.Place.NameAr, NameFr = e != null ? e.NameFr : s.Place.NameFr, ParentId = e != null ? e.ParentId : s.Place.ParentId, s.Cycles, s.IsPublic, s.IsUrban };
        if (GresaCode.Read(query.Search) is { } code)
            found = found.Where(f => f.GresaCode == code.Value);
        else if (query.Search is { Length: > 0 } words)
            found = found.Where(f => f.NameAr.Contains(words) || f.NameFr.Contains(words));

        var total = query.IsWhole ? 0 : await found.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Tree.PageSize - 1) / Tree.PageSize));
        var lines = await (
            from f in found
            join parent in db.Places on f.ParentId equals (int?)parent.Id
            orderby f.Path, f.Id
            select new Line(f.Id, f.GresaCode, f.NameAr, f.NameFr, parent.NameAr, parent.NameFr, f.Cycles, f.IsPublic, f.IsUrban)).Skip((page - 1) * Tree.PageSize).Take(query.IsWhole ? Most : Tree.PageSize).ToListAsync(ct);
        var places = query.IsWhole ? [] : await db.Places.AsNoTracking().Where(p => p.ParentId == user.PlaceId && p.Kind < PlaceKind.School).OrderBy(p => p.Id).Select(p => new Choice(p.Id, p.NameAr, p.NameFr)).ToListAsync(ct);
        return new Tree(lines, places, query, page, query.IsWhole ? lines.Count : total);
    }
}

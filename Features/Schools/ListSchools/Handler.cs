using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Schools.ListSchools;

/// <param name="Within">An academy, directorate or commune.</param>
public sealed record Query(string? Search, int? Within, string? Cycle, int Page) : IQuery<Found>;

public sealed record Found(IReadOnlyList<Line> Lines, IReadOnlyList<Choice> Places, Query Asked, int Page, int Pages, int Total);

public sealed record Line(int Id, string GresaCode, string NameAr, string NameFr, string Cycles, bool IsPublic, bool IsUrban, string ParentAr, string ParentFr, PlaceKind Kind, DateOnly? ClosedOn);

/// <summary>A place to narrow the list to.</summary>
public sealed record Choice(int Id, string NameAr, string NameFr, PlaceKind Kind);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Found>
{
    private const int PageSize = 20;

    public async Task<Outcome<Found>> Handle(Query request, CancellationToken ct)
    {
        var schools = db.Schools.AsNoTracking().Below(user);
        if (request.Within is { } within)
        {
            if (await db.Places.Where(p => p.Id == within).Select(p => p.Path).SingleOrDefaultAsync(ct) is not { } path)
                return Refusal.NotFound;
            schools = schools.Where(s => s.Place.Path.StartsWith(path));
        }

        if (request.Cycle is "PRI" or "COL" or "QUA")
            schools = schools.Where(s => s.Cycles.Contains(request.Cycle));
        if (GresaCode.Read(request.Search) is { } code)
            schools = schools.Where(s => s.GresaCode == code.Value);
        else if (request.Search is { Length: > 0 } words)
            schools = schools.Where(s => s.Place.NameAr.Contains(words) || s.Place.NameFr.Contains(words));

        var total = await schools.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page, 1, pages);
        var lines = await schools
            .OrderBy(s => s.Place.Path).ThenBy(s => s.Id)
            .Skip((page - 1) * PageSize).Take(PageSize)
            .Join(db.Places, s => s.Place.ParentId, p => (int?)p.Id, (s, p) =>
                new Line(s.Id, s.GresaCode, s.Place.NameAr, s.Place.NameFr, s.Cycles, s.IsPublic, s.IsUrban, p.NameAr, p.NameFr, s.Place.Kind, s.ClosedOn))
            .ToListAsync(ct);

        // The next level of the tree below the hat: academies for the ministry, directorates for an academy, communes for a directorate.
        var places = await db.Places.AsNoTracking().Where(p => p.ParentId == user.PlaceId && p.Kind < PlaceKind.School).OrderBy(p => p.Id)
            .Select(p => new Choice(p.Id, p.NameAr, p.NameFr, p.Kind)).ToListAsync(ct);
        return new Found(lines, places, request, page, pages, total);
    }
}

using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Schools.ShowSchool;

public sealed record Query(int Id) : IQuery<Details>;

/// <param name="Classes">Classes of the current year.</param>
/// <param name="Staff">People who work there today.</param>
public sealed record Details(
    int Id, string GresaCode, string NameAr, string NameFr, string? NatureAr, string? NatureFr, string Cycles, bool IsPublic, bool IsUrban, string? AddressAr, string? Phone,
    int FirstYearSeats, DateOnly? ClosedOn, IReadOnlyList<Ancestor> Above, IReadOnlyList<Zone> Zones, int Classes, int Staff);

public sealed record Ancestor(PlaceKind Kind, string NameAr, string NameFr);

public sealed record Zone(string NameAr, string NameFr);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Details>
{
    public async Task<Outcome<Details>> Handle(Query request, CancellationToken ct)
    {
        var school = await db.Schools.AsNoTracking().Below(user).Where(s => s.Id == request.Id)
            .Select(s => new
            {
                School = s,
                s.Place,
                Nature = db.Nomenclatures.Where(n => n.List == "institution-natures" && n.Code == s.Nature).Select(n => new { n.NameAr, n.NameFr }).FirstOrDefault(),
                Classes = db.Classes.Count(c => c.SchoolId == s.Id && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)),
                Staff = db.Employees.Count(e => e.PlaceId == s.Id),
            })
            .SingleOrDefaultAsync(ct);
        if (school is null)
            return Refusal.NotFound;

        var ids = Tree.Above(school.Place.Path);
        var above = await db.Places.AsNoTracking().Where(p => ids.Contains(p.Id)).OrderBy(p => p.Kind).Select(p => new Ancestor(p.Kind, p.NameAr, p.NameFr)).ToListAsync(ct);
        var zones = await db.SchoolZones.AsNoTracking().Where(z => z.SchoolId == request.Id).OrderBy(z => z.Id).Select(z => new Zone(z.NameAr, z.NameFr)).ToListAsync(ct);
        return new Details(
            school.School.Id, school.School.GresaCode, school.Place.NameAr, school.Place.NameFr, school.Nature?.NameAr, school.Nature?.NameFr, school.School.Cycles, school.School.IsPublic, school.School.IsUrban,
            school.School.AddressAr, school.School.Phone, school.School.FirstYearSeats, school.School.ClosedOn, above, zones, school.Classes, school.Staff);
    }
}

using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Schools.ShowSchoolCard;

public sealed record Query(string Gresa) : IQuery<PublicSchool>;

public sealed record PublicSchool(
    string GresaCode, string NameAr, string NameFr, string? NatureAr, string? NatureFr, string Cycles, bool IsPublic, IReadOnlyList<Above> Places, IReadOnlyList<Zone> Zones);

public sealed record Above(PlaceKind Kind, string NameAr, string NameFr);

public sealed record Zone(string NameAr, string NameFr);

public sealed class Handler(MassarDb db) : IQueryHandler<Query, PublicSchool>
{
    public async Task<Outcome<PublicSchool>> Handle(Query request, CancellationToken ct)
    {
        if (GresaCode.Read(request.Gresa) is not { } code)
            return Refusal.NotFound;
        var school = await db.Schools.AsNoTracking().Where(s => s.GresaCode == code.Value)
            .Select(s => new
            {
                s.Id,
                s.GresaCode,
                s.Place.NameAr,
                s.Place.NameFr,
                s.Place.Path,
                s.Cycles,
                s.IsPublic,
                Nature = db.Nomenclatures.Where(n => n.List == "institution-natures" && n.Code == s.Nature).Select(n => new { n.NameAr, n.NameFr }).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(ct);
        if (school is null)
            return Refusal.NotFound;

        var ids = Tree.Above(school.Path);
        var above = await db.Places.AsNoTracking().Where(p => ids.Contains(p.Id) && p.Kind != PlaceKind.Ministry).OrderByDescending(p => p.Kind)
            .Select(p => new Above(p.Kind, p.NameAr, p.NameFr)).ToListAsync(ct);
        var zones = await db.SchoolZones.AsNoTracking().Where(z => z.SchoolId == school.Id).OrderBy(z => z.Id).Select(z => new Zone(z.NameAr, z.NameFr)).ToListAsync(ct);
        return new PublicSchool(school.GresaCode, school.NameAr, school.NameFr, school.Nature?.NameAr, school.Nature?.NameFr, school.Cycles, school.IsPublic, above, zones);
    }
}

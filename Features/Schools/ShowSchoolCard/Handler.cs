using Massar.Features.Licences.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Schools.ShowSchoolCard;

public sealed record Query(string Gresa) : IQuery<PublicSchool>;

/// <param name="ClosedOn">The last day it was open; null while it is.</param>
/// <param name="Former">The names it had before, the newest first.</param>
/// <param name="Successors">Where its pupils went.</param>
/// <param name="Calendar">What comes next in the school year, the same for all schools.</param>
public sealed record PublicSchool(
    string GresaCode, string NameAr, string NameFr, string? NatureAr, string? NatureFr, string Cycles, bool IsPublic, string? AddressAr, string? Phone, DateOnly? ClosedOn,
    IReadOnlyList<Above> Places, IReadOnlyList<Zone> Zones, IReadOnlyList<Former> Former, IReadOnlyList<Successor> Successors, IReadOnlyList<Coming> Calendar)
{
    /// <summary>Of a private school that is open.</summary>
    public PublicLicence? Licence { get; init; }
}

/// <summary>Of a private school: until when it may be open, and for which cycles. Null for a public one.</summary>
/// <param name="State">valid, expired, suspended, none.</param>
public sealed record PublicLicence(string State, string? Cycles, DateOnly? ExpiresOn);

public sealed record Above(PlaceKind Kind, string NameAr, string NameFr);

public sealed record Zone(string NameAr, string NameFr);

/// <param name="Until">The last day of the name.</param>
public sealed record Former(string NameAr, string NameFr, DateOnly Until);

public sealed record Successor(string GresaCode, string NameAr, string NameFr);

public sealed record Coming(string NameAr, string NameFr, DateOnly StartsOn, DateOnly EndsOn);

public sealed class Handler(MassarDb db, TimeProvider clock) : IQueryHandler<Query, PublicSchool>
{
    // What a family looks ahead to.
    private const int MostComing = 5;

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
                s.AddressAr,
                s.Phone,
                s.ClosedOn,
                Life = db.SchoolEntries.Where(e => e.SchoolId == s.Id).OrderBy(e => e.StartsOn).ThenBy(e => e.Id).Select(e => new { e.StartsOn, e.NameAr, e.NameFr }).ToList(),
                Licence = db.SchoolLicences.Where(l => l.LiveKey == s.Id).Select(l => new { l.Cycles, l.ExpiresOn, IsSuspended = l.State == LicenceState.Suspended }).FirstOrDefault(),
                Nature = db.Nomenclatures.Where(n => n.List == "institution-natures" && n.Code == s.Nature).Select(n => new { n.NameAr, n.NameFr }).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(ct);
        if (school is null)
            return Refusal.NotFound;

        var (id, today, ids) = (school.Id, MoroccanDay.Today(clock), Tree.Above(school.Path));
        // The places above and, of a closed school, those who follow, in one look.
        var around = await db.Places.AsNoTracking().Where(p => (ids.Contains(p.Id) && p.Kind != PlaceKind.Ministry) || db.SchoolSuccessions.Any(s => s.FromId == id && s.ToId == p.Id)).OrderByDescending(p => p.Kind).ThenBy(p => p.Id)
            .Select(p => new { p.Id, p.Kind, Code = db.Schools.Where(s => s.Id == p.Id).Select(s => s.GresaCode).FirstOrDefault(), p.NameAr, p.NameFr }).ToListAsync(ct);
        var zones = school.ClosedOn is not null ? [] : await db.SchoolZones.AsNoTracking().Where(z => z.SchoolId == id).OrderBy(z => z.Id).Select(z => new Zone(z.NameAr, z.NameFr)).ToListAsync(ct);
        var coming = school.ClosedOn is not null ? [] : await db.CalendarEntries.AsNoTracking().Where(c => (c.Kind == "event" || c.Kind == "holiday") && c.EndsOn >= today).OrderBy(c => c.StartsOn).ThenBy(c => c.Id).Take(MostComing)
            .Select(c => new Coming(c.NameAr, c.NameFr, c.StartsOn, c.EndsOn)).ToListAsync(ct);
        var former = school.Life.Zip(school.Life.Skip(1)).Where(n => n.First.StartsOn <= today && n.Second.StartsOn <= today && n.First.NameAr != n.Second.NameAr)
            .Select(n => new Former(n.First.NameAr, n.First.NameFr, n.Second.StartsOn.AddDays(-1))).Reverse().ToList();
        return new PublicSchool(
            school.GresaCode, school.NameAr, school.NameFr, school.Nature?.NameAr, school.Nature?.NameFr, school.Cycles, school.IsPublic, school.AddressAr, school.Phone, school.ClosedOn,
            [.. around.Where(p => ids.Contains(p.Id)).Select(p => new Above(p.Kind, p.NameAr, p.NameFr))], zones, former, [.. around.Where(p => !ids.Contains(p.Id)).Select(p => new Successor(p.Code!, p.NameAr, p.NameFr))], coming)
        {
            Licence = school.IsPublic || school.ClosedOn is not null ? null : school.Licence is { } licence ? new PublicLicence(licence.IsSuspended ? "suspended" : licence.ExpiresOn < today ? "expired" : "valid", licence.Cycles, licence.ExpiresOn) : new PublicLicence("none", null, null),
        };
    }
}

using System.Globalization;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>From where the child lives to the school: commune, then quarter or hamlet, then the school of its zone.</summary>
public sealed class Residence(MassarDb db)
{
    /// <summary>The choice "not in the list": the directorate gives a school.</summary>
    public const string Unknown = "0";

    /// <summary>
    /// Reads the chosen places, drops those that do not belong together any more, and notes on the request who may see it.
    /// A zone proposes its school.
    /// </summary>
    public async Task Apply(Registration registration, Answers answers, CancellationToken ct)
    {
        var commune = answers.Number("Commune") is { } communeId
            ? await db.Places.AsNoTracking().Where(p => p.Id == communeId && p.Kind == PlaceKind.Commune).Select(p => new { p.Id, p.Path, p.ParentId }).SingleOrDefaultAsync(ct)
            : null;
        if (commune is null || commune.ParentId != answers.Number("Directorate"))
        {
            answers["Commune"] = answers["Zone"] = answers["School"] = "";
            registration.Choose(null, null, "");
            return;
        }

        int? zoneSchool = null;
        if (answers.Number("Zone") is > 0 and var zoneId)
        {
            zoneSchool = await db.SchoolZones.Where(z => z.Id == zoneId && z.CommuneId == commune.Id).Select(z => (int?)z.SchoolId).SingleOrDefaultAsync(ct);
            if (zoneSchool is null)
                answers["Zone"] = "";
        }

        if (!answers.Has("School") && zoneSchool is { } proposed)
            answers["School"] = proposed.ToString(CultureInfo.InvariantCulture);
        if (!answers.Has("School") && answers["Zone"] == Unknown)
            answers["School"] = Unknown;
        string? path = null;
        var school = answers.Number("School");
        if (school > 0)
        {
            path = await Schools(commune.Path).Where(s => s.Id == school).Select(s => s.Place.Path).SingleOrDefaultAsync(ct);
            if (path is null)
                answers["School"] = "";
        }

        registration.Choose(path is null ? null : school, zoneSchool, path ?? commune.Path);
    }

    /// <summary>Public primary schools of a commune, by its path; private ones register by themselves.</summary>
    public IQueryable<School> Schools(string communePath) =>
        db.Schools.AsNoTracking().Open().Where(s => s.Place.Path.StartsWith(communePath) && s.Place.Kind == PlaceKind.School && s.IsPublic && s.Cycles.Contains("PRI"));

    /// <summary>A school outside the zone is allowed with a reason (the head decides); null when nothing is missing.</summary>
    public static Said? MissingReason(Registration registration, Answers answers) =>
        registration.SchoolId is { } school && registration.ZoneSchoolId is { } zone && school != zone && !answers.Has("ZoneReason")
            ? new Said("registrations.missing.zone-reason")
            : null;
}

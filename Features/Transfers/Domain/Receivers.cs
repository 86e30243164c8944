using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.Domain;

/// <summary>A school a pupil could move to.</summary>
public sealed record Receiver(int Id, string GresaCode, string NameAr, string NameFr, string CommuneAr, string CommuneFr, bool IsPublic);

public sealed record DirectorateChoice(int Id, string NameAr, string NameFr);

/// <summary>What was looked for, and the schools that teach the pupil's level and stream there.</summary>
/// <param name="More">There are more than are shown: type more of the name.</param>
public sealed record ReceiverSearch(int? Directorate, string? Words, IReadOnlyList<DirectorateChoice> Directorates, IReadOnlyList<Receiver> Found, bool More);

public static class Receivers
{
    private const int Most = 12;

    /// <summary>Open schools of a directorate with a class of this level this year, by name or GRESA code. Three statements.</summary>
    /// <param name="directorate">Null: that of the school the pupil is at.</param>
    public static async Task<ReceiverSearch> ReceiversFor(this MassarDb db, Seat seat, int? directorate, string? words, CancellationToken ct)
    {
        int[] above = [.. seat.SchoolPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        var directorates = await db.Places.AsNoTracking().Where(p => p.Kind == PlaceKind.Directorate).OrderBy(p => p.Code).Select(p => new { p.Id, p.Path, p.NameAr, p.NameFr }).ToListAsync(ct);
        var chosen = directorates.Find(d => d.Id == directorate) ?? directorates.Find(d => above.Contains(d.Id));
        IReadOnlyList<DirectorateChoice> choices = [.. directorates.Select(d => new DirectorateChoice(d.Id, d.NameAr, d.NameFr))];
        if (chosen is null)
            return new(null, words, choices, [], false);

        var (path, own, year, level, stream) = (chosen.Path, seat.SchoolId, seat.SchoolYearId, seat.LevelCode, seat.StreamCode);
        var schools =
            from place in db.Places
            where place.Path.StartsWith(path) && place.Id != own
            join school in db.Schools on place.Id equals school.Id
            where school.ClosedOn == null && db.Classes.Any(c => c.SchoolId == school.Id && c.SchoolYearId == year && c.LevelCode == level && c.StreamCode == stream)
            join commune in db.Places on place.ParentId equals (int?)commune.Id
            select new { School = school, Place = place, Commune = commune };
        var typed = BidiSafe.Clean(words);
        if (GresaCode.Read(typed) is { } code)
            schools = schools.Where(s => s.School.GresaCode == code.Value);
        else if (typed.Length > 0)
            schools = schools.Where(s => s.Place.NameAr.Contains(typed) || s.Place.NameFr.Contains(typed));
        var found = await schools.OrderBy(s => s.Commune.NameFr).ThenBy(s => s.Place.NameFr).ThenBy(s => s.Place.Id)
            .Select(s => new Receiver(s.School.Id, s.School.GresaCode, s.Place.NameAr, s.Place.NameFr, s.Commune.NameAr, s.Commune.NameFr, s.School.IsPublic)).AsNoTracking().Take(Most + 1).ToListAsync(ct);
        return new(chosen.Id, words, choices, [.. found.Take(Most)], found.Count > Most);
    }
}

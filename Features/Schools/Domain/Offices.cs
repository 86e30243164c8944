using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Schools.Domain;

/// <summary>The offices above a school, as letterheads name them; null where there is none.</summary>
public sealed record Offices(Place? Academy, Place? Directorate, Place? Commune);

public static class OfficesAbove
{
    /// <summary>The offices on the way from the ministry to a place.</summary>
    public static async Task<Offices> OfficesOf(this MassarDb db, string path, CancellationToken ct)
    {
        int[] above = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        var places = await db.Places.AsNoTracking().Where(p => above.Contains(p.Id)).ToListAsync(ct);
        return new Offices(Of(PlaceKind.Academy), Of(PlaceKind.Directorate), Of(PlaceKind.Commune));

        Place? Of(PlaceKind kind) => places.Find(p => p.Kind == kind);
    }
}

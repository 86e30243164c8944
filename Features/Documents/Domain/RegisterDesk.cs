using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Documents.Domain;

/// <summary>Gives the next number of a register.</summary>
public sealed class RegisterDesk(MassarDb db)
{
    /// <summary>
    /// The next number of an office's register for a year. The register's row stays locked until the caller's transaction ends:
    /// taken back with it when something fails, so numbers have no gaps.
    /// </summary>
    public async Task<int> Take(int placeId, string kind, int year, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO DocumentRegisters (PlaceId, Kind, Year, Last) VALUES ({placeId}, {kind}, {year}, 1) ON DUPLICATE KEY UPDATE Last = Last + 1", ct);
        return await db.DocumentRegisters.Where(r => r.PlaceId == placeId && r.Kind == kind && r.Year == year).Select(r => r.Last).SingleAsync(ct);
    }
}

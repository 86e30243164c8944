using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Documents.Domain;

/// <summary>Gives the numbers of an office's registers: 1, 2, 3 … in each calendar year, without gaps and never twice.</summary>
/// <remarks>The number belongs to the caller's transaction: taken back with it, and nobody else gets one of the same register
/// before it ends. Take it as late as possible, after everything that can be refused.</remarks>
public sealed class RegisterDesk(MassarDb db, TimeProvider clock)
{
    /// <summary>Papers are numbered by the civil year of Morocco.</summary>
    public int Year => MoroccanDay.Today(clock).Year;

    /// <summary>The next number of a register; the register is opened with its first.</summary>
    /// <exception cref="InvalidOperationException">There is no transaction, so a number could be lost.</exception>
    public async Task<int> Take(int placeId, string kind, int year, CancellationToken ct) => (await TakeSeveral(placeId, kind, year, 1, ct)).Start.Value;

    /// <summary>Several numbers in a row, for papers made together: from the first to the one after the last.</summary>
    /// <inheritdoc cref="Take" path="/exception"/>
    public async Task<Range> TakeSeveral(int placeId, string kind, int year, int count, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("A number is taken inside the transaction that uses it.");

        // One statement opens the register or raises it, and locks its row for writing at once. Looking first would take a gap lock,
        // and INSERT IGNORE a shared lock, on which two first comers wait for each other.
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO DocumentRegisters (PlaceId, Kind, `Year`, `Last`) VALUES ({placeId}, {kind}, {year}, {count}) ON DUPLICATE KEY UPDATE `Last` = `Last` + {count}", ct);
        var last = await db.DocumentRegisters.AsNoTracking().Where(r => r.PlaceId == placeId && r.Kind == kind && r.Year == year)
            .ForUpdate().Select(r => r.Last).SingleAsync(ct);
        return (last - count + 1)..(last + 1);
    }

    /// <summary>Returns the numbers this transaction took last, none of them used: the register is still locked, so nobody has one after them.</summary>
    public Task GiveBack(int placeId, string kind, int year, int count, CancellationToken ct) => db.Database.CurrentTransaction is null
        ? throw new InvalidOperationException("A number is given back inside the transaction that took it.")
        : db.Database.ExecuteSqlAsync($"UPDATE DocumentRegisters SET `Last` = `Last` - {count} WHERE PlaceId = {placeId} AND Kind = {kind} AND `Year` = {year}", ct);
}

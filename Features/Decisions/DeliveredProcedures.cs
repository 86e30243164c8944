using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions;

/// <summary>Writes the procedures delivered with the program into a database that has none; what the ministry has written stays.</summary>
public sealed class DeliveredProcedures : IAfterMigrate
{
    public async Task Run(MassarDb db, CancellationToken ct)
    {
        if (await db.DecisionProcedures.AnyAsync(ct))
            return;
        var procedure = DecisionProcedure.NewEchelonAdvancement(1, new DateOnly(2020, 1, 1));
        var bulk = new BulkWriter(db);
        await bulk.Insert([procedure], ct);
        await bulk.Insert(procedure.Steps, ct);
    }
}

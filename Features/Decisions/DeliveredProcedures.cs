using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions;

/// <summary>Writes the procedures delivered with the program into a database that lacks them; what the ministry has written stays.</summary>
public sealed class DeliveredProcedures : IAfterMigrate
{
    private static readonly (string Kind, Func<int, DateOnly, DecisionProcedure> Make)[] Delivered =
    [
        (DecisionProcedure.EchelonAdvancement, DecisionProcedure.NewEchelonAdvancement),
        (DecisionProcedure.Withdrawal, DecisionProcedure.NewWithdrawal),
        .. DecisionKinds.All.Concat(DecisionKinds.Derived).Select(k => (k.Code, (Func<int, DateOnly, DecisionProcedure>)((id, on) => DecisionProcedure.Of(k, id, on)))),
    ];

    public async Task Run(MassarDb db, CancellationToken ct)
    {
        var there = await db.DecisionProcedures.Select(p => new { p.Id, p.Kind }).ToListAsync(ct);
        var last = there.Select(p => p.Id).DefaultIfEmpty().Max();
        var bulk = new BulkWriter(db);
        foreach (var (kind, make) in Delivered)
        {
            if (there.Exists(p => p.Kind == kind))
                continue;
            var procedure = make(++last, new DateOnly(2020, 1, 1));
            await bulk.Insert([procedure], ct);
            await bulk.Insert(procedure.Steps, ct);
        }
    }
}

using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.MySql;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>
/// Seals with the key what was sealed without one. Only sheets whose old seal still agrees, each school's in units of work of their own,
/// so that the audit says which and when; the others stay as they are, and <c>reconcile</c> names them.
/// </summary>
public sealed class Resealing(MassarDb db, Sealer sealer, UnitOfWork unit)
{
    private const int Batch = 500;

    /// <summary>Answers how many sheets were sealed.</summary>
    /// <param name="among">Sheets to look at.</param>
    /// <param name="withUnsealed">Also those that nobody sealed when they were validated, as they stand.</param>
    public async Task<int> Run(IQueryable<Assessment> among, bool withUnsealed, CancellationToken ct)
    {
        var (done, last) = (0, 0);
        while (true)
        {
            // Keyed seals begin with their format; a plain one is hexadecimal.
            var ids = await among.AsNoTracking()
                .Where(a => a.Id > last && a.State >= AssessmentState.Validated && ((withUnsealed && a.SealedHash == null) || (a.SealedHash != null && !a.SealedHash.StartsWith("k1."))))
                .OrderBy(a => a.Id).Take(Batch).Select(a => new { a.Id, a.SchoolId }).ToListAsync(ct);
            if (ids.Count == 0) return done;
            last = ids[^1].Id;
            foreach (var school in ids.GroupBy(i => i.SchoolId))
            {
                var these = school.Select(i => i.Id).ToList();
                var now = 0;
                await unit.Run("Marks.Reseal", async token =>
                {
                    var sheets = (await db.Assessments.Include(a => a.Marks).Where(a => these.Contains(a.Id)).ToListAsync(token))
                        .Where(a => a.AgreesWithPlainSeal || (withUnsealed && a.SealedHash is null)).ToList();
                    sheets.ForEach(a => a.Close(sealer));
                    now = sheets.Count;
                    await db.SaveChangesAsync(token);
                }, ct);
                done += now;
            }
        }
    }
}

/// <summary>
/// Once in the life of the keys, when the schema is brought up to date: sheets validated before there were keyed seals get one. Done
/// again it would seal whatever somebody wrote into the database meanwhile, so that it was done is said outside the database.
/// </summary>
public sealed class SealOlderSheets(Sealer sealer, KeyFiles keys, IDbErrorClassifier errors, TimeProvider clock) : IAfterMigrate
{
    private const string Mark = "marks-sealed";

    public async Task Run(MassarDb db, CancellationToken ct)
    {
        if (keys.WasDone(Mark)) return;
        await new Resealing(db, sealer, new UnitOfWork(db, sealer, clock, errors)).Run(db.Assessments, withUnsealed: true, ct);
        keys.SetDone(Mark, clock.GetUtcNow());
    }
}

using Massar.Features.Files.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.Domain;

/// <summary>Takes the bank's paper away some time after the last word; that there was one, its size and its hash stay.</summary>
public sealed class SweepPapers : ISweep
{
    // Each may weigh two megabytes.
    private const int AtOnce = 50;

    public async Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        var before = now.AddDays(-(await DomiciliationFigures.Current(db, ct)).PaperDays);
        var over = await (
            from d in db.Domiciliations
            where (d.State == DomiciliationState.Granted || d.State == DomiciliationState.Refused || d.State == DomiciliationState.Withdrawn || d.State == DomiciliationState.Rejected) && d.StateSince < before
            join c in db.StoredFileContents on d.FileId equals c.Id
            orderby c.Id
            select c.Id).Take(Math.Min(most, AtOnce)).ToListAsync(ct);
        return over.Count == 0 ? 0 : await db.StoredFileContents.Where(c => over.Contains(c.Id)).ExecuteDeleteAsync(ct);
    }
}

/// <summary>Once in the life of the keys, when the schema is brought up to date: papers handed in before they were sealed get sealed.</summary>
public sealed class SealOlderPapers(RibBox box, KeyFiles keys, TimeProvider clock) : IAfterMigrate
{
    private const string Mark = "domiciliation-papers-sealed";

    public async Task Run(MassarDb db, CancellationToken ct)
    {
        if (keys.WasDone(Mark)) return;
        foreach (var one in await db.Domiciliations.AsNoTracking().OrderBy(d => d.Id).Select(d => new { d.Key, d.FileId }).ToListAsync(ct))
        {
            var bytes = await db.StoredFileContents.Where(c => c.Id == one.FileId).Select(c => c.Bytes).SingleOrDefaultAsync(ct);
            if (bytes is null || SecretBox.IsSealed(bytes)) continue;
            var kept = box.SealPaper(one.Key, bytes);
            await db.StoredFileContents.Where(c => c.Id == one.FileId).ExecuteUpdateAsync(s => s.SetProperty(c => c.Bytes, kept), ct);
        }

        keys.SetDone(Mark, clock.GetUtcNow());
    }
}

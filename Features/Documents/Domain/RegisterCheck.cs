using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.MySql;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Documents.Domain;

/// <summary>What is wrong with an entry of a register.</summary>
public enum RegisterProblem
{
    /// <summary>The entry has no seal: from before there were keys, or written by somebody else.</summary>
    Unsealed,

    /// <summary>The key it was sealed with is not among this program's.</summary>
    KeyMissing,

    /// <summary>Something of the entry is not what the program wrote.</summary>
    Changed,

    /// <summary>The file kept for it is not the one that was issued.</summary>
    OtherFile,

    /// <summary>The file is not kept any more.</summary>
    NoFile,

    /// <summary>The number was given, and no entry has it.</summary>
    NoEntry,
}

/// <summary>One problem. The entry is 0 where it is gone.</summary>
public sealed record RegisterFinding(RegisterProblem Problem, int PlaceId, string Kind, int Year, int Number, long Entry);

/// <summary>Looks at all registers: every entry's seal, every kept file's hash, every number. <c>documents check</c> prints what it finds.</summary>
public sealed class RegisterCheck(MassarDb db, Sealer sealer, PdfVerifier verifier, UnitOfWork unit)
{
    private const int Batch = 100;

    /// <summary>Everything that is wrong, of one office or of all.</summary>
    public async Task<(long Entries, IReadOnlyList<RegisterFinding> Found)> Run(int? place, CancellationToken ct)
    {
        var found = new List<RegisterFinding>();
        var (entries, last) = (0L, 0L);
        while (true)
        {
            var batch = await Kept(db.IssuedDocuments.AsNoTracking().Where(d => d.Id > last && (place == null || d.PlaceId == place)).OrderBy(d => d.Id).Take(Batch)).ToListAsync(ct);
            if (batch.Count == 0) break;
            last = batch[^1].Entry.Id;
            entries += batch.Count;
            foreach (var (entry, bytes) in batch)
                if (Problem(entry, bytes) is { } problem)
                    found.Add(new RegisterFinding(problem, entry.PlaceId, entry.Kind, entry.Year, entry.Number, entry.Id));
        }

        var given = await db.DocumentRegisters.AsNoTracking().Where(r => place == null || r.PlaceId == place)
            .Select(r => new { r.PlaceId, r.Kind, r.Year, r.Last, Entries = db.IssuedDocuments.Count(d => d.PlaceId == r.PlaceId && d.Kind == r.Kind && d.Year == r.Year && d.Number <= r.Last) })
            .Where(r => r.Last != r.Entries).ToListAsync(ct);
        foreach (var register in given)
        {
            var there = (await db.IssuedDocuments.Where(d => d.PlaceId == register.PlaceId && d.Kind == register.Kind && d.Year == register.Year).Select(d => d.Number).ToListAsync(ct)).ToHashSet();
            found.AddRange(Enumerable.Range(1, register.Last).Where(n => !there.Contains(n)).Select(n => new RegisterFinding(RegisterProblem.NoEntry, register.PlaceId, register.Kind, register.Year, n, 0)));
        }

        return (entries, found);
    }

    /// <summary>Seals entries that have no seal, where the kept file is the issued one by its hash, by its own electronic seal and by the code
    /// printed on it; each office's in units of work of their own. Answers how many.</summary>
    public async Task<int> SealOlder(CancellationToken ct)
    {
        var (done, last) = (0, 0L);
        while (true)
        {
            var batch = await Kept(db.IssuedDocuments.AsNoTracking().Where(d => d.Id > last && d.Seal == null).OrderBy(d => d.Id).Take(Batch)).ToListAsync(ct);
            if (batch.Count == 0) return done;
            last = batch[^1].Entry.Id;
            foreach (var office in batch.Where(e => IsIssued(e.Entry, e.Bytes)).GroupBy(e => e.Entry.PlaceId))
            {
                var these = office.Select(e => e.Entry.Id).ToList();
                await unit.Run("Documents.Seal", async token =>
                {
                    foreach (var entry in await db.IssuedDocuments.Where(d => these.Contains(d.Id) && d.Seal == null).ToListAsync(token)) entry.SealedBy(sealer);
                    await db.SaveChangesAsync(token);
                }, ct);
                done += these.Count;
            }
        }
    }

    private RegisterProblem? Problem(IssuedDocument entry, byte[]? bytes) =>
        entry.Seal is null ? RegisterProblem.Unsealed
        : !sealer.HasKeyOf(entry.Seal) ? RegisterProblem.KeyMissing
        : !entry.Agrees(sealer, null) ? RegisterProblem.Changed
        : bytes is null ? RegisterProblem.NoFile
        : !entry.AgreesWith(bytes) ? RegisterProblem.OtherFile
        : null;

    private bool IsIssued(IssuedDocument entry, byte[]? bytes) =>
        bytes is not null && entry.AgreesWith(bytes) && (DocumentCode.In(bytes) ?? entry.Code) == entry.Code
        && verifier.Verify(bytes, null, new DateTimeOffset(DateTime.SpecifyKind(entry.IssuedAt, DateTimeKind.Utc))).Reason is Reason.Valid or Reason.CertificateExpired;

    private IQueryable<KeptEntry> Kept(IQueryable<IssuedDocument> entries) =>
        from entry in entries
        join content in db.DocumentContents on entry.Id equals content.DocumentId into contents
        from content in contents.DefaultIfEmpty()
        orderby entry.Id
        select new KeptEntry(entry, content.Bytes);

    private sealed record KeptEntry(IssuedDocument Entry, byte[]? Bytes);
}

/// <summary>
/// Once in the life of the keys, when the schema is brought up to date: papers issued before entries were sealed get a seal. Done again
/// it would vouch for entries somebody wrote into the database meanwhile, so that it was done is said outside the database.
/// </summary>
public sealed class SealOlderPapers(Sealer sealer, KeyFiles keys, PdfVerifier verifier, IDbErrorClassifier errors, TimeProvider clock) : IAfterMigrate
{
    private const string Mark = "documents-sealed";

    public async Task Run(MassarDb db, CancellationToken ct)
    {
        if (keys.WasDone(Mark)) return;
        await new RegisterCheck(db, sealer, verifier, new UnitOfWork(db, sealer, clock, errors)).SealOlder(ct);
        keys.SetDone(Mark, clock.GetUtcNow());
    }
}

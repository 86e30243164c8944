using System.Security.Cryptography;
using System.Text;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Licences.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Documents.VerifyDocument;

/// <param name="Code">As typed; null opens the empty form.</param>
/// <param name="Network">From where, to slow guessing down.</param>
public sealed record Query(string? Code, string Network) : IQuery<Verification>;

/// <param name="File">What was sent; empty when nothing was.</param>
/// <param name="Code">The paper it is compared with, when it was sent from that paper's page.</param>
public sealed record FileQuery(byte[] File, string Network, string? Code) : IQuery<Verification>;

/// <summary>What the check says.</summary>
public enum Finding
{
    /// <summary>Nothing was asked yet.</summary>
    None,

    /// <summary>The register has this paper; its state is beside.</summary>
    Found,

    /// <summary>No paper has this code, whether it could be one or not.</summary>
    Unknown,

    /// <summary>The file is the issued one, byte for byte.</summary>
    Exact,

    /// <summary>The file is the issued one, byte for byte, but the certificate that sealed it did not count at the time of issue.</summary>
    SealOutOfTime,

    /// <summary>The file carries a code of ours, and the register has another file for it.</summary>
    Altered,

    /// <summary>The file was never issued here.</summary>
    NotIssued,

    /// <summary>The register has an entry that the program did not write like this: nothing of it is shown.</summary>
    Disagrees,
}

/// <param name="Typed">The code as it was typed, to be corrected.</param>
public sealed record Verification(Finding Finding, string? Typed, VerifiedPaper? Paper);

/// <summary>All that is told about a paper: what stands on it, and whether it still counts.</summary>
/// <param name="Code">As printed.</param>
/// <param name="Title">Text key of its name.</param>
/// <param name="EndedOn">Since when the pupil is no longer at the school that gave the paper; null while it describes today, or for other papers.</param>
/// <param name="IsHeld">Its hour has not come for the family: that it was issued is told, and nothing of what stands on it.</param>
/// <param name="IsDiscreet">Names and codes are shortened; in full they stand on the paper alone.</param>
public sealed record VerifiedPaper(
    string Code, string Title, string Number, DateTime IssuedAt, string OfficeAr, string OfficeFr, DocumentState State, DateTime? RevokedAt, string? RevokedReason,
    string? SupersededBy, DateOnly? EndedOn, bool IsHeld, bool IsDiscreet, IReadOnlyList<DocumentFact> Fields)
{
    /// <summary>When the paper that took its place was issued, UTC.</summary>
    public DateTime? SupersededAt { get; init; }

    /// <summary>Of a licence that does not count today: suspended, expired, ended with its school.</summary>
    public string? Halted { get; init; }
}

public sealed partial class Handler(MassarDb db, PdfVerifier verifier, Sealer sealer, VerificationLimits limits, TimeProvider clock, ILogger<Handler> log) : IQueryHandler<Query, Verification>, IQueryHandler<FileQuery, Verification>
{
    private const int LargestFile = 2 * 1024 * 1024;

    public async Task<Outcome<Verification>> Handle(Query query, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(query.Code)) return new Verification(Finding.None, null, null);

        // A paper that is ours is answered however many others the network has tried: an office shares its address with strangers.
        var code = DocumentCode.Read(query.Code);
        if (code is not null && await Find(db.IssuedDocuments.Where(d => d.Code == code), ct) is { } found)
            return Agrees(found) ? new Verification(Finding.Found, null, found.Shown()) : new Verification(Finding.Disagrees, null, null);

        if (limits.Spent(query.Network) is { } wait) return Refusal.TooMany(wait, "documents.verify.wait");
        limits.Spend(query.Network);
        return new Verification(Finding.Unknown, query.Code.Length <= 60 ? query.Code : query.Code[..60], null);
    }

    public async Task<Outcome<Verification>> Handle(FileQuery query, CancellationToken ct)
    {
        if (query.File.Length == 0) return Refusal.Invalid("File", "documents.verify.no-file");
        if (query.File.Length > LargestFile) return Refusal.Invalid("File", "documents.verify.too-large");

        var hash = SHA256.HashData(query.File);
        var text = Convert.ToHexStringLower(hash);
        if (await Find(db.IssuedDocuments.Where(d => d.Sha256 == text), ct) is { } issued)
        {
            if (!Agrees(issued)) return new Verification(Finding.Disagrees, null, null);
            // The register knows these bytes; the paper's own seal must agree too.
            var verdict = verifier.Verify(query.File, hash, new DateTimeOffset(issued.Entry.IssuedAt, TimeSpan.Zero));
            var finding = verdict.Reason switch { Reason.Valid => Finding.Exact, Reason.CertificateExpired => Finding.SealOutOfTime, _ => Finding.Altered };
            return new Verification(finding, null, issued.Shown());
        }

        if (limits.Spent(query.Network) is { } wait) return Refusal.TooMany(wait, "documents.verify.wait");
        limits.Spend(query.Network);
        var code = DocumentCode.Read(query.Code) ?? DocumentCode.In(query.File);
        return code is not null && await Find(db.IssuedDocuments.Where(d => d.Code == code), ct) is { } claimed
            ? Agrees(claimed) ? new Verification(Finding.Altered, null, claimed.Shown()) : new Verification(Finding.Disagrees, null, null)
            : new Verification(Finding.NotIssued, null, null);
    }

    private async Task<Row?> Find(IQueryable<IssuedDocument> documents, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        return await (
            from document in documents.AsNoTracking()
            join place in db.Places on document.PlaceId equals place.Id
            join newer in db.IssuedDocuments on document.SupersededById equals newer.Id into newest
            from newer in newest.DefaultIfEmpty()
            join content in db.DocumentContents on document.Id equals content.DocumentId into contents
            from content in contents.DefaultIfEmpty()
            select new Row(document, content.Bytes, place.NameAr, place.NameFr, newer.Number, newer.Year, (DateTime?)newer.IssuedAt,
                // By the database's clock, as everywhere.
                document.OpenFrom != null && document.OpenFrom > DateTime.UtcNow,
                // The pupil's last line at this school; a paper of another kind has no pupil.
                // Merged into another file, the child may be at the school by that one.
                document.Kind == IssuedDocument.DepartureKind || document.Kind == IssuedDocument.ReceiptKind || document.Kind == IssuedDocument.SchoolingRecordKind
                    || db.PupilMerges.Any(m => m.LiveKey == document.PupilId && m.State == MergeState.Done && db.Enrollments.Any(e => e.PupilId == m.KeptId && e.SchoolId == document.PlaceId && e.State == EnrollmentState.Active)) ? null : db.Enrollments.Where(e => e.PupilId == document.PupilId && e.SchoolId == document.PlaceId).OrderByDescending(e => e.SchoolYearId).ThenByDescending(e => e.Id)
                    .Select(e => e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected || e.LeftOn > today ? null : e.LeftOn).FirstOrDefault(),
                db.SchoolLicences.Where(l => l.DocumentId == document.Id).Select(l => l.State == LicenceState.Suspended ? "suspended" : l.State == LicenceState.Ended ? "ended" : l.State == LicenceState.Valid && l.ExpiresOn < today ? "expired" : null).FirstOrDefault()))
        .FirstOrDefaultAsync(ct);
    }

    private bool Agrees(Row found)
    {
        if (found.Entry.Agrees(sealer, found.Kept)) return true;
        Disagrees(log, found.Entry.Id, found.Entry.PlaceId, found.Entry.Kind, found.Entry.NumberShown);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The register entry {Id} ({Place}, {Kind}, {Number}) is not what the program wrote, or its file is another. Run documents check, and look who writes to the database")]
    private static partial void Disagrees(ILogger log, long id, int place, string kind, string number);

    /// <param name="Kept">The file as it is kept; its hash is compared each time.</param>
    private sealed record Row(IssuedDocument Entry, byte[]? Kept, string OfficeAr, string OfficeFr, int? NewerNumber, int? NewerYear, DateTime? NewerAt, bool IsHeld, DateOnly? EndedOn, string? Halted)
    {
        public VerifiedPaper Shown()
        {
            var facts = DocumentFacts.Read(Entry.Facts);
            return new VerifiedPaper(
                DocumentCode.Shown(Entry.Code), facts.TitleKey, Entry.NumberShown, Entry.IssuedAt, OfficeAr, OfficeFr, Entry.State, Entry.RevokedAt, Entry.RevokedReason,
                NewerNumber is { } number ? Infrastructure.Text.Formats.RegisterNumber(number, NewerYear!.Value) : null,
                Entry.State == DocumentState.Valid ? EndedOn : null, IsHeld, facts.IsDiscreet, IsHeld ? [] : facts.PublicFields)
            { SupersededAt = NewerAt, Halted = Entry.State == DocumentState.Valid ? Halted : null };
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf.Signing;
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

    /// <summary>The file carries a code of ours, and the register has another file for it.</summary>
    Altered,

    /// <summary>The file was never issued here.</summary>
    NotIssued,
}

/// <param name="Typed">The code as it was typed, to be corrected.</param>
public sealed record Verification(Finding Finding, string? Typed, VerifiedPaper? Paper);

/// <summary>All that is told about a paper: what stands on it, and whether it still counts.</summary>
/// <param name="Code">As printed.</param>
/// <param name="Title">Text key of its name.</param>
public sealed record VerifiedPaper(
    string Code, string Title, string Number, DateTime IssuedAt, string OfficeAr, string OfficeFr, DocumentState State, DateTime? RevokedAt, string? RevokedReason,
    string? SupersededBy, IReadOnlyList<DocumentFact> Fields);

public sealed class Handler(MassarDb db, PdfVerifier verifier, VerificationLimits limits) : IQueryHandler<Query, Verification>, IQueryHandler<FileQuery, Verification>
{
    private const int LargestFile = 2 * 1024 * 1024;

    public async Task<Outcome<Verification>> Handle(Query query, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(query.Code)) return new Verification(Finding.None, null, null);
        if (limits.Spent(query.Network) is { } wait) return Refusal.TooMany(wait, "documents.verify.wait");

        var code = DocumentCode.Read(query.Code);
        if (code is not null && await Find(db.IssuedDocuments.Where(d => d.Code == code), ct) is { } found) return new Verification(Finding.Found, null, found.Shown());

        limits.Spend(query.Network);
        return new Verification(Finding.Unknown, query.Code.Length <= 60 ? query.Code : query.Code[..60], null);
    }

    public async Task<Outcome<Verification>> Handle(FileQuery query, CancellationToken ct)
    {
        if (query.File.Length == 0) return Refusal.Invalid("File", "documents.verify.no-file");
        if (query.File.Length > LargestFile) return Refusal.Invalid("File", "documents.verify.too-large");
        if (limits.Spent(query.Network) is { } wait) return Refusal.TooMany(wait, "documents.verify.wait");

        var hash = SHA256.HashData(query.File);
        var text = Convert.ToHexStringLower(hash);
        if (await Find(db.IssuedDocuments.Where(d => d.Sha256 == text), ct) is { } issued)
        {
            // The register knows these bytes; the seal must agree, or somebody wrote into the register.
            var verdict = verifier.Verify(query.File, hash, new DateTimeOffset(issued.IssuedAt, TimeSpan.Zero));
            return new Verification(verdict.IsValid ? Finding.Exact : Finding.Altered, null, issued.Shown());
        }

        limits.Spend(query.Network);
        var code = DocumentCode.Read(query.Code) ?? CodeIn(query.File);
        return code is not null && await Find(db.IssuedDocuments.Where(d => d.Code == code), ct) is { } claimed
            ? new Verification(Finding.Altered, null, claimed.Shown())
            : new Verification(Finding.NotIssued, null, null);
    }

    private async Task<Row?> Find(IQueryable<IssuedDocument> documents, CancellationToken ct) => await (
            from document in documents
            join place in db.Places on document.PlaceId equals place.Id
            join newer in db.IssuedDocuments on document.SupersededById equals newer.Id into newest
            from newer in newest.DefaultIfEmpty()
            select new Row(document.Code, document.Facts, document.Number, document.Year, document.IssuedAt, place.NameAr, place.NameFr, document.State, document.RevokedAt, document.RevokedReason, newer.Number, newer.Year))
        .FirstOrDefaultAsync(ct);

    // The address of the QR code is also a link in the file, which a changed file still carries.
    private static string? CodeIn(ReadOnlySpan<byte> file)
    {
        var mark = "/verify/"u8;
        while (file.IndexOf(mark) is var at and >= 0)
        {
            file = file[(at + mark.Length)..];
            if (file.Length >= DocumentCode.Length && DocumentCode.Read(Encoding.Latin1.GetString(file[..DocumentCode.Length])) is { } code) return code;
        }
        return null;
    }

    private sealed record Row(
        string Code, string Facts, int Number, int Year, DateTime IssuedAt, string OfficeAr, string OfficeFr, DocumentState State, DateTime? RevokedAt, string? RevokedReason, int? NewerNumber, int? NewerYear)
    {
        public VerifiedPaper Shown()
        {
            var facts = DocumentFacts.Read(Facts);
            return new VerifiedPaper(
                DocumentCode.Shown(Code), facts.TitleKey, Infrastructure.Text.Formats.RegisterNumber(Number, Year), IssuedAt, OfficeAr, OfficeFr, State, RevokedAt, RevokedReason,
                NewerNumber is { } number ? Infrastructure.Text.Formats.RegisterNumber(number, NewerYear!.Value) : null, facts.Fields);
        }
    }
}

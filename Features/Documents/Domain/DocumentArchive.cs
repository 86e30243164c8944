using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Documents.Domain;

/// <summary>One line of a paper.</summary>
/// <param name="LabelKey">Text key of what the value is; the page reads in four languages.</param>
/// <param name="Value">As on the paper, for those who may read the case it comes from.</param>
/// <param name="Public">As the verification page shows it to whoever holds the paper: initials of a name, the end of a code,
/// nothing at all when empty; null where there is nothing to keep back.</param>
public sealed record DocumentFact(
    [property: JsonPropertyName("label")] string LabelKey, string Value, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Public = null);

/// <summary>What stands on a paper.</summary>
/// <param name="TitleKey">Text key of the paper's name.</param>
public sealed record DocumentFacts([property: JsonPropertyName("title")] string TitleKey, IReadOnlyList<DocumentFact> Fields)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <exception cref="JsonException">Not written by <see cref="ToJson"/>.</exception>
    public static DocumentFacts Read(string json) => JsonSerializer.Deserialize<DocumentFacts>(json, Json)!;

    /// <summary>What its verification shows.</summary>
    [JsonIgnore]
    public IReadOnlyList<DocumentFact> PublicFields => [.. Fields.Where(f => f.Public is not "").Select(f => new DocumentFact(f.LabelKey, f.Public ?? f.Value))];

    /// <summary>Something is shown shortened.</summary>
    [JsonIgnore]
    public bool IsDiscreet => Fields.Any(f => f.Public is not null);

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>A paper about to be kept: where it comes from, its number, whose it is, what it says.</summary>
/// <param name="Kind">The register it is in: "school-certificate".</param>
/// <param name="Code">From <see cref="DocumentCode.New"/>; it is on the paper, so it exists before the paper does.</param>
public sealed record DocumentDraft(int PlaceId, string Kind, int Year, int Number, string Code, DocumentFacts Facts, DateTime IssuedAt)
{
    public long? PupilId { get; init; }

    public long? EmployeeId { get; init; }

    /// <inheritdoc cref="IssuedDocument.OpenFrom"/>
    public DateTime? OpenFrom { get; init; }

    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>The register's entry of the finished paper, sealed.</summary>
    /// <param name="bytes">The signed file.</param>
    /// <param name="sealer">Vouches for the entry.</param>
    /// <param name="id">The entry's key, for who plants many rows at once; otherwise the database gives it.</param>
    public IssuedDocument Enter(byte[] bytes, Sealer sealer, long id = 0) => new IssuedDocument
    {
        Id = id,
        PlaceId = PlaceId,
        Kind = Kind,
        Year = Year,
        Number = Number,
        Code = Code,
        PupilId = PupilId,
        EmployeeId = EmployeeId,
        IssuedAt = IssuedAt,
        OpenFrom = OpenFrom,
        Facts = Facts.ToJson(),
        Sha256 = Fingerprint.Of(bytes),
        Size = bytes.Length,
    }.SealedBy(sealer);
}

/// <summary>
/// Keeps the bytes of issued papers. They never change: a lost paper is given again as the same bytes. Nobody gets a file that is not what
/// the register says was issued.
/// </summary>
public sealed class DocumentArchive(MassarDb db, Sealer sealer)
{
    /// <summary>Adds a signed file to the register with the hash of its bytes and a seal over the entry; written by the caller's <c>SaveChanges</c>.</summary>
    public IssuedDocument Store(DocumentDraft draft, byte[] bytes)
    {
        var document = draft.Enter(bytes, sealer);
        db.IssuedDocuments.Add(document);
        db.DocumentContents.Add(new DocumentContent { Document = document, Bytes = bytes });
        return document;
    }

    /// <summary>The file of one paper; refused where it is not there, and where entry and file do not agree.</summary>
    /// <param name="one">The paper, within what the reader may have.</param>
    public async Task<Outcome<SealedFile>> Read(IQueryable<IssuedDocument> one, CancellationToken ct) =>
        await Kept(one).SingleOrDefaultAsync(ct) is { } kept ? Judged(kept) : Refusal.NotFound;

    /// <summary>The files of several papers, by number of the paper.</summary>
    public async Task<IReadOnlyDictionary<long, Outcome<SealedFile>>> Read(List<long> ids, CancellationToken ct) =>
        (await Kept(db.IssuedDocuments.Where(d => ids.Contains(d.Id))).ToListAsync(ct)).ToDictionary(k => k.Entry.Id, Judged);

    private IQueryable<KeptPaper> Kept(IQueryable<IssuedDocument> papers) => (
        from entry in papers
        join content in db.DocumentContents on entry.Id equals content.DocumentId
        select new KeptPaper(entry, content.Bytes)).AsNoTracking();

    private Outcome<SealedFile> Judged(KeptPaper kept) => kept.Entry.Agrees(sealer, kept.Bytes)
        ? new SealedFile(kept.Bytes, kept.Entry.Sha256, string.Create(CultureInfo.InvariantCulture, $"{kept.Entry.Kind}-{kept.Entry.Number}-{kept.Entry.Year}.pdf"))
        : Refusal.Conflict("documents.verify.disagrees").Next("documents.verify.disagrees.next");

    private sealed record KeptPaper(IssuedDocument Entry, byte[] Bytes);
}

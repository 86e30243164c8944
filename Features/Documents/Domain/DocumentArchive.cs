using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Documents.Domain;

/// <summary>One line of a paper as the verification page shows it.</summary>
/// <param name="LabelKey">Text key of what the value is; the page reads in four languages.</param>
/// <param name="Value">As on the paper, ready to be shown.</param>
public sealed record DocumentFact([property: JsonPropertyName("label")] string LabelKey, string Value);

/// <summary>What stands on a paper, and all that its verification ever shows.</summary>
/// <param name="TitleKey">Text key of the paper's name.</param>
public sealed record DocumentFacts([property: JsonPropertyName("title")] string TitleKey, IReadOnlyList<DocumentFact> Fields)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <exception cref="JsonException">Not written by <see cref="ToJson"/>.</exception>
    public static DocumentFacts Read(string json) => JsonSerializer.Deserialize<DocumentFacts>(json, Json)!;

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>A paper about to be kept: where it comes from, its number, whose it is, what it says.</summary>
/// <param name="Kind">The register it is in: "school-certificate".</param>
/// <param name="Code">From <see cref="DocumentCode.New"/>; it is on the paper, so it exists before the paper does.</param>
public sealed record DocumentDraft(int PlaceId, string Kind, int Year, int Number, string Code, DocumentFacts Facts, DateTime IssuedAt)
{
    public long? PupilId { get; init; }

    public long? EmployeeId { get; init; }

    public string NumberShown => Formats.RegisterNumber(Number, Year);
}

/// <summary>Keeps the bytes of issued papers. They never change: a lost paper is given again as the same bytes.</summary>
public sealed class DocumentArchive(MassarDb db)
{
    /// <summary>Adds a signed file to the register with the hash of its bytes; written by the caller's <c>SaveChanges</c>.</summary>
    public IssuedDocument Store(DocumentDraft draft, byte[] bytes)
    {
        var document = new IssuedDocument
        {
            PlaceId = draft.PlaceId,
            Kind = draft.Kind,
            Year = draft.Year,
            Number = draft.Number,
            Code = draft.Code,
            PupilId = draft.PupilId,
            EmployeeId = draft.EmployeeId,
            IssuedAt = draft.IssuedAt,
            Facts = draft.Facts.ToJson(),
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Size = bytes.Length,
        };
        db.IssuedDocuments.Add(document);
        db.DocumentContents.Add(new DocumentContent { Document = document, Bytes = bytes });
        return document;
    }
}

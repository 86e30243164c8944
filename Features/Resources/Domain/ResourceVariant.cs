using System.Text;
using Massar.Features.Files.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Resources.Domain;

/// <summary>One form of a resource. The numbers are stored.</summary>
public enum VariantKind : byte
{
    /// <summary>Words alone: opens as a page.</summary>
    Text = 1,

    Audio = 2,

    /// <summary>The film for a weak line.</summary>
    LowVideo = 3,

    Video = 4,

    /// <summary>A PDF.</summary>
    Paper = 5,
}

/// <summary>
/// One form of a resource as a file. Its bytes stand in pieces: they arrive piece by piece over a line that breaks, and leave from any
/// byte on. It has a row before its first byte, and counts as a variant once the last one is there and was judged.
/// </summary>
public sealed class ResourceVariant
{
    public long Id { get; init; }

    /// <summary>The address of the file; says nothing of what is in it.</summary>
    public required Guid PublicId { get; init; }

    public required long ResourceId { get; init; }

    public required VariantKind Kind { get; init; }

    /// <summary>How many bytes it has, as announced before the first.</summary>
    public required int Length { get; init; }

    /// <summary>By what it is and not by what it was called; null before it is whole.</summary>
    public string? ContentType { get; private set; }

    /// <summary>SHA-256 of the content, hex; null before it is whole.</summary>
    public string? Hash { get; private set; }

    public required DateTime AddedAt { get; init; }

    public required long AddedByAccountId { get; init; }

    /// <summary>UTC; null before it is whole.</summary>
    public DateTime? ReadyAt { get; private set; }

    /// <summary>The row stays for the daily count; its bytes are gone.</summary>
    public DateTime? RemovedAt { get; set; }

    /// <summary>The last byte is there and all of them are what they should be.</summary>
    public void Finish(string contentType, string hash, DateTime now) => (ContentType, Hash, ReadyAt) = (contentType, hash, now);
}

/// <summary>Some of the bytes of a variant: 64 KiB, the last one less.</summary>
[NotAudited]
public sealed class ResourcePiece
{
    /// <summary>Small enough to stay out of the large-object heap, and to be fetched by one short statement.</summary>
    public const int Size = 64 * 1024;

    public required long VariantId { get; init; }

    /// <summary>0, 1, 2 …</summary>
    public required int Number { get; init; }

    public required byte[] Bytes { get; init; }

    public static int CountOf(int length) => (length + Size - 1) / Size;
}

/// <summary>Says what a file is by its bytes, and whether it is what it was announced as (guarantee G13).</summary>
public static class VariantIntake
{
    /// <summary>The type of what begins so, or null where it is not of the announced kind.</summary>
    public static string? TypeOf(VariantKind kind, ReadOnlySpan<byte> start) => kind switch
    {
        VariantKind.Text => start.Contains((byte)0) ? null : "text/plain; charset=utf-8",
        VariantKind.Paper => start.StartsWith("%PDF-"u8) ? "application/pdf" : null,
        VariantKind.Audio =>
            start.StartsWith("OggS"u8) ? "audio/ogg"
            : start.StartsWith("ID3"u8) || (start.Length > 3 && start[0] == 0xFF && (start[1] & 0xE0) == 0xE0 && (start[1] & 0x06) != 0 && (start[2] & 0xF0) != 0xF0) ? "audio/mpeg"
            : start.Length > 12 && start[4..].StartsWith("ftyp"u8) ? "audio/mp4"
            : start.Length > 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WAVE"u8) ? "audio/wav"
            : null,
        _ => start.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) ? "video/webm"
            : start.Length > 12 && start[4..].StartsWith("ftyp"u8) ? "video/mp4"
            : null,
    };

    /// <summary>Where the whole has to be looked at: text that is not text, a PDF that acts by itself. The text key of what is wrong, or null.</summary>
    public static string? Problem(VariantKind kind, byte[] whole) => kind switch
    {
        VariantKind.Text => IsText(whole) ? null : "resources.variant.not-text",
        VariantKind.Paper => PdfIntake.Problem(whole),
        _ => null,
    };

    /// <summary>The whole has to be looked at.</summary>
    public static bool IsJudgedWhole(VariantKind kind) => kind is VariantKind.Text or VariantKind.Paper;

    /// <summary>How the name of a saved file ends.</summary>
    public static string EndingOf(string contentType) => contentType switch
    {
        "application/pdf" => "pdf",
        "audio/ogg" => "ogg",
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        "audio/wav" => "wav",
        "video/webm" => "webm",
        "video/mp4" => "mp4",
        _ => "txt",
    };

    private static bool IsText(byte[] whole)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(whole);
            return !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) && !string.IsNullOrWhiteSpace(text);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}

public sealed class ResourceVariantConfiguration : IEntityTypeConfiguration<ResourceVariant>
{
    public void Configure(EntityTypeBuilder<ResourceVariant> builder)
    {
        builder.Property(v => v.ContentType).IsCode(40);
        builder.Property(v => v.Hash).IsCode(64);
        builder.HasIndex(v => v.PublicId).IsUnique();
        builder.HasOne<LessonResource>().WithMany().HasForeignKey(v => v.ResourceId);
        builder.HasIndex(v => new { v.AddedByAccountId, v.AddedAt });
    }
}

public sealed class ResourcePieceConfiguration : IEntityTypeConfiguration<ResourcePiece>
{
    public void Configure(EntityTypeBuilder<ResourcePiece> builder)
    {
        builder.HasKey(p => new { p.VariantId, p.Number });
        builder.HasOne<ResourceVariant>().WithMany().HasForeignKey(p => p.VariantId);
    }
}

using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Files.Domain;

/// <summary>What kind of upload a stored file is; decides what it may contain.</summary>
public enum FileKind
{
    /// <summary>An identification photo, rewritten by us.</summary>
    Photo = 0,

    /// <summary>A proof of residence: a photo rewritten by us, or a PDF kept as it came.</summary>
    ResidenceProof = 1,

    /// <summary>An act that proves something said of a file: a photo rewritten by us, or a PDF kept as it came.</summary>
    Evidence = 2,

    /// <summary>A short recording of one voice, kept as it came and sealed.</summary>
    Voice = 3,
}

/// <summary>
/// Something a person uploaded, kept in the database and never below the web root. It has no address of its own:
/// the area that owns it serves it to those who may see the case, by its random <see cref="PublicId"/>.
/// </summary>
public sealed class StoredFile : IInPlace
{
    public long Id { get; init; }

    public required Guid PublicId { get; init; }

    public required FileKind Kind { get; init; }

    /// <summary>image/jpeg, application/pdf or a kind of sound, by what the file is and not by what it was called.</summary>
    public required string ContentType { get; init; }

    public required int Length { get; init; }

    /// <summary>SHA-256 of the content, hex.</summary>
    public required string Hash { get; init; }

    public required DateTime UploadedAt { get; init; }

    public StoredFileContent? Content { get; init; }

    int IInPlace.PlaceId => 0;

    /// <param name="publicId">Given for demo data, which is the same each time; random otherwise.</param>
    public static StoredFile Of(FileKind kind, string contentType, byte[] content, DateTime now, Guid? publicId = null) => new()
    {
        PublicId = publicId ?? Guid.NewGuid(),
        Kind = kind,
        ContentType = contentType,
        Length = content.Length,
        Hash = Fingerprint.Of(content),
        UploadedAt = now,
        Content = new StoredFileContent { Bytes = content },
    };

    /// <summary>The same file with its content as an area keeps it that seals what it is given; length and hash stay those of what was handed in.</summary>
    public StoredFile KeptAs(Func<byte[], byte[]> seal) => new()
    {
        PublicId = PublicId,
        Kind = Kind,
        ContentType = ContentType,
        Length = Length,
        Hash = Hash,
        UploadedAt = UploadedAt,
        Content = new StoredFileContent { Bytes = seal(Content!.Bytes) },
    };
}

/// <summary>The bytes of a file, apart from its row so that lists never load them.</summary>
[NotAudited]
public sealed class StoredFileContent
{
    public long Id { get; init; }

    public required byte[] Bytes { get; init; }
}

public sealed class StoredFileConfiguration : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.HasIndex(f => f.PublicId).IsUnique();
        builder.Property(f => f.ContentType).IsCode(40);
        builder.Property(f => f.Hash).IsCode(64);
        builder.HasOne(f => f.Content).WithOne().HasForeignKey<StoredFileContent>(c => c.Id);
    }
}

public sealed class StoredFileContentConfiguration : IEntityTypeConfiguration<StoredFileContent>
{
    public void Configure(EntityTypeBuilder<StoredFileContent> builder) => builder.Property(c => c.Id).ValueGeneratedNever();
}

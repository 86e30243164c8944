using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Documents.Domain;

/// <summary>Life of an issued document (workflow 4.26); its bytes never change.</summary>
public enum DocumentState
{
    Valid = 0,
    Superseded = 1,
    Revoked = 2,
}

/// <summary>The last number given in a register: one line per office, kind and calendar year; locked while a number is taken.</summary>
public sealed class DocumentRegister
{
    public required int PlaceId { get; init; }

    /// <summary>"school-certificate", "echelon-decision".</summary>
    public required string Kind { get; init; }

    public required int Year { get; init; }

    public int Last { get; set; }
}

public sealed class DocumentRegisterConfiguration : IEntityTypeConfiguration<DocumentRegister>
{
    public void Configure(EntityTypeBuilder<DocumentRegister> builder)
    {
        builder.HasKey(r => new { r.PlaceId, r.Kind, r.Year });
        builder.Property(r => r.Kind).IsCode(40);
    }
}

/// <summary>A paper that left an office: number, verification code, what stands on it, hash of its bytes.</summary>
public sealed class IssuedDocument : IVersioned, IInPlace
{
    public const int ReasonLength = 300;

    public long Id { get; init; }

    public required int PlaceId { get; init; }

    public required string Kind { get; init; }

    public required int Year { get; init; }

    public required int Number { get; init; }

    /// <summary>At least 128 random bits, in unambiguous letters; in the QR and printed.</summary>
    public required string Code { get; init; }

    /// <summary>Whose paper it is.</summary>
    public long? PupilId { get; init; }

    public long? EmployeeId { get; init; }

    public required DateTime IssuedAt { get; init; }

    /// <summary>What is on the paper, as JSON: all the verification page ever shows.</summary>
    public required string Facts { get; init; }

    /// <summary>SHA-256 of the file, hex.</summary>
    public required string Sha256 { get; init; }

    public required int Size { get; init; }

    public DocumentState State { get; set; }

    public DateTime? RevokedAt { get; set; }

    public string? RevokedReason { get; set; }

    /// <summary>The paper that took the place of this one.</summary>
    public long? SupersededById { get; set; }

    public int Version { get; set; }

    /// <summary>As papers write it: 12/2025.</summary>
    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>What was wrong stays wrong: a paper is revoked once, whether another took its place or not.</summary>
    public Refusal? Revoke(string reason, DateTime at)
    {
        if (State == DocumentState.Revoked) return Refusal.Conflict("documents.revoke.already", NumberShown);

        (State, RevokedReason, RevokedAt) = (DocumentState.Revoked, reason, at);
        return null;
    }

    /// <summary>A newer paper takes the place of this one; a revoked paper stays revoked.</summary>
    public void GiveWayTo(IssuedDocument newer)
    {
        SupersededById = newer.Id;
        if (State == DocumentState.Valid) State = DocumentState.Superseded;
    }
}

public sealed class IssuedDocumentConfiguration : IEntityTypeConfiguration<IssuedDocument>
{
    public void Configure(EntityTypeBuilder<IssuedDocument> builder)
    {
        builder.Property(d => d.Kind).IsCode(40);
        builder.HasIndex(d => new { d.PlaceId, d.Kind, d.Year, d.Number }).IsUnique();
        builder.Property(d => d.Code).IsCode(40);
        builder.HasIndex(d => d.Code).IsUnique();
        builder.Property(d => d.Sha256).IsCode(64);
        builder.HasIndex(d => d.Sha256);
        builder.Property(d => d.RevokedReason).HasMaxLength(IssuedDocument.ReasonLength);
        builder.Property(d => d.Facts).HasMaxLength(4000);
        builder.HasIndex(d => new { d.PupilId, d.IssuedAt });
        builder.HasIndex(d => new { d.EmployeeId, d.IssuedAt });
        builder.Ignore(d => d.NumberShown);
    }
}

/// <summary>The bytes of an issued document, apart so that lists never drag them along.</summary>
[NotAudited]
public sealed class DocumentContent
{
    public long DocumentId { get; init; }

    public IssuedDocument Document { get; init; } = null!;

    public required byte[] Bytes { get; init; }
}

public sealed class DocumentContentConfiguration : IEntityTypeConfiguration<DocumentContent>
{
    public void Configure(EntityTypeBuilder<DocumentContent> builder)
    {
        builder.HasKey(c => c.DocumentId);
        builder.Property(c => c.DocumentId).ValueGeneratedNever();
        builder.Property(c => c.Bytes).HasColumnType("longblob");
        builder.HasOne(c => c.Document).WithOne().HasForeignKey<DocumentContent>(c => c.DocumentId);
    }
}

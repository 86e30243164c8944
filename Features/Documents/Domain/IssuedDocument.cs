using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
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

    /// <summary>Taken back by a second paper, which says so: a decision by the decision of withdrawal.</summary>
    Withdrawn = 3,
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

/// <summary>A paper that left an office: number, verification code, what stands on it, hash of its bytes. All of it is sealed with a key
/// outside the database, and the seal is looked at whenever somebody relies on the entry.</summary>
public sealed class IssuedDocument : IVersioned, IInPlace
{
    public const int ReasonLength = 300;

    /// <summary>Kind of the paper that says a pupil left: that the pupil is no longer there does not make it old.</summary>
    public const string DepartureKind = "departure-certificate";

    /// <summary>Papers that staff get by themselves; decisions about staff are withdrawn by a second one, and not revoked.</summary>
    public const string WorkCertificateKind = "work-certificate";

    public const string SituationStatementKind = "situation-statement";

    public const string ServiceStatementKind = "service-statement";

    /// <summary>Receipts of contributions: the cash book takes them back by a negative line, and nobody revokes them beside it.</summary>
    public const string ReceiptKind = "contribution-receipt";

    /// <summary>Slips of transfers, which are about no person.</summary>
    public const string TransferSlipKind = "contribution-transfer";

    /// <summary>The record of all years at school: that the pupil left the school which numbered it does not make it old.</summary>
    public const string SchoolingRecordKind = "schooling-record";

    /// <summary>How the kinds of slips of staff files and of receipts for them begin: they tell of both offices, so they are read where the transfer is.</summary>
    public const string StaffFileKinds = "staff-file-";

    private const string Use = "documents";

    /// <summary>As <see cref="OpenFrom"/>: held back until somebody sets an hour.</summary>
    public static readonly DateTime HeldBack = new(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc);

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

    /// <summary>Before this instant, by the database's clock, the pupil's family may not have the file; null: from its issue on.</summary>
    public DateTime? OpenFrom { get; set; }

    /// <summary>What is on the paper, as JSON of <see cref="DocumentFacts"/>.</summary>
    public required string Facts { get; init; }

    /// <summary>SHA-256 of the file, hex.</summary>
    public required string Sha256 { get; init; }

    public required int Size { get; init; }

    public DocumentState State { get; private set; }

    public DateTime? RevokedAt { get; private set; }

    public string? RevokedReason { get; private set; }

    /// <summary>The paper that took the place of this one.</summary>
    public long? SupersededById { get; private set; }

    /// <summary>From <see cref="Sealer"/>, over everything above but the entry's own number and the hour of opening. Kept out of the audit trail, which would
    /// otherwise hold old seals to be put back. Null for papers of before there was one.</summary>
    [Secret] public string? Seal { get; private set; }

    public int Version { get; set; }

    /// <summary>As papers write it: 12/2025.</summary>
    public string NumberShown => Formats.RegisterNumber(Number, Year);

    /// <summary>What was wrong stays wrong: a paper is revoked once, whether another took its place or not.</summary>
    public Refusal? Revoke(string reason, DateTime at, Sealer sealer)
    {
        if (State == DocumentState.Revoked) return Refusal.Conflict("documents.revoke.already", NumberShown);

        Change(sealer, () => (State, RevokedReason, RevokedAt) = (DocumentState.Revoked, reason, at));
        return null;
    }

    /// <summary>A newer paper takes the place of this one; a revoked paper stays revoked.</summary>
    public void GiveWayTo(IssuedDocument newer, Sealer sealer) => Change(sealer, () =>
    {
        SupersededById = newer.Id;
        if (State == DocumentState.Valid) State = DocumentState.Superseded;
    });

    /// <summary>What it says is no longer the last word, and no newer paper was made of that yet; only a valid paper can be overtaken.</summary>
    public void Outdate(Sealer sealer)
    {
        if (State == DocumentState.Valid) Change(sealer, () => State = DocumentState.Superseded);
    }

    /// <summary>A second paper takes this one back; whoever verifies it reads by which and since when.</summary>
    public void WithdrawBy(IssuedDocument second, Sealer sealer) => Change(sealer, () => (State, SupersededById) = (DocumentState.Withdrawn, second.Id));

    /// <summary>Vouches for the entry as it stands.</summary>
    public IssuedDocument SealedBy(Sealer sealer)
    {
        Seal = sealer.Seal(Use, Sealed());
        return this;
    }

    /// <summary>The entry is what the program wrote, and the file kept for it is the one that was issued.</summary>
    /// <param name="bytes">The kept file; null where none is kept any more.</param>
    public bool Agrees(Sealer sealer, byte[]? bytes) => sealer.Holds(Seal, Use, Sealed()) && AgreesWith(bytes);

    /// <summary>The file kept for it is the one whose hash the entry has.</summary>
    public bool AgreesWith(byte[]? bytes) => bytes is null || Fingerprint.Of(bytes) == Sha256;

    // An entry that somebody else wrote does not become the program's by being changed: it can be revoked, and still does not agree.
    private void Change(Sealer sealer, Action change)
    {
        var wasOurs = sealer.Holds(Seal, Use, Sealed());
        change();
        if (wasOurs) SealedBy(sealer);
    }

    // Microseconds are what the column keeps.
    private string Sealed() => JsonSerializer.Serialize(new object?[]
    {
        PlaceId, Kind, Year, Number, Code, PupilId, EmployeeId, Micro(IssuedAt), Facts, Sha256, Size, (int)State, Micro(RevokedAt), RevokedReason, SupersededById,
    });

    private static long? Micro(DateTime? at) => at?.Ticks / TimeSpan.TicksPerMicrosecond;
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
        builder.Property(d => d.Seal).IsCode(Sealer.Length);
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

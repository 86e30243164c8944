using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Marks.Domain;

/// <summary>Where a correction stands (workflow 4.6).</summary>
public enum CorrectionState : byte
{
    Asked = 0,
    Approved = 1,
    Refused = 2,
}

/// <summary>
/// A teacher's request to change a published mark: both values, the reason, who asked and who counter-signed. Never deleted,
/// and what was decided is never changed.
/// </summary>
public sealed class MarkCorrection : IVersioned, IInPlace, IOfSchool
{
    public const int ReasonLength = 300;

    public long Id { get; init; }

    public required int AssessmentId { get; init; }

    public required long PupilId { get; init; }

    public required int SchoolId { get; init; }

    public required CellState OldState { get; init; }

    public decimal? OldPoints { get; init; }

    public required CellState NewState { get; init; }

    public decimal? NewPoints { get; init; }

    public required string Reason { get; init; }

    public CorrectionState State { get; private set; }

    public required long AskedByAccountId { get; init; }

    public required DateTime AskedAt { get; init; }

    public long? DecidedByAccountId { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    /// <summary>Why the head refused.</summary>
    public string? Answer { get; private set; }

    public int Version { get; set; }

    public CellValue Old => new(OldState, OldPoints);

    public CellValue New => new(NewState, NewPoints);

    int IInPlace.PlaceId => SchoolId;

    /// <summary>Counter-signs or refuses, once, and never one's own request.</summary>
    public Refusal? Decide(bool approve, string? answer, Hands hands, DateTime now)
    {
        if (State != CorrectionState.Asked) return Refusal.Conflict("marks.correction.decided");
        if (hands.Did(AskedByAccountId)) return Refusal.Conflict("marks.correction.own").Recorded();
        State = approve ? CorrectionState.Approved : CorrectionState.Refused;
        Answer = answer;
        DecidedByAccountId = hands.Account;
        DecidedAt = now;
        return null;
    }
}

public sealed class MarkCorrectionConfiguration : IEntityTypeConfiguration<MarkCorrection>
{
    public void Configure(EntityTypeBuilder<MarkCorrection> builder)
    {
        builder.Property(c => c.OldPoints).HasPrecision(4, 2);
        builder.Property(c => c.NewPoints).HasPrecision(4, 2);
        builder.Property(c => c.Reason).HasMaxLength(MarkCorrection.ReasonLength);
        builder.Property(c => c.Answer).HasMaxLength(MarkCorrection.ReasonLength);
        builder.Ignore(c => c.Old);
        builder.Ignore(c => c.New);
        builder.HasIndex(c => new { c.PupilId, c.AssessmentId });
        builder.HasIndex(c => new { c.SchoolId, c.State });
        builder.HasIndex(c => c.AssessmentId);
    }
}

/// <summary>A workbook between its preview and its confirmation. The file is kept one hour and deleted when it is used.</summary>
[NotAudited]
public sealed class MarkUpload
{
    public const int NameLength = 120;
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public required Guid Id { get; init; }

    public required long AccountId { get; init; }

    public required int ClassId { get; init; }

    public required string SubjectCode { get; init; }

    public required int Semester { get; init; }

    public required string FileName { get; init; }

    public required byte[] Content { get; init; }

    /// <summary>For a plain list, which column is which test: "5=1;6=2". Null for the ministry's sheet.</summary>
    public string? Columns { get; set; }

    public required DateTime ExpiresAt { get; init; }
}

public sealed class MarkUploadConfiguration : IEntityTypeConfiguration<MarkUpload>
{
    public void Configure(EntityTypeBuilder<MarkUpload> builder)
    {
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.SubjectCode).IsCode(20);
        builder.Property(u => u.FileName).HasMaxLength(MarkUpload.NameLength);
        builder.Property(u => u.Columns).IsCode(200);
        builder.HasIndex(u => u.ExpiresAt);
    }
}

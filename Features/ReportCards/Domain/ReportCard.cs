using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.ReportCards.Domain;

/// <summary>A pupil's card of a semester, or the transcript of the year: which paper it is, and all that stands on it.</summary>
public sealed class ReportCard : IVersioned, IInPlace
{
    /// <summary>In place of a semester: the year's transcript (بيان النقط).</summary>
    public const int WholeYear = 0;

    public long Id { get; init; }

    public required long PupilId { get; init; }

    public required int SchoolYearId { get; init; }

    /// <summary>1, 2, or <see cref="WholeYear"/>.</summary>
    public required int Semester { get; init; }

    public required int SchoolId { get; init; }

    public required int ClassId { get; init; }

    /// <summary>The newest paper; null when it could not be drawn, see <see cref="Problem"/>.</summary>
    public long? DocumentId { get; set; }

    /// <summary>Hash of what is said, without number, code and date: the same says that the same paper stays good.</summary>
    public string? Fingerprint { get; set; }

    /// <summary>What is drawn, as JSON: for the file of a whole class.</summary>
    [Secret]
    public string? Paper { get; set; }

    /// <summary>Text key of why it could not be drawn.</summary>
    public string? Problem { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

/// <summary>Cards of a class, or of a whole school, ordered together.</summary>
public sealed class CardBatch : IInPlace
{
    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int Semester { get; init; }

    /// <summary>Null for every class of the school.</summary>
    public int? ClassId { get; init; }

    public required long AskedByAccountId { get; init; }

    public required DateTime AskedAt { get; init; }

    int IInPlace.PlaceId => SchoolId;

    public static string WorkKey(long batch) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"report-cards/{batch}");
}

/// <summary>A piece of a batch's one file for printing, small enough for any packet of the database.</summary>
[NotAudited]
public sealed class CardFilePart
{
    public const int Size = 1_000_000;

    /// <summary>The number of the first piece of a file that is not whole yet; those after it are smaller.</summary>
    public const int FirstAside = -1;

    public required long BatchId { get; init; }

    /// <summary>0, 1, 2 … in a file that is given out; from <see cref="FirstAside"/> downwards while it is drawn.</summary>
    public required int Number { get; init; }

    public required byte[] Bytes { get; init; }
}

public sealed class ReportCardConfiguration : IEntityTypeConfiguration<ReportCard>
{
    public void Configure(EntityTypeBuilder<ReportCard> builder)
    {
        builder.Property(c => c.Fingerprint).IsCode(64);
        builder.Property(c => c.Paper).IsLongText();
        builder.Property(c => c.Problem).IsCode(80);
        builder.HasIndex(c => new { c.PupilId, c.SchoolYearId, c.Semester, c.ClassId }).IsUnique();
        builder.HasIndex(c => new { c.ClassId, c.Semester });
        builder.HasIndex(c => c.DocumentId);
    }
}

public sealed class CardBatchConfiguration : IEntityTypeConfiguration<CardBatch>
{
    public void Configure(EntityTypeBuilder<CardBatch> builder) => builder.HasIndex(b => new { b.SchoolId, b.AskedAt });
}

public sealed class CardFilePartConfiguration : IEntityTypeConfiguration<CardFilePart>
{
    public void Configure(EntityTypeBuilder<CardFilePart> builder)
    {
        builder.HasKey(p => new { p.BatchId, p.Number });
        builder.Property(p => p.Bytes).HasColumnType("longblob");
    }
}

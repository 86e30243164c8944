using Massar.Features.Documents.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Contributions.Domain;

/// <summary>What an entry of the cash book is.</summary>
public enum CashKind
{
    /// <summary>Money of a pupil came in.</summary>
    Receipt = 1,

    /// <summary>A negative line takes an earlier entry back; both stay.</summary>
    Cancellation = 2,

    /// <summary>Money went to the account of the one it belongs to.</summary>
    Transfer = 3,
}

/// <summary>
/// One entry of a school's cash book, with the number of its sealed paper. It is never changed and never removed: what was wrong is taken
/// back by another entry. Amounts are as the cash box sees them, in dirhams: what goes out is negative.
/// </summary>
public sealed class CashEntry : IInPlace, IOfSchool
{
    public const int ReasonLength = 200;
    public const int ReferenceLength = 60;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    /// <summary>The day of the book, by the Moroccan calendar.</summary>
    public required DateOnly Day { get; init; }

    public required CashKind Kind { get; init; }

    /// <summary>The register its number is from: <see cref="IssuedDocument.ReceiptKind"/>, <see cref="IssuedDocument.TransferSlipKind"/>; a negative line is in that of the entry it takes back.</summary>
    public required string Register { get; init; }

    public required int Number { get; init; }

    /// <summary>Calendar year of the number.</summary>
    public required int Year { get; init; }

    public required decimal Total { get; init; }

    /// <summary>Whose money; null for a transfer.</summary>
    public long? PupilId { get; init; }

    /// <summary>The class the pupil sat in that day.</summary>
    public int? ClassId { get; init; }

    /// <summary>The entry this one takes back.</summary>
    public long? CancelsId { get; init; }

    /// <summary>Why it was taken back.</summary>
    public string? Reason { get; init; }

    /// <summary>Number of the bank's or the post's slip of a transfer.</summary>
    public string? Reference { get; init; }

    public required DateTime EnteredAt { get; init; }

    public required long EnteredByAccountId { get; init; }

    public long DocumentId { get; init; }

    public IssuedDocument? Document { get; init; }

    /// <summary>What is drawn on the paper, as JSON of <see cref="CashContent"/>: it is printed again from this.</summary>
    public required string Paper { get; init; }

    public List<CashLine> Lines { get; init; } = [];

    public string NumberShown => Formats.RegisterNumber(Number, Year);

    int IInPlace.PlaceId => SchoolId;
}

/// <summary>What of an entry belongs to one heading.</summary>
public sealed class CashLine
{
    public long EntryId { get; init; }

    public required string HeadingCode { get; init; }

    public required decimal Amount { get; init; }
}

public sealed class CashEntryConfiguration : IEntityTypeConfiguration<CashEntry>
{
    public void Configure(EntityTypeBuilder<CashEntry> builder)
    {
        builder.Property(e => e.Register).IsCode(40);
        builder.Property(e => e.Reason).HasMaxLength(CashEntry.ReasonLength);
        builder.Property(e => e.Reference).HasMaxLength(CashEntry.ReferenceLength);
        builder.Property(e => e.Paper).IsLongText();
        builder.Ignore(e => e.NumberShown);
        builder.HasOne(e => e.Document).WithMany().HasForeignKey(e => e.DocumentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(e => e.Lines).WithOne().HasForeignKey(l => l.EntryId);
        builder.HasIndex(e => e.CancelsId).IsUnique();
        builder.HasIndex(e => new { e.SchoolId, e.Register, e.Year, e.Number }).IsUnique();
        builder.HasIndex(e => new { e.SchoolId, e.Day, e.Id });
        builder.HasIndex(e => new { e.SchoolId, e.SchoolYearId, e.Register });
        builder.HasIndex(e => new { e.PupilId, e.SchoolYearId });
        builder.HasIndex(e => new { e.ClassId, e.Day });
    }
}

public sealed class CashLineConfiguration : IEntityTypeConfiguration<CashLine>
{
    public void Configure(EntityTypeBuilder<CashLine> builder)
    {
        builder.HasKey(l => new { l.EntryId, l.HeadingCode });
        builder.Property(l => l.HeadingCode).IsCode(ContributionHeading.CodeLength);
    }
}

using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Marks.Domain;

/// <summary>
/// What a family reads of one subject in one semester, ready made: the key begins with the pupil, so a pupil's page is one short
/// range of the clustered index. Each hour of publication makes an edition of the row; readers take the newest edition whose hour
/// has come by the database's clock, so a test scheduled for tomorrow neither shows today nor hides what is already out.
/// Derived from marks that are audited themselves.
/// </summary>
[NotAudited]
public sealed class PublishedResult
{
    public required long PupilId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int Semester { get; init; }

    public required string SubjectCode { get; init; }

    /// <summary>From when this edition is read, UTC.</summary>
    public required DateTime PublishAt { get; init; }

    /// <summary>Who reads this edition: two of one hour differ where pupils and guardians do not see the same tests yet.</summary>
    public MarkAudience Audience { get; init; }

    public required int ClassId { get; init; }

    public required string SubjectAr { get; init; }

    public required string SubjectFr { get; init; }

    /// <summary>The tests out at that hour: "1=14.50;2=A;100=16.00".</summary>
    public required string Tests { get; init; }

    public decimal? Average { get; init; }

    public required decimal Coefficient { get; init; }

    /// <summary>What the integrated activities weigh, 0 to 1.</summary>
    public required decimal Share { get; init; }

    /// <summary>Highest mark: 10 in primary, 20 after.</summary>
    public required int Scale { get; init; }

    /// <summary>Every test and the activities of the plan are in it: the average is the semester's.</summary>
    public required bool IsComplete { get; init; }

    public required int FormulaVersion { get; init; }

    /// <summary>How many corrections were made to these marks after publication.</summary>
    public required int Corrections { get; init; }

    public string? Remark { get; init; }
}

public sealed class PublishedResultConfiguration : IEntityTypeConfiguration<PublishedResult>
{
    public void Configure(EntityTypeBuilder<PublishedResult> builder)
    {
        builder.HasKey(r => new { r.PupilId, r.SchoolYearId, r.Semester, r.SubjectCode, r.PublishAt, r.Audience });
        builder.Property(r => r.SubjectCode).IsCode(20);
        builder.Property(r => r.SubjectAr).HasMaxLength(80);
        builder.Property(r => r.SubjectFr).HasMaxLength(80);
        builder.Property(r => r.Tests).IsCode(200);
        builder.Property(r => r.Average).HasPrecision(4, 2);
        builder.Property(r => r.Coefficient).HasPrecision(4, 2);
        builder.Property(r => r.Share).HasPrecision(6, 4);
        builder.Property(r => r.Remark).HasMaxLength(TeacherRemark.TextLength);
        builder.HasIndex(r => new { r.ClassId, r.SubjectCode, r.Semester });
    }
}

/// <summary>Reads and writes the compact text of a result's tests.</summary>
public static class TestsText
{
    public static string Write(IEnumerable<(int Number, CellValue Value)> tests) =>
        string.Join(';', tests.OrderBy(t => t.Number).Select(t => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{t.Number}={t.Value.Plain}")));

    public static IReadOnlyList<(int Number, CellValue Value)> Read(string text)
    {
        if (text.Length == 0) return [];
        var tests = new List<(int, CellValue)>();
        foreach (var part in text.Split(';'))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            tests.Add((int.Parse(part.AsSpan(0, at), System.Globalization.CultureInfo.InvariantCulture), CellValue.OfPlain(part[(at + 1)..])));
        }

        return tests;
    }
}

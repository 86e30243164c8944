using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Reference.Domain;

/// <summary>A paper that an event in the family of a member of staff asks for in a school year, and the file that may know it already.</summary>
public sealed class FamilyPaperRule : IVersioned
{
    /// <summary>The child's own file as a pupil says that it goes to school.</summary>
    public const string PupilFile = "pupil-file";

    /// <summary>The other parent is staff too: what that person is paid is known.</summary>
    public const string StaffFile = "staff-file";

    /// <summary>The marriage is on the file.</summary>
    public const string FamilyFile = "family-file";

    public int Id { get; init; }

    public required int SchoolYearId { get; init; }

    /// <summary>Marriage, Divorce, Birth, Schooling, Custody, ChildDeath, SpouseDeath, EndOfStudies.</summary>
    public required string EventKind { get; init; }

    public required string Code { get; init; }

    public required int Order { get; init; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    public required bool IsNeeded { get; set; }

    /// <summary>pupil-file, staff-file, family-file; null where only the paper itself says it.</summary>
    public string? KnownFrom { get; set; }

    public required string Confidence { get; set; }

    public int Version { get; set; }

    /// <summary>The program looks into these files and no others.</summary>
    public Refusal? KeepWords() => KnownFrom is null or PupilFile or StaffFile or FamilyFile ? null : Refusal.Invalid(nameof(KnownFrom), "reference.one-of", string.Join(" · ", PupilFile, StaffFile, FamilyFile));
}

public sealed class FamilyPaperRuleConfiguration : IEntityTypeConfiguration<FamilyPaperRule>
{
    public void Configure(EntityTypeBuilder<FamilyPaperRule> builder)
    {
        builder.Property(p => p.EventKind).IsCode(20);
        builder.Property(p => p.Code).IsCode(30);
        builder.Property(p => p.KnownFrom).IsCode(20);
        builder.HasIndex(p => new { p.SchoolYearId, p.EventKind, p.Code }).IsUnique();
    }
}

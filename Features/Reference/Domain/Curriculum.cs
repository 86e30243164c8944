using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Reference.Domain;

/// <summary>A level of study, preschool to higher technician.</summary>
public sealed class Level : IVersioned
{
    public required string Code { get; init; }

    /// <summary>PRE, PRI, COL, QUA, SUP.</summary>
    public required string CycleCode { get; set; }

    public required int Order { get; set; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    /// <summary>Age in years on 31 December of the year of entry.</summary>
    public int? NormalAge { get; set; }

    /// <summary>Highest mark: 10 in primary, 20 after; none in preschool.</summary>
    public int? MarkScale { get; set; }

    /// <summary>Ten-character level code of the ministry's statistics, where known.</summary>
    public string? NefstatCode { get; set; }

    /// <summary>Prefixes of class names, separated by semicolons: "1APG;1AEP".</summary>
    public string? ClassPrefixes { get; set; }

    public string? CertifyingExam { get; set; }

    public required string Confidence { get; set; }

    public int Version { get; set; }
}

public sealed class LevelConfiguration : IEntityTypeConfiguration<Level>
{
    public void Configure(EntityTypeBuilder<Level> builder)
    {
        builder.HasKey(l => l.Code);
        builder.Property(l => l.Code).IsCode(10);
        builder.Property(l => l.CycleCode).IsCode(5);
        builder.Property(l => l.NefstatCode).IsCode(10);
    }
}

/// <summary>A stream (branch) of a level, in the lycée and after.</summary>
public sealed class StudyStream : IVersioned
{
    public required string Code { get; init; }

    public required string LevelCode { get; set; }

    public required string BranchAr { get; set; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    /// <summary>GEN, TEC, PRO…</summary>
    public required string Kind { get; set; }

    /// <summary>Streams it leads to, separated by semicolons.</summary>
    public string? NextStreams { get; set; }

    public required string Confidence { get; set; }

    public int Version { get; set; }
}

public sealed class StudyStreamConfiguration : IEntityTypeConfiguration<StudyStream>
{
    public void Configure(EntityTypeBuilder<StudyStream> builder)
    {
        builder.HasKey(s => s.Code);
        builder.Property(s => s.Code).IsCode(20);
        builder.Property(s => s.LevelCode).IsCode(10);
        builder.Property(s => s.Kind).IsCode(10);
    }
}

/// <summary>A subject as taught at a level and stream in a school year: coefficient, hours, tests.</summary>
public sealed class SubjectPlan : IVersioned
{
    public int Id { get; init; }

    public required int SchoolYearId { get; init; }

    public required string LevelCode { get; init; }

    /// <summary>Empty where the level has no streams.</summary>
    public required string StreamCode { get; init; }

    public required string SubjectCode { get; init; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    /// <summary>Four digits the ministry's mark sheets carry, where known.</summary>
    public string? MassarCode { get; set; }

    public decimal? Coefficient { get; set; }

    public decimal? WeeklyHours { get; set; }

    public int TestsPerSemester { get; set; }

    /// <summary>Part of the subject average that the integrated activities make, 0 to 1.</summary>
    public decimal ActivitiesShare { get; set; }

    public string? UnifiedExam { get; set; }

    public decimal? UnifiedExamCoefficient { get; set; }

    public required string Confidence { get; set; }

    public int Version { get; set; }
}

public sealed class SubjectPlanConfiguration : IEntityTypeConfiguration<SubjectPlan>
{
    public void Configure(EntityTypeBuilder<SubjectPlan> builder)
    {
        builder.Property(p => p.LevelCode).IsCode(10);
        builder.Property(p => p.StreamCode).IsCode(20);
        builder.Property(p => p.SubjectCode).IsCode(20);
        builder.Property(p => p.MassarCode).IsCode(4);
        builder.Property(p => p.ActivitiesShare).HasPrecision(6, 4);
        builder.HasIndex(p => new { p.SchoolYearId, p.LevelCode, p.StreamCode, p.SubjectCode }).IsUnique();
    }
}

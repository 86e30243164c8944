using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Reference.Domain;

/// <summary>A grade (الدرجة) of a staff body, with its pay scale (السلم).</summary>
public sealed class StaffGrade : IVersioned
{
    public required string Code { get; init; }

    public required string BodyAr { get; set; }

    public required string BodyFr { get; set; }

    public required string CadreAr { get; set; }

    public required string CadreFr { get; set; }

    public required string GradeAr { get; set; }

    public required string GradeFr { get; set; }

    /// <summary>9, 10, 11, or HE for "hors échelle".</summary>
    public required string Echelle { get; set; }

    public string? NextGrade { get; set; }

    public int? WeeklyServiceHours { get; set; }

    public required string Confidence { get; set; }

    public int Version { get; set; }
}

public sealed class StaffGradeConfiguration : IEntityTypeConfiguration<StaffGrade>
{
    public void Configure(EntityTypeBuilder<StaffGrade> builder)
    {
        builder.HasKey(g => g.Code);
        builder.Property(g => g.Code).IsCode(20);
        builder.Property(g => g.Echelle).IsCode(10);
        builder.Property(g => g.NextGrade).IsCode(20);
    }
}

/// <summary>One step (الرتبة) of a pay scale: its index and how long it lasts at each rhythm.</summary>
public sealed class EchelonStep : IVersioned
{
    public int Id { get; init; }

    public required string Echelle { get; init; }

    public required int Echelon { get; init; }

    public required int Index { get; set; }

    /// <summary>Months before the next step, by rhythm; null on the last step.</summary>
    public int? FastMonths { get; set; }

    public int? MediumMonths { get; set; }

    public int? SlowMonths { get; set; }

    public required string Confidence { get; set; }

    public int Version { get; set; }
}

public sealed class EchelonStepConfiguration : IEntityTypeConfiguration<EchelonStep>
{
    public void Configure(EntityTypeBuilder<EchelonStep> builder)
    {
        builder.Property(s => s.Echelle).IsCode(10);
        builder.HasIndex(s => new { s.Echelle, s.Echelon }).IsUnique();
    }
}

/// <summary>A short list of the ministry: decision types, positions, movement categories, natures of institutions…</summary>
public sealed class Nomenclature : IVersioned
{
    public int Id { get; init; }

    /// <summary>decision-types, positions, movement-categories, institution-natures.</summary>
    public required string List { get; init; }

    public required string Code { get; init; }

    public required int Order { get; set; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    /// <summary>The line's other columns as JSON, as loaded.</summary>
    public required string Details { get; set; }

    public required string Confidence { get; set; }

    public int Version { get; set; }
}

public sealed class NomenclatureConfiguration : IEntityTypeConfiguration<Nomenclature>
{
    public void Configure(EntityTypeBuilder<Nomenclature> builder)
    {
        builder.Property(n => n.List).IsCode(40);
        builder.Property(n => n.Code).IsCode(40);
        builder.Property(n => n.Details).HasMaxLength(2000);
        builder.HasIndex(n => new { n.List, n.Code }).IsUnique();
    }
}

using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Classes.Domain;

/// <summary>A class (القسم) of a school in a school year.</summary>
public sealed class SchoolClass : IVersioned, IInPlace, IOfSchool
{
    public int Id { get; init; }

    /// <summary>The GUID mark sheets carry for it.</summary>
    public required Guid PublicId { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required string LevelCode { get; init; }

    public string StreamCode { get; init; } = "";

    /// <summary>Level prefix and order: 1APIC-3.</summary>
    public required string Name { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class SchoolClassConfiguration : IEntityTypeConfiguration<SchoolClass>
{
    public void Configure(EntityTypeBuilder<SchoolClass> builder)
    {
        builder.ToTable("Classes");
        builder.Property(c => c.LevelCode).IsCode(10);
        builder.Property(c => c.StreamCode).IsCode(20);
        builder.Property(c => c.Name).IsCode(30);
        builder.HasIndex(c => new { c.SchoolId, c.SchoolYearId, c.Name }).IsUnique();
        builder.HasIndex(c => c.PublicId).IsUnique();
    }
}

/// <summary>Who teaches a subject to a class, from a day to a day; a substitute is one more line.</summary>
public sealed class TeachingAssignment : IVersioned, IInPlace
{
    public int Id { get; init; }

    public required int ClassId { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required string SubjectCode { get; init; }

    public required long EmployeeId { get; init; }

    public required decimal WeeklyHours { get; set; }

    public required DateOnly StartsOn { get; set; }

    /// <summary>Last day it counts; null until the end of the year.</summary>
    public DateOnly? EndsOn { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class TeachingAssignmentConfiguration : IEntityTypeConfiguration<TeachingAssignment>
{
    public void Configure(EntityTypeBuilder<TeachingAssignment> builder)
    {
        builder.Property(a => a.SubjectCode).IsCode(20);
        builder.HasIndex(a => new { a.ClassId, a.SubjectCode });
        builder.HasIndex(a => new { a.EmployeeId, a.SchoolYearId });
        builder.HasIndex(a => new { a.SchoolId, a.SchoolYearId });
    }
}

using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Enrollments.Domain;

/// <summary>Where a pupil's year at a school stands (workflow 4.2).</summary>
public enum EnrollmentState
{
    Expected = 0,
    Active = 1,
    NotJoined = 2,
    Left = 3,
    Graduated = 4,
}

/// <summary>How a pupil came to a school that year.</summary>
public enum EnrollmentKind
{
    New = 0,
    ReEnrolled = 1,
    TransferredIn = 2,
}

/// <summary>A pupil at a school in a school year. A pupil is counted once: at most one line of a year is active.</summary>
public sealed class Enrollment : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required long PupilId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int SchoolId { get; init; }

    public required string LevelCode { get; set; }

    /// <summary>Empty where the level has no streams.</summary>
    public string StreamCode { get; set; } = "";

    public int? ClassId { get; set; }

    /// <summary>Number in the class list (scolarite.orderClasse).</summary>
    public int OrderInClass { get; set; }

    public required EnrollmentState State { get; set; }

    public required EnrollmentKind Kind { get; init; }

    public required DateOnly EnteredOn { get; set; }

    public DateOnly? LeftOn { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class EnrollmentConfiguration : IEntityTypeConfiguration<Enrollment>
{
    public void Configure(EntityTypeBuilder<Enrollment> builder)
    {
        builder.Property(e => e.LevelCode).IsCode(10);
        builder.Property(e => e.StreamCode).IsCode(20);
        // Who moves away and comes back in one year has two lines there; two of one day would be one.
        builder.HasIndex(e => new { e.PupilId, e.SchoolYearId, e.SchoolId, e.EnteredOn }).IsUnique();
        builder.HasIndex(e => new { e.SchoolId, e.SchoolYearId, e.LevelCode });
        builder.HasIndex(e => new { e.ClassId, e.OrderInClass });
    }
}

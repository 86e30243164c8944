using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Attendance.Domain;

/// <summary>A pupil's absence on a day: how many lesson hours, and whether the family gave a reason that counts.</summary>
public sealed class Absence : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required long PupilId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int SchoolId { get; init; }

    public required int ClassId { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>Lesson hours missed that day, 1 to 8.</summary>
    public required int Periods { get; set; }

    /// <summary>غياب مبرر: a reason was given and accepted.</summary>
    public bool IsJustified { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class AbsenceConfiguration : IEntityTypeConfiguration<Absence>
{
    public void Configure(EntityTypeBuilder<Absence> builder)
    {
        builder.HasIndex(a => new { a.PupilId, a.Day }).IsUnique();
        builder.HasIndex(a => new { a.ClassId, a.Day });
        builder.HasIndex(a => new { a.SchoolId, a.SchoolYearId });
    }
}

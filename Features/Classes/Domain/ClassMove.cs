using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Classes.Domain;

/// <summary>
/// A pupil put into a class, or moved to another of the same level: where from, where to, from which day and who did it. Rows are only
/// ever added; where a pupil sits today stands on the enrollment.
/// </summary>
public sealed class ClassMove : IInPlace
{
    public const int ReasonLength = 300;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required long EnrollmentId { get; init; }

    public required long PupilId { get; init; }

    /// <summary>None when the pupil had no class yet.</summary>
    public int? FromClassId { get; init; }

    public required int ToClassId { get; init; }

    /// <summary>First day in the new class.</summary>
    public required DateOnly StartsOn { get; init; }

    public string? Reason { get; init; }

    public required long ByAccountId { get; init; }

    public required DateTime At { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class ClassMoveConfiguration : IEntityTypeConfiguration<ClassMove>
{
    public void Configure(EntityTypeBuilder<ClassMove> builder)
    {
        builder.Property(m => m.Reason).HasMaxLength(ClassMove.ReasonLength);
        builder.HasIndex(m => m.EnrollmentId);
        builder.HasIndex(m => m.FromClassId);
        builder.HasIndex(m => m.ToClassId);
    }
}

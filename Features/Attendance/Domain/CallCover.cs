using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Attendance.Domain;

/// <summary>
/// Somebody of the school who keeps a class in a subject for half a day, because its teacher is away or there is none yet: for that
/// half day the call is theirs to make. Half a day, because that is what absences are counted in and what a school arranges in the morning.
/// </summary>
public sealed class CallCover : IInPlace, IOfSchool
{
    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int ClassId { get; init; }

    /// <summary>A subject of the class, or <see cref="SessionKey.NoSubject"/>.</summary>
    public required string SubjectCode { get; init; }

    public required DateOnly Day { get; init; }

    public required HalfDay Half { get; init; }

    public required long EmployeeId { get; init; }

    public required long GivenByAccountId { get; init; }

    public required DateTime GivenAt { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class CallCoverConfiguration : IEntityTypeConfiguration<CallCover>
{
    public void Configure(EntityTypeBuilder<CallCover> builder)
    {
        builder.Property(c => c.SubjectCode).IsCode(20);
        builder.HasIndex(c => new { c.ClassId, c.SubjectCode, c.Day, c.Half }).IsUnique();
        builder.HasIndex(c => new { c.EmployeeId, c.Day });
        builder.HasIndex(c => new { c.SchoolId, c.Day });
    }
}

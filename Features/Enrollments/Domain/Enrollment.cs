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

    /// <summary>منقطع: the head confirmed that the pupil stays away; not counted from the day of leaving on, back by the school's word.</summary>
    Interrupted = 5,

    /// <summary>On no list, in no count, and nobody is asked anything about the child any more.</summary>
    Deceased = 6,

    /// <summary>Known to be taught where Massar does not reach: abroad, at a training centre, at a mission's school.</summary>
    FoundElsewhere = 7,
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
    public const int NoteLength = 200;

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

    /// <summary>First day of a suspension: the pupil keeps the place and the marks, and is not called until it is over.</summary>
    public DateOnly? SuspendedFrom { get; set; }

    /// <summary>Last day of it.</summary>
    public DateOnly? SuspendedUntil { get; set; }

    /// <summary>Where the pupil was found, or by which paper a death is known; for the school's head alone.</summary>
    [Secret] public string? StateNote { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    public bool IsSuspendedOn(DateOnly day) => SuspendedFrom <= day && day <= SuspendedUntil;

    /// <summary>The pupil is not at the school from this day on; who never came there was there on no day.</summary>
    public void End(EnrollmentState state, DateOnly day, string? note)
    {
        if (State == EnrollmentState.Active)
            LeftOn = day > EnteredOn ? day : EnteredOn;
        (State, StateNote, SuspendedFrom, SuspendedUntil) = (state, note, null, null);
    }

    /// <summary>What was written down was wrong: the line is what it was.</summary>
    public void TakeBack(EnrollmentState former, string? why) => (State, StateNote, LeftOn) = (former, why, former is EnrollmentState.Active or EnrollmentState.Expected ? null : LeftOn);
}

public sealed class EnrollmentConfiguration : IEntityTypeConfiguration<Enrollment>
{
    public void Configure(EntityTypeBuilder<Enrollment> builder)
    {
        builder.Property(e => e.LevelCode).IsCode(10);
        builder.Property(e => e.StreamCode).IsCode(20);
        builder.Property(e => e.StateNote).HasMaxLength(Enrollment.NoteLength);
        // Who moves away and comes back in one year has two lines there; two of one day would be one.
        builder.HasIndex(e => new { e.PupilId, e.SchoolYearId, e.SchoolId, e.EnteredOn }).IsUnique();
        builder.HasIndex(e => new { e.SchoolId, e.SchoolYearId, e.LevelCode });
        builder.HasIndex(e => new { e.ClassId, e.OrderInClass });
    }
}

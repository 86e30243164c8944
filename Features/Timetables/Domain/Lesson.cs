using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Timetables.Domain;

/// <summary>
/// A weekly lesson (حصة): a class in a subject with the teacher of an assignment, on a day of the week, for one hour or several in a row
/// of the same half day, from a day to a day. A timetable that changes during the year ends the old lessons and begins new ones.
/// </summary>
public sealed class Lesson : IVersioned, IInPlace, IOfSchool
{
    public const int MostHours = 4;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int ClassId { get; init; }

    public required string SubjectCode { get; init; }

    /// <summary>Who teaches what to whom; its class, subject and teacher never change, so they stand here too.</summary>
    public required int AssignmentId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>Null where no room was given.</summary>
    public int? RoomId { get; set; }

    /// <summary>0 for the whole class; 1 and 2 are its halves (التفويج), which may be taught at one hour.</summary>
    public int Half { get; set; }

    public required DayOfWeek Weekday { get; set; }

    /// <summary>M1…M4, S1…S4, as the hours of the school day are named.</summary>
    public required string FirstHour { get; set; }

    /// <summary>Hours in a row, from <see cref="FirstHour"/>.</summary>
    public required int Hours { get; set; }

    public required DateOnly StartsOn { get; set; }

    /// <summary>Last day it may be held.</summary>
    public required DateOnly EndsOn { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>Where and when it stands now.</summary>
    public LessonSpot Spot => new(Weekday, FirstHour, Hours, RoomId, Half, StartsOn, EndsOn);

    public void Move(LessonSpot to) =>
        (Weekday, FirstHour, Hours, RoomId, Half, StartsOn, EndsOn) = (to.Weekday, to.FirstHour, to.Hours, to.RoomId, to.Half, to.StartsOn, to.EndsOn);
}

/// <summary>Where and when a lesson stands: all of it that a head may change.</summary>
public sealed record LessonSpot(DayOfWeek Weekday, string FirstHour, int Hours, int? RoomId, int Half, DateOnly StartsOn, DateOnly EndsOn);

public sealed class LessonConfiguration : IEntityTypeConfiguration<Lesson>
{
    public void Configure(EntityTypeBuilder<Lesson> builder)
    {
        builder.Ignore(l => l.Spot);
        builder.Property(l => l.SubjectCode).IsCode(20);
        builder.Property(l => l.FirstHour).IsCode(4);
        builder.HasIndex(l => new { l.SchoolId, l.SchoolYearId });
        builder.HasIndex(l => new { l.ClassId, l.StartsOn });
        builder.HasIndex(l => new { l.EmployeeId, l.SchoolYearId });
        builder.HasIndex(l => l.RoomId);
    }
}

/// <summary>One change of a lesson by a person, with what it was and what it became: what makes it possible to take it back.</summary>
public sealed class LessonChange : IInPlace, IOfSchool
{
    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int ClassId { get; init; }

    public required long LessonId { get; init; }

    public required int AssignmentId { get; init; }

    /// <summary>JSON of a <see cref="LessonSpot"/>; null where the lesson was placed by this change.</summary>
    public string? Was { get; init; }

    /// <summary>JSON of a <see cref="LessonSpot"/>; null where the lesson was taken away by this change.</summary>
    public string? Became { get; init; }

    public required long AccountId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>The change that took this one back.</summary>
    public long? UndoneById { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class LessonChangeConfiguration : IEntityTypeConfiguration<LessonChange>
{
    public void Configure(EntityTypeBuilder<LessonChange> builder)
    {
        builder.Property(c => c.Was).HasMaxLength(400);
        builder.Property(c => c.Became).HasMaxLength(400);
        builder.HasIndex(c => new { c.ClassId, c.At });
        builder.HasIndex(c => c.SchoolId);
    }
}

/// <summary>An hour of the week at which a teacher cannot be given a lesson. Why is nobody's business, and is not kept.</summary>
public sealed class TeacherUnavailability : IInPlace, IOfSchool
{
    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required long EmployeeId { get; init; }

    public required DayOfWeek Weekday { get; init; }

    public required string Hour { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class TeacherUnavailabilityConfiguration : IEntityTypeConfiguration<TeacherUnavailability>
{
    public void Configure(EntityTypeBuilder<TeacherUnavailability> builder)
    {
        builder.ToTable("TeacherUnavailabilities");
        builder.Property(u => u.Hour).IsCode(4);
        builder.HasIndex(u => new { u.EmployeeId, u.SchoolYearId, u.Weekday, u.Hour }).IsUnique();
        builder.HasIndex(u => new { u.SchoolId, u.SchoolYearId });
    }
}

/// <summary>The hours a school is open for lessons in a year, where they differ from the country's.</summary>
public sealed class SchoolWeek : IVersioned, IInPlace, IOfSchool
{
    public int Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    /// <summary>As the setting <c>timetables.week</c> writes it.</summary>
    public required string Open { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class SchoolWeekConfiguration : IEntityTypeConfiguration<SchoolWeek>
{
    public void Configure(EntityTypeBuilder<SchoolWeek> builder)
    {
        builder.Property(w => w.Open).IsCode(200);
        builder.HasIndex(w => new { w.SchoolId, w.SchoolYearId }).IsUnique();
    }
}

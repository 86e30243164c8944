using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Meetings.Domain;

/// <summary>Where a meeting stands. The numbers are stored.</summary>
public enum MeetingState
{
    Booked = 1,
    CancelledByFamily = 2,
    CancelledBySchool = 3,
    Held = 4,

    /// <summary>The hour came, the family did not.</summary>
    NotHeld = 5,
}

/// <summary>A guardian meets a teacher of a child, at an hour at which the timetable leaves the teacher free.</summary>
public sealed class Meeting : IVersioned, IInPlace, IOfSchool
{
    public const int TopicLength = 300;
    public const int WhyLength = 300;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required long PupilId { get; init; }

    public required int ClassId { get; init; }

    public required string SubjectCode { get; init; }

    public required long EmployeeId { get; init; }

    public required long GuardianId { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>Minutes after midnight in Morocco at which it begins.</summary>
    public required int Minute { get; init; }

    /// <summary>How long it lasts.</summary>
    public required int Minutes { get; init; }

    /// <summary>What the family wants to talk about; may tell of a child's health or of a family's troubles: not for the audit trail.</summary>
    [Secret] public string? Topic { get; init; }

    public required DateTime BookedAt { get; init; }

    public required long BookedByAccountId { get; init; }

    public MeetingState State { get; private set; } = MeetingState.Booked;

    /// <summary>When it took its last step, UTC.</summary>
    public DateTime StateSince { get; private set; }

    /// <summary>Why the school called it off, in the teacher's words; null where the teacher is away that day.</summary>
    [Secret] public string? Why { get; private set; }

    /// <summary>The teacher's time, taken once; null when it is free again.</summary>
    public string? LiveKey { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    public Slot Slot => new(Day, Minute, Minutes);

    /// <summary>Agreed on.</summary>
    public Meeting Begin()
    {
        (StateSince, LiveKey) = (BookedAt, string.Create(CultureInfo.InvariantCulture, $"{EmployeeId}/{Day:yyyy-MM-dd}/{Minute}"));
        return this;
    }

    /// <summary>Called off before its hour; the time is free again.</summary>
    /// <param name="bySchool">By the teacher; else by the family.</param>
    public Refusal? Cancel(bool bySchool, string? why, DateTime now)
    {
        if (State != MeetingState.Booked)
            return Changed;
        if (Slot.HasBegun(now))
            return Refusal.Conflict("meetings.cancel.late").Next("meetings.cancel.late.next");
        (State, StateSince, Why, LiveKey) = (bySchool ? MeetingState.CancelledBySchool : MeetingState.CancelledByFamily, now, why, null);
        return null;
    }

    /// <summary>What became of it, after its hour; may be put right while it is new.</summary>
    public Refusal? Record(bool held, DateTime now)
    {
        if (State is not (MeetingState.Booked or MeetingState.Held or MeetingState.NotHeld))
            return Changed;
        if (!Slot.HasBegun(now))
            return Refusal.Conflict("meetings.outcome.early");
        (State, StateSince) = (held ? MeetingState.Held : MeetingState.NotHeld, now);
        return null;
    }

    /// <summary>It took another step meanwhile.</summary>
    public static Refusal Changed => Refusal.Conflict("meetings.settled").Next("meetings.settled.next");
}

/// <summary>A time somebody could come.</summary>
/// <param name="Minute">Minutes after midnight.</param>
/// <param name="Minutes">How long.</param>
public sealed record Slot(DateOnly Day, int Minute, int Minutes)
{
    public TimeOnly From => new(Minute / 60, Minute % 60);

    public TimeOnly To => From.AddMinutes(Minutes);

    /// <summary>As a form sends it: 2026-11-24T10:30.</summary>
    public string Code => string.Create(CultureInfo.InvariantCulture, $"{Day:yyyy-MM-dd}T{From:HH':'mm}");

    /// <param name="now">UTC.</param>
    public bool HasBegun(DateTime now) => Day.ToDateTime(From) <= MoroccanDay.Local(now);
}

public sealed class MeetingConfiguration : IEntityTypeConfiguration<Meeting>
{
    public void Configure(EntityTypeBuilder<Meeting> builder)
    {
        builder.Ignore(m => m.Slot);
        builder.Property(m => m.SubjectCode).IsCode(20);
        builder.Property(m => m.Topic).HasMaxLength(Meeting.TopicLength);
        builder.Property(m => m.Why).HasMaxLength(Meeting.WhyLength);
        builder.Property(m => m.LiveKey).IsCode(60);
        builder.HasIndex(m => m.LiveKey).IsUnique();
        builder.HasIndex(m => new { m.EmployeeId, m.Day });
        builder.HasIndex(m => new { m.GuardianId, m.Day });
        builder.HasIndex(m => new { m.SchoolId, m.Day });
        builder.HasIndex(m => m.PupilId);
    }
}

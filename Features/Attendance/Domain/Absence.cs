using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Attendance.Domain;

/// <summary>Half of a school day: what absences are counted in.</summary>
public enum HalfDay
{
    Morning = 1,
    Afternoon = 2,
}

/// <summary>Where an absence stands (workflow 4.8).</summary>
public enum AbsenceState
{
    /// <summary>Nobody has given a reason yet.</summary>
    Noted = 0,

    /// <summary>The family gave a reason that waits for the school.</summary>
    Reported = 1,

    /// <summary>غياب مبرر: the reason was accepted.</summary>
    Justified = 2,

    /// <summary>غياب غير مبرر: the reason was not accepted, or none came in time.</summary>
    Unjustified = 3,

    /// <summary>The calls that noted it were corrected: the pupil was there.</summary>
    Cancelled = 4,
}

/// <summary>A pupil's absence in one half of a day: how many lesson hours, and whether there is a reason that counts.</summary>
public sealed class Absence : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required long PupilId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int SchoolId { get; init; }

    public required int ClassId { get; init; }

    public required DateOnly Day { get; init; }

    public required HalfDay Half { get; init; }

    /// <summary>Lesson hours missed in that half, 0 when the calls were corrected.</summary>
    public required int Periods { get; set; }

    public AbsenceState State { get; set; }

    /// <summary>When the guardians were told, UTC; they are told once.</summary>
    public DateTime? ToldAt { get; set; }

    /// <summary>The family's last reason for it.</summary>
    public long? JustificationId { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>Takes in how many hours the calls say now; true when the absence is new, or there again.</summary>
    public bool Count(int periods)
    {
        var isNew = periods > 0 && (State == AbsenceState.Cancelled || Periods == 0);
        Periods = periods;
        if (periods == 0)
            State = AbsenceState.Cancelled;
        else if (isNew)
            State = AbsenceState.Noted;
        return isNew;
    }

    /// <summary>Whether a family may still give a reason: the window is counted in days after the absence.</summary>
    public bool CanBeReported(DateOnly today, int windowDays) => CanBeReported(State, Day, today, windowDays);

    public static bool CanBeReported(AbsenceState state, DateOnly day, DateOnly today, int windowDays) =>
        state is AbsenceState.Noted or AbsenceState.Unjustified && day.AddDays(windowDays) >= today;

    /// <summary>The family gave a reason.</summary>
    public void Report(Justification justification)
    {
        State = AbsenceState.Reported;
        JustificationId = justification.Id;
    }

    /// <summary>The school ruled on the reason; says nothing where the call was corrected meanwhile.</summary>
    public void Rule(bool accepted)
    {
        if (State == AbsenceState.Reported)
            State = accepted ? AbsenceState.Justified : AbsenceState.Unjustified;
    }

    /// <summary>The time for a reason is over; true when that made it an unjustified one.</summary>
    public bool Settle()
    {
        if (State != AbsenceState.Noted)
            return false;
        State = AbsenceState.Unjustified;
        return true;
    }

    /// <summary>Notes that the guardians are being told; refuses where there is nothing to tell, or it was told.</summary>
    public bool Tell(DateTime now)
    {
        if (State != AbsenceState.Noted || ToldAt is not null)
            return false;
        ToldAt = now;
        return true;
    }
}

public sealed class AbsenceConfiguration : IEntityTypeConfiguration<Absence>
{
    public void Configure(EntityTypeBuilder<Absence> builder)
    {
        builder.HasIndex(a => new { a.PupilId, a.Day, a.Half }).IsUnique();
        builder.HasIndex(a => new { a.ClassId, a.Day });
        builder.HasIndex(a => new { a.SchoolId, a.SchoolYearId });
        builder.HasIndex(a => a.JustificationId);
    }
}

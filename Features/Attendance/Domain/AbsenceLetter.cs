using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Attendance.Domain;

/// <summary>How a letter reached the family.</summary>
public enum HandedWay
{
    /// <summary>To the guardian, against a signature.</summary>
    ByHand = 1,

    /// <summary>Registered post with acknowledgement (رسالة مضمونة).</summary>
    Registered = 2,

    /// <summary>The post, or the person sent, brought it back: nobody lives there any more.</summary>
    Returned = 3,
}

/// <summary>
/// A letter to a guardian about absences: the notice that goes with a follow-up, or the summons of a pupil who stays away. Its sealed file
/// is in the school's register of documents; here is why it was written and when it was handed over.
/// </summary>
public sealed class AbsenceLetter : IVersioned, IInPlace, IOfSchool
{
    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required long PupilId { get; init; }

    /// <summary>The follow-up it tells of; null for a summons.</summary>
    public long? FollowUpId { get; init; }

    /// <summary>The interruption it summons about; null for a notice.</summary>
    public long? InterruptionId { get; init; }

    public required long DocumentId { get; init; }

    /// <summary>What is drawn on it, as JSON of <see cref="LetterContent"/>: it is printed again from this.</summary>
    public required string Paper { get; init; }

    public required DateTime IssuedAt { get; init; }

    /// <summary>Null when nobody ordered it in person.</summary>
    public long? IssuedByAccountId { get; init; }

    public DateOnly? HandedOn { get; set; }

    public HandedWay? Way { get; set; }

    public long? HandedByAccountId { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>Notes the day it was handed over: not before it was written, not in the future, once.</summary>
    public Refusal? Hand(DateOnly day, HandedWay way, long account, DateOnly today)
    {
        if (HandedOn is not null)
            return Refusal.Conflict("attendance.letter.handed-already").Next("attendance.justification.decided.next");
        if (day > today || day < DateOnly.FromDateTime(MoroccanDay.Local(IssuedAt)))
            return Refusal.Invalid("HandedOn", "attendance.letter.handed-on.wrong");
        (HandedOn, Way, HandedByAccountId) = (day, way, account);
        return null;
    }
}

public sealed class AbsenceLetterConfiguration : IEntityTypeConfiguration<AbsenceLetter>
{
    public void Configure(EntityTypeBuilder<AbsenceLetter> builder)
    {
        builder.Property(l => l.Paper).IsLongText();
        builder.HasIndex(l => l.FollowUpId).IsUnique();
        builder.HasIndex(l => l.InterruptionId).IsUnique();
        builder.HasIndex(l => new { l.SchoolId, l.HandedOn, l.IssuedAt });
        builder.HasIndex(l => l.PupilId);
    }
}

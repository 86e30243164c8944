using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Attendance.Domain;

/// <summary>Where a family's reason stands.</summary>
public enum JustificationState
{
    Waiting = 0,
    Accepted = 1,
    Rejected = 2,
}

/// <summary>A guardian's reason for one or more absences of a child, and what the school said to it.</summary>
public sealed class Justification : IVersioned, IInPlace, IOfSchool
{
    /// <summary>The list of reasons in the reference data.</summary>
    public const string Reasons = "absence-reasons";

    public const int NoteLength = 300;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required long PupilId { get; init; }

    public required string ReasonCode { get; init; }

    /// <summary>The guardian's own words, which may tell of an illness: not for the audit trail.</summary>
    [Secret] public string? Note { get; init; }

    /// <summary>A medical certificate or another paper.</summary>
    public long? FileId { get; init; }

    public required long GivenByAccountId { get; init; }

    public required DateTime GivenAt { get; init; }

    public JustificationState State { get; set; }

    /// <summary>Why it was not accepted.</summary>
    public string? Answer { get; set; }

    public long? DecidedByAccountId { get; set; }

    public DateTime? DecidedAt { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>The school rules, once.</summary>
    public Refusal? Decide(bool accept, string? answer, long account, DateTime now)
    {
        if (State != JustificationState.Waiting)
            return Refusal.Conflict("attendance.justification.decided").Next("attendance.justification.decided.next");
        (State, Answer, DecidedByAccountId, DecidedAt) = (accept ? JustificationState.Accepted : JustificationState.Rejected, answer, account, now);
        return null;
    }
}

public sealed class JustificationConfiguration : IEntityTypeConfiguration<Justification>
{
    public void Configure(EntityTypeBuilder<Justification> builder)
    {
        builder.Property(j => j.ReasonCode).IsCode(40);
        builder.Property(j => j.Note).HasMaxLength(Justification.NoteLength);
        builder.Property(j => j.Answer).HasMaxLength(Justification.NoteLength);
        builder.HasIndex(j => new { j.SchoolId, j.State });
        builder.HasIndex(j => j.PupilId);
        builder.HasIndex(j => j.FileId);
    }
}

using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Attendance.Domain;

/// <summary>Where a pupil who stays away stands (workflow 4.4).</summary>
public enum InterruptionState
{
    /// <summary>The days were counted; nobody wrote to the family yet.</summary>
    AtRisk = 0,

    /// <summary>استدعاء: the guardian is summoned to a day and an hour.</summary>
    Convened = 1,

    /// <summary>The pupil is back, or never was away: nothing more to do.</summary>
    Back = 2,

    /// <summary>منقطع: the head confirmed it. The pupil is no longer called, and may come back on request.</summary>
    Interrupted = 3,
}

/// <summary>
/// A pupil without news for as many school days in a row as the reference data say. It is a proposal: the guardian is summoned in
/// writing, and only the head may then flag the pupil as interrupted, once the summons was handed over and its day has come.
/// </summary>
public sealed class Interruption : IVersioned, IInPlace, IOfSchool
{
    public const int NoteLength = 300;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required long PupilId { get; init; }

    public required int ClassId { get; init; }

    /// <summary>First day of the row.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>School days in the row when it was opened.</summary>
    public required int Days { get; init; }

    public required DateTime OpenedAt { get; init; }

    public InterruptionState State { get; set; }

    /// <summary>The day and hour the guardian is summoned to, by the wall clock.</summary>
    public DateTime? MeetingAt { get; set; }

    public DateTime? DecidedAt { get; set; }

    public long? DecidedByAccountId { get; set; }

    /// <summary>What the family said, or how the pupil came back.</summary>
    [Secret] public string? Note { get; set; }

    /// <summary>From this day the pupil is not on the list that is called.</summary>
    public DateOnly? StruckOn { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    public bool IsOpen => State is InterruptionState.AtRisk or InterruptionState.Convened;

    /// <summary>The guardian is summoned; once, so that one letter is the one that counts.</summary>
    public Refusal? Convene(DateTime meeting)
    {
        if (State != InterruptionState.AtRisk)
            return Decided();
        (State, MeetingAt) = (InterruptionState.Convened, meeting);
        return null;
    }

    /// <summary>The pupil came back; also what undoes a confirmed interruption when the family asks for it (إرجاع).</summary>
    public Refusal? Return(string note, long account, DateTime now)
    {
        if (State == InterruptionState.Back)
            return Decided();
        (State, Note, DecidedAt, DecidedByAccountId, StruckOn) = (InterruptionState.Back, note, now, account, null);
        return null;
    }

    /// <summary>Ends it without a word with a child who died; the day it was struck stays, should that have been a mistake.</summary>
    public void EndWithPupil(long account, DateTime now) => (State, Note, DecidedAt, DecidedByAccountId) = (InterruptionState.Back, "", now, account);

    /// <summary>The death was a mistake, and the pupil stays away as before.</summary>
    public void GoOn() => State = InterruptionState.Interrupted;

    /// <summary>The head confirms, after a written summons that was handed over and whose day has come.</summary>
    /// <param name="handedOn">When the summons was handed over; null when it was not.</param>
    public Refusal? Confirm(DateOnly? handedOn, string note, long account, DateTime now, DateOnly today)
    {
        if (!IsOpen)
            return Decided();
        if (State == InterruptionState.AtRisk || handedOn is null)
            return Refusal.Conflict("attendance.interruption.not-summoned").Next("attendance.interruption.not-summoned.next");
        if (DateOnly.FromDateTime(MeetingAt!.Value) > today)
            return Refusal.Conflict("attendance.interruption.too-early").Next("attendance.interruption.too-early.next");
        (State, Note, DecidedAt, DecidedByAccountId, StruckOn) = (InterruptionState.Interrupted, note, now, account, today);
        return null;
    }

    private static Refusal Decided() => Refusal.Conflict("attendance.interruption.decided").Next("attendance.justification.decided.next");
}

public sealed class InterruptionConfiguration : IEntityTypeConfiguration<Interruption>
{
    public void Configure(EntityTypeBuilder<Interruption> builder)
    {
        builder.Ignore(i => i.IsOpen);
        builder.Property(i => i.Note).HasMaxLength(Interruption.NoteLength);
        builder.HasIndex(i => new { i.PupilId, i.SchoolYearId });
        builder.HasIndex(i => new { i.SchoolId, i.State });
    }
}

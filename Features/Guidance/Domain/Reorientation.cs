using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Guidance.Domain;

/// <summary>A pupil asks to change to another stream of the same level within the year; steps go by <see cref="ReorientationStates"/>.</summary>
public sealed class Reorientation : IVersioned, IInPlace, IOfSchool
{
    public const int ReasonLength = 1000;
    public const int NoteLength = 500;

    /// <summary>The list of the codes a refusal has.</summary>
    public const string Refusals = "reorientation-refusals";

    public long Id { get; init; }

    public required int WindowId { get; init; }

    public required long PupilId { get; init; }

    /// <summary>The pupil while the request is not at its end; the one key of all live requests, so that two parents send one between them.</summary>
    public long? LiveKey { get; private set; }

    /// <summary>The line of enrollment the pupil asked from.</summary>
    public required long EnrollmentId { get; init; }

    /// <summary>The school the pupil was at when asking: it gives the opinion.</summary>
    public required int SchoolId { get; init; }

    public required string LevelCode { get; init; }

    public required string FromStream { get; init; }

    public required int ToSchoolId { get; init; }

    public required string ToStream { get; init; }

    /// <summary>In the words of who asked; other guardians do not read it.</summary>
    public required string Reason { get; init; }

    public required DateTime AskedAt { get; init; }

    public required long AskedByAccountId { get; init; }

    public ReorientationState State { get; private set; }

    /// <summary>The opinion of the school, given by the head after the council; null while it is silent.</summary>
    public bool? IsFavorable { get; private set; }

    /// <summary>Why, in words; always there for an unfavorable opinion.</summary>
    public string? OpinionReason { get; private set; }

    /// <summary>What the guidance counsellor tells the family and the commission.</summary>
    public string? Note { get; private set; }

    public DateTime? AdvisedAt { get; private set; }

    public long? AdvisedByAccountId { get; private set; }

    /// <summary>A code of the list <see cref="Refusals"/>.</summary>
    public string? RefusalCode { get; private set; }

    /// <summary>What the commission says of its decision, or of having taken it back; the family reads it.</summary>
    public string? DecisionReason { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    /// <summary>The transfer that takes the pupil to another school.</summary>
    public long? TransferId { get; private set; }

    /// <summary>The first day in the new stream.</summary>
    public DateOnly? PlacedOn { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>As the receipt prints it: "RO-26-000123".</summary>
    public string Number => NumberOf(Id, AskedAt);

    public bool IsSameSchool => SchoolId == ToSchoolId;

    public static string NumberOf(long id, DateTime askedAt) => string.Create(CultureInfo.InvariantCulture, $"RO-{MoroccanDay.Of(askedAt).Year % 100:00}-{id:000000}");

    /// <summary>Begins it.</summary>
    public void Ask() => Enter(ReorientationState.Asked);

    /// <summary>The opinion, which may be changed until the commission decides.</summary>
    public Refusal? Advise(bool isFavorable, string? reason, string? note, long by, DateTime now)
    {
        // A decision goes back to an opinion only when it is taken back.
        if (State is not (ReorientationState.Asked or ReorientationState.Advised)) return Changed;
        Enter(ReorientationState.Advised);
        (IsFavorable, OpinionReason, Note, AdvisedByAccountId, AdvisedAt) = (isFavorable, reason, note, by, now);
        return null;
    }

    /// <param name="transfer">To another school; null where only the class changes.</param>
    public Refusal? Accept(string? reason, long by, DateTime now, long? transfer)
    {
        if (Decide(ReorientationState.Accepted, null, reason, by, now) is { } refusal) return refusal;
        TransferId = transfer;
        return null;
    }

    public Refusal? Wait(string? reason, long by, DateTime now) => Decide(ReorientationState.Waiting, null, reason, by, now);

    public Refusal? Refuse(string code, string reason, long by, DateTime now) => Decide(ReorientationState.Refused, code, reason, by, now);

    /// <summary>Takes the decision back, with a reason the family reads; the request stands where it stood before.</summary>
    public Refusal? Recall(string reason)
    {
        if (State == ReorientationState.Placed) return Refusal.Conflict("guidance.change.placed").Next("guidance.change.placed.next");
        if (State is not (ReorientationState.Accepted or ReorientationState.Waiting or ReorientationState.Refused)) return Changed;
        if (Become(AdvisedAt is null ? ReorientationState.Asked : ReorientationState.Advised) is { } refusal) return refusal;
        (RefusalCode, DecisionReason, DecidedAt, DecidedByAccountId, TransferId) = (null, reason, null, null, null);
        return null;
    }

    public Refusal? Withdraw() => Become(ReorientationState.Withdrawn);

    public Refusal? Place(DateOnly day)
    {
        if (Become(ReorientationState.Placed) is { } refusal) return refusal;
        PlacedOn = day;
        return null;
    }

    public Refusal? Lapse() => Become(ReorientationState.Lapsed);

    /// <summary>Somebody else took a step meanwhile.</summary>
    public static Refusal Changed => Refusal.Conflict("guidance.state.not-now").Next("guidance.state.not-now.next");

    private Refusal? Decide(ReorientationState to, string? code, string? reason, long by, DateTime now)
    {
        if (Become(to) is { } refusal) return refusal;
        (RefusalCode, DecisionReason, DecidedByAccountId, DecidedAt) = (code, reason, by, now);
        return null;
    }

    private Refusal? Become(ReorientationState to)
    {
        if (!State.MayBecome(to)) return Changed;
        Enter(to);
        return null;
    }

    private void Enter(ReorientationState state) => (State, LiveKey) = (state, ReorientationStates.Of(state).IsLive ? PupilId : null);
}

public sealed class ReorientationConfiguration : IEntityTypeConfiguration<Reorientation>
{
    public void Configure(EntityTypeBuilder<Reorientation> builder)
    {
        builder.ToTable("Reorientations");
        builder.Property(r => r.LevelCode).IsCode(10);
        builder.Property(r => r.FromStream).IsCode(20);
        builder.Property(r => r.ToStream).IsCode(20);
        builder.Property(r => r.RefusalCode).IsCode(20);
        builder.Property(r => r.Reason).HasMaxLength(Reorientation.ReasonLength);
        builder.Property(r => r.OpinionReason).HasMaxLength(Reorientation.ReasonLength);
        builder.Property(r => r.Note).HasMaxLength(Reorientation.NoteLength);
        builder.Property(r => r.DecisionReason).HasMaxLength(Reorientation.ReasonLength);
        builder.Ignore(r => r.Number);
        builder.Ignore(r => r.IsSameSchool);
        builder.HasIndex(r => r.LiveKey).IsUnique();
        builder.HasIndex(r => new { r.PupilId, r.AskedAt });
        builder.HasIndex(r => new { r.WindowId, r.State, r.AskedAt });
        builder.HasIndex(r => new { r.SchoolId, r.WindowId });
        builder.HasIndex(r => new { r.ToSchoolId, r.ToStream });
        builder.HasIndex(r => r.TransferId);
        builder.HasIndex(r => r.EnrollmentId);
    }
}

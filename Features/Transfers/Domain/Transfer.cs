using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Transfers.Domain;

/// <summary>What the sending school noted before the pupil goes. It is noted and never keeps a pupil back.</summary>
/// <param name="MarksEntered">Every mark up to the day is in the sheets.</param>
/// <param name="AbsencesEntered">Every call up to the day is made.</param>
/// <param name="Property">Books and things of the school still with the pupil; null for none.</param>
/// <param name="Debts">What the family still owes; null for nothing.</param>
public sealed record Checklist(bool MarksEntered, bool AbsencesEntered, string? Property, string? Debts);

/// <summary>
/// One pupil on the way from one school to another. The pupil stays enrolled at the first until the second confirms the day of joining; then
/// one line of enrollment ends and the other begins on that day, in one transaction.
/// </summary>
public sealed class Transfer : IVersioned, IInPlace
{
    public const int ReasonLength = 300;
    public const int NoteLength = 200;

    public long Id { get; init; }

    public required long PupilId { get; init; }

    /// <summary>The pupil while the transfer is not at its end; the one key of all live transfers, so that two schools cannot both ask.</summary>
    public long? LiveKey { get; private set; }

    public required int SchoolYearId { get; init; }

    /// <summary>The line of enrollment that ends with it.</summary>
    public required long EnrollmentId { get; init; }

    public required int FromSchoolId { get; init; }

    public required int FromDirectorateId { get; init; }

    public required int ToSchoolId { get; init; }

    public required int ToDirectorateId { get; init; }

    public required string LevelCode { get; init; }

    public string StreamCode { get; init; } = "";

    /// <summary>A code of the list <c>transfer-kinds</c>.</summary>
    public required string KindCode { get; init; }

    /// <summary>A code of the list <c>transfer-reasons</c>.</summary>
    public required string ReasonCode { get; init; }

    /// <summary>What was said besides.</summary>
    public string? Reason { get; init; }

    public required TransferOrigin AskedBy { get; init; }

    public required long AskedByAccountId { get; init; }

    public required DateTime AskedAt { get; init; }

    public TransferState State { get; private set; }

    public DateTime StateSince { get; private set; }

    /// <summary>Last day on which the state is in time.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>Why the sending school objected, or the directorate refused.</summary>
    public string? Objection { get; set; }

    public bool MarksEntered { get; private set; }

    public bool AbsencesEntered { get; private set; }

    public string? Property { get; private set; }

    public string? Debts { get; private set; }

    /// <summary>The day the pupil joined: first at the new school, no more at the old one.</summary>
    public DateOnly? JoinedOn { get; private set; }

    /// <summary>The line of enrollment that began with it.</summary>
    public long? NewEnrollmentId { get; set; }

    /// <summary>The departure certificate (شهادة المغادرة).</summary>
    public long? DocumentId { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => FromSchoolId;

    public TransferTurn Turn => TransferStates.Of(State).Turn;

    /// <summary>Begins it: asked, or ready where the sending school itself asks or the commission has decided.</summary>
    public void Begin(DateTime now, TransferRules rules) => Enter(AskedBy is TransferOrigin.Sender or TransferOrigin.Commission ? TransferState.Ready : TransferState.Asked, now, rules);

    /// <summary>Takes a step of the table, or says why not.</summary>
    public Refusal? Become(TransferState state, DateTime now, TransferRules rules)
    {
        if (!State.MayBecome(state))
            return Changed;
        Enter(state, now, rules);
        return null;
    }

    /// <summary>The child died: nobody waits for it, wherever the transfer stood.</summary>
    public void EndWithPupil(DateTime now) => (State, StateSince, DueOn, LiveKey) = (TransferState.Cancelled, now, null, null);

    public void Note(Checklist list) => (MarksEntered, AbsencesEntered, Property, Debts) = (list.MarksEntered, list.AbsencesEntered, list.Property, list.Debts);

    /// <summary>The pupil is at the new school from this day on.</summary>
    public Refusal? Join(DateOnly day, DateTime now, TransferRules rules)
    {
        if (Become(TransferState.Done, now, rules) is { } refusal)
            return refusal;
        JoinedOn = day;
        return null;
    }

    /// <summary>Somebody else took the step meanwhile, or the clock did.</summary>
    public static Refusal Changed => Refusal.Conflict("transfers.changed").Next("transfers.changed.next");

    private void Enter(TransferState state, DateTime now, TransferRules rules)
    {
        (State, StateSince, DueOn) = (state, now, rules.DueOn(state, now));
        LiveKey = TransferStates.Of(state).IsLive ? PupilId : null;
    }
}

public sealed class TransferConfiguration : IEntityTypeConfiguration<Transfer>
{
    public void Configure(EntityTypeBuilder<Transfer> builder)
    {
        builder.HasIndex(t => t.LiveKey).IsUnique();
        builder.HasIndex(t => new { t.PupilId, t.AskedAt });
        builder.HasIndex(t => new { t.FromSchoolId, t.StateSince });
        builder.HasIndex(t => new { t.ToSchoolId, t.StateSince });
        builder.HasIndex(t => new { t.FromDirectorateId, t.StateSince });
        builder.HasIndex(t => new { t.ToDirectorateId, t.StateSince });
        builder.Property(t => t.LevelCode).IsCode(10);
        builder.Property(t => t.StreamCode).IsCode(20);
        builder.Property(t => t.KindCode).IsCode(20);
        builder.Property(t => t.ReasonCode).IsCode(20);
        builder.Property(t => t.Reason).HasMaxLength(Transfer.ReasonLength);
        builder.Property(t => t.Objection).HasMaxLength(Transfer.ReasonLength);
        builder.Property(t => t.Property).HasMaxLength(Transfer.NoteLength);
        builder.Property(t => t.Debts).HasMaxLength(Transfer.NoteLength);
    }
}

/// <summary>One line of a transfer's history. Both schools read the same lines; none is ever changed.</summary>
public sealed class TransferEvent : IInPlace
{
    public long Id { get; init; }

    public required long TransferId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>asked, agreed, objected, escalated, allowed, refused, joined, away, returned, out-of-school, cancelled.</summary>
    public required string What { get; init; }

    public required TransferState State { get; init; }

    /// <summary>Null when the clock acted.</summary>
    public string? Role { get; init; }

    public long? AccountId { get; init; }

    /// <summary>Where whoever acted was at work; for a family and the clock, the sending school.</summary>
    public required int PlaceId { get; init; }

    public string? Remark { get; init; }
}

public sealed class TransferEventConfiguration : IEntityTypeConfiguration<TransferEvent>
{
    public void Configure(EntityTypeBuilder<TransferEvent> builder)
    {
        builder.Property(e => e.What).IsCode(20);
        builder.Property(e => e.Role).IsCode(40);
        builder.Property(e => e.Remark).HasMaxLength(Transfer.ReasonLength);
        builder.HasIndex(e => new { e.TransferId, e.At });
    }
}

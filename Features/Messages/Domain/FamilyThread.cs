using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Messages.Domain;

/// <summary>What a family writes about. A meeting is no message: it is taken from the teacher's free times (Features/Meetings). The numbers are stored.</summary>
public enum ThreadKind
{
    Question = 1,
    Problem = 2,

    /// <summary>The school wrote first: one of the threads of a <see cref="SchoolLetter"/>.</summary>
    FromSchool = 3,
}

/// <summary>Whose turn it is to read. The numbers are stored.</summary>
public enum ThreadDoor
{
    /// <summary>The teacher of one subject.</summary>
    Teacher = 1,

    /// <summary>The supervisors: safety, conduct, comings and goings.</summary>
    Life = 2,

    /// <summary>The school's office: papers and files.</summary>
    Office = 3,

    Head = 4,
}

/// <summary>Where a conversation stands. The numbers are stored.</summary>
public enum TalkState
{
    /// <summary>The school owes an answer.</summary>
    Asked = 1,

    /// <summary>The family reads, asks again or closes.</summary>
    Answered = 2,

    Closed = 3,
}

/// <summary>
/// A guardian writes about a child to one person or desk of the school, or one of these to the guardian, or to a pupil of age. It stays between the two: the head sees that it exists and whether it is
/// late, and reads it only when it is addressed to the head, when it came up because nobody answered in time, or when either side said that a
/// child is in danger. Nothing judges the words: people say what is a threat, no list does.
/// </summary>
public sealed class FamilyThread : IVersioned, IInPlace, IOfSchool
{
    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required long PupilId { get; init; }

    /// <summary>Null for a pupil of age, who stands for nobody but himself.</summary>
    public required long? GuardianId { get; init; }

    /// <summary>The family's: the guardian's, or the adult pupil's own.</summary>
    public required long AccountId { get; init; }

    /// <summary>The letter it is a part of; null where the family wrote first.</summary>
    public long? LetterId { get; init; }

    /// <summary>When the family first read what the school wrote; null before, and where the family wrote first.</summary>
    public DateTime? SeenAt { get; set; }

    /// <summary>When the school took its letter back, unread.</summary>
    public DateTime? TakenBackAt { get; private set; }

    /// <summary>The class the child was in; null for a child who sits in none yet.</summary>
    public int? ClassId { get; init; }

    public required ThreadKind Kind { get; init; }

    public required ThreadDoor Door { get; init; }

    /// <summary>The teacher, for <see cref="ThreadDoor.Teacher"/>.</summary>
    public long? EmployeeId { get; init; }

    public string? SubjectCode { get; init; }

    public required DateTime AskedAt { get; init; }

    public TalkState State { get; private set; } = TalkState.Asked;

    /// <summary>When it took its last step, UTC.</summary>
    public DateTime StateSince { get; private set; }

    /// <summary>Last day on which an answer is in time; null when none is owed.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>How often an answer was asked for: each has a clock of its own.</summary>
    public int Round { get; private set; }

    /// <summary>Since when the head reads along because an answer was late.</summary>
    public DateTime? EscalatedAt { get; private set; }

    /// <summary>Since when somebody says that a child is in danger.</summary>
    public DateTime? FlaggedAt { get; private set; }

    /// <summary>When the head wrote down what was done about it.</summary>
    public DateTime? SettledAt { get; private set; }

    /// <summary>What the family said on closing; null before.</summary>
    public bool? WasAnswered { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>The school writes first: nothing is owed to anybody.</summary>
    public void Write(DateTime now) => (State, StateSince) = (TalkState.Answered, now);

    /// <summary>The school takes back what nobody has read.</summary>
    /// <returns>False where it was read, answered or taken back before.</returns>
    public bool TakeBack(DateTime now)
    {
        if (LetterId is null || SeenAt is not null || Round > 0 || FlaggedAt is not null || State == TalkState.Closed)
            return false;
        (TakenBackAt, State, StateSince) = (now, TalkState.Closed, now);
        return true;
    }

    /// <summary>The family asks, or asks again: a clock starts unless one is running.</summary>
    public Refusal? Ask(DateOnly due, DateTime now)
    {
        if (State == TalkState.Closed)
            return Over;
        if (DueOn is null)
            (DueOn, Round) = (due, Round + 1);
        (State, StateSince) = (TalkState.Asked, now);
        return null;
    }

    /// <summary>The school answers.</summary>
    public Refusal? Answer(DateTime now)
    {
        if (State == TalkState.Closed)
            return Over;
        (State, StateSince, DueOn) = (TalkState.Answered, now, null);
        return null;
    }

    /// <summary>The family ends it and says whether it was answered.</summary>
    public Refusal? Close(bool answered, DateTime now)
    {
        if (State == TalkState.Closed)
            return Over;
        (State, StateSince, DueOn, WasAnswered) = (TalkState.Closed, now, null, answered);
        return null;
    }

    /// <summary>Nobody answered in time: the head reads it from now on. It stays late until there is an answer.</summary>
    /// <returns>False where there is nothing to do.</returns>
    public bool GoUp(DateOnly today, DateTime now)
    {
        if (EscalatedAt is not null || !IsLate(today))
            return false;
        EscalatedAt = now;
        return true;
    }

    /// <summary>Somebody of either side says that a child is in danger: the head reads it from now on.</summary>
    public Refusal? Flag(DateTime now)
    {
        if (FlaggedAt is not null && SettledAt is null)
            return Refusal.Conflict("messages.flagged.already").Next("messages.flagged.already.next");
        (FlaggedAt, SettledAt) = (now, null);
        return null;
    }

    /// <summary>The head wrote down what was done about the danger.</summary>
    public Refusal? Settle(DateTime now)
    {
        if (!IsAlarm)
            return Refusal.Conflict("messages.settled.already");
        SettledAt = now;
        return null;
    }

    public bool IsLate(DateOnly today) => State == TalkState.Asked && DueOn < today;

    /// <summary>A danger that nobody settled yet.</summary>
    public bool IsAlarm => FlaggedAt is not null && SettledAt is null;

    private static Refusal Over => Refusal.Conflict("messages.over").Next("messages.over.next");
}

/// <summary>One thing that was written in a conversation, or that happened to it. It is never changed.</summary>
public sealed class ThreadLine : IInPlace
{
    public const int TextLength = 1500;

    public long Id { get; init; }

    public required long ThreadId { get; init; }

    public required int SchoolId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>asked, again, answered, written, escalated, flagged, reported, settled, taken-back or closed.</summary>
    public required string What { get; init; }

    /// <summary>Who; null where time did it.</summary>
    public long? AccountId { get; init; }

    /// <summary>The hat worn; null where time did it.</summary>
    public string? Role { get; init; }

    /// <summary>What was written: between a family and the school, so never in the audit trail.</summary>
    [Secret] public string? Text { get; init; }

    /// <summary>A picture that came with it.</summary>
    public long? FileId { get; init; }

    /// <summary>A voice note that came with it; its content is kept sealed.</summary>
    public long? VoiceId { get; init; }

    /// <summary>How long it is, in begun seconds.</summary>
    public int? VoiceSeconds { get; init; }

    /// <summary>For the school alone: what was done about a danger.</summary>
    public bool IsInternal { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class FamilyThreadConfiguration : IEntityTypeConfiguration<FamilyThread>
{
    public void Configure(EntityTypeBuilder<FamilyThread> builder)
    {
        builder.Ignore(t => t.IsAlarm);
        builder.Property(t => t.SubjectCode).IsCode(20);
        builder.HasIndex(t => new { t.SchoolId, t.State, t.DueOn });
        builder.HasIndex(t => new { t.EmployeeId, t.State });
        builder.HasIndex(t => new { t.GuardianId, t.AskedAt });
        builder.HasIndex(t => t.PupilId);
        builder.HasOne<SchoolLetter>().WithMany().HasForeignKey(t => t.LetterId);
        builder.HasIndex(t => new { t.LetterId, t.PupilId, t.AccountId }).IsUnique();
    }
}

public sealed class ThreadLineConfiguration : IEntityTypeConfiguration<ThreadLine>
{
    public void Configure(EntityTypeBuilder<ThreadLine> builder)
    {
        builder.Property(l => l.What).IsCode(20);
        builder.Property(l => l.Role).IsCode(30);
        builder.Property(l => l.Text).HasMaxLength(ThreadLine.TextLength);
        builder.HasOne<FamilyThread>().WithMany().HasForeignKey(l => l.ThreadId);
        builder.HasIndex(l => new { l.AccountId, l.At });
        builder.HasIndex(l => l.VoiceId);
    }
}

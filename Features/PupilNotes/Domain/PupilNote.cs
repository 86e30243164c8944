using Massar.Features.Accounts.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.PupilNotes.Domain;

/// <summary>What a note is about. The numbers are stored. Danger and violence have no kind: they are reported, not noted.</summary>
public enum NoteKind : byte
{
    /// <summary>What helps the child to learn: a seat in front, more time, large print.</summary>
    Need = 1,

    /// <summary>What a teacher should watch.</summary>
    Alert = 2,

    /// <summary>What the child does well.</summary>
    Strength = 3,
}

/// <summary>Life of a note. The numbers are stored.</summary>
public enum NoteState : byte
{
    /// <summary>Speaks of health or of the family's situation, and the head has not said yet who may read it.</summary>
    Waiting = 1,

    Shown = 2,

    /// <summary>The head said no; its words are gone.</summary>
    Refused = 3,

    /// <summary>Taken back; its words are gone.</summary>
    Withdrawn = 4,
}

/// <summary>Who reads a note at the school. The numbers are stored.</summary>
public enum NoteAudience : byte
{
    /// <summary>The teachers of the class, the head and the general supervisors.</summary>
    Teachers = 1,

    /// <summary>The head and the general supervisors alone.</summary>
    Lead = 2,
}

/// <summary>
/// A sentence about a pupil for those who teach the child this year. It serves teaching and nothing else, goes where the pupil goes within the year it was
/// written for, and the family reads it (law 09-08: purpose, proportion, access). At another school what is sensitive waits for that school's head.
/// </summary>
public sealed class PupilNote : IVersioned, IInPlace, IOfSchool
{
    public const int TextLength = 300;
    public const int WhyLength = 200;

    /// <summary>Notes in use about one pupil in a year: who has to read thirty reads none.</summary>
    public const int Most = 12;

    public long Id { get; init; }

    /// <summary>Where it is read.</summary>
    public required int SchoolId { get; set; }

    public required int SchoolYearId { get; init; }

    public required long PupilId { get; set; }

    /// <summary>The file and the school it came from when two files of one child were merged; it goes back there when they are two again.</summary>
    public long? MergedFromPupilId { get; private set; }

    /// <inheritdoc cref="MergedFromPupilId"/>
    public int? MergedFromSchoolId { get; private set; }

    public required NoteKind Kind { get; init; }

    /// <summary>Speaks of health or of the family's situation.</summary>
    public required bool IsSensitive { get; init; }

    public required NoteAudience Audience { get; set; }

    /// <summary>Empty once it is refused or taken back, or its year is over. May tell of health: not for the audit trail.</summary>
    [Secret] public required string Text { get; set; }

    public NoteState State { get; private set; }

    public required DateTime WrittenAt { get; init; }

    public required long WrittenByAccountId { get; init; }

    /// <summary>From when it is read, UTC. It stays when the note is kept back, refused or taken back: somebody may have read it.</summary>
    public DateTime? ShownAt { get; private set; }

    /// <summary>When it was refused or taken back, UTC.</summary>
    public DateTime? EndedAt { get; private set; }

    /// <summary>Who allowed, kept back, refused or took it back.</summary>
    public long? DecidedByAccountId { get; private set; }

    /// <summary>Why it was refused, until its year is over.</summary>
    [Secret] public string? Why { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>What a head writes is shown at once; a sensitive note of anybody else waits for the head.</summary>
    public PupilNote Begin(bool byHead)
    {
        var waits = IsSensitive && !byHead;
        (State, ShownAt) = (waits ? NoteState.Waiting : NoteState.Shown, waits ? null : WrittenAt);
        return this;
    }

    /// <summary>The head shows it to those it is for. Nobody allows one's own.</summary>
    public Refusal? Allow(NoteAudience audience, Hands hands, DateTime now)
    {
        if (State != NoteState.Waiting) return Settled;
        if (hands.Did(WrittenByAccountId)) return Refusal.Conflict("pupil-notes.own-note").Next("pupil-notes.own-note.next").Recorded();
        (State, Audience, ShownAt, DecidedByAccountId) = (NoteState.Shown, audience, now, hands.Account);
        return null;
    }

    /// <summary>The head keeps it from being read. Nothing of it stays but the reason.</summary>
    public Refusal? Refuse(string why, Hands hands, DateTime now)
    {
        if (State != NoteState.Waiting) return Settled;
        if (hands.Did(WrittenByAccountId)) return Refusal.Conflict("pupil-notes.own-note").Next("pupil-notes.own-note.next").Recorded();
        (State, Text, Why, EndedAt, DecidedByAccountId) = (NoteState.Refused, "", why, now, hands.Account);
        return null;
    }

    /// <summary>Its words go; that there was one, when and whose, stays.</summary>
    public Refusal? Withdraw(long accountId, DateTime now)
    {
        if (State is not (NoteState.Waiting or NoteState.Shown)) return Settled;
        (State, Text, EndedAt, DecidedByAccountId) = (NoteState.Withdrawn, "", now, accountId);
        return null;
    }

    /// <summary>The head has it wait after all, as one who was not asked: who wrote it did not say that it speaks of health or of the family. What is one's own one takes back.</summary>
    public Refusal? KeepBack(Hands hands)
    {
        if (State != NoteState.Shown) return Settled;
        if (hands.Did(WrittenByAccountId)) return Refusal.Conflict("pupil-notes.own-note").Next("pupil-notes.own-note.next").Recorded();
        // When it was shown stays: the family is told so even if its words go.
        (State, DecidedByAccountId) = (NoteState.Waiting, hands.Account);
        return null;
    }

    /// <summary>The pupil is at another school: its teachers read it; what speaks of health or of the family, and what a head had kept back before, waits for its head.</summary>
    public void GoTo(int school)
    {
        if (school == SchoolId) return;
        SchoolId = school;
        if (State is not (NoteState.Shown or NoteState.Waiting)) return;
        if (IsSensitive || DecidedByAccountId != null) State = NoteState.Waiting;
        // The head there decides anew.
        DecidedByAccountId = null;
    }

    /// <summary>Two files are one: it stands in the one that stays, and is read where the child is.</summary>
    public void MergeInto(long kept, int school)
    {
        (MergedFromPupilId, MergedFromSchoolId, PupilId) = (PupilId, SchoolId, kept);
        GoTo(school);
    }

    /// <summary>Two files again.</summary>
    public void GoBack()
    {
        if (MergedFromPupilId is not { } pupil) return;
        var school = MergedFromSchoolId!.Value;
        (PupilId, MergedFromPupilId, MergedFromSchoolId) = (pupil, null, null);
        GoTo(school);
    }

    private static Refusal Settled => Refusal.Conflict("pupil-notes.settled").Next("pupil-notes.settled.next");
}

/// <summary>Somebody opened a pupil's educational file: the family reads who and when, the class list shows who has read.</summary>
public sealed class FileReading : IInPlace, IOfSchool
{
    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int ClassId { get; init; }

    public required long PupilId { get; set; }

    /// <summary>The file that was opened, before it was merged into another.</summary>
    public long? MergedFromPupilId { get; set; }

    public required long AccountId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>The time before; what came after it is new to this reader. Null the first time.</summary>
    public DateTime? PreviousAt { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class PupilNoteConfiguration : IEntityTypeConfiguration<PupilNote>
{
    public void Configure(EntityTypeBuilder<PupilNote> builder)
    {
        builder.Property(n => n.Text).HasMaxLength(PupilNote.TextLength);
        builder.Property(n => n.Why).HasMaxLength(PupilNote.WhyLength);
        builder.HasOne<Pupil>().WithMany().HasForeignKey(n => n.PupilId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(n => new { n.PupilId, n.SchoolYearId });
        builder.HasIndex(n => new { n.SchoolId, n.State });
    }
}

public sealed class FileReadingConfiguration : IEntityTypeConfiguration<FileReading>
{
    public void Configure(EntityTypeBuilder<FileReading> builder)
    {
        builder.ToTable("PupilFileReadings");
        builder.HasIndex(r => new { r.PupilId, r.At });
        builder.HasIndex(r => new { r.ClassId, r.AccountId, r.At });
    }
}

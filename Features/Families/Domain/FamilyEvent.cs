using System.Collections.Frozen;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Families.Domain;

/// <summary>What happened in a family (workflow 4.17).</summary>
public enum FamilyEventKind
{
    Marriage = 0,
    Divorce = 1,
    Birth = 2,

    /// <summary>A child goes to school this year.</summary>
    Schooling = 3,

    /// <summary>الحضانة: by a ruling, which the office reads and enters by hand.</summary>
    Custody = 4,
    ChildDeath = 5,
    SpouseDeath = 6,
    EndOfStudies = 7,
}

/// <summary>Where a declaration stands.</summary>
public enum FamilyState
{
    /// <summary>The office checks it.</summary>
    Declared = 0,

    /// <summary>A paper is missing; the employee brings it, the head sees to it.</summary>
    Missing = 1,

    /// <summary>On the file; the decision is to be prepared or on its way.</summary>
    Entered = 2,

    /// <summary>A decision was signed: paid from its day.</summary>
    Decided = 3,
    Refused = 4,
    Cancelled = 5,
}

/// <summary>What a kind of event is about.</summary>
/// <param name="HasChild">About a child already on the file.</param>
/// <param name="Cause">Marital status it needs; null for any.</param>
public sealed record FamilyEventRule(bool HasChild, Employees.Domain.MaritalStatus? Needs, Employees.Domain.MaritalStatus? Makes);

/// <summary>One declaration of an employee about the family, from the phone to the decision.</summary>
public sealed class FamilyEvent : IVersioned, IInPlace, IAboutEmployee
{
    public const int NameLength = 60;
    public const int RemarkLength = 300;

    /// <summary>So many may one person declare in 24 hours: a family has no more, and who asks about others' cards by declaring is stopped.</summary>
    public const int MostDaily = 10;

    /// <summary>So many times may one paper be handed in.</summary>
    public const int MostPapers = 5;

    private static readonly FrozenDictionary<FamilyState, FamilyState[]> Next = new Dictionary<FamilyState, FamilyState[]>
    {
        [FamilyState.Declared] = [FamilyState.Missing, FamilyState.Entered, FamilyState.Refused, FamilyState.Cancelled],
        [FamilyState.Missing] = [FamilyState.Declared, FamilyState.Missing, FamilyState.Refused, FamilyState.Cancelled],
        [FamilyState.Entered] = [FamilyState.Decided],
        [FamilyState.Decided] = [FamilyState.Entered],
        [FamilyState.Refused] = [],
        [FamilyState.Cancelled] = [],
    }.ToFrozenDictionary();

    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>Where the person works when declaring; its head sees to missing papers.</summary>
    public required int PlaceId { get; set; }

    public required string PlacePath { get; set; }

    public required FamilyEventKind Kind { get; init; }

    /// <summary>The day it is true from.</summary>
    public required DateOnly HappenedOn { get; set; }

    /// <summary>The child it is about; of a birth once it is entered.</summary>
    public long? ChildId { get; set; }

    /// <summary>Of a birth.</summary>
    public string? ChildNameAr { get; set; }

    /// <summary>Of a marriage.</summary>
    public string? SpouseNameAr { get; init; }

    /// <summary>Identity card of the spouse or other parent.</summary>
    public string? OtherCin { get; init; }

    /// <summary>The child's number as a pupil; with it the certificate is not asked for.</summary>
    public string? MassarCode { get; init; }

    /// <summary>Of a custody: the child comes into the care of the one who declares.</summary>
    public bool? ComesIntoCare { get; set; }

    /// <summary>The allowance is paid to this parent.</summary>
    public bool IsPaidHere { get; set; } = true;

    public string? Remark { get; init; }

    public required DateTime DeclaredAt { get; init; }

    public required long DeclaredByAccountId { get; init; }

    public FamilyState State { get; private set; }

    public DateTime StateSince { get; private set; }

    /// <summary>The paper that is missing, by its code.</summary>
    public string? MissingPaper { get; private set; }

    /// <summary>Last day for it; then the employee and the head are told again.</summary>
    public DateOnly? PaperDueOn { get; private set; }

    /// <summary>How often both were told again.</summary>
    public int Reminders { get; private set; }

    /// <summary>What the office says of the missing paper, why it refused, or the ruling it entered.</summary>
    public string? Answer { get; private set; }

    /// <summary>The decision it was last put into; it counts while that one is neither refused nor taken back.</summary>
    public long? DecisionId { get; set; }

    public int Version { get; set; }

    public static FamilyEventRule RuleOf(FamilyEventKind kind) => kind switch
    {
        FamilyEventKind.Marriage => new(false, null, Employees.Domain.MaritalStatus.Married),
        FamilyEventKind.Divorce => new(false, Employees.Domain.MaritalStatus.Married, Employees.Domain.MaritalStatus.Divorced),
        FamilyEventKind.SpouseDeath => new(false, Employees.Domain.MaritalStatus.Married, Employees.Domain.MaritalStatus.Widowed),
        FamilyEventKind.Birth => new(false, null, null),
        _ => new(true, null, null),
    };

    /// <summary>Somebody else took a step meanwhile.</summary>
    public static Refusal Changed => Refusal.Conflict("family.changed").Next("family.changed.next");

    /// <summary>Nobody decides about himself, his own spouse or his own child (rules common to all, 6).</summary>
    public static Refusal Own => Refusal.Conflict("family.own").Next("family.own.next").Recorded();

    public void Begin(DateTime now) => StateSince = now;

    /// <summary>It waits for a named paper.</summary>
    public Refusal? Return(string paper, DateOnly dueOn, string? answer, DateTime now)
    {
        if (Become(FamilyState.Missing, now) is { } refusal)
            return refusal;
        (MissingPaper, PaperDueOn, Reminders, Answer) = (paper, dueOn, 0, answer);
        return null;
    }

    /// <summary>The missing paper has come.</summary>
    public Refusal? Complete(DateTime now)
    {
        if (Become(FamilyState.Declared, now) is { } refusal)
            return refusal;
        (MissingPaper, PaperDueOn, Answer) = (null, null, null);
        return null;
    }

    /// <summary>Still missing after its day: told again, with a new day. False when that is not so any more.</summary>
    public bool Remind(DateOnly today, int days)
    {
        if (State != FamilyState.Missing || !(PaperDueOn < today))
            return false;
        (PaperDueOn, Reminders) = (today.AddDays(days), Reminders + 1);
        return true;
    }

    public Refusal? Enter(string? answer, DateTime now)
    {
        if (Become(FamilyState.Entered, now) is { } refusal)
            return refusal;
        Answer = answer;
        return null;
    }

    public Refusal? Refuse(string answer, DateTime now)
    {
        if (Become(FamilyState.Refused, now) is { } refusal)
            return refusal;
        Answer = answer;
        return null;
    }

    public Refusal? Cancel(DateTime now) => Become(FamilyState.Cancelled, now);

    /// <summary>A decision about it was signed, or that one was taken back.</summary>
    public Refusal? Decide(bool isSigned, DateTime now) => Become(isSigned ? FamilyState.Decided : FamilyState.Entered, now);

    private Refusal? Become(FamilyState state, DateTime now)
    {
        if (!Next[State].Contains(state))
            return Changed;
        (State, StateSince) = (state, now);
        return null;
    }
}

public sealed class FamilyEventConfiguration : IEntityTypeConfiguration<FamilyEvent>
{
    public void Configure(EntityTypeBuilder<FamilyEvent> builder)
    {
        builder.Property(e => e.PlacePath).IsCode(64);
        builder.Property(e => e.ChildNameAr).HasMaxLength(FamilyEvent.NameLength);
        builder.Property(e => e.SpouseNameAr).HasMaxLength(FamilyEvent.NameLength);
        builder.Property(e => e.OtherCin).IsCode(10);
        builder.Property(e => e.MassarCode).IsCode(10);
        builder.Property(e => e.MissingPaper).IsCode(30);
        builder.Property(e => e.Remark).HasMaxLength(FamilyEvent.RemarkLength);
        builder.Property(e => e.Answer).HasMaxLength(FamilyEvent.RemarkLength);
        builder.HasIndex(e => new { e.EmployeeId, e.HappenedOn });
        builder.HasIndex(e => new { e.PlacePath, e.StateSince });
        builder.HasIndex(e => e.DecisionId);
        builder.HasIndex(e => e.OtherCin);
    }
}

/// <summary>A paper of a declaration: sent, or known already and therefore not asked for.</summary>
public sealed class FamilyPaper
{
    public long Id { get; init; }

    public required long EventId { get; init; }

    /// <summary>Code of the required paper.</summary>
    public required string Code { get; init; }

    /// <summary>Null for what is known from a file.</summary>
    public long? FileId { get; init; }

    /// <summary>Which file knows it: pupil-file, staff-file, family-file.</summary>
    public string? KnownFrom { get; init; }

    public required DateTime At { get; init; }
}

public sealed class FamilyPaperConfiguration : IEntityTypeConfiguration<FamilyPaper>
{
    public void Configure(EntityTypeBuilder<FamilyPaper> builder)
    {
        builder.Property(p => p.Code).IsCode(30);
        builder.Property(p => p.KnownFrom).IsCode(20);
        builder.HasIndex(p => new { p.EventId, p.Code });
        builder.HasIndex(p => p.FileId);
    }
}

/// <summary>One line of a declaration's history; none is ever changed.</summary>
public sealed class FamilyNote : IInPlace
{
    public long Id { get; init; }

    public required long EventId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>declared, missing, paper, reminded, entered, refused, cancelled, decided, taken-back.</summary>
    public required string What { get; init; }

    public required string Role { get; init; }

    public required int PlaceId { get; init; }

    public string? Remark { get; init; }
}

public sealed class FamilyNoteConfiguration : IEntityTypeConfiguration<FamilyNote>
{
    public void Configure(EntityTypeBuilder<FamilyNote> builder)
    {
        builder.Property(n => n.What).IsCode(20);
        builder.Property(n => n.Role).IsCode(40);
        builder.Property(n => n.Remark).HasMaxLength(FamilyEvent.RemarkLength);
        builder.HasIndex(n => new { n.EventId, n.At });
    }
}

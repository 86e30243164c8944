using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.OutOfSchool.Domain;

/// <summary>By which rule a child was found. The numbers are stored.</summary>
public enum LeavingCause
{
    /// <summary>Expected at the beginning of the year and not come within the days of the rule.</summary>
    NotJoined = 0,

    /// <summary>منقطع: the head confirmed it.</summary>
    Interrupted = 1,

    /// <summary>Taken off a list, and on no other one since.</summary>
    Withdrawn = 2,

    /// <summary>مفصول: the council let the child go at the end of the year.</summary>
    Dismissed = 3,

    /// <summary>Let go to another school, and never arrived there.</summary>
    LostOnTheWay = 4,
}

/// <summary>Where the follow-up stands (workflow 4.24). The numbers are stored; from <see cref="ReEnrolled"/> on it has ended.</summary>
public enum FollowState
{
    Detected = 0,

    /// <summary>Somebody tried to reach the family.</summary>
    Contacted = 1,

    /// <summary>What shall be done is agreed.</summary>
    Planned = 2,

    /// <summary>Sits at a school again: seen by the program, said by nobody.</summary>
    ReEnrolled = 10,

    SecondChance = 11,

    Vocational = 12,

    FoundElsewhere = 13,

    LostSight = 14,

    Deceased = 15,

    /// <summary>The file went into another one of the same child.</summary>
    Merged = 16,
}

/// <summary>
/// A child who should be at school and is not, with who looks for the child. One live case a child; it closes by itself when the child sits at any
/// school again. What families said stands in it and is for those alone who follow the child.
/// </summary>
public sealed class OutOfSchoolCase : IVersioned, IInPlace, IOfSchool
{
    public const int PlanLength = 500;

    public const int OutcomeLength = 300;

    /// <summary>Ends somebody may say; the others are seen by the program.</summary>
    public static readonly IReadOnlyList<FollowState> Outcomes = [FollowState.SecondChance, FollowState.Vocational, FollowState.FoundElsewhere, FollowState.LostSight];

    public long Id { get; init; }

    public required long PupilId { get; init; }

    /// <summary>The child's while it is open, null when it has ended: a child has one live case.</summary>
    public long? LiveKey { get; private set; }

    /// <summary>The line that ended, or to which nobody came.</summary>
    public required long EnrollmentId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int SchoolId { get; init; }

    public required int DirectorateId { get; init; }

    /// <summary>Of the home where a registration knows it, else of the school.</summary>
    public required int CommuneId { get; init; }

    public required LeavingCause Cause { get; init; }

    /// <summary>First day on no list.</summary>
    public required DateOnly Since { get; init; }

    public required DateTime DetectedAt { get; init; }

    /// <summary>Who follows the child; null: nobody was named for the commune yet.</summary>
    public long? OwnerAccountId { get; private set; }

    public FollowState State { get; private set; }

    public DateTime StateSince { get; private set; }

    /// <summary>The last day for the next step.</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>When the director was told that nothing was done in time; null while it is in time.</summary>
    public DateOnly? EscalatedOn { get; private set; }

    [Secret] public string? Plan { get; private set; }

    [Secret] public string? OutcomeNote { get; private set; }

    public DateTime? EndedAt { get; private set; }

    /// <summary>Null where the program saw it.</summary>
    public long? EndedByAccountId { get; private set; }

    /// <summary>The line on which the child sits again.</summary>
    public long? NewEnrollmentId { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => DirectorateId;

    public bool IsOpen => State < FollowState.ReEnrolled;

    public static Refusal Changed => Refusal.Conflict("out-of-school.changed").Next("out-of-school.changed.next");

    /// <summary>Puts a child on the list.</summary>
    public OutOfSchoolCase Begins(long? owner, FollowFigures figures)
    {
        (LiveKey, OwnerAccountId, StateSince, DueOn) = (PupilId, owner, DetectedAt, MoroccanDay.Of(DetectedAt).AddDays(figures.FirstDays));
        return this;
    }

    public Refusal? Charge(long owner, FollowFigures figures, DateTime at)
    {
        if (!IsOpen)
            return Changed;
        // Who is new to the case gets the days of a first contact.
        (OwnerAccountId, DueOn, EscalatedOn) = (owner, MoroccanDay.Of(at).AddDays(figures.FirstDays), null);
        return null;
    }

    /// <summary>Another officer has the commune: the day of the next step stays.</summary>
    public void Hand(long owner) => OwnerAccountId = owner;

    /// <summary>What ended it was written down wrongly.</summary>
    public void Reopen(FollowFigures figures, DateTime at) =>
        (State, StateSince, EndedAt, LiveKey, DueOn, EscalatedOn) = (FollowState.Detected, at, null, PupilId, MoroccanDay.Of(at).AddDays(figures.FirstDays), null);

    public Refusal? Contact(FollowFigures figures, DateTime at)
    {
        if (!IsOpen)
            return Changed;
        if (State == FollowState.Detected)
            (State, StateSince) = (FollowState.Contacted, at);
        Touch(figures, at);
        return null;
    }

    /// <param name="next">The day of the next step.</param>
    public Refusal? Agree(string plan, DateOnly next, FollowFigures figures, DateTime at)
    {
        if (!IsOpen)
            return Changed;
        // Workflow 4.24: the family is contacted before anything is planned for the child.
        if (State == FollowState.Detected)
            return Refusal.Conflict("out-of-school.contact-first").Next("out-of-school.contact-first.next");
        var today = MoroccanDay.Of(at);
        if (next <= today || next > today.AddDays(figures.QuietDays))
            return Refusal.Invalid("NextOn", "out-of-school.next-on.between", Formats.ShortDate(today.AddDays(1)), Formats.ShortDate(today.AddDays(figures.QuietDays)));
        (State, StateSince, Plan, DueOn, EscalatedOn) = (FollowState.Planned, at, plan, next, null);
        return null;
    }

    /// <param name="tries">Contacts noted so far.</param>
    public Refusal? End(FollowState outcome, string note, int tries, FollowFigures figures, long account, DateTime at)
    {
        if (!IsOpen)
            return Changed;
        if (State == FollowState.Detected)
            return Refusal.Conflict("out-of-school.contact-first").Next("out-of-school.contact-first.next");
        // Nobody is lost sight of after one call.
        if (outcome == FollowState.LostSight && tries < figures.Tries)
            return Refusal.Conflict("out-of-school.more-tries", figures.Tries).Next("out-of-school.more-tries.next");
        (OutcomeNote, EndedByAccountId) = (note, account);
        Close(outcome, at);
        return null;
    }

    /// <summary>What the program itself sees.</summary>
    /// <param name="line">The line on which the child sits again.</param>
    public void Settle(FollowState outcome, long? line, DateTime at)
    {
        NewEnrollmentId = line;
        Close(outcome, at);
    }

    public void Escalate(DateOnly day) => EscalatedOn = day;

    private void Touch(FollowFigures figures, DateTime at) => (DueOn, EscalatedOn) = (MoroccanDay.Of(at).AddDays(figures.QuietDays), null);

    private void Close(FollowState outcome, DateTime at) => (State, StateSince, EndedAt, LiveKey) = (outcome, at, at, null);
}

public sealed class OutOfSchoolCaseConfiguration : IEntityTypeConfiguration<OutOfSchoolCase>
{
    public void Configure(EntityTypeBuilder<OutOfSchoolCase> builder)
    {
        builder.Ignore(c => c.IsOpen);
        builder.Property(c => c.Plan).HasMaxLength(OutOfSchoolCase.PlanLength);
        builder.Property(c => c.OutcomeNote).HasMaxLength(OutOfSchoolCase.OutcomeLength);
        builder.HasOne<Enrollment>().WithMany().HasForeignKey(c => c.EnrollmentId);
        builder.HasIndex(c => c.LiveKey).IsUnique();
        builder.HasIndex(c => new { c.EnrollmentId, c.Since }).IsUnique();
        builder.HasIndex(c => c.PupilId);
        builder.HasIndex(c => new { c.DirectorateId, c.State, c.DueOn });
        builder.HasIndex(c => new { c.SchoolId, c.State });
        builder.HasIndex(c => new { c.OwnerAccountId, c.State });
    }
}

/// <summary>How a family was looked for.</summary>
public enum ContactWay
{
    Phone = 1,
    Visit = 2,
    Letter = 3,
    Meeting = 4,

    /// <summary>Through the school, the local authority, an association.</summary>
    Others = 5,
}

/// <summary>What came of it.</summary>
public enum ContactResult
{
    Reached = 1,
    NoAnswer = 2,
    WrongAddress = 3,
    Refuses = 4,
}

/// <summary>One try to reach a family, with what was said; never changed.</summary>
public sealed class FamilyContact : IInPlace
{
    public const int WordsLength = 500;

    public long Id { get; init; }

    public required long CaseId { get; init; }

    public required int DirectorateId { get; init; }

    public required DateOnly Day { get; init; }

    public required ContactWay Way { get; init; }

    public required ContactResult Result { get; init; }

    [Secret] public string? Words { get; init; }

    public required long AccountId { get; init; }

    public required DateTime At { get; init; }

    int IInPlace.PlaceId => DirectorateId;
}

public sealed class FamilyContactConfiguration : IEntityTypeConfiguration<FamilyContact>
{
    public void Configure(EntityTypeBuilder<FamilyContact> builder)
    {
        builder.ToTable("FamilyContacts");
        builder.Property(c => c.Words).HasMaxLength(FamilyContact.WordsLength);
        builder.HasOne<OutOfSchoolCase>().WithMany().HasForeignKey(c => c.CaseId);
        builder.HasIndex(c => new { c.CaseId, c.Day });
    }
}

/// <summary>Who follows the children of a commune.</summary>
public sealed class CommuneOfficer : IVersioned, IInPlace
{
    /// <summary>The number of its place.</summary>
    public required int CommuneId { get; init; }

    public required int DirectorateId { get; init; }

    public required long AccountId { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => DirectorateId;
}

public sealed class CommuneOfficerConfiguration : IEntityTypeConfiguration<CommuneOfficer>
{
    public void Configure(EntityTypeBuilder<CommuneOfficer> builder)
    {
        builder.HasKey(o => o.CommuneId);
        builder.Property(o => o.CommuneId).ValueGeneratedNever();
        builder.HasIndex(o => o.DirectorateId);
    }
}

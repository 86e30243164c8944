using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Enrollments.Domain;

/// <summary>Where a school's passage into the next year stands.</summary>
public enum RollOverState : byte
{
    /// <summary>A dry run was asked for and is not there yet.</summary>
    Checking = 0,

    /// <summary>The dry run's list is there.</summary>
    Checked = 1,

    /// <summary>The run was ordered.</summary>
    Running = 2,

    /// <summary>The next year's enrollments are written.</summary>
    Done = 3,

    /// <summary>Taken back; a new dry run begins it anew.</summary>
    Undone = 4,
}

/// <summary>
/// The passage of a school's pupils into the next year (إعادة التسجيل, workflow 4.2): a dry run that names everybody, a run that writes
/// the next year's enrollments, and for some hours the way back.
/// </summary>
public sealed class RollOver : IVersioned, IInPlace
{
    public int Id { get; init; }

    public required int SchoolId { get; init; }

    /// <summary>The year that ends; its pupils go into the one after it.</summary>
    public required int FromYear { get; init; }

    public int ToYear => FromYear + 1;

    public RollOverState State { get; set; }

    /// <summary>When the dry run's list was made, UTC.</summary>
    public DateTime? CheckedAt { get; set; }

    public DateTime? RunAt { get; set; }

    public long? RunByAccountId { get; set; }

    public DateTime? UndoneAt { get; set; }

    /// <summary>Counts the orders: each is background work of its own.</summary>
    public int Orders { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>A dry run may be asked for whenever nothing is being done and nothing was written that it would contradict.</summary>
    public Refusal? Check()
    {
        if (State is RollOverState.Running) return Refusal.Conflict("enrollments.roll.busy").Next("enrollments.roll.busy.next");
        if (State is not RollOverState.Done) State = RollOverState.Checking;
        Orders++;
        return null;
    }

    public Refusal? Run(DateTime now, long by)
    {
        if (State is RollOverState.Running) return Refusal.Conflict("enrollments.roll.busy").Next("enrollments.roll.busy.next");
        if (State is not (RollOverState.Checked or RollOverState.Done)) return Refusal.Conflict("enrollments.roll.not-checked").Next("enrollments.roll.not-checked.next");
        // A later run brings in those who stayed behind; the hours of the way back count from the first.
        if (State is not RollOverState.Done) RunAt = now;
        (State, RunByAccountId) = (RollOverState.Running, by);
        Orders++;
        return null;
    }

    /// <summary>Only what was just done is taken back; later the enrollments are changed one by one.</summary>
    public Refusal? Undo(DateTime now, int hours)
    {
        if (State is not RollOverState.Done) return Refusal.Conflict("enrollments.undo.not-done");
        if (now - RunAt > TimeSpan.FromHours(hours)) return Refusal.Conflict("enrollments.undo.late", hours).Next("enrollments.undo.late.next");
        (State, UndoneAt) = (RollOverState.Undone, now);
        return null;
    }

    public string WorkKey => $"roll-over/{SchoolId}/{FromYear}/{Orders}";
}

/// <summary>What the end of the year makes of an enrollment.</summary>
public enum YearEnd : byte
{
    Promoted = 0,
    Repeating = 1,

    /// <summary>The cycle ends here; another school takes the pupil.</summary>
    EndOfCycle = 2,

    /// <summary>The last year of school is passed.</summary>
    Graduated = 3,

    /// <summary>Leaves the school: excluded, or guided to vocational training.</summary>
    Leaving = 4,
}

/// <summary>Why a pupil would not move.</summary>
public enum Obstacle : byte
{
    None = 0,

    /// <summary>The council of the class has not decided on the pupil.</summary>
    Undecided = 1,

    /// <summary>Neither the school nor one that takes its pupils has the level that follows.</summary>
    NoLevel = 2,

    /// <summary>Several streams follow, and none is chosen.</summary>
    ChooseStream = 3,

    /// <summary>Several levels follow (general course, international course).</summary>
    ChooseLevel = 4,

    /// <summary>Expected this year and never seen.</summary>
    NotConfirmed = 5,

    /// <summary>Already enrolled for the next year by another school.</summary>
    Elsewhere = 6,

    /// <summary>The family has appealed against the council's decision, and it is not answered yet.</summary>
    Appeal = 7,
}

/// <summary>
/// One pupil of the dry run: where he goes, or why he would not move. Made anew by each dry run; after the run it holds what was
/// written, so that it can be taken back.
/// </summary>
[NotAudited]
public sealed class RollOverLine
{
    public required int RollOverId { get; init; }

    public required long EnrollmentId { get; init; }

    public required long PupilId { get; init; }

    public required YearEnd End { get; set; }

    public required Obstacle Obstacle { get; set; }

    /// <summary>Of the next year; empty for those who leave, and where nothing can be said.</summary>
    public string LevelCode { get; set; } = "";

    public string StreamCode { get; set; } = "";

    public int? ToSchoolId { get; set; }

    /// <summary>Decided by the head, not by the rules.</summary>
    public bool IsFixed { get; set; }

    /// <summary>The enrollment the run wrote.</summary>
    public long? NextEnrollmentId { get; set; }

    /// <summary>State and version of the old enrollment before the run changed it; none where it left it alone.</summary>
    public EnrollmentState? FormerState { get; set; }

    public int? FormerVersion { get; set; }

    /// <summary>The run has done what is to be done for this pupil.</summary>
    public bool IsDone { get; set; }
}

/// <summary>A head's word on one pupil, which the next dry run follows.</summary>
public sealed class RollOverFix : IVersioned, IInPlace
{
    public const int ReasonLength = 300;

    public required int RollOverId { get; init; }

    public required long EnrollmentId { get; init; }

    public required int SchoolId { get; init; }

    public required YearEnd End { get; set; }

    public string LevelCode { get; set; } = "";

    public string StreamCode { get; set; } = "";

    public int? ToSchoolId { get; set; }

    public required string Reason { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

/// <summary>The school that takes those who finish a cycle at another (المؤسسة المستقبلة), by the first level they enter there.</summary>
public sealed class NextSchool : IVersioned, IInPlace
{
    public int Id { get; init; }

    public required int SchoolId { get; init; }

    /// <summary>The level they finish here.</summary>
    public required string LevelCode { get; init; }

    public required int ToSchoolId { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class RollOverConfiguration : IEntityTypeConfiguration<RollOver>
{
    public void Configure(EntityTypeBuilder<RollOver> builder)
    {
        builder.ToTable("RollOvers");
        builder.Ignore(r => r.ToYear);
        builder.Ignore(r => r.WorkKey);
        builder.HasIndex(r => new { r.SchoolId, r.FromYear }).IsUnique();
    }
}

public sealed class RollOverLineConfiguration : IEntityTypeConfiguration<RollOverLine>
{
    public void Configure(EntityTypeBuilder<RollOverLine> builder)
    {
        builder.ToTable("RollOverLines");
        builder.HasKey(l => new { l.RollOverId, l.EnrollmentId });
        builder.Property(l => l.LevelCode).IsCode(10);
        builder.Property(l => l.StreamCode).IsCode(20);
        builder.HasIndex(l => new { l.RollOverId, l.Obstacle });
        builder.HasIndex(l => l.EnrollmentId);
    }
}

public sealed class RollOverFixConfiguration : IEntityTypeConfiguration<RollOverFix>
{
    public void Configure(EntityTypeBuilder<RollOverFix> builder)
    {
        builder.ToTable("RollOverFixes");
        builder.HasKey(f => new { f.RollOverId, f.EnrollmentId });
        builder.Property(f => f.LevelCode).IsCode(10);
        builder.Property(f => f.StreamCode).IsCode(20);
        builder.Property(f => f.Reason).HasMaxLength(RollOverFix.ReasonLength);
    }
}

public sealed class NextSchoolConfiguration : IEntityTypeConfiguration<NextSchool>
{
    public void Configure(EntityTypeBuilder<NextSchool> builder)
    {
        builder.ToTable("NextSchools");
        builder.Property(n => n.LevelCode).IsCode(10);
        builder.HasIndex(n => new { n.SchoolId, n.LevelCode }).IsUnique();
    }
}

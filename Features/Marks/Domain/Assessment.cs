using Massar.Features.Accounts.Domain;
using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Marks.Domain;

/// <summary>Which sheet: one test of a subject of a class in a semester.</summary>
/// <param name="Number">1, 2, 3 … for tests, <see cref="Assessment.Activities"/> for the integrated activities.</param>
public readonly record struct SheetKey(int ClassId, string Subject, int Semester, int Number)
{
    public bool IsPossible => Semester is 1 or 2 && Number is >= 1 and <= Assessment.Activities && Subject.Length is > 0 and <= 20;
}

/// <summary>Life of a test's sheet (workflow 4.6).</summary>
public enum AssessmentState : byte
{
    /// <summary>Foreseen by the year's plan, nothing entered; most have no row yet.</summary>
    Planned = 0,

    Open = 1,

    /// <summary>Handed over by the teacher: read-only for them.</summary>
    Submitted = 2,

    /// <summary>Back to the teacher, with the head's remarks.</summary>
    Returned = 3,

    Validated = 4,

    /// <summary>Visible to families from <see cref="Assessment.PublishAt"/> on, by the database's clock.</summary>
    Scheduled = 5,

    /// <summary>Families were told; means the same as a scheduled one whose hour has passed.</summary>
    Published = 6,

    /// <summary>After the council: even corrections end.</summary>
    Frozen = 7,
}

/// <summary>One test of a class in a subject and semester, with its marks and where they stand.</summary>
public sealed class Assessment : IVersioned, IInPlace, IOfSchool
{
    /// <summary>The number of the integrated activities (الأنشطة المندمجة), which are not a numbered test.</summary>
    public const int Activities = 100;

    private readonly List<Mark> marks = [];

    public int Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int ClassId { get; init; }

    public required string SubjectCode { get; init; }

    public required int Semester { get; init; }

    public required int Number { get; init; }

    public AssessmentState State { get; set; }

    /// <summary>Raised by every save that changed a cell; what a page has seen is compared with it.</summary>
    public int Changes { get; set; }

    /// <summary>When families see it, UTC: the first of them, where pupils and guardians do not see it at once.</summary>
    public DateTime? PublishAt { get; set; }

    /// <summary>Who sees it at <see cref="LaterAt"/> only, as the head chose when setting the hour; All: nobody waits.</summary>
    public MarkAudience LaterFor { get; set; }

    /// <summary>When those see it who wait longer, UTC; null where nobody does.</summary>
    public DateTime? LaterAt { get; set; }

    public DateTime? SubmittedAt { get; set; }

    public long? SubmittedByAccountId { get; set; }

    public DateTime? ValidatedAt { get; set; }

    public long? ValidatedByAccountId { get; set; }

    /// <summary>Cells that held a mark or a code when it was validated; with <see cref="SealedHash"/>, see <see cref="Domain.Seal"/>.</summary>
    public int? SealedCount { get; set; }

    /// <summary>Kept out of the audit trail, which would otherwise hold old seals to be put back.</summary>
    [Secret] public string? SealedHash { get; set; }

    /// <summary>Why the head sent it back; kept until it is handed over again.</summary>
    public string? ReturnReason { get; set; }

    public int Version { get; set; }

    public IReadOnlyList<Mark> Marks => marks;

    int IInPlace.PlaceId => SchoolId;

    public SheetKey Key => new(ClassId, SubjectCode, Semester, Number);

    /// <summary>What the head validated, as last counter-signed; null before that.</summary>
    public Seal? Seal => SealedCount is { } count && SealedHash is { } hash ? new Seal(count, hash) : null;

    /// <summary>What the cells are now, to be compared with <see cref="Seal"/>. Needs the marks to be loaded.</summary>
    public Seal SealNow(Sealer sealer) => Domain.Seal.Of(sealer, Key, Cells, Seal);

    /// <summary>The seal was made before there was a key, and the cells are still those it was made of. Needs the marks.</summary>
    public bool AgreesWithPlainSeal => Seal is { IsPlain: true } seal && seal == Domain.Seal.Plain(Key, Cells);

    /// <summary>Keeps what the cells are now as what was validated. Needs the marks.</summary>
    public void Close(Sealer sealer) => Close(Domain.Seal.Of(sealer, Key, Cells));

    /// <inheritdoc cref="Close(Sealer)"/>
    public void Close(Seal seal)
    {
        SealedCount = seal.Count;
        SealedHash = seal.Code;
    }

    private IEnumerable<(long PupilId, CellValue Value)> Cells => marks.Select(m => (m.PupilId, m.Value));

    /// <summary>The teacher may change cells.</summary>
    public static bool IsEditable(AssessmentState state) => state is AssessmentState.Planned or AssessmentState.Open or AssessmentState.Returned;

    /// <summary>Families see it at that moment.</summary>
    public static bool IsOut(AssessmentState state, DateTime? publishAt, DateTime now) =>
        state is AssessmentState.Published or AssessmentState.Frozen || (state == AssessmentState.Scheduled && publishAt <= now);

    /// <summary>The state as people speak of it: a scheduled sheet whose hour has passed is published.</summary>
    public static AssessmentState Shown(AssessmentState state, DateTime? publishAt, DateTime now) =>
        state == AssessmentState.Scheduled && publishAt <= now ? AssessmentState.Published : state;

    /// <summary>Why nothing may be entered now, or null.</summary>
    public Refusal? RefusesEntry() => State switch
    {
        AssessmentState.Planned or AssessmentState.Open or AssessmentState.Returned => null,
        AssessmentState.Submitted => Refusal.Conflict("marks.closed.submitted").Next("marks.closed.submitted.next"),
        AssessmentState.Validated => Refusal.Conflict("marks.closed.validated").Next("marks.closed.submitted.next"),
        _ => Refusal.Conflict("marks.closed.published").Next("marks.closed.published.next"),
    };

    /// <summary>Writes one cell for the drawn page that sends it; true when it changed.</summary>
    public bool Enter(long pupilId, CellValue value, int page)
    {
        var mark = marks.Find(m => m.PupilId == pupilId);
        if (mark is null ? value.IsEmpty : mark.Value == value) return false;
        if (mark is null) marks.Add(mark = new Mark { AssessmentId = Id, PupilId = pupilId });
        mark.Set(value, Changes + 1, page);
        return true;
    }

    /// <summary>Closes a save: one change number for all its cells.</summary>
    public void Changed()
    {
        Changes++;
        if (State == AssessmentState.Planned) State = AssessmentState.Open;
    }

    public Refusal? HandOver(int empty, long accountId, DateTime now)
    {
        if (RefusesEntry() is { } refusal) return refusal;
        if (empty > 0) return Refusal.Conflict("marks.hand-over.empty", empty).Next("marks.hand-over.empty.next");
        State = AssessmentState.Submitted;
        SubmittedAt = now;
        SubmittedByAccountId = accountId;
        ReturnReason = null;
        return null;
    }

    public Refusal? Return(string reason)
    {
        if (State is not (AssessmentState.Submitted or AssessmentState.Validated)) return Refusal.Conflict("marks.return.not-submitted");
        State = AssessmentState.Returned;
        ReturnReason = reason;
        ValidatedAt = null;
        ValidatedByAccountId = null;
        (SealedCount, SealedHash) = (null, null);
        return null;
    }

    /// <summary>Nobody validates what they handed over themselves. Needs the marks: what they are is kept.</summary>
    public Refusal? Validate(Hands hands, DateTime now, Sealer sealer)
    {
        if (State != AssessmentState.Submitted) return Refusal.Conflict("marks.validate.not-submitted");
        if (hands.Did(SubmittedByAccountId)) return Refusal.Conflict("marks.validate.own").Next("marks.validate.own.next").Recorded();
        State = AssessmentState.Validated;
        ValidatedAt = now;
        ValidatedByAccountId = hands.Account;
        Close(sealer);
        return null;
    }

    /// <summary>From when one kind of reader sees it; for all: when the last of them does. Null without an hour.</summary>
    public DateTime? HourFor(MarkAudience reader) => LaterAt is { } later && (reader == MarkAudience.All || reader == LaterFor) ? later : PublishAt;

    /// <summary>Sets the hour, or moves it while it has not come.</summary>
    /// <param name="laterFor">Who waits longer; All for nobody.</param>
    /// <param name="wait">How much longer.</param>
    public Refusal? Schedule(DateTime at, DateTime now, MarkAudience laterFor = MarkAudience.All, TimeSpan wait = default)
    {
        if (State != AssessmentState.Validated && !(State == AssessmentState.Scheduled && PublishAt > now)) return Refusal.Conflict("marks.schedule.not-validated");
        State = AssessmentState.Scheduled;
        PublishAt = at;
        (LaterFor, LaterAt) = laterFor == MarkAudience.All || wait <= TimeSpan.Zero ? (MarkAudience.All, (DateTime?)null) : (laterFor, at + wait);
        return null;
    }

    /// <summary>Applies a counter-signed correction to a published cell.</summary>
    public Refusal? Correct(MarkCorrection correction, DateTime now, Sealer sealer)
    {
        if (State == AssessmentState.Frozen) return Refusal.Conflict("marks.correction.frozen");
        if (!IsOut(State, PublishAt, now)) return Refusal.Conflict("marks.correction.not-published");
        if (Seal != SealNow(sealer)) return Refusal.Conflict("marks.correction.differs").Next("marks.differs.next");
        var current = marks.Find(m => m.PupilId == correction.PupilId)?.Value ?? CellValue.Empty;
        if (current != correction.Old) return Refusal.Conflict("marks.correction.changed");
        Enter(correction.PupilId, correction.New, 0);
        Changes++;
        Close(sealer);
        return null;
    }
}

/// <summary>One cell of a sheet. Narrow, because there are hundreds of millions of them.</summary>
public sealed class Mark
{
    public required int AssessmentId { get; init; }

    public required long PupilId { get; init; }

    public CellState State { get; private set; }

    public decimal? Points { get; private set; }

    /// <summary>The sheet's change number at which this cell was last written.</summary>
    public int Change { get; private set; }

    /// <summary>The drawn page that wrote it: a page does not clash with itself.</summary>
    public int Page { get; private set; }

    public CellValue Value => new(State, Points);

    public void Set(CellValue value, int change, int page) => (State, Points, Change, Page) = (value.State, value.Points, change, page);
}

/// <summary>What the head wrote at one cell when sending the sheet back.</summary>
public sealed class CellRemark
{
    public const int TextLength = 200;

    public required int AssessmentId { get; init; }

    public required long PupilId { get; init; }

    public required string Text { get; set; }
}

/// <summary>The teacher's remark on a pupil for a subject and semester (ملاحظات الأستاذ).</summary>
public sealed class TeacherRemark
{
    public const int TextLength = 200;

    public required int ClassId { get; init; }

    public required string SubjectCode { get; init; }

    public required int Semester { get; init; }

    public required long PupilId { get; init; }

    public required string Text { get; set; }
}

public sealed class AssessmentConfiguration : IEntityTypeConfiguration<Assessment>
{
    public void Configure(EntityTypeBuilder<Assessment> builder)
    {
        builder.Property(a => a.SubjectCode).IsCode(20);
        builder.Property(a => a.ReturnReason).HasMaxLength(300);
        builder.Property(a => a.SealedHash).IsCode(Sealer.Length);
        builder.Ignore(a => a.Key);
        builder.Ignore(a => a.Seal);
        builder.Ignore(a => a.AgreesWithPlainSeal);
        builder.HasOne<SchoolClass>().WithMany().HasForeignKey(a => a.ClassId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(a => a.Marks).WithOne().HasForeignKey(m => m.AssessmentId);
        builder.Navigation(a => a.Marks).HasField("marks").UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasIndex(a => new { a.ClassId, a.SubjectCode, a.Semester, a.Number }).IsUnique();
        // With the semester the head's board is counted in the index alone.
        builder.HasIndex(a => new { a.SchoolId, a.State, a.Semester });
    }
}

public sealed class MarkConfiguration : IEntityTypeConfiguration<Mark>
{
    public void Configure(EntityTypeBuilder<Mark> builder)
    {
        builder.HasKey(m => new { m.AssessmentId, m.PupilId });
        builder.Property(m => m.Points).HasPrecision(4, 2);
        builder.Ignore(m => m.Value);
        builder.HasIndex(m => m.PupilId);
    }
}

public sealed class CellRemarkConfiguration : IEntityTypeConfiguration<CellRemark>
{
    public void Configure(EntityTypeBuilder<CellRemark> builder)
    {
        builder.HasKey(r => new { r.AssessmentId, r.PupilId });
        builder.Property(r => r.Text).HasMaxLength(CellRemark.TextLength);
    }
}

public sealed class TeacherRemarkConfiguration : IEntityTypeConfiguration<TeacherRemark>
{
    public void Configure(EntityTypeBuilder<TeacherRemark> builder)
    {
        builder.HasKey(r => new { r.ClassId, r.SubjectCode, r.Semester, r.PupilId });
        builder.Property(r => r.SubjectCode).IsCode(20);
        builder.Property(r => r.Text).HasMaxLength(TeacherRemark.TextLength);
    }
}

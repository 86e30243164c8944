using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.StaffFiles.Domain;

/// <summary>Where a file on the move stands. The numbers are stored.</summary>
public enum FileState
{
    /// <summary>The person has gone; the office he left lists the pages.</summary>
    Preparing = 0,

    /// <summary>Sent with its slip, not signed for.</summary>
    InTransit = 1,

    /// <summary>Signed for with pages missing: the sender answers.</summary>
    Lacking = 2,

    /// <summary>The sender has answered: the receiver looks again and signs.</summary>
    Answered = 3,

    Complete = 4,

    /// <summary>The person came back before anything was sent, or it was started by mistake.</summary>
    Cancelled = 5,
}

/// <summary>What started a transfer.</summary>
public enum FileCause
{
    /// <summary>Minutes of presence at a place of another office, or their withdrawal.</summary>
    Installation = 0,

    /// <summary>A signed decision of a place of another office took effect.</summary>
    Decision = 1,

    /// <summary>The office, by hand.</summary>
    Hand = 2,
}

/// <summary>
/// The file of an employee on its way from the office he left to the one he works under now (003, archive office: a new arrival's file is asked of the former directorate
/// on the strength of the minutes of presence, a leaver's is sent to the host). There is one open transfer for a person at most; who goes further while his file is on its
/// way has it followed by the next one.
/// </summary>
public sealed class FileTransfer : IVersioned, IInPlace, IAboutEmployee
{
    public const int RemarkLength = 300;

    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The employee while the transfer is open, null afterwards; unique, so that there are never two.</summary>
    public long? OpenKey { get; private set; }

    /// <summary>The directorate, or the academy where there is none, that has the file.</summary>
    public required int FromOfficeId { get; init; }

    public required string FromPath { get; init; }

    /// <summary>The office that is to have it.</summary>
    public required int ToOfficeId { get; set; }

    public required string ToPath { get; set; }

    /// <summary>What started it; once a move has led it elsewhere, that move.</summary>
    public required FileCause Cause { get; set; }

    /// <summary>Why it was started by hand.</summary>
    public string? Reason { get; init; }

    public FileState State { get; private set; }

    /// <summary>UTC.</summary>
    public required DateTime OpenedAt { get; init; }

    /// <summary>UTC; the days in transit count from here.</summary>
    public DateTime? SentAt { get; private set; }

    /// <summary>When it was first signed for, UTC.</summary>
    public DateTime? ReceivedAt { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    /// <summary>The last day for whose turn it is.</summary>
    public required DateOnly Until { get; set; }

    /// <summary>When whose turn it is was reminded of it.</summary>
    public DateTime? RemindedAt { get; private set; }

    /// <summary>The sealed slip.</summary>
    public long? SlipId { get; private set; }

    /// <summary>The sealed receipt, the last where there were several.</summary>
    public long? ReceiptId { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => FromOfficeId;

    public bool IsOpen => State is not (FileState.Complete or FileState.Cancelled);

    /// <summary>The office that acts next; null when nobody does.</summary>
    public int? Turn => State switch { FileState.Preparing or FileState.Lacking => FromOfficeId, FileState.InTransit or FileState.Answered => ToOfficeId, _ => null };

    public static Refusal NotNow => Refusal.Conflict("staff-files.not-now").Next("staff-files.not-now.next");

    public FileTransfer Opened()
    {
        OpenKey = EmployeeId;
        return this;
    }

    public bool IsLate(DateOnly today) => IsOpen && Until < today;

    /// <summary>Days between the sending and the first signature, or an instant where there is none yet; null before it was sent.</summary>
    public static int? DaysBetween(DateTime? sent, DateTime? received, DateTime now) => sent is { } from ? MoroccanDay.Of(received ?? now).DayNumber - MoroccanDay.Of(from).DayNumber : null;

    /// <summary>The list of its pages is part of it: whoever read it before this save has an old one. Rows beside it do not raise its version by themselves.</summary>
    public void Relist() => Version++;

    public Refusal? Send(DateTime now, DateOnly until)
    {
        if (State is not FileState.Preparing)
            return NotNow;
        (State, SentAt, Until, RemindedAt) = (FileState.InTransit, now, until, null);
        return null;
    }

    /// <summary>The receiver signs: whole, or with pages to be answered for.</summary>
    public Refusal? Sign(bool isWhole, DateTime now, DateOnly until)
    {
        if (State is not (FileState.InTransit or FileState.Answered))
            return NotNow;
        ReceivedAt ??= now;
        if (isWhole)
            Close(FileState.Complete, now);
        else
            (State, Until, RemindedAt) = (FileState.Lacking, until, null);
        return null;
    }

    public Refusal? Answer(DateOnly until)
    {
        if (State is not FileState.Lacking)
            return NotNow;
        (State, Until, RemindedAt) = (FileState.Answered, until, null);
        return null;
    }

    /// <summary>The person went on elsewhere before anything was sent; what his move needs is no longer the office's to drop.</summary>
    public bool Redirect(int office, string path, FileCause cause)
    {
        if (State is not FileState.Preparing || ToOfficeId == office)
            return false;
        (ToOfficeId, ToPath, Cause) = (office, path, cause);
        return true;
    }

    public Refusal? Cancel(DateTime now)
    {
        if (State is not FileState.Preparing)
            return Refusal.Conflict("staff-files.cancel.sent").Next("staff-files.cancel.sent.next");
        Close(FileState.Cancelled, now);
        return null;
    }

    /// <summary>Whose turn it is lets the last day pass: said once each turn.</summary>
    public bool Remind(DateTime now)
    {
        if (!IsLate(MoroccanDay.Of(now)) || RemindedAt is not null)
            return false;
        RemindedAt = now;
        return true;
    }

    public void KeepSlip(long document) => SlipId = document;

    public void KeepReceipt(long document) => ReceiptId = document;

    private void Close(FileState state, DateTime now) => (State, ClosedAt, OpenKey) = (state, now, null);
}

public sealed class FileTransferConfiguration : IEntityTypeConfiguration<FileTransfer>
{
    public void Configure(EntityTypeBuilder<FileTransfer> builder)
    {
        builder.ToTable("StaffFileTransfers");
        builder.Property(t => t.FromPath).IsCode(64);
        builder.Property(t => t.ToPath).IsCode(64);
        builder.Property(t => t.Reason).HasMaxLength(FileTransfer.RemarkLength);
        builder.Ignore(t => t.IsOpen);
        builder.Ignore(t => t.Turn);
        builder.HasIndex(t => t.OpenKey).IsUnique();
        builder.HasIndex(t => t.EmployeeId);
        builder.HasIndex(t => new { t.FromPath, t.State });
        builder.HasIndex(t => new { t.ToPath, t.State });
    }
}

/// <summary>What the receiver found of a line.</summary>
public enum PageResult
{
    None = 0,
    Present = 1,
    Missing = 2,

    /// <summary>There, and not as it should be: the note says how. It is written down and not chased.</summary>
    Damaged = 3,
}

/// <summary>What the sender says of a missing line.</summary>
public enum PageAnswer
{
    None = 0,

    /// <summary>Found, and sent after: the receiver looks again.</summary>
    Sent = 1,

    /// <summary>A certified copy is sent: the receiver looks again.</summary>
    Copied = 2,

    /// <summary>It was never in the file: the slip was wrong.</summary>
    NotThere = 3,

    /// <summary>It is lost; the note says what was done.</summary>
    Lost = 4,
}

/// <summary>A line of the file's checklist: a kind of paper, how many pieces, and what became of it.</summary>
public sealed class FilePage : IVersioned
{
    public const int TitleLength = 120;
    public const int NoteLength = 200;
    public const int MostPieces = 999;

    /// <summary>Lines of one slip, which is one page.</summary>
    public const int MostLines = 30;

    /// <summary>Papers that are in nearly every file, offered for counting; each has its name in the words <c>staff-files.page.…</c>.</summary>
    public static readonly IReadOnlyList<string> Usual =
        ["birth", "card", "diplomas", "recruitment", "installation", "tenure", "advancement", "rating", "leaves", "medical", "family", "discipline"];

    public long Id { get; init; }

    public required long TransferId { get; init; }

    /// <summary>Place in the list, from 1.</summary>
    public required int Order { get; init; }

    /// <summary>One of <see cref="Usual"/>; null for a line in the office's words, and for papers of the archive.</summary>
    public string? Code { get; init; }

    /// <summary>The office's words; of papers in the electronic archive the text key of their name.</summary>
    public string? Title { get; init; }

    /// <summary>Kept in the electronic archive: nothing of it travels, the line says that it is there.</summary>
    public bool IsDigital { get; init; }

    /// <summary>Pieces.</summary>
    public required int Count { get; init; }

    /// <summary>Notes may tell of an illness or a punishment: not for the audit trail.</summary>
    [Secret] public string? Note { get; init; }

    public PageResult Result { get; private set; }

    [Secret] public string? ResultNote { get; private set; }

    public PageAnswer Answer { get; private set; }

    [Secret] public string? AnswerNote { get; private set; }

    public int Version { get; set; }

    /// <summary>Text key of its name; null where <see cref="Title"/> is words.</summary>
    public string? NameKey => IsDigital ? Title : Code is { } code ? $"staff-files.page.{code}" : null;

    /// <summary>The receiver has to look: at first, and where something was sent after.</summary>
    public bool IsToCheck => !IsDigital && (Result is PageResult.None || (Result is PageResult.Missing && Answer is PageAnswer.Sent or PageAnswer.Copied));

    /// <summary>The sender has to say where it is.</summary>
    public bool IsToAnswer => !IsDigital && Result is PageResult.Missing && Answer is PageAnswer.None;

    public void Find(PageResult result, string? note)
    {
        (Result, ResultNote) = (result, note);
        if (result is PageResult.Missing)
            (Answer, AnswerNote) = (PageAnswer.None, null);
    }

    public void Explain(PageAnswer answer, string? note) => (Answer, AnswerNote) = (answer, note);
}

public sealed class FilePageConfiguration : IEntityTypeConfiguration<FilePage>
{
    public void Configure(EntityTypeBuilder<FilePage> builder)
    {
        builder.ToTable("StaffFilePages");
        builder.Property(p => p.Code).IsCode(20);
        builder.Property(p => p.Title).HasMaxLength(FilePage.TitleLength);
        builder.Property(p => p.Note).HasMaxLength(FilePage.NoteLength);
        builder.Property(p => p.ResultNote).HasMaxLength(FilePage.NoteLength);
        builder.Property(p => p.AnswerNote).HasMaxLength(FilePage.NoteLength);
        builder.Ignore(p => p.NameKey);
        builder.Ignore(p => p.IsToCheck);
        builder.Ignore(p => p.IsToAnswer);
        builder.HasOne<FileTransfer>().WithMany().HasForeignKey(p => p.TransferId);
        builder.HasIndex(p => new { p.TransferId, p.Order });
    }
}

/// <summary>A line of a transfer's history: what happened, when, by whom.</summary>
public sealed class FileStep
{
    public long Id { get; init; }

    public required long TransferId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <inheritdoc cref="StaffFileStepped.What"/>
    public required string What { get; init; }

    /// <summary>Null for what the program did by itself.</summary>
    public long? AccountId { get; init; }

    /// <summary>The office that did it, or that it is about.</summary>
    public int? OfficeId { get; init; }

    public string? Remark { get; init; }
}

public sealed class FileStepConfiguration : IEntityTypeConfiguration<FileStep>
{
    public void Configure(EntityTypeBuilder<FileStep> builder)
    {
        builder.ToTable("StaffFileSteps");
        builder.Property(s => s.What).IsCode(20);
        builder.Property(s => s.Remark).HasMaxLength(FileTransfer.RemarkLength);
        builder.HasOne<FileTransfer>().WithMany().HasForeignKey(s => s.TransferId);
    }
}

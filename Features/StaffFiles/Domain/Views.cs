using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.Domain;

public sealed record OfficeName(int Id, string Ar, string Fr);

/// <summary>A transfer with the names that pages about it need.</summary>
/// <param name="Until">The last day for whose turn it is.</param>
public sealed record TransferHead(
    long Id, int Version, long Employee, string NameAr, string NameLatin, string Ppr, OfficeName From, OfficeName To, FileCause Cause, string? Reason, FileState State, DateTime OpenedAt, DateTime? SentAt, DateTime? ReceivedAt, DateTime? ClosedAt,
    DateOnly Until, bool HasSlip, bool HasReceipt)
{
    public bool IsLate(DateOnly today) => State is not (FileState.Complete or FileState.Cancelled) && Until < today;

    /// <inheritdoc cref="FileTransfer.DaysBetween"/>
    public int? Days(DateTime now) => FileTransfer.DaysBetween(SentAt, ReceivedAt, now);
}

/// <summary>A line of the checklist as pages show it.</summary>
/// <param name="NameKey">Text key of its name; null where <paramref name="Title"/> is words.</param>
public sealed record PageLine(long Id, string? NameKey, string? Title, int Count, string? Note, bool IsDigital, PageResult Result, string? ResultNote, PageAnswer Answer, string? AnswerNote, bool IsToCheck, bool IsToAnswer)
{
    public static PageLine Of(FilePage p) => new(p.Id, p.NameKey, p.NameKey is null ? p.Title : null, p.Count, p.Note, p.IsDigital, p.Result, p.ResultNote, p.Answer, p.AnswerNote, p.IsToCheck, p.IsToAnswer);
}

/// <summary>A transfer with its checklist, as the forms about it need it.</summary>
/// <param name="IsOwn">Of who asks, or of his family: another has to do it.</param>
/// <param name="IsSameHand">Who asks to receive it has sent it: another has to sign.</param>
public sealed record ListedFile(TransferHead Head, IReadOnlyList<PageLine> Pages, bool IsOwn, bool IsSameHand = false) : Massar.Infrastructure.Security.IShowsPersons
{
    int Massar.Infrastructure.Security.IShowsPersons.PersonsShown => 1;
}

public static class FileReading
{
    /// <summary>The one transfer of a scope, in one statement; null for none.</summary>
    public static Task<TransferHead?> HeadOf(this MassarDb db, IQueryable<FileTransfer> transfers, CancellationToken ct) => (
        from t in transfers
        join e in db.Employees on t.EmployeeId equals e.Id
        join f in db.Places on t.FromOfficeId equals f.Id
        join to in db.Places on t.ToOfficeId equals to.Id
        select new TransferHead(
            t.Id, t.Version, e.Id, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, e.Ppr, new OfficeName(f.Id, f.NameAr, f.NameFr), new OfficeName(to.Id, to.NameAr, to.NameFr),
            t.Cause, t.Reason, t.State, t.OpenedAt, t.SentAt, t.ReceivedAt, t.ClosedAt, t.Until, t.SlipId != null, t.ReceiptId != null)).AsNoTracking().SingleOrDefaultAsync(ct);

    /// <summary>The lines of a transfer in their order; one statement.</summary>
    public static async Task<IReadOnlyList<PageLine>> PagesOf(this MassarDb db, long transfer, CancellationToken ct) =>
        [.. (await db.FilePages.AsNoTracking().Where(p => p.TransferId == transfer).OrderBy(p => p.Order).ToListAsync(ct)).Select(PageLine.Of)];
}

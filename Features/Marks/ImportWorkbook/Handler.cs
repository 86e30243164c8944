using System.Globalization;
using Massar.Features.Marks.Domain;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ImportWorkbook;

public sealed record Query(int ClassId, string Subject, int Semester) : IQuery<Book>;

/// <summary>What the upload page draws.</summary>
/// <param name="Closed">Why the semester's window takes no marks today.</param>
public sealed record Book(int ClassId, string Subject, int Semester, string ClassName, string SubjectAr, string SubjectFr, Refusal? Closed);

/// <summary>Takes a file in for an hour, after looking into it: a file of another class or a dangerous one is not kept.</summary>
public sealed record Command(int ClassId, string Subject, int Semester, string FileName, byte[] File) : ICommand<Guid>;

public sealed record PreviewQuery(Guid Id) : IQuery<Foreseen>;

/// <summary>Everything the file would do, and everything of it that is left aside.</summary>
/// <param name="Columns">For a plain list: its columns and the test each is taken for; empty for the ministry's sheet.</param>
/// <param name="LatinNames">Massar code → name, of the pupils something changes for: the workbook has names in Arabic only.</param>
public sealed record Foreseen(
    Guid Id, int ClassId, string Subject, int Semester, string ClassName, string SubjectAr, string SubjectFr, string FileName,
    IReadOnlyList<ForeseenMark> Changes, IReadOnlyList<RemarkChange> Remarks, int LeftEmpty, int Unchanged,
    IReadOnlyList<FileProblem> Problems, IReadOnlyList<FileProblem> Notes, IReadOnlyList<ListColumn> Columns, IReadOnlyList<int> Tests, string Fingerprint,
    IReadOnlyDictionary<string, string> LatinNames)
{
    /// <summary>Why the semester's window takes no marks today; null while it is open.</summary>
    public Refusal? Closed { get; init; }

    public bool IsNothing => Changes.Count == 0 && Remarks.Count == 0;
}

public sealed record ForeseenMark(string MassarCode, string NameAr, int Number, string Old, string New, string Cell);


public sealed record ListColumn(int Column, string Title, int Filled, int Test);

/// <param name="Columns">Column number → test number, as typed; "" for a column that is left aside.</param>
public sealed record ColumnsCommand(Guid Id, IReadOnlyDictionary<string, string> Columns) : ICommand;

public sealed record ConfirmCommand(Guid Id, string? Fingerprint) : ICommand<Applied>;

/// <param name="Address">The sheet most of the marks went to.</param>
public sealed record Applied(int Marks, int Remarks, string Address);

public sealed class Handler(MassarDb db, SheetBooks books, BookDesk desk, CurrentUser user, TimeProvider clock)
    : IQueryHandler<Query, Book>, ICommandHandler<Command, Guid>, IQueryHandler<PreviewQuery, Foreseen>, ICommandHandler<ColumnsCommand>, ICommandHandler<ConfirmCommand, Applied>
{
    private static readonly HashSet<string> OtherFile =
    [
        "marks.workbook.wrong-school", "marks.workbook.wrong-class", "marks.workbook.wrong-subject", "marks.workbook.wrong-semester", "marks.workbook.wrong-year", "marks.workbook.wrong-test",
    ];

    public async Task<Outcome<Book>> Handle(Query request, CancellationToken cancellationToken) =>
        await books.Load(request.ClassId, request.Subject, request.Semester, cancellationToken) is { } book
            ? new Book(request.ClassId, request.Subject, request.Semester, book.Sheet.ClassName, book.Sheet.SubjectName, book.SubjectFr, book.Shut)
            : Refusal.NotFound;

    public async Task<Outcome<Guid>> Handle(Command request, CancellationToken cancellationToken)
    {
        if (await books.Load(request.ClassId, request.Subject, request.Semester, cancellationToken) is not { } book) return Refusal.NotFound;
        if (request.File.Length == 0) return Refusal.Invalid("File", "marks.import.no-file");
        if (request.File.Length > SpreadsheetLimits.Default.FileBytes) return Refusal.Invalid("File", "marks.workbook.file.too-large");

        var (preview, columns) = Compare(book, request.File, null);
        var fatal = preview.Problems.FirstOrDefault(p => OtherFile.Contains(p.Key))
            ?? (columns is null && preview is { Changes.Count: 0, Unchanged: 0, Remarks.Count: 0, LeftEmpty.Count: 0 } ? preview.Problems.FirstOrDefault(p => !p.IsRemark && p.MassarCode is null) : null);
        if (fatal is not null) return Refusal.Invalid("File", fatal.Key, [.. fatal.Arguments]);

        var now = clock.GetUtcNow().UtcDateTime;
        await db.MarkUploads.Where(u => u.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        var upload = new MarkUpload
        {
            Id = Guid.NewGuid(),
            AccountId = user.AccountId,
            ClassId = request.ClassId,
            SubjectCode = request.Subject,
            Semester = request.Semester,
            FileName = BidiSafe.Clean(request.FileName, MarkUpload.NameLength),
            Content = request.File,
            Columns = columns,
            ExpiresAt = now + MarkUpload.Lifetime,
        };
        db.MarkUploads.Add(upload);
        await db.SaveChangesAsync(cancellationToken);
        return upload.Id;
    }

    public async Task<Outcome<Foreseen>> Handle(PreviewQuery request, CancellationToken cancellationToken)
    {
        if (await Find(request.Id, cancellationToken) is not { } upload) return Refusal.NotFound;
        if (await books.Load(upload.ClassId, upload.SubjectCode, upload.Semester, cancellationToken) is not { } book) return Refusal.NotFound;

        var (preview, _) = Compare(book, upload.Content, upload.Columns);
        var changes = BookChanges.Of(book, preview);
        var open = changes.Open;
        var problems = preview.Problems.Where(p => !p.IsRemark).Select(p => new FileProblem(p.Key, p.Arguments, p.Cell))
            .Concat(changes.Closed.GroupBy(c => c.Assessment).Select(g => new FileProblem("marks.import.closed", [g.Key, g.Count().ToString(CultureInfo.InvariantCulture)], null)));
        var list = upload.Columns is null ? null : PlainMarkList.Read(upload.Content);
        var chosen = ColumnsOf(upload.Columns);
        return new Foreseen(upload.Id, upload.ClassId, upload.SubjectCode, upload.Semester, book.Sheet.ClassName, book.Sheet.SubjectName, book.SubjectFr, upload.FileName,
            [.. open.Select(c => new ForeseenMark(c.MassarCode, c.FullName, book.NumberOf(c.Marker), CellValue.OfSheet(c.Old).Plain, CellValue.OfSheet(c.New).Plain, c.Cell))],
            preview.Remarks, preview.LeftEmpty.Count, preview.Unchanged, [.. problems],
            [.. preview.Problems.Where(p => p.IsRemark).Select(p => new FileProblem(p.Key, p.Arguments, p.Cell))],
            [.. (list?.Columns ?? []).Select(c => new ListColumn(c.Column, c.Title, c.Filled, chosen.TryGetValue(c.Column, out var marker) ? book.NumberOf(marker) : 0))],
            book.Tests, book.Fingerprint,
            open.Select(c => c.MassarCode).Concat(preview.Remarks.Select(r => r.MassarCode)).Distinct().ToDictionary(c => c, c => book.LatinNames.GetValueOrDefault(c, "")))
        { Closed = book.Shut };
    }

    public async Task<Outcome<Done>> Handle(ColumnsCommand request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var upload = await db.MarkUploads.SingleOrDefaultAsync(u => u.Id == request.Id && u.AccountId == user.AccountId && u.ExpiresAt > now, cancellationToken);
        if (upload?.Columns is null) return Refusal.NotFound;
        if (await books.Load(upload.ClassId, upload.SubjectCode, upload.Semester, cancellationToken) is not { } book) return Refusal.NotFound;

        var chosen = new Dictionary<int, int>();
        foreach (var (column, test) in request.Columns)
        {
            if (!int.TryParse(test, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) continue;
            var marker = book.Tests.ToList().IndexOf(number) + 1;
            if (marker == 0 || !int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return Refusal.NotFound;
            if (!chosen.ContainsValue(marker)) chosen[at] = marker;
            else return Refusal.Conflict("marks.import.column-twice");
        }

        upload.Columns = string.Join(';', chosen.Select(c => $"{c.Key}={c.Value}"));
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    public async Task<Outcome<Applied>> Handle(ConfirmCommand request, CancellationToken cancellationToken)
    {
        if (await Find(request.Id, cancellationToken) is not { } upload) return Refusal.NotFound;
        if (await books.Load(upload.ClassId, upload.SubjectCode, upload.Semester, cancellationToken) is not { } before) return Refusal.NotFound;

        // Locks first, then the comparison anew: nothing is written that the person has not seen.
        var locked = await desk.Lock(before, upload.ClassId, upload.SubjectCode, upload.Semester, cancellationToken);
        if (before.Fingerprint != request.Fingerprint || locked is null)
            return Refusal.Conflict("marks.import.changed").Next("marks.import.changed.next");

        var changes = BookChanges.Of(before, Compare(before, upload.Content, upload.Columns).Preview);
        db.MarkUploads.Remove(await db.MarkUploads.SingleAsync(u => u.Id == upload.Id, cancellationToken));
        var written = await desk.Write(before, locked, changes, upload.ClassId, upload.SubjectCode, upload.Semester, cancellationToken);
        if (written.Refusal is { } refusal) return refusal;
        return new Applied(changes.Open.Count, changes.Remarks.Count, Links.Sheet(new SheetKey(upload.ClassId, upload.SubjectCode, upload.Semester, written.Value)));
    }

    private async Task<MarkUpload?> Find(Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return await db.MarkUploads.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && u.AccountId == user.AccountId && u.ExpiresAt > now, ct);
    }

    /// <summary>The ministry's sheet, or any list with codes and marks; the second tells the columns of a list.</summary>
    private static (Workbooks.Preview Preview, string? Columns) Compare(SheetBook book, byte[] file, string? columns)
    {
        if (columns is null)
        {
            var reading = NotesCcReader.Read(file, book.Sheet.Scale);
            if (reading.Sheet is not null || !reading.Problems.Any(p => p.Key is "marks.workbook.not-a-mark-sheet" or "marks.workbook.no-assessment"))
                return (NotesCcComparison.Compare(book.Sheet, reading), null);
        }

        var list = PlainMarkList.Read(file);
        if (list.Rows.Count == 0 || list.Columns.Count == 0) return (NotesCcComparison.Compare(book.Sheet, list, new Dictionary<int, int>()), null);
        var chosen = columns is null ? list.Suggest(book.Sheet.Assessments) : ColumnsOf(columns);
        return (NotesCcComparison.Compare(book.Sheet, list, chosen), string.Join(';', chosen.Select(c => $"{c.Key}={c.Value}")));
    }

    private static Dictionary<int, int> ColumnsOf(string? text) => (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(c => c.Split('='))
        .ToDictionary(c => int.Parse(c[0], CultureInfo.InvariantCulture), c => int.Parse(c[1], CultureInfo.InvariantCulture));
}

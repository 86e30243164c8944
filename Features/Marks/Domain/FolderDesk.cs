using System.Globalization;
using System.Text.Json;
using Massar.Features.Classes.Domain;
using Massar.Features.Marks.Parts;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>A subject of a class that a teacher teaches, as workbooks name it.</summary>
internal sealed record TaughtBook(int ClassId, Guid PublicId, string ClassName, string SchoolCode, string Subject, string MassarCode);

/// <summary>Reads the files of a folder, writes them and takes them back, one by one: what each would do in its owner's sheets, then that and nothing else.</summary>
public sealed class FolderDesk(MassarDb db, Sheets sheets, SheetBooks books, BookDesk desk, Remarks remarks, WorkDesk work, TimeProvider clock)
{
    /// <summary>Sets the work behind going that reads a folder, writes it or takes it back, for the first time or once more after it broke off; saves.</summary>
    /// <param name="state"><see cref="FolderState.Reading"/>, <see cref="FolderState.Writing"/> or <see cref="FolderState.Undoing"/>.</param>
    /// <param name="files">So many are left to do.</param>
    public async Task Start(MarkFolder folder, FolderState state, int files, CancellationToken ct)
    {
        folder.State = state;
        var payload = JsonSerializer.Serialize(folder.Id);
        // The last job's number makes the key of one that goes on another.
        var item = state switch
        {
            FolderState.Reading => work.Queue<ReadFolder>($"{MarkFolder.ReadKey(folder.Id)}/{folder.JobId}", payload, total: files),
            FolderState.Writing => work.Queue<WriteFolder>($"{MarkFolder.WriteKey(folder.Id)}/{folder.JobId}", payload, total: files),
            _ => work.Queue<UndoFolder>($"{MarkFolder.UndoKey(folder.Id)}/{folder.JobId}", payload, total: files),
        };
        await db.SaveChangesAsync(ct);
        folder.JobId = item.Id;
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The teacher a folder belongs to; null when the account is closed, no employee's any more, or no teacher's today.</summary>
    public Task<BookTeacher?> Teacher(long account, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        return db.Accounts.AsNoTracking().Where(a => a.Id == account && a.EmployeeId != null && a.ClosedAt == null
                && db.Hats.Any(h => h.AccountId == account && h.Role == Roles.Teacher && h.StartsOn <= today && (h.EndsOn == null || h.EndsOn >= today)))
            .Select(a => new BookTeacher(a.EmployeeId!.Value, a.NameAr)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Finds a file's sheets by what it says of itself, compares, and keeps what it found; saves nothing.</summary>
    /// <param name="taught">Of <see cref="Taught"/>.</param>
    internal async Task Read(MarkFolderFile file, BookTeacher teacher, IReadOnlyList<TaughtBook> taught, CancellationToken ct)
    {
        var reading = NotesCcReader.Read(file.Content!);
        if (reading.Sheet is not { } sheet)
        {
            file.Refuse(reading.Problems.Select(FileProblem.Of).FirstOrDefault() ?? new FileProblem("marks.workbook.not-a-mark-sheet", [], null));
            return;
        }

        (file.ClassName, file.SubjectAr) = (BidiSafe.Clean(sheet.ClassName, 40), BidiSafe.Clean(sheet.SubjectName, 120));
        file.Semester = sheet.Semester is 1 or 2 ? sheet.Semester : null;
        if (file.Semester is not { } semester)
        {
            file.Refuse(new FileProblem("marks.folder.no-semester", [], null));
            return;
        }

        // Class and school by name where the file does not carry the class's own number.
        var found = taught.FirstOrDefault(t => (sheet.ClassId is { } id ? id == t.PublicId : Same(t.ClassName, sheet.ClassName) && Same(t.SchoolCode, sheet.SchoolCode))
            && Same(t.MassarCode.TrimStart('0'), sheet.SubjectCode.TrimStart('0')));
        if (found is null || await books.Load(teacher, found.ClassId, found.Subject, semester, ct) is not { } book)
        {
            file.Refuse(new FileProblem("marks.folder.not-yours", [NotesCcReader.Shown(sheet.ClassName), NotesCcReader.Shown(sheet.SubjectName.Length > 0 ? sheet.SubjectName : sheet.SubjectCode)], null));
            return;
        }

        (file.ClassId, file.SubjectCode, file.ClassName, file.SubjectAr, file.SubjectFr) = (found.ClassId, found.Subject, book.Sheet.ClassName, book.Sheet.SubjectName, book.SubjectFr);
        var wrong = NotesCcComparison.FileProblems(book.Sheet, sheet);
        if (wrong.Count > 0)
        {
            file.Refuse(FileProblem.Of(wrong[0]));
            return;
        }

        var preview = NotesCcComparison.Compare(book.Sheet, reading);
        var changes = await desk.Changes(book, preview, found.ClassId, found.Subject, semester, ct);
        (file.Marks, file.Remarks, file.Unchanged, file.LeftEmpty) = (changes.Open.Count, changes.Remarks.Count, preview.Unchanged, preview.LeftEmpty.Count);
        file.Fingerprint = changes.Fingerprint;
        file.Settle(!changes.IsNothing ? FolderFileState.Ready : changes.Closed.Count > 0 ? FolderFileState.Refused : FolderFileState.Same,
        [
            .. changes.Open.Where(c => c.Old != MarkValue.Empty).Select(c => new FileProblem(FileProblem.Replaces, [c.FullName, CellValue.OfSheet(c.Old).Plain, CellValue.OfSheet(c.New).Plain], c.Cell)),
            .. changes.Remarks.Where(r => r.Old.Length > 0).Select(r => new FileProblem(FileProblem.ReplacesRemark, [r.FullName, r.Old, r.New], null)),
            .. changes.Remarks.Count < preview.Remarks.Count ? new[] { new FileProblem("marks.remarks.closed", [], null) } : [],
            .. changes.Closed.GroupBy(c => c.Assessment).Select(g => new FileProblem("marks.import.closed", [g.Key, g.Count().ToString(CultureInfo.InvariantCulture)], null)),
            .. preview.Problems.OrderBy(p => p.IsRemark).Select(FileProblem.Of),
        ]);
    }

    /// <summary>Writes a file whose changes are still those that were shown; in a unit of work of its own.</summary>
    public async Task<Outcome<Done>> Write(long id, BookTeacher teacher, CancellationToken ct)
    {
        var file = await db.MarkFolderFiles.Where(f => f.Id == id).ForUpdate().SingleAsync(ct);
        if (file is not { State: FolderFileState.Ready, Content: { } content, ClassId: { } classId, SubjectCode: { } subject, Semester: { } semester }) return Done.It;
        var book = await books.Load(teacher, classId, subject, semester, ct);
        var locked = book is null ? null : await desk.Lock(book, classId, subject, semester, ct);
        var changes = locked is null ? null : await desk.Changes(book!, NotesCcComparison.Compare(book!.Sheet, NotesCcReader.Read(content)), classId, subject, semester, ct);
        if (changes is null || changes.Fingerprint != file.Fingerprint)
        {
            (file.Marks, file.Remarks) = (0, 0);
            file.Settle(FolderFileState.Changed, [new FileProblem("marks.folder.changed", [], null), .. FileProblem.Read(file.Problems)]);
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        var before = changes.Open.Select(c => (Number: book!.NumberOf(c.Marker), PupilId: book.Pupils[c.MassarCode], c.FullName)).Select(c => (c.Number, c.PupilId, c.FullName, Old: ValueIn(locked![c.Number], c.PupilId))).ToList();
        var written = await desk.Write(book!, locked!, changes, classId, subject, semester, ct);
        if (written.Refusal is { } refusal) return refusal;
        file.Trace = new FolderTrace(
            [.. before.Select(c => new TracedMark(c.Number, c.PupilId, c.FullName, c.Old.Plain, ValueIn(locked![c.Number], c.PupilId).Plain, locked[c.Number].Changes))],
            [.. changes.Remarks.Select(r => new TracedRemark(book!.Pupils[r.MassarCode], r.FullName, r.Old, BidiSafe.Clean(r.New, TeacherRemark.TextLength)))]).Write();
        file.Settle(FolderFileState.Written, FileProblem.Read(file.Problems));
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    /// <summary>
    /// Puts back what stood in the sheets before a file was written, cell by cell; in a unit of work of its own.
    /// What was saved since, and every cell of a sheet that was handed over or closed, stays and is named.
    /// </summary>
    public async Task<Outcome<Done>> Undo(long id, BookTeacher teacher, CancellationToken ct)
    {
        var file = await db.MarkFolderFiles.Where(f => f.Id == id).ForUpdate().SingleAsync(ct);
        if (file is not { State: FolderFileState.Written, ClassId: { } classId, SubjectCode: { } subject, Semester: { } semester }) return Done.It;
        if (await books.Load(teacher, classId, subject, semester, ct) is not { } book)
        {
            Keep(file, [new FileProblem("marks.folder.not-yours", [file.ClassName ?? "", file.SubjectAr ?? ""], null)]);
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        var trace = FolderTrace.Read(file.Trace);
        var stays = new List<FileProblem>();
        var (page, back) = (Random.Shared.Next(1, int.MaxValue), 0);
        foreach (var test in trace.Marks.GroupBy(m => m.Number).OrderBy(t => t.Key))
        {
            var sheet = await sheets.LockOrOpen(new SheetKey(classId, subject, semester, test.Key), book.SchoolId, book.YearId, ct);
            if (book.Closed.Contains(test.Key) || !Assessment.IsEditable(sheet.State))
            {
                stays.Add(new FileProblem("marks.folder.undo.closed", [TestNames.InArabic(test.Key), test.Count().ToString(CultureInfo.InvariantCulture)], null));
                continue;
            }

            var there = sheet.Marks.ToDictionary(m => m.PupilId);
            foreach (var mark in test.Where(m => there.GetValueOrDefault(m.PupilId)?.Change != m.Change))
                stays.Add(new FileProblem("marks.folder.undo.changed", [mark.Name, ValueIn(sheet, mark.PupilId).Plain], null));
            var entered = test.Count(m => there.GetValueOrDefault(m.PupilId)?.Change == m.Change && sheet.Enter(m.PupilId, CellValue.OfPlain(m.Old), page));
            if (entered > 0) sheet.Changed();
            back += entered;
        }

        await db.SaveChangesAsync(ct);
        var texts = await RemarksBack(trace, classId, subject, semester, stays, ct);
        if (await remarks.Save(classId, subject, semester, texts, clock.GetUtcNow().UtcDateTime, ct) is { } refusal) return refusal;
        (file.Marks, file.Remarks) = (back, texts.Count);
        file.Trace = null;
        file.Settle(stays.Count == 0 ? FolderFileState.Undone : FolderFileState.Kept, stays);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    /// <summary>Says of a written file that nothing of it was taken back, and why; saves nothing.</summary>
    internal static void Keep(MarkFolderFile file, IReadOnlyList<FileProblem> why)
    {
        (file.Marks, file.Remarks, file.Trace) = (0, 0, null);
        file.Settle(FolderFileState.Kept, why);
    }

    /// <summary>What a teacher teaches today. One statement.</summary>
    internal async Task<IReadOnlyList<TaughtBook>> Taught(BookTeacher teacher, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        return await (
            from t in db.TeachingAssignments.TaughtBy(teacher.EmployeeId, today)
            join c in db.Classes on t.ClassId equals c.Id
            join school in db.Schools on c.SchoolId equals school.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            orderby c.Id, t.SubjectCode
            select new TaughtBook(c.Id, c.PublicId, c.Name, school.GresaCode, t.SubjectCode, plan.MassarCode ?? t.SubjectCode)).AsNoTracking().ToListAsync(ct);
    }

    private async Task<IReadOnlyDictionary<long, string>> RemarksBack(FolderTrace trace, int classId, string subject, int semester, List<FileProblem> stays, CancellationToken ct)
    {
        if (trace.Remarks.Count == 0) return new Dictionary<long, string>();
        if (await remarks.AreFrozen(classId, subject, semester, ct))
        {
            stays.Add(new FileProblem("marks.remarks.closed", [], null));
            return new Dictionary<long, string>();
        }

        var now = await db.TeacherRemarks.Where(r => r.ClassId == classId && r.SubjectCode == subject && r.Semester == semester).ForUpdate().ToDictionaryAsync(r => r.PupilId, r => r.Text, ct);
        stays.AddRange(trace.Remarks.Where(r => now.GetValueOrDefault(r.PupilId, "") != r.New).Select(r => new FileProblem("marks.folder.undo.remark-changed", [r.Name], null)));
        return trace.Remarks.Where(r => now.GetValueOrDefault(r.PupilId, "") == r.New).ToDictionary(r => r.PupilId, r => r.Old);
    }

    private static CellValue ValueIn(Assessment sheet, long pupil) => sheet.Marks.FirstOrDefault(m => m.PupilId == pupil)?.Value ?? CellValue.Empty;

    private static bool Same(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}

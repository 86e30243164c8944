using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>What a workbook changes in the sheets of its subject: those that take marks now, and those left aside.</summary>
public sealed record BookChanges(IReadOnlyList<MarkChange> Open, IReadOnlyList<MarkChange> Closed, IReadOnlyList<RemarkChange> Remarks)
{
    public bool IsNothing => Open.Count == 0 && Remarks.Count == 0;

    /// <summary>Changes whenever what would be written does, and whenever what it would replace does.</summary>
    public string Fingerprint => Infrastructure.Security.Fingerprint.Of(string.Join('\n',
        Open.Select(c => $"{c.MassarCode};{c.Marker};{CellValue.OfSheet(c.Old).Plain};{CellValue.OfSheet(c.New).Plain}").Concat(Remarks.Select(r => $"{r.MassarCode};{r.Old.Length};{r.Old};{r.New}"))));

    public static BookChanges Of(SheetBook book, Preview preview)
    {
        var closed = preview.Changes.Where(c => book.Closed.Contains(book.NumberOf(c.Marker))).ToList();
        return new BookChanges([.. preview.Changes.Except(closed)], closed, preview.Remarks);
    }
}

/// <summary>Writes what a workbook changes: locks first, then marks and remarks.</summary>
public sealed class BookDesk(MassarDb db, Sheets sheets, Remarks remarks, TimeProvider clock)
{
    /// <summary>What would be written now: after the council of the class no remark changes.</summary>
    public async Task<BookChanges> Changes(SheetBook book, Preview preview, int classId, string subject, int semester, CancellationToken ct)
    {
        var changes = BookChanges.Of(book, preview);
        return changes.Remarks.Count > 0 && await remarks.AreFrozen(classId, subject, semester, ct) ? changes with { Remarks = [] } : changes;
    }

    /// <summary>Locks the sheets of a book that take marks; null when somebody has saved into one, or closed it, since the book was read.</summary>
    public async Task<IReadOnlyDictionary<int, Assessment>?> Lock(SheetBook book, int classId, string subject, int semester, CancellationToken ct)
    {
        var locked = new Dictionary<int, Assessment>();
        foreach (var number in book.Tests.Where(n => !book.Closed.Contains(n)))
            locked[number] = await sheets.LockOrOpen(new SheetKey(classId, subject, semester, number), book.SchoolId, book.YearId, ct);
        return locked.All(l => IsAsRead(book, l.Key, l.Value)) ? locked : null;
    }

    /// <summary>Writes the changes into the locked sheets; answers the number of the sheet most of the marks went to.</summary>
    public async Task<Outcome<int>> Write(SheetBook book, IReadOnlyDictionary<int, Assessment> locked, BookChanges changes, int classId, string subject, int semester, CancellationToken ct)
    {
        if (changes.Remarks.Count > 0 && await remarks.AreFrozen(classId, subject, semester, ct)) return Refusal.Conflict("marks.remarks.closed");
        var page = Random.Shared.Next(1, int.MaxValue);
        foreach (var change in changes.Open)
            locked[book.NumberOf(change.Marker)].Enter(book.Pupils[change.MassarCode], CellValue.OfSheet(change.New), page);
        var touched = changes.Open.GroupBy(c => book.NumberOf(c.Marker)).OrderByDescending(g => g.Count()).Select(g => g.Key).ToList();
        touched.ForEach(n => locked[n].Changed());
        await db.SaveChangesAsync(ct);
        var texts = changes.Remarks.ToDictionary(r => book.Pupils[r.MassarCode], r => BidiSafe.Clean(r.New, TeacherRemark.TextLength));
        if (await remarks.Save(classId, subject, semester, texts, clock.GetUtcNow().UtcDateTime, ct) is { } refusal) return refusal;
        return touched.Count > 0 ? touched[0] : book.Tests[0];
    }

    // Between reading the book and holding the locks somebody may have saved.
    private static bool IsAsRead(SheetBook book, int number, Assessment assessment)
    {
        if (!Assessment.IsEditable(assessment.State)) return false;
        var at = book.Tests.ToList().IndexOf(number);
        var stored = assessment.Marks.ToDictionary(m => m.PupilId, m => m.Value.ToSheet());
        return book.Sheet.Rows.All(r => stored.GetValueOrDefault(book.Pupils[r.MassarCode], MarkValue.Empty) == r.Marks[at]);
    }
}

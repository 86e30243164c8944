using System.Text.Json;
using Massar.Features.Documents.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.IssueCards;

/// <summary>
/// Makes the cards of a batch, a few in each transaction so that both drawing threads have work: stopped anywhere, it goes on with
/// those that are not there yet. At the end all are drawn once more as one file for the printer.
/// </summary>
public sealed class MakeCards(MassarDb db, UnitOfWork unit, CardDesk desk, PdfPrinter printer) : IWork
{
    /// <summary>Cards of one transaction: enough to share its cost, few enough to hold the school's register only for a moment.</summary>
    private const int Together = 16;


    public static string Kind => "report-cards";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<long>(item.Payload);
        var batch = await db.CardBatches.AsNoTracking().SingleAsync(b => b.Id == id, ct);
        // The audit trail names the person who ordered it.
        Acting.Now = new Actor(batch.AskedByAccountId, null, "system", batch.SchoolId, CardBatch.WorkKey(id));
        var classes = await db.Councils.Where(c => c.SchoolId == batch.SchoolId && c.SchoolYearId == batch.SchoolYearId && c.Semester == batch.Semester && c.State == CouncilState.Signed
                && (batch.ClassId == null || c.ClassId == batch.ClassId)).OrderBy(c => c.ClassId).Select(c => c.ClassId).ToListAsync(ct);
        var total = await db.CouncilLines.CountAsync(l => db.Councils.Any(c => c.Id == l.CouncilId && classes.Contains(c.ClassId) && c.Semester == batch.Semester), ct);
        var (done, refused) = (0, 0);
        await progress.Report(0, 0, total, ct);
        foreach (var classId in classes)
        {
            if (await desk.Ready(batch.SchoolId, classId, batch.Semester, ct) is not { } ready) continue;
            foreach (var some in ready.Room.Class.Pupils.Where(p => CardDesk.IsReady(ready.Room, p)).Chunk(Together))
            {
                if (await progress.ShouldStop(ct)) throw new WorkStoppedException();
                refused += await Make(ready, some, ct);
                done += some.Length;
                await progress.Report(done, refused, Math.Max(total, done), ct);
            }
        }

        await Bind(batch, classes, ct);
        item.Result = JsonSerializer.Serialize(new { address = Links.Batch(id) }, JsonSerializerOptions.Web);
    }

    private async Task<int> Make(ReadyClass ready, PupilReport[] pupils, CancellationToken ct)
    {
        var outcome = await unit.RunBehind<Issued>("ReportCards.IssueCards", token => desk.Issue(ready, pupils, token), ct);
        if (outcome.Refusal is { Kind: RefusalKind.Busy }) throw new InvalidOperationException("The printer stayed busy.");
        return outcome.IsRefused ? pupils.Length : outcome.Value.Refused;
    }

    // Parts are written as a whole each time: a job that runs again leaves one file.
    private async Task Bind(CardBatch batch, List<int> classes, CancellationToken ct)
    {
        var papers = await (
            from card in db.ReportCards
            where classes.Contains(card.ClassId) && card.Semester == batch.Semester
            join document in db.IssuedDocuments on card.DocumentId equals document.Id
            where document.State == DocumentState.Valid
            join c in db.Classes on card.ClassId equals c.Id
            join e in db.Enrollments on new { card.PupilId, ClassId = (int?)card.ClassId } equals new { e.PupilId, e.ClassId }
            orderby c.Name, e.OrderInClass, card.PupilId
            select card.Paper).AsNoTracking().ToListAsync(ct);
        await db.CardFileParts.Where(p => p.BatchId == batch.Id).ExecuteDeleteAsync(ct);
        if (papers.Count == 0) return;

        var sheets = papers.ConvertAll(p => new CardPaper(OfficialPaper.Read<CardContent>(p!)));
        var file = await printer.DrawAsync(new Bundle(sheets[0].Facts, sheets), ct);
        for (var (number, from) = (0, 0); from < file.Bytes.Length; number++, from += CardFilePart.Size)
        {
            db.CardFileParts.Add(new CardFilePart { BatchId = batch.Id, Number = number, Bytes = file.Bytes[from..Math.Min(from + CardFilePart.Size, file.Bytes.Length)] });
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }
    }
}

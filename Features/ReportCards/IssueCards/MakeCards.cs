using System.Text.Json;
using Massar.Features.Documents.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.IssueCards;

/// <summary>
/// Makes the cards of a batch, a few in each transaction so that both drawing threads have work: stopped anywhere, it goes on with
/// those that are not there yet. Meanwhile those that are there are drawn once more, as one file for the printer.
/// </summary>
public sealed class MakeCards(MassarDb db, UnitOfWork unit, CardDesk desk, IServiceScopeFactory scopes) : IWork
{
    /// <summary>Cards of one transaction: a usual class, so that its cost is shared and the school's register held for half a second at most.</summary>
    private const int Together = 40;

    public static string Kind => "report-cards";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<long>(item.Payload);
        var batch = await db.CardBatches.AsNoTracking().SingleAsync(b => b.Id == id, ct);
        // The audit trail names the person who ordered it.
        Acting.Now = new Actor(batch.AskedByAccountId, null, "system", batch.SchoolId, CardBatch.WorkKey(id));
        // In the order of the file for the printer.
        var classes = await (
            from council in db.Councils
            where council.SchoolId == batch.SchoolId && council.SchoolYearId == batch.SchoolYearId && council.Semester == batch.Semester && council.State == CouncilState.Signed
                && (batch.ClassId == null || council.ClassId == batch.ClassId)
            join c in db.Classes on council.ClassId equals c.Id
            orderby c.Name, c.Id
            select c.Id).ToListAsync(ct);
        var total = await db.CouncilLines.CountAsync(l => db.Councils.Any(c => c.Id == l.CouncilId && classes.Contains(c.ClassId) && c.Semester == batch.Semester), ct);
        var (done, refused) = (0, 0);
        await progress.Report(0, 0, total, ct);
        await using var file = await FileForPrinter.Begin(scopes, id, ct);
        try
        {
            foreach (var classId in classes)
            {
                if (await desk.Ready(batch.SchoolId, classId, batch.Semester, ct) is { } ready)
                    foreach (var some in ready.Room.Class.Pupils.Where(p => CardDesk.IsReady(ready.Room, p)).Chunk(Together))
                    {
                        if (await progress.ShouldStop(ct)) throw new WorkStoppedException();
                        refused += await Make(ready, some, ct);
                        done += some.Length;
                        await progress.Report(done, refused, Math.Max(total, done), ct);
                    }

                foreach (var paper in await Papers(classId, batch.Semester, ct)) await file.Add(new CardPaper(OfficialPaper.Read<CardContent>(paper)), ct);
            }

            await file.TakePlace(ct);
        }
        catch (WorkStoppedException)
        {
            await file.ThrowAway();
            throw;
        }

        item.Result = JsonSerializer.Serialize(new { address = Links.Batch(id) }, JsonSerializerOptions.Web);
    }

    private async Task<int> Make(ReadyClass ready, PupilReport[] pupils, CancellationToken ct)
    {
        var outcome = await unit.RunBehind<Issued>("ReportCards.IssueCards", token => desk.Issue(ready, pupils, token), ct);
        if (outcome.Refusal is { Kind: RefusalKind.Busy }) throw new InvalidOperationException("The printer stayed busy.");
        // What stops all of them is said at each, and the job goes to its end: it can be ordered again once there is a certificate.
        if (outcome.IsRefused) outcome = await unit.Run<Issued>("ReportCards.IssueCards", token => desk.LeaveUnsealed(ready, pupils, token), ct);
        return outcome.IsRefused ? pupils.Length : outcome.Value.Refused;
    }

    // Those of before this batch as well.
    private Task<List<string>> Papers(int classId, int semester, CancellationToken ct) => (
        from card in db.ReportCards
        where card.ClassId == classId && card.Semester == semester
        join document in db.IssuedDocuments on card.DocumentId equals document.Id
        where document.State == DocumentState.Valid
        join e in db.Enrollments on new { card.PupilId, ClassId = (int?)card.ClassId } equals new { e.PupilId, e.ClassId }
        orderby e.OrderInClass, card.PupilId
        select card.Paper!).ToListAsync(ct);
}

using System.Globalization;
using System.Text.Json;
using Massar.Features.Certificates.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.IssueForClass;

/// <summary>Makes the certificates of a batch one by one, each in a transaction of its own: stopped anywhere, it goes on with the next
/// pupil, and nobody at the school's desk waits for a whole class.</summary>
public sealed class MakeBatch(MassarDb db, UnitOfWork unit, CertificateDesk desk) : IWork
{

    public static string Kind => "class-certificates";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<long>(item.Payload);
        var batch = await db.CertificateBatches.AsNoTracking().SingleAsync(b => b.Id == id, ct);
        // The audit trail names the person who ordered it.
        Acting.Now = new Actor(batch.AskedByAccountId, null, "system", batch.PlaceId, CertificateBatch.WorkKey(id));
        var pupils = await db.Enrollments.Where(e => e.ClassId == batch.ClassId && e.State == EnrollmentState.Active).OrderBy(e => e.OrderInClass).ThenBy(e => e.Id).Select(e => e.PupilId).ToListAsync(ct);
        var made = await db.CertificateBatchItems.Where(i => i.BatchId == id).Select(i => i.PupilId).ToHashSetAsync(ct);
        var blocked = await Blocked(id, ct);

        await progress.Report(made.Count, blocked, pupils.Count, ct);
        foreach (var pupil in pupils.Where(p => !made.Contains(p)))
        {
            if (await progress.ShouldStop(ct)) throw new WorkStoppedException();
            if (await Make(batch, pupil, ct) != CertificateState.Issued) blocked++;
            made.Add(pupil);
            await progress.Report(made.Count, blocked, pupils.Count, ct);
        }

        item.Result = JsonSerializer.Serialize(new { address = Links.Batch(id), problems = await Problems(batch, ct) }, JsonSerializerOptions.Web);
    }

    private async Task<CertificateState?> Make(CertificateBatch batch, long pupil, CancellationToken ct)
    {
        var outcome = await unit.RunBehind<CertificateState>("Certificates.IssueForClass", async token =>
        {
            await CertificateDesk.Take(db.Pupils, pupil, token);
            var asked = await desk.Ask(pupil, batch.Purpose, askedBy: null, seenAtOnce: false, token, onlyAt: batch.PlaceId);
            if (asked.IsRefused) return asked.Refusal!;
            db.CertificateBatchItems.Add(new CertificateBatchItem { BatchId = batch.Id, PupilId = pupil, RequestId = asked.Value.Id });
            await db.SaveChangesAsync(token);
            return asked.Value.State;
        }, ct);
        if (!outcome.IsRefused) return outcome.Value;
        if (outcome.Refusal!.Kind == RefusalKind.Busy) throw new InvalidOperationException("The printer stayed busy.");

        await unit.Run("Certificates.IssueForClass", async token =>
        {
            db.CertificateBatchItems.Add(new CertificateBatchItem { BatchId = batch.Id, PupilId = pupil, Refused = outcome.Refusal.Reason.Key });
            await db.SaveChangesAsync(token);
        }, ct);
        return null;
    }

    private Task<int> Blocked(long batch, CancellationToken ct) => db.CertificateBatchItems.CountAsync(i => i.BatchId == batch
        && (i.RequestId == null || db.CertificateRequests.Any(r => r.Id == i.RequestId && r.State == CertificateState.Blocked)), ct);

    // In the language of the one who ordered it: names and what is missing.
    private async Task<List<string>> Problems(CertificateBatch batch, CancellationToken ct)
    {
        var language = await db.Accounts.Where(a => a.Id == batch.AskedByAccountId).Select(a => a.Language).SingleOrDefaultAsync(ct) ?? Languages.Default;
        var rows = await (
                from line in db.CertificateBatchItems.Where(i => i.BatchId == batch.Id)
                join pupil in db.Pupils on line.PupilId equals pupil.Id
                join request in db.CertificateRequests on line.RequestId equals request.Id into requests
                from request in requests.DefaultIfEmpty()
                where request == null || request.State == CertificateState.Blocked
                orderby pupil.LastNameAr, pupil.FirstNameAr, pupil.Id
                select new { pupil.FirstNameAr, pupil.LastNameAr, pupil.FirstNameLatin, pupil.LastNameLatin, pupil.MassarCode, line.Refused, Problems = (string?)request.Problems })
            .ToListAsync(ct);
        return
        [
            .. rows.Select(r => string.Create(CultureInfo.InvariantCulture,
                $"{(language == "ar" ? $"{r.LastNameAr} {r.FirstNameAr}" : $"{r.LastNameLatin} {r.FirstNameLatin}")} ({r.MassarCode}): {Why(r.Refused, r.Problems, language)}")),
        ];
    }

    private static string Why(string? refused, string? problems, string language) => refused is not null
        ? Words.All.Say(language, refused)
        : string.Join(language == "ar" ? "، " : ", ", CertificateRequest.Read(problems ?? "").Select(p => Words.All.Say(language, $"certificates.problem.{p}")));
}

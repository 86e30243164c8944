using System.Globalization;
using System.Text.Json;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.IssueLetters;

/// <summary>Who ordered the letters, and for which school.</summary>
public sealed record Batch(long AccountId, int PlaceId, string PlacePath);

/// <summary>Makes the missing letters one by one, each in a transaction of its own: stopped anywhere, it goes on with the next.</summary>
public sealed class MakeLetters(MassarDb db, UnitOfWork unit, LetterDesk desk) : IWork
{

    public static string Kind => "absence-letters";

    public static bool IsLong => true;

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var batch = JsonSerializer.Deserialize<Batch>(item.Payload)!;
        // The audit trail names the person who ordered it.
        Acting.Now = new Actor(batch.AccountId, null, "system", batch.PlaceId, item.Key);
        var open = await db.FollowUps.AsNoTracking().Where(f => f.ClosedAt == null && db.Places.Any(p => p.Id == f.SchoolId && p.Path.StartsWith(batch.PlacePath)) && !db.AbsenceLetters.Any(l => l.FollowUpId == f.Id))
            .OrderBy(f => f.OpenedAt).ThenBy(f => f.Id).ToListAsync(ct);
        var language = await db.Accounts.Where(a => a.Id == batch.AccountId).Select(a => a.Language).SingleOrDefaultAsync(ct) ?? Languages.Default;
        var problems = new List<string>();
        for (var done = 0; done < open.Count; done++)
        {
            if (await progress.ShouldStop(ct)) throw new WorkStoppedException();
            if (await Make(open[done], batch.AccountId, ct) is { } refused)
            {
                var code = await db.Pupils.Where(p => p.Id == open[done].PupilId).Select(p => p.MassarCode).SingleAsync(ct);
                problems.Add($"{code}: {Words.All.Say(language, refused.Reason.Key, [.. refused.Reason.Args])}");
            }

            await progress.Report(done + 1, problems.Count, open.Count, ct);
        }

        item.Result = JsonSerializer.Serialize(new { address = Links.Letters, problems }, JsonSerializerOptions.Web);
    }

    private async Task<Refusal?> Make(FollowUp followUp, long account, CancellationToken ct)
    {
        var made = await unit.RunBehind<long>("Attendance.IssueLetters", async token =>
        {
            var letter = await desk.Notice(followUp, account, token);
            return letter.IsRefused ? letter.Refusal! : letter.Value.Id;
        }, ct);
        return made.Refusal;
    }
}

using System.Globalization;
using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.Domain;

/// <summary>Who ordered the papers of a session.</summary>
public sealed record PaperOrder(long Session, long AccountId, int PlaceId);

/// <summary>Makes the papers a session still needs one by one, each in a transaction of its own: stopped anywhere, it goes on with the next.</summary>
public sealed class PaperWork(MassarDb db, UnitOfWork unit, TrainingDesk desk) : IWork
{

    public static string Kind => "training-papers";

    public static bool IsLong => true;

    /// <summary>What the keys of a session's orders begin with.</summary>
    public static string KeyOf(long session) => string.Create(CultureInfo.InvariantCulture, $"training/{session}/");

    /// <summary>Orders the papers a session needs now; written by the caller's <c>SaveChanges</c>.</summary>
    public static WorkItem Order(WorkDesk work, TrainingSession session, CurrentUser user, int total) => work.Queue<PaperWork>(
        $"{KeyOf(session.Id)}{Guid.NewGuid():N}", JsonSerializer.Serialize(new PaperOrder(session.Id, user.AccountId, user.PlaceId)), total: total);

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<PaperOrder>(item.Payload)!;
        // The audit trail names the person who ordered it.
        Acting.Now = new Actor(order.AccountId, null, "system", order.PlaceId, item.Key);
        var seats = await db.TrainingSeats.AsNoTracking().Where(s => s.SessionId == order.Session && (s.State == SeatState.Chosen || (s.IsEarned && s.AttestationId == null))).OrderBy(s => s.Id).Select(s => new { s.Id, s.EmployeeId }).ToListAsync(ct);
        var language = await db.Accounts.Where(a => a.Id == order.AccountId).Select(a => a.Language).SingleOrDefaultAsync(ct) ?? Languages.Default;
        var problems = new List<string>();
        for (var done = 0; done < seats.Count; done++)
        {
            if (await progress.ShouldStop(ct)) throw new WorkStoppedException();
            if (await Make(seats[done].Id, order.AccountId, ct) is { } refused)
            {
                var employee = seats[done].EmployeeId;
                var ppr = await db.Employees.Where(e => e.Id == employee).Select(e => e.Ppr).SingleAsync(ct);
                problems.Add($"{ppr}: {Words.All.Say(language, refused.Reason.Key, [.. refused.Reason.Args])}");
            }

            await progress.Report(done + 1, problems.Count, seats.Count, ct);
        }

        item.Result = JsonSerializer.Serialize(new { address = Links.Session(order.Session), problems }, JsonSerializerOptions.Web);
    }

    private async Task<Refusal?> Make(long seat, long account, CancellationToken ct) =>
        (await unit.RunBehind<Done>("Training.IssuePaper", token => desk.Issue(seat, account, token), ct)).Refusal;
}

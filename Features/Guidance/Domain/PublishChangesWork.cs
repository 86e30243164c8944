using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.Domain;

/// <summary>
/// At the hour: carries out what the commission decided on a session of re-orientation, one request in each transaction, so that one that cannot
/// be carried out holds no other back. A second run finds only what the first left. Where the hour was taken away, the waiting lists that stood
/// still for it move.
/// </summary>
public sealed partial class PublishChangesWork(MassarDb db, UnitOfWork unit, ReorientationDesk desk, Facts facts, TimeProvider clock, ILogger<PublishChangesWork> log) : IWork
{
    public static string Kind => "reorientation-publish";

    public static string KeyOf(int window, int version) => string.Create(CultureInfo.InvariantCulture, $"reorientation/{window}/publish/{version}");

    /// <param name="at">Null where the hour was taken away.</param>
    public static string PayloadOf(int window, DateTime? at) => at is { } hour ? string.Create(CultureInfo.InvariantCulture, $"{window}/{hour:O}") : string.Create(CultureInfo.InvariantCulture, $"{window}/{ReorientationWindow.NoHour}");

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var parts = item.Payload.Split('/', 2);
        var id = int.Parse(parts[0], CultureInfo.InvariantCulture);
        DateTime? hour = parts[1] == ReorientationWindow.NoHour ? null : DateTime.Parse(parts[1], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        // An hour that was taken back or moved has work of its own.
        var found = await db.ReorientationWindows.Where(w => w.Id == id && w.PublishAt == hour).Select(w => new { IsOut = w.PublishAt <= DateTime.UtcNow, w.PlaceId }).SingleOrDefaultAsync(ct);
        if (found is null) return;
        // A worker whose clock is ahead of the database's comes back later.
        if (hour is not null && !found.IsOut) throw new InvalidOperationException("The hour has not come for the database.");
        Acting.Now = new Actor(item.AccountId, null, "system", found.PlaceId, item.Key);
        // What somebody is deciding just now, still before the hour, is waited for.
        await unit.Run("Guidance.PublishChanges", token => desk.Holds(id, token), ct);
        List<long> held = hour is null ? [] : await db.HeldDecisions.Where(h => h.WindowId == id && h.Failed == null).OrderBy(h => h.State).ThenBy(h => h.RequestId).Select(h => h.RequestId).ToListAsync(ct);
        var (failed, left) = (0, 0);
        for (var done = 0; done < held.Count; done++)
        {
            var request = held[done];
            if (!await Try("Guidance.PublishChange", token => CarryOut(request, hour!.Value, token), ct))
            {
                failed++;
                if (!await Try("Guidance.PublishChangeFailed", token => Fail(request, token), ct)) left++;
            }

            await progress.Report(done + 1, failed, held.Count, ct);
        }

        foreach (var seats in await db.ReorientationSeats.Where(s => s.WindowId == id).OrderBy(s => s.Id).Select(s => new { s.SchoolId, s.StreamCode }).ToListAsync(ct))
            if (!await Try("Guidance.MoveList", token => desk.Move(id, seats.SchoolId, seats.StreamCode, token), ct)) left++;
        if (left > 0) throw new InvalidOperationException("A part of it is left for later.");
    }

    // What stops at one request or list stops no other.
    private async Task<bool> Try(string action, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await unit.Run(action, work, ct);
            return true;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            NotDone(log, fault, action);
            return false;
        }
    }

    private async Task CarryOut(long id, DateTime hour, CancellationToken ct)
    {
        // In the order of who decides just now: the request, the session, what is kept.
        var request = await db.Reorientations.Where(r => r.Id == id).ForUpdate().SingleAsync(ct);
        if (!await desk.IsDue(request.WindowId, hour, ct)) return;
        if (await db.HeldDecisions.Where(h => h.RequestId == id && h.Failed == null).ForUpdate().SingleOrDefaultAsync(ct) is not { } held) return;
        var now = clock.GetUtcNow().UtcDateTime;
        if (held.HasSeat) await desk.Release(request, ct);
        // Who gave the school's opinion meanwhile, under another hat or account, does not decide on it.
        var refusal = await GaveOpinion(request, held.DecidedByAccountId, ct) ? Refusal.Conflict("guidance.change.same-person") : held.State switch
        {
            ReorientationState.Accepted => await desk.Accept(request, held.Reason, held.DecidedByAccountId, isLater: true, now, ct),
            ReorientationState.Waiting => request.Wait(held.Reason, held.DecidedByAccountId, now),
            _ => request.Refuse(held.Code!, held.Reason!, held.DecidedByAccountId, now),
        };
        if (refusal is not null)
        {
            // A sentence with figures in it would be read without them.
            held.Failed = refusal.Reason.Args.Length == 0 ? refusal.Reason.Key : "guidance.change.held.failed";
            await db.SaveChangesAsync(ct);
            return;
        }

        db.HeldDecisions.Remove(held);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new ReorientationStepped(request.Id, request.PupilId, request.SchoolId, request.State, request.Version), ct);
        await db.SaveChangesAsync(ct);
    }

    // The commission decides anew; the seat that was kept is free again.
    private async Task Fail(long id, CancellationToken ct)
    {
        var request = await db.Reorientations.Where(r => r.Id == id).ForUpdate().SingleAsync(ct);
        if (await db.HeldDecisions.Where(h => h.RequestId == id && h.Failed == null).ForUpdate().SingleOrDefaultAsync(ct) is not { } held) return;
        if (held.HasSeat) await desk.Release(request, ct);
        held.Failed = "guidance.change.held.failed";
        await db.SaveChangesAsync(ct);
    }

    private async Task<bool> GaveOpinion(Reorientation request, long account, CancellationToken ct)
    {
        if (request.AdvisedByAccountId is not { } adviser) return false;
        var who = await db.Accounts.Where(a => a.Id == account).Select(a => new { a.EmployeeId, a.GuardianId }).SingleAsync(ct);
        return (await Hands.Of(db, account, who.EmployeeId, who.GuardianId, ct)).Did(adviser);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Action} failed for one of many; the others go on.")]
    private static partial void NotDone(ILogger log, Exception fault, string action);
}

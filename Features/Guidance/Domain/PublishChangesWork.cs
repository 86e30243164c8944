using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.Domain;

/// <summary>
/// At the hour: carries out what the commission decided on a session of re-orientation, one request in each transaction, so that one that cannot
/// be carried out holds no other back. A second run finds only what the first left.
/// </summary>
public sealed class PublishChangesWork(MassarDb db, UnitOfWork unit, ReorientationDesk desk, Facts facts, TimeProvider clock) : IWork
{
    public static string Kind => "reorientation-publish";

    public static bool IsLong => true;

    public static string KeyOf(int window, int version) => string.Create(CultureInfo.InvariantCulture, $"reorientation/{window}/publish/{version}");

    public static string PayloadOf(int window, DateTime at) => string.Create(CultureInfo.InvariantCulture, $"{window}/{at:O}");

    public async Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var parts = item.Payload.Split('/', 2);
        var (id, hour) = (int.Parse(parts[0], CultureInfo.InvariantCulture), DateTime.Parse(parts[1], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
        // An hour that was taken back or moved has work of its own.
        var found = await db.ReorientationWindows.Where(w => w.Id == id && w.PublishAt == hour).Select(w => new { IsOut = w.PublishAt <= DateTime.UtcNow, w.PlaceId }).SingleOrDefaultAsync(ct);
        if (found is null) return;
        // A worker whose clock is ahead of the database's comes back later.
        if (!found.IsOut) throw new InvalidOperationException("The hour has not come for the database.");
        Acting.Now = new Actor(item.AccountId, null, "system", found.PlaceId, item.Key);
        // What somebody is deciding just now, still before the hour, is waited for.
        await unit.Run("Guidance.PublishChanges", token => desk.Holds(id, token), ct);
        var held = await db.HeldDecisions.Where(h => h.WindowId == id && h.Failed == null).OrderBy(h => h.State).ThenBy(h => h.RequestId).Select(h => h.RequestId).ToListAsync(ct);
        for (var done = 0; done < held.Count; done++)
        {
            var request = held[done];
            await unit.Run("Guidance.PublishChange", token => CarryOut(request, token), ct);
            await progress.Report(done + 1, 0, held.Count, ct);
        }

        foreach (var seats in await db.ReorientationSeats.Where(s => s.WindowId == id).OrderBy(s => s.Id).Select(s => new { s.SchoolId, s.StreamCode }).ToListAsync(ct))
            await unit.Run("Guidance.MoveList", token => desk.Move(id, seats.SchoolId, seats.StreamCode, token), ct);
    }

    private async Task CarryOut(long id, CancellationToken ct)
    {
        var request = await db.Reorientations.Where(r => r.Id == id).ForUpdate().SingleAsync(ct);
        if (await db.HeldDecisions.Where(h => h.RequestId == id && h.Failed == null).ForUpdate().SingleOrDefaultAsync(ct) is not { } held) return;
        var now = clock.GetUtcNow().UtcDateTime;
        if (held.State == ReorientationState.Accepted) await desk.Release(request, ct);
        // Who gave the school's opinion meanwhile, under another hat, does not decide on it.
        var refusal = request.AdvisedByAccountId == held.DecidedByAccountId ? Refusal.Conflict("guidance.change.same-person") : held.State switch
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
}

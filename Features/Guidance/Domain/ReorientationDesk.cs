using Massar.Features.Enrollments.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.Domain;

/// <summary>What every step of a re-orientation shares: whose family it is, where a stream may lead, and the seats.</summary>
public sealed class ReorientationDesk(MassarDb db, CurrentUser user, TransferDesk transfers, Facts facts, TimeProvider clock)
{
    /// <summary>How the settings begin that say which streams a stream may be left for: <c>guidance.switch.TCS</c> = "TCLSH;TCT".</summary>
    public const string Setting = "guidance.switch.";

    /// <summary>Whose eyes published marks are read with.</summary>
    public MarkAudience Reader => MarkAudiences.Of(user);

    /// <summary>Ties to children of the signed-in person or of the person's family: nobody decides on them.</summary>
    public async Task<IQueryable<Guardianship>> Family(CancellationToken ct)
    {
        var family = await Kinship.WithSelf(db, user.EmployeeId, ct);
        var guardian = user.GuardianId ?? 0;
        return db.Guardianships.Where(g => g.GuardianId == guardian || db.Guardians.Any(p => p.Id == g.GuardianId && p.Cin != null && db.Employees.Any(e => family.Contains(e.Id) && e.Cin == p.Cin)));
    }

    /// <summary>Why the signed-in person has no say about a pupil: it is a child of the family.</summary>
    public async Task<Refusal?> Own(long pupil, CancellationToken ct) =>
        await (await Family(ct)).AnyAsync(g => g.PupilId == pupil, ct) ? Refusal.Conflict("guidance.own").Next("guidance.own.next").Recorded() : null;

    /// <summary>Why the signed-in person has no say about a session: a child of the family waits for one of its seats.</summary>
    public async Task<Refusal?> OwnSeats(int window, CancellationToken ct) =>
        await db.Reorientations.LiveOf(await Family(ct)).AnyAsync(r => r.WindowId == window, ct) ? SeatsOwn : null;

    /// <summary>Why the signed-in person has no say about the seats another family asked for: a child of the own family waits for one of them.</summary>
    public async Task<Refusal?> OwnSeats(Reorientation request, CancellationToken ct)
    {
        var (window, school, stream) = (request.WindowId, request.ToSchoolId, request.ToStream);
        return await db.Reorientations.LiveOf(await Family(ct)).AnyAsync(r => r.WindowId == window && r.ToSchoolId == school && r.ToStream == stream, ct) ? SeatsOwn : null;
    }

    /// <summary>Streams a stream of a level may be left for, as the ministry's settings of the year say; none where they say nothing.</summary>
    public async Task<IReadOnlyList<string>> Targets(int year, string stream, CancellationToken ct) =>
        (await YearFigures.Of(db, year, Setting, ct)).Text(stream)?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Whether what is decided on the session is kept until its hour. The database's clock alone says so; the session is held, so that a decision is either before its hour or after it.</summary>
    public async Task<bool> Holds(int window, CancellationToken ct)
    {
        await Hold(window, ct);
        return await db.ReorientationWindows.AnyAsync(w => w.Id == window && w.PublishAt > DateTime.UtcNow, ct);
    }

    /// <summary>Whether the session still has this hour, and it has come; the session is held.</summary>
    public async Task<bool> IsDue(int window, DateTime hour, CancellationToken ct)
    {
        await Hold(window, ct);
        return await db.ReorientationWindows.AnyAsync(w => w.Id == window && w.PublishAt == hour && w.PublishAt <= DateTime.UtcNow, ct);
    }

    /// <summary>Why the pupil cannot change now; null where nothing stands against it. The pupil's row is held, so that a transfer is not asked meanwhile.</summary>
    public async Task<Refusal?> Gone(Reorientation request, CancellationToken ct)
    {
        var (line, pupil, school, stream) = (request.EnrollmentId, request.PupilId, request.SchoolId, request.FromStream);
        // The row first: what is read after it stays so.
        _ = await db.Pupils.Where(p => p.Id == pupil).Select(p => p.Id).ForUpdate().SingleAsync(ct);
        if (!await db.Enrollments.AnyAsync(e => e.Id == line && e.State == EnrollmentState.Active && e.SchoolId == school && e.StreamCode == stream && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent), ct)) return Refusal.Conflict("guidance.change.gone").Next("guidance.change.gone.next");
        // A transfer that is on its way would take the pupil out of the stream he asked from.
        return await db.Transfers.AnyAsync(t => t.LiveKey == pupil, ct) ? Refusal.Conflict("guidance.change.moving").Next("guidance.change.moving.next") : null;
    }

    /// <summary>Accepts a request. The seat first: of two commissions at work, one waits here for the other. Another school gets the pupil by a transfer nobody is asked about any more.</summary>
    /// <param name="by">Who decided it.</param>
    /// <param name="isLater">Nobody acts now: an hour came, or a seat was given back.</param>
    public async Task<Refusal?> Accept(Reorientation request, string? reason, long by, bool isLater, DateTime now, CancellationToken ct)
    {
        if (!request.State.MayBecome(ReorientationState.Accepted)) return Reorientation.Changed;
        if (await Gone(request, ct) is { } gone) return gone;
        if (await Row(request, ct) is not { } row) return ReorientationSeats.Full(0);
        if (row.Take() is { } full) return full;
        long? transfer = null;
        if (!request.IsSameSchool)
        {
            var pupil = request.PupilId;
            var asked = await transfers.Ask(db.Pupils.Where(p => p.Id == pupil), request.ToSchoolId, TransferOrigin.Commission, TransferKinds.Reorientation, null, null, ct, into: request.ToStream, by: isLater ? by : null);
            if (asked.IsRefused)
            {
                row.Free();
                return asked.Refusal!.Kind == RefusalKind.NotFound ? Refusal.Conflict("guidance.change.no-school").Next("guidance.change.no-school.next") : asked.Refusal;
            }

            transfer = asked.Value;
        }

        return request.Accept(reason, by, now, transfer);
    }

    /// <summary>Keeps a seat for a decision that is not published yet.</summary>
    public async Task<Refusal?> Reserve(Reorientation request, CancellationToken ct) =>
        await Row(request, ct) is { } row ? row.Reserve() : ReorientationSeats.Full(0);

    /// <summary>The seat that was kept is free again.</summary>
    public async Task Release(Reorientation request, CancellationToken ct) => (await Row(request, ct))?.Release();

    /// <summary>The request is decided by somebody else, or taken back: what was kept for its hour goes, and its seat with it.</summary>
    public async Task Drop(Reorientation request, CancellationToken ct)
    {
        var id = request.Id;
        if (await db.HeldDecisions.Where(h => h.RequestId == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } held) return;
        if (held.HasSeat) await Release(request, ct);
        db.HeldDecisions.Remove(held);
    }

    /// <summary>The seat of the request is free again.</summary>
    public async Task Free(Reorientation request, CancellationToken ct) => (await Row(request, ct))?.Free();

    /// <summary>
    /// The waiting list moves: whoever asked first gets the seat that was given back. Before the hour nothing moves, for it would tell; and nobody
    /// moves the list on to a child of the own family – the commission gives that seat.
    /// </summary>
    public async Task Move(int window, int school, string stream, CancellationToken ct)
    {
        if (await db.ReorientationWindows.AnyAsync(w => w.Id == window && w.PublishAt > DateTime.UtcNow, ct)) return;
        var waiting = await db.Reorientations.Where(r => r.WindowId == window && r.ToSchoolId == school && r.ToStream == stream && r.State == ReorientationState.Waiting).OrderBy(r => r.AskedAt).ThenBy(r => r.Id).Select(r => r.Id).ToListAsync(ct);
        if (waiting.Count == 0) return;
        var own = user.IsSignedIn ? await Family(ct) : null;
        foreach (var id in waiting)
        {
            var request = await db.Reorientations.Where(r => r.Id == id).ForUpdate().SingleAsync(ct);
            if (await Row(request, ct) is not { Left: > 0 }) return;
            if (request.State != ReorientationState.Waiting) continue;
            if (own is not null && await own.AnyAsync(g => g.PupilId == request.PupilId, ct)) return;
            // Who has left the stream, or is on the way elsewhere, holds nobody back.
            if (await Accept(request, request.DecisionReason, request.DecidedByAccountId!.Value, isLater: true, clock.GetUtcNow().UtcDateTime, ct) is not null) continue;
            await db.SaveChangesAsync(ct);
            await facts.Tell(new ReorientationStepped(request.Id, request.PupilId, request.SchoolId, request.State, request.Version), ct);
            await db.SaveChangesAsync(ct);
        }
    }

    private Task Hold(int window, CancellationToken ct) => db.ReorientationWindows.Where(w => w.Id == window).Select(w => w.Id).ForUpdate().SingleAsync(ct);

    private static Refusal SeatsOwn => Refusal.Conflict("guidance.seats.own").Next("guidance.own.next").Recorded();

    private Task<ReorientationSeats?> Row(Reorientation request, CancellationToken ct)
    {
        var (window, school, stream) = (request.WindowId, request.ToSchoolId, request.ToStream);
        return db.ReorientationSeats.Where(s => s.WindowId == window && s.SchoolId == school && s.StreamCode == stream).ForUpdate().SingleOrDefaultAsync(ct);
    }
}

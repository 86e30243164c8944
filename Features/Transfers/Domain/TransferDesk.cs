using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.Domain;

/// <summary>Where a pupil is this year, as far as another school needs to know it.</summary>
public sealed record Seat(
    long PupilId, string MassarCode, string NameAr, string NameLatin, DateOnly BirthDate, long EnrollmentId, int SchoolYearId, int SchoolId, string SchoolPath, string SchoolAr, string SchoolFr, bool IsPublic,
    string LevelCode, string StreamCode, string? LevelAr, string? LevelFr, string? StreamAr, string? StreamFr);

/// <summary>Begins transfers and takes their steps, in the caller's transaction: history, facts for the other areas, the clock of the new state.</summary>
public sealed class TransferDesk(MassarDb db, CurrentUser user, WorkDesk work, Facts facts, IEnumerable<IKeepsPupils> keepers, TimeProvider clock)
{
    /// <summary>Where a pupil is enrolled now; null for nowhere. Looked for in the whole country.</summary>
    public static Task<Seat?> SeatOf(MassarDb db, IQueryable<Pupil> pupils, CancellationToken ct) => (
            from p in pupils
            join e in db.Enrollments on p.Id equals e.PupilId
            // Who stays away is let go by the school that has the file, and sits again at the one that takes the pupil.
            where (e.State == EnrollmentState.Active || e.State == EnrollmentState.Interrupted) && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)
            join school in db.Schools on e.SchoolId equals school.Id
            join place in db.Places on school.Id equals place.Id
            join level in db.Levels on e.LevelCode equals level.Code into levels
            from level in levels.DefaultIfEmpty()
            join stream in db.StudyStreams on e.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            orderby e.State == EnrollmentState.Active descending, e.Id descending
            select new Seat(
                p.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, p.BirthDate, e.Id, e.SchoolYearId, school.Id, place.Path, place.NameAr, place.NameFr, school.IsPublic,
                e.LevelCode, e.StreamCode, level.NameAr, level.NameFr, stream.NameAr, stream.NameFr))
        .AsNoTracking().FirstOrDefaultAsync(ct);

    /// <summary>Where a pupil could go.</summary>
    /// <param name="pupils">The one pupil, if the caller may send it.</param>
    public async Task<Outcome<MoveDraft>> Draft(IQueryable<Pupil> pupils, int? directorate, string? words, CancellationToken ct) =>
        await SeatOf(db, pupils, ct) is { } seat ? new MoveDraft(seat, await db.ReceiversFor(seat, directorate, words, ct), await db.TermsOf(TransferKinds.Reasons, ct)) : Refusal.NotFound;

    /// <summary>Asks that a pupil moves; answers the number of the transfer. The pupil's row is taken first: of two schools that ask at once, the second finds the first's request.</summary>
    /// <param name="pupils">The pupils the caller may ask for.</param>
    /// <param name="into">The stream the pupil changes to on the way; null for the present one.</param>
    /// <param name="by">Who decided it before, where it happens without anybody; null for the signed-in person.</param>
    public async Task<Outcome<long>> Ask(IQueryable<Pupil> pupils, int toSchool, TransferOrigin origin, string reasonCode, string? reason, Checklist? list, CancellationToken ct, string? into = null, long? by = null)
    {
        if ((await db.HoldOpen([toSchool], ct)).Count == 0)
            return Refusal.NotFound;
        var pupil = await pupils.Select(p => p.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (pupil == 0)
            return Refusal.NotFound;
        if (await db.Transfers.AnyAsync(t => t.LiveKey == pupil, ct))
            return Refusal.Conflict("transfers.already").Next("transfers.already.next");
        if (origin != TransferOrigin.Commission)
            foreach (var keeper in keepers)
                if (await keeper.WhyNot(pupil, origin, ct) is { } kept)
                    return kept;
        if (await SeatOf(db, db.Pupils.Where(p => p.Id == pupil), ct) is not { } seat)
            return Refusal.Conflict("transfers.no-seat").Next("transfers.no-seat.next");
        // Only the school where the pupil sits agrees by asking.
        if (origin == TransferOrigin.Sender && seat.SchoolId != user.PlaceId)
            return Refusal.NotFound;
        if (seat.SchoolId == toSchool)
            return Refusal.Conflict("transfers.same-school");

        var (year, level, stream) = (seat.SchoolYearId, seat.LevelCode, into ?? seat.StreamCode);
        var to = await (
            from school in db.Schools
            where school.Id == toSchool
            join place in db.Places on school.Id equals place.Id
            select new { place.Path, school.IsPublic, Teaches = db.Classes.Any(c => c.SchoolId == toSchool && c.SchoolYearId == year && c.LevelCode == level && c.StreamCode == stream) }).SingleOrDefaultAsync(ct);
        if (to is null)
            return Refusal.NotFound;
        if (!to.Teaches)
            return Refusal.Conflict("transfers.no-level").Next("transfers.no-level.next");

        var (from, here) = (await Above(seat.SchoolPath, ct), await Above(to.Path, ct));
        var (now, rules) = (clock.GetUtcNow().UtcDateTime, await TransferRules.Of(db, year, ct));
        var transfer = new Transfer
        {
            PupilId = pupil,
            SchoolYearId = year,
            EnrollmentId = seat.EnrollmentId,
            FromSchoolId = seat.SchoolId,
            FromDirectorateId = from.Directorate,
            ToSchoolId = toSchool,
            ToDirectorateId = here.Directorate,
            LevelCode = level,
            StreamCode = stream,
            KindCode = TransferKinds.Of(seat.IsPublic, to.IsPublic, from.Directorate == here.Directorate, from.Academy == here.Academy),
            ReasonCode = reasonCode,
            Reason = BidiSafe.CleanLinesOrNull(reason),
            AskedBy = origin,
            AskedByAccountId = by ?? user.AccountId,
            AskedAt = now,
        };
        if (list is not null)
            transfer.Note(list);
        transfer.Begin(now, rules);
        db.Transfers.Add(transfer);
        await db.SaveChangesAsync(ct);
        await Settle(transfer, "asked", transfer.Reason, now, byClock: by is not null, ct);
        return transfer.Id;
    }

    /// <summary>Holds a transfer until the end of the transaction, for who acts on it: not there outside the scope, changed when it is in none of the states any more.</summary>
    public async Task<Outcome<Transfer>> Take(IQueryable<Transfer> scope, long id, IReadOnlyCollection<TransferState> states, CancellationToken ct)
    {
        if (await scope.Where(t => t.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } transfer)
            return Refusal.NotFound;
        return states.Contains(transfer.State) ? transfer : Transfer.Changed;
    }

    /// <summary>Takes a step of the table for the signed-in person, with all that follows from it.</summary>
    public async Task<Outcome<Done>> Step(Transfer transfer, TransferState to, string what, string? remark, CancellationToken ct)
    {
        var (now, rules) = (clock.GetUtcNow().UtcDateTime, await TransferRules.Of(db, transfer.SchoolYearId, ct));
        if (transfer.Become(to, now, rules) is { } refusal)
            return refusal;
        await Settle(transfer, what, remark, now, byClock: false, ct);
        return Done.It;
    }

    /// <summary>Why the signed-in person is not the one to say yes or no to it: who asked, or stands for the child, does not decide; null when it is right.</summary>
    public async Task<Refusal?> Own(Transfer transfer, CancellationToken ct)
    {
        var pupil = transfer.PupilId;
        return (await Hands.Of(db, user, ct)).Did(transfer.AskedByAccountId) || await db.Guardianships.OfPerson(user, db).AnyAsync(g => g.PupilId == pupil, ct)
            ? Refusal.Conflict("transfers.own").Next("transfers.own.next").Recorded()
            : null;
    }

    /// <summary>What every step ends with: the line of history, the facts, the clock. Saves.</summary>
    /// <param name="byClock">Nobody acted: time did.</param>
    public async Task Settle(Transfer transfer, string what, string? remark, DateTime now, bool byClock, CancellationToken ct)
    {
        var isFamily = !byClock && user.Has(Permissions.Request);
        db.TransferEvents.Add(new TransferEvent
        {
            TransferId = transfer.Id,
            At = now,
            What = what,
            State = transfer.State,
            Role = byClock ? null : user.Role,
            AccountId = byClock ? null : user.AccountId,
            PlaceId = byClock || isFamily ? transfer.FromSchoolId : user.PlaceId,
            Remark = remark,
        });
        if (transfer.DueOn is { } due)
            work.Queue<TransferClockWork>(TransferClockWork.KeyOf(transfer.Id, transfer.State), TransferClockWork.PayloadOf(transfer.Id, transfer.State), TransferRules.Alarm(due));
        await db.SaveChangesAsync(ct);
        await facts.Tell(new TransferStepped(transfer.Id, what, transfer.PupilId, transfer.FromSchoolId, transfer.ToSchoolId, transfer.FromDirectorateId, transfer.State, transfer.AskedBy), ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task<(int Academy, int Directorate)> Above(string path, CancellationToken ct)
    {
        int[] ids = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        var above = await db.Places.Where(p => ids.Contains(p.Id) && (p.Kind == PlaceKind.Academy || p.Kind == PlaceKind.Directorate)).Select(p => new { p.Id, p.Kind }).ToListAsync(ct);
        return (above.Find(p => p.Kind == PlaceKind.Academy)?.Id ?? 0, above.Find(p => p.Kind == PlaceKind.Directorate)?.Id ?? 0);
    }
}

/// <summary>Watches one wait of one transfer: a sending school that stays silent, a pupil who does not come. Silence never refuses; it moves the turn.</summary>
public sealed class TransferClockWork(MassarDb db, UnitOfWork unit, TransferDesk desk, TimeProvider clock) : IWork
{
    public static string Kind => "transfer-clock";

    public static string KeyOf(long transfer, TransferState state) => string.Create(CultureInfo.InvariantCulture, $"transfers/{transfer}/{state}");

    public static string PayloadOf(long transfer, TransferState state) => string.Create(CultureInfo.InvariantCulture, $"{transfer}/{(int)state}");

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct) => unit.Run("Transfers.Watch", async token =>
    {
        var parts = item.Payload.Split('/');
        var (id, state) = (long.Parse(parts[0], CultureInfo.InvariantCulture), (TransferState)int.Parse(parts[1], CultureInfo.InvariantCulture));
        var transfer = await db.Transfers.Where(t => t.Id == id).ForUpdate().SingleOrDefaultAsync(token);
        // Somebody acted in time: there is nothing to watch any more.
        if (transfer is null || transfer.State != state || transfer.DueOn is not { } due || MoroccanDay.Today(clock) <= due)
            return;
        var (now, rules) = (clock.GetUtcNow().UtcDateTime, await TransferRules.Of(db, transfer.SchoolYearId, token));
        var next = state == TransferState.Asked ? TransferState.Escalated : TransferState.Away;
        if (transfer.Become(next, now, rules) is not null)
            return;
        await desk.Settle(transfer, next == TransferState.Escalated ? "escalated" : "away", null, now, byClock: true, token);
    }, ct);
}

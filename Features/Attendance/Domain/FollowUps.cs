using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.Domain;

/// <summary>Opens the follow-ups that a pupil's unjustified half-days have reached.</summary>
public sealed class FollowUps(MassarDb db, TimeProvider clock)
{
    /// <summary>Counts the pupil's year after an absence became unjustified; what is counted must be saved before.</summary>
    public async Task Open(Absence absence, CancellationToken ct)
    {
        var rules = await AttendanceRules.Of(db, absence.SchoolYearId, ct);
        var cycle = await (from c in db.Classes join level in db.Levels on c.LevelCode equals level.Code where c.Id == absence.ClassId select level.CycleCode).SingleAsync(ct);
        var count = await db.Absences.CountAsync(a => a.PupilId == absence.PupilId && a.SchoolYearId == absence.SchoolYearId && a.State == AbsenceState.Unjustified, ct);
        var opened = await db.FollowUps.Where(f => f.PupilId == absence.PupilId && f.SchoolYearId == absence.SchoolYearId).Select(f => f.Threshold).ToListAsync(ct);
        var reached = FollowUp.Reached(count, rules.ThresholdsOf(cycle), opened).ToList();
        if (reached.Count == 0)
            return;

        var owner = await OwnerAt(absence.SchoolId, ct);
        foreach (var threshold in reached)
            db.FollowUps.Add(new FollowUp
            {
                SchoolId = absence.SchoolId,
                SchoolYearId = absence.SchoolYearId,
                PupilId = absence.PupilId,
                ClassId = absence.ClassId,
                Threshold = threshold,
                OwnerAccountId = owner,
                OpenedAt = clock.GetUtcNow().UtcDateTime,
            });
    }

    /// <summary>The supervisor with the fewest open follow-ups, else the head.</summary>
    private async Task<long?> OwnerAt(int school, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var candidates = await (
            from h in db.Hats.LiveOn(today)
            where h.PlaceId == school && (h.Role == Roles.Supervisor || h.Role == Roles.Head)
            join a in db.Accounts on h.AccountId equals a.Id
            where a.ClosedAt == null
            select new { h.AccountId, h.Role, Open = db.FollowUps.Count(f => f.SchoolId == school && f.OwnerAccountId == h.AccountId && f.ClosedAt == null) }).AsNoTracking().ToListAsync(ct);
        return candidates.OrderBy(c => c.Role == Roles.Supervisor ? 0 : 1).ThenBy(c => c.Open).ThenBy(c => c.AccountId).FirstOrDefault()?.AccountId;
    }
}

using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.Domain;

/// <summary>Counts the school days a pupil stays away without news, and opens a proposal at the number the reference data name.</summary>
public sealed class Interruptions(MassarDb db, TimeProvider clock)
{
    /// <summary>Days looked back on the calendar for each school day wanted: Sundays and holidays are between them.</summary>
    private const int DaysBack = 4;

    /// <summary>Looks at the pupil's last days after an absence stayed without a reason; the caller saves.</summary>
    public async Task Propose(Absence absence, AttendanceRules rules, CancellationToken ct)
    {
        var (pupil, year, school) = (absence.PupilId, absence.SchoolYearId, absence.SchoolId);
        var last = await db.Interruptions.AsNoTracking().Where(i => i.PupilId == pupil && i.SchoolYearId == year && i.SchoolId == school).OrderByDescending(i => i.Id)
            .Select(i => new { i.State, i.DecidedAt }).FirstOrDefaultAsync(ct);
        if (last is not null && last.State != InterruptionState.Back)
            return;

        var today = MoroccanDay.Today(clock);
        var from = today.AddDays(-Math.Max(rules.InterruptionDays, 1) * DaysBack);
        // What was before the last return is closed.
        if (last?.DecidedAt is { } back && DateOnly.FromDateTime(MoroccanDay.Local(back)) is var returned && returned >= from)
            from = returned;
        var run = AbsentRun.Of(await Days(absence, from, today, ct));
        if (run.Days < rules.InterruptionDays)
            return;
        db.Interruptions.Add(new Interruption
        {
            SchoolId = absence.SchoolId,
            SchoolYearId = year,
            PupilId = pupil,
            ClassId = absence.ClassId,
            Since = run.Since,
            Days = run.Days,
            OpenedAt = clock.GetUtcNow().UtcDateTime,
        });
    }

    private async Task<List<(DateOnly, DayMark)>> Days(Absence absence, DateOnly from, DateOnly today, CancellationToken ct)
    {
        var (pupil, year, schoolClass) = (absence.PupilId, absence.SchoolYearId, absence.ClassId);
        var holidays = await db.CalendarEntries.AsNoTracking().Where(e => e.SchoolYearId == year && e.Kind == "holiday" && e.EndsOn >= from && e.StartsOn <= today).Select(e => new { e.StartsOn, e.EndsOn }).ToListAsync(ct);
        var calls = (await db.RollCalls.AsNoTracking().Where(c => c.ClassId == schoolClass && c.Day >= from && c.Day <= today)
            .Select(c => new { c.Day, IsAway = db.RollLines.Any(l => l.RollCallId == c.Id && l.PupilId == pupil && l.Presence == Presence.Absent) }).ToListAsync(ct)).ToLookup(c => c.Day, c => c.IsAway);
        var absences = (await db.Absences.AsNoTracking().Where(a => a.PupilId == pupil && a.Day >= from && a.Day <= today && a.State != AbsenceState.Cancelled)
            .Select(a => new { a.Day, a.State }).ToListAsync(ct)).ToLookup(a => a.Day, a => a.State);
        return
        [
            .. Enumerable.Range(0, today.DayNumber - from.DayNumber + 1).Select(back => today.AddDays(-back))
                .Where(d => d.DayOfWeek != DayOfWeek.Sunday && !holidays.Exists(h => h.StartsOn <= d && d <= h.EndsOn))
                .Select(d => (d, Mark(absences[d], calls[d]))),
        ];
    }

    private static DayMark Mark(IEnumerable<AbsenceState> absences, IEnumerable<bool> calls)
    {
        var states = absences.ToList();
        if (states.Exists(s => s is AbsenceState.Justified or AbsenceState.Reported))
            return DayMark.Explained;
        if (calls.Any(away => !away))
            return DayMark.There;
        return states.Count > 0 ? DayMark.Away : DayMark.Silent;
    }
}

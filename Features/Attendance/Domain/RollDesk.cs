using System.Globalization;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.Domain;

/// <summary>Turns what calls say into absences of half-days, and plans what follows from a new one.</summary>
public sealed class RollDesk(MassarDb db, WorkDesk work, TimeProvider clock)
{
    /// <summary>
    /// Calls, reasons and rulings of a class go one after the other. The lock comes first in the transaction,
    /// so that what is read after it is what the one before left.
    /// </summary>
    public async Task Lock(int classId, CancellationToken ct) =>
        _ = await db.Classes.Where(c => c.Id == classId).ForUpdate().Select(c => c.Id).SingleOrDefaultAsync(ct);

    /// <summary>Counts again the half-day of the pupils whose line changed. The caller saves.</summary>
    public async Task Recount(RollCall call, IReadOnlyCollection<long> pupils, AttendanceRules rules, CancellationToken ct)
    {
        if (pupils.Count == 0)
            return;
        var half = LessonHours.HalfOf(call.Hour);
        var elsewhere = await (
            from line in db.RollLines
            join other in db.RollCalls on line.RollCallId equals other.Id
            where pupils.Contains(line.PupilId) && line.Presence == Presence.Absent && other.Day == call.Day && other.Id != call.Id
            select new { line.PupilId, other.Hour }).AsNoTracking().ToListAsync(ct);
        var absences = await db.Absences.Where(a => pupils.Contains(a.PupilId) && a.Day == call.Day && a.Half == half).ToDictionaryAsync(a => a.PupilId, ct);
        var marked = call.Marked;
        foreach (var pupil in pupils)
        {
            var hours = elsewhere.Where(e => e.PupilId == pupil && LessonHours.HalfOf(e.Hour) == half).Select(e => e.Hour).ToHashSet();
            if (marked.GetValueOrDefault(pupil) == Presence.Absent)
                hours.Add(call.Hour);
            if (!absences.TryGetValue(pupil, out var absence))
            {
                if (hours.Count == 0)
                    continue;
                absence = new Absence
                {
                    PupilId = pupil,
                    SchoolYearId = call.SchoolYearId,
                    SchoolId = call.SchoolId,
                    ClassId = call.ClassId,
                    Day = call.Day,
                    Half = half,
                    Periods = 0,
                };
                db.Absences.Add(absence);
            }

            if (absence.Count(hours.Count))
                Plan(absence, call.MadeAt, rules);
        }
    }

    private void Plan(Absence absence, DateTime madeAt, AttendanceRules rules)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var payload = AbsenceWork.Payload(absence.PupilId, absence.Day, absence.Half);

        // Judged again at the hour it may ring: what is explained or corrected until then is not told.
        var tell = madeAt.AddMinutes(rules.NoticeMinutes);
        work.Queue<TellFamily>($"absence-tell/{payload}/{Guid.NewGuid():N}", payload, QuietHours.NextAllowed(tell > now ? tell : now));
        work.Queue<SettleAbsence>($"absence-settle/{payload}/{Guid.NewGuid():N}", payload, SettleAbsence.At(absence.Day, rules.SettleDays));
    }
}

/// <summary>How background work names an absence that had no number yet when it was planned.</summary>
public static class AbsenceWork
{
    public static string Payload(long pupil, DateOnly day, HalfDay half) => string.Create(CultureInfo.InvariantCulture, $"{pupil}/{day:yyyy-MM-dd}/{(int)half}");

    /// <summary>The absence, or null when it never came to be.</summary>
    public static Task<Absence?> Find(MassarDb db, string payload, CancellationToken ct)
    {
        var parts = payload.Split('/');
        var (pupil, day, half) = (long.Parse(parts[0], CultureInfo.InvariantCulture), DateOnly.ParseExact(parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture), (HalfDay)int.Parse(parts[2], CultureInfo.InvariantCulture));
        return db.Absences.SingleOrDefaultAsync(a => a.PupilId == pupil && a.Day == day && a.Half == half, ct);
    }
}

using Massar.Features.Attendance.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.Domain;

/// <summary>Finds times at which a teacher is in the school and gives no lesson.</summary>
public sealed class FreeTimes(MassarDb db, TimeProvider clock)
{
    /// <summary>
    /// Half days in which the teacher gives a lesson at this school, their hours without lesson, divided into meetings; without holidays, leaves,
    /// hours the teacher cannot, and meetings of the teacher or of the guardian. In order, in three statements.
    /// </summary>
    public async Task<IReadOnlyList<Slot>> Of(int school, long employee, long guardian, MeetingRules rules, CancellationToken ct)
    {
        if (await SchoolGrid.Current(db, school, ct) is not { } frame)
            return [];
        var (year, grid) = frame;
        var now = clock.GetUtcNow().UtcDateTime;
        var earliest = MoroccanDay.Local(now.AddHours(rules.NoticeHours));
        var (first, last) = (Later(DateOnly.FromDateTime(earliest), grid.From), Earlier(MoroccanDay.Today(clock).AddDays(rules.Days), grid.Until));
        if (last < first)
            return [];

        var weekly = await db.Lessons.Where(l => l.EmployeeId == employee && l.SchoolYearId == year && l.StartsOn <= last && l.EndsOn >= first)
            .Select(l => new { l.SchoolId, l.Weekday, Hour = l.FirstHour, l.Hours, From = l.StartsOn, To = l.EndsOn })
            .Concat(db.TeacherUnavailabilities.Where(u => u.EmployeeId == employee && u.SchoolYearId == year).Select(u => new { u.SchoolId, u.Weekday, u.Hour, Hours = 0, From = first, To = last }))
            .AsNoTracking().ToListAsync(ct);
        var spans = await db.Leaves.Away().Where(l => l.EmployeeId == employee && l.StartsOn <= last && l.EndsOn >= first && (l.ReturnedOn == null || l.ReturnedOn > first))
            .Select(l => new { From = l.StartsOn, To = l.EndsOn, Minute = 0, Minutes = 0 })
            .Concat(db.CalendarEntries.Where(c => c.Kind == "holiday" && c.SchoolYearId == year && c.StartsOn <= last && c.EndsOn >= first).Select(c => new { From = c.StartsOn, To = c.EndsOn, Minute = 0, Minutes = 0 }))
            .Concat(db.Meetings.Where(m => m.State == MeetingState.Booked && m.Day >= first && m.Day <= last && (m.EmployeeId == employee || m.GuardianId == guardian)).Select(m => new { From = m.Day, To = m.Day, m.Minute, m.Minutes }))
            .AsNoTracking().ToListAsync(ct);

        List<Slot> free = [];
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (spans.Exists(s => s.Minutes == 0 && s.From <= day && day <= s.To))
                continue;
            var lessons = weekly.Where(w => w.Hours > 0 && w.Weekday == day.DayOfWeek && w.From <= day && day <= w.To).Select(w => (w.SchoolId, Run: grid.Run(day.DayOfWeek, w.Hour, w.Hours) ?? [])).ToList();
            HashSet<HalfDay> here = [.. lessons.Where(l => l.SchoolId == school).SelectMany(l => l.Run, (_, h) => h.Half)];
            HashSet<string> busy = [.. lessons.SelectMany(l => l.Run, (_, h) => h.Code), .. weekly.Where(w => w.Hours == 0 && w.Weekday == day.DayOfWeek).Select(w => w.Hour)];
            foreach (var hour in grid.On(day.DayOfWeek).Where(h => here.Contains(h.Half) && !busy.Contains(h.Code)))
                for (var (at, end) = (MinuteOf(hour.From), MinuteOf(hour.To)); at + rules.Minutes <= end; at += rules.Minutes)
                {
                    var slot = new Slot(day, at, rules.Minutes);
                    if (day.ToDateTime(slot.From) >= earliest && !spans.Exists(s => s.Minutes > 0 && s.From == day && s.Minute < at + rules.Minutes && at < s.Minute + s.Minutes))
                        free.Add(slot);
                }
        }

        return free;
    }

    private static int MinuteOf(TimeOnly time) => time.Hour * 60 + time.Minute;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}

using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.Domain;

/// <summary>A month of a school year: its school days up to today.</summary>
public sealed record SchoolMonth(DateOnly First, IReadOnlyList<DateOnly> Days)
{
    /// <summary>Months of lessons, September to June, up to the one that runs; the newest first.</summary>
    public static IEnumerable<DateOnly> Of(int year, DateOnly today) =>
        Enumerable.Range(0, 10).Select(new DateOnly(year, 9, 1).AddMonths).Where(m => m <= today).Reverse();

    /// <summary>The first of a month written yyyy-MM; the newest of the year when it is not one of its months.</summary>
    public static DateOnly Read(string? month, int year, DateOnly today)
    {
        var months = Of(year, today).ToList();
        return DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", out var asked) && months.Contains(asked) ? asked : months.FirstOrDefault(new DateOnly(year, 9, 1));
    }

    public static async Task<SchoolMonth> Of(MassarDb db, int year, DateOnly first, DateOnly today, CancellationToken ct)
    {
        var last = first.AddMonths(1).AddDays(-1);
        var holidays = await db.CalendarEntries.AsNoTracking().Where(e => e.SchoolYearId == year && e.Kind == "holiday" && e.EndsOn >= first && e.StartsOn <= last).Select(e => new { e.StartsOn, e.EndsOn }).ToListAsync(ct);
        var until = today < last ? today : last;
        return new SchoolMonth(first,
            [.. Enumerable.Range(0, Math.Max(0, until.DayNumber - first.DayNumber + 1)).Select(first.AddDays).Where(d => d.DayOfWeek != DayOfWeek.Sunday && !holidays.Exists(h => h.StartsOn <= d && d <= h.EndsOn))]);
    }
}

/// <summary>The four counters of the ministry's files: half-days and lesson hours, with and without a reason that counts.</summary>
/// <param name="Open">Half-days nobody ruled on yet: without a reason, or with one that waits.</param>
public readonly record struct MissedTotals(int JustifiedHalves, int JustifiedHours, int UnjustifiedHalves, int UnjustifiedHours, int Open)
{
    public int Halves => JustifiedHalves + UnjustifiedHalves + Open;

    public static MissedTotals Of(IEnumerable<(AbsenceState State, int Halves, int Hours)> counted)
    {
        var totals = new MissedTotals();
        foreach (var (state, halves, hours) in counted)
            totals = state switch
            {
                AbsenceState.Justified => totals with { JustifiedHalves = totals.JustifiedHalves + halves, JustifiedHours = totals.JustifiedHours + hours },
                AbsenceState.Unjustified => totals with { UnjustifiedHalves = totals.UnjustifiedHalves + halves, UnjustifiedHours = totals.UnjustifiedHours + hours },
                AbsenceState.Cancelled => totals,
                _ => totals with { Open = totals.Open + halves },
            };
        return totals;
    }
}

/// <summary>The register of absences of a class for a month (ورقة الغياب الشهرية).</summary>
public sealed record MonthSheet(int ClassId, string ClassName, string SchoolAr, string SchoolFr, int SchoolYear, SchoolMonth Month, IReadOnlyList<MonthLine> Lines)
{
    public MissedTotals Totals => new(
        Lines.Sum(l => l.Totals.JustifiedHalves), Lines.Sum(l => l.Totals.JustifiedHours), Lines.Sum(l => l.Totals.UnjustifiedHalves), Lines.Sum(l => l.Totals.UnjustifiedHours), Lines.Sum(l => l.Totals.Open));
}

/// <summary>A pupil's month.</summary>
/// <param name="Days">What was missed, by day and half.</param>
/// <param name="Lates">Late arrivals.</param>
public sealed record MonthLine(int Order, long PupilId, string Code, string NameAr, string NameLatin, IReadOnlyDictionary<DateOnly, DayCell> Days, MissedTotals Totals, int Lates)
{
    public DayCell On(DateOnly day) => Days.GetValueOrDefault(day);
}

/// <summary>One box of the register; null is "was there, or nobody called".</summary>
public readonly record struct DayCell(AbsenceState? Morning, AbsenceState? Afternoon)
{
    public bool IsEmpty => Morning is null && Afternoon is null;
}

/// <summary>Reads it in three statements beside the class and the calendar.</summary>
public static class MonthReading
{
    public static async Task<MonthSheet> Of(MassarDb db, SchoolClass schoolClass, string schoolAr, string schoolFr, SchoolMonth month, CancellationToken ct)
    {
        var (id, first, last) = (schoolClass.Id, month.First, month.First.AddMonths(1).AddDays(-1));
        var pupils = await (
            from e in db.Enrollments
            where e.ClassId == id && (e.State == EnrollmentState.Active || e.LeftOn >= first)
            join p in db.Pupils on e.PupilId equals p.Id
            orderby e.OrderInClass, p.MassarCode
            select new { e.OrderInClass, p.Id, p.MassarCode, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin }).AsNoTracking().ToListAsync(ct);
        var absences = (await db.Absences.AsNoTracking().Where(a => a.ClassId == id && a.Day >= first && a.Day <= last && a.State != AbsenceState.Cancelled)
            .Select(a => new { a.PupilId, a.Day, a.Half, a.State, a.Periods }).ToListAsync(ct)).ToLookup(a => a.PupilId);
        var lates = await (
            from c in db.RollCalls
            where c.ClassId == id && c.Day >= first && c.Day <= last
            join l in db.RollLines on c.Id equals l.RollCallId
            where l.Presence == Presence.Late
            group l by l.PupilId into g
            select new { g.Key, Count = g.Count() }).AsNoTracking().ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new MonthSheet(id, schoolClass.Name, schoolAr, schoolFr, schoolClass.SchoolYearId, month,
        [
            .. pupils.Select(p => new MonthLine(p.OrderInClass, p.Id, p.MassarCode, $"{p.LastNameAr} {p.FirstNameAr}", $"{p.LastNameLatin} {p.FirstNameLatin}",
                absences[p.Id].GroupBy(a => a.Day).ToDictionary(g => g.Key, g => new DayCell(g.Where(a => a.Half == HalfDay.Morning).Select(a => (AbsenceState?)a.State).FirstOrDefault(), g.Where(a => a.Half == HalfDay.Afternoon).Select(a => (AbsenceState?)a.State).FirstOrDefault())),
                MissedTotals.Of(absences[p.Id].Select(a => (a.State, 1, a.Periods))), lates.GetValueOrDefault(p.Id))),
        ]);
    }
}

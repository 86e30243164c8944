using System.Globalization;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.Domain;

/// <summary>
/// The hours of a school's week in a year, and the days between which they hold. The hours of the day come from the setting
/// <c>attendance.hours</c>, which of them are taught on which day from <c>timetables.week</c> or from the school's own
/// <see cref="SchoolWeek"/>: nothing of it is a constant.
/// </summary>
public sealed class SchoolGrid
{
    /// <summary>Days of the Moroccan school week.</summary>
    public static readonly IReadOnlyList<DayOfWeek> Days =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday];

    private readonly HashSet<(DayOfWeek, string)> open;

    public SchoolGrid(LessonHours hours, string? week, DateOnly from, DateOnly until)
    {
        (Hours, From, Until) = (hours, from, until);
        open = Read(week);
        // A year for which nobody has said anything is taught at every hour there is.
        if (open.Count == 0)
            open = [.. from day in Days from hour in hours.All select (day, hour.Code)];
    }

    public LessonHours Hours { get; }

    /// <summary>First day of lessons.</summary>
    public DateOnly From { get; }

    /// <summary>Last day of lessons.</summary>
    public DateOnly Until { get; }

    public bool IsOpen(DayOfWeek day, string hour) => open.Contains((day, hour));

    /// <summary>The hours taught on a day, in order.</summary>
    public IEnumerable<LessonHour> On(DayOfWeek day) => Hours.All.Where(h => IsOpen(day, h.Code));

    /// <summary>Place of an hour in the day, from 0; -1 where there is no such hour.</summary>
    public int IndexOf(string hour)
    {
        for (var i = 0; i < Hours.All.Count; i++)
            if (Hours.All[i].Code == hour)
                return i;
        return -1;
    }

    /// <summary>The hours of a lesson: as many in a row as it lasts, open, and in one half of the day; null where it does not fit.</summary>
    public IReadOnlyList<LessonHour>? Run(DayOfWeek day, string first, int hours)
    {
        var at = IndexOf(first);
        if (at < 0 || hours < 1 || at + hours > Hours.All.Count)
            return null;
        var run = Hours.All.Skip(at).Take(hours).ToList();
        return run.TrueForAll(h => h.Half == run[0].Half && IsOpen(day, h.Code)) ? run : null;
    }

    /// <summary>Hours ticked in a form, each named as <see cref="TypedSpot.StartOf"/> names it; null where one is no hour of the week.</summary>
    public HashSet<(DayOfWeek Day, string Hour)>? Chosen(IReadOnlyList<string> ticked)
    {
        var known = Days.SelectMany(_ => Hours.All, (d, h) => (Day: d, Hour: h.Code)).ToDictionary(o => TypedSpot.StartOf(o.Day, o.Hour));
        return ticked.All(known.ContainsKey) ? [.. ticked.Select(t => known[t])] : null;
    }

    /// <summary>The hour that follows in the same half day, or null.</summary>
    public LessonHour? After(string hour) => IndexOf(hour) is var at and >= 0 && at + 1 < Hours.All.Count && Hours.All[at + 1].Half == Hours.All[at].Half ? Hours.All[at + 1] : null;

    /// <summary>Week as a setting writes it: "1=M1,M2,M3 2=M1…", Monday is 1. What cannot be read is left out.</summary>
    public static HashSet<(DayOfWeek, string)> Read(string? week)
    {
        var open = new HashSet<(DayOfWeek, string)>();
        foreach (var part in (week ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (part.Split('=') is [[>= '1' and <= '6' and var day], var hours])
                foreach (var hour in hours.Split(',', StringSplitOptions.RemoveEmptyEntries))
                    open.Add(((DayOfWeek)(day - '0'), hour));
        return open;
    }

    public static string Write(IEnumerable<(DayOfWeek Day, string Hour)> open) =>
        string.Join(' ', open.GroupBy(o => o.Day).OrderBy(g => g.Key).Select(g => string.Create(CultureInfo.InvariantCulture, $"{(int)g.Key}={string.Join(',', g.Select(o => o.Hour).Distinct().Order(StringComparer.Ordinal))}")));

    public static async Task<SchoolGrid?> Of(MassarDb db, int school, int year, CancellationToken ct) => await Of(db, school, y => y.Id == year, ct) is var (_, grid) ? grid : null;

    /// <summary>The grid of the current school year with its number, in one statement.</summary>
    public static async Task<(int Year, SchoolGrid Grid)?> Current(MassarDb db, int school, CancellationToken ct) => await Of(db, school, y => y.IsCurrent, ct);

    private static async Task<(int Year, SchoolGrid Grid)?> Of(MassarDb db, int school, System.Linq.Expressions.Expression<Func<Reference.Domain.SchoolYear, bool>> which, CancellationToken ct)
    {
        var found = await db.SchoolYears.Where(which).Select(y => new
        {
            y.Id,
            y.StartsOn,
            y.EndsOn,
            Hours = db.Settings.Where(s => s.SchoolYearId == y.Id && s.Code == "attendance.hours").Select(s => s.Value).FirstOrDefault(),
            Week = db.Settings.Where(s => s.SchoolYearId == y.Id && s.Code == "timetables.week").Select(s => s.Value).FirstOrDefault(),
            Last = db.Settings.Where(s => s.SchoolYearId == y.Id && s.Code == "timetables.last-day").Select(s => s.Value).FirstOrDefault(),
            Begin = db.CalendarEntries.Where(c => c.SchoolYearId == y.Id && c.Code == "courses-start").Select(c => (DateOnly?)c.StartsOn).FirstOrDefault(),
            Own = db.SchoolWeeks.Where(w => w.SchoolId == school && w.SchoolYearId == y.Id).Select(w => w.Open).FirstOrDefault(),
        }).AsNoTracking().SingleOrDefaultAsync(ct);
        return found is null ? null : (found.Id, new SchoolGrid(LessonHours.Read(found.Hours), found.Own ?? found.Week, found.Begin ?? found.StartsOn, LastDay(found.Last, found.Id, found.EndsOn)));
    }

    /// <summary>"30-06" in the second calendar year of the school year; the year's end where it cannot be read.</summary>
    public static DateOnly LastDay(string? setting, int year, DateOnly otherwise) =>
        DateOnly.TryParseExact($"{setting}-{year + 1}", "dd-MM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : otherwise;
}

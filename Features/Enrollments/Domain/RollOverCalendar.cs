using System.Globalization;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.Domain;

/// <summary>The days and hours of the passage into the next year, from the yearly data.</summary>
/// <param name="FromYear">The year that ends.</param>
/// <param name="Opens">First day the run may be ordered; none where the calendar names no window.</param>
public sealed record RollOverCalendar(int FromYear, DateOnly? Opens, DateOnly? Closes, int UndoHours)
{
    public const string WindowCode = "roll-over";
    public const string UndoSetting = "enrollments.undo-hours";

    public bool IsOpenOn(DateOnly day) => day >= Opens && day <= Closes;

    /// <summary>The year whose window is open today, else the current one: a dry run may be made at any time.</summary>
    public static async Task<RollOverCalendar> Of(MassarDb db, DateOnly today, CancellationToken ct)
    {
        var years = await db.SchoolYears.Where(y => y.IsCurrent || db.CalendarEntries.Any(c => c.SchoolYearId == y.Id && c.Code == WindowCode && c.StartsOn <= today && c.EndsOn >= today))
            .OrderByDescending(y => db.CalendarEntries.Any(c => c.SchoolYearId == y.Id && c.Code == WindowCode && c.StartsOn <= today && c.EndsOn >= today)).ThenByDescending(y => y.Id)
            .Select(y => new
            {
                y.Id,
                Opens = db.CalendarEntries.Where(c => c.SchoolYearId == y.Id && c.Code == WindowCode).Min(c => (DateOnly?)c.StartsOn),
                Closes = db.CalendarEntries.Where(c => c.SchoolYearId == y.Id && c.Code == WindowCode).Max(c => (DateOnly?)c.EndsOn),
                Hours = db.Settings.Where(s => s.SchoolYearId == y.Id && s.Code == UndoSetting).Select(s => s.Value).FirstOrDefault(),
            }).FirstAsync(ct);
        return new RollOverCalendar(years.Id, years.Opens, years.Closes, int.TryParse(years.Hours, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? hours : 48);
    }
}

/// <summary>The beginning of a year: when lessons start, and from when somebody expected counts as not joined.</summary>
/// <param name="Year">The year today is in.</param>
/// <param name="LateFrom">The day after the days that the yearly data leave for coming (workflow 4.2: D+15).</param>
public sealed record EntryCalendar(int Year, DateOnly YearStarts, DateOnly Start, DateOnly LateFrom)
{
    public const string StartCode = "courses-start";
    public const string DaysSetting = "enrollments.join-days";

    public static async Task<EntryCalendar> Of(MassarDb db, DateOnly today, CancellationToken ct)
    {
        var year = await db.SchoolYears.Where(y => y.StartsOn <= today).OrderByDescending(y => y.Id).Select(y => new
        {
            y.Id,
            y.StartsOn,
            Start = db.CalendarEntries.Where(c => c.SchoolYearId == y.Id && c.Code == StartCode).Min(c => (DateOnly?)c.StartsOn),
            Days = db.Settings.Where(s => s.SchoolYearId == y.Id && s.Code == DaysSetting).Select(s => s.Value).FirstOrDefault(),
        }).FirstAsync(ct);
        var start = year.Start ?? year.StartsOn;
        return new EntryCalendar(year.Id, year.StartsOn, start, start.AddDays((int.TryParse(year.Days, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 15) + 1));
    }
}

using System.Globalization;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.Domain;

/// <summary>The days and hours of the passage into the next year, from the yearly data.</summary>
/// <param name="FromYear">The year that ends.</param>
/// <param name="Window">The days on which the run may be ordered; none where the calendar names no window.</param>
public sealed record RollOverCalendar(int FromYear, HeldWindow? Window, int UndoHours)
{
    public const string WindowCode = "roll-over";
    public const string UndoSetting = "enrollments.undo-hours";

    /// <summary>Why no run may be ordered on a day, with the day on which it opens or closed; null while one may.</summary>
    public Refusal? Closed(DateOnly day) => Window is null ? Refusal.Conflict("enrollments.run.no-window").Next("enrollments.run.closed.next") : Window.Closed(day);

    public bool IsOpenOn(DateOnly day) => Window?.IsOpenOn(day) == true;

    /// <summary>The year whose window is open today at the place, else the current one: a dry run may be made at any time.</summary>
    public static async Task<RollOverCalendar> Of(MassarDb db, string path, DateOnly today, CancellationToken ct)
    {
        var windows = await CalendarWindows.At(db, path, ct, WindowCode);
        var open = windows.All.Where(w => w.IsOpenOn(today)).Select(w => (int?)w.Year).Max();
        var year = await db.SchoolYears.Where(y => open == null ? y.IsCurrent : y.Id == open)
            .Select(y => new { y.Id, Hours = db.Settings.Where(s => s.SchoolYearId == y.Id && s.Code == UndoSetting).Select(s => s.Value).FirstOrDefault() }).FirstAsync(ct);
        return new RollOverCalendar(year.Id, windows.Of(WindowCode, year.Id), int.TryParse(year.Hours, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? hours : 48);
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

using Massar.Features.Reference.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks.Domain;

/// <summary>The year's hours, its days without school, and how long an entry may wait and be changed.</summary>
/// <param name="EditDays">Days after the lesson in which its teacher changes the entry without giving a reason (<c>text-books.edit-days</c>).</param>
/// <param name="LateDays">Days after the lesson from which an entry counts as written late (<c>text-books.late-days</c>).</param>
/// <param name="HeavyMinutes">Minutes of homework for one day above which the next teacher is warned (<c>text-books.heavy-minutes</c>).</param>
public sealed record BookFrame(int Year, SchoolGrid Grid, IReadOnlyList<(DateOnly From, DateOnly To)> Free, int EditDays, int LateDays, int HeavyMinutes)
{
    private const string Prefix = "text-books.";

    /// <summary>The current year at a school; null where there is no year.</summary>
    public static async Task<BookFrame?> Of(MassarDb db, int school, CancellationToken ct)
    {
        if (await SchoolGrid.Current(db, school, ct) is not var (year, grid)) return null;
        var said = await db.SchoolYears.Where(y => y.Id == year).Select(y => new
        {
            Settings = db.Settings.Where(s => s.SchoolYearId == y.Id && s.Code.StartsWith(Prefix)).Select(s => new { s.Code, s.Value }).ToList(),
            Free = db.CalendarEntries.Where(c => c.SchoolYearId == y.Id && c.Kind == "holiday").Select(c => new { c.StartsOn, c.EndsOn }).ToList(),
        }).AsNoTracking().SingleAsync(ct);
        var figures = new YearFigures(Prefix, said.Settings.ToDictionary(s => s.Code, s => s.Value, StringComparer.Ordinal));
        return new BookFrame(year, grid, [.. said.Free.Select(f => (f.StartsOn, f.EndsOn))], figures.Number("edit-days", 3, 0, 60), figures.Number("late-days", 2, 0, 60), figures.Number("heavy-minutes", 90, 10, 600));
    }

    /// <summary>Neither Sunday nor a holiday. A timetable may begin before the year's first day, where a school opened earlier.</summary>
    public bool IsSchoolDay(DateOnly day) => day.DayOfWeek != DayOfWeek.Sunday && !Free.Any(f => f.From <= day && day <= f.To);

    public bool IsLate(DateOnly lesson, DateTime writtenAt) => MoroccanDay.Of(writtenAt) > lesson.AddDays(LateDays);

    /// <summary>The teacher changes it without a reason until this day.</summary>
    public DateOnly FreeUntil(DateOnly lesson) => lesson.AddDays(EditDays);

    /// <summary>08:30 of M1; the code itself where the year has no such hour any more.</summary>
    public string TimeOf(string hour) => Grid.Hours.Find(hour) is { } found ? Infrastructure.Text.Formats.Time(found.From) : hour;
}

using System.Globalization;
using Massar.Features.Reference.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.Domain;

/// <summary>What a grade owes.</summary>
/// <param name="Hours">A week.</param>
/// <param name="Cycle">PRI, COL or QUA: where its cadre teaches.</param>
/// <param name="Confidence">How sure the figure is, as the setting says.</param>
public sealed record ServiceDue(decimal Hours, string Cycle, string Confidence);

/// <summary>
/// The school year, the day its timetables are read on, and its settings <c>staffing.*</c>: hours due by cadre and from which gap on somebody is asked.
/// </summary>
public sealed class StaffingFrame(int year, DateOnly day, IReadOnlyDictionary<string, (string Value, string Confidence)> settings)
{
    private const string Prefix = "staffing.";
    private const string DuePrefix = "staffing.due.";

    // The cadres of decree 2-24-140 carry their cycle in their name.
    private static readonly (string Cadre, string Cycle)[] Cycles = [("PEP", "PRI"), ("PES_COL", "COL"), ("PES_QUA", "QUA"), ("AGR", "QUA")];

    private readonly YearFigures figures = new(Prefix, settings.ToDictionary(s => s.Key, s => s.Value.Value));

    public int Year => year;

    /// <summary>Today, or the nearest day of lessons: in summer the last timetable counts.</summary>
    public DateOnly Day => day;

    /// <summary>Somebody who teaches so many hours less than are due is asked about.</summary>
    public decimal UnderHours => figures.Fraction("under-hours", 4, 40);

    /// <summary>Somebody who teaches so many hours more than are due is asked about.</summary>
    public decimal OverHours => figures.Fraction("over-hours", 2, 40);

    /// <summary>Hours a week in another subject than one's own from which on it is asked about.</summary>
    public decimal OtherSubjectHours => figures.Fraction("other-subject-hours", 1, 40);

    /// <summary>What a grade owes by the year's settings, by the longest name of a cadre that its code begins with; null for grades that do not teach.</summary>
    public ServiceDue? DueOf(string grade)
    {
        var cadre = settings.Keys.Where(k => k.StartsWith(DuePrefix, StringComparison.Ordinal) && grade.StartsWith(k[DuePrefix.Length..], StringComparison.Ordinal)).MaxBy(k => k.Length);
        if (cadre is null)
            return null;
        var hours = figures.Fraction(cadre[Prefix.Length..], 0, 60);
        return hours == 0 ? null : new ServiceDue(hours, CycleOf(grade), settings[cadre].Confidence);
    }

    /// <summary>Hours of a whole post of a cycle, for counting posts.</summary>
    public decimal PostOf(string cycle) => Cycles.Where(c => c.Cycle == cycle).Select(c => DueOf(c.Cadre)?.Hours).FirstOrDefault(h => h is not null) ?? 24;

    /// <summary>The mark of a threshold.</summary>
    /// <param name="name">The code without the prefix.</param>
    public string ConfidenceOf(string name) => settings.TryGetValue(Prefix + name, out var setting) ? setting.Confidence : Confidence.ToConfirm;

    private static string CycleOf(string grade) => Array.Find(Cycles, c => grade.StartsWith(c.Cadre, StringComparison.Ordinal)) is { Cycle: { } cycle } ? cycle : "QUA";

    /// <summary>Of the current school year, in one statement.</summary>
    public static async Task<StaffingFrame> Current(MassarDb db, TimeProvider clock, CancellationToken ct) => (await Of(db, clock, 0, ct)).Frame;

    /// <summary>The same with an open school; without it where there is none of that number.</summary>
    public static async Task<(StaffingFrame Frame, FramedSchool? School)> Of(MassarDb db, TimeProvider clock, int school, CancellationToken ct)
    {
        var rows = await (
            from y in db.SchoolYears
            where y.IsCurrent
            join s in db.Settings.Where(s => s.Code.StartsWith(Prefix)) on y.Id equals s.SchoolYearId into settings
            from s in settings.DefaultIfEmpty()
            select new
            {
                y.Id,
                y.StartsOn,
                y.EndsOn,
                Code = (string?)s.Code,
                Value = (string?)s.Value,
                Confidence = (string?)s.Confidence,
                Last = db.Settings.Where(l => l.SchoolYearId == y.Id && l.Code == "timetables.last-day").Select(l => l.Value).FirstOrDefault(),
                Begin = db.CalendarEntries.Where(c => c.SchoolYearId == y.Id && c.Code == "courses-start").Select(c => (DateOnly?)c.StartsOn).FirstOrDefault(),
                IsPublic = db.Schools.Where(x => x.Id == school && x.ClosedOn == null).Select(x => (bool?)x.IsPublic).FirstOrDefault(),
                Path = db.Places.Where(p => p.Id == school).Select(p => p.Path).FirstOrDefault(),
                NameAr = db.Places.Where(p => p.Id == school).Select(p => p.NameAr).FirstOrDefault(),
                NameFr = db.Places.Where(p => p.Id == school).Select(p => p.NameFr).FirstOrDefault(),
            }).AsNoTracking().ToListAsync(ct);
        var year = rows[0];
        var (first, last, today) = (year.Begin ?? year.StartsOn, SchoolGrid.LastDay(year.Last, year.Id, year.EndsOn), MoroccanDay.Today(clock));
        var frame = new StaffingFrame(year.Id, today < first ? first : today > last ? last : today, rows.Where(r => r.Code is not null).ToDictionary(r => r.Code!, r => (r.Value!, r.Confidence!)));
        return (frame, year.IsPublic is { } isPublic ? new FramedSchool(year.Path!, year.NameAr!, year.NameFr!, isPublic) : null);
    }
}

/// <summary>The school that is looked at.</summary>
/// <param name="IsPublic">The State pays its teachers.</param>
public sealed record FramedSchool(string Path, string NameAr, string NameFr, bool IsPublic);

/// <summary>Hours as people read them.</summary>
public static class HoursShown
{
    /// <summary>"24", "2,5".</summary>
    public static string Of(decimal hours) => Infrastructure.Text.Formats.Number(hours, hours == decimal.Truncate(hours) ? 0 : 1);

    /// <summary>With its sign where it is above zero.</summary>
    public static string Signed(decimal hours) => hours > 0 ? $"+{Of(hours)}" : Of(hours);

    /// <summary>As it goes through a form and comes back.</summary>
    public static string Exact(decimal hours) => hours.ToString("0.##", CultureInfo.InvariantCulture);
}

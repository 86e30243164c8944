using Massar.Features.Attendance.Domain;
using Massar.Features.Classes;
using Massar.Features.Enrollments;
using Massar.Features.Reference;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance;

/// <summary>Absences on school days: most pupils have none or few, some have many.</summary>
public sealed class Seed : ISeed
{
    private const int Batch = 20_000;

    public int Order => 55;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, classes, enrollments) = (seeding.Of<SeededYears>(), seeding.Of<SeededClasses>(), seeding.Of<SeededEnrollments>());
        var draw = seeding.Draw("attendance");
        var rows = new List<Absence>(Batch);

        foreach (var year in (int[])[years.Previous.Id, years.Current.Id])
        {
            var days = await SchoolDays(seeding, year, years.Today, ct);
            if (days.Length == 0)
                continue;
            foreach (var taught in classes.Of(year))
                foreach (var pupil in enrollments.In(taught.Id))
                {
                    if (!draw.Bool(0.3f))
                        continue;
                    var last = pupil.LeftOn is { } left ? Array.FindLastIndex(days, d => d <= left) : days.Length - 1;
                    var count = draw.Bool(0.1f) ? draw.Number(5, 14) : draw.Number(1, 4);
                    foreach (var day in Enumerable.Range(0, count).Select(_ => days[draw.Number(Math.Max(0, last))]).Distinct())
                        rows.Add(new Absence
                        {
                            Id = seeding.NextId<Absence>(),
                            PupilId = pupil.PupilId,
                            SchoolYearId = year,
                            SchoolId = taught.SchoolId,
                            ClassId = taught.Id,
                            Day = day,
                            Periods = draw.Number(1, 6),
                            IsJustified = draw.Bool(0.4f),
                        });
                    if (rows.Count >= Batch)
                        await Send();
                }
        }

        await Send();

        async Task Send()
        {
            await seeding.Insert(rows, ct);
            rows.Clear();
        }
    }

    /// <summary>From the start of lessons to the end of June or today: no Sundays, no holidays of the calendar.</summary>
    private static async Task<DateOnly[]> SchoolDays(Seeding seeding, int year, DateOnly today, CancellationToken ct)
    {
        var holidays = await seeding.Db.CalendarEntries.AsNoTracking().Where(c => c.SchoolYearId == year && c.Kind == "holiday").ToListAsync(ct);
        var (from, until) = (new DateOnly(year, 9, 8), new DateOnly(year + 1, 6, 30));
        return [.. Enumerable.Range(0, until.DayNumber - from.DayNumber + 1).Select(from.AddDays)
            .Where(d => d <= today && d.DayOfWeek != DayOfWeek.Sunday && !holidays.Any(h => h.StartsOn <= d && d <= h.EndsOn))];
    }
}

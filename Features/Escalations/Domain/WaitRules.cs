using System.Globalization;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Escalations.Domain;

/// <summary>How long a head may take, as the settings of the year say it, and the days on which no office works.</summary>
/// <param name="Settings">Code → value of the current year.</param>
/// <param name="Holidays">Of the calendar, all years; weekends aside.</param>
public sealed record WaitRules(DateTime Now, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<(DateOnly From, DateOnly To)> Holidays)
{
    /// <summary>Setting: so many working days before the last one a case counts as "soon".</summary>
    public const string SoonSetting = "escalations.soon-days";

    private const int UsualSoon = 2;

    /// <summary>More working days than any delay has: no search goes further back.</summary>
    private const int Most = 400;

    public DateOnly Today => MoroccanDay.Of(Now);

    /// <summary>What is due up to this day is to be done soon.</summary>
    public DateOnly Soon => WorkingDays.After(Today, Number(SoonSetting, UsualSoon), IsHoliday);

    /// <summary>A setting that is a whole number above nothing; the delivered value where there is none.</summary>
    public int Number(string code, int usual) =>
        Settings.TryGetValue(code, out var value) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= Most ? number : usual;

    /// <summary>The last day on which an answer is in time.</summary>
    public DateOnly Due(WaitKind kind, DateOnly from) =>
        kind.IsCalendar ? from.AddDays(Number(kind.Setting, kind.Usual)) : WorkingDays.After(from, Number(kind.Setting, kind.Usual), IsHoliday);

    /// <inheritdoc cref="Due(WaitKind, DateOnly)"/>
    public DateOnly Due(WaitKind kind, DateTime since, DateOnly? from) => Due(kind, from ?? MoroccanDay.Of(DateTime.SpecifyKind(since, DateTimeKind.Utc)));

    /// <summary>What waits since this day, or longer, is late today.</summary>
    public DateOnly LateSince(WaitKind kind)
    {
        var day = Today;
        while (Due(kind, day) >= Today) day = day.AddDays(-1);
        return day;
    }

    public static async Task<WaitRules> Of(MassarDb db, IEnumerable<string> codes, DateTime now, CancellationToken ct)
    {
        List<string> all = [.. codes.Append(SoonSetting).Distinct(StringComparer.Ordinal)];
        var settings = await db.Settings.Where(s => db.SchoolYears.Any(y => y.Id == s.SchoolYearId && y.IsCurrent) && all.Contains(s.Code)).Select(s => new { s.Code, s.Value }).ToDictionaryAsync(s => s.Code, s => s.Value, ct);
        var holidays = await db.CalendarEntries.Where(c => c.Kind == "holiday").OrderBy(c => c.StartsOn).ThenBy(c => c.Id).Select(c => new { c.StartsOn, c.EndsOn }).ToListAsync(ct);
        return new WaitRules(now, settings, [.. holidays.Select(h => (h.StartsOn, h.EndsOn))]);
    }

    private bool IsHoliday(DateOnly day) => Holidays.Any(h => h.From <= day && day <= h.To);
}

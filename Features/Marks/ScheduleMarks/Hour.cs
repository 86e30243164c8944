using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Marks.ScheduleMarks;

/// <summary>The hour of publication as typed: a day and a time of Morocco.</summary>
public static class Hour
{
    public static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(Digits.ToLatin(typed ?? "").Trim(), ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static TimeOnly? Time(string? typed) =>
        TimeOnly.TryParseExact(Digits.ToLatin(typed ?? "").Trim(), ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    public static DateTime Utc(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        // Morocco's clock jumps around Ramadan: an hour that does not exist is read as the next one that does.
        if (MoroccanDay.Zone.IsInvalidTime(local)) local = local.AddHours(1);
        return TimeZoneInfo.ConvertTimeToUtc(local, MoroccanDay.Zone);
    }
}

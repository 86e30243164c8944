using System.Globalization;
using Massar.Infrastructure.Text;

namespace Massar.Infrastructure.Data;

/// <summary>An hour as typed: a day and a time of Morocco.</summary>
public static class MoroccanHour
{
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

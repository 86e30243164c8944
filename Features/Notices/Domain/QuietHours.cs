namespace Massar.Features.Notices.Domain;

/// <summary>Nobody's phone rings between 21:00 and 07:00 Moroccan time, except for safety and awaited codes.</summary>
public static class QuietHours
{
    private static readonly TimeZoneInfo Morocco = Massar.Infrastructure.Data.MoroccanDay.Zone;
    private static readonly TimeOnly Evening = new(21, 0);
    private static readonly TimeOnly Morning = new(7, 0);

    /// <summary>This instant, or seven in the morning after it.</summary>
    public static DateTime NextAllowed(DateTime utc)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Morocco);
        var time = TimeOnly.FromDateTime(local);
        if (time >= Morning && time < Evening)
            return utc;
        var day = DateOnly.FromDateTime(local);
        var morning = (time >= Evening ? day.AddDays(1) : day).ToDateTime(Morning);
        return TimeZoneInfo.ConvertTimeToUtc(morning, Morocco);
    }
}

namespace Massar.Infrastructure.Data;

/// <summary>Days on which offices work: Monday to Friday.</summary>
public static class WorkingDays
{
    /// <summary>More than a year of them is counted nowhere.</summary>
    private const int Most = 400;

    /// <summary>So many working days after a day; the day itself for none.</summary>
    /// <param name="isHoliday">Days that do not count either.</param>
    public static DateOnly After(DateOnly day, int count, Func<DateOnly, bool>? isHoliday = null)
    {
        for (var left = Math.Clamp(count, 0, Most); left > 0;)
        {
            day = day.AddDays(1);
            if (Is(day) && isHoliday?.Invoke(day) != true)
                left--;
        }

        return day;
    }

    /// <summary>Working days after a day, up to and with another; 999 for more.</summary>
    public static int Between(DateOnly from, DateOnly to)
    {
        var days = 0;
        for (var day = from.AddDays(1); day <= to && days < 999; day = day.AddDays(1))
            if (Is(day))
                days++;
        return days;
    }

    private static bool Is(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}

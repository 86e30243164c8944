namespace Massar.Features.Attendance.Domain;

/// <summary>What the calls of a school day say of one pupil.</summary>
public enum DayMark
{
    /// <summary>The class was not called, and nothing is noted of the pupil: nobody knows.</summary>
    Silent = 0,

    /// <summary>Absent at every call of the day, without a reason.</summary>
    Away = 1,

    /// <summary>There at one call at least.</summary>
    There = 2,

    /// <summary>The family gave news: a reason that waits or was accepted.</summary>
    Explained = 3,
}

/// <summary>School days in a row without the pupil and without news of the pupil, up to the newest day.</summary>
/// <param name="Since">The first of them; meaningless where there are none.</param>
public readonly record struct AbsentRun(int Days, DateOnly Since)
{
    /// <summary>Days in a row nobody called the class that a row goes over: they neither count nor end it. More, and nobody can say.</summary>
    public const int MostSilent = 2;

    /// <param name="days">School days, the newest first.</param>
    public static AbsentRun Of(IEnumerable<(DateOnly Day, DayMark Mark)> days)
    {
        var (count, since, silent) = (0, default(DateOnly), 0);
        foreach (var (day, mark) in days)
        {
            if (mark is DayMark.There or DayMark.Explained || (mark == DayMark.Silent && ++silent > MostSilent))
                break;
            if (mark == DayMark.Away)
                (count, since, silent) = (count + 1, day, 0);
        }

        return new AbsentRun(count, since);
    }
}

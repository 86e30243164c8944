using System.Globalization;

namespace Massar.Features.Attendance.Domain;

/// <summary>One lesson hour of the day.</summary>
/// <param name="Code">M1 is the first of the morning, S1 the first of the afternoon (الفترة المسائية), as timetables write them.</param>
public sealed record LessonHour(string Code, TimeOnly From, TimeOnly To)
{
    public HalfDay Half => LessonHours.HalfOf(Code);
}

/// <summary>
/// The hours of the school day, from the setting <c>attendance.hours</c>: "M1=08:30-09:30 M2=09:30-10:30 …".
/// What cannot be read in it is left out, so that a slip of the pen in one hour does not close the others.
/// </summary>
public sealed class LessonHours(IReadOnlyList<LessonHour> all)
{
    /// <summary>In the order of the day.</summary>
    public IReadOnlyList<LessonHour> All => all;

    public static LessonHours Read(string? setting) => new(
        [.. (setting ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(One).OfType<LessonHour>().DistinctBy(h => h.Code).OrderBy(h => h.From)]);

    public LessonHour? Find(string code) => all.FirstOrDefault(h => h.Code == code);

    /// <summary>The hour that runs at a time, else the last that ran, else the first of the day; null where there are none.</summary>
    public LessonHour? At(TimeOnly time) => all.LastOrDefault(h => h.From <= time) ?? (all.Count > 0 ? all[0] : null);

    /// <summary>The hours that have begun at a time.</summary>
    public IEnumerable<LessonHour> Begun(TimeOnly time) => all.Where(h => h.From <= time);

    public static HalfDay HalfOf(string code) => code.StartsWith('S') ? HalfDay.Afternoon : HalfDay.Morning;

    private static LessonHour? One(string text)
    {
        var (code, times) = text.Split('=') is [var c, var t] ? (c, t.Split('-')) : ("", []);
        return code is ['M' or 'S', >= '1' and <= '9'] && times.Length == 2 && Time(times[0]) is { } from && Time(times[1]) is { } to && from < to ? new LessonHour(code, from, to) : null;
    }

    private static TimeOnly? Time(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

using System.Globalization;
using System.Text;
using Massar.Infrastructure.Data;

namespace Massar.Features.Timetables.Domain;

/// <summary>A weekly event: the hours of one lesson until its last day, without holidays.</summary>
/// <param name="Uid">Stays the same when the lesson moves, so that calendars move it too.</param>
public sealed record CalendarLesson(string Uid, string Summary, string? Location, string? Description, DayOfWeek Weekday, TimeOnly From, TimeOnly To, DateOnly StartsOn, DateOnly EndsOn);

/// <summary>
/// Writes RFC 5545: lines end with CRLF and are folded at 75 octets, texts are escaped, times are those of Africa/Casablanca with every
/// change of the clock the year has (Ramadan's are decreed, and come from the system's table), rules end in UTC as the standard wants.
/// </summary>
public static class CalendarWriter
{
    private const string Zone = "Africa/Casablanca";
    private const int LineOctets = 75;

    /// <param name="name">What calendars call it.</param>
    /// <param name="free">Days without school.</param>
    /// <param name="now">UTC; when it was written.</param>
    public static byte[] Write(string name, IReadOnlyList<CalendarLesson> lessons, IReadOnlyList<(DateOnly From, DateOnly To)> free, DateOnly first, DateOnly last, DateTime now)
    {
        var text = new StringBuilder();
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//Massar//Timetables//EN");
        Line("CALSCALE:GREGORIAN");
        Line("METHOD:PUBLISH");
        Line($"X-WR-CALNAME:{Escape(name)}");
        Line($"X-WR-TIMEZONE:{Zone}");
        Line("REFRESH-INTERVAL;VALUE=DURATION:PT12H");
        TimeZone();
        foreach (var lesson in lessons)
            Event(lesson);
        Line("END:VCALENDAR");
        return Encoding.UTF8.GetBytes(text.ToString());

        void Event(CalendarLesson lesson)
        {
            var begin = lesson.StartsOn.AddDays(((int)lesson.Weekday - (int)lesson.StartsOn.DayOfWeek + 7) % 7);
            // A calendar shows the first day whatever else is said, so it is a school day.
            while (begin <= lesson.EndsOn && IsFree(begin))
                begin = begin.AddDays(7);
            if (begin > lesson.EndsOn)
                return;
            var skipped = Enumerable.Range(1, 60).Select(week => begin.AddDays(7 * week)).TakeWhile(d => d <= lesson.EndsOn).Where(IsFree).ToList();
            var until = begin.AddDays((lesson.EndsOn.DayNumber - begin.DayNumber) / 7 * 7);
            Line("BEGIN:VEVENT");
            Line($"UID:{lesson.Uid}");
            Line($"DTSTAMP:{Utc(now)}");
            Line($"DTSTART;TZID={Zone}:{Local(begin, lesson.From)}");
            Line($"DTEND;TZID={Zone}:{Local(begin, lesson.To)}");
            if (until > begin)
                Line($"RRULE:FREQ=WEEKLY;UNTIL={Utc(MoroccanHour.Utc(until, lesson.From))}");
            if (skipped.Count > 0)
                Line($"EXDATE;TZID={Zone}:{string.Join(',', skipped.Select(d => Local(d, lesson.From)))}");
            Line($"SUMMARY:{Escape(lesson.Summary)}");
            if (lesson.Location is { Length: > 0 } location)
                Line($"LOCATION:{Escape(location)}");
            if (lesson.Description is { Length: > 0 } description)
                Line($"DESCRIPTION:{Escape(description)}");
            Line("TRANSP:OPAQUE");
            Line("END:VEVENT");
        }

        void TimeZone()
        {
            Line("BEGIN:VTIMEZONE");
            Line($"TZID:{Zone}");
            var at = first.AddDays(-1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            var end = last.AddDays(2).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            var offset = MoroccanDay.Zone.GetUtcOffset(at);
            Observance(new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), offset, offset);
            for (; at < end; at = at.AddHours(1))
            {
                var next = MoroccanDay.Zone.GetUtcOffset(at.AddHours(1));
                if (next == offset)
                    continue;
                // Clocks change on the hour; the moment is said by the clock that was.
                Observance(at.AddHours(1) + offset, offset, next);
                offset = next;
            }

            Line("END:VTIMEZONE");
        }

        void Observance(DateTime begins, TimeSpan from, TimeSpan to)
        {
            var kind = to == MoroccanDay.Zone.BaseUtcOffset ? "STANDARD" : "DAYLIGHT";
            Line($"BEGIN:{kind}");
            Line($"DTSTART:{begins.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}");
            Line($"TZOFFSETFROM:{Offset(from)}");
            Line($"TZOFFSETTO:{Offset(to)}");
            Line($"END:{kind}");
        }

        bool IsFree(DateOnly day) => free.Any(f => f.From <= day && day <= f.To);

        // No line is longer than 75 octets; a letter is never cut in two.
        void Line(string line)
        {
            var octets = 0;
            foreach (var rune in line.EnumerateRunes())
            {
                if (octets + rune.Utf8SequenceLength > LineOctets)
                {
                    text.Append("\r\n ");
                    octets = 1;
                }

                text.Append(rune);
                octets += rune.Utf8SequenceLength;
            }

            text.Append("\r\n");
        }
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)
        .Replace("\r\n", "\\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);

    private static string Local(DateOnly day, TimeOnly time) => day.ToDateTime(time).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private static string Utc(DateTime at) => at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Offset(TimeSpan offset) => $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset.ToString("hhmm", CultureInfo.InvariantCulture)}";
}

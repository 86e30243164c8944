using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Text;

namespace Massar.Features.Timetables.ShowWeek;

/// <summary>A week as the rows of a file: days down, hours across, as it is read on paper.</summary>
public static class WeekRows
{
    public static IReadOnlyList<IReadOnlyList<object?>> Of(Week week, Text text, Reader reader) =>
    [
        [text["ui.day"], .. week.Hours.Select(h => (object?)$"{Formats.Time(h.From)}-{Formats.Time(h.To)}")],
        .. SchoolGrid.Days.Select(day => (IReadOnlyList<object?>)[
            Formats.Day(day, reader.Language),
            .. week.Hours.Select(h => (object?)string.Join(" / ", week.Lessons.Where(l => l.Weekday == day && (week.Grid.Run(day, l.FirstHour, l.Hours) ?? []).Any(r => r.Code == h.Code)).Select(l => Say(week.Of, l, reader))))]),
    ];

    private static string Say(WeekOf of, PlannedLesson lesson, Reader reader)
    {
        var subject = reader.Name(lesson.SubjectAr, lesson.SubjectFr);
        var parts = (string?[])[of == WeekOf.Class ? subject : $"{lesson.ClassName} {subject}", of == WeekOf.Teacher ? null : reader.Name(lesson.TeacherAr, lesson.TeacherLatin), of == WeekOf.Room ? null : lesson.RoomCode];
        return string.Join(" - ", parts.Where(p => !string.IsNullOrEmpty(p)));
    }
}

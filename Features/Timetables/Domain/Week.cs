using System.Text.Json.Serialization;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Security;

namespace Massar.Features.Timetables.Domain;

/// <summary>Whose week it is.</summary>
public enum WeekOf
{
    Class,
    Teacher,
    Room,
}

/// <summary>A week of lessons as pages and programs read it.</summary>
/// <param name="Id">Number of the class, employee or room.</param>
/// <param name="Day">The day it holds on.</param>
public sealed record Week(WeekOf Of, long Id, string NameAr, string NameLatin, DateOnly Day, IReadOnlyList<PlannedLesson> Lessons, [property: JsonIgnore] SchoolGrid Grid) : IShowsPersons
{
    public IReadOnlyList<LessonHour> Hours => Grid.Hours.All;

    /// <summary>Hours of lessons in the week; halves of a class at one hour count once.</summary>
    public int Placed => Lessons.SelectMany(l => Grid.Run(l.Weekday, l.FirstHour, l.Hours) ?? [], (l, h) => (l.Weekday, h.Code)).Distinct().Count();

    int IShowsPersons.PersonsShown => Of == WeekOf.Teacher ? 1 : Lessons.Select(l => l.EmployeeId).Distinct().Count();

    /// <summary>Lessons that begin at an hour.</summary>
    public IReadOnlyList<PlannedLesson> At(DayOfWeek day, string hour) => [.. Lessons.Where(l => l.Weekday == day && l.FirstHour == hour)];

    /// <summary>The day a week is shown on: today, or the nearest day of lessons.</summary>
    public static DateOnly Shown(SchoolGrid grid, DateOnly asked) => asked < grid.From ? grid.From : asked > grid.Until ? grid.Until : asked;
}

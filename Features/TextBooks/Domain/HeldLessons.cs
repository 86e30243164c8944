using Massar.Features.Attendance.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.TextBooks.Domain;

/// <summary>A lesson of the timetable on a day, with who gives it that day.</summary>
/// <param name="EmployeeId">Who keeps the class that half day; else who is assigned on that day; else whose lesson it was.</param>
public sealed record HeldLesson(
    long LessonId, DateOnly Day, int SchoolId, int ClassId, string ClassName, string SubjectCode, string SubjectAr, string SubjectFr, long EmployeeId, string TeacherAr, string TeacherLatin, int Half, string Hour, int Hours)
{
    public BookKey Key => new(ClassId, SubjectCode, Half, Day, Hour);

    /// <summary>Its entry, written by who gave it.</summary>
    public BookEntry Begin(BookFrame frame, EntryWords words, long accountId, DateTime now) => new BookEntry
    {
        SchoolId = SchoolId,
        SchoolYearId = frame.Year,
        ClassId = ClassId,
        SubjectCode = SubjectCode,
        Half = Half,
        Day = Day,
        Hour = Hour,
        Hours = Hours,
        EmployeeId = EmployeeId,
        Work = words.Work,
        Title = words.Title,
        WrittenAt = now,
        WrittenByAccountId = accountId,
    }.Put(words);
}

/// <summary>Unfolds the weekly timetable into the lessons of days.</summary>
public static class HeldLessons
{
    /// <summary>
    /// The lessons held from a day to a day, in the order of days and hours; three statements. A substitute's assignment and a class that is kept
    /// for half a day count on their days: what was taught is written by who taught it.
    /// </summary>
    /// <param name="lessons">Lessons in the reader's scope.</param>
    public static async Task<List<HeldLesson>> Held(this IQueryable<Lesson> lessons, MassarDb db, BookFrame frame, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var year = frame.Year;
        lessons = lessons.Where(l => l.SchoolYearId == year && l.StartsOn <= last && l.EndsOn >= first);
        var rows = await (
            from l in lessons
            join c in db.Classes on l.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, l.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join e in db.Employees on l.EmployeeId equals e.Id
            orderby l.Id
            select new
            {
                Lesson = l,
                c.Name,
                plan.NameAr,
                plan.NameFr,
                Teacher = new Giver(e.Id, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin),
            }).AsNoTracking().Take(LessonReading.Most).ToListAsync(ct);
        if (rows.Count == 0) return [];
        List<int> classes = [.. rows.Select(r => r.Lesson.ClassId).Distinct()];

        var assigned = (await (
            from t in db.TeachingAssignments
            where classes.Contains(t.ClassId) && t.StartsOn <= last && (t.EndsOn == null || t.EndsOn >= first)
            join e in db.Employees on t.EmployeeId equals e.Id
            orderby t.Id
            select new { t.Id, t.ClassId, t.SubjectCode, t.StartsOn, t.EndsOn, Who = new Giver(e.Id, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin) }).AsNoTracking().ToListAsync(ct)).ToLookup(t => (t.ClassId, t.SubjectCode));
        var kept = (await (
            from v in db.CallCovers
            where classes.Contains(v.ClassId) && v.Day >= first && v.Day <= last
            join e in db.Employees on v.EmployeeId equals e.Id
            select new { v.ClassId, v.SubjectCode, v.Day, v.Half, Who = new Giver(e.Id, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin) }).AsNoTracking().ToListAsync(ct)).ToDictionary(v => (v.ClassId, v.SubjectCode, v.Day, v.Half), v => v.Who);

        List<HeldLesson> held = [];
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (!frame.IsSchoolDay(day)) continue;
            foreach (var row in rows.Where(r => r.Lesson.Weekday == day.DayOfWeek && r.Lesson.StartsOn <= day && day <= r.Lesson.EndsOn))
            {
                var l = row.Lesson;
                var live = assigned[(l.ClassId, l.SubjectCode)].Where(t => t.StartsOn <= day && (t.EndsOn is null || t.EndsOn >= day)).ToList();
                var who = kept.GetValueOrDefault((l.ClassId, l.SubjectCode, day, LessonHours.HalfOf(l.FirstHour))) ?? (live.Find(t => t.Id == l.AssignmentId) ?? live.FirstOrDefault())?.Who ?? row.Teacher;
                held.Add(new HeldLesson(l.Id, day, l.SchoolId, l.ClassId, row.Name, l.SubjectCode, row.NameAr, row.NameFr, who.Id, who.Ar, who.Latin, l.Half, l.FirstHour, l.Hours));
            }
        }

        return [.. held.OrderBy(h => h.Day).ThenBy(h => frame.Grid.IndexOf(h.Hour)).ThenBy(h => h.ClassName, StringComparer.Ordinal).ThenBy(h => h.Half)];
    }

    private sealed record Giver(long Id, string Ar, string Latin);
}

using Massar.Features.Classes.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.TextBooks.Domain;

/// <summary>Whose lessons, books and plans somebody works with; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>
    /// Lessons of a school's classes and subjects that an employee teaches, or keeps for half a day, somewhere between two days. Which of them the person
    /// gives on a day is said by <see cref="HeldLessons"/>.
    /// </summary>
    public static IQueryable<Lesson> TouchedBy(this IQueryable<Lesson> lessons, MassarDb db, int school, long employee, DateOnly first, DateOnly last) => lessons.Where(l => l.SchoolId == school && (
        db.TeachingAssignments.Any(t => t.EmployeeId == employee && t.ClassId == l.ClassId && t.SubjectCode == l.SubjectCode && t.StartsOn <= last && (t.EndsOn == null || t.EndsOn >= first))
        || db.CallCovers.Any(v => v.EmployeeId == employee && v.ClassId == l.ClassId && v.SubjectCode == l.SubjectCode && v.Day >= first && v.Day <= last)));

    /// <summary>Classes of this year in which the signed-in employee teaches the subject today.</summary>
    public static IQueryable<SchoolClass> PlannedBy(this IQueryable<SchoolClass> classes, CurrentUser user, MassarDb db, string subject, DateOnly today) => classes.Where(c =>
        db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent) && db.TeachingAssignments.TaughtBy(user, today).Any(t => t.ClassId == c.Id && t.SubjectCode == subject));
}

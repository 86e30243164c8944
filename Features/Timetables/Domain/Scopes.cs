using Massar.Features.Classes.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Timetables.Domain;

/// <summary>Whose lessons they are.</summary>
public static class Scopes
{
    /// <summary>Lessons that hold on a day.</summary>
    public static IQueryable<Lesson> HeldOn(this IQueryable<Lesson> lessons, DateOnly day) => lessons.Where(l => l.StartsOn <= day && day <= l.EndsOn);

    /// <summary>Lessons an employee gives on a day: those of their assignments, and those of assignments that ended, which they took over.</summary>
    public static IQueryable<Lesson> TaughtBy(this IQueryable<Lesson> lessons, MassarDb db, long employee, DateOnly day) =>
        from t in db.TeachingAssignments.LiveOn(day)
        where t.EmployeeId == employee
        join l in lessons.HeldOn(day) on new { t.ClassId, t.SubjectCode } equals new { l.ClassId, l.SubjectCode }
        join o in db.TeachingAssignments on l.AssignmentId equals o.Id
        where o.Id == t.Id || o.EndsOn < day
        select l;

    /// <summary>People who teach in the schools at or below the place of the hat this year.</summary>
    public static IQueryable<Employee> TeachingIn(this IQueryable<Employee> employees, CurrentUser user, MassarDb db)
    {
        var path = user.PlacePath;
        return employees.Where(e => db.TeachingAssignments.Any(t => t.EmployeeId == e.Id && db.SchoolYears.Any(y => y.Id == t.SchoolYearId && y.IsCurrent) && db.Places.Any(p => p.Id == t.SchoolId && p.Path.StartsWith(path))));
    }
}

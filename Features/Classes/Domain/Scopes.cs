using Massar.Features.Enrollments.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Classes.Domain;

/// <summary>Whose classes and structures somebody works with, and which teaching counts.</summary>
public static class Scopes
{
    /// <summary>Classes of the worn hat's school, of any year.</summary>
    public static IQueryable<SchoolClass> OfMySchool(this IQueryable<SchoolClass> classes, CurrentUser user) => classes.Where(c => c.SchoolId == user.PlaceId);

    /// <summary>Enrollments at the worn hat's school, of any year.</summary>
    public static IQueryable<Enrollment> OfMySchool(this IQueryable<Enrollment> enrollments, CurrentUser user) => enrollments.Where(e => e.SchoolId == user.PlaceId);

    public static IQueryable<Structure> OfMySchool(this IQueryable<Structure> structures, CurrentUser user) => structures.Where(s => s.SchoolId == user.PlaceId);

    /// <summary>Structures that the schools below the worn hat's place have sent at least once: a draft is the head's own.</summary>
    public static IQueryable<Structure> SentTo(this IQueryable<Structure> structures, CurrentUser user, MassarDb db) =>
        structures.InSchoolsOf(user, db).Where(s => s.SentAt != null);

    /// <summary>Who teaches what on a day; a substitute's line counts between its dates and not the day after.</summary>
    public static IQueryable<TeachingAssignment> LiveOn(this IQueryable<TeachingAssignment> assignments, DateOnly day) =>
        assignments.Where(t => t.StartsOn <= day && (t.EndsOn == null || t.EndsOn >= day));

    /// <summary>What the signed-in employee teaches on that day.</summary>
    public static IQueryable<TeachingAssignment> TaughtBy(this IQueryable<TeachingAssignment> assignments, CurrentUser user, DateOnly day) =>
        assignments.TaughtBy(user.EmployeeId ?? 0, day);

    /// <summary>What an employee teaches on that day.</summary>
    public static IQueryable<TeachingAssignment> TaughtBy(this IQueryable<TeachingAssignment> assignments, long employee, DateOnly day) =>
        assignments.LiveOn(day).Where(t => t.EmployeeId == employee);
}

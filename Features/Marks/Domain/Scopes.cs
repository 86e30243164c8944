using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Marks.Domain;

/// <summary>Who may see and touch which sheets.</summary>
public static class Scopes
{
    /// <summary>Classes where the subject is taught by the signed-in employee on that day.</summary>
    public static IQueryable<SchoolClass> TaughtBy(this IQueryable<SchoolClass> classes, CurrentUser user, MassarDb db, string subject, DateOnly today) =>
        classes.TaughtBy(user.EmployeeId ?? 0, db, subject, today);

    /// <summary>Classes where the subject is taught by an employee on that day.</summary>
    public static IQueryable<SchoolClass> TaughtBy(this IQueryable<SchoolClass> classes, long employee, MassarDb db, string subject, DateOnly today)
    {
        var taught = db.TeachingAssignments.TaughtBy(employee, today);
        return classes.Where(c => taught.Any(t => t.ClassId == c.Id && t.SubjectCode == subject));
    }
}

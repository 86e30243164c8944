using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Attendance.Domain;

/// <summary>Who may see and touch which calls and absences.</summary>
public static class Scopes
{
    /// <summary>Classes in which the signed-in employee makes the call of that session: taught in the subject, or kept for that half day.</summary>
    public static IQueryable<SchoolClass> CalledBy(this IQueryable<SchoolClass> classes, CurrentUser user, MassarDb db, SessionKey key)
    {
        var (employee, subject, day, half) = (user.EmployeeId ?? 0, key.Subject, key.Day, LessonHours.HalfOf(key.Hour));
        return classes.Where(c =>
            db.TeachingAssignments.TaughtBy(user, day).Any(t => t.ClassId == c.Id && t.SubjectCode == subject)
            || db.CallCovers.Any(v => v.ClassId == c.Id && v.SubjectCode == subject && v.Day == day && v.Half == half && v.EmployeeId == employee));
    }
}

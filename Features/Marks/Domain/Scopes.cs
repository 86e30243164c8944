using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Marks.Domain;

/// <summary>Who may see and touch which sheets.</summary>
public static class Scopes
{
    /// <summary>What the signed-in employee teaches on that day; a substitute's line counts between its dates and not the day after.</summary>
    public static IQueryable<TeachingAssignment> TaughtBy(this IQueryable<TeachingAssignment> assignments, CurrentUser user, DateOnly today)
    {
        var employee = user.EmployeeId ?? 0;
        return assignments.Where(t => t.EmployeeId == employee && t.StartsOn <= today && (t.EndsOn == null || t.EndsOn >= today));
    }

    /// <summary>Classes where the subject is taught by the signed-in employee on that day.</summary>
    public static IQueryable<SchoolClass> TaughtBy(this IQueryable<SchoolClass> classes, CurrentUser user, MassarDb db, string subject, DateOnly today)
    {
        var taught = db.TeachingAssignments.TaughtBy(user, today);
        return classes.Where(c => taught.Any(t => t.ClassId == c.Id && t.SubjectCode == subject));
    }

    /// <summary>Sheets of the school (or its annexes) the head's hat is held at.</summary>
    public static IQueryable<Assessment> LedBy(this IQueryable<Assessment> assessments, CurrentUser user, MassarDb db)
    {
        var path = user.PlacePath;
        return assessments.Where(a => db.Places.Any(p => p.Id == a.SchoolId && p.Path.StartsWith(path)));
    }

    /// <summary>Corrections asked in the school the head's hat is held at.</summary>
    public static IQueryable<MarkCorrection> LedBy(this IQueryable<MarkCorrection> corrections, CurrentUser user, MassarDb db)
    {
        var path = user.PlacePath;
        return corrections.Where(c => db.Places.Any(p => p.Id == c.SchoolId && p.Path.StartsWith(path)));
    }
}

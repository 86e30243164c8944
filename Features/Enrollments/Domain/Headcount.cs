namespace Massar.Features.Enrollments.Domain;

/// <summary>Who counts where on a day.</summary>
public static class Headcount
{
    /// <summary>
    /// Lines that count a pupil on a day: from the day of entry on, and no more on the day of leaving. Who moves leaves one school and enters
    /// the other on the same day, so a pupil counts once on any day. Narrow the lines to a school year first: a graduate has no day of leaving.
    /// </summary>
    public static IQueryable<Enrollment> PresentOn(this IQueryable<Enrollment> lines, DateOnly day) =>
        lines.WasThere().Where(e => e.EnteredOn <= day && (e.LeftOn == null ? e.State == EnrollmentState.Active || e.State == EnrollmentState.Graduated : e.LeftOn > day));

    /// <summary>Lines of pupils who were at the school, for however long: not of those who were expected and never came, wherever they were found later.</summary>
    public static IQueryable<Enrollment> WasThere(this IQueryable<Enrollment> lines) =>
        lines.Where(e => e.State == EnrollmentState.Active || e.State == EnrollmentState.Left || e.State == EnrollmentState.Graduated || e.State == EnrollmentState.Interrupted
            || ((e.State == EnrollmentState.Deceased || e.State == EnrollmentState.FoundElsewhere) && e.LeftOn != null));

    /// <summary>Lines whose marks count in a class: who sits there, who finished it, and who stays away, with what was entered before.</summary>
    public static IQueryable<Enrollment> Marked(this IQueryable<Enrollment> lines) =>
        lines.Where(e => e.State == EnrollmentState.Active || e.State == EnrollmentState.Graduated || e.State == EnrollmentState.Interrupted);
}

using Massar.Features.Certificates.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Guidance.Domain;

/// <summary>A pupil in a stream this year, and the session of re-orientation of the directorate, if it has planned one.</summary>
public sealed class Changeable
{
    public required Pupil Pupil { get; init; }

    public required Enrollment Enrollment { get; init; }

    public required ReorientationWindow? Window { get; init; }
}

/// <summary>Whose sessions and requests of re-orientation somebody works with; what is out of scope does not exist.</summary>
public static class ReorientationScopes
{
    /// <summary>Sessions of the directorate of the hat.</summary>
    public static IQueryable<ReorientationWindow> LedBy(this IQueryable<ReorientationWindow> windows, CurrentUser user)
    {
        var place = user.PlaceId;
        return windows.Where(w => w.PlaceId == place);
    }

    /// <summary>Requests to the sessions of the directorate of the hat.</summary>
    public static IQueryable<Reorientation> LedBy(this IQueryable<Reorientation> requests, CurrentUser user, MassarDb db)
    {
        var place = user.PlaceId;
        return requests.Where(r => db.ReorientationWindows.Any(w => w.Id == r.WindowId && w.PlaceId == place));
    }

    /// <summary>Requests of a family that are not over.</summary>
    /// <param name="family">Ties to its children.</param>
    public static IQueryable<Reorientation> LiveOf(this IQueryable<Reorientation> requests, IQueryable<Guardianship> family) =>
        requests.Where(r => r.LiveKey != null && family.Any(g => g.PupilId == r.PupilId));

    /// <summary>This year's requests of pupils of the hat's school, on which it gives its opinion.</summary>
    public static IQueryable<Reorientation> AdvisedBy(this IQueryable<Reorientation> requests, CurrentUser user, MassarDb db)
    {
        var place = user.PlaceId;
        return requests.Where(r => r.SchoolId == place && db.ReorientationWindows.Any(w => w.Id == r.WindowId && db.SchoolYears.Any(y => y.Id == w.SchoolYearId && y.IsCurrent)));
    }

    /// <summary>Children of whom the signed-in guardian has custody, or the signed-in pupil once of age: who may ask.</summary>
    public static IQueryable<Pupil> AskedForBy(this IQueryable<Pupil> pupils, CurrentUser user, MassarDb db, DateOnly today)
    {
        var adult = Majority.LatestBirth(today);
        var mine = pupils.GuidedBy(user, db, today);
        return user.GuardianId is null ? mine.Where(p => p.BirthDate <= adult) : mine;
    }

    /// <summary>Pupils who are in a stream this year, with the session of their directorate.</summary>
    public static IQueryable<Changeable> InStream(this IQueryable<Pupil> pupils, MassarDb db) =>
        from p in pupils
        join e in db.Enrollments on p.Id equals e.PupilId
        where e.State == EnrollmentState.Active && e.StreamCode != "" && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)
        join school in db.Places on e.SchoolId equals school.Id
        join commune in db.Places on school.ParentId equals (int?)commune.Id
        join w in db.ReorientationWindows on new { Place = commune.ParentId, Year = e.SchoolYearId } equals new { Place = (int?)w.PlaceId, Year = w.SchoolYearId } into windows
        from w in windows.DefaultIfEmpty()
        select new Changeable { Pupil = p, Enrollment = e, Window = w };
}

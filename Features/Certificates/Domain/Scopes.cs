using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Certificates.Domain;

/// <summary>Who may see or ask for what.</summary>
public static class Scopes
{
    /// <summary>The pupils a person may ask a certificate for: a guardian's children while the link is active, or the pupil alone.</summary>
    public static IQueryable<Pupil> AskableBy(this IQueryable<Pupil> pupils, CurrentUser user, MassarDb db, DateOnly today)
    {
        var (guardian, self) = Family(user);
        var links = db.Guardianships.InForce(today);
        return pupils.Where(p => p.Id == self || links.Any(g => g.PupilId == p.Id && g.GuardianId == guardian));
    }

    /// <summary>Requests of the family, or of the worn hat's school.</summary>
    public static IQueryable<CertificateRequest> VisibleTo(this IQueryable<CertificateRequest> requests, CurrentUser user, MassarDb db, DateOnly today)
    {
        if (user.Has(Permissions.Issue)) return requests.At(user);
        var (guardian, self) = Family(user);
        var links = db.Guardianships.InForce(today);
        return requests.Where(r => r.PupilId == self || links.Any(g => g.PupilId == r.PupilId && g.GuardianId == guardian));
    }

    /// <summary>Requests the worn hat's school answers for.</summary>
    public static IQueryable<CertificateRequest> At(this IQueryable<CertificateRequest> requests, CurrentUser user) => requests.Where(r => r.PlaceId == user.PlaceId);

    /// <summary>Pupils enrolled this year at the worn hat's school.</summary>
    public static IQueryable<Pupil> EnrolledAt(this IQueryable<Pupil> pupils, CurrentUser user, MassarDb db) =>
        pupils.Where(p => db.Enrollments.Any(e => e.PupilId == p.Id && e.SchoolId == user.PlaceId && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)));

    private static (long? Guardian, long? Pupil) Family(CurrentUser user) =>
        (user.Role == Roles.Guardian ? user.GuardianId : null, user.Role == Roles.Pupil ? user.PupilId : null);
}

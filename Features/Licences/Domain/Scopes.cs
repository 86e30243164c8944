using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Licences.Domain;

/// <summary>Who sees which licence, file and visit; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>Of one's directorate, of the academy one is at, at the ministry all; a head those of the own school.</summary>
    public static IQueryable<LicenceCase> VisibleTo(this IQueryable<LicenceCase> cases, CurrentUser user)
    {
        var place = user.PlaceId;
        return !user.Has(Permissions.Follow) ? cases.Where(c => c.SchoolId == place)
            : user.Role == Roles.Ministry ? cases
            : cases.Where(c => c.PlaceId == place || c.AcademyId == place);
    }

    /// <inheritdoc cref="VisibleTo(IQueryable{LicenceCase}, CurrentUser)"/>
    public static IQueryable<SchoolLicence> VisibleTo(this IQueryable<SchoolLicence> licences, CurrentUser user)
    {
        var place = user.PlaceId;
        return !user.Has(Permissions.Follow) ? licences.Where(l => l.SchoolId == place)
            : user.Role == Roles.Ministry ? licences
            : licences.Where(l => l.PlaceId == place || l.AcademyId == place);
    }

    /// <summary>Reports of visits: of the files one sees, and of the schools one is head of or above.</summary>
    public static IQueryable<LicenceVisit> VisibleTo(this IQueryable<LicenceVisit> visits, CurrentUser user, MassarDb db)
    {
        var place = user.PlaceId;
        return !user.Has(Permissions.Follow) ? visits.Where(v => v.SchoolId == place)
            : user.Role == Roles.Ministry ? visits
            : visits.Where(v => v.PlaceId == place || db.Places.Any(p => p.Id == v.PlaceId && p.ParentId == place));
    }

    /// <summary>What visits found: by one's directorate, in the academy one is at, at the ministry all.</summary>
    public static IQueryable<LicenceRemark> FollowedBy(this IQueryable<LicenceRemark> remarks, CurrentUser user, MassarDb db)
    {
        var place = user.PlaceId;
        return user.Role == Roles.Ministry ? remarks : remarks.Where(r => r.PlaceId == place || db.Places.Any(p => p.Id == r.PlaceId && p.ParentId == place));
    }

    /// <summary>Those the directorate of the hat studies.</summary>
    public static IQueryable<LicenceCase> StudiedBy(this IQueryable<LicenceCase> cases, CurrentUser user)
    {
        var place = user.PlaceId;
        return cases.Where(c => c.PlaceId == place);
    }

    /// <summary>Those the academy of the hat decides.</summary>
    public static IQueryable<LicenceCase> DecidedBy(this IQueryable<LicenceCase> cases, CurrentUser user)
    {
        var place = user.PlaceId;
        return cases.Where(c => c.AcademyId == place);
    }

    /// <summary>The teachers a head declared.</summary>
    public static IQueryable<PrivateTeacher> DeclaredBy(this IQueryable<PrivateTeacher> teachers, CurrentUser user)
    {
        var place = user.PlaceId;
        return teachers.Where(t => t.SchoolId == place);
    }

    /// <summary>Those the directorate of the hat answers.</summary>
    public static IQueryable<ExtraHours> AnsweredBy(this IQueryable<ExtraHours> hours, CurrentUser user)
    {
        var place = user.PlaceId;
        return hours.Where(x => x.OfficeId == place);
    }
}

using Massar.Infrastructure.Security;

namespace Massar.Features.Registrations.Domain;

/// <summary>Which requests somebody may see; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>Requests started from this telephone.</summary>
    public static IQueryable<Registration> OfFamily(this IQueryable<Registration> requests, string phone) => requests.Where(r => r.Phone == phone);

    /// <summary>Sent requests of the school, or of the schools below the office.</summary>
    public static IQueryable<Registration> VisibleTo(this IQueryable<Registration> requests, CurrentUser user)
    {
        var path = user.PlacePath;
        return requests.Where(r => r.PlacePath.StartsWith(path) && r.SubmittedAt != null && r.State != RegistrationState.Draft && r.State != RegistrationState.Merged);
    }

    /// <summary>Sent requests on which this head decides: those of the own school.</summary>
    public static IQueryable<Registration> DecidedBy(this IQueryable<Registration> requests, CurrentUser user)
    {
        var school = user.PlaceId;
        return requests.VisibleTo(user).Where(r => r.SchoolId == school);
    }
}

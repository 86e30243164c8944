using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Documents.Domain;

/// <summary>Who may have the file of which paper.</summary>
public static class Scopes
{
    /// <summary>Whose paper it is (pupil, active guardian, employee), the school that issued it, and the offices that decide on staff above the issuing one.</summary>
    public static IQueryable<IssuedDocument> ReadableBy(this IQueryable<IssuedDocument> documents, CurrentUser user, MassarDb db, DateOnly today)
    {
        var self = user.Role == Roles.Pupil ? user.PupilId : null;
        var guardian = user.Role == Roles.Guardian ? user.GuardianId : null;
        var employee = user.Has("decisions.own") ? user.EmployeeId : null;
        var school = user.Has("certificates.issue") ? user.PlaceId : -1;
        var office = user.Has("decisions.prepare") || user.Has("decisions.visa") || user.Has("decisions.sign") ? user.PlacePath : "-";
        return documents.Where(d =>
            (d.PupilId != null && d.PupilId == self)
            || (d.EmployeeId != null && d.EmployeeId == employee)
            || (d.PupilId != null && d.PlaceId == school)
            || db.Guardianships.Any(g => g.PupilId == d.PupilId && g.GuardianId == guardian && g.State == GuardianshipState.Active && g.StartsOn <= today && (g.EndsOn == null || g.EndsOn >= today))
            || (d.EmployeeId != null && db.Places.Any(p => p.Id == d.PlaceId && p.Path.StartsWith(office))));
    }

    /// <summary>Papers of pupils that the worn hat's school issued.</summary>
    public static IQueryable<IssuedDocument> IssuedToPupilsBy(this IQueryable<IssuedDocument> documents, CurrentUser user) =>
        documents.Where(d => d.PlaceId == user.PlaceId && d.PupilId != null);
}

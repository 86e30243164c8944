using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Staffing.Domain;

/// <summary>Which answers and schools somebody sees; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>Answers of the schools at or below the place of the hat.</summary>
    public static IQueryable<FlagCase> Below(this IQueryable<FlagCase> cases, CurrentUser user)
    {
        var path = user.PlacePath;
        return cases.Where(c => c.PlacePath.StartsWith(path));
    }

    /// <summary>Those about oneself, and those one follows.</summary>
    public static IQueryable<FlagCase> VisibleTo(this IQueryable<FlagCase> cases, CurrentUser user)
    {
        var (me, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return user.Has(Permissions.Follow) ? cases.Where(c => c.EmployeeId == me || c.PlacePath.StartsWith(path)) : cases.Where(c => c.EmployeeId == me);
    }

    /// <summary>Open schools of the State at or below the place: those whose teachers it pays.</summary>
    public static IQueryable<Place> OfTheState(this IQueryable<Place> places, MassarDb db, string path) =>
        from p in places
        where p.Path.StartsWith(path)
        join s in db.Schools on p.Id equals s.Id
        where s.IsPublic && s.ClosedOn == null
        select p;
}

using Massar.Infrastructure.Security;

namespace Massar.Features.Domiciliations.Domain;

/// <summary>Which requests somebody sees; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>One's own.</summary>
    public static IQueryable<Domiciliation> OfEmployee(this IQueryable<Domiciliation> requests, CurrentUser user)
    {
        var me = user.EmployeeId ?? 0;
        return requests.Where(d => d.EmployeeId == me);
    }

    /// <summary>Those of the people at or below the place of the hat, once they were sent, and not while the employee mends one.</summary>
    public static IQueryable<Domiciliation> Below(this IQueryable<Domiciliation> requests, CurrentUser user)
    {
        var path = user.PlacePath;
        return requests.Where(d => d.PlacePath.StartsWith(path) && d.SentAt != null && d.State != DomiciliationState.Draft);
    }

    /// <summary>One's own, and those one treats.</summary>
    public static IQueryable<Domiciliation> VisibleTo(this IQueryable<Domiciliation> requests, CurrentUser user)
    {
        if (!user.Has(Permissions.Treat)) return requests.OfEmployee(user);
        var (me, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return requests.Where(d => d.EmployeeId == me || (d.PlacePath.StartsWith(path) && d.SentAt != null && d.State != DomiciliationState.Draft));
    }
}

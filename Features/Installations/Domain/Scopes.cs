using Massar.Infrastructure.Security;

namespace Massar.Features.Installations.Domain;

/// <summary>Which installations somebody sees; what is out of scope does not exist.</summary>
public static class Scopes
{
    public static IQueryable<Installation> OfEmployee(this IQueryable<Installation> installations, CurrentUser user)
    {
        var me = user.EmployeeId ?? 0;
        return installations.Where(i => i.EmployeeId == me);
    }

    /// <summary>Of people who come to the places below, or leave them.</summary>
    public static IQueryable<Installation> Below(this IQueryable<Installation> installations, CurrentUser user)
    {
        var path = user.PlacePath;
        return installations.Where(i => i.PlacePath.StartsWith(path) || (i.FromPath != null && i.FromPath.StartsWith(path)));
    }

    /// <summary>One's own, and those one follows.</summary>
    public static IQueryable<Installation> VisibleTo(this IQueryable<Installation> installations, CurrentUser user)
    {
        if (!user.Has(Permissions.Follow))
            return installations.OfEmployee(user);
        var (me, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return installations.Where(i => i.EmployeeId == me || i.PlacePath.StartsWith(path) || (i.FromPath != null && i.FromPath.StartsWith(path)));
    }
}

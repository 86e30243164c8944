using Massar.Infrastructure.Security;

namespace Massar.Features.Exchanges.Domain;

/// <summary>Which exchanges somebody sees; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>Those one takes part in.</summary>
    public static IQueryable<Exchange> OfParty(this IQueryable<Exchange> exchanges, CurrentUser user)
    {
        var me = user.EmployeeId ?? 0;
        return exchanges.Where(e => e.Parties.Any(p => p.EmployeeId == me));
    }

    /// <summary>Those of people at the places below, once all of them want it: before that it is nobody's business.</summary>
    public static IQueryable<Exchange> Below(this IQueryable<Exchange> exchanges, CurrentUser user)
    {
        var path = user.PlacePath;
        return exchanges.Where(e => e.AcceptedAt != null && e.Parties.Any(p => p.FromPath.StartsWith(path)));
    }

    public static IQueryable<Exchange> VisibleTo(this IQueryable<Exchange> exchanges, CurrentUser user)
    {
        if (!user.Has(Permissions.Follow))
            return exchanges.OfParty(user);
        var (me, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return exchanges.Where(e => e.Parties.Any(p => p.EmployeeId == me) || (e.AcceptedAt != null && e.Parties.Any(p => p.FromPath.StartsWith(path))));
    }
}

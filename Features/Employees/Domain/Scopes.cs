using Massar.Infrastructure.Security;

namespace Massar.Features.Employees.Domain;

/// <summary>Whose files an office may open.</summary>
public static class Scopes
{
    /// <summary>Staff whose workplace lies at or below the place of the hat.</summary>
    public static IQueryable<Employee> InReachOf(this IQueryable<Employee> employees, CurrentUser user)
    {
        var path = user.PlacePath;
        return employees.Where(e => e.PlacePath.StartsWith(path));
    }
}

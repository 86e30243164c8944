using Massar.Infrastructure.Security;

namespace Massar.Features.Schools.Domain;

/// <summary>Which schools a person may look into.</summary>
public static class Scopes
{
    /// <summary>Schools and annexes at or below the place of the hat.</summary>
    public static IQueryable<School> Below(this IQueryable<School> schools, CurrentUser user)
    {
        var path = user.PlacePath;
        return schools.Where(s => s.Place.Path.StartsWith(path));
    }
}

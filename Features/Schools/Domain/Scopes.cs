using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

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

    /// <summary>Schools that take pupils: what is chosen from never offers a closed one.</summary>
    public static IQueryable<School> Open(this IQueryable<School> schools) => schools.Where(s => s.ClosedOn == null);

    /// <summary>
    /// Which of these schools are open, held until the transaction ends: whatever puts a pupil on a school's list asks here first, so that
    /// the register closes a school either before, and it is seen, or after.
    /// </summary>
    public static async Task<HashSet<int>> HoldOpen(this MassarDb db, IReadOnlyCollection<int> schools, CancellationToken ct) =>
        [.. await db.Schools.Open().Where(s => schools.Contains(s.Id)).OrderBy(s => s.Id).Select(s => s.Id).ForUpdate().ToListAsync(ct)];

    /// <summary>Places that are not a closed school.</summary>
    public static IQueryable<Place> Open(this IQueryable<Place> places, MassarDb db) => places.Where(p => !db.Schools.Any(s => s.Id == p.Id && s.ClosedOn != null));

    /// <summary>Rows of the schools and annexes at or below the place of the hat.</summary>
    public static IQueryable<T> InSchoolsOf<T>(this IQueryable<T> rows, CurrentUser user, MassarDb db)
        where T : class, IOfSchool
    {
        var path = user.PlacePath;
        return rows.Where(r => db.Places.Any(p => p.Id == r.SchoolId && p.Path.StartsWith(path)));
    }
}

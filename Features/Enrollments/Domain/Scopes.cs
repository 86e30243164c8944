using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Enrollments.Domain;

/// <summary>Whose pupils somebody works with.</summary>
public static class Scopes
{
    /// <summary>Enrollments at the worn hat's school, of any year.</summary>
    public static IQueryable<Enrollment> At(this IQueryable<Enrollment> enrollments, CurrentUser user) => enrollments.Where(e => e.SchoolId == user.PlaceId);

    public static IQueryable<RollOver> At(this IQueryable<RollOver> passages, CurrentUser user) => passages.Where(r => r.SchoolId == user.PlaceId);

    public static IQueryable<PupilImport> At(this IQueryable<PupilImport> imports, CurrentUser user) => imports.Where(i => i.SchoolId == user.PlaceId);
}

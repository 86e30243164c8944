using Massar.Features.Certificates.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Contributions.Domain;

/// <summary>Whose money somebody may see: the school's own at its desk, of a child, or one's own when of age.</summary>
public static class Scopes
{
    /// <summary>Entries of the hat's school.</summary>
    public static IQueryable<CashEntry> At(this IQueryable<CashEntry> entries, CurrentUser user) => entries.Where(e => e.SchoolId == user.PlaceId);

    /// <summary>Days of the hat's school.</summary>
    public static IQueryable<CashDay> At(this IQueryable<CashDay> days, CurrentUser user) => days.Where(d => d.SchoolId == user.PlaceId);

    /// <summary>Places in classes of the hat's school.</summary>
    public static IQueryable<Enrollment> At(this IQueryable<Enrollment> seats, CurrentUser user) => seats.Where(e => e.SchoolId == user.PlaceId);

    /// <summary>Classes of the hat's school in the current year.</summary>
    public static IQueryable<SchoolClass> NowAt(this IQueryable<SchoolClass> classes, CurrentUser user, MassarDb db) =>
        classes.Where(c => c.SchoolId == user.PlaceId && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent));

    /// <summary>Numbers of the pupils whose money the family may see: children while all rights last, or the pupil alone from the age of majority on (Family Code, article 209).</summary>
    public static IQueryable<long> PaidForBy(this MassarDb db, CurrentUser user, DateOnly today)
    {
        var (self, adult) = (user.Role == Roles.Pupil ? user.PupilId ?? 0 : 0, Majority.LatestBirth(today));
        return user.Role == Roles.Guardian
            ? db.Guardianships.InForceFor(user, today).Select(g => g.PupilId)
            : db.Pupils.Where(p => p.Id == self && p.BirthDate <= adult).Select(p => p.Id);
    }
}

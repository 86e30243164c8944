using Massar.Features.Classes.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.ReportCards.Domain;

/// <summary>Who may see which classes and cards.</summary>
public static class Scopes
{
    /// <summary>Classes of the worn hat's school, of any year.</summary>
    public static IQueryable<SchoolClass> At(this IQueryable<SchoolClass> classes, CurrentUser user) => classes.Where(c => c.SchoolId == user.PlaceId);

    public static IQueryable<Council> At(this IQueryable<Council> councils, CurrentUser user) => councils.Where(c => c.SchoolId == user.PlaceId);

    public static IQueryable<CouncilAppeal> At(this IQueryable<CouncilAppeal> appeals, CurrentUser user) => appeals.Where(a => a.SchoolId == user.PlaceId);

    public static IQueryable<CardBatch> At(this IQueryable<CardBatch> batches, CurrentUser user) => batches.Where(b => b.SchoolId == user.PlaceId);

    /// <summary>
    /// Cards of the pupil alone, or of a guardian's children as their marks are (a parent without custody reads them, AC-WAL-6);
    /// those whose hour has come by the database's clock.
    /// </summary>
    public static IQueryable<ReportCard> ReadableBy(this IQueryable<ReportCard> cards, CurrentUser user, MassarDb db, DateOnly today) =>
        cards.OfFamily(user, db, today).Where(c => db.IssuedDocuments.Any(d => d.Id == c.DocumentId && (d.OpenFrom == null || d.OpenFrom <= DateTime.UtcNow)));

    // One way in for each role, for an OR between them would have the server read every card of the country.
    private static IQueryable<ReportCard> OfFamily(this IQueryable<ReportCard> cards, CurrentUser user, MassarDb db, DateOnly today)
    {
        if (user.Role == Roles.Guardian)
            return from g in db.Guardianships.OfGuardian(user, today) join c in cards on g.PupilId equals c.PupilId select c;
        var self = user.Role == Roles.Pupil ? user.PupilId ?? 0 : 0;
        return cards.Where(c => c.PupilId == self);
    }

    /// <summary>The pupil alone, or a guardian's children: those whose cards <see cref="ReadableBy"/> gives.</summary>
    public static IQueryable<Pupil> OfFamily(this IQueryable<Pupil> pupils, CurrentUser user, MassarDb db, DateOnly today)
    {
        if (user.Role == Roles.Guardian)
            return from g in db.Guardianships.OfGuardian(user, today) join p in pupils on g.PupilId equals p.Id select p;
        var self = user.Role == Roles.Pupil ? user.PupilId ?? 0 : 0;
        return pupils.Where(p => p.Id == self);
    }
}

using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.Domain;

/// <summary>A child with the level and stream it sits in this year.</summary>
/// <param name="Level">Null for a child who sits nowhere.</param>
public sealed record Learner(long Id, string NameAr, string NameLatin, string? Level, string? Stream, string? LevelAr, string? LevelFr);

/// <summary>Who has which resource; what is out of scope does not exist.</summary>
public static class Scopes
{
    /// <summary>The pupil itself, or the children of a guardian with all rights, eldest first.</summary>
    public static IQueryable<Learner> Learners(this MassarDb db, CurrentUser user, DateOnly today) =>
        from p in db.Pupils.OwnOf(user, db, today)
        orderby p.BirthDate, p.Id
        join e in db.Enrollments.Where(e => e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)) on p.Id equals e.PupilId into seats
        from e in seats.DefaultIfEmpty()
        join l in db.Levels on e.LevelCode equals l.Code into levels
        from l in levels.DefaultIfEmpty()
        select new Learner(p.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, e.LevelCode, e.StreamCode, l.NameAr, l.NameFr);

    /// <summary>Published for the level and stream of one pupil.</summary>
    public static IQueryable<LessonResource> For(this IQueryable<LessonResource> resources, string level, string stream) =>
        resources.Where(r => r.LevelCode == level && r.StreamCode == stream && r.State == ResourceState.Published);

    /// <summary>
    /// What somebody may open. A family: what is published for a level and stream that a child of it sits in this year. A teacher: what is published,
    /// and the own. Who judges: also what was offered at or below the place, whatever became of it.
    /// </summary>
    public static IQueryable<LessonResource> OpenTo(this IQueryable<LessonResource> resources, CurrentUser user, MassarDb db, DateOnly today)
    {
        if (user.Has(Permissions.Read))
            return resources.Where(r => r.State == ResourceState.Published && db.Pupils.OwnOf(user, db, today).Any(p => db.Enrollments.Any(e =>
                e.PupilId == p.Id && e.State == EnrollmentState.Active && e.LevelCode == r.LevelCode && e.StreamCode == r.StreamCode && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent))));
        var me = user.AccountId;
        if (!user.Has(Permissions.Judge))
            return resources.Where(r => r.State == ResourceState.Published || r.OfferedByAccountId == me);
        var path = user.PlacePath;
        return resources.Where(r => r.State == ResourceState.Published || r.OfferedByAccountId == me || (r.State != ResourceState.Draft && r.PlacePath.StartsWith(path)));
    }

    /// <summary>The author's own, while they are the author's to change or not.</summary>
    public static IQueryable<LessonResource> OwnOf(this IQueryable<LessonResource> resources, CurrentUser user)
    {
        var me = user.AccountId;
        return user.Has(Permissions.Offer) ? resources.Where(r => r.OfferedByAccountId == me) : resources.Where(_ => false);
    }

    /// <summary>What somebody may judge: offered at or below the place. A draft is nobody's but its author's.</summary>
    public static IQueryable<LessonResource> JudgedBy(this IQueryable<LessonResource> resources, CurrentUser user)
    {
        var path = user.PlacePath;
        return user.Has(Permissions.Judge) ? resources.Where(r => r.State != ResourceState.Draft && r.PlacePath.StartsWith(path)) : resources.Where(_ => false);
    }

    /// <summary>Whole variants, lightest first.</summary>
    public static IQueryable<VariantView> Whole(this IQueryable<ResourceVariant> variants) =>
        variants.Where(v => v.ReadyAt != null && v.RemovedAt == null).OrderBy(v => v.Length).ThenBy(v => v.Id).Select(v => new VariantView(v.Id, v.ResourceId, v.PublicId, v.Kind, v.Length, v.ContentType!));
}

/// <summary>A whole variant as lists show it.</summary>
/// <param name="Length">Bytes.</param>
public sealed record VariantView(long Id, long ResourceId, Guid File, VariantKind Kind, int Length, string ContentType);

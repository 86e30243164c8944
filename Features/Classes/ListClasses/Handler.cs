using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes.ListClasses;

/// <param name="Year">The current one when it is not said.</param>
public sealed record Query(int? Year, int? Page) : IQuery<Found>;

/// <param name="Years">To choose from, the newest first.</param>
/// <param name="Current">The current year.</param>
/// <param name="Pupils">In all classes of the year together.</param>
/// <param name="Unseated">Enrolled in the year without a class.</param>
public sealed record Found(int Year, int Current, IReadOnlyList<int> Years, IReadOnlyList<Line> Lines, int Page, int Pages, int Classes, int Pupils, int Unseated);

/// <param name="Hours">Weekly hours with a teacher, on the year's day.</param>
/// <param name="Due">Weekly hours of the level's subjects.</param>
public sealed record Line(int Id, string Name, string LevelAr, string LevelFr, string? StreamAr, string? StreamFr, int Pupils, decimal Hours, decimal Due);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Found>
{
    private const int PageSize = 20;

    public async Task<Outcome<Found>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var years = await db.SchoolYears.AsNoTracking().OrderByDescending(y => y.Id).Take(6).ToListAsync(cancellationToken);
        var current = years.Find(y => y.IsCurrent) ?? years[0];
        // The year to come is shown beside this one and the two before.
        years.RemoveAll(y => y.Id > current.Id + 1 || y.Id < current.Id - 2);
        var year = years.Find(y => y.Id == request.Year) ?? current;
        var day = today < year.StartsOn ? year.StartsOn : today > year.EndsOn ? year.EndsOn : today;
        var (place, id) = (user.PlaceId, year.Id);
        var sitting = db.Enrollments.OfMySchool(user).Where(e => e.SchoolYearId == id && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected || e.State == EnrollmentState.Graduated));
        var counts = await sitting.GroupBy(e => e.ClassId != null).Select(g => new { IsSeated = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var classes = db.Classes.OfMySchool(user).Where(c => c.SchoolYearId == id);
        var total = await classes.CountAsync(cancellationToken);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page ?? 1, 1, pages);
        var lines = await (
            from c in classes
            join level in db.Levels on c.LevelCode equals level.Code
            join stream in db.StudyStreams on c.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            orderby level.Order, c.LevelCode, c.StreamCode, c.Name.Length, c.Name
            select new Line(c.Id, c.Name, level.NameAr, level.NameFr, stream.NameAr, stream.NameFr,
                db.Enrollments.Count(e => e.ClassId == c.Id && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected || e.State == EnrollmentState.Graduated)),
                db.TeachingAssignments.Where(t => t.ClassId == c.Id && t.StartsOn <= day && (t.EndsOn == null || t.EndsOn >= day)).Sum(t => (decimal?)t.WeeklyHours) ?? 0,
                db.SubjectPlans.Where(p => p.SchoolYearId == c.SchoolYearId && p.LevelCode == c.LevelCode && p.StreamCode == c.StreamCode).Sum(p => p.WeeklyHours) ?? 0))
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new Found(id, current.Id, [.. years.Select(y => y.Id)], lines, page, pages, total,
            counts.Where(c => c.IsSeated).Sum(c => c.Count), counts.Where(c => !c.IsSeated).Sum(c => c.Count));
    }
}

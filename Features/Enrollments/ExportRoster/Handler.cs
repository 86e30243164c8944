using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.ExportRoster;

/// <summary>The whole school, for a file that leaves the house: needs a fresh second factor.</summary>
public sealed record Query : IQuery<Roster>;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Roster>
{
    public async Task<Outcome<Roster>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var (place, today) = (user.PlaceId, MoroccanDay.Today(clock));
        var school = await (
            from s in db.Schools
            where s.Id == place
            join own in db.Places on s.Id equals own.Id
            from now in db.SchoolYears.Where(y => y.IsCurrent)
            select new { s.GresaCode, own.NameFr, own.Path, Year = now.Id, now.StartsOn, now.EndsOn }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (school is null) return Refusal.NotFound;
        var year = school.Year;
        var above = await db.Places.AsNoTracking().Where(p => school.Path.StartsWith(p.Path) && p.Id != place && (p.Kind == PlaceKind.Directorate)).Select(p => new RosterOffice(p.Code, p.NameFr)).SingleOrDefaultAsync(cancellationToken);
        var classes = await (
            from c in db.Classes
            where c.SchoolId == place && c.SchoolYearId == year
            join level in db.Levels on c.LevelCode equals level.Code
            orderby level.Order, c.Name
            select new RosterClass(c.Id, c.PublicId, c.Name, c.LevelCode, level.NameFr)).ToListAsync(cancellationToken);
        var pupils = await (
            from e in db.Enrollments
            where e.SchoolId == place && e.SchoolYearId == year && e.State == EnrollmentState.Active
            join p in db.Pupils on e.PupilId equals p.Id
            orderby e.ClassId, e.OrderInClass, e.Id
            select new RosterPupil(p.Id, p.MassarCode, p.FirstNameLatin, p.LastNameLatin, p.FirstNameAr, p.LastNameAr, e.LevelCode, e.ClassId, e.EnteredOn)).ToListAsync(cancellationToken);
        var teachings = await (
            from t in db.TeachingAssignments.LiveOn(today)
            where t.SchoolId == place && t.SchoolYearId == year
            join c in db.Classes on t.ClassId equals c.Id
            join plan in db.SubjectPlans on new { t.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join e in db.Employees on t.EmployeeId equals e.Id
            orderby t.ClassId, t.SubjectCode, t.Id
            select new RosterTeaching(t.ClassId, t.SubjectCode, plan.NameFr, e.Id, e.FirstNameLatin, e.LastNameLatin, e.FirstNameAr, e.LastNameAr, t.StartsOn)).ToListAsync(cancellationToken);
        return new Roster(school.GresaCode, school.NameFr, above, year, school.StartsOn, school.EndsOn, classes, pupils, teachings);
    }
}

using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.ShowDesk;

public sealed record Query : IQuery<Desk>;

public sealed record Desk(IReadOnlyList<ClassLine> Classes, IReadOnlyList<TeacherLine> Teachers) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Teachers.Count;
}

/// <param name="Placed">Hours in the timetable.</param>
/// <param name="Due">Hours due by its assignments.</param>
public sealed record ClassLine(int Id, string Name, int Placed, int Due);

public sealed record TeacherLine(long Id, string NameAr, string NameLatin, int Placed, int Due);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Desk>
{
    private const int Most = 200;

    public async Task<Outcome<Desk>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var classes = await db.Classes.InSchoolsOf(user, db).Where(c => db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)).OrderBy(c => c.LevelCode).ThenBy(c => c.Name).Select(c => new
        {
            c.Id,
            c.Name,
            Placed = db.Lessons.Where(l => l.ClassId == c.Id && l.EndsOn >= today && l.Half != 2).Sum(l => l.Hours),
            Due = db.TeachingAssignments.Where(t => t.ClassId == c.Id && (t.EndsOn == null || t.EndsOn >= today)).Sum(t => t.WeeklyHours),
        }).AsNoTracking().Take(Most).ToListAsync(cancellationToken);
        var path = user.PlacePath;
        var taught = await (
            from t in db.TeachingAssignments
            where db.Places.Any(p => p.Id == t.SchoolId && p.Path.StartsWith(path)) && db.SchoolYears.Any(y => y.Id == t.SchoolYearId && y.IsCurrent) && (t.EndsOn == null || t.EndsOn >= today)
            group t.WeeklyHours by t.EmployeeId into g
            select new { Employee = g.Key, Due = g.Sum() }).Join(db.Employees, t => t.Employee, e => e.Id, (t, e) => new
            {
                e.Id,
                e.LastNameAr,
                e.FirstNameAr,
                e.LastNameLatin,
                e.FirstNameLatin,
                t.Due,
                Placed = db.Lessons.Where(l => l.EmployeeId == e.Id && l.EndsOn >= today).Sum(l => l.Hours),
            }).OrderBy(t => t.LastNameAr).ThenBy(t => t.FirstNameAr).ThenBy(t => t.Id).AsNoTracking().Take(Most).ToListAsync(cancellationToken);
        return new Desk(
            [.. classes.Select(c => new ClassLine(c.Id, c.Name, c.Placed, (int)Math.Ceiling(c.Due)))],
            [.. taught.Select(t => new TeacherLine(t.Id, $"{t.LastNameAr} {t.FirstNameAr}", $"{t.LastNameLatin} {t.FirstNameLatin}", t.Placed, (int)Math.Ceiling(t.Due)))]);
    }
}

using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.ShowWeek;

/// <param name="Day">Today when it is not said.</param>
public sealed record Query(WeekOf Of, long Id, DateOnly? Day) : IQuery<Shown>;

/// <param name="Changes">The newest changes of a class's lessons, which may be taken back.</param>
public sealed record Shown(Week Week, IReadOnlyList<ChangeLine> Changes) : IShowsPersons
{
    int IShowsPersons.PersonsShown => ((IShowsPersons)Week).PersonsShown;
}

/// <param name="Was">Null where it was placed.</param>
/// <param name="Became">Null where it was taken away.</param>
public sealed record ChangeLine(long Id, string SubjectAr, string SubjectFr, LessonSpot? Was, LessonSpot? Became, string ByAr, string ByLatin, DateTime At, bool IsUndone);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Shown>
{
    private const int MostChanges = 8;

    public async Task<Outcome<Shown>> Handle(Query request, CancellationToken cancellationToken)
    {
        var id = request.Id;
        var found = request.Of switch
        {
            WeekOf.Class => await db.Classes.InSchoolsOf(user, db).Where(c => c.Id == id).Select(c => new { c.SchoolId, Year = (int?)c.SchoolYearId, Ar = c.Name, Latin = c.Name }).SingleOrDefaultAsync(cancellationToken),
            WeekOf.Teacher => await db.Employees.TeachingIn(user, db).Where(e => e.Id == id).Select(e => new { SchoolId = user.PlaceId, Year = (int?)null, Ar = e.LastNameAr + " " + e.FirstNameAr, Latin = e.LastNameLatin + " " + e.FirstNameLatin }).SingleOrDefaultAsync(cancellationToken),
            _ => await db.Rooms.InSchoolsOf(user, db).Where(r => r.Id == id).Select(r => new { r.SchoolId, Year = (int?)null, Ar = r.Code, Latin = r.Code }).SingleOrDefaultAsync(cancellationToken),
        };
        if (found is null) return Refusal.NotFound;
        var grid = found.Year is { } year ? await SchoolGrid.Of(db, found.SchoolId, year, cancellationToken) : (await SchoolGrid.Current(db, found.SchoolId, cancellationToken))?.Grid;
        if (grid is null) return Refusal.NotFound;

        var day = Week.Shown(grid, request.Day ?? MoroccanDay.Today(clock));
        var lessons = request.Of switch
        {
            WeekOf.Class => db.Lessons.Where(l => l.ClassId == id).HeldOn(day),
            // What the teacher does at another school is that school's.
            WeekOf.Teacher => db.Lessons.InSchoolsOf(user, db).TaughtBy(db, id, day),
            _ => db.Lessons.Where(l => l.RoomId == id).HeldOn(day),
        };
        return new Shown(new Week(request.Of, id, found.Ar, found.Latin, day, await lessons.Named(db, cancellationToken), grid), request.Of == WeekOf.Class && user.Has(Permissions.Edit) ? await Changes(id, cancellationToken) : []);
    }

    private async Task<List<ChangeLine>> Changes(long schoolClass, CancellationToken ct)
    {
        var rows = await (
            from change in db.LessonChanges
            where change.ClassId == schoolClass
            join t in db.TeachingAssignments on change.AssignmentId equals t.Id
            join c in db.Classes on t.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join a in db.Accounts on change.AccountId equals a.Id
            orderby change.At descending, change.Id descending
            select new { change.Id, plan.NameAr, plan.NameFr, change.Was, change.Became, ByAr = a.NameAr, ByLatin = a.NameLatin, change.At, change.UndoneById }).AsNoTracking().Take(MostChanges).ToListAsync(ct);
        return [.. rows.Select(r => new ChangeLine(r.Id, r.NameAr, r.NameFr, Planning.Read(r.Was), Planning.Read(r.Became), r.ByAr, r.ByLatin, r.At, r.UndoneById is not null))];
    }
}

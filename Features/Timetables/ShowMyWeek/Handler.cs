using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.ShowMyWeek;

/// <param name="Child">A child of the guardian; null for one's own week.</param>
public sealed record Query(long? Child) : IQuery<MyWeek>;

/// <param name="Child">Set on a guardian's page.</param>
/// <param name="Week">Null where the pupil sits in no class yet.</param>
public sealed record MyWeek(long? Child, string? ChildAr, string? ChildLatin, Week? Week);

public sealed record FamilyQuery : IQuery<Family>;

public sealed record Family(IReadOnlyList<Child> Children);

public sealed record Child(long Id, string NameAr, string NameLatin, string? ClassName);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MyWeek>, IQueryHandler<FamilyQuery, Family>
{
    public async Task<Outcome<MyWeek>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        if (request.Child is null && user.EmployeeId is { } employee && user.PupilId is null)
        {
            if (await SchoolGrid.Current(db, user.PlaceId, cancellationToken) is not { } frame) return Refusal.NotFound;
            var day = Week.Shown(frame.Grid, today);
            return new MyWeek(null, null, null, new Week(WeekOf.Teacher, employee, user.Session.NameAr, user.Session.NameLatin, day, await db.Lessons.TaughtBy(db, employee, day).Named(db, cancellationToken), frame.Grid));
        }

        if (request.Child is null && user.PupilId is null) return Refusal.NotFound;
        var (id, mine) = (request.Child ?? user.PupilId!.Value, request.Child is null);
        var children = db.Guardianships.InForceFor(user, today);
        var pupil = await (
            from p in db.Pupils
            where p.Id == id && (mine || children.Any(g => g.PupilId == p.Id))
            join e in db.Enrollments.Where(e => e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)) on p.Id equals e.PupilId into enrollments
            from e in enrollments.DefaultIfEmpty()
            join c in db.Classes on e.ClassId equals (int?)c.Id into classes
            from c in classes.DefaultIfEmpty()
            select new { p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, Class = (int?)c.Id, SchoolId = (int?)c.SchoolId, c.Name }).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (pupil is null) return Refusal.NotFound;

        Week? week = null;
        if (pupil.Class is { } schoolClass && await SchoolGrid.Current(db, pupil.SchoolId!.Value, cancellationToken) is { } current)
        {
            var day = Week.Shown(current.Grid, today);
            week = new Week(WeekOf.Class, schoolClass, pupil.Name, pupil.Name, day, await db.Lessons.Where(l => l.ClassId == schoolClass).HeldOn(day).Named(db, cancellationToken), current.Grid);
        }

        return new MyWeek(request.Child, mine ? null : $"{pupil.LastNameAr} {pupil.FirstNameAr}", mine ? null : $"{pupil.LastNameLatin} {pupil.FirstNameLatin}", week);
    }

    public async Task<Outcome<Family>> Handle(FamilyQuery request, CancellationToken cancellationToken)
    {
        var rows = await (
            from g in db.Guardianships.InForceFor(user, MoroccanDay.Today(clock))
            join p in db.Pupils on g.PupilId equals p.Id
            orderby p.BirthDate, p.Id
            select new
            {
                p.Id,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                Class = db.Enrollments.Where(e => e.PupilId == p.Id && e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent))
                    .Select(e => db.Classes.Where(c => c.Id == e.ClassId).Select(c => c.Name).FirstOrDefault()).FirstOrDefault(),
            }).AsNoTracking().Take(30).ToListAsync(cancellationToken);
        return new Family([.. rows.Select(r => new Child(r.Id, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.Class))]);
    }
}

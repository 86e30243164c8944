using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ListMySheets;

/// <param name="Semester">1 or 2; the one whose window holds today when it is not said.</param>
public sealed record Query(int? Semester) : IQuery<MySheets>;

public sealed record MySheets(int Semester, IReadOnlyList<TaughtSubject> Subjects);

/// <summary>A subject of a class with its tests.</summary>
public sealed record TaughtSubject(int ClassId, string ClassName, string Subject, string SubjectAr, string SubjectFr, int Pupils, IReadOnlyList<SheetState> Tests);

/// <param name="Empty">Pupils without mark or code.</param>
public sealed record SheetState(int Number, AssessmentState State, int Empty, DateTime? PublishAt);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MySheets>
{
    public async Task<Outcome<MySheets>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var semester = request.Semester is 1 or 2 ? request.Semester.Value : await Current(today, cancellationToken);
        var taught = db.TeachingAssignments.TaughtBy(user, today);
        var subjects = await (
            from t in taught
            join c in db.Classes on t.ClassId equals c.Id
            join y in db.SchoolYears on c.SchoolYearId equals y.Id
            where y.IsCurrent
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            orderby c.Name, plan.SubjectCode
            select new
            {
                c.Id,
                c.Name,
                t.SubjectCode,
                plan.NameAr,
                plan.NameFr,
                plan.TestsPerSemester,
                plan.ActivitiesShare,
                Pupils = db.Enrollments.Count(e => e.ClassId == c.Id && e.State == EnrollmentState.Active),
            }).AsNoTracking().Take(200).ToListAsync(cancellationToken);
        var sheets = (await (
            from t in taught
            join a in db.Assessments on new { t.ClassId, t.SubjectCode } equals new { a.ClassId, a.SubjectCode }
            where a.Semester == semester
            select new
            {
                a.ClassId,
                a.SubjectCode,
                a.Number,
                a.State,
                a.PublishAt,
                Filled = db.Marks.Count(m => m.AssessmentId == a.Id && m.State != CellState.Empty),
            }).AsNoTracking().Take(2000).ToListAsync(cancellationToken)).DistinctBy(a => (a.ClassId, a.SubjectCode, a.Number)).ToDictionary(a => (a.ClassId, a.SubjectCode, a.Number));

        var now = clock.GetUtcNow().UtcDateTime;
        return new MySheets(semester,
        [
            .. subjects.DistinctBy(s => (s.Id, s.SubjectCode)).Select(s => new TaughtSubject(s.Id, s.Name, s.SubjectCode, s.NameAr, s.NameFr, s.Pupils,
            [
                .. SheetHead.NumbersOf(s.TestsPerSemester, s.ActivitiesShare).Select(n => sheets.TryGetValue((s.Id, s.SubjectCode, n), out var a)
                    ? new SheetState(n, Assessment.Shown(a.State, a.PublishAt, now), Math.Max(0, s.Pupils - a.Filled), a.PublishAt)
                    : new SheetState(n, AssessmentState.Planned, s.Pupils, null)),
            ])),
        ]);
    }

    private async Task<int> Current(DateOnly today, CancellationToken ct) =>
        await db.CalendarEntries.AnyAsync(w => w.Code == "marks-s1" && w.StartsOn <= today && today <= w.EndsOn, ct)
        || !await db.CalendarEntries.AnyAsync(w => w.Code == "marks-s2" && w.StartsOn <= today && today <= w.EndsOn, ct) ? 1 : 2;
}

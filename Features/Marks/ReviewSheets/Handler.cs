using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ReviewSheets;

/// <param name="OnlyLate">Only subjects of which no sheet at all was handed over yet.</param>
public sealed record Query(int Semester, bool OnlyLate, int Page) : IQuery<Follow>;

public sealed record Follow(int Semester, bool OnlyLate, int Page, int Pages, IReadOnlyList<Line> Lines, int ToValidate, int ToSchedule, int Corrections);

/// <summary>A subject of a class with who teaches it.</summary>
public sealed record Line(
    int ClassId, string ClassName, string Subject, string SubjectAr, string SubjectFr, string TeacherAr, string TeacherLatin, string? Phone, IReadOnlyList<Stand> Tests);

/// <summary>Where one test stands; no <see cref="AssessmentId"/> when nothing was entered.</summary>
public sealed record Stand(int Number, int? AssessmentId, AssessmentState State, int Filled, int Pupils);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Follow>
{
    private const int PageSize = 20;

    public async Task<Outcome<Follow>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (semester, today, now) = (request.Semester is 2 ? 2 : 1, MoroccanDay.Today(clock), clock.GetUtcNow().UtcDateTime);
        var path = user.PlacePath;
        var taught =
            from t in db.TeachingAssignments
            where t.StartsOn <= today && (t.EndsOn == null || t.EndsOn >= today)
            join place in db.Places on t.SchoolId equals place.Id
            where place.Path.StartsWith(path)
            join y in db.SchoolYears on t.SchoolYearId equals y.Id
            where y.IsCurrent
            select t;
        if (request.OnlyLate)
            taught = taught.Where(t => !db.Assessments.Any(a => a.ClassId == t.ClassId && a.SubjectCode == t.SubjectCode && a.Semester == semester && a.State >= AssessmentState.Submitted && a.State != AssessmentState.Returned));
        var counts = await db.Assessments.LedBy(user, db).Where(a => a.Semester == semester && (a.State == AssessmentState.Submitted || a.State == AssessmentState.Validated))
            .GroupBy(_ => 1)
            .Select(g => new { ToValidate = g.Count(a => a.State == AssessmentState.Submitted), ToSchedule = g.Count(a => a.State == AssessmentState.Validated) })
            .FirstOrDefaultAsync(cancellationToken);
        var page = Math.Clamp(request.Page, 1, 10_000);
        var lines = await (
            from t in taught
            join c in db.Classes on t.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join e in db.Employees on t.EmployeeId equals e.Id
            orderby c.LevelCode, c.Name, plan.SubjectCode, t.Id
            select new
            {
                c.Id,
                c.Name,
                t.SubjectCode,
                plan.NameAr,
                plan.NameFr,
                plan.TestsPerSemester,
                plan.ActivitiesShare,
                e.LastNameAr,
                e.FirstNameAr,
                e.LastNameLatin,
                e.FirstNameLatin,
                e.Phone,
                Pupils = db.Enrollments.Count(n => n.ClassId == c.Id && n.State == EnrollmentState.Active),
                Corrections = db.MarkCorrections.Count(x => x.SchoolId == c.SchoolId && x.State == CorrectionState.Asked),
            }).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        var classes = lines.Select(l => l.Id).Distinct().ToList();
        var sheets = (await db.Assessments.AsNoTracking().LedBy(user, db).Where(a => classes.Contains(a.ClassId) && a.Semester == semester)
            .Select(a => new { a.Id, a.ClassId, a.SubjectCode, a.Number, a.State, a.PublishAt, Filled = db.Marks.Count(m => m.AssessmentId == a.Id && m.State != CellState.Empty) })
            .ToListAsync(cancellationToken)).ToDictionary(a => (a.ClassId, a.SubjectCode, a.Number));

        var total = await taught.CountAsync(cancellationToken);
        return new Follow(semester, request.OnlyLate, page, (total + PageSize - 1) / PageSize,
        [
            .. lines.Select(l => new Line(l.Id, l.Name, l.SubjectCode, l.NameAr, l.NameFr, $"{l.LastNameAr} {l.FirstNameAr}", $"{l.LastNameLatin} {l.FirstNameLatin}", l.Phone,
            [
                .. SheetHead.NumbersOf(l.TestsPerSemester, l.ActivitiesShare).Select(n => sheets.TryGetValue((l.Id, l.SubjectCode, n), out var a)
                    ? new Stand(n, a.Id, Assessment.Shown(a.State, a.PublishAt, now), a.Filled, l.Pupils)
                    : new Stand(n, null, AssessmentState.Planned, 0, l.Pupils)),
            ])),
        ], counts?.ToValidate ?? 0, counts?.ToSchedule ?? 0, lines.Count > 0 ? lines[0].Corrections : 0);
    }
}

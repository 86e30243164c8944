using Massar.Features.Classes.Domain;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ReviewSheets;

/// <param name="OnlyLate">Only subjects of which no sheet at all was handed over yet.</param>
/// <param name="OnlyWaiting">Only subjects with a sheet that waits to be validated.</param>
public sealed record Query(int Semester, bool OnlyLate, bool OnlyWaiting, int Page) : IQuery<Follow>;

public sealed record Follow(int Semester, bool OnlyLate, bool OnlyWaiting, int Page, int Pages, IReadOnlyList<Line> Lines, int ToValidate, int ToSchedule, int Corrections);

/// <summary>A subject of a class with who teaches it.</summary>
public sealed record Line(
    int ClassId, string ClassName, string Subject, string SubjectAr, string SubjectFr, string TeacherAr, string TeacherLatin, string? Phone, IReadOnlyList<Stand> Tests);

/// <summary>
/// Four statements. The first goes from the head's place to its school and annexes, a handful; the others start from their numbers,
/// so that the board costs the same in a country as in one school.
/// </summary>
public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Follow>
{
    private const int PageSize = 20;

    public async Task<Outcome<Follow>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (semester, onlyLate, onlyWaiting, today) = (request.Semester is 2 ? 2 : 1, request.OnlyLate, request.OnlyWaiting, MoroccanDay.Today(clock));
        var path = user.PlacePath;
        var schools = await (
            from p in db.Places
            where p.Path.StartsWith(path)
            from y in db.SchoolYears.Where(y => y.IsCurrent)
            select new
            {
                p.Id,
                Year = y.Id,
                ToValidate = db.Assessments.Count(a => a.SchoolId == p.Id && a.Semester == semester && a.State == AssessmentState.Submitted),
                ToSchedule = db.Assessments.Count(a => a.SchoolId == p.Id && a.Semester == semester && a.State == AssessmentState.Validated),
                Corrections = db.MarkCorrections.Count(x => x.SchoolId == p.Id && x.State == CorrectionState.Asked),
                Lines = db.TeachingAssignments.LiveOn(today).Count(t => t.SchoolId == p.Id && t.SchoolYearId == y.Id
                    && (!onlyLate || !db.Assessments.Any(a => a.ClassId == t.ClassId && a.SubjectCode == t.SubjectCode && a.Semester == semester
                        && a.State >= AssessmentState.Submitted && a.State != AssessmentState.Returned))
                    && (!onlyWaiting || db.Assessments.Any(a => a.ClassId == t.ClassId && a.SubjectCode == t.SubjectCode && a.Semester == semester && a.State == AssessmentState.Submitted))),
            }).AsNoTracking().ToListAsync(cancellationToken);

        var (ids, year) = (schools.ConvertAll(s => s.Id), schools.Count > 0 ? schools[0].Year : 0);
        var taught = db.TeachingAssignments.LiveOn(today).Where(t => ids.Contains(t.SchoolId) && t.SchoolYearId == year);
        if (onlyLate)
            taught = taught.Where(t => !db.Assessments.Any(a => a.ClassId == t.ClassId && a.SubjectCode == t.SubjectCode && a.Semester == semester
                && a.State >= AssessmentState.Submitted && a.State != AssessmentState.Returned));
        if (onlyWaiting)
            taught = taught.Where(t => db.Assessments.Any(a => a.ClassId == t.ClassId && a.SubjectCode == t.SubjectCode && a.Semester == semester && a.State == AssessmentState.Submitted));
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
            }).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        var stands = await Stands.Of(db, [.. lines.Select(l => l.Id).Distinct()], semester, clock.GetUtcNow().UtcDateTime, cancellationToken);

        return new Follow(semester, onlyLate, onlyWaiting, page, (schools.Sum(s => s.Lines) + PageSize - 1) / PageSize,
            [
                .. lines.Select(l => new Line(l.Id, l.Name, l.SubjectCode, l.NameAr, l.NameFr, $"{l.LastNameAr} {l.FirstNameAr}", $"{l.LastNameLatin} {l.FirstNameLatin}", l.Phone,
                    stands.Of(l.Id, l.SubjectCode, l.TestsPerSemester, l.ActivitiesShare))),
            ],
            schools.Sum(s => s.ToValidate), schools.Sum(s => s.ToSchedule), schools.Sum(s => s.Corrections));
    }
}

using Massar.Features.Attendance.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.ShowRecord;

public sealed record Query(long Pupil) : IQuery<Record>;

/// <param name="IsOnTheWay">Not yet a pupil of this school: a transfer that is ready opens the record to it.</param>
public sealed record Record(
    long PupilId, string MassarCode, string NameAr, string NameLatin, int Year, bool IsOnTheWay, long? TransferId,
    IReadOnlyList<SubjectTests> Tests, IReadOnlyList<SemesterLine> Semesters, IReadOnlyList<AbsenceLine> Absences) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <summary>A subject's tests of this year at one school, handed over by the teacher: 1 → 14.50.</summary>
public sealed record SubjectTests(int SchoolId, string SchoolAr, string SchoolFr, int Semester, string SubjectAr, string SubjectFr, IReadOnlyList<Test> Tests);

/// <param name="IsActivities">The integrated activities, which are not a numbered test.</param>
public sealed record Test(int Number, bool IsActivities, CellValue Value);

/// <summary>A semester by its published results.</summary>
/// <param name="Average">Null while a subject is wanting.</param>
public sealed record SemesterLine(int Year, int Semester, string SchoolAr, string SchoolFr, decimal? Average, int Scale, int Subjects);

/// <summary>Lesson hours missed at one school in one year.</summary>
public sealed record AbsenceLine(int Year, string SchoolAr, string SchoolFr, int Justified, int Unjustified);

public sealed class Handler(MassarDb db, CurrentUser user, LookBook looks) : IQueryHandler<Query, Record>
{
    private const int MostTests = 400;

    // A draft is the teacher's own until it is handed over, and who does not validate marks sees none before their hour.
    private static readonly AssessmentState[] HandedOver = [AssessmentState.Submitted, AssessmentState.Validated, AssessmentState.Scheduled, AssessmentState.Published, AssessmentState.Frozen];

    public async Task<Outcome<Record>> Handle(Query query, CancellationToken ct)
    {
        var (place, path) = (user.PlaceId, user.PlacePath);
        var coming = db.Transfers.OpeningTheRecordTo(place);
        var found = await db.Pupils.AsNoTracking().Living(db, query.Pupil)
            .Select(p => new
            {
                p.Id,
                Old = db.PupilMerges.InForce().Where(m => m.KeptId == p.Id).Select(m => m.OtherId).ToList(),
                p.MassarCode,
                p.FirstNameAr,
                p.LastNameAr,
                p.FirstNameLatin,
                p.LastNameLatin,
                Year = db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).First(),
                Transfer = coming.Where(t => t.PupilId == p.Id).Select(t => (long?)t.Id).FirstOrDefault(),
                WasHere = db.Enrollments.Any(e => e.PupilId == p.Id && db.Places.Any(s => s.Id == e.SchoolId && s.Path.StartsWith(path)))
                    || db.PupilMerges.Any(m => m.KeptId == p.Id && m.State == MergeState.Done && db.Enrollments.Any(e => e.PupilId == m.OtherId && db.Places.Any(s => s.Id == e.SchoolId && s.Path.StartsWith(path)))),
                IsHere = db.Enrollments.Any(e => e.PupilId == p.Id && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)
                    && (e.State == EnrollmentState.Active
                        || (e.State == EnrollmentState.Expected && !db.Enrollments.Any(o => o.PupilId == p.Id && o.SchoolYearId == e.SchoolYearId && o.State == EnrollmentState.Active)))
                    && db.Places.Any(s => s.Id == e.SchoolId && s.Path.StartsWith(path))),
            }).SingleOrDefaultAsync(ct);
        if (found is null || (!found.WasHere && found.Transfer is null))
            return Refusal.NotFound;

        // The marks and absences of an old file are this child's too.
        var id = found.Id;
        looks.Note(user, LookPurposes.Record, [id]);
        long[] files = [id, .. found.Old];
        // A school that the pupil has left keeps what happened at the school, and learns nothing of what came after.
        var isWhole = found.IsHere || found.Transfer is not null;
        var (year, validates) = (found.Year, user.Has(Marks.Permissions.Validate));
        var tests = await (
            from m in db.Marks
            where files.Contains(m.PupilId) && m.State != CellState.Empty
            join a in db.Assessments on m.AssessmentId equals a.Id
            where a.SchoolYearId == year && HandedOver.Contains(a.State)
                && (validates || a.State == AssessmentState.Published || a.State == AssessmentState.Frozen || (a.State == AssessmentState.Scheduled && a.PublishAt <= DateTime.UtcNow))
            join c in db.Classes on a.ClassId equals c.Id
            join s in db.Places on a.SchoolId equals s.Id
            where isWhole || s.Path.StartsWith(path)
            join plan in db.SubjectPlans.Where(s => s.SchoolYearId == year) on new { c.LevelCode, c.StreamCode, a.SubjectCode } equals new { plan.LevelCode, plan.StreamCode, plan.SubjectCode } into plans
            from plan in plans.DefaultIfEmpty()
            orderby a.Semester, a.SubjectCode, a.Number
            select new { a.SchoolId, s.NameAr, s.NameFr, a.Semester, a.SubjectCode, SubjectAr = plan.NameAr, SubjectFr = plan.NameFr, a.Number, m.State, m.Points }).AsNoTracking().Take(MostTests).ToListAsync(ct);
        var results = await (
            from r in db.PublishedResults
            where files.Contains(r.PupilId) && r.PublishAt <= DateTime.UtcNow && r.Audience != MarkAudience.Guardians
            join c in db.Classes on r.ClassId equals c.Id
            join s in db.Places on c.SchoolId equals s.Id
            where isWhole || s.Path.StartsWith(path)
            select new { r.SchoolYearId, r.Semester, r.SubjectCode, r.PublishAt, r.Average, r.Coefficient, r.Scale, r.FormulaVersion, s.Id, s.NameAr, s.NameFr }).AsNoTracking().ToListAsync(ct);
        var missed = await (
            from a in db.Absences
            where files.Contains(a.PupilId) && a.State != AbsenceState.Cancelled
            join s in db.Places on a.SchoolId equals s.Id
            where isWhole || s.Path.StartsWith(path)
            group a by new { a.SchoolYearId, s.NameAr, s.NameFr } into g
            orderby g.Key.SchoolYearId descending, g.Key.NameFr
            select new AbsenceLine(g.Key.SchoolYearId, g.Key.NameAr, g.Key.NameFr, g.Sum(a => a.State == AbsenceState.Justified ? a.Periods : 0), g.Sum(a => a.State == AbsenceState.Justified ? 0 : a.Periods)))
            .ToListAsync(ct);

        return new Record(
            id, found.MassarCode, $"{found.LastNameAr} {found.FirstNameAr}", $"{found.LastNameLatin} {found.FirstNameLatin}", year, !found.WasHere, found.Transfer,
            [.. tests.GroupBy(t => (t.SchoolId, t.Semester, t.SubjectCode)).Select(g => new SubjectTests(
                g.Key.SchoolId, g.First().NameAr, g.First().NameFr, g.Key.Semester, g.First().SubjectAr ?? g.Key.SubjectCode, g.First().SubjectFr ?? g.Key.SubjectCode,
                [.. g.Select(t => new Test(t.Number, t.Number == Assessment.Activities, new CellValue(t.State, t.Points)))]))],
            [.. results.GroupBy(r => (r.SchoolYearId, r.Semester)).OrderByDescending(g => g.Key.SchoolYearId).ThenByDescending(g => g.Key.Semester).Select(g =>
            {
                // Editions of a subject: the newest one counts.
                var subjects = g.GroupBy(r => r.SubjectCode, StringComparer.Ordinal).Select(e => e.MaxBy(r => r.PublishAt)!).ToList();
                var schools = subjects.DistinctBy(r => r.Id).OrderBy(r => r.PublishAt).ToList();
                return new SemesterLine(
                    g.Key.SchoolYearId, g.Key.Semester, string.Join(" – ", schools.Select(s => s.NameAr)), string.Join(" – ", schools.Select(s => s.NameFr)),
                    Averages.OfSemester(subjects.Select(s => (s.Average, s.Coefficient)), Averages.RoundingOf(subjects[0].FormulaVersion)), subjects[0].Scale, subjects.Count);
            })],
            missed);
    }
}

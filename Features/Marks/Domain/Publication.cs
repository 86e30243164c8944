using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>
/// Makes the rows families read, from the marks that were validated: all editions of one subject of a class in a semester,
/// anew each time. Inside the transaction of the change that calls for it: what does not agree with what was validated takes it back.
/// </summary>
public sealed class Publication(MassarDb db, Reconciliation reconciliation)
{
    // Editions whose hour passed this long ago are kept only as the one readers see: instances' clocks differ by less.
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    /// <summary>
    /// Rebuilds; call after the changes of marks and hours were saved. Refuses when the rows as stored, or the marks they were made of,
    /// differ in count or hash from what the head validated.
    /// </summary>
    public async Task<Refusal?> Rebuild(int classId, string subject, int semester, DateTime now, CancellationToken ct)
    {
        var of = await (
            from c in db.Classes
            where c.Id == classId
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, SubjectCode = subject } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join level in db.Levels on c.LevelCode equals level.Code
            select new
            {
                c.SchoolYearId,
                ClassName = c.Name,
                plan.NameAr,
                plan.NameFr,
                plan.Coefficient,
                plan.ActivitiesShare,
                plan.TestsPerSemester,
                level.MarkScale,
                Rounding = db.Settings.Where(s => s.SchoolYearId == c.SchoolYearId && s.Code == "marks.rounding").Select(s => s.Value).FirstOrDefault(),
            }).AsNoTracking().SingleAsync(ct);
        var tests = await db.Assessments.AsNoTracking()
            .Where(a => a.ClassId == classId && a.SubjectCode == subject && a.Semester == semester && a.PublishAt != null && a.State >= AssessmentState.Scheduled)
            .Select(a => new { a.Id, a.Number, PublishAt = a.PublishAt!.Value, a.LaterFor, a.LaterAt }).ToListAsync(ct);
        var ids = tests.Select(t => t.Id).ToList();
        var marks = (await db.Marks.AsNoTracking().Where(m => ids.Contains(m.AssessmentId)).ToListAsync(ct)).ToDictionary(m => (m.AssessmentId, m.PupilId), m => m.Value);
        var pupils = await (
            from e in db.Enrollments.Marked()
            where e.ClassId == classId
            join r in db.TeacherRemarks.Where(r => r.SubjectCode == subject && r.Semester == semester && r.ClassId == classId) on e.PupilId equals r.PupilId into remarks
            from r in remarks.DefaultIfEmpty()
            select new { e.PupilId, Remark = r.Text }).AsNoTracking().ToListAsync(ct);
        var corrections = (await db.MarkCorrections.AsNoTracking().Where(c => ids.Contains(c.AssessmentId) && c.State == CorrectionState.Approved)
            .Select(c => c.PupilId).ToListAsync(ct)).CountBy(p => p).ToDictionary();

        // Who has left the class keeps what it published of him, at the hours it did; who came into it keeps what the class before published, unless he has marks here.
        var here = pupils.Select(p => p.PupilId).ToHashSet();
        var before = await db.PublishedResults.AsNoTracking().Where(r => r.ClassId == classId && r.SubjectCode == subject && r.Semester == semester && !here.Contains(r.PupilId))
            .Select(r => new { r.PupilId, r.PublishAt, r.Remark }).Distinct().ToListAsync(ct);
        var year = of.SchoolYearId;
        var elsewhere = await db.PublishedResults.AsNoTracking().Where(r => r.ClassId != classId && r.SchoolYearId == year && r.SubjectCode == subject && r.Semester == semester && here.Contains(r.PupilId))
            .Select(r => new { r.PupilId, r.PublishAt }).ToListAsync(ct);
        var marked = marks.Where(m => !m.Value.IsEmpty).Select(m => m.Key.PupilId).ToHashSet();
        pupils.RemoveAll(p => !marked.Contains(p.PupilId) && elsewhere.Exists(e => e.PupilId == p.PupilId));

        await db.PublishedResults.Where(r => r.ClassId == classId && r.SubjectCode == subject && r.Semester == semester).ExecuteDeleteAsync(ct);

        var rounding = Averages.RoundingOf(of.Rounding);
        var planned = SheetHead.NumbersOf(of.TestsPerSemester, of.ActivitiesShare).ToList();
        foreach (var hour in Editions(tests.Select(t => t.PublishAt).Concat(tests.Where(t => t.LaterAt is not null).Select(t => t.LaterAt!.Value)), now))
            foreach (var pupil in pupils)
                Add(pupil.PupilId, hour, pupil.Remark);
        foreach (var former in before)
            Add(former.PupilId, former.PublishAt, former.Remark);
        // One line of a subject at one hour: the class where the pupil sits speaks.
        foreach (var (pupil, hour) in elsewhere.Where(e => pupils.Exists(p => p.PupilId == e.PupilId)).Select(e => (e.PupilId, e.PublishAt)))
            if (db.PublishedResults.Local.Any(r => r.PupilId == pupil && r.PublishAt == hour && r.SubjectCode == subject && r.Semester == semester))
                await db.PublishedResults.Where(r => r.ClassId != classId && r.PupilId == pupil && r.SchoolYearId == year && r.SubjectCode == subject && r.Semester == semester && r.PublishAt == hour).ExecuteDeleteAsync(ct);

        await db.SaveChangesAsync(ct);

        var wrong = (await reconciliation.OfClass(classId, subject, semester, ct)).FirstOrDefault(s => s.Differences.Count > 0);
        return wrong is null ? null
            : Refusal.Conflict(wrong.Key.Number == Assessment.Activities ? "marks.differs.activities" : "marks.differs", of.ClassName, of.NameAr, of.NameFr, wrong.Key.Number).Next("marks.differs.next");

        // One edition where pupils and guardians see the same tests at that hour; else one for each who sees any.
        void Add(long pupil, DateTime hour, string? remark)
        {
            var (forPupils, forGuardians) = (OutThen(hour, MarkAudience.Pupils), OutThen(hour, MarkAudience.Guardians));
            if (forPupils.SetEquals(forGuardians))
            {
                Keep(pupil, hour, remark, MarkAudience.All, forPupils);
                return;
            }

            Keep(pupil, hour, remark, MarkAudience.Pupils, forPupils);
            Keep(pupil, hour, remark, MarkAudience.Guardians, forGuardians);
        }

        HashSet<int> OutThen(DateTime hour, MarkAudience reader) => [.. tests.Where(t => (t.LaterFor == reader && t.LaterAt is { } later ? later : t.PublishAt) <= hour).Select(t => t.Number)];

        void Keep(long pupil, DateTime hour, string? remark, MarkAudience audience, HashSet<int> numbers)
        {
            var outThen = tests.Where(t => numbers.Contains(t.Number)).OrderBy(t => t.Number).ToList();
            if (outThen.Count == 0) return;
            var values = outThen.Select(t => (t.Number, Value: marks.GetValueOrDefault((t.Id, pupil), CellValue.Empty))).ToList();
            db.PublishedResults.Add(new PublishedResult
            {
                PupilId = pupil,
                SchoolYearId = year,
                Semester = semester,
                SubjectCode = subject,
                PublishAt = hour,
                Audience = audience,
                ClassId = classId,
                SubjectAr = of.NameAr,
                SubjectFr = of.NameFr,
                Tests = TestsText.Write(values),
                Average = AverageOf(values, of.ActivitiesShare, rounding),
                Coefficient = of.Coefficient ?? 1,
                Share = of.ActivitiesShare,
                Scale = of.MarkScale ?? 20,
                IsComplete = planned.All(n => outThen.Exists(t => t.Number == n)),
                FormulaVersion = Averages.FormulaVersion(rounding),
                Corrections = corrections.GetValueOrDefault(pupil),
                Remark = remark,
            });
        }
    }

    /// <summary>The average of the cells as numbered on the sheet.</summary>
    public static decimal? AverageOf(IReadOnlyCollection<(int Number, CellValue Value)> values, decimal share, Rounding rounding) => Averages.OfSubject(
        values.Where(v => v.Number != Assessment.Activities).Select(v => v.Value),
        values.Where(v => v.Number == Assessment.Activities).Select(v => v.Value).FirstOrDefault(CellValue.Empty),
        share,
        rounding);

    /// <summary>The hours that need an edition: those to come, those just past, and the last settled one.</summary>
    public static IReadOnlyList<DateTime> Editions(IEnumerable<DateTime> hours, DateTime now)
    {
        var all = hours.Distinct().Order().ToList();
        var settled = all.FindLastIndex(h => h <= now - Settled);
        return settled <= 0 ? all : all[settled..];
    }
}

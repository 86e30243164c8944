using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>A pupil of the class with the teacher's remark of the semester; empty when there is none.</summary>
public sealed record RemarkLine(int Order, long PupilId, string Code, string NameAr, string NameLatin, string Text)
{
    /// <summary>What the page has seen of the remark: sent back with it, so that nobody's remark is covered unseen.</summary>
    public string Seen => SeenOf(Text);

    /// <summary>There was no remark.</summary>
    public static readonly string Unseen = SeenOf("");

    public static string SeenOf(string text) => Fingerprint.Of(text)[..8];
}

/// <summary>A pupil's line on the page of remarks: what is written, what the marks say, and what may be written.</summary>
/// <param name="Average">Of what is entered of the semester so far, out of the level's scale; null without any mark.</param>
/// <param name="Change">Since the semester before, in points out of 20; null where one of the two is missing.</param>
/// <param name="Band">Null without average.</param>
/// <param name="Suggestion">Null without average, or where no phrase suits.</param>
public sealed record SuggestedLine(RemarkLine Line, decimal? Average, decimal? Change, RemarkBand? Band, RemarkTrend Trend, string? Suggestion);

/// <summary>
/// The teacher's remarks on the pupils of a class in a subject and semester (ملاحظات الأستاذ): typed on their page or brought by the
/// ministry's workbook, one and the same.
/// </summary>
public sealed class Remarks(MassarDb db, Publication publication)
{
    /// <summary>The pupils sitting in the class, in its order. One statement.</summary>
    public async Task<List<RemarkLine>> Lines(int classId, string subject, int semester, CancellationToken ct)
    {
        var rows = await (
            from e in db.Enrollments
            where e.ClassId == classId && e.State == EnrollmentState.Active
            join p in db.Pupils on e.PupilId equals p.Id
            join r in db.TeacherRemarks.Where(r => r.ClassId == classId && r.SubjectCode == subject && r.Semester == semester) on e.PupilId equals r.PupilId into remarks
            from r in remarks.DefaultIfEmpty()
            orderby e.OrderInClass, p.MassarCode
            select new { p.Id, p.MassarCode, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin, r.Text }).AsNoTracking().ToListAsync(ct);
        return [.. rows.Select((r, i) => new RemarkLine(i + 1, r.Id, r.MassarCode, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.Text ?? ""))];
    }

    /// <summary>
    /// The same pupils with what their marks come to now and what they came to in the semester before, which may be of another class or school:
    /// its published average alone. True beside them when the council has met. One statement.
    /// </summary>
    public async Task<(IReadOnlyList<SuggestedLine> Lines, bool AreFrozen)> Suggested(SheetHead head, RemarkRules rules, Rounding rounding, PhraseBank bank, CancellationToken ct)
    {
        var (classId, subject, semester, _) = head.Key;
        var (yearBefore, before) = semester == 2 ? (head.YearId, 1) : (head.YearId - 1, 2);
        var rows = await (
            from e in db.Enrollments
            where e.ClassId == classId && e.State == EnrollmentState.Active
            join p in db.Pupils on e.PupilId equals p.Id
            join r in db.TeacherRemarks.Where(r => r.ClassId == classId && r.SubjectCode == subject && r.Semester == semester) on e.PupilId equals r.PupilId into remarks
            from r in remarks.DefaultIfEmpty()
            join m in db.Marks.Join(db.Assessments.Where(a => a.ClassId == classId && a.SubjectCode == subject && a.Semester == semester), m => m.AssessmentId, a => a.Id, (m, a) => new { m.PupilId, m.State, m.Points, a.Number }) on e.PupilId equals m.PupilId into marks
            from m in marks.DefaultIfEmpty()
            orderby e.OrderInClass, p.MassarCode, m.Number
            select new
            {
                p.Id,
                p.MassarCode,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                r.Text,
                Number = (int?)m.Number,
                State = (CellState?)m.State,
                m.Points,
                Last = db.PublishedResults.Where(o => o.PupilId == p.Id && o.SchoolYearId == yearBefore && o.Semester == before && o.SubjectCode == subject && o.IsComplete && o.Audience != MarkAudience.Guardians && o.PublishAt <= DateTime.UtcNow).OrderByDescending(o => o.PublishAt).Select(o => o.Average * 20 / o.Scale).FirstOrDefault(),
                IsFrozen = db.Assessments.Any(a => a.ClassId == classId && a.SubjectCode == subject && a.Semester == semester && a.State == AssessmentState.Frozen),
            }).AsNoTracking().ToListAsync(ct);

        var lines = rows.GroupBy(r => r.Id).Select((of, i) =>
        {
            var first = of.First();
            List<(int Number, CellValue Value)> values = [.. of.Where(r => r.Number is not null).Select(r => (r.Number!.Value, new CellValue(r.State!.Value, r.Points)))];
            var average = Publication.AverageOf(values, head.Share, rounding);
            var change = RemarkRules.OutOf20(average, head.Scale) - first.Last;
            var (band, trend) = (rules.BandOf(average, head.Scale), rules.TrendOf(change));
            return new SuggestedLine(
                new RemarkLine(i + 1, first.Id, first.MassarCode, $"{first.LastNameAr} {first.FirstNameAr}", $"{first.LastNameLatin} {first.FirstNameLatin}", first.Text ?? ""),
                average, change, band, trend, band is { } known ? RemarkRules.Choose(bank.Offered, known, trend, i)?.Text : null);
        }).ToList();
        return (lines, rows.Exists(r => r.IsFrozen));
    }

    /// <summary>After the council of the class nothing of the semester changes.</summary>
    public Task<bool> AreFrozen(int classId, string subject, int semester, CancellationToken ct) =>
        db.Assessments.AnyAsync(a => a.ClassId == classId && a.SubjectCode == subject && a.Semester == semester && a.State == AssessmentState.Frozen, ct);

    /// <summary>Writes remarks by pupil, an empty one removes; families who already read the subject's marks read them at once.</summary>
    public async Task<Refusal?> Save(int classId, string subject, int semester, IReadOnlyDictionary<long, string> texts, DateTime now, CancellationToken ct)
    {
        if (texts.Count == 0) return null;
        var there = await db.TeacherRemarks.Where(r => r.ClassId == classId && r.SubjectCode == subject && r.Semester == semester).ToListAsync(ct);
        foreach (var (pupil, text) in texts)
        {
            var old = there.Find(r => r.PupilId == pupil);
            if (old is not null && text.Length == 0) db.TeacherRemarks.Remove(old);
            else if (old is not null) old.Text = text;
            else if (text.Length > 0) db.TeacherRemarks.Add(new TeacherRemark { ClassId = classId, SubjectCode = subject, Semester = semester, PupilId = pupil, Text = text });
        }

        await db.SaveChangesAsync(ct);
        return await db.PublishedResults.AnyAsync(r => r.ClassId == classId && r.SubjectCode == subject && r.Semester == semester, ct)
            ? await publication.Rebuild(classId, subject, semester, now, ct) : null;
    }
}

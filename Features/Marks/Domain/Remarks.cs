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

    public static string SeenOf(string text) => Fingerprint.Of(text)[..8];
}

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

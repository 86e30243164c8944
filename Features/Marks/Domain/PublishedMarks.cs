using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>A semester of a year with something to read.</summary>
public sealed record Term(int YearId, int Semester);

/// <summary>One subject as a family reads it.</summary>
public sealed record SubjectResult(
    string Subject, string SubjectAr, string SubjectFr, string TestsText, decimal? Average, decimal Coefficient, decimal Share, int Scale, bool IsComplete, int Corrections, string? Remark, DateTime PublishAt)
{
    public IReadOnlyList<(int Number, CellValue Value)> Tests { get; } = Domain.TestsText.Read(TestsText);
}

/// <summary>A pupil's semester: what is out, and what can be chosen.</summary>
/// <param name="Shown">Null when nothing is out yet.</param>
public sealed record TermResults(Term? Shown, IReadOnlyList<Term> Terms, IReadOnlyList<SubjectResult> Subjects, decimal? Average, IReadOnlyList<CorrectionLine> Corrections)
{
    /// <summary>Every subject shown has all its tests.</summary>
    public bool IsComplete => Subjects.Count > 0 && Subjects.All(s => s.IsComplete);
}

/// <summary>
/// What is out, by the database's clock and nobody else's: an instance whose clock is fast shows nothing early.
/// Two statements, a third for pupils with corrections.
/// </summary>
public static class PublishedMarks
{
    private static readonly Func<MassarDb, long, IAsyncEnumerable<Term>> TermsOf = EF.CompileAsyncQuery(
        (MassarDb db, long pupil) => db.PublishedResults
            .Where(r => r.PupilId == pupil && r.PublishAt <= DateTime.UtcNow)
            .Select(r => new Term(r.SchoolYearId, r.Semester)).Distinct());

    private static readonly Func<MassarDb, long, int, int, IAsyncEnumerable<SubjectResult>> SubjectsOf = EF.CompileAsyncQuery(
        (MassarDb db, long pupil, int year, int semester) => db.PublishedResults.AsNoTracking()
            .Where(r => r.PupilId == pupil && r.SchoolYearId == year && r.Semester == semester && r.PublishAt <= DateTime.UtcNow)
            .OrderBy(r => r.SubjectCode).ThenBy(r => r.PublishAt)
            .Select(r => new SubjectResult(r.SubjectCode, r.SubjectAr, r.SubjectFr, r.Tests, r.Average, r.Coefficient, r.Share, r.Scale, r.IsComplete, r.Corrections, r.Remark, r.PublishAt)));

    /// <summary>The asked semester, or the newest with something in it.</summary>
    public static async Task<TermResults> Of(MassarDb db, long pupil, int? year, int? semester, CancellationToken ct)
    {
        var terms = new List<Term>();
        await foreach (var term in TermsOf(db, pupil).WithCancellation(ct)) terms.Add(term);
        terms.Sort((a, b) => (b.YearId, b.Semester).CompareTo((a.YearId, a.Semester)));
        var shown = terms.Find(t => t.YearId == year && t.Semester == semester) ?? (terms.Count > 0 ? terms[0] : null);
        if (shown is null) return new TermResults(null, [], [], null, []);

        // Editions come oldest first: the last of each subject is the one that counts.
        var newest = new Dictionary<string, SubjectResult>(StringComparer.Ordinal);
        await foreach (var subject in SubjectsOf(db, pupil, shown.YearId, shown.Semester).WithCancellation(ct)) newest[subject.Subject] = subject;
        var subjects = newest.Values.OrderByDescending(s => s.Coefficient).ThenBy(s => s.Subject, StringComparer.Ordinal).ToList();
        var corrections = subjects.Exists(s => s.Corrections > 0)
            ? await db.MarkCorrections
                .Where(c => c.PupilId == pupil && c.State == CorrectionState.Approved
                    && db.Assessments.Any(a => a.Id == c.AssessmentId && a.SchoolYearId == shown.YearId && a.Semester == shown.Semester && (a.State >= AssessmentState.Published || a.PublishAt <= DateTime.UtcNow)))
                .Lines(db).AsNoTracking().Take(50).ToListAsync(ct)
            : [];
        return new TermResults(shown, terms, subjects, Averages.OfSemester(subjects.Select(s => (s.Average, s.Coefficient))), corrections);
    }
}

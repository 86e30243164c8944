using System.Globalization;
using System.Text.Json.Serialization;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>A semester of a year with something to read.</summary>
public sealed record Term(int YearId, int Semester);

/// <summary>One test as a family reads it.</summary>
/// <param name="Number">1, 2, 3 …; <see cref="Assessment.Activities"/> for the integrated activities.</param>
public sealed record TestResult(int Number, [property: JsonIgnore] CellValue Value)
{
    /// <summary>"14.50", or the code of an absence, as teachers' sheets show marks to programs.</summary>
    public string Mark => Value.Plain;
}

/// <summary>One subject as a family reads it.</summary>
public sealed record SubjectResult(
    string Subject, string SubjectAr, string SubjectFr, [property: JsonIgnore] string TestsText, decimal? Average, decimal Coefficient, decimal Share, int Scale, bool IsComplete, int Corrections, string? Remark, int FormulaVersion)
{
    public IReadOnlyList<TestResult> Tests { get; } = [.. Domain.TestsText.Read(TestsText).Select(t => new TestResult(t.Number, t.Value))];
}

/// <summary>A pupil's semester: what is out, and what can be chosen.</summary>
/// <param name="Shown">Null when nothing is out yet.</param>
public sealed record TermResults(Term? Shown, IReadOnlyList<Term> Terms, IReadOnlyList<SubjectResult> Subjects, decimal? Average, IReadOnlyList<CorrectionLine> Corrections)
{
    /// <summary>Complete averages of the semester before in the same year, by subject: what a sentence beside each average compares with. Nobody is compared with others.</summary>
    public IReadOnlyDictionary<string, decimal> Before { get; init; } = new Dictionary<string, decimal>();

    /// <summary>From when this reader has what the other kind of reader, pupils or guardians, has already; null where nothing is behind. UTC.</summary>
    public DateTime? OpensAt { get; init; }

    /// <summary>From when the others have what this reader has already; null where they have it. UTC.</summary>
    public DateTime? OthersAt { get; init; }

    /// <summary>Every subject shown has all its tests.</summary>
    public bool IsComplete => Subjects.Count > 0 && Subjects.All(s => s.IsComplete);
}

/// <summary>
/// What is out, by the database's clock and nobody else's: an instance whose clock is fast shows nothing early.
/// One statement, a second for pupils with corrections.
/// </summary>
public static class PublishedMarks
{
    // On results day this is the country's query: one plain range of the clustered index. A row comes as one text, because the driver's
    // work goes by the value; older semesters come without theirs, unless one is asked for, so that twelve years at school weigh little.
    internal const string Statement = """
        SELECT SchoolYearId, Semester, CONCAT(CAST(Audience AS CHAR), PublishAt <= UTC_TIMESTAMP(6), DATE_FORMAT(PublishAt, '%Y%m%d%H%i%s'), IF(Audience = 0, '00', LPAD(1 + CHAR_LENGTH(Tests) - CHAR_LENGTH(REPLACE(Tests, ';', '')), 2, '0')), SubjectCode), IF(PublishAt > UTC_TIMESTAMP(6) OR Audience = @hidden, NULL, IF(SchoolYearId >= @recent OR (SchoolYearId = @year AND Semester = @semester),
          CONCAT_WS(CHAR(31), SubjectCode, SubjectAr, SubjectFr, Tests, COALESCE(Average, ''), Coefficient, Share, Scale, IsComplete, Corrections, FormulaVersion, COALESCE(Remark, '')), NULL))
        FROM PublishedResults WHERE PupilId = @pupil
        ORDER BY SchoolYearId, Semester, SubjectCode, PublishAt
        """;

    /// <summary>The asked semester, or the newest with something in it.</summary>
    public static async Task<TermResults> Of(MassarDb db, long pupil, MarkAudience reader, int? year, int? semester, CancellationToken ct)
    {
        var hidden = MarkAudiences.HiddenFrom(reader);
        var (rows, wait) = Sort(await Read(DateTime.UtcNow.Year - 1, year ?? 0, semester ?? 0), hidden);
        var terms = rows.Select(r => r.Term).Distinct().Reverse().ToList();
        var shown = terms.Find(t => t.YearId == year && t.Semester == semester) ?? (terms.Count > 0 ? terms[0] : null);
        if (shown is null) return new TermResults(null, [], [], null, []) { OpensAt = wait.Mine, OthersAt = wait.Others };

        // Somebody who left school years ago, and named no semester.
        if (rows.Exists(r => r.Term == shown && r.Text is null)) (rows, _) = Sort(await Read(int.MaxValue, shown.YearId, shown.Semester), hidden);
        // Editions come oldest first: the last of each subject is the one that counts.
        var newest = new Dictionary<string, SubjectResult>(StringComparer.Ordinal);
        foreach (var (term, text) in rows)
            if (term == shown && text is not null && Subject(text) is var subject) newest[subject.Subject] = subject;
        var before = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (term, text) in rows)
            if (shown.Semester == 2 && term.YearId == shown.YearId && term.Semester == 1 && text is not null && Subject(text) is { IsComplete: true, Average: { } former } earlier) before[earlier.Subject] = former;
        var subjects = newest.Values.OrderByDescending(s => s.Coefficient).ThenBy(s => s.Subject, StringComparer.Ordinal).ToList();
        var corrections = subjects.Exists(s => s.Corrections > 0)
            ? await db.MarkCorrections
                .Where(c => c.PupilId == pupil && c.State == CorrectionState.Approved
                    && db.Assessments.Any(a => a.Id == c.AssessmentId && a.SchoolYearId == shown.YearId && a.Semester == shown.Semester && a.State >= AssessmentState.Scheduled && (a.LaterFor == reader ? a.LaterAt : a.PublishAt) <= DateTime.UtcNow))
                .Lines(db).AsNoTracking().Take(50).ToListAsync(ct)
            : [];
        // The semester is rounded as its subjects were published; should the year's rule have changed among them, by the default.
        var formulas = subjects.Select(s => s.FormulaVersion).Distinct().ToList();
        var rounding = formulas.Count == 1 ? Averages.RoundingOf(formulas[0]) : Rounding.HalfUp;
        return new TermResults(shown, terms, subjects, Averages.OfSemester(subjects.Select(s => (s.Average, s.Coefficient)), rounding), corrections) { Before = before, OpensAt = wait.Mine, OthersAt = wait.Others };

        Task<List<Edition>> Read(int recent, int asked, int part) => db.ReadByHand(
            Statement, static row => new Edition(new Term(row.GetInt32(0), row.GetInt32(1)), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)), ct,
            ("pupil", pupil), ("hidden", (int)hidden), ("recent", recent), ("year", asked), ("semester", part));
    }

    // What the reader has, and what either kind of reader still waits for that the other has already. Of what nobody has, nothing is said.
    private static (List<(Term Term, string? Text)> Rows, (DateTime? Mine, DateTime? Others) Wait) Sort(List<Edition> editions, MarkAudience hidden)
    {
        var (mine, others) = ((DateTime?)null, (DateTime?)null);
        var isSplit = editions.Exists(e => e.IsOut && e.Audience != MarkAudience.All);
        foreach (var subject in isSplit ? editions.GroupBy(e => (e.Term, e.Subject)) : [])
        {
            // Editions of a subject come oldest first.
            var (ours, theirs) = (subject.LastOrDefault(e => e.IsOut && e.Audience != hidden), subject.LastOrDefault(e => e.IsOut && e.Audience == hidden));
            // Whoever has more tests of the subject is ahead, until an edition for all comes.
            if (theirs is not null && (ours is null || (ours.At <= theirs.At && ours.Tests < theirs.Tests))) mine = Sooner(mine, subject.FirstOrDefault(e => !e.IsOut && e.Audience != hidden)?.At);
            if (ours is { Audience: not MarkAudience.All } && (theirs is null || (theirs.At <= ours.At && theirs.Tests < ours.Tests))) others = Sooner(others, subject.FirstOrDefault(e => !e.IsOut && (e.Audience == hidden || e.Audience == MarkAudience.All))?.At);
        }

        return ([.. editions.Where(e => e.IsOut && e.Audience != hidden).Select(e => (e.Term, e.Text))], (mine, others));
    }

    private static DateTime? Sooner(DateTime? one, DateTime? other) => one is null || other < one ? other ?? one : one;

    // The key is one text for the driver's sake: whose it is, whether its hour has come, the hour, how many tests, the subject.
    private sealed record Edition(Term Term, string Key, string? Text)
    {
        public MarkAudience Audience => (MarkAudience)(Key[0] - '0');

        public bool IsOut => Key[1] == '1';

        public DateTime At => DateTime.ParseExact(Key.AsSpan(2, 14), "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

        /// <summary>How many tests it holds; 0 for one that is everybody's.</summary>
        public int Tests => int.Parse(Key.AsSpan(16, 2), NumberStyles.None, CultureInfo.InvariantCulture);

        public string Subject => Key[18..];
    }

    private static SubjectResult Subject(string text)
    {
        var part = text.Split('\u001f', 12);
        return new SubjectResult(part[0], part[1], part[2], part[3], part[4].Length == 0 ? null : Exact(part[4]), Exact(part[5]), Exact(part[6]),
            Whole(part[7]), part[8] != "0", Whole(part[9]), part[11].Length == 0 ? null : part[11], Whole(part[10]));

        static decimal Exact(string number) => decimal.Parse(number, NumberStyles.Number, CultureInfo.InvariantCulture);
        static int Whole(string number) => int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}

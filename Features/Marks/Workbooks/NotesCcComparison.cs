using System.Globalization;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Marks.Workbooks;

/// <summary>One mark that the file would change. <see cref="Cell"/> is where the file has it.</summary>
public sealed record MarkChange(
    string MassarCode, string FullName, int Marker, string Assessment, MarkValue Old, MarkValue New, string Cell);

/// <summary>One teacher's remark that the file would change.</summary>
public sealed record RemarkChange(string MassarCode, string FullName, string Old, string New);

/// <summary>
/// What would happen if the file were taken: nothing is decided or saved here. <see cref="LeftEmpty"/> are marks the school has
/// and the file does not: an empty cell means "not entered", so they stay unless a person says otherwise.
/// </summary>
public sealed record Preview(
    IReadOnlyList<MarkChange> Changes,
    IReadOnlyList<RemarkChange> Remarks,
    IReadOnlyList<MarkChange> LeftEmpty,
    int Unchanged,
    IReadOnlyList<WorkbookProblem> Problems);

/// <summary>Compares a file with the marks the school has, by pupil code and assessment number, never by position.</summary>
public static class NotesCcComparison
{
    /// <param name="expected">The sheet as the school has it now, all its pupils and assessments.</param>
    /// <param name="found">The file.</param>
    public static Preview Compare(NotesCcSheet expected, NotesCcReading found)
    {
        var problems = new List<WorkbookProblem>();
        if (found.Sheet is not { } sheet)
        {
            problems.AddRange(found.Problems);
            return new Preview([], [], [], 0, problems);
        }

        problems.AddRange(FileProblems(expected, sheet));
        var columns = Match(expected, sheet, problems);
        problems.AddRange(found.Problems);
        return Rows(expected, sheet.Assessments, sheet.Rows, columns, problems, hasIdentity: true);
    }

    /// <summary>Compares a plain list; <paramref name="columns"/> says which column of it holds which assessment, by marker.</summary>
    public static Preview Compare(NotesCcSheet expected, PlainMarkList found, IReadOnlyDictionary<int, int> columns)
    {
        var problems = new List<WorkbookProblem>(found.Problems);
        var assessments = found.Columns.Select(c => new NotesCcAssessment(columns.GetValueOrDefault(c.Column), c.Title) { Column = c.Column }).ToList();
        var pairs = new List<(int Expected, int Found)>();
        for (var at = 0; at < assessments.Count; at++)
        {
            if (assessments[at].Marker == 0) continue;
            var index = IndexOf(expected.Assessments, a => a.Marker == assessments[at].Marker);
            if (index >= 0) pairs.Add((index, at));
        }

        // what was not understood in a column nobody asked for is nobody's problem
        var used = pairs.Select(p => CellAddress.Column(assessments[p.Found].Column)).ToHashSet(StringComparer.Ordinal);
        problems.RemoveAll(p => p is { Key: "marks.workbook.not-a-mark" or "marks.workbook.computed-mark", Cell: { } cell } && !used.Contains(cell.TrimEnd("0123456789".ToCharArray())));
        var rows = found.Rows.Select(r => new NotesCcRow(null, r.MassarCode, r.Name, null, r.Marks) { SheetRow = r.SheetRow }).ToList();
        return Rows(expected, assessments, rows, pairs, problems, hasIdentity: false);
    }

    /// <summary>Is it the file of this school, class, subject, semester and year? One problem for each that differs.</summary>
    internal static List<WorkbookProblem> FileProblems(NotesCcSheet expected, NotesCcSheet found)
    {
        var problems = new List<WorkbookProblem>();
        Check("school", expected.SchoolCode, found.SchoolCode, Same(expected.SchoolCode, found.SchoolCode), "C5");

        var sameClass = expected.ClassId is { } id && found.ClassId is { } stated
            ? id == stated
            : Same(expected.ClassName, found.ClassName);
        Check("class", expected.ClassName, found.ClassName.Length > 0 ? found.ClassName : found.ClassId?.ToString() ?? "", sameClass, "E5");

        Check("subject", Named(expected.SubjectCode, expected.SubjectName), found.SubjectCode.Length == 0 ? "" : Named(found.SubjectCode, found.SubjectName),
            Same(expected.SubjectCode.TrimStart('0'), found.SubjectCode.TrimStart('0')), "K5");
        Check("semester", $"{expected.Semester}", found.Semester == 0 ? "" : $"{found.Semester}", expected.Semester == found.Semester, "G5");
        Check("year", expected.YearLabel, found.YearLabel, Year(expected.YearLabel) == Year(found.YearLabel), "D13");
        if (expected.TestNumber != 0 && found.TestNumber != 0 && expected.TestNumber != found.TestNumber)
            problems.Add(new WorkbookProblem("marks.workbook.wrong-test", $"{expected.TestNumber}", $"{found.TestNumber}") { Cell = "I5" });
        return problems;

        void Check(string what, string wanted, string stated, bool same, string cell)
        {
            if (stated.Length == 0) problems.Add(new WorkbookProblem($"marks.workbook.no-{what}", wanted) { Cell = cell, IsRemark = true });
            else if (!same) problems.Add(new WorkbookProblem($"marks.workbook.wrong-{what}", wanted, NotesCcReader.Shown(stated)) { Cell = cell });
        }

        static bool Same(string one, string other) => NotesCcLayout.Normalize(one) == NotesCcLayout.Normalize(other);
        static string Year(string label) => string.Concat(NotesCcLayout.Normalize(label).Where(char.IsAsciiDigit));
        static string Named(string code, string name) => name.Length == 0 ? code : $"{name} ({code})";
    }

    /// <summary>Pairs of positions (expected, found) of the same assessment: by marker, or by title when the marker is missing.</summary>
    internal static List<(int Expected, int Found)> Match(NotesCcSheet expected, NotesCcSheet found, List<WorkbookProblem> problems)
    {
        var pairs = new List<(int Expected, int Found)>();
        var taken = new HashSet<int>();
        for (var at = 0; at < found.Assessments.Count; at++)
        {
            var assessment = found.Assessments[at];
            var title = NotesCcLayout.Normalize(assessment.Title);
            var cell = assessment.Column > 0 ? CellAddress.Of(NotesCcLayout.HeaderRow, assessment.Column) : null;
            var byMarker = assessment.Marker == 0 ? -1 : IndexOf(expected.Assessments, a => a.Marker == assessment.Marker);
            var byTitle = IndexOf(expected.Assessments, a => NotesCcLayout.Normalize(a.Title) == title);
            if (byMarker >= 0 && byTitle >= 0 && byMarker != byTitle)
            {
                // number and title name two different assessments: taking either could put marks in the wrong column
                problems.Add(new WorkbookProblem(
                    "marks.workbook.moved-assessment", assessment.Title, expected.Assessments[byMarker].Title)
                { Cell = cell });
                continue;
            }

            var index = byMarker >= 0 ? byMarker : byTitle;
            if (index < 0) problems.Add(new WorkbookProblem("marks.workbook.unknown-assessment", assessment.Title) { Cell = cell });
            else if (!taken.Add(index)) problems.Add(new WorkbookProblem("marks.workbook.duplicate-assessment", assessment.Title) { Cell = cell });
            else pairs.Add((index, at));
        }

        if (found.TestNumber == 0)
        {
            for (var at = 0; at < expected.Assessments.Count; at++)
            {
                if (!taken.Contains(at)) problems.Add(new WorkbookProblem("marks.workbook.missing-assessment", expected.Assessments[at].Title) { IsRemark = true });
            }
        }

        return pairs;
    }

    private static Preview Rows(
        NotesCcSheet expected,
        IReadOnlyList<NotesCcAssessment> assessments,
        IReadOnlyList<NotesCcRow> rows,
        List<(int Expected, int Found)> columns,
        List<WorkbookProblem> problems,
        bool hasIdentity)
    {
        var pupils = expected.Rows.ToDictionary(r => NotesCcLayout.Code(r.MassarCode), StringComparer.Ordinal);
        var repeated = rows.GroupBy(r => r.MassarCode, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var changes = new List<MarkChange>();
        var remarks = new List<RemarkChange>();
        var leftEmpty = new List<MarkChange>();
        var unchanged = 0;

        foreach (var row in rows)
        {
            if (!pupils.TryGetValue(row.MassarCode, out var pupil))
            {
                Report("unknown-pupil", row, NotesCcReader.Shown(row.FullName), NotesCcReader.Shown(row.MassarCode), $"{row.SheetRow}");
                continue;
            }

            seen.Add(row.MassarCode);
            if (repeated.Contains(row.MassarCode))
            {
                // which of the two lines is right is not for us to say: neither is taken
                Report("duplicate-pupil", row, pupil.FullName, pupil.MassarCode, $"{row.SheetRow}");
                continue;
            }

            if (hasIdentity && !SamePupil(pupil, row)) continue;
            foreach (var (wanted, at) in columns)
                Weigh(pupil, row, expected.Assessments[wanted], pupil.Marks[wanted], row.Marks[at], CellAddress.Of(row.SheetRow, assessments[at].Column));
            if (hasIdentity && row.Remark.Length > 0 && row.Remark != pupil.Remark)
                remarks.Add(new RemarkChange(pupil.MassarCode, pupil.FullName, pupil.Remark, row.Remark));
        }

        foreach (var (code, pupil) in pupils)
        {
            if (!seen.Contains(code))
                problems.Add(new WorkbookProblem("marks.workbook.missing-pupil", pupil.FullName, pupil.MassarCode) { MassarCode = pupil.MassarCode });
        }

        return new Preview(changes, remarks, leftEmpty, unchanged, problems);

        void Report(string what, NotesCcRow row, params string[] arguments) =>
            problems.Add(new WorkbookProblem($"marks.workbook.{what}", arguments) { MassarCode = row.MassarCode });

        bool SamePupil(NotesCcRow pupil, NotesCcRow row)
        {
            if (pupil.PupilId is { } id && row.PupilId is { } stated && id != stated)
            {
                Report("wrong-id", row, pupil.FullName, pupil.MassarCode, $"{row.SheetRow}");
                return false;
            }

            if (row.FullName.Length > 0 && !NotesCcLayout.SameName(pupil.FullName, row.FullName))
            {
                problems.Add(new WorkbookProblem("marks.workbook.other-name", pupil.FullName, NotesCcReader.Shown(row.FullName), pupil.MassarCode)
                {
                    MassarCode = pupil.MassarCode,
                    IsRemark = true,
                });
            }

            return true;
        }

        void Weigh(NotesCcRow pupil, NotesCcRow row, NotesCcAssessment assessment, MarkValue old, MarkValue now, string cell)
        {
            if (now is { State: MarkState.Mark, Points: { } points })
            {
                var typed = points.ToString(CultureInfo.InvariantCulture);
                if (points < 0 || points > expected.Scale)
                {
                    Refuse("out-of-range", pupil.FullName, typed, expected.Scale.ToString("0.##", CultureInfo.InvariantCulture));
                    return;
                }

                if (decimal.Round(points, 2) != points)
                {
                    Refuse("too-many-decimals", pupil.FullName, typed);
                    return;
                }
            }

            if (now == old || (now.State == MarkState.Mark && old.State == MarkState.Mark && now.Points == old.Points))
            {
                unchanged++;
                return;
            }

            var change = new MarkChange(pupil.MassarCode, pupil.FullName, assessment.Marker, assessment.Title, old, now, cell);
            if (now.State != MarkState.Empty) changes.Add(change);
            // the file has no way to say exempt or fraud, nor (as exported) absent: empty there is not a difference
            else if (old.State == MarkState.Mark) leftEmpty.Add(change);
            else unchanged++;

            void Refuse(string what, params string[] arguments) =>
                problems.Add(new WorkbookProblem($"marks.workbook.{what}", arguments) { Cell = cell, MassarCode = row.MassarCode });
        }
    }

    private static int IndexOf(IReadOnlyList<NotesCcAssessment> assessments, Predicate<NotesCcAssessment> wanted)
    {
        for (var at = 0; at < assessments.Count; at++)
        {
            if (wanted(assessments[at])) return at;
        }

        return -1;
    }
}

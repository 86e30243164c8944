using System.Globalization;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Marks.Workbooks;

/// <summary>
/// A file as it was understood. Without a sheet, <see cref="Problems"/> says why; with one, it lists the cells and rows that were
/// not understood, whose marks are left empty.
/// </summary>
public sealed record NotesCcReading(NotesCcSheet? Sheet, IReadOnlyList<WorkbookProblem> Problems);

/// <summary>
/// Reads the NotesCC sheet of Massar, whether saved by Excel (.xlsx) or LibreOffice (.xlsx, .ods), also after rows were added on
/// top, columns renamed or values retyped as text. Macros and formulas are refused: a mark is what the teacher typed.
/// </summary>
public static class NotesCcReader
{
    private const int MostAssessments = 20;

    public static NotesCcReading Read(byte[] file, decimal scale = 20, SpreadsheetLimits? limits = null)
    {
        var (_, _, sheet, problems) = ReadLayout(file, limits ?? SpreadsheetLimits.Default);
        return new NotesCcReading(sheet is null ? null : sheet with { Scale = scale }, problems);
    }

    /// <summary>Takes at most the permitted number of bytes from an upload, then reads them.</summary>
    public static async Task<NotesCcReading> ReadAsync(
        Stream upload, decimal scale = 20, SpreadsheetLimits? limits = null, CancellationToken ct = default)
    {
        limits ??= SpreadsheetLimits.Default;
        using var taken = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await upload.ReadAsync(buffer, ct)) > 0;)
        {
            taken.Write(buffer, 0, read);
            // one byte beyond the limit is enough for the reader to refuse
            if (taken.Length > limits.FileBytes) break;
        }

        return Read(taken.ToArray(), scale, limits);
    }

    internal static (SpreadsheetFormat Format, Found? Layout, NotesCcSheet? Sheet, List<WorkbookProblem> Problems) ReadLayout(
        byte[] file, SpreadsheetLimits limits)
    {
        var problems = new List<WorkbookProblem>();
        var reading = SpreadsheetFile.Read(file, limits);
        if (reading.Workbook is not { } workbook)
        {
            problems.Add(ProblemOf(reading.Refusal!));
            return (default, null, null, problems);
        }

        var table = workbook.Find(NotesCcLayout.SheetName) ?? workbook.Sheets.FirstOrDefault(s => !s.IsHidden) ?? workbook.Sheets[0];
        if (FindLayout(table) is not { } layout)
        {
            problems.Add(new WorkbookProblem("marks.workbook.not-a-mark-sheet"));
            return (workbook.Format, null, null, problems);
        }

        var assessments = Assessments(table, layout, problems);
        var rows = Rows(table, layout, assessments, problems);
        if (assessments.Count == 0) problems.Add(new WorkbookProblem("marks.workbook.no-assessment"));
        if (rows.Count == 0) problems.Add(new WorkbookProblem("marks.workbook.no-pupil"));
        if (assessments.Count == 0 || rows.Count == 0) return (workbook.Format, layout, null, problems);
        return (workbook.Format, layout, Metadata(table, layout, assessments, rows), problems);
    }

    /// <summary>The sentence for a file that the spreadsheet readers refused.</summary>
    internal static WorkbookProblem ProblemOf(SpreadsheetRefusal refusal) =>
        new($"marks.workbook.file.{refusal.Code}", refusal.Details)
        {
            Cell = refusal.Code == SpreadsheetRefusals.Formula ? refusal.Details[^1] : null,
        };

    private static Found? FindLayout(SheetTable table)
    {
        var signed = table[2, 1].Text.Contains(NotesCcLayout.Signature, StringComparison.OrdinalIgnoreCase);
        var code = NotesCcLayout.Normalize(NotesCcLayout.CodeHeader);
        for (var row = 10; row <= 24; row++)
        {
            // rows may have been added on top; without the signature only the usual rows are believed
            if (!signed && row is < 14 or > 18) continue;
            var isHeader = table[row, NotesCcLayout.IdColumn].Text.Equals(NotesCcLayout.IdHeader, StringComparison.OrdinalIgnoreCase);
            if (!isHeader && !(signed && Enumerable.Range(1, 8).Any(c => NotesCcLayout.Normalize(table[row, c].Text) == code))) continue;

            var found = new Found(table.Name, row, row - NotesCcLayout.HeaderRow)
            {
                IdColumn = Column(row, NotesCcLayout.IdHeader) ?? NotesCcLayout.IdColumn,
                CodeColumn = Column(row, NotesCcLayout.CodeHeader) ?? NotesCcLayout.CodeColumn,
                NameColumn = Column(row, NotesCcLayout.NameHeader) ?? NotesCcLayout.NameColumn,
                BirthColumn = Column(row, NotesCcLayout.BirthHeader) ?? NotesCcLayout.BirthColumn,
            };
            return found;
        }

        return null;

        int? Column(int row, string title)
        {
            var wanted = NotesCcLayout.Normalize(title);
            for (var column = 1; column <= table.ColumnCount; column++)
            {
                if (NotesCcLayout.Normalize(table[row, column].Text) == wanted) return column;
            }

            return null;
        }
    }

    private static List<NotesCcAssessment> Assessments(SheetTable table, Found layout, List<WorkbookProblem> problems)
    {
        var found = new List<NotesCcAssessment>();
        var markers = new HashSet<int>();
        var remark = NotesCcLayout.Normalize("ملاحظات");
        var column = Math.Max(layout.BirthColumn + 1, layout.CodeColumn + 1);
        // titles stand over two columns; a column put in between shifts them all by one
        for (; column <= table.ColumnCount && found.Count < MostAssessments; column++)
        {
            var title = NotesCcLayout.OneBlank(table[layout.HeaderRow, column].Text);
            if (title.Length == 0) continue;
            if (NotesCcLayout.Normalize(title).StartsWith(remark, StringComparison.Ordinal))
            {
                layout.RemarkColumn = column;
                break;
            }

            var marker = Marker(table[layout.HeaderRow - 1, column].Text);
            if (marker is null || !markers.Add(marker.Value))
            {
                if (marker is not null)
                {
                    problems.Add(new WorkbookProblem("marks.workbook.duplicate-assessment", title)
                    {
                        Cell = CellAddress.Of(layout.HeaderRow, column),
                    });
                    continue;
                }

                marker = 0;
            }

            found.Add(new NotesCcAssessment(marker.Value, title) { Column = column });
        }

        return found;
    }

    private static int? Marker(string text)
    {
        var inner = text.Trim().Trim('#').Trim();
        return int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var marker) && marker is > 0 and < 1_000 ? marker : null;
    }

    private static List<NotesCcRow> Rows(
        SheetTable table, Found layout, List<NotesCcAssessment> assessments, List<WorkbookProblem> problems)
    {
        var rows = new List<NotesCcRow>();
        var ended = false;
        for (var at = layout.HeaderRow + 2; at <= table.RowCount; at++)
        {
            var code = NotesCcLayout.Code(table[at, layout.CodeColumn].Text);
            if (ended)
            {
                if (code.Length > 0) problems.Add(new WorkbookProblem("marks.workbook.row-after-end", code, $"{at}") { Cell = CellAddress.Of(at, layout.CodeColumn) });
                continue;
            }

            if (code.Length == 0)
            {
                ended = true;
                // marks beside an empty code would be lost in silence
                if (assessments.Exists(a => !table[at, a.Column].IsEmpty))
                    problems.Add(new WorkbookProblem("marks.workbook.row-without-code", $"{at}") { Cell = CellAddress.Of(at, layout.CodeColumn) });
                continue;
            }

            if (!NotesCcLayout.IsMassarCode(code))
                problems.Add(new WorkbookProblem("marks.workbook.not-a-code", code, $"{at}") { Cell = CellAddress.Of(at, layout.CodeColumn), MassarCode = code });

            rows.Add(new NotesCcRow(
                Id(table[at, layout.IdColumn]),
                code,
                NotesCcLayout.OneBlank(table[at, layout.NameColumn].Text),
                BirthDate(table[at, layout.BirthColumn]),
                [.. assessments.Select(a => Mark(table, at, a.Column, code, problems))],
                layout.RemarkColumn > 0 ? NotesCcLayout.Remark(table[at, layout.RemarkColumn]) : "")
            {
                SheetRow = at,
            });
        }

        return rows;
    }

    internal static MarkValue Mark(SheetTable table, int row, int column, string code, List<WorkbookProblem> problems, bool hasAbsence = true)
    {
        var mark = table[row, column];
        var absence = hasAbsence ? table[row, column + 1] : Cell.Empty;
        var absent = MarkText.IsAbsent(absence.Text);
        if (absent is null)
            problems.Add(new WorkbookProblem("marks.workbook.absence-unclear", code, Shown(absence.Text)) { Cell = CellAddress.Of(row, column + 1), MassarCode = code });
        if (mark.IsEmpty) return absent == true ? MarkValue.Absent : MarkValue.Empty;

        if (mark.IsFormula)
        {
            // the value is what some program computed last, perhaps from cells changed since
            problems.Add(new WorkbookProblem("marks.workbook.computed-mark", code, Shown(mark.Text)) { Cell = CellAddress.Of(row, column), MassarCode = code });
            return MarkValue.Empty;
        }

        if (!MarkText.TryRead(mark, out var points))
        {
            problems.Add(new WorkbookProblem("marks.workbook.not-a-mark", code, Shown(mark.Text)) { Cell = CellAddress.Of(row, column), MassarCode = code });
            return MarkValue.Empty;
        }

        if (absent == true)
        {
            problems.Add(new WorkbookProblem("marks.workbook.mark-and-absence", code, Shown(mark.Text)) { Cell = CellAddress.Of(row, column), MassarCode = code });
            return MarkValue.Empty;
        }

        return MarkValue.Of(points);
    }

    /// <summary>What a sentence may repeat of a cell: not a whole novel.</summary>
    internal static string Shown(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 39), "…");

    private static long? Id(Cell cell) =>
        cell.Number is { } number && number == decimal.Truncate(number) && number is > 0 and < 1e15m ? (long)number
        : long.TryParse(cell.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : null;

    private static DateOnly? BirthDate(Cell cell)
    {
        if (cell.Date is { } date) return date;
        var plain = NotesCcLayout.Code(cell.Text).Replace('/', '-').Replace('.', '-');
        return DateOnly.TryParseExact(
            plain, ["dd-MM-yyyy", "d-M-yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var stated) ? stated : null;
    }

    private static NotesCcSheet Metadata(SheetTable table, Found layout, List<NotesCcAssessment> assessments, List<NotesCcRow> rows)
    {
        var keys = NotesCcLayout.KeyRow + layout.Shift;
        var semester = Whole(table[keys, 7]) is { } stated and (1 or 2) ? stated : SemesterOf(Value(11, 3, 4, "الدورة"));
        var test = Whole(table[keys, 9]) ?? 0;
        // a file for one test has one column, whatever the marker above it says
        if (test > 0 && assessments.Count == 1) assessments[0] = assessments[0] with { Marker = test };

        return new NotesCcSheet
        {
            SchoolCode = table[keys, 3].Text.ToUpperInvariant(),
            ClassId = Guid.TryParse(table[keys, 5].Text, out var id) ? id : null,
            Semester = semester,
            TestNumber = test,
            SubjectCode = table[keys, 11].Text.Trim('#').Trim(),
            YearId = Whole(table[keys, 13]),
            LevelCode = table[keys, 15].Text,
            Academy = Value(7, 3, 4, "أكاديمية"),
            Directorate = Value(7, 7, 9, "م.الإقليمية"),
            SchoolName = Value(7, 12, 15, "مؤسسة"),
            LevelName = Value(9, 3, 4, "المستوى"),
            ClassName = Value(9, 7, 9, "القسم"),
            Teacher = Value(9, 12, 15, "الاستاذ"),
            SubjectName = Value(11, 12, 15, "المادة"),
            YearLabel = Value(13, 3, 4, "السنة الدراسية"),
            Assessments = assessments,
            Rows = rows,
        };

        // the value where it belongs if its label is beside it; else beside the label, wherever it went
        string Value(int row, int labelColumn, int valueColumn, string label)
        {
            var wanted = NotesCcLayout.Normalize(label);
            if (NotesCcLayout.Normalize(table[row + layout.Shift, labelColumn].Text) == wanted)
                return NotesCcLayout.OneBlank(table[row + layout.Shift, valueColumn].Text);

            for (var r = 1; r < layout.HeaderRow; r++)
            {
                for (var c = 1; c <= table.ColumnCount; c++)
                {
                    if (NotesCcLayout.Normalize(table[r, c].Text) != wanted) continue;
                    for (var beside = c + 1; beside <= table.ColumnCount; beside++)
                    {
                        if (!table[r, beside].IsEmpty) return NotesCcLayout.OneBlank(table[r, beside].Text);
                    }

                    return "";
                }
            }

            return "";
        }
    }

    private static int SemesterOf(string name)
    {
        var plain = NotesCcLayout.Normalize(name);
        return plain.EndsWith(NotesCcLayout.Normalize("الأولى"), StringComparison.Ordinal) || plain.EndsWith('1') ? 1
            : plain.EndsWith(NotesCcLayout.Normalize("الثانية"), StringComparison.Ordinal) || plain.EndsWith('2') ? 2
            : 0;
    }

    private static int? Whole(Cell cell) =>
        MarkText.TryRead(cell, out var number) && number == decimal.Truncate(number) && number is >= 0 and < 10_000 ? (int)number : null;

    internal sealed record Found(string SheetName, int HeaderRow, int Shift)
    {
        public int IdColumn { get; init; }

        public int CodeColumn { get; init; }

        public int NameColumn { get; init; }

        public int BirthColumn { get; init; }

        public int RemarkColumn { get; set; }
    }
}

using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Marks.Workbooks;

/// <summary>A column of a list that may hold marks: its number in the file, its title, and how many of its cells are filled.</summary>
public sealed record PlainMarkColumn(int Column, string Title, int Filled);

/// <summary>A line of a list; one value per column of <see cref="PlainMarkList.Columns"/>, in their order.</summary>
public sealed record PlainMarkRow(int SheetRow, string MassarCode, string Name, IReadOnlyList<MarkValue> Marks);

/// <summary>
/// Any list with a column of Massar codes and columns of marks (.xlsx, .ods, .csv): the teacher's own workbook. The person says
/// which column is which assessment; titles that match make the suggestion (<see cref="Suggest"/>).
/// </summary>
public sealed record PlainMarkList(
    IReadOnlyList<PlainMarkColumn> Columns, IReadOnlyList<PlainMarkRow> Rows, IReadOnlyList<WorkbookProblem> Problems)
{
    private static readonly string[] NotMarks =
        [.. new[] { "رقم", "الرقم", "ر.ت", "رت", "n°", "no", "num", "numero", "numéro", "id", "ordre", "رقم الترتيب", "age", "السن", "العمر", "cne", "code" }
            .Select(NotesCcLayout.Normalize)];

    /// <summary>
    /// Reads the visible sheet with most codes. Formulas elsewhere (averages) are welcome, in a mark they are reported and the mark
    /// left empty. An empty list has problems that say why.
    /// </summary>
    public static PlainMarkList Read(byte[] file, SpreadsheetLimits? limits = null)
    {
        var reading = SpreadsheetFile.Read(file, (limits ?? SpreadsheetLimits.Default) with { RefuseFormulas = false });
        if (reading.Workbook is not { } workbook) return new PlainMarkList([], [], [NotesCcReader.ProblemOf(reading.Refusal!)]);

        var best = workbook.Sheets.Where(s => !s.IsHidden).Select(s => (Sheet: s, Codes: CodeColumn(s))).DefaultIfEmpty().MaxBy(s => s.Codes.Count);
        if (best.Sheet is null || best.Codes.Count == 0) return new PlainMarkList([], [], [new WorkbookProblem("marks.workbook.no-codes")]);

        var (table, codeColumn) = (best.Sheet, best.Codes.Column);
        var first = best.Codes.FirstRow;
        // a title may stand some rows above the first pupil
        var header = first - 1;
        var problems = new List<WorkbookProblem>();
        var lines = Lines(table, codeColumn, first, problems);
        var columns = new List<PlainMarkColumn>();
        for (var column = 1; column <= table.ColumnCount; column++)
        {
            if (column == codeColumn) continue;
            var title = Title(table, header, column);
            if (NotMarks.Contains(NotesCcLayout.Normalize(title))) continue;
            int filled = 0, marks = 0;
            foreach (var (row, _) in lines)
            {
                var cell = table[row, column];
                if (cell.IsEmpty) continue;
                filled++;
                if (MarkText.TryRead(cell, out _)) marks++;
            }

            // more marks than not: a column of marks, whose other cells deserve a word
            if (filled > 0 && marks * 2 > filled) columns.Add(new PlainMarkColumn(column, title, filled));
        }

        var nameColumn = NameColumn(table, lines, codeColumn);
        var rows = lines.ConvertAll(line => new PlainMarkRow(
            line.Row,
            line.Code,
            nameColumn == 0 ? "" : NotesCcLayout.OneBlank(table[line.Row, nameColumn].Text),
            [.. columns.Select(c => NotesCcReader.Mark(table, line.Row, c.Column, line.Code, problems, hasAbsence: false))]));
        if (columns.Count == 0) problems.Add(new WorkbookProblem("marks.workbook.no-mark-column"));
        return new PlainMarkList(columns, rows, problems);
    }

    /// <summary>Columns whose title is an assessment's (column → marker); a lone column is taken for a lone assessment.</summary>
    public IReadOnlyDictionary<int, int> Suggest(IReadOnlyList<NotesCcAssessment> assessments)
    {
        var suggested = new Dictionary<int, int>();
        foreach (var assessment in assessments)
        {
            var title = NotesCcLayout.Normalize(assessment.Title);
            var same = Columns.Where(c => NotesCcLayout.Normalize(c.Title) == title).ToList();
            if (same.Count == 1) suggested[same[0].Column] = assessment.Marker;
        }

        if (suggested.Count == 0 && assessments.Count == 1 && Columns.Count == 1) suggested[Columns[0].Column] = assessments[0].Marker;
        return suggested;
    }

    private static (int Column, int Count, int FirstRow) CodeColumn(SheetTable table)
    {
        (int Column, int Count, int FirstRow) best = default;
        for (var column = 1; column <= table.ColumnCount; column++)
        {
            int count = 0, first = 0;
            for (var row = 1; row <= table.RowCount; row++)
            {
                var text = table[row, column].Text;
                if (text.Length is < 10 or > 16 || !NotesCcLayout.IsMassarCode(NotesCcLayout.Code(text))) continue;
                if (first == 0) first = row;
                count++;
            }

            if (count > best.Count) best = (column, count, first);
        }

        return best;
    }

    private static List<(int Row, string Code)> Lines(SheetTable table, int codeColumn, int first, List<WorkbookProblem> problems)
    {
        var lines = new List<(int Row, string Code)>();
        for (var row = first; row <= table.RowCount; row++)
        {
            var code = NotesCcLayout.Code(table[row, codeColumn].Text);
            if (NotesCcLayout.IsMassarCode(code)) lines.Add((row, code));
            else if (code.Length > 0)
                problems.Add(new WorkbookProblem("marks.workbook.not-a-code", NotesCcReader.Shown(code), $"{row}") { Cell = CellAddress.Of(row, codeColumn) });
            else if (Enumerable.Range(1, table.ColumnCount).Any(c => c != codeColumn && MarkText.TryRead(table[row, c], out _)))
                problems.Add(new WorkbookProblem("marks.workbook.row-without-code", $"{row}") { Cell = CellAddress.Of(row, codeColumn) });
        }

        return lines;
    }

    private static string Title(SheetTable table, int header, int column)
    {
        for (var row = header; row >= 1 && row > header - 4; row--)
        {
            var text = NotesCcLayout.OneBlank(table[row, column].Text);
            if (text.Length > 0) return NotesCcReader.Shown(text);
        }

        return CellAddress.Column(column);
    }

    private static int NameColumn(SheetTable table, List<(int Row, string Code)> lines, int codeColumn)
    {
        for (var column = 1; column <= table.ColumnCount; column++)
        {
            var at = column;
            if (at != codeColumn && lines.Count(l => table[l.Row, at].Text is { Length: > 3 } text && text.Contains(' ') && text.Any(char.IsLetter)) * 2 > lines.Count)
                return at;
        }

        return 0;
    }
}

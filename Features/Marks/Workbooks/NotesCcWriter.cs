using System.Globalization;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Marks.Workbooks;

/// <summary>A filled copy of the teacher's file, and what could not be filled; no file when it could not be read at all.</summary>
public sealed record NotesCcFilling(byte[]? File, IReadOnlyList<WorkbookProblem> Problems);

/// <summary>
/// Writes the NotesCC sheet with the layout Massar exports, so that its importer and the programs teachers use take it.
/// Absence columns stay empty unless asked for: no sample shows what the importer accepts there.
/// </summary>
public static class NotesCcWriter
{
    private const string HeaderFill = "DDEBF7";

    private static readonly CellStyle Header = new(Bold: true, Fill: HeaderFill, Centered: true, Bordered: true);
    private static readonly CellStyle Label = new(Bold: true);
    private static readonly CellStyle Data = new(Bordered: true);
    private static readonly CellStyle Typed = new(Unlocked: true, Bordered: true, Centered: true);
    private static readonly CellStyle TypedMark = Typed with { NumberFormat = "0.00" };
    private static readonly CellStyle TypedText = new(Unlocked: true, Bordered: true);

    public static byte[] Write(NotesCcSheet sheet, bool writeAbsences = false)
    {
        var book = new XlsxWriter();
        var page = book.AddSheet(NotesCcLayout.SheetName);
        page.RightToLeft = true;
        var remarks = NotesCcLayout.FirstMarkColumn + (2 * sheet.Assessments.Count);

        WriteTechnicalRows(page, Math.Max(NotesCcLayout.LastTechnicalColumn, remarks + 1));
        WriteKeys(page, sheet);
        WriteLabels(page, sheet);
        WriteHeader(page, sheet, remarks);
        for (var n = 0; n < sheet.Rows.Count; n++) WriteRow(page, NotesCcLayout.FirstRow + n, sheet.Rows[n], sheet.Assessments.Count, writeAbsences);

        foreach (var row in (int[])[1, 2, NotesCcLayout.KeyRow, NotesCcLayout.MarkerRow]) page.HideRow(row);
        page.HideColumn(NotesCcLayout.IdColumn);
        SetWidths(page, remarks);
        page.Protect();
        if (sheet.Rows.Count > 0 && sheet.Assessments.Count > 0)
        {
            var last = NotesCcLayout.FirstRow + sheet.Rows.Count - 1;
            var areas = sheet.Assessments.Select((_, n) => CellAddress.Column(NotesCcLayout.FirstMarkColumn + (2 * n)))
                .Select(column => $"{column}{NotesCcLayout.FirstRow}:{column}{last}");
            var most = sheet.Scale.ToString("0.##", CultureInfo.InvariantCulture);
            page.AllowDecimals(string.Join(' ', areas), 0, sheet.Scale, NotesCcLayout.MarkHeader, $"أدخلوا نقطة بين 0 و{most}، مثلا 7,50");
        }

        return book.ToBytes();
    }

    /// <summary>
    /// Fills the very file the teacher downloaded from Massar: marks and remarks by pupil code and assessment, every other cell and
    /// part untouched. Cells whose value is not entered here keep what the file has.
    /// </summary>
    public static NotesCcFilling Fill(byte[] original, NotesCcSheet sheet, bool writeAbsences = false)
    {
        var reading = NotesCcReader.ReadLayout(original, SpreadsheetLimits.Default);
        if (reading.Layout is not { } layout || reading.Sheet is not { } found) return new NotesCcFilling(null, reading.Problems);
        if (reading.Format != SpreadsheetFormat.Xlsx)
            return new NotesCcFilling(null, [new WorkbookProblem("marks.workbook.fill-needs-xlsx")]);

        var problems = NotesCcComparison.FileProblems(sheet, found);
        if (problems.Exists(p => !p.IsRemark)) return new NotesCcFilling(null, problems);

        var columns = NotesCcComparison.Match(sheet, found, problems);
        var rows = found.Rows.GroupBy(r => r.MassarCode).ToDictionary(g => g.Key, g => g.First());
        var cells = new List<CellPatch>();
        foreach (var row in sheet.Rows)
        {
            if (!rows.TryGetValue(NotesCcLayout.Code(row.MassarCode), out var line))
            {
                problems.Add(new WorkbookProblem("marks.workbook.missing-pupil", row.FullName, row.MassarCode) { MassarCode = row.MassarCode });
                continue;
            }

            foreach (var (expected, at) in columns)
            {
                var mark = row.Marks[expected];
                var column = found.Assessments[at].Column;
                if (mark.State == MarkState.Mark) cells.Add(new CellPatch(line.SheetRow, column, mark.Points, null));
                if (mark.State == MarkState.Absent && writeAbsences) cells.Add(new CellPatch(line.SheetRow, column + 1, 1, null));
            }

            if (row.Remark.Length > 0 && layout.RemarkColumn > 0) cells.Add(new CellPatch(line.SheetRow, layout.RemarkColumn, null, row.Remark));
        }

        var (file, refusal) = XlsxPatcher.Fill(original, layout.SheetName, cells);
        if (refusal is not null) problems.Add(NotesCcReader.ProblemOf(refusal));
        return new NotesCcFilling(file, problems);
    }

    /// <summary>The name the teacher space gives: export_notesCC_1APIC-3_0019.xlsx.</summary>
    public static string TeacherFileName(NotesCcSheet sheet) => Safe($"export_notesCC_{sheet.ClassName}_{sheet.SubjectCode}.xlsx");

    /// <summary>
    /// The name the administration space gives: Export_28847E_2APIC-1_LANGUE FRANCAISE_21012026210439.xlsx.
    /// <paramref name="exportedAt"/> is in the school's own time.
    /// </summary>
    public static string AdministrationFileName(NotesCcSheet sheet, string subjectInFrench, DateTime exportedAt) => Safe(
        $"Export_{sheet.SchoolCode}_{sheet.ClassName}_{subjectInFrench.ToUpperInvariant()}_{exportedAt.ToString("ddMMyyyyHHmmss", CultureInfo.InvariantCulture)}.xlsx");

    private static string Safe(string name) =>
        new([.. name.Select(c => c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' || char.IsControl(c) ? '-' : c)]);

    private static void WriteTechnicalRows(XlsxSheet page, int last)
    {
        for (var column = 1; column <= last; column++)
        {
            // older readers look for O in Z1; no known reader looks for Z
            page.Text(1, column, column == NotesCcLayout.LastTechnicalColumn ? "O" : CellAddress.Column(column));
            page.Text(2, column, NotesCcLayout.Signature);
        }
    }

    private static void WriteKeys(XlsxSheet page, NotesCcSheet sheet)
    {
        const int Row = NotesCcLayout.KeyRow;
        page.Text(NotesCcLayout.TitleRow, 6, NotesCcLayout.Title, Header);
        page.Merge(NotesCcLayout.TitleRow, 6, NotesCcLayout.TitleRow, 9);
        page.Text(Row, 3, sheet.SchoolCode);
        page.Text(Row, 5, sheet.ClassId?.ToString("D"));
        page.Number(Row, 7, sheet.Semester);
        page.Number(Row, 9, sheet.TestNumber);
        page.Text(Row, 11, $"#{sheet.SubjectCode}#");
        if (sheet.YearId is { } year) page.Number(Row, 13, year);
        page.Text(Row, 15, sheet.LevelCode);
    }

    private static void WriteLabels(XlsxSheet page, NotesCcSheet sheet)
    {
        var single = sheet.TestNumber != 0 && sheet.Assessments is [var only, ..] ? only.Title : "";
        (int Row, int Label, string Text, int From, int To, string Value)[] fields =
        [
            (7, 3, "أكاديمية :", 4, 6, sheet.Academy),
            (7, 7, "م.الإقليمية :", 9, 11, sheet.Directorate),
            (7, 12, "مؤسسة", 15, 19, sheet.SchoolName),
            (9, 3, "المستوى :", 4, 6, sheet.LevelName),
            (9, 7, "القسم :", 9, 11, sheet.ClassName),
            (9, 12, "الاستاذ", 15, 19, sheet.Teacher),
            (11, 3, "الدورة :", 4, 6, NotesCcLayout.SemesterName(sheet.Semester)),
            (11, 7, "نقط :", 9, 9, single),
            (11, 12, "المادة", 15, 19, sheet.SubjectName),
            (13, 3, "السنة الدراسية :", 4, 6, sheet.YearLabel),
        ];
        foreach (var (row, label, text, from, to, value) in fields)
        {
            page.Text(row, label, text, Label);
            page.Text(row, from, value);
            if (to > from) page.Merge(row, from, row, to);
        }
    }

    private static void WriteHeader(XlsxSheet page, NotesCcSheet sheet, int remarks)
    {
        const int Top = NotesCcLayout.HeaderRow, Below = NotesCcLayout.SubHeaderRow;
        page.Text(Top, NotesCcLayout.IdColumn, NotesCcLayout.IdHeader, Header);
        Tall(NotesCcLayout.CodeColumn, NotesCcLayout.CodeColumn, NotesCcLayout.CodeHeader);
        Tall(NotesCcLayout.NameColumn, NotesCcLayout.NameColumn + 1, NotesCcLayout.NameHeader);
        Tall(NotesCcLayout.BirthColumn, NotesCcLayout.BirthColumn, NotesCcLayout.BirthHeader);
        for (var n = 0; n < sheet.Assessments.Count; n++)
        {
            var column = NotesCcLayout.FirstMarkColumn + (2 * n);
            Pair(column, sheet.Assessments[n].Marker, sheet.Assessments[n].Title);
            page.Text(Below, column, NotesCcLayout.MarkHeader, Header);
            page.Text(Below, column + 1, NotesCcLayout.AbsenceHeader, Header);
        }

        Pair(remarks, NotesCcLayout.RemarkMarker, NotesCcLayout.RemarkHeader);
        page.Text(Below, remarks, "-", Header);
        page.Blank(Below, remarks + 1, Header);

        void Pair(int column, int marker, string title)
        {
            page.Text(NotesCcLayout.MarkerRow, column, $"#{marker}#");
            page.Merge(NotesCcLayout.MarkerRow, column, NotesCcLayout.MarkerRow, column + 1);
            page.Text(Top, column, title, Header);
            page.Blank(Top, column + 1, Header);
            page.Merge(Top, column, Top, column + 1);
        }

        void Tall(int from, int to, string title)
        {
            for (var column = from; column <= to; column++)
            {
                page.Blank(Top, column, Header);
                page.Blank(Below, column, Header);
            }

            page.Text(Top, from, title, Header);
            page.Merge(Top, from, Below, to);
        }
    }

    private static void WriteRow(XlsxSheet page, int at, NotesCcRow row, int assessments, bool writeAbsences)
    {
        if (row.PupilId is { } id) page.Number(at, NotesCcLayout.IdColumn, id, Data);
        page.Text(at, NotesCcLayout.CodeColumn, row.MassarCode, Data);
        page.Text(at, NotesCcLayout.NameColumn, row.FullName, Data);
        page.Blank(at, NotesCcLayout.NameColumn + 1, Data);
        page.Merge(at, NotesCcLayout.NameColumn, at, NotesCcLayout.NameColumn + 1);
        page.Text(at, NotesCcLayout.BirthColumn, row.BirthDate?.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture), Data);
        for (var n = 0; n < assessments; n++)
        {
            var column = NotesCcLayout.FirstMarkColumn + (2 * n);
            var mark = row.Marks[n];
            if (mark is { State: MarkState.Mark, Points: { } points }) page.Number(at, column, points, TypedMark);
            else page.Blank(at, column, TypedMark);
            if (mark.State == MarkState.Absent && writeAbsences) page.Number(at, column + 1, 1, Typed);
            else page.Blank(at, column + 1, Typed);
        }

        var remarks = NotesCcLayout.FirstMarkColumn + (2 * assessments);
        page.Text(at, remarks, row.Remark, TypedText);
        page.Blank(at, remarks + 1, TypedText);
    }

    private static void SetWidths(XlsxSheet page, int remarks)
    {
        page.Width(1, 3);
        page.Width(NotesCcLayout.CodeColumn, 16);
        page.Width(NotesCcLayout.NameColumn, 20);
        page.Width(NotesCcLayout.NameColumn + 1, 12);
        page.Width(NotesCcLayout.BirthColumn, 14);
        for (var column = NotesCcLayout.FirstMarkColumn; column < remarks; column++) page.Width(column, 9);
        page.Width(remarks, 24);
    }
}

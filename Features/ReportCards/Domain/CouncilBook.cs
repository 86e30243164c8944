using System.Globalization;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;

namespace Massar.Features.ReportCards.Domain;

/// <summary>One pupil's row of the council's report.</summary>
/// <param name="Years">Years spent in each year of the cycle, the first first; three at most.</param>
/// <param name="Choices">Streams asked for, the dearest first.</param>
public sealed record CouncilBookRow(string MassarCode, string NameAr, Sex Sex, IReadOnlyList<int> Years, decimal? First, decimal? Second, decimal? Annual, string? DecisionAr, IReadOnlyList<string> Choices)
{
    /// <summary>The honour or sanction that was written; the ministry's layout has no column for it, ours stands behind its last.</summary>
    public string? HonourAr { get; init; }

    public string? Remark { get; init; }
}

/// <summary>What stands above the rows.</summary>
/// <param name="IsLastOfCollege">The level that a local and a regional exam end: its report has their columns, and two choices of orientation.</param>
public sealed record CouncilBookHead(string Academy, string Directorate, string School, string Level, string Class, int SchoolYear, bool IsLastOfCollege);

/// <summary>
/// The class-council report (قرار مجلس القسم) as the ministry's program makes it: an .xlsx with one sheet <c>Data</c>, right to left, every value in
/// the cell where readers of that file look for it. What is not known here, such as the marks of exams, stays empty.
/// </summary>
public static class CouncilBook
{
    public const string SheetName = "Data";
    public const string Signature = "قرار مجلس القسم";
    public const string CodeHead = "رقم التلميذ";
    public const string FirstHead = "معدل الدورة الأولى";
    public const string SecondHead = "معدل الدورة الثانية";
    public const string AnnualHead = "المعدل السنوي";
    public const string DecisionHead = "القرار";
    public const string HonourHead = "التنويه أو الجزاء";
    public const string RemarkHead = "ملاحظة المجلس";
    public const int HeadRow = 10;
    public const int FirstRow = 12;
    private const int YearColumns = 3;
    private const int ChoiceColumns = 2;

    private static readonly CellStyle Title = new(Bold: true, Centered: true);
    private static readonly CellStyle Label = new(Bold: true);
    private static readonly CellStyle Header = new(Bold: true, Fill: "DDEBF7", Centered: true, Bordered: true);
    private static readonly CellStyle Data = new(Bordered: true);
    private static readonly CellStyle Figure = new(Bordered: true, Centered: true, NumberFormat: "0.00");
    private static readonly CellStyle Count = new(Bordered: true, Centered: true);

    public static byte[] Write(CouncilBookHead head, IReadOnlyList<CouncilBookRow> rows)
    {
        var book = new XlsxWriter();
        var sheet = book.AddSheet(SheetName);
        sheet.RightToLeft = true;
        sheet.Text(2, 5, $"{Signature} – {head.Class}", Title);
        Above(sheet, 5, (2, "الأكاديمية", head.Academy), (5, "المديرية", head.Directorate), (9, "السنة الدراسية", Formats.SchoolYear(head.SchoolYear)));
        Above(sheet, 7, (2, "المؤسسة", head.School), (5, "المستوى", head.Level), (9, "القسم", head.Class));

        List<string> headings = [CodeHead, "الاسم و النسب", "النوع", "سنوات الأولى", "سنوات الثانية", "سنوات الثالثة", FirstHead, SecondHead];
        headings.AddRange(head.IsLastOfCollege
            ? ["الامتحان المحلي", "الامتحان الجهوي", "المعدل العام", "الاختيار الأول", "الاختيار الثاني", DecisionHead]
            : [AnnualHead, DecisionHead]);
        headings.AddRange([HonourHead, RemarkHead]);
        for (var n = 0; n < headings.Count; n++) sheet.Text(HeadRow, 2 + n, headings[n], Header);
        for (var n = 0; n < rows.Count; n++) Row(sheet, FirstRow + n, head, rows[n]);
        return book.ToBytes();
    }

    private static void Row(XlsxSheet sheet, int at, CouncilBookHead head, CouncilBookRow row)
    {
        sheet.Text(at, 2, row.MassarCode, Data);
        sheet.Text(at, 3, row.NameAr, Data);
        sheet.Text(at, 4, row.Sex == Sex.Female ? "أنثى" : "ذكر", Data);
        for (var n = 0; n < YearColumns; n++)
            if (n < row.Years.Count) sheet.Number(at, 5 + n, row.Years[n], Count);
            else sheet.Text(at, 5 + n, "", Count);
        Average(8, row.First);
        Average(9, row.Second);
        var next = 10;
        if (head.IsLastOfCollege)
        {
            // the local and the regional exam, and the average made with them
            for (; next < 13; next++) sheet.Text(at, next, "", Figure);
            for (var n = 0; n < ChoiceColumns; n++, next++) sheet.Text(at, next, n < row.Choices.Count ? row.Choices[n] : "", Data);
        }
        else
        {
            Average(next++, row.Annual);
        }

        sheet.Text(at, next++, row.DecisionAr ?? "", Data);
        sheet.Text(at, next++, row.HonourAr ?? "", Data);
        sheet.Text(at, next, row.Remark ?? "", Data);

        void Average(int column, decimal? value)
        {
            if (value is { } known) sheet.Number(at, column, known, Figure);
            else sheet.Text(at, column, "", Figure);
        }
    }

    private static void Above(XlsxSheet sheet, int row, params (int Column, string Label, string Value)[] cells)
    {
        foreach (var (column, label, value) in cells)
        {
            sheet.Text(row, column, label, Label);
            sheet.Text(row, column == 9 ? (row == 5 ? 11 : 10) : column + 1, value);
        }
    }
}

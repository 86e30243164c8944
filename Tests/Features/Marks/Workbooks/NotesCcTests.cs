using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Infrastructure.Spreadsheets;

namespace Massar.Tests.Features.Marks.Workbooks;

/// <summary>The mark sheet of the ministry, written, read back, and filled in as teachers do.</summary>
public sealed partial class NotesCcTests
{
    [Theory]
    [InlineData(2, false, 20), InlineData(3, true, 20), InlineData(4, true, 20), InlineData(5, false, 20), InlineData(11, false, 10)]
    public void A_sheet_comes_back_as_it_was_written_and_is_valid(int tests, bool activities, int scale)
    {
        var sheet = Samples.Sheet(45, tests, activities, scale);
        var file = NotesCcWriter.Write(sheet);

        var reading = NotesCcReader.Read(file, scale);

        Assert.Empty(reading.Problems);
        Samples.AssertSame(sheet, reading.Sheet);
        Assert.Empty(XlsxTests.Violations(file));
    }

    [Fact]
    public void The_layout_is_the_one_Massar_exports()
    {
        var file = NotesCcWriter.Write(Samples.Sheet(2, 3, activities: false));
        var sheet = XlsxReader.Read(file).Workbook!.Sheets[0];

        Assert.Equal("NotesCC", sheet.Name);
        (string Cell, string Text)[] expected =
        [
            ("A1", "A"), ("C1", "C"), ("Z1", "O"), ("A2", "sgs"), ("Z2", "sgs"), ("F4", "نقط المراقبة المستمرة"), ("C5", "55976T"),
            ("E5", "0f8fad5b-d9cb-469f-a165-70867728950e"), ("G5", "1"), ("I5", "0"), ("K5", "#0030#"), ("M5", "18"), ("O5", "2A32101110"),
            ("D7", "مراكش - آسفي"), ("I7", "عمالة: مراكش"), ("O7", "الثانوية الإعدادية النموذجية"), ("I9", "2APIC-1"), ("D11", "الدورة الأولى"),
            ("O11", "اللغة الفرنسية"), ("D13", "2025/2026"), ("G15", "#1#"), ("I15", "#2#"), ("K15", "#3#"), ("M15", "#100#"),
            ("B16", "ID"), ("C16", "رقم التلميذ"), ("D16", "إسم التلميذ"), ("F16", "تاريخ الإزدياد"), ("G16", "الفرض الأول"), ("M16", "ملاحظات الأستاذ"),
            ("G17", "النقطة"), ("H17", "التغيب"), ("M17", "-"), ("B18", "1000001"), ("C18", "R130000001"), ("F18", "02-01-2012"), ("G18", "0.37"), ("H18", ""), ("C20", ""),
        ];
        Assert.All(expected, e =>
        {
            Assert.True(CellAddress.TryRead(e.Cell, out var row, out var column));
            Assert.Equal(e.Text, sheet[row, column].Text);
        });
        Assert.Equal(CellKind.Text, sheet[18, 6].Kind);

        var xml = XlsxTests.Part(file, "xl/worksheets/sheet1.xml");
        Assert.Contains("rightToLeft=\"1\"", xml, StringComparison.Ordinal);
        foreach (var merge in "F4:I4 D7:F7 I7:K7 O7:S7 D9:F9 I9:K9 O9:S9 D11:F11 O11:S11 D13:F13 C16:C17 D16:E17 F16:F17 G15:H15 G16:H16 M15:N15 M16:N16 D18:E18 D19:E19".Split(' '))
            Assert.Contains($"ref=\"{merge}\"", xml, StringComparison.Ordinal);
        Assert.Equal(["1", "2", "5", "15"], HiddenRow().Matches(xml).Select(m => m.Groups[1].Value));
        Assert.Contains("<col min=\"2\" max=\"2\" width=\"9\" hidden=\"1\"", xml, StringComparison.Ordinal);
        Assert.Contains("<sheetProtection sheet=\"1\"", xml, StringComparison.Ordinal);
        Assert.Contains("sqref=\"G18:G19 I18:I19 K18:K19\"><formula1>0</formula1><formula2>20</formula2>", xml, StringComparison.Ordinal);
    }

    [Theory, InlineData(2, "K"), InlineData(3, "M"), InlineData(4, "O"), InlineData(5, "Q"), InlineData(11, "AC")]
    public void Remarks_stand_after_the_last_assessment(int tests, string column)
    {
        var sheet = XlsxReader.Read(NotesCcWriter.Write(Samples.Sheet(1, tests, activities: false))).Workbook!.Sheets[0];

        Assert.True(CellAddress.TryRead($"{column}16", out var row, out var at));
        Assert.Equal("ملاحظات الأستاذ", sheet[row, at].Text);
    }

    [Fact]
    public void Files_are_named_as_Massar_names_them()
    {
        var sheet = Samples.Sheet(1) with { ClassName = "1APIC-3", SubjectCode = "0019" };
        Assert.Equal("export_notesCC_1APIC-3_0019.xlsx", NotesCcWriter.TeacherFileName(sheet));
        Assert.Equal("Export_28847E_2APIC-1_LANGUE FRANCAISE_21012026210439.xlsx", NotesCcWriter.AdministrationFileName(
            sheet with { SchoolCode = "28847E", ClassName = "2APIC-1" }, "Langue francaise", new DateTime(2026, 1, 21, 21, 4, 39)));
        Assert.DoesNotContain('/', NotesCcWriter.TeacherFileName(sheet with { ClassName = "../x" }));
    }

    [Fact]
    public void A_single_test_is_known_by_its_number()
    {
        var sheet = Samples.Sheet(3, 1, activities: false) with { TestNumber = 2, Assessments = [new NotesCcAssessment(2, "الفرض الثاني")] };
        var file = NotesCcWriter.Write(sheet);

        Assert.Equal("الفرض الثاني", XlsxReader.Read(file).Workbook!.Sheets[0][11, 9].Text);
        var found = NotesCcReader.Read(file);
        Samples.AssertSame(sheet, found.Sheet);
        var all = Samples.Sheet(3) with { Rows = [.. Samples.Sheet(3).Rows.Select(r => r with { Remark = "" })] };
        var preview = NotesCcComparison.Compare(all, found);
        Assert.Empty(preview.Problems);
        Assert.All(preview.Changes, c => Assert.Equal(2, c.Marker));
    }

    [Theory]
    [InlineData("12,5", "12.5"), InlineData("12.50", "12.50"), InlineData("١٢٫٥", "12.5"), InlineData("۱۲,۵", "12.5"), InlineData(" 7 ", "7"), InlineData("\u200f14,25\u200f", "14.25"), InlineData("0", "0")]
    public void Marks_are_read_as_people_type_them(string typed, string points)
    {
        var found = Retyped(G18: typed);
        Assert.Empty(found.Problems);
        Assert.Equal(MarkValue.Of(decimal.Parse(points, CultureInfo.InvariantCulture)), found.Sheet!.Rows[0].Marks[0]);
    }

    [Theory, InlineData("جيد"), InlineData("1e1"), InlineData("12..5"), InlineData("1 2/20"), InlineData("--")]
    public void What_is_not_a_mark_is_reported_by_cell_and_left_empty(string typed)
    {
        var found = Retyped(G18: typed);
        var problem = Assert.Single(found.Problems);
        Assert.Equal(("marks.workbook.not-a-mark", "G18", "R130000001"), (problem.Key, problem.Cell, problem.MassarCode));
        Assert.Equal(MarkValue.Empty, found.Sheet!.Rows[0].Marks[0]);
    }

    [Theory, InlineData("1"), InlineData("x"), InlineData("X"), InlineData("غ"), InlineData("نعم"), InlineData("١")]
    public void Absences_are_read_as_people_type_them(string typed)
    {
        var found = Retyped(G18: "", H18: typed);
        Assert.Empty(found.Problems);
        Assert.Equal(MarkValue.Absent, found.Sheet!.Rows[0].Marks[0]);
    }

    [Fact]
    public void A_mark_beside_an_absence_and_an_unclear_absence_are_reported()
    {
        Assert.Equal("marks.workbook.mark-and-absence", Assert.Single(Retyped(G18: "12", H18: "غ").Problems).Key);
        Assert.Equal("marks.workbook.absence-unclear", Assert.Single(Retyped(G18: "12", H18: "ربما").Problems).Key);
    }

    [Fact]
    public void Rows_added_on_top_and_columns_added_inside_are_followed()
    {
        var sheet = Samples.Sheet(5);
        var original = XlsxReader.Read(NotesCcWriter.Write(sheet)).Workbook!.Sheets[0];
        var book = new XlsxWriter();
        var moved = book.AddSheet("Feuil1");
        for (var row = 1; row <= original.RowCount; row++)
        {
            for (var column = 1; column <= original.ColumnCount; column++)
            {
                var cell = original[row, column];
                // two rows added above the title; a column added before the third assessment
                var (r, c) = (row >= 4 ? row + 2 : row, column >= 11 && row >= 15 ? column + 1 : column);
                if (cell.Number is { } number) moved.Number(r, c, number);
                else moved.Text(r, c, cell.Raw);
            }
        }

        var found = NotesCcReader.Read(book.ToBytes());

        Assert.Empty(found.Problems);
        Samples.AssertSame(sheet, found.Sheet);
    }

    [Fact]
    public void What_is_no_mark_sheet_says_so_with_a_key()
    {
        var book = new XlsxWriter();
        book.AddSheet("x").Text(1, 1, "قائمة");
        Assert.Equal("marks.workbook.not-a-mark-sheet", Assert.Single(NotesCcReader.Read(book.ToBytes()).Problems).Key);
        Assert.Equal("marks.workbook.file.not-xlsx", Assert.Single(NotesCcReader.Read([1, 0, 3]).Problems).Key);

        var formula = NotesCcReader.Read(Files.Xlsx("""<row r="18"><c r="G18"><f>AVERAGE(1,2)</f><v>1.5</v></c></row>"""));
        Assert.Equal(("marks.workbook.file.formula", "G18"), (formula.Problems[0].Key, formula.Problems[0].Cell));
    }

    [Fact]
    public void The_teachers_own_file_is_filled_and_nothing_else_in_it_changes()
    {
        var sheet = Samples.Sheet(45);
        var blank = sheet with { Rows = [.. sheet.Rows.Select(r => r with { Marks = [.. r.Marks.Select(_ => MarkValue.Empty)], Remark = "" }).Reverse()] };
        var original = WithPart(NotesCcWriter.Write(blank), "docProps/core.xml", "<cp xmlns=\"urn:x\">kept</cp>");

        var filling = NotesCcWriter.Fill(original, sheet);

        Assert.Empty(filling.Problems);
        var found = NotesCcReader.Read(filling.File!);
        Assert.Empty(found.Problems);
        Samples.AssertSame(sheet with { Rows = [.. sheet.Rows.Reverse()] }, found.Sheet);
        foreach (var part in Files.Names(original).Where(n => !n.Contains("sheet1", StringComparison.Ordinal)))
            Assert.Equal(XlsxTests.Part(original, part), XlsxTests.Part(filling.File!, part));
    }

    [Fact]
    public void A_file_of_another_class_is_not_filled()
    {
        var original = NotesCcWriter.Write(Samples.Sheet(3) with { ClassId = Guid.NewGuid() });
        var filling = NotesCcWriter.Fill(original, Samples.Sheet(3));
        Assert.Null(filling.File);
        Assert.Contains(filling.Problems, p => p.Key == "marks.workbook.wrong-class");
    }

    /// <summary>A sheet of three whose first mark and absence were typed as text.</summary>
    private static NotesCcReading Retyped(string G18, string H18 = "")
    {
        var (file, refusal) = XlsxPatcher.Fill(
            NotesCcWriter.Write(Samples.Sheet(3)), "NotesCC", [new CellPatch(18, 7, null, G18), new CellPatch(18, 8, null, H18)]);
        Assert.Null(refusal);
        return NotesCcReader.Read(file!);
    }

    private static byte[] WithPart(byte[] file, string name, string content)
    {
        using var changed = new MemoryStream();
        changed.Write(file);
        using (var zip = new ZipArchive(changed, ZipArchiveMode.Update, leaveOpen: true))
        using (var part = zip.CreateEntry(name).Open())
        {
            part.Write(Encoding.UTF8.GetBytes(content));
        }

        return changed.ToArray();
    }

    [GeneratedRegex("<row r=\"(\\d+)\" hidden=\"1\"")]
    private static partial Regex HiddenRow();
}

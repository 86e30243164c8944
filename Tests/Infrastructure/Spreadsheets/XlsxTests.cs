using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Tests.Infrastructure.Spreadsheets;

/// <summary>What the writer writes the reader reads, and other programs accept; what other programs write is understood.</summary>
public sealed class XlsxTests
{
    [Fact]
    public void A_workbook_comes_back_as_it_was_written()
    {
        var book = new XlsxWriter();
        var one = book.AddSheet("نقط القسم");
        one.RightToLeft = true;
        one.Text(1, 1, "  الاسم\tالكامل ", new CellStyle(Bold: true, Fill: "DDEBF7"));
        one.Number(2, 3, 12.75m);
        one.Number(2, 4, -0.1m);
        one.Date(3, 1, new DateOnly(2011, 3, 9));
        one.Date(3, 2, new DateOnly(1899, 5, 1));
        book.AddSheet("Two").Text(1, 64, "آخر عمود");

        var workbook = Accepted(XlsxReader.Read(book.ToBytes()));

        Assert.Equal(["نقط القسم", "Two"], workbook.Sheets.Select(s => s.Name));
        var read = workbook.Sheets[0];
        Assert.Equal("  الاسم\tالكامل ", read[1, 1].Raw);
        Assert.Equal(12.75m, read[2, 3].Number);
        Assert.Equal(-0.1m, read[2, 4].Number);
        Assert.Equal(new DateOnly(2011, 3, 9), read[3, 1].Date);
        Assert.Equal("01/05/1899", read[3, 2].Text);
        Assert.Equal(CellKind.Empty, read[1, 2].Kind);
        Assert.Equal("آخر عمود", workbook.Find("two")![1, 64].Text);
    }

    [Theory]
    [InlineData("=1+1"), InlineData("+212600000000"), InlineData("-5"), InlineData("@SUM(A1)"), InlineData("\t=1"), InlineData("\r=1")]
    public void Text_that_looks_like_a_formula_stays_text_even_when_edited(string text)
    {
        var book = new XlsxWriter();
        book.AddSheet("s").Text(1, 1, text);
        var file = book.ToBytes();

        var cell = Accepted(XlsxReader.Read(file)).Sheets[0][1, 1];
        Assert.Equal(CellKind.Text, cell.Kind);
        Assert.False(cell.IsFormula);
        Assert.Equal(text, cell.Raw);
        Assert.Contains("quotePrefix=\"1\"", Part(file, "xl/styles.xml"), StringComparison.Ordinal);
        Assert.Contains(" s=\"1\"", Part(file, "xl/worksheets/sheet1.xml"), StringComparison.Ordinal);
        Assert.DoesNotContain("<f>", Part(file, "xl/worksheets/sheet1.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_the_writer_can_do_is_valid_for_the_standard()
    {
        var book = new XlsxWriter();
        var sheet = book.AddSheet("[لائحة] : طويلة جدا تتجاوز واحدا وثلاثين حرفا");
        sheet.RightToLeft = true;
        sheet.FreezeRows(1);
        sheet.Text(1, 1, "=عنوان", new CellStyle(Bold: true, Fill: "FFEEAA", Centered: true, Bordered: true));
        sheet.Number(2, 2, 3, new CellStyle(Unlocked: true, NumberFormat: "0.00"));
        sheet.Date(2, 3, new DateOnly(2026, 1, 21));
        sheet.Text(3, 1, "\u0001\uD800 نص");
        sheet.Merge(1, 1, 1, 3);
        sheet.HideRow(7);
        sheet.HideColumn(5);
        sheet.Width(1, 22.5);
        sheet.Protect();
        sheet.AllowDecimals("B2:B9 D2:D9", 0, 20, "النقطة", "بين 0 و20");
        book.AddSheet("[لائحة] : طويلة جدا تتجاوز واحدا وثلاثين حرفا").Text(1, 1, "ب");

        Assert.Empty(Violations(book.ToBytes()));
    }

    [Fact]
    public void What_other_programs_write_is_understood()
    {
        var file = Files.Xlsx(
            """
            <row r="2"><c r="B2" t="s"><v>1</v></c><c t="str"><v>حساب</v></c><c r="E2" t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>
            <row><c t="inlineStr"><is><r><t>نقط</t></r><r><t xml:space="preserve"> الفرض</t></r><rPh sb="0" eb="1"><t>xx</t></rPh></is></c>
            <c s="1"><v>45678</v></c><c s="2"><v>45678.5</v></c><c><v>12.299999999999999</v></c><c><v>1.25E1</v></c></row>
            """,
            shared: """<si><t>لا</t></si><si><r><t>الاسم </t></r><r><rPr><b/></rPr><t>العائلي</t></r><rPh><t>no</t></rPh></si>""");

        var sheet = Accepted(XlsxReader.Read(file)).Sheets[0];

        Assert.Equal("الاسم العائلي", sheet[2, 2].Text);
        Assert.Equal("حساب", sheet[2, 3].Text);
        Assert.Equal(new Cell(CellKind.Boolean, "1"), sheet[2, 5]);
        Assert.Equal(CellKind.Error, sheet[2, 6].Kind);
        Assert.Equal("نقط الفرض", sheet[3, 1].Text);
        Assert.Equal(new DateOnly(2025, 1, 21), sheet[3, 2].Date);
        Assert.Equal("2025-01-21T12:00:00", sheet[3, 3].Raw);
        Assert.Equal(12.3m, sheet[3, 4].Number);
        Assert.Equal(12.5m, sheet[3, 5].Number);
    }

    [Fact]
    public void A_formula_is_refused_with_its_cell_or_kept_with_its_last_value()
    {
        var file = Files.Xlsx("""<row r="18"><c r="G18"><f>SUM(A1:A2)</f><v>14</v></c></row>""");

        var refusal = XlsxReader.Read(file).Refusal;
        Assert.Equal(SpreadsheetRefusals.Formula, refusal?.Code);
        Assert.Equal(["ورقة", "G18"], refusal!.Details);

        var kept = Accepted(XlsxReader.Read(file, new SpreadsheetLimits { RefuseFormulas = false })).Sheets[0][18, 7];
        Assert.True(kept.IsFormula);
        Assert.Equal(14, kept.Number);
    }

    [Fact]
    public void Filling_cells_leaves_every_other_part_and_cell_untouched()
    {
        var original = Files.Xlsx(
            """<row r="1"><c r="A1" s="1"><v>1</v></c><c r="C1" t="s"><v>0</v></c></row><row r="4" hidden="1"><c r="B4" t="inlineStr"><is><t>keep</t></is></c></row>""",
            shared: "<si><t>نص</t></si>",
            tail: """<mergeCells count="1"><mergeCell ref="E1:F1"/></mergeCells>""");

        var (file, refusal) = XlsxPatcher.Fill(original, "ورقة",
        [
            new CellPatch(1, 2, 15.25m, null), new CellPatch(1, 1, null, "=نص"), new CellPatch(3, 5, 7, null), new CellPatch(1, 3, null, null),
        ]);

        Assert.Null(refusal);
        var sheet = Accepted(XlsxReader.Read(file!)).Sheets[0];
        Assert.Equal(15.25m, sheet[1, 2].Number);
        Assert.Equal("'=نص", sheet[1, 1].Text);
        Assert.Equal(7, sheet[3, 5].Number);
        Assert.True(sheet[1, 3].IsEmpty);
        Assert.Equal("keep", sheet[4, 2].Text);
        var xml = Part(file!, "xl/worksheets/sheet1.xml");
        Assert.Contains("""<mergeCell ref="E1:F1" />""", xml, StringComparison.Ordinal);
        Assert.Contains("hidden=\"1\"", xml, StringComparison.Ordinal);
        Assert.Contains("r=\"A1\" s=\"1\"", xml, StringComparison.Ordinal);
        foreach (var name in Files.Names(original).Where(n => n != "xl/worksheets/sheet1.xml"))
            Assert.Equal(Part(original, name), Part(file!, name));
        Assert.Equal(Files.Names(original), Files.Names(file!));
    }

    internal static Workbook Accepted(SpreadsheetReading reading)
    {
        Assert.Null(reading.Refusal);
        return reading.Workbook!;
    }

    internal static List<string> Violations(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        return [.. new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document)
            .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}")];
    }

    internal static string Part(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(zip.GetEntry(name)!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

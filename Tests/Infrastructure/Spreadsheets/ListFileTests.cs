using System.Text;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Tests.Infrastructure.Spreadsheets;

/// <summary>Lists as LibreOffice and text files carry them.</summary>
public sealed class ListFileTests
{
    [Fact]
    public void An_ods_gives_the_same_cells_as_an_xlsx()
    {
        var file = HostileFileTests.Ods(
            """
            <table:table-row><table:table-cell office:value-type="string"><text:p>الاسم<text:s text:c="2"/>الكامل</text:p><text:p>سطر <text:span>ثان</text:span></text:p></table:table-cell><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="12.5"><text:p>12,5</text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="date" office:date-value="2011-03-09"/></table:table-row>
            <table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
            <table:table-row><table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>
            <table:table-row table:number-rows-repeated="1048571"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
            """);

        var sheet = XlsxTests.Accepted(SpreadsheetFile.Read(file)).Sheets[0];

        Assert.Equal("ورقة", sheet.Name);
        Assert.Equal("الاسم  الكامل\nسطر ثان", sheet[1, 1].Raw);
        Assert.Equal(12.5m, sheet[1, 2].Number);
        Assert.Equal(12.5m, sheet[1, 3].Number);
        Assert.Equal(new DateOnly(2011, 3, 9), sheet[1, 5].Date);
        Assert.Equal("1", sheet[5, 1].Raw);
        Assert.Equal(5, sheet.RowCount);
    }

    [Theory]
    [InlineData("a;b\r\n1,5;\"x;\"\"y\"\"\nz\"\r\n", "1,5", "x;\"y\"\nz")]
    [InlineData("a,b\n1.5,\"x,y\"", "1.5", "x,y")]
    [InlineData("a\tb\r1,5\tx", "1,5", "x")]
    [InlineData("sep=|\na|b\n1|2", "1", "2")]
    [InlineData("\uFEFFرقم;نقطة\r\nR130000001;0012", "R130000001", "0012")]
    public void The_separator_is_found(string text, string first, string second)
    {
        var sheet = XlsxTests.Accepted(SpreadsheetFile.Read(Encoding.UTF8.GetBytes(text))).Sheets[0];

        Assert.Equal(first, sheet[2, 1].Raw);
        Assert.Equal(second, sheet[2, 2].Raw);
        Assert.Equal(2, sheet.RowCount);
    }

    [Fact]
    public void Arabic_is_read_in_the_encodings_programs_save()
    {
        const string Text = "التلميذ;النقطة\r\nأحمد;12";
        Encoding[] encodings = [new UTF8Encoding(true), new UTF8Encoding(false), Encoding.Unicode, Encoding.BigEndianUnicode, CodePagesEncodingProvider.Instance.GetEncoding(1256)!];
        foreach (var encoding in encodings)
        {
            var sheet = XlsxTests.Accepted(SpreadsheetFile.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)])).Sheets[0];
            Assert.Equal("التلميذ", sheet[1, 1].Text);
            Assert.Equal("أحمد", sheet[2, 1].Text);
        }
    }

    [Theory]
    [InlineData("=1+1"), InlineData("+1"), InlineData("-1"), InlineData("@x"), InlineData("\tx"), InlineData("\rx"), InlineData("＝1")]
    public void No_exported_text_is_evaluated_and_it_comes_back(string text)
    {
        foreach (var flavor in Enum.GetValues<CsvFlavor>())
        {
            var file = CsvWriter.Write([["a", text], [1, 2]], flavor);
            Assert.Contains($"'{text}", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
            Assert.Equal(text, XlsxTests.Accepted(CsvReader.Read(file)).Sheets[0][1, 2].Raw);
        }
    }

    [Fact]
    public void Each_flavor_suits_its_readers()
    {
        object?[][] rows = [["الاسم;", "نقطة"], ["قال \"نعم\"", 12.5m], [null, new DateOnly(2026, 1, 21)]];

        Assert.Equal("\uFEFF\"الاسم;\";نقطة\r\n\"قال \"\"نعم\"\"\";12,5\r\n;21/01/2026\r\n", Encoding.UTF8.GetString(CsvWriter.Write(rows, CsvFlavor.People)));
        Assert.Equal("\"الاسم;\",نقطة\r\n\"قال \"\"نعم\"\"\",12.5\r\n,2026-01-21\r\n", Encoding.UTF8.GetString(CsvWriter.Write(rows, CsvFlavor.Tidy)));
    }
}

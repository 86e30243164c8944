using System.Buffers.Binary;
using System.Text;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Features.Marks.Workbooks;

namespace Massar.Tests.Infrastructure.Spreadsheets;

/// <summary>Workbooks of Excel 97-2003 as LibreOffice saves them: read where lists want them, refused elsewhere, and broken ones end at once.</summary>
public sealed class OldWorkbookTests(LibreOfficeTests.Office office) : IClassFixture<LibreOfficeTests.Office>
{
    private const int Mutations = 800;

    private static readonly SpreadsheetLimits Limits = SpreadsheetLimits.Default with { ReadOldFormat = true };

    [Fact]
    public async Task Texts_numbers_days_and_hidden_sheets_are_read_and_broken_files_are_refused_in_time()
    {
        var writer = new XlsxWriter();
        var sheet = writer.AddSheet("2BAC-1");
        sheet.Text(1, 1, "الرمز");
        sheet.Text(3, 27, "العلوي");
        sheet.Number(4, 2, 12.25m);
        for (var row = 5; row < 200; row++) sheet.Text(row, 3, $"R{row} فاطمة الزهراء");
        writer.AddSheet("Deux").Text(2, 2, "b");
        var file = office.SaveAs(writer.ToBytes(), "xlsx", "xls");

        Assert.Equal(SpreadsheetRefusals.OldFormat, SpreadsheetFile.Read(file).Refusal?.Code);
        var book = SpreadsheetFile.Read(file, Limits).Workbook;
        Assert.NotNull(book);
        Assert.Equal((SpreadsheetFormat.Xls, 2), (book.Format, book.Sheets.Count));
        Assert.Equal(("الرمز", "العلوي", 12.25m, "R199 فاطمة الزهراء", "b"), (book.Sheets[0][1, 1].Text, book.Sheets[0][3, 27].Text, book.Sheets[0][4, 2].Number, book.Sheets[0][199, 3].Text, book.Find("Deux")![2, 2].Text));
        Assert.Equal(SpreadsheetRefusals.TooManyRows, SpreadsheetFile.Read(file, Limits with { Rows = 100 }).Refusal?.Code);

        // A chain of sectors that leads back to itself would be followed for ever.
        var endless = (byte[])file.Clone();
        var table = (BinaryPrimitives.ReadInt32LittleEndian(endless.AsSpan(0x4C)) + 1) * 512;
        BinaryPrimitives.WriteUInt32LittleEndian(endless.AsSpan(table + 16), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(endless.AsSpan(table + 8), 4);
        Assert.Equal(SpreadsheetRefusals.Damaged, SpreadsheetFile.Read(endless, Limits).Refusal?.Code);
        Assert.Equal(SpreadsheetRefusals.Macros, SpreadsheetFile.Read([.. file, .. Encoding.Unicode.GetBytes("_VBA_PROJECT")], Limits).Refusal?.Code);

        var random = new Random(1997);
        int read = 0, refused = 0;
        for (var n = 0; n < Mutations; n++)
        {
            var broken = (byte[])file.Clone();
            if (n % 4 == 0) broken = broken[..random.Next(1, broken.Length)];
            else for (var many = random.Next(1, 20); many > 0; many--) broken[n % 4 == 1 ? random.Next(512) : random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            // A file that never ended would stop the test here.
            var reading = await Task.Run(() => SpreadsheetFile.Read(broken, Limits)).WaitAsync(TimeSpan.FromSeconds(30));
            if (reading.Workbook is null) refused++;
            else read++;
        }

        Assert.True(read > 50 && refused > 50, $"{read} read, {refused} refused");
    }
}

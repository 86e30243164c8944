using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Infrastructure.Spreadsheets;

namespace Massar.Tests.Features.Marks.Workbooks;

/// <summary>The sheet goes through a real LibreOffice and comes back, untouched or filled in.</summary>
public sealed class LibreOfficeTests(LibreOfficeTests.Office office) : IClassFixture<LibreOfficeTests.Office>
{
    [Fact]
    public void Opened_and_saved_again_nothing_changes()
    {
        var sheet = Samples.Sheet(45);
        var file = NotesCcWriter.Write(sheet);

        foreach (var format in (string[])["xlsx", "ods"])
        {
            var saved = office.SaveAs(file, "xlsx", format);

            var found = NotesCcReader.Read(saved);
            Assert.Empty(found.Problems);
            Samples.AssertSame(sheet, found.Sheet);
            var preview = NotesCcComparison.Compare(sheet, found);
            Assert.Empty(preview.Changes);
            Assert.Empty(preview.Problems);
        }
    }

    [Fact]
    public void Filled_in_there_it_brings_the_marks_back_and_its_own_file_can_be_filled_here()
    {
        var sheet = Samples.Sheet(45);
        var blank = sheet with { Rows = [.. sheet.Rows.Select(r => r with { Marks = [.. r.Marks.Select(_ => MarkValue.Empty)], Remark = "" })] };

        // LibreOffice opens the sheet; the marks are typed in its flat form; LibreOffice saves the workbook
        var flat = office.SaveAs(NotesCcWriter.Write(blank), "xlsx", "fods");
        var saved = office.SaveAs(Typed(flat, sheet), "fods", "xlsx");

        var found = NotesCcReader.Read(saved);
        Assert.Empty(found.Problems);
        var preview = NotesCcComparison.Compare(blank, found);
        Assert.Empty(preview.Problems);
        Assert.Equal(
            sheet.Rows.Where(r => r.Marks[0].State == MarkState.Mark).Select(r => (r.MassarCode, r.Marks[0])),
            preview.Changes.Select(c => (c.MassarCode, c.New)));

        var filling = NotesCcWriter.Fill(saved, sheet);
        Assert.Empty(filling.Problems);
        Assert.Equal(sheet.Rows.Select(r => r.Marks[3]), NotesCcReader.Read(filling.File!).Sheet!.Rows.Select(r => r.Marks[3]));
        Assert.Empty(XlsxTests.Violations(filling.File!).Except(XlsxTests.Violations(saved)));
    }

    /// <summary>Types the first test's marks (column G) in the flat OpenDocument text.</summary>
    private static byte[] Typed(byte[] flat, NotesCcSheet sheet)
    {
        XNamespace table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0", office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
        var document = XDocument.Load(new MemoryStream(flat));
        foreach (var row in sheet.Rows.Where(r => r.Marks[0].State == MarkState.Mark))
        {
            var line = document.Descendants(table + "table-row").Single(r => r.Elements(table + "table-cell").Any(c => c.Value.Trim() == row.MassarCode));
            var column = 0;
            foreach (var cell in line.Elements().ToList())
            {
                var wide = (int?)cell.Attribute(table + "number-columns-repeated") ?? 1;
                column += wide;
                if (column < 7) continue;
                Assert.Equal(1, wide);
                cell.SetAttributeValue(office + "value-type", "float");
                cell.SetAttributeValue(office + "value", row.Marks[0].Points!.Value.ToString(CultureInfo.InvariantCulture));
                break;
            }
        }

        using var typed = new MemoryStream();
        document.Save(typed);
        return typed.ToArray();
    }

    /// <summary>A LibreOffice with a profile of its own, so that no other one is disturbed.</summary>
    public sealed class Office : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("massar-office-").FullName;
        private int files;

        /// <summary>Opens a file of one format and saves it in another.</summary>
        public byte[] SaveAs(byte[] file, string from, string to)
        {
            var name = $"sheet{++files}";
            var output = Directory.CreateDirectory(Path.Combine(folder, $"out{files}")).FullName;
            var input = Path.Combine(folder, $"{name}.{from}");
            File.WriteAllBytes(input, file);

            var start = new ProcessStartInfo("soffice") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])[$"-env:UserInstallation={new Uri(Path.Combine(folder, "profile"))}", "--headless", "--norestore", "--convert-to", to, "--outdir", output, input])
                start.ArgumentList.Add(argument);
            Process? process = null;
            try
            {
                process = Process.Start(start);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // reported below, on one line
            }

            Assert.True(process is not null, "LibreOffice is not installed: apt-get install libreoffice-calc-nogui");
            using (process)
            {
                var said = process.StandardError.ReadToEndAsync();
                _ = process.StandardOutput.ReadToEndAsync();
                if (!process.WaitForExit(TimeSpan.FromSeconds(90)))
                {
                    process.Kill(entireProcessTree: true);
                    Assert.Fail("LibreOffice did not finish within 90 s.");
                }

                var saved = Path.Combine(output, $"{name}.{to}");
                Assert.True(File.Exists(saved), $"LibreOffice saved nothing: {said.Result}");
                return File.ReadAllBytes(saved);
            }
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}

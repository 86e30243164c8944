using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Xml.Linq;
using Massar.Features.ReportCards;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Features.Marks.Workbooks;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.ReportCards;

/// <summary>The council's report in the ministry's layout goes out, through a real LibreOffice, and comes back: seen first, written once, never corrected in silence.</summary>
public sealed class ImportReportTests(MassarApp app, LibreOfficeTests.Office office) : IClassFixture<MassarApp>, IClassFixture<LibreOfficeTests.Office>
{
    [Fact]
    public async Task Filled_in_LibreOffice_it_comes_back_is_shown_pupil_by_pupil_and_written_once()
    {
        var (made, head) = await Opened(3, 2);
        var file = await Report(head, made, 2);

        // Opened and saved again nothing is in it to write.
        foreach (var format in (string[])["xlsx", "ods"])
        {
            var same = await Upload(head, made, 2, office.SaveAs(file, "xlsx", format), $"conseil.{format}");
            Assert.Null(same.Find("main form[method=post]"));
            Assert.Empty(same.All("section.note.bad"));
        }

        var filled = office.SaveAs(Typed(office.SaveAs(file, "xlsx", "fods"), 11, (made.Pupils[0].MassarCode, "يكرر(تكرر)"), (made.Pupils[1].MassarCode, "Passe"), (made.Pupils[2].MassarCode, "ينتقل(تنتقل)")), "fods", "xlsx");
        var preview = await Upload(head, made, 2, filled);
        Assert.StartsWith("/report-cards/councils/uploads/", preview.Address, StringComparison.Ordinal);
        Assert.Equal(3, preview.All("tbody tr").Count);
        Assert.Contains(preview.All("tbody tr")[0].QuerySelectorAll("ins"), i => i.TextContent == "Redouble");
        Assert.DoesNotContain("report-cards.", preview.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.Read(db => db.CouncilLines.CountAsync(l => l.SchoolId == made.School.Id)));

        var done = await preview.Submit();

        Assert.Equal(Links.Council(made.Id, 2), done.Address);
        Assert.Equal(["REPEAT", "PASS", "PASS"], await Decisions(made));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(preview.Address)).Status);
        // What the file said is what stands: brought once more it changes nothing.
        Assert.Null((await Upload(head, made, 2, filled)).Find("main form[method=post]"));
    }

    [Fact]
    public async Task Words_nobody_knows_and_averages_of_yesterday_are_named_by_their_cells_and_nothing_is_written()
    {
        var (made, head) = await Opened(2, 2);
        var file = await Report(head, made, 2);
        var flat = office.SaveAs(file, "xlsx", "fods");

        var unknown = await Upload(head, made, 2, office.SaveAs(Typed(flat, 11, (made.Pupils[0].MassarCode, "Peut-être")), "fods", "xlsx"));
        Assert.True(unknown.Says("K12") && unknown.Says("Décision inconnue : Peut-être"), unknown.Text);
        Assert.Null(unknown.Find("main form[method=post]"));

        var old = await Upload(head, made, 2, office.SaveAs(Typed(flat, 9, (made.Pupils[1].MassarCode, "19.75")), "fods", "xlsx"));
        Assert.True(old.Says("I13") && old.Says("Moyenne dans le fichier"), old.Text);

        // Half a letter, as no program writes it, is a word nobody knows like any other.
        var half = Zips.With(office.SaveAs(Typed(flat, 11, (made.Pupils[0].MassarCode, "HALF")), "fods", "xlsx"), "xl/sharedStrings.xml", s => s.Replace("HALF", "_xD800_", StringComparison.Ordinal));
        var broken = await Upload(head, made, 2, half);
        Assert.True(broken.Says("K12"), broken.Text);

        // A pupil who came since is missing from the file.
        await app.Given.Pupil(made.School, "1AC", made.Class, 9);
        var missing = await Upload(head, made, 2, office.SaveAs(Typed(flat, 11, (made.Pupils[0].MassarCode, "Passe")), "fods", "xlsx"));
        Assert.True(missing.Says("manque au fichier"), missing.Text);
        Assert.Equal(0, await app.Read(db => db.CouncilLines.CountAsync(l => l.SchoolId == made.School.Id)));
    }

    [Fact]
    public async Task Remarks_and_honours_come_back_and_what_somebody_wrote_since_the_preview_is_not_covered()
    {
        var (made, head) = await Opened(2, 1);
        var flat = office.SaveAs(await Report(head, made, 1), "xlsx", "fods");
        var typed = Typed(Typed(flat, 12, (made.Pupils[0].MassarCode, "إنذار")), 13, (made.Pupils[0].MassarCode, "Doit se reprendre"));
        var preview = await Upload(head, made, 1, office.SaveAs(typed, "fods", "ods"), "conseil.ods");
        Assert.Single(preview.All("tbody tr"));

        await head.Api.PutAsJsonAsync($"/api{Links.Line(made.Id, 1, made.Pupils[0].Id)}", new { honour = "BLAME", remark = "Autre", seen = "" });
        var stale = await preview.Submit();
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Contains(stale.All("del"), d => d.TextContent == "Blâme");
        await stale.Submit();
        var line = await app.Read(db => db.CouncilLines.AsNoTracking().SingleAsync(l => l.PupilId == made.Pupils[0].Id));
        Assert.Equal(("WARNING", "Doit se reprendre"), (line.Honour, line.Remark));

        // A decision has no place in the first semester.
        var early = await Upload(head, made, 1, office.SaveAs(Typed(flat, 11, (made.Pupils[0].MassarCode, "Passe")), "fods", "xlsx"));
        Assert.True(early.Says("fin d'année"), early.Text);
    }

    [Fact]
    public async Task Only_an_open_council_of_ones_own_school_takes_its_own_report()
    {
        var (made, head) = await Opened(1, 1);
        var file = await Report(head, made, 1);
        var (other, theirs) = await Opened(1, 1);

        Assert.Equal(HttpStatusCode.NotFound, (await theirs.Open(Links.ImportReport(made.Id, 1))).Status);
        var foreign = await Upload(theirs, other, 1, file);
        Assert.NotNull(foreign.ErrorOf("File"));
        Assert.NotNull((await Upload(head, made, 1, "PK nothing"u8.ToArray())).ErrorOf("File"));
        Assert.NotNull((await Upload(head, made, 1, [])).ErrorOf("File"));
        // Somebody else's upload is not there.
        var mine = await Upload(head, made, 1, office.SaveAs(Typed(office.SaveAs(file, "xlsx", "fods"), 13, (made.Pupils[0].MassarCode, "Bien")), "fods", "xlsx"));
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.Open(mine.Address)).Status);

        await app.Write(db => db.Councils.Where(c => c.ClassId == made.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.State, CouncilState.Decided)));
        Assert.Equal(HttpStatusCode.Conflict, (await mine.Submit()).Status);
        Assert.Null((await head.Open(Links.ImportReport(made.Id, 1))).Find("form.upload"));
        Assert.Equal(0, await app.Read(db => db.CouncilLines.CountAsync(l => l.SchoolId == made.School.Id)));
    }

    private async Task<(GivenClass, Visitor)> Opened(int pupils, int semester)
    {
        var made = await app.MarkedClass(pupils, semesters: semester);
        var head = await app.SignIn(made.School.Head, "fr", steppedUp: true);
        await (await head.Open(Links.Open(made.Id, semester))).Submit();
        return (made, head);
    }

    private static async Task<byte[]> Report(Visitor head, GivenClass made, int semester) => await (await head.Get(Links.Report(made.Id, semester))).Content.ReadAsByteArrayAsync();

    private static async Task<Page> Upload(Visitor head, GivenClass made, int semester, byte[] file, string name = "conseil.xlsx") =>
        await (await head.Open(Links.ImportReport(made.Id, semester))).Upload("form.upload", "File", name, file, SheetFile.Xlsx);

    private Task<List<string?>> Decisions(GivenClass made) => app.Read(async db =>
    {
        var lines = await db.CouncilLines.AsNoTracking().Where(l => l.SchoolId == made.School.Id).ToDictionaryAsync(l => l.PupilId, l => l.Decision);
        return made.Pupils.Select(p => lines[p.Id]).ToList();
    });

    /// <summary>Types texts, or a figure, into a column of the flat OpenDocument text, in the rows of pupils.</summary>
    private static byte[] Typed(byte[] flat, int at, params (string Code, string Text)[] cells)
    {
        XNamespace table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0", open = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", words = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
        var document = XDocument.Load(new MemoryStream(flat));
        foreach (var (code, text) in cells)
        {
            var line = document.Descendants(table + "table-row").Single(r => r.Elements(table + "table-cell").Any(c => c.Value.Trim() == code));
            // One element a cell first.
            foreach (var cell in line.Elements().Where(c => c.Attribute(table + "number-columns-repeated") is not null).ToList())
            {
                var wide = Math.Min((int)cell.Attribute(table + "number-columns-repeated")!, 30);
                cell.Attribute(table + "number-columns-repeated")!.Remove();
                for (var n = 1; n < wide; n++) cell.AddAfterSelf(new XElement(cell));
            }

            var target = line.Elements().ElementAt(at - 1);
            target.RemoveNodes();
            target.Attributes().Where(a => a.Name.Namespace == open || a.Name.LocalName == "value-type").ToList().ForEach(a => a.Remove());
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var figure))
            {
                target.SetAttributeValue(open + "value-type", "float");
                target.SetAttributeValue(open + "value", figure.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                target.SetAttributeValue(open + "value-type", "string");
            }

            target.Add(new XElement(words + "p", text));
        }

        using var typed = new MemoryStream();
        document.Save(typed);
        return typed.ToArray();
    }
}

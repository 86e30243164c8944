using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Massar.Features.Marks;
using Massar.Features.Marks.Domain;
using Massar.Features.Marks.Workbooks;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Marks;

/// <summary>The ministry's workbook out and in, through the front door; and files nobody should open.</summary>
public sealed class WorkbookTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    [Fact]
    public async Task The_sheet_goes_out_is_filled_comes_back_previewed_and_is_written_only_when_confirmed()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        await (await teacher.Open(sheet.Address)).Submit((sheet.Field(0), "11"));
        var filled = MarksGiven.Edit(await teacher.Download(sheet), row => row.MassarCode == sheet.Pupils[1].MassarCode ? [MarkValue.Of(14.5m), MarkValue.Of(9)] : null);

        var preview = await Upload(teacher, sheet, "notes.xlsx", filled);

        Assert.True(preview.Says("2 notes vont changer"), preview.Text);
        Assert.True(preview.Says("14,50"));
        var latin = await app.Read(db => db.Pupils.Where(p => p.Id == sheet.Pupils[1].Id).Select(p => p.LastNameLatin).SingleAsync());
        Assert.True(preview.Says(latin), preview.Text);
        Assert.Equal("", (await app.Stored(sheet.Key)).Of(sheet.Pupils[1]).Plain);
        var after = await preview.SubmitForm("#confirm-import", null, false);
        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Equal("14.50", (await app.Stored(sheet.Key)).Of(sheet.Pupils[1]).Plain);
        Assert.Equal("9.00", (await app.Stored(sheet.Key with { Number = 2 })).Of(sheet.Pupils[1]).Plain);
        Assert.Equal("11.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);
        Assert.Equal(0, await app.Read(db => db.MarkUploads.CountAsync(u => u.AccountId == sheet.Teacher.AccountId)));
    }

    [Fact]
    public async Task Our_own_export_comes_back_as_no_change()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        await (await teacher.Open(sheet.Address)).Submit((sheet.Field(0), "11"), (sheet.Field(1), "12,75"));

        var preview = await Upload(teacher, sheet, "notes.xlsx", await teacher.Download(sheet));

        Assert.True(preview.Says("Ce fichier ne change rien"), preview.Text);
    }

    [Fact]
    public async Task A_mark_saved_after_the_preview_stops_the_confirmation()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var filled = MarksGiven.Edit(await teacher.Download(sheet), _ => [MarkValue.Of(10)]);
        var preview = await Upload(teacher, sheet, "notes.xlsx", filled);
        await (await teacher.Open(sheet.Address)).Submit((sheet.Field(0), "19"));

        var refused = await preview.SubmitForm("#confirm-import", null, false);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says("rien n'a été enregistré"));
        var stored = await app.Stored(sheet.Key);
        Assert.Equal(["19.00", "", ""], sheet.Pupils.Select(p => stored.Of(p).Plain));
    }

    [Fact]
    public async Task Closed_tests_and_strangers_in_the_file_are_told_and_left_aside()
    {
        var sheet = await app.Sheet();
        await app.Submitted(sheet);
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var bytes = await teacher.Download(sheet);
        var read = NotesCcReader.Read(bytes).Sheet!;
        var stranger = read.Rows[0] with { MassarCode = "Z999999999", PupilId = 9_999_999, Marks = [MarkValue.Of(20), MarkValue.Of(20), MarkValue.Empty] };
        var edited = NotesCcWriter.Write(read with { Rows = [.. read.Rows.Select(r => r with { Marks = [MarkValue.Of(3), MarkValue.Of(7), .. r.Marks.Skip(2)] }), stranger] });

        var preview = await Upload(teacher, sheet, "notes.xlsx", edited);

        Assert.True(preview.Says("Z999999999"), preview.Text);
        Assert.True(preview.Says("cette feuille est fermée"), preview.Text);
        await preview.SubmitForm("#confirm-import", null, false);
        Assert.Equal("12.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);
        Assert.Equal("7.00", (await app.Stored(sheet.Key with { Number = 2 })).Of(sheet.Pupils[0]).Plain);
    }

    /// <summary>AC-TEA-3; LibreOffice fills it in <c>LibreOfficeTests</c>.</summary>
    [Fact]
    public async Task A_column_moved_and_a_pupil_added_in_the_file_are_reported_by_row_and_nothing_is_written_until_confirmed()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var read = NotesCcReader.Read(await teacher.Download(sheet)).Sheet!;
        var added = read.Rows[0] with { MassarCode = "Z999999998", PupilId = 9_999_998, FullName = "إضافة" };
        // The headings of the two tests changed places: which test the marks under them are of, nobody knows.
        var moved = read with
        {
            Assessments = [read.Assessments[0] with { Title = read.Assessments[1].Title }, read.Assessments[1] with { Title = read.Assessments[0].Title }, .. read.Assessments.Skip(2)],
            Rows = [.. read.Rows.Select((r, i) => r with { Marks = [MarkValue.Of(7), MarkValue.Of(10 + i), MarkValue.Of(16)] }), added],
        };

        var preview = await Upload(teacher, sheet, "notes.xlsx", NotesCcWriter.Write(moved));

        Assert.True(preview.Says("remettre les colonnes à leur place"), preview.Text);
        Assert.True(preview.Says("Z999999998"), preview.Text);
        Assert.True(preview.Says("3 notes vont changer"), preview.Text);
        Assert.Equal(0, await Written());

        await preview.SubmitForm("#confirm-import", null, false);
        Assert.Equal(3, await Written());

        Task<int> Written() => app.Read(db => db.Marks.CountAsync(m => m.Points == 16 && db.Assessments.Any(a => a.Id == m.AssessmentId && a.ClassId == sheet.Key.ClassId)));
    }

    [Fact]
    public async Task The_file_of_another_class_semester_subject_or_school_is_not_taken()
    {
        var sheet = await app.Sheet();
        var other = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var own = NotesCcReader.Read(await teacher.Download(sheet)).Sheet!;
        (NotesCcSheet File, string Says)[] wrong =
        [
            (NotesCcReader.Read(await (await app.SignIn(other.Teacher)).Download(other)).Sheet!, "autre établissement"),
            (own with { ClassId = Guid.NewGuid(), ClassName = "2APIC-9" }, "2APIC-9"),
            (own with { Semester = 2 }, "semestre 2"),
            (own with { SubjectCode = "0099", SubjectName = "X" }, "autre matière"),
            (own with { YearLabel = "2019/2020", YearId = 12 }, "2019/2020"),
        ];

        foreach (var (file, says) in wrong)
        {
            var refused = await Upload(teacher, sheet, "notes.xlsx", NotesCcWriter.Write(file));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.True(refused.Says(says), $"{says}: {refused.Text}");
        }

        Assert.Equal(0, await app.Read(db => db.MarkUploads.CountAsync(u => u.AccountId == sheet.Teacher.AccountId)));
    }

    public static TheoryData<string, byte[]> Hostile() => new()
    {
        { "virus.exe", "MZ this is a program"u8.ToArray() },
        { "old.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]] },
        { "macro.xlsm", Zips.OfTexts(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>"), ("xl/vbaProject.bin", "Sub AutoOpen()")) },
        { "entities.xlsx", Zips.OfTexts(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook>&a;</workbook>")) },
        { "bomb.xlsx", Zips.OfTexts(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", new string(' ', 60_000_000))) },
        { "out.xlsx", Zips.OfTexts(("../../etc/passwd", "x"), ("xl/workbook.xml", "<workbook/>")) },
        { "empty.xlsx", [] },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_hostile_file_is_refused_with_a_reason_and_not_kept(string name, byte[] content)
    {
        var sheet = await app.Sheet(pupils: 1);
        var teacher = await app.SignIn(sheet.Teacher, "fr");

        var refused = await Upload(teacher, sheet, name, content);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.ErrorOf("File"));
        Assert.Equal(0, await app.Read(db => db.MarkUploads.CountAsync(u => u.AccountId == sheet.Teacher.AccountId)));
        Assert.Equal(0, await app.Read(db => db.Assessments.CountAsync(a => a.ClassId == sheet.Key.ClassId && a.Changes > 0)));
    }

    [Fact]
    public async Task A_formula_in_place_of_a_mark_is_reported_and_not_taken()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var bytes = Zips.With(MarksGiven.Edit(await teacher.Download(sheet), _ => [MarkValue.Of(10)]), "xl/worksheets/sheet1.xml", xml => xml.Replace("<v>10</v>", "<f>5+5</f><v>10</v>", StringComparison.Ordinal));

        var refused = await Upload(teacher, sheet, "notes.xlsx", bytes);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.True(refused.Says("contient une formule"), refused.Text);
    }

    [Fact]
    public async Task A_plain_list_is_read_by_pupil_code_once_its_column_is_chosen()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var csv = "Code;Nom;Interro\r\n" + string.Join("\r\n", sheet.Pupils.Reverse().Select((p, i) => $"{p.MassarCode};X;{10 + i},5")) + "\r\n";

        var preview = await Upload(teacher, sheet, "liste.csv", Encoding.UTF8.GetBytes(csv));
        Assert.True(preview.Says("Interro"), preview.Text);
        var column = preview.Find("#columns select")!.GetAttribute("name")!;
        preview = await preview.SubmitForm("#columns", null, false, (column, "2"));

        Assert.True(preview.Says("3 notes vont changer"), preview.Text);
        await preview.SubmitForm("#confirm-import", null, false);
        var stored = await app.Stored(sheet.Key with { Number = 2 });
        Assert.Equal(["12.50", "11.50", "10.50"], sheet.Pupils.Select(p => stored.Of(p).Plain));
    }

    [Fact]
    public async Task The_very_file_supplied_comes_back_filled()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher);
        var empty = await teacher.Download(sheet);
        await (await teacher.Open(sheet.Address)).Submit((sheet.Field(2), "16,25"));
        var page = await teacher.Open(Links.Workbook(sheet.Key.ClassId, "MATH", 1));

        using var answer = await Post(teacher, Links.WorkbookFilled(sheet.Key.ClassId, "MATH", 1), page, "mine.xlsx", empty);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var read = NotesCcReader.Read(await answer.Content.ReadAsByteArrayAsync()).Sheet!;
        Assert.Equal(MarkValue.Of(16.25m), read.Rows.Single(r => r.MassarCode == sheet.Pupils[2].MassarCode).Marks[0]);
    }

    [Fact]
    public async Task Files_and_uploads_of_others_do_not_exist()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher);
        var preview = await Upload(teacher, sheet, "notes.xlsx", MarksGiven.Edit(await teacher.Download(sheet), _ => [MarkValue.Of(10)]));
        var stranger = await app.SignIn((await app.Sheet(school: sheet.School)).Teacher);

        Assert.Contains("/marks/uploads/", preview.Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(preview.Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.WorkbookFile(sheet.Key.ClassId, "MATH", 1))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.List(sheet.Key, "csv"))).StatusCode);
    }

    [Fact]
    public async Task The_plain_list_of_a_sheet_is_for_spreadsheets()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        await (await teacher.Open(sheet.Address)).Submit((sheet.Field(0), "16,25"), (sheet.Field(1), "a"));

        var csv = await (await teacher.Get(Links.List(sheet.Key, "csv"))).Content.ReadAsStringAsync();
        var book = XlsxReader.Read(await (await teacher.Get(Links.List(sheet.Key, "xlsx"))).Content.ReadAsByteArrayAsync()).Workbook!;

        Assert.Contains($"{sheet.Pupils[0].MassarCode};", csv, StringComparison.Ordinal);
        Assert.Contains("16,25", csv, StringComparison.Ordinal);
        Assert.Equal(16.25m, book.Sheets[0][2, 4].Number);
        Assert.Equal("A", book.Sheets[0][3, 4].Text);
    }

    private static async Task<Page> Upload(Visitor teacher, GivenSheet sheet, string name, byte[] content)
    {
        var page = await teacher.Open(Links.Workbook(sheet.Key.ClassId, sheet.Key.Subject, sheet.Key.Semester));
        return await page.Upload("#import", "File", name, content, Xlsx);
    }

    private static async Task<HttpResponseMessage> Post(Visitor visitor, string address, Page page, string name, byte[] content)
    {
        var form = new MultipartFormDataContent { { new StringContent(page.ValueOf("__RequestVerificationToken")!), "__RequestVerificationToken" } };
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(Xlsx);
        form.Add(file, "File", name);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
        return await visitor.Raw(request);
    }
}

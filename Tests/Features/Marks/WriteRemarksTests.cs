using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Marks;
using Massar.Features.Marks.Domain;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Marks;

/// <summary>The teacher's remarks of the semester: typed here or brought by the workbook, read by families with the marks.</summary>
public sealed class WriteRemarksTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task Remarks_are_typed_on_a_page_reached_from_the_sheet_and_stand_in_the_workbook(string language)
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, language);
        var page = await (await teacher.Open(sheet.Address)).Follow(Address(sheet));

        var saved = await page.Submit((Field(sheet, 0), "  متابعة جيدة "), (Field(sheet, 2), "À suivre"));

        Assert.Equal("متابعة جيدة", saved.ValueOf(Field(sheet, 0)));
        Assert.Equal(2, await app.Read(db => db.TeacherRemarks.CountAsync(r => r.ClassId == sheet.Key.ClassId)));
        var file = await (await teacher.Get(Links.WorkbookFile(sheet.Key.ClassId, "MATH", 1))).Content.ReadAsByteArrayAsync();
        var book = Massar.Features.Marks.Workbooks.NotesCcReader.Read(file).Sheet!;
        Assert.Equal(["متابعة جيدة", "", "À suivre"], book.Rows.Select(r => r.Remark));
        var emptied = await saved.Submit((Field(sheet, 0), ""));
        Assert.Equal("", emptied.ValueOf(Field(sheet, 0)));
        Assert.Equal(1, await app.Read(db => db.TeacherRemarks.CountAsync(r => r.ClassId == sheet.Key.ClassId)));
    }

    [Fact]
    public async Task A_remark_too_long_comes_back_as_typed_with_the_reason_and_nothing_is_saved()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var typed = new string('x', 201);

        var refused = await (await teacher.Open(Address(sheet))).Submit((Field(sheet, 0), typed), (Field(sheet, 1), "Bien"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(typed, refused.ValueOf(Field(sheet, 0)));
        Assert.Equal("Bien", refused.ValueOf(Field(sheet, 1)));
        Assert.True(refused.Says("Remarque trop longue"));
        Assert.Equal(0, await app.Read(db => db.TeacherRemarks.CountAsync(r => r.ClassId == sheet.Key.ClassId)));
    }

    [Fact]
    public async Task Two_devices_the_second_sees_the_firsts_remark_and_covers_it_only_knowingly()
    {
        var sheet = await app.Sheet();
        var (first, second) = (await app.SignIn(sheet.Teacher, "fr"), await app.SignIn(sheet.Teacher, "fr"));
        var (onFirst, onSecond) = (await first.Open(Address(sheet)), await second.Open(Address(sheet)));
        await onFirst.Submit((Field(sheet, 0), "Bon travail"), (Field(sheet, 1), "Sérieux"));

        var clash = await onSecond.Submit((Field(sheet, 0), "Peut mieux faire"));

        Assert.Equal(HttpStatusCode.Conflict, clash.Status);
        Assert.True(clash.Says("Bon travail"));
        Assert.Equal("Peut mieux faire", clash.ValueOf(Field(sheet, 0)));
        Assert.Equal("Bon travail", await Stored(sheet, 0));
        var after = await clash.Submit();
        Assert.Equal("Peut mieux faire", after.ValueOf(Field(sheet, 0)));
        Assert.Equal("Sérieux", await Stored(sheet, 1));
    }

    [Fact]
    public async Task Families_who_read_the_marks_read_the_remark_and_after_the_council_it_stays()
    {
        var sheet = await app.Sheet();
        await app.Published(sheet, null, "14");
        var pupil = await app.SignIn(await app.Given.PupilAccount(sheet.School, sheet.Pupils[0]), "fr");
        var teacher = await app.SignIn(sheet.Teacher, "fr");

        var answer = await teacher.Api.PatchAsJsonAsync($"/api{Address(sheet)}", new
        {
            remarks = new Dictionary<string, string> { [sheet.Pupils[0].MassarCode] = "Élève assidue" },
            seen = new Dictionary<string, string> { [sheet.Pupils[0].MassarCode] = RemarkLine.SeenOf("") },
        });

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.True((await pupil.Open(Links.Mine)).Says("Élève assidue"));
        await app.Write(db => db.Assessments.Where(a => a.ClassId == sheet.Key.ClassId).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, AssessmentState.Frozen)));
        Assert.Empty((await teacher.Open(Address(sheet))).All("input[name^='r[']"));
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PatchAsJsonAsync($"/api{Address(sheet)}", new { remarks = new Dictionary<string, string>() })).StatusCode);
    }

    [Fact]
    public async Task Another_teachers_class_does_not_exist()
    {
        var sheet = await app.Sheet();
        var stranger = await app.SignIn((await app.Sheet(school: sheet.School)).Teacher);
        var owner = await app.SignIn(sheet.Teacher);
        var body = new { remarks = new Dictionary<string, string> { ["Z999999999"] = "x" } };

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Address(sheet))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.GetAsync($"/api{Address(sheet)}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PatchAsJsonAsync($"/api{Address(sheet)}", body)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Api.PatchAsJsonAsync($"/api{Address(sheet)}", body)).StatusCode);
    }

    private static string Address(GivenSheet sheet) => Links.Remarks(sheet.Key.ClassId, sheet.Key.Subject, sheet.Key.Semester);

    private static string Field(GivenSheet sheet, int pupil) => $"r[{sheet.Pupils[pupil].MassarCode}]";

    private Task<string> Stored(GivenSheet sheet, int pupil) =>
        app.Read(db => db.TeacherRemarks.Where(r => r.ClassId == sheet.Key.ClassId && r.PupilId == sheet.Pupils[pupil].Id).Select(r => r.Text).SingleAsync());
}

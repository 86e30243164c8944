using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Marks;

public sealed class EnterMarksTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task Marks_typed_with_comma_point_arabic_digits_and_codes_are_saved_without_script(string language)
    {
        var sheet = await app.Sheet(pupils: 4);
        var teacher = await app.SignIn(sheet.Teacher, language);
        var page = await teacher.Open(sheet.Address);

        var after = await page.Submit((sheet.Field(0), "12,5"), (sheet.Field(1), "9.25"), (sheet.Field(2), "١٧"), (sheet.Field(3), "a"));

        Assert.Equal(HttpStatusCode.OK, after.Status);
        var stored = await app.Stored(sheet.Key);
        Assert.Equal(["12.50", "9.25", "17.00", "A"], sheet.Pupils.Select(p => stored.Of(p).Plain));
        Assert.Equal(AssessmentState.Open, stored.State);
        Assert.Equal("12,50", after.ValueOf(sheet.Field(0)));
        Assert.Equal(language == "ar" ? "غ" : "A", after.ValueOf(sheet.Field(3)));
    }

    [Fact]
    public async Task A_test_that_holds_marks_stays_in_the_plan_and_the_ministry_is_told_how_many_sheets_hold_them()
    {
        var (tests, plan) = await app.Read(db => db.SubjectPlans.Where(p => p.SchoolYearId == Given.Year && p.LevelCode == "1AC" && p.StreamCode == "" && p.SubjectCode == "MATH").Select(p => ValueTuple.Create(p.TestsPerSemester, p.Id)).SingleAsync());
        var sheet = await app.Sheet(number: tests);
        await (await (await app.SignIn(sheet.Teacher)).Open(sheet.Address)).Submit((sheet.Field(0), "13"));
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, sheet.School.Academy), "fr");

        var form = await ministry.Open(Massar.Features.Reference.Links.Row("subjects", $"{plan}"));
        var refused = await form.Submit(("TestsPerSemester", $"{tests - 1}"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.True(refused.ErrorOf("TestsPerSemester")!.Contains($"de {tests} à {tests - 1} contrôles", StringComparison.Ordinal), refused.Text);
        Assert.Matches("[1-9][0-9]* feuilles de [1-9][0-9]* classes", refused.ErrorOf("TestsPerSemester")!);
        Assert.True(refused.Says("dans les données de l'année suivante"), refused.Text);
        Assert.Equal($"{tests - 1}", refused.ValueOf("TestsPerSemester"));
        Assert.Equal(tests, await app.Read(db => db.SubjectPlans.Where(p => p.Id == plan).Select(p => p.TestsPerSemester).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(sheet.Teacher)).Open(sheet.Address)).Status);
    }

    [Fact]
    public async Task A_refused_cell_keeps_what_was_typed_and_the_others_are_saved()
    {
        var sheet = await app.Sheet();
        var page = await (await app.SignIn(sheet.Teacher, "fr")).Open(sheet.Address);

        var after = await page.Submit((sheet.Field(0), "21"), (sheet.Field(1), "14"), (sheet.Field(2), "abc"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.Equal("21", after.ValueOf(sheet.Field(0)));
        Assert.Equal("abc", after.ValueOf(sheet.Field(2)));
        Assert.Equal(2, after.All("tr.refused").Count);
        Assert.True(after.Says("La note va de 0 à 20"));
        var stored = await app.Stored(sheet.Key);
        Assert.Equal(["", "14.00", ""], sheet.Pupils.Select(p => stored.Of(p).Plain));
    }

    [Fact]
    public async Task The_script_gets_only_the_new_change_number_when_all_is_well()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher);
        var page = await teacher.Open(sheet.Address);

        var answer = await Save(teacher, sheet, page, page.ValueOf("seen")!, "key-0000001", (sheet.Field(0), "12,50"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.NotNull(answer.Find("#seen"));
        Assert.DoesNotContain("<tr", answer.Body, StringComparison.Ordinal);
        Assert.InRange(answer.Body.Length, 1, 300);
        Assert.StartsWith("1-", answer.ValueOf("seen"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_devices_on_one_cell_the_second_sees_the_firsts_value_and_chooses()
    {
        var sheet = await app.Sheet();
        var (desk, phone) = (await app.SignIn(sheet.Teacher, "fr"), await app.SignIn(sheet.Teacher, "fr"));
        var (onDesk, onPhone) = (await desk.Open(sheet.Address), await phone.Open(sheet.Address));
        await Save(desk, sheet, onDesk, onDesk.ValueOf("seen")!, "key-desk-01", (sheet.Field(0), "13"));

        var clash = await Save(phone, sheet, onPhone, onPhone.ValueOf("seen")!, "key-phone-1", (sheet.Field(0), "8"));

        Assert.Equal(HttpStatusCode.Conflict, clash.Status);
        Assert.Contains("class=\"clash\"", clash.Body, StringComparison.Ordinal);
        Assert.Contains("data-theirs=\"13,00\"", clash.Body, StringComparison.Ordinal);
        Assert.Contains("data-keep", clash.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"8\"", clash.Body, StringComparison.Ordinal);
        Assert.Equal("13.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);

        // Keep mine: sent again, now that the other value has been seen.
        var kept = await Save(phone, sheet, onPhone, SeenIn(clash.Body), "key-phone-2", (sheet.Field(0), "8"));
        Assert.Equal(HttpStatusCode.OK, kept.Status);
        Assert.Equal("8.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);
    }

    [Fact]
    public async Task A_cell_changed_elsewhere_is_told_with_the_next_save_so_that_it_cannot_be_overwritten_later()
    {
        var sheet = await app.Sheet();
        var (desk, phone) = (await app.SignIn(sheet.Teacher), await app.SignIn(sheet.Teacher));
        var (onDesk, onPhone) = (await desk.Open(sheet.Address), await phone.Open(sheet.Address));
        await Save(desk, sheet, onDesk, onDesk.ValueOf("seen")!, "key-desk-02", (sheet.Field(0), "13"));

        var answer = await Save(phone, sheet, onPhone, onPhone.ValueOf("seen")!, "key-phone-3", (sheet.Field(1), "8"));

        Assert.Contains("data-theirs=\"13,00\"", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("data-keep", answer.Body, StringComparison.Ordinal);
        Assert.Equal("8.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[1]).Plain);
    }

    [Fact]
    public async Task Without_script_a_clash_shows_both_values()
    {
        var sheet = await app.Sheet();
        var (desk, phone) = (await app.SignIn(sheet.Teacher, "fr"), await app.SignIn(sheet.Teacher, "fr"));
        var (onDesk, onPhone) = (await desk.Open(sheet.Address), await phone.Open(sheet.Address));
        await onDesk.Submit((sheet.Field(0), "13"));

        var clash = await onPhone.Submit((sheet.Field(0), "8"), (sheet.Field(1), "11"));

        Assert.Equal(HttpStatusCode.Conflict, clash.Status);
        Assert.Equal("8", clash.ValueOf(sheet.Field(0)));
        Assert.True(clash.Says("13,00"));
        Assert.Equal("11,00", clash.ValueOf(sheet.Field(1)));
        Assert.Equal("13.00", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);
    }

    [Fact]
    public async Task The_same_save_sent_twice_over_a_lost_line_has_one_effect_and_the_same_answer()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher);
        var page = await teacher.Open(sheet.Address);
        var seen = page.ValueOf("seen")!;
        (string, string)[] cells = [(sheet.Field(0), "12"), (sheet.Field(1), "77")];

        var first = await Save(teacher, sheet, page, seen, "key-lost-line", cells);
        var second = await Save(teacher, sheet, page, seen, "key-lost-line", cells);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, first.Status);
        Assert.Equal(first.Status, second.Status);
        Assert.Equal(first.Body, second.Body);
        var stored = await app.Stored(sheet.Key);
        Assert.Equal(1, stored.Changes);
        Assert.Equal("12.00", stored.Of(sheet.Pupils[0]).Plain);
    }

    [Fact]
    public async Task The_first_two_saves_of_a_sheet_at_the_same_moment_are_both_kept()
    {
        var sheet = await app.Sheet(pupils: 12);
        var devices = new List<(Visitor Visitor, Page Page)>();
        for (var i = 0; i < 6; i++)
        {
            var visitor = await app.SignIn(sheet.Teacher);
            devices.Add((visitor, await visitor.Open(sheet.Address)));
        }

        var answers = await Task.WhenAll(devices.Select((d, i) => Save(d.Visitor, sheet, d.Page, d.Page.ValueOf("seen")!, $"key-race-{i}00", (sheet.Field(i * 2), $"{i + 5}"), (sheet.Field((i * 2) + 1), "10"))));

        Assert.All(answers, a => Assert.True(a.Status is HttpStatusCode.OK or HttpStatusCode.Conflict, a.Body));
        var stored = await app.Stored(sheet.Key);
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(CellValue.Of(i + 5), stored.Of(sheet.Pupils[i * 2])));
        Assert.Equal(12, stored.Marks.Count);
        Assert.Equal(6, stored.Changes);
    }

    /// <summary>AC-TEA-7: not another's class, even by address.</summary>
    [Fact]
    public async Task A_teacher_of_another_class_or_subject_finds_nothing_by_page_address_or_program()
    {
        var sheet = await app.Sheet();
        var other = await app.Sheet(school: sheet.School);
        var stranger = await app.SignIn(other.Teacher);
        var own = await stranger.Open(other.Address);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(sheet.Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Massar.Features.Marks.Links.Sheet(sheet.Key with { Subject = "FR" }))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Massar.Features.Marks.Links.Sheet(other.Key with { Number = 9 }))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Save(stranger, sheet, own, own.ValueOf("seen")!, "key-stranger", (sheet.Field(0), "20"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.GetAsync($"/api{sheet.Address}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PatchAsJsonAsync($"/api{sheet.Address}", new { seen = "0-1", cells = new Dictionary<string, string> { [sheet.Pupils[0].MassarCode] = "20" } })).StatusCode);
        Assert.Equal(0, await app.Read(db => db.Assessments.CountAsync(a => a.ClassId == sheet.Key.ClassId)));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(sheet.School.Head)).Open(sheet.Address)).Status);
    }

    /// <summary>AC-TEA-7: a substitute until the last day.</summary>
    [Fact]
    public async Task A_substitute_enters_marks_during_the_delegation_and_not_the_day_after()
    {
        var sheet = await app.Sheet();
        var today = MoroccanDay.Today(MassarApp.Clock);
        var during = await app.Given.Teacher(sheet.Class, "MATH", from: today.AddDays(-5), until: today);
        var over = await app.Given.Teacher(sheet.Class, "MATH", from: today.AddDays(-5), until: today.AddDays(-1));
        var before = await app.Given.Teacher(sheet.Class, "MATH", from: today.AddDays(1));

        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(during)).Open(sheet.Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(over)).Open(sheet.Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(before)).Open(sheet.Address)).Status);
    }

    [Fact]
    public async Task Saving_forty_marks_takes_at_most_six_statements_and_the_sheet_at_most_four()
    {
        var sheet = await app.Sheet(pupils: 40);
        var teacher = await app.SignIn(sheet.Teacher);
        var page = await teacher.Open(sheet.Address);
        // The sheet's row and the school's audit chain are made by the first save; every later one is what is counted.
        var first = await Save(teacher, sheet, page, page.ValueOf("seen")!, "key-count-01", (sheet.Field(0), "5"));
        var cells = sheet.Pupils.Select((_, i) => (sheet.Field(i), $"{10 + (i % 10)},25")).ToArray();

        var save = await MassarApp.StatementsOf(async () => Assert.Equal(HttpStatusCode.OK, (await Save(teacher, sheet, page, first.ValueOf("seen")!, "key-count-02", cells)).Status));
        var show = await MassarApp.StatementsOf(() => teacher.Open(sheet.Address));
        var list = await MassarApp.StatementsOf(() => teacher.Open(Massar.Features.Marks.Links.Sheets));

        Assert.True(WithoutSession(save).Count is > 3 and <= 6, string.Join("\n---\n", save));
        Assert.True(WithoutSession(show).Count is > 0 and <= 4, string.Join("\n---\n", show));
        Assert.True(WithoutSession(list).Count is > 0 and <= 4, string.Join("\n---\n", list));
        Assert.Equal(40, (await app.Stored(sheet.Key)).Marks.Count(m => m.State == CellState.Points));
    }

    [Fact]
    public async Task A_sheet_of_forty_weighs_at_most_eight_kilobytes()
    {
        var sheet = await app.Sheet(pupils: 40);
        var teacher = await app.SignIn(sheet.Teacher);
        var page = await teacher.Open(sheet.Address);
        await page.Submit([.. sheet.Pupils.Select((_, i) => (sheet.Field(i), $"{i % 20},25"))]);

        page = await teacher.Open(sheet.Address);

        Assert.Equal(40, page.All("table.marks tbody tr").Count);
        var html = System.Text.RegularExpressions.Regex.Replace(page.Body, "<style>.*?</style>", "", System.Text.RegularExpressions.RegexOptions.Singleline);
        using var packed = new MemoryStream();
        await using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            await brotli.WriteAsync(System.Text.Encoding.UTF8.GetBytes(html));
        Assert.InRange(packed.Length, 1000, 8 * 1024);
    }

    [Fact]
    public async Task A_first_visit_of_a_sheet_weighs_at_most_thirty_kilobytes_and_the_script_of_every_page_three()
    {
        var sheet = await app.Sheet(pupils: 30);
        var teacher = await app.SignIn(sheet.Teacher);
        await (await teacher.Open(sheet.Address)).Submit([.. sheet.Pupils.Select((_, i) => (sheet.Field(i), $"{i % 20},25"))]);
        teacher = new Visitor(app, teacher.Cookies["massar"], "ar");
        var (_, html, total) = await Received(teacher, sheet.Address);

        var scripts = System.Text.RegularExpressions.Regex.Matches(html, "<script[^>]* src=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(3, scripts.Count);
        foreach (var script in scripts)
        {
            var (length, _, all) = await Received(teacher, script);
            total += all;
            if (script.EndsWith("/app.js", StringComparison.Ordinal)) Assert.InRange(length, 500, 3 * 1024);
            if (script.EndsWith("/marks.js", StringComparison.Ordinal)) Assert.InRange(length, 500, 3 * 1024);
        }

        Assert.InRange(total, 10_000, 30 * 1024);
    }

    /// <summary>Bytes of the body as packed for a browser, the text, and the bytes with headers.</summary>
    private static async Task<(int Length, string Text, int WithHeaders)> Received(Visitor visitor, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept-Encoding", "br");
        using var answer = await visitor.Raw(request);
        Assert.Equal("br", answer.Content.Headers.ContentEncoding.Single());
        var body = await answer.Content.ReadAsByteArrayAsync();
        using var text = new StreamReader(new BrotliStream(new MemoryStream(body), CompressionMode.Decompress));
        return (body.Length, await text.ReadToEndAsync(), body.Length + $"{answer.Headers}{answer.Content.Headers}".Length + 20);
    }

    [Fact]
    public async Task The_page_keeps_the_contract_of_its_script()
    {
        var sheet = await app.Sheet();
        var page = await (await app.SignIn(sheet.Teacher)).Open(sheet.Address);

        var form = page.Find("form.marks-form")!;
        Assert.Equal(sheet.Address, form.GetAttribute("action"));
        Assert.Equal("20", form.GetAttribute("data-max"));
        Assert.Equal($"u{sheet.Teacher.AccountId}-{sheet.Key.ClassId}-MATH-1-1", form.GetAttribute("data-key"));
        Assert.All((string[])["data-saving", "data-saved", "data-waiting", "data-refused", "data-wrong"], a => Assert.NotEmpty(form.GetAttribute(a)!));
        Assert.Contains("{0}", form.GetAttribute("data-was"), StringComparison.Ordinal);
        Assert.Contains("{1}", form.GetAttribute("data-pasted"), StringComparison.Ordinal);
        Assert.NotNull(page.Find("tr#r1 th#n1 .msg#e1"));
        Assert.Equal("n1 hm", page.Find("tr#r1 input")!.GetAttribute("aria-labelledby"));
        Assert.NotNull(page.Find(".dock [data-count=empty]"));
        Assert.NotNull(page.Find("[role=status][data-said]"));
        Assert.NotNull(page.Find("script[src*='marks']"));
    }

    [Fact]
    public async Task A_program_reads_and_changes_cells()
    {
        var sheet = await app.Sheet();
        var teacher = await app.SignIn(sheet.Teacher);
        var read = await teacher.Api.GetFromJsonAsync<JsonElement>($"/api{sheet.Address}");

        var saved = await teacher.Api.PatchAsJsonAsync($"/api{sheet.Address}", new
        {
            seen = read.GetProperty("seen").GetString(),
            cells = new Dictionary<string, string> { [sheet.Pupils[0].MassarCode] = "15.75", [sheet.Pupils[1].MassarCode] = "99" },
        });

        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        var answer = await saved.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, answer.GetProperty("saved").GetInt32());
        Assert.Equal("marks.cell.out-of-range", answer.GetProperty("notSaved")[0].GetProperty("reason").GetString());
        Assert.Equal("15.75", (await app.Stored(sheet.Key)).Of(sheet.Pupils[0]).Plain);
    }

    [Fact]
    public async Task My_sheets_shows_how_many_are_missing()
    {
        var sheet = await app.Sheet(pupils: 3);
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        await (await teacher.Open(sheet.Address)).Submit((sheet.Field(0), "10"));

        var list = await teacher.Open(Massar.Features.Marks.Links.SheetsOf(1));

        Assert.True(list.Says("2 notes manquantes"));
        Assert.True(list.Says("3 notes manquantes"));
        Assert.NotNull(list.Find($"a[href='{sheet.Address}']"));
    }

    internal static IReadOnlyList<string> WithoutSession(IReadOnlyList<string> statements) => [.. statements.Where(s => !s.Contains("Sessions", StringComparison.Ordinal))];

    private static string SeenIn(string body) => System.Text.RegularExpressions.Regex.Match(body, "name=\"seen\" value=\"([^\"]+)\"").Groups[1].Value;

    private static Task<Page> Save(Visitor visitor, GivenSheet sheet, Page page, string seen, string key, params (string Name, string Value)[] cells) =>
        visitor.Post(sheet.Address, [("seen", seen), ("Idempotency", key), ("__RequestVerificationToken", page.ValueOf("__RequestVerificationToken")!), .. cells], htmx: true);
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Reference;

public sealed class ReferenceScreensTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar", "المعطيات المرجعية"), InlineData("fr", "Données de référence"), InlineData("en", "Reference data")]
    public async Task The_ministry_sees_every_list_by_name(string language, string title)
    {
        var page = await (await Ministry(language)).Open(Links.All);

        Assert.Equal(title, page.Heading);
        Assert.Equal(ReferenceList.All.Count, page.All("main .list li").Count);
        Assert.DoesNotContain("reference.", page.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task Every_list_opens_with_its_columns_in_words(string language)
    {
        var ministry = await Ministry(language);

        foreach (var list in ReferenceList.All)
        {
            var page = await ministry.Open(Links.List(list.Code));

            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.NotEmpty(page.All("tbody tr"));
            Assert.DoesNotContain("reference.column", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("reference.confidence", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Other_roles_are_kept_out_of_every_door()
    {
        var school = await app.Given.School();
        var head = await app.SignIn(school.Head);

        Assert.Equal(HttpStatusCode.Forbidden, (await head.Open(Links.All)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Open(Links.List("levels"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Open(Links.Row("levels", "1AC"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Get(Links.Export("levels"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Api.PutAsJsonAsync("/api" + Links.Row("levels", "1AC"), new { version = 0, values = new { nameFr = "x" } })).StatusCode);
    }

    [Fact]
    public async Task A_list_is_paged_by_14_and_says_how_sure_each_line_is()
    {
        var ministry = await Ministry("en");

        var first = await ministry.Open(Links.List("grades"));
        var last = await ministry.Open(Links.List("grades", page: 5));

        Assert.Equal(14, first.All("tbody tr").Count);
        // 66 grades are loaded; other tests may have added some.
        Assert.InRange(last.All("tbody tr").Count, 6, 15);
        Assert.All(first.All("tbody tr"), row => Assert.Single(row.QuerySelectorAll(".tag")));
    }

    [Theory, InlineData("الرياضيات"), InlineData("رياضيات MATH"), InlineData("math 1AC")]
    public async Task Searching_finds_a_line_in_either_script(string typed)
    {
        var page = await (await Ministry("fr")).Open(Links.List("subjects", 2025, typed));

        Assert.NotEmpty(page.All("tbody tr"));
        Assert.All(page.All("tbody tr"), row => Assert.Contains("رياضيات", row.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_without_result_says_so()
    {
        var page = await (await Ministry("fr")).Open(Links.List("levels", search: "zzzz"));

        Assert.True(page.Says(Words.All.Say("fr", "reference.nothing")));
    }

    [Fact]
    public async Task A_coefficient_typed_with_a_comma_is_saved_and_only_for_its_year()
    {
        var ministry = await Ministry("fr");
        var id = await Plan(2024, "1AC", "ISL");
        var form = await ministry.Open(Links.Row("subjects", $"{id}"));
        Assert.Equal("2", form.ValueOf("Coefficient"));

        var after = await form.Submit(("Coefficient", "2,5"), ("Confidence", "sure"));

        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Equal("2,5", after.ValueOf("Coefficient"));
        var saved = await app.Read(db => db.SubjectPlans.AsNoTracking().SingleAsync(p => p.Id == id));
        Assert.Equal((2.5m, "sure", 1), (saved.Coefficient!.Value, saved.Confidence, saved.Version));
        Assert.Equal(2m, await app.Read(db => db.SubjectPlans.Where(p => p.SchoolYearId == 2025 && p.LevelCode == "1AC" && p.SubjectCode == "ISL").Select(p => p.Coefficient).SingleAsync()));
        Assert.True(await app.Read(db => db.AuditEntries.AnyAsync(a => a.Action.Contains("EditReferenceRow") && a.Changes.Contains("2.5"))));
    }

    [Fact]
    public async Task The_delivered_note_stays_while_the_mark_stays()
    {
        var ministry = await Ministry("fr");
        var before = await app.Read(db => db.StaffGrades.AsNoTracking().SingleAsync(g => g.Code == "AST_TEC_3"));
        var noted = await app.Read(db => db.StaffGrades.AsNoTracking().SingleAsync(g => g.Code == "PEP_3"));
        Assert.StartsWith("likely (", noted.Confidence, StringComparison.Ordinal);
        Assert.Equal(0, before.Version);

        await (await ministry.Open(Links.Row("grades", "PEP_3"))).Submit(("WeeklyServiceHours", "28"));

        var after = await app.Read(db => db.StaffGrades.AsNoTracking().SingleAsync(g => g.Code == "PEP_3"));
        Assert.Equal((28, noted.Confidence), (after.WeeklyServiceHours!.Value, after.Confidence));
    }

    [Theory]
    [InlineData("pay.net-floor", "4 600 درهم", "reference.value-number", null)]
    [InlineData("pay.net-floor", "", "reference.required", null)]
    [InlineData("pay.point-values", "0:98.85 100", "reference.value-table", null)]
    [InlineData("pay.tax.expenses", "0.35", "reference.value-table", null)]
    [InlineData("pay.net-floor", "٤٦٠٠", null, "4600")]
    [InlineData("pay.pension", "0,15", null, "0.15")]
    [InlineData("pay.point-values", "0:98,85  100:80", null, "0:98.85 100:80")]
    public async Task An_amount_of_pay_keeps_the_form_the_computation_reads(string code, string typed, string? reason, string? saved)
    {
        var ministry = await Ministry("fr");
        var row = await app.Read(db => db.Settings.AsNoTracking().SingleAsync(s => s.Code == code && s.SchoolYearId == 2024));
        Assert.Contains((await ministry.Open(Links.List("pay", 2024, code))).All("tbody a"), a => a.GetAttribute("href") == Links.Row("pay", $"{row.Id}"));

        var after = await (await ministry.Open(Links.Row("pay", $"{row.Id}"))).Submit(("Value", typed));

        var now = await app.Read(db => db.Settings.AsNoTracking().SingleAsync(s => s.Id == row.Id));
        if (reason is not null)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
            Assert.Contains(Words.All.Say("fr", reason, "").Split(':')[0].Trim(), after.ErrorOf("Value"), StringComparison.Ordinal);
            Assert.Equal(typed, after.ValueOf("Value"));
        }

        Assert.Equal(saved ?? row.Value, now.Value);
        Massar.Features.Payslips.Domain.PayRates.Of(await app.Read(db => db.Settings.AsNoTracking().ToListAsync()), new DateOnly(2024, 10, 1));
    }

    [Theory]
    [InlineData("Coefficient", "abc", "reference.not-number")]
    [InlineData("Coefficient", "-1", "reference.not-number")]
    [InlineData("TestsPerSemester", "2,5", "reference.not-whole")]
    [InlineData("NameAr", "", "reference.required")]
    [InlineData("ActivitiesShare", "1,5", "reference.share")]
    [InlineData("Confidence", "certain", "reference.choose")]
    public async Task What_is_typed_wrongly_comes_back_as_typed_with_the_reason(string field, string typed, string reason)
    {
        var ministry = await Ministry("fr");
        var id = await Plan(2024, "2AC", "HG");
        var form = await ministry.Open(Links.Row("subjects", $"{id}"));

        var after = await form.Submit((field, typed));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.Contains(Words.All.Say("fr", reason), after.ErrorOf(field), StringComparison.Ordinal);
        if (field != "Confidence")
            Assert.Equal(typed, after.ValueOf(field));
        Assert.Equal(0, await app.Read(db => db.SubjectPlans.Where(p => p.Id == id).Select(p => p.Version).SingleAsync()));
    }

    [Fact]
    public async Task A_date_that_does_not_exist_is_refused_and_an_end_before_the_start_too()
    {
        var ministry = await Ministry("fr");
        var id = await app.Read(db => db.CalendarEntries.Where(c => c.SchoolYearId == 2024 && c.Code == "break-1").Select(c => c.Id).SingleAsync());
        var form = await ministry.Open(Links.Row("calendar", $"{id}"));

        var wrong = await form.Submit(("EndsOnDay", "31"), ("EndsOnMonth", "2"));
        var reversed = await form.Submit(("EndsOnDay", "1"), ("EndsOnMonth", "9"));
        var right = await form.Submit(("EndsOnDay", "28"), ("EndsOnMonth", "10"));

        Assert.Equal("31", wrong.ValueOf("EndsOnDay"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reversed.Status);
        Assert.Equal(HttpStatusCode.OK, right.Status);
        Assert.Equal(new DateOnly(2024, 10, 28), await app.Read(db => db.CalendarEntries.Where(c => c.Id == id).Select(c => c.EndsOn).SingleAsync()));
    }

    [Theory, InlineData("ar", 5), InlineData("fr", 6)]
    public async Task The_ministry_adds_days_and_windows_to_a_years_calendar_and_takes_off_what_has_not_begun(string language, int ahead)
    {
        var (ministry, year) = (await Ministry(language), Given.Year + ahead);
        await app.Write(async db =>
        {
            db.SchoolYears.Add(new() { Id = year, StartsOn = new DateOnly(year, 9, 1), EndsOn = new DateOnly(year + 1, 8, 31) });
            await db.SaveChangesAsync();
        });
        var page = await (await ministry.Open(Links.List("calendar", year))).Follow(Links.NewCalendarLine(year));
        Assert.DoesNotContain("reference.", page.Text, StringComparison.Ordinal);

        var reversed = await Send("holiday", $"{year}-11-20", $"{year}-11-18");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "عطلة استثنائية"), (reversed.Status, reversed.ValueOf("NameAr")));
        var far = await Send("holiday", $"{year + 3}-11-18", $"{year + 3}-11-18");
        Assert.NotNull(far.ErrorOf("StartsOn"));
        Assert.Equal(HttpStatusCode.OK, (await Send("holiday", $"{year}-11-18", $"{year}-11-20")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Send("holiday", $"{year}-11-19", $"{year}-11-19")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Send("window:councils-s1", $"{year + 1}-01-12", $"{year + 1}-02-15")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send("window:councils-s1", $"{year + 1}-01-12", $"{year + 1}-02-15")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send("window:made-up", $"{year + 1}-01-12", $"{year + 1}-02-15")).Status);
        var rows = await app.Read(db => db.CalendarEntries.Where(c => c.SchoolYearId == year).OrderBy(c => c.StartsOn).Select(c => new { c.Id, c.Kind, c.Code, c.Version }).ToListAsync());
        Assert.Equal([("holiday", null), ("window", "councils-s1")], rows.Select(r => (r.Kind, r.Code)));

        // A line screens ask for stays, and what was changed meanwhile is looked at first.
        Assert.Null((await ministry.Open(Links.RemoveCalendarLine(rows[1].Id))).Find("main form"));
        Assert.Equal(HttpStatusCode.Conflict, (await ministry.Api.PostAsJsonAsync("/api" + Links.RemoveCalendarLine(rows[1].Id), new { version = $"{rows[1].Version}" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ministry.Api.PostAsJsonAsync("/api" + Links.RemoveCalendarLine(rows[0].Id), new { version = "77" })).StatusCode);
        await (await (await ministry.Open(Links.Row("calendar", $"{rows[0].Id}"))).Follow(Links.RemoveCalendarLine(rows[0].Id))).Submit();
        Assert.Equal([rows[1].Id], await app.Read(db => db.CalendarEntries.Where(c => c.SchoolYearId == year).Select(c => c.Id).ToListAsync()));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn((await app.Given.School()).Head)).Open(Links.NewCalendarLine(year))).Status);

        // Each from a form of its own: the same one sent twice is one order.
        async Task<Page> Send(string kind, string from, string to) => await (await ministry.Open(Links.NewCalendarLine(year))).Submit(("Kind", kind), ("NameAr", "عطلة استثنائية"), ("NameFr", "Congé exceptionnel"), ("StartsOn", from), ("EndsOn", to));
    }

    [Fact]
    public async Task Who_read_an_older_version_does_not_overwrite_the_newer()
    {
        var (one, two) = (await Ministry("fr"), await Ministry("fr"));
        var id = await Plan(2024, "3AC", "SVT");
        var (first, second) = (await one.Open(Links.Row("subjects", $"{id}")), await two.Open(Links.Row("subjects", $"{id}")));

        await first.Submit(("Coefficient", "2"));
        var late = await second.Submit(("Coefficient", "4"));

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal(2m, await app.Read(db => db.SubjectPlans.Where(p => p.Id == id).Select(p => p.Coefficient).SingleAsync()));
    }

    [Fact]
    public async Task A_program_edits_by_JSON()
    {
        var ministry = await Ministry("fr");
        var id = await Plan(2024, "TC", "MATH");
        var address = "/api" + Links.Row("subjects", $"{id}");
        var entry = await ministry.Api.GetFromJsonAsync<JsonElement>(address);

        var done = await ministry.Api.PutAsJsonAsync(address, new { version = entry.GetProperty("version").GetInt32(), values = new Dictionary<string, string> { ["WeeklyHours"] = "6" } });
        var wrong = await ministry.Api.PutAsJsonAsync(address, new { version = 1, values = new Dictionary<string, string> { ["WeeklyHours"] = "x" } });

        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(6m, await app.Read(db => db.SubjectPlans.Where(p => p.Id == id).Select(p => p.WeeklyHours).SingleAsync()));
    }

    [Fact]
    public async Task The_current_year_cannot_be_ended_without_another()
    {
        var current = await app.Read(db => db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).SingleAsync());
        var form = await (await Ministry("fr")).Open(Links.Row("school-years", $"{current}"));

        var after = await form.Submit(("IsCurrent", "false"));

        Assert.Equal(HttpStatusCode.Conflict, after.Status);
        Assert.True(after.Says(Words.All.Say("fr", "reference.one-current")));
        Assert.True(await app.Read(db => db.SchoolYears.AnyAsync(y => y.Id == current && y.IsCurrent)));
    }

    [Theory, InlineData("/reference/nothing"), InlineData("/reference/levels/rows/9ZZ"), InlineData("/reference/subjects/rows/abc"), InlineData("/reference/subjects?year=1999"), InlineData("/reference/nothing/csv")]
    public async Task What_does_not_exist_is_not_found(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await (await Ministry("fr")).Open(address)).Status);

    [Fact]
    public async Task A_list_is_taken_away_as_a_table()
    {
        var file = await (await Ministry("fr")).Get(Links.Export("levels"));

        var text = Encoding.UTF8.GetString(await file.Content.ReadAsByteArrayAsync());
        Assert.Equal("text/csv", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("levels.csv", file.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(22, text.Trim().Split('\n').Length);
        Assert.Contains("السنة الأولى ثانوي إعدادي", text, StringComparison.Ordinal);
        Assert.StartsWith("\uFEFFCode;", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sure (seen)", "sure")]
    [InlineData("likely (one source)", "likely")]
    [InlineData("sure (counts); likely (eligibility)", "likely")]
    [InlineData("likely (indices); to confirm (durations)", "to confirm")]
    [InlineData("", "to confirm")]
    public void A_note_counts_as_its_weakest_mark(string note, string mark) => Assert.Equal(mark, Confidence.MarkOf(note));

    private async Task<Visitor> Ministry(string language)
    {
        var root = await app.Read(db => db.Places.SingleAsync(p => p.Id == ReferenceFiles.MinistryId));
        return await app.SignIn(await app.Given.Person(Roles.Ministry, root), language);
    }

    private Task<int> Plan(int year, string level, string subject) =>
        app.Read(db => db.SubjectPlans.Where(p => p.SchoolYearId == year && p.LevelCode == level && p.SubjectCode == subject).OrderBy(p => p.Id).Select(p => p.Id).FirstAsync());
}

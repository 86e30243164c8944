using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Decisions;

/// <summary>In a program of its own, where wrong answers of one test do not make another wait.</summary>
public sealed class TrackCaseTests(TrackCaseTests.Patient patient) : IClassFixture<TrackCaseTests.Patient>
{
    private readonly MassarApp app = patient.App;

    /// <summary>AC-SEL-2.</summary>
    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    [InlineData("en")]
    [InlineData("zgh")]
    public async Task Number_and_year_show_state_office_and_expected_date_and_nothing_else(string language)
    {
        var (province, teacher, id, number, year) = await Case(app);

        var page = await (await app.Visitor(language).Open(Links.Track)).Submit(("Number", number.ToLowerInvariant().Replace('-', ' ')), ("Year", year));

        var decision = await app.Read(db => db.Decisions.AsNoTracking().SingleAsync(d => d.Id == id));
        var procedure = DecisionProcedure.NewEchelonAdvancement(1, new DateOnly(2020, 1, 1));
        // The days of the procedure: 3 here, 5, 15 and 5 after it.
        var expected = MoroccanDay.Of(decision.WaitingSince).AddDays(procedure.Steps.Sum(s => s.UsualDays));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(3, page.All("main .facts dt").Count);
        Assert.True(page.Says(language == "ar" ? procedure.Steps[0].NameAr : procedure.Steps[0].NameFr));
        Assert.True(page.Says(Massar.Infrastructure.Text.Formats.Date(expected, language)));
        var employee = await app.Read(db => db.Employees.SingleAsync(e => e.Id == teacher.EmployeeId));
        foreach (var secret in (string[])[employee.LastNameAr, employee.LastNameLatin, employee.Ppr, employee.Cin, province.School.Place.NameFr])
            Assert.DoesNotContain(secret, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_face_says_the_same_and_the_employee_reads_number_and_date_on_the_own_page()
    {
        var (_, teacher, id, number, year) = await Case(app);

        var reply = await app.Visitor().Api.PostAsJsonAsync("/api/decisions/track", new { number, year });
        var found = (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("case");
        var mine = await (await app.SignIn(teacher, "fr")).Open(Links.ShowMine(id));

        Assert.Equal(["expectedOn", "officeAr", "officeFr", "state"], found.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.True(mine.Says(number));
        Assert.True(mine.Says(Massar.Infrastructure.Text.Formats.ShortDate(DateOnly.Parse(found.GetProperty("expectedOn").GetString()!, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task A_wrong_number_a_wrong_year_a_draft_and_nonsense_get_the_same_answer()
    {
        var (province, _, _, number, year) = await Case(app);
        var draft = await province.Teacher();
        var drafted = (await province.Drafts(draft))[0];
        var draftYear = (await app.Read(db => db.Employees.SingleAsync(e => e.Id == draft.EmployeeId))).BirthDate.Year.ToString(CultureInfo.InvariantCulture);
        var numbers = app.Services.GetRequiredService<TrackingNumbers>();

        var answers = new List<string>();
        foreach (var (asked, born) in ((string, string)[])[
            (number, $"{int.Parse(year, CultureInfo.InvariantCulture) + 1}"), (number, ""), (number[..^1] + (number[^1] == '2' ? '3' : '2'), year), ("nonsense", year), ("", ""),
            (numbers.Of(CaseKind.Decision, drafted), draftYear), (numbers.Of(CaseKind.Decision, 987_654_321), year), (numbers.Of(CaseKind.Paper, 987_654_321), year)])
        {
            var reply = await Ask(app, asked, born);
            var body = await reply.Content.ReadAsStringAsync();
            // What was typed comes back to be corrected, and nothing else differs.
            answers.Add($"{(int)reply.StatusCode} {body.Replace(JsonSerializer.Serialize(asked), "typed", StringComparison.Ordinal)}");
        }

        Assert.Single(answers.Distinct());
        Assert.Contains("\"isUnknown\":true", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Years_cannot_be_tried_through_and_a_number_that_does_not_exist_makes_wait_as_soon()
    {
        var (_, _, _, number, year) = await Case(app);
        var unknown = number[..^1] + (number[^1] == '2' ? '3' : '2');

        foreach (var tried in (string[])[number, unknown])
        {
            for (var i = 0; i < 5; i++)
                Assert.Equal(HttpStatusCode.OK, (await Ask(app, tried, $"{1900 + i}")).StatusCode);
            // The right year too, once too many were tried.
            Assert.Equal(HttpStatusCode.TooManyRequests, (await Ask(app, tried, year)).StatusCode);
        }
    }

    [Fact]
    public async Task A_network_that_tries_many_numbers_waits_and_right_answers_cost_nothing()
    {
        await using var host = await MassarApp.StartOwn(b => b.UseSetting("Massar:Limits:UnknownCasesPerMinute", "3"));
        var strict = MassarApp.Over(host);
        var (_, _, _, number, year) = await Case(strict);
        for (var i = 0; i < 6; i++)
            Assert.Equal(HttpStatusCode.OK, (await Ask(strict, number, year)).StatusCode);
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await Ask(strict, $"DX{i}ABCDEFGH", year)).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await Ask(strict, "DX9ABCDEFGH", year)).StatusCode);
    }

    [Fact]
    public async Task A_signed_decision_waits_nowhere_and_a_blocked_paper_is_followed_the_same_way()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var signed = await province.Signed(teacher);
        await app.Read(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Cin, "")));
        var paper = await (await (await app.SignIn(teacher)).Api.PostAsJsonAsync("/api/staff-papers", new { kind = "WorkCertificate" })).Content.ReadFromJsonAsync<JsonElement>();
        var (numbers, year) = (app.Services.GetRequiredService<TrackingNumbers>(), (await app.Read(db => db.Employees.SingleAsync(e => e.Id == teacher.EmployeeId))).BirthDate.Year.ToString(CultureInfo.InvariantCulture));

        var decision = await Read(await Ask(app, numbers.Of(CaseKind.Decision, signed), year));
        var waiting = await Read(await Ask(app, numbers.Of(CaseKind.Paper, paper.GetProperty("id").GetInt64()), year));

        Assert.Equal("decisions.state.Signed", decision.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, decision.GetProperty("officeAr").ValueKind);
        Assert.Equal("staff-papers.state.Blocked", waiting.GetProperty("state").GetString());
        Assert.Equal(province.School.Directorate.NameFr, waiting.GetProperty("officeFr").GetString());
        // Nobody waited here before: no date is promised.
        Assert.Equal(JsonValueKind.Null, waiting.GetProperty("expectedOn").ValueKind);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public async Task A_paper_s_date_is_the_median_of_what_the_office_took(int past, bool promised)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var now = MassarApp.Clock.GetUtcNow().UtcDateTime;
        await app.Read(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Cin, "")));
        await app.Write(async db =>
        {
            int[] days = [1, 2, 7, 9, 30];
            for (var i = 0; i < past; i++)
            {
                var earlier = new Massar.Features.StaffPapers.Domain.StaffPaper
                {
                    EmployeeId = teacher.EmployeeId!.Value,
                    PlaceId = province.School.Directorate.Id,
                    PlacePath = province.School.Directorate.Path,
                    Kind = Massar.Features.StaffPapers.Domain.StaffPaperKind.SituationStatement,
                    AskedAt = now.AddDays(-60),
                    AskedOn = MoroccanDay.Of(now.AddDays(-60)),
                    AskedByAccountId = teacher.AccountId,
                    IsCounter = false,
                };
                earlier.Block([Massar.Features.StaffPapers.Domain.StaffPaperProblem.Cin]);
                earlier.Issue(0, now.AddDays(-60 + days[i]));
                db.StaffPapers.Add(earlier);
            }

            await db.SaveChangesAsync();
        });
        var paper = await (await (await app.SignIn(teacher)).Api.PostAsJsonAsync("/api/staff-papers", new { kind = "WorkCertificate" })).Content.ReadFromJsonAsync<JsonElement>();
        var year = (await app.Read(db => db.Employees.SingleAsync(e => e.Id == teacher.EmployeeId))).BirthDate.Year.ToString(CultureInfo.InvariantCulture);

        var waiting = await Read(await Ask(app, app.Services.GetRequiredService<TrackingNumbers>().Of(CaseKind.Paper, paper.GetProperty("id").GetInt64()), year));

        Assert.Equal(promised ? MoroccanDay.Today(MassarApp.Clock).AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null, waiting.GetProperty("expectedOn").GetString());
    }

    private static Task<HttpResponseMessage> Ask(MassarApp app, string number, string year) => app.Visitor().Api.PostAsJsonAsync("/api/decisions/track", new { number, year });

    private static async Task<JsonElement> Read(HttpResponseMessage reply) => (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("case");

    /// <summary>A decision that waits at its first office, with the number its employee was given and the employee's year of birth.</summary>
    private static async Task<(Province Province, GivenPerson Teacher, long Id, string Number, string Year)> Case(MassarApp app)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = (await province.Drafts(teacher))[0];
        await province.Send(id);
        var born = await app.Read(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).Select(e => e.BirthDate).SingleAsync());
        return (province, teacher, id, app.Services.GetRequiredService<TrackingNumbers>().Of(CaseKind.Decision, id), born.Year.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The program with a network that may try often.</summary>
    public sealed class Patient : IAsyncLifetime
    {
        private MassarApp.Host host = null!;

        public MassarApp App { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            host = await MassarApp.StartOwn(b => b.UseSetting("Massar:Limits:UnknownCasesPerMinute", "1000"));
            App = MassarApp.Over(host);
        }

        public Task DisposeAsync() => host.DisposeAsync().AsTask();
    }
}

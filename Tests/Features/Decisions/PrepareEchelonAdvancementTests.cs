using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Localization;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

public sealed class PrepareEchelonAdvancementTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_manager_sees_who_is_due_with_the_rule_and_prepares_the_chosen(string language)
    {
        var province = await Province.Make(app);
        var (due, other) = (await province.Teacher(17), await province.Teacher(18));
        var hr = await app.SignIn(province.Hr, language);

        var page = await hr.Open(Links.Prepare());
        Assert.Equal(Words.All.Say(language, "decisions.prepare.title"), page.Heading);
        Assert.True(page.Says(Words.All.Say(language, "decisions.rhythm.Fast")));
        Assert.True(page.Says(Words.All.Say(language, "decisions.scale-and-step", "10", 6, 402)));

        var batch = await page.Submit(("Employee", $"{due.EmployeeId}"));

        Assert.StartsWith("/decisions/batches/", batch.Address, StringComparison.Ordinal);
        Assert.True(batch.Says(Words.All.Say(language, "decisions.state.Draft")));
        var drafted = await app.Read(db => db.Decisions.Where(d => d.EmployeeId == due.EmployeeId || d.EmployeeId == other.EmployeeId).ToListAsync());
        var decision = Assert.Single(drafted);
        Assert.Equal((5, 377, 6, 402, Rhythm.Fast, 24), (decision.OldEchelon, decision.OldIndex, decision.NewEchelon, decision.NewIndex, decision.Rhythm, decision.Months));
        Assert.Equal(new DateOnly(Given.Year - 2, 1, 1), decision.EffectiveOn);
    }

    /// <summary>AC-MSR-1, first half: who is due and who is not, each problem by name. Mending and postponing a line: <see cref="PostponementTests"/>.</summary>
    [Fact]
    public async Task The_three_lists_part_the_staff_and_name_what_is_wrong()
    {
        var province = await Province.Make(app);
        await province.Teacher(17);
        await province.Teacher(rating: null);
        var early = await province.Teacher(rating: null);
        await province.Rate(early.EmployeeId!.Value, 17, Given.Year - 3);
        var hr = await app.SignIn(province.Hr, "fr");

        var due = await hr.Api.GetFromJsonAsync<JsonElement>("/api/decisions/echelon");
        var wrong = await hr.Api.GetFromJsonAsync<JsonElement>("/api/decisions/echelon?show=problem");
        var later = await hr.Api.GetFromJsonAsync<JsonElement>($"/api/decisions/echelon?show=later&on={Given.Year - 3}-06-01");

        Assert.Equal(2, due.GetProperty("due").GetInt32());
        Assert.All(wrong.GetProperty("lines").EnumerateArray(), l => Assert.Equal("decisions.why.no-rating", l.GetProperty("advancement").GetProperty("why").GetProperty("key").GetString()));
        var line = Assert.Single(later.GetProperty("lines").EnumerateArray());
        Assert.Equal((early.EmployeeId.Value, $"{Given.Year - 2}-01-01"), (line.GetProperty("employeeId").GetInt64(), line.GetProperty("advancement").GetProperty("dueOn").GetString()));
    }

    [Fact]
    public async Task Nobody_gets_two_decisions_for_one_echelon()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await province.Drafts(teacher);
        var hr = await app.SignIn(province.Hr);

        var reply = await hr.Api.PostAsJsonAsync("/api/decisions/echelon", new { on = "", employees = new[] { teacher.EmployeeId!.Value }, all = false });

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Contains("decisions.why.under-way", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_managers_at_once_prepare_one_decision()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var colleague = await app.Given.Person("hr-manager", province.School.Directorate);
        var managers = new[] { await app.SignIn(province.Hr), await app.SignIn(colleague) };

        var replies = await Task.WhenAll(managers.Select(m => m.Api.PostAsJsonAsync("/api/decisions/echelon", new { on = "", employees = new[] { teacher.EmployeeId!.Value }, all = false })));

        Assert.Single(replies, r => r.IsSuccessStatusCode);
        Assert.Equal(1, await app.Read(db => db.Decisions.CountAsync(d => d.EmployeeId == teacher.EmployeeId)));
    }

    [Fact]
    public async Task The_staff_of_another_province_do_not_exist_for_the_manager()
    {
        var (mine, other) = (await Province.Make(app), await Province.Make(app));
        var stranger = await other.Teacher();
        var hr = await app.SignIn(mine.Hr);

        var reply = await hr.Api.PostAsJsonAsync("/api/decisions/echelon", new { on = "", employees = new[] { stranger.EmployeeId!.Value }, all = false });
        var list = await hr.Api.GetFromJsonAsync<JsonElement>("/api/decisions/echelon");

        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
        Assert.Equal(0, list.GetProperty("due").GetInt32());
    }

    /// <summary>AC-MSR-7: an HR manager does not prepare his own.</summary>
    [Fact]
    public async Task The_manager_does_not_prepare_his_own_advancement()
    {
        var province = await Province.Make(app);
        await province.Rate(province.Hr.EmployeeId!.Value, 19);
        var hr = await app.SignIn(province.Hr);

        var alone = await hr.Api.PostAsJsonAsync("/api/decisions/echelon", new { on = "", employees = new[] { province.Hr.EmployeeId.Value }, all = false });
        await province.Teacher();
        var all = await hr.Api.PostAsJsonAsync("/api/decisions/echelon", new { on = "", employees = Array.Empty<long>(), all = true });

        Assert.Equal(HttpStatusCode.Conflict, alone.StatusCode);
        Assert.Equal(HttpStatusCode.OK, all.StatusCode);
        Assert.Equal(0, await app.Read(db => db.Decisions.CountAsync(d => d.EmployeeId == province.Hr.EmployeeId)));
    }

    [Fact]
    public async Task A_wrong_day_comes_back_as_typed_with_the_reason()
    {
        var province = await Province.Make(app);
        await province.Teacher();
        var hr = await app.SignIn(province.Hr, "fr");
        var page = await hr.Open(Links.Prepare());

        var after = await page.Submit(("On", "2026-02-31"), ("Employee", "1"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.Equal("2026-02-31", after.ValueOf("on"));
        Assert.Contains(Words.All.Say("fr", "decisions.not-a-day"), after.ErrorOf("on"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choosing_nobody_is_said_beside_the_list()
    {
        var province = await Province.Make(app);
        await province.Teacher();
        var page = await (await app.SignIn(province.Hr, "fr")).Open(Links.Prepare());

        var after = await page.Submit();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.True(after.Says(Words.All.Say("fr", "decisions.choose-somebody")));
    }

    [Fact]
    public async Task Only_a_manager_prepares()
    {
        var province = await Province.Make(app);
        foreach (var who in new[] { province.HeadOfService, province.Signatory, province.School.Head })
            Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(who)).Api.GetAsync("/api/decisions/echelon")).StatusCode);
    }

    /// <summary>AC-MSR-1, second half: what is left goes for visa in one act.</summary>
    [Fact]
    public async Task Sending_a_batch_moves_its_drafts_to_the_first_visa()
    {
        var province = await Province.Make(app);
        var drafts = await province.Drafts(await province.Teacher(), await province.Teacher());
        var batch = (await province.Decision(drafts[0])).BatchId!.Value;
        var page = await (await app.SignIn(province.Hr)).Open(Links.Batch(batch));

        var after = await page.SubmitForm($"form[action='{Links.Send()}']", null, htmx: false);

        Assert.Equal(Links.Batch(batch), after.Address);
        foreach (var id in drafts)
            Assert.Equal((DecisionState.InVisa, "head-of-service"), ((await province.Decision(id)).State, (await province.Decision(id)).WaitingRole));
    }
}

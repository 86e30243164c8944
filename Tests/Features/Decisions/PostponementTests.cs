using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

public sealed class PostponementTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task AC_MSR_1_of_those_due_and_those_with_a_problem_one_is_put_right_one_is_postponed_with_a_reason_and_the_rest_go_for_visa()
    {
        var province = await Province.Make(app);
        var (first, second) = (await province.Teacher(), await province.Teacher(18));
        var (mended, left) = (await province.Teacher(rating: null), await province.Teacher(rating: null));
        var hr = await app.SignIn(province.Hr, "fr");

        var wrong = await hr.Open(Links.Prepare(show: "problem"));
        Assert.True(wrong.Says(await Ppr(mended)) && wrong.Says(await Ppr(left)));
        Assert.True(wrong.Says(Words.All.Say("fr", "decisions.why.no-rating")));
        await province.Rate(mended.EmployeeId!.Value, 17);

        var form = await hr.Open(Links.Postpone(left.EmployeeId!.Value));
        var refused = await form.Submit(("Reason", "other"), ("Remark", " ‮ "));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "other"), (refused.Status, refused.ValueOf("Reason")));
        Assert.NotEmpty(refused.ErrorOf("Remark")!);
        var list = await form.Submit(("Reason", "missing-paper"), ("Remark", "Fiche de notation 2024 attendue"));

        Assert.True(list.Says(await Ppr(left)) && list.Says(Words.All.Say("fr", "decisions.reason.missing-paper")) && list.Says("Fiche de notation 2024 attendue"));
        Assert.Equal((3, 1), await Counts(hr));
        var mine = await (await app.SignIn(left, "fr")).Open(Links.Mine());
        Assert.True(mine.Says("Fiche de notation 2024 attendue"));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.Template == "notices.advancement-postponed" && n.AccountId == left.AccountId)));

        var prepared = await Json(await hr.Api.PostAsJsonAsync("/api/decisions/echelon", new { on = "", employees = Array.Empty<long>(), all = true }));
        var batch = prepared.GetProperty("batch").GetInt64();
        Assert.Equal(3, prepared.GetProperty("lines").GetInt32());
        Assert.True((await hr.Api.PostAsJsonAsync("/api/decisions/send", new { batch, decisions = Array.Empty<long>() })).IsSuccessStatusCode);
        long[] sent = await app.Read(db => db.Decisions.Where(d => d.BatchId == batch && d.State == DecisionState.InVisa).OrderBy(d => d.EmployeeId).Select(d => d.EmployeeId).ToArrayAsync());
        Assert.Equal([.. new[] { first, second, mended }.Select(p => p.EmployeeId!.Value).Order()], sent);

        // The line is still there, on the file of exceptions too; its own decision is refused with the reason.
        var file = await (await (await app.SignIn(province.Hr, "fr", steppedUp: true)).Get(Links.Prepare(show: "exceptions", ending: ".csv"))).Content.ReadAsStringAsync();
        Assert.Contains(await Ppr(left), file, StringComparison.Ordinal);
        Assert.Contains("Fiche de notation 2024 attendue", file, StringComparison.Ordinal);
        var alone = await hr.Api.PostAsJsonAsync("/api/decisions/echelon", new { on = "", employees = new[] { left.EmployeeId.Value }, all = false });
        Assert.Equal(HttpStatusCode.Conflict, alone.StatusCode);
        Assert.Contains("decisions.why.postponed", await alone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_postponed_line_is_back_on_the_next_years_list_or_as_soon_as_the_postponement_is_lifted()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var hr = await app.SignIn(province.Hr);
        var id = (await Json(await Postpone(hr, teacher))).GetProperty("postponement").GetInt64();

        Assert.Equal((0, 1), await Counts(hr));
        var year = await app.Read(db => db.Postponements.Where(p => p.Id == id).Select(p => p.Year).SingleAsync());
        Assert.Equal((1, 0), await Counts(hr, string.Create(CultureInfo.InvariantCulture, $"{year + 1}-01-01")));
        Assert.Equal(HttpStatusCode.Conflict, (await Postpone(hr, teacher)).StatusCode);

        Assert.Equal(HttpStatusCode.Conflict, (await hr.Api.PostAsJsonAsync($"/api/decisions/postponements/{id}", new { version = "99" })).StatusCode);
        var page = await hr.Open(Links.Postponement(id));
        await page.SubmitForm($"form[action='{Links.Postponement(id)}']", null, htmx: false);

        Assert.Equal((1, 0), await Counts(hr));
        Assert.True((await app.Read(db => db.Postponements.SingleAsync(p => p.Id == id))).LiftedAt is not null);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.Template == "notices.advancement-back" && n.AccountId == teacher.AccountId)));
        string[] acts = ["Decisions.PostponeAdvancement", "Decisions.LiftPostponement"];
        Assert.Equal(acts, await app.Read(db => db.AuditEntries.Where(a => a.AccountId == province.Hr.AccountId && acts.Contains(a.Action)).OrderBy(a => a.Id).Select(a => a.Action).ToArrayAsync()));
    }

    [Fact]
    public async Task Nobody_postpones_his_own_line_and_the_lines_of_another_province_do_not_exist()
    {
        var (province, other) = (await Province.Make(app), await Province.Make(app));
        await province.Rate(province.Hr.EmployeeId!.Value, 17);
        var stranger = await other.Teacher();
        var hr = await app.SignIn(province.Hr);
        var far = (await Json(await Postpone(await app.SignIn(other.Hr), stranger))).GetProperty("postponement").GetInt64();

        var own = await Postpone(hr, province.Hr);
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        Assert.Contains("decisions.own-case", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Postpone(hr, stranger)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await hr.Api.GetAsync($"/api/decisions/postponements/{far}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await hr.Api.PostAsJsonAsync($"/api/decisions/postponements/{far}", new { version = "0" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Postpone(await app.SignIn(province.HeadOfService), stranger)).StatusCode);
    }

    [Fact]
    public async Task A_postponement_is_of_one_year_alone_and_once_that_is_over_it_is_neither_lifted_nor_its_words_read()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var hr = await app.SignIn(province.Hr);
        var year = MoroccanDay.Today(MassarApp.Clock).Year;

        Assert.Equal(HttpStatusCode.BadRequest, (await Postpone(hr, teacher, string.Create(CultureInfo.InvariantCulture, $"{year + 1}-01-01"))).StatusCode);
        var id = (await Json(await Postpone(hr, teacher, remark: "Fiche attendue"))).GetProperty("postponement").GetInt64();
        Assert.Equal((0, 1), await Counts(hr, string.Create(CultureInfo.InvariantCulture, $"{year - 1}-12-31")));
        Assert.Equal("Fiche attendue", (await hr.Api.GetFromJsonAsync<JsonElement>($"/api/decisions/postponements/{id}")).GetProperty("remark").GetString());

        await app.Write(db => db.Postponements.Where(p => p.Id == id).ExecuteUpdateAsync(s => s.SetProperty(p => p.Year, year + 1)));
        Assert.Equal((1, 0), await Counts(hr));
        await app.Write(db => db.Postponements.Where(p => p.Id == id).ExecuteUpdateAsync(s => s.SetProperty(p => p.Year, year - 1)));
        var past = await hr.Api.GetFromJsonAsync<JsonElement>($"/api/decisions/postponements/{id}");
        Assert.False(past.TryGetProperty("remark", out var words) && words.ValueKind != JsonValueKind.Null);
        var lifted = await hr.Api.PostAsJsonAsync($"/api/decisions/postponements/{id}", new { version = $"{past.GetProperty("version").GetInt32()}" });
        Assert.Equal(HttpStatusCode.Conflict, lifted.StatusCode);
        Assert.Contains("decisions.postpone.past", await lifted.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Postpone(Visitor visitor, GivenPerson person, string on = "", string remark = "") =>
        visitor.Api.PostAsJsonAsync($"/api{Links.Postpone(person.EmployeeId!.Value)}", new { on, reason = "wrong-rating", remark });

    private static async Task<(int Due, int Postponed)> Counts(Visitor visitor, string on = "")
    {
        var list = await visitor.Api.GetFromJsonAsync<JsonElement>($"/api/decisions/echelon?on={on}");
        return (list.GetProperty("due").GetInt32(), list.GetProperty("postponed").GetInt32());
    }

    private Task<string> Ppr(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

    private static async Task<JsonElement> Json(HttpResponseMessage reply)
    {
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.Clone();
    }
}

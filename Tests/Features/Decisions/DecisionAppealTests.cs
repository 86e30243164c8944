using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

/// <summary>MSR-7 and law 41-90, article 23: sixty days to appeal from the notice, sixty days of silence are a refusal.</summary>
public sealed class DecisionAppealTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Fact]
    public async Task An_employee_appeals_and_somebody_who_had_no_part_answers_with_the_decision_that_takes_the_other_back()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = await province.Signed(teacher);
        var mine = await app.SignIn(teacher, "fr");
        var academy = await app.Given.Person(Roles.HrManager, province.School.Academy);

        // Before the notice there is nothing to appeal against; another's decision looks like none.
        Assert.Equal(HttpStatusCode.NotFound, (await mine.Open(Links.AppealMine(id))).Status);
        Assert.True((await mine.Api.PostAsync($"/api{Links.OpenMine(id)}", null)).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await province.Teacher())).Open(Links.AppealMine(id))).Status);
        var form = await (await mine.Open(Links.ShowMine(id))).Follow(Links.AppealMine(id));
        Assert.True(form.Says(Words.All.Say("fr", "decisions.appeal.rule", 60)), form.Text);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await form.Submit(("Reason", " "))).Status);
        var sent = await form.Submit(("Reason", "La note de 2025 n'est pas la mienne."));
        Assert.True(sent.Says(Words.All.Say("fr", "decisions.appeal.waits", Formats.ShortDate(Today.AddDays(60)))), sent.Text);
        var appeal = await app.Read(db => db.DecisionAppeals.AsNoTracking().SingleAsync(a => a.DecisionId == id));
        Assert.Equal(HttpStatusCode.Conflict, (await mine.Api.PostAsJsonAsync($"/api{Links.AppealMine(id)}", new { reason = "deux" })).StatusCode);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == province.Hr.AccountId && n.Template == "notices.decision-appeal")));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == academy.AccountId && n.Template == "notices.decision-appeal")));

        // Whoever prepared, visaed or signed it reads it and does not answer; that is written down.
        var hr = await app.SignIn(province.Hr, "fr", steppedUp: true);
        Assert.True((await hr.Open(Links.Appeals())).Says(Formats.ShortDate(Today.AddDays(60))));
        Assert.Equal(HttpStatusCode.OK, (await hr.Get(Links.Appeals(ending: ".csv"))).StatusCode);
        GivenPerson[] part = [province.Hr, province.HeadOfService, province.Director, province.Signatory];
        var accounts = part.Select(p => (long?)p.AccountId).ToList();
        foreach (var had in part)
            Assert.Contains("decisions.appeal.had-part", await (await Answer(await app.SignIn(had), appeal, "kept")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(4, await app.Read(db => db.AuditEntries.CountAsync(e => accounts.Contains(e.AccountId) && e.Changes.Contains("decisions.appeal.had-part"))));
        Assert.Equal(HttpStatusCode.NotFound, (await Answer(await app.SignIn((await Province.Make(app)).Hr), appeal, "kept")).StatusCode);

        var other = await app.Given.Person(Roles.HrManager, province.School.Directorate);
        var office = await app.SignIn(other, "fr");
        Assert.Contains("decisions.appeal.no-second", await (await Answer(office, appeal, "accepted")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var second = JsonDocument.Parse(await (await province.Withdraw(id, by: other)).Content.ReadAsStringAsync()).RootElement.GetProperty("decision").GetInt64();
        var page = await (await office.Open(Links.AnswerAppeal(appeal.Id))).Submit(("Ruling", "accepted"), ("Answer", "La note est d'une autre année."));
        Assert.True(page.Says(Words.All.Say("fr", "decisions.appeal.decided")), page.Text);
        var decided = await app.Read(db => db.DecisionAppeals.AsNoTracking().SingleAsync(a => a.Id == appeal.Id));
        Assert.Equal((DecisionAppealState.TakenBack, second, other.AccountId), (decided.State, decided.SecondDecisionId!.Value, decided.AnsweredByAccountId!.Value));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == teacher.AccountId && n.Template == "notices.decision-appeal-answered")));
        Assert.True((await mine.Open(Links.AppealMine(id))).Says("La note est d'une autre année."));
        Assert.Equal(HttpStatusCode.Conflict, (await Answer(office, decided, "kept")).StatusCode);

        // The withdrawal is given up: the appeal waits again.
        Assert.True((await province.Visa(await app.SignIn(other), second, "Withdrawn", "material-error")).IsSuccessStatusCode);
        Assert.True((await office.Open(Links.AnswerAppeal(appeal.Id))).Says(Words.All.Say("fr", "decisions.appeal.second-fell")));
        var again = await mine.Open(Links.AppealMine(id));
        Assert.True(again.Says(Words.All.Say("fr", "decisions.appeal.state.Asked")) && again.Says(Words.All.Say("fr", "decisions.appeal.second-fell")) && !again.Says(Words.All.Say("fr", "decisions.appeal.on-its-way")), again.Text);
        Assert.Contains($"\"id\":{appeal.Id},", await office.Api.GetStringAsync($"/api{Links.Appeals()}"), StringComparison.Ordinal);
        Assert.DoesNotContain($"\"id\":{appeal.Id},", await office.Api.GetStringAsync($"/api{Links.Appeals("answered")}"), StringComparison.Ordinal);
        Assert.Contains("decision-appeals", await (await app.SignIn(province.Director)).Api.GetStringAsync($"/api{Massar.Features.Deadlines.Links.Schools()}"), StringComparison.Ordinal);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == teacher.AccountId && n.Template == "notices.decision-appeal-reopened")));
        Assert.Equal(2, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == province.Hr.AccountId && n.Template == "notices.decision-appeal")));
        Assert.True((await Answer(office, decided, "kept")).IsSuccessStatusCode);
        Assert.DoesNotContain($"\"id\":{appeal.Id},", await office.Api.GetStringAsync($"/api{Links.Appeals()}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_window_closes_silence_is_said_in_words_and_the_board_has_the_line()
    {
        var province = await Province.Make(app);
        var (teacher, late) = (await province.Teacher(), await province.Teacher());
        var (id, old) = (await province.Signed(teacher), await province.Signed(late));
        var (mine, other) = (await app.SignIn(teacher, "fr"), await app.SignIn(late, "fr"));
        await mine.Api.PostAsync($"/api{Links.OpenMine(id)}", null);
        await other.Api.PostAsync($"/api{Links.OpenMine(old)}", null);
        var before = MassarApp.Clock.GetUtcNow().UtcDateTime.AddDays(-61);
        await app.Write(db => db.Decisions.Where(d => d.Id == old).ExecuteUpdateAsync(s => s.SetProperty(d => d.NotifiedAt, before)));

        Assert.Contains("decisions.appeal.over", await (await other.Api.PostAsJsonAsync($"/api{Links.AppealMine(old)}", new { reason = "tard" })).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await other.Open(Links.AppealMine(old))).Says(Words.All.Say("fr", "decisions.appeal.was-until", Formats.ShortDate(MoroccanDay.Of(before).AddDays(60)))));
        Assert.True((await mine.Api.PostAsJsonAsync($"/api{Links.AppealMine(id)}", new { reason = "à temps" })).IsSuccessStatusCode);
        var director = await app.SignIn(province.Director, "fr");
        var schools = await director.Api.GetStringAsync($"/api{Massar.Features.Deadlines.Links.Schools()}");
        Assert.Contains("decision-appeals", schools, StringComparison.Ordinal);
        await app.Write(db => db.DecisionAppeals.Where(a => a.DecisionId == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.DueOn, Today.AddDays(-1))));
        Assert.True((await mine.Open(Links.AppealMine(id))).Says(Words.All.Say("fr", "decisions.appeal.silent", Formats.ShortDate(Today.AddDays(-1)))));
        Assert.True((await director.Open(Links.Appeals())).Says(Words.All.Say("fr", "decisions.appeal.state.Silent")));
        // Nobody answers the own family's, from whatever office: it is on no list of his.
        await app.Write(db => db.DecisionAppeals.Where(a => a.DecisionId == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.EmployeeId, province.Director.EmployeeId!.Value)));
        var appeal = await app.Read(db => db.DecisionAppeals.AsNoTracking().SingleAsync(a => a.DecisionId == id));
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open(Links.AnswerAppeal(appeal.Id))).Status);
        Assert.Contains("decisions.own-case", await (await Answer(director, appeal, "kept")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_promoted_appeals_against_the_closed_list()
    {
        var province = await Province.Make(app);
        var (off, on) = (await province.Teacher(), await province.Teacher());
        var table = await Closed(province, off, on);
        var mine = await app.SignIn(off, "fr");

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(on)).Open(Links.AppealList(table))).Status);
        var form = await (await mine.Open(Links.MyPromotion())).Follow(Links.AppealList(table));
        await form.Submit(("Reason", "Onze ans dans le grade."));
        var appeal = await app.Read(db => db.DecisionAppeals.AsNoTracking().SingleAsync(a => a.TableId == table));
        foreach (var had in (GivenPerson[])[province.Hr, province.Director])
            Assert.Contains("decisions.appeal.had-part", await (await Answer(await app.SignIn(had), appeal, "kept")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await Answer(await app.SignIn(province.HeadOfService), appeal, "accepted")).IsSuccessStatusCode);
        Assert.Equal(DecisionAppealState.TakenUp, (await app.Read(db => db.DecisionAppeals.AsNoTracking().SingleAsync(a => a.Id == appeal.Id))).State);
        Assert.True((await mine.Open(Links.AppealList(table))).Says(Words.All.Say("fr", "decisions.appeal.state.TakenUp")));
    }

    private static Task<HttpResponseMessage> Answer(Visitor office, DecisionAppeal appeal, string ruling) =>
        office.Api.PostAsJsonAsync($"/api{Links.AnswerAppeal(appeal.Id)}", new { version = $"{appeal.Version}", ruling, answer = "Motif." });

    // Prepared by the manager, closed by the director, as the commission.
    private async Task<long> Closed(Province province, GivenPerson off, GivenPerson on)
    {
        var (now, place) = (MassarApp.Clock.GetUtcNow().UtcDateTime, province.School.Directorate);
        var table = PromotionTable.New(place.Id, place.Path, Today.Year - 1, PromotionWay.Choice, province.Hr.AccountId, now);
        Assert.Null(table.HandIn(now));
        Assert.Null(table.Close(Hands.Only(province.Director.AccountId), null, now));
        await app.Write(async db =>
        {
            db.PromotionTables.Add(table);
            await db.SaveChangesAsync();
            foreach (var (person, isOn) in ((GivenPerson, bool)[])[(off, false), (on, true)])
                db.PromotionLines.Add(new PromotionLine { TableId = table.Id, EmployeeId = person.EmployeeId!.Value, GradeCode = "PES_2", NewGradeCode = "PES_1", Rank = isOn ? 1 : 2, Points = 100, IsOn = isOn });
            await db.SaveChangesAsync();
        });
        return table.Id;
    }
}

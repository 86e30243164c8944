using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

public sealed class VisaTests(MassarApp app) : IClassFixture<MassarApp>
{
    /// <summary>AC-MSR-2: head of service, director, financial control, each his own pile alone.</summary>
    [Fact]
    public async Task Each_office_sees_only_its_own_pile_and_the_pile_moves_on()
    {
        var province = await Province.Make(app);
        var id = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(id);
        GivenPerson[] chain = [province.HeadOfService, province.Director, province.Control, province.Signatory];

        for (var step = 0; step < chain.Length; step++)
        {
            for (var i = 0; i < chain.Length; i++)
            {
                var inbox = await (await app.SignIn(chain[i])).Api.GetFromJsonAsync<JsonElement>("/api/decisions/inbox");
                Assert.Equal(i == step ? 1 : 0, inbox.GetProperty("total").GetInt32());
            }

            if (step < 3)
                await province.Grant(chain[step], id);
        }
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_inbox_shows_the_oldest_first_with_its_age_in_red_once_late(string language)
    {
        var province = await Province.Make(app);
        var drafts = await province.Drafts(await province.Teacher(), await province.Teacher());
        await province.Send(drafts);
        var old = DateTime.UtcNow.AddDays(-9);
        await app.Read(db => db.Database.ExecuteSqlAsync($"UPDATE Decisions SET WaitingSince = {old}, LateAfter = {DateOnly.FromDateTime(old).AddDays(3)} WHERE Id = {drafts[1]}"));
        var visitor = await app.SignIn(province.HeadOfService, language);

        var page = await visitor.Open(Links.Inbox());
        var late = await visitor.Open(Links.Inbox(late: true));

        Assert.Equal([$"{drafts[1]}", $"{drafts[0]}"], page.All("input[name=Line]").Select(i => i.GetAttribute("value")!.Split(':')[0]));
        Assert.Contains(Words.All.Count(language, "decisions.days", 9), page.Find("tbody .late")!.TextContent, StringComparison.Ordinal);
        Assert.Single(page.All("tbody .late"));
        Assert.Single(late.All("input[name=Line]"));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task A_search_without_result_says_so_and_leads_back_to_all_that_waits(string language)
    {
        var province = await Province.Make(app);
        await province.Send(await province.Drafts(await province.Teacher()));
        var visitor = await app.SignIn(province.HeadOfService, language);

        var page = await visitor.Open(Links.Inbox(q: "zzzz"));
        var late = await visitor.Open(Links.Inbox(late: true));

        Assert.True(page.Says(Words.All.Say(language, "decisions.inbox.no-match-q")));
        Assert.True(late.Says(Words.All.Say(language, "decisions.inbox.no-match")));
        Assert.False(page.Says(Words.All.Say(language, "decisions.inbox.none")) || late.Says(Words.All.Say(language, "decisions.inbox.none")));
        var clear = page.Find(".empty a")!.GetAttribute("href")!;
        Assert.Equal(Links.Inbox(), clear);
        Assert.Single((await visitor.Open(clear)).All("input[name=Line]"));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task What_is_late_is_what_the_office_usually_takes_and_every_page_says_the_same(string language)
    {
        var province = await Province.Make(app);
        var (quick, teacher) = (await province.Teacher(), await province.Teacher());
        var past = (await province.Drafts(quick))[0];
        await province.Send(past);
        await province.Grant(province.HeadOfService, past);
        // The office has always taken nine days; the procedure says three.
        await app.Read(async db =>
        {
            for (var i = 0; i < 5; i++)
                await db.Database.ExecuteSqlAsync($"INSERT INTO DecisionVisas (DecisionId, ProcedureId, Act, Step, At, AccountId, HatId, Role, PlaceId, NameAr, NameLatin, WaitedDays) SELECT DecisionId, ProcedureId, Act, Step, At, AccountId, HatId, Role, PlaceId, NameAr, NameLatin, 9 FROM DecisionVisas WHERE DecisionId = {past} AND Step = 1 AND Act = 1 LIMIT 1");
            return 0;
        });

        var id = (await province.Drafts(teacher))[0];
        await province.Send(id);

        Assert.Equal(MoroccanDay.Today(MassarApp.Clock).AddDays(9), (await province.Decision(id)).LateAfter);
        var (mine, office) = (await app.SignIn(teacher, language), await app.SignIn(province.HeadOfService, language));
        Assert.True((await mine.Open(Links.ShowMine(id))).Says(Words.All.Say(language, "decisions.today-usually", Words.All.Count(language, "decisions.days", 9))));
        await Since(id, 9);
        Assert.Empty((await office.Open(Links.Inbox())).All("tbody .late"));
        Assert.Empty((await mine.Open(Links.ShowMine(id))).All("main .late"));
        await Since(id, 10);
        var (inbox, card) = (await office.Open(Links.Inbox()), await mine.Open(Links.ShowMine(id)));
        Assert.Single(inbox.All("tbody .late"));
        Assert.True(inbox.Says(Words.All.Say(language, "decisions.late-rule")) && card.Says(Words.All.Say(language, "decisions.late-rule")));
        Assert.Single(card.All("main .late"));
        Assert.Single((await mine.Open(Links.Mine())).All("main .late"));
        Assert.Single((await mine.Open("/payslips")).All("main .late"));

        Task<int> Since(long decision, int days)
        {
            var since = MassarApp.Clock.GetUtcNow().UtcDateTime.AddDays(-days);
            return app.Read(db => db.Database.ExecuteSqlAsync($"UPDATE Decisions SET WaitingSince = {since}, LateAfter = {MoroccanDay.Of(since).AddDays(9)} WHERE Id = {decision}"));
        }
    }

    [Fact]
    public async Task What_came_today_is_not_said_to_wait_for_no_days()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await province.Send(await province.Drafts(teacher));

        var (inbox, mine) = (await (await app.SignIn(province.HeadOfService)).Open(Links.Inbox()), await (await app.SignIn(teacher)).Open(Links.Mine()));

        Assert.False(inbox.Says("0 يوم") || mine.Says("0 يوم"));
        Assert.True(inbox.Says("اليوم") && mine.Says("وصل اليوم"));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task State_and_office_of_a_line_are_two_words_apart(string language)
    {
        var province = await Province.Make(app);
        var id = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(id);
        var batch = (await province.Decision(id)).BatchId!.Value;

        var page = await (await app.SignIn(province.Hr, language)).Open(Links.Batch(batch));

        Assert.True(page.Says($"{Words.All.Say(language, "decisions.state.InVisa")} {Words.All.Say(language, "role.head-of-service")}"));
    }

    [Fact]
    public async Task The_inbox_costs_the_same_few_statements_for_any_number_of_lines()
    {
        var province = await Province.Make(app);
        var people = new List<GivenPerson>();
        for (var i = 0; i < 12; i++)
            people.Add(await province.Teacher());
        await province.Send(await province.Drafts([.. people]));
        var visitor = await app.SignIn(province.HeadOfService);
        await visitor.Open(Links.Inbox());

        var statements = await MassarApp.StatementsOf(() => visitor.Open(Links.Inbox()));

        Assert.InRange(statements.Count, 2, 5);
    }

    [Fact]
    public async Task The_inbox_finds_a_name_in_either_script_and_a_payroll_number()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await province.Send(await province.Drafts(teacher));
        var employee = await app.Read(db => db.Employees.SingleAsync(e => e.Id == teacher.EmployeeId));
        var visitor = await app.SignIn(province.HeadOfService);

        foreach (var typed in new[] { employee.Ppr, employee.LastNameAr, employee.LastNameLatin.ToUpperInvariant() })
            Assert.Equal(1, (await visitor.Api.GetFromJsonAsync<JsonElement>("/api" + Links.Inbox(q: typed))).GetProperty("total").GetInt32());
        Assert.Equal(0, (await visitor.Api.GetFromJsonAsync<JsonElement>("/api" + Links.Inbox(q: "Nobody"))).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task A_decision_page_tells_old_and_new_and_names_who_is_next(string language)
    {
        var province = await Province.Make(app);
        var id = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(id);
        await province.Grant(province.HeadOfService, id);
        var director = await app.Read(db => db.Accounts.SingleAsync(a => a.Id == province.Director.AccountId));

        var page = await (await app.SignIn(province.Director, language)).Open(Links.Show(id));

        Assert.True(page.Says(Words.All.Say(language, "decisions.old")));
        Assert.True(page.Says("402"));
        var now = page.Find(".timeline [aria-current]")!.TextContent;
        Assert.Contains(language == "ar" ? director.NameAr : director.NameLatin, now, StringComparison.Ordinal);
        Assert.Contains(Words.All.Count(language, "decisions.days", 5), now, StringComparison.Ordinal);
        Assert.NotNull(page.Find("button[value=Granted]"));
        var read = await (await app.SignIn(province.HeadOfService, language)).Open(Links.Show(id));
        Assert.Null(read.Find("button[value=Granted]"));
    }

    [Fact]
    public async Task A_visa_is_granted_from_the_page()
    {
        var province = await Province.Make(app);
        var id = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(id);
        var page = await (await app.SignIn(province.HeadOfService)).Open(Links.Show(id));

        var after = await page.SubmitWith("Act=Granted");

        Assert.True(after.Address == Links.Inbox(), after.Text);
        var decision = await province.Decision(id);
        Assert.Equal((2, "provincial-director"), (decision.Step, decision.WaitingRole));
        Assert.Equal((DecisionAct.Granted, province.HeadOfService.AccountId), (decision.Visas[^1].Act, decision.Visas[^1].AccountId));
    }

    [Fact]
    public async Task A_return_without_its_words_comes_back_as_typed_and_with_them_goes_to_the_manager()
    {
        var province = await Province.Make(app);
        var id = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(id);
        var form = await (await app.SignIn(province.HeadOfService, "fr")).Open(Links.Visa(id, "Returned"));

        var wrong = await form.SubmitWith("Act=Returned", ("Reason", "other"), ("Remark", ""));
        var right = await wrong.SubmitWith("Act=Returned", ("Reason", "other"), ("Remark", "Arrêté précédent absent"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("other", wrong.ValueOf("Reason"));
        Assert.Contains(FrenchSpacing.Undo(Words.All.Say("fr", "decisions.remark-needed")), wrong.ErrorOf("Remark"), StringComparison.Ordinal);
        Assert.Equal(Links.Inbox(), right.Address);
        var inbox = await (await app.SignIn(province.Hr, "fr")).Open(Links.Inbox());
        Assert.True(inbox.Says(Words.All.Say("fr", "decisions.reason.other")));
        var shown = await (await app.SignIn(province.Hr, "fr")).Open(Links.Show(id));
        Assert.True(shown.Says("Arrêté précédent absent"));
    }

    [Fact]
    public async Task Wrong_hat_wrong_step_second_time_and_old_version_are_refused()
    {
        var province = await Province.Make(app);
        var id = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(id);
        var version = (await province.Decision(id)).Version;
        var (head, director, hr) = (await app.SignIn(province.HeadOfService), await app.SignIn(province.Director), await app.SignIn(province.Hr));

        Assert.Equal("decisions.not-your-turn", await Code(await province.Visa(director, id, "Granted")));
        Assert.Equal("decisions.not-your-turn", await Code(await province.Visa(hr, id, "Granted")));
        Assert.Equal(HttpStatusCode.OK, await Ok(province.Visa(head, id, "Granted")));
        Assert.Equal("ui.changed-meanwhile", await Code(await province.Visa(head, id, "Granted", version: version)));
        Assert.Equal("decisions.not-your-turn", await Code(await province.Visa(head, id, "Granted")));
        Assert.Equal(2, (await province.Decision(id)).Visas.Count);
    }

    [Fact]
    public async Task The_decisions_of_another_province_do_not_exist()
    {
        var (mine, other) = (await Province.Make(app), await Province.Make(app));
        var id = (await mine.Drafts(await mine.Teacher()))[0];
        await mine.Send(id);
        var stranger = await app.SignIn(other.HeadOfService);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Show(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await mine.Visa(stranger, id, "Granted")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync("/api/decisions/visa", new { lines = new[] { new { decision = id, version = 1 } }, act = "Granted" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.GetAsync($"/api/decisions/{id}/paper")).StatusCode);
    }

    /// <summary>AC-MSR-7: not his own case; the attempt is logged.</summary>
    [Fact]
    public async Task Nobody_visas_his_own_case_nor_twice_with_two_hats()
    {
        var province = await Province.Make(app);
        await province.Rate(province.HeadOfService.EmployeeId!.Value, 18);
        var ids = await province.Drafts(province.HeadOfService, await province.Teacher());
        await province.Send(ids);
        var head = await app.SignIn(province.HeadOfService);

        // AC-MSR-7: refused, and the attempt stands in the audit trail.
        Assert.Equal("decisions.own-case", await Code(await province.Visa(head, ids[0], "Granted")));
        Assert.Single(await app.Read(db => db.AuditEntries.Where(a => a.AccountId == province.HeadOfService.AccountId && a.Action == "Decisions.VisaDecision").ToListAsync()), a => a.Changes.Contains("decisions.own-case", StringComparison.Ordinal));
        Assert.DoesNotContain((await head.Api.GetFromJsonAsync<JsonElement>("/api/decisions/inbox")).GetProperty("lines").EnumerateArray(), l => l.GetProperty("id").GetInt64() == ids[0]);

        await province.Grant(province.HeadOfService, ids[1]);
        var second = await SecondHat(province.HeadOfService, Roles.ProvincialDirector, province.School.Directorate);
        Assert.Equal("decisions.two-gates", await Code(await province.Visa(await app.SignIn(second), ids[1], "Granted")));
        var page = await (await app.SignIn(second, "fr")).Open(Links.Show(ids[1]));
        Assert.Null(page.Find("button[value=Granted]"));
    }

    /// <summary>AC-MSR-7: nor his spouse's.</summary>
    [Fact]
    public async Task Nobody_visas_or_signs_the_case_of_a_spouse_whichever_file_knows_of_the_family()
    {
        var province = await Province.Make(app);
        var (named, naming) = (await province.Teacher(), await province.Teacher());
        var ids = await province.Drafts(named, naming);
        var (me, cins) = (province.HeadOfService.EmployeeId!.Value, await app.Read(db => db.Employees.ToDictionaryAsync(e => e.Id, e => e.Cin)));
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = me, FirstNameAr = "سلمى", BirthDate = new DateOnly(2015, 1, 1), OtherParentCin = cins[named.EmployeeId!.Value] });
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = naming.EmployeeId!.Value, FirstNameAr = "يونس", BirthDate = new DateOnly(2016, 1, 1), OtherParentCin = cins[me] });
            await db.SaveChangesAsync();
        });
        await province.Send(ids);
        var head = await app.SignIn(province.HeadOfService);

        foreach (var id in ids)
            Assert.Equal("decisions.own-case", await Code(await province.Visa(head, id, "Granted")));
        // Nor in a pile.
        var versions = await app.Read(db => db.Decisions.Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Version));
        var pile = await head.Api.PostAsJsonAsync("/api/decisions/visa", new { lines = ids.Select(d => new { decision = d, version = versions[d] }), act = "Granted" });
        Assert.Contains("decisions.own-case", await pile.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await app.Read(db => db.DecisionVisas.CountAsync(v => ids.Contains(v.DecisionId) && v.Act == DecisionAct.Granted)));
        var colleague = await app.SignIn(await app.Given.Person(Roles.HeadOfService, province.School.Directorate));
        foreach (var id in ids)
            Assert.True((await province.Visa(colleague, id, "Granted")).IsSuccessStatusCode);
    }

    /// <summary>AC-MSR-2: a pile is visaed or refused with a code, line by line.</summary>
    [Fact]
    public async Task A_pile_is_visaed_and_what_cannot_be_is_told_with_its_reason()
    {
        var province = await Province.Make(app);
        var ids = await province.Drafts(await province.Teacher(), await province.Teacher(), await province.Teacher());
        await province.Send(ids);
        var head = await app.SignIn(province.HeadOfService, "fr");
        var page = await head.Open(Links.Inbox());
        // Meanwhile a colleague of the same office returns one.
        var colleague = await app.SignIn(await app.Given.Person(Roles.HeadOfService, province.School.Directorate));
        Assert.Equal(HttpStatusCode.OK, await Ok(province.Visa(colleague, ids[1], "Returned", "wrong-date")));

        var lines = page.All("input[name=Line]").Select(i => ("Line", i.GetAttribute("value")!)).ToArray();
        var result = await page.SubmitForm("#lines", "Act=Granted", false, lines);

        Assert.True(result.Says(Words.All.Count("fr", "decisions.batch-done.Granted", 2)));
        Assert.True(result.Says(Words.All.Say("fr", "ui.changed-meanwhile")));
        var states = new List<DecisionState>();
        foreach (var id in ids)
            states.Add((await province.Decision(id)).State);
        Assert.Equal([DecisionState.InVisa, DecisionState.Returned, DecisionState.InVisa], states);
        Assert.Equal("provincial-director", (await province.Decision(ids[0])).WaitingRole);
    }

    [Fact]
    public async Task Decisions_of_several_kinds_are_not_visaed_nor_signed_together_and_one_kind_is_signed_whole()
    {
        var province = await Province.Make(app);
        var (first, second, third) = (await province.Teacher(), await province.Teacher(), await province.Teacher());
        var withdrawal = await province.WithdrawalReadyToSign(await province.Signed(first));
        var promotions = await province.ReadyToSign(second, third);
        var drafts = await province.Drafts(await province.Teacher());
        var again = await province.Signed(await province.Teacher());
        var body = JsonDocument.Parse(await (await province.Withdraw(again)).Content.ReadAsStringAsync());
        var draft = body.RootElement.GetProperty("decision").GetInt64();
        await province.Send(draft, drafts[0]);
        long[] mixed = [draft, drafts[0]];
        var versions = await app.Read(db => db.Decisions.Where(d => mixed.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Version));
        var head = await app.SignIn(province.HeadOfService);
        var signatory = await app.SignIn(province.Signatory, "fr", steppedUp: true);

        Assert.Equal("decisions.one-kind", await Code(await head.Api.PostAsJsonAsync("/api/decisions/visa", new { lines = mixed.Select(d => new { decision = d, version = versions[d] }), act = "Granted" })));
        Assert.Equal("decisions.one-kind", await Code(await signatory.Api.PostAsJsonAsync("/api/decisions/signatures", new { decisions = (long[])[withdrawal, .. promotions] })));
        Assert.Equal(0, await app.Read(db => db.DecisionVisas.CountAsync(v => mixed.Contains(v.DecisionId) && v.Act == DecisionAct.Granted)));

        // The button that signs all of a kind is there where the list shows that kind alone.
        Assert.Null((await signatory.Open(Links.Inbox())).Find("button[name=Kind]"));
        var button = (await signatory.Open(Links.Inbox(DecisionProcedure.EchelonAdvancement))).Find("button[name=Kind]")!;
        Assert.Equal(Words.All.Say("fr", "decisions.sign-kind", 2), button.TextContent);
        Assert.Equal(HttpStatusCode.Conflict, (await signatory.Api.PostAsJsonAsync("/api/decisions/signatures", new { kind = DecisionProcedure.EchelonAdvancement, count = 1 })).StatusCode);
        var order = JsonDocument.Parse(await (await signatory.Api.PostAsJsonAsync("/api/decisions/signatures", new { kind = button.GetAttribute("value")!.Split(':')[0], count = 2 })).Content.ReadAsStringAsync());
        Assert.Equal(2, order.RootElement.GetProperty("count").GetInt32());
    }

    /// <summary>AC-MSR-2: one line returned, the others go on.</summary>
    [Fact]
    public async Task A_returned_line_does_not_hold_back_its_batch()
    {
        var province = await Province.Make(app);
        var ids = await province.Drafts(await province.Teacher(), await province.Teacher());
        await province.Send(ids);
        Assert.Equal(HttpStatusCode.OK, await Ok(province.Visa(await app.SignIn(province.HeadOfService), ids[0], "Returned", "missing-paper")));
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, ids[1]);

        var reply = await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), ids[1]);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal(DecisionState.Returned, (await province.Decision(ids[0])).State);
        // Corrected, it goes the same way again.
        await province.Send(ids[0]);
        Assert.Equal((DecisionState.InVisa, 1), ((await province.Decision(ids[0])).State, (await province.Decision(ids[0])).Step));
    }

    [Fact]
    public async Task More_than_fifty_at_once_or_a_return_without_reason_change_nothing()
    {
        var province = await Province.Make(app);
        var id = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(id);
        var head = await app.SignIn(province.HeadOfService);

        var many = await head.Api.PostAsJsonAsync("/api/decisions/visa", new { lines = Enumerable.Range(1, 51).Select(i => new { decision = id + i - 1, version = 1 }), act = "Granted" });
        var mute = await head.Api.PostAsJsonAsync("/api/decisions/visa", new { lines = new[] { new { decision = id, version = 1 } }, act = "Returned" });

        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, mute.StatusCode);
        Assert.Single((await province.Decision(id)).Visas);
    }

    [Fact]
    public async Task What_is_stored_beside_the_acts_is_what_the_acts_say()
    {
        var province = await Province.Make(app);
        var ids = await province.ReadyToSign(await province.Teacher(), await province.Teacher());
        await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), ids[0]);

        foreach (var id in ids)
        {
            var decision = await province.Decision(id);
            Assert.Equal((decision.State, decision.Step), DecisionFlow.Read(decision.Visas.Select(v => v.Act), 3));
        }
    }

    private async Task<GivenPerson> SecondHat(GivenPerson person, string role, Massar.Features.Schools.Domain.Place place)
    {
        var hat = new Massar.Features.Accounts.Domain.Hat { AccountId = person.AccountId, Role = role, PlaceId = place.Id, PlacePath = place.Path, StartsOn = new DateOnly(2020, 9, 1) };
        await app.Write(async db =>
        {
            db.Hats.Add(hat);
            await db.SaveChangesAsync();
        });
        return person with { HatId = hat.Id, Role = role };
    }

    private static async Task<string?> Code(HttpResponseMessage reply)
    {
        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        return (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
    }

    private static async Task<HttpStatusCode> Ok(Task<HttpResponseMessage> reply) => (await reply).IsSuccessStatusCode ? HttpStatusCode.OK : (await reply).StatusCode;
}

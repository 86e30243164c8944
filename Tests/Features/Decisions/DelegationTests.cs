using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

public sealed class DelegationTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Of(MassarApp.Clock.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task PLT_9_the_signature_is_given_by_a_numbered_act_the_decision_says_so_and_it_ends_at_once_when_it_is_taken_back()
    {
        var province = await Province.Make(app);
        var ready = await province.ReadyToSign(await province.Teacher(), await province.Teacher(), await province.Teacher());
        var person = await app.Given.Person(Roles.AcademyMobility, province.School.Academy);
        var signatory = await app.SignIn(province.Signatory, "fr", steppedUp: true);

        var form = await signatory.Open(Links.NewDelegation);
        var refused = await form.Submit(("Delegate", $"{person.AccountId}"), ("Cause", "absence"), ("From", "2020-01-01"), ("Until", Iso(10)), ("Scope", "some"), ("Kind", DecisionProcedure.EchelonAdvancement));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "2020-01-01"), (refused.Status, refused.ValueOf("From")));
        var list = await form.Submit(("Delegate", $"{person.AccountId}"), ("Cause", "absence"), ("From", Iso(0)), ("Until", Iso(10)), ("Scope", "some"), ("Kind", DecisionProcedure.EchelonAdvancement));

        var act = await app.Read(db => db.Delegations.SingleAsync(d => d.DelegateAccountId == person.AccountId));
        Assert.Equal(Links.Delegations(), list.Address);
        Assert.True(list.Says(act.Number!));
        var paper = await (await app.SignIn(person)).Get(Links.DelegationPaper(act.Id));
        Assert.Equal("application/pdf", paper.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await province.Teacher())).Get(Links.DelegationPaper(act.Id))).StatusCode);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == "notices.delegation-given")));
        var second = await Give(signatory, await app.Given.Person(Roles.AcademyMobility, province.School.Academy), from: 5, until: 20);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("decisions.delegation.overlap", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // By the role lent he signs, and does nothing else of the holder's.
        var acting = await app.SignIn(person with { HatId = act.HatId, Role = Roles.Signatory }, "fr", steppedUp: true);
        Assert.Equal(HttpStatusCode.Forbidden, (await acting.Open(Links.NewDelegation)).Status);
        Assert.Equal(3, (await acting.Api.GetFromJsonAsync<JsonElement>("/api/decisions/inbox")).GetProperty("total").GetInt32());
        Assert.True((await province.Sign(acting, ready[0])).IsSuccessStatusCode);
        var signed = (await province.Decision(ready[0])).Visas.Single(v => v.Act == DecisionAct.Signed);
        Assert.Equal((person.AccountId, act.Number), (signed.AccountId, signed.Delegation));
        Assert.True((await signatory.Open(Links.Show(ready[0]))).Says(act.Number!));

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(province.Director)).Api.PostAsJsonAsync($"/api{Links.EndDelegation(act.Id)}", new { version = $"{act.Version}" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await signatory.Api.PostAsJsonAsync($"/api{Links.EndDelegation(act.Id)}", new { version = "99" })).StatusCode);
        var running = await signatory.Open(Links.Delegations());
        await running.SubmitForm($"form[action='{Links.EndDelegation(act.Id)}']", null, htmx: false);

        Assert.Equal(HttpStatusCode.Unauthorized, (await province.Sign(acting, ready[1])).StatusCode);
        Assert.Equal(DecisionState.ToSign, (await province.Decision(ready[1])).State);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == "notices.delegation-ended")));
        Assert.True((await signatory.Open(Links.Delegations("over"))).Says(Words.All.Say("fr", "decisions.delegation.state.Ended")));
    }

    [Fact]
    public async Task PLT_9_a_delegate_signs_neither_his_own_case_nor_the_givers_nor_what_he_has_visaed_nor_a_kind_he_was_not_given()
    {
        var province = await Province.Make(app);
        var ready = await province.ReadyToSign(await province.Teacher(), await province.Teacher(), await province.Teacher());
        var signatory = await app.SignIn(province.Signatory, steppedUp: true);
        var director = await Acting(await Must(await Give(signatory, province.Director, until: 3)), province.Director);

        Assert.Contains("decisions.two-gates", await Why(director, province, ready[0]), StringComparison.Ordinal);
        await End(signatory, province.Director);

        var person = await app.Given.Person(Roles.AcademyMobility, province.School.Academy);
        var acting = await Acting(await Must(await Give(signatory, person, until: 3)), person);
        await About(ready[0], person.EmployeeId!.Value);
        await About(ready[1], province.Signatory.EmployeeId!.Value);
        Assert.Contains("decisions.own-case", await Why(acting, province, ready[0]), StringComparison.Ordinal);
        Assert.Contains("decisions.own-case", await Why(acting, province, ready[1]), StringComparison.Ordinal);
        await app.Write(db => db.DecisionVisas.Where(v => v.DecisionId == ready[2] && v.Act == DecisionAct.Granted && v.Step == 1).ExecuteUpdateAsync(s => s.SetProperty(v => v.AccountId, province.Signatory.AccountId)));
        Assert.Contains("decisions.two-gates", await Why(acting, province, ready[2]), StringComparison.Ordinal);
        await End(signatory, person);

        var limited = await Acting(await Must(await Give(signatory, person, until: 3, kinds: [DecisionProcedure.Withdrawal])), person);
        Assert.Equal(0, (await limited.Api.GetFromJsonAsync<JsonElement>("/api/decisions/inbox")).GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await limited.Api.GetAsync($"/api/decisions/{ready[2]}")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await province.Sign(limited, ready[2])).StatusCode);
    }

    [Fact]
    public async Task PLT_9_only_a_suitable_person_is_trusted_for_a_time_that_is_allowed_and_the_act_dies_with_the_givers_role()
    {
        var province = await Province.Make(app);
        var signatory = await app.SignIn(province.Signatory, steppedUp: true);
        var person = await app.Given.Person(Roles.AcademyMobility, province.School.Academy);

        foreach (var (from, until, field) in ((int, int, string)[])[(-1, 3, "From"), (3, 2, "Until"), (0, 2000, "Until")])
            Assert.Contains(field, await Problem(await Give(signatory, person, from, until)), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Delegate", await Problem(await Give(signatory, await province.Teacher(), until: 3)), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Delegate", await Problem(await Give(signatory, (await Province.Make(app)).Director, until: 3)), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Kinds", await Problem(await Give(signatory, person, until: 3, kinds: ["NoSuchKind"])), StringComparison.OrdinalIgnoreCase);
        Assert.False((await Give(await app.SignIn(province.Signatory), person, until: 3)).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Give(await app.SignIn(province.Hr, steppedUp: true), person, until: 3)).StatusCode);

        // A visa is given as the signature is.
        var draft = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(draft);
        await province.Grant(province.HeadOfService, draft);
        var helper = await app.Given.Person(Roles.HeadOfService, province.School.Directorate);
        var act = await Must(await Give(await app.SignIn(province.Director, steppedUp: true), helper, until: 3));
        Assert.Equal(1, (await (await Acting(act, helper)).Api.GetFromJsonAsync<JsonElement>("/api/decisions/inbox")).GetProperty("total").GetInt32());
        await app.Write(async db =>
        {
            (await db.Hats.SingleAsync(h => h.Id == province.Director.HatId)).EndsOn = Today.AddDays(-1);
            await db.SaveChangesAsync();
        });

        Assert.Equal(HttpStatusCode.Unauthorized, (await province.Visa(await Acting(act, helper), draft, "Granted")).StatusCode);
    }

    [Fact]
    public async Task What_is_given_lasts_no_longer_than_the_office_that_qualified_for_it()
    {
        var province = await Province.Make(app);
        var helper = await app.Given.Person(Roles.HeadOfService, province.School.Directorate);
        await Ends(helper, Today.AddDays(2));

        var act = await Must(await Give(await app.SignIn(province.Director, steppedUp: true), helper, until: 5));
        Assert.Equal(Today.AddDays(2), act.EndsOn);
        Assert.Equal(HttpStatusCode.OK, (await (await Acting(act, helper)).Api.GetAsync("/api/decisions/inbox")).StatusCode);

        await Ends(helper, Today.AddDays(-1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await (await Acting(act, helper)).Api.GetAsync("/api/decisions/inbox")).StatusCode);
    }

    private Task Ends(GivenPerson person, DateOnly on) => app.Write(db => db.Hats.Where(h => h.Id == person.HatId).ExecuteUpdateAsync(s => s.SetProperty(h => h.EndsOn, on)));

    [Fact]
    public async Task A_holder_on_leave_is_named_with_the_day_of_return_and_what_he_gave_because_of_it_ends_with_it()
    {
        var province = await Province.Make(app);
        var id = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(id);
        var leave = await LeaveOf(province.HeadOfService, province, 5);
        var later = await LeaveOf(province.HeadOfService, province, 12, from: 10);

        // Who gives visas at the office reads who is away until when, and who could be named; the others that somebody is. The holder finds the act prepared.
        var (until, absent) = (Massar.Infrastructure.Text.Formats.ShortDate(Today.AddDays(5)), $"({Words.All.Say("fr", "decisions.away")})");
        var prepared = await (await app.SignIn(province.Hr, "fr")).Open(Links.Show(id));
        Assert.True(prepared.Says(absent) && !prepared.Says(Words.All.Say("fr", "decisions.away-until", until)) && !prepared.Says(Words.All.Say("fr", "decisions.could-be-named")), prepared.Text);
        Assert.DoesNotContain($"\"awayUntil\":\"{Iso(5)}\"", await (await app.SignIn(province.Hr)).Api.GetStringAsync($"/api{Links.Show(id)}"), StringComparison.Ordinal);
        var shown = await (await app.SignIn(province.Director, "fr")).Open(Links.Show(id));
        Assert.True(shown.Says(Words.All.Say("fr", "decisions.away-until", Massar.Infrastructure.Text.Formats.ShortDate(Today.AddDays(5)))), shown.Text);
        Assert.True(shown.Says(Words.All.Say("fr", $"role.{Roles.HrManager}")), shown.Text);
        var head = await app.SignIn(province.HeadOfService, "fr", steppedUp: true);
        var form = await head.Open(Links.NewDelegation);
        Assert.Equal(("absence", Iso(0), Iso(5)), (form.ValueOf("Cause"), form.ValueOf("From"), form.ValueOf("Until")));
        // Because of a leave, it lasts no longer than the leave.
        var beyond = await form.Submit(("Delegate", $"{province.Hr.AccountId}"), ("Scope", "all"), ("Until", Iso(6)));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (beyond.Status, beyond.Says(Words.All.Say("fr", "decisions.delegation.beyond-leave", until))));
        await form.Submit(("Delegate", $"{province.Hr.AccountId}"), ("Scope", "all"));
        var act = await app.Read(db => db.Delegations.AsNoTracking().SingleAsync(d => d.DelegateAccountId == province.Hr.AccountId));
        var coming = await Must(await Give(head, await app.Given.Person(Roles.HrManager, province.School.Directorate), from: 10, until: 12, cause: "absence"));
        Assert.True((await (await app.SignIn(province.Director, "fr")).Open(Links.Show(id))).Says(Words.All.Say("fr", "decisions.interim")));

        var acting = await app.SignIn(province.Hr with { HatId = act.HatId, Role = Roles.HeadOfService });
        Assert.Equal(1, (await acting.Api.GetFromJsonAsync<JsonElement>("/api/decisions/inbox")).GetProperty("total").GetInt32());
        var back = await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync($"/api{Massar.Features.Leaves.Links.Return(leave)}", new { returnedOn = Iso(0) });
        Assert.True(back.IsSuccessStatusCode, await back.Content.ReadAsStringAsync());
        var ended = await app.Read(db => db.Delegations.AsNoTracking().SingleAsync(d => d.Id == act.Id));
        Assert.NotNull(ended.EndedAt);
        Assert.Equal(province.Hr.AccountId, ended.EndedByAccountId);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == province.Hr.AccountId && n.Template == "notices.delegation-ended")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await province.Visa(acting, id, "Granted")).StatusCode);
        // What was given for other days stays, and ends before its first day when that leave is given up.
        Assert.Null(await EndOf(coming.Id));
        Assert.True((await head.Api.PostAsJsonAsync($"/api{Massar.Features.Leaves.Links.Cancel(later)}", new { })).IsSuccessStatusCode);
        Assert.Equal(province.HeadOfService.AccountId, await EndOf(coming.Id));

        Task<long?> EndOf(long delegation) => app.Read(db => db.Delegations.Where(d => d.Id == delegation).Select(d => d.EndedByAccountId).SingleAsync());
    }

    private async Task<long> LeaveOf(GivenPerson person, Province province, int days, int from = -1)
    {
        var leave = new Massar.Features.Leaves.Domain.Leave
        {
            EmployeeId = person.EmployeeId!.Value,
            TypeCode = "EXCEPTIONAL_FAMILY",
            CountedAs = "EXCEPTIONAL_FAMILY",
            PlaceId = province.School.Directorate.Id,
            PlacePath = province.School.Directorate.Path,
            StartsOn = Today.AddDays(from),
            EndsOn = Today.AddDays(days),
            Days = days - from + 1,
            IsAbsence = true,
            IsMedical = false,
            AskedByAccountId = person.AccountId,
            AskedAt = DateTime.UnixEpoch,
        };
        leave.Begin(toHead: false, DateTime.UnixEpoch);
        Assert.Null(leave.Grant(new Massar.Features.Leaves.Domain.Pay(days - from + 1, 0, 0), province.Director.AccountId, DateTime.UnixEpoch));
        await app.Write(async db =>
        {
            db.Leaves.Add(leave);
            await db.SaveChangesAsync();
        });
        return leave.Id;
    }

    private static string Iso(int days) => Today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Task<HttpResponseMessage> Give(Visitor giver, GivenPerson person, int from = 0, int until = 5, string[]? kinds = null, string cause = "sharing") =>
        giver.Api.PostAsJsonAsync("/api/decisions/delegations", new { @delegate = person.AccountId, from = Iso(from), until = Iso(until), cause, all = kinds is null, kinds });

    private async Task<Delegation> Must(HttpResponseMessage reply)
    {
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, body);
        var id = JsonDocument.Parse(body).RootElement.GetProperty("delegation").GetInt64();
        return await app.Read(db => db.Delegations.SingleAsync(d => d.Id == id));
    }

    private Task<Visitor> Acting(Delegation act, GivenPerson person) => app.SignIn(person with { HatId = act.HatId, Role = act.Role }, steppedUp: true);

    private async Task End(Visitor giver, GivenPerson person)
    {
        var act = await app.Read(db => db.Delegations.SingleAsync(d => d.DelegateAccountId == person.AccountId && d.EndedAt == null));
        Assert.True((await giver.Api.PostAsJsonAsync($"/api{Links.EndDelegation(act.Id)}", new { version = $"{act.Version}" })).IsSuccessStatusCode);
    }

    private Task About(long decision, long employee) => app.Write(db => db.Decisions.Where(d => d.Id == decision).ExecuteUpdateAsync(s => s.SetProperty(d => d.EmployeeId, employee)));

    private static async Task<string> Why(Visitor acting, Province province, long decision)
    {
        var reply = await province.Sign(acting, decision);
        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        return await reply.Content.ReadAsStringAsync();
    }

    private static async Task<string> Problem(HttpResponseMessage reply)
    {
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        return await reply.Content.ReadAsStringAsync();
    }
}

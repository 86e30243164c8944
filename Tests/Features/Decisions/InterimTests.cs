using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Decisions;

/// <summary>PLT-9: a superior names somebody in place of an absent holder.</summary>
public sealed class InterimTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Fact]
    public async Task A_superior_names_somebody_of_the_office_while_its_holder_is_on_leave_and_it_ends_with_the_return()
    {
        var province = await Province.Make(app);
        var ids = await province.Drafts(await province.Teacher(), await province.Teacher(), await province.Teacher(), await province.Teacher());
        await province.Send(ids);
        var helper = await app.Given.Person(Roles.HrManager, province.School.Directorate);
        var director = await app.SignIn(province.Director, "fr", steppedUp: true);
        Assert.True((await director.Open(Links.NewInterim())).Says(Words.All.Say("fr", "decisions.interim.none")));
        var leave = await LeaveOf(province.HeadOfService, province, 5);

        // Only who may name accounts there, and only below his own place.
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(province.Hr, steppedUp: true)).Open(Links.NewInterim())).Status);
        var key = $"h{province.HeadOfService.HatId}";
        var stranger = await app.SignIn((await Province.Make(app)).Director, steppedUp: true);
        Assert.Equal(HttpStatusCode.NotFound, (await Name(stranger, key, helper)).StatusCode);
        Assert.False((await Name(await app.SignIn(province.Director), key, helper)).IsSuccessStatusCode);

        var list = await director.Open(Links.NewInterim());
        Assert.True(list.Says(Words.All.Say("fr", "decisions.away-until", Formats.ShortDate(Today.AddDays(5)))), list.Text);
        var form = await list.Follow(Links.NewInterim(key));
        Assert.Equal((Iso(0), Iso(5)), (form.ValueOf("From"), form.ValueOf("Until")));
        var beyond = await form.Submit(("Delegate", $"{helper.AccountId}"), ("Until", Iso(6)));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (beyond.Status, beyond.Says(Words.All.Say("fr", "decisions.interim.beyond-leave", Formats.ShortDate(Today.AddDays(5))))));
        Assert.Equal(HttpStatusCode.BadRequest, (await Name(director, key, await province.Teacher())).StatusCode);
        await form.Submit(("Delegate", $"{helper.AccountId}"));
        var act = await app.Read(db => db.Delegations.AsNoTracking().SingleAsync(d => d.DelegateAccountId == helper.AccountId));
        Assert.Equal((Delegation.Interim, province.HeadOfService.AccountId, province.Director.AccountId, Today.AddDays(5)), (act.CauseCode, act.ForAccountId!.Value, act.GiverAccountId, act.EndsOn));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == province.HeadOfService.AccountId && n.Template == "notices.interim-named")));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == helper.AccountId && n.Template == "notices.delegation-given")));
        Assert.Equal(HttpStatusCode.NotFound, (await Name(director, key, helper)).StatusCode);
        var paper = await director.Get(Links.DelegationPaper(act.Id));
        Assert.Equal("application/pdf", paper.Content.Headers.ContentType!.MediaType);

        // Not in the own case, nor the superior's, nor the holder's; and the superior's own gate stays his.
        var acting = await app.SignIn(helper with { HatId = act.HatId, Role = Roles.HeadOfService }, "fr");
        foreach (var (id, person) in ((long, GivenPerson)[])[(ids[0], helper), (ids[1], province.Director), (ids[2], province.HeadOfService)])
        {
            await app.Write(db => db.Decisions.Where(d => d.Id == id).ExecuteUpdateAsync(s => s.SetProperty(d => d.EmployeeId, person.EmployeeId!.Value)));
            Assert.Contains("decisions.own-case", await (await province.Visa(acting, id, "Granted")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.True((await province.Visa(acting, ids[3], "Granted")).IsSuccessStatusCode);
        var visa = (await province.Decision(ids[3])).Visas[^1];
        Assert.Equal((act.Number, true), (visa.Delegation, visa.IsInterim));
        var shown = await director.Open(Links.Show(ids[3]));
        Assert.True(shown.Text.Contains("par intérim", StringComparison.Ordinal), shown.Text);
        await province.Grant(province.Director, ids[3]);
        await province.Grant(province.Control, ids[3]);
        await province.MustSign(ids[3]);

        var back = await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync($"/api{Massar.Features.Leaves.Links.Return(leave)}", new { returnedOn = Iso(0) });
        Assert.True(back.IsSuccessStatusCode, await back.Content.ReadAsStringAsync());
        Assert.NotNull((await app.Read(db => db.Delegations.AsNoTracking().SingleAsync(d => d.Id == act.Id))).EndedAt);
        Assert.Equal(HttpStatusCode.Unauthorized, (await acting.Api.GetAsync("/api/decisions/inbox")).StatusCode);
    }

    [Fact]
    public async Task The_returning_holder_ends_it_and_what_was_visaed_is_not_visaed_twice()
    {
        var province = await Province.Make(app);
        var id = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(id);
        await LeaveOf(province.HeadOfService, province, 5);
        // The manager who sent it acts in the place of the head of service: not on what he sent.
        var director = await app.SignIn(province.Director, steppedUp: true);
        var act = await Must(await Name(director, $"h{province.HeadOfService.HatId}", province.Hr));
        var acting = await app.SignIn(province.Hr with { HatId = act.HatId, Role = Roles.HeadOfService });
        Assert.Contains("decisions.two-gates", await (await province.Visa(acting, id, "Granted")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var holder = await app.SignIn(province.HeadOfService, "fr");
        var page = await holder.Open(Links.Delegations());
        Assert.True(page.Says(act.Number!), page.Text);
        await page.SubmitForm($"form[action='{Links.EndDelegation(act.Id)}']", null, htmx: false);
        Assert.Equal(province.HeadOfService.AccountId, (await app.Read(db => db.Delegations.AsNoTracking().SingleAsync(d => d.Id == act.Id))).EndedByAccountId);
        Assert.Equal(HttpStatusCode.Unauthorized, (await acting.Api.GetAsync("/api/decisions/inbox")).StatusCode);

        // So does whoever else could have named it, and nobody besides.
        var again = await Must(await Name(director, $"h{province.HeadOfService.HatId}", province.Hr));
        var end = new { version = $"{again.Version}" };
        foreach (var other in (GivenPerson[])[(await Province.Make(app)).Director, province.Control])
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other)).Api.PostAsJsonAsync($"/api{Links.EndDelegation(again.Id)}", end)).StatusCode);
        Assert.True((await (await app.SignIn(province.Signatory)).Api.PostAsJsonAsync($"/api{Links.EndDelegation(again.Id)}", end)).IsSuccessStatusCode);
        Assert.Equal(2, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == province.HeadOfService.AccountId && n.Template == "notices.interim-named")));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == province.HeadOfService.AccountId && n.Template == "notices.interim-ended")));
    }

    [Fact]
    public async Task An_empty_post_has_an_interim_until_somebody_is_given_it()
    {
        var province = await Province.Make(app);
        var id = (await province.Drafts(await province.Teacher()))[0];
        await province.Send(id);
        await app.Write(db => db.Hats.Where(h => h.Id == province.HeadOfService.HatId).ExecuteUpdateAsync(s => s.SetProperty(h => h.EndsOn, Today.AddDays(-1))));
        var helper = await app.Given.Person(Roles.HrManager, province.School.Directorate);
        var director = await app.SignIn(province.Director, "fr", steppedUp: true);

        var list = await director.Open(Links.NewInterim());
        Assert.True(list.Says(Words.All.Say("fr", "decisions.interim.nobody-holds")), list.Text);
        var act = await Must(await Name(director, $"v{province.School.Directorate.Id}-{Roles.HeadOfService}", helper));
        Assert.Equal((Delegation.Vacancy, (long?)null), (act.CauseCode, act.ForAccountId));
        var acting = await app.SignIn(helper with { HatId = act.HatId, Role = Roles.HeadOfService });
        Assert.True((await province.Visa(acting, id, "Granted")).IsSuccessStatusCode);

        var ministry = await app.Read(db => db.Places.SingleAsync(p => p.Kind == Massar.Features.Schools.Domain.PlaceKind.Ministry));
        var giver = await app.SignIn(await app.Given.Person(Roles.Ministry, ministry), steppedUp: true);
        var person = await app.Given.Person(Roles.Employee, province.School.Directorate);
        var granted = await giver.Api.PostAsJsonAsync($"/api{Massar.Features.Accounts.Links.GrantHat(person.AccountId)}", new { role = Roles.HeadOfService, place = province.School.Directorate.Code, startsOn = Iso(0) });
        Assert.True(granted.IsSuccessStatusCode, await granted.Content.ReadAsStringAsync());
        Assert.NotNull((await app.Read(db => db.Delegations.AsNoTracking().SingleAsync(d => d.Id == act.Id))).EndedAt);
        Assert.Equal(HttpStatusCode.Unauthorized, (await acting.Api.GetAsync("/api/decisions/inbox")).StatusCode);
    }

    [Fact]
    public async Task Two_superiors_do_not_name_two_people_for_one_vacancy_and_a_decision_that_fills_it_ends_the_interim()
    {
        var province = await Province.Make(app);
        var place = province.School.Directorate;
        await app.Write(db => db.Hats.Where(h => h.Id == province.HeadOfService.HatId).ExecuteUpdateAsync(s => s.SetProperty(h => h.EndsOn, Today.AddDays(-1))));
        var (one, other) = (await app.Given.Person(Roles.HrManager, place), await app.Given.Person(Roles.HrManager, place));
        var (director, signatory, key) = (await app.SignIn(province.Director, steppedUp: true), await app.SignIn(province.Signatory, steppedUp: true), $"v{place.Id}-{Roles.HeadOfService}");

        // Of days to come too: the office is still open today, and those days are given.
        var reply = await director.Api.PostAsJsonAsync($"/api{Links.NewInterim()}", new { post = key, @delegate = $"{one.AccountId}", from = Iso(2), until = Iso(6) });
        var act = await Must(reply);
        var second = await Name(signatory, key, other);
        Assert.Contains("decisions.delegation.overlap", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.Write(db => db.Delegations.Where(d => d.Id == act.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.StartsOn, Today)));
        await app.Write(db => db.Hats.Where(h => h.Id == act.HatId).ExecuteUpdateAsync(s => s.SetProperty(h => h.StartsOn, Today)));
        Assert.Equal(HttpStatusCode.NotFound, (await Name(signatory, key, other)).StatusCode);

        // Who acts by an interim is no holder: the office itself is given, and the interim ends with it.
        var ministry = await app.Read(db => db.Places.SingleAsync(p => p.Kind == Massar.Features.Schools.Domain.PlaceKind.Ministry));
        var giver = await app.SignIn(await app.Given.Person(Roles.Ministry, ministry), steppedUp: true);
        var granted = await giver.Api.PostAsJsonAsync($"/api{Massar.Features.Accounts.Links.GrantHat(one.AccountId)}", new { role = Roles.HeadOfService, place = place.Code, startsOn = Iso(0) });
        Assert.True(granted.IsSuccessStatusCode, await granted.Content.ReadAsStringAsync());
        Assert.NotNull((await app.Read(db => db.Delegations.AsNoTracking().SingleAsync(d => d.Id == act.Id))).EndedAt);
    }

    [Fact]
    public async Task An_act_whose_person_lost_his_office_blocks_nothing()
    {
        var province = await Province.Make(app);
        var place = province.School.Directorate;
        await app.Write(db => db.Hats.Where(h => h.Id == province.HeadOfService.HatId).ExecuteUpdateAsync(s => s.SetProperty(h => h.EndsOn, Today.AddDays(-1))));
        var (one, other) = (await app.Given.Person(Roles.HrManager, place), await app.Given.Person(Roles.HrManager, place));
        var (director, key) = (await app.SignIn(province.Director, steppedUp: true), $"v{place.Id}-{Roles.HeadOfService}");
        await Must(await Name(director, key, one));
        Assert.Equal(HttpStatusCode.NotFound, (await Name(director, key, other)).StatusCode);

        await app.Write(db => db.Hats.Where(h => h.Id == one.HatId).ExecuteUpdateAsync(s => s.SetProperty(h => h.EndsOn, Today.AddDays(-1))));
        await Must(await Name(director, key, other));
    }

    [Fact]
    public async Task A_withdrawn_retirement_gives_the_office_back_and_ends_its_interim()
    {
        var province = await Province.Make(app);
        var (place, head) = (province.School.Directorate, province.HeadOfService);
        var decision = await province.Signed(await province.Teacher());
        await app.Write(async db =>
        {
            await db.Hats.Where(h => h.Id == head.HatId).ExecuteUpdateAsync(s => s.SetProperty(h => h.EndsOn, Today.AddDays(-1)));
            db.PostEffects.Add(new PostEffect { DecisionId = decision, What = PostEffectOf.Hat, RowId = head.HatId, IsNew = false, FormerEndsOn = null, EndsOn = Today.AddDays(-1) });
            await db.SaveChangesAsync();
        });
        var act = await Must(await Name(await app.SignIn(province.Director, steppedUp: true), $"v{place.Id}-{Roles.HeadOfService}", await app.Given.Person(Roles.HrManager, place)));

        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().Run<Done>("Tests.Undo", async token =>
            {
                await scope.ServiceProvider.GetRequiredService<PostDesk>().Undo(await db.Decisions.SingleAsync(d => d.Id == decision, token), Today, token);
                await db.SaveChangesAsync(token);
                return Done.It;
            }, CancellationToken.None);
        }

        Assert.NotNull((await app.Read(db => db.Delegations.AsNoTracking().SingleAsync(d => d.Id == act.Id))).EndedAt);
        Assert.Null((await app.Read(db => db.Hats.AsNoTracking().SingleAsync(h => h.Id == head.HatId))).EndsOn);
    }

    private static Task<HttpResponseMessage> Name(Visitor superior, string post, GivenPerson person, int until = 3) =>
        superior.Api.PostAsJsonAsync($"/api{Links.NewInterim()}", new { post, @delegate = $"{person.AccountId}", from = Iso(0), until = Iso(until) });

    private async Task<Delegation> Must(HttpResponseMessage reply)
    {
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, body);
        var id = JsonDocument.Parse(body).RootElement.GetProperty("delegation").GetInt64();
        return await app.Read(db => db.Delegations.SingleAsync(d => d.Id == id));
    }

    private async Task<long> LeaveOf(GivenPerson person, Province province, int days)
    {
        var leave = new Leave
        {
            EmployeeId = person.EmployeeId!.Value,
            TypeCode = "EXCEPTIONAL_FAMILY",
            CountedAs = "EXCEPTIONAL_FAMILY",
            PlaceId = province.School.Directorate.Id,
            PlacePath = province.School.Directorate.Path,
            StartsOn = Today.AddDays(-1),
            EndsOn = Today.AddDays(days),
            Days = days + 2,
            IsAbsence = true,
            IsMedical = false,
            AskedByAccountId = person.AccountId,
            AskedAt = DateTime.UnixEpoch,
        };
        leave.Begin(toHead: false, DateTime.UnixEpoch);
        Assert.Null(leave.Grant(new Pay(days + 2, 0, 0), province.Director.AccountId, DateTime.UnixEpoch));
        await app.Write(async db =>
        {
            db.Leaves.Add(leave);
            await db.SaveChangesAsync();
        });
        return leave.Id;
    }

    private static string Iso(int days) => Today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

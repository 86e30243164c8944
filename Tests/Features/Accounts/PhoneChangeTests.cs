using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Accounts;

/// <summary>AC-WAL-2: the old number gets an alert, the new one a code; the school sees the change as confirmed by the guardian.</summary>
public sealed class PhoneChangeTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task The_new_number_gets_a_code_the_old_one_a_way_to_stop_it_and_the_school_sees_who_confirmed(string language)
    {
        var (school, child, mother, old) = await Family();
        var clerk = await app.Given.Person(Roles.Clerk, school.Place);
        var visitor = await app.SignIn(mother, language);
        var fresh = Given.PhoneOf(Given.Next() + 40_000);

        var me = await visitor.Open(Links.Me);
        var form = await me.Follow(Links.Phone);
        var wrong = await form.Submit(("Phone", "05 22 00"), ("Password", AccountsGiven.Password));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "05 22 00"), (wrong.Status, wrong.ValueOf("Phone")));
        Assert.NotNull((await form.Submit(("Phone", old), ("Password", AccountsGiven.Password))).ErrorOf("Phone"));
        // An open telephone alone is not enough, and what was typed but the password stays.
        foreach (var password in (string[])["", "un autre mot de passe"])
        {
            var stranger = await form.Submit(("Phone", fresh), ("Password", password));
            Assert.Equal((HttpStatusCode.UnprocessableEntity, fresh, ""), (stranger.Status, stranger.ValueOf("Phone"), stranger.ValueOf("Password") ?? ""));
            Assert.NotNull(stranger.ErrorOf("Password"));
        }

        Assert.Equal(0, await app.Read(db => db.PhoneChanges.CountAsync(c => c.AccountId == mother.AccountId)));
        var waiting = await form.Submit(("Phone", fresh), ("Password", AccountsGiven.Password));
        Assert.Equal(Links.PhoneCode, waiting.Address);
        Assert.Equal(old, await PhoneOf(mother));
        var (code, stop) = (await Sent(fresh, "notices.phone-code"), await Sent(old, "notices.phone-stop"));
        // Neither is in the space of the account: a thief may be reading there.
        Assert.Equal(0, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == mother.AccountId && n.Template.StartsWith("notices.phone"))));

        var off = await waiting.Submit(("Code", code == "000000" ? "000001" : "000000"));
        Assert.NotNull(off.ErrorOf("Code"));
        Assert.Equal(1, await app.Read(db => db.PhoneChanges.Where(c => c.AccountId == mother.AccountId).Select(c => c.Tries).SingleAsync()));
        Assert.Equal(Links.Me, (await off.Submit(("Code", code))).Address);
        Assert.Equal(fresh, await PhoneOf(mother));
        Assert.Equal(fresh, await app.Read(db => db.Accounts.Where(a => a.Id == mother.AccountId).Select(a => a.Phone).SingleAsync()));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == clerk.AccountId && n.Template == "notices.phone-confirmed")));
        var file = await (await app.SignIn(school.Head, language)).Open($"/pupils/{child.Id}");
        Assert.True(file.Says(language == "fr" ? "confirmé par le tuteur le" : "أكده ولي(ة) الأمر في"), file.Text);

        // From the old telephone, without signing in: back it goes, and out with whoever is inside.
        var open = app.Visitor(language);
        var page = await (await open.Open(Links.Recover)).Follow(Links.StopPhone);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await page.Submit(("Code", "2222-2222-2222-2222"))).Status);
        Assert.Equal(Links.Recover, (await page.Submit(("Code", stop.ToLowerInvariant()))).Address);
        Assert.Equal(old, await PhoneOf(mother));
        Assert.StartsWith("/accounts/sign-in", (await visitor.Open(Links.Me)).Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await page.Submit(("Code", stop))).Status);
    }

    [Fact]
    public async Task Codes_are_few_and_lapse_and_a_stopped_change_never_counts()
    {
        var (_, _, mother, old) = await Family();
        var visitor = await app.SignIn(mother, "fr");
        var fresh = Given.PhoneOf(Given.Next() + 40_000);
        async Task<HttpStatusCode> Ask() => (await visitor.Api.PostAsJsonAsync($"/api{Links.Phone}", new { phone = fresh, password = AccountsGiven.Password })).StatusCode;
        async Task<HttpStatusCode> Type(string code) => (await visitor.Api.PostAsJsonAsync($"/api{Links.PhoneCode}", new { code })).StatusCode;

        Assert.Equal(HttpStatusCode.NoContent, await Ask());
        var code = await Sent(fresh, "notices.phone-code");
        var bad = code == "111111" ? "222222" : "111111";
        for (var i = 0; i < 5; i++)
            Assert.Equal(i < 4 ? HttpStatusCode.BadRequest : HttpStatusCode.Conflict, await Type(bad));
        Assert.Equal(HttpStatusCode.Conflict, await Type(code));

        Assert.Equal(HttpStatusCode.NoContent, await Ask());
        var stop = await Sent(old, "notices.phone-stop");
        Assert.Equal(HttpStatusCode.NoContent, (await app.Visitor().Api.PostAsJsonAsync($"/api{Links.StopPhone}", new { code = stop })).StatusCode);
        visitor = await app.SignIn(mother, "fr");
        Assert.Equal(HttpStatusCode.Conflict, await Type(await Sent(fresh, "notices.phone-code")));
        Assert.Equal(HttpStatusCode.NoContent, await Ask());
        Assert.Equal(HttpStatusCode.Conflict, await Ask());
        await app.Write(db => db.PhoneChanges.Where(c => c.AccountId == mother.AccountId).ExecuteUpdateAsync(u => u.SetProperty(c => c.AskedAt, c => c.AskedAt.AddMinutes(-11))));
        Assert.Equal(HttpStatusCode.Conflict, await Type(await Sent(fresh, "notices.phone-code")));
        Assert.Equal(old, await PhoneOf(mother));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(await app.Given.Person(Roles.Pupil, (await app.Given.School()).Place))).Get(Links.Phone)).StatusCode);
    }

    [Fact]
    public async Task Whoever_changes_the_number_twice_does_not_get_away_from_its_owner()
    {
        var (_, _, mother, old) = await Family();
        var thief = await app.SignIn(mother, "fr");
        var (one, two) = (Given.PhoneOf(Given.Next() + 40_000), Given.PhoneOf(Given.Next() + 40_000));
        foreach (var number in (string[])[one, two])
        {
            await thief.Api.PostAsJsonAsync($"/api{Links.Phone}", new { phone = number, password = AccountsGiven.Password });
            Assert.Equal(HttpStatusCode.NoContent, (await thief.Api.PostAsJsonAsync($"/api{Links.PhoneCode}", new { code = await Sent(number, "notices.phone-code") })).StatusCode);
        }

        Assert.Equal(two, await PhoneOf(mother));
        Assert.Equal(HttpStatusCode.NoContent, (await app.Visitor().Api.PostAsJsonAsync($"/api{Links.StopPhone}", new { code = await Sent(old, "notices.phone-stop") })).StatusCode);

        Assert.Equal(old, await PhoneOf(mother));
        // The code that the thief got on the way opens nothing any more.
        Assert.NotEqual(HttpStatusCode.NoContent, (await app.Visitor().Api.PostAsJsonAsync($"/api{Links.StopPhone}", new { code = await Sent(one, "notices.phone-stop") })).StatusCode);
        Assert.Equal(old, await PhoneOf(mother));
    }

    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task Twice_a_year_one_tap_says_that_the_number_is_still_right(string language)
    {
        var (_, _, mother, _) = await Family();
        var visitor = await app.SignIn(mother, language);
        var home = await visitor.Open("/");
        var after = await home.SubmitForm($"main form[action='{Links.StillRight}']", null, false);
        Assert.Equal("/", after.Address);
        Assert.Null(after.Find($"main form[action='{Links.StillRight}']"));
        Assert.NotNull(await app.Read(db => db.Guardians.Where(g => g.Id == mother.GuardianId).Select(g => g.PhoneConfirmedAt).SingleAsync()));

        await app.Write(db => db.Guardians.Where(g => g.Id == mother.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.PhoneConfirmedAt, MassarApp.Clock.GetUtcNow().UtcDateTime.AddMonths(-7))));
        Assert.NotNull((await visitor.Open("/")).Find($"main form[action='{Links.StillRight}']"));
        await app.Write(db => db.Guardians.Where(g => g.Id == mother.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.Phone, (string?)null)));
        Assert.Contains(Links.Phone, (await visitor.Open("/")).All("main a").Select(a => a.GetAttribute("href")));
    }

    private async Task<(GivenSchool School, GivenPupil Child, GivenPerson Mother, string Phone)> Family()
    {
        var school = await app.Given.School();
        var child = await app.Given.Pupil(school);
        var mother = await app.Given.Guardian(school, child);
        var phone = Given.PhoneOf(Given.Next() + 20_000);
        await app.Write(async db =>
        {
            await db.Guardians.Where(g => g.Id == mother.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.Phone, phone));
            await db.Accounts.Where(a => a.Id == mother.AccountId).ExecuteUpdateAsync(u => u.SetProperty(a => a.Phone, phone));
        });
        await app.GivePassword(mother);
        return (school, child, mother, phone);
    }

    private Task<string?> PhoneOf(GivenPerson guardian) => app.Read(db => db.Guardians.Where(g => g.Id == guardian.GuardianId).Select(g => g.Phone).SingleAsync());

    /// <summary>The code in the newest SMS of a kind to a number.</summary>
    private async Task<string> Sent(string phone, string template)
    {
        var notice = await app.Read(db => db.Notices.AsNoTracking().Where(n => n.Template == template && n.Deliveries.Any(d => d.To == phone && d.Channel == NoticeChannel.Sms)).OrderByDescending(n => n.Id).FirstAsync());
        return JsonSerializer.Deserialize<string[]>(app.Services.GetRequiredService<NoticeSeal>().Open(notice)!)![0];
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Accounts;

/// <summary>One's own account: sessions, functions, language, password.</summary>
public sealed class OwnAccountTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task The_account_page_shows_names_and_masks_the_telephone()
    {
        var (_, _, guardian) = await app.Family();
        var phone = (await app.AccountOf(guardian)).Phone!;

        var arabic = await (await app.SignIn(guardian)).Open("/accounts/me");
        var french = await (await app.SignIn(guardian, "fr")).Open("/accounts/me");

        Assert.True(arabic.Says((await app.AccountOf(guardian)).NameAr));
        Assert.True(french.Says((await app.AccountOf(guardian)).NameLatin));
        Assert.DoesNotContain(phone[^6..], arabic.Text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(phone[^2..], arabic.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_page_asks_the_database_at_most_four_questions()
    {
        var (_, _, guardian) = await app.Family();
        var visitor = await app.SignIn(guardian);
        await visitor.Open("/accounts/me");

        var statements = await MassarApp.StatementsOf(() => visitor.Open("/accounts/me"));

        Assert.InRange(statements.Count, 1, 4);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_once_and_empties_the_browser()
    {
        var (_, _, guardian) = await app.Family();
        var visitor = await app.SignIn(guardian);
        var token = visitor.Cookies["massar"];
        var page = await visitor.Open("/accounts/me");

        var response = await visitor.Post("/accounts/sign-out", [(Antiforgery.Field, page.ValueOf(Antiforgery.Field)!)], follow: false);

        Assert.Equal("/accounts/sign-in", response.Response.Headers.Location!.OriginalString);
        Assert.Equal("\"cache\", \"storage\"", response.Response.Headers.GetValues("Clear-Site-Data").Single());
        Assert.False(visitor.Cookies.ContainsKey("massar"));
        var api = app.Visitor().Api;
        api.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync("/api/accounts/me")).StatusCode);
    }

    [Fact]
    public async Task A_session_left_open_elsewhere_is_ended_from_here_at_once()
    {
        var (_, _, guardian) = await app.Family();
        var elsewhere = await app.SignIn(guardian);
        await elsewhere.Open("/accounts/me");
        var here = await app.SignIn(guardian);
        var list = await here.Open("/accounts/sessions");

        var after = await list.SubmitForm("main form[action$='/end']:not([action='/accounts/sessions/end'])", null, false);

        Assert.Equal("/accounts/sessions", after.Address);
        Assert.Single(after.All("main .list li"));
        Assert.StartsWith("/accounts/sign-in", (await elsewhere.Open("/accounts/me")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_other_sessions_end_with_one_press()
    {
        var (_, _, guardian) = await app.Family();
        var others = new[] { await app.SignIn(guardian), await app.SignIn(guardian) };
        foreach (var other in others)
            await other.Open("/accounts/me");
        var here = await app.SignIn(guardian);

        await (await here.Open("/accounts/sessions")).SubmitForm("main form[action='/accounts/sessions/end']", null, false);

        foreach (var other in others)
            Assert.StartsWith("/accounts/sign-in", (await other.Open("/accounts/me")).Address, StringComparison.Ordinal);
        Assert.Equal("/accounts/me", (await here.Open("/accounts/me")).Address);
    }

    [Fact]
    public async Task Somebody_elses_session_does_not_exist()
    {
        var (_, _, guardian) = await app.Family();
        var (_, _, stranger) = await app.Family();
        await app.SignIn(stranger);
        var theirs = await app.Read(db => db.Sessions.Where(s => s.AccountId == stranger.AccountId).Select(s => s.Id).SingleAsync());
        var api = (await app.SignIn(guardian)).Api;

        var yours = await api.DeleteAsync($"/api/accounts/sessions/{theirs}");
        var nobodys = await api.DeleteAsync("/api/accounts/sessions/999999999");

        Assert.Equal(HttpStatusCode.NotFound, yours.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nobodys.StatusCode);
        Assert.Null(await app.Read(db => db.Sessions.Where(s => s.Id == theirs).Select(s => s.EndedAt).SingleAsync()));
    }

    [Fact]
    public async Task A_teacher_who_is_also_head_changes_function_and_the_menu_follows()
    {
        var school = await app.Given.School();
        var hat = await AddHat(school.Head, Roles.Teacher, school);
        var visitor = await app.SignIn(school.Head, "fr");
        var page = await visitor.Open("/accounts/hats");

        var switched = await page.Submit(("Hat", $"{hat}"));
        Assert.Equal("/", switched.Address);
        var after = await visitor.Open("/accounts/me");

        Assert.Equal(2, page.All("main .list li").Count);
        Assert.True(page.Says(school.Place.NameFr));
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Open("/accounts/desk")).Status);
        Assert.Equal(HttpStatusCode.OK, after.Status);
    }

    [Fact]
    public async Task A_function_that_ended_or_belongs_to_somebody_else_cannot_be_taken()
    {
        var school = await app.Given.School();
        var another = await app.Given.School();
        var ended = await AddHat(school.Head, Roles.Teacher, school, until: new DateOnly(2021, 7, 1));
        var api = (await app.SignIn(school.Head)).Api;

        Assert.Equal(HttpStatusCode.NotFound, (await api.PutAsJsonAsync("/api/accounts/hats/current", new { hat = another.Head.HatId })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.PutAsJsonAsync("/api/accounts/hats/current", new { hat = ended })).StatusCode);
    }

    [Fact]
    public async Task A_parent_who_also_became_staff_gives_the_second_factor_before_taking_the_function()
    {
        var (school, _, guardian) = await app.Family();
        var hat = await AddHat(guardian, Roles.Clerk, school);
        var visitor = await app.SignIn(guardian);

        await visitor.Api.PutAsJsonAsync("/api/accounts/hats/current", new { hat });
        var page = await visitor.Open("/accounts/desk");

        Assert.StartsWith("/accounts/second-factor", page.Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.Api.GetAsync("/api/accounts/desk")).StatusCode);
    }

    [Fact]
    public async Task The_language_chosen_is_the_accounts_and_the_browsers()
    {
        var (_, _, guardian) = await app.Family();
        var visitor = await app.SignIn(guardian);
        var page = await visitor.Open("/accounts/me");

        var after = await page.Submit(("Language", "fr"));

        Assert.Equal("fr", after.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("fr", (await app.AccountOf(guardian)).Language);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.Api.PutAsJsonAsync("/api/accounts/me/language", new { language = "xx" })).StatusCode);
    }

    [Fact]
    public async Task Changing_the_password_ends_the_other_sessions_and_keeps_this_one()
    {
        var (_, _, guardian) = await app.Family();
        var elsewhere = await app.SignIn(guardian);
        await elsewhere.Open("/accounts/me");
        var here = await app.SignIn(guardian);

        var after = await (await here.Open("/accounts/me/password")).Submit(
            ("Current", AccountsGiven.Password), ("Password", "olives pont nuage tambour"), ("Repeated", "olives pont nuage tambour"));

        Assert.Equal("/accounts/me", after.Address);
        Assert.StartsWith("/accounts/sign-in", (await elsewhere.Open("/accounts/me")).Address, StringComparison.Ordinal);
        Assert.Equal("/", (await app.Visitor().SignsIn(guardian.Login, "olives pont nuage tambour")).Address);
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.AccountId == guardian.AccountId && n.Template == "notices.password-changed")));
    }

    [Fact]
    public async Task The_audit_line_of_a_changed_password_holds_no_hash()
    {
        var (_, _, guardian) = await app.Family();
        var api = (await app.SignIn(guardian)).Api;

        await api.PutAsJsonAsync("/api/accounts/me/password", new { current = AccountsGiven.Password, password = "olives pont nuage tambour" });

        var line = await app.Read(db => db.AuditEntries.SingleAsync(e => e.AccountId == guardian.AccountId && e.Action == "Accounts.ChangePassword"));
        Assert.DoesNotContain("argon2", line.Changes, StringComparison.Ordinal);
        Assert.Contains("\"PasswordHash\":\"***\"", line.Changes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong wrong wrong", "olives pont nuage tambour", "olives pont nuage tambour", "Current")]
    [InlineData(AccountsGiven.Password, "court", "court", "Password")]
    [InlineData(AccountsGiven.Password, "aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", "Password")]
    [InlineData(AccountsGiven.Password, "olives pont nuage tambour", "olives pont nuage tambours", "Repeated")]
    public async Task A_password_that_will_not_do_is_refused_at_its_field(string current, string password, string repeated, string field)
    {
        var (_, _, guardian) = await app.Family();
        var before = (await app.AccountOf(guardian)).PasswordHash;

        var after = await (await (await app.SignIn(guardian)).Open("/accounts/me/password")).Submit(("Current", current), ("Password", password), ("Repeated", repeated));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.NotNull(after.ErrorOf(field));
        Assert.Equal(before, (await app.AccountOf(guardian)).PasswordHash);
    }

    [Fact]
    public async Task A_pupils_password_is_not_made_of_the_massar_code_and_the_birth_date()
    {
        var school = await app.Given.School();
        var child = await app.Given.Pupil(school, birthDate: new DateOnly(2012, 5, 12));
        var pupil = await app.Given.PupilAccount(school, child);
        await app.GivePassword(pupil);
        var api = (await app.SignIn(pupil)).Api;

        var reply = await api.PutAsJsonAsync("/api/accounts/me/password", new { current = AccountsGiven.Password, password = $"{child.MassarCode}12052012" });

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.True((await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty("Password", out _));
    }

    private async Task<long> AddHat(GivenPerson person, string role, GivenSchool school, DateOnly? until = null)
    {
        var hat = new Hat { AccountId = person.AccountId, Role = role, PlaceId = school.Id, PlacePath = school.Place.Path, StartsOn = new DateOnly(2020, 9, 1), EndsOn = until };
        await app.Write(async db =>
        {
            db.Hats.Add(hat);
            await db.SaveChangesAsync();
        });
        return hat.Id;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Accounts;

public sealed class SecondFactorTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_head_gives_the_authenticators_code_and_only_then_comes_in()
    {
        var (head, secret) = await Head();
        var visitor = app.Visitor();

        var asked = await visitor.SignsIn(head.Login, back: "/accounts/sessions");
        var half = visitor.Cookies["massar"];
        var elsewhere = await visitor.Open("/accounts/me");
        var after = await (await visitor.Open(asked.Address)).Submit(("Code", AccountsGiven.CodeOf(secret)));

        Assert.StartsWith("/accounts/second-factor", asked.Address, StringComparison.Ordinal);
        Assert.StartsWith("/accounts/second-factor", elsewhere.Address, StringComparison.Ordinal);
        Assert.Equal("/accounts/sessions", after.Address);
        Assert.NotEqual(half, visitor.Cookies["massar"]);
        var api = app.Visitor().Api;
        api.DefaultRequestHeaders.Authorization = new("Bearer", half);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync("/api/accounts/me")).StatusCode);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var (head, secret) = await Head();
        var code = AccountsGiven.CodeOf(secret);
        var first = await (await app.Visitor().SignsIn(head.Login)).Submit(("Code", code));

        var second = await (await app.Visitor().SignsIn(head.Login)).Submit(("Code", code));

        Assert.Equal("/", first.Address);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        Assert.NotNull(second.ErrorOf("Code"));
    }

    [Fact]
    public async Task Of_many_who_type_the_same_code_at_once_one_comes_in()
    {
        var (head, secret) = await Head();
        var forms = new List<Page>();
        for (var i = 0; i < 4; i++)
            forms.Add(await app.Visitor().SignsIn(head.Login));
        var code = AccountsGiven.CodeOf(secret);

        var after = await Task.WhenAll(forms.Select(form => form.Submit(("Code", code))));

        Assert.Single(after, page => page.Address == "/");
    }

    [Fact]
    public async Task A_spare_code_replaces_the_telephone_once()
    {
        var (head, _) = await Head();
        var spare = RecoveryCode.New();
        await app.Write(async db =>
        {
            db.SecondFactorCodes.Add(new SecondFactorCode { AccountId = head.AccountId, Hash = RecoveryCode.Hash(spare) });
            await db.SaveChangesAsync();
        });

        var first = await (await app.Visitor().SignsIn(head.Login)).Submit(("Code", spare.ToLowerInvariant()));
        var second = await (await app.Visitor().SignsIn(head.Login)).Submit(("Code", spare));

        Assert.Equal("/", first.Address);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
    }

    [Fact]
    public async Task Somebody_elses_code_is_no_code()
    {
        var (head, _) = await Head();
        var (_, another) = await Head();

        var after = await (await app.Visitor().SignsIn(head.Login)).Submit(("Code", AccountsGiven.CodeOf(another)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
    }

    [Fact]
    public async Task Staff_without_an_authenticator_set_one_up_before_the_first_page()
    {
        var school = await app.Given.School();
        await app.GivePassword(school.Head);
        var visitor = app.Visitor("fr");

        var setup = await visitor.SignsIn(school.Head.Login, back: "/accounts/me");
        var secret = Totp.FromBase32(setup.All("p .code")[0].TextContent)!;
        var codes = setup.All("ol .code").Select(c => c.TextContent).ToList();
        var wrong = await setup.Submit(("Code", "000000"));
        var after = await wrong.Submit(("Code", AccountsGiven.CodeOf(secret)));

        Assert.StartsWith("/accounts/second-factor/new", setup.Address, StringComparison.Ordinal);
        Assert.Contains("no-store", setup.Response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.NotNull(setup.Find("svg[role=img] path"));
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(codes, wrong.All("ol .code").Select(c => c.TextContent));
        Assert.Equal("/accounts/me", after.Address);
        var account = await app.AccountOf(school.Head);
        Assert.StartsWith("s1.", account.TotpSecret, StringComparison.Ordinal);
        Assert.DoesNotContain(Totp.ToBase32(secret), account.TotpSecret, StringComparison.Ordinal);
        Assert.Equal(10, await app.Read(db => db.SecondFactorCodes.CountAsync(c => c.AccountId == school.Head.AccountId)));
        Assert.Equal("/", (await (await app.Visitor().SignsIn(school.Head.Login)).Submit(("Code", codes[3]))).Address);
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.AccountId == school.Head.AccountId && n.Template == "notices.second-factor-changed")));
    }

    [Fact]
    public async Task An_offered_secret_serves_nobody_else_and_not_for_long()
    {
        var (first, second) = ((await app.Given.School()).Head, (await app.Given.School()).Head);
        await app.GivePassword(first);
        await app.GivePassword(second);
        var mine = await app.Visitor().SignsIn(first.Login);
        var theirs = await app.Visitor().SignsIn(second.Login);
        var secret = Totp.FromBase32(mine.All("p .code")[0].TextContent)!;

        var stolen = await theirs.Submit(("Offer", mine.ValueOf("Offer")!), ("Code", AccountsGiven.CodeOf(secret)));
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(61));
        var late = await mine.Submit(("Code", AccountsGiven.CodeOf(secret)));

        Assert.Equal(HttpStatusCode.Conflict, stolen.Status);
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Null((await app.AccountOf(first)).TotpSecret);
        Assert.Null((await app.AccountOf(second)).TotpSecret);
    }

    [Fact]
    public async Task Who_knows_only_the_password_cannot_set_up_another_authenticator()
    {
        var (head, _) = await Head();
        var visitor = app.Visitor();
        await visitor.SignsIn(head.Login);
        var before = (await app.AccountOf(head)).TotpSecret;

        var page = await visitor.Open("/accounts/second-factor/new");

        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Equal(before, (await app.AccountOf(head)).TotpSecret);
    }

    [Fact]
    public async Task A_guardian_who_wishes_one_proves_the_password_again()
    {
        var (_, _, guardian) = await app.Family();
        var setup = await (await app.SignIn(guardian)).Open("/accounts/second-factor/new");
        var secret = Totp.FromBase32(setup.All("p .code")[0].TextContent)!;

        var wrong = await setup.Submit(("Code", AccountsGiven.CodeOf(secret)), ("Password", "wrong wrong wrong"));
        var after = await wrong.Submit(("Code", AccountsGiven.CodeOf(secret)), ("Password", AccountsGiven.Password));

        Assert.NotNull(wrong.ErrorOf("Password"));
        Assert.Equal("/", after.Address);
        Assert.StartsWith("/accounts/second-factor", (await app.Visitor().SignsIn(guardian.Login)).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stepping_up_leads_back_and_lasts_five_minutes()
    {
        var (head, secret) = await Head();
        var visitor = await app.SignIn(head);

        var asked = await visitor.Open("/accounts/second-factor/new");
        var after = await asked.Submit(("Code", AccountsGiven.CodeOf(secret)));
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(6));
        var later = await visitor.Open("/accounts/second-factor/new");

        Assert.StartsWith("/accounts/step-up", asked.Address, StringComparison.Ordinal);
        Assert.Equal("/accounts/second-factor/new", after.Address);
        // Who has no code at hand is not led back to the question.
        Assert.Equal("/", Assert.Single(later.All("main .acts a")).GetAttribute("href"));
        Assert.StartsWith("/accounts/step-up", later.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spare_code_does_not_step_up()
    {
        var (head, _) = await Head();
        var spare = RecoveryCode.New();
        await app.Write(async db =>
        {
            db.SecondFactorCodes.Add(new SecondFactorCode { AccountId = head.AccountId, Hash = RecoveryCode.Hash(spare) });
            await db.SaveChangesAsync();
        });

        var reply = await (await app.SignIn(head)).Api.PostAsJsonAsync("/api/accounts/step-up", new { code = spare });

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Null(await app.Read(db => db.SecondFactorCodes.Where(c => c.AccountId == head.AccountId).Select(c => c.UsedAt).SingleAsync()));
    }

    [Fact]
    public async Task A_program_gives_the_second_factor_for_a_new_token()
    {
        var (head, secret) = await Head();
        var api = app.Visitor().Api;
        var first = await (await api.PostAsJsonAsync("/api/accounts/sign-in", new { login = head.Login, password = AccountsGiven.Password })).Content.ReadFromJsonAsync<JsonElement>();
        api.DefaultRequestHeaders.Authorization = new("Bearer", first.GetProperty("token").GetString());

        var closed = await api.GetAsync("/api/accounts/me");
        var second = await (await api.PostAsJsonAsync("/api/accounts/second-factor", new { code = AccountsGiven.CodeOf(secret) })).Content.ReadFromJsonAsync<JsonElement>();
        api.DefaultRequestHeaders.Authorization = new("Bearer", second.GetProperty("token").GetString());
        var open = await api.GetAsync("/api/accounts/me");

        Assert.True(first.GetProperty("needsSecondFactor").GetBoolean());
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    private async Task<(GivenPerson Head, byte[] Secret)> Head()
    {
        var head = (await app.Given.School()).Head;
        await app.GivePassword(head);
        return (head, await app.GiveAuthenticator(head));
    }
}

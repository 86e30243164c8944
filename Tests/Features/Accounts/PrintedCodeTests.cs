using System.Net;
using System.Net.Http.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Accounts;

/// <summary>A minor can get back in; nobody else can in their place.</summary>
public sealed class PrintedCodeTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Chosen = "olives pont nuage tambour";

    [Fact]
    public async Task A_code_printed_by_the_head_lets_the_guardian_choose_a_password_once()
    {
        var (school, _, guardian) = await app.Family();
        var elsewhere = await app.SignIn(guardian);
        await elsewhere.Open("/accounts/me");
        var (paper, code) = await Print(school.Head, guardian);

        var after = await Recover(guardian.Login, code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));
        var again = await Recover(guardian.Login, code);

        Assert.Contains("no-store", paper.Response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.True(paper.Says(guardian.Login));
        Assert.Equal("/accounts/sign-in", after.Address);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Equal("/accounts/me", (await app.Visitor().SignsIn(guardian.Login, Chosen, "/accounts/me")).Address);
        Assert.StartsWith("/accounts/sign-in", (await elsewhere.Open("/accounts/me")).Address, StringComparison.Ordinal);
        var told = await app.Read(db => db.Notices.Where(n => n.AccountId == guardian.AccountId).Select(n => n.Template).ToListAsync());
        Assert.Contains("notices.recovery-code-printed", told);
        Assert.Contains("notices.account-recovered", told);
    }

    [Fact]
    public async Task The_code_stands_on_the_paper_and_nowhere_else()
    {
        var (school, _, guardian) = await app.Family();
        var (_, code) = await Print(school.Head, guardian);
        var (signs, hash) = (RecoveryCode.Read(code)!, RecoveryCode.Hash(code));

        Assert.Equal(1, await app.Read(db => db.PrintedCodes.CountAsync(c => c.Hash == hash)));
        Assert.Equal(0, await app.Read(db => db.AuditEntries.CountAsync(e => e.Changes.Contains(code) || e.Changes.Contains(signs) || e.Changes.Contains(hash))));
        Assert.Equal(0, await app.Read(db => db.IdempotentCalls.CountAsync(c => c.Answer!.Contains(code))));
        Assert.Equal(0, await app.Read(db => db.Notices.CountAsync(n => n.Args.Contains(code))));
        Assert.Equal(1, await app.Read(db => db.AuditEntries.CountAsync(e => e.PlaceId == school.Id && e.Action == "Accounts.IssueRecoveryCode")));
    }

    [Fact]
    public async Task The_desk_must_have_stepped_up()
    {
        var (school, _, guardian) = await app.Family();
        await app.GiveAuthenticator(school.Head);
        var visitor = await app.SignIn(school.Head);

        var page = await visitor.Open($"/accounts/desk/{guardian.AccountId}");
        var reply = await visitor.Api.PostAsJsonAsync($"/api/accounts/desk/{guardian.AccountId}", new { resetsSecondFactor = false });

        Assert.StartsWith("/accounts/step-up", page.Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
    }

    [Fact]
    public async Task People_of_another_school_do_not_exist_at_this_desk()
    {
        var (_, _, guardian) = await app.Family();
        var another = await app.Given.School();
        var visitor = await app.SignIn(another.Head, steppedUp: true);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/accounts/desk/{guardian.AccountId}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Api.PostAsJsonAsync($"/api/accounts/desk/{guardian.AccountId}", new { resetsSecondFactor = false })).StatusCode);
        Assert.Empty((await visitor.Open($"/accounts/desk?search={guardian.Login}")).All("tbody tr"));
    }

    [Fact]
    public async Task A_guardian_whose_right_ended_gets_no_code()
    {
        var (school, _, guardian) = await app.Family();
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == guardian.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Ended)));

        var reply = await (await app.SignIn(school.Head, steppedUp: true)).Api.PostAsJsonAsync($"/api/accounts/desk/{guardian.AccountId}", new { resetsSecondFactor = false });

        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
    }

    [Fact]
    public async Task A_printed_code_is_no_way_up()
    {
        var school = await app.Given.School();
        var clerk = await app.Given.Person(Roles.Clerk, school.Place);
        var director = await app.Given.Person(Roles.ProvincialDirector, school.Directorate, employeeId: (await app.Given.Employee(school.Place)).Id);
        var byClerk = (await app.SignIn(clerk, steppedUp: true)).Api;
        var byHead = (await app.SignIn(school.Head, steppedUp: true)).Api;

        Assert.Equal(HttpStatusCode.NotFound, await Ask(byClerk, school.Head));
        Assert.Equal(HttpStatusCode.NotFound, await Ask(byHead, school.Head));
        Assert.Equal(HttpStatusCode.NotFound, await Ask(byHead, director));
        Assert.Equal(HttpStatusCode.OK, await Ask(byHead, clerk));

        // Printed for what the clerk was yesterday, it does not open what the clerk is from today on; and a desk does not print without end.
        var (_, code) = await Print(school.Head, clerk);
        var today = MoroccanDay.Today(MassarApp.Clock);
        await app.Write(async db =>
        {
            await db.PrintedCodes.Where(c => c.AccountId == clerk.AccountId).ExecuteUpdateAsync(s => s.SetProperty(c => c.IssuedAt, c => c.IssuedAt.AddDays(-1)));
            db.Hats.Add(new Hat { AccountId = clerk.AccountId, Role = Roles.HrManager, PlaceId = school.Directorate.Id, PlacePath = school.Directorate.Path, StartsOn = today });
            await db.SaveChangesAsync();
        });
        var outgrown = await Recover(clerk.Login, code);
        Assert.Equal((HttpStatusCode.Conflict, true), (outgrown.Status, outgrown.Says("قبل دوركم الحالي")));
        var plain = await app.Given.Person(Roles.Clerk, school.Place);
        for (var i = 0; i < PrintedCode.MostADay; i++)
            Assert.Equal(HttpStatusCode.OK, await Ask(byHead, plain));
        Assert.Equal(HttpStatusCode.Conflict, await Ask(byHead, plain));

        async Task<HttpStatusCode> Ask(HttpClient api, GivenPerson person) =>
            (await api.PostAsJsonAsync($"/api/accounts/desk/{person.AccountId}", new { resetsSecondFactor = true, identity = "card" })).StatusCode;
    }

    [Fact]
    public async Task A_code_is_void_after_seven_days()
    {
        var (school, _, guardian) = await app.Family();
        var (_, code) = await Print(school.Head, guardian);
        var printed = await app.Read(db => db.PrintedCodes.AsNoTracking().SingleAsync(c => c.AccountId == guardian.AccountId));
        // The code grows old, not the clock: moved by a week, it would sweep away other tests' tries.
        await app.Write(db => db.PrintedCodes.Where(c => c.Id == printed.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.ExpiresAt, c => c.ExpiresAt.AddDays(-7))));

        var after = await Recover(guardian.Login, code);

        Assert.Equal(TimeSpan.FromDays(7), printed.ExpiresAt - printed.IssuedAt);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
    }

    [Fact]
    public async Task The_telephone_written_on_the_paper_serves_as_login_the_way_people_write_it()
    {
        var (school, _, guardian) = await app.Family();
        var phone = $"+2127{Given.Next():00000000}";
        await app.Write(db => db.Accounts.Where(a => a.Id == guardian.AccountId).ExecuteUpdateAsync(s => s.SetProperty(a => a.Login, phone).SetProperty(a => a.Phone, phone)));
        var (paper, code) = await Print(school.Head, guardian);

        var after = await Recover($"0{phone[4..]}", code);

        Assert.Contains($"0{phone[4..]}", paper.Text.Replace("\u00a0", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("/accounts/sign-in", after.Address);
        Assert.Equal("/accounts/me", (await app.Visitor().SignsIn($"0{phone[4]} {phone[5..]}", Chosen, "/accounts/me")).Address);
    }

    [Fact]
    public async Task Printing_anew_voids_the_code_before()
    {
        var (school, _, guardian) = await app.Family();
        var (_, first) = await Print(school.Head, guardian);
        var (_, second) = await Print(school.Head, guardian);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Recover(guardian.Login, first)).Status);
        Assert.Equal("/accounts/sign-in", (await Recover(guardian.Login, second)).Address);
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_is_not_tried_either()
    {
        var (school, _, guardian) = await app.Family();
        var (_, code) = await Print(school.Head, guardian);
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Recover(guardian.Login, RecoveryCode.New())).Status);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await Recover(guardian.Login, code)).Status);
    }

    [Fact]
    public async Task A_password_that_will_not_do_does_not_spend_the_code()
    {
        var (school, _, guardian) = await app.Family();
        var (_, code) = await Print(school.Head, guardian);

        var weak = await Recover(guardian.Login, code, "court");
        var after = await Recover(guardian.Login, code);

        Assert.NotNull(weak.ErrorOf("Password"));
        Assert.Equal(code, weak.ValueOf("Code"));
        Assert.Equal("/accounts/sign-in", after.Address);
    }

    [Fact]
    public async Task Somebody_elses_code_and_an_unknown_login_get_the_same_answer()
    {
        var (school, _, guardian) = await app.Family();
        var (_, _, another) = await app.Family();
        var (_, code) = await Print(school.Head, guardian);

        var theirs = await Recover(another.Login, code);
        var nobody = await Recover("nobody." + Given.Next(), code);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, theirs.Status);
        Assert.Equal(theirs.ErrorOf("Code"), nobody.ErrorOf("Code"));
        Assert.Equal(theirs.Status, nobody.Status);
    }

    [Fact]
    public async Task Of_two_who_use_a_code_at_once_one_chooses_the_password()
    {
        var (school, _, guardian) = await app.Family();
        var (_, code) = await Print(school.Head, guardian);

        var after = await Task.WhenAll(Recover(guardian.Login, code, "premier choix de quatre"), Recover(guardian.Login, code, "second choix de quatre"));

        Assert.Single(after, page => page.Address == "/accounts/sign-in");
    }

    [Fact]
    public async Task Recovering_leaves_the_authenticator_unless_the_head_took_it_away()
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        await app.GivePassword(teacher);
        await app.GiveAuthenticator(teacher);

        await Recover(teacher.Login, (await Print(school.Head, teacher)).Code);
        var kept = (await app.AccountOf(teacher)).TotpSecret;
        await Recover(teacher.Login, (await Print(school.Head, teacher, reset: true)).Code);
        var signedIn = await app.Visitor().SignsIn(teacher.Login, Chosen);

        Assert.NotNull(kept);
        Assert.Null((await app.AccountOf(teacher)).TotpSecret);
        Assert.StartsWith("/accounts/second-factor/new", signedIn.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_class_gets_slips_and_accounts_that_were_missing()
    {
        var school = await app.Given.School();
        await app.CurrentYear();
        var taught = await app.Given.Class(school, pupils: 3);
        var active = await app.Given.PupilAccount(school, taught.Pupils[0]);
        await app.GivePassword(active);
        var visitor = await app.SignIn(school.Head, steppedUp: true);

        var form = await visitor.Open($"/accounts/desk/classes/{taught.Id}");
        var papers = await form.Submit(("Who", "waiting"));
        var code = papers.All("section.panel strong.code")[0].TextContent;
        var recovered = await Recover(taught.Pupils[1].MassarCode, code);

        Assert.Equal(2, papers.All("section.panel").Count);
        Assert.True(papers.Says(taught.Class.Name));
        Assert.Equal("/accounts/sign-in", recovered.Address);
        Assert.Equal("/accounts/me", (await app.Visitor().SignsIn(taught.Pupils[1].MassarCode, Chosen, "/accounts/me")).Address);
    }

    [Fact]
    public async Task Another_schools_class_does_not_exist_at_this_desk()
    {
        var school = await app.Given.School();
        var another = await app.Given.School();
        await app.CurrentYear();
        var taught = await app.Given.Class(school, pupils: 1);
        var visitor = await app.SignIn(another.Head, steppedUp: true);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/accounts/desk/classes/{taught.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Api.PostAsJsonAsync($"/api/accounts/desk/classes/{taught.Id}", new { who = "all" })).StatusCode);
    }

    [Fact]
    public async Task A_teacher_has_no_desk()
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);

        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(teacher, steppedUp: true)).Open("/accounts/desk")).Status);
    }

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task The_desk_finds_a_pupil_by_code_and_by_name(string language)
    {
        var school = await app.Given.School();
        var child = await app.Given.Pupil(school);
        await app.Given.PupilAccount(school, child);
        var visitor = await app.SignIn(school.Head, language);

        var account = await app.Read(db => db.Accounts.SingleAsync(a => a.PupilId == child.Id));
        var byCode = await visitor.Open($"/accounts/desk?search={Uri.EscapeDataString(account.Login.ToUpperInvariant())}");
        var byName = await visitor.Open($"/accounts/desk?search={Uri.EscapeDataString(child.FullNameAr.Split(' ')[0])}");

        Assert.Single(byCode.All("tbody tr"));
        Assert.Single(byName.All("tbody tr"));
        Assert.DoesNotContain("accounts.", byName.Text, StringComparison.Ordinal);
    }

    private async Task<(Page Paper, string Code)> Print(GivenPerson by, GivenPerson forWhom, bool reset = false)
    {
        var form = await (await app.SignIn(by, steppedUp: true)).Open($"/accounts/desk/{forWhom.AccountId}");
        var paper = await form.Submit(reset ? [("Reset", "on"), ("Identity", "by-sight")] : [("Identity", "card")]);
        return (paper, paper.Find("strong.code")!.TextContent);
    }

    private async Task<Page> Recover(string login, string code, string password = Chosen) =>
        await (await app.Visitor().Open("/accounts/recover")).Submit(("Login", login), ("Code", code), ("Password", password), ("Repeated", password));
}

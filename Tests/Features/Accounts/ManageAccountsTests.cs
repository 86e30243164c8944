using System.Net;
using System.Net.Http.Json;
using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Accounts;

/// <summary>Rights are given by the ministry, with dates, and end at once.</summary>
public sealed class ManageAccountsTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_function_is_given_from_a_day_to_a_day_and_can_be_used()
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        var manager = await app.SignIn(await app.Manager(school), "fr", steppedUp: true);

        var form = await manager.Open($"/accounts/all/{teacher.AccountId}/hats");
        var after = await form.Submit(("Role", Roles.Supervisor), ("Place", school.Place.Code.ToLowerInvariant()), ("EndsOn", "2099-07-31"));

        Assert.Equal($"/accounts/all/{teacher.AccountId}", after.Address);
        Assert.Equal(2, after.All("tbody tr").Count);
        var hat = await app.Read(db => db.Hats.SingleAsync(h => h.AccountId == teacher.AccountId && h.Role == Roles.Supervisor));
        Assert.Equal((school.Id, school.Place.Path, new DateOnly(2099, 7, 31)), (hat.PlaceId, hat.PlacePath, hat.EndsOn!.Value));
        Assert.Equal(MoroccanDay.Today(MassarApp.Clock), hat.StartsOn);
        Assert.Equal(1, await app.Read(db => db.AuditEntries.CountAsync(e => e.PlaceId == school.Id && e.Action == "Accounts.GrantHat")));
    }

    [Theory]
    [InlineData("", "", "2026-09-01", "", "Role")]
    [InlineData(Roles.Pupil, "X", "2026-09-01", "", "Role")]
    [InlineData(Roles.Head, "NOWHERE", "2026-09-01", "", "Place")]
    [InlineData(Roles.ProvincialDirector, "", "2026-09-01", "", "Place")]
    [InlineData(Roles.Head, "school", "tomorrow", "", "StartsOn")]
    [InlineData(Roles.Head, "school", "2026-09-02", "2026-09-01", "EndsOn")]
    public async Task What_makes_no_sense_comes_back_with_the_reason(string role, string place, string from, string until, string field)
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        var manager = await app.SignIn(await app.Manager(school), steppedUp: true);

        var after = await (await manager.Open($"/accounts/all/{teacher.AccountId}/hats")).Submit(
            ("Role", role), ("Place", place == "school" ? school.Place.Code : place), ("StartsOn", from), ("EndsOn", until));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.NotNull(after.ErrorOf(field));
        Assert.Equal(1, await app.Read(db => db.Hats.CountAsync(h => h.AccountId == teacher.AccountId)));
    }

    [Fact]
    public async Task A_provincial_director_belongs_to_a_directorate()
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        var api = (await app.SignIn(await app.Manager(school), steppedUp: true)).Api;

        var atSchool = await api.PostAsJsonAsync($"/api/accounts/all/{teacher.AccountId}/hats", new { role = Roles.ProvincialDirector, place = school.Place.Code, startsOn = "2026-09-01" });
        var atDirectorate = await api.PostAsJsonAsync($"/api/accounts/all/{teacher.AccountId}/hats", new { role = Roles.ProvincialDirector, place = school.Directorate.Code, startsOn = "2026-09-01" });
        var twice = await api.PostAsJsonAsync($"/api/accounts/all/{teacher.AccountId}/hats", new { role = Roles.ProvincialDirector, place = school.Directorate.Code, startsOn = "2026-10-01" });

        Assert.Equal(HttpStatusCode.BadRequest, atSchool.StatusCode);
        Assert.Equal(HttpStatusCode.OK, atDirectorate.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
    }

    [Fact]
    public async Task Nobody_gives_or_ends_rights_of_ones_own()
    {
        var school = await app.Given.School();
        var person = await app.Manager(school);
        var api = (await app.SignIn(person, steppedUp: true)).Api;

        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsJsonAsync($"/api/accounts/all/{person.AccountId}/hats", new { role = Roles.Signatory, place = school.Academy.Code, startsOn = "2026-09-01" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.DeleteAsync($"/api/accounts/all/{person.AccountId}/hats/{person.HatId}")).StatusCode);
    }

    [Fact]
    public async Task Rights_outside_ones_own_part_of_the_tree_do_not_exist()
    {
        var (mine, theirs) = (await app.Given.School(), await app.Given.School());
        var manager = await app.SignIn(await app.Manager(mine), steppedUp: true);

        Assert.Equal(HttpStatusCode.NotFound, (await manager.Open($"/accounts/all/{theirs.Head.AccountId}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.Api.DeleteAsync($"/api/accounts/all/{theirs.Head.AccountId}/hats/{theirs.Head.HatId}")).StatusCode);
        Assert.Empty((await manager.Open($"/accounts/all?search={theirs.Head.Login}")).All("tbody tr"));
        Assert.Single((await manager.Open($"/accounts/all?search={mine.Head.Login}")).All("tbody tr"));
    }

    [Fact]
    public async Task Giving_and_ending_rights_needs_a_fresh_second_factor()
    {
        var school = await app.Given.School();
        var api = (await app.SignIn(await app.Manager(school))).Api;

        Assert.Equal(HttpStatusCode.Forbidden, (await api.PostAsJsonAsync($"/api/accounts/all/{school.Head.AccountId}/hats", new { role = Roles.Teacher, place = school.Place.Code, startsOn = "2026-09-01" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.DeleteAsync($"/api/accounts/all/{school.Head.AccountId}/hats/{school.Head.HatId}")).StatusCode);
    }

    [Fact]
    public async Task An_ended_function_closes_its_sessions_at_once()
    {
        var school = await app.Given.School();
        var head = await app.SignIn(school.Head);
        await head.Open("/accounts/me");
        var manager = await app.SignIn(await app.Manager(school), steppedUp: true);

        var after = await (await manager.Open($"/accounts/all/{school.Head.AccountId}")).SubmitForm("main tbody form", null, false);

        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.StartsWith("/accounts/sign-in", (await head.Open("/accounts/me")).Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await head.Api.GetAsync("/api/accounts/me")).StatusCode);
    }

    [Fact]
    public async Task A_head_does_not_manage_accounts()
    {
        var school = await app.Given.School();

        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(school.Head, steppedUp: true)).Open("/accounts/all")).Status);
    }

    [Fact]
    public async Task Rotated_keys_open_what_the_old_ones_sealed_and_everybody_can_be_signed_out()
    {
        await using var host = await MassarApp.StartOwn();
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var factors = host.Services.GetRequiredService<SecondFactors>();
        var secret = Totp.NewSecret();
        db.Notes.IsOff = true;
        var account = new Account { Login = "rotated", NameAr = "سلمى", NameLatin = "Salma", CreatedAt = DateTime.UtcNow };
        db.Accounts.Add(account);
        await db.SaveChangesAsync();
        account.TotpSecret = factors.Seal(account.Id, secret);
        var hat = new Hat { AccountId = account.Id, Role = Roles.Guardian, PlaceId = 1, PlacePath = "/1/", StartsOn = new DateOnly(2020, 1, 1) };
        db.Hats.Add(hat);
        await db.SaveChangesAsync();
        var (session, token) = host.Services.GetRequiredService<Sessions>().Open(account.Id, hat, true, null);
        db.Sessions.Add(session);
        await db.SaveChangesAsync();
        db.Notes.IsOff = false;
        var before = account.TotpSecret;

        await ActivatorUtilities.CreateInstance<RotateKeys>(scope.ServiceProvider).Run(null!, new Arguments([]), default);
        await ActivatorUtilities.CreateInstance<EndSessions>(scope.ServiceProvider).Run(null!, new Arguments(["--all"]), default);

        db.ChangeTracker.Clear();
        var after = await db.Accounts.SingleAsync();
        Assert.NotEqual(before, after.TotpSecret);
        Assert.True(host.Services.GetRequiredService<SecretBox>().IsCurrent(after.TotpSecret!));
        Assert.Equal(secret, factors.Open(after));
        Assert.Equal(secret, factors.Open(account.Id, before));
        Assert.Null(await host.Services.GetRequiredService<Sessions>().Find(token, default));
    }
}

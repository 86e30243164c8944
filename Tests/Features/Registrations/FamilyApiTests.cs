using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Registrations;

/// <summary>What a family does in its pages, a program does for it in JSON, by the same handlers.</summary>
public sealed class FamilyApiTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Api = Families.Api;
    private readonly Families families = new(app);

    [Fact]
    public async Task A_program_starts_fills_stops_resumes_sends_and_shows_the_receipt()
    {
        var zone = await families.School();
        var (phone, number) = (Families.NewPhone(), Given.Next() % 900_000 + 1);
        var first = await families.EnterByApi(phone);
        var id = await Families.FillByApi(first, Families.Typed(zone, number));

        var second = await families.EnterByApi(phone, "fr");
        var mine = await Families.Read(await second.GetAsync(Api));
        var child = await Families.Read(await second.GetAsync($"{Api}/{id}/child"));
        var summary = await Families.Read(await second.GetAsync($"{Api}/{id}/summary"));
        var sent = await Families.Read(await second.PostAsJsonAsync($"{Api}/{id}/submit", new { otherChild = false }));
        var receipt = await Families.Read(await second.GetAsync($"{Api}/{id}/receipt"));
        var followed = await Families.Read(await second.GetAsync($"{Api}/{id}"));

        Assert.Equal(id, mine.GetProperty("lines")[0].GetProperty("id").GetInt64());
        Assert.Equal("سلمى", child.GetProperty("parts").GetProperty("answers").GetProperty("FirstNameAr").GetString());
        Assert.Contains(child.GetProperty("topics").EnumerateArray().SelectMany(t => t.GetProperty("fields").EnumerateArray()), f => f.GetProperty("name").GetString() == "LastNameLatin");
        Assert.Equal(0, summary.GetProperty("missing").GetArrayLength());
        Assert.Equal(sent.GetProperty("number").GetString(), receipt.GetProperty("number").GetString());
        Assert.Equal(0, receipt.GetProperty("ahead").GetInt32());
        Assert.Equal("Sent", followed.GetProperty("state").GetString());
        var row = await app.Read(db => db.Registrations.SingleAsync(r => r.Id == id));
        Assert.Equal((RegistrationState.Sent, zone.School.Id), (row.State, row.SchoolId!.Value));
        Assert.NotNull(row.PhotoId);
    }

    [Fact]
    public async Task Who_was_served_waits_no_more_and_who_comes_after_moves_up()
    {
        var zone = await families.School();
        var (_, first, _, _) = await families.Send(zone);
        var program = await families.EnterByApi(Families.NewPhone());
        var second = await Families.FillByApi(program, Families.Typed(zone, Given.Next() % 900_000 + 1));
        await Families.Read(await program.PostAsJsonAsync($"{Api}/{second}/submit", new { }));
        async Task<JsonElement> Ahead(string page) => (await Families.Read(await program.GetAsync($"{Api}/{second}{page}"))).GetProperty("ahead");
        var before = await Ahead("/receipt");
        var head = await app.SignIn(zone.School.Head);

        await Families.Read(await head.Api.PostAsJsonAsync($"/api/registrations/{first}/refuse", new { reason = "other", text = "وثائق طفل آخر" }));
        var after = await Ahead("/receipt");
        await Families.Read(await head.Api.PostAsJsonAsync($"/api/registrations/{second}/approve", new { }));

        Assert.Equal((1, 0), (before.GetInt32(), after.GetInt32()));
        Assert.Equal(JsonValueKind.Null, (await Ahead("/receipt")).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await Ahead("")).ValueKind);
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_field_and_kept_as_sent()
    {
        var program = await families.EnterByApi(Families.NewPhone(), "fr");
        var id = (await Families.Read(await program.PostAsync(Api, null))).GetProperty("id").GetInt64();

        var reply = await program.PutAsJsonAsync($"{Api}/{id}/child", new { answers = new { FirstNameAr = "Selma", Sex = "2" } });
        var problem = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;
        var child = await Families.Read(await program.GetAsync($"{Api}/{id}/child"));

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType!.MediaType);
        Assert.True(problem.GetProperty("errors").TryGetProperty("FirstNameAr", out _));
        Assert.Equal("Selma", child.GetProperty("parts").GetProperty("answers").GetProperty("FirstNameAr").GetString());
        Assert.Equal("2", child.GetProperty("parts").GetProperty("answers").GetProperty("Sex").GetString());
    }

    [Fact]
    public async Task An_incomplete_file_is_not_sent()
    {
        var program = await families.EnterByApi(Families.NewPhone());
        var id = (await Families.Read(await program.PostAsync(Api, null))).GetProperty("id").GetInt64();

        var reply = await program.PostAsJsonAsync($"{Api}/{id}/submit", new { });

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Equal(RegistrationState.Draft, await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.State).SingleAsync()));
    }

    [Fact]
    public async Task Without_the_token_of_a_visit_nothing_opens_and_a_cookie_is_no_token()
    {
        var phone = Families.NewPhone();
        var browser = await families.Enter(phone);
        using var request = new HttpRequestMessage(HttpMethod.Get, Api);

        var withCookie = await browser.Raw(request);
        var without = await app.Visitor().Api.GetAsync(Api);
        var stranger = app.Visitor().Api;
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Fingerprint.NewToken());

        Assert.Equal(HttpStatusCode.Unauthorized, withCookie.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal("Bearer", without.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync(Api, null)).StatusCode);
    }

    [Fact]
    public async Task After_leaving_the_token_opens_nothing()
    {
        var program = await families.EnterByApi(Families.NewPhone());

        await Families.Read(await program.PostAsync($"{Api}/leave", null));

        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync(Api)).StatusCode);
    }

    [Fact]
    public async Task Another_family_s_request_does_not_exist()
    {
        var zone = await families.School();
        var (_, id, _, _) = await families.Send(zone);
        var stranger = await families.EnterByApi(Families.NewPhone());

        foreach (var address in (string[])["", "/receipt", "/summary", "/child", "/correct"])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{Api}/{id}{address}")).StatusCode);
        foreach (var address in (string[])["submit", "join", "withdraw", "correct/send"])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync($"{Api}/{id}/{address}", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync($"{Api}/{id}/appeal", new { text = "لماذا" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PutAsJsonAsync($"{Api}/{id}/child", new { answers = new { FirstNameAr = "علي" } })).StatusCode);
        Assert.Equal(RegistrationState.Sent, await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.State).SingleAsync()));
    }

    [Fact]
    public async Task A_correction_of_named_parts_is_read_prepared_and_sent()
    {
        var zone = await families.School();
        var phone = Families.NewPhone();
        var program = await families.EnterByApi(phone);
        var id = await Families.FillByApi(program, Families.Typed(zone, Given.Next() % 900_000 + 1));
        await Families.Read(await program.PostAsJsonAsync($"{Api}/{id}/submit", new { }));
        var head = await app.SignIn(zone.School.Head);
        await Families.Read(await head.Api.PostAsJsonAsync($"/api/registrations/{id}/return", new { topics = new[] { "birth-place" }, remark = "اكتبوا المكان كاملا" }));

        var reopened = await Families.Read(await program.GetAsync($"{Api}/{id}/correct"));
        await Families.Read(await program.PutAsJsonAsync($"{Api}/{id}/correct", new { answers = new { BirthPlaceAr = "فاس" } }));
        var more = await program.PutAsJsonAsync($"{Api}/{id}/correct", new { answers = new { FirstNameAr = "زينب" } });
        var before = await app.Read(db => db.Registrations.SingleAsync(r => r.Id == id));
        await Families.Read(await program.PostAsync($"{Api}/{id}/correct/send", null));
        var after = new Answers(await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.Answers).SingleAsync()));

        Assert.Equal("birth-place", reopened.GetProperty("topics")[0].GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, more.StatusCode);
        Assert.Equal("أكادير", new Answers(before.Answers)["BirthPlaceAr"]);
        Assert.Equal(("فاس", "سلمى"), (after["BirthPlaceAr"], after["FirstNameAr"]));
    }

    [Fact]
    public async Task A_box_that_is_not_named_stays_even_one_to_tick()
    {
        var program = await families.EnterByApi(Families.NewPhone());
        var id = (await Families.Read(await program.PostAsync(Api, null))).GetProperty("id").GetInt64();
        await Families.Read(await program.PutAsJsonAsync($"{Api}/{id}/father", new { answers = new { FatherAbsent = "1" } }));

        await Families.Read(await program.PutAsJsonAsync($"{Api}/{id}/father", new { answers = new { } }));

        Assert.True(new Answers(await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.Answers).SingleAsync())).Has("FatherAbsent"));
    }

    [Fact]
    public async Task The_description_lists_the_family_s_doors()
    {
        var description = await app.Visitor().Api.GetStringAsync("/openapi/v1.json");
        var paths = JsonDocument.Parse(description).RootElement.GetProperty("paths").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);

        foreach (var (path, method) in ((string, string)[])[("access", "post"), ("access/{access}", "post"), ("mine", "get"), ("mine", "post"), ("mine/{id}/{step}", "put"), ("mine/{id}/files/{topic}", "put"), ("mine/{id}/submit", "post"), ("mine/{id}/receipt", "get"), ("mine/{id}/correct/send", "post")])
            Assert.True(paths.TryGetValue($"/api/registrations/{path}", out var operations) && operations.TryGetProperty(method, out _), $"{method} {path}");
    }
}

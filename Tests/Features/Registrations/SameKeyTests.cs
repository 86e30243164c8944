using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Registrations;

/// <summary>The key of one family's order never gets another family its answer.</summary>
public sealed class SameKeyTests(MassarApp app) : IClassFixture<MassarApp>
{
    private readonly Families families = new(app);

    [Fact]
    public async Task Two_families_with_the_same_key_get_a_draft_each_and_one_family_sending_twice_gets_one()
    {
        var (first, second) = (Families.NewPhone(), Families.NewPhone());
        var key = $"same-key-{Given.Next()}";
        var one = await families.Enter(first);
        var other = await families.Enter(second);

        var begun = await Begin(one, key);
        var again = await Begin(one, key);
        var others = await Begin(other, key);

        Assert.Equal(begun, again);
        Assert.NotEqual(begun, others);
        Assert.Equal(1, await Drafts(first));
        Assert.Equal(1, await Drafts(second));
    }

    [Fact]
    public async Task Two_programs_with_the_same_key_get_a_draft_each()
    {
        var (first, second) = (Families.NewPhone(), Families.NewPhone());
        var key = $"same-key-{Given.Next()}";

        foreach (var phone in (string[])[first, second])
        {
            var program = await families.EnterByApi(phone);
            for (var i = 0; i < 2; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, Families.Api);
                request.Headers.Add("Idempotency-Key", key);
                (await program.SendAsync(request)).EnsureSuccessStatusCode();
            }
        }

        Assert.Equal(1, await Drafts(first));
        Assert.Equal(1, await Drafts(second));
    }

    [Fact]
    public async Task A_program_that_sends_twice_is_told_which_answer_was_given_before()
    {
        var zone = await families.School();
        var program = await families.EnterByApi(Families.NewPhone(), "fr");
        var id = await Families.FillByApi(program, Families.Typed(zone, Given.Next() % 900_000 + 1));
        async Task<HttpResponseMessage> Submit(string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{Families.Api}/{id}/submit") { Content = JsonContent.Create(new { }) };
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            return await program.SendAsync(request);
        }

        var key = $"submit-{Given.Next()}";
        var first = await Submit(key);
        var again = await Submit(key);
        var without = await Submit(null);
        var number = (await Families.Read(first)).GetProperty("number").GetString();
        var problem = JsonDocument.Parse(await without.Content.ReadAsStringAsync()).RootElement;

        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(["true"], again.Headers.GetValues("Idempotency-Replayed"));
        Assert.Equal(number, (await Families.Read(again)).GetProperty("number").GetString());
        Assert.Equal(HttpStatusCode.Conflict, without.StatusCode);
        Assert.Equal("registrations.sent-before", problem.GetProperty("code").GetString());
        Assert.Contains(number!, problem.GetProperty("title").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_request_for_a_child_is_told_whether_the_first_is_one_s_own_and_of_another_s_nothing_more()
    {
        var zone = await families.School();
        var (_, id, phone, act) = await families.Send(zone);
        var own = await families.EnterByApi(phone);
        var other = await families.EnterByApi(Families.NewPhone());
        var (ownDraft, otherDraft) = (await Families.FillByApi(own, Families.Typed(zone, act)), await Families.FillByApi(other, Families.Typed(zone, act)));

        var toOwn = (await Families.Read(await own.GetAsync($"{Families.Api}/{ownDraft}/summary"))).GetProperty("existing");
        var toOther = (await Families.Read(await other.GetAsync($"{Families.Api}/{otherDraft}/summary"))).GetProperty("existing");
        var ownSent = await Problem(own, ownDraft);
        var otherSent = await Problem(other, otherDraft);

        Assert.Equal((true, true, id), (toOwn.GetProperty("isSure").GetBoolean(), toOwn.GetProperty("isOwn").GetBoolean(), toOwn.GetProperty("id").GetInt64()));
        Assert.Equal((true, false), (toOther.GetProperty("isSure").GetBoolean(), toOther.GetProperty("isOwn").GetBoolean()));
        foreach (var hidden in (string[])["id", "number", "sentAt"])
            Assert.Equal(JsonValueKind.Null, toOther.GetProperty(hidden).ValueKind);
        Assert.Equal(("registrations.exists-own", "registrations.exists"), (ownSent.GetProperty("code").GetString(), otherSent.GetProperty("code").GetString()));
        Assert.All([ownSent, otherSent], p => Assert.False(string.IsNullOrEmpty(p.GetProperty("nextStep").GetString())));
    }

    [Fact]
    public async Task A_request_returned_for_correction_is_not_sent_by_the_door_of_drafts()
    {
        var zone = await families.School();
        var (_, id, phone, _) = await families.Send(zone);
        var head = await app.SignIn(zone.School.Head);
        await Families.Read(await head.Api.PostAsJsonAsync($"/api/registrations/{id}/return", new { topics = new[] { "birth-place" }, remark = "اكتبوا المكان كاملا" }));
        var family = await families.EnterByApi(phone);

        var sent = await family.PostAsJsonAsync($"{Families.Api}/{id}/submit", new { });

        Assert.Equal(HttpStatusCode.Conflict, sent.StatusCode);
        Assert.Equal(RegistrationState.ToCorrect, await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.State).SingleAsync()));
    }

    private static async Task<JsonElement> Problem(HttpClient program, long draft)
    {
        var reply = await program.PostAsJsonAsync($"{Families.Api}/{draft}/submit", new { });
        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        return JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;
    }

    private static async Task<string> Begin(Visitor visitor, string key)
    {
        var mine = await visitor.Open(Links.Mine);
        var begun = await visitor.Post(Links.New, [("Idempotency", key), ("__RequestVerificationToken", mine.ValueOf("__RequestVerificationToken")!)]);
        Assert.True(begun.Response.IsSuccessStatusCode, begun.Text);
        return begun.Address;
    }

    private Task<int> Drafts(string phone)
    {
        var to = "+212" + phone[1..];
        return app.Read(db => db.Registrations.CountAsync(r => r.Phone == to));
    }
}

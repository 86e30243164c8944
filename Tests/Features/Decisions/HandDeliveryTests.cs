using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

/// <summary>A signed decision nobody opens is handed over on paper; the earlier of opening and delivery is the notice (AC-TAB-2).</summary>
public sealed class HandDeliveryTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task Ten_days_after_the_signature_an_unopened_decision_is_a_task_of_the_office_and_not_before(string language)
    {
        var (province, teacher, id) = await Signed();
        var hr = await app.SignIn(province.Hr, language);

        await Pass(id, days: 9);
        Assert.False((await hr.Open(Links.Deliveries())).All("tbody tr").Any());
        await Pass(id, days: 10);

        var inbox = await hr.Open(Links.Inbox());
        Assert.True(inbox.Says(Words.All.Count(language, "decisions.delivery.count", 1)));
        var list = await inbox.Follow(Links.Deliveries());
        Assert.Equal(Words.All.Say(language, "decisions.delivery.title"), list.Heading);
        var ppr = await app.Read(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).Select(e => e.Ppr).SingleAsync());
        Assert.Equal(ppr, Assert.Single(list.All("tbody tr th .num")).TextContent);
        Assert.Equal(1, (await hr.Api.GetFromJsonAsync<JsonElement>("/api/decisions/deliveries")).GetProperty("total").GetInt32());
        Assert.Contains(ppr, await (await (await app.SignIn(province.Hr, language, steppedUp: true)).Get(Links.Deliveries(ending: ".csv"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(ppr, await (await hr.Get(Links.Deliveries(ending: ".csv"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var notice = await app.Read(db => db.Notices.SingleAsync(n => n.AccountId == province.Hr.AccountId && n.Key.StartsWith($"hand-delivery/{id}/")));
        Assert.Equal(Links.Delivery(id), notice.Address);
    }

    [Fact]
    public async Task A_decision_opened_in_time_never_becomes_a_task()
    {
        var (province, teacher, id) = await Signed();
        Assert.True((await (await app.SignIn(teacher)).Api.PostAsync($"/api{Links.OpenMine(id)}", null)).IsSuccessStatusCode);

        await Pass(id, days: 11);

        Assert.Null((await province.Decision(id)).HandDeliveryAskedAt);
        Assert.False((await (await app.SignIn(province.Hr)).Open(Links.Deliveries())).All("tbody tr").Any());
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_day_recorded_is_the_notice_for_office_and_employee(string language)
    {
        var (province, teacher, id) = await Signed();
        await Pass(id, days: 12);
        var hr = await app.SignIn(province.Hr, language);
        var day = MoroccanDay.Today(MassarApp.Clock).AddDays(-1);

        var form = await (await hr.Open(Links.Deliveries())).Follow(Links.Delivery(id));
        var after = await form.Submit(("DayDay", $"{day.Day}"), ("DayMonth", $"{day.Month}"), ("DayYear", $"{day.Year}"), ("Receipt", "R/17"));

        Assert.True(after.Says(Words.All.Say(language, "decisions.delivery.recorded")));
        Assert.False(after.All("tbody tr").Any());
        var decision = await province.Decision(id);
        Assert.Equal((DecisionState.Notified, day, day), (decision.State, decision.HandedOverOn, MoroccanDay.Of(decision.NotifiedAt!.Value)));
        var act = Assert.Single(decision.Visas, v => v.Act == DecisionAct.HandedOver);
        Assert.Equal((province.Hr.AccountId, "R/17"), (act.AccountId, act.Remark));

        // The employee finds the same day, its appeal and the paper; pressing "open" now would change nothing.
        var visitor = await app.SignIn(teacher, language);
        var mine = await visitor.Open(Links.ShowMine(id));
        Assert.True(mine.Says(Formats.ShortDate(day)));
        Assert.True(mine.Says(Formats.ShortDate(day.AddDays(60))));
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get(Links.MyPaper(id))).StatusCode);
        await visitor.Api.PostAsync($"/api{Links.OpenMine(id)}", null);
        Assert.Equal(decision.NotifiedAt, (await province.Decision(id)).NotifiedAt);
    }

    [Theory]
    [InlineData(-3, -3)] // handed over before it was opened, written down after
    [InlineData(0, -1)] // opened first: the paper changes nothing
    public async Task Of_opening_and_delivery_the_earlier_counts_whichever_was_written_first(int handedOver, int notice)
    {
        var (province, teacher, id) = await Signed();
        await Pass(id, days: 12);
        Assert.True((await (await app.SignIn(teacher)).Api.PostAsync($"/api{Links.OpenMine(id)}", null)).IsSuccessStatusCode);
        await app.Read(db => db.Database.ExecuteSqlAsync($"UPDATE Decisions SET NotifiedAt = {MassarApp.Clock.GetUtcNow().UtcDateTime.AddDays(-1)} WHERE Id = {id}"));
        var hr = await app.SignIn(province.Hr);
        Assert.False((await hr.Open(Links.Deliveries())).All("tbody tr").Any());
        Assert.Single((await hr.Open(Links.Deliveries("opened"))).All("tbody tr"));

        var today = MoroccanDay.Today(MassarApp.Clock);
        var reply = await Record(hr, id, today.AddDays(handedOver));

        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        var decision = await province.Decision(id);
        Assert.Equal((today.AddDays(handedOver), today.AddDays(notice)), (decision.HandedOverOn, MoroccanDay.Of(decision.NotifiedAt!.Value)));
        Assert.Equal(HttpStatusCode.Conflict, (await Record(hr, id, today)).StatusCode);
    }

    [Theory]
    [InlineData("32", "1", "2026", "decisions.not-a-day")]
    [InlineData("", "", "", "decisions.not-a-day")]
    [InlineData("1", "1", "2099", "decisions.delivery.future")]
    [InlineData("1", "1", "2001", "decisions.delivery.before-signature")]
    public async Task A_day_that_cannot_be_comes_back_as_typed(string day, string month, string year, string reason)
    {
        var (province, _, id) = await Signed();

        var after = await (await (await app.SignIn(province.Hr, "fr")).Open(Links.Delivery(id))).Submit(("DayDay", day), ("DayMonth", month), ("DayYear", year));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.True(after.Says(Words.All.Say("fr", reason)));
        Assert.Equal((day, month, year), (after.ValueOf("DayDay"), after.ValueOf("DayMonth"), after.ValueOf("DayYear")));
        Assert.Null((await province.Decision(id)).HandedOverOn);
    }

    [Fact]
    public async Task Only_the_office_of_the_place_records_it_and_nobody_his_own()
    {
        var (province, _, id) = await Signed();
        var (other, today) = (await Province.Make(app), MoroccanDay.Today(MassarApp.Clock));

        Assert.Equal(HttpStatusCode.NotFound, (await Record(await app.SignIn(other.Hr), id, today)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other.Hr)).Open(Links.Delivery(id))).Status);
        foreach (var role in (GivenPerson[])[province.HeadOfService, province.Director, province.Control, province.Signatory])
            Assert.Equal(HttpStatusCode.Forbidden, (await Record(await app.SignIn(role), id, today)).StatusCode);
        await app.Write(async db => Assert.Equal(1, await db.Database.ExecuteSqlAsync($"UPDATE Decisions SET EmployeeId = {province.Hr.EmployeeId} WHERE Id = {id}")));
        Assert.Equal(HttpStatusCode.Conflict, (await Record(await app.SignIn(province.Hr), id, today)).StatusCode);
        Assert.Null((await province.Decision(id)).HandedOverOn);
    }

    [Theory]
    [InlineData("4:1", 4)]
    [InlineData("3:2 9:2", 6)]
    [InlineData("3:1 4:1 90:1", 4)] // one long case does not move it
    [InlineData("2:3 5:2", 2)]
    [InlineData("2:1 3:1", 3)]
    public void The_usual_delay_is_the_middle_of_the_past_ones(string numbers, int middle) =>
        Assert.Equal(middle, OfficeHabits.Median(numbers.Split(' ').Select(n => n.Split(':')).Select(n => (int.Parse(n[0], null), int.Parse(n[1], null)))));

    private static Task<HttpResponseMessage> Record(Visitor visitor, long id, DateOnly day) =>
        visitor.Api.PostAsJsonAsync($"/api{Links.Delivery(id)}", new { day = day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), receipt = (string?)null });

    private async Task<(Province Province, GivenPerson Teacher, long Id)> Signed()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = (await province.ReadyToSign(teacher))[0];
        var reply = await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), id);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        return (province, teacher, id);
    }

    /// <summary>As if it had been signed so many days ago: the scheduled work is due when its day has come, and then it runs.</summary>
    private async Task Pass(long id, int days)
    {
        var (key, by) = ($"hand-delivery/{id}", TimeSpan.FromDays(days));
        await app.Write(async db =>
        {
            var signed = MassarApp.Clock.GetUtcNow().UtcDateTime - by;
            var now = await db.WorkItems.SingleAsync(w => w.Key == key);
            Assert.Equal((await db.Decisions.SingleAsync(d => d.Id == id)).SignedAt!.Value.AddDays(10), now.RunAfter, TimeSpan.FromSeconds(1));
            await db.Database.ExecuteSqlAsync($"UPDATE Decisions SET SignedAt = {signed} WHERE Id = {id}");
            await db.Database.ExecuteSqlAsync($"UPDATE WorkItems SET RunAfter = {signed.AddDays(10)} WHERE `Key` = {key}");
        });
        Assert.Equal(days >= 10 ? 1 : 0, await app.RunWork(key));
    }
}

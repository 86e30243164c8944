using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Attendance;

public sealed class CallRollTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar", "أرسلت 10:00"), InlineData("fr", "envoyé à 10:00")]
    public async Task All_are_there_but_those_tapped(string language, string sent)
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var teacher = await app.SignIn(session.Teacher, language);

        var page = await teacher.Open(session.Address);
        Assert.Equal(8, page.All(".roll input").Count);
        Assert.Empty(page.All(".roll input[checked]"));
        var after = await page.Submit(session.Absent(0), session.Late(1));

        Assert.True(after.Says(sent), after.Text);
        Assert.Equal(["A", "L"], after.All(".roll input[checked]").Select(i => i.GetAttribute("value")));
        var call = (await app.Stored(session))!;
        Assert.Equal((4, session.Teacher.AccountId), (call.Pupils, call.AccountId));
        Assert.Equal(new Dictionary<long, Presence> { [session.Pupils[0].Id] = Presence.Absent, [session.Pupils[1].Id] = Presence.Late }, call.Marked);
        var absence = Assert.Single(await app.AbsencesOf(session.Pupils[0]));
        Assert.Equal((HalfDay.Morning, 1, AbsenceState.Noted), (absence.Half, absence.Periods, absence.State));
        Assert.Empty(await app.AbsencesOf(session.Pupils[1]));
        Assert.Equal(1, await app.Read(db => db.AuditEntries.CountAsync(e => e.PlaceId == session.School.Id && e.Action == "Attendance.CallRoll")));
        var list = await teacher.Open(Links.CallsAt(session.Key.Day, "M1"));
        Assert.True(list.Says(sent), list.Text);
    }

    [Fact]
    public async Task Two_hours_of_a_morning_are_one_half_day_and_the_afternoon_is_another()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        foreach (var hour in (string[])["M1", "M2", "S1"])
            await app.Call(session.At(hour), session.Absent(0));

        Assert.Equal([(HalfDay.Morning, 2), (HalfDay.Afternoon, 1)], (await app.AbsencesOf(session.Pupils[0])).Select(a => (a.Half, a.Periods)));
    }

    [Fact]
    public async Task Another_call_of_the_session_is_shown_beside_ones_own_and_one_of_them_is_kept()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var substitute = await app.SignIn(await app.Given.Teacher(session.Class), "fr");
        var opened = await substitute.Open(session.Address);
        await app.Call(session, session.Absent(0), session.Absent(1));

        var met = await opened.Submit(session.Absent(1), session.Late(2));

        Assert.Equal(HttpStatusCode.Conflict, met.Status);
        Assert.True(met.Says("il diffère du vôtre"), met.Text);
        Assert.Equal([("Absent(e)", "Présent(e)"), ("Présent(e)", "En retard")], met.All("table.cards tbody tr").Select(r => (r.Children[1].TextContent, r.Children[2].TextContent)));
        Assert.Equal([session.Pupils[1].MassarCode, session.Pupils[2].MassarCode], met.All(".roll input[checked]").Select(i => i.GetAttribute("name")![2..^1]));
        Assert.Equal(2, (await app.Stored(session))!.Lines.Count(l => l.Presence == Presence.Absent));

        var kept = await met.Submit(session.Absent(1), session.Late(2));

        Assert.Equal(HttpStatusCode.OK, kept.Status);
        var call = (await app.Stored(session))!;
        Assert.Equal(new Dictionary<long, Presence> { [session.Pupils[1].Id] = Presence.Absent, [session.Pupils[2].Id] = Presence.Late }, call.Marked);
        Assert.Equal(2, call.Changes.Count);
        Assert.Equal(AbsenceState.Cancelled, Assert.Single(await app.AbsencesOf(session.Pupils[0])).State);
    }

    [Fact]
    public async Task The_same_call_sent_twice_is_one_call()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var page = await (await app.SignIn(session.Teacher)).Open(session.Address);

        await page.Submit(session.Absent(0));
        var again = await page.Submit(session.Absent(0));

        Assert.Equal(HttpStatusCode.OK, again.Status);
        var call = (await app.Stored(session))!;
        Assert.Equal(0, call.Version);
        Assert.Single(call.Lines);
        Assert.Single(await app.AbsencesOf(session.Pupils[0]));
    }

    [Fact]
    public async Task A_call_kept_on_the_phone_tells_when_it_was_made_and_when_it_came()
    {
        MassarApp.Clock.Moved = await app.UntilSchool(14, 30);
        var session = await app.Session();
        var teacher = await app.SignIn(session.Teacher);
        var made = MassarApp.Clock.GetUtcNow().UtcDateTime.AddHours(-4);

        await (await teacher.Open(session.Address)).Submit(session.Absent(0), ("MadeAt", made.ToString("O", CultureInfo.InvariantCulture)));
        await (await teacher.Open(session.At("M2").Address)).Submit(session.Absent(0), ("MadeAt", made.AddDays(2).ToString("O", CultureInfo.InvariantCulture)));

        var first = (await app.Stored(session))!;
        Assert.Equal(made, first.MadeAt, TimeSpan.FromSeconds(1));
        Assert.InRange(first.ReceivedAt - first.MadeAt, TimeSpan.FromHours(3.9), TimeSpan.FromHours(4.1));
        var ahead = (await app.Stored(session.At("M2")))!;
        Assert.Equal(ahead.ReceivedAt, ahead.MadeAt);
    }

    [Fact]
    public async Task A_class_or_subject_of_somebody_else_is_not_there()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (session, other) = (await app.Session(), await app.Session());
        var teacher = await app.SignIn(session.Teacher);

        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Open(other.Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Open(Links.Call(session.Key with { Subject = "FRENCH" }))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Open(session.At("M9").Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Api.PutAsJsonAsync($"/api{other.Address}", new { absent = new[] { other.Pupils[0].MassarCode } })).StatusCode);
        Assert.Null(await app.Stored(other));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(session.School.Head)).Open(session.Address)).Status);
    }

    [Fact]
    public async Task Neither_tomorrow_nor_a_Sunday_nor_long_ago_can_be_called_and_what_was_tapped_stays()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var teacher = await app.SignIn(session.Teacher, "fr");
        var today = session.Key.Day;

        foreach (var (day, why) in ((DateOnly, string)[])[(today.AddDays(1), "pas encore arrivé"), (today.AddDays(-(int)today.DayOfWeek), "pas classe"), (today.AddDays(-16), "délai")])
        {
            var refused = await (await teacher.Open(Links.Call(session.Key with { Day = day }))).Submit(session.Absent(0));

            Assert.Equal(HttpStatusCode.Conflict, refused.Status);
            Assert.True(refused.Says(why), refused.Text);
            Assert.Single(refused.All(".roll input[checked]"));
        }

        Assert.Empty(await app.AbsencesOf(session.Pupils[0]));
    }

    [Fact]
    public async Task A_day_that_is_over_is_the_supervisors()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        await app.Call(session, session.Absent(0));
        MassarApp.Clock.Pass(TimeSpan.FromDays(1));

        var late = await app.Call(session, session.Absent(1));

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal([session.Pupils[0].Id], (await app.Stored(session))!.Marked.Keys);
    }

    [Fact]
    public async Task A_program_calls_by_JSON_and_is_told_of_a_mark_that_is_none()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var teacher = await app.SignIn(session.Teacher);

        var answer = await teacher.Api.PutAsJsonAsync($"/api{session.Address}", new { absent = new[] { session.Pupils[0].MassarCode }, late = new[] { session.Pupils[1].MassarCode } });
        var read = await teacher.Api.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api{session.Address}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, read.GetProperty("saved").GetProperty("absent").GetInt32());
        Assert.Equal(4, read.GetProperty("pupils").GetArrayLength());
        var wrong = await (await teacher.Open(session.Address)).Submit(($"p[{session.Pupils[0].MassarCode}]", "X"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
    }

    [Fact]
    public async Task The_phones_script_weighs_less_than_three_kilobytes()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var teacher = await app.SignIn(session.Teacher);
        var script = (await teacher.Open(session.Address)).All("script[src]").Select(s => s.GetAttribute("src")!).Single(s => s.EndsWith("/calls.js", StringComparison.Ordinal));

        using var packed = new MemoryStream();
        await using (var brotli = new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            await brotli.WriteAsync(await (await teacher.Get(script)).Content.ReadAsByteArrayAsync());

        Assert.InRange(packed.Length, 500, 3 * 1024);
    }
}

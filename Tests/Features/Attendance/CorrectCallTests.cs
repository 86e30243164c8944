using System.Net;
using System.Net.Http.Json;
using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;

namespace Massar.Tests.Features.Attendance;

public sealed class CorrectCallTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_supervisor_corrects_a_call_with_the_reason_and_the_trace_stays()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        await app.Call(session, session.Absent(0));
        var address = Links.Correct((await app.Stored(session))!.Id);
        var supervisor = await app.SignIn(await app.Given.Person(Roles.Supervisor, session.School.Place), "fr");

        var page = await supervisor.Open(address);
        var without = await page.Submit((session.Absent(0).Name, ""), session.Late(1));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.NotNull(without.ErrorOf("Reason"));
        Assert.Equal([$"p[{session.Pupils[1].MassarCode}]"], without.All(".roll input[checked]").Select(i => i.GetAttribute("name")));
        var after = await without.Submit(session.Late(1), ("Reason", "Était à l'infirmerie"));

        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Equal(2, after.All(".timeline li").Count);
        Assert.True(after.Says("Absent(e) → Présent(e)") && after.Says("Était à l'infirmerie"), after.Text);
        Assert.Equal(new Dictionary<long, Presence> { [session.Pupils[1].Id] = Presence.Late }, (await app.Stored(session))!.Marked);
        Assert.Equal(AbsenceState.Cancelled, Assert.Single(await app.AbsencesOf(session.Pupils[0])).State);
    }

    [Fact]
    public async Task A_correction_over_a_call_that_changed_meanwhile_is_not_taken()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        await app.Call(session, session.Absent(0));
        var head = await app.SignIn(session.School.Head);
        var page = await head.Open(Links.Correct((await app.Stored(session))!.Id));
        await app.Call(session, session.Absent(2));

        var stale = await page.Submit(session.Absent(1), ("Reason", "خطأ"));

        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.DoesNotContain(session.Pupils[1].Id, (await app.Stored(session))!.Marked.Keys);
    }

    [Fact]
    public async Task A_call_of_another_school_is_not_there()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        await app.Call(session, session.Absent(0));
        var id = (await app.Stored(session))!.Id;
        var stranger = await app.SignIn((await app.Given.School()).Head);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Correct(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PutAsJsonAsync($"/api{Links.Correct(id)}", new { seen = "0", absent = Array.Empty<string>(), reason = "x" })).StatusCode);
        var own = await app.SignIn(session.School.Head);
        Assert.Equal(HttpStatusCode.NoContent, (await own.Api.PutAsJsonAsync($"/api{Links.Correct(id)}", new { seen = "0", absent = Array.Empty<string>(), reason = "كان حاضرا" })).StatusCode);
        Assert.Empty((await app.Stored(session))!.Marked);
    }

    [Fact]
    public async Task Nothing_in_a_list_of_codes_is_passed_over_and_the_first_day_of_all_is_no_day()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        await app.Call(session, session.Absent(0));
        var head = await app.SignIn(session.School.Head);

        var reply = await head.Api.PutAsJsonAsync($"/api{Links.Correct((await app.Stored(session))!.Id)}", new { seen = "0", absent = new string?[] { null }, late = new string?[] { null, session.Pupils[0].MassarCode }, reason = "تأخر" });
        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await head.Open("/attendance/board?day=0001-01-01")).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(session.Teacher)).Open("/attendance/calls?day=0001-01-01")).Status);
    }
}

using System.Net;
using System.Net.Http.Json;
using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Attendance;

/// <summary>The thresholds of unjustified half-days and what they open.</summary>
public sealed class FollowUpTests(MassarApp app) : IClassFixture<MassarApp>
{
    private Task<List<FollowUp>> Of(GivenPupil pupil) => app.Read(db => db.FollowUps.AsNoTracking().Where(f => f.PupilId == pupil.Id).OrderBy(f => f.Threshold).ToListAsync());

    private async Task<GivenSession> ThirdWithoutReason()
    {
        var session = await app.Session();
        foreach (var back in (int[])[9, 8])
            await app.Absence(session, session.Pupils[0], session.Key.Day.AddDays(-back), AbsenceState.Unjustified);
        await app.Call(session, session.Absent(0));
        return session;
    }

    [Fact]
    public async Task The_third_unjustified_half_day_opens_one_for_a_supervisor_and_the_board_lists_it()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await ThirdWithoutReason();
        var supervisor = await app.Given.Person(Roles.Supervisor, session.School.Place);
        var child = session.Pupils[0];

        Assert.Equal(0, await app.RunWork($"absence-settle/{child.Id}/"));
        MassarApp.Clock.Pass(TimeSpan.FromDays(3));
        Assert.Equal(1, await app.RunWork($"absence-settle/{child.Id}/"));

        var opened = Assert.Single(await Of(child));
        Assert.Equal((3, supervisor.AccountId, session.School.Id), (opened.Threshold, opened.OwnerAccountId!.Value, opened.SchoolId));
        Assert.Equal(AbsenceState.Unjustified, (await app.AbsencesOf(child))[^1].State);
        var board = await (await app.SignIn(session.School.Head, "fr")).Open(Links.Board);
        Assert.True(board.Says("Suivis ouverts") && board.All(".list li").Count == 1, board.Text);
        Assert.True(board.Says("3 demi-journées"), board.Text);
    }

    [Fact]
    public async Task A_rejected_reason_counts_at_once_and_the_head_owns_it_where_there_is_no_supervisor()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await ThirdWithoutReason();
        var child = session.Pupils[0];
        var guardian = await app.SignIn(await app.Given.Guardian(session.School, child));
        var absence = (await app.AbsencesOf(child))[^1];
        await guardian.Api.PostAsJsonAsync($"/api{Links.Justify(child.Id)}", new { absences = new[] { absence.Id }, reason = "OTHER" });
        var id = await app.Read(db => db.Justifications.Where(j => j.PupilId == child.Id).Select(j => j.Id).SingleAsync());

        await (await app.SignIn(session.School.Head)).Api.PostAsJsonAsync($"/api{Links.Decide(id)}", new { decision = "reject", answer = "لا وثيقة" });

        Assert.Equal(session.School.Head.AccountId, Assert.Single(await Of(child)).OwnerAccountId);
        MassarApp.Clock.Pass(TimeSpan.FromDays(3));
        await app.RunWork($"absence-settle/{child.Id}/");
        Assert.Single(await Of(child));
    }

    [Fact]
    public async Task An_absence_with_a_reason_opens_nothing()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await ThirdWithoutReason();
        await app.Write(db => db.Absences.Where(a => a.PupilId == session.Pupils[0].Id && a.Day == session.Key.Day).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, AbsenceState.Justified)));
        MassarApp.Clock.Pass(TimeSpan.FromDays(3));

        Assert.Equal(1, await app.RunWork($"absence-settle/{session.Pupils[0].Id}/"));
        Assert.Empty(await Of(session.Pupils[0]));
    }

    [Fact]
    public async Task It_is_closed_with_what_was_done_by_the_school_alone()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await ThirdWithoutReason();
        MassarApp.Clock.Pass(TimeSpan.FromDays(3));
        await app.RunWork($"absence-settle/{session.Pupils[0].Id}/");
        var id = Assert.Single(await Of(session.Pupils[0])).Id;
        var (head, stranger) = (await app.SignIn(session.School.Head, "fr"), await app.SignIn((await app.Given.School()).Head));

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Close(id)}", new { outcome = "x" })).StatusCode);
        var empty = await (await head.Open(Links.FollowUps)).SubmitForm($"form[action='{Links.Close(id)}']", null, htmx: false, ("Outcome", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        var closed = await empty.SubmitForm($"form[action='{Links.Close(id)}']", null, htmx: false, ("Outcome", "Famille reçue"));

        Assert.Empty(closed.All("main form[method=post]"));
        var stored = Assert.Single(await Of(session.Pupils[0]));
        Assert.Equal(("Famille reçue", session.School.Head.AccountId), (stored.Outcome, stored.ClosedByAccountId!.Value));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Close(id)}", new { outcome = "x" })).StatusCode);
    }
}

using System.Net;
using System.Net.Http.Json;
using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Attendance;

/// <summary>A pupil who stays away: proposed by the count, summoned in writing, confirmed by the head alone (workflow 4.4).</summary>
public sealed class InterruptionTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const int Reference = 15;

    private Task<Interruption?> Of(GivenPupil pupil) => app.Read(db => db.Interruptions.AsNoTracking().SingleOrDefaultAsync(i => i.PupilId == pupil.Id));

    /// <summary>School days before the session's, the newest first.</summary>
    private async Task<List<DateOnly>> Before(DateOnly day, int count)
    {
        var holidays = await app.Read(db => db.CalendarEntries.AsNoTracking().Where(c => c.Kind == "holiday").ToListAsync());
        return [.. Enumerable.Range(1, 200).Select(back => day.AddDays(-back)).Where(d => d.DayOfWeek != DayOfWeek.Sunday && !holidays.Exists(h => h.StartsOn <= d && d <= h.EndsOn)).Take(count)];
    }

    /// <summary>Settling takes three days: from these, two of them at most are school days without a call, which a row goes over.</summary>
    private Task<TimeSpan> BeforeSunday() => app.UntilSchool(fits: day => day.DayOfWeek is DayOfWeek.Thursday or DayOfWeek.Friday or DayOfWeek.Saturday);

    /// <summary>A pupil away on that many school days, the last of them called today and settled.</summary>
    private async Task<GivenSession> Away(int days, AbsenceState newest = AbsenceState.Unjustified)
    {
        MassarApp.Clock.Moved = await BeforeSunday();
        var session = await app.Session();
        await app.Given.Guardian(session.School, session.Pupils[0]);
        var before = await Before(session.Key.Day, days - 1);
        for (var i = 0; i < before.Count; i++)
            await app.Absence(session, session.Pupils[0], before[i], i == 0 ? newest : AbsenceState.Unjustified);
        await app.Call(session, session.Absent(0));
        MassarApp.Clock.Pass(TimeSpan.FromDays(3));
        Assert.Equal(1, await app.RunWork($"absence-settle/{session.Pupils[0].Id}/"));
        return session;
    }

    [Fact]
    public async Task The_reference_number_of_days_in_a_row_proposes_it_and_one_less_does_not()
    {
        Assert.Null(await Of((await Away(Reference - 1)).Pupils[0]));

        var session = await Away(Reference);

        var proposed = (await Of(session.Pupils[0]))!;
        Assert.Equal((InterruptionState.AtRisk, Reference), (proposed.State, proposed.Days));
        var board = await (await app.SignIn(session.School.Head, "fr")).Open(Links.Board);
        Assert.Equal("1", board.All(".tiles b")[5].TextContent);
    }

    [Fact]
    public async Task A_reason_that_was_accepted_is_news_and_ends_the_row() =>
        Assert.Null(await Of((await Away(Reference + 3, AbsenceState.Justified)).Pupils[0]));

    [Fact]
    public async Task The_head_confirms_after_a_summons_that_was_handed_over_and_whose_day_has_come_and_then_the_pupil_is_not_called()
    {
        var session = await Away(Reference);
        MassarApp.Clock.Moved = await BeforeSunday() + TimeSpan.FromDays(3);
        var id = (await Of(session.Pupils[0]))!.Id;
        var (head, supervisor) = (await app.SignIn(session.School.Head, "fr"), await app.SignIn(await app.Given.Person(Roles.Supervisor, session.School.Place), "fr"));
        var today = session.Key.Day.AddDays(3);
        var meeting = today.AddDays(today.AddDays(2).DayOfWeek == DayOfWeek.Sunday ? 3 : 2);

        Assert.Equal(HttpStatusCode.Conflict, (await Confirm(head)).StatusCode);
        var page = await supervisor.Open(Links.Interruptions);
        var refused = await page.SubmitForm($"form[action='{Links.Convene(id)}']", "convene", htmx: false, ("MeetingOn", today.ToString("yyyy-MM-dd")), ("MeetingTime", "11:15"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "11:15"), (refused.Status, refused.ValueOf("MeetingTime")));
        await refused.SubmitForm($"form[action='{Links.Convene(id)}']", "convene", htmx: false, ("MeetingOn", meeting.ToString("yyyy-MM-dd")));
        var letter = await app.Read(db => db.AbsenceLetters.AsNoTracking().SingleAsync(l => l.InterruptionId == id));
        Assert.Equal(meeting.ToDateTime(new TimeOnly(11, 15)), LetterContent.Read(letter.Paper).MeetingAt);

        // Not handed over, then handed over and too early, then nobody but the head.
        Assert.Equal(HttpStatusCode.Conflict, (await Confirm(head)).StatusCode);
        await supervisor.Api.PostAsJsonAsync($"/api{Links.HandLetter(letter.Id)}", new { handedOn = today.ToString("yyyy-MM-dd"), way = "ByHand" });
        Assert.Equal(HttpStatusCode.Conflict, (await Confirm(head)).StatusCode);
        MassarApp.Clock.Pass(TimeSpan.FromDays(3));
        (head, supervisor) = (await app.SignIn(session.School.Head, "fr"), await app.SignIn(await app.Given.Person(Roles.Supervisor, session.School.Place), "fr"));
        Assert.Equal(HttpStatusCode.Forbidden, (await Confirm(supervisor)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Confirm(head)).StatusCode);

        var now = (await Of(session.Pupils[0]))!;
        Assert.Equal((InterruptionState.Interrupted, today.AddDays(3)), (now.State, now.StruckOn!.Value));
        Assert.Equal(3, (await (await app.SignIn(session.Teacher)).Open(Links.Call(session.Key with { Day = today.AddDays(3) }))).All(".roll li").Count);
        Assert.Equal(4, (await (await app.SignIn(session.Teacher)).Open(session.Address)).All(".roll li").Count);

        // Counted until the day before, on no list from that day on.
        var line = await app.Read(db => db.Enrollments.AsNoTracking().SingleAsync(e => e.Id == session.Pupils[0].EnrollmentId));
        Assert.Equal((EnrollmentState.Interrupted, today.AddDays(3)), (line.State, line.LeftOn!.Value));
        foreach (var (day, count) in new[] { (today.AddDays(2), 1), (today.AddDays(3), 0) })
            Assert.Equal(count, await app.Read(db => db.Enrollments.Where(e => e.Id == line.Id).PresentOn(day).CountAsync()));

        // The supervisor cannot take it back, the head can.
        Assert.Equal(HttpStatusCode.Forbidden, (await supervisor.Api.PostAsJsonAsync($"/api{Links.Convene(id)}", new { act = "back", note = "عاد" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsJsonAsync($"/api{Links.Convene(id)}", new { act = "back", note = "عاد" })).StatusCode);
        Assert.Equal((EnrollmentState.Active, (DateOnly?)null), await app.Read(db => db.Enrollments.Where(e => e.Id == line.Id).Select(e => ValueTuple.Create(e.State, e.LeftOn)).SingleAsync()));
        Assert.Equal(4, (await (await app.SignIn(session.Teacher)).Open(Links.Call(session.Key with { Day = today.AddDays(3) }))).All(".roll li").Count);

        Task<HttpResponseMessage> Confirm(Visitor who) => who.Api.PostAsJsonAsync($"/api{Links.Interrupt(id)}", new { note = "لم تحضر الأسرة" });
    }

    [Fact]
    public async Task Another_schools_case_is_not_there()
    {
        var session = await Away(Reference);
        var id = (await Of(session.Pupils[0]))!.Id;
        var stranger = await app.SignIn((await app.Given.School()).Head, "fr");

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Convene(id)}", new { act = "back", note = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Interrupt(id)}", new { note = "x" })).StatusCode);
        Assert.True((await stranger.Open(Links.Interruptions)).Says("Aucune interruption proposée"));
    }
}

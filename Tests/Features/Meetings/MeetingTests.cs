using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Meetings.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Features.Timetables;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Links = Massar.Features.Meetings.Links;

namespace Massar.Tests.Features.Meetings;

public sealed class MeetingTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    /// <summary>AC-WAL-7: three real free slots appear, she picks one, both get an SMS, cancellation frees the slot.</summary>
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_guardian_takes_a_free_time_both_are_told_and_calling_off_frees_it(string language)
    {
        var world = await World();
        var (family, teacher) = (await app.SignIn(world.Mother, language), await app.SignIn(world.Plan.Math, language));

        var list = await family.Open(Links.Child(world.Child));
        Assert.Contains(Links.New(world.Child, world.Assignment), list.All("main a").Select(a => a.GetAttribute("href")));
        var form = await family.Open(Links.New(world.Child, world.Assignment));
        var offered = form.All("main input[name=Slot]").Select(i => i.GetAttribute("value")!).ToList();
        Assert.Equal(3, form.All("main fieldset > .choice").Count);
        // Taught at M1 of a day, so in the school that morning, and free at its other hours.
        var hours = await Hours();
        Assert.All(offered, code => Assert.Equal(world.Lesson.Weekday, DateOnly.Parse(code[..10], CultureInfo.InvariantCulture).DayOfWeek));
        Assert.DoesNotContain(offered, code => hours["M1"].Contains(code[11..], StringComparer.Ordinal));
        Assert.Contains(offered, code => hours["M2"].Contains(code[11..], StringComparer.Ordinal));
        Assert.DoesNotContain(offered, code => hours["S1"].Contains(code[11..], StringComparer.Ordinal));

        var slot = offered[0];
        var sent = await form.Submit(("Slot", slot), ("Topic", "نتائج الفرض"));
        var meeting = await Newest(world.Child);
        Assert.Equal(Links.Case(meeting.Id), sent.Address);
        Assert.Equal((slot, MeetingState.Booked), (meeting.Slot.Code, meeting.State));
        Assert.Equal((1, 1), (await Sms(world.Mother, "notices.meeting-booked"), await Sms(world.Plan.Math, "notices.meeting-booked")));
        Assert.Contains(Links.Case(meeting.Id), (await teacher.Open(Links.Mine)).All("main a").Select(a => a.GetAttribute("href")));
        Assert.True((await teacher.Open(Links.Case(meeting.Id))).Says("نتائج الفرض"));

        // Taken for everybody else.
        var other = await app.SignIn(await Parent(world), language);
        Assert.DoesNotContain(slot, (await other.Open(Links.New(world.Child, world.Assignment))).All("main input[name=Slot]").Select(i => i.GetAttribute("value")!));
        var late = await other.Api.PostAsJsonAsync($"/api{Links.New(world.Child, world.Assignment)}", new { slot });
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);

        var cancelled = await (await family.Open(Links.Case(meeting.Id))).SubmitForm("main form[action$='/cancel']", null, false);
        Assert.Equal(Links.Case(meeting.Id), cancelled.Address);
        Assert.Equal((1, 1), (await Sms(world.Mother, "notices.meeting-cancelled"), await Sms(world.Plan.Math, "notices.meeting-cancelled")));
        Assert.Equal(HttpStatusCode.OK, (await other.Api.PostAsJsonAsync($"/api{Links.New(world.Child, world.Assignment)}", new { slot })).StatusCode);
    }

    [Fact]
    public async Task A_teacher_calls_off_with_a_reason_and_says_afterwards_what_became_of_it()
    {
        var world = await World();
        var (family, teacher) = (await app.SignIn(world.Mother, "fr"), await app.SignIn(world.Plan.Math, "fr"));
        var first = await Book(family, world);
        var silent = await teacher.Api.PostAsJsonAsync($"/api{Links.Cancel(first)}", new { why = " " });
        Assert.Equal(HttpStatusCode.BadRequest, silent.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsJsonAsync($"/api{Links.Outcome(first)}", new { held = "yes" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsJsonAsync($"/api{Links.Cancel(first)}", new { version = 99, why = "Conseil de classe" })).StatusCode);

        await (await teacher.Open(Links.Case(first))).SubmitForm("main form[action$='/cancel']", null, false, ("Why", "Conseil de classe"));
        var told = await family.Open(Links.Case(first));
        Assert.True(told.Says("Conseil de classe"));
        Assert.Contains(Links.Child(world.Child), told.All("main a").Select(a => a.GetAttribute("href")));

        var second = await Book(family, world);
        // Its hour has come.
        await app.Write(db => db.Meetings.Where(m => m.Id == second).ExecuteUpdateAsync(u => u.SetProperty(m => m.Day, Today.AddDays(-1))));
        Assert.Equal(HttpStatusCode.Conflict, (await family.Api.PostAsJsonAsync($"/api{Links.Cancel(second)}", new { })).StatusCode);
        await (await teacher.Open(Links.Case(second))).SubmitForm("main form[action$='/outcome']", "yes", false);
        Assert.Equal(MeetingState.Held, await app.Read(db => db.Meetings.Where(m => m.Id == second).Select(m => m.State).SingleAsync()));
    }

    [Fact]
    public async Task Nobody_else_sees_or_takes_what_is_not_theirs_and_the_office_does_not_read_what_it_is_about()
    {
        var world = await World();
        var family = await app.SignIn(world.Mother, "fr");
        var meeting = await Book(family, world, "Une affaire de famille");
        var (stranger, colleague, head) = (await app.SignIn(await app.Given.Guardian(world.Plan.School, await app.Given.Pupil(world.Plan.School, inClass: world.Plan.Two.Class))), await app.SignIn(world.Plan.French), await app.SignIn(world.Plan.Head, "fr"));

        foreach (var address in new[] { Links.Case(meeting), Links.Child(world.Child), Links.New(world.Child, world.Assignment) })
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Get(Links.Case(meeting))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Cancel(meeting)}", new { })).StatusCode);

        var seen = await head.Open(Links.Case(meeting));
        Assert.False(seen.Says("Une affaire de famille"));
        Assert.Empty(seen.All("main form"));
        Assert.Contains(Links.Case(meeting), (await head.Open(Links.School)).All("main a").Select(a => a.GetAttribute("href")));
        var elsewhere = await app.Given.School();
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(elsewhere.Head)).Get(Links.Case(meeting))).StatusCode);
        Assert.DoesNotContain("affaire", await app.Read(db => db.AuditEntries.Where(l => l.PlaceId == world.Plan.School.Id).OrderByDescending(l => l.Id).Select(l => l.Changes).FirstAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_meeting_with_a_teacher_at_a_time_and_not_too_many()
    {
        var world = await World();
        var family = await app.SignIn(world.Mother, "fr");
        _ = await Book(family, world);
        var again = await (await family.Open(Links.New(world.Child, world.Assignment))).Submit(("Slot", await Free(family, world)));
        Assert.Equal(HttpStatusCode.Conflict, again.Status);

        Visitor[] parents = [await app.SignIn(await Parent(world)), await app.SignIn(await Parent(world))];
        var wanted = await Free(parents[0], world);
        var race = await Task.WhenAll(parents.Select(p => p.Api.PostAsJsonAsync($"/api{Links.New(world.Child, world.Assignment)}", new { slot = wanted })));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest], race.Select(r => r.StatusCode).Order());

        for (var i = 0; i < 6; i++)
        {
            var mine = await app.Read(db => db.Meetings.Where(m => m.GuardianId == world.Mother.GuardianId && m.State == MeetingState.Booked).Select(m => (long?)m.Id).FirstOrDefaultAsync());
            if (mine is { } live)
                Assert.Equal(HttpStatusCode.NoContent, (await family.Api.PostAsJsonAsync($"/api{Links.Cancel(live)}", new { })).StatusCode);
            var asked = await family.Api.PostAsJsonAsync($"/api{Links.New(world.Child, world.Assignment)}", new { slot = await Free(family, world) });
            Assert.Equal(i < 5 ? HttpStatusCode.OK : HttpStatusCode.Conflict, asked.StatusCode);
        }
    }

    [Fact]
    public async Task A_granted_leave_calls_off_the_meetings_of_its_days_without_saying_why()
    {
        var world = await World();
        var (family, teacher, head) = (await app.SignIn(world.Mother, "fr"), await app.SignIn(world.Plan.Math, "fr"), await app.SignIn(world.Plan.Head, "fr"));
        var meeting = await Book(family, world);
        var day = await app.Read(db => db.Meetings.Where(m => m.Id == meeting).Select(m => m.Day).SingleAsync());
        Assert.Equal(HttpStatusCode.OK, (await teacher.Api.PostAsJsonAsync("/api/leaves/new", new { kind = "EXCEPTIONAL_FAMILY", from = $"{day:yyyy-MM-dd}", days = 1 })).StatusCode);
        var leave = await app.Read(db => db.Leaves.Where(l => l.EmployeeId == world.Plan.Math.EmployeeId).Select(l => l.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsJsonAsync($"/api/leaves/{leave}/answer", new { act = "Grant" })).StatusCode);

        Assert.Equal(MeetingState.CancelledBySchool, await app.Read(db => db.Meetings.Where(m => m.Id == meeting).Select(m => m.State).SingleAsync()));
        var seen = await family.Open(Links.Case(meeting));
        Assert.True(seen.Says("L'enseignant n'est pas disponible ce jour-là"), seen.Text);
        Assert.False(seen.Says("congé"));
        var offered = (await family.Api.GetFromJsonAsync<JsonElement>($"/api{Links.New(world.Child, world.Assignment)}")).GetProperty("slots").EnumerateArray().Select(s => s.GetProperty("day").GetString());
        Assert.DoesNotContain($"{day:yyyy-MM-dd}", offered);
    }

    [Fact]
    public async Task Who_has_no_right_to_the_child_any_more_is_told_nothing_of_it()
    {
        var world = await World();
        var (family, teacher) = (await app.SignIn(world.Mother, "fr"), await app.SignIn(world.Plan.Math, "fr"));
        var meeting = await Book(family, world);
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == world.Mother.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.State, GuardianshipState.Ended).SetProperty(g => g.EndsOn, Today.AddDays(-1))));

        Assert.Equal(HttpStatusCode.NoContent, (await teacher.Api.PostAsJsonAsync($"/api{Links.Cancel(meeting)}", new { why = "Conseil de classe" })).StatusCode);
        Assert.Equal((0, 1), (await Sms(world.Mother, "notices.meeting-cancelled"), await Sms(world.Plan.Math, "notices.meeting-cancelled")));
        Assert.Equal(HttpStatusCode.NotFound, (await family.Get(Links.Case(meeting))).StatusCode);
    }

    [Fact]
    public async Task Who_takes_the_child_off_the_list_is_waited_for_by_no_teacher()
    {
        var world = await World();
        _ = await Parent(world);
        var family = await app.SignIn(world.Mother, "fr");
        var meeting = await Book(family, world);

        Assert.Equal(Massar.Features.Claims.Links.Mine, (await (await family.Open(Massar.Features.Claims.Links.Remove(world.Child))).Submit()).Address);

        Assert.Equal(MeetingState.CancelledByFamily, await app.Read(db => db.Meetings.Where(m => m.Id == meeting).Select(m => m.State).SingleAsync()));
    }

    [Fact]
    public async Task When_the_head_ends_a_right_the_meeting_is_called_off_and_only_the_teacher_told()
    {
        var world = await World();
        _ = await Parent(world);
        var (family, head) = (await app.SignIn(world.Mother, "fr"), await app.SignIn(world.Plan.Head, "fr"));
        var meeting = await Book(family, world);

        var done = await (await head.Open(Massar.Features.Pupils.Links.EndGuardian(world.Child, world.Mother.GuardianId!.Value))).Submit(
            ("Right", "Restricted"), ("Custody", "no"), ("Proof", "Judgment"), ("ProofReference", "2345/2026"), ("ProofOn", $"{Today.AddDays(-9):yyyy-MM-dd}"), ("Reason", "Jugement du tribunal de la famille"));

        Assert.Equal(Massar.Features.Pupils.Links.File(world.Child), done.Address);
        Assert.Equal(MeetingState.CancelledByFamily, await app.Read(db => db.Meetings.Where(m => m.Id == meeting).Select(m => m.State).SingleAsync()));
        Assert.Equal((0, 1), (await Sms(world.Mother, "notices.meeting-cancelled"), await Sms(world.Plan.Math, "notices.meeting-cancelled")));
    }

    [Fact]
    public async Task The_day_before_both_are_reminded_once_and_of_a_meeting_called_off_nobody_is()
    {
        var world = await World();
        var family = await app.SignIn(world.Mother, "fr");
        var meeting = await Book(family, world);
        var day = await app.Read(db => db.Meetings.Where(m => m.Id == meeting).Select(m => m.Day).SingleAsync());
        // After school and before the evening's quiet.
        Assert.Equal(MoroccanHour.Utc(day.AddDays(-1), new TimeOnly(17, 0)), await app.Read(db => db.WorkItems.Where(w => w.Key == $"meeting/{meeting}/reminder").Select(w => w.RunAfter).SingleAsync()));

        await app.RunWork($"meeting/{meeting}/reminder");
        Assert.Equal((0, 0), (await Sms(world.Mother, "notices.meeting-reminder"), await Sms(world.Plan.Math, "notices.meeting-reminder")));
        await app.Write(db => db.WorkItems.Where(w => w.Key == $"meeting/{meeting}/reminder").ExecuteUpdateAsync(s => s.SetProperty(w => w.RunAfter, DateTime.UtcNow.AddMinutes(-1))));
        await app.RunWork($"meeting/{meeting}/reminder");
        Assert.Equal((1, 1), (await Sms(world.Mother, "notices.meeting-reminder"), await Sms(world.Plan.Math, "notices.meeting-reminder")));

        Assert.Equal(HttpStatusCode.NoContent, (await family.Api.PostAsJsonAsync($"/api{Links.Cancel(meeting)}", new { })).StatusCode);
        var next = await Book(family, world);
        await family.Api.PostAsJsonAsync($"/api{Links.Cancel(next)}", new { });
        await app.Write(db => db.WorkItems.Where(w => w.Key == $"meeting/{next}/reminder").ExecuteUpdateAsync(s => s.SetProperty(w => w.RunAfter, DateTime.UtcNow.AddMinutes(-1))));
        await app.RunWork($"meeting/{next}/reminder");
        Assert.Equal((1, 1), (await Sms(world.Mother, "notices.meeting-reminder"), await Sms(world.Plan.Math, "notices.meeting-reminder")));
    }

    [Fact]
    public async Task The_office_takes_the_days_list_along()
    {
        var world = await World();
        var meeting = await Book(await app.SignIn(world.Mother, "fr"), world);
        var day = await app.Read(db => db.Meetings.Where(m => m.Id == meeting).Select(m => m.Day).SingleAsync());
        var head = await app.SignIn(world.Plan.Head, "fr", steppedUp: true);

        var lines = (await (await head.Get($"{Links.School}/list.csv?day={day:yyyy-MM-dd}")).Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains(world.Plan.One.Class.Name, lines[1], StringComparison.Ordinal);
        Assert.Empty((await head.Open($"{Links.School}?day={day.AddDays(1):yyyy-MM-dd}")).All("main table"));
    }

    /// <param name="Assignment">Mathematics of the child's class.</param>
    private sealed record Family(GivenPlan Plan, long Child, GivenPerson Mother, int Assignment, Massar.Features.Timetables.Domain.Lesson Lesson);

    /// <summary>A child whose teacher of mathematics has one lesson a week, at M1 of a day that is not today or tomorrow.</summary>
    private async Task<Family> World()
    {
        var plan = await app.Plan();
        var child = plan.One.Pupils[0];
        var mother = await app.Given.Guardian(plan.School, child);
        var weekday = new[] { Today.AddDays(3), Today.AddDays(4) }.First(d => d.DayOfWeek != DayOfWeek.Sunday).DayOfWeek;
        var lesson = await app.Lesson(plan.One, "MATH", weekday, "M1");
        return new Family(plan, child.Id, mother, await app.Assignment(plan.One, "MATH"), lesson);
    }

    /// <summary>Another guardian of the child.</summary>
    private Task<GivenPerson> Parent(Family world) => app.Given.Guardian(world.Plan.School, world.Plan.One.Pupils[0]);

    private static async Task<string> Free(Visitor visitor, Family world) =>
        (await visitor.Api.GetFromJsonAsync<JsonElement>($"/api{Links.New(world.Child, world.Assignment)}")).GetProperty("slots")[0].GetProperty("code").GetString()!;

    private async Task<long> Book(Visitor visitor, Family world, string? topic = null)
    {
        var answer = await visitor.Api.PostAsJsonAsync($"/api{Links.New(world.Child, world.Assignment)}", new { slot = await Free(visitor, world), topic });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await Newest(world.Child)).Id;
    }

    private Task<Meeting> Newest(long child) => app.Read(db => db.Meetings.AsNoTracking().Where(m => m.PupilId == child).OrderByDescending(m => m.Id).FirstAsync());

    private Task<int> Sms(GivenPerson person, string template) =>
        app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == template && db.NoticeDeliveries.Any(d => d.NoticeId == n.Id && d.Channel == Massar.Features.Notices.Domain.NoticeChannel.Sms)));

    /// <summary>The beginnings of meetings in each hour, as the delivered day has them.</summary>
    private async Task<Dictionary<string, string[]>> Hours()
    {
        var setting = await app.Read(db => db.Settings.Where(s => s.Code == "attendance.hours" && db.SchoolYears.Any(y => y.Id == s.SchoolYearId && y.IsCurrent)).Select(s => s.Value).SingleAsync());
        return Massar.Features.Attendance.Domain.LessonHours.Read(setting).All.ToDictionary(h => h.Code, h => Enumerable.Range(0, 3).Select(i => $"{h.From.AddMinutes(20 * i):HH':'mm}").ToArray());
    }
}

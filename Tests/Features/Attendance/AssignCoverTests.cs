using System.Net;
using System.Net.Http.Json;
using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Attendance;

/// <summary>Classes whose teacher is away, or that have none yet.</summary>
public sealed class AssignCoverTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static object Cover(GivenSession session, GivenPerson teacher, params string[] halves) =>
        new { day = session.Key.Day.ToString("yyyy-MM-dd"), @class = session.Class.Id, subject = "MATH", halves, employee = teacher.EmployeeId };

    [Theory, InlineData("ar", "بدون أستاذ(ة)"), InlineData("fr", "sans professeur")]
    public async Task The_office_calls_a_class_that_has_no_teacher_from_the_board(string language, string without)
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var school = await app.Given.School();
        var kept = await app.Given.Class(school, "1AC", 3);
        var supervisor = await app.SignIn(await app.Given.Person(Roles.Supervisor, school.Place), language);
        var board = await supervisor.Open(Links.Board);
        Assert.True(board.Says(without), board.Text);
        var address = board.All("main table a").Select(a => a.GetAttribute("href")!).First(a => a.Contains("/sessions/", StringComparison.Ordinal));

        var after = await (await supervisor.Open(address)).Submit(($"p[{kept.Pupils[1].MassarCode}]", "A"));

        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Equal(AbsenceState.Noted, Assert.Single(await app.AbsencesOf(kept.Pupils[1])).State);
        var call = await app.Read(db => db.RollCalls.AsNoTracking().SingleAsync(c => c.ClassId == kept.Id));
        Assert.Equal(SessionKey.NoSubject, call.SubjectCode);
        Assert.True((await supervisor.Open(Links.Correct(call.Id))).Says(kept.Class.Name));
        Assert.Contains(Links.Correct(call.Id), (await supervisor.Open(Links.Board)).All("main table a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task A_cover_makes_the_call_of_its_half_day_and_of_no_other()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var other = await app.Given.Teacher(await app.Given.Class(session.School, "1AC", 1));
        var (head, teacher) = (await app.SignIn(session.School.Head), await app.SignIn(other, "fr"));
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Open(session.Address)).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsJsonAsync($"/api{Links.Covers}", Cover(session, other, "Morning"))).StatusCode);

        var list = await teacher.Open(Links.CallsAt(session.Key.Day, "M2"));
        Assert.True(list.Says("Remplacement qui vous est confié") && list.Says(session.Class.Class.Name), list.Text);
        Assert.Equal(HttpStatusCode.OK, (await (await teacher.Open(session.At("M2").Address)).Submit(session.Absent(0))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Open(session.At("S1").Address)).Status);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == other.AccountId && n.Template == "notices.cover")));
    }

    [Fact]
    public async Task A_withdrawn_cover_calls_no_more_and_one_that_is_there_is_not_given_twice()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var other = await app.Given.Teacher(await app.Given.Class(session.School, "1AC", 1));
        var (head, teacher) = (await app.SignIn(session.School.Head, "fr"), await app.SignIn(other));
        await head.Api.PostAsJsonAsync($"/api{Links.Covers}", Cover(session, other, "Morning", "Afternoon"));

        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Covers}", Cover(session, other, "Morning"))).StatusCode);
        var page = await head.Open(Links.CoversOn(session.Key.Day));
        Assert.Equal(2, page.All(".list li").Count);
        foreach (var id in await app.Read(db => db.CallCovers.Where(c => c.ClassId == session.Class.Id).Select(c => c.Id).ToListAsync()))
            Assert.Equal(HttpStatusCode.OK, (await head.Api.PostAsJsonAsync($"/api{Links.EndCover(id)}", new { })).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Open(session.Address)).Status);
    }

    [Fact]
    public async Task What_is_missing_is_said_by_its_field_and_what_was_chosen_stays()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var head = await app.SignIn(session.School.Head, "fr");
        var form = await head.Open(Links.CoversOn(session.Key.Day, session.Class.Id));

        var refused = await form.SubmitForm($"form[method=post][action='{Links.Covers}']", null, htmx: false, ("Subject", "MATH"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.ErrorOf("Employee"));
        Assert.NotNull(refused.Find("#f-Halves .err"));
        Assert.Equal("MATH", refused.Find("select[name=Subject] option[selected]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Neither_another_schools_class_nor_its_teacher_can_be_taken()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (session, elsewhere) = (await app.Session(), await app.Session());
        var head = await app.SignIn(session.School.Head);

        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsJsonAsync($"/api{Links.Covers}", Cover(elsewhere, session.Teacher, "Morning"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await head.Api.PostAsJsonAsync($"/api{Links.Covers}", Cover(session, elsewhere.Teacher, "Morning"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.CallInPlace(elsewhere.Key))).Status);
        Assert.Equal(0, await app.Read(db => db.CallCovers.CountAsync(c => c.ClassId == session.Class.Id || c.ClassId == elsewhere.Class.Id)));
    }
}

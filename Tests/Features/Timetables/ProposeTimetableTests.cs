using System.Globalization;
using System.Net;
using Massar.Features.Timetables;
using Massar.Features.Timetables.Domain;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Timetables;

public sealed class ProposeTimetableTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_week_is_made_in_the_background_looked_at_and_accepted(string language)
    {
        var plan = await app.Plan();
        var head = await app.SignIn(plan.Head, language);

        var (id, page) = await Ask(head, plan);
        Assert.Equal(["12", "0"], page.All(".tiles b").Select(b => b.TextContent));
        Assert.NotEmpty(page.All("table.week td b"));
        Assert.Empty(await app.LessonsOf(plan.One));
        await page.SubmitForm("form[action$='/accept']", null, false);

        var lessons = (await app.LessonsOf(plan.One)).Concat(await app.LessonsOf(plan.Two)).ToList();
        Assert.Equal(12, lessons.Sum(l => l.Hours));
        Assert.All(lessons, l => Assert.NotNull(l.RoomId));
        var slots = lessons.Where(l => l.EmployeeId == plan.Math.EmployeeId).Select(l => (l.Weekday, l.FirstHour)).ToList();
        Assert.Equal(slots.Count, slots.Distinct().Count());
        Assert.Equal(ProposalState.Accepted, await State(id));
    }

    [Fact]
    public async Task What_finds_no_place_is_named_with_why_and_a_proposal_can_be_thrown_away()
    {
        var plan = await app.Plan();
        var head = await app.SignIn(plan.Head, "en");
        var hours = (await head.Open(Links.Hours)).All("input[name=Open]").Select(i => ("Hours", i.GetAttribute("value")!)).Where(h => h.Item2 != "1-M1").ToArray();
        await (await head.Open(Links.Unavailable(plan.French.EmployeeId!.Value))).Submit(hours);

        var (id, page) = await Ask(head, plan);

        Assert.Contains("3 hours", page.Find("#unplaced")!.TextContent, StringComparison.Ordinal);
        await page.SubmitForm("form[action$='/discard']", null, false);
        Assert.Equal(ProposalState.Discarded, await State(id));
        Assert.Empty(await app.LessonsOf(plan.One));
    }

    [Fact]
    public async Task Lessons_that_stand_stay_where_they_are_when_asked_for()
    {
        var plan = await app.Plan();
        var lesson = await app.Lesson(plan.One, "MATH", DayOfWeek.Saturday, "M4", room: plan.Second);
        var head = await app.SignIn(plan.Head);

        var (_, page) = await Ask(head, plan, ("Keep", "true"));
        Assert.Equal("11", page.Find(".tiles b")!.TextContent);
        await page.SubmitForm("form[action$='/accept']", null, false);

        var kept = Assert.Single(await app.LessonsOf(plan.One), l => l.Id == lesson.Id);
        Assert.Equal(lesson.EndsOn, kept.EndsOn);
        Assert.Equal(4, (await app.LessonsOf(plan.One)).Where(l => l.SubjectCode == "MATH").Sum(l => l.Hours));
    }

    [Fact]
    public async Task A_proposal_that_the_school_has_outgrown_is_not_accepted()
    {
        var plan = await app.Plan();
        var head = await app.SignIn(plan.Head);
        var (id, page) = await Ask(head, plan);
        await app.Write(db => db.TeachingAssignments.Where(t => t.ClassId == plan.Two.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.EndsOn, new DateOnly(2020, 1, 1))));

        Assert.Equal(HttpStatusCode.Conflict, (await page.SubmitForm("form[action$='/accept']", null, false)).Status);
        Assert.Empty(await app.LessonsOf(plan.One));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await app.Given.School()).Head)).Open(Links.Proposal(id))).Status);
    }

    [Fact]
    public async Task While_a_week_waits_or_is_made_no_second_one_is_asked_for()
    {
        var plan = await app.Plan();
        var (head, deputy) = (await app.SignIn(plan.Head, "fr"), await app.SignIn(await app.Given.Person(Massar.Infrastructure.Security.Roles.Head, plan.School.Place), "fr"));
        await (await head.Open(Links.Proposals)).Submit(("Seed", "3"));

        var second = await (await deputy.Open(Links.Proposals)).Submit(("Seed", "4"));

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.True(second.Says("Une proposition pour cet établissement attend déjà son tour"));
        Assert.Equal("4", second.ValueOf("Seed"));
        var only = await app.Read(db => db.TimetableProposals.SingleAsync(p => p.SchoolId == plan.School.Id));
        // Another school waits for nobody, and a proposal thrown away stands in nobody's way.
        Assert.StartsWith("/jobs/", (await (await (await app.SignIn((await app.Plan()).Head)).Open(Links.Proposals)).Submit(("Seed", "3"))).Address, StringComparison.Ordinal);
        await head.Api.PostAsync($"/api{Links.Proposal(only.Id)}/discard", null);
        Assert.StartsWith("/jobs/", (await (await deputy.Open(Links.Proposals)).Submit(("Seed", "4"))).Address, StringComparison.Ordinal);
    }

    private async Task<(long Id, Page Page)> Ask(Visitor head, GivenPlan plan, params (string, string)[] fields)
    {
        await (await head.Open(Links.Proposals)).Submit([("Seed", "3"), .. fields]);
        var id = await app.Read(db => db.TimetableProposals.Where(p => p.SchoolId == plan.School.Id).Select(p => p.Id).SingleAsync());
        await app.RunWork(string.Create(CultureInfo.InvariantCulture, $"timetable-proposal/{id}"));
        return (id, await head.Open(Links.Proposal(id)));
    }

    private Task<ProposalState> State(long id) => app.Read(db => db.TimetableProposals.Where(p => p.Id == id).Select(p => p.State).SingleAsync());
}

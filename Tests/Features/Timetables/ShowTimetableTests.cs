using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Attendance.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Timetables;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Attendance;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Calls = Massar.Features.Attendance.Links;

namespace Massar.Tests.Features.Timetables;

public sealed class ShowTimetableTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar", "الرياضيات"), InlineData("fr", "Mathématiques")]
    public async Task A_pupil_and_a_guardian_read_the_week_of_the_class(string language, string subject)
    {
        var plan = await app.Plan();
        await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1", hours: 2, room: plan.First);
        var pupil = await app.SignIn(await app.Given.PupilAccount(plan.School, plan.One.Pupils[0]), language);
        var guardian = await app.SignIn(await app.Given.Guardian(plan.School, plan.One.Pupils[0]), language);

        Page own = null!, child = null!;
        await pupil.Open("/");
        var asked = await MassarApp.StatementsOf(async () => own = await pupil.Open(Links.Mine));
        child = await (await (await guardian.Open("/")).Follow(Links.Children)).Follow(Links.Child(plan.One.Pupils[0].Id));

        foreach (var page in (Page[])[own, child])
        {
            var cell = page.Find("table.week td[colspan='2']")!;
            Assert.Contains(subject, cell.TextContent, StringComparison.Ordinal);
            Assert.Contains("A001", cell.TextContent, StringComparison.Ordinal);
            Assert.Null(page.Find("script[src*=htmx]"));
        }

        Assert.InRange(asked.Count(s => s.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase)), 1, 4 + 1);
        Assert.Equal("08:30-10:30", own.Find("table.week tbody tr")!.QuerySelector("td")!.GetAttribute("data-h"));
    }

    [Fact]
    public async Task A_guardian_does_not_read_another_childs_week()
    {
        var plan = await app.Plan(pupils: 2);
        var guardian = await app.SignIn(await app.Given.Guardian(plan.School, plan.One.Pupils[0]));

        Assert.Equal(HttpStatusCode.NotFound, (await guardian.Open(Links.Child(plan.One.Pupils[1].Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await guardian.Api.GetAsync($"/api{Links.Child(plan.One.Pupils[1].Id)}")).StatusCode);
    }

    [Fact]
    public async Task A_teacher_reads_their_own_week_and_a_substitute_takes_it_over()
    {
        var plan = await app.Plan();
        await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1");
        var today = MoroccanDay.Today(MassarApp.Clock);
        var substitute = await app.Given.Person(Roles.Teacher, plan.School.Place);
        var (teacher, other) = (await app.SignIn(plan.Math, "fr"), await app.SignIn(substitute, "fr"));
        Assert.Contains(plan.One.Class.Name, (await (await teacher.Open("/")).Follow(Links.Mine)).Find("table.week")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await other.Open(Links.Mine)).Find("table.week"));

        await app.Write(async db =>
        {
            await db.TeachingAssignments.Where(t => t.ClassId == plan.One.Id && t.SubjectCode == "MATH").ExecuteUpdateAsync(s => s.SetProperty(t => t.EndsOn, today.AddDays(-1)));
            db.TeachingAssignments.Add(new TeachingAssignment { ClassId = plan.One.Id, SchoolId = plan.School.Id, SchoolYearId = plan.One.Class.SchoolYearId, SubjectCode = "MATH", EmployeeId = substitute.EmployeeId!.Value, WeeklyHours = 4, StartsOn = today });
            await db.SaveChangesAsync();
        });

        Assert.Null((await teacher.Open(Links.Mine)).Find("table.week"));
        Assert.Contains(plan.One.Class.Name, (await other.Open(Links.Mine)).Find("table.week")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_office_asks_who_is_free_and_which_rooms_are()
    {
        var plan = await app.Plan();
        await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1", hours: 2, room: plan.First);
        var supervisor = await app.SignIn(await app.Given.Person(Roles.Supervisor, plan.School.Place));

        var second = await supervisor.Api.GetFromJsonAsync<JsonElement>($"/api{Links.FreeAt(DayOfWeek.Monday, "M2")}");
        var third = await supervisor.Api.GetFromJsonAsync<JsonElement>($"/api{Links.FreeAt(DayOfWeek.Monday, "M3")}");

        Assert.Equal([plan.French.EmployeeId!.Value], Ids(second, "teachers"));
        Assert.Equal([plan.Second.Id], Ids(second, "rooms"));
        Assert.Equal(new[] { plan.French.EmployeeId!.Value, plan.Math.EmployeeId!.Value }.Order(), Ids(third, "teachers").Order());
        Assert.Equal(2, Ids(third, "rooms").Count);
        Assert.Equal(HttpStatusCode.OK, (await supervisor.Open(Links.Free)).Status);

        static List<long> Ids(JsonElement answer, string what) => [.. answer.GetProperty(what).EnumerateArray().Select(t => t.GetProperty("id").GetInt64())];
    }

    [Fact]
    public async Task A_week_goes_out_as_a_file_and_the_desk_counts_hours()
    {
        var plan = await app.Plan();
        await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1", hours: 2, room: plan.First);
        var clerk = await app.SignIn(await app.Given.Person(Roles.Clerk, plan.School.Place), "fr");

        var csv = await (await clerk.Get(Links.WeekFile(Links.Class(plan.One.Id), "csv"))).Content.ReadAsStringAsync();
        var xlsx = await clerk.Get(Links.WeekFile(Links.Room(plan.First.Id), "xlsx"));
        var desk = await clerk.Open(Links.Desk);

        Assert.Contains("08:30-09:30", csv, StringComparison.Ordinal);
        Assert.Contains("Mathématiques - ", csv, StringComparison.Ordinal);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.Content.Headers.ContentType!.MediaType);
        Assert.Contains("2 h sur 8", desk.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Open(Links.PlaceIn(plan.One.Id))).Status);
    }

    [Fact]
    public async Task A_call_is_missing_only_where_the_timetable_holds_a_lesson()
    {
        MassarApp.Clock.Moved = await app.UntilSchool(hour: 12, fits: d => d.DayOfWeek == DayOfWeek.Monday);
        var plan = await app.Plan();
        await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M2", hours: 2);
        var head = await app.SignIn(plan.Head);

        var classes = (await head.Api.GetFromJsonAsync<JsonElement>($"/api{Calls.Board}")).GetProperty("classes").EnumerateArray().ToDictionary(c => c.GetProperty("id").GetInt32(), c => c.GetProperty("missing").EnumerateArray().Select(m => m.GetString()).ToList());

        Assert.Equal(["M2", "M3"], classes[plan.One.Id]);
        // No timetable yet: every hour that has begun.
        Assert.Equal(["M1", "M2", "M3", "M4"], classes[plan.Two.Id]);
    }

    [Fact]
    public async Task The_teachers_call_opens_on_the_lesson_of_now()
    {
        MassarApp.Clock.Moved = await app.UntilSchool(hour: 10, minute: 0, fits: d => d.DayOfWeek == DayOfWeek.Monday);
        var plan = await app.Plan();
        await app.Lesson(plan.Two, "MATH", DayOfWeek.Monday, "M2");
        var teacher = await app.SignIn(plan.Math);

        var now = await teacher.Open(Calls.Calls);
        var key = new SessionKey(plan.Two.Id, "MATH", MoroccanDay.Today(MassarApp.Clock), "M2");

        Assert.Equal([Calls.Call(key)], now.All("ul.list a").Select(a => a.GetAttribute("href")!));
        Assert.Empty((await teacher.Open(Calls.CallsAt(key.Day, "M1"))).All("ul.list a"));
        Assert.Equal(2, (await now.Follow("all=true")).All("ul.list a").Count);
    }
}

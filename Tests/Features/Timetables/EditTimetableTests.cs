using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Massar.Features.Timetables;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Timetables;

public sealed class EditTimetableTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_lesson_is_placed_and_stands_in_the_week_of_class_teacher_and_room(string language)
    {
        var plan = await app.Plan();
        var head = await app.SignIn(plan.Head, language);
        var form = await head.Open(Links.PlaceAt(plan.One.Id, DayOfWeek.Monday, "M3"));

        Assert.Equal("1-M3", form.ValueOf("Start"));
        var week = await form.Submit(("Assignment", await Assigned(plan.One, "MATH")), ("Hours", "2"), ("Room", $"{plan.First.Id}"));

        Assert.Equal(Links.Class(plan.One.Id), week.Address);
        var lesson = Assert.Single(await app.LessonsOf(plan.One));
        Assert.Equal((DayOfWeek.Monday, "M3", 2, plan.First.Id), (lesson.Weekday, lesson.FirstHour, lesson.Hours, lesson.RoomId!.Value));
        Assert.Contains("A001", week.Find("table.week")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(plan.One.Class.Name, (await head.Open(Links.Teacher(plan.Math.EmployeeId!.Value))).Find("table.week")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(plan.One.Class.Name, (await head.Open(Links.RoomWeek(plan.First.Id))).Find("table.week")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ar", "الاثنين", "10:30")]
    [InlineData("fr", "lundi", "10:30")]
    [InlineData("en", "Monday", "10:30")]
    public async Task A_teacher_in_two_classes_at_one_hour_is_named_and_nothing_is_saved(string language, string day, string hour)
    {
        var plan = await app.Plan();
        await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M3", room: plan.First);
        var form = await (await app.SignIn(plan.Head, language)).Open(Links.PlaceIn(plan.Two.Id));

        var refused = await form.Submit(("Assignment", await Assigned(plan.Two, "MATH")), ("Start", "1-M3"), ("Room", $"{plan.First.Id}"));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        var said = refused.Find(".problem")!.TextContent;
        Assert.Contains(plan.One.Class.Name, said, StringComparison.Ordinal);
        Assert.Contains(plan.Two.Class.Name, said, StringComparison.Ordinal);
        Assert.Contains(day, said, StringComparison.Ordinal);
        Assert.Contains(hour, said, StringComparison.Ordinal);
        // The teacher and the room, each at its field, with what was typed kept.
        Assert.NotNull(refused.ErrorOf("Assignment"));
        Assert.Contains("A001", refused.ErrorOf("Room")!, StringComparison.Ordinal);
        Assert.Equal("1-M3", refused.ValueOf("Start"));
        Assert.Empty(await app.LessonsOf(plan.Two));
    }

    [Fact]
    public async Task A_class_a_closed_hour_unavailable_hours_and_more_hours_than_due_are_clashes()
    {
        var plan = await app.Plan();
        await app.Lesson(plan.One, "FR", DayOfWeek.Tuesday, "M1");
        await app.Lesson(plan.One, "MATH", DayOfWeek.Wednesday, "M1", hours: 3);
        var head = await app.SignIn(plan.Head, "en");
        await (await head.Open(Links.Unavailable(plan.Math.EmployeeId!.Value))).Submit(("Hours", "4-M2"));

        Assert.Contains("two lessons", await Refused("2-M1", 1), StringComparison.Ordinal);
        Assert.Contains("does not teach", await Refused("6-S1", 1), StringComparison.Ordinal);
        Assert.Contains("does not teach", await Refused("1-M4", 2), StringComparison.Ordinal);
        Assert.Contains("not available", await Refused("4-M2", 1), StringComparison.Ordinal);
        Assert.Contains("5 h instead of the 4 h due", await Refused("1-M1", 2), StringComparison.Ordinal);
        Assert.Equal(2, (await app.LessonsOf(plan.One)).Count);

        async Task<string> Refused(string start, int hours)
        {
            var page = await (await head.Open(Links.PlaceIn(plan.One.Id))).Submit(("Assignment", await Assigned(plan.One, "MATH")), ("Start", start), ("Hours", $"{hours}"));
            Assert.Equal(HttpStatusCode.Conflict, page.Status);
            return page.Find(".problem")!.TextContent;
        }
    }

    [Fact]
    public async Task Halves_of_a_class_are_taught_beside_each_other()
    {
        var plan = await app.Plan();
        var head = await app.SignIn(plan.Head);

        await Place("FR", "1");
        await Place("MATH", "2");

        Assert.Equal([1, 2], (await app.LessonsOf(plan.One)).Select(l => l.Half).Order());

        async Task Place(string subject, string half) => Assert.Equal(HttpStatusCode.OK, (await (await head.Open(Links.PlaceIn(plan.One.Id))).Submit(("Assignment", await Assigned(plan.One, subject)), ("Start", "1-M1"), ("Half", half))).Status);
    }

    [Fact]
    public async Task What_is_typed_wrongly_comes_back()
    {
        var plan = await app.Plan();
        var refused = await (await (await app.SignIn(plan.Head)).Open(Links.PlaceIn(plan.One.Id))).Submit(("Assignment", ""), ("Start", ""), ("Hours", "9"), ("From", "never"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.ErrorOf("Assignment"));
        Assert.NotNull(refused.ErrorOf("Start"));
        Assert.NotNull(refused.ErrorOf("Hours"));
        Assert.NotNull(refused.ErrorOf("From"));
        Assert.Equal("never", refused.ValueOf("From"));
    }

    [Fact]
    public async Task A_lesson_moves_is_moved_back_and_a_removed_one_returns()
    {
        var plan = await app.Plan();
        var lesson = await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1");
        var head = await app.SignIn(plan.Head, "fr");

        var week = await (await head.Open(Links.Lesson(lesson.Id))).Submit(("Start", "2-M2"), ("Room", $"{plan.Second.Id}"));
        Assert.Equal((DayOfWeek.Tuesday, "M2", plan.Second.Id), (await One()) is var moved ? (moved.Weekday, moved.FirstHour, moved.RoomId!.Value) : default);

        week = await week.SubmitForm("form[action$='/undo']", null, false);
        Assert.Equal((DayOfWeek.Monday, "M1", (int?)null), (await One()) is var back ? (back.Weekday, back.FirstHour, back.RoomId) : default);

        await (await head.Open(Links.Lesson(lesson.Id))).SubmitForm("form#remove", null, false);
        Assert.Empty(await app.LessonsOf(plan.One));
        await (await head.Open(Links.Class(plan.One.Id))).SubmitForm("form[action$='/undo']", null, false);
        Assert.Equal("M1", (await One()).FirstHour);

        async Task<Lesson> One() => Assert.Single(await app.LessonsOf(plan.One));
    }

    [Fact]
    public async Task A_change_is_not_taken_back_onto_an_hour_somebody_took()
    {
        var plan = await app.Plan();
        var lesson = await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1");
        var head = await app.SignIn(plan.Head);
        var week = await (await head.Open(Links.Lesson(lesson.Id))).Submit(("Start", "2-M2"));
        await app.Lesson(plan.Two, "MATH", DayOfWeek.Monday, "M1");

        var refused = await week.SubmitForm("form[action$='/undo']", null, false);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal(DayOfWeek.Tuesday, Assert.Single(await app.LessonsOf(plan.One)).Weekday);
    }

    [Fact]
    public async Task Of_two_who_move_a_lesson_the_second_sees_both_places()
    {
        var plan = await app.Plan();
        var lesson = await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1");
        var head = await app.SignIn(plan.Head, "en");
        var (first, second) = (await head.Open(Links.Lesson(lesson.Id)), await head.Open(Links.Lesson(lesson.Id)));
        await first.Submit(("Start", "2-M2"));

        var stale = await second.Submit(("Start", "3-M3"));

        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Contains("Tuesday 09:30", stale.Text, StringComparison.Ordinal);
        Assert.Contains("Wednesday 10:30", stale.Text, StringComparison.Ordinal);
        await stale.Submit();
        Assert.Equal(DayOfWeek.Wednesday, Assert.Single(await app.LessonsOf(plan.One)).Weekday);
    }

    [Fact]
    public async Task Two_heads_cannot_put_one_teacher_in_two_classes_at_once()
    {
        var plan = await app.Plan();
        var second = await app.Given.Person(Roles.Head, plan.School.Place);
        var (a, b) = (await app.SignIn(plan.Head), await app.SignIn(second));
        var forms = new[] { await a.Open(Links.PlaceIn(plan.One.Id)), await b.Open(Links.PlaceIn(plan.Two.Id)) };
        var assignments = new[] { await Assigned(plan.One, "MATH"), await Assigned(plan.Two, "MATH") };

        var answers = await Task.WhenAll(forms.Select((f, n) => f.Submit(("Assignment", assignments[n]), ("Start", "1-M1"))));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(p => p.Status).Order());
        Assert.Single((await app.LessonsOf(plan.One)).Concat(await app.LessonsOf(plan.Two)));
    }

    [Fact]
    public async Task Another_schools_lessons_are_not_there()
    {
        var plan = await app.Plan();
        var lesson = await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1");
        var stranger = await app.SignIn((await app.Given.School()).Head);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Class(plan.One.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Teacher(plan.Math.EmployeeId!.Value))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Lesson(lesson.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.RoomWeek(plan.First.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Room(plan.First.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Unavailable(plan.Math.EmployeeId!.Value))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.PlaceIn(plan.One.Id)}", new { assignment = await Assigned(plan.One, "MATH"), start = "2-M1", hours = "1" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PutAsJsonAsync($"/api{Links.Lesson(lesson.Id)}", new { start = "2-M1", hours = "1", version = "0" })).StatusCode);
        Assert.Equal(DayOfWeek.Monday, Assert.Single(await app.LessonsOf(plan.One)).Weekday);
    }

    [Fact]
    public async Task A_program_places_moves_and_is_told_the_clash_in_words()
    {
        var plan = await app.Plan();
        var api = (await app.SignIn(plan.Head, "en")).Api;

        var placed = await api.PostAsJsonAsync($"/api{Links.PlaceIn(plan.One.Id)}", new { assignment = await Assigned(plan.One, "MATH"), start = "1-M3", hours = "1" });
        var clash = await api.PostAsJsonAsync($"/api{Links.PlaceIn(plan.Two.Id)}", new { assignment = await Assigned(plan.Two, "MATH"), start = "1-M3", hours = "1" });

        Assert.Equal(HttpStatusCode.OK, placed.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, clash.StatusCode);
        Assert.Matches($"One teacher, .+, is in {plan.One.Class.Name} and {plan.Two.Class.Name} on Monday at 10:30", await clash.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Rooms_are_kept_and_not_closed_over_lessons()
    {
        var plan = await app.Plan();
        await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1", room: plan.First);
        var head = await app.SignIn(plan.Head, "fr");

        var list = await (await head.Open(Links.NewRoom)).Submit(("Code", "lab-01"), ("Kind", "Laboratory"), ("Capacity", "24"));
        Assert.Contains("LAB-01", list.Text, StringComparison.Ordinal);
        var taken = await (await head.Open(Links.NewRoom)).Submit(("Code", "A001"), ("Capacity", "x"));
        Assert.NotNull(taken.ErrorOf("Capacity"));
        Assert.Equal("x", taken.ValueOf("Capacity"));
        Assert.NotNull((await (await head.Open(Links.NewRoom)).Submit(("Code", "A001"), ("Capacity", "20"))).ErrorOf("Code"));
        Assert.Equal(HttpStatusCode.Conflict, (await (await head.Open(Links.Room(plan.First.Id))).Submit(("State", "Unfit"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await head.Open(Links.Room(plan.Second.Id))).Submit(("State", "Unfit"))).Status);
        Assert.Equal(RoomState.Unfit, await app.Read(db => db.Rooms.Where(r => r.Id == plan.Second.Id).Select(r => r.State).SingleAsync()));
        var file = await (await head.Get(Links.RoomsFile("csv"))).Content.ReadAsStringAsync();
        Assert.Contains("LAB-01;Laboratoire;24", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_school_has_hours_of_its_own_and_does_not_close_those_with_lessons()
    {
        var plan = await app.Plan();
        await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1");
        var head = await app.SignIn(plan.Head, "en");
        var page = await head.Open(Links.Hours);
        Assert.NotNull(page.Find("input[value='6-M4']:checked"));
        Assert.Null(page.Find("input[value='6-S1']:checked"));

        var busy = await page.Submit(("Open", "2-M1"));
        Assert.Equal(HttpStatusCode.Conflict, busy.Status);
        Assert.Contains("Monday at 08:30", busy.Text, StringComparison.Ordinal);
        await page.Submit(("Open", "1-M1"), ("Open", "6-S1"));

        Assert.Equal("1=M1 6=S1", await app.Read(db => db.SchoolWeeks.Where(w => w.SchoolId == plan.School.Id).Select(w => w.Open).SingleAsync()));
        Assert.NotNull((await head.Open(Links.Hours)).Find("input[value='6-S1']:checked"));
    }

    private async Task<string> Assigned(GivenClass taught, string subject) => (await app.Assignment(taught, subject)).ToString(CultureInfo.InvariantCulture);
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using Massar.Features.Timetables;
using Massar.Features.Timetables.Domain;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Timetables;

/// <summary>AC-MAS-7: a FET timetable imports, clashes are named, nothing is half-imported.</summary>
public sealed class ImportTimetableTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_file_with_known_names_is_shown_first_and_then_taken_whole(string language)
    {
        var plan = await app.Plan();
        await app.Lesson(plan.One, "MATH", DayOfWeek.Friday, "M1");
        var head = await app.SignIn(plan.Head, language);

        var preview = await Send(head, await File(plan), await Output(("1", "Lundi", "M1", "A001"), ("2", "Mardi", "M2", "A002"), ("3", "Lundi", "M3", "A001")));

        Assert.Equal(["3", "2", "0", "0"], preview.All(".tiles b").Select(b => b.TextContent));
        Assert.Equal(DayOfWeek.Friday, Assert.Single(await app.LessonsOf(plan.One)).Weekday);
        var desk = await preview.SubmitForm("#confirm-import", null, false);
        Assert.Equal(Links.Desk, desk.Address);

        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var lessons = (await app.LessonsOf(plan.One)).Where(l => l.EndsOn > today).ToList();
        Assert.Equal([(DayOfWeek.Monday, "M1", 2, plan.First.Id), (DayOfWeek.Tuesday, "M2", 1, plan.Second.Id)], lessons.Select(l => (l.Weekday, l.FirstHour, l.Hours, l.RoomId!.Value)));
        // What stood before has ended, and is still known.
        Assert.Contains(await app.LessonsOf(plan.One), l => l.Weekday == DayOfWeek.Friday && l.EndsOn <= today);
    }

    [Fact]
    public async Task A_clash_is_named_in_words_and_nothing_of_the_file_is_taken()
    {
        var plan = await app.Plan();
        var head = await app.SignIn(plan.Head, "en");

        var preview = await Send(head, await File(plan), await Output(("1", "Lundi", "M3", ""), ("2", "Mardi", "M2", "A002"), ("3", "Lundi", "M3", "")));

        Assert.Matches($"One teacher, .+, is in {plan.One.Class.Name} and {plan.Two.Class.Name} on Monday at 10:30", preview.Find("#clashes")!.TextContent);
        Assert.Null(preview.Find("#confirm-import"));
        var forced = await head.Api.PostAsJsonAsync($"/api{preview.Address}", new { fingerprint = "whatever" });
        Assert.Equal(HttpStatusCode.Conflict, forced.StatusCode);
        Assert.Empty(await app.LessonsOf(plan.One));
        Assert.Empty(await app.LessonsOf(plan.Two));
    }

    [Fact]
    public async Task Names_nobody_knows_are_listed_and_chosen()
    {
        var plan = await app.Plan();
        var head = await app.SignIn(plan.Head, "fr");
        var file = (await File(plan)).Replace($"<Students>{plan.Two.Class.Name}</Students>", "<Students>Sixième B</Students>", StringComparison.Ordinal).Replace("<Subject>Mathématiques</Subject>", "<Subject>Calcul</Subject>", StringComparison.Ordinal);

        var preview = await Send(head, file, await Output(("1", "Lundi", "M1", "Labo X"), ("2", "Mardi", "M2", "A002"), ("3", "Lundi", "M3", "")));
        var unknown = preview.All("#names .field bdi").Select(b => b.TextContent).Order().ToList();
        Assert.Equal(["Calcul", "Labo X", "Sixième B"], unknown);
        Assert.Null(preview.Find("#confirm-import"));

        preview = await preview.SubmitForm("#names", null, false, ("n[0:Sixième B]", $"{plan.Two.Id}"), ("n[2:Calcul]", "MATH"), ("n[3:Labo X]", "-"));
        Assert.NotNull(preview.Find("#confirm-import"));
        await preview.SubmitForm("#confirm-import", null, false);

        Assert.Equal("MATH", Assert.Single(await app.LessonsOf(plan.Two)).SubjectCode);
        Assert.Contains(await app.LessonsOf(plan.One), l => l.SubjectCode == "MATH" && l.RoomId == null);
    }

    [Fact]
    public async Task A_choice_that_is_another_schools_is_none()
    {
        var (plan, other) = (await app.Plan(), await app.Plan());
        var head = await app.SignIn(plan.Head, "fr");
        var file = (await File(plan)).Replace($"<Students>{plan.Two.Class.Name}</Students>", "<Students>Sixième B</Students>", StringComparison.Ordinal);
        var preview = await Send(head, file, await Output(("1", "Lundi", "M1", ""), ("3", "Lundi", "M3", "")));

        preview = await preview.SubmitForm("#names", null, false, ("n[0:Sixième B]", $"{other.Two.Id}"));

        Assert.Null(preview.Find("#confirm-import"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other.Head)).Open(preview.Address)).Status);
    }

    [Fact]
    public async Task A_plan_that_changed_meanwhile_is_looked_at_again()
    {
        var plan = await app.Plan();
        var head = await app.SignIn(plan.Head);
        var preview = await Send(head, await File(plan), await Output(("1", "Lundi", "M1", "A001"), ("2", "Mardi", "M2", "A002"), ("3", "Lundi", "M3", "A001")));
        await app.Write(db => db.Rooms.Where(r => r.Id == plan.First.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, RoomState.Unfit)));

        var refused = await preview.SubmitForm("#confirm-import", null, false);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Empty(await app.LessonsOf(plan.One));
    }

    [Theory]
    [InlineData("<!DOCTYPE fet [<!ENTITY a \"aaaa\">]><fet><Activities_List><Activity><Id>1</Id><Subject>&a;</Subject></Activity></Activities_List></fet>")]
    [InlineData("<!DOCTYPE fet SYSTEM \"file:///etc/passwd\"><fet/>")]
    [InlineData("<fet><Activities_List>")]
    [InlineData("not xml at all")]
    [InlineData("<timetable/>")]
    [InlineData("<fet><Activities_List/></fet>")]
    [InlineData("")]
    public async Task What_is_no_sound_FET_file_is_refused(string content)
    {
        var plan = await app.Plan();
        var form = await (await app.SignIn(plan.Head)).Open(Links.Import);

        var refused = await form.Upload("#import", "File", "a.fet", Encoding.UTF8.GetBytes(content), "application/xml");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.ErrorOf("File"));
        Assert.False(await app.Read(db => db.TimetableImports.AnyAsync(i => i.SchoolId == plan.School.Id)));
    }

    [Fact]
    public void A_file_beyond_the_bounds_or_nested_too_deep_is_refused()
    {
        Assert.Null(FetReader.Read(new byte[FetReader.MostBytes + 1], null, out var large));
        Assert.Equal("timetables.import.too-large", large!.For("File")!.Key);
        Assert.Null(FetReader.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<fet>", 5_000))), null, out var deep));
        Assert.Equal("timetables.import.not-xml", deep!.For("File")!.Key);
    }

    [Fact]
    public async Task A_file_that_puts_everybody_at_one_hour_is_answered_at_once_and_names_some_of_the_clashes()
    {
        var plan = await app.Plan();
        var head = await app.SignIn(plan.Head, "fr");
        var (math, lessons) = (await Name(plan.Math), Enumerable.Range(1, 4_000).ToList());
        var file = $"<fet version=\"6.9.0\"><Activities_List>{string.Concat(lessons.Select(n => $"<Activity><Teacher>{math}</Teacher><Subject>MATH</Subject><Students>{plan.One.Class.Name}</Students><Duration>1</Duration><Id>{n}</Id></Activity>"))}</Activities_List></fet>";

        var began = System.Diagnostics.Stopwatch.StartNew();
        var preview = await Send(head, file, await Output([.. lessons.Select(n => ($"{n}", "Lundi", "M1", ""))]));

        Assert.Null(preview.Find("#confirm-import"));
        var clashes = (await head.Api.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api{preview.Address}")).GetProperty("clashes").GetArrayLength();
        Assert.InRange(clashes, ClashFinder.Most, 2 * ClashFinder.Most);
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(20), $"{began.Elapsed}");
    }

    [Fact]
    public async Task A_file_with_more_names_than_a_school_has_is_refused()
    {
        var plan = await app.Plan();
        var form = await (await app.SignIn(plan.Head)).Open(Links.Import);
        var file = $"<fet><Activities_List>{string.Concat(Enumerable.Range(1, 1_600).Select(n => $"<Activity><Subject>S{n}</Subject><Id>{n}</Id></Activity>"))}</Activities_List></fet>";

        var refused = await form.Upload("#import", "File", "a.fet", Encoding.UTF8.GetBytes(file), "application/xml");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.ErrorOf("File"));
    }

    [Fact]
    public async Task What_goes_out_to_FET_comes_back_the_same()
    {
        var plan = await app.Plan();
        await app.Lesson(plan.One, "MATH", DayOfWeek.Monday, "M1", hours: 2, room: plan.First);
        await app.Lesson(plan.Two, "MATH", DayOfWeek.Saturday, "M4");
        var head = await app.SignIn(plan.Head, "fr", steppedUp: true);
        var once = await (await app.SignIn(plan.Head)).Open(Links.FetFile, follow: false);
        Assert.Equal(HttpStatusCode.SeeOther, once.Status);

        var file = await (await head.Get(Links.FetFile)).Content.ReadAsByteArrayAsync();
        var preview = await (await head.Open(Links.Import)).Upload("#import", "File", "school.fet", file, "application/xml");

        Assert.Equal(["2", "2", "0", "0"], preview.All(".tiles b").Select(b => b.TextContent));
        await preview.SubmitForm("#confirm-import", null, false);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        Assert.Contains(await app.LessonsOf(plan.One), l => l.StartsOn >= today.AddDays(-1) && (l.Weekday, l.FirstHour, l.Hours, l.RoomId) == (DayOfWeek.Monday, "M1", 2, plan.First.Id));
        Assert.Contains(await app.LessonsOf(plan.Two), l => l.StartsOn >= today.AddDays(-1) && (l.Weekday, l.FirstHour, l.Hours, l.RoomId) == (DayOfWeek.Saturday, "M4", 1, (int?)null));
    }

    [Fact]
    public async Task Who_sends_file_after_file_is_told_to_wait()
    {
        var plan = await app.Plan();
        var (head, colleague) = (await app.SignIn(plan.Head), await app.SignIn(await app.Given.Person(Massar.Infrastructure.Security.Roles.Head, plan.School.Place)));

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 21; i++)
            answers.Add((await Send(head, "no timetable", "")).Status);

        Assert.Equal((20, HttpStatusCode.TooManyRequests), (answers.Count(a => a == HttpStatusCode.UnprocessableEntity), answers[^1]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(colleague, "no timetable", "")).Status);
    }

    private static async Task<Page> Send(Visitor head, string data, string output)
    {
        using var content = new MultipartFormDataContent();
        var form = await head.Open(Links.Import);
        foreach (var input in form.All("#import input[type=hidden]"))
            content.Add(new StringContent(input.GetAttribute("value")!), input.GetAttribute("name")!);
        content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(data)), "File", "school.fet");
        content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(output)), "Output", "school_activities.xml");
        using var request = new HttpRequestMessage(HttpMethod.Post, Links.Import) { Content = content };
        return await head.Send(request, htmx: false, follow: true);
    }

    /// <summary>As FET writes it: activity 1 and 2 of the first class, 3 of the second.</summary>
    private async Task<string> File(GivenPlan plan)
    {
        var (math, french) = (await Name(plan.Math), await Name(plan.French));
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <fet version="6.9.0">
            <Institution_Name>École</Institution_Name>
            <Days_List><Number_of_Days>6</Number_of_Days><Day><Name>Lundi</Name></Day><Day><Name>Mardi</Name></Day><Day><Name>Mercredi</Name></Day><Day><Name>Jeudi</Name></Day><Day><Name>Vendredi</Name></Day><Day><Name>Samedi</Name></Day></Days_List>
            <Hours_List><Number_of_Hours>3</Number_of_Hours><Hour><Name>M1</Name></Hour><Hour><Name>M2</Name></Hour><Hour><Name>M3</Name></Hour></Hours_List>
            <Activities_List>
            <Activity><Teacher>{math}</Teacher><Subject>Mathématiques</Subject><Students>{plan.One.Class.Name}</Students><Duration>2</Duration><Total_Duration>4</Total_Duration><Id>1</Id><Activity_Group_Id>1</Activity_Group_Id><Active>true</Active><Comments></Comments></Activity>
            <Activity><Teacher>{french}</Teacher><Subject>FR</Subject><Students>{plan.One.Class.Name}</Students><Duration>1</Duration><Total_Duration>1</Total_Duration><Id>2</Id><Activity_Group_Id>0</Activity_Group_Id><Active>true</Active><Comments></Comments></Activity>
            <Activity><Teacher>{math}</Teacher><Subject>Mathématiques</Subject><Students>{plan.Two.Class.Name}</Students><Duration>1</Duration><Total_Duration>1</Total_Duration><Id>3</Id><Activity_Group_Id>0</Activity_Group_Id><Active>true</Active><Comments></Comments></Activity>
            <Activity><Teacher>{math}</Teacher><Subject>Mathématiques</Subject><Students>{plan.Two.Class.Name}</Students><Duration>1</Duration><Total_Duration>1</Total_Duration><Id>4</Id><Activity_Group_Id>0</Activity_Group_Id><Active>false</Active><Comments></Comments></Activity>
            </Activities_List>
            </fet>
            """;
    }

    // First name first, unlike the school's own order, and in capitals.
    private Task<string> Name(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.FirstNameLatin + "  " + e.LastNameLatin.ToUpper()).SingleAsync());

    private static Task<string> Output(params (string Id, string Day, string Hour, string Room)[] placed) => Task.FromResult(
        $"<Activities_Timetable>{string.Concat(placed.Select(p => $"<Activity><Id>{p.Id}</Id><Day>{p.Day}</Day><Hour>{p.Hour}</Hour><Room>{p.Room}</Room></Activity>"))}</Activities_Timetable>");
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Classes.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Staffing;
using Massar.Features.Staffing.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Staffing;

/// <summary>TAR-1 and TAR-2 through the front door: flags from the data, answers, decisions, and the board that follows the timetables.</summary>
public sealed class StaffingTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Subject = "MATH";

    /// <summary>A collège with a teacher of mathematics who owes 24 hours, and the HR manager of its directorate.</summary>
    private sealed record World(GivenSchool School, GivenPerson Teacher, GivenPerson Hr, IReadOnlyList<GivenClass> Classes)
    {
        public long Employee => Teacher.EmployeeId!.Value;

        public string Under => StaffFlag.KeyOf(FlagRule.UnderUsed, Employee, "");
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task AC_TAR_1_eight_hours_of_coordination_are_explained_with_a_document_and_close_the_flag_until_the_hours_change(string language)
    {
        var world = await Given(classes: 4, hours: 4);
        var (head, hr, teacher) = (await app.SignIn(world.School.Head, language), await app.SignIn(world.Hr, language), await app.SignIn(world.Teacher, language));
        var address = Links.Flag(world.School.Id, world.Under);
        string Say(string key, params object[] args) => Words.All.Say(language, key, args);

        // Flagged, with the rule and the data, for the head and for the person.
        var sheet = await head.Open(Links.Here);
        Assert.Equal(HttpStatusCode.OK, sheet.Status);
        Assert.True(sheet.Says(Say("staffing.data.UnderUsed", "24", "16", "8")), sheet.Text);
        Assert.True((await teacher.Open(Links.Mine)).Says(Say("staffing.data.UnderUsed", "24", "16", "8")));
        var flag = await head.Open(address);
        Assert.True(flag.Says(Say("staffing.rule.UnderUsed", "4")) && flag.Says(Say("staffing.turn.Open")), flag.Text);
        Assert.Null((await teacher.Open(address)).Find("#reply"));

        // What does not explain the gap comes back as typed.
        foreach (var (hours, key, args) in ((string, string, object[])[])[("", "staffing.hours.needed", ["8"]), ("9", "staffing.hours.more", ["8"]), ("2", "staffing.hours.rest", ["8", "6"]), ("abc", "staffing.hours.wrong", [])])
        {
            var refused = await flag.SubmitForm("#reply", null, false, ("Reason", "COORDINATION"), ("Hours", hours), ("Reference", "12/2025"));
            Assert.Equal((HttpStatusCode.UnprocessableEntity, hours, "12/2025"), (refused.Status, refused.ValueOf("Hours"), refused.ValueOf("Reference")));
            Assert.NotNull(refused.ErrorOf("Hours"));
            Assert.True(refused.Says(Say(key, args)), refused.Text);
        }

        Assert.NotNull((await flag.SubmitForm("#reply", null, false, ("Reason", "ASKED"), ("Hours", "8"), ("Reference", ""))).ErrorOf("Reference"));
        var answered = await flag.Upload("#reply", "Paper", "note.pdf", Pdf, "application/pdf", ("Reason", "COORDINATION"), ("Hours", "8"), ("Reference", "12/2025"), ("Remark", ""));
        Assert.True(answered.Says(Say("staffing.said.answered")) && answered.Says("12/2025"), answered.Text);
        Assert.Null(answered.Find("#reply"));

        // The directorate asks again, then accepts; the head cannot.
        Assert.True((await hr.Open(Links.Answers)).Says("12/2025"));
        var asked = await hr.Open(address);
        var mute = await asked.SubmitForm("#decide", "return", false, ("Ruling", "x"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "x"), (mute.Status, mute.ValueOf("Ruling")));
        var returned = await asked.SubmitForm("#decide", "return", false, ("Ruling", "المرجو ذكر المستويات"));
        Assert.True(returned.Says(Say("staffing.said.returned")), returned.Text);
        var again = await (await head.Open(address)).SubmitForm("#reply", null, false, ("Reason", "COORDINATION"), ("Hours", "8"), ("Reference", "13/2025"));
        Assert.True(again.Says("13/2025"));
        // The page read before the new answer is no longer the case.
        Assert.Equal(HttpStatusCode.Conflict, (await asked.SubmitForm("#decide", "accept", false)).Status);
        var paper = (await hr.Open(address)).Find("main a[download]")!.GetAttribute("href")!;
        Assert.Equal("application/pdf", (await teacher.Get(paper)).Content.Headers.ContentType?.MediaType);
        Assert.True((await (await hr.Open(address)).SubmitForm("#decide", "accept", false)).Says(Say("staffing.said.accepted")));

        var closed = await head.Open(address);
        Assert.True(closed.Says(Say("staffing.turn.Accepted")) && closed.Find("#reply") is null);
        Assert.Equal(["Sent", "Returned", "Sent", "Accepted"], await app.Read(db => db.FlagSteps.Where(s => s.SchoolId == world.School.Id).OrderBy(s => s.Id).Select(s => s.State.ToString()).ToListAsync()));
        Assert.Equal((0m, 8m), await Board(world, "free", "excused"));

        // Other hours, another question.
        await Assign(world.Classes[0], Subject, world.Employee, 2);
        Assert.True((await head.Open(address)).Says(Say("staffing.turn.Lapsed")));
        Assert.Equal((6m, 0m), await Board(world, "free", "excused"));
    }

    [Fact]
    public async Task Nobody_speaks_or_decides_for_himself_and_what_is_not_yours_is_not_there()
    {
        var world = await Given(classes: 2, hours: 4);
        var address = $"/api{Links.Flag(world.School.Id, world.Under)}";
        var answer = new { version = 0, due = "24", taught = "8", reason = "TASK", hours = "16", reference = "7/2025" };

        // Somebody who teaches another subject and leads the school, another school's head, a colleague, another directorate.
        var leader = await Teacher(world.School);
        await Assign(world.Classes[0], "PC", leader.Id, 2);
        var himself = await app.SignIn(await app.Given.Person(Roles.Head, world.School.Place, employeeId: leader.Id));
        Assert.Equal(HttpStatusCode.Conflict, (await himself.Api.PostAsJsonAsync($"/api{Links.Flag(world.School.Id, $"subject-{leader.Id}-PC")}", new { version = 0, due = "0", taught = "2", reason = "NO_SPECIALIST", reference = "7/2025" })).StatusCode);
        var other = await app.Given.School(inProvinceOf: world.School);
        foreach (var stranger in (GivenPerson[])[other.Head, await app.Given.Person(Roles.HrManager, (await app.Given.School()).Directorate), await app.Given.Person(Roles.Teacher, world.School.Place)])
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger)).Api.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other.Head)).Api.PostAsJsonAsync(address, answer)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other.Head)).Open(Links.School(world.School.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.School.Head)).Open(Links.Flag(world.School.Id, "under-1"))).Status);

        // Figures that are not those of now are not answered; two answers to one version neither.
        var head = await app.SignIn(world.School.Head);
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync(address, new { version = 0, due = "24", taught = "9", reason = "TASK", hours = "15", reference = "7/2025" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsJsonAsync(address, answer)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync(address, answer)).StatusCode);

        var made = await app.Read(db => db.FlagCases.AsNoTracking().SingleAsync(c => c.SchoolId == world.School.Id));
        var accept = new { version = $"{made.Version}", @do = "accept" };
        foreach (var involved in (GivenPerson[])[await app.Given.Person(Roles.HrManager, world.School.Directorate, employeeId: world.Employee), world.School.Head with { HatId = await Hat(world.School.Head.AccountId, world.School.Directorate) }])
            Assert.Equal(HttpStatusCode.Conflict, (await (await app.SignIn(involved)).Api.PostAsJsonAsync($"/api{Links.Decide(made.Id)}", accept)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await app.Given.Person(Roles.HrManager, (await app.Given.School()).Directorate))).Api.PostAsJsonAsync($"/api{Links.Decide(made.Id)}", accept)).StatusCode);

        // Nor does the other parent of the person's child.
        var spouse = await app.Given.Employee(world.School.Directorate);
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = world.Employee, FirstNameAr = "آدم", BirthDate = new DateOnly(2019, 3, 1), OtherParentCin = spouse.Cin });
            await db.SaveChangesAsync();
        });
        var kin = await app.SignIn(await app.Given.Person(Roles.HrManager, world.School.Directorate, employeeId: spouse.Id));
        Assert.Equal(HttpStatusCode.Conflict, (await kin.Api.PostAsJsonAsync($"/api{Links.Decide(made.Id)}", accept)).StatusCode);
        Assert.Null((await kin.Open(Links.Flag(world.School.Id, world.Under))).Find("#decide"));

        // An answer to figures that have changed since cannot be accepted.
        await Assign(world.Classes[0], "FR", world.Employee, 1);
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.SignIn(world.Hr)).Api.PostAsJsonAsync($"/api{Links.Decide(made.Id)}", accept)).StatusCode);
        Assert.Equal(FlagState.Sent, await app.Read(db => db.FlagCases.Where(c => c.Id == made.Id).Select(c => c.State).SingleAsync()));
    }

    [Fact]
    public async Task AC_TAR_2_a_change_of_a_timetable_is_on_the_board_at_the_next_request()
    {
        var world = await Given(classes: 1, hours: 5);
        var (head, made) = (await app.SignIn(world.School.Head), world.Classes[0]);
        // Without a timetable what was assigned counts: the five hours of the programme are given.
        Assert.Equal((0m, 19m), await Board(world, "open", "free"));

        async Task<long> Place(string start, string hours = "2", string half = "0")
        {
            var assignment = await app.Read(db => db.TeachingAssignments.Where(t => t.ClassId == made.Id && t.SubjectCode == Subject).Select(t => t.Id).SingleAsync());
            var answer = await head.Api.PostAsJsonAsync($"/api{Massar.Features.Timetables.Links.PlaceIn(made.Id)}", new { assignment = $"{assignment}", start, hours, half });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("lesson").GetInt64();
        }

        var first = await Place("1-M1");
        Assert.Equal((3m, 22m), await Board(world, "open", "free"));
        await Place("2-M1");
        await Place("3-M1", "1", "1");
        Assert.Equal((0m, 19m), await Board(world, "open", "free"));
        // The other half of the class at another hour: nothing more for the pupils, an hour more for the teacher.
        await Place("4-M1", "1", "2");
        Assert.Equal((0m, 18m), await Board(world, "open", "free"));
        Assert.Equal((6m, 24m), await Board(world, "need", "available"));

        // Taken away, and the teacher gone: at once.
        Assert.True((await head.Api.PostAsJsonAsync($"/api{Massar.Features.Timetables.Links.Remove(first)}", new { version = $"{await app.Read(db => db.Lessons.Where(l => l.Id == first).Select(l => l.Version).SingleAsync())}" })) is var removed && removed.IsSuccessStatusCode, await removed.Content.ReadAsStringAsync());
        Assert.Equal((2m, 20m), await Board(world, "open", "free"));
        await app.Write(db => db.TeachingAssignments.Where(t => t.ClassId == made.Id).ExecuteUpdateAsync(u => u.SetProperty(t => t.EndsOn, new DateOnly(made.Class.SchoolYearId, 9, 2))));
        Assert.Equal((5m, 24m), await Board(world, "open", "free"));
        // Whoever has the class now gives the lessons that stand.
        var colleague = await Teacher(world.School);
        await Assign(made, Subject, colleague.Id, 5);
        Assert.Equal((2m, 44m), await Board(world, "open", "free"));
    }

    [Fact]
    public async Task The_board_leads_from_a_subject_to_the_school_in_as_many_statements_for_one_school_as_for_many()
    {
        var world = await Given(classes: 1, hours: 5);
        var hr = await app.SignIn(world.Hr, "fr", steppedUp: true);
        await hr.Open(Links.Board);
        var one = await MassarApp.StatementsOf(() => hr.Open(Links.Board));
        for (var n = 0; n < 3; n++)
            await Given(classes: 1, hours: 5, world.School);
        var many = await MassarApp.StatementsOf(() => hr.Open(Links.Board));
        Assert.Equal((one.Count, true), (many.Count, many.Count <= 5));

        var subject = await hr.Open($"{Links.Board}?by=subject&subject={Subject}");
        var communes = await subject.Follow("by=commune");
        Assert.Equal(4, communes.All("main tbody tr").Count);
        var schools = await communes.Follow("by=school");
        var school = await schools.Follow("/staffing/schools/");
        Assert.Equal((HttpStatusCode.OK, Words.All.Say("fr", "staffing.school")), (school.Status, school.Heading));
        Assert.Contains("Mathématiques", await (await hr.Get($"{Links.Board}/list.csv?by=school&subject={Subject}")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(await app.Given.Person(Roles.AcademyMobility, world.School.Academy))).Open(Links.Board)).Status);
        Assert.Equal("[]", (await Json(await app.SignIn(await app.Given.Person(Roles.HrManager, (await app.Given.School()).Directorate)), $"{Links.Board}?subject={Subject}")).GetProperty("lines").ToString());

        // The lists leave by the rules of lists, with a fresh second factor.
        var ppr = await app.Read(db => db.Employees.Where(e => e.Id == world.Employee).Select(e => e.Ppr).SingleAsync());
        Assert.Contains(ppr, await (await hr.Get($"{Links.School(world.School.Id)}/list.csv")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await (await app.SignIn(world.Hr)).Get($"{Links.School(world.School.Id)}/list.xlsx")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await hr.Get($"{Links.Answers}/list.xlsx?state=all")).StatusCode);
    }

    [Fact]
    public async Task The_school_is_asked_about_other_subjects_desks_and_classes_without_a_teacher_and_hours_elsewhere_count()
    {
        var world = await Given(classes: 3, hours: 5);
        await Assign(world.Classes[0], "PC", world.Employee, 2);
        var desk = await Teacher(world.School);
        await app.Given.Person(Roles.Supervisor, world.School.Place, employeeId: desk.Id);
        var neighbour = await app.Given.School(inProvinceOf: world.School);
        await Assign(await app.Given.Class(neighbour, pupils: 0), Subject, world.Employee, 6);

        var sheet = await Json(await app.SignIn(world.School.Head), Links.School(world.School.Id));

        var keys = await Keys(world.School);
        Assert.Contains($"subject-{world.Employee}-PC", keys);
        Assert.Contains($"post-{desk.Id}", keys);
        Assert.Contains($"class-{world.Classes[1].Id}-PC", keys);
        Assert.DoesNotContain($"class-{world.Classes[0].Id}-PC", keys);
        // 17 hours here and 6 there: one hour is missing, and nobody is asked about one.
        Assert.DoesNotContain(world.Under, keys);
        var line = sheet.GetProperty("lines").EnumerateArray().Single(l => l.GetProperty("employeeId").GetInt64() == world.Employee);
        Assert.Equal((17m, 6m, -1m), (line.GetProperty("here").GetDecimal(), line.GetProperty("elsewhere").GetDecimal(), line.GetProperty("gap").GetDecimal()));
        // Where he helps he is on the list, and not asked about his hours.
        var there = await Json(await app.SignIn(neighbour.Head), $"{Links.School(neighbour.Id)}?show=others");
        Assert.Equal(world.Employee, there.GetProperty("lines").EnumerateArray().Single().GetProperty("employeeId").GetInt64());

        // Away by decision: owes nothing here.
        await app.Write(async db =>
        {
            db.CareerSteps.Add(new CareerStep { EmployeeId = world.Employee, StartsOn = new DateOnly(Support.Given.Year, 9, 1), GradeCode = "PES_COL_2", Echelle = "10", Echelon = 5, Index = 377, PositionCode = "AVAILABILITY_REQUEST", LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        });
        Assert.DoesNotContain(world.Under, await Keys(world.School));
    }

    private static readonly byte[] Pdf = System.Text.Encoding.Latin1.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type /Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n");

    private async Task<World> Given(int classes, int hours, GivenSchool? near = null)
    {
        var school = await app.Given.School(inProvinceOf: near);
        var employee = await Teacher(school);
        List<GivenClass> made = [];
        for (var n = 0; n < classes; n++)
        {
            made.Add(await app.Given.Class(school, pupils: 0));
            await Assign(made[^1], Subject, employee.Id, hours);
        }

        return new World(school, await app.Given.Person(Roles.Teacher, school.Place, employeeId: employee.Id), await app.Given.Person(Roles.HrManager, school.Directorate), made);
    }

    private async Task<Employee> Teacher(GivenSchool school)
    {
        var employee = await app.Given.Employee(school.Place, "PES_COL_2");
        await app.Write(db => db.Employees.Where(e => e.Id == employee.Id).ExecuteUpdateAsync(u => u.SetProperty(e => e.DisciplineCode, Subject)));
        return employee;
    }

    private Task Assign(GivenClass taught, string subject, long employee, decimal hours) => app.Write(async db =>
    {
        db.TeachingAssignments.Add(new TeachingAssignment { ClassId = taught.Id, SchoolId = taught.School.Id, SchoolYearId = taught.Class.SchoolYearId, SubjectCode = subject, EmployeeId = employee, WeeklyHours = hours, StartsOn = new DateOnly(taught.Class.SchoolYearId, 9, 1) });
        await db.SaveChangesAsync();
    });

    private async Task<long> Hat(long account, Massar.Features.Schools.Domain.Place place)
    {
        var hat = new Massar.Features.Accounts.Domain.Hat { AccountId = account, Role = Roles.HrManager, PlaceId = place.Id, PlacePath = place.Path, StartsOn = new DateOnly(2020, 9, 1) };
        await app.Write(async db =>
        {
            db.Hats.Add(hat);
            await db.SaveChangesAsync();
        });
        return hat.Id;
    }

    /// <summary>What the head is asked about, from all pages.</summary>
    private async Task<HashSet<string>> Keys(GivenSchool school)
    {
        var head = await app.SignIn(school.Head);
        var keys = new HashSet<string>();
        for (var page = 1; ; page++)
        {
            var sheet = await Json(head, $"{Links.School(school.Id)}?f={page}");
            keys.UnionWith(sheet.GetProperty("flags").EnumerateArray().Select(f => f.GetProperty("flag").GetProperty("key").GetString()!));
            if (page >= sheet.GetProperty("flagPages").GetInt32())
                return keys;
        }
    }

    private static async Task<JsonElement> Json(Visitor visitor, string address) => await visitor.Api.GetFromJsonAsync<JsonElement>($"/api{address}");

    /// <summary>Two figures of mathematics in the commune of the school, as the directorate reads them now.</summary>
    private async Task<(decimal, decimal)> Board(World world, string one, string other)
    {
        var board = await Json(await app.SignIn(world.Hr), $"{Links.Board}?subject={Subject}");
        var line = board.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("line")).Single(l => l.GetProperty("placeId").GetInt32() == world.School.Place.ParentId);
        return (line.GetProperty(one).GetDecimal(), line.GetProperty(other).GetDecimal());
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Classes;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Classes;

/// <summary>A school's classes, their lists, who sits where and who teaches what.</summary>
public sealed class ClassTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static string Today => MoroccanDay.Today(MassarApp.Clock).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Theory, InlineData("ar", "الأقسام واللوائح"), InlineData("fr", "Classes et listes"), InlineData("en", "Classes and lists")]
    public async Task The_classes_of_the_year_are_listed_with_pupils_and_hours(string language, string title)
    {
        var made = await app.Given.Class(await app.Given.School(), pupils: 4);
        await app.Given.Teacher(made);
        var other = await app.Given.Class(await app.Given.School());
        var due = await app.Read(db => db.SubjectPlans.Where(p => p.SchoolYearId == Given.Year && p.LevelCode == "1AC" && p.StreamCode == "").SumAsync(p => p.WeeklyHours ?? 0));
        var head = await app.SignIn(made.School.Head, language);

        var page = await head.Open(Links.All);

        Assert.Equal(title, page.Heading);
        var row = Assert.Single(page.All("tbody tr"));
        Assert.Contains(made.Class.Name, row.TextContent, StringComparison.Ordinal);
        Assert.Contains($"4/{due.ToString("0.#", CultureInfo.InvariantCulture)}", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Class.Name, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("classes.", page.Text, StringComparison.Ordinal);
        var json = await head.Api.GetFromJsonAsync<JsonElement>("/api" + Links.All);
        Assert.Equal(4, json.GetProperty("lines")[0].GetProperty("pupils").GetInt32());
    }

    [Fact]
    public async Task A_class_shows_its_list_and_its_hours_and_leaves_as_a_file_once_written_down()
    {
        var made = await app.Given.Class(await app.Given.School(), pupils: 3);
        var teacher = await app.Given.Teacher(made);
        var desk = await app.SignIn(await app.Given.Person(Roles.Supervisor, made.School.Place), "fr");

        var page = await desk.Open(Links.Class(made.Id));

        Assert.Equal(3, page.Find("table")!.QuerySelectorAll("tbody tr").Length);
        foreach (var pupil in made.Pupils) Assert.Contains(pupil.MassarCode, page.Text, StringComparison.Ordinal);
        Assert.True(page.Says("Sans enseignant(e)"));
        Assert.Null(page.Find($"a[href='{Links.Pupil(made.Pupils[0].EnrollmentId)}']"));
        var csv = Encoding.UTF8.GetString(await (await desk.Get(Links.List(made.Id, "csv"))).Content.ReadAsByteArrayAsync());
        foreach (var pupil in made.Pupils) Assert.Contains(pupil.MassarCode, csv, StringComparison.Ordinal);
        Assert.Equal("PK", Encoding.ASCII.GetString((await (await desk.Get(Links.List(made.Id, "xlsx"))).Content.ReadAsByteArrayAsync())[..2]));
        Assert.Equal([("class-list", 3), ("class-list", 3)], (await app.Read(db => db.ExportsTaken.Where(t => t.PlaceId == made.School.Id).ToListAsync())).Select(t => (t.Kind, t.Persons)));
        var stranger = await app.SignIn((await app.Given.School()).Head);
        foreach (var address in (string[])[Links.Class(made.Id), Links.List(made.Id, "csv"), Links.Seats(made.Id), Links.Teaching(made.Id, "MATH"), Links.Pupil(made.Pupils[0].EnrollmentId)])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(address)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(teacher)).Open(Links.All)).Status);
    }

    [Fact]
    public async Task A_pupil_moves_to_a_class_of_the_level_and_where_he_sat_stays_readable()
    {
        var school = await app.Given.School();
        var (from, to, other) = (await app.Given.Class(school, pupils: 2), await app.Given.Class(school, pupils: 3), await app.Given.Class(school, "2AC", 1));
        var pupil = from.Pupils[0];
        var head = await app.SignIn(school.Head, "fr");

        var (form, atOnce) = (await head.Open(Links.Pupil(pupil.EnrollmentId)), await head.Open(Links.Pupil(pupil.EnrollmentId)));
        Assert.Equal(["", $"{to.Id}"], form.All("select[name=Class] option").Select(o => o.GetAttribute("value")));
        var wrong = await form.Submit(("Class", $"{other.Id}"), ("Day", Today), ("Reason", "Rapprochement"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("Rapprochement", wrong.ValueOf("Reason"));
        var early = await form.Submit(("Class", $"{to.Id}"), ("Day", $"{Given.Year}-09-01"));
        Assert.NotNull(early.ErrorOf("Day"));
        var done = await form.Submit(("Class", $"{to.Id}"), ("Day", Today), ("Reason", "Rapprochement"));

        Assert.Equal(Links.Class(to.Id), done.Address);
        var enrollment = await app.Read(db => db.Enrollments.SingleAsync(e => e.Id == pupil.EnrollmentId));
        Assert.Equal((to.Id, 4), (enrollment.ClassId, enrollment.OrderInClass));
        foreach (var address in (string[])[Links.Class(from.Id), Links.Class(to.Id), Links.Pupil(pupil.EnrollmentId)])
            Assert.True((await head.Open(address)).Says("Rapprochement"), address);
        Assert.Contains(await app.Read(db => db.AuditEntries.Where(a => a.PlaceId == school.Id).Select(a => a.Action).ToListAsync()), a => a == "Classes.MovePupil");

        // The form of before is stale now, and says where the pupil sits.
        var stale = await atOnce.Submit(("Class", $"{to.Id}"), ("Day", Today), ("Reason", "Deux fois"));
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Equal("Deux fois", stale.ValueOf("Reason"));
        Assert.Contains(to.Class.Name, stale.Find("dl.facts")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pupils_without_a_class_are_seated_together_or_not_at_all()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 2);
        List<GivenPupil> waiting = [await app.Given.Pupil(school), await app.Given.Pupil(school)];
        var head = await app.SignIn(school.Head, "fr");

        var page = await head.Open(Links.Seats(made.Id));
        Assert.Equal(2, page.All("input[name=Pupil]").Count);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await page.Submit()).Status);
        var refused = await head.Api.PostAsJsonAsync($"/api{Links.Seats(made.Id)}", new { Enrollments = new[] { waiting[0].EnrollmentId, made.Pupils[0].EnrollmentId } });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Null(await app.Read(db => db.Enrollments.Where(e => e.Id == waiting[0].EnrollmentId).Select(e => e.ClassId).SingleAsync()));
        await page.Submit(("Pupil", $"{waiting[0].EnrollmentId}"), ("Pupil", $"{waiting[1].EnrollmentId}"));

        var orders = await app.Read(db => db.Enrollments.Where(e => e.ClassId == made.Id).Select(e => e.OrderInClass).ToListAsync());
        Assert.Equal([1, 2, 3, 4], orders.Order());
        Assert.Equal(2, await app.Read(db => db.ClassMoves.CountAsync(m => m.ToClassId == made.Id && m.FromClassId == null)));
    }

    [Fact]
    public async Task A_subject_has_one_teacher_a_day_with_hours_and_days_of_the_year()
    {
        var made = await app.Given.Class(await app.Given.School(), pupils: 1);
        await app.Given.Teacher(made);
        var second = await app.Given.Employee(made.School.Place);
        var stranger = await app.Given.Employee((await app.Given.School()).Place);
        await app.Write(db => db.Employees.Where(e => e.Id == second.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.DisciplineCode, "MATH")));
        var head = await app.SignIn(made.School.Head, "fr");
        var address = Links.Teaching(made.Id, "MATH");
        var form = await head.Open(address);

        var overlap = await form.Submit(("Employee", $"{second.Id}"), ("Hours", "5"), ("From", $"{Given.Year + 1}-02-01"));
        Assert.Equal(HttpStatusCode.Conflict, overlap.Status);
        Assert.Equal("5", overlap.ValueOf("Hours"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await form.Submit(("Employee", $"{second.Id}"), ("Hours", "quatre"), ("From", "hier"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await form.Submit(("Employee", $"{stranger.Id}"), ("Hours", "4"), ("From", $"{Given.Year}-08-01"))).Status);

        // The first ends in January, the second follows from February.
        var line = await app.Read(db => db.TeachingAssignments.SingleAsync(t => t.ClassId == made.Id));
        var edit = await head.Open(Links.TeachingLine(made.Id, "MATH", line.Id));
        var atOnce = await head.Open(Links.TeachingLine(made.Id, "MATH", line.Id));
        await edit.Submit(("Hours", "4,5"), ("To", $"{Given.Year + 1}-01-31"));
        await (await head.Open(address)).Submit(("Employee", $"{second.Id}"), ("Hours", "5"), ("From", $"{Given.Year + 1}-02-01"));

        var lines = await app.Read(db => db.TeachingAssignments.Where(t => t.ClassId == made.Id).OrderBy(t => t.StartsOn).ToListAsync());
        Assert.Equal([4.5m, 5m], lines.Select(l => l.WeeklyHours));
        Assert.Equal(new DateOnly(Given.Year + 1, 1, 31), lines[0].EndsOn);
        Assert.Equal(2, await app.Read(db => db.AuditEntries.CountAsync(a => a.PlaceId == made.School.Id && a.Action == "Classes.EditTeaching")));

        var stale = await atOnce.Submit(("Hours", "9"));
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.True(stale.Says("Valeur actuelle") && stale.Says("4.5"));
        Assert.Equal("9", stale.ValueOf("Hours"));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.Teaching(made.Id, "NONE"))).Status);
    }

    [Fact]
    public async Task A_class_over_its_norm_asks_for_a_reason_keeps_it_and_shows_it_whichever_way_a_pupil_comes()
    {
        var school = await app.Given.School("PRI");
        var (full, other) = (await app.Given.Class(school, "1AP", 30), await app.Given.Class(school, "1AP", 1));
        var waiting = await app.Given.Pupil(school, "1AP");
        var head = await app.SignIn(school.Head, "fr");

        var form = await head.Open(Links.Pupil(other.Pupils[0].EnrollmentId));
        Assert.Null(form.Find("[name=OverNorm]"));
        var asked = await form.Submit(("Class", $"{full.Id}"), ("Day", Today), ("Reason", "Fratrie"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.Status);
        Assert.True(asked.ErrorOf("OverNorm")!.Contains("31", StringComparison.Ordinal) && asked.ErrorOf("OverNorm")!.Contains("30", StringComparison.Ordinal), asked.Text);
        Assert.Equal((other.Id, "Fratrie"), (await app.Read(db => db.Enrollments.Where(e => e.Id == other.Pupils[0].EnrollmentId).Select(e => e.ClassId).SingleAsync()), asked.ValueOf("Reason")));
        var tooLong = await asked.Submit(("OverNorm", new string('x', 301)));
        Assert.NotNull(tooLong.ErrorOf("OverNorm"));
        Assert.Equal(Links.Class(full.Id), (await tooLong.Submit(("OverNorm", "Salle de 35 places"))).Address);

        var seats = await head.Open(Links.Seats(full.Id));
        var refused = await seats.Submit(("Pupil", $"{waiting.EnrollmentId}"));
        Assert.NotNull(refused.ErrorOf("OverNorm"));
        var seated = await refused.Submit(("OverNorm", "Ouverture attendue en octobre"));
        Assert.Equal(Links.Class(full.Id), seated.Address);
        Assert.True(seated.Says("Salle de 35 places") && seated.Says("Ouverture attendue en octobre") && seated.Says("32 élèves, norme 30"), seated.Text);
        Assert.Equal([(31, 30), (32, 30)], (await app.Read(db => db.ClassExcesses.Where(x => x.ClassId == full.Id).OrderBy(x => x.Id).ToListAsync())).Select(x => (x.Pupils, x.Norm)));

        // Below the norm nothing is asked, and a reason sent along is not kept.
        (await head.Api.PostAsJsonAsync($"/api{Links.Pupil(full.Pupils[0].EnrollmentId)}", new { version = 0, @class = other.Id, day = Today, overNorm = "x" })).EnsureSuccessStatusCode();
        Assert.False(await app.Read(db => db.ClassExcesses.AnyAsync(x => x.ClassId == other.Id)));
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Enrollments;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Enrollments;

/// <summary>AC-MAS-2: the passage of a school into the next year.</summary>
public sealed class RollOverTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task Everybody_is_named_one_without_a_level_is_fixed_all_move_once_and_undo_restores_every_row()
    {
        YearGiven.SummerComes();
        var school = await app.Given.School("PRI");
        var receiving = await app.Given.School("COL", school);
        await app.Crowd(receiving, "1AC", 1);
        foreach (var (level, pupils) in ((string, int)[])[("1AP", 120), ("2AP", 110), ("3AP", 100), ("4AP", 95), ("5AP", 86)])
            await app.Decide(await app.Crowd(school, level, pupils), level == "1AP" ? "REPEAT" : "PASS");
        await app.Decide(await app.Crowd(school, "6AP", 1), "PASS");
        var before = await app.Rows(school);
        var head = await app.SignIn(school.Head, "fr");

        var checkedPage = await app.Check(head, school, "stays");

        var lines = await app.Read(db => db.RollOverLines.Where(l => db.RollOvers.Any(r => r.Id == l.RollOverId && r.SchoolId == school.Id)).ToListAsync());
        Assert.Equal(512, lines.Count);
        Assert.Equal(511, lines.Count(l => l is { Obstacle: Obstacle.None, ToSchoolId: not null, LevelCode.Length: > 0 }));
        var stays = Assert.Single(lines, l => l.Obstacle != Obstacle.None);
        Assert.Equal(Obstacle.NoLevel, stays.Obstacle);
        Assert.Single(checkedPage.All("tbody tr"));
        Assert.True(checkedPage.Says("Pas de niveau suivant ici"));
        Assert.Equal(before, await app.Rows(school));

        // Without a word on the one who stays, nothing runs.
        var refused = await app.Run(head, school);
        Assert.True(refused.Says("Élèves qui ne passeraient pas : 1"));
        Assert.Equal(before, await app.Rows(school));

        var form = await checkedPage.Follow(Links.Fix(stays.EnrollmentId));
        var target = form.All("select[name=Target] option").Single(o => o.TextContent.Contains(receiving.Place.NameFr, StringComparison.Ordinal)).GetAttribute("value")!;
        var empty = await form.Submit(("Target", target), ("Reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Equal(target, empty.ValueOf("Target"));
        await empty.Submit(("Target", target), ("Reason", "Collège du secteur"));

        await app.Run(head, school);

        var next = await app.Read(db => db.Enrollments.Where(e => e.SchoolYearId == Given.Year + 1 && (e.SchoolId == school.Id || e.SchoolId == receiving.Id)).ToListAsync());
        Assert.Equal(512, next.Count);
        Assert.All(next, e => Assert.Equal(EnrollmentState.Expected, e.State));
        Assert.Equal(120, next.Count(e => e.LevelCode == "1AP"));
        Assert.Equal(86, next.Count(e => e.LevelCode == "6AP"));
        Assert.Equal(0, next.Count(e => e.LevelCode == "2AP"));
        var moved = Assert.Single(next, e => e.SchoolId == receiving.Id);
        Assert.Equal(("1AC", EnrollmentKind.New), (moved.LevelCode, moved.Kind));
        Assert.NotEmpty(await app.Read(db => db.AuditEntries.Where(a => a.PlaceId == school.Id && a.Action == "Enrollments.RunRollOver").ToListAsync()));

        // Twice changes nothing: neither the work of the same order nor a new dry run and a second order.
        var after = await app.Rows(school);
        await app.Write(db => db.WorkItems.Where(w => w.Key.StartsWith($"roll-over/{school.Id}/")).ExecuteUpdateAsync(s => s.SetProperty(w => w.State, WorkState.Waiting)));
        await app.RunWork($"roll-over/{school.Id}/");
        var passage = await app.Read(db => db.RollOvers.SingleAsync(r => r.SchoolId == school.Id));
        Assert.Equal(HttpStatusCode.OK, (await head.Api.PostAsJsonAsync("/api" + Links.Run, new { passage.Version, LeavesBehind = true })).StatusCode);
        await app.RunWork($"roll-over/{school.Id}/");
        Assert.Equal(after, await app.Rows(school));

        var undone = await (await head.Open(Links.RollOver)).SubmitForm($"form[action='{Links.Undo}']", null, false);
        Assert.True(undone.Says("Réinscription annulée"));
        Assert.Equal(before, await app.Rows(school));

        // And it can be done again, the head's word on the one still there.
        await app.Check(head, school);
        await app.Run(head, school);
        Assert.Equal(512, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolYearId == Given.Year + 1 && (e.SchoolId == school.Id || e.SchoolId == receiving.Id))));
    }

    [Fact]
    public async Task Those_who_finish_or_leave_are_restored_to_the_letter()
    {
        YearGiven.SummerComes();
        var school = await app.Given.School("QUA");
        await app.Decide(await app.Crowd(school, "2BAC", 4, stream: "2BACSP"), "PASS");
        await app.Decide(await app.Crowd(school, "1BAC", 3, stream: "1BACSE"), "EXCLUDE");
        var before = await app.Rows(school);
        var head = await app.SignIn(school.Head, "fr");

        await app.Check(head, school);
        await app.Run(head, school);

        var rows = await app.Read(db => db.Enrollments.Where(e => e.SchoolId == school.Id).ToListAsync());
        Assert.Equal((4, 3, 7), (rows.Count(e => e.State == EnrollmentState.Graduated), rows.Count(e => e is { State: EnrollmentState.Left, LeftOn: not null }), rows.Count));
        await (await head.Open(Links.RollOver)).SubmitForm($"form[action='{Links.Undo}']", null, false);
        Assert.Equal(before, await app.Rows(school));
    }

    [Fact]
    public async Task Taking_back_is_refused_after_its_hours_and_when_something_was_built_on_it()
    {
        YearGiven.SummerComes();
        var school = await app.Given.School("PRI");
        var made = await app.Crowd(school, "1AP", 2);
        await app.Crowd(school, "2AP", 1);
        await app.Decide(made, "PASS");
        var head = await app.SignIn(school.Head, "fr");
        await app.Check(head, school);
        await app.Run(head, school, leavesBehind: true);
        var after = await app.Rows(school);
        var seated = await app.Read(db => db.Enrollments.Where(e => e.SchoolId == school.Id && e.SchoolYearId == Given.Year + 1).Select(e => new { e.Id, Code = db.Pupils.Where(p => p.Id == e.PupilId).Select(p => p.MassarCode).First() }).FirstAsync());
        await app.Write(db => db.Enrollments.Where(e => e.Id == seated.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Active).SetProperty(e => e.Version, 1)));

        var refused = await (await head.Open(Links.RollOver)).SubmitForm($"form[action='{Links.Undo}']", null, false);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains(seated.Code, refused.Text, StringComparison.Ordinal);
        Assert.Equal(after.Count, (await app.Rows(school)).Count);

        await app.Write(db => db.Enrollments.Where(e => e.Id == seated.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Expected).SetProperty(e => e.Version, 0)));
        MassarApp.Clock.Pass(TimeSpan.FromHours(49));
        head = await app.SignIn(school.Head, "fr");
        var late = await (await head.Open(Links.RollOver)).SubmitForm($"form[action='{Links.Undo}']", null, false);
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.True(late.Says("Le délai d'annulation (48 heures) est passé"));
        Assert.Equal(after, await app.Rows(school));
    }

    [Fact]
    public async Task A_run_that_was_stopped_leaves_the_way_open_for_the_next()
    {
        YearGiven.SummerComes();
        var school = await app.Given.School("PRI");
        await app.Decide(await app.Crowd(school, "1AP", 2), "REPEAT");
        var head = await app.SignIn(school.Head, "fr");
        await app.Check(head, school);
        var job = await (await head.Open(Links.RollOver)).SubmitForm($"form[action='{Links.Run}']", null, false);
        await job.Submit();
        await app.RunWork($"roll-over/{school.Id}/");
        Assert.Equal(2, (await app.Rows(school)).Count);

        await app.Check(head, school);
        await app.Run(head, school);

        Assert.Equal(4, (await app.Rows(school)).Count);
    }

    [Fact]
    public async Task A_second_dry_run_is_not_queued_while_one_waits()
    {
        var school = await app.Given.School("PRI");
        await app.Crowd(school, "1AP", 2);
        var head = await app.SignIn(school.Head, "fr");
        var once = await (await head.Open(Links.RollOver)).SubmitForm($"form[action='{Links.Check}']", null, false);
        Assert.StartsWith("/jobs/", once.Address, StringComparison.Ordinal);

        var twice = await head.Api.PostAsync("/api" + Links.Check, null);

        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Assert.Contains("enrollments.roll.checking", await twice.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await app.Read(db => db.WorkItems.CountAsync(w => w.Key.StartsWith($"roll-over/{school.Id}/"))));
        await app.RunWork($"roll-over/{school.Id}/");
        Assert.Equal(HttpStatusCode.OK, (await head.Api.PostAsync("/api" + Links.Check, null)).StatusCode);
    }

    [Fact]
    public async Task A_head_does_not_decide_where_the_head_s_own_child_goes_not_even_among_others()
    {
        var school = await app.Given.School("QUA");
        var made = await app.Crowd(school, "TC", 3, stream: "TCS");
        await app.Crowd(school, "1BAC", 1, stream: "1BACSE");
        await app.Crowd(school, "1BAC", 1, stream: "1BACSM");
        var children = await app.Read(db => db.Enrollments.Where(e => e.ClassId == made.Id).OrderBy(e => e.Id).Select(e => new { e.Id, e.PupilId }).ToListAsync());
        // A guardian and an employee with one identity card are one person.
        var guardian = await app.Given.Guardian(school, new GivenPupil(children[0].PupilId, "", "", children[0].Id));
        await app.Write(async db =>
        {
            var cin = await db.Guardians.Where(g => g.Id == guardian.GuardianId).Select(g => g.Cin).SingleAsync();
            await db.Employees.Where(e => e.Id == school.Head.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Cin, cin!));
        });
        var head = await app.SignIn(school.Head, "fr");
        await app.Check(head, school);

        var own = await head.Open(Links.Fix(children[0].Id));
        Assert.True(own.Says("Nul ne décide de la destination de son propre enfant"));
        Assert.Null(own.Find("[name=Target]"));
        var other = await head.Open(Links.Fix(children[1].Id));
        var target = other.All("select[name=Target] option").Single(o => o.GetAttribute("value")!.EndsWith("/1BACSM", StringComparison.Ordinal)).GetAttribute("value")!;
        var refused = await head.Api.PutAsJsonAsync($"/api{Links.Fix(children[0].Id)}", new { Version = -1, Target = target, Reason = "Conseil d'orientation", All = false });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("enrollments.fix.own", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await other.Submit(("Target", target), ("Reason", "Conseil d'orientation"), ("All", "true"));

        var lines = await Lines(school);
        Assert.False(lines.Single(l => l.EnrollmentId == children[0].Id).IsFixed);
        Assert.Equal(2, lines.Count(l => l.IsFixed));
        // A colleague decides, and says why.
        var colleague = await app.SignIn(await app.Given.Person(Roles.Head, school.Place), "fr");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await colleague.Open(Links.Fix(children[0].Id))).Submit(("Target", target), ("Reason", " "))).Status);
        await (await colleague.Open(Links.Fix(children[0].Id))).Submit(("Target", target), ("Reason", "Conseil d'orientation"));
        Assert.True((await Lines(school)).Single(l => l.EnrollmentId == children[0].Id).IsFixed);
    }

    [Fact]
    public async Task Outside_the_window_only_the_dry_run_is_open()
    {
        var school = await app.Given.School("PRI");
        await app.Decide(await app.Crowd(school, "1AP", 2), "REPEAT");
        var head = await app.SignIn(school.Head, "fr");

        var page = await app.Check(head, school);

        Assert.Equal(2, page.All("tbody tr").Count);
        Assert.Null(page.Find($"form[action='{Links.Run}']"));
        var passage = await app.Read(db => db.RollOvers.SingleAsync(r => r.SchoolId == school.Id));
        var answer = await head.Api.PostAsJsonAsync("/api" + Links.Run, new { passage.Version, LeavesBehind = true });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains($"15/06/{Given.Year + 1}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_obstacle_is_named_and_one_word_can_hold_for_all_alike()
    {
        var school = await app.Given.School("QUA");
        await app.Crowd(school, "TC", 3, stream: "TCS");
        await app.Crowd(school, "1BAC", 2, stream: "1BACSE");
        await app.Crowd(school, "1BAC", 2, stream: "1BACSM");
        await app.Crowd(school, "2BAC", 1, stream: "2BACSP");
        await app.Crowd(school, "TC", 1, stream: "TCLSH", state: EnrollmentState.Expected);
        var head = await app.SignIn(school.Head, "fr");

        await app.Check(head, school);

        var lines = await Lines(school);
        // Two streams follow the scientific common core here; sciences lead to one; mathematics and the humanities to none.
        Assert.Equal(3, lines.Count(l => l.Obstacle == Obstacle.ChooseStream));
        Assert.Equal(2, lines.Count(l => l is { Obstacle: Obstacle.Undecided, StreamCode: "2BACSP" }));
        Assert.Equal(2, lines.Count(l => l.Obstacle == Obstacle.NoLevel));
        Assert.Equal(1, lines.Count(l => l.Obstacle == Obstacle.NotConfirmed));
        Assert.Equal(1, lines.Count(l => l is { Obstacle: Obstacle.Undecided, End: YearEnd.Graduated }));

        var one = lines.First(l => l.Obstacle == Obstacle.ChooseStream);
        var (form, atOnce) = (await head.Open(Links.Fix(one.EnrollmentId)), await head.Open(Links.Fix(one.EnrollmentId)));
        var target = form.All("select[name=Target] option").Single(o => o.GetAttribute("value")!.EndsWith("/1BACSM", StringComparison.Ordinal)).GetAttribute("value")!;
        await form.Submit(("Target", target), ("Reason", "Conseil d'orientation"), ("All", "true"));
        Assert.Equal(3, (await Lines(school)).Count(l => l is { IsFixed: true, StreamCode: "1BACSM", Obstacle: Obstacle.None }));

        // The next dry run follows the word.
        await app.Check(head, school);
        Assert.Equal(3, (await Lines(school)).Count(l => l is { IsFixed: true, StreamCode: "1BACSM", Obstacle: Obstacle.None }));

        // Two who change the same word: the second sees what holds, and what was typed.
        var late = await atOnce.Submit(("Target", form.All("select[name=Target] option").Single(o => o.GetAttribute("value")!.EndsWith("/1BACSE", StringComparison.Ordinal)).GetAttribute("value")!), ("Reason", "Autre avis"));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.EndsWith("/1BACSE", late.ValueOf("Target"), StringComparison.Ordinal);
        Assert.True(late.Says("Valeur actuelle"));
    }

    [Fact]
    public async Task Another_head_sees_nothing_and_the_receiving_school_is_one_of_the_directorate()
    {
        var school = await app.Given.School("PRI");
        var receiving = await app.Given.School("COL", school);
        var foreign = await app.Given.School("COL");
        await app.Crowd(receiving, "1AC", 1);
        await app.Crowd(foreign, "1AC", 1);
        await app.Crowd(school, "6AP", 2);
        var head = await app.SignIn(school.Head, "fr");
        await app.Check(head, school);
        var line = (await Lines(school))[0];

        var stranger = await app.SignIn(foreign.Head);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Fix(line.EnrollmentId))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PutAsJsonAsync($"/api{Links.Fix(line.EnrollmentId)}", new { Version = -1, Target = "Leaving/0//", Reason = "x", All = false })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place))).Open(Links.RollOver)).Status);

        var page = await head.Open(Links.NextSchools);
        Assert.Contains(receiving.Place.NameFr, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(foreign.Place.NameFr, page.Text, StringComparison.Ordinal);
        var wrong = await page.Submit(("Level", "6AP"), ("School", $"{foreign.Id}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Empty(await app.Read(db => db.NextSchools.Where(n => n.SchoolId == school.Id).ToListAsync()));
        await page.Submit(("Level", "6AP"), ("School", $"{receiving.Id}"));
        await app.Check(head, school);
        Assert.All(await Lines(school), l => Assert.Equal((Obstacle.Undecided, YearEnd.EndOfCycle, "1AC", receiving.Id), (l.Obstacle, l.End, l.LevelCode, l.ToSchoolId)));
    }

    [Theory, InlineData("ar", "لم يقرر مجلس القسم بعد"), InlineData("fr", "Le conseil de classe n'a pas décidé"), InlineData("en", "The class council has not decided")]
    public async Task The_list_is_a_page_a_file_and_JSON_in_the_reader_s_language(string language, string obstacle)
    {
        var school = await app.Given.School("PRI");
        await app.Crowd(school, "1AP", 2);
        await app.Crowd(school, "2AP", 1);
        var head = await app.SignIn(school.Head, language, steppedUp: true);
        var page = await app.Check(head, school);

        Assert.True(page.Says(obstacle));
        Assert.DoesNotContain("enrollments.", page.Text, StringComparison.Ordinal);
        var csv = Encoding.UTF8.GetString(await (await head.Get(Links.RollOverFile("Undecided", "csv"))).Content.ReadAsByteArrayAsync());
        Assert.Equal(2, csv.Split(obstacle).Length - 1);
        Assert.Equal("PK", Encoding.ASCII.GetString((await (await head.Get(Links.RollOverFile(null, "xlsx"))).Content.ReadAsByteArrayAsync())[..2]));
        Assert.Equal(2, await app.Read(db => db.ExportsTaken.CountAsync(t => t.PlaceId == school.Id && t.Kind == "roll-over" && t.Persons > 0)));
        var json = await head.Api.GetFromJsonAsync<JsonElement>("/api" + Links.RollOver);
        Assert.Equal(3, json.GetProperty("staying").GetInt32());
        // The whole school in one file asks who is there once more.
        Assert.Equal(HttpStatusCode.SeeOther, (await (await app.SignIn(school.Head)).Open(Links.RollOverFile(null, "csv"), follow: false)).Status);
    }

    private Task<List<RollOverLine>> Lines(GivenSchool school) =>
        app.Read(db => db.RollOverLines.AsNoTracking().Where(l => db.RollOvers.Any(r => r.Id == l.RollOverId && r.SchoolId == school.Id)).OrderBy(l => l.EnrollmentId).ToListAsync());
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Attendance.Domain;
using Massar.Features.Exports.Domain;
using Massar.Features.Leaves;
using Massar.Features.Leaves.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Attendance;
using Massar.Tests.Features.Registrations;
using Massar.Tests.Features.Timetables;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Leaves;

public sealed class LeaveTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    /// <summary>AC-MSR-6: a ten-day sick leave from the phone with a picture; free colleagues for each hour; counters on both calendars; the third of the year raises a flag.</summary>
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_sick_leave_is_counted_covered_and_decided_and_the_third_of_the_year_asks_a_question(string language)
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, office) = await World();
        var colleague = await app.Given.Teacher(plan.One, "AR");
        await Lesson(plan.One, "MATH", "M1", 2);
        await Lesson(plan.One, "FR", "M2", 1);
        var teacher = plan.Math;
        await Past(teacher, plan.School, new DateOnly(Today.Year - 1, 12, 20), 6);
        await Past(teacher, plan.School, Today.AddDays(-60), 4);
        await Past(teacher, plan.School, Today.AddDays(-30), 2);
        var (phone, head, desk) = (await app.SignIn(teacher, language), await app.SignIn(plan.Head, language), await app.SignIn(office, language));

        // Both calendars before anything is sent.
        var address = $"{Links.New}?kind=SICK_SHORT&from={Today:yyyy-MM-dd}&days=10";
        var draft = await phone.Open(address);
        Assert.Equal(["6", "12"], draft.All("main tbody tr td:nth-of-type(1)").Select(c => c.TextContent.Trim()));
        Assert.Equal(["10", "10"], draft.All("main tbody tr td:nth-of-type(2)").Select(c => c.TextContent.Trim()));
        Assert.True(draft.Says(language == "ar" ? "158 من 180" : "158 sur 180"), draft.Text);
        var counters = (await phone.Api.GetFromJsonAsync<JsonElement>($"/api{address}")).GetProperty("estimate").GetProperty("counters");
        Assert.Equal([("civil", 6, 10), ("sliding", 12, 10)], counters.EnumerateArray().Select(c => (c.GetProperty("window").GetString()!, c.GetProperty("used").GetInt32(), c.GetProperty("asked").GetInt32())));

        var sent = await draft.Upload("main form[method=post]", "Paper", "certificat.png", Families.Png(800, 1000), "image/png", ("Reason", ""));
        var leave = await Newest(teacher);
        Assert.Equal(Links.Case(leave.Id), sent.Address);
        Assert.Equal((LeaveState.Asked, 10, Today.AddDays(9), Today.AddDays(2)), (leave.State, leave.Days, leave.EndsOn, leave.PaperDueOn));
        Assert.Equal(1, await Notices(plan.Head, "notices.leave-asked"));

        // The head's board names the teacher, and each hour the colleagues who are free.
        var board = await head.Open(Massar.Features.Attendance.Links.Board);
        Assert.Contains(Links.CoverOn(leave.Id, Today), board.All("main a").Select(a => a.GetAttribute("href")));
        var cover = await head.Open(Links.Cover(leave.Id));
        var hours = cover.All("main details").Select(d => d.QuerySelectorAll("li").Length).ToList();
        Assert.Equal([2, 1], hours);
        Assert.Equal([$"{colleague.EmployeeId}"], cover.All("main select[name=Employee] option").Select(o => o.GetAttribute("value")).Where(v => v!.Length > 0));
        var clash = await cover.Submit(("Employee", $"{plan.French.EmployeeId}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, clash.Status);
        await cover.Submit(("Employee", $"{colleague.EmployeeId}"));
        Assert.Equal((colleague.EmployeeId, HalfDay.Morning), await app.Read(db => db.CallCovers.Where(v => v.ClassId == plan.One.Id && v.Day == Today).Select(v => ValueTuple.Create((long?)v.EmployeeId, v.Half)).SingleAsync()));
        Assert.DoesNotContain(Links.CoverOn(leave.Id, Today), (await head.Open(Massar.Features.Attendance.Links.Board)).All("main a").Select(a => a.GetAttribute("href")));

        // Through the hierarchy: the head's opinion, the directorate's decision.
        Assert.Equal(HttpStatusCode.OK, (await (await head.Open(Links.Answer(leave.Id))).Submit(("Act", "Favorable"))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await head.Open(Links.Answer(leave.Id))).Status);
        var decided = await (await desk.Open(Links.Answer(leave.Id))).Submit(("Act", "Grant"));
        Assert.Equal(Links.Case(leave.Id), decided.Address);
        leave = await Newest(teacher);
        Assert.Equal((LeaveState.Granted, 10, 0, 0), (leave.State, leave.FullDays, leave.HalfDays, leave.UnpaidDays));
        Assert.Equal(1, await Notices(teacher, "notices.leave-granted"));

        // A question with a clock, and nothing else.
        var flag = await app.Read(db => db.LeaveFlags.AsNoTracking().SingleAsync(f => f.EmployeeId == teacher.EmployeeId));
        Assert.Equal((3, FlagState.Open, Today.AddDays(10)), (flag.Count, flag.State, flag.ReplyDueOn));
        Assert.False(await app.Read(db => db.Decisions.AnyAsync(d => d.EmployeeId == teacher.EmployeeId)));
        Assert.Equal(HttpStatusCode.Conflict, (await desk.Api.PostAsJsonAsync($"/api{Links.Flag(flag.Id)}", new { act = "refer", words = "تكرار الرخص القصيرة" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Api.PostAsJsonAsync($"/api{Links.Flag(flag.Id)}", new { act = "close", words = "لا حاجة إلى متابعة" })).StatusCode);
        var mine = await phone.Open(Links.Mine);
        Assert.Contains(Links.Flag(flag.Id), mine.All("main a").Select(a => a.GetAttribute("href")));
        await (await phone.Open(Links.Flag(flag.Id))).Submit(("Words", "كنت تحت العلاج وأدليت بكل الشواهد"));
        var concluded = await (await desk.Open(Links.Flag(flag.Id))).Submit(("Act", "close"), ("Words", "كل الشواهد مدلى بها"));
        Assert.Equal(Links.Flag(flag.Id), concluded.Address);
        Assert.Equal(FlagState.Closed, await app.Read(db => db.LeaveFlags.Where(f => f.Id == flag.Id).Select(f => f.State).SingleAsync()));
        Assert.Equal(1, await Notices(teacher, "notices.leave-flag-concluded"));
    }

    [Fact]
    public async Task Nobody_answers_for_his_own_leave_and_that_of_a_head_goes_to_the_directorate()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, office) = await World();
        var (head, desk) = (await app.SignIn(plan.Head, "fr"), await app.SignIn(office, "fr"));
        await Ask(head, "ANNUAL", Today.AddDays(3), 2);
        await Ask(desk, "ANNUAL", Today.AddDays(3), 2);
        var (heads, offices) = (await Newest(plan.Head), await Newest(office));

        Assert.Equal((LeaveState.WithOffice, LeaveState.WithOffice), (heads.State, offices.State));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Open(Links.Answer(heads.Id))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await desk.Open(Links.Answer(offices.Id))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await desk.Api.PostAsJsonAsync($"/api{Links.Answer(offices.Id)}", new { act = "Grant" })).StatusCode);
        Assert.Empty((await desk.Open(Links.Case(offices.Id))).All($"main a[href='{Links.Answer(offices.Id)}']"));
        Assert.Equal(HttpStatusCode.NoContent, (await desk.Api.PostAsJsonAsync($"/api{Links.Answer(heads.Id)}", new { act = "Grant" })).StatusCode);
        var other = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, plan.School.Directorate));
        Assert.Equal(HttpStatusCode.NoContent, (await other.Api.PostAsJsonAsync($"/api{Links.Answer(offices.Id)}", new { act = "Grant" })).StatusCode);
    }

    [Fact]
    public async Task What_is_the_heads_the_head_decides_and_a_refusal_says_why()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, _) = await World();
        var (teacher, head) = (await app.SignIn(plan.Math, "fr"), await app.SignIn(plan.Head, "fr"));
        await Ask(teacher, "EXCEPTIONAL_FAMILY", Next(DayOfWeek.Friday), 2);
        var leave = await Newest(plan.Math);
        Assert.Equal(leave.StartsOn.AddDays(3), leave.EndsOn);

        var form = await head.Open(Links.Answer(leave.Id));
        var silent = await form.Submit(("Act", "Refuse"), ("Why", "non"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.Status);
        Assert.Equal("non", silent.ValueOf("Why"));
        Assert.NotNull(silent.ErrorOf("Why"));
        Assert.Equal(Links.Case(leave.Id), (await form.Submit(("Act", "Refuse"), ("Why", "Examens locaux ces deux jours"))).Address);

        var page = await teacher.Open(Links.Case(leave.Id));
        Assert.True(page.Says("Examens locaux ces deux jours") && page.Says("Une nouvelle demande ou un recours"), page.Text);
        Assert.Equal(1, await Notices(plan.Math, "notices.leave-refused"));
    }

    [Fact]
    public async Task A_leave_that_somebody_else_answered_meanwhile_is_shown_as_it_is_now()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, _) = await World();
        var (teacher, head) = (await app.SignIn(plan.Math), await app.SignIn(plan.Head, "fr"));
        await Ask(teacher, "EXCEPTIONAL_FAMILY", Today.AddDays(5), 1);
        var leave = await Newest(plan.Math);
        var form = await head.Open(Links.Answer(leave.Id));
        await app.Write(db => db.Leaves.Where(l => l.Id == leave.Id).ExecuteUpdateAsync(s => s.SetProperty(l => l.Version, l => l.Version + 1)));

        var after = await form.Submit(("Act", "Grant"), ("Why", "gardé"));

        Assert.Equal(HttpStatusCode.Conflict, after.Status);
        Assert.Equal("gardé", after.ValueOf("Why"));
        Assert.Equal(LeaveState.Asked, (await Newest(plan.Math)).State);
    }

    [Fact]
    public async Task Sick_days_without_a_certificate_count_as_annual_leave_once_its_day_is_over()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, office) = await World();
        var (teacher, head, desk) = (await app.SignIn(plan.Math), await app.SignIn(plan.Head), await app.SignIn(office, "fr"));
        await Ask(teacher, "SICK_SHORT", Today, 3);
        var leave = await Newest(plan.Math);
        await head.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Favorable" });

        var early = await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Grant" });
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Contains("sans la pièce", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "CountAsAnnual", why = "Aucun certificat reçu" })).StatusCode);

        MassarApp.Clock.Moved += TimeSpan.FromDays(3);
        desk = await app.SignIn(office, "fr");
        Assert.True((await desk.Open(Links.Case(leave.Id))).Says("hors délai"));
        Assert.Equal(HttpStatusCode.NoContent, (await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "CountAsAnnual", why = "Aucun certificat reçu" })).StatusCode);

        leave = await Newest(plan.Math);
        Assert.Equal((LeaveState.Granted, "ANNUAL", "SICK_SHORT"), (leave.State, leave.CountedAs, leave.TypeCode));
        Assert.False(await app.Read(db => db.LeaveFlags.AnyAsync(f => f.EmployeeId == plan.Math.EmployeeId)));
    }

    [Fact]
    public async Task A_certificate_comes_later_against_a_receipt_and_a_counter_visit_is_answered_before_the_decision()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, office) = await World();
        var (teacher, head, desk) = (await app.SignIn(plan.Math, "fr"), await app.SignIn(plan.Head), await app.SignIn(office, "fr"));
        await Ask(teacher, "SICK_SHORT", Today, 5);
        var leave = await Newest(plan.Math);
        var handed = await (await teacher.Open(Links.Case(leave.Id))).Upload($"form[action='{Links.Paper(leave.Id)}']", "Paper", "c.pdf", Families.Pdf(), "application/pdf");
        Assert.True(handed.Says("Pièce remise") && handed.Says("Ouvrir la pièce"), handed.Text);
        var paper = handed.All("main a").Select(a => a.GetAttribute("href")!).Single(a => a.Contains("/papers/", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await head.Get(paper)).StatusCode);

        await head.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Unfavorable", why = "Certificat non daté" });
        await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "OrderVisit" });
        leave = await Newest(plan.Math);
        Assert.Equal((LeaveState.InCheck, Today.AddDays(3), false), (leave.State, leave.CheckDueOn, leave.IsFavored));
        Assert.Equal(HttpStatusCode.Conflict, (await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Grant" })).StatusCode);
        await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "NotConfirmed" });
        Assert.Equal(HttpStatusCode.NoContent, (await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Refuse", why = "Contre-visite non concluante" })).StatusCode);

        Assert.Equal(["asked", "paper", "unfavorable", "visit", "not-confirmed", "refused"], await app.Read(db => db.LeaveEvents.Where(e => e.LeaveId == leave.Id).OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
    }

    /// <summary>Listed illnesses: the health council has ten days for the file and thirty for its answer.</summary>
    [Fact]
    public async Task A_medium_leave_is_granted_only_after_the_health_council()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, office) = await World();
        var (teacher, head, desk) = (await app.SignIn(plan.Math), await app.SignIn(plan.Head), await app.SignIn(office));
        Assert.Equal(HttpStatusCode.OK, (await teacher.Api.PostAsJsonAsync($"/api{Links.New}", new { kind = "SICK_MEDIUM", from = $"{Today:yyyy-MM-dd}", days = 90, paper = Families.Pdf() })).StatusCode);
        var leave = await Newest(plan.Math);
        await head.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Favorable" });

        Assert.Equal(HttpStatusCode.Conflict, (await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Grant" })).StatusCode);
        await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "SendToCouncil" });
        Assert.Equal(Today.AddDays(40), (await Newest(plan.Math)).CheckDueOn);
        await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Confirmed" });
        Assert.Equal(HttpStatusCode.NoContent, (await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Grant" })).StatusCode);
    }

    [Fact]
    public async Task Too_many_days_and_days_already_taken_are_refused_with_what_can_be_done()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, _) = await World();
        var teacher = await app.SignIn(plan.Math, "fr");
        await Past(plan.Math, plan.School, Today.AddDays(-250), 175);

        var over = await (await teacher.Open($"{Links.New}?kind=SICK_SHORT&from={Today:yyyy-MM-dd}&days=6")).Submit(("Reason", "Fièvre"));
        Assert.Equal(HttpStatusCode.Conflict, over.Status);
        Assert.True(over.Says("181") && over.Says("conseil de santé"), over.Text);
        Assert.Equal("Fièvre", over.ValueOf("Reason"));

        Assert.Equal(HttpStatusCode.OK, (await Send(teacher, "SICK_SHORT", Today, 5)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Send(teacher, "EXCEPTIONAL_FAMILY", Today, 1)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(teacher, "PILGRIMAGE", Today.AddDays(40), 20)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(teacher, "SICK_SHORT", Today.AddDays(-30), 2)).StatusCode);
        // Needs its paper with the request.
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(teacher, "TRADE_UNION", Today.AddDays(40), 1)).StatusCode);
    }

    [Fact]
    public async Task Leaves_of_others_do_not_exist()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, _) = await World();
        await Ask(await app.SignIn(plan.Math), "SICK_SHORT", Today, 3, Families.Pdf());
        var leave = await Newest(plan.Math);
        var paper = await app.Read(db => db.StoredFiles.Where(f => f.Id == leave.PaperId).Select(f => f.PublicId).SingleAsync());
        var elsewhere = await app.Given.School();
        foreach (var person in (GivenPerson[])[plan.French, elsewhere.Head, await app.Given.Person(Roles.HrManager, elsewhere.Directorate)])
        {
            var visitor = await app.SignIn(person);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(Links.Case(leave.Id))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(Links.File(leave.Id, paper))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Api.PostAsJsonAsync($"/api{Links.Cancel(leave.Id)}", new { })).StatusCode);
            Assert.Contains((await visitor.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Grant" })).StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.Forbidden]);
            Assert.Contains((await visitor.Open(Links.Cover(leave.Id))).Status, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.Forbidden]);
        }
    }

    [Fact]
    public async Task An_early_return_gives_days_and_covers_back()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, office) = await World();
        var colleague = await app.Given.Teacher(plan.One, "AR");
        await Lesson(plan.One, "MATH", "M1", 1);
        var (teacher, head, desk) = (await app.SignIn(plan.Math), await app.SignIn(plan.Head), await app.SignIn(office));
        await Ask(teacher, "SICK_SHORT", Today, 9, Families.Pdf());
        var leave = await Newest(plan.Math);
        await head.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Favorable" });
        await desk.Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Grant" });
        await app.Write(async db =>
        {
            foreach (var day in (DateOnly[])[Today, Today.AddDays(5)])
                db.CallCovers.Add(new CallCover { SchoolId = plan.School.Id, ClassId = plan.One.Id, SubjectCode = "MATH", Day = day, Half = HalfDay.Morning, EmployeeId = colleague.EmployeeId!.Value, GivenByAccountId = plan.Head.AccountId, GivenAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsJsonAsync($"/api{Links.Cancel(leave.Id)}", new { })).StatusCode);

        MassarApp.Clock.Moved += TimeSpan.FromDays(3);
        head = await app.SignIn(plan.Head, "fr");
        var form = await head.Open(Links.Case(leave.Id));
        var back = await form.SubmitForm($"form[action='{Links.Return(leave.Id)}']", null, false, ("ReturnedOn", $"{Today:yyyy-MM-dd}"));

        Assert.Equal(Links.Case(leave.Id), back.Address);
        leave = await Newest(plan.Math);
        Assert.Equal((LeaveState.Ended, Today, 3), (leave.State, leave.ReturnedOn, leave.FullDays));
        Assert.Equal([Today.AddDays(-3)], await app.Read(db => db.CallCovers.Where(v => v.ClassId == plan.One.Id).Select(v => v.Day).ToListAsync()));
    }

    [Fact]
    public async Task Who_is_on_leave_is_not_free_and_a_leave_taken_back_is_over()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, _) = await World();
        var colleague = await app.Given.Teacher(plan.One, "AR");
        var (teacher, head) = (await app.SignIn(colleague), await app.SignIn(plan.Head));
        var address = $"/api{Massar.Features.Timetables.Links.FreeAt(Today.DayOfWeek, "M1")}";
        Assert.Contains(colleague.EmployeeId!.Value, await Free());

        await Ask(teacher, "SICK_SHORT", Today, 3);
        Assert.DoesNotContain(colleague.EmployeeId.Value, await Free());
        var leave = await Newest(colleague);
        Assert.Equal(HttpStatusCode.NoContent, (await teacher.Api.PostAsJsonAsync($"/api{Links.Cancel(leave.Id)}", new { })).StatusCode);

        Assert.Contains(colleague.EmployeeId.Value, await Free());
        Assert.Equal(LeaveState.Cancelled, (await Newest(colleague)).State);

        async Task<List<long>> Free() => [.. (await head.Api.GetFromJsonAsync<JsonElement>(address)).GetProperty("teachers").EnumerateArray().Select(t => t.GetProperty("id").GetInt64())];
    }

    [Theory, InlineData("ar", "csv"), InlineData("fr", "xlsx")]
    public async Task The_list_narrows_by_kind_and_state_and_leaves_as_a_file_that_is_written_down(string language, string kind)
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, _) = await World();
        await Ask(await app.SignIn(plan.Math), "SICK_SHORT", Today, 3);
        await Ask(await app.SignIn(plan.French), "EXCEPTIONAL_FAMILY", Today.AddDays(20), 1);
        var head = await app.SignIn(plan.Head, language, steppedUp: true);

        Assert.Equal(2, (await head.Open(Links.All)).All("main tbody tr").Count);
        Assert.Single((await head.Open($"{Links.All}?kind=SICK_SHORT")).All("main tbody tr"));
        Assert.Single((await head.Open($"{Links.All}?state=away")).All("main tbody tr"));
        Assert.Empty((await head.Open($"{Links.All}?state=Refused")).All("main tbody tr"));
        var file = await head.Get($"{Links.All}/list.{kind}?kind=SICK_SHORT");

        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        if (kind == "csv")
            Assert.Equal(2, Encoding.UTF8.GetString(await file.Content.ReadAsByteArrayAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(l => l.Contains(';') || l.Contains(',')));
        Assert.Equal((ExportKinds.Leaves, 1), await app.Read(db => db.ExportsTaken.Where(t => t.AccountId == plan.Head.AccountId).Select(t => ValueTuple.Create(t.Kind, t.Persons)).SingleAsync()));
    }

    [Fact]
    public async Task A_head_who_stays_silent_does_not_hold_a_leave_up()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        var (plan, office) = await World();
        await Ask(await app.SignIn(plan.Math), "SICK_SHORT", Today, 3, Families.Pdf());
        var leave = await Newest(plan.Math);
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.SignIn(office)).Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Grant" })).StatusCode);

        MassarApp.Clock.Moved += TimeSpan.FromDays(4);

        Assert.Equal(HttpStatusCode.NoContent, (await (await app.SignIn(office)).Api.PostAsJsonAsync($"/api{Links.Answer(leave.Id)}", new { act = "Grant" })).StatusCode);
        Assert.True((await (await app.SignIn(plan.Head, "fr")).Open($"{Links.All}?state=late")).Says("Reprise non enregistrée"));
    }

    [Fact]
    public async Task The_ministry_changes_a_ceiling_and_a_word_the_rules_do_not_know_is_refused()
    {
        MassarApp.Clock.Moved = await SchoolDay();
        await World();
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, (await app.Given.School()).Academy), "fr");
        var row = await app.Read(db => db.LeaveTypes.AsNoTracking().SingleAsync(t => t.Code == "LEAVE_TERRITORY" && db.SchoolYears.Any(y => y.Id == t.SchoolYearId && y.IsCurrent)));
        var form = await ministry.Open(Massar.Features.Reference.Links.Row("leave-types", $"{row.Id}"));

        var wrong = await form.Submit(("Window", "lunar"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.True(wrong.Says("civil · school · sliding · career · each"), wrong.Text);
        await form.Submit(("MaxDays", "31"));

        Assert.Equal(31, await app.Read(db => db.LeaveTypes.Where(t => t.Id == row.Id).Select(t => t.MaxDays).SingleAsync()));
    }

    /// <summary>Until a spring or autumn school day, so that the days told of lie in one civil year. Each test moves the clock itself: a move made inside an awaited helper ends with it.</summary>
    private Task<TimeSpan> SchoolDay() => app.UntilSchool(fits: day => day.Month is >= 4 and <= 11);

    private async Task<(GivenPlan Plan, GivenPerson Office)> World()
    {
        var plan = await app.Plan();
        return (plan, await app.Given.Person(Roles.HrManager, plan.School.Directorate));
    }

    private static DateOnly Next(DayOfWeek day)
    {
        var next = Today.AddDays(1);
        while (next.DayOfWeek != day)
            next = next.AddDays(1);
        return next;
    }

    private async Task Lesson(GivenClass taught, string subject, string hour, int hours)
    {
        var lesson = await app.Lesson(taught, subject, Today.DayOfWeek, hour, hours);
        // Whatever the season the tests run in.
        await app.Write(db => db.Lessons.Where(l => l.Id == lesson.Id).ExecuteUpdateAsync(s => s.SetProperty(l => l.StartsOn, Today.AddDays(-90)).SetProperty(l => l.EndsOn, Today.AddDays(90))));
    }

    private async Task Past(GivenPerson person, GivenSchool school, DateOnly from, int days)
    {
        await app.Write(async db =>
        {
            var leave = new Leave
            {
                EmployeeId = person.EmployeeId!.Value,
                TypeCode = "SICK_SHORT",
                CountedAs = "SICK_SHORT",
                PlaceId = school.Id,
                PlacePath = school.Place.Path,
                StartsOn = from,
                EndsOn = from.AddDays(days - 1),
                Days = days,
                IsAbsence = true,
                IsMedical = true,
                AskedByAccountId = person.AccountId,
                AskedAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
            };
            leave.Begin(toHead: false, leave.AskedAt);
            Assert.Null(leave.Grant(new Pay(days, 0, 0), 0, leave.AskedAt));
            Assert.Null(leave.Return(leave.EndsOn.AddDays(1), Today, leave.AskedAt));
            db.Leaves.Add(leave);
            await db.SaveChangesAsync();
        });
    }

    private static Task<HttpResponseMessage> Send(Visitor visitor, string kind, DateOnly from, int days, byte[]? paper = null) =>
        visitor.Api.PostAsJsonAsync($"/api{Links.New}", new { kind, from = $"{from:yyyy-MM-dd}", days, paper });

    private static async Task Ask(Visitor visitor, string kind, DateOnly from, int days, byte[]? paper = null) => Assert.Equal(HttpStatusCode.OK, (await Send(visitor, kind, from, days, paper)).StatusCode);

    private Task<Leave> Newest(GivenPerson person) => app.Read(db => db.Leaves.AsNoTracking().Where(l => l.EmployeeId == person.EmployeeId).OrderByDescending(l => l.Id).FirstAsync());

    private Task<int> Notices(GivenPerson person, string template) => app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == template));
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Training;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Training;

/// <summary>Continuing training: plan outside exam and entry weeks, people by rule, summons, excuses, calls, report, attestations (MSR-12).</summary>
public sealed class TrainingTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    /// <summary>AC-MSR-10: a plan that falls in an exam week is refused with the line of the calendar.</summary>
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task AC_MSR_10_A_session_in_an_exam_week_is_refused_with_the_line_of_the_calendar_and_free_days_are_proposed(string language)
    {
        var province = await Province();
        var exam = await Line("local-exam-3ac");
        var office = await app.SignIn(province.Officer, language);

        // Any day of the week is refused, not only those of the exam.
        var saturday = exam.StartsOn.AddDays(5 - ((int)exam.StartsOn.DayOfWeek + 6) % 7);
        Assert.True(saturday > exam.EndsOn);
        var refused = await (await office.Open(Links.New)).SubmitForm("#plan", null, false, Fields(saturday));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        var said = refused.ErrorOf("Day1")!;
        Assert.Contains(language == "ar" ? exam.NameAr : exam.NameFr, said, StringComparison.Ordinal);
        Assert.Contains(Formats.ShortDate(exam.StartsOn), said, StringComparison.Ordinal);
        Assert.Contains(Formats.ShortDate(exam.EndsOn), said, StringComparison.Ordinal);
        // What was typed stays, and the proposal is taken with one button.
        Assert.Equal("تقويم التعلمات", refused.ValueOf("ThemeAr"));
        Assert.Equal(0, await app.Read(db => db.TrainingSessions.CountAsync(s => s.PlaceId == province.School.Directorate.Id)));
        var calendar = await Calendar();
        var proposed = calendar.NextFree(saturday, 1)[0];
        Assert.True(refused.Says(Words.All.Say(language, "training.next-free", Formats.ShortDate(proposed[0]))), refused.Text);
        var taken = await refused.SubmitForm("#plan", "Use", false);
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Equal(proposed[0], await app.Read(db => db.TrainingSessions.Where(s => s.PlaceId == province.School.Directorate.Id).Select(s => s.StartsOn).SingleAsync()));
    }

    [Fact]
    public async Task A_session_in_the_entry_week_on_a_holiday_on_a_Sunday_or_in_the_past_is_refused_with_its_reason()
    {
        var province = await Province();
        var entry = await Line("pupils-welcome");
        var office = await app.SignIn(province.Officer, "fr");
        var calendar = await Calendar();
        var holiday = calendar.Between(Today.AddDays(1), Today.AddDays(400)).First(s => s.Why == KeptFor.Holiday && s.StartsOn.AddDays(2) is var day && day > Today && calendar.On(day) == s);
        var sunday = calendar.NextFree(Today.AddDays(1), 1)[0][0];
        while (sunday.DayOfWeek != DayOfWeek.Sunday || calendar.On(sunday)!.Why != KeptFor.Sunday)
            sunday = sunday.AddDays(1);

        foreach (var (day, line) in ((DateOnly, string)[])[(entry.StartsOn, entry.NameFr), (holiday.StartsOn.AddDays(2), holiday.NameFr), (sunday, "dimanche"), (Today, Words.All.Say("fr", "training.day.past"))])
        {
            var refused = await (await office.Open(Links.New)).SubmitForm("#plan", null, false, Fields(day));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.Contains(line, refused.ErrorOf("Day1")!, StringComparison.Ordinal);
        }

        var many = await (await app.SignIn(province.Officer)).Api.PostAsJsonAsync("/api/training", Body(holiday.StartsOn.AddDays(2), sunday));
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
        var fields = JsonDocument.Parse(await many.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        Assert.True(fields.EnumerateObject().Count() == 2, fields.ToString());
    }

    [Fact]
    public void The_calendar_keeps_whole_weeks_of_exams_names_the_exam_first_and_proposes_runs_without_Sundays()
    {
        var monday = new DateOnly(2030, 1, 21);
        Assert.Equal(DayOfWeek.Monday, monday.DayOfWeek);
        var calendar = new TrainingCalendar(
            [new(KeptFor.Holiday, monday.AddDays(2), monday.AddDays(2), "عطلة", "Fête", monday.AddDays(2), monday.AddDays(2)), new(KeptFor.Exam, monday, monday.AddDays(6), "امتحان", "Examen", monday.AddDays(1), monday.AddDays(1))],
            new HashSet<int> { 2029 });

        Assert.Equal(KeptFor.Exam, calendar.On(monday.AddDays(2))!.Why);
        Assert.Null(calendar.On(monday.AddDays(-2)));
        Assert.Equal(KeptFor.Sunday, calendar.On(monday.AddDays(-1))!.Why);
        Assert.Equal(KeptFor.Unknown, calendar.On(new DateOnly(2031, 1, 20))!.Why);
        Assert.Equal(new[] { monday.AddDays(7), monday.AddDays(8) }, calendar.NextFree(monday.AddDays(-2), 2)[0]);
        // Friday, Saturday, then Monday: a Sunday between does not break a run.
        Assert.Equal(new[] { monday.AddDays(11), monday.AddDays(12), monday.AddDays(14) }, calendar.NextFree(monday.AddDays(11), 3)[0]);
    }

    [Fact]
    public async Task Participants_are_chosen_by_rule_and_who_is_left_out_is_named_with_the_reason()
    {
        var province = await Province();
        var teachers = await Teachers(province, 5);
        var days = (await Calendar()).NextFree(Today.AddDays(10), 2)[0];
        var (trained, away, busy) = (teachers[0], teachers[1], teachers[2]);
        var other = await app.Given.Employee(province.School.Place);
        await Past(province, trained.Employee, Today.AddYears(-1), "تقويم التعلمات");
        await OnLeave(province, away, days[1]);
        var session = await Plan(province, days, subject: "MATH");
        var elsewhere = await Plan(province, [days[1]], theme: "موضوع آخر");
        Assert.True((await Choose(province, elsewhere, [busy.Employee])).IsSuccessStatusCode);

        var page = await (await app.SignIn(province.Officer, "fr")).Open(Links.Choose(session));

        var offered = page.All("#choose input[name=Who]").Select(i => long.Parse(i.GetAttribute("value")!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(new[] { teachers[3].Employee, teachers[4].Employee }.Order(), offered.Order());
        var left = page.Find("section[aria-labelledby=out]")!.TextContent;
        foreach (var reason in (string[])["Trained", "OnLeave", "Elsewhere"])
            Assert.Contains(Words.All.Say("fr", $"training.out.{reason}"), left, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Id, offered);

        // Asked for all the same: refused with the name; nobody is added.
        var refused = await Choose(province, session, [teachers[3].Employee, trained.Employee]);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains((await NameOf(trained.Employee)).Ar, System.Text.RegularExpressions.Regex.Unescape(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(0, await app.Read(db => db.TrainingSeats.CountAsync(s => s.SessionId == session)));
        // The rule fills the seats that are left, and no more.
        Assert.True((await Choose(province, session, [], all: true)).IsSuccessStatusCode);
        Assert.Equal(2, await app.Read(db => db.TrainingSeats.CountAsync(s => s.SessionId == session)));
        // Two sessions at once choosing the same person: one of them gets it.
        var (one, two) = (await Plan(province, days, theme: "أ"), await Plan(province, days, theme: "ب"));
        var free = await app.Given.Employee(province.School.Place);
        var replies = await Task.WhenAll(Choose(province, one, [free.Id]), Choose(province, two, [free.Id]));
        Assert.Single(replies, r => r.IsSuccessStatusCode);
    }

    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task From_the_summons_over_the_calls_to_the_report_and_the_attestation(string language)
    {
        var province = await Province();
        var teachers = await Teachers(province, 3);
        var trainer = await app.Given.Person(Roles.Employee, province.School.Directorate);
        var days = (await Calendar()).NextFree(Today.AddDays(6), 2)[0];
        var session = await Plan(province, days, trainer: await app.Read(db => db.Employees.Where(e => e.Id == trainer.EmployeeId).Select(e => e.Ppr).SingleAsync()));
        Assert.True((await Choose(province, session, [.. teachers.Select(t => t.Employee)])).IsSuccessStatusCode);
        var office = await app.SignIn(province.Officer, language, steppedUp: true);
        var (me, head, giver) = (await app.SignIn(teachers[0].Person, language), await app.SignIn(province.School.Head, language), await app.SignIn(trainer, language));

        // Nobody knows of it before the summons.
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.Session(session))).Status);
        Assert.True((await me.Open(Links.Mine)).Says(Words.All.Say(language, "training.mine.none")));
        var summoned = await (await office.Open(Links.Session(session))).SubmitForm("#summon", null, false);
        Assert.True(summoned.Status == HttpStatusCode.OK, summoned.Text);
        Assert.Equal(1, await app.RunWork($"training/{session}/"));
        var made = await app.Read(db => db.TrainingSeats.AsNoTracking().Where(s => s.SessionId == session).ToDictionaryAsync(s => s.EmployeeId));
        var seats = teachers.Select(t => made[t.Employee]).ToList();
        Assert.All(seats, s => Assert.Equal(SeatState.Summoned, s.State));
        var seat = seats[0];
        Assert.NotNull((await me.Open(Links.Mine)).Find($"a[href='{Links.Seat(seat.Id)}']"));
        var paper = await me.Get(Links.Summons(seat.Id));
        Assert.Equal("application/pdf", paper.Content.Headers.ContentType!.MediaType);
        Assert.Equal(new[] { 1, 2, 3 }, await app.Read(db => db.IssuedDocuments.Where(d => d.Kind == "training-summons" && d.PlaceId == province.School.Directorate.Id).OrderBy(d => d.Number).Select(d => d.Number).ToListAsync()));
        // The head is told, sees the session with the people of the school, and on the day's board who is away.
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.AccountId == province.School.Head.AccountId && n.Key.StartsWith("training-seat/" + seat.Id + "/"))));
        Assert.Equal(3, (await head.Open(Links.Session(session))).All("#people tbody tr").Count);

        // The trainer calls on the first day from a phone; a stale sheet is refused, tomorrow's is not open.
        MassarApp.Clock.Pass(TimeSpan.FromDays(days[0].DayNumber - Today.DayNumber));
        Assert.Contains(teachers[0].Employee, await app.Within(s => s.GetRequiredService<Massar.Features.Attendance.Domain.WhoIsAway>().IdsOn(province.School.Place.Path, days[0], default)));
        Assert.Contains((await NameOf(teachers[0].Employee)).Of(language), (await (await app.SignIn(province.School.Head, language)).Open("/attendance/board")).Text, StringComparison.Ordinal);
        giver = await app.SignIn(trainer, language);
        Assert.NotNull((await giver.Open(Links.Mine)).Find($"a[href='{Links.Session(session)}']"));
        var called = await (await giver.Open(Links.Call(session, days[0]))).SubmitForm("#call", null, false, [.. seats.Select(s => ("Here", $"{s.Id}"))]);
        Assert.True(called.Says(Words.All.Say(language, "training.said.called")), called.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await giver.Api.PutAsJsonAsync($"/api{Links.Call(session, days[0])}", new { version = 0, here = Array.Empty<long>() })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await giver.Api.PutAsJsonAsync($"/api{Links.Call(session, days[1])}", new { version = 0, here = Array.Empty<long>() })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Close(province, session)).StatusCode);

        // On the last day two of three: half the days is not enough for the third.
        MassarApp.Clock.Pass(TimeSpan.FromDays(days[1].DayNumber - days[0].DayNumber));
        giver = await app.SignIn(trainer, language);
        // Of the family somebody else says who is there.
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == teachers[1].Employee).Select(e => e.Cin).SingleAsync());
        var child = new EmployeeChild { EmployeeId = trainer.EmployeeId!.Value, FirstNameAr = "آدم", BirthDate = new DateOnly(2019, 3, 1), OtherParentCin = cin };
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(child);
            await db.SaveChangesAsync();
        });
        var offered = (await giver.Open(Links.Call(session, days[1]))).All("#call input[name=Here]").Select(i => i.GetAttribute("value")).ToList();
        Assert.Equal(new[] { $"{seats[0].Id}", $"{seats[2].Id}" }.Order(), offered.Order());
        Assert.Equal(HttpStatusCode.Conflict, (await giver.Api.PutAsJsonAsync($"/api{Links.Call(session, days[1])}", new { version = 0, here = new[] { seats[1].Id } })).StatusCode);
        await app.Write(db => db.EmployeeChildren.Where(c => c.Id == child.Id).ExecuteDeleteAsync());

        Assert.True((await giver.Api.PutAsJsonAsync($"/api{Links.Call(session, days[1])}", new { version = 0, here = seats.Take(2).Select(s => s.Id) })).IsSuccessStatusCode);
        office = await app.SignIn(province.Officer, language, steppedUp: true);
        var without = await (await office.Open(Links.Close(session))).SubmitForm("#close", null, false, ("Report", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        await (await office.Open(Links.Close(session))).SubmitForm("#close", null, false, ("Report", "ورشات تطبيقية"));
        await app.RunWork($"training/{session}/");

        Assert.Equal(teachers.Take(2).Select(t => t.Employee).Order(), (await app.Read(db => db.TrainingSeats.Where(s => s.SessionId == session && s.AttestationId != null).Select(s => s.EmployeeId).ToListAsync())).Order());
        var report = await office.Open(Links.Report(session));
        Assert.True(report.Says("ورشات تطبيقية") && report.Says(Formats.Percent(5m / 6, language)), report.Text);
        Assert.Contains(await app.Read(db => db.Employees.Where(e => e.Id == teachers[0].Employee).Select(e => e.Ppr).SingleAsync()), await (await office.Get($"{Links.Report(session)}.csv")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await office.Get($"{Links.Report(session)}.xlsx")).StatusCode);
        me = await app.SignIn(teachers[0].Person, language);
        Assert.Equal("application/pdf", (await me.Get(Links.Attestation(seat.Id))).Content.Headers.ContentType!.MediaType);
        var last = await app.SignIn(teachers[2].Person, language);
        Assert.Equal(HttpStatusCode.NotFound, (await last.Get(Links.Attestation(seats[2].Id))).StatusCode);
        Assert.True((await last.Open(Links.Seat(seats[2].Id))).Says(Words.All.Say(language, "training.not-enough")));
        // Trained on it now: left out of the next one on the theme.
        var again = await Plan(province, (await Calendar()).NextFree(Today.AddDays(20), 1)[0]);
        Assert.Equal(HttpStatusCode.Conflict, (await Choose(province, again, [teachers[0].Employee])).StatusCode);
        // Whoever checks the paper finds it in the register.
        var code = await app.Read(db => db.IssuedDocuments.Where(d => d.EmployeeId == teachers[0].Employee && d.Kind == "training-attestation").Select(d => d.Code).SingleAsync());
        Assert.True((await app.Visitor(language).Open($"/verify/{code}")).Says(Words.All.Say(language, "training.paper.Attestation.title")));
    }

    [Fact]
    public async Task Who_cannot_come_says_why_once_and_the_office_answers_but_never_for_himself()
    {
        var province = await Province();
        var teachers = await Teachers(province, 2);
        var days = (await Calendar()).NextFree(Today.AddDays(8), 1)[0];
        var session = await Plan(province, days);
        var mine = province.Officer.EmployeeId!.Value;
        Assert.Equal(HttpStatusCode.Conflict, (await Choose(province, session, [teachers[0].Employee, mine])).StatusCode);
        Assert.True((await Choose(province, session, [teachers[0].Employee, teachers[1].Employee])).IsSuccessStatusCode);
        var colleague = await app.SignIn(await app.Given.Person(Roles.HrManager, province.School.Directorate), "fr");
        Assert.True((await colleague.Api.PostAsJsonAsync($"/api{Links.Choose(session)}", new { version = await Version(session), who = new[] { mine }, all = false })).IsSuccessStatusCode);
        await Summon(province, session);
        var seats = await app.Read(db => db.TrainingSeats.AsNoTracking().Where(s => s.SessionId == session).ToDictionaryAsync(s => s.EmployeeId));
        var seat = seats[teachers[0].Employee];
        var me = await app.SignIn(teachers[0].Person, "fr");

        var empty = await (await me.Open(Links.Seat(seat.Id))).SubmitForm("#ask", null, false, ("Reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        var asked = await (await me.Open(Links.Seat(seat.Id))).SubmitForm("#ask", null, false, ("Reason", "Rendez-vous médical"));
        Assert.True(asked.Says(Words.All.Say("fr", "training.said.asked")), asked.Text);
        // The office reads why and is told; the head sees that he asked, and not why; a colleague sees nothing.
        var office = await app.SignIn(province.Officer, "fr");
        Assert.True((await office.Open(Links.Excuse(seat.Id))).Says("Rendez-vous médical"));
        var head = await (await app.SignIn(province.School.Head, "fr")).Open(Links.Seat(seat.Id));
        Assert.Equal(HttpStatusCode.OK, head.Status);
        Assert.False(head.Says("Rendez-vous médical"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(teachers[1].Person, "fr")).Open(Links.Seat(seat.Id))).Status);
        Assert.Single((await office.Open($"{Links.All}?state=excuses")).All("tbody tr"));

        var answered = await (await office.Open(Links.Excuse(seat.Id))).SubmitForm("#decide", null, false, ("Decision", "excuse"), ("Answer", "Motif accepté"));
        Assert.True(answered.Says(Words.All.Say("fr", "training.said.decided")), answered.Text);
        Assert.Equal(SeatState.Excused, await app.Read(db => db.TrainingSeats.Where(s => s.Id == seat.Id).Select(s => s.State).SingleAsync()));
        Assert.Equal(DocumentState.Superseded, await app.Read(db => db.IssuedDocuments.Where(d => d.Id == seat.SummonsId).Select(d => d.State).SingleAsync()));
        Assert.True((await me.Open(Links.Seat(seat.Id))).Says("Motif accepté"));
        Assert.DoesNotContain(teachers[0].Employee, await app.Within(s => s.GetRequiredService<Massar.Features.Attendance.Domain.WhoIsAway>().IdsOn(province.School.Place.Path, days[0], default)));
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsJsonAsync($"/api{Links.Excuse(seat.Id)}", new { version = "99", decision = "keep", answer = "x" })).StatusCode);

        // The officer's own excuse waits for a colleague.
        var own = seats[mine];
        Assert.True((await office.Api.PostAsJsonAsync($"/api{Links.Seat(own.Id)}", new { version = $"{own.Version}", reason = "مهمة أخرى" })).IsSuccessStatusCode);
        Assert.True((await office.Open(Links.Excuse(own.Id))).Says(Words.All.Say("fr", "training.own")));
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsJsonAsync($"/api{Links.Excuse(own.Id)}", new { version = $"{own.Version + 1}", decision = "excuse", answer = "x" })).StatusCode);
        Assert.True((await colleague.Api.PostAsJsonAsync($"/api{Links.Excuse(own.Id)}", new { version = $"{own.Version + 1}", decision = "keep", answer = "x" })).IsSuccessStatusCode);
        // Asked once.
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsJsonAsync($"/api{Links.Seat(own.Id)}", new { version = $"{own.Version + 2}", reason = "مرة أخرى" })).StatusCode);

        // Called off: who was awaited is told, the papers no longer stand.
        var page = await office.Open(Links.Session(session));
        var off = await page.SubmitForm("#cancel", null, false, ("Reason", "Formateur empêché"));
        Assert.True(off.Says("Formateur empêché"), off.Text);
        Assert.Equal(2, await app.Read(db => db.TrainingSeats.CountAsync(s => s.SessionId == session && s.State == SeatState.Cancelled)));
        Assert.True((await (await app.SignIn(teachers[1].Person, "fr")).Open(Links.Seat(seats[teachers[1].Employee].Id))).Says("Formateur empêché"));
    }

    [Fact]
    public async Task Strangers_find_nothing_days_stay_once_people_are_called_and_the_summons_waits_for_a_clean_list()
    {
        var (province, elsewhere) = (await Province(), await Province());
        var teachers = await Teachers(province, 2);
        var days = (await Calendar()).NextFree(Today.AddDays(9), 1)[0];
        var session = await Plan(province, days);
        Assert.True((await Choose(province, session, [.. teachers.Select(t => t.Employee)])).IsSuccessStatusCode);

        var stranger = await app.SignIn(elsewhere.Officer, steppedUp: true);
        foreach (var address in (string[])[Links.Session(session), Links.Days(session), Links.Choose(session), Links.Close(session), Links.Report(session), $"{Links.Report(session)}.csv", Links.Call(session, days[0])])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Summon(session)}", new { version = 0 })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Choose(elsewhere, session, [teachers[0].Employee])).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(province.School.Head)).Get(Links.Choose(session))).StatusCode);
        // People of another directorate cannot be chosen.
        Assert.Equal(HttpStatusCode.Conflict, (await Choose(province, session, [(await Teachers(elsewhere, 1))[0].Employee])).StatusCode);

        // Leave granted since: nobody is called before that person is off the list.
        await OnLeave(province, teachers[0], days[0]);
        var office = await app.SignIn(province.Officer, "fr");
        var version = await Version(session);
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsJsonAsync($"/api{Links.Summon(session)}", new { version })).StatusCode);
        var seat = await app.Read(db => db.TrainingSeats.Where(s => s.SessionId == session && s.EmployeeId == teachers[0].Employee).Select(s => s.Id).SingleAsync());
        var dropped = await (await office.Open(Links.Session(session))).SubmitForm("#people", $"Seat={seat}", false);
        Assert.True(dropped.Says(Words.All.Say("fr", "training.said.dropped")), dropped.Text);
        await Summon(province, session);
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PutAsJsonAsync($"/api{Links.Days(session)}", Body(days[0]))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsJsonAsync($"/api{Links.Summon(session)}", new { version = version - 1 })).StatusCode);

        // A leave granted after the summons: need not come, and the head is told.
        var called = await app.Read(db => db.TrainingSeats.AsNoTracking().SingleAsync(s => s.SessionId == session));
        var leave = await OnLeave(province, teachers[1], days[0]);
        await app.Within(async services =>
        {
            await services.GetRequiredService<UnitOfWork>().Run("Tests.Grant", token => services.GetRequiredService<Massar.Infrastructure.Messaging.Facts>()
                .Tell(new Massar.Features.Leaves.LeaveStepped(leave, "granted", called.EmployeeId, called.PlaceId, called.PlacePath, LeaveState.Granted), token), CancellationToken.None);
            return true;
        });
        Assert.Equal(SeatState.Excused, await app.Read(db => db.TrainingSeats.Where(s => s.Id == called.Id).Select(s => s.State).SingleAsync()));
        Assert.True((await (await app.SignIn(teachers[1].Person, "fr")).Open(Links.Seat(called.Id))).Says(Words.All.Say("fr", "training.excuse.leave")));

        var lists = await MassarApp.StatementsOf(async () => await office.Open(Links.All));
        Assert.True(lists.Count <= 6, string.Join("\n\n", lists));
        var card = await MassarApp.StatementsOf(async () => await office.Open(Links.Session(session)));
        Assert.True(card.Count <= 5, string.Join("\n\n", card));
        Assert.Contains("تقويم التعلمات", await (await (await app.SignIn(province.Officer, "ar")).Get($"{Links.All}/list.csv")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private sealed record Office(GivenSchool School, GivenPerson Officer);

    private sealed record Called(GivenPerson Person)
    {
        public long Employee => Person.EmployeeId!.Value;
    }

    private sealed record Named(string Ar, string Latin)
    {
        public string Of(string language) => language == "ar" ? Ar : Latin;
    }

    private async Task<Office> Province()
    {
        var school = await app.Given.School();
        return new Office(school, await app.Given.Person(Roles.HrManager, school.Directorate));
    }

    private async Task<List<Called>> Teachers(Office province, int count)
    {
        var taught = await app.Given.Class(province.School, pupils: 0);
        var teachers = new List<Called>();
        for (var i = 0; i < count; i++)
            teachers.Add(new Called(await app.Given.Teacher(taught)));
        return teachers;
    }

    private Task<TrainingCalendar> Calendar() => app.Read(db => TrainingCalendar.Of(db, CancellationToken.None));

    private Task<CalendarEntry> Line(string code) => app.Read(db => db.CalendarEntries.AsNoTracking().Where(c => c.Code == code && c.StartsOn > Today.AddDays(8)).OrderBy(c => c.StartsOn).FirstAsync());

    private async Task<Named> NameOf(long employee)
    {
        var one = await app.Read(db => db.Employees.AsNoTracking().SingleAsync(e => e.Id == employee));
        return new Named(one.FullNameAr, one.FullNameLatin);
    }

    private Task<int> Version(long session) => app.Read(db => db.TrainingSessions.Where(s => s.Id == session).Select(s => s.Version).SingleAsync());

    private static (string, string)[] Fields(DateOnly day) =>
        [("ThemeAr", "تقويم التعلمات"), ("Venue", "مركز التكوينات"), ("From", "09:00"), ("To", "16:00"), ("Seats", "20"), ("Trainer", "مؤطر مدعو"), ("Day1", TypedDay.Iso(day))];

    private static object Body(DateOnly day, DateOnly? second = null, string theme = "تقويم التعلمات", string? subject = null, string trainer = "مؤطر مدعو", int seats = 20) => new
    {
        version = "0",
        themeAr = theme,
        subject,
        venue = "مركز التكوينات",
        from = "09:00",
        to = "16:00",
        seats = $"{seats}",
        trainer,
        day1 = TypedDay.Iso(day),
        day2 = second is { } other ? TypedDay.Iso(other) : null,
    };

    private async Task<long> Plan(Office province, IReadOnlyList<DateOnly> days, string theme = "تقويم التعلمات", string? subject = null, string trainer = "مؤطر مدعو")
    {
        var reply = await (await app.SignIn(province.Officer)).Api.PostAsJsonAsync("/api/training", Body(days[0], days.Count > 1 ? days[1] : null, theme, subject, trainer));
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        return await reply.Content.ReadFromJsonAsync<long>();
    }

    private async Task<HttpResponseMessage> Choose(Office province, long session, IReadOnlyList<long> who, bool all = false) =>
        await (await app.SignIn(province.Officer)).Api.PostAsJsonAsync($"/api{Links.Choose(session)}", new { version = await Version(session), who, all });

    private async Task<HttpResponseMessage> Close(Office province, long session) =>
        await (await app.SignIn(province.Officer)).Api.PostAsJsonAsync($"/api{Links.Close(session)}", new { version = $"{await Version(session)}", report = "x" });

    private async Task Summon(Office province, long session)
    {
        var reply = await (await app.SignIn(province.Officer)).Api.PostAsJsonAsync($"/api{Links.Summon(session)}", new { version = await Version(session) });
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        await app.RunWork($"training/{session}/");
    }

    private Task Past(Office province, long employee, DateOnly day, string theme) => app.Write(async db =>
    {
        var session = new TrainingSession
        {
            PlaceId = province.School.Directorate.Id,
            PlacePath = province.School.Directorate.Path,
            SchoolYearId = Massar.Features.Reference.ReferenceFiles.YearOf(day),
            ThemeAr = theme,
            ThemeFr = theme,
            ThemeKey = TrainingSession.KeyOf(theme),
            Venue = "x",
            FromMinute = 540,
            ToMinute = 960,
            Seats = 10,
            Trainer = "x",
            StartsOn = day,
            EndsOn = day,
            PlannedByAccountId = province.Officer.AccountId,
            PlannedAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
        };
        db.TrainingSessions.Add(session);
        await db.SaveChangesAsync();
        var seat = new TrainingSeat { SessionId = session.Id, EmployeeId = employee, PlaceId = province.School.Id, PlacePath = province.School.Place.Path, ChosenAt = MassarApp.Clock.GetUtcNow().UtcDateTime };
        seat.Count(1, isEarned: false);
        db.TrainingSeats.Add(seat);
        await db.SaveChangesAsync();
    });

    private async Task<long> OnLeave(Office province, Called who, DateOnly day)
    {
        var leave = new Leave
        {
            EmployeeId = who.Employee,
            TypeCode = "SICK_SHORT",
            CountedAs = "SICK_SHORT",
            PlaceId = province.School.Id,
            PlacePath = province.School.Place.Path,
            StartsOn = day,
            EndsOn = day,
            Days = 1,
            IsAbsence = true,
            IsMedical = true,
            AskedByAccountId = who.Person.AccountId,
            AskedAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
        };
        leave.Begin(toHead: false, MassarApp.Clock.GetUtcNow().UtcDateTime);
        await app.Write(async db =>
        {
            db.Leaves.Add(leave);
            await db.SaveChangesAsync();
        });
        return leave.Id;
    }
}

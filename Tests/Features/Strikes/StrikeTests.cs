using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Strikes;
using Massar.Features.Strikes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Features.Registrations;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Strikes;

/// <summary>A strike day from the head's list to proposed deductions: told, heard, judged one by one, and no day kept twice (MSR-14).</summary>
public sealed class StrikeTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Fact]
    public async Task Absences_are_entered_by_list_each_person_replies_and_only_then_a_deduction_is_proposed()
    {
        var province = await Province.Make(app);
        var (a, b, c, away) = (await province.Teacher(), await province.Teacher(), await province.Teacher(), await province.Teacher());
        var day = await WorkDay();
        await Leave(province, away, day);
        var (head, hr, director) = (await app.SignIn(province.School.Head, "fr"), await app.SignIn(province.Hr, "fr"), await app.SignIn(province.Director, "fr"));

        // The list shows the staff; who is on leave has no box, and is refused by name all the same; nobody enters himself.
        var form = await head.Open(Links.New(Iso(day)));
        Assert.NotNull(form.Find($"input[name=Absent][value='{a.EmployeeId}']"));
        Assert.Null(form.Find($"input[name=Absent][value='{away.EmployeeId}']"));
        Assert.Null(form.Find($"input[name=Absent][value='{province.School.Head.EmployeeId}']"));
        Assert.Contains("strikes.excused.OnLeave", await Refused(await Enter(head, day, a, away)), StringComparison.Ordinal);
        Assert.Contains("strikes.own-case", await Refused(await Enter(head, day, a, province.School.Head)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Enter(head, day, await (await Province.Make(app)).Teacher())).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Enter(head, Today.AddDays(2), a)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Enter(head, Sunday(), a)).StatusCode);
        var entered = await Enter(head, day, a, b, c);
        Assert.True(entered.IsSuccessStatusCode, await entered.Content.ReadAsStringAsync());
        var list = (await entered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        Assert.Contains("strikes.excused.Entered", await Refused(await Enter(head, day, a)), StringComparison.Ordinal);
        var ids = await app.Read(db => db.StrikeAbsences.Where(x => x.StrikeDayId == list).ToDictionaryAsync(x => x.EmployeeId, x => x.Id));
        var (one, two, three) = (ids[a.EmployeeId!.Value], ids[b.EmployeeId!.Value], ids[c.EmployeeId!.Value]);
        Assert.Equal(3, await app.Read(db => db.Notices.CountAsync(n => n.Key.StartsWith("strike/") && (n.AccountId == a.AccountId || n.AccountId == b.AccountId || n.AccountId == c.AccountId))));

        // The directorate counts without names; others find nothing.
        var counts = await director.Open(Links.Days());
        Assert.True(counts.Says("3") && counts.Find($"a[href='{Links.Day(list)}']") is null);
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Open(Links.Day(list))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await Province.Make(app)).Hr)).Open(Links.Day(list))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(a)).Open(Links.MyAbsence(two))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Open(Links.Absence(two))).Status);

        // The person reads day and rule, and replies with a paper; the office may not set aside what was not said yet.
        var me = await app.SignIn(b, "fr");
        var page = await me.Open(Links.MyAbsence(two));
        Assert.True(page.Says(Words.All.Say("fr", "strikes.rule.text")));
        Assert.Contains("strikes.unheard", await Refused(await Judge(hr, two, "uphold", "no-proof")), StringComparison.Ordinal);
        var hostile = await page.Upload("#reply", "Paper", "x.png", "no picture"u8.ToArray(), "image/png", ("Words", "كنت حاضرا في ذلك اليوم"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "كنت حاضرا في ذلك اليوم"), (hostile.Status, hostile.ValueOf("Words")));
        var replied = await (await me.Open(Links.MyAbsence(two))).Upload("#reply", "Paper", "preuve.png", Families.Png(300, 400), "image/png", ("Words", "كنت حاضرا في ذلك اليوم"));
        Assert.True(replied.Says(Words.All.Say("fr", "strikes.state.Replied")), replied.Text);
        var read = await hr.Open(Links.Absence(two));
        Assert.True(read.Says("كنت حاضرا في ذلك اليوم"));
        var paper = await app.Read(db => db.StrikeAbsences.Where(x => x.Id == two).Select(x => db.StoredFiles.Single(f => f.Id == x.PaperId).PublicId).SingleAsync());
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound], [(await hr.Open(Links.Paper(two, paper))).Status, (await me.Open(Links.Paper(two, paper))).Status, (await (await app.SignIn(a)).Open(Links.Paper(two, paper))).Status]);

        // Nothing is proposed while replies are awaited.
        Assert.Contains("strikes.not-now", await Refused(await Propose(hr, list, 0)), StringComparison.Ordinal);
        var upheld = await read.SubmitForm("#uphold", "Do=uphold", false, ("Reason", "no-proof"));
        Assert.True(upheld.Says(Words.All.Say("fr", "strikes.state.Upheld")), upheld.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await me.Api.PostAsJsonAsync($"/api{Links.MyAbsence(two)}", new { words = "جواب آخر متأخر", version = $"{await Version(two)}" })).StatusCode);
        Assert.True((await Judge(hr, three, "accept", "entered-by-mistake")).IsSuccessStatusCode);
        await app.Write(db => db.StrikeAbsences.Where(x => x.Id == one).ExecuteUpdateAsync(s => s.SetProperty(x => x.ReplyDueOn, Today.AddDays(-1))));

        // Who did not reply in time and who was not believed; one day each, as drafts for visa; never a second time.
        Assert.Equal(HttpStatusCode.Conflict, (await Propose(hr, list, 1, one)).StatusCode);
        var receipt = await (await hr.Open(Links.Day(list))).SubmitForm($"form[action='{Links.Propose(list)}']", null, false);
        Assert.True(receipt.Says(Words.All.Say("fr", "strikes.proposed")), receipt.Text);
        var drafts = await app.Read(db => db.Decisions.AsNoTracking().Where(d => d.Kind == "SalaryDeduction" && (d.EmployeeId == a.EmployeeId || d.EmployeeId == b.EmployeeId || d.EmployeeId == c.EmployeeId)).OrderBy(d => d.EmployeeId).ToListAsync());
        Assert.Equal([(a.EmployeeId!.Value, day, (int?)1, "strike", DecisionState.Draft), (b.EmployeeId!.Value, day, (int?)1, "strike", DecisionState.Draft)], drafts.Select(d => (d.EmployeeId, d.EffectiveOn, d.Days, d.CauseCode, d.State)));
        Assert.Single(drafts.Select(d => d.BatchId).Distinct());
        Assert.Contains("strikes.not-now", await Refused(await Propose(hr, list, 0)), StringComparison.Ordinal);
        // A draft is nobody's right yet.
        Assert.True((await (await app.SignIn(a, "fr")).Open(Links.MyAbsence(one))).Says(Words.All.Say("fr", "strikes.turn.Upheld")));

        // A proposal that is refused leaves the absence where it was: who was never heard may still reply, and it comes back only when somebody chooses it.
        await province.Send([.. drafts.Select(d => d.Id)]);
        Assert.True((await province.Visa(await app.SignIn(province.HeadOfService), drafts[0].Id, "Refused", "no-right")).IsSuccessStatusCode);
        Assert.NotNull((await (await app.SignIn(a)).Open(Links.MyAbsence(one))).Find("#reply"));
        Assert.False((await hr.Open(Links.Day(list))).Find($"input[name=Line][value='{one}']")!.HasAttribute("checked"));
        Assert.Contains("strikes.propose.nobody", await Refused(await Propose(hr, list, 1)), StringComparison.Ordinal);
        Assert.True((await Propose(hr, list, 1, one)).IsSuccessStatusCode);
        var (second, pending) = (await app.Read(db => db.StrikeAbsences.Where(x => x.Id == one).Select(x => x.DecisionId!.Value).SingleAsync()), drafts[1].Id);
        await province.Send(second);
        foreach (var refused in new[] { second, pending })
            Assert.True((await province.Visa(await app.SignIn(province.HeadOfService), refused, "Refused", "no-right")).IsSuccessStatusCode);
        Assert.True((await (await app.SignIn(a)).Api.PostAsJsonAsync($"/api{Links.MyAbsence(one)}", new { words = "كنت أحرس امتحانا", version = $"{await Version(one)}" })).IsSuccessStatusCode);
        Assert.Equal(StrikeState.Replied, await app.Read(db => db.StrikeAbsences.Where(x => x.Id == one).Select(x => x.State).SingleAsync()));
        // Who was not believed may be believed after all.
        Assert.True((await Judge(hr, two, "accept", "was-present")).IsSuccessStatusCode);
        Assert.Contains("strikes.not-now", await Refused(await Propose(hr, list, 0)), StringComparison.Ordinal);
        Assert.Equal(3, await app.Read(db => db.Decisions.CountAsync(d => d.Kind == "SalaryDeduction" && (d.EmployeeId == a.EmployeeId || d.EmployeeId == b.EmployeeId))));
    }

    [Fact]
    public async Task Nobody_of_the_office_looks_at_his_family_and_a_day_kept_already_is_left_by_name()
    {
        var province = await Province.Make(app);
        var (kin, other) = (await province.Teacher(), await province.Teacher());
        var day = await WorkDay();
        var entered = await Enter(await app.SignIn(province.School.Head), day, kin, other);
        var list = (await entered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        await app.Write(async db =>
        {
            var cin = await db.Employees.Where(e => e.Id == kin.EmployeeId).Select(e => e.Cin).SingleAsync();
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = province.Hr.EmployeeId!.Value, FirstNameAr = "سلمى", BirthDate = new DateOnly(2018, 5, 1), OtherParentCin = cin, LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
            await db.StrikeAbsences.Where(x => x.StrikeDayId == list).ExecuteUpdateAsync(s => s.SetProperty(x => x.ReplyDueOn, Today.AddDays(-1)));
            await db.SaveChangesAsync();
        });
        var hr = await app.SignIn(province.Hr, "fr");
        var own = await app.Read(db => db.StrikeAbsences.Where(x => x.StrikeDayId == list && x.EmployeeId == kin.EmployeeId).Select(x => x.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await hr.Open(Links.Absence(own))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Judge(hr, own, "accept", "justified")).StatusCode);

        // The same day, kept by hand before the list was proposed.
        var version = await app.Read(db => db.Employees.Where(e => e.Id == other.EmployeeId).Select(e => e.Version).SingleAsync());
        var byHand = await hr.Api.PostAsJsonAsync("/api/decisions/new", new { employee = other.EmployeeId, kind = "SalaryDeduction", version = $"{version}", from = Iso(day), days = "1", cause = "unjustified-absence" });
        Assert.True(byHand.IsSuccessStatusCode, await byHand.Content.ReadAsStringAsync());
        var one = await app.Read(db => db.StrikeAbsences.Where(x => x.StrikeDayId == list && x.EmployeeId == other.EmployeeId).Select(x => x.Id).SingleAsync());
        var left = await (await Propose(hr, list, 1, one)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((0, 1), (left.GetProperty("count").GetInt32(), left.GetProperty("left").GetArrayLength()));

        // Another officer, who is no family, sees both.
        var second = await app.SignIn(await app.Given.Person(Massar.Infrastructure.Security.Roles.HrManager, province.School.Directorate));
        Assert.Equal(HttpStatusCode.OK, (await second.Open(Links.Absence(own))).Status);
        Assert.Equal(1, await app.Read(db => db.Decisions.CountAsync(d => d.Kind == "SalaryDeduction" && d.EmployeeId == other.EmployeeId)));
    }

    [Fact]
    public async Task No_deduction_is_called_strike_by_hand_and_a_leave_granted_meanwhile_stops_the_signature()
    {
        var province = await Province.Make(app);
        var person = await province.Teacher();
        var day = await WorkDay();
        var hr = await app.SignIn(province.Hr);
        var version = await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Version).SingleAsync());
        var byHand = await hr.Api.PostAsJsonAsync("/api/decisions/new", new { employee = person.EmployeeId, kind = "SalaryDeduction", version = $"{version}", from = Iso(day), days = "1", cause = "strike" });
        Assert.Equal(HttpStatusCode.BadRequest, byHand.StatusCode);

        var entered = await Enter(await app.SignIn(province.School.Head), day, person);
        var list = (await entered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        await app.Write(db => db.StrikeAbsences.Where(x => x.StrikeDayId == list).ExecuteUpdateAsync(s => s.SetProperty(x => x.ReplyDueOn, Today.AddDays(-1))));
        var line = await app.Read(db => db.StrikeAbsences.Where(x => x.StrikeDayId == list).Select(x => x.Id).SingleAsync());
        Assert.True((await Propose(hr, list, 1, line)).IsSuccessStatusCode);
        var decision = await app.Read(db => db.Decisions.Where(d => d.EmployeeId == person.EmployeeId).Select(d => d.Id).SingleAsync());
        await province.Send(decision);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, decision);
        await Leave(province, person, day);
        var signed = await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), decision);
        Assert.Contains("decisions.why.strike-work", await Refused(signed), StringComparison.Ordinal);
        await app.Write(db => db.Leaves.Where(l => l.EmployeeId == person.EmployeeId).ExecuteDeleteAsync());
        Assert.True((await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), decision)).IsSuccessStatusCode);

        // Taken back by a second decision, the day is where it was before, counted so, and kept again only when somebody chooses it.
        Assert.Contains("strikes.not-now", await Refused(await Propose(hr, list, 0)), StringComparison.Ordinal);
        Assert.Equal((0, 1), await Counted(province.Director, list));
        await province.MustSign(await province.WithdrawalReadyToSign(decision));
        Assert.Equal((1, 0), await Counted(province.Director, list));
        Assert.Contains("strikes.propose.nobody", await Refused(await Propose(hr, list, 1)), StringComparison.Ordinal);
        Assert.True((await Propose(hr, list, 1, line)).IsSuccessStatusCode);
    }

    // Told and proposed, as the directorate's list counts the day.
    private async Task<(int Told, int Proposed)> Counted(GivenPerson director, long list)
    {
        var days = await (await app.SignIn(director)).Api.GetFromJsonAsync<JsonElement>($"/api{Links.Days()}");
        var line = days.GetProperty("lines").EnumerateArray().Single(l => l.GetProperty("id").GetInt64() == list);
        return (line.GetProperty("told").GetInt32(), line.GetProperty("proposed").GetInt32());
    }

    [Fact]
    public async Task Silence_of_who_was_never_told_says_nothing_and_a_list_is_of_those_who_worked_there_that_day()
    {
        var province = await Province.Make(app);
        var (mute, moved) = (await province.Teacher(), await province.Teacher());
        var day = await WorkDay();
        var elsewhere = await app.Given.School(inProvinceOf: province.School);
        await app.Write(async db =>
        {
            await db.Accounts.Where(x => x.Id == mute.AccountId).ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosedAt, MassarApp.Clock.GetUtcNow().UtcDateTime));
            db.Postings.Add(new Posting { EmployeeId = moved.EmployeeId!.Value, PlaceId = elsewhere.Id, PlacePath = elsewhere.Place.Path, StartsOn = day.AddDays(1), LearntAt = DateTime.UnixEpoch });
            await db.Employees.Where(e => e.Id == moved.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.PlaceId, elsewhere.Id).SetProperty(e => e.PlacePath, elsewhere.Place.Path));
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.NotFound, (await Enter(await app.SignIn(elsewhere.Head), day, moved)).StatusCode);
        var entered = await Enter(await app.SignIn(province.School.Head), day, mute, moved);
        var list = (await entered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        await app.Write(db => db.StrikeAbsences.Where(x => x.StrikeDayId == list).ExecuteUpdateAsync(s => s.SetProperty(x => x.ReplyDueOn, Today.AddDays(-1))));
        var ids = await app.Read(db => db.StrikeAbsences.Where(x => x.StrikeDayId == list).ToDictionaryAsync(x => x.EmployeeId, x => x.Id));
        var (silent, other) = (ids[mute.EmployeeId!.Value], ids[moved.EmployeeId!.Value]);

        var hr = await app.SignIn(province.Hr, "fr");
        var shown = await hr.Open(Links.Day(list));
        Assert.True(shown.Says(Words.All.Say("fr", "strikes.untold")) && shown.Find($"input[name=Line][value='{silent}']") is null && shown.Find($"input[name=Line][value='{other}']") is not null, shown.Text);
        Assert.Contains("strikes.not-now", await Refused(await Desk(hr, other, new { @do = "heard", words = "كنت في المؤسسة الأخرى", version = $"{await Version(other)}" })), StringComparison.Ordinal);

        // Told by the office itself, the days begin then; what is said at the desk is looked at like any reply.
        var told = await (await hr.Open(Links.Absence(silent))).SubmitForm("#told", "Do=told", false, ("Day", Iso(Today)));
        Assert.True(told.Says(Words.All.Say("fr", "strikes.reason.told-by-hand")), told.Text);
        Assert.True(await app.Read(db => db.StrikeAbsences.AnyAsync(x => x.Id == silent && x.ReplyDueOn > Today)));
        await (await hr.Open(Links.Absence(silent))).SubmitForm("#heard", "Do=heard", false, ("Words", "كنت مريضا ولم أدل بشهادة"));
        Assert.True((await Judge(hr, silent, "uphold", "no-proof")).IsSuccessStatusCode);
        Assert.True((await Propose(hr, list, 2, silent)).IsSuccessStatusCode);

        static Task<HttpResponseMessage> Desk(Visitor hr, long id, object what) => hr.Api.PostAsJsonAsync($"/api{Links.Absence(id)}", what);
    }

    private async Task<DateOnly> WorkDay()
    {
        var holidays = await app.Read(db => db.CalendarEntries.AsNoTracking().Where(e => e.Kind == "holiday").Select(e => new { e.StartsOn, e.EndsOn }).ToListAsync());
        var day = Today.AddDays(-3);
        while (day.DayOfWeek is DayOfWeek.Sunday || holidays.Exists(h => h.StartsOn <= day && day <= h.EndsOn))
            day = day.AddDays(-1);
        return day;
    }

    private static DateOnly Sunday()
    {
        var day = Today.AddDays(-1);
        while (day.DayOfWeek is not DayOfWeek.Sunday)
            day = day.AddDays(-1);
        return day;
    }

    private Task Leave(Province province, GivenPerson person, DateOnly day) => app.Write(async db =>
    {
        var leave = new Leave
        {
            EmployeeId = person.EmployeeId!.Value,
            TypeCode = "EXCEPTIONAL_FAMILY",
            CountedAs = "EXCEPTIONAL_FAMILY",
            PlaceId = province.School.Id,
            PlacePath = province.School.Place.Path,
            StartsOn = day.AddDays(-1),
            EndsOn = day.AddDays(1),
            Days = 3,
            IsAbsence = true,
            IsMedical = false,
            AskedByAccountId = person.AccountId,
            AskedAt = DateTime.UnixEpoch,
        };
        leave.Begin(toHead: false, DateTime.UnixEpoch);
        Assert.Null(leave.Grant(new Pay(3, 0, 0), province.Hr.AccountId, DateTime.UnixEpoch));
        db.Leaves.Add(leave);
        await db.SaveChangesAsync();
    });

    private static Task<HttpResponseMessage> Enter(Visitor visitor, DateOnly day, params GivenPerson[] people) =>
        visitor.Api.PostAsJsonAsync($"/api{Links.New()}", new { day = Iso(day), absent = people.Select(p => p.EmployeeId!.Value).ToArray() });

    private static Task<HttpResponseMessage> Propose(Visitor hr, long list, int ripe, params long[] lines) => hr.Api.PostAsJsonAsync($"/api{Links.Propose(list)}", new { ripe = $"{ripe}", line = lines });

    private async Task<HttpResponseMessage> Judge(Visitor hr, long id, string act, string reason) =>
        await hr.Api.PostAsJsonAsync($"/api{Links.Absence(id)}", new { @do = act, reason, version = $"{await Version(id)}" });

    private Task<int> Version(long id) => app.Read(db => db.StrikeAbsences.Where(x => x.Id == id).Select(x => x.Version).SingleAsync());

    private static async Task<string> Refused(HttpResponseMessage reply)
    {
        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        return await reply.Content.ReadAsStringAsync();
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

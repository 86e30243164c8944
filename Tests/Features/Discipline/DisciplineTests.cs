using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Discipline;
using Massar.Features.Discipline.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Discipline;

/// <summary>From what somebody is reproached with to a sanction or none: read, explained, heard by the council, decided, and erased in the end (dahir 1-58-008, articles 65 to 75).</summary>
public sealed class DisciplineTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Facts = "غياب عن العمل يوم الاثنين صباحا دون إخبار الإدارة";

    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    private static readonly DateOnly Month = new(Today.Year, Today.Month, 1);

    [Theory, InlineData("fr"), InlineData("ar")]
    public async Task The_person_reads_and_explains_the_council_is_heard_and_only_then_days_without_pay_are_decided(string language)
    {
        var province = await Province.Make(app);
        var (person, colleague) = (await province.Teacher(), await province.Teacher());
        var (hr, me) = (await app.SignIn(province.Hr, language), await app.SignIn(person, language));

        // What is typed wrongly comes back with the reason; then the file is before the person, and the notice says nothing of it.
        var wrong = await (await hr.Open(Links.New())).Submit(("Ppr", "12"), ("Day", Iso(Today.AddDays(3))), ("Facts", "قصير"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "قصير"), (wrong.Status, wrong.ValueOf("Facts")));
        Assert.NotNull(wrong.ErrorOf("Day"));
        var opened = await (await hr.Open(Links.New())).Submit(("Ppr", await Ppr(person)), ("Day", Iso(Today.AddDays(-4))), ("Facts", Facts), ("Pieces", "محضر"));
        Assert.True(opened.Says(Words.All.Say(language, "discipline.said.opened")), opened.Text);
        var id = await app.Read(db => db.DisciplineCases.Where(c => c.EmployeeId == person.EmployeeId).Select(c => c.Id).SingleAsync());
        var notices = await app.Read(db => db.Notices.AsNoTracking().Where(n => n.AccountId == person.AccountId).ToListAsync());
        Assert.Contains(notices, n => n.Key.StartsWith($"discipline/{id}/", StringComparison.Ordinal));
        Assert.DoesNotContain(notices, n => JsonSerializer.Serialize(n).Contains("غياب", StringComparison.Ordinal));

        // Nobody else finds it: a colleague, another directorate, a head.
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(colleague)).Open(Links.MyCase(id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(province.School.Head)).Open(Links.Case(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await Province.Make(app)).Hr)).Open(Links.Case(id))).Status);

        // Nothing is decided before the person was heard.
        var early = await Propose(province, id, Sanction.Warning, Month);
        Assert.Contains("discipline.too-early", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await me.Open(Links.Mine)).Says(Words.All.Say(language, "discipline.state.Asked")));
        await (await me.Open(Links.MyCase(id))).SubmitForm("#seen", null, false, ("Do", "seen"));
        var stale = await me.Api.PostAsJsonAsync($"/api{Links.MyCase(id)}", new { @do = "reply", words = "كنت مريضا", version = "99" });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        var answered = await (await me.Open(Links.MyCase(id))).SubmitForm("#reply", null, false, ("Do", "reply"), ("Words", "كنت مريضا واتصلت بالإدارة"));
        Assert.True(answered.Says(Words.All.Say(language, "discipline.state.Answered")), answered.Text);
        Assert.True((await hr.Open(Links.Case(id))).Says("كنت مريضا واتصلت بالإدارة"));

        // Days without pay want the council.
        var unheard = await Propose(province, id, Sanction.Exclusion, Month, 3);
        Assert.Contains("discipline.council-first", await unheard.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await (await hr.Open(Links.Case(id))).SubmitForm("#council", null, false, ("Do", "council"));
        Assert.Equal(HttpStatusCode.Conflict, (await me.Api.PostAsJsonAsync($"/api{Links.MyCase(id)}", new { @do = "reply", words = "أغير أقوالي", version = $"{await Version(id)}" })).StatusCode);
        var noOpinion = await (await hr.Open(Links.Case(id))).SubmitForm("#opinion", null, false, ("Do", "opinion"), ("Day", Iso(Today)), ("Opinion", "hang"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, noOpinion.Status);
        await (await hr.Open(Links.Case(id))).SubmitForm("#opinion", null, false, ("Do", "opinion"), ("Day", Iso(Today)), ("Opinion", Sanction.Exclusion), ("Remark", "بالأغلبية"));

        var months = await Propose(province, id, Sanction.Exclusion, Month.AddMonths(1).AddDays(-1), 3);
        Assert.Contains("decisions.why.one-month", await months.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var shown = await (await (await hr.Open(Links.Case(id))).Follow(Links.Propose(id))).Submit(("Sanction", Sanction.Exclusion), ("From", Iso(Month)), ("Days", "3"), ("Grounds", "غياب غير مبرر رغم التنبيه"));
        Assert.True(shown.Says(Words.All.Say(language, "decisions.new.prepared")), shown.Text);
        var decision = long.Parse(shown.Address.Split('/')[^1], null);
        Assert.False((await me.Open(Links.MyCase(id))).Says(Words.All.Say(language, "decisions.reason.exclusion") + " – "));
        await Sign(province, decision);

        Assert.Equal((3, 377, Month.AddDays(2)), await app.Read(db => db.Decisions.Where(d => d.Id == decision).Select(d => ValueTuple.Create(d.Days!.Value, d.NewIndex, d.EndsOn!.Value)).SingleAsync()));
        Assert.Empty(await app.Read(db => db.CareerSteps.Where(s => s.DecisionId == decision).ToListAsync()));
        Assert.Equal(1, await app.Read(db => db.FinanceMessages.CountAsync(m => m.DecisionId == decision)));
        Assert.True((await me.Open(Massar.Features.Decisions.Links.ShowMine(decision))).Says(Words.All.Say(language, "decisions.row.days")));

        // Article 75: not before its years, and then no trace is left on any page; number and sealed paper stay.
        var soon = await me.Api.PostAsJsonAsync($"/api{Links.MyCase(id)}", new { @do = "erase", words = (string?)null, version = $"{await Version(id)}" });
        Assert.Contains("discipline.erase.early", await soon.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.Read(db => db.Decisions.Where(d => d.Id == decision).ExecuteUpdateAsync(s => s.SetProperty(d => d.SignedAt, MassarApp.Clock.GetUtcNow().UtcDateTime.AddYears(-10).AddDays(-2))));
        await (await me.Open(Links.MyCase(id))).SubmitForm("#erase", null, false, ("Do", "erase"));
        Assert.Single((await hr.Open(Links.All("erasure"))).All("main table tbody tr"));
        var list = await (await (await app.SignIn(province.Hr, language, steppedUp: true)).Get(Links.File("csv", "erasure", null))).Content.ReadAsStringAsync();
        Assert.Contains(await Ppr(person), list, StringComparison.Ordinal);
        Assert.DoesNotContain("غياب", list, StringComparison.Ordinal);
        var kept = await (await hr.Open(Links.Case(id))).SubmitForm("#erase", null, false, ("Do", "keep"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, kept.Status);
        await (await hr.Open(Links.Case(id))).SubmitForm("#erase", null, false, ("Do", "erase"));
        foreach (var (reader, address) in new[] { (hr, Links.Case(id)), (me, Links.MyCase(id)), (hr, Massar.Features.Decisions.Links.Show(decision)), (me, Massar.Features.Decisions.Links.ShowMine(decision)) })
            Assert.Equal(HttpStatusCode.NotFound, (await reader.Open(address)).Status);
        Assert.False((await me.Open(Massar.Features.Decisions.Links.Mine())).Says(Words.All.Say(language, "decisions.reason.exclusion")));
        // The trail keeps its lines, and nobody comes from the person to them.
        Assert.True(await app.Read(db => db.AuditEntries.AnyAsync(e => e.Action == "Discipline.ProposeSanction" && e.AccountId == province.Hr.AccountId)));
        Assert.False(await app.Read(db => db.AuditSubjects.AnyAsync(s => s.EmployeeId == person.EmployeeId && db.AuditEntries.Any(e => e.Id == s.EntryId && e.Action.StartsWith("Discipline.")))));
        var paper = await app.Read(db => db.Decisions.Where(d => d.Id == decision).Select(d => d.DocumentId).SingleAsync());
        foreach (var reader in new[] { hr, me })
            Assert.Equal(HttpStatusCode.NotFound, (await reader.Get($"/documents/{paper}/file")).StatusCode);
        var (tracking, birth) = (app.Services.GetRequiredService<TrackingNumbers>().Of(CaseKind.Decision, decision), await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.BirthDate.Year).SingleAsync()));
        var followed = await (await app.Visitor(language).Open(Massar.Features.Decisions.Links.Track)).Submit(("Number", tracking), ("Year", $"{birth}"));
        Assert.True(followed.Says(Words.All.Say(language, "decisions.tracking.unknown")));
    }

    [Fact]
    public async Task An_echelon_is_lowered_from_a_day_and_a_second_decision_gives_it_back()
    {
        var province = await Province.Make(app);
        var person = await province.Teacher();
        var id = await Advised(province, person, Sanction.LowerEchelon);
        // Nothing heavier than the council's opinion.
        Assert.Contains("discipline.heavier", await (await Propose(province, id, Sanction.Exclusion, Month, 2)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // The month was sent before the sanction is signed.
        var rates = PayRates.Of(Massar.Features.Reference.ReferenceFiles.Delivered.Settings(Given.Year), Month);
        var (sent, open) = (PayMonth.Begin(person.EmployeeId!.Value, person.PlaceId, Month, new PayCase("10", 5, 377, "B", true, 0, 0), rates, DateTime.UnixEpoch),
            PayMonth.Begin(person.EmployeeId!.Value, person.PlaceId, Month.AddMonths(1), new PayCase("10", 5, 377, "B", true, 0, 0), rates, DateTime.UnixEpoch));
        foreach (var to in (PayState[])[PayState.Sent, PayState.Visaed, PayState.Paid])
            Assert.Null(sent.Move(to, "treasury", DateTime.UnixEpoch));
        await app.Write(async db =>
        {
            db.PayMonths.AddRange(sent, open);
            await db.SaveChangesAsync();
        });
        var early = await Propose(province, id, Sanction.LowerEchelon, Month.AddMonths(-2));
        Assert.Equal(HttpStatusCode.BadRequest, early.StatusCode);
        var decision = await Prepared(await Propose(province, id, Sanction.LowerEchelon, Month));
        Assert.Equal((5, 4, 351, 0), await app.Read(db => db.Decisions.Where(d => d.Id == decision).Select(d => ValueTuple.Create(d.OldEchelon, d.NewEchelon, d.NewIndex, d.LeftoverDays)).SingleAsync()));
        await Sign(province, decision);

        Assert.Equal((4, 351), await Echelon(person, Month));
        Assert.Equal((5, 377), await Echelon(person, Month.AddDays(-1)));
        await province.MustSign(await province.WithdrawalReadyToSign(decision, "court-ruling"));
        Assert.Equal((5, 377), await Echelon(person, Month));
        // What the lower échelon took back of the month is owed again.
        var arrears = await app.Read(db => db.PayArrears.AsNoTracking().Where(a => a.EmployeeId == person.EmployeeId).OrderBy(a => a.Id).ToListAsync());
        Assert.Equal((2, true, 0m), (arrears.Count, arrears[0].Amount < 0, arrears.Sum(a => a.Amount)));

        // Taken back by a court, the case may be decided anew; it is not the case of a file that changed meanwhile.
        Assert.Equal(HttpStatusCode.OK, (await Propose(province, id, Sanction.Blame, Month)).StatusCode);
    }

    [Fact]
    public async Task Who_is_struck_off_the_list_of_a_year_is_promoted_in_none_of_its_days()
    {
        var province = await Province.Make(app);
        var person = await province.Teacher();
        var decision = await Prepared(await Propose(province, await Advised(province, person, Sanction.StrikeOff), Sanction.StrikeOff, Month));
        await Sign(province, decision);
        var again = await Propose(province, await Advised(province, person, Sanction.StrikeOff), Sanction.StrikeOff, Month);
        Assert.Contains("decisions.why.struck-once", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var kind = DecisionKinds.Find(GradePromotion.KindCode)!;
        foreach (var (year, holds) in new[] { (Month.Year, false), (Month.Year + 1, true) })
        {
            var judged = await app.Read(async db => (await new CaseReader(db, MassarApp.Clock).Read(db.Employees, person.EmployeeId!.Value, new CaseFacts(new DateOnly(year, 12, 31), Cause: GradePromotion.Choice), 0, CancellationToken.None))!);
            Assert.Equal(holds, kind.Judge(judged).Single(g => g.Code == "struck-off").Holds);
        }
    }

    [Fact]
    public async Task A_warning_wants_no_council_and_a_refused_decision_leaves_the_case_open()
    {
        var province = await Province.Make(app);
        var person = await province.Teacher();
        var id = await Open(province, person);
        var hr = await app.SignIn(province.Hr, "fr");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await hr.Open(Links.Case(id))).SubmitForm("#reply", null, false, ("Do", "reply"))).Status);
        await (await hr.Open(Links.Case(id))).SubmitForm("#reply", null, false, ("Do", "reply"), ("Reply", "تسلمنا كتابا من المعني بالأمر"));
        var decision = await Prepared(await Propose(province, id, Sanction.Warning, Month));
        Assert.Equal(HttpStatusCode.Conflict, (await Propose(province, id, Sanction.Blame, Month)).StatusCode);
        await province.Send(decision);
        await province.Visa(await app.SignIn(province.HeadOfService), decision, "Refused", "no-right");

        var second = await Prepared(await Propose(province, id, Sanction.Warning, Month));
        await Sign(province, second);
        Assert.Empty(await app.Read(db => db.FinanceMessages.Where(m => m.DecisionId == second).ToListAsync()));
        await province.MustSign(await province.WithdrawalReadyToSign(second));
        Assert.Equal(DecisionState.Withdrawn, (await province.Decision(second)).State);

        // What was taken back leaves a case that may end without a sanction, and of it too no trace is kept for ever; nothing that came to nothing stays on a list either.
        Assert.Equal(HttpStatusCode.OK, (await hr.Api.PostAsJsonAsync($"/api{Links.Case(id)}", new { @do = "close", reason = "no-fault", version = $"{await Version(id)}" })).StatusCode);
        await app.Read(db => db.DisciplineCases.Where(c => c.Id == id).ExecuteUpdateAsync(s => s.SetProperty(c => c.StateSince, MassarApp.Clock.GetUtcNow().UtcDateTime.AddYears(-1).AddDays(-2))));
        var me = await app.SignIn(person, "fr");
        await (await me.Open(Links.MyCase(id))).SubmitForm("#erase", null, false, ("Do", "erase"));
        await (await hr.Open(Links.Case(id))).SubmitForm("#erase", null, false, ("Do", "erase"));
        foreach (var of in (long[])[decision, second])
            Assert.Equal(HttpStatusCode.NotFound, (await hr.Open(Massar.Features.Decisions.Links.Show(of))).Status);

        // Closed without a sanction: the reason is said to the person.
        var other = await Open(province, person, 9);
        Assert.Equal(HttpStatusCode.OK, (await hr.Api.PostAsJsonAsync($"/api{Links.Case(other)}", new { @do = "close", reason = "no-fault", version = $"{await Version(other)}" })).StatusCode);
    }

    [Fact]
    public async Task Nobody_handles_his_own_case_or_his_familys()
    {
        var province = await Province.Make(app);
        var colleague = await app.Given.Person(Massar.Infrastructure.Security.Roles.HrManager, province.School.Directorate);
        var spouse = await province.Teacher();
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == province.Hr.EmployeeId).Select(e => e.Cin).SingleAsync());
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = spouse.EmployeeId!.Value, FirstNameAr = "سلمى", BirthDate = new DateOnly(2020, 3, 3), OtherParentCin = cin });
            await db.SaveChangesAsync();
        });

        foreach (var of in (GivenPerson[])[province.Hr, spouse])
        {
            var own = await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync("/api/discipline/new", new { ppr = await Ppr(of), day = Iso(Today), facts = Facts });
            Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
            var id = await Open(province, of, by: colleague);
            Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(colleague)).Open(Links.Case(id))).Status);
            var mine = await app.SignIn(province.Hr);
            Assert.Equal(HttpStatusCode.NotFound, (await mine.Open(Links.Case(id))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await mine.Api.PostAsJsonAsync($"/api{Links.Case(id)}", new { @do = "close", reason = "no-fault", version = "1" })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await mine.Open(Links.Propose(id))).Status);
        }

        Assert.Empty((await (await app.SignIn(province.Hr)).Open(Links.All("all"))).All("main table tbody tr"));
        Assert.Equal(2, await app.Read(db => db.AuditEntries.CountAsync(a => a.AccountId == province.Hr.AccountId && a.Changes.Contains("discipline.own"))));
        // What happened and what was answered is not for the audit trail.
        Assert.False(await app.Read(db => db.AuditEntries.AnyAsync(a => a.AccountId == colleague.AccountId && a.Changes.Contains("غياب"))));
    }

    private async Task<long> Open(Province province, GivenPerson person, int daysAgo = 3, GivenPerson? by = null)
    {
        var reply = await (await app.SignIn(by ?? province.Hr)).Api.PostAsJsonAsync("/api/discipline/new", new { ppr = await Ppr(person), day = Iso(Today.AddDays(-daysAgo)), facts = Facts });
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, body);
        var id = JsonDocument.Parse(body).RootElement.GetProperty("case").GetInt64();
        var seen = await (await app.SignIn(person)).Api.PostAsJsonAsync($"/api{Links.MyCase(id)}", new { @do = "seen", version = $"{await Version(id)}" });
        Assert.True(seen.IsSuccessStatusCode, await seen.Content.ReadAsStringAsync());
        return id;
    }

    private async Task<long> Advised(Province province, GivenPerson person, string opinion)
    {
        var id = await Open(province, person);
        var hr = await app.SignIn(province.Hr);
        foreach (var act in (Func<string, object>[])
        [
            version => new { @do = "reply", reply = "إيضاحات على الورق", version }, version => new { @do = "council", version }, version => new { @do = "opinion", day = Iso(Today), opinion, version },
        ])
        {
            var reply = await hr.Api.PostAsJsonAsync($"/api{Links.Case(id)}", act($"{await Version(id)}"));
            Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        }

        return id;
    }

    private async Task<HttpResponseMessage> Propose(Province province, long id, string sanction, DateOnly from, int? days = null) =>
        await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync($"/api{Links.Propose(id)}", new { sanction, from = Iso(from), days = days is null ? null : $"{days}", grounds = "غياب غير مبرر رغم التنبيه", version = $"{await Version(id)}" });

    private static async Task<long> Prepared(HttpResponseMessage reply)
    {
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("decision").GetInt64();
    }

    private static async Task Sign(Province province, long decision)
    {
        await province.Send(decision);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, decision);
        await province.MustSign(decision);
    }

    private Task<(int, int)> Echelon(GivenPerson person, DateOnly on) => app.Read(async db =>
    {
        var now = Situation.On(on, await db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == person.EmployeeId).ToListAsync())!;
        return (now.Echelon, now.Index);
    });

    private Task<int> Version(long id) => app.Read(db => db.DisciplineCases.Where(c => c.Id == id).Select(c => c.Version).SingleAsync());

    private Task<string> Ppr(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Domiciliations;
using Massar.Features.Domiciliations.Domain;
using Massar.Features.Exports.Domain;
using Massar.Features.PayExchange.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Domiciliations;

/// <summary>Another account for the pay: asked for with the bank's paper, compared, accepted by a second person, told to Finance, stopped by who did not ask.</summary>
public sealed class DomiciliationTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_number_with_its_paper_is_compared_by_one_accepted_by_another_and_paid_from_the_month_of_finance(string language)
    {
        var there = await Make();
        var rib = NewRib();
        var me = await app.SignIn(there.Teacher, language);
        var form = await me.Open(Links.New);

        var wrong = rib.Value[..23] + (char)(rib.Value[23] == '9' ? '0' : rib.Value[23] + 1);
        var typed = await form.Upload("main form[method=post]", "Paper", "rib.pdf", Registrations.Families.Pdf(), "application/pdf", ("Rib", wrong));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, wrong), (typed.Status, typed.ValueOf("Rib")));
        Assert.True(typed.Says(Words.All.Say(language, "domiciliations.rib.key")), typed.Text);

        var draft = await form.Upload("main form[method=post]", "Paper", "rib.pdf", Registrations.Families.Pdf(), "application/pdf", ("Rib", rib.Display));
        Assert.True(draft.Says(Words.All.Say(language, "domiciliations.state.Draft")) && draft.Says(rib.End()), draft.Text);
        var id = await IdOf(there.Teacher);
        var office = await app.SignIn(there.Office, language);
        Assert.Equal(HttpStatusCode.NotFound, (await office.Open(Links.Request(id))).Status);
        // Sending wants the second factor anew.
        Assert.StartsWith("/accounts/", (await draft.SubmitForm($"form[action='{Links.Send(id)}']", null, false)).Address, StringComparison.Ordinal);
        Assert.Equal(DomiciliationState.Draft, (await One(id)).State);

        me = await app.SignIn(there.Teacher, language, steppedUp: true);
        var sent = await (await me.Open(Links.Request(id))).SubmitForm($"form[action='{Links.Send(id)}']", null, false);
        Assert.True(sent.Says(Words.All.Say(language, "domiciliations.turn.Sent")), sent.Text);
        // The contacts of the account and the old ones of the file are told.
        var phones = await app.Read(db => db.NoticeDeliveries.Where(d => db.Notices.Any(n => n.Id == d.NoticeId && n.Key.StartsWith($"domiciliation/{id}/sent/1"))).Select(d => d.To).ToListAsync());
        Assert.Equal(2, phones.Distinct().Count());
        var second = await me.Api.PostAsJsonAsync($"/api{Links.New}", new { rib = NewRib().Value, paper = Registrations.Families.Pdf() });
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);

        office = await app.SignIn(there.Office, language, steppedUp: true);
        Assert.True((await office.Open(Links.All)).Says(rib.End()));
        var treat = await office.Open(Links.Treat(id));
        var blind = await treat.SubmitForm("#treat", null, false, ("Act", "Check"));
        Assert.Equal(HttpStatusCode.Conflict, blind.Status);
        Assert.True(blind.Says(Words.All.Say(language, "domiciliations.unread")));
        Assert.True((await treat.SubmitForm("#number", null, false)).Says(rib.Display));
        var paper = await treat.SubmitForm("#paper", null, false);
        Assert.Equal("application/pdf", paper.Response.Content.Headers.ContentType?.MediaType);
        await (await office.Open(Links.Treat(id))).SubmitForm("#treat", null, false, ("Act", "Check"));
        Assert.Equal(DomiciliationState.Checked, (await One(id)).State);
        await Pass(id);
        var again = await office.Api.PostAsJsonAsync($"/api{Links.Treat(id)}", new { act = "Accept", version = (await One(id)).Version });
        Assert.Contains("same-hand", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var colleague = await app.SignIn(there.Second, language, steppedUp: true);
        await (await colleague.Open(Links.Treat(id))).SubmitForm("#number", null, false);
        var accepted = await (await colleague.Open(Links.Treat(id))).SubmitForm("#treat", null, false, ("Act", "Accept"));
        Assert.True(accepted.Says(Words.All.Say(language, "domiciliations.turn.Accepted")), accepted.Text);

        // What is kept names the bank and the last digits; what leaves has the whole number and the hash it was written with.
        var message = await Message(id);
        Assert.DoesNotContain(rib.Value, message.Body, StringComparison.Ordinal);
        var whole = (await app.Within(async s => await s.GetRequiredService<AccountText>().Sent(message, CancellationToken.None)))!;
        Assert.Equal((rib.Value, message.Hash), (FinanceContract.Read<FinanceAccount>(whole)!.Account.Rib, FinanceContract.HashOf(whole)));
        Assert.Equal(1, await app.RunWork($"finance/{message.Key}/"));
        Assert.Equal(FinanceState.Received, (await Message(id)).State);

        var month = FirstOf(MoroccanDay.Today(MassarApp.Clock)).AddMonths(2);
        Assert.Equal(HttpStatusCode.NoContent, (await Say(new FinanceAnswer(FinanceContract.Version, message.Key, message.Hash, FinanceContract.Visaed, "DOM-1", Month: month))).StatusCode);
        var granted = await One(id);
        Assert.Equal((DomiciliationState.Granted, month, (string?)null), (granted.State, granted.EffectiveFrom, granted.RibSealed));
        var page = await me.Open(Links.Request(id));
        Assert.True(page.Says(Words.All.Say(language, "domiciliations.event.opened")) && page.Says(Words.All.Say(language, "domiciliations.turn.Granted")), page.Text);
        await app.Write(async db =>
        {
            db.PayMonths.Add(PayMonth.Begin(there.Teacher.EmployeeId!.Value, there.School.Place.Id, month, new PayCase("10", 5, 377, "B", true, 0, 0), PayRates.Of(await db.Settings.ToListAsync(), month), DateTime.UnixEpoch));
            await db.SaveChangesAsync();
        });
        Assert.True((await me.Open(Massar.Features.Payslips.Links.Mine())).Says(rib.End()));
        await NowhereWhole(id, rib);
    }

    [Fact]
    public async Task Who_did_not_ask_stops_it_in_time_and_nobody_opens_the_number_after()
    {
        var there = await Make();
        var rib = NewRib();
        var id = await Sent(there.Teacher, rib);
        var office = await app.SignIn(there.Office, "fr", steppedUp: true);
        await Compare(office, id);
        var colleague = await app.SignIn(there.Second, "fr", steppedUp: true);
        await colleague.Api.PostAsync($"/api{Links.Number(id)}", null);
        var early = await colleague.Api.PostAsJsonAsync($"/api{Links.Treat(id)}", new { act = "Accept", version = (await One(id)).Version });
        Assert.Contains("cooling", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // No second factor is needed to stop: only to send.
        var me = await app.SignIn(there.Teacher, "fr");
        var stopped = await (await me.Open(Links.Request(id))).SubmitForm("#stop", null, false);

        Assert.True(stopped.Says(Words.All.Say("fr", "domiciliations.said.withdraw")) || stopped.Address == Links.Mine, stopped.Text);
        var one = await One(id);
        Assert.Equal((DomiciliationState.Withdrawn, (string?)null), (one.State, one.RibSealed));
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsync($"/api{Links.Number(id)}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsync($"/api{Links.Paper(id)}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await colleague.Api.PostAsJsonAsync($"/api{Links.Treat(id)}", new { act = "Accept", version = one.Version })).StatusCode);
        Assert.False(await app.Read(db => db.FinanceMessages.AnyAsync(m => m.DomiciliationId == id)));
    }

    [Fact]
    public async Task Nobody_treats_the_account_of_himself_or_of_the_family_and_what_is_not_ones_own_is_not_there()
    {
        var (there, elsewhere) = (await Make(), await Make());
        var own = await Sent(there.Office, NewRib());
        var spouse = await Sent(there.Teacher, NewRib());
        await app.Write(async db =>
        {
            var cin = await db.Employees.Where(e => e.Id == there.Office.EmployeeId).Select(e => e.Cin).SingleAsync();
            db.EmployeeChildren.Add(new Massar.Features.Employees.Domain.EmployeeChild { EmployeeId = there.Teacher.EmployeeId!.Value, FirstNameAr = "آدم", BirthDate = new DateOnly(2020, 3, 1), OtherParentCin = cin });
            await db.SaveChangesAsync();
        });
        var office = await app.SignIn(there.Office, "fr", steppedUp: true);

        foreach (var id in (long[])[own, spouse])
        {
            var version = (await One(id)).Version;
            Assert.Equal(HttpStatusCode.Conflict, (await office.Open(Links.Treat(id))).Status);
            foreach (var act in (string[])["Check", "Return", "Refuse"])
                Assert.Contains("domiciliations.own", await (await office.Api.PostAsJsonAsync($"/api{Links.Treat(id)}", new { act, reason = act == "Return" ? "paper-old" : act == "Refuse" ? "forged" : null, version })).Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsync($"/api{Links.Number(id)}", null)).StatusCode);
            Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsync($"/api{Links.Paper(id)}", null)).StatusCode);
        }

        var stranger = await app.SignIn(elsewhere.Office, "fr", steppedUp: true);
        var colleague = await app.SignIn(elsewhere.Teacher, "fr", steppedUp: true);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsync($"/api{Links.Number(spouse)}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Treat(spouse))).Status);
        foreach (var address in (string[])[Links.Request(spouse), Links.Paper(spouse)])
            Assert.Equal(HttpStatusCode.NotFound, (await colleague.Open(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Api.PostAsJsonAsync($"/api{Links.Withdraw(spouse)}", new { version = 0 })).StatusCode);
    }

    [Fact]
    public async Task It_is_returned_for_a_named_reason_mended_and_refused_with_a_code_and_a_stale_form_changes_nothing()
    {
        var there = await Make();
        var id = await Sent(there.Teacher, NewRib());
        var office = await app.SignIn(there.Office, "fr", steppedUp: true);
        var form = await office.Open(Links.Treat(id));

        var unnamed = await form.SubmitForm("#treat", null, false, ("Act", "Return"), ("Reason", "forged"), ("Remark", "À revoir"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "À revoir"), (unnamed.Status, unnamed.ValueOf("Remark")));
        await form.SubmitForm("#treat", null, false, ("Act", "Return"), ("Reason", "paper-unreadable"), ("Remark", "Photo plus nette"));

        var me = await app.SignIn(there.Teacher, "fr", steppedUp: true);
        var returned = await me.Open(Links.Request(id));
        Assert.True(returned.Says("Photo plus nette") && returned.Says(Words.All.Say("fr", "domiciliations.reason.paper-unreadable")), returned.Text);
        var rib = NewRib();
        Assert.Equal(id, await Prepare(me, rib, (await One(id)).Version));
        // While it is mended the office does not see it.
        Assert.Equal(HttpStatusCode.NotFound, (await office.Open(Links.Request(id))).Status);
        await (await me.Open(Links.Request(id))).SubmitForm($"form[action='{Links.Send(id)}']", null, false);
        Assert.Equal((DomiciliationState.Sent, 2, rib.End()), ((await One(id)).State, (await One(id)).Round, (await One(id)).RibEnd));

        var stale = await office.Api.PostAsJsonAsync($"/api{Links.Treat(id)}", new { act = "Refuse", reason = "disputed", version = 1 });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        await (await office.Open(Links.Treat(id))).SubmitForm("#treat", null, false, ("Act", "Refuse"), ("Reason", "disputed"));
        var refused = await One(id);
        Assert.Equal((DomiciliationState.Refused, "disputed", (string?)null), (refused.State, refused.ReasonCode, refused.RibSealed));
        Assert.True((await me.Open(Links.Request(id))).Says(Words.All.Say("fr", "domiciliations.reason.disputed")));
    }

    [Fact]
    public async Task What_finance_rejects_leaves_the_account_before_and_a_later_one_ends_it_with_the_month_before()
    {
        var there = await Make();
        var first = await Accepted(there, NewRib());
        await Say(await Message(first) is var one ? new FinanceAnswer(FinanceContract.Version, one.Key, one.Hash, FinanceContract.Visaed, "DOM-1") : null!);
        var before = await One(first);
        var today = MoroccanDay.Today(MassarApp.Clock);
        // Finance named no month: the year's rule does.
        Assert.Equal(FirstOf(today).AddMonths(today.Day <= 10 ? 0 : 1), before.EffectiveFrom);

        var wrong = await Accepted(there, NewRib());
        var message = await Message(wrong);
        await Say(new FinanceAnswer(FinanceContract.Version, message.Key, message.Hash, FinanceContract.Rejected, "DOM-2", "account-wrong", "Compte inconnu"));
        Assert.Equal((DomiciliationState.Rejected, "account-wrong"), ((await One(wrong)).State, (await One(wrong)).ReasonCode));
        Assert.Null((await One(first)).EndsOn);
        var pay = await app.SignIn(await app.Given.Person(Roles.AcademyMobility, there.School.Academy), "fr");
        var shown = await pay.Open(Massar.Features.PayExchange.Links.Message(message.Id));
        Assert.True(shown.Says(Words.All.Say("fr", "pay-exchange.reason.account-wrong")), shown.Text);
        Assert.True((await pay.Open(Massar.Features.PayExchange.Links.List("Rejected"))).Says(Words.All.Say("fr", "pay-exchange.event.Account")));

        var later = await Accepted(there, NewRib());
        var last = await Message(later);
        var month = FirstOf(today).AddMonths(3);
        await Say(new FinanceAnswer(FinanceContract.Version, last.Key, last.Hash, FinanceContract.Visaed, "DOM-3", Month: month));
        Assert.Equal((month, month.AddDays(-1)), ((await One(later)).EffectiveFrom, (await One(first)).EndsOn));
    }

    [Fact]
    public async Task One_number_on_two_files_warns_the_office_and_a_file_of_the_list_has_no_whole_number()
    {
        var there = await Make();
        var other = await app.Given.Person(Roles.Teacher, there.School.Place);
        var rib = NewRib();
        await Sent(other, rib);
        var id = await Sent(there.Teacher, rib);

        var office = await app.SignIn(there.Office, "fr", steppedUp: true);

        Assert.True((await office.Open(Links.Treat(id))).Says(Words.All.Say("fr", "domiciliations.shared.next")));
        var file = await (await office.Get($"{Links.All}/list.csv")).Content.ReadAsStringAsync();
        Assert.Contains(rib.End(), file, StringComparison.Ordinal);
        Assert.DoesNotContain(rib.Value[6..20], file, StringComparison.Ordinal);
        Assert.StartsWith("/accounts/", (await (await app.SignIn(there.Office, "fr")).Open($"{Links.All}/list.csv")).Address, StringComparison.Ordinal);
        await NowhereWhole(id, rib);
    }

    [Fact]
    public async Task The_banks_paper_is_kept_sealed_counted_where_it_is_opened_and_gone_some_time_after_the_last_word()
    {
        var there = await Make();
        var id = await Sent(there.Teacher, NewRib());
        var file = (await One(id)).FileId;
        var kept = await app.Read(db => db.StoredFiles.Where(f => f.Id == file).Select(f => new { f.Hash, f.Length, f.Content!.Bytes }).SingleAsync());
        Assert.Equal(-1, kept.Bytes.AsSpan().IndexOf("%PDF"u8));
        Assert.Equal((Registrations.Families.Pdf().Length, Fingerprint.Of(Registrations.Families.Pdf())), (kept.Length, kept.Hash));

        var me = await app.SignIn(there.Teacher, "fr");
        Assert.Equal(Registrations.Families.Pdf(), await me.Api.GetByteArrayAsync($"/api{Links.Paper(id)}"));
        var office = await app.SignIn(there.Office, "fr", steppedUp: true);
        Assert.Equal(0, await Read(there.Office));
        Assert.Equal(Registrations.Families.Pdf(), await (await office.Api.PostAsync($"/api{Links.Paper(id)}", null)).Content.ReadAsByteArrayAsync());
        Assert.Equal(1, await Read(there.Office));
        await office.Api.PostAsync($"/api{Links.Number(id)}", null);
        Assert.Equal(2, await Read(there.Office));
        // What somebody puts in its place does not open.
        await app.Write(db => db.StoredFileContents.Where(c => c.Id == file).ExecuteUpdateAsync(s => s.SetProperty(c => c.Bytes, Registrations.Families.Pdf())));
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsync($"/api{Links.Paper(id)}", null)).StatusCode);
        await app.Write(db => db.StoredFileContents.Where(c => c.Id == file).ExecuteUpdateAsync(s => s.SetProperty(c => c.Bytes, kept.Bytes)));

        await me.Api.PostAsJsonAsync($"/api{Links.Withdraw(id)}", new { version = (await One(id)).Version });
        await Sweep(59);
        Assert.Equal(HttpStatusCode.OK, (await me.Get(Links.Paper(id))).StatusCode);
        Assert.NotNull((await me.Open(Links.Request(id))).Find($"a[href='{Links.Paper(id)}']"));
        await Sweep(61);
        Assert.Equal(HttpStatusCode.Conflict, (await me.Get(Links.Paper(id))).StatusCode);
        Assert.Null((await me.Open(Links.Request(id))).Find($"a[href='{Links.Paper(id)}']"));
        Assert.Equal(kept.Hash, await app.Read(db => db.StoredFiles.Where(f => f.Id == file).Select(f => f.Hash).SingleAsync()));

        async Task Sweep(int days) => await app.Write(async db =>
        {
            var since = MassarApp.Clock.GetUtcNow().UtcDateTime.AddDays(-days);
            await db.Domiciliations.Where(d => d.Id == id).ExecuteUpdateAsync(s => s.SetProperty(d => d.StateSince, since));
            await new SweepPapers().Sweep(db, MassarApp.Clock.GetUtcNow().UtcDateTime, 1_000, CancellationToken.None);
        });
    }

    [Fact]
    public async Task A_form_left_open_does_not_write_over_what_was_prepared_since()
    {
        var there = await Make();
        var (first, second) = (NewRib(), NewRib());
        var me = await app.SignIn(there.Teacher, "fr");
        var left = await me.Open(Links.New);
        await Prepare(me, first);

        var stale = await left.Upload("main form[method=post]", "Paper", "rib.pdf", Registrations.Families.Pdf(), "application/pdf", ("Rib", second.Display));

        Assert.Equal((HttpStatusCode.Conflict, second.Display), (stale.Status, stale.ValueOf("Rib")));
        Assert.True(stale.Says(Words.All.Say("fr", "domiciliations.replaces")) && stale.Says(first.End()), stale.Text);
        Assert.Equal(first.End(), (await One(await IdOf(there.Teacher))).RibEnd);
        // The page that shows it takes its place.
        await stale.Upload("main form[method=post]", "Paper", "rib.pdf", Registrations.Families.Pdf(), "application/pdf", ("Rib", second.Display));
        Assert.Equal(second.End(), (await One(await IdOf(there.Teacher))).RibEnd);
    }

    [Fact]
    public async Task A_second_file_of_who_compared_it_is_no_second_person()
    {
        var there = await Make();
        var id = await Sent(there.Teacher, NewRib());
        await Compare(await app.SignIn(there.Office, "fr", steppedUp: true), id);
        await Pass(id);
        await app.Write(async db =>
        {
            var cin = await db.Employees.Where(e => e.Id == there.Office.EmployeeId).Select(e => e.Cin).SingleAsync();
            await db.Employees.Where(e => e.Id == there.Second.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Cin, cin));
        });
        var second = await app.SignIn(there.Second, "fr", steppedUp: true);
        await second.Api.PostAsync($"/api{Links.Number(id)}", null);

        var refused = await second.Api.PostAsJsonAsync($"/api{Links.Treat(id)}", new { act = "Accept", version = (await One(id)).Version });

        Assert.Contains("same-hand", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(DomiciliationState.Checked, (await One(id)).State);
    }

    [Fact]
    public async Task Sent_twice_at_once_there_is_one_request()
    {
        var there = await Make();
        var me = await app.SignIn(there.Teacher, "fr", steppedUp: true);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => me.Api.PostAsJsonAsync($"/api{Links.New}", new { rib = NewRib().Value, paper = Registrations.Families.Pdf() })));

        Assert.Equal(1, await app.Read(db => db.Domiciliations.CountAsync(d => d.EmployeeId == there.Teacher.EmployeeId)));
    }

    private sealed record Setting(GivenSchool School, GivenPerson Teacher, GivenPerson Office, GivenPerson Second);

    private async Task<Setting> Make()
    {
        var school = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, school.Place);
        return new Setting(school, teacher, await app.Given.Person(Roles.HrManager, school.Directorate), await app.Given.Person(Roles.HeadOfService, school.Directorate));
    }

    // Of a bank that does not exist.
    private static Rib NewRib()
    {
        var first = string.Create(CultureInfo.InvariantCulture, $"999000{Random.Shared.NextInt64(1_000_000_000_000_000, 9_999_999_999_999_999):D16}");
        return new Rib(first + Rib.Key(first));
    }

    private static async Task<long> Prepare(Visitor me, Rib rib, int? version = null)
    {
        var reply = await me.Api.PostAsJsonAsync($"/api{Links.New}", new { rib = rib.Value, paper = Registrations.Families.Pdf(), version });
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        return (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    private async Task<long> Sent(GivenPerson person, Rib rib)
    {
        var me = await app.SignIn(person, "fr", steppedUp: true);
        var id = await Prepare(me, rib);
        Assert.Equal(HttpStatusCode.NoContent, (await me.Api.PostAsJsonAsync($"/api{Links.Send(id)}", new { version = (await One(id)).Version })).StatusCode);
        return id;
    }

    private async Task Compare(Visitor office, long id)
    {
        Assert.Equal(HttpStatusCode.OK, (await office.Api.PostAsync($"/api{Links.Number(id)}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await office.Api.PostAsJsonAsync($"/api{Links.Treat(id)}", new { act = "Check", version = (await One(id)).Version })).StatusCode);
    }

    private async Task<long> Accepted(Setting there, Rib rib)
    {
        var id = await Sent(there.Teacher, rib);
        await Compare(await app.SignIn(there.Office, "fr", steppedUp: true), id);
        await Pass(id);
        var second = await app.SignIn(there.Second, "fr", steppedUp: true);
        await second.Api.PostAsync($"/api{Links.Number(id)}", null);
        Assert.Equal(HttpStatusCode.NoContent, (await second.Api.PostAsJsonAsync($"/api{Links.Treat(id)}", new { act = "Accept", version = (await One(id)).Version })).StatusCode);
        await app.RunWork($"finance/{(await Message(id)).Key}/");
        return id;
    }

    // People this account was shown today.
    private Task<int> Read(GivenPerson person) => app.Within(async services =>
    {
        await services.GetRequiredService<ReadLedger>().WriteDown(person.AccountId, CancellationToken.None);
        return await services.GetRequiredService<MassarDb>().PersonReads.Where(r => r.AccountId == person.AccountId).SumAsync(r => r.Persons);
    });

    // The employee's time to stop it is over.
    private Task Pass(long id) => app.Write(db => db.Domiciliations.Where(d => d.Id == id).ExecuteUpdateAsync(s => s.SetProperty(d => d.StopUntil, d => d.SentAt)));

    private Task<Domiciliation> One(long id) => app.Read(db => db.Domiciliations.AsNoTracking().SingleAsync(d => d.Id == id));

    private Task<long> IdOf(GivenPerson person) => app.Read(db => db.Domiciliations.Where(d => d.EmployeeId == person.EmployeeId).Select(d => d.Id).SingleAsync());

    private Task<FinanceMessage> Message(long id) => app.Read(db => db.FinanceMessages.AsNoTracking().SingleAsync(m => m.DomiciliationId == id));

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);

    // Neither the audit nor a notice nor a message keeps the number, and each opening of it is in the audit.
    private async Task NowhereWhole(long id, Rib rib)
    {
        var middle = rib.Value[6..20];
        Assert.False(await app.Read(db => db.AuditEntries.AnyAsync(a => a.Changes.Contains(middle))));
        Assert.False(await app.Read(db => db.Notices.AnyAsync(n => n.Args.Contains(middle) || (n.Address!.Contains("domiciliations") && n.Args.Contains(rib.End())))));
        Assert.False(await app.Read(db => db.FinanceMessages.AnyAsync(m => m.Body.Contains(middle))));
        Assert.False(await app.Read(db => db.IdempotentCalls.AnyAsync(c => c.Answer!.Contains(middle))));
        var opened = await app.Read(db => db.DomiciliationNotes.CountAsync(n => n.DomiciliationId == id && n.What == "opened"));
        var place = (await One(id)).PlaceId;
        Assert.True(await app.Read(db => db.AuditEntries.CountAsync(a => a.Action == "Domiciliations.OpenNumber")) >= opened, $"{place}");
    }

    private async Task<HttpResponseMessage> Say(FinanceAnswer answer)
    {
        var envelope = FinanceSignature.Sign(app.Services.GetRequiredService<FinanceLine>().Secret!, FinanceSignature.FromPartner, FinanceContract.Write(answer), MassarApp.Clock.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/pay-exchange/answers") { Content = new StringContent(envelope.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add(FinanceEnvelope.TimestampHeader, envelope.Timestamp);
        request.Headers.Add(FinanceEnvelope.NonceHeader, envelope.Nonce);
        request.Headers.Add(FinanceEnvelope.SignatureHeader, envelope.Signature);
        return await app.Visitor().Api.SendAsync(request);
    }
}

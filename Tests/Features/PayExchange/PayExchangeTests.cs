using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.PayExchange;
using Massar.Features.PayExchange.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Delivery;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.PayExchange;

/// <summary>Signed decisions on their way to the finance ministry and back: outbox, contract, signatures, states, reconciliation.</summary>
public sealed class PayExchangeTests(MassarApp app) : IClassFixture<MassarApp>
{
    private FinanceLine Line => app.Services.GetRequiredService<FinanceLine>();

    private FinanceSimulator Partner => app.Services.GetRequiredService<FinanceSimulator>();

    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_signed_decision_is_sent_received_and_visaed_and_the_employee_sees_it_in_the_chain_and_in_the_month(string language)
    {
        var province = await Province.Make(app);
        var teacher = await Teacher(province, '5');
        await Plant(teacher);

        var decision = await province.Signed(teacher);

        var message = await Message(decision);
        Assert.Equal(FinanceState.Queued, message.State);
        var change = FinanceContract.Read<FinanceChange>(message.Body)!;
        Assert.Equal((FinanceContract.Version, message.Key, province.School.Academy.Code, "situation", 377, 402), (change.Contract, change.Key, change.Employer, change.Event, change.Before.Index, change.After.Index));
        Assert.Equal(FinanceContract.HashOf(message.Body), message.Hash);
        // Only the agreed fields leave: no name, no identity card, no place of work.
        var (name, cin) = await app.Read(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).Select(e => ValueTuple.Create(e.LastNameAr, e.Cin)).SingleAsync());
        Assert.DoesNotContain(name, message.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(cin, message.Body, StringComparison.Ordinal);

        Assert.Equal(1, await app.RunWork($"finance/{message.Key}/"));
        message = await Message(decision);
        Assert.Equal(FinanceState.Received, message.State);
        var mine = await app.SignIn(teacher, language);
        Assert.True((await mine.Open(Massar.Features.Decisions.Links.ShowMine(decision))).Says(Words.All.Say(language, "decisions.finance.waiting")));

        Assert.Equal(HttpStatusCode.NoContent, (await Say(await Word(message))).StatusCode);
        Assert.Equal(FinanceState.Visaed, (await Message(decision)).State);
        var page = await mine.Open(Massar.Features.Decisions.Links.ShowMine(decision));
        Assert.True(page.Says(Words.All.Say(language, "decisions.finance.Visaed")) && page.Says((await Message(decision)).Reference!), page.Text);
        var month = await app.Read(db => db.PayMonths.AsNoTracking().Include(m => m.Events).SingleAsync(m => m.EmployeeId == teacher.EmployeeId));
        Assert.Equal(PayState.Visaed, month.State);
        Assert.Equal(("treasury", message.Reference), (month.Events.OrderBy(e => e.Id).Last().Office, month.Events.OrderBy(e => e.Id).Last().Reference));
    }

    [Fact]
    public async Task A_refusal_withholds_the_month_with_its_reason_and_a_later_visa_lets_it_go_on()
    {
        var province = await Province.Make(app);
        var teacher = await Teacher(province, '7');
        await Plant(teacher);
        var decision = await province.Signed(teacher);
        var message = await Message(decision);
        await app.RunWork($"finance/{message.Key}/");

        Assert.Equal(HttpStatusCode.NoContent, (await Say(await Word(message))).StatusCode);

        var month = await app.Read(db => db.PayMonths.AsNoTracking().SingleAsync(m => m.EmployeeId == teacher.EmployeeId));
        Assert.Equal((PayState.Withheld, "visa-refused"), (month.State, month.ReasonCode));
        var mine = await (await app.SignIn(teacher, "fr")).Open(Massar.Features.Decisions.Links.ShowMine(decision));
        Assert.True(mine.Says("Rejetée par la Trésorerie") && mine.Says("Situation antérieure différente du fichier de paie"), mine.Text);
        // The partner's own words are for the pay office.
        Assert.False(mine.Says("celle du fichier de paie"));
        var office = await app.SignIn(await app.Given.Person(Roles.AcademyMobility, province.School.Academy), "fr");
        var list = await office.Open(Links.List("Rejected"));
        Assert.True(list.Says("Situation antérieure différente du fichier de paie"), list.Text);
        Assert.True((await office.Open(Links.Message(message.Id))).Says("celle du fichier de paie"));

        var word = await Word(message);
        Assert.Equal(HttpStatusCode.NoContent, (await Say(word with { Status = FinanceContract.Visaed, Code = null, Reason = null, Reference = "V-1" })).StatusCode);
        Assert.Equal(PayState.Visaed, await app.Read(db => db.PayMonths.Where(m => m.EmployeeId == teacher.EmployeeId).Select(m => m.State).SingleAsync()));
        // A visa is not taken back by a message: the refusal is noted for the pay office, and the employee's trail stays as it was.
        Assert.Equal(HttpStatusCode.NoContent, (await Say(word)).StatusCode);
        Assert.Equal(FinanceState.Visaed, (await Message(decision)).State);
        Assert.Equal(PayState.Visaed, await StateOf(teacher));
        Assert.True((await office.Open(Links.Message(message.Id))).Says("Un rejet est arrivé après le visa"));
        Assert.False((await (await app.SignIn(teacher, "fr")).Open(Massar.Features.Decisions.Links.ShowMine(decision))).Says("Situation antérieure différente du fichier de paie"));
    }

    [Fact]
    public async Task A_month_is_visaed_once_all_that_is_said_of_it_is_and_released_by_the_message_that_held_it()
    {
        var province = await Province.Make(app);
        var (one, two) = (await Teacher(province, '1'), await Teacher(province, '2'));
        await Plant(one);
        await Plant(two);

        // The visa of the first waits for the second, whose refusal holds the month; the first's word releases nothing.
        var first = await Message(await province.Signed(one));
        var withdrawal = await province.WithdrawalReadyToSign(first.DecisionId!.Value);
        await province.MustSign(withdrawal);
        var second = await Message(withdrawal);
        var word = new FinanceAnswer(FinanceContract.Version, first.Key, first.Hash, FinanceContract.Visaed, "V-1");
        Assert.Equal(HttpStatusCode.NoContent, (await Say(word)).StatusCode);
        Assert.Equal(PayState.Sent, await StateOf(one));
        Assert.Equal(HttpStatusCode.NoContent, (await Say(word with { Key = second.Key, Hash = second.Hash, Status = FinanceContract.Rejected, Code = "other" })).StatusCode);
        Assert.Equal(PayState.Withheld, await StateOf(one));
        Assert.Equal(HttpStatusCode.NoContent, (await Say(word)).StatusCode);
        Assert.Equal(PayState.Withheld, await StateOf(one));
        Assert.Equal(HttpStatusCode.NoContent, (await Say(word with { Key = second.Key, Hash = second.Hash })).StatusCode);
        Assert.Equal(PayState.Visaed, await StateOf(one));

        // What the refusal of a decision holds, the visa of its withdrawal releases.
        var refused = await Message(await province.Signed(two));
        Assert.Equal(HttpStatusCode.NoContent, (await Say(word with { Key = refused.Key, Hash = refused.Hash, Status = FinanceContract.Rejected, Code = "other" })).StatusCode);
        Assert.Equal(PayState.Withheld, await StateOf(two));
        var back = await province.WithdrawalReadyToSign(refused.DecisionId!.Value);
        await province.MustSign(back);
        var taken = await Message(back);
        Assert.Equal(HttpStatusCode.NoContent, (await Say(word with { Key = taken.Key, Hash = taken.Hash })).StatusCode);
        Assert.Equal(PayState.Visaed, await StateOf(two));
    }

    [Fact]
    public async Task What_cannot_be_delivered_is_sent_again_with_all_others_or_settled_and_what_waits_without_work_is_found()
    {
        var province = await Province.Make(app);
        var teacher = await Teacher(province, '1');
        var decision = await province.Signed(teacher);
        var withdrawal = await province.WithdrawalReadyToSign(decision);
        await province.MustSign(withdrawal);
        var (first, second) = (await Message(decision), await Message(withdrawal));
        // A reply that breaks the contract is no receipt, and no fault of the work either.
        await Carry(first.Id, new Fake { Says = "paid" });
        await Carry(first.Id, new Fake { Reference = new string('1', 41) });
        Assert.Equal((FinanceState.Queued, 2, "busy"), ((await Message(decision)).State, (await Message(decision)).Attempts, (await Message(decision)).Failure));
        await app.Write(db => db.FinanceMessages.Where(m => m.Id == first.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.State, FinanceState.Dead).SetProperty(m => m.Failure, "unreachable")));
        var office = await app.SignIn(await app.Given.Person(Roles.AcademyMobility, province.School.Academy), "fr", steppedUp: true);

        var list = await office.Open(Links.All);
        Assert.True(list.Says("1 message n'a pas pu être remis"), list.Text);
        await list.SubmitForm("#again-all", null, false);
        Assert.Equal((FinanceState.Queued, 0), ((await Message(decision)).State, (await Message(decision)).Attempts));
        await Carry(second.Id, new Fake());
        Assert.Null((await Message(withdrawal)).NextAt);
        await Carry(first.Id, new Fake { Fault = new DeliveryException(DeliveryFailure.Refused, "422") });
        Assert.Equal((FinanceState.Dead, "refused"), ((await Message(decision)).State, (await Message(decision)).Failure));
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsync(new Uri($"/api{Links.AgainAll}", UriKind.Relative), null)).StatusCode);

        var card = await office.Open(Links.Message(first.Id));
        Assert.True((await card.SubmitForm("#settle", null, false, ("Reason", "x"))).Says("de 5 à 300 caractères"));
        Assert.Equal(FinanceState.Dead, (await Message(decision)).State);
        var settled = await card.SubmitForm("#settle", null, false, ("Reason", "Réglé par lettre 12"));
        Assert.True(settled.Says("Réglé par lettre 12"), settled.Text);
        Assert.Equal(FinanceState.Settled, (await Message(decision)).State);
        Assert.NotNull((await Message(withdrawal)).NextAt);
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsJsonAsync($"/api{Links.Settle(first.Id)}", new { version = (await Message(decision)).Version, reason = "encore une fois" })).StatusCode);

        // Written while there was no line: without work of its own, found when there is one.
        await app.Write(db => db.FinanceMessages.Where(m => m.Id == second.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.NextAt, (DateTime?)null).SetProperty(m => m.Runs, 0)));
        await app.Write(db => db.WorkItems.Where(w => w.Key.StartsWith($"finance/{second.Key}/")).ExecuteDeleteAsync());
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var (unit, desk) = (scope.ServiceProvider.GetRequiredService<UnitOfWork>(), scope.ServiceProvider.GetRequiredService<FinanceDesk>());
            var before = Acting.Now;
            Acting.Now = Actor.System("test");
            await unit.Run("PayExchange.Queue", ct => desk.QueueWaiting(second.PlacePath, ct), CancellationToken.None);
            Acting.Now = before;
        }

        // An unsigned reply visas nothing.
        await Carry(second.Id, new Fake { Says = FinanceContract.Visaed });
        Assert.Equal(FinanceState.Received, (await Message(withdrawal)).State);
    }

    [Fact]
    public async Task AC_PEX_2_While_the_partner_is_down_messages_wait_in_view_and_after_it_nothing_is_lost_doubled_or_out_of_order()
    {
        var province = await Province.Make(app);
        var teacher = await Teacher(province, '1');
        var decision = await province.Signed(teacher);
        var withdrawal = await province.WithdrawalReadyToSign(decision);
        await province.MustSign(withdrawal);
        var (first, second) = (await Message(decision), await Message(withdrawal));
        Assert.Equal((FinanceEvent.Situation, FinanceEvent.Withdrawal), (first.Event, second.Event));
        Assert.Equal(first.Key, FinanceContract.Read<FinanceChange>(second.Body)!.Withdraws);
        var down = new Fake { Fault = new DeliveryException(DeliveryFailure.Unreachable, "down") };

        // The second stands behind the first, whatever is done first.
        await Carry(second.Id, down);
        Assert.Equal((FinanceState.Queued, 0, null), ((await Message(withdrawal)).State, (await Message(withdrawal)).Attempts, (await Message(withdrawal)).NextAt));
        await Carry(first.Id, down);
        var waiting = await Message(decision);
        Assert.Equal((FinanceState.Queued, 1, "unreachable"), (waiting.State, waiting.Attempts, waiting.Failure));
        Assert.True(waiting.NextAt > MassarApp.Clock.GetUtcNow().UtcDateTime);
        for (var attempt = 2; attempt <= FinanceMessage.MostAttempts; attempt++) await Carry(first.Id, down);
        Assert.Equal(FinanceState.Dead, (await Message(decision)).State);
        Assert.Empty(down.Taken);

        var clerk = await app.Given.Person(Roles.AcademyMobility, province.School.Academy);
        var office = await app.SignIn(clerk, "fr");
        var list = await office.Open(Links.All);
        Assert.True(list.Says("Non remis") && list.Says("Liaison impossible"), list.Text);
        var card = await office.Open(Links.Message(first.Id));
        Assert.True((await office.Open(Links.Message(second.Id))).Says("Attend un message antérieur"));
        Assert.Equal(HttpStatusCode.OK, (await card.SubmitForm("#again", null, false)).Status);
        Assert.Equal(FinanceState.Queued, (await Message(decision)).State);
        // An old page sends nothing; another academy's office has no such message.
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsJsonAsync($"/api{Links.Again(first.Id)}", new { version = waiting.Version })).StatusCode);
        var elsewhere = await app.SignIn(await app.Given.Person(Roles.AcademyMobility, (await app.Given.School()).Academy), "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Open(Links.Message(first.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Api.PostAsJsonAsync($"/api{Links.Again(first.Id)}", new { version = 1 })).StatusCode);

        // Back again: the answer to the first was lost on its way, and it is sent a second time under the same key.
        var up = new Fake { LosesFirstAnswer = true };
        await Carry(first.Id, up);
        await Carry(first.Id, up);
        // The second leaves as soon as the first has arrived.
        Assert.NotNull((await Message(withdrawal)).NextAt);
        await Carry(second.Id, up);
        Assert.Equal((FinanceState.Received, FinanceState.Received), ((await Message(decision)).State, (await Message(withdrawal)).State));
        Assert.Equal([first.Key, first.Key, second.Key], up.Taken);
        Assert.Equal(2, await app.Read(db => db.FinanceMessages.CountAsync(m => m.EmployeeId == teacher.EmployeeId)));
        // A row of the outbox that is done again sends nothing.
        await Carry(first.Id, up);
        Assert.Equal(3, up.Taken.Count);
    }

    [Fact]
    public async Task An_answer_is_believed_by_its_signature_once_and_in_time_and_the_played_partner_checks_the_same()
    {
        var province = await Province.Make(app);
        var teacher = await Teacher(province, '2');
        var decision = await province.Signed(teacher);
        var message = await Message(decision);
        await app.RunWork($"finance/{message.Key}/");
        var (secret, now) = (Line.Secret!, MassarApp.Clock.GetUtcNow());
        var body = FinanceContract.Write(await Word(message));
        var good = FinanceSignature.Sign(secret, FinanceSignature.FromPartner, body, now);

        Assert.Equal(HttpStatusCode.Forbidden, (await Post(good with { Signature = new string('A', 43) })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(good with { Body = body.Replace("visaed", "rejected", StringComparison.Ordinal) })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(FinanceSignature.Sign(secret, FinanceSignature.ToPartner, body, now))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(FinanceSignature.Sign(secret, FinanceSignature.FromPartner, body, now.AddMinutes(-6)))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(FinanceSignature.Sign(Encoding.UTF8.GetBytes(new string('x', 32)), FinanceSignature.FromPartner, body, now))).StatusCode);
        Assert.Equal(FinanceState.Received, (await Message(decision)).State);
        foreach (var wrong in (string[])["{}", "[]", "not json", body.Replace("\"hash\"", "\"extra\":1,\"hash\"", StringComparison.Ordinal), FinanceContract.Write((await Word(message)) with { Status = "paid" })])
            Assert.Equal(HttpStatusCode.BadRequest, (await Post(FinanceSignature.Sign(secret, FinanceSignature.FromPartner, wrong, now))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Say((await Word(message)) with { Hash = new string('0', 64) })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Say((await Word(message)) with { Key = "massar-decision-0" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Post(good)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Post(good)).StatusCode);
        // Said again in a new envelope it counts once.
        Assert.Equal(HttpStatusCode.NoContent, (await Say(await Word(message))).StatusCode);

        // The other way: what the partner takes and refuses.
        FinanceEnvelope Sent(string text) => FinanceSignature.Sign(secret, FinanceSignature.ToPartner, text, now);
        var first = Sent(message.Body);
        Assert.Equal(202, Partner.Handle(first).Status);
        Assert.Equal(409, Partner.Handle(first).Status);
        Assert.Equal(401, Partner.Handle(first with { Nonce = new string('0', 32) }).Status);
        Assert.Equal(401, Partner.Handle(FinanceSignature.Sign(secret, FinanceSignature.ToPartner, message.Body, now.AddMinutes(6))).Status);
        Assert.Equal(422, Partner.Handle(Sent(message.Body.Replace("\"ppr\"", "\"name\":\"x\",\"ppr\"", StringComparison.Ordinal))).Status);
        Assert.Equal(422, Partner.Handle(Sent(message.Body.Replace("\"index\":402", "\"index\":403", StringComparison.Ordinal))).Status);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/pay-exchange/simulator/messages") { Content = new StringContent(message.Body, Encoding.UTF8, "application/json") };
        Sign(request, Sent(message.Body));
        var answer = FinanceContract.Read<FinanceAnswer>(await (await app.Visitor().Api.SendAsync(request)).Content.ReadAsStringAsync())!;
        Assert.Equal((FinanceContract.Received, message.Hash), (answer.Status, answer.Hash));
    }

    [Fact]
    public async Task The_list_says_who_has_no_answer_for_too_long_leaves_as_a_file_and_nobody_sends_his_own_again()
    {
        var province = await Province.Make(app);
        var teacher = await Teacher(province, '4');
        var message = await Message(await province.Signed(teacher));
        await app.RunWork($"finance/{message.Key}/");
        var clerk = await app.Given.Person(Roles.AcademyMobility, province.School.Academy);
        var office = await app.SignIn(clerk, "fr", steppedUp: true);
        Assert.False((await office.Open(Links.List("silent"))).Says(await PprOf(teacher)));

        await app.Write(db => db.FinanceMessages.Where(m => m.Id == message.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.StateSince, m => m.StateSince.AddDays(-16))));

        var list = await office.Open(Links.List("silent"));
        Assert.True(list.Says(await PprOf(teacher)) && list.Says("Sans réponse depuis plus de 15 jours"), list.Text);
        var csv = await (await office.Get(Links.File("csv", "silent", null))).Content.ReadAsStringAsync();
        Assert.Contains(message.Hash, csv, StringComparison.Ordinal);
        Assert.Equal(1, (await office.Api.GetFromJsonAsync<JsonElement>("/api/pay-exchange?state=silent")).GetProperty("silent").GetInt32());
        // His own message waits for a colleague.
        await app.Write(db => db.FinanceMessages.Where(m => m.Id == message.Id).ExecuteUpdateAsync(s => s.SetProperty(m => m.EmployeeId, clerk.EmployeeId!.Value)));
        var own = await app.SignIn(clerk, "fr");
        Assert.NotEqual(HttpStatusCode.OK, (await own.Open(Links.File("csv", "silent", null), follow: false)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await own.Api.PostAsJsonAsync($"/api{Links.Again(message.Id)}", new { version = (await Message(message.DecisionId!.Value)).Version })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(province.Hr, "fr")).Open(Links.All)).Status);
    }

    [Fact]
    public void A_try_comes_later_each_time_and_at_most_every_four_hours()
    {
        var waits = Enumerable.Range(1, FinanceMessage.MostAttempts).Select(FinanceMessage.Backoff).ToList();

        Assert.Equal(TimeSpan.FromSeconds(30), waits[0]);
        Assert.Equal(waits.Order(), waits);
        Assert.All(waits, w => Assert.True(w <= TimeSpan.FromHours(4)));
        // An outage of three days loses nothing.
        Assert.True(waits.Take(FinanceMessage.MostAttempts - 1).Aggregate(TimeSpan.Zero, (sum, w) => sum + w) >= TimeSpan.FromDays(2.9));
    }

    /// <summary>A partner that can be down, and whose first answer can be lost.</summary>
    private sealed class Fake : IFinancePartner
    {
        public DeliveryException? Fault { get; init; }

        public bool LosesFirstAnswer { get; init; }

        public string Says { get; init; } = FinanceContract.Received;

        public string Reference { get; init; } = "R-1";

        public List<string> Taken { get; } = [];

        public Task<FinanceAnswer> Send(FinanceEnvelope message, CancellationToken ct)
        {
            if (Fault is not null) throw Fault;
            var change = FinanceContract.Read<FinanceChange>(message.Body)!;
            Taken.Add(change.Key);
            if (LosesFirstAnswer && Taken.Count == 1) throw new DeliveryException(DeliveryFailure.Unreachable, "lost");
            return Task.FromResult(new FinanceAnswer(FinanceContract.Version, change.Key, FinanceContract.HashOf(message.Body), Says, Reference));
        }
    }

    private sealed class NoProgress : WorkProgress
    {
        public override Task Report(int done, int failed, int total, CancellationToken ct) => Task.CompletedTask;

        public override Task<bool> ShouldStop(CancellationToken ct) => Task.FromResult(false);
    }

    // The last order to send this message, whenever it is due.
    private async Task Carry(long message, IFinancePartner partner)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var item = await app.Read(db => db.WorkItems.AsNoTracking().Where(w => db.FinanceMessages.Any(m => m.Id == message && m.Key == w.Payload)).OrderByDescending(w => w.Id).FirstAsync());
        var before = Acting.Now;
        await ActivatorUtilities.CreateInstance<SendFinanceMessage>(scope.ServiceProvider, partner).Do(item, new NoProgress(), CancellationToken.None);
        Acting.Now = before;
    }

    private async Task<GivenPerson> Teacher(Province province, char lastDigit)
    {
        var teacher = await province.Teacher();
        await app.Write(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Ppr, e => e.Ppr + lastDigit)));
        return teacher;
    }

    private Task<string> PprOf(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

    private Task<FinanceMessage> Message(long decision) => app.Read(db => db.FinanceMessages.AsNoTracking().SingleAsync(m => m.DecisionId == decision));

    private Task<PayState> StateOf(GivenPerson person) => app.Read(db => db.PayMonths.Where(m => m.EmployeeId == person.EmployeeId).Select(m => m.State).SingleAsync());

    private static Task<FinanceAnswer> Word(FinanceMessage message) => Task.FromResult(FinanceSimulator.WordOf(FinanceContract.Read<FinanceChange>(message.Body)!, message.Hash));

    private Task<HttpResponseMessage> Say(FinanceAnswer answer) => Post(FinanceSignature.Sign(Line.Secret!, FinanceSignature.FromPartner, FinanceContract.Write(answer), MassarApp.Clock.GetUtcNow()));

    private async Task<HttpResponseMessage> Post(FinanceEnvelope envelope)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/pay-exchange/answers") { Content = new StringContent(envelope.Body, Encoding.UTF8, "application/json") };
        Sign(request, envelope);
        return await app.Visitor().Api.SendAsync(request);
    }

    private static void Sign(HttpRequestMessage request, FinanceEnvelope envelope)
    {
        request.Headers.Add(FinanceEnvelope.TimestampHeader, envelope.Timestamp);
        request.Headers.Add(FinanceEnvelope.NonceHeader, envelope.Nonce);
        request.Headers.Add(FinanceEnvelope.SignatureHeader, envelope.Signature);
    }

    // A month on its way since the effect of the decision.
    private Task Plant(GivenPerson person) => app.Write(async db =>
    {
        var today = MoroccanDay.Today(MassarApp.Clock);
        var month = new DateOnly(today.Year, today.Month, 1);
        var pay = PayMonth.Begin(person.EmployeeId!.Value, person.PlaceId, month, new PayCase("10", 5, 377, "B", true, 0, 0), PayRates.Of(await db.Settings.ToListAsync(), month), DateTime.UnixEpoch);
        Assert.Null(pay.Move(PayState.Sent, "pay-office", DateTime.UnixEpoch));
        db.PayMonths.Add(pay);
        await db.SaveChangesAsync();
    });
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Exchanges;
using Massar.Features.Exchanges.Domain;
using Massar.Features.Installations.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Exchanges;

/// <summary>From a proposal to the posts changed, and every way in which it does not come about (workflow 4.20).</summary>
public sealed class ExchangeTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    /// <summary>AC-MOV-6.</summary>
    [Theory, InlineData("fr"), InlineData("ar")]
    public async Task AC_MOV_6_Two_teachers_agree_heads_are_informed_the_act_is_signed_once_and_both_are_due_on_the_same_day(string language)
    {
        var pair = await Circle.Of(app, 2);
        var (me, other) = (await app.SignIn(pair.Teachers[0], language), await app.SignIn(pair.Teachers[1], language));

        // The proposer sees his own conditions with their sources; what is typed wrongly comes back with the reason.
        Assert.True((await me.Open(Links.Mine)).Says(Words.All.Say(language, "exchanges.rules.fine")));
        var wrong = await (await me.Open(Links.New)).SubmitForm("#propose", null, false, ("Ppr", "12ab"), ("Day", Iso(Today.AddDays(30))));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "12ab"), (wrong.Status, wrong.ValueOf("Ppr")));
        var sent = await (await me.Open(Links.New)).SubmitForm("#propose", null, false, ("Ppr", await Ppr(pair.Teachers[1])), ("Day", Iso(Today.AddDays(30))));
        Assert.True(sent.Says(Words.All.Say(language, "exchanges.said.proposed")), sent.Text);
        var id = await pair.Id();
        Assert.Contains(await Notices(id), k => k.Contains("/asked/", StringComparison.Ordinal));

        // Nobody else knows before all have accepted: neither head nor directorate.
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(pair.Schools[0].Head)).Open(Links.Case(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(pair.Province.Hr)).Api.GetAsync($"/api{Links.Case(id)}")).StatusCode);

        var accepted = await (await other.Open(Links.Case(id))).SubmitForm("#accept", null, false, ("Do", "accept"));
        Assert.True(accepted.Says(Words.All.Say(language, "exchanges.said.accept")), accepted.Text);
        Assert.Equal(2, (await Notices(id)).Count(k => k.Contains("/informed/", StringComparison.Ordinal)));
        var head = await app.SignIn(pair.Schools[1].Head, language);
        var readBefore = await app.Read(db => db.Exchanges.Where(e => e.Id == id).Select(e => e.Version).SingleAsync());
        Assert.True((await (await head.Open(Links.Case(id))).SubmitForm("#remark", null, false, ("Do", "remark"), ("Words", "الأستاذ يدرس قسمين إشهاديين"))).Says(Words.All.Say(language, "exchanges.said.remark")));
        Assert.NotEqual(readBefore, await app.Read(db => db.Exchanges.Where(e => e.Id == id).Select(e => e.Version).SingleAsync()));
        Assert.True((await head.Open(Links.Case(id))).Says("الأستاذ يدرس قسمين إشهاديين"));
        Assert.False((await (await app.SignIn(pair.Schools[0].Head, language)).Open(Links.Case(id))).Says("الأستاذ يدرس قسمين إشهاديين"));
        Assert.Equal(HttpStatusCode.NotFound, (await Take(pair.Schools[1].Head, id, "agree")).StatusCode);

        // The directorate reads the remark and every condition, and agrees: record sealed, decisions drafted in one list.
        var office = await app.SignIn(pair.Province.Hr, language);
        var page = await office.Open(Links.Case(id));
        Assert.True(page.Says("الأستاذ يدرس قسمين إشهاديين") && page.Says(Words.All.Say(language, "exchanges.source.years")), page.Text);
        Assert.True((await page.SubmitForm("#agree", null, false, ("Do", "agree"))).Says(Words.All.Say(language, "exchanges.said.agree")));
        var decisions = await app.Read(db => db.Decisions.AsNoTracking().Where(d => db.Exchanges.Any(e => e.Id == id && e.BatchId == d.BatchId)).OrderBy(d => d.Id).ToListAsync());
        Assert.Equal((2, 1, 1), (decisions.Count, decisions.Select(d => d.EffectiveOn).Distinct().Count(), decisions.Select(d => d.BatchId).Distinct().Count()));
        Assert.All(decisions, d => Assert.Equal(("Transfer", "exchange"), (d.Kind, d.CauseCode)));
        var paper = Path.Combine(Directory.CreateTempSubdirectory("exchange-").FullName, "record.pdf");
        await File.WriteAllBytesAsync(paper, await (await other.Get(Links.Record(id))).Content.ReadAsByteArrayAsync());
        Assert.Contains("Pages:           1", Tools.Run("pdfinfo", paper).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("{", Tools.Text(paper), StringComparison.Ordinal);
        Assert.DoesNotContain(Tools.Bare(await Ppr(pair.Teachers[0])), Tools.Bare(Tools.Text(paper)), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("MASSAR_PAPERS") is { Length: > 0 } keep)
            File.Copy(paper, Path.Combine(keep, $"exchange-{language}.pdf"), overwrite: true);

        // One that waits for a visa holds the signature of both back; then one signature signs both.
        await pair.Province.Send([.. decisions.Select(d => d.Id)]);
        await pair.Province.Grant(pair.Province.HeadOfService, [.. decisions.Select(d => d.Id)]);
        await pair.Province.Grant(pair.Province.Director, [.. decisions.Select(d => d.Id)]);
        await pair.Province.Grant(pair.Province.Control, decisions[0].Id);
        var signatory = await app.SignIn(pair.Province.Signatory, steppedUp: true);
        var early = await pair.Province.Sign(signatory, decisions[0].Id);
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        var named = await app.Read(db => db.Employees.SingleAsync(e => e.Id == decisions[1].EmployeeId));
        var signing = await signatory.Open(Massar.Features.Decisions.Links.Show(decisions[0].Id));
        Assert.True(signing.Find("#together") is not null && (signing.Says(named.FullNameAr) || signing.Says(named.FullNameLatin)), signing.Text);
        Assert.Equal(0, await app.Read(db => db.Decisions.CountAsync(d => d.BatchId == decisions[0].BatchId && d.Number != null)));
        await pair.Province.Grant(pair.Province.Control, decisions[1].Id);
        await pair.Province.MustSign(decisions[1].Id);
        var awaited = await app.Read(db => db.Installations.AsNoTracking().Where(i => i.DecisionId == decisions[0].Id || i.DecisionId == decisions[1].Id).ToListAsync());
        Assert.Equal((2, 1), (awaited.Count, awaited.Select(i => i.DueOn).Distinct().Count()));
        Assert.Equal(ExchangeState.Signed, await State(id));
        Assert.True((await me.Open(Links.Case(id))).Says(Formats.ShortDate(awaited[0].DueOn)));

        // Both come: posts, structure and exchange follow; who confirms goes on in his own space.
        MassarApp.Clock.Pass(TimeSpan.FromDays(31));
        var due = awaited.OrderBy(a => a.EmployeeId == pair.Teachers[0].EmployeeId ? 0 : 1).ToList();
        for (var i = 0; i < 2; i++)
            Assert.True((await Install(pair.Schools[1 - i].Head, due[i].Id, "present")).IsSuccessStatusCode);
        Assert.Equal(ExchangeState.Signed, await State(id));
        // At the same moment: the second of them sees the first.
        GivenPerson[] spaces = [await Space(pair.Teachers[0]), await Space(pair.Teachers[1])];
        foreach (var confirmed in await Task.WhenAll(due.Select((d, i) => Install(spaces[i], d.Id, "confirm"))))
            Assert.True(confirmed.IsSuccessStatusCode, await confirmed.Content.ReadAsStringAsync());

        Assert.Equal(ExchangeState.Installed, await State(id));
        var places = await app.Read(db => db.Employees.Where(e => e.Id == pair.Teachers[0].EmployeeId || e.Id == pair.Teachers[1].EmployeeId).ToDictionaryAsync(e => e.Id, e => e.PlaceId));
        Assert.Equal((pair.Schools[1].Id, pair.Schools[0].Id), (places[pair.Teachers[0].EmployeeId!.Value], places[pair.Teachers[1].EmployeeId!.Value]));
        Assert.True((await (await app.SignIn(await Space(pair.Teachers[0]), language)).Open(Links.Case(id))).Says(Words.All.Say(language, "exchanges.event.installed")));
    }

    [Fact]
    public async Task Three_in_two_directorates_pass_both_and_the_academy_by_different_people_and_one_refused_visa_ends_it_for_all()
    {
        var three = await Circle.Of(app, 3, directorates: 2);
        var id = await three.Proposed();
        foreach (var teacher in three.Teachers[1..])
            await Must(teacher, id, "accept");
        var academy = await app.Given.Person(Roles.AcademyMobility, three.Province.School.Academy);

        // In the order of the circle, and nobody for two offices.
        Assert.Equal(HttpStatusCode.Conflict, (await Take(academy, id, "agree")).StatusCode);
        await Must(three.Province.Hr, id, "agree");
        var both = await app.Given.Person(Roles.HrManager, three.Other!.School.Directorate, three.Province.Hr.EmployeeId);
        Assert.Equal(HttpStatusCode.Conflict, (await Take(both, id, "agree")).StatusCode);
        var second = await (await app.SignIn(both)).Open(Links.Case(id));
        Assert.True(second.Find("#agree") is null && second.Find("#reject") is null);
        await Must(three.Other!.Hr, id, "agree");
        Assert.Equal(ExchangeState.AtOffices, await State(id));
        await Must(academy, id, "agree");
        Assert.Equal(ExchangeState.InDecision, await State(id));

        // Each decision is on the desk of its own directorate.
        var decisions = await app.Read(db => db.Decisions.AsNoTracking().Where(d => db.Exchanges.Any(e => e.Id == id && e.BatchId == d.BatchId)).OrderBy(d => d.Id).ToListAsync());
        Assert.Equal(3, decisions.Count);
        Assert.Equal(2, decisions.Select(d => d.PlaceId).Distinct().Count());
        var first = decisions.Find(d => d.PlaceId == three.Province.School.Directorate.Id)!;
        await three.Province.Send(first.Id);
        // Who is concerned by another line of the list is concerned by all of them.
        var companion = await app.Given.Person(Roles.HeadOfService, three.Province.School.Directorate, decisions.Find(d => d.Id != first.Id)!.EmployeeId);
        Assert.Equal(HttpStatusCode.Conflict, (await three.Province.Visa(await app.SignIn(companion), first.Id, "Granted")).StatusCode);
        var refused = await three.Province.Visa(await app.SignIn(three.Province.HeadOfService), first.Id, "Refused", "no-post");
        Assert.True(refused.IsSuccessStatusCode, await refused.Content.ReadAsStringAsync());

        Assert.Equal((ExchangeState.Ended, "fell"), await app.Read(db => db.Exchanges.Where(e => e.Id == id).Select(e => new ValueTuple<ExchangeState, string?>(e.State, e.EndCode)).SingleAsync()));
        Assert.Equal([DecisionState.Refused, DecisionState.Withdrawn, DecisionState.Withdrawn], await app.Read(db => db.Decisions.Where(d => d.BatchId == first.BatchId).OrderBy(d => d.Id == first.Id ? 0 : 1).Select(d => d.State).ToListAsync()));
        Assert.Equal(DocumentState.Revoked, await Record(id));
        Assert.True((await Notices(id)).Count(k => k.Contains("/ended/", StringComparison.Ordinal)) >= 3);
        Assert.True((await (await app.SignIn(three.Teachers[2], "fr")).Open(Links.Case(id))).Says(Words.All.Say("fr", "exchanges.ended.fell")));
        // Everybody may exchange again.
        Assert.True((await (await app.SignIn(three.Teachers[0], "fr")).Open(Links.Mine)).Says(Words.All.Say("fr", "exchanges.rules.fine")));
    }

    [Fact]
    public async Task A_signed_exchange_is_taken_back_for_all_by_one_signature()
    {
        var pair = await Circle.Of(app, 2);
        var (id, decisions) = await pair.Signed();
        Assert.Equal(DocumentState.Valid, await Record(id));

        // Nothing else moves one of them while the others are awaited because of him; an exchange is no cause to choose.
        var place = (await app.Given.School(inProvinceOf: pair.Province.School)).Id;
        var third = await app.Read(db => db.Schools.Where(s => s.Id == place).Select(s => s.GresaCode).SingleAsync());
        var office = await app.SignIn(pair.Province.Hr, "fr");
        var moved = await office.Open($"{Massar.Features.Decisions.Links.New(pair.Teachers[0].EmployeeId, "Transfer")}&from={Iso(Today)}&school={third}&cause=service-need");
        Assert.True(moved.Says(Words.All.Say("fr", "decisions.why.exchange-open")), moved.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await Prepare(office, pair.Teachers[0], new { kind = "Transfer", from = Iso(Today), school = third, cause = "service-need" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Prepare(office, pair.Teachers[0], new { kind = "Transfer", from = Iso(Today), school = third, cause = "exchange" })).StatusCode);

        var reply = await pair.Province.Withdraw(decisions[0]);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        var seconds = await app.Read(db => db.Decisions.Where(d => decisions.Contains(d.WithdrawsId!.Value)).OrderBy(d => d.Id).Select(d => d.Id).ToListAsync());
        Assert.Equal(2, seconds.Count);
        await pair.Province.Send([.. seconds]);
        foreach (var who in (GivenPerson[])[pair.Province.HeadOfService, pair.Province.Director, pair.Province.Control])
            await pair.Province.Grant(who, [.. seconds]);
        await pair.Province.MustSign(seconds[0]);

        Assert.Equal((ExchangeState.Ended, DocumentState.Revoked), (await State(id), await Record(id)));
        Assert.Equal(2, await app.Read(db => db.Decisions.CountAsync(d => decisions.Contains(d.Id) && d.State == DecisionState.Withdrawn)));
        Assert.True(await app.Read(db => db.Installations.Where(i => decisions.Contains(i.DecisionId)).AllAsync(i => i.State == InstallationState.Cancelled)));
    }

    [Fact]
    public async Task A_death_after_the_signature_breaks_the_exchange_and_the_offices_are_told()
    {
        var pair = await Circle.Of(app, 2);
        var (id, _) = await pair.Signed();

        var prepared = await Prepare(await app.SignIn(pair.Province.Hr), pair.Teachers[0], new { kind = "Death", from = Iso(Today) });
        Assert.True(prepared.IsSuccessStatusCode, await prepared.Content.ReadAsStringAsync());
        var death = JsonDocument.Parse(await prepared.Content.ReadAsStringAsync()).RootElement.GetProperty("decision").GetInt64();
        await pair.Province.Send(death);
        foreach (var who in (GivenPerson[])[pair.Province.HeadOfService, pair.Province.Director, pair.Province.Control])
            await pair.Province.Grant(who, death);
        await pair.Province.MustSign(death);

        Assert.Equal((ExchangeState.Ended, "broken"), await app.Read(db => db.Exchanges.Where(e => e.Id == id).Select(e => new ValueTuple<ExchangeState, string?>(e.State, e.EndCode)).SingleAsync()));
        Assert.Contains(await Notices(id), k => k.EndsWith($"/broken-office/a{pair.Province.Hr.AccountId}", StringComparison.Ordinal));
        Assert.True((await (await app.SignIn(pair.Teachers[1], "fr")).Open(Links.Case(id))).Says(Words.All.Say("fr", "exchanges.ended.broken")));
    }

    [Fact]
    public async Task No_office_agrees_once_the_day_is_over()
    {
        var pair = await Circle.Of(app, 2);
        var id = await pair.Accepted();
        var yesterday = Today.AddDays(-1);
        await app.Write(db => db.Exchanges.Where(e => e.Id == id).ExecuteUpdateAsync(s => s.SetProperty(e => e.EffectiveOn, yesterday)));

        var page = await (await app.SignIn(pair.Province.Hr)).Open(Links.Case(id));
        Assert.True(page.Find("#agree") is null && page.Find("#reject") is not null);
        Assert.Equal(HttpStatusCode.Conflict, (await Take(pair.Province.Hr, id, "agree")).StatusCode);
    }

    [Fact]
    public async Task A_refusal_a_withdrawal_and_silence_end_it_and_all_are_told()
    {
        var refused = await Circle.Of(app, 3);
        var id = await refused.Proposed();
        var page = await (await (await app.SignIn(refused.Teachers[2], "fr")).Open(Links.Case(id))).SubmitForm("#leave", null, false, ("Do", "refuse"), ("Words", "Je reste finalement"));
        Assert.True(page.Says(Words.All.Say("fr", "exchanges.said.refuse")), page.Text);
        Assert.True((await (await app.SignIn(refused.Teachers[0], "fr")).Open(Links.Case(id))).Says("Je reste finalement"));
        Assert.Equal(3, (await Notices(id)).Count(k => k.Contains("/ended/", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Conflict, (await Take(refused.Teachers[1], id, "accept")).StatusCode);

        var left = await Circle.Of(app, 2);
        var other = await left.Accepted();
        await Must(left.Teachers[0], other, "withdraw");
        Assert.Equal("withdrawn", await app.Read(db => db.Exchanges.Where(e => e.Id == other).Select(e => e.EndCode).SingleAsync()));
        Assert.Contains(await Notices(other), k => k.Contains("/ended/", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, (await Take(left.Province.Hr, other, "agree")).StatusCode);

        var silent = await Circle.Of(app, 2);
        var third = await silent.Proposed();
        await app.RunWork($"exchange/{third}/");
        Assert.Equal(ExchangeState.Proposed, await State(third));
        MassarApp.Clock.Pass(TimeSpan.FromDays(12));
        Assert.Equal(HttpStatusCode.Conflict, (await Take(silent.Teachers[1], third, "accept")).StatusCode);
        await app.RunWork($"exchange/{third}/");
        Assert.Equal("expired", await app.Read(db => db.Exchanges.Where(e => e.Id == third).Select(e => e.EndCode).SingleAsync()));
    }

    [Fact]
    public async Task The_office_refuses_with_a_code_and_words_where_the_code_says_nothing()
    {
        var pair = await Circle.Of(app, 2);
        var id = await pair.Accepted();
        var office = await app.SignIn(pair.Province.Director, "fr");

        var without = await (await office.Open(Links.Case(id))).SubmitForm("#reject", null, false, ("Do", "reject"), ("Code", "other"), ("Words", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.NotNull(without.ErrorOf("Words"));
        var stale = await office.Api.PostAsJsonAsync($"/api{Links.Case(id)}", new { version = "999", @do = "reject", code = "service-need" });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.True((await (await office.Open(Links.Case(id))).SubmitForm("#reject", null, false, ("Do", "reject"), ("Code", "service-need"))).Says(Words.All.Say("fr", "exchanges.said.reject")));
        Assert.True((await (await app.SignIn(pair.Teachers[1], "fr")).Open(Links.Case(id))).Says(Words.All.Say("fr", "exchanges.refusal.service-need")));
    }

    [Fact]
    public async Task Nobody_answers_for_an_office_about_himself_or_his_family_and_strangers_find_nothing()
    {
        var pair = await Circle.Of(app, 2);
        var id = await pair.Accepted();
        var (mine, stranger) = (await app.Given.Person(Roles.HrManager, pair.Province.School.Directorate, pair.Teachers[0].EmployeeId), await Province.Make(app));
        await app.Write(async db =>
        {
            var card = await db.Employees.Where(e => e.Id == pair.Province.Hr.EmployeeId).Select(e => e.Cin).SingleAsync();
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = pair.Teachers[1].EmployeeId!.Value, FirstNameAr = "آدم", BirthDate = Today.AddYears(-6), OtherParentCin = card });
            await db.SaveChangesAsync();
        });

        foreach (var by in (GivenPerson[])[mine, pair.Province.Hr])
        {
            Assert.Null((await (await app.SignIn(by)).Open(Links.Case(id))).Find("#agree"));
            Assert.Equal(HttpStatusCode.Conflict, (await Take(by, id, "agree")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await Take(stranger.Hr, id, "agree")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await app.Given.Person(Roles.Teacher, pair.Schools[0].Place))).Open(Links.Case(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger.School.Head)).Get(Links.Record(id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Take(pair.Province.Hr, id, "accept")).StatusCode);
    }

    [Fact]
    public async Task Who_does_not_exist_and_who_may_not_get_the_same_answer_and_one_accepts_one_exchange_only()
    {
        var pair = await Circle.Of(app, 2);
        var outsider = await Circle.Of(app, 2);
        await app.Write(db => db.CareerSteps.Where(s => s.EmployeeId == pair.Teachers[1].EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(x => x.IsTrainee, true)));

        string[] answers = [await Propose(pair.Teachers[0], "99999999"), await Propose(pair.Teachers[0], await Ppr(pair.Teachers[1])), await Propose(pair.Teachers[0], await Ppr(outsider.Teachers[0])),
            await Propose(pair.Teachers[0], await Ppr(await app.Given.Person(Roles.Teacher, pair.Schools[0].Place)))];
        Assert.Single(answers.Distinct());
        Assert.True((await (await app.SignIn(pair.Teachers[1], "fr")).Open(Links.Mine)).Says(Words.All.Say("fr", "exchanges.why.titular")));

        // Proposed to twice, he accepts one; the other stands against it from then on.
        await app.Write(db => db.CareerSteps.Where(s => s.EmployeeId == pair.Teachers[1].EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(x => x.IsTrainee, false)));
        var rival = await app.Given.Person(Roles.Teacher, (await app.Given.School(inProvinceOf: pair.Province.School)).Place);
        var first = await pair.Proposed();
        var reply = await (await app.SignIn(rival)).Api.PostAsJsonAsync($"/api{Links.New}", new { ppr = await Ppr(pair.Teachers[1]), day = Iso(Today.AddDays(40)) });
        var second = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("exchange").GetInt64();
        var codes = await Task.WhenAll(Take(pair.Teachers[1], first, "accept"), Take(pair.Teachers[1], second, "accept"));
        Assert.Single(codes, c => c.IsSuccessStatusCode);

        async Task<string> Propose(GivenPerson by, string ppr)
        {
            var page = await (await (await app.SignIn(by, "fr")).Open(Links.New)).SubmitForm("#propose", null, false, ("Ppr", ppr), ("Day", Iso(Today.AddDays(30))));
            Assert.Equal((HttpStatusCode.UnprocessableEntity, ppr), (page.Status, page.ValueOf("Ppr")));
            return page.ErrorOf("Ppr")!;
        }
    }

    [Fact]
    public async Task The_board_shows_posts_and_names_nobody_and_leads_to_a_proposal()
    {
        var three = await Circle.Of(app, 3);
        for (var i = 0; i < 3; i++)
        {
            var visitor = await app.SignIn(three.Teachers[i], "fr");
            var empty = await (await visitor.Open(Links.Offer)).SubmitForm("#offer", null, false, ("Schools", ""));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
            // Each wants the post of the next one.
            var put = await (await visitor.Open(Links.Offer)).SubmitForm("#offer", null, false, ("Schools", three.Schools[(i + 1) % 3].Place.Code));
            Assert.True(put.Says(Words.All.Say("fr", "exchanges.offer.saved")), put.Text);
        }

        var me = await app.SignIn(three.Teachers[0], "fr");
        var board = await me.Open(Links.Board);
        Assert.Equal(2, board.All("tbody tr").Count);
        var people = await app.Read(db => db.Employees.Where(e => e.Id == three.Teachers[1].EmployeeId || e.Id == three.Teachers[2].EmployeeId).ToListAsync());
        Assert.All(people, p => Assert.False(board.Says(p.FullNameLatin) || board.Says(p.Ppr)));
        var json = await (await me.Api.GetAsync($"/api{Links.Board}")).Content.ReadAsStringAsync();
        Assert.All(people, p => Assert.DoesNotContain(p.Ppr, json, StringComparison.Ordinal));
        var statements = await MassarApp.StatementsOf(async () => await me.Open(Links.Board));
        Assert.True(statements.Count <= 5, string.Join("\n\n", statements));

        // The circle of three the lines make, proposed from there.
        var offers = await app.Read(db => db.ExchangeOffers.Where(o => o.EmployeeId == people[0].Id || o.EmployeeId == people[1].Id).ToDictionaryAsync(o => o.EmployeeId, o => o.Id));
        var address = Links.Propose(offers[three.Teachers[1].EmployeeId!.Value], offers[three.Teachers[2].EmployeeId!.Value]);
        Assert.NotNull(board.Find($"a[href='{address}']"));
        Assert.True((await (await me.Open(address)).SubmitForm("#propose", null, false, ("Day", Iso(Today.AddDays(30))))).Says(Words.All.Say("fr", "exchanges.said.proposed")));
        var parties = await app.Read(db => db.ExchangeParties.Where(p => p.EmployeeId == three.Teachers[0].EmployeeId).SelectMany(p => db.ExchangeParties.Where(o => o.ExchangeId == p.ExchangeId)).OrderBy(p => p.Order).ToListAsync());
        Assert.Equal([three.Schools[1].Id, three.Schools[2].Id, three.Schools[0].Id], parties.Select(p => p.ToPlaceId));
        // Asked, one reads who proposes; the proposer does not read who was asked.
        Assert.False((await me.Open(Links.Case(parties[0].ExchangeId))).Says(people[0].FullNameLatin));
    }

    [Fact]
    public async Task The_list_is_filtered_counted_and_taken_away()
    {
        var pair = await Circle.Of(app, 2);
        var id = await pair.Accepted();
        var office = await app.SignIn(pair.Province.Hr, "fr", steppedUp: true);

        var list = await office.Open($"{Links.All}?state=turn");
        Assert.Single(list.All("tbody tr"));
        Assert.Single((await office.Open($"{Links.All}?state=all&q={await Ppr(pair.Teachers[0])}")).All("tbody tr"));
        Assert.Empty((await office.Open($"{Links.All}?state=Installed")).All("tbody tr"));
        Assert.Single((await (await app.SignIn(pair.Schools[0].Head, "ar")).Open(Links.All)).All("tbody tr"));
        // A head reads the payroll numbers of his own school alone, and finds nobody else's by trying.
        var school = await app.SignIn(pair.Schools[0].Head);
        var read = await (await school.Api.GetAsync($"/api{Links.All}?state=all")).Content.ReadAsStringAsync();
        Assert.Contains(await Ppr(pair.Teachers[0]), read, StringComparison.Ordinal);
        Assert.DoesNotContain(await Ppr(pair.Teachers[1]), read, StringComparison.Ordinal);
        Assert.Empty((await school.Open($"{Links.All}?state=all&q={await Ppr(pair.Teachers[1])}")).All("tbody tr"));
        Assert.Contains(await Ppr(pair.Teachers[1]), await (await office.Get($"{Links.All}/list.csv?state=all")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await office.Get($"{Links.All}/list.xlsx")).StatusCode);
        var lists = await MassarApp.StatementsOf(async () => await office.Open(Links.All));
        Assert.True(lists.Count <= 7, string.Join("\n\n", lists));
        var card = await MassarApp.StatementsOf(async () => await (await app.SignIn(pair.Teachers[0], "fr")).Open(Links.Case(id)));
        Assert.True(card.Count <= 9, string.Join("\n\n", card));
        var own = await MassarApp.StatementsOf(async () => await (await app.SignIn(pair.Teachers[0], "fr")).Open(Links.Mine));
        Assert.True(own.Count <= 7, string.Join("\n\n", own));
    }

    [Fact]
    public void Circles_of_two_come_first_and_three_go_round()
    {
        static ExchangeOffer Offer(long id, string path, params string[] wants)
        {
            var offer = new ExchangeOffer { Id = id, EmployeeId = id, PlaceId = (int)id, PlacePath = path, GroupCode = "COL-MATH", Until = DateOnly.MaxValue };
            offer.Want(wants.Select((w, i) => (i + 1, w)));
            return offer;
        }

        var mine = Offer(1, "/1/2/3/4/1/", "/1/2/7/");
        var mutual = Offer(2, "/1/2/7/8/2/", "/1/2/3/4/1/");
        var liked = Offer(3, "/1/2/7/9/3/", "/1/2/5/");
        var round = Offer(4, "/1/2/5/6/4/", "/1/2/3/");
        var nobody = Offer(5, "/1/2/5/6/5/", "/1/2/9/");

        var circles = Circles.With(mine, [mutual, liked, round, nobody]);

        Assert.Equal([(2, null), (3, 4)], circles.Select(c => (c.First.Id, c.Second?.Id)));
    }

    private Task<ExchangeState> State(long id) => app.Read(db => db.Exchanges.Where(e => e.Id == id).Select(e => e.State).SingleAsync());

    private Task<DocumentState> Record(long id) => app.Read(db => db.IssuedDocuments.Where(d => db.Exchanges.Any(e => e.Id == id && e.RecordId == d.Id)).Select(d => d.State).SingleAsync());

    private async Task<HttpResponseMessage> Prepare(Visitor by, GivenPerson person, object facts)
    {
        var version = await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Version).SingleAsync());
        var body = JsonSerializer.SerializeToNode(facts)!.AsObject();
        (body["employee"], body["version"]) = (person.EmployeeId, $"{version}");
        return await by.Api.PostAsJsonAsync($"/api{Massar.Features.Decisions.Links.New()}", body);
    }

    private Task<List<string>> Notices(long id) => app.Read(db => db.Notices.Where(n => n.Key.StartsWith("exchange/" + id + "/")).Select(n => n.Key).ToListAsync());

    private Task<string> Ppr(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

    private async Task<GivenPerson> Space(GivenPerson person) =>
        person with { HatId = await app.Read(db => db.Hats.Where(h => h.AccountId == person.AccountId && h.EndsOn == null).OrderByDescending(h => h.Id).Select(h => h.Id).FirstAsync()) };

    private Task<HttpResponseMessage> Take(GivenPerson by, long id, string act) => Circle.Take(app, by, id, act);

    private Task Must(GivenPerson by, long id, string act) => Circle.Must(app, by, id, act);

    private async Task<HttpResponseMessage> Install(GivenPerson by, long id, string act)
    {
        var version = await app.Read(db => db.Installations.Where(i => i.Id == id).Select(i => i.Version).SingleAsync());
        return await (await app.SignIn(by)).Api.PostAsJsonAsync($"/api{Massar.Features.Installations.Links.Case(id)}", new { version = $"{version}", @do = act, day = act == "present" ? Iso(Today) : null });
    }

    private static string Iso(DateOnly day) => TypedDay.Iso(day);

    /// <summary>Teachers of different schools who may exchange, and the offices above them.</summary>
    private sealed record Circle(MassarApp App, Province Province, Province? Other, GivenSchool[] Schools, GivenPerson[] Teachers)
    {
        public static async Task<Circle> Of(MassarApp app, int count, int directorates = 1)
        {
            var province = await Province.Make(app);
            Province? other = null;
            if (directorates > 1)
            {
                var number = 20_000_000 + Given.Next();
                var second = new Place { Id = number, Kind = PlaceKind.Directorate, Code = $"{number}", NameAr = "مديرية ثانية", NameFr = "Seconde direction", ParentId = province.School.Academy.Id, Path = $"{province.School.Academy.Path}{number}/" };
                await app.Write(async db =>
                {
                    db.Places.Add(second);
                    await db.SaveChangesAsync();
                });
                other = await Province.Make(app, province.School with { Directorate = second });
            }

            var schools = new GivenSchool[count];
            for (var i = 0; i < count; i++)
                schools[i] = i == 0 ? province.School : i == count - 1 && other is not null ? other.School : await app.Given.School(inProvinceOf: province.School);
            return new Circle(app, province, other, schools, await Task.WhenAll(schools.Select(s => app.Given.Person(Roles.Teacher, s.Place))));
        }

        public async Task<long> Id() => await App.Read(db => db.ExchangeParties.Where(p => p.EmployeeId == Teachers[0].EmployeeId).OrderByDescending(p => p.Id).Select(p => p.ExchangeId).FirstAsync());

        public async Task<long> Proposed()
        {
            string[] pprs = [.. await Task.WhenAll(Teachers.Select(t => App.Read(db => db.Employees.Where(e => e.Id == t.EmployeeId).Select(e => e.Ppr).SingleAsync())))];
            var reply = await (await App.SignIn(Teachers[0])).Api.PostAsJsonAsync($"/api{Links.New}", new { ppr = pprs[1], thirdPpr = pprs.ElementAtOrDefault(2), day = Iso(Today.AddDays(30)) });
            Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
            return await Id();
        }

        public async Task<long> Accepted()
        {
            var id = await Proposed();
            foreach (var teacher in Teachers[1..])
                await Must(App, teacher, id, "accept");
            return id;
        }

        public async Task<(long Id, long[] Decisions)> Signed()
        {
            var id = await Accepted();
            await Must(App, Province.Hr, id, "agree");
            long[] decisions = [.. await App.Read(db => db.Decisions.Where(d => db.Exchanges.Any(e => e.Id == id && e.BatchId == d.BatchId)).OrderBy(d => d.Id).Select(d => d.Id).ToListAsync())];
            await Province.Send(decisions);
            foreach (var who in (GivenPerson[])[Province.HeadOfService, Province.Director, Province.Control])
                await Province.Grant(who, decisions);
            await Province.MustSign(decisions[0]);
            return (id, decisions);
        }

        public static async Task<HttpResponseMessage> Take(MassarApp app, GivenPerson by, long id, string act)
        {
            var version = await app.Read(db => db.Exchanges.Where(e => e.Id == id).Select(e => e.Version).SingleAsync());
            return await (await app.SignIn(by)).Api.PostAsJsonAsync($"/api{Links.Case(id)}", new { version = $"{version}", @do = act });
        }

        public static async Task Must(MassarApp app, GivenPerson by, long id, string act)
        {
            var reply = await Take(app, by, id, act);
            Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        }
    }
}

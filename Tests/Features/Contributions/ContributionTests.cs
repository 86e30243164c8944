using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Contributions;
using Massar.Features.Contributions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Security;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Contributions;

public sealed class ContributionTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    /// <summary>AC-MAS-10: contribution of 45 pupils is received; receipts number without gaps; the day is closed; a wrong receipt is cancelled by a negative line, never deleted.</summary>
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task Forty_five_pupils_are_received_the_day_is_closed_and_a_wrong_receipt_is_taken_back_by_a_negative_line(string language)
    {
        var (school, made, clerk) = await Class(45, language);
        var owed = await Owed();

        var form = await clerk.Open(Links.Class(made.Id));
        var boxes = form.All("main form input[type=checkbox][value=ALL]").Select(b => b.GetAttribute("name")!).ToList();
        Assert.Equal(45, boxes.Count);
        Assert.Empty(form.All("main script"));
        var done = await form.Submit([.. boxes.Select(b => (b, "ALL"))]);
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Empty(done.All("main form input[value=ALL]"));

        var entries = await Entries(school);
        Assert.Equal(Enumerable.Range(1, 45), entries.Select(e => e.Number));
        Assert.All(entries, e => Assert.Equal(owed, e.Total));
        Assert.Equal(made.Pupils.Select(p => p.Id).Order(), entries.Select(e => e.PupilId!.Value).Order());
        Assert.Empty(await Findings(school));

        // A wrong one: the negative line has the next number, and both stay.
        var wrong = entries[11];
        // Not by the hand that received it.
        Assert.Null((await clerk.Open(Links.Entry(wrong.Id))).Find($"main form[action='{Links.Cancel(wrong.Id)}']"));
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.Api.PostAsJsonAsync($"/api{Links.Cancel(wrong.Id)}", new { reason = "Erreur de nom" })).StatusCode);
        var head = await app.SignIn(school.Head, language);
        var card = await head.Open(Links.Entry(wrong.Id));
        var after = await card.SubmitForm($"main form[action='{Links.Cancel(wrong.Id)}']", null, false, ("Reason", "Montant saisi pour un autre élève"));
        entries = await Entries(school);
        var negative = entries[^1];
        Assert.Equal(Links.Entry(negative.Id), after.Address);
        Assert.Equal((46, CashKind.Cancellation, -owed, (long?)wrong.Id), (negative.Number, negative.Kind, negative.Total, negative.CancelsId));
        Assert.Equal(46, entries.Count);
        var check = await app.Visitor(language).Open(Massar.Features.Documents.Links.Verify(await Code(wrong)));
        Assert.NotNull(check.Find("main .note.bad"));
        Assert.True(check.Says("Montant saisi pour un autre élève"), check.Text);
        Assert.Null((await app.Visitor(language).Open(Massar.Features.Documents.Links.Verify(await Code(negative)))).Find("main .note.bad"));

        // Counted, and nothing enters any more.
        var close = await clerk.Open(Links.Close(Today));
        var closed = await close.Submit(("Counted", (44 * owed).ToString("0.00", CultureInfo.InvariantCulture)));
        Assert.Equal(Links.Day(Today), closed.Address);
        var state = await app.Read(db => db.CashDays.SingleAsync(d => d.SchoolId == school.Id));
        Assert.Equal((CashDayState.Closed, 44 * owed, 0m), (state.State, state.Counted, state.Difference));
        Assert.Equal(HttpStatusCode.Conflict, (await Receive(clerk, made.Id, made.Pupils[11])).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.Api.PostAsJsonAsync($"/api{Links.Cancel(entries[0].Id)}", new { reason = "Autre erreur" })).StatusCode);
        Assert.Equal(46, (await Entries(school)).Count);

        // The next day it goes on.
        MassarApp.Clock.Pass(TimeSpan.FromDays(1));
        clerk = await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place), language);
        Assert.Equal(HttpStatusCode.OK, (await Receive(clerk, made.Id, made.Pupils[11])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await clerk.Api.PostAsJsonAsync($"/api{Links.Cancel(entries[0].Id)}", new { reason = "Autre erreur" })).StatusCode);
        Assert.Equal(48, (await Entries(school)).Count);
        Assert.Empty(await Findings(school));
    }

    [Fact]
    public async Task Desks_that_receive_at_once_number_without_gaps_and_a_refused_post_takes_no_number()
    {
        var school = await app.Given.School();
        GivenClass[] classes = [await app.Given.Class(school, pupils: 6), await app.Given.Class(school, pupils: 6), await app.Given.Class(school, pupils: 6)];
        var desks = new List<Visitor>();
        foreach (var _ in classes)
            desks.Add(await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place)));

        // Each pupil alone, from three desks; and each desk tries one that cannot be.
        var answers = await Task.WhenAll(classes.SelectMany((c, i) => c.Pupils.Select(p => Receive(desks[i], c.Id, p)).Append(Receive(desks[i], c.Id, classes[(i + 1) % 3].Pupils[0]))));

        Assert.Equal((18, 3), (answers.Count(a => a.StatusCode == HttpStatusCode.OK), answers.Count(a => a.StatusCode == HttpStatusCode.Conflict)));
        Assert.Equal(Enumerable.Range(1, 18), (await Entries(school)).Select(e => e.Number).Order());
        Assert.Empty(await Findings(school));
    }

    [Fact]
    public async Task Two_people_never_receive_the_same_money_and_the_second_keeps_the_ticks()
    {
        var (school, made, first) = await Class(3, "fr");
        var second = await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place), "fr");
        var theirs = await second.Open(Links.Class(made.Id));
        await (await first.Open(Links.Class(made.Id))).Submit(($"p[{made.Pupils[0].MassarCode}]", "ALL"));

        var refused = await theirs.Submit(($"p[{made.Pupils[0].MassarCode}]", "ALL"), ($"p[{made.Pupils[1].MassarCode}]", "ALL"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("ALL", refused.ValueOf($"p[{made.Pupils[1].MassarCode}]"));
        Assert.True(refused.Says("Reçu entre-temps"), refused.Text);
        Assert.Single(await Entries(school));

        // The page was drawn anew: what is ticked there can be saved.
        var saved = await refused.Submit(($"p[{made.Pupils[1].MassarCode}]", "ALL"));
        Assert.Equal(HttpStatusCode.OK, saved.Status);
        Assert.Equal(2, (await Entries(school)).Count);

        // The same pupil at one moment: one of the two.
        var race = await Task.WhenAll(Receive(first, made.Id, made.Pupils[2]), Receive(second, made.Id, made.Pupils[2]));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], race.Select(r => r.StatusCode).Order());
    }

    [Fact]
    public async Task A_part_is_received_for_one_pupil_and_what_is_typed_wrongly_comes_back()
    {
        var (school, made, clerk) = await Class(2, "fr");
        var pupil = made.Pupils[0];
        var form = await clerk.Open(Links.Pupil(pupil.Id));
        Assert.Equal("12,00", form.ValueOf("a[INSURANCE]"));
        Assert.Equal("", form.ValueOf("a[PARENTS]"));

        foreach (var typed in (string[])["douze", "-3", "12,001", "999"])
        {
            var wrong = await form.Submit(("a[REGISTRATION]", ""), ("a[INSURANCE]", typed), ("a[SPORT]", "10"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
            Assert.Equal((typed, "10"), (wrong.ValueOf("a[INSURANCE]"), wrong.ValueOf("a[SPORT]")));
            Assert.NotNull(wrong.ErrorOf("a[INSURANCE]"));
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.Open(Links.Class(made.Id)) is var page ? (await page.Submit()).Status : 0));
        Assert.Equal(HttpStatusCode.BadRequest, (await clerk.Api.PostAsJsonAsync($"/api{Links.Pupil(pupil.Id)}", new { amounts = new Dictionary<string, string> { ["NOSUCH"] = "1" } })).StatusCode);
        Assert.Empty(await Entries(school));

        var receipt = await form.Submit([.. form.All("main form input[name^='a[']").Select(i => (i.GetAttribute("name")!, i.GetAttribute("name") switch { "a[INSURANCE]" => "٧,5", "a[PARENTS]" => "50", _ => "" }))]);
        Assert.Equal(HttpStatusCode.OK, receipt.Status);
        var entry = Assert.Single(await Entries(school));
        Assert.Equal(57.5m, entry.Total);
        Assert.Equal("4,50", (await clerk.Open(Links.Pupil(pupil.Id))).ValueOf("a[INSURANCE]"));

        var file = await (await clerk.Get(Links.Paper(entry.Id))).Content.ReadAsByteArrayAsync();
        var document = await app.Read(db => db.IssuedDocuments.SingleAsync(d => d.Id == entry.DocumentId));
        Assert.True(app.Services.GetRequiredService<PdfVerifier>().Verify(file, Convert.FromHexString(document.Sha256)).IsValid);
        var path = Path.Combine(Path.GetTempPath(), $"receipt-{Guid.NewGuid():N}.pdf");
        await File.WriteAllBytesAsync(path, file);
        try
        {
            var text = Tools.Bare(Tools.Text(path));
            foreach (var said in (string[])[pupil.FullNameAr, pupil.MassarCode, "وصل الأداء", "Reçu", "57,50", "7,50", document.NumberShown, DocumentCode.Shown(document.Code), school.Place.NameAr])
                Assert.Contains(Tools.Bare(said), text);
        }
        finally
        {
            File.Delete(path);
        }

        // Whoever checks it learns the sum and no name.
        var check = await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(document.Code));
        Assert.True(check.Says("57,50"));
        Assert.False(check.Says(pupil.FullNameAr));
    }

    [Fact]
    public async Task The_count_is_held_against_the_book_a_difference_has_a_reason_and_a_second_person_signs()
    {
        var (school, made, clerk) = await Class(2, "fr");
        var owed = await Owed();
        var head = await app.SignIn(school.Head, "fr");
        Assert.Equal(HttpStatusCode.OK, (await Receive(clerk, made.Id, made.Pupils[0])).StatusCode);
        var close = await clerk.Open(Links.Close(Today));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Open(Links.Countersign(Today))).Status);

        // Something came between looking and counting.
        Assert.Equal(HttpStatusCode.OK, (await Receive(clerk, made.Id, made.Pupils[1])).StatusCode);
        var stale = await close.Submit(("Counted", "77"));
        Assert.Equal((HttpStatusCode.Conflict, "77"), (stale.Status, stale.ValueOf("Counted")));
        Assert.True(stale.Says($"{owed:0.00}".Replace(',', '.')) && stale.Says($"{2 * owed:0.00}".Replace(',', '.')), stale.Text);

        var less = (2 * owed - 1).ToString("0.00", CultureInfo.InvariantCulture);
        var silent = await stale.Submit(("Counted", less), ("Reason", " "));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, less), (silent.Status, silent.ValueOf("Counted")));
        Assert.NotNull(silent.ErrorOf("Reason"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await silent.Submit(("Counted", "beaucoup"))).Status);
        await silent.Submit(("Counted", less), ("Reason", "Une pièce d'un dirham manque"));
        var day = await app.Read(db => db.CashDays.SingleAsync(d => d.SchoolId == school.Id));
        Assert.Equal((CashDayState.Closed, -1m, "Une pièce d'un dirham manque"), (day.State, day.Difference, day.Reason));
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.Api.PostAsJsonAsync($"/api{Links.Close(Today)}", new { counted = "1" })).StatusCode);

        // The one who counted does not sign, whichever hat is worn.
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Open(Links.Countersign(Today))).Status);
        var employee = await app.Read(db => db.Accounts.Where(a => a.Id == day.ClosedByAccountId).Select(a => a.EmployeeId).SingleAsync());
        var same = await app.SignIn(await app.Given.Person(Roles.Head, school.Place, employeeId: employee), "fr");
        Assert.Equal(HttpStatusCode.Conflict, (await same.Open(Links.Countersign(Today))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await same.Api.PostAsJsonAsync($"/api{Links.Countersign(Today)}", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Countersign(Today)}", new { version = 99 })).StatusCode);
        await (await head.Open(Links.Countersign(Today))).Submit(("Remark", "Vu"));
        day = await app.Read(db => db.CashDays.SingleAsync(d => d.SchoolId == school.Id));
        Assert.Equal((CashDayState.Countersigned, school.Head.AccountId, "Vu"), (day.State, day.SignedByAccountId, day.Remark));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Countersign(Today)}", new { })).StatusCode);

        var shown = await head.Open(Links.Day(Today));
        Assert.True(shown.Says("Une pièce d'un dirham manque"));
        Assert.Equal("application/pdf", (await head.Get(Links.PrintDay(Today))).Content.Headers.ContentType?.MediaType);
        foreach (var kind in (string[])["csv", "xlsx"])
            Assert.Equal(HttpStatusCode.OK, (await head.Get($"{Links.Book}.{kind}")).StatusCode);
        Assert.Contains(made.Pupils[0].MassarCode, await (await head.Get($"{Links.Book}.csv")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_is_not_closed_before_the_one_before_it_and_carries_on_from_its_count()
    {
        var (school, made, clerk) = await Class(2, "fr");
        var (owed, first) = (await Owed(), Today);
        Assert.Equal(HttpStatusCode.OK, (await Receive(clerk, made.Id, made.Pupils[0])).StatusCode);
        MassarApp.Clock.Pass(TimeSpan.FromDays(1));
        clerk = await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place), "fr");
        Assert.Equal(HttpStatusCode.OK, (await Receive(clerk, made.Id, made.Pupils[1])).StatusCode);

        Assert.Equal(HttpStatusCode.Conflict, (await clerk.Api.PostAsJsonAsync($"/api{Links.Close(Today)}", new { counted = "1", reason = "Essai" })).StatusCode);
        Assert.Contains(Links.Close(first), (await clerk.Open(Links.Close(Today))).All("main a").Select(a => a.GetAttribute("href")));
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.Api.PostAsJsonAsync($"/api{Links.Close(Today.AddDays(1))}", new { counted = "1", reason = "Essai" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.Api.PostAsJsonAsync($"/api{Links.Close(first.AddDays(-9))}", new { counted = "0" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await clerk.Api.PostAsJsonAsync($"/api{Links.Close(first)}", new { counted = Dot(owed - 2), reason = "Deux dirhams manquent" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await clerk.Api.PostAsJsonAsync($"/api{Links.Close(Today)}", new { counted = Dot(2 * owed - 2) })).StatusCode);
        Assert.Equal([-2m, 0m], await app.Read(db => db.CashDays.Where(d => d.SchoolId == school.Id).OrderBy(d => d.Day).Select(d => d.Difference).ToListAsync()));
    }

    [Fact]
    public async Task Money_is_carried_to_its_account_with_a_slip_and_never_more_than_there_is()
    {
        var (school, made, clerk) = await Class(2, "fr");
        Assert.Equal(HttpStatusCode.OK, (await Receive(clerk, made.Id, made.Pupils[0])).StatusCode);
        var receipt = (await Entries(school))[0];
        var form = await clerk.Open(Links.Transfers);

        var much = await form.Submit(("Heading", "SPORT"), ("Amount", "30,01"), ("Reference", "BP-2201"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "30,01", "BP-2201"), (much.Status, much.ValueOf("Amount"), much.ValueOf("Reference")));
        Assert.NotNull(much.ErrorOf("Amount"));
        Assert.NotNull((await much.Submit(("Heading", ""), ("Amount", "5"), ("Reference", ""))).ErrorOf("Reference"));

        var slip = await much.Submit(("Heading", "SPORT"), ("Amount", "30"), ("Reference", "BP-2201"));
        Assert.Equal(HttpStatusCode.OK, slip.Status);
        var transfer = await app.Read(db => db.CashEntries.SingleAsync(e => e.SchoolId == school.Id && e.Kind == CashKind.Transfer));
        Assert.Equal((-30m, 1, "BP-2201"), (transfer.Total, transfer.Number, transfer.Reference));
        Assert.Equal("application/pdf", (await clerk.Get(Links.Paper(transfer.Id))).Content.Headers.ContentType?.MediaType);
        Assert.True((await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(await Code(transfer)))).Says("Association sportive scolaire"));

        // What went on is not given back from an empty box; first the transfer is taken back.
        clerk = await app.SignIn(school.Head, "fr");
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.Api.PostAsJsonAsync($"/api{Links.Cancel(receipt.Id)}", new { reason = "Erreur de nom" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await clerk.Api.PostAsJsonAsync($"/api{Links.Cancel(transfer.Id)}", new { reason = "Compte erroné" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await clerk.Api.PostAsJsonAsync($"/api{Links.Cancel(receipt.Id)}", new { reason = "Erreur de nom" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await clerk.Api.PostAsJsonAsync($"/api{Links.Cancel(receipt.Id)}", new { reason = "Erreur de nom" })).StatusCode);
        Assert.Equal(0m, await app.Read(db => db.CashEntries.Where(e => e.SchoolId == school.Id).SumAsync(e => e.Total)));
        Assert.Empty(await Findings(school));
    }

    [Fact]
    public async Task The_statement_tells_due_received_exempt_and_outstanding_and_who_owes_what()
    {
        var (school, made, clerk) = await Class(3, "fr");
        var (owed, head) = (await Owed(), await app.SignIn(school.Head, "fr"));
        await Receive(clerk, made.Id, made.Pupils[0]);

        var form = await head.Open(Links.Exempt(made.Pupils[1].Id));
        var silent = await form.Submit(("Headings", "SPORT"), ("Note", "Décision du conseil"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Décision du conseil", "SPORT"), (silent.Status, silent.ValueOf("Note"), silent.ValueOf("Headings")));
        await silent.Submit(("Headings", "SPORT"), ("Why", "ORPHAN"), ("Note", "Décision du conseil"));
        var exemption = await app.Read(db => db.Exemptions.SingleAsync(x => x.PupilId == made.Pupils[1].Id));
        Assert.Equal(("SPORT", "ORPHAN", "Décision du conseil", school.Head.AccountId), (exemption.HeadingCode, exemption.ReasonCode, exemption.Note, exemption.DecidedByAccountId));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Exempt(made.Pupils[1].Id)}", new { headings = new[] { "SPORT" }, why = "ORPHAN" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Open(Links.Exempt(made.Pupils[1].Id))).Status);
        Assert.True((await clerk.Open(Links.Pupil(made.Pupils[1].Id))).Says("Orphelin"));

        var sport = (await clerk.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Statement}")).GetProperty("lines").EnumerateArray().Single(l => l.GetProperty("code").GetString() == "SPORT");
        Assert.Equal((60m, 30m, 30m, 30m, 1), (Of(sport, "due"), Of(sport, "exempt"), Of(sport, "received"), Of(sport, "owed"), sport.GetProperty("owing").GetInt32()));
        var list = await clerk.Open(Links.Outstanding);
        Assert.False(list.Says(made.Pupils[0].MassarCode));
        Assert.True(list.Says(made.Pupils[1].MassarCode) && list.Says(made.Pupils[2].MassarCode));
        Assert.Contains(made.Pupils[2].MassarCode, await (await clerk.Get($"{Links.Outstanding}.csv")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await clerk.Get($"{Links.Statement}.xlsx")).StatusCode);

        // The exempt one pays the rest; ended, the heading is owed again.
        await Receive(clerk, made.Id, made.Pupils[1]);
        Assert.Equal(owed - 30, (await Entries(school)).Single(e => e.PupilId == made.Pupils[1].Id).Total);
        await (await head.Open(Links.Exempt(made.Pupils[1].Id))).SubmitForm($"main form[action='{Links.EndExemption(exemption.Id)}']", null, false);
        Assert.Equal("30,00", (await clerk.Open(Links.Pupil(made.Pupils[1].Id))).ValueOf("a[SPORT]"));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.EndExemption(exemption.Id)}", new { })).StatusCode);

        static decimal Of(JsonElement line, string name) => line.GetProperty(name).GetDecimal();
    }

    [Fact]
    public async Task Nobody_handles_the_money_of_a_child_they_stand_for()
    {
        var (school, made, _) = await Class(2, "fr");
        var mother = await app.Given.Guardian(school, made.Pupils[0]);
        var cin = await app.Read(db => db.Guardians.Where(g => g.Id == mother.GuardianId).Select(g => g.Cin).SingleAsync());
        var people = new List<Visitor>();
        foreach (var role in (string[])[Roles.Clerk, Roles.Head])
        {
            var employee = await app.Given.Employee(school.Place);
            await app.Write(db => db.Employees.Where(e => e.Id == employee.Id).ExecuteUpdateAsync(u => u.SetProperty(e => e.Cin, cin)));
            people.Add(await app.SignIn(await app.Given.Person(role, school.Place, employeeId: employee.Id), "fr"));
        }

        Assert.Equal(HttpStatusCode.Conflict, (await Receive(people[0], made.Id, made.Pupils[0])).StatusCode);
        Assert.Single((await people[0].Open(Links.Class(made.Id))).All("main form input[value=ALL]"));
        Assert.Equal(HttpStatusCode.Conflict, (await people[0].Api.PostAsJsonAsync($"/api{Links.Pupil(made.Pupils[0].Id)}", new { amounts = new Dictionary<string, string> { ["SPORT"] = "5" } })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await people[1].Api.PostAsJsonAsync($"/api{Links.Exempt(made.Pupils[0].Id)}", new { headings = new[] { "SPORT" }, why = "NEED" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Receive(people[0], made.Id, made.Pupils[1])).StatusCode);
    }

    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_family_sees_its_own_money_and_nobody_elses(string language)
    {
        var (school, made, clerk) = await Class(3, language);
        var (mother, other, restricted) = (await app.Given.Guardian(school, made.Pupils[0]), await app.Given.Guardian(school, made.Pupils[1]), await app.Given.Guardian(school, made.Pupils[0]));
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == restricted.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.State, GuardianshipState.Restricted)));
        await Receive(clerk, made.Id, made.Pupils[0]);
        var receipt = (await Entries(school))[0];
        var file = Massar.Features.Documents.Links.File(receipt.DocumentId);

        var family = await app.SignIn(mother, language);
        var page = await family.Open(Links.Mine);
        Assert.True(page.Says(language == "ar" ? made.Pupils[0].FullNameAr : receipt.NumberShown), page.Text);
        Assert.Contains(file, page.All("main a").Select(a => a.GetAttribute("href")));
        Assert.DoesNotContain("contributions.", page.Text, StringComparison.Ordinal);
        Assert.Equal("application/pdf", (await family.Get(file)).Content.Headers.ContentType?.MediaType);
        Assert.InRange((await MassarApp.StatementsOf(() => family.Open(Links.Mine))).Count, 1, 5);

        foreach (var person in (GivenPerson[])[other, restricted, await app.Given.PupilAccount(school, made.Pupils[0])])
        {
            var visitor = await app.SignIn(person, language);
            Assert.DoesNotContain(receipt.NumberShown, (await visitor.Open(Links.Mine)).Text, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(file)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get(Links.Outstanding)).StatusCode);
        }

        // Of age, the pupil reads it.
        await app.Write(db => db.Pupils.Where(p => p.Id == made.Pupils[0].Id).ExecuteUpdateAsync(u => u.SetProperty(p => p.BirthDate, Today.AddYears(-18))));
        var adult = await app.SignIn(await app.Given.PupilAccount(school, made.Pupils[0]), language);
        Assert.Contains(file, (await adult.Open(Links.Mine)).All("main a").Select(a => a.GetAttribute("href")));
        Assert.Equal(HttpStatusCode.OK, (await adult.Get(file)).StatusCode);
    }

    [Fact]
    public async Task Another_school_does_not_see_the_money_and_no_head_revokes_a_receipt_beside_the_book()
    {
        var (school, made, clerk) = await Class(1, "fr");
        await Receive(clerk, made.Id, made.Pupils[0]);
        var entry = (await Entries(school))[0];
        var elsewhere = await app.SignIn((await app.Given.School()).Head, "fr", steppedUp: true);

        foreach (var address in (string[])[Links.Class(made.Id), Links.PrintClass(made.Id), Links.Pupil(made.Pupils[0].Id), Links.Exempt(made.Pupils[0].Id), Links.Entry(entry.Id), Links.Paper(entry.Id), Links.Day(Today), Links.PrintDay(Today), Links.Close(Today), Links.Countersign(Today)])
            Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Receive(elsewhere, made.Id, made.Pupils[0])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Api.PostAsJsonAsync($"/api{Links.Cancel(entry.Id)}", new { reason = "Pas à moi" })).StatusCode);
        Assert.DoesNotContain(made.Pupils[0].MassarCode, await (await elsewhere.Get($"{Links.Book}.csv")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var head = await app.SignIn(school.Head, "fr", steppedUp: true);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsJsonAsync($"/api/documents/{entry.DocumentId}/revoke", new { reason = "Sans écriture négative" })).StatusCode);
        Assert.Equal("application/pdf", (await head.Get(Links.PrintClass(made.Id))).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_public_page_tells_sums_without_persons_and_keeps_small_ones_back()
    {
        var (school, made, clerk) = await Class(6, "fr");
        for (var i = 0; i < 4; i++)
            await Receive(clerk, made.Id, made.Pupils[i]);
        var address = Massar.Features.Schools.Links.Contributions(school.GresaCode);
        Assert.DoesNotContain("120,00", (await app.Visitor("fr").Open(address)).Text, StringComparison.Ordinal);
        await Receive(clerk, made.Id, made.Pupils[4]);

        Assert.Contains(address, (await app.Visitor("fr").Open(Massar.Features.Schools.Links.Card(school.GresaCode))).All("main a").Select(a => a.GetAttribute("href")));
        foreach (var language in (string[])["ar", "fr", "en"])
        {
            var page = await app.Visitor(language).Open(address);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains("150,00", page.Text, StringComparison.Ordinal);
            Assert.All(made.Pupils, p => Assert.False(page.Says(p.MassarCode) || page.Says(p.FullNameAr)));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await app.Visitor().Open("/schools/00000Z/contributions")).Status);
    }

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task Every_page_of_the_desk_opens_empty_and_with_entries(string language)
    {
        var (school, made, clerk) = await Class(2, language);
        foreach (var isEmpty in (bool[])[true, false])
        {
            if (!isEmpty)
                await Receive(clerk, made.Id, made.Pupils[0]);
            List<string> addresses = [Links.Desk, $"{Links.Desk}?q={made.Pupils[0].MassarCode}", Links.Class(made.Id), Links.Pupil(made.Pupils[0].Id), Links.Book, Links.Transfers, Links.Statement, Links.Outstanding];
            if (!isEmpty)
                addresses.AddRange([Links.Day(Today), Links.Close(Today), Links.Entry((await Entries(school))[0].Id)]);
            foreach (var address in addresses)
            {
                var page = await clerk.Open(address);
                Assert.True(page.Status == HttpStatusCode.OK, $"{address}: {page.Status}");
                Assert.DoesNotContain("contributions.", page.Text, StringComparison.Ordinal);
                Assert.InRange((await MassarApp.StatementsOf(() => clerk.Open(address))).Count, 1, 8);
            }
        }

        Assert.Contains(Links.Desk, (await clerk.Open("/")).All("main a").Select(a => a.GetAttribute("href")));
    }

    /// <summary>No official text gives the amounts: each carries its mark, and the ministry sets it right.</summary>
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task The_ministry_sets_an_amount_and_its_mark_by_year_and_cycle(string language)
    {
        // A year nobody else reads.
        var row = await app.Read(db => db.ContributionHeadings.AsNoTracking().SingleAsync(h => h.SchoolYearId == Given.Year - 1 && h.CycleCode == (language == "ar" ? "PRI" : "QUA") && h.Code == "LIBRARY"));
        Assert.StartsWith("to confirm", row.Confidence, StringComparison.Ordinal);
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, (await app.Given.School()).Academy), language);
        var form = await ministry.Open(Massar.Features.Reference.Links.Row("contributions", row.Id.ToString(CultureInfo.InvariantCulture)));

        var wrong = await form.Submit(("Amount", "cinq"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "cinq"), (wrong.Status, wrong.ValueOf("Amount")));
        await wrong.Submit(("Amount", "7,5"), ("Confidence", "sure"));

        var saved = await app.Read(db => db.ContributionHeadings.AsNoTracking().SingleAsync(h => h.Id == row.Id));
        Assert.Equal((7.5m, "sure", 1), (saved.Amount, saved.Confidence, saved.Version));
        Assert.Equal(6, await app.Read(db => db.ContributionHeadings.CountAsync(h => h.SchoolYearId == Given.Year && h.CycleCode == "PRI")));
    }

    [Fact]
    public async Task What_is_left_of_a_former_year_is_shown_and_received_and_the_family_is_told_of_each_receipt()
    {
        var (school, made, clerk) = await Class(2, "fr");
        var (pupil, before) = (made.Pupils[0], Given.Year - 1);
        var mother = await app.Given.Guardian(school, pupil);
        await app.Write(async db =>
        {
            db.Enrollments.Add(new Massar.Features.Enrollments.Domain.Enrollment { PupilId = pupil.Id, SchoolYearId = before, SchoolId = school.Id, LevelCode = "1AC", State = Massar.Features.Enrollments.Domain.EnrollmentState.Left, Kind = Massar.Features.Enrollments.Domain.EnrollmentKind.New, EnteredOn = new DateOnly(before, 9, 8) });
            await db.SaveChangesAsync();
        });
        var headings = await app.Read(db => db.ContributionHeadings.AsNoTracking().Where(h => h.SchoolYearId == before && h.CycleCode == "COL" && !h.IsOptional && h.Amount > 0).OrderBy(h => h.Order).ToListAsync());
        Assert.True(headings.Count > 1);

        // A year in which the school kept no book here is asked of nobody.
        Assert.Null((await clerk.Open(Links.Pupil(pupil.Id))).Find($"main a[href='{Links.Former(pupil.Id)}']"));
        await Receive(clerk, made.Id, made.Pupils[1]);
        await app.Write(db => db.Database.ExecuteSqlAsync($"UPDATE CashEntries SET SchoolYearId = {before} WHERE SchoolId = {school.Id}"));

        var sum = headings.Sum(h => h.Amount!.Value);
        var account = await clerk.Open(Links.Pupil(pupil.Id));
        var form = await account.Follow(Links.Former(pupil.Id));
        var (first, second) = ($"a[{before}/{headings[0].Code}]", $"a[{before}/{headings[1].Code}]");
        var wrong = await form.Submit((first, "9999"), (second, "1"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "9999"), (wrong.Status, wrong.ValueOf(first)));
        var old = await clerk.Open(Links.Former(pupil.Id));
        var done = await wrong.Submit((first, Dot(headings[0].Amount!.Value)), (second, "1"));
        Assert.Equal(Links.Pupil(pupil.Id), done.Address);
        var receipt = (await Entries(school))[^1];
        Assert.Equal((before, headings[0].Amount!.Value + 1, (long?)pupil.Id), (receipt.SchoolYearId, receipt.Total, receipt.PupilId));
        Assert.Empty(await Findings(school));
        // A page from before does not receive it twice.
        Assert.Equal(HttpStatusCode.Conflict, (await old.Submit((first, "1"))).Status);

        // This year's account is as it was; the money can be carried on, and the family reads what is left.
        Assert.Equal(HttpStatusCode.OK, (await Receive(clerk, made.Id, pupil)).StatusCode);
        Assert.NotNull((await clerk.Open(Links.Transfers)).Find($"main option[value='{before}/{headings[0].Code}']"));
        Assert.True((await clerk.Open(Links.Outstanding)).Says(pupil.MassarCode));
        var family = await app.SignIn(mother, "fr");
        var page = await family.Open(Links.Mine);
        Assert.True(page.Says("Reste des années antérieures"), page.Text);
        Assert.True(page.Says(Massar.Infrastructure.Text.Formats.Number(headings[1].Amount!.Value - 1, 2)), page.Text);
        Assert.InRange((await MassarApp.StatementsOf(() => family.Open(Links.Mine))).Count, 1, 5);
        Assert.Equal(2, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == mother.AccountId && n.Key.StartsWith("contributions/"))));

        var elsewhere = await app.SignIn(await app.Given.Person(Roles.Clerk, (await app.Given.School()).Place), "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get(Links.Former(pupil.Id))).StatusCode);
        Assert.Equal(sum - headings[0].Amount!.Value - 1, await app.Within(async services => (await Former.Of(services.GetRequiredService<MassarDb>(), services.GetRequiredService<MassarDb>().Enrollments.Where(e => e.PupilId == pupil.Id), CancellationToken.None)).Sum(l => l.Owed)));
    }

    private async Task<(GivenSchool School, GivenClass Class, Visitor Clerk)> Class(int pupils, string language)
    {
        var school = await app.Given.School();
        return (school, await app.Given.Class(school, pupils: pupils), await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place), language));
    }

    private static Task<HttpResponseMessage> Receive(Visitor desk, int inClass, GivenPupil pupil) =>
        desk.Api.PostAsJsonAsync($"/api{Links.Class(inClass)}", new { paid = new Dictionary<string, string[]> { [pupil.MassarCode] = ["ALL"] } });

    private Task<decimal> Owed() => app.Read(db => db.ContributionHeadings.Where(h => h.SchoolYearId == Given.Year && h.CycleCode == "COL" && !h.IsOptional && h.Amount != null).SumAsync(h => h.Amount!.Value));

    private Task<List<CashEntry>> Entries(GivenSchool school) => app.Read(db => db.CashEntries.AsNoTracking().Where(e => e.SchoolId == school.Id && e.Register == IssuedDocument.ReceiptKind).OrderBy(e => e.Id).ToListAsync());

    private Task<string> Code(CashEntry entry) => app.Read(db => db.IssuedDocuments.Where(d => d.Id == entry.DocumentId).Select(d => d.Code).SingleAsync());

    private Task<IReadOnlyList<RegisterFinding>> Findings(GivenSchool school) => app.Within(async services => (await services.GetRequiredService<RegisterCheck>().Run(school.Id, CancellationToken.None)).Found);

    private static string Dot(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}

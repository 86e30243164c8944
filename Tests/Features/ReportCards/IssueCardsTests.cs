using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.ReportCards;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.ReportCards;

/// <summary>AC-MAS-9: cards in bulk, sealed and numbered without gaps; why a card is empty; and who may read them from when.</summary>
public sealed class IssueCardsTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_class_gets_sealed_cards_numbered_without_gaps_whose_code_opens_their_verification()
    {
        var made = await app.MarkedClass(3);
        await app.Sign(made);

        await app.Issue(made);

        var papers = await Papers(made);
        Assert.Equal([1, 2, 3], papers.Select(p => p.Number));
        var file = await File(papers[0].Id);
        var text = PdfText.Of(file);
        foreach (var phrase in (string[])["بيان النتائج الدراسية", "Bulletin scolaire", made.Pupils[0].FullNameAr, made.Pupils[0].MassarCode, "الرياضيات", "8,00", "3/3", "مجهود ملحوظ"])
            Assert.Contains(PdfText.Fold(phrase), text, StringComparison.Ordinal);
        Assert.Equal(1, PdfText.Pages(file));
        Assert.Contains("Signature is Valid", PdfText.Signature(file), StringComparison.Ordinal);
        Assert.EndsWith(papers[0].Code, PdfText.Code(file), StringComparison.OrdinalIgnoreCase);
        // Before the families' hour it is genuine and nothing more (G6).
        var held = await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(papers[0].Code));
        Assert.Equal(HttpStatusCode.OK, held.Status);
        Assert.True(held.Says("pas encore ouvert"));
        foreach (var secret in (string[])["8,00", "الرياضيات", made.Pupils[0].MassarCode[^3..]])
            Assert.DoesNotContain(secret, held.Find("main .panel")!.TextContent, StringComparison.Ordinal);
        await app.Open(made);
        Assert.True((await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(papers[0].Code))).Says("pas encore ouvert"));
        await app.HourComes(made);
        var verified = await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(papers[0].Code));
        Assert.True(verified.Says("8,00/20"));
        Assert.DoesNotContain(made.Pupils[0].FullNameAr, verified.Text, StringComparison.Ordinal);
    }

    /// <summary>AC-MAS-3: the card of the term names both schools.</summary>
    [Fact]
    public async Task The_card_of_a_pupil_who_came_during_the_year_names_the_former_school_and_the_others_do_not()
    {
        var made = await app.MarkedClass(2);
        var former = await app.Given.School();
        var day = new DateOnly(made.Class.SchoolYearId, 10, 12);
        await app.Write(async db =>
        {
            await db.Enrollments.Where(e => e.Id == made.Pupils[0].EnrollmentId).ExecuteUpdateAsync(s => s.SetProperty(e => e.EnteredOn, day));
            db.Enrollments.Add(new Enrollment
            {
                PupilId = made.Pupils[0].Id,
                SchoolYearId = made.Class.SchoolYearId,
                SchoolId = former.Id,
                LevelCode = "1AC",
                State = EnrollmentState.Left,
                Kind = EnrollmentKind.ReEnrolled,
                EnteredOn = day.AddDays(-30),
                LeftOn = day,
            });
            await db.SaveChangesAsync();
        });
        await app.Sign(made);

        await app.Issue(made);

        var papers = await Papers(made);
        var (came, stayed) = (PdfText.Of(await File(papers.Single(p => p.PupilId == made.Pupils[0].Id).Id)), PdfText.Of(await File(papers.Single(p => p.PupilId == made.Pupils[1].Id).Id)));
        foreach (var phrase in (string[])["درس هذه السنة إلى غاية", former.Place.NameFr, $"12/10/{made.Class.SchoolYearId}", made.School.Place.NameFr])
            Assert.Contains(PdfText.Fold(phrase), came, StringComparison.Ordinal);
        Assert.DoesNotContain(PdfText.Fold(former.Place.NameFr), stayed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_order_leaves_the_same_papers_and_a_changed_decision_replaces_one()
    {
        var made = await app.MarkedClass(3);
        await app.Sign(made);
        await app.Issue(made);
        var first = await Papers(made);
        await app.Issue(made);
        Assert.Equal(first.Select(p => p.Sha256), (await Papers(made)).Select(p => p.Sha256));

        var head = await app.SignIn(made.School.Head, "fr", steppedUp: true);
        var page = await (await head.Open(Links.Reopen(made.Id, 1))).Submit(("Reason", "Recours accepté"));
        page = await page.SubmitForm("#panel form", "Next", false, ("Honour", "WARNING"));
        page = await page.SubmitForm($"form[action='{Links.Decide(made.Id, 1)}']", null, false);
        await page.SubmitForm($"form[action='{Links.Sign(made.Id, 1)}']", null, false);
        await app.Issue(made);

        var after = await Papers(made);
        Assert.Equal(4, after.Count);
        Assert.Single(after, p => p.State == DocumentState.Superseded);
        Assert.Equal(after[3].Id, after.Single(p => p.State == DocumentState.Superseded).SupersededById);
        Assert.Contains(PdfText.Fold("إنذار"), PdfText.Of(await File(after[3].Id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_taken_up_again_goes_on_with_what_misses_and_nothing_is_made_twice()
    {
        var made = await app.MarkedClass(4);
        await app.Sign(made);
        var batch = await app.Issue(made);
        // The machine stopped after two: their cards are there, the others not, the lease has run out.
        await app.Write(async db =>
        {
            var lost = await db.ReportCards.Where(c => c.ClassId == made.Id).OrderBy(c => c.DocumentId).Skip(2).Select(c => c.DocumentId!.Value).ToListAsync();
            await db.ReportCards.Where(c => lost.Contains(c.DocumentId!.Value)).ExecuteDeleteAsync();
            await db.DocumentContents.Where(c => lost.Contains(c.DocumentId)).ExecuteDeleteAsync();
            await db.IssuedDocuments.Where(d => lost.Contains(d.Id)).ExecuteDeleteAsync();
            await db.DocumentRegisters.Where(r => r.PlaceId == made.School.Id && r.Kind == "report-card").ExecuteUpdateAsync(s => s.SetProperty(r => r.Last, 2));
            await db.WorkItems.Where(w => w.Key == CardBatch.WorkKey(batch)).ExecuteUpdateAsync(s => s.SetProperty(w => w.State, WorkState.Running).SetProperty(w => w.LeaseUntil, DateTime.UtcNow.AddMinutes(-5)));
        });

        await app.RunWork(CardBatch.WorkKey(batch));

        Assert.Equal([1, 2, 3, 4], (await Papers(made)).Select(p => p.Number));
        var work = await app.Read(db => db.WorkItems.SingleAsync(w => w.Key == CardBatch.WorkKey(batch)));
        Assert.Equal((WorkState.Done, 4, 0, 4), (work.State, work.DoneCount, work.FailedCount, work.Total));
    }

    [Fact]
    public async Task The_whole_school_comes_as_one_file_to_print_and_one_ZIP()
    {
        var school = await app.Given.School();
        var (one, two) = (await app.MarkedClass(2, school), await app.MarkedClass(3, school));
        await app.Sign(one);
        await app.Sign(two);
        var desk = await app.SignIn(await app.Given.Person(Roles.Clerk, school.Place), "fr");
        var job = await (await desk.Open(Links.IssueOf(one.Class.SchoolYearId, 1))).Submit();
        Assert.StartsWith("/jobs/", job.Address, StringComparison.Ordinal);
        var batch = await app.Read(db => db.CardBatches.SingleAsync(b => b.SchoolId == school.Id));
        await app.RunWork(CardBatch.WorkKey(batch.Id));

        var page = await (await desk.Open(job.Address)).Follow("Ouvrir le résultat");
        var pdf = await (await desk.Get(Links.BatchPdf(batch.Id))).Content.ReadAsByteArrayAsync();
        await using var zip = new ZipArchive(await (await desk.Get(Links.BatchZip(batch.Id))).Content.ReadAsStreamAsync());

        Assert.Equal(Links.Batch(batch.Id), page.Address);
        Assert.Equal(5, PdfText.Pages(pdf));
        // Class after class by name, as people look for them, and nothing of the drawing is left lying.
        var text = PdfText.Of(pdf);
        var order = new[] { one, two }.OrderBy(c => c.Class.Name, StringComparer.Ordinal).SelectMany(c => c.Pupils).Select(p => text.IndexOf(p.MassarCode, StringComparison.Ordinal)).ToList();
        Assert.All(order, at => Assert.True(at >= 0));
        Assert.Equal(order.Order(), order);
        Assert.Equal(0, await app.Read(db => db.CardFileParts.CountAsync(p => p.BatchId == batch.Id && p.Number < 0)));
        Assert.Equal(5, zip.Entries.Count);
        Assert.Equal([(Links.BatchPdf(batch.Id), 5), (Links.BatchZip(batch.Id), 5)],
            (await app.Read(db => db.ExportsTaken.Where(t => t.PlaceId == school.Id).OrderBy(t => t.Id).ToListAsync())).Select(t => (t.Address, t.Persons)));
        var papers = await app.Read(db => db.IssuedDocuments.Where(d => d.PlaceId == school.Id && d.Kind == "report-card").ToListAsync());
        foreach (var entry in zip.Entries)
        {
            using var bytes = new MemoryStream();
            await (await entry.OpenAsync()).CopyToAsync(bytes);
            Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes.ToArray())), papers.Select(p => p.Sha256));
            Assert.Matches(@"^1APIC-\d+/\d\d-Z\d{9}\.pdf$", entry.FullName);
        }

        var stranger = await app.SignIn((await app.Given.School()).Head);
        foreach (var address in (string[])[Links.Batch(batch.Id), Links.BatchPdf(batch.Id), Links.BatchZip(batch.Id)])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(address)).StatusCode);
    }

    [Fact]
    public async Task A_card_whose_file_was_changed_in_the_database_goes_to_nobody_and_the_ZIP_says_so()
    {
        var made = await app.MarkedClass(2);
        await app.Sign(made);
        var batch = await app.Issue(made);
        await app.Open(made);
        await app.HourComes(made);
        var changed = (await Papers(made)).Single(p => p.PupilId == made.Pupils[0].Id).Id;
        var card = await app.Read(db => db.ReportCards.Where(c => c.DocumentId == changed).Select(c => c.Id).SingleAsync());
        await app.Write(db => db.Database.ExecuteSqlAsync($"UPDATE DocumentContents SET Bytes = CONCAT(Bytes, ' ') WHERE DocumentId = {changed}"));
        var desk = await app.SignIn(await app.Given.Person(Roles.Clerk, made.School.Place), "fr");
        var mother = await app.SignIn(await app.Given.Guardian(made.School, made.Pupils[0]), "fr");

        var refused = await mother.Get(Links.Card(card));
        await using var zip = new ZipArchive(await (await desk.Get(Links.BatchZip(batch))).Content.ReadAsStreamAsync());

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal(2, zip.Entries.Count);
        var note = Assert.Single(zip.Entries, e => e.FullName.EndsWith(".pdf.txt", StringComparison.Ordinal));
        using var words = new StreamReader(await note.OpenAsync());
        Assert.Contains("L'inscription au registre ne correspond pas", await words.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task What_a_card_misses_and_who_must_act_is_said(string language)
    {
        var made = await app.MarkedClass(2);
        await app.Write(db => db.Assessments.Where(a => a.ClassId == made.Id && a.SubjectCode == "MATH" && a.Number == 1).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, AssessmentStates.Open)));
        await app.Given.Teacher(made);
        var desk = await app.SignIn(await app.Given.Person(Roles.Clerk, made.School.Place), language);

        var before = await desk.Open(Links.Empty(made.Id, 1));

        Assert.Equal(HttpStatusCode.OK, before.Status);
        Assert.True(before.Says(language switch { "ar" => "لم ينعقد مجلس القسم", "fr" => "Le conseil de classe n'a pas eu lieu", _ => "The class council was not held" }));
        Assert.True(before.Says(language switch { "ar" => "الرياضيات", _ => "Math" }));
        Assert.NotEmpty(before.All("a[href^='tel:']"));
        Assert.DoesNotContain("report-cards.", before.Text, StringComparison.Ordinal);
        await app.Write(db => db.Assessments.Where(a => a.ClassId == made.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, AssessmentStates.Published)));
        await app.Sign(made);
        var late = await app.Given.Pupil(made.School, "1AC", made.Class, 9);
        var json = await desk.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Empty(made.Id, 1)}");
        var reasons = json.GetProperty("lines").EnumerateArray().ToDictionary(l => l.GetProperty("massarCode").GetString()!, l => l.GetProperty("why").GetString());
        Assert.Equal("report-cards.empty.not-issued", reasons[made.Pupils[0].MassarCode]);
        Assert.Equal("report-cards.empty.no-marks", reasons[late.MassarCode]);
        await app.Issue(made);
        Assert.DoesNotContain(made.Pupils[0].FullNameAr + made.Pupils[0].MassarCode, (await desk.Open(Links.Empty(made.Id, 1))).Text, StringComparison.Ordinal);
        Assert.Equal(1, (await desk.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Empty(made.Id, 1)}")).GetProperty("lines").GetArrayLength());
    }

    [Fact]
    public async Task A_name_that_cannot_be_printed_is_told_and_takes_no_number()
    {
        var made = await app.MarkedClass(3);
        await app.Write(db => db.Pupils.Where(p => p.Id == made.Pupils[1].Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthPlaceAr, "أكادير 龍")));
        await app.Sign(made);

        await app.Issue(made);

        Assert.Equal([1, 2], (await Papers(made)).Select(p => p.Number));
        var desk = await app.SignIn(made.School.Head, "fr");
        Assert.True((await desk.Open(Links.Empty(made.Id, 1))).Says("caractère non imprimable"));
        await app.Write(db => db.Pupils.Where(p => p.Id == made.Pupils[1].Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthPlaceAr, "أكادير")));
        await app.Issue(made);
        Assert.Equal([1, 2, 3], (await Papers(made)).Select(p => p.Number));
    }

    [Fact]
    public async Task One_account_has_no_more_than_five_orders_in_the_line_where_messages_wait_too()
    {
        var made = await app.MarkedClass(1);
        await app.Sign(made);
        var head = await app.SignIn(made.School.Head, "fr");

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => head.Api.PostAsJsonAsync("/api/report-cards/issue", new { year = made.Class.SchoolYearId, semester = 1 })));

        Assert.Equal(5, replies.Count(r => r.IsSuccessStatusCode));
        Assert.Equal(3, replies.Count(r => r.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(5, await app.Read(db => db.CardBatches.CountAsync(b => b.SchoolId == made.School.Id)));
    }

    [Fact]
    public async Task Without_signed_minutes_there_is_nothing_to_issue()
    {
        var made = await app.MarkedClass(1);
        var head = await app.SignIn(made.School.Head, "fr");

        var page = await head.Open(Links.IssueOf(made.Class.SchoolYearId, 1));
        var refused = await head.Api.PostAsJsonAsync("/api/report-cards/issue", new { year = made.Class.SchoolYearId, semester = 1 });

        Assert.True(page.Says("Aucun procès-verbal signé"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    [Fact]
    public async Task Before_the_first_order_the_page_says_what_to_do_and_lists_no_orders()
    {
        var made = await app.MarkedClass(1);
        await app.Sign(made);

        var page = await (await app.SignIn(made.School.Head, "fr")).Open(Links.IssueOf(made.Class.SchoolYearId, 1));

        Assert.StartsWith("Aucun bulletin délivré", page.Find(".empty h2")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Choisir une classe", page.Find(".empty p")!.TextContent, StringComparison.Ordinal);
        Assert.False(page.Says("Dernières délivrances"));
    }

    [Fact]
    public async Task Families_have_the_card_from_its_hour_on_and_not_by_any_door_before()
    {
        var made = await app.MarkedClass(2);
        await app.Sign(made);
        await app.Issue(made);
        var paper = (await Papers(made))[0];
        var card = await app.Read(db => db.ReportCards.SingleAsync(c => c.DocumentId == paper.Id));
        var pupil = await app.SignIn(await app.Given.PupilAccount(made.School, made.Pupils[0]), "fr");
        var mother = await app.SignIn(await app.Given.Guardian(made.School, made.Pupils[0]), "fr");
        var other = await app.SignIn(await app.Given.Guardian(made.School, made.Pupils[1]), "fr");

        await Closed();
        await app.Open(made);
        await Closed();
        await app.HourComes(made);

        foreach (var reader in (Visitor[])[pupil, mother])
        {
            Assert.NotEmpty((await reader.Open(Links.Mine)).All($"a[href='{Links.Card(card.Id)}']"));
            var file = await (await reader.Get(Links.Card(card.Id))).Content.ReadAsByteArrayAsync();
            Assert.Equal(paper.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)));
            Assert.Equal(HttpStatusCode.OK, (await reader.Get(Massar.Features.Documents.Links.File(paper.Id))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await other.Get(Links.Card(card.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get(Massar.Features.Documents.Links.File(paper.Id))).StatusCode);
        Assert.Equal(1, (await mother.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Mine}")).GetProperty("children")[0].GetProperty("cards").GetArrayLength());

        async Task Closed()
        {
            foreach (var reader in (Visitor[])[pupil, mother])
            {
                Assert.Empty((await reader.Open(Links.Mine)).All("a[href$='/file']"));
                Assert.Equal(HttpStatusCode.NotFound, (await reader.Get(Links.Card(card.Id))).StatusCode);
                Assert.Equal(HttpStatusCode.NotFound, (await reader.Get(Massar.Features.Documents.Links.File(paper.Id))).StatusCode);
            }
        }
    }

    [Fact]
    public async Task The_hour_needs_a_fresh_factor_lies_ahead_and_keeps_what_was_typed()
    {
        var made = await app.MarkedClass(1);
        await app.Sign(made);
        await app.Issue(made);
        var head = await app.SignIn(made.School.Head, "fr", steppedUp: true);

        var past = await (await head.Open(Links.PublishOf(made.Class.SchoolYearId, 1))).Submit(("Classes", $"{made.Id}"), ("Date", "2020-01-01"), ("Time", "08:15"));
        var stale = await (await app.SignIn(made.School.Head)).Api.PostAsJsonAsync($"/api{Links.Publish}", new { year = made.Class.SchoolYearId, semester = 1, classes = new[] { made.Id }, date = "2099-01-01", time = "17:00" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, past.Status);
        Assert.Equal("08:15", past.ValueOf("Time"));
        Assert.Equal(HttpStatusCode.Forbidden, stale.StatusCode);
        Assert.Null(await app.Read(db => db.Councils.Where(c => c.ClassId == made.Id).Select(c => c.CardsOpenFrom).SingleAsync()));
    }

    [Fact]
    public async Task The_transcript_of_the_year_is_sealed_and_asked_again_the_same_paper()
    {
        var made = await app.MarkedClass(2, semesters: 2);
        foreach (var semester in (int[])[1, 2])
        {
            await app.Sign(made, semester);
            await app.Issue(made, semester);
            await app.Open(made, semester);
        }

        var mother = await app.SignIn(await app.Given.Guardian(made.School, made.Pupils[1]), "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await mother.Api.PostAsJsonAsync($"/api{Links.Transcripts}", new { pupil = made.Pupils[1].Id, year = made.Class.SchoolYearId })).StatusCode);
        await app.HourComes(made);

        var first = await (await mother.Open(Links.Mine)).Submit();
        var second = await (await mother.Open(Links.Mine)).Submit();

        Assert.Equal("application/pdf", first.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(first.Address, second.Address);
        var paper = await app.Read(db => db.IssuedDocuments.SingleAsync(d => d.PlaceId == made.School.Id && d.Kind == "transcript"));
        var text = PdfText.Of(await File(paper.Id));
        foreach (var phrase in (string[])["بيان النقط السنوي", "11,00/20", made.Pupils[1].MassarCode, "Passe"])
            Assert.Contains(PdfText.Fold(phrase), text, StringComparison.Ordinal);
        var other = await app.SignIn(await app.Given.Guardian(made.School, made.Pupils[0]), "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await other.Api.PostAsJsonAsync($"/api{Links.Transcripts}", new { pupil = made.Pupils[1].Id, year = made.Class.SchoolYearId })).StatusCode);
    }

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task The_desk_shows_how_far_each_class_is(string language)
    {
        var made = await app.MarkedClass(2);
        await app.Sign(made, language: language);
        await app.Issue(made);
        var desk = await app.SignIn(await app.Given.Person(Roles.Clerk, made.School.Place), language);

        foreach (var address in (string[])[Links.Desk, Links.Issue, Links.Batch(await app.Read(db => db.CardBatches.Where(b => b.SchoolId == made.School.Id).Select(b => b.Id).SingleAsync()))])
        {
            var page = await desk.Open(address);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.True(page.Says(made.Class.Name));
            Assert.DoesNotContain("report-cards.", page.Text, StringComparison.Ordinal);
        }

        Assert.True((await desk.Open(Links.Desk)).Says("2/2"));
    }

    private Task<List<IssuedDocument>> Papers(GivenClass made) =>
        app.Read(db => db.IssuedDocuments.Where(d => d.PlaceId == made.School.Id && d.Kind == "report-card").OrderBy(d => d.Number).ToListAsync());

    private Task<byte[]> File(long document) => app.Read(db => db.DocumentContents.Where(c => c.DocumentId == document).Select(c => c.Bytes).SingleAsync());

    private static class AssessmentStates
    {
        public const Massar.Features.Marks.Domain.AssessmentState Open = Massar.Features.Marks.Domain.AssessmentState.Open;
        public const Massar.Features.Marks.Domain.AssessmentState Published = Massar.Features.Marks.Domain.AssessmentState.Published;
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Documents.Domain;
using Massar.Features.StaffPapers;
using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Files = Massar.Features.Employees;

namespace Massar.Tests.Features.StaffPapers;

public sealed class StaffPaperTests(MassarApp app) : IClassFixture<MassarApp>
{
    /// <summary>AC-SEL-1: asked for on a phone, it is there at once, sealed, and the bank verifies it by its code.</summary>
    [Theory]
    [InlineData("ar", "الوثيقة جاهزة")]
    [InlineData("fr", "Le document est prêt")]
    public async Task A_teacher_gets_the_work_certificate_alone_and_the_bank_verifies_it(string language, string said)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var situation = await (await app.SignIn(teacher, language)).Open(Files.Links.Mine);

        var page = await situation.SubmitForm($"form[action='{Links.Mine}']", "WorkCertificate", htmx: false);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.True(page.Says(said));
        Assert.NotNull(page.Find("a[href^='/documents/'][href$='/file']"));
        var document = await Document(teacher);
        Assert.Equal((province.School.Directorate.Id, 1), (document.PlaceId, document.Number));
        foreach (var reader in (string[])["ar", "fr", "en", "zgh"])
        {
            var bank = await app.Visitor(reader).Open($"/verify/{document.Code}");
            Assert.Equal(HttpStatusCode.OK, bank.Status);
            Assert.True(bank.Says(document.NumberShown));
            var employee = await app.Read(db => db.Employees.SingleAsync(e => e.Id == teacher.EmployeeId));
            // Initials and the end of a number are enough beside the paper; the card number is on the paper alone.
            Assert.False(bank.Says(employee.FullNameAr) || bank.Says(employee.Cin) || bank.Says(employee.Ppr));
        }
    }

    [Theory]
    [InlineData("WorkCertificate", "شهادة العمل", "Attestation de travail")]
    [InlineData("SituationStatement", "الوضعية الإدارية", "Situation administrative")]
    [InlineData("ServiceStatement", "بيان الخدمات", "Relevé des services")]
    public async Task The_file_is_sealed_of_one_page_and_the_same_bytes_each_time(string kind, string titleAr, string titleFr)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var visitor = await app.SignIn(teacher);
        var address = await Issue(visitor, kind);
        var bytes = await (await visitor.Get(address)).Content.ReadAsByteArrayAsync();
        var file = Path.Combine(Path.GetTempPath(), $"paper-{Guid.NewGuid():N}.pdf");
        await File.WriteAllBytesAsync(file, bytes);
        try
        {
            var text = Tools.Bare(Tools.Text(file));
            var (employee, document) = (await app.Read(db => db.Employees.SingleAsync(e => e.Id == teacher.EmployeeId)), await Document(teacher));
            var director = await app.Read(db => db.Accounts.SingleAsync(a => a.Id == province.Director.AccountId));

            foreach (var expected in (string[])[titleAr, titleFr, employee.FullNameAr, employee.LastNameLatin.ToUpperInvariant(), employee.Ppr, employee.Cin, province.School.Place.NameFr, document.NumberShown, DocumentCode.Shown(document.Code), director.NameAr])
                Assert.Contains(Tools.Bare(expected), text);
            Assert.Equal(kind != "WorkCertificate", text.Contains(Tools.Bare(Massar.Infrastructure.Text.Formats.ShortDate(employee.BirthDate)), StringComparison.Ordinal));
            Assert.Contains("Pages:           1", Tools.Run("pdfinfo", file).Output);
            Assert.True(app.Services.GetRequiredService<PdfVerifier>().Verify(bytes, Convert.FromHexString(document.Sha256)).IsValid);
            Assert.Contains("Total document signed", Tools.Run("pdfsig", file).Output);
            // The same day: the same paper.
            Assert.Equal(address, await Issue(visitor, kind));
            Assert.Equal(bytes, await (await visitor.Get(address)).Content.ReadAsByteArrayAsync());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Numbers_of_an_office_have_no_gap_and_kinds_have_registers_of_their_own()
    {
        var province = await Province.Make(app);
        var people = new[] { await province.Teacher(), await province.Teacher(), await province.Teacher() };
        await Task.WhenAll(people.Select(async p => await Issue(await app.SignIn(p), "WorkCertificate")));
        await Issue(await app.SignIn(people[0]), "SituationStatement");

        var numbers = await app.Read(db => db.IssuedDocuments.Where(d => d.PlaceId == province.School.Directorate.Id).OrderBy(d => d.Kind).ThenBy(d => d.Number).Select(d => new { d.Kind, d.Number }).ToListAsync());

        Assert.Equal([("situation-statement", 1), ("work-certificate", 1), ("work-certificate", 2), ("work-certificate", 3)], numbers.Select(n => (n.Kind, n.Number)));
    }

    [Fact]
    public async Task Wrong_data_make_a_task_that_names_who_puts_what_right_and_the_paper_comes_with_the_correction()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await app.Read(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Cin, "")));
        var mine = await app.SignIn(teacher, "fr");

        var page = await (await mine.Open(Links.Mine)).SubmitForm($"form[action='{Links.Mine}']", "WorkCertificate", htmx: false);

        Assert.True(page.Says("N° de la CIN"));
        Assert.True(page.Says($"À corriger par le service des ressources humaines : {province.School.Directorate.NameFr}"));
        Assert.Equal(0, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.EmployeeId == teacher.EmployeeId)));

        var hr = await app.SignIn(province.Hr, "fr");
        var desk = await hr.Open(Links.Desk());
        var paper = await app.Read(db => db.StaffPapers.SingleAsync(p => p.EmployeeId == teacher.EmployeeId));
        Assert.NotNull(desk.Find($"a[href='{Links.Show(paper.Id)}']"));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == province.Hr.AccountId && n.Template == "notices.staff-paper-blocked")));
        var done = await (await hr.Open(Files.Links.Identity(teacher.EmployeeId!.Value))).Submit(("Cin", "ab 123456"));
        Assert.Equal(HttpStatusCode.OK, done.Status);

        var ready = await mine.Open(Links.Show(paper.Id));
        Assert.NotNull(ready.Find("a[href$='/file']"));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == teacher.AccountId && n.Template == "notices.staff-paper")));
        Assert.Null((await hr.Open(Links.Desk())).Find($"a[href='{Links.Show(paper.Id)}']"));
    }

    [Fact]
    public async Task A_directorate_without_a_director_waits_for_the_academy_and_a_recheck_issues()
    {
        var school = (await Province.Make(app)).School;
        var lonely = await app.Given.School();
        var teacher = await app.Given.Person(Roles.Teacher, lonely.Place);
        var hr = await app.Given.Person(Roles.HrManager, lonely.Directorate);
        Assert.NotEqual(school.Id, lonely.Id);

        var asked = await Ask(await app.SignIn(teacher), "WorkCertificate");
        await app.Given.Person(Roles.ProvincialDirector, lonely.Directorate);
        var again = await (await app.SignIn(hr)).Api.PostAsJsonAsync("/api/staff-papers/desk/recheck", new { });

        Assert.Equal("Blocked", asked.GetProperty("state").GetString());
        Assert.Equal("NoHead", asked.GetProperty("problems")[0].GetString());
        Assert.Equal(1, (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("issued").GetInt32());
        Assert.Equal(1, (await Document(teacher)).Number);
    }

    [Fact]
    public async Task The_counter_issues_for_the_person_in_front_of_it_and_the_register_says_who_for_whom_and_when()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var hr = await app.SignIn(province.Hr, "fr");
        var file = await hr.Open(Files.Links.Show(teacher.EmployeeId!.Value));

        var page = await file.SubmitForm($"form[action='{Links.Counter(teacher.EmployeeId.Value)}']", "SituationStatement", htmx: false);

        var clerk = await app.Read(db => db.Accounts.SingleAsync(a => a.Id == province.Hr.AccountId));
        Assert.True(page.Says(clerk.NameLatin));
        var employee = await app.Read(db => db.Employees.SingleAsync(e => e.Id == teacher.EmployeeId));
        var register = await hr.Open(Links.Desk("issued", employee.Ppr));
        Assert.True(register.Says(employee.FullNameLatin));
        Assert.True(register.Says(clerk.NameLatin));
        Assert.True((await app.Read(db => db.StaffPapers.SingleAsync(p => p.EmployeeId == teacher.EmployeeId))).IsCounter);
        Assert.True((await hr.Get($"/documents/{(await Document(teacher)).Id}/file")).IsSuccessStatusCode);
        Assert.True((await (await app.SignIn(teacher)).Get($"/documents/{(await Document(teacher)).Id}/file")).IsSuccessStatusCode);
    }

    /// <summary>The rule: months of thirty days, positions that count, nothing of which the file has no line; lines that follow each other add up.</summary>
    [Theory]
    [InlineData("2020-01-01", "2021-01-01", 1, 0, 0)]
    [InlineData("2020-01-31", "2020-02-01", 0, 0, 1)]
    [InlineData("2020-02-01", "2020-03-01", 0, 1, 0)]
    [InlineData("2019-09-16", "2023-11-05", 4, 1, 19)]
    public void Services_count_months_of_thirty_days(string from, string until, int years, int months, int days)
    {
        var (first, after, between) = (Day(from), Day(until), Day(from).AddDays(1));

        var time = ServiceTime.Between(first, after);

        Assert.Equal((years, months, days), (time.Years, time.Months, time.OddDays));
        Assert.Equal(time.Days, ServiceTime.Between(first, between).Days + ServiceTime.Between(between, after).Days);

        static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task The_statement_of_services_names_each_line_and_counts_neither_availability_nor_what_the_file_does_not_say()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = teacher.EmployeeId!.Value;
        var today = MoroccanDay.Today(MassarApp.Clock);
        var (away, back) = (new DateOnly(Given.Year - 3, 1, 1), new DateOnly(Given.Year - 2, 1, 1));
        await app.Write(async db =>
        {
            var first = await db.CareerSteps.AsNoTracking().SingleAsync(s => s.EmployeeId == id);
            foreach (var (day, position) in new[] { (away, "AVAILABILITY_REQUEST"), (back, "ACTIVITY") })
                db.CareerSteps.Add(new Massar.Features.Employees.Domain.CareerStep { EmployeeId = id, StartsOn = day, GradeCode = first.GradeCode, Echelle = first.Echelle, Echelon = first.Echelon, Index = first.Index, PositionCode = position, LearntAt = first.LearntAt });
            await db.SaveChangesAsync();
        });

        var services = await app.Read(async db => await ServiceStatement.Of(db, await db.Employees.SingleAsync(e => e.Id == id), MassarApp.Clock.GetUtcNow().UtcDateTime, CancellationToken.None));

        Assert.Equal([false, true, false, true], services.Lines.Select(l => l.Counts));
        Assert.True(services.HasUnknown);
        Assert.Equal(360, services.Interrupted.Days);
        Assert.Equal(360 + ServiceTime.Between(back, today.AddDays(1)).Days, services.Effective.Days);
        Assert.True(services.Lines.Zip(services.Lines.Skip(1)).All(p => p.First.Last.AddDays(1) == p.Second.From));
        var hr = await app.SignIn(province.Hr, "fr");
        await (await hr.Open(Files.Links.Show(id))).SubmitForm($"form[action='{Links.Counter(id)}']", "ServiceStatement", htmx: false);
        var document = await app.Read(db => db.IssuedDocuments.SingleAsync(d => d.EmployeeId == id && d.Kind == IssuedDocument.ServiceStatementKind));
        var bank = await app.Visitor("fr").Open($"/verify/{document.Code}");
        Assert.True(bank.Says(services.Effective.Shown), bank.Text);
        // The office's own: neither another office's nor that of who visas.
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(province.Control)).Get($"/documents/{document.Id}/file")).StatusCode);
        Assert.True((await hr.Get($"/documents/{document.Id}/file")).IsSuccessStatusCode);
    }

    /// <summary>AC-TAB-3: found by the number of the card, served in a few taps; the log has who, for whom, when.</summary>
    [Fact]
    public async Task At_the_counter_statements_are_printed_and_signed_decisions_handed_over_with_who_for_whom_and_when()
    {
        var (province, other) = (await Province.Make(app), await Province.Make(app));
        var teacher = await province.Teacher();
        var id = teacher.EmployeeId!.Value;
        var decision = await province.Signed(teacher);
        var employee = await app.Read(db => db.Employees.SingleAsync(e => e.Id == id));
        var clerk = await app.Read(db => db.Accounts.SingleAsync(a => a.Id == province.Hr.AccountId));
        var hr = await app.SignIn(province.Hr, "fr", steppedUp: true);

        var found = await hr.Open($"{Files.Links.Find}?q={employee.Cin}");
        var counter = await (await found.Follow(Files.Links.Show(id))).Follow(Massar.Features.Decisions.Links.Counter(id));
        var paper = await counter.SubmitForm("#papers", "SituationStatement", htmx: false);
        Assert.True(paper.Says(clerk.NameLatin), paper.Text);

        var again = await hr.Open(Massar.Features.Decisions.Links.Counter(id));
        Assert.True((await hr.Get(Massar.Features.Decisions.Links.Paper(decision))).IsSuccessStatusCode);
        var handed = await again.SubmitForm($"#copy-{decision}", null, htmx: false);
        Assert.True(handed.Says(clerk.NameLatin), handed.Text);
        // The first time is the notice; what was read before is stale; the second time is a copy.
        Assert.NotNull((await province.Decision(decision)).HandedOverOn);
        var stale = await again.SubmitForm($"#copy-{decision}", null, htmx: false);
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        await (await hr.Open(Massar.Features.Decisions.Links.Counter(id))).SubmitForm($"#copy-{decision}", null, htmx: false);
        Assert.Equal([true, false], await app.Read(db => db.DecisionCopies.Where(c => c.DecisionId == decision && c.EmployeeId == id && c.AccountId == province.Hr.AccountId).OrderBy(c => c.Id).Select(c => c.IsDelivery).ToListAsync()));
        var log = await hr.Open(Massar.Features.Decisions.Links.CopyLog(employee.Ppr));
        Assert.Equal(2, log.All("main table tbody tr").Count);
        Assert.True(log.Says(employee.FullNameLatin) && log.Says(clerk.NameLatin));
        Assert.Contains(employee.Ppr, await (await hr.Get(Massar.Features.Decisions.Links.CopyLog(ending: ".csv"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Nobody serves himself, and another office finds neither person nor log.
        Assert.Equal(HttpStatusCode.Conflict, (await hr.Open(Massar.Features.Decisions.Links.Counter(province.Hr.EmployeeId!.Value))).Status);
        var stranger = await app.SignIn(other.Hr, "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Massar.Features.Decisions.Links.Counter(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api/decisions/counter/{id}/copies", new { decision, version = "9" })).StatusCode);
        Assert.False((await stranger.Open(Massar.Features.Decisions.Links.CopyLog())).Says(employee.FullNameLatin));
    }

    [Fact]
    public async Task Nobody_issues_for_himself_at_the_counter_nor_for_staff_of_another_office_nor_reads_their_papers()
    {
        var (province, other) = (await Province.Make(app), await Province.Make(app));
        var teacher = await province.Teacher();
        var address = await Issue(await app.SignIn(teacher), "WorkCertificate");
        var paper = await app.Read(db => db.StaffPapers.SingleAsync(p => p.EmployeeId == teacher.EmployeeId));
        var (hr, stranger) = (await app.SignIn(province.Hr), await app.SignIn(other.Hr));

        Assert.Equal(HttpStatusCode.Conflict, (await Counter(hr, province.Hr.EmployeeId!.Value)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Counter(stranger, teacher.EmployeeId!.Value)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Show(paper.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await province.Teacher())).Open(Links.Show(paper.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(address)).StatusCode);
        // Whoever visas decisions of the academy has no business with papers.
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(province.Control)).Get(address)).StatusCode);
        Assert.Null((await stranger.Open(Links.Desk("issued"))).Find($"a[href='{Links.Show(paper.Id)}']"));
        Assert.Equal(HttpStatusCode.BadRequest, (await hr.Api.PostAsJsonAsync($"/api/staff-papers/counter/{teacher.EmployeeId}", new { kind = "Diploma" })).StatusCode);
    }

    [Fact]
    public async Task Whoever_left_gets_no_paper_of_service()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await app.Read(db => db.CareerSteps.Where(s => s.EmployeeId == teacher.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(c => c.PositionCode, "LEFT_RETIRED")));

        var reply = await (await app.SignIn(teacher)).Api.PostAsJsonAsync("/api/staff-papers", new { kind = "WorkCertificate" });

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Equal(0, await app.Read(db => db.StaffPapers.CountAsync(p => p.EmployeeId == teacher.EmployeeId)));
    }

    [Fact]
    public async Task The_office_revokes_with_a_reason_whoever_verifies_sees_it_and_another_may_be_asked_the_same_day()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var mine = await app.SignIn(teacher);
        await Issue(mine, "WorkCertificate");
        var document = await Document(teacher);
        var director = await app.SignIn(province.Director, "fr", steppedUp: true);

        var form = await director.Open($"/documents/{document.Id}/revoke");
        await form.Submit(("Reason", "Erreur dans la date de recrutement"));

        Assert.True((await app.Visitor("fr").Open($"/verify/{document.Code}")).Says("Erreur dans la date de recrutement"));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == teacher.AccountId && n.Template == "notices.staff-paper-revoked")));
        Assert.Equal("Issued", (await Ask(mine, "WorkCertificate")).GetProperty("state").GetString());
        Assert.Equal(2, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.EmployeeId == teacher.EmployeeId)));
        // Neither another office, nor a manager, nor a head, nor of a decision.
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await Province.Make(app)).Director, steppedUp: true)).Open($"/documents/{document.Id}/revoke")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(province.Hr, steppedUp: true)).Open($"/documents/{document.Id}/revoke")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(province.School.Head, steppedUp: true)).Open($"/documents/{document.Id}/revoke")).Status);
        await province.Signed(teacher);
        var decision = await app.Read(db => db.IssuedDocuments.SingleAsync(d => d.EmployeeId == teacher.EmployeeId && d.Kind == "echelon-decision"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(province.Signatory, steppedUp: true)).Open($"/documents/{decision.Id}/revoke")).Status);
    }

    private Task<IssuedDocument> Document(GivenPerson person) => app.Read(db => db.IssuedDocuments.AsNoTracking().OrderBy(d => d.Id).FirstAsync(d => d.EmployeeId == person.EmployeeId));

    private static async Task<JsonElement> Ask(Visitor visitor, string kind)
    {
        var reply = await visitor.Api.PostAsJsonAsync("/api/staff-papers", new { kind });
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        return await reply.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The address of the file.</summary>
    private static async Task<string> Issue(Visitor visitor, string kind)
    {
        var asked = await Ask(visitor, kind);
        Assert.Equal("Issued", asked.GetProperty("state").GetString());
        return string.Create(CultureInfo.InvariantCulture, $"/documents/{asked.GetProperty("documentId").GetInt64()}/file");
    }

    private static Task<HttpResponseMessage> Counter(Visitor visitor, long employee) => visitor.Api.PostAsJsonAsync($"/api/staff-papers/counter/{employee}", new { kind = "WorkCertificate" });
}

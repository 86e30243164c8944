using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Certificates;
using Massar.Features.Certificates.Domain;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Security;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Certificates;

public sealed class RequestCertificateTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_guardian_asks_in_the_evening_and_has_the_certificate_at_once()
    {
        var (_, child, guardian) = await Family();
        var form = await (await app.SignIn(guardian)).Open(Links.New);

        var page = await form.Submit(("Purpose", "SocialSecurity"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.True(page.Says($"رقم 1/{MoroccanDay.Today(MassarApp.Clock).Year}"));
        Assert.True(page.Says(child.FullNameAr));
        Assert.NotNull(page.Find("a[href^='/documents/'][href$='/file']"));
    }

    [Fact]
    public async Task The_file_is_sealed_small_and_says_what_a_certificate_must_say()
    {
        var (school, child, guardian) = await Family();
        var visitor = await app.SignIn(guardian);
        var bytes = await (await visitor.Get(await Issue(visitor, child))).Content.ReadAsByteArrayAsync();
        var file = Path.Combine(Path.GetTempPath(), $"certificate-{Guid.NewGuid():N}.pdf");
        await System.IO.File.WriteAllBytesAsync(file, bytes);
        try
        {
            var text = Tools.Bare(Tools.Text(file));
            var pupil = await app.Read(db => db.Pupils.SingleAsync(p => p.Id == child.Id));
            var document = await app.Read(db => db.IssuedDocuments.SingleAsync(d => d.PupilId == child.Id));
            var head = await app.Read(db => db.Accounts.SingleAsync(a => a.Id == school.Head.AccountId));

            Assert.InRange(bytes.Length, 1, 100 * 1024);
            foreach (var said in (string[])[pupil.FullNameAr, pupil.LastNameLatin.ToUpperInvariant(), child.MassarCode, "أكادير", "Agadir", school.Place.NameAr, school.Place.NameFr, school.GresaCode, head.NameAr,
                "شهادة مدرسية", "Certificat de scolarité", "السنة الأولى ثانوي إعدادي", $"{Given.Year}/{Given.Year + 1}", document.NumberShown, DocumentCode.Shown(document.Code)])
                Assert.Contains(Tools.Bare(said), text);
            Assert.True(app.Services.GetRequiredService<PdfVerifier>().Verify(bytes, Convert.FromHexString(document.Sha256)).IsValid);
            Assert.Equal(0, Tools.Run("qpdf", "--check", file).Exit);
            Assert.Contains("Signature is Valid", Tools.Run("pdfsig", file).Output);
            Assert.Contains("Total document signed", Tools.Run("pdfsig", file).Output);
        }
        finally
        {
            System.IO.File.Delete(file);
        }
    }

    [Fact]
    public async Task The_QR_code_leads_to_the_verification_of_this_paper()
    {
        var (_, child, guardian) = await Family();
        var visitor = await app.SignIn(guardian);
        var bytes = await (await visitor.Get(await Issue(visitor, child))).Content.ReadAsByteArrayAsync();
        var stem = Path.Combine(Path.GetTempPath(), $"certificate-{Guid.NewGuid():N}");
        await System.IO.File.WriteAllBytesAsync($"{stem}.pdf", bytes);
        try
        {
            Assert.Equal(0, Tools.Run("pdftoppm", "-r", "100", "-png", "-singlefile", $"{stem}.pdf", stem).Exit);

            var read = Tools.Run("zbarimg", "-q", "--raw", $"{stem}.png").Output.Split('\n')[0];

            var document = await app.Read(db => db.IssuedDocuments.SingleAsync(d => d.PupilId == child.Id));
            Assert.Equal(app.Services.GetRequiredService<VerificationAddress>().Of(document.Code).AbsoluteUri, read, ignoreCase: true);
            // In capitals, as the code writes it, the address leads to the page.
            Assert.True((await app.Visitor().Open(new Uri(read).AbsolutePath)).Says(document.Code[..4]));
        }
        finally
        {
            System.IO.File.Delete($"{stem}.pdf");
            System.IO.File.Delete($"{stem}.png");
        }
    }

    [Fact]
    public async Task The_longest_names_stay_on_one_page_with_the_code_and_the_seal()
    {
        var content = new CertificateContent(
            123456, 2026, DocumentCode.New(), new Uri("https://massar.example/verify/0"), DateTime.UtcNow, new DateOnly(2026, 11, 21), CertificatePurpose.SocialSecurity,
            "الإدريسي العلوي البلغيتي فاطمة الزهراء عبد الرحمان", "IDRISSI ALAOUI BELGHITI Fatima Ezzahra Abderrahmane", Massar.Features.Pupils.Domain.Sex.Female, "Z123456789", new DateOnly(2010, 2, 28),
            "جماعة سيدي عبد الله غياث إقليم الحوز", "Commune Sidi Abdallah Ghiat, province d'Al Haouz", "السنة الثانية من سلك البكالوريا – مسلك العلوم والتكنولوجيات الكهربائية", "2e année du cycle du baccalauréat – sciences et technologies électriques",
            "2BACSTE-12", 2026, "80745R", "الثانوية التأهيلية التقنية محمد بن الحسن الوزاني بسيدي عبد الله غياث", "Lycée qualifiant technique Mohamed Ben Hassan El Ouazzani de Sidi Abdallah Ghiat",
            "سيدي البرنوصي - سيدي مومن", "Sidi Bernoussi - Sidi Moumen", "طنجة - تطوان - الحسيمة", "Tanger-Tétouan-Al Hoceïma", "سيدي عبد الله غياث", "Sidi Abdallah Ghiat", "عبد الرحمان الإدريسي البلغيتي", "Abderrahmane Idrissi Belghiti", IsDemo: true);

        var printed = await app.Services.GetRequiredService<Massar.Infrastructure.Pdf.PdfPrinter>().DrawAsync(new CertificatePaper(content));

        Assert.Equal(1, printed.Pages);
        Assert.Single(printed.Fields);
        var usual = content with { NameAr = "العلوي سلمى", NameLatin = "ALAOUI Salma", BirthPlaceAr = "أكادير", BirthPlaceLatin = "Agadir", SchoolAr = "الثانوية التأهيلية ابن رشد", SchoolFr = "Lycée qualifiant Ibn Rochd", LevelAr = "السنة الثانية من سلك البكالوريا – علوم فيزيائية", AcademyAr = "سوس - ماسة", AcademyFr = "Souss-Massa", DirectorateAr = "أكادير إداوتنان", DirectorateFr = "Agadir Ida-Outanane" };
        // Lines add up here and there: a sheet is measured, not guessed.
        var international = usual with { LevelAr = "السنة الثانية إعدادي مسار دولي", LevelFr = "2e année collégiale - parcours international", SchoolAr = "الثانوية الإعدادية ابن سينا", SchoolFr = "Collège Ibn Sina" };
        foreach (var purpose in Enum.GetValues<CertificatePurpose>())
            Assert.Equal(1, (await app.Services.GetRequiredService<Massar.Infrastructure.Pdf.PdfPrinter>().DrawAsync(new CertificatePaper(international with { Purpose = purpose }))).Pages);
        var printedUsual = await app.Services.GetRequiredService<Massar.Infrastructure.Pdf.PdfPrinter>().DrawAsync(new CertificatePaper(usual));
        Assert.Equal(1, printedUsual.Pages);
    }

    [Fact]
    public async Task The_same_bytes_come_each_time_and_are_kept_by_nobody()
    {
        var (_, child, guardian) = await Family();
        var visitor = await app.SignIn(guardian);
        var address = await Issue(visitor, child);

        var first = await visitor.Get(address);
        var second = await visitor.Get(address);

        Assert.Equal(await first.Content.ReadAsByteArrayAsync(), await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal("application/pdf", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", first.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("sandbox", first.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(first.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Another_familys_child_certificate_and_file_do_not_exist()
    {
        var (school, child, guardian) = await Family();
        var address = await Issue(await app.SignIn(guardian), child);
        var request = await app.Read(db => db.CertificateRequests.SingleAsync(r => r.PupilId == child.Id));
        var other = await app.SignIn(await app.Given.Guardian(school, await app.Given.Pupil(school)));
        var otherSchool = await app.SignIn((await app.Given.School()).Head);

        foreach (var stranger in (Visitor[])[other, otherSchool])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(address)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Request(request.Id))).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await other.Api.PostAsJsonAsync("/api/certificates", new { pupil = $"{child.Id}", purpose = "Other" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await otherSchool.Api.PostAsJsonAsync($"/api/certificates/desk/pupils/{child.Id}", new { purpose = "Other" })).StatusCode);
        Assert.Equal(1, await app.Read(db => db.CertificateRequests.CountAsync(r => r.PupilId == child.Id)));
    }

    [Fact]
    public async Task A_guardian_whose_right_has_ended_gets_nothing_any_more()
    {
        var (_, child, guardian) = await Family();
        var visitor = await app.SignIn(guardian);
        var address = await Issue(visitor, child);
        await app.Write(db => db.Guardianships.Where(g => g.PupilId == child.Id).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, Massar.Features.Pupils.Domain.GuardianshipState.Restricted)));

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Api.PostAsJsonAsync("/api/certificates", new { pupil = $"{child.Id}", purpose = "Other" })).StatusCode);
    }

    [Theory, InlineData(""), InlineData("7"), InlineData("Cinema")]
    public async Task A_purpose_that_is_not_in_the_list_is_refused_at_its_field(string purpose)
    {
        var (_, child, guardian) = await Family();
        var form = await (await app.SignIn(guardian, "fr")).Open(Links.New);

        var after = await form.Submit(("Pupil", $"{child.Id}"), ("Purpose", purpose));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.StartsWith("Erreur: Choisir l'objet dans la liste", after.ErrorOf("Purpose"), StringComparison.Ordinal);
        Assert.Equal($"{child.Id}", after.ValueOf("Pupil"));
    }

    [Fact]
    public async Task A_form_in_which_nothing_was_chosen_comes_back_and_names_what_is_missing()
    {
        var (_, _, guardian) = await Family();
        var visitor = await app.SignIn(guardian, "fr");
        var form = await visitor.Open(Links.New);

        foreach (var fields in new (string, string)[][] { [], [("Purpose", "")] })
        {
            var page = await visitor.Post(Links.New, [("__RequestVerificationToken", form.ValueOf("__RequestVerificationToken")!), .. fields]);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
            Assert.NotNull(page.Find("fieldset.bad .err"));
            Assert.NotNull(page.ErrorOf("Purpose"));
        }
    }

    [Fact]
    public async Task Asking_twice_the_same_day_for_the_same_purpose_gives_the_same_certificate()
    {
        var (_, child, guardian) = await Family();
        var visitor = await app.SignIn(guardian);

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => visitor.Api.PostAsJsonAsync("/api/certificates", new { pupil = $"{child.Id}", purpose = "Transport" })));

        var numbers = await Task.WhenAll(all.Select(async r => (await r.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("documentId").GetInt64()));
        Assert.Single(numbers.Distinct());
        Assert.Equal(1, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.PupilId == child.Id)));
    }

    [Fact]
    public async Task Numbers_have_no_gap_when_thirty_families_ask_at_once_and_some_are_refused()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 30);
        // Every third fails at the printer, after its number was taken: the name of its class cannot be drawn.
        var broken = made.Pupils.Where((_, i) => i % 3 == 0).Select(p => p.Id).ToList();
        await app.Write(db => db.Classes.Where(c => c.Id == made.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Name, "1A-1")));
        var bad = await app.Given.Class(school);
        await app.Write(async db =>
        {
            await db.Classes.Where(c => c.Id == bad.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Name, "1A-😀"));
            await db.Enrollments.Where(e => broken.Contains(e.PupilId)).ExecuteUpdateAsync(s => s.SetProperty(e => e.ClassId, bad.Id));
        });
        var desk = await app.SignIn(school.Head);

        var answers = await Task.WhenAll(made.Pupils.Select(p => desk.Api.PostAsJsonAsync($"/api/certificates/desk/pupils/{p.Id}", new { purpose = "Other" })));

        Assert.Equal(20, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(10, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        var numbers = await app.Read(db => db.IssuedDocuments.Where(d => d.PlaceId == school.Id).OrderBy(d => d.Number).Select(d => d.Number).ToListAsync());
        Assert.Equal(Enumerable.Range(1, 20), numbers);
        Assert.Equal(20, await app.Read(db => db.DocumentRegisters.Where(r => r.PlaceId == school.Id).Select(r => r.Last).SingleAsync()));
    }

    /// <summary>AC-WAL-4: if data are not clean the request says which datum, who must fix it, and the usual delay.</summary>
    [Fact]
    public async Task A_missing_birth_place_names_the_datum_and_the_office_and_takes_no_number()
    {
        var (school, child, guardian) = await Family();
        await app.Write(db => db.Pupils.Where(p => p.Id == child.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthPlaceLatin, (string?)null)));
        var form = await (await app.SignIn(guardian, "fr")).Open(Links.New);

        var page = await form.Submit(("Purpose", "Transport"));

        Assert.True(page.Says("Lieu de naissance en lettres latines"));
        Assert.True(page.Says(school.Place.NameFr));
        Assert.True(page.Says("deux jours ouvrables"));
        Assert.Equal(0, await app.Read(db => db.DocumentRegisters.CountAsync(r => r.PlaceId == school.Id)));
        var tasks = await (await app.SignIn(school.Head, "fr")).Open(Links.Desk);
        Assert.True(tasks.Says("Lieu de naissance en lettres latines"));
    }

    [Fact]
    public async Task The_certificate_is_issued_when_the_desk_writes_what_was_missing()
    {
        var (school, child, guardian) = await Family();
        await app.Write(db => db.Pupils.Where(p => p.Id == child.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthPlaceLatin, (string?)null)));
        var family = await app.SignIn(guardian);
        await (await family.Open(Links.New)).Submit(("Purpose", "Transport"));
        var form = await (await app.SignIn(school.Head)).Open(Links.Data(child.Id));
        Assert.Null(form.Find("[name=FirstNameAr]"));

        var refused = await form.Submit(("BirthPlaceLatin", "فاس"));
        var mended = await refused.Submit(("BirthPlaceLatin", "Fès"), ("FirstNameAr", "اسم آخر"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("فاس", refused.ValueOf("BirthPlaceLatin"));
        Assert.Equal(HttpStatusCode.OK, mended.Status);
        var pupil = await app.Read(db => db.Pupils.SingleAsync(p => p.Id == child.Id));
        Assert.Equal("Fès", pupil.BirthPlaceLatin);
        Assert.Equal(child.FullNameAr, pupil.FullNameAr);
        var request = await app.Read(db => db.CertificateRequests.SingleAsync(r => r.PupilId == child.Id));
        Assert.Equal(CertificateState.Issued, request.State);
        Assert.NotNull((await family.Open(Links.Request(request.Id))).Find("a[href$='/file']"));
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.AccountId == guardian.AccountId && n.Template == "notices.certificate-issued")));
    }

    [Fact]
    public async Task An_adult_pupil_asks_alone_and_the_guardian_is_not_told()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school);
        var pupil = await app.Given.Pupil(school, inClass: made.Class, birthDate: MoroccanDay.Today(MassarApp.Clock).AddYears(-18));
        var guardian = await app.Given.Guardian(school, pupil);
        var account = await app.Given.PupilAccount(school, pupil);
        var form = await (await app.SignIn(account, "fr")).Open(Links.New);
        Assert.False(form.Says("sera informé"));

        await form.Submit(("Purpose", "Other"));

        Assert.Equal(1, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.PupilId == pupil.Id)));
        Assert.False(await app.Read(db => db.Notices.AnyAsync(n => n.AccountId == guardian.AccountId)));
    }

    [Fact]
    public async Task A_minor_pupil_asks_and_the_guardian_is_told()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school);
        var pupil = await app.Given.Pupil(school, inClass: made.Class, birthDate: MoroccanDay.Today(MassarApp.Clock).AddYears(-18).AddDays(1));
        var guardian = await app.Given.Guardian(school, pupil);
        var form = await (await app.SignIn(await app.Given.PupilAccount(school, pupil), "fr")).Open(Links.New);
        Assert.True(form.Says("sera informé"));

        await form.Submit(("Purpose", "Other"));

        var notice = await app.Read(db => db.Notices.Include(n => n.Deliveries).SingleAsync(n => n.AccountId == guardian.AccountId));
        Assert.Equal("notices.certificate-issued", notice.Template);
        Assert.Single(notice.Deliveries);
    }

    [Fact]
    public async Task The_SMS_fits_into_one_part_in_Arabic()
    {
        foreach (var template in (string[])["issued", "blocked", "revoked"])
        {
            object[] args = template == "blocked" ? ["عبد الرحمان"] : ["12345/2026", "عبد الرحمان"];
            Assert.InRange(Massar.Infrastructure.Localization.Words.All.Say("ar", $"notices.certificate-{template}.sms", args).Length, 10, 70);
        }

        await Task.CompletedTask;
    }

    [Fact]
    public async Task The_pages_of_a_family_ask_the_database_at_most_four_times()
    {
        var (_, child, guardian) = await Family();
        var visitor = await app.SignIn(guardian);
        await Issue(visitor, child);
        var request = await app.Read(db => db.CertificateRequests.SingleAsync(r => r.PupilId == child.Id));
        foreach (var address in (string[])[Links.Mine, Links.New, Links.Request(request.Id)])
        {
            await visitor.Open(address);
            var statements = await MassarApp.StatementsOf(() => visitor.Open(address));
            Assert.InRange(statements.Count, 1, 4);
        }
    }

    internal async Task<(GivenSchool School, GivenPupil Child, GivenPerson Guardian)> Family()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 1);
        return (school, made.Pupils[0], await app.Given.Guardian(school, made.Pupils[0]));
    }

    internal static async Task<string> Issue(Visitor visitor, GivenPupil child)
    {
        var answer = await visitor.Api.PostAsJsonAsync("/api/certificates", new { pupil = $"{child.Id}", purpose = "SocialSecurity" });
        answer.EnsureSuccessStatusCode();
        return Massar.Features.Documents.Links.File((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("documentId").GetInt64());
    }
}

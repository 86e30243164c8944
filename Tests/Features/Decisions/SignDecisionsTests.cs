using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Decisions.SignDecisions;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Decisions;

public sealed class SignDecisionsTests(MassarApp app) : IClassFixture<MassarApp>, IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("decisions-").FullName;

    [Fact]
    public async Task From_draft_over_three_visas_to_a_paper_that_other_programs_believe()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = (await province.ReadyToSign(teacher))[0];
        var page = await (await app.SignIn(province.Signatory, steppedUp: true)).Open(Links.Show(id));

        var after = await page.SubmitForm($"form[action='{Links.Sign(id)}']", null, htmx: false);

        Assert.Equal(Links.Show(id), after.Address);
        var decision = await province.Decision(id);
        var year = MoroccanDay.Today(MassarApp.Clock).Year;
        Assert.Equal((DecisionState.Signed, $"1/{year}"), (decision.State, decision.Number));
        var document = await app.Read(db => db.IssuedDocuments.SingleAsync(d => d.Id == decision.DocumentId));
        Assert.Equal((province.School.Academy.Id, "echelon-decision", 1, teacher.EmployeeId), (document.PlaceId, document.Kind, document.Number, document.EmployeeId));
        var bytes = (await app.Read(db => db.DocumentContents.SingleAsync(c => c.DocumentId == document.Id))).Bytes;
        Assert.Equal(document.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));

        // Our own verifier, poppler with the root certificate, OpenSSL.
        var verifier = app.Services.GetRequiredService<PdfVerifier>();
        Assert.Equal(Reason.Valid, verifier.Verify(bytes, Convert.FromHexString(document.Sha256)).Reason);
        var signature = Pdfsig(bytes);
        Assert.Contains("Signature is Valid", signature, StringComparison.Ordinal);
        Assert.Contains("Certificate is Trusted", signature, StringComparison.Ordinal);
        Assert.Contains("Total document signed", signature, StringComparison.Ordinal);
        Assert.Contains("ETSI.CAdES.detached", signature, StringComparison.Ordinal);
        Assert.Contains("CAdES Verification successful", OpenSsl(bytes), StringComparison.Ordinal);
        Assert.Equal(0, Tools.Run("qpdf", "--check", Save(bytes, "decision.pdf")).Exit);
    }

    [Fact]
    public async Task The_paper_says_in_Arabic_what_was_decided_and_its_code_leads_to_the_verification()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = (await province.ReadyToSign(teacher))[0];
        await Signed(province, id);

        var (document, bytes) = await Paper(id);
        var employee = await app.Read(db => db.Employees.SingleAsync(e => e.Id == teacher.EmployeeId));
        var text = Tools.Bare(Tools.Text(Save(bytes, "paper.pdf")));

        foreach (var phrase in (string[])["قرار رقم", document.NumberShown, "يقرر ما يلي", employee.LastNameAr, employee.Ppr, employee.Cin, "الوضعية القديمة", "الوضعية الجديدة", "377", "402", "2.62.344",
            Formats.ShortDate(new DateOnly(Given.Year - 2, 1, 1)), province.School.Academy.NameAr, "المراقبة المالية"])
            Assert.Contains(Tools.Bare(phrase), text, StringComparison.Ordinal);
        Assert.Equal(DocumentCode.Length, document.Code.Length);
        Assert.Contains("Pages:           1", Tools.Run("pdfinfo", Path.Combine(directory, "paper.pdf")).Output, StringComparison.Ordinal);
        Tools.Run("pdftoppm", "-r", "150", "-png", "-singlefile", Path.Combine(directory, "paper.pdf"), Path.Combine(directory, "paper"));
        Assert.Contains(document.Code, Tools.Run("zbarimg", "-q", "--raw", Path.Combine(directory, "paper.png")).Output, StringComparison.Ordinal);
        var facts = JsonDocument.Parse(document.Facts).RootElement;
        Assert.Equal("قرار الترقية في الرتبة", Words.All.Say("ar", facts.GetProperty("title").GetString()!));
        Assert.All(facts.GetProperty("fields").EnumerateArray(), f => Assert.True(Words.All.Has("ar", f.GetProperty("label").GetString()!)));
        Assert.DoesNotContain(employee.Cin, document.Facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_changed_byte_anywhere_is_found()
    {
        var province = await Province.Make(app);
        var id = (await province.ReadyToSign(await province.Teacher()))[0];
        await Signed(province, id);
        var (document, bytes) = await Paper(id);
        var verifier = app.Services.GetRequiredService<PdfVerifier>();
        var hash = Convert.FromHexString(document.Sha256);

        for (var i = 1; i <= 40; i++)
        {
            var changed = bytes.ToArray();
            changed[(int)((long)bytes.Length * i / 41)] ^= 1;
            Assert.False(verifier.Verify(changed, hash).IsValid);
        }

        var inText = bytes.ToArray();
        inText[2_000] ^= 1;
        Assert.DoesNotContain("Signature is Valid", Pdfsig(inText), StringComparison.Ordinal);
    }

    /// <summary>AC-MSR-4: the situation, the financial line, the notice, the archived paper.</summary>
    [Fact]
    public async Task The_signature_makes_the_effects_and_the_employee_is_told_once()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = (await province.ReadyToSign(teacher))[0];
        await Signed(province, id);

        var step = await app.Read(db => db.CareerSteps.SingleAsync(s => s.DecisionId == id));
        Assert.Equal((6, 402, new DateOnly(Given.Year - 2, 1, 1), "ACTIVITY"), (step.Echelon, step.Index, step.StartsOn, step.PositionCode));
        Assert.Equal((1, 1), (await app.Read(db => db.FinanceMessages.CountAsync(m => m.DecisionId == id)), await app.Read(db => db.IssuedDocuments.CountAsync(p => p.EmployeeId == teacher.EmployeeId))));
        var notice = await app.Read(db => db.Notices.Include(n => n.Deliveries).SingleAsync(n => n.Key == $"decision-signed/{id}"));
        Assert.Equal((teacher.AccountId, Links.ShowMine(id)), (notice.AccountId, notice.Address));
        Assert.NotEmpty(notice.Deliveries);
        foreach (var language in Languages.All.Where(l => l is "ar" or "fr" or "en"))
            Assert.True(Words.All.Say(language, "notices.decision-signed.sms", $"9999/{Given.Year}").Length <= (language == "ar" ? 70 : 160));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task Without_a_second_factor_just_given_nothing_is_signed(string language)
    {
        var province = await Province.Make(app);
        var id = (await province.ReadyToSign(await province.Teacher()))[0];
        var signatory = await app.SignIn(province.Signatory, language);

        var api = await province.Sign(signatory, id);
        var page = await signatory.Open(Links.Show(id));
        var posted = await signatory.Post(Links.Sign(id), Hidden(page, Links.Sign(id)), follow: false);
        var pile = await signatory.Api.PostAsJsonAsync("/api/decisions/signatures", new { decisions = new[] { id } });

        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        Assert.StartsWith("/accounts/step-up", posted.Response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, pile.StatusCode);
        Assert.Equal(DecisionState.ToSign, (await province.Decision(id)).State);
        Assert.Equal(0, await app.Read(db => db.WorkItems.CountAsync(w => w.Kind == SignBatch.Kind && w.AccountId == province.Signatory.AccountId)));
    }

    [Fact]
    public async Task Only_the_signatory_of_the_academy_signs_and_only_after_the_last_visa()
    {
        var province = await Province.Make(app);
        var stranger = await Province.Make(app);
        var ids = await province.ReadyToSign(await province.Teacher());
        var early = await province.Drafts(await province.Teacher());
        await province.Send(early);

        Assert.Equal(HttpStatusCode.Forbidden, (await province.Sign(await app.SignIn(province.Director, steppedUp: true), ids[0])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await province.Sign(await app.SignIn(stranger.Signatory, steppedUp: true), ids[0])).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), early[0])).StatusCode);
        Assert.Equal(0, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.PlaceId == province.School.Academy.Id)));
    }

    [Fact]
    public async Task Twenty_signatures_at_once_leave_no_gap_in_the_register()
    {
        var province = await Province.Make(app);
        var people = new List<GivenPerson>();
        for (var i = 0; i < 20; i++)
            people.Add(await province.Teacher());
        var ids = await province.ReadyToSign([.. people]);
        var signatory = await app.SignIn(province.Signatory, steppedUp: true);

        var replies = await Task.WhenAll(ids.Select(id => province.Sign(signatory, id)));

        Assert.All(replies, r => Assert.Equal(HttpStatusCode.OK, r.StatusCode));
        var numbers = await app.Read(db => db.IssuedDocuments.Where(d => d.PlaceId == province.School.Academy.Id).Select(d => d.Number).ToListAsync());
        Assert.Equal(Enumerable.Range(1, 20), numbers.Order());
        Assert.Equal(20, await app.Read(db => db.CareerSteps.CountAsync(s => s.DecisionId != null && ids.Contains(s.DecisionId.Value))));
    }

    [Fact]
    public async Task Signing_the_same_decision_twice_at_once_gives_one_number()
    {
        var province = await Province.Make(app);
        var id = (await province.ReadyToSign(await province.Teacher()))[0];
        var signatory = await app.SignIn(province.Signatory, steppedUp: true);
        var version = (await province.Decision(id)).Version;

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => signatory.Api.PostAsJsonAsync($"/api/decisions/{id}/signature", new { version = $"{version}" })));

        Assert.Single(replies, r => r.StatusCode == HttpStatusCode.OK);
        Assert.Equal(1, await app.Read(db => db.DocumentRegisters.Where(r => r.PlaceId == province.School.Academy.Id).Select(r => r.Last).SingleAsync()));
    }

    [Fact]
    public async Task A_paper_that_cannot_be_drawn_consumes_no_number_and_leaves_nothing_behind()
    {
        var province = await Province.Make(app);
        var (broken, fine) = (await province.Teacher(), await province.Teacher());
        var ids = await province.ReadyToSign(broken, fine);
        await app.Read(db => db.Employees.Where(e => e.Id == broken.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.FirstNameAr, "سلمى 漢")));
        var signatory = await app.SignIn(province.Signatory, steppedUp: true);

        var failed = await province.Sign(signatory, ids[0]);
        var signed = await province.Sign(signatory, ids[1]);

        Assert.False(failed.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        var left = await province.Decision(ids[0]);
        Assert.Equal((DecisionState.ToSign, null, 4), (left.State, left.Number, left.Visas.Count));
        Assert.Equal(0, await app.Read(db => db.CareerSteps.CountAsync(s => s.DecisionId == ids[0])));
        Assert.Equal([1], await app.Read(db => db.IssuedDocuments.Where(d => d.PlaceId == province.School.Academy.Id).Select(d => d.Number).ToListAsync()));
    }

    [Fact]
    public async Task With_a_certificate_whose_time_is_over_or_that_was_revoked_nothing_is_signed_and_no_number_is_taken()
    {
        var province = await Province.Make(app);
        var ids = await province.ReadyToSign(await province.Teacher());
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=Academy", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var now = MassarApp.Clock.GetUtcNow();
        using var over = request.CreateSelfSigned(now.AddYears(-2), now.AddDays(-1));
        var file = Path.Combine(directory, "over.p12");
        File.WriteAllBytes(file, over.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12));
        var options = app.Services.GetRequiredService<PdfOptions>();
        options.Signers[$"academy-{province.School.Academy.Code}"] = new SigningKey { File = file };
        var signatory = await app.SignIn(province.Signatory, "fr", steppedUp: true);

        var alone = await province.Sign(signatory, ids[0]);
        var page = await (await signatory.Open(Links.Show(ids[0]))).SubmitForm($"form[action='{Links.Sign(ids[0])}']", null, htmx: false);
        await Pile(signatory, await signatory.Open(Links.Inbox()), ids);
        await Run(await Item(province));
        options.Signers.Remove($"academy-{province.School.Academy.Code}");

        Assert.Equal(HttpStatusCode.Conflict, alone.StatusCode);
        Assert.True(page.Says(Words.All.Say("fr", "ui.certificate-ended")));
        Assert.True(page.Says(Words.All.Say("fr", "ui.certificate-ended-next")));
        Assert.Contains("ui.certificate-ended", (await Item(province)).Result, StringComparison.Ordinal);
        Assert.Equal((DecisionState.ToSign, null), ((await province.Decision(ids[0])).State, (await province.Decision(ids[0])).Number));
        Assert.Equal(0, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.PlaceId == province.School.Academy.Id)));

        var press = new PdfOptions { Demo = true };
        var authority = DemoAuthority.Open(Path.Combine(directory, "authority"), TimeProvider.System);
        using var good = new SigningKeys(press, authority, TimeProvider.System);
        press.Revoked[good.Find("academy", "Academy").Certificate.SerialNumber] = DateTime.UtcNow.AddMinutes(-1).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        using var revoked = new SigningKeys(press, authority, TimeProvider.System);
        Assert.Throws<CertificateNotInForceException>(() => revoked.Find("academy", "Academy"));
    }

    [Fact]
    public async Task When_the_situation_changed_after_the_visas_the_signature_is_refused()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var id = (await province.ReadyToSign(teacher))[0];
        await app.Write(async db =>
        {
            db.CareerSteps.Add(new Massar.Features.Employees.Domain.CareerStep { EmployeeId = teacher.EmployeeId!.Value, StartsOn = new DateOnly(Given.Year - 1, 1, 1), GradeCode = "PES_2", Echelle = "10", Echelon = 6, Index = 402, PositionCode = "ACTIVITY", LearntAt = DateTime.UtcNow });
            await db.SaveChangesAsync();
        });

        var reply = await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), id);

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Contains("decisions.situation-changed", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pile_is_signed_in_the_background_and_a_line_that_cannot_be_holds_back_nobody()
    {
        var province = await Province.Make(app);
        var people = new List<GivenPerson>();
        for (var i = 0; i < 4; i++)
            people.Add(await province.Teacher());
        var ids = await province.ReadyToSign([.. people]);
        var signatory = await app.SignIn(province.Signatory, "fr", steppedUp: true);
        var inbox = await signatory.Open(Links.Inbox());

        var progress = await Pile(signatory, inbox, ids);
        Assert.True(progress.Says(Words.All.Say("fr", "decisions.signing.progress", 0, 4)));
        // Between the confirmation and the signature one is returned by a colleague signatory.
        var colleague = await app.SignIn(await app.Given.Person(Roles.Signatory, province.School.Academy));
        Assert.True((await province.Visa(colleague, ids[2], "Returned", "wrong-rating")).IsSuccessStatusCode);

        var item = await Item(province);
        await Run(item);
        await Run(item); // once more, as after a crash: nothing is signed twice

        var numbers = await app.Read(db => db.IssuedDocuments.Where(d => d.PlaceId == province.School.Academy.Id).Select(d => d.Number).ToListAsync());
        Assert.Equal([1, 2, 3], numbers.Order());
        var after = await signatory.Open(progress.Address);
        Assert.True(after.Says(Words.All.Say("fr", "decisions.signing.progress", 3, 4)));
        Assert.True(after.Says(Words.All.Say("fr", "decisions.not-now")));
        Assert.Equal(3, await app.Read(db => db.AuditEntries.CountAsync(a => a.Action == "Decisions.SignDecisions" && a.AccountId == province.Signatory.AccountId)));
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Open(progress.Address)).Status);
    }

    [Fact]
    public async Task A_hat_taken_away_after_the_confirmation_signs_no_more()
    {
        var province = await Province.Make(app);
        var ids = await province.ReadyToSign(await province.Teacher());
        var signatory = await app.SignIn(province.Signatory, steppedUp: true);
        Assert.True((await signatory.Api.PostAsJsonAsync("/api/decisions/signatures", new { decisions = ids })).IsSuccessStatusCode);
        await app.Read(db => db.Hats.Where(h => h.Id == province.Signatory.HatId).ExecuteUpdateAsync(s => s.SetProperty(h => h.EndsOn, new DateOnly(2021, 1, 1))));

        await Run(await Item(province));

        Assert.Equal(DecisionState.ToSign, (await province.Decision(ids[0])).State);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static async Task<Page> Pile(Visitor signatory, Page inbox, long[] ids) =>
        await signatory.Post(Links.SignBatch(), [.. Hidden(inbox, Links.VisaBatch()), .. ids.Select(id => ("Line", $"{id}:1"))]);

    private static IEnumerable<(string, string)> Hidden(Page page, string action) =>
        page.All($"form[action='{action}'] input[type=hidden]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""));

    private async Task<WorkItem> Item(Province province) =>
        await app.Read(db => db.WorkItems.AsNoTracking().SingleAsync(w => w.Kind == SignBatch.Kind && w.AccountId == province.Signatory.AccountId));

    private Task<bool> Run(WorkItem item) => app.Within(async services =>
    {
        await services.GetRequiredService<SignBatch>().Do(item, new Silent(), CancellationToken.None);
        return true;
    });

    private async Task Signed(Province province, long id)
    {
        var reply = await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), id);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }

    private async Task<(IssuedDocument Document, byte[] Bytes)> Paper(long id) => await app.Read(async db =>
    {
        var document = await db.IssuedDocuments.SingleAsync(p => db.Decisions.Any(d => d.Id == id && d.DocumentId == p.Id));
        return (document, (await db.DocumentContents.SingleAsync(c => c.DocumentId == document.Id)).Bytes);
    });

    private string Save(byte[] bytes, string name)
    {
        File.WriteAllBytes(Path.Combine(directory, name), bytes);
        return Path.Combine(directory, name);
    }

    private string Root => Path.Combine(app.Services.GetRequiredService<PdfOptions>().StateDirectory!, "demo-authority", "root.pem");

    private string Pdfsig(byte[] bytes)
    {
        var nss = Path.Combine(directory, $"nss-{Guid.NewGuid():N}");
        Directory.CreateDirectory(nss);
        Tools.Run("certutil", "-N", "-d", $"sql:{nss}", "--empty-password");
        Tools.Run("certutil", "-A", "-d", $"sql:{nss}", "-n", "demo", "-t", "CT,C,C", "-i", Root);
        return Tools.Run("pdfsig", "-nssdir", $"sql:{nss}", Save(bytes, $"{Guid.NewGuid():N}.pdf")).Output;
    }

    private string OpenSsl(byte[] bytes)
    {
        var (hole, after) = SigningTests.Hole(bytes);
        Save([.. bytes[..hole], .. bytes[after..]], "covered.bin");
        Save(Convert.FromHexString(Encoding.ASCII.GetString(bytes, hole + 1, after - hole - 2)), "signature.der");
        return Tools.Run("openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", Path.Combine(directory, "signature.der"), "-content", Path.Combine(directory, "covered.bin"),
            "-binary", "-CAfile", Root, "-purpose", "any", "-out", Path.Combine(directory, "openssl.out")).Output;
    }

    private sealed class Silent : WorkProgress
    {
        public override Task Report(int done, int failed, int total, CancellationToken ct) => Task.CompletedTask;

        public override Task<bool> ShouldStop(CancellationToken ct) => Task.FromResult(false);
    }
}

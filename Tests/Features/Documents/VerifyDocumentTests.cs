using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Certificates.Domain;
using Massar.Features.Documents;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.MySql;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Massar.Tests.Features.Documents;

public sealed class VerifyDocumentTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar", "صالحة"), InlineData("fr", "Valable"), InlineData("en", "Valid"), InlineData("zgh", "Valable")]
    public async Task A_printed_code_shows_what_is_on_the_paper_and_nothing_else(string language, string state)
    {
        var (school, child, document) = await Certificate();
        var visitor = app.Visitor(language);
        var form = (await visitor.Open(Links.Verification)).Find("main form[method=get]")!;

        var page = await visitor.Open($"{form.GetAttribute("action")}?{form.QuerySelector("input")!.GetAttribute("name")}={Uri.EscapeDataString($" {DocumentCode.Shown(document.Code).ToLowerInvariant()} ")}");

        Assert.Equal(Links.Verify(document.Code), page.Address);
        foreach (var said in (string[])[state, Discretion.Initials(child.FullNameAr), child.MassarCode[^4..], school.GresaCode, document.NumberShown, DocumentCode.Shown(document.Code)])
            Assert.Contains(said, page.Text, StringComparison.Ordinal);
        // Who finds the paper, or only its QR code, learns no name from here (AC-WAL-3).
        foreach (var kept in (string[])[child.FullNameAr, child.MassarCode])
            Assert.DoesNotContain(kept, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("فاطمة", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("+212", page.Text, StringComparison.Ordinal);
        var facts = page.All("main .facts dd").Count;
        Assert.Equal(3 + DocumentFacts.Read(document.Facts).PublicFields.Count + 1, facts);
    }

    [Theory, InlineData("ar", "كانت هذه الوثيقة صالحة إلى غاية"), InlineData("fr", "a été valable jusqu'au"), InlineData("en", "was valid until")]
    public async Task After_the_pupil_left_the_same_code_says_until_when_it_was_valid(string language, string said)
    {
        var (_, child, document) = await Certificate();
        var before = await app.Visitor(language).Open(Links.Verify(document.Code));
        var left = Massar.Infrastructure.Data.MoroccanDay.Today(MassarApp.Clock);
        await app.Write(db => db.Enrollments.Where(e => e.Id == child.EnrollmentId)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.State, EnrollmentState.Left).SetProperty(x => x.LeftOn, left)));

        var after = await app.Visitor(language).Open(Links.Verify(document.Code));
        var json = await app.Visitor(language).Api.GetFromJsonAsync<JsonElement>($"/api/documents/verify/{document.Code}");

        Assert.DoesNotContain(said, before.Text, StringComparison.Ordinal);
        Assert.True(after.Says(said));
        Assert.True(after.Says(Formats.Date(left, language)));
        Assert.Equal($"{left:yyyy-MM-dd}", json.GetProperty("paper").GetProperty("endedOn").GetString());
    }

    [Fact]
    public async Task The_verification_is_light()
    {
        var (_, _, document) = await Certificate();
        var visitor = app.Visitor();
        await visitor.Open(Links.Verify(document.Code));

        IReadOnlyList<string> statements = [];
        Page page = null!;
        statements = await MassarApp.StatementsOf(async () => page = await visitor.Open(Links.Verify(document.Code)));

        Assert.InRange(statements.Count, 1, 4);
        using var packed = new MemoryStream();
        await using (var brotli = new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            await brotli.WriteAsync(System.Text.Encoding.UTF8.GetBytes(page.Body));
        Assert.InRange(packed.Length, 500, 14 * 1024);
        Assert.Null(page.Find("script[src*=htmx]"));
    }

    [Theory, InlineData("ABCD"), InlineData("0000-0000-0000-0000-0000-0000-0000"), InlineData("%3Cscript%3E")]
    public async Task An_unknown_code_gets_the_same_calm_answer_whatever_it_is(string code)
    {
        var page = await app.Visitor("fr").Open($"{Links.Verification}/{code}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.True(page.Says("Aucun document ne porte ce code"));
        Assert.Empty(page.All("main dl"));
    }

    [Fact]
    public async Task Who_tries_many_unknown_codes_waits_and_who_checks_many_papers_does_not()
    {
        await using var host = await MassarApp.StartOwn(b => b.UseSetting("Massar:Limits:UnknownPapersPerMinute", "5"));
        using var client = host.Server.CreateClient();
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/documents/verify/{DocumentCode.New()}")).StatusCode);

        var refused = await client.GetAsync($"/api/documents/verify/{DocumentCode.New()}");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        // What a stranger at the same address tried does not shut out whoever holds a paper.
        var known = (await Certificate(MassarApp.Over(host))).Document.Code;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/documents/verify/{known}")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.GetAsync($"/api/documents/verify/{DocumentCode.New()}")).StatusCode);
        var (_, _, document) = await Certificate();
        for (var i = 0; i < 60; i++) Assert.Equal(HttpStatusCode.OK, (await app.Visitor().Api.GetAsync($"/api/documents/verify/{document.Code}")).StatusCode);
    }

    [Fact]
    public async Task The_issued_file_is_recognized_byte_for_byte()
    {
        var (_, _, document) = await Certificate();
        var form = await app.Visitor("fr").Open(Links.Verification);

        var page = await form.Upload("form[enctype]", "File", "certificat.pdf", await Bytes(document), "application/pdf");

        Assert.True(page.Says("Le fichier est exactement celui qui a été délivré"));
        Assert.True(page.Says(document.NumberShown));
    }

    [Fact]
    public async Task One_changed_byte_anywhere_is_detected()
    {
        var (_, _, document) = await Certificate();
        var visitor = app.Visitor("fr");
        var form = await visitor.Open(Links.Verification);
        var original = await Bytes(document);
        foreach (var at in (int[])[9, original.Length / 3, original.Length / 2, original.Length - 40, original.Length - 1])
        {
            var changed = (byte[])original.Clone();
            changed[at] ^= 1;

            var page = await form.Upload("form[enctype]", "File", "certificat.pdf", changed, "application/pdf");

            Assert.True(page.Says("Ce fichier a été modifié"), $"byte {at}: {page.Text}");
            Assert.True(page.Says(document.NumberShown));
            // The original's state is not that of the file: no badge, and a title that says whose words these are.
            Assert.True(page.Says("Ce que dit l'original"));
            Assert.Empty(page.All("main .tag"));
        }
    }

    [Fact]
    public async Task A_seal_whose_certificate_did_not_count_at_the_time_of_issue_is_not_an_altered_file()
    {
        var (_, _, document) = await Certificate();
        var bytes = await Bytes(document);
        await app.Write(async db =>
        {
            // As if it had been issued then: the register's own seal agrees.
            await db.IssuedDocuments.Where(d => d.Id == document.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.IssuedAt, DateTime.UtcNow.AddYears(-10)));
            (await db.IssuedDocuments.SingleAsync(d => d.Id == document.Id)).SealedBy(app.Services.GetRequiredService<Sealer>());
            await db.SaveChangesAsync();
        });

        var page = await (await app.Visitor("fr").Open(Links.Verification)).Upload("form[enctype]", "File", "certificat.pdf", bytes, "application/pdf");

        Assert.True(page.Says("le certificat de son sceau n'était pas valide"), page.Text);
        Assert.False(page.Says("Ce fichier a été modifié"));
    }

    [Fact]
    public async Task A_file_from_elsewhere_is_not_ours()
    {
        var form = await app.Visitor("fr").Open(Links.Verification);

        var foreign = await form.Upload("form[enctype]", "File", "a.pdf", "%PDF-1.4 nothing"u8.ToArray(), "application/pdf");
        var none = await form.Upload("form[enctype]", "Other", "a.pdf", [1], "application/pdf");
        var large = await form.Upload("form[enctype]", "File", "a.pdf", new byte[3_000_000], "application/pdf");

        Assert.True(foreign.Says("Ce fichier n'a pas été délivré ici"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, large.Status);
    }

    [Fact]
    public async Task The_head_revokes_with_a_reason_and_everybody_who_checks_sees_it()
    {
        var (school, child, document) = await Certificate();
        var guardian = await app.Given.Guardian(school, child);
        var head = await app.SignIn(school.Head, "fr", steppedUp: true);
        var form = await head.Open(Links.Revoke(document.Id));
        var short_ = await form.Submit(("Reason", "non"));

        var done = await form.Submit(("Reason", "Erreur dans la date de naissance"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, short_.Status);
        Assert.Equal("non", short_.ValueOf("Reason"));
        Assert.True(done.Says("Document révoqué"));
        var page = await app.Visitor("fr").Open(Links.Verify(document.Code));
        Assert.True(page.Says("Révoqué"));
        Assert.True(page.Says("Erreur dans la date de naissance"));
        var json = await app.Visitor().Api.GetFromJsonAsync<JsonElement>($"/api/documents/verify/{document.Code}");
        Assert.Equal("Revoked", json.GetProperty("paper").GetProperty("state").GetString());
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.AccountId == guardian.AccountId && n.Template == "notices.certificate-revoked")));
        var again = await head.Api.PostAsJsonAsync($"/api/documents/{document.Id}/revoke", new { reason = "Encore une fois" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task Revoking_needs_a_fresh_second_factor_the_heads_permission_and_the_own_school()
    {
        var (school, _, document) = await Certificate();
        var tired = await app.SignIn(school.Head);
        var clerk = await app.SignIn(await app.Given.Person(Massar.Infrastructure.Security.Roles.Clerk, school.Place), steppedUp: true);
        var other = await app.SignIn((await app.Given.School()).Head, steppedUp: true);
        var input = new { reason = "Un motif suffisant" };

        Assert.Equal(HttpStatusCode.Forbidden, (await tired.Api.PostAsJsonAsync($"/api/documents/{document.Id}/revoke", input)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Api.PostAsJsonAsync($"/api/documents/{document.Id}/revoke", input)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Api.PostAsJsonAsync($"/api/documents/{document.Id}/revoke", input)).StatusCode);
        Assert.Equal(DocumentState.Valid, await app.Read(db => db.IssuedDocuments.Where(d => d.Id == document.Id).Select(d => d.State).SingleAsync()));
    }

    [Theory]
    [InlineData("UPDATE IssuedDocuments SET Facts = REPLACE(Facts, '\"value\":\"', '\"value\":\"x') WHERE Id = {0}")]
    [InlineData("UPDATE IssuedDocuments SET Number = Number + 500 WHERE Id = {0}")]
    [InlineData("UPDATE IssuedDocuments SET EmployeeId = 1 WHERE Id = {0}")]
    [InlineData("UPDATE IssuedDocuments SET IssuedAt = IssuedAt - INTERVAL 1 DAY WHERE Id = {0}")]
    [InlineData("UPDATE IssuedDocuments SET State = 1 WHERE Id = {0}")]
    [InlineData("UPDATE IssuedDocuments SET Sha256 = REVERSE(Sha256) WHERE Id = {0}")]
    [InlineData("UPDATE IssuedDocuments SET Seal = NULL WHERE Id = {0}")]
    [InlineData("UPDATE IssuedDocuments SET Seal = REVERSE(Seal) WHERE Id = {0}")]
    [InlineData("UPDATE DocumentContents SET Bytes = CONCAT(Bytes, ' ') WHERE DocumentId = {0}")]
    public async Task An_entry_or_file_somebody_wrote_into_the_database_has_no_green_sign_and_says_to_ask_the_office(string hand)
    {
        var (school, _, document) = await Certificate();
        await app.Write(db => db.Database.ExecuteSqlRawAsync(hand, document.Id));

        foreach (var (language, said) in (Dictionary<string, string>)new()
        {
            ["ar"] = "قيد هذه الوثيقة في السجل لا يطابق الورقة المختومة",
            ["fr"] = "L'inscription au registre ne correspond pas au document scellé",
            ["en"] = "The register entry does not agree with the sealed paper",
        })
        {
            var page = await app.Visitor(language).Open(Links.Verify(document.Code));
            Assert.True(page.Says(said), page.Text);
            Assert.Empty(page.All("main .tag, main .note.ok, main dl"));
        }

        var json = await app.Visitor().Api.GetFromJsonAsync<JsonElement>($"/api/documents/verify/{document.Code}");
        Assert.Equal("Disagrees", json.GetProperty("finding").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("paper").ValueKind);

        // Nor is the file handed out.
        var head = await app.SignIn(school.Head);
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.GetAsync($"/api/documents/{document.Id}/file")).StatusCode);
    }

    [Fact]
    public async Task A_revoked_paper_made_valid_by_hand_and_a_made_up_paper_have_no_green_sign()
    {
        var (school, _, document) = await Certificate();
        var head = await app.SignIn(school.Head, steppedUp: true);
        (await head.Api.PostAsJsonAsync($"/api/documents/{document.Id}/revoke", new { reason = "Un motif suffisant" })).EnsureSuccessStatusCode();
        Assert.Equal("Found", await Finding(document.Code));
        await app.Write(db => db.Database.ExecuteSqlAsync($"UPDATE IssuedDocuments SET State = 0, RevokedAt = NULL, RevokedReason = NULL WHERE Id = {document.Id}"));
        Assert.Equal("Disagrees", await Finding(document.Code));

        var (_, _, real) = await Certificate();
        var made = DocumentCode.New();
        await app.Write(db => db.Database.ExecuteSqlAsync($"""
            INSERT INTO IssuedDocuments (PlaceId, Kind, Year, Number, Code, PupilId, IssuedAt, Facts, Sha256, Size, State, Version, Seal)
            SELECT PlaceId, Kind, Year, Number + 1, {made}, PupilId, IssuedAt, Facts, Sha256, Size, State, Version, Seal FROM IssuedDocuments WHERE Id = {real.Id}
            """));
        Assert.Equal("Disagrees", await Finding(made));
        Assert.Equal("Found", await Finding(real.Code));
    }

    [Fact]
    public async Task A_wrong_entry_is_told_to_those_who_run_the_program()
    {
        var lines = new Lines();
        await using var host = await MassarApp.StartOwn(b => b.ConfigureServices(s => s.AddSingleton<ILoggerProvider>(lines)));
        var own = MassarApp.Over(host);
        var (_, _, document) = await Certificate(own);
        await own.Write(db => db.Database.ExecuteSqlAsync($"UPDATE IssuedDocuments SET Number = 77 WHERE Id = {document.Id}"));

        await own.Visitor("fr").Open(Links.Verify(document.Code));

        Assert.Contains(lines.Critical, l => l.Contains($"The register entry {document.Id} ", StringComparison.Ordinal) && l.Contains("77/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Papers_of_the_version_before_get_their_seal_once_when_they_prove_themselves_and_the_command_names_the_others()
    {
        await using var host = await MassarApp.StartOwn();
        var own = MassarApp.Over(host);
        var (honest, forged) = (await Certificate(own), await Certificate(own));
        await own.Write(db => db.Database.ExecuteSqlAsync($"UPDATE IssuedDocuments SET Seal = NULL"));
        // The file and its hash were replaced: no electronic seal of ours is in it.
        var other = "%PDF-1.4 nothing"u8.ToArray();
        await own.Write(db => db.Database.ExecuteSqlAsync($"UPDATE IssuedDocuments SET Sha256 = SHA2({other}, 256) WHERE Id = {forged.Document.Id}"));
        await own.Write(db => db.Database.ExecuteSqlAsync($"UPDATE DocumentContents SET Bytes = {other} WHERE DocumentId = {forged.Document.Id}"));

        var keys = new KeyFiles(Directory.CreateTempSubdirectory("massar-upgraded").FullName);
        await Upgrade();

        Assert.Equal("Found", await Finding(honest.Document.Code, own));
        Assert.Equal("Disagrees", await Finding(forged.Document.Code, own));
        Assert.True(await own.Read(db => db.AuditEntries.AnyAsync(e => e.PlaceId == honest.School.Id && e.Action == "Documents.Seal")));
        var (code, said) = await Check();
        Assert.Equal(1, code);
        Assert.Contains($"({forged.School.Id}), school-certificate {forged.Document.NumberShown}: the entry has no seal", said, StringComparison.Ordinal);
        Assert.Contains("1 findings on 2 papers.", said, StringComparison.Ordinal);

        // A second time the program does not vouch for what it finds; a person may.
        await own.Write(db => db.Database.ExecuteSqlAsync($"UPDATE IssuedDocuments SET Seal = NULL"));
        await Upgrade();
        Assert.Equal("Disagrees", await Finding(honest.Document.Code, own));
        (code, said) = await Check("--seal");
        Assert.Contains("1 entries sealed.", said, StringComparison.Ordinal);
        Assert.Equal("Found", await Finding(honest.Document.Code, own));
        (code, said) = await Check("--place", $"{honest.School.Id}");
        Assert.Equal((0, "1 papers: every entry and file as issued."), (code, said.Trim()));

        Task Upgrade() => own.Within(async s =>
        {
            await new SealOlderPapers(s.GetRequiredService<Sealer>(), keys, s.GetRequiredService<PdfVerifier>(), s.GetRequiredService<IDbErrorClassifier>(), MassarApp.Clock)
                .Run(s.GetRequiredService<MassarDb>(), CancellationToken.None);
            return true;
        });

        async Task<(int, string)> Check(params string[] words)
        {
            var output = new StringWriter();
            return (await own.Within(s => ActivatorUtilities.CreateInstance<CheckDocuments>(s).Run(output, new Massar.Infrastructure.Commands.Arguments(words), CancellationToken.None)), output.ToString());
        }
    }

    private async Task<string?> Finding(string code, MassarApp? of = null) =>
        (await (of ?? app).Visitor().Api.GetFromJsonAsync<JsonElement>($"/api/documents/verify/{code}")).GetProperty("finding").GetString();

    private Task<(GivenSchool School, GivenPupil Child, IssuedDocument Document)> Certificate() => Certificate(app);

    private static async Task<(GivenSchool School, GivenPupil Child, IssuedDocument Document)> Certificate(MassarApp app)
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 1);
        var desk = await app.SignIn(school.Head);
        (await desk.Api.PostAsJsonAsync($"/api/certificates/desk/pupils/{made.Pupils[0].Id}", new { purpose = nameof(CertificatePurpose.Other) })).EnsureSuccessStatusCode();
        return (school, made.Pupils[0], await app.Read(db => db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.PupilId == made.Pupils[0].Id)));
    }

    private Task<byte[]> Bytes(IssuedDocument document) => app.Read(db => db.DocumentContents.Where(c => c.DocumentId == document.Id).Select(c => c.Bytes).SingleAsync());

    /// <summary>What is logged at the highest level.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> critical = new();

        public IReadOnlyCollection<string> Critical => critical;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Critical) critical.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}

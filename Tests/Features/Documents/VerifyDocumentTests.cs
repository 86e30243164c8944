using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Certificates.Domain;
using Massar.Features.Documents;
using Massar.Features.Documents.Domain;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;

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
        foreach (var said in (string[])[state, child.FullNameAr, child.MassarCode, school.GresaCode, document.NumberShown, DocumentCode.Shown(document.Code)])
            Assert.Contains(said, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("فاطمة", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("+212", page.Text, StringComparison.Ordinal);
        var facts = page.All("main .facts dd").Count;
        Assert.Equal(3 + DocumentFacts.Read(document.Facts).Fields.Count + 1, facts);
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
        }
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

    private async Task<(GivenSchool School, GivenPupil Child, IssuedDocument Document)> Certificate()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 1);
        var desk = await app.SignIn(school.Head);
        (await desk.Api.PostAsJsonAsync($"/api/certificates/desk/pupils/{made.Pupils[0].Id}", new { purpose = nameof(CertificatePurpose.Other) })).EnsureSuccessStatusCode();
        return (school, made.Pupils[0], await app.Read(db => db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.PupilId == made.Pupils[0].Id)));
    }

    private Task<byte[]> Bytes(IssuedDocument document) => app.Read(db => db.DocumentContents.Where(c => c.DocumentId == document.Id).Select(c => c.Bytes).SingleAsync());
}

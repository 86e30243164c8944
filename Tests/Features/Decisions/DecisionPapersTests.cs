using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Pictures = Massar.Tests.Features.Registrations.Families;

namespace Massar.Tests.Features.Decisions;

/// <summary>The papers of a procedure are data of its edition (MSR-3), and what the file has is not asked again (SEL-1).</summary>
public sealed class DecisionPapersTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_draft_names_its_papers_is_not_sent_without_them_and_waits_at_financial_control_for_the_one_that_may_follow()
    {
        var province = await Province.Make(app);
        var edition = await Edition(("DIPLOMA", "needed", ""), ("CIN", "follow", "0"));
        var teacher = await province.Teacher();
        var id = await Draft(province, teacher, edition);
        var hr = await app.SignIn(province.Hr, "fr");

        var draft = await hr.Open(Links.Show(id));
        Assert.True(draft.Says("Copie du diplôme") && draft.Says(Words.All.Say("fr", "decisions.papers.state.Missing")) && draft.Says(Words.All.Say("fr", "decisions.papers.missing", "", "Copie du diplôme")), draft.Text);
        var refused = await Send(hr, id);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Copie du dipl", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await HandIn(hr, id, "NO-SUCH", Pictures.Pdf())).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await HandIn(hr, id, "DIPLOMA", [])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await HandIn(hr, id, "DIPLOMA", [1, 2, 3])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await HandIn(await app.SignIn((await Province.Make(app)).Hr), id, "DIPLOMA", Pictures.Pdf())).StatusCode);
        var handed = await draft.Upload($"form[action='{Links.Papers(id)}']", "Paper", "diplome.pdf", Pictures.Pdf(), "application/pdf", ("Code", "DIPLOMA"));
        Assert.True(handed.Says(Words.All.Say("fr", "decisions.papers.handed-in")), handed.Text);
        Assert.True((await Send(hr, id)).IsSuccessStatusCode);

        // It lies before the head of service now, and before nobody else; each opening is a line the teacher can read.
        var head = await app.SignIn(province.HeadOfService, "fr");
        var opened = await head.Api.PostAsync($"/api{Links.OpenPaper(id, "DIPLOMA")}", null);
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (opened.StatusCode, opened.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsync($"/api{Links.OpenPaper(id, "CIN")}", null)).StatusCode);
        foreach (var other in (GivenPerson[])[province.Director, province.Hr, province.Signatory, (await Province.Make(app)).HeadOfService])
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other)).Api.PostAsync($"/api{Links.OpenPaper(id, "DIPLOMA")}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(teacher)).Api.PostAsync($"/api{Links.OpenPaper(id, "DIPLOMA")}", null)).StatusCode);
        Assert.Equal(1, await app.Read(db => db.AuditEntries.CountAsync(e => e.Action == "Decisions.OpenPaper" && e.Subjects.Any(s => s.EmployeeId == teacher.EmployeeId))));
        Assert.True((await (await app.SignIn(teacher, "fr")).Open(Links.ShowMine(id))).Says("Copie du diplôme"));

        await province.Grant(province.HeadOfService, id);
        await province.Grant(province.Director, id);
        var control = await app.SignIn(province.Control, "fr");
        var waits = await control.Open(Links.Show(id));
        Assert.True(waits.Says(Words.All.Say("fr", "decisions.papers.not-come", "", "Copie de la carte nationale d'identité")), waits.Text);
        Assert.Contains("decisions.papers.not-come", await (await province.Visa(control, id, "Granted")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // What a gate has seen is not changed behind it; what is to come may come.
        Assert.Equal(HttpStatusCode.Conflict, (await HandIn(hr, id, "DIPLOMA", Pictures.Pdf())).StatusCode);
        Assert.True((await HandIn(hr, id, "CIN", Pictures.Pdf())).IsSuccessStatusCode);
        await province.Grant(province.Control, id);
        await province.MustSign(id);

        // The next decision finds in the file what may be older, and asks anew for what may not.
        var second = JsonDocument.Parse(await (await province.Withdraw(id)).Content.ReadAsStringAsync()).RootElement.GetProperty("decision").GetInt64();
        await Follow(second, edition);
        var again = await hr.Open(Links.Show(second));
        Assert.True(again.Says(Words.All.Say("fr", "decisions.papers.state.Known")) && again.Says((await province.Decision(id)).Number!), again.Text);
        Assert.True((await hr.Api.PostAsync($"/api{Links.OpenPaper(second, "DIPLOMA")}", null)).IsSuccessStatusCode);
        var lines = (await hr.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Show(second)}")).GetProperty("papers").EnumerateArray().ToDictionary(p => p.GetProperty("code").GetString()!, p => p.GetProperty("state").GetString());
        Assert.Equal(("Known", "Missing"), (lines["DIPLOMA"], lines["CIN"]));
        Assert.True((await Send(hr, second)).IsSuccessStatusCode);

        // It was sent with that paper, and keeps it, from where it came and from which day, whatever becomes of the first.
        var kept = await app.Read(db => db.DecisionPapers.AsNoTracking().Where(p => p.Code == "DIPLOMA" && (p.DecisionId == id || p.DecisionId == second)).OrderBy(p => p.Id).ToListAsync());
        Assert.Equal((2, kept[0].FileId, kept[0].At), (kept.Count, kept[1].FileId, kept[1].At));
        await app.Write(db => db.Decisions.Where(d => d.Id == id).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DecisionState.Withdrawn)));
        var sent = await hr.Open(Links.Show(second));
        Assert.True(sent.Says(Words.All.Say("fr", "decisions.papers.state.Known")) && sent.Says((await province.Decision(id)).Number!), sent.Text);
    }

    [Fact]
    public async Task A_paper_of_one_act_is_asked_anew_for_the_next_and_one_that_comes_into_the_file_later_changes_nothing()
    {
        var province = await Province.Make(app);
        var (edition, teacher) = (await Edition(("REQUEST", "needed", ""), ("CIN", "follow", "")), await province.Teacher());
        var first = await Draft(province, teacher, edition);
        var hr = await app.SignIn(province.Hr);
        foreach (var code in (string[])["REQUEST", "CIN"])
            Assert.True((await HandIn(hr, first, code, Pictures.Pdf())).IsSuccessStatusCode);
        Assert.True((await Send(hr, first)).IsSuccessStatusCode);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, first);
        await province.MustSign(first);

        var second = JsonDocument.Parse(await (await province.Withdraw(first)).Content.ReadAsStringAsync()).RootElement.GetProperty("decision").GetInt64();
        await Follow(second, edition);
        Assert.Equal(("Missing", "Known"), await States(hr, second));
        await app.Write(db => db.DecisionPapers.Where(p => p.DecisionId == first && p.Code == "CIN").ExecuteUpdateAsync(s => s.SetProperty(p => p.Code, "DIPLOMA")));
        Assert.True((await HandIn(hr, second, "REQUEST", Pictures.Pdf())).IsSuccessStatusCode);
        Assert.True((await Send(hr, second)).IsSuccessStatusCode);
        await app.Write(db => db.DecisionPapers.Where(p => p.DecisionId == first && p.Code == "DIPLOMA").ExecuteUpdateAsync(s => s.SetProperty(p => p.Code, "CIN")));
        Assert.Equal(("There", "Missing"), await States(hr, second));
    }

    private static async Task<(string?, string?)> States(Visitor hr, long id)
    {
        var lines = (await hr.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Show(id)}")).GetProperty("papers").EnumerateArray().ToDictionary(p => p.GetProperty("code").GetString()!, p => p.GetProperty("state").GetString());
        return (lines["REQUEST"], lines["CIN"]);
    }

    [Fact]
    public async Task The_signature_waits_too_and_nobody_hands_in_for_his_own_case()
    {
        var province = await Province.Make(app);
        var (edition, teacher) = (await Edition(("CIN", "follow", "")), await province.Teacher());
        var id = (await province.ReadyToSign(teacher))[0];
        await Follow(id, edition);
        var (hr, signatory) = (await app.SignIn(province.Hr), await app.SignIn(province.Signatory, steppedUp: true));

        Assert.Contains("decisions.papers.not-come", await (await province.Sign(signatory, id)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((DecisionState.ToSign, (string?)null), ((await province.Decision(id)).State, (await province.Decision(id)).Number));
        await About(id, province.Hr.EmployeeId!.Value);
        Assert.Contains("decisions.own-case", await (await HandIn(hr, id, "CIN", Pictures.Pdf())).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await About(id, teacher.EmployeeId!.Value);
        Assert.True((await HandIn(hr, id, "CIN", Pictures.Pdf())).IsSuccessStatusCode);
        Assert.True((await signatory.Api.PostAsync($"/api{Links.OpenPaper(id, "CIN")}", null)).IsSuccessStatusCode);
        await province.MustSign(id);
        Assert.Equal(HttpStatusCode.NotFound, (await signatory.Api.PostAsync($"/api{Links.OpenPaper(id, "CIN")}", null)).StatusCode);
    }

    [Fact]
    public async Task Of_several_sent_together_those_that_lack_a_paper_stay()
    {
        var province = await Province.Make(app);
        var ids = await province.Drafts(await province.Teacher(), await province.Teacher());
        await Follow(ids[0], await Edition(("DIPLOMA", "needed", "")));

        var reply = await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync("/api/decisions/send", new { batch = (long?)null, decisions = ids });

        var sent = await reply.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((1, 1), (sent.GetProperty("count").GetInt32(), sent.GetProperty("leftOut").GetInt32()));
        Assert.Equal((DecisionState.Draft, DecisionState.InVisa), ((await province.Decision(ids[0])).State, (await province.Decision(ids[1])).State));
    }

    [Fact]
    public async Task The_ministry_names_the_papers_of_an_edition_and_the_next_one_keeps_them()
    {
        var kind = await Kind();
        var editor = await Ministry();
        var form = await editor.Open(Links.NewEdition(kind));
        var wrong = await form.Submit(("StartsOn", Iso(9)), ("Paper-DIPLOMA", "needed"), ("Months-DIPLOMA", "x"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.True(wrong.Says(Words.All.Say("fr", "decisions.procedure.months-wrong", ProcedurePaper.MostMonths)), wrong.Text);
        var page = await form.Submit(("StartsOn", Iso(9)), ("Paper-DIPLOMA", "needed"), ("Months-DIPLOMA", "24"), ("Paper-CIN", "follow"));

        Assert.True(page.Says("Copie du diplôme") && page.Says(Words.All.Say("fr", "decisions.procedure.known-months", 24)) && page.Says(Words.All.Say("fr", "decisions.procedure.paper.follow")), page.Text);
        Assert.Equal([("CIN", true, null), ("DIPLOMA", false, 24)], await Papers(kind, 2));
        // An order that says nothing of papers leaves them as they are; one that names none takes them out.
        Assert.True((await editor.Api.PostAsJsonAsync($"/api{Links.NewEdition(kind)}", new { last = 2, startsOn = Iso(12), steps = Array.Empty<object>(), isOff = true })).IsSuccessStatusCode);
        Assert.Equal(2, (await Papers(kind, 3)).Count);
        var unknown = await editor.Api.PostAsJsonAsync($"/api{Links.NewEdition(kind)}", new { last = 3, startsOn = Iso(20), steps = Chain, papers = new[] { new { code = "NO-SUCH", need = "needed", months = "" } } });
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.True((await editor.Api.PostAsJsonAsync($"/api{Links.NewEdition(kind)}", new { last = 3, startsOn = Iso(20), steps = Chain, papers = Array.Empty<object>() })).IsSuccessStatusCode);
        Assert.Empty(await Papers(kind, 4));
        var version = await app.Read(db => db.DecisionProcedures.Where(p => p.Kind == kind && p.Edition == 4).Select(p => p.Version).SingleAsync());
        Assert.True((await editor.Api.PostAsJsonAsync($"/api{Links.WithdrawEdition(kind, 4)}", new { version = $"{version}" })).IsSuccessStatusCode);
    }

    private static readonly object[] Chain =
    [
        new { role = "head-of-service", office = "Directorate", days = "3", nameAr = "مصلحة", nameFr = "Service" },
        new { role = "signatory", office = "Academy", days = "3", nameAr = "مصلحة", nameFr = "Signature" },
    ];

    private Task<List<(string, bool, int?)>> Papers(string kind, int edition) => app.Read(async db =>
        (await db.DecisionProcedures.Where(p => p.Kind == kind && p.Edition == edition).SelectMany(p => p.Papers).OrderBy(p => p.Code).ToListAsync()).ConvertAll(p => (p.Code, p.MayFollow, p.KnownMonths)));

    private static Task<HttpResponseMessage> Send(Visitor hr, long id) => hr.Api.PostAsJsonAsync("/api/decisions/send", new { batch = (long?)null, decisions = (long[])[id] });

    private static Task<HttpResponseMessage> HandIn(Visitor hr, long id, string code, byte[] paper) => hr.Api.PostAsJsonAsync($"/api{Links.Papers(id)}", new { code, paper });

    private Task About(long decision, long employee) => app.Write(db => db.Decisions.Where(d => d.Id == decision).ExecuteUpdateAsync(s => s.SetProperty(d => d.EmployeeId, employee)));

    private async Task<long> Draft(Province province, GivenPerson teacher, int edition)
    {
        var id = (await province.Drafts(teacher))[0];
        await Follow(id, edition);
        return id;
    }

    private Task Follow(long decision, int edition) => app.Write(db => db.Decisions.Where(d => d.Id == decision).ExecuteUpdateAsync(s => s.SetProperty(d => d.ProcedureId, edition)));

    private async Task<Visitor> Ministry()
    {
        var ministry = await app.Read(db => db.Places.SingleAsync(p => p.Kind == PlaceKind.Ministry));
        return await app.SignIn(await app.Given.Person(Roles.Ministry, ministry), "fr", steppedUp: true);
    }

    // The usual four gates, with papers; of a kind that no other test makes decisions of.
    private async Task<int> Edition(params (string Code, string Need, string Months)[] papers)
    {
        var kind = await Kind();
        var id = await app.Read(db => db.DecisionProcedures.Where(p => p.Kind == kind).Select(p => p.Id).SingleAsync());
        await app.Write(async db =>
        {
            db.ProcedurePapers.AddRange(papers.Select(p => new ProcedurePaper { ProcedureId = id, Code = p.Code, MayFollow = p.Need == "follow", KnownMonths = p.Months.Length == 0 ? null : int.Parse(p.Months, CultureInfo.InvariantCulture) }));
            await db.SaveChangesAsync();
        });
        return id;
    }

    private async Task<string> Kind()
    {
        var kind = $"Test{Guid.CreateVersion7():N}";
        await app.Write(async db =>
        {
            foreach (var (code, ar, fr) in ((string, string, string)[])[("CIN", "نسخة من البطاقة الوطنية للتعريف", "Copie de la carte nationale d'identité"), ("DIPLOMA", "نسخة من الشهادة أو الدبلوم", "Copie du diplôme")])
                if (!await db.Nomenclatures.AnyAsync(n => n.List == ProcedurePaper.List && n.Code == code))
                    db.Nomenclatures.Add(new Nomenclature { List = ProcedurePaper.List, Code = code, Order = 1, NameAr = ar, NameFr = fr, Details = "{}", Confidence = "test" });
            var id = await db.DecisionProcedures.MaxAsync(p => (int?)p.Id) + 1 ?? 1;
            var made = DecisionProcedure.NewEchelonAdvancement(id, new DateOnly(2020, 1, 1));
            db.DecisionProcedures.Add(new DecisionProcedure { Id = id, Kind = kind, Edition = 1, StartsOn = made.StartsOn, NameAr = made.NameAr, NameFr = made.NameFr, TemplateKey = made.TemplateKey, RegisterKind = made.RegisterKind, Confidence = "test", Steps = made.Steps });
            await db.SaveChangesAsync();
        });
        return kind;
    }

    private static string Iso(int days) => MoroccanDay.Today(MassarApp.Clock).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

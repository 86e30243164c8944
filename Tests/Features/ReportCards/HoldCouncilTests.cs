using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Documents.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.ReportCards;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.ReportCards;

/// <summary>AC-MAS-8: a class council without leaving one page, its minutes, and what changes after the signature.</summary>
public sealed class HoldCouncilTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar", "معدل الدورة", "تنويه"), InlineData("fr", "Moyenne du semestre", "Félicitations"), InlineData("en", "Semester average", "Félicitations")]
    public async Task The_class_stands_on_one_page_with_averages_and_proposals(string language, string average, string honour)
    {
        var made = await app.MarkedClass(4);
        var head = await app.SignIn(made.School.Head, language);

        var page = await (await head.Open(Links.Open(made.Id, 1))).Submit();

        Assert.Equal(Links.Council(made.Id, 1), page.Address);
        Assert.True(page.Says(average));
        Assert.Equal(4, page.All("ul.list span.tag").Count);
        Assert.Contains(honour, page.Find($"#w{made.Pupils[3].Id}")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("report-cards.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_stands_in_the_ministrys_cells_and_in_no_other_schools_hands()
    {
        var made = await app.MarkedClass(2);
        var head = await app.SignIn(made.School.Head, "ar", steppedUp: true);
        await (await head.Open(Links.Open(made.Id, 1))).Submit();

        var answer = await head.Api.GetAsync(Links.Report(made.Id, 1));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var sheet = SpreadsheetFile.Read(await answer.Content.ReadAsByteArrayAsync()).Workbook!.Find("Data")!;
        Assert.Contains("قرار مجلس القسم", sheet[2, 5].Text, StringComparison.Ordinal);
        Assert.Equal(("السنة الدراسية", "القسم", made.Class.Name), (sheet[5, 9].Text, sheet[7, 9].Text, sheet[7, 10].Text));
        Assert.Matches(@"^\d{4}/\d{4}$", sheet[5, 11].Text);
        Assert.Equal(("رقم التلميذ", "الاسم و النسب"), (sheet[10, 2].Text, sheet[10, 3].Text));
        foreach (var (pupil, row) in made.Pupils.Select((p, n) => (p, 12 + n)))
        {
            var code = await app.Read(db => db.Pupils.Where(p => p.Id == pupil.Id).Select(p => p.MassarCode).SingleAsync());
            Assert.Equal(code, sheet[row, 2].Text);
            Assert.NotNull(sheet[row, 8].Number);
            // the year they are in counts among those spent in the cycle
            Assert.Equal(1m, sheet[row, 5].Number.GetValueOrDefault() + sheet[row, 6].Number.GetValueOrDefault() + sheet[row, 7].Number.GetValueOrDefault());
        }

        var other = await app.SignIn((await app.Given.School()).Head, "ar", steppedUp: true);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Api.GetAsync(Links.Report(made.Id, 1))).StatusCode);
    }

    [Fact]
    public async Task Pupil_after_pupil_is_saved_and_the_page_goes_on_with_the_next()
    {
        var made = await app.MarkedClass(3);
        var head = await app.SignIn(made.School.Head, "fr");
        var page = await (await head.Open(Links.Open(made.Id, 1))).Submit();

        var after = await page.SubmitForm("#panel form", "Next", false, ("Honour", "WARNING"), ("Remark", "Doit travailler"), ("Dissent", "M. Alaoui : blâme"));

        Assert.Equal(Links.CouncilOf(made.Id, 1, made.Pupils[1].Id), after.Address);
        var line = await Line(made, 0);
        Assert.Equal(("WARNING", "Doit travailler", "M. Alaoui : blâme"), (line.Honour, line.Remark, line.Dissent));
        Assert.Contains("Avertissement", after.Find($"#w{made.Pupils[0].Id}")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_is_saved_at_once_by_htmx_and_the_answer_carries_what_was_seen()
    {
        var made = await app.MarkedClass(2);
        var head = await app.SignIn(made.School.Head, "fr");
        var page = await (await head.Open(Links.Open(made.Id, 1))).Submit();

        var quiet = await page.SubmitForm("#panel form", null, htmx: true, ("Honour", "BLAME"));
        var again = await quiet.SubmitForm("#panel form", null, htmx: true, ("Honour", "WARNING"));

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.NotNull(again.Find("#line-state [name=Seen]"));
        Assert.NotNull(again.Find($"#w{made.Pupils[0].Id}"));
        Assert.Equal("WARNING", (await Line(made, 0)).Honour);
    }

    [Fact]
    public async Task Two_heads_do_not_cover_each_other_unseen()
    {
        var made = await app.MarkedClass(2);
        var (first, second) = (await app.SignIn(made.School.Head, "fr"), await app.SignIn(made.School.Head, "fr"));
        var mine = await (await first.Open(Links.Open(made.Id, 1))).Submit();
        var theirs = await second.Open(Links.CouncilOf(made.Id, 1, made.Pupils[0].Id));
        await mine.SubmitForm("#panel form", "Next", false, ("Remark", "Premier"));

        var clash = await theirs.SubmitForm("#panel form", "Next", false, ("Remark", "Second"));

        Assert.Equal(HttpStatusCode.Conflict, clash.Status);
        Assert.Equal("Second", clash.ValueOf("Remark"));
        Assert.Equal("Premier", (await Line(made, 0)).Remark);
    }

    [Fact]
    public async Task A_text_too_long_and_a_decision_of_the_wrong_semester_come_back_as_typed()
    {
        var made = await app.MarkedClass(1);
        var head = await app.SignIn(made.School.Head, "fr");
        var page = await (await head.Open(Links.Open(made.Id, 1))).Submit();

        var refused = await page.SubmitForm("#panel form", "Next", false, ("Remark", new string('x', 301)));
        var wrong = await head.Api.PutAsJsonAsync($"/api{Links.Line(made.Id, 1, made.Pupils[0].Id)}", new { decision = "PASS" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(301, refused.ValueOf("Remark")!.Length);
        Assert.True(refused.Says("300 caractères"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(0, await app.Read(db => db.CouncilLines.CountAsync(l => db.Councils.Any(c => c.Id == l.CouncilId && c.ClassId == made.Id))));
    }

    [Theory, InlineData("HeldOn", "31/02/2027"), InlineData("HeldOn", "2099-01-01"), InlineData("HeldOn", "2001-01-01"), InlineData("Present", " \n ")]
    public async Task An_opening_typed_wrongly_keeps_what_was_typed(string field, string typed)
    {
        var made = await app.MarkedClass(1);
        var head = await app.SignIn(made.School.Head, "ar");

        var refused = await (await head.Open(Links.Open(made.Id, 1))).Submit((field, typed));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.ErrorOf(field));
        if (typed.Length > 4) Assert.Equal(typed, refused.ValueOf(field));
    }

    [Fact]
    public async Task The_years_average_proposes_the_decision_and_a_departure_is_told_apart()
    {
        var made = await app.MarkedClass(2, semesters: 2);
        var head = await app.SignIn(made.School.Head, "fr");
        var page = await (await head.Open(Links.Open(made.Id, 2))).Submit();
        Assert.True(page.Says("Proposé d'après la moyenne : Redouble"));

        var after = await page.SubmitForm("#panel form", "Next", false, ("Decision", "THRESHOLD"));

        Assert.True(after.Says("Proposé d'après la moyenne : Passe"));
        await after.SubmitForm($"form[action='{Links.Decide(made.Id, 2)}']", null, false);
        var (failing, passing) = (await Line(made, 0), await Line(made, 1));
        Assert.Equal(("THRESHOLD", "REPEAT"), (failing.Decision, failing.ProposedDecision));
        Assert.Equal(("PASS", "PASS"), (passing.Decision, passing.ProposedDecision));
    }

    [Fact]
    public async Task When_it_has_decided_every_sheet_is_frozen_for_teachers_too()
    {
        var made = await app.MarkedClass(2);
        var teacher = await app.SignIn(await app.Given.Teacher(made), "fr");
        var sheet = new SheetKey(made.Id, "MATH", 1, 1);
        // One test was never opened: nobody may open it afterwards.
        await app.Write(db => db.Assessments.Where(a => a.ClassId == made.Id && a.SubjectCode == "FR" && a.Number == 1).ExecuteDeleteAsync());
        var head = await app.SignIn(made.School.Head, "fr");
        var page = await (await head.Open(Links.Open(made.Id, 1))).Submit();

        var warned = await page.SubmitForm($"form[action='{Links.Decide(made.Id, 1)}']", null, false);
        Assert.Equal(HttpStatusCode.Conflict, warned.Status);
        Assert.True(warned.Says("Notes non publiées, contrôles : 1"));
        var decided = await warned.SubmitForm($"form[action='{Links.Decide(made.Id, 1)}']", null, false, ("WithMissing", "1"));

        Assert.Equal(HttpStatusCode.OK, decided.Status);
        Assert.True(decided.Says("À signer"));
        var states = await app.Read(db => db.Assessments.Where(a => a.ClassId == made.Id && a.Semester == 1).Select(a => new { a.SubjectCode, a.State }).ToListAsync());
        Assert.All(states, s => Assert.Equal(AssessmentState.Frozen, s.State));
        Assert.Contains(states, s => s.SubjectCode == "FR");
        var entry = await teacher.Open(Massar.Features.Marks.Links.Sheet(sheet));
        Assert.Empty(entry.All("input[name^='m[']"));
    }

    [Fact]
    public async Task Marks_in_the_heads_hands_hold_the_decision_back_even_when_confirmed()
    {
        var made = await app.MarkedClass(1);
        var head = await app.SignIn(made.School.Head, "fr");
        var page = await (await head.Open(Links.Open(made.Id, 1))).Submit();
        await app.Write(db => db.Assessments.Where(a => a.ClassId == made.Id && a.SubjectCode == "MATH" && a.Number == 1).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, AssessmentState.Submitted)));

        var refused = await page.SubmitForm($"form[action='{Links.Decide(made.Id, 1)}']", null, false, ("WithMissing", "1"));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says("Contrôles remis et pas encore publiés : 1"));
        // What cannot be done is not offered; the page where it is put right is.
        Assert.Null(refused.Find("[name=WithMissing]"));
        Assert.NotNull(refused.Find($"main a[href='{Massar.Features.Marks.Links.Board}']"));
    }

    [Fact]
    public async Task A_confirmation_stays_ticked_when_something_else_is_refused_and_the_address_left_behind_leads_back()
    {
        var made = await app.MarkedClass(1);
        await app.Write(db => db.Assessments.Where(a => a.ClassId == made.Id && a.SubjectCode == "MATH" && a.Number == 1).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, AssessmentState.Planned)));
        var head = await app.SignIn(made.School.Head, "fr");
        var page = await (await head.Open(Links.Open(made.Id, 1))).Submit();
        await app.Write(db => db.Councils.Where(c => c.ClassId == made.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Version, c => c.Version + 1)));

        var refused = await page.SubmitForm($"form[action='{Links.Decide(made.Id, 1)}']", null, false, ("WithMissing", "1"));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.NotNull(refused.Find("[name=WithMissing][checked]"));
        Assert.Equal(Links.Council(made.Id, 1), (await head.Open(Links.Decide(made.Id, 1))).Address);
    }

    [Fact]
    public async Task Minutes_need_a_fresh_factor_and_carry_decisions_dissent_and_signature()
    {
        var made = await app.MarkedClass(3);
        var head = await app.SignIn(made.School.Head, "fr");
        var page = await (await head.Open(Links.Open(made.Id, 1))).Submit(("Present", "الأستاذ علي العلوي"));
        page = await page.SubmitForm("#panel form", "Next", false, ("Honour", "WARNING"), ("Dissent", "الأستاذ علي: لا يوافق"));
        page = await page.SubmitForm($"form[action='{Links.Decide(made.Id, 1)}']", null, false);
        var asked = await page.SubmitForm($"form[action='{Links.Sign(made.Id, 1)}']", null, false);
        Assert.DoesNotContain("Procès-verbal signé", asked.Text, StringComparison.Ordinal);

        var fresh = await app.SignIn(made.School.Head, "fr", steppedUp: true);
        var signed = await (await fresh.Open(Links.Council(made.Id, 1))).SubmitForm($"form[action='{Links.Sign(made.Id, 1)}']", null, false);

        Assert.True(signed.Says("Procès-verbal signé"));
        var file = await (await fresh.Get(Links.Minutes(made.Id, 1, 1))).Content.ReadAsByteArrayAsync();
        var text = PdfText.Of(file);
        foreach (var phrase in (string[])["محضر مجلس القسم", "إنذار", "لا يوافق", "علي العلوي", made.Pupils[2].MassarCode])
            Assert.Contains(PdfText.Fold(phrase), text, StringComparison.Ordinal);
        var issued = await app.Read(db => db.IssuedDocuments.SingleAsync(d => d.PlaceId == made.School.Id && d.Kind == "council-minutes"));
        Assert.Equal(1, issued.Number);
        Assert.True((await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(issued.Code))).Says("Procès-verbal du conseil de classe"));
    }

    [Fact]
    public async Task A_change_after_the_signature_makes_new_minutes_and_keeps_the_old()
    {
        var made = await app.MarkedClass(2);
        await app.Sign(made);
        var head = await app.SignIn(made.School.Head, "fr", steppedUp: true);
        var first = await (await head.Get(Links.Minutes(made.Id, 1, 1))).Content.ReadAsByteArrayAsync();
        var form = await head.Open(Links.Reopen(made.Id, 1));
        var without = await form.Submit();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);

        var page = await without.Submit(("Reason", "Recours accepté"));
        page = await page.SubmitForm("#panel form", "Next", false, ("Honour", "ENCOURAGEMENT"));
        page = await page.SubmitForm($"form[action='{Links.Decide(made.Id, 1)}']", null, false);
        page = await page.SubmitForm($"form[action='{Links.Sign(made.Id, 1)}']", null, false);

        Assert.True(page.Says("Version 2"));
        Assert.True(page.Says("Recours accepté"));
        var papers = await app.Read(db => db.IssuedDocuments.Where(d => d.PlaceId == made.School.Id && d.Kind == "council-minutes").OrderBy(d => d.Number).ToListAsync());
        Assert.Equal([(1, DocumentState.Superseded), (2, DocumentState.Valid)], papers.Select(p => (p.Number, p.State)));
        Assert.Equal(first, await (await head.Get(Links.Minutes(made.Id, 1, 1))).Content.ReadAsByteArrayAsync());
        Assert.Contains(PdfText.Fold("Recours accepté"), PdfText.Of(await (await head.Get(Links.Minutes(made.Id, 1, 2))).Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_hold_a_council_too()
    {
        var made = await app.MarkedClass(2);
        var head = await app.SignIn(made.School.Head, "fr", steppedUp: true);
        (await head.Api.PostAsJsonAsync($"/api{Links.Open(made.Id, 1)}", new { heldOn = CouncilGiven.MassarDay, present = new[] { "A. Alaoui" } })).EnsureSuccessStatusCode();
        (await head.Api.PutAsJsonAsync($"/api{Links.Line(made.Id, 1, made.Pupils[0].Id)}", new { honour = "WARNING", seen = "" })).EnsureSuccessStatusCode();
        var room = await head.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Council(made.Id, 1)}");
        (await head.Api.PostAsJsonAsync($"/api{Links.Decide(made.Id, 1)}", new { version = room.GetProperty("version").GetInt32(), withMissing = false })).EnsureSuccessStatusCode();
        room = await head.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Council(made.Id, 1)}");

        var stale = await head.Api.PostAsJsonAsync($"/api{Links.Sign(made.Id, 1)}", new { version = 0 });
        var signed = await head.Api.PostAsJsonAsync($"/api{Links.Sign(made.Id, 1)}", new { version = room.GetProperty("version").GetInt32() });

        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal(1, (await signed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task Another_schools_class_does_not_exist_and_the_desk_holds_no_council()
    {
        var made = await app.MarkedClass(1);
        var stranger = await app.SignIn((await app.Given.School()).Head, "fr", steppedUp: true);
        var clerk = await app.SignIn(await app.Given.Person(Roles.Clerk, made.School.Place), "fr");

        foreach (var address in (string[])[Links.Council(made.Id, 1), Links.Open(made.Id, 1), Links.Reopen(made.Id, 1), Links.Empty(made.Id, 1), Links.Minutes(made.Id, 1, 1)])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PutAsJsonAsync($"/api{Links.Line(made.Id, 1, made.Pupils[0].Id)}", new { honour = "BLAME" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Sign(made.Id, 1)}", new { version = 0 })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Open(Links.Council(made.Id, 1))).Status);
    }

    private Task<CouncilLine> Line(GivenClass made, int pupil) => app.Read(db => db.CouncilLines.SingleAsync(l => l.PupilId == made.Pupils[pupil].Id && db.Councils.Any(c => c.Id == l.CouncilId && c.ClassId == made.Id)));
}

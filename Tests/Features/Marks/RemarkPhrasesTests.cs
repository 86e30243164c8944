using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Marks;
using Massar.Features.Marks.Domain;
using Massar.Features.Reference.Domain;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Marks;

/// <summary>TEA-10: a teacher's own phrases, suggested by a pupil's average and by its change since the semester before, and always written by the teacher.</summary>
public sealed class RemarkPhrasesTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory]
    [InlineData(16, 20, RemarkBand.Excellent), InlineData(15.99, 20, RemarkBand.VeryGood), InlineData(12, 20, RemarkBand.Good), InlineData(10, 20, RemarkBand.Fair), InlineData(9.99, 20, RemarkBand.Weak)]
    [InlineData(8, 10, RemarkBand.Excellent), InlineData(4.99, 10, RemarkBand.Weak)]
    public void The_band_of_an_average_is_read_out_of_twenty_whatever_the_scale(double average, int scale, RemarkBand band) =>
        Assert.Equal(band, RemarkRules.From(YearFigures.Delivered).BandOf((decimal)average, scale));

    [Fact]
    public void A_phrase_of_the_band_and_the_change_comes_first_and_equal_ones_take_turns()
    {
        KeptPhrase good = new(1, "good", RemarkBand.Good, RemarkTrend.Any), also = new(2, "also good", RemarkBand.Good, RemarkTrend.Any), up = new(3, "good and up", RemarkBand.Good, RemarkTrend.Up), down = new(4, "down", RemarkBand.Any, RemarkTrend.Down);
        KeptPhrase[] bank = [good, also, up, down];

        Assert.Equal(up, RemarkRules.Choose(bank, RemarkBand.Good, RemarkTrend.Up, 7));
        Assert.Equal([good, also, good], Enumerable.Range(0, 3).Select(turn => RemarkRules.Choose(bank, RemarkBand.Good, RemarkTrend.Any, turn)!));
        Assert.Equal(good, RemarkRules.Choose(bank, RemarkBand.Good, RemarkTrend.Down, 0));
        Assert.Equal(down, RemarkRules.Choose(bank, RemarkBand.Weak, RemarkTrend.Down, 0));
        Assert.Null(RemarkRules.Choose(bank, RemarkBand.Weak, RemarkTrend.Any, 0));
        var rules = RemarkRules.From(new YearFigures("marks.", new Dictionary<string, string> { ["marks.remarks.bands"] = "18 15 12 9", ["marks.remarks.change"] = "1.5" }));
        Assert.Equal((RemarkBand.VeryGood, RemarkTrend.Up, RemarkTrend.Any, RemarkTrend.Down), (rules.BandOf(16, 20), rules.TrendOf(1.5m), rules.TrendOf(-1.49m), rules.TrendOf(-2)));
        Assert.Equal([16, 14, 12, 10], RemarkRules.From(new YearFigures("marks.", new Dictionary<string, string> { ["marks.remarks.bands"] = "10 12 14 16" })).Bands);
    }

    [Fact]
    public async Task Suggestions_fill_the_boxes_of_who_has_none_and_nothing_is_written_before_the_teacher_saves()
    {
        var sheet = await app.Sheet(pupils: 4);
        await Marked(sheet, 18, 11, 5);
        await Before(sheet, sheet.Pupils[0], 12);
        await Before(sheet, sheet.Pupils[2], 11);
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        foreach (var (text, band, trend) in ((string, string, string)[])[("Excellent, et en progrès", "Excellent", "Up"), ("Travail moyen", "Fair", "Any"), ("En baisse, je reste à votre écoute", "Any", "Down")])
            Assert.Equal(HttpStatusCode.OK, (await teacher.Api.PostAsJsonAsync($"/api{Links.Phrases}", new { language = "fr", text, band, trend })).StatusCode);

        var page = await teacher.Open(Address(sheet));
        Assert.True(page.Says("excellent dès 16") && page.Says("d'au moins 2 points"));
        Assert.True(page.Says("18,00 (+6,00)") && page.Says("Pas encore de note"));
        Assert.Equal(["Excellent, et en progrès", "Travail moyen", "En baisse, je reste à votre écoute"], page.All("datalist option").Select(o => o.GetAttribute("value")));
        var typed = await page.SubmitForm("main form[data-remarks]", "fill=all", htmx: false, (Field(sheet, 1), "Mes mots à moi"));

        Assert.Equal(HttpStatusCode.OK, typed.Status);
        Assert.Equal(["Excellent, et en progrès", "Mes mots à moi", "En baisse, je reste à votre écoute", ""], Enumerable.Range(0, 4).Select(i => typed.ValueOf(Field(sheet, i))));
        Assert.True(typed.Says("2 suggestions sont placées et ne sont pas enregistrées"));
        Assert.Empty(await Stored(sheet));

        var saved = await typed.Submit((Field(sheet, 2), "En baisse, voyons-nous"));
        Assert.Equal(["Excellent, et en progrès", "Mes mots à moi", "En baisse, voyons-nous"], await Stored(sheet));
        Assert.Equal("Excellent, et en progrès", saved.ValueOf(Field(sheet, 0)));

        // One pupil's box takes the suggestion when asked for, over what is written, and still nothing is saved.
        var one = await saved.SubmitForm("main form[data-remarks]", $"fill={sheet.Pupils[1].MassarCode}", htmx: false);
        Assert.Equal("Travail moyen", one.ValueOf(Field(sheet, 1)));
        Assert.Equal("Mes mots à moi", (await Stored(sheet))[1]);
        // In the other language the starting set stands in, and what was typed stays.
        var other = await saved.SubmitForm("main form[data-remarks]", "fill=", htmx: false, (Field(sheet, 3), "Bienvenue"));
        Assert.Equal("Bienvenue", other.ValueOf(Field(sheet, 3)));
    }

    [Fact]
    public async Task A_colleagues_change_meanwhile_is_shown_and_after_the_council_nothing_is_suggested()
    {
        var sheet = await app.Sheet(pupils: 2);
        await Marked(sheet, 15, 15);
        var (first, second) = (await app.SignIn(sheet.Teacher, "fr"), await app.SignIn(sheet.Teacher, "fr"));
        var onSecond = await second.Open(Address(sheet));
        await (await first.Open(Address(sheet))).Submit((Field(sheet, 0), "Écrit ailleurs"));

        var filled = await onSecond.SubmitForm("main form[data-remarks]", "fill=all", htmx: false);
        Assert.Equal("Écrit ailleurs", filled.ValueOf(Field(sheet, 0)));
        Assert.NotEqual("", filled.ValueOf(Field(sheet, 1)));
        await filled.Submit();
        Assert.Equal(2, (await Stored(sheet)).Count);

        await app.Write(db => db.Assessments.Where(a => a.ClassId == sheet.Key.ClassId).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, AssessmentState.Frozen)));
        Assert.Empty((await first.Open(Address(sheet))).All("input[list]"));
        Assert.Equal(HttpStatusCode.Conflict, (await filled.Submit((Field(sheet, 0), "Trop tard"))).Status);
        var stranger = await app.SignIn((await app.Sheet(school: sheet.School)).Teacher);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Address(sheet))).Status);
    }

    [Fact]
    public async Task A_bank_is_begun_from_the_starting_set_then_changed_ordered_and_a_deleted_phrase_comes_back()
    {
        var sheet = await app.Sheet(pupils: 1);
        var teacher = await app.SignIn(sheet.Teacher, "fr");
        var set = await app.Read(db => db.Nomenclatures.Where(n => n.List == Phrases.List).OrderBy(n => n.Order).Select(n => n.NameFr).ToListAsync());
        Assert.True(set.Count >= 10);

        var begun = await (await teacher.Open(Links.PhrasesIn("fr"))).Submit();
        Assert.True(begun.Says("Les phrases sont à vous"));
        Assert.Equal(set, await Kept(teacher));
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsJsonAsync($"/api{Links.Phrases}/start", new { language = "fr" })).StatusCode);

        var first = await (await teacher.Open(Links.PhrasesIn("fr"))).Follow(set[0]);
        var twice = await first.Submit(("Text", set[1]));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, set[1]), (twice.Status, twice.ValueOf("Text")));
        Assert.EndsWith("Vous avez déjà cette phrase", twice.ErrorOf("Text"), StringComparison.Ordinal);
        var long201 = await first.Submit(("Text", new string('x', 201)));
        Assert.NotNull(long201.ErrorOf("Text"));
        await first.Submit(("Text", "  Bravo, continuez "), ("Band", "Weak"));
        Assert.Equal("Bravo, continuez", (await Kept(teacher))[0]);
        Assert.Equal(HttpStatusCode.Conflict, (await first.Submit(("Text", "Écrit d'après une page ancienne"))).Status);

        var list = await teacher.Open(Links.PhrasesIn("fr"));
        var down = list.All("button[formaction*='/down']")[0].GetAttribute("formaction")!;
        await Press(teacher, list, down);
        Assert.Equal([set[1], "Bravo, continuez"], (await Kept(teacher)).Take(2));

        list = await teacher.Open(Links.PhrasesIn("fr"));
        var deleted = await Press(teacher, list, list.All("button[formaction*='/delete']")[1].GetAttribute("formaction")!);
        Assert.True(deleted.Says("Phrase supprimée"));
        Assert.DoesNotContain("Bravo, continuez", await Kept(teacher));
        await Press(teacher, deleted, deleted.All("button[formaction*='/restore']")[0].GetAttribute("formaction")!);
        Assert.Equal([set[1], "Bravo, continuez"], (await Kept(teacher)).Take(2));

        // Nobody else's bank, and the words stay out of the audit trail.
        var other = (await app.Sheet(school: sheet.School)).Teacher;
        var colleague = await app.SignIn(other, "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Open(first.Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Api.DeleteAsync($"/api{first.Address}?version=0")).StatusCode);
        Assert.DoesNotContain("Bravo, continuez", await Kept(colleague));
        var changes = await app.Read(db => db.AuditEntries.Where(a => a.AccountId == sheet.Teacher.AccountId && a.Action == "Marks.WritePhrase").Select(a => a.Changes).ToListAsync());
        Assert.NotEmpty(changes);
        Assert.All(changes, c => Assert.DoesNotContain("Bravo", c, StringComparison.Ordinal));
        var file = await (await teacher.Get($"{Links.Phrases}/list.csv?language=fr")).Content.ReadAsStringAsync();
        Assert.Contains("Bravo, continuez", file, StringComparison.Ordinal);

        // Pressed several times at once the set is taken over once, and the last place is given once.
        var account = other.AccountId;
        var copies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => colleague.Api.PostAsJsonAsync($"/api{Links.Phrases}/start", new { language = "fr" })));
        Assert.Equal((1, 3), (copies.Count(r => r.IsSuccessStatusCode), copies.Count(r => r.StatusCode == HttpStatusCode.Conflict)));
        Assert.Equal(set, await Kept(colleague));
        await app.Write(async db =>
        {
            db.RemarkPhrases.AddRange(Enumerable.Range(set.Count, RemarkPhrase.Most - 1 - set.Count).Select(i => Phrase(account, $"En plus {i}", i + 1)));
            db.RemarkPhrases.AddRange(Enumerable.Range(1, RemarkPhrase.MostDeleted + 1).Select(i => Phrase(account, $"Supprimée {i}", i, DateTime.UtcNow.AddHours(-i))));
            await db.SaveChangesAsync();
        });
        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => colleague.Api.PostAsJsonAsync($"/api{Links.Phrases}", new { language = "fr", text = $"La dernière {i}", band = "Any", trend = "Any" })));
        Assert.Equal((1, 3), (written.Count(r => r.IsSuccessStatusCode), written.Count(r => r.StatusCode == HttpStatusCode.Conflict)));
        Assert.Equal(RemarkPhrase.Most, (await Kept(colleague)).Count);

        // Of deleted ones only the newest are kept.
        Assert.Equal(RemarkPhrase.MostDeleted, (await colleague.Api.GetFromJsonAsync<JsonElement>($"/api{Links.PhrasesIn("fr")}")).GetProperty("deleted").GetArrayLength());
        var last = await app.Read(db => db.RemarkPhrases.Where(p => p.AccountId == account && p.Text.StartsWith("La dernière")).Select(p => new { p.Id, p.Version }).SingleAsync());
        Assert.True((await colleague.Api.DeleteAsync($"/api{Links.Phrases}/{last.Id}?version={last.Version}")).IsSuccessStatusCode);
        var gone = await app.Read(db => db.RemarkPhrases.Where(p => p.AccountId == account && p.DeletedAt != null).OrderByDescending(p => p.DeletedAt).Select(p => p.Text).ToListAsync());
        Assert.Equal(RemarkPhrase.MostDeleted, gone.Count);
        Assert.StartsWith("La dernière", gone[0], StringComparison.Ordinal);
        Assert.Equal("Supprimée 59", gone[^1]);
    }

    private static RemarkPhrase Phrase(long account, string text, int order, DateTime? deleted = null) =>
        new() { AccountId = account, Language = "fr", Text = text, Band = RemarkBand.Any, Trend = RemarkTrend.Any, Order = order, DeletedAt = deleted };

    [Fact]
    public async Task A_class_of_45_takes_four_statements_and_a_page_of_14_kilobytes()
    {
        var sheet = await app.Sheet(pupils: 45);
        await Marked(sheet, [.. Enumerable.Range(0, 45).Select(i => 4m + i % 15)]);
        var teacher = await app.SignIn(sheet.Teacher);
        var page = await teacher.Open(Address(sheet));
        Assert.Equal(45, page.All("input[list]").Count);

        var statements = await MassarApp.StatementsOf(() => teacher.Open(Address(sheet)));
        Assert.InRange(statements.Count(s => !s.Contains("Sessions", StringComparison.Ordinal)), 1, 4);

        Assert.Contains("<style>", page.Body, StringComparison.Ordinal);
        // All that a first visit takes: the page with its style, and every script it names.
        var scripts = page.All("script[src]").Select(s => s.GetAttribute("src")!).ToList();
        Assert.DoesNotContain(scripts, s => s.Contains("htmx", StringComparison.Ordinal));
        var whole = Packed(page.Body);
        using var client = app.Client();
        foreach (var script in scripts)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, script);
            request.Headers.Add("Accept-Encoding", "br");
            whole += (await (await client.SendAsync(request)).Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.InRange(whole, 1, 14 * 1024);
    }

    private static int Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(Encoding.UTF8.GetBytes(text));
        return (int)packed.Length;
    }

    private static string Address(GivenSheet sheet) => Links.RemarksWith(sheet.Key.ClassId, sheet.Key.Subject, sheet.Key.Semester, "fr");

    private static string Field(GivenSheet sheet, int pupil) => $"r[{sheet.Pupils[pupil].MassarCode}]";

    // The first pupils of the class have a mark in the first test.
    private Task Marked(GivenSheet sheet, params decimal[] points) => app.Write(async db =>
    {
        var test = new Assessment { SchoolId = sheet.School.Id, SchoolYearId = Given.Year, ClassId = sheet.Key.ClassId, SubjectCode = sheet.Key.Subject, Semester = 1, Number = 1, State = AssessmentState.Open };
        foreach (var (pupil, value) in sheet.Pupils.Zip(points)) test.Enter(pupil.Id, CellValue.Of(value), 1);
        db.Assessments.Add(test);
        await db.SaveChangesAsync();
    });

    // What the family read at the end of last year.
    private Task Before(GivenSheet sheet, GivenPupil pupil, decimal average) => app.Write(async db =>
    {
        db.PublishedResults.Add(new PublishedResult
        {
            PupilId = pupil.Id,
            SchoolYearId = Given.Year - 1,
            Semester = 2,
            SubjectCode = sheet.Key.Subject,
            PublishAt = DateTime.UtcNow.AddDays(-90),
            ClassId = sheet.Key.ClassId,
            SubjectAr = "الرياضيات",
            SubjectFr = "Maths",
            Tests = "1=12.00",
            Average = average,
            Coefficient = 1,
            Share = 0,
            Scale = 20,
            IsComplete = true,
            FormulaVersion = 1,
            Corrections = 0,
        });
        await db.SaveChangesAsync();
    });

    private Task<List<string>> Stored(GivenSheet sheet) => app.Read(db => db.TeacherRemarks.Where(r => r.ClassId == sheet.Key.ClassId)
        .Join(db.Enrollments.Where(e => e.ClassId == sheet.Key.ClassId), r => r.PupilId, e => e.PupilId, (r, e) => new { r.Text, e.OrderInClass }).OrderBy(r => r.OrderInClass).Select(r => r.Text).ToListAsync());

    private static async Task<List<string>> Kept(Visitor teacher) =>
        [.. (await teacher.Api.GetFromJsonAsync<JsonElement>($"/api{Links.PhrasesIn("fr")}")).GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("text").GetString()!)];

    private static Task<Page> Press(Visitor teacher, Page page, string address) =>
        teacher.Post(address, [("__RequestVerificationToken", page.ValueOf("__RequestVerificationToken")!)]);
}

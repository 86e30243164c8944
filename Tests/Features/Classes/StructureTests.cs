using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Classes;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Enrollments;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Classes;

/// <summary>AC-MAS-1: the structure of the year to come, between head and directorate.</summary>
public sealed class StructureTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task The_first_year_is_proposed_from_requests_and_younger_children_and_says_so()
    {
        var school = await app.Given.School("PRI");
        // A school offers what it has: two who were here before, and nobody new.
        await app.Decide(await app.Crowd(school, "1AP", 2), "PASS");
        var year = Given.Year + 1;
        await app.Write(async db =>
        {
            db.Registrations.AddRange(Request(year, 1, asked: true), Request(year, 2, asked: true), Request(year, 3, asked: false), Request(Given.Year, 4, asked: true));
            await db.SaveChangesAsync();
        });

        var page = await (await (await app.SignIn(school.Head, "fr")).Open(Links.Structure)).Submit();

        // Two sent requests and the brother of the child accepted this year; a draft is nobody yet.
        var line = (await Plan(school)).Lines.Single(l => l.LevelCode == "1AP");
        Assert.Equal(("1AP", 3, 2, 1, 0), (line.LevelCode, line.Pupils, line.FromRequests, line.FromSiblings, line.FromEntrants));
        Assert.True(page.Says("demandes des familles 2, frères et sœurs atteignant l'âge 1"), page.Text);

        Registration Request(int of, int number, bool asked)
        {
            var (now, answers) = (MassarApp.Clock.GetUtcNow().UtcDateTime, new Answers { ["FirstNameAr"] = "سلمى", ["LastNameAr"] = "بن" + "ابتدج"[number], ["BirthActNumber"] = $"{Given.Next() % 900_000 + 1}", ["BirthPlaceAr"] = "أكادير" });
            answers.SetDate("BirthDate", new DateOnly(of - 6, 3, 15));
            if (of < year)
            {
                (answers["Sibling1FirstNameAr"], answers["Sibling1LastNameAr"], answers["Sibling2FirstNameAr"], answers["Sibling2LastNameAr"]) = ("آدم", "بنس", "هبة", "بنس");
                answers.SetDate("Sibling1BirthDate", new DateOnly(year - 6, 5, 2));
                answers.SetDate("Sibling2BirthDate", new DateOnly(year - 4, 5, 2));
            }

            var request = new Registration { SchoolYearId = of, Phone = Given.PhoneOf(Given.Next()), Language = "ar", StateSince = now, CreatedAt = now };
            request.Write(answers);
            request.Choose(school.Id, school.Id, school.Place.Path);
            if (asked) Assert.Null(request.Send(now));
            if (of < year) Assert.True(request.TakeUp(now) is null && request.Accept(1, null, now) is null);
            return request;
        }
    }

    [Fact]
    public async Task Fourteen_classes_are_proposed_one_is_split_sent_returned_on_one_line_corrected_and_made()
    {
        var school = await app.Given.School();
        // As many enter as this year and nobody repeats: 512 next year, at forty a class.
        await app.Decide(await app.Crowd(school, "1AC", 180, EnrollmentKind.New), "PASS");
        await app.Decide(await app.Crowd(school, "2AC", 152), "PASS");
        await app.Decide(await app.Crowd(school, "3AC", 170), "PASS");
        var head = await app.SignIn(school.Head, "fr");
        var director = await app.Given.Person(Roles.ProvincialDirector, school.Directorate);

        var page = await (await head.Open(Links.Structure)).Submit();

        var plan = await Plan(school);
        Assert.Equal(512, plan.Lines.Sum(l => l.Pupils));
        Assert.Equal(14, plan.Lines.Sum(l => l.Classes));
        Assert.Equal([("1AC", 180, 5), ("2AC", 180, 5), ("3AC", 152, 4)], plan.Lines.Select(l => (l.LevelCode, l.Pupils, l.Classes)));
        var needed = int.Parse(page.Find("#teachers-needed")!.TextContent, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(needed > 0);

        // She splits one; the page answers with the new forecast at once.
        var line = plan.Lines[0];
        var atOnce = await head.Open(Links.Structure);
        var split = await page.SubmitForm($"#line-{line.Id} form", null, true, ("Classes", "6"), ("Note", "Salles petites"));
        Assert.Equal(HttpStatusCode.OK, split.Status);
        Assert.True(int.Parse(split.Find("#teachers-needed")!.TextContent, System.Globalization.CultureInfo.InvariantCulture) > needed);
        Assert.Equal((6, "Salles petites"), ((await Plan(school)).Lines[0].Classes, (await Plan(school)).Lines[0].Note));
        var typed = await split.SubmitForm($"#line-{line.Id} form", null, true, ("Classes", "beaucoup"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, typed.Status);
        Assert.Contains("beaucoup", typed.Body, StringComparison.Ordinal);
        var stale = await atOnce.SubmitForm($"#line-{line.Id} form", null, true, ("Classes", "9"));
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.True(stale.Says("Valeur actuelle : élèves 180, classes 6"));

        await (await head.Open(Links.Structure)).SubmitForm($"form[action='{Links.Send}']", null, false);
        Assert.Empty((await head.Open(Links.Structure)).All("main form"));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == director.AccountId && n.Template == "notices.structure-sent")));

        // The directorate returns one line with a remark, and must say why.
        var office = await app.SignIn(director, "fr");
        Assert.True((await office.Open(Links.Structures)).Says(school.Place.NameFr));
        var review = await office.Open(Links.Review(plan.Id));
        (string, string)[] answers = [.. plan.Lines.Select(l => ($"Answer{l.Id}", l.Id == line.Id ? "return" : "accept"))];
        var second = await office.Open(Links.Review(plan.Id));
        var silent = await review.Submit(answers);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.Status);
        Assert.NotNull(silent.ErrorOf($"Remark{line.Id}"));
        await review.Submit([.. answers, ($"Remark{line.Id}", "Effectif à revoir")]);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == school.Head.AccountId && n.Template == "notices.structure-returned")));
        Assert.Equal(HttpStatusCode.Conflict, (await second.Submit(answers)).Status);

        // She corrects only that line.
        page = await head.Open(Links.Structure);
        Assert.True(page.Says("Effectif à revoir"));
        Assert.Single(page.All($"form[action='{Links.Structure}']"));
        var accepted = plan.Lines[1];
        var closed = await head.Api.PutAsJsonAsync($"/api/classes/structure/lines/{accepted.Id}", new { Version = (await Plan(school)).Lines[1].Version, Pupils = 1, Classes = 1 });
        Assert.Equal(HttpStatusCode.Conflict, closed.StatusCode);
        page = await page.SubmitForm($"#line-{line.Id} form", null, true, ("Classes", "7"), ("Note", "Deux groupes de langue"));
        await page.SubmitForm($"form[action='{Links.Send}']", null, false);
        review = await office.Open(Links.Review(plan.Id));
        Assert.Single(review.All("input[value=accept]"));
        await review.Submit(($"Answer{line.Id}", "accept"));

        Assert.Equal(StructureState.Accepted, (await Plan(school)).State);
        var classes = await app.Read(db => db.Classes.Where(c => c.SchoolId == school.Id && c.SchoolYearId == Given.Year + 1).ToListAsync());
        Assert.Equal(16, classes.Count);
        Assert.Equal(7, classes.Count(c => c.LevelCode == "1AC"));
        Assert.Contains(classes, c => c.Name == "1ASCG-7");
        Assert.Equal(["Draft", "Sent", "Returned", "Sent", "Accepted"], await app.Read(db => db.StructureSteps.Where(s => s.StructureId == plan.Id).OrderBy(s => s.Id).Select(s => s.State.ToString()).ToListAsync()));
        Assert.Contains("1ASCG-7", (await head.Open(Links.Of(Given.Year + 1))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_not_decided_on_repeats_at_the_yearly_rate_and_streams_fill_as_today()
    {
        var rules = new StructureRules(new YearFigures(StructureRules.Prefix, new Dictionary<string, string> { ["structure.repeat.qua"] = "10" }));
        var rule = Rule([("TC", "TCS"), ("1BAC", "1BACSE"), ("1BAC", "1BACSM")]);
        List<Standing> standings = [.. Sitting("TC", 50, null, "TCS"), .. Sitting("1BAC", 30, "PASS", "1BACSE"), .. Sitting("1BAC", 10, "PASS", "1BACSM")];

        var forecast = StructureForecast.Of(1, rule, standings, new Dictionary<(string, string), int>(), rules).ToDictionary(f => f.Stream, f => f.Pupils);

        // Five stay; forty-five go on, three to one as today.
        Assert.Equal((5, 34, 11), (forecast["TCS"], forecast["1BACSE"], forecast["1BACSM"]));
    }

    [Fact]
    public async Task A_structure_is_its_school_s_and_its_directorate_s()
    {
        var school = await app.Given.School();
        await app.Crowd(school, "1AC", 3, EnrollmentKind.New);
        var head = await app.SignIn(school.Head);
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsync("/api" + Links.Propose, null)).StatusCode);
        var plan = await Plan(school);
        var office = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, school.Directorate));

        // A draft is the head's own.
        Assert.Equal(HttpStatusCode.NotFound, (await office.Open(Links.Review(plan.Id))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsync("/api" + Links.Send, null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await office.Open(Links.Review(plan.Id))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsync("/api" + Links.Propose, null)).StatusCode);
        var foreign = await app.Given.School();
        var stranger = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, foreign.Directorate));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Review(plan.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Review(plan.Id)}", new { plan.Version, Answers = new Dictionary<int, object>() })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(foreign.Head)).Api.PutAsJsonAsync($"/api/classes/structure/lines/{plan.Lines[0].Id}", new { Version = 0, Pupils = 1, Classes = 1 })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Open(Links.Structures)).Status);
        var json = await head.Api.GetFromJsonAsync<JsonElement>("/api" + Links.Structure);
        Assert.Equal(Given.Year + 1, json.GetProperty("year").GetInt32());
    }

    [Theory, InlineData("ar", "البنية التربوية"), InlineData("fr", "Structure pédagogique"), InlineData("en", "Educational structure")]
    public async Task Both_pages_speak_the_reader_s_language(string language, string title)
    {
        var school = await app.Given.School();
        await app.Crowd(school, "1AC", 3, EnrollmentKind.New);
        var head = await app.SignIn(school.Head, language);
        await (await head.Open(Links.Structure)).Submit();
        var page = await head.Open(Links.Structure);
        Assert.StartsWith(title, page.Heading, StringComparison.Ordinal);
        Assert.DoesNotContain("classes.", page.Text, StringComparison.Ordinal);
        await page.SubmitForm($"form[action='{Links.Send}']", null, false);
        var review = await (await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, school.Directorate), language)).Open(Links.Review((await Plan(school)).Id));
        Assert.Equal(HttpStatusCode.OK, review.Status);
        Assert.DoesNotContain("classes.", review.Text, StringComparison.Ordinal);
    }

    private Task<Structure> Plan(GivenSchool school) => app.Read(async db =>
    {
        var plan = await db.Structures.AsNoTracking().Include(s => s.Lines).SingleAsync(s => s.SchoolId == school.Id);
        plan.Lines.Sort((a, b) => string.CompareOrdinal(a.LevelCode, b.LevelCode));
        return plan;
    });

    private Destinations Rule(IEnumerable<(string Level, string Stream)> offers)
    {
        var (levels, streams) = app.Read(async db => (await db.Levels.OrderBy(l => l.Order).ToListAsync(), await db.StudyStreams.ToListAsync())).GetAwaiter().GetResult();
        return new Destinations(1, levels, streams, offers.Select(o => new Offer(1, o.Level, o.Stream)).ToHashSet(), new Dictionary<string, int>());
    }

    private static IEnumerable<Standing> Sitting(string level, int pupils, string? decision, string stream = "") =>
        Enumerable.Range(1, pupils).Select(i => new Standing(i, i, level, stream, EnrollmentState.Active, decision));
}

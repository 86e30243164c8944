using System.Net;
using System.Net.Http.Json;
using System.Text;
using Massar.Features.Mobility;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Mobility;

/// <summary>What the last three years say of somebody's points (MOV-9): counts and barriers in words, from what was imported and from published runs.</summary>
public sealed class ChanceTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("fr"), InlineData("ar")]
    public async Task Counts_of_years_and_barriers_in_words_no_data_said_plainly_and_nothing_of_others(string language)
    {
        var movement = await Movement.Open(app);
        var points = await Points(movement);
        foreach (var (back, barrier) in new[] { (1, points + 17), (2, points - 11), (3, points + 9) })
            await Keep(movement, movement.Others[0], Given.Year - back, barrier);
        await Keep(movement, movement.Others[1], Given.Year - 2, points);
        var me = await app.SignIn(movement.Teacher, language);
        await movement.Wish(me, movement.Others[0], movement.Others[1], movement.Others[2]);

        // Led to from the wish form, with and without script.
        Assert.NotNull((await me.Open(movement.Apply)).Find($"a[href='{Links.Chances(movement.Campaign.Id)}']"));
        var page = await me.Open(Links.Chances(movement.Campaign.Id));
        Assert.True(page.Says(Words.All.Say(language, "mobility.chances.sum", Text(points), 1, 3)), page.Text);
        Assert.True(page.Says(Words.All.Say(language, "mobility.chances.year.Short", $"{Given.Year - 1}-{Given.Year}", Text(points + 17))));
        Assert.True(page.Says(Words.All.Say(language, "mobility.chances.year.Equal", $"{Given.Year - 2}-{Given.Year - 1}", Text(points))));
        Assert.True(page.Says(Words.All.Say(language, "mobility.chances.no-data")) && page.Says("Liste de l'académie"));
        Assert.DoesNotContain("%", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("mobility.", page.Text, StringComparison.Ordinal);

        // A post not chosen yet: by htmx from the list, by its code without script, and as JSON.
        var lines = await me.Open($"{Links.Chances(movement.Campaign.Id)}/lines?Place={movement.Others[0].Id}", htmx: true);
        Assert.True(lines.Says(Words.All.Say(language, "mobility.chances.sum", Text(points), 1, 3)), lines.Text);
        var asked = await me.Open($"{Links.Chances(movement.Campaign.Id)}?code={movement.Others[3].Place.Code}");
        Assert.True(asked.Says(Words.All.Say(language, "mobility.chances.no-data")));
        Assert.True((await me.Open($"{Links.Chances(movement.Campaign.Id)}?code=99999Z")).Says(Words.All.Say(language, "mobility.chances.unknown")));
        var json = await (await me.Api.GetAsync($"/api{Links.Chances(movement.Campaign.Id)}")).Content.ReadAsStringAsync();
        Assert.Contains("\"known\":3", json, StringComparison.Ordinal);
        var statements = await MassarApp.StatementsOf(async () => await me.Open(Links.Chances(movement.Campaign.Id)));
        Assert.True(statements.Count <= 9, string.Join("\n\n", statements));
        var stranger = await Movement.Open(app);
        Assert.Equal(HttpStatusCode.NotFound, (await me.Open(Links.Chances(stranger.Campaign.Id))).Status);
    }

    [Fact]
    public async Task A_published_run_goes_before_what_was_imported_and_priorities_are_no_comparison()
    {
        var movement = await Movement.Open(app);
        var points = await Points(movement);
        await Keep(movement, movement.Others[0], Given.Year - 1, points + 50);
        await app.Write(async db =>
        {
            var former = new Campaign
            {
                CategoryCode = "REGIONAL",
                SchoolYearId = Given.Year - 1,
                NameAr = "حركة سابقة",
                NameFr = "Mouvement passé",
                Scope = CampaignScope.Regional,
                PlaceId = movement.Campaign.PlaceId,
                PlacePath = movement.Campaign.PlacePath,
                Grades = "PES_",
                OpensOn = Movement.Today.AddYears(-1),
                ClosesOn = Movement.Today.AddYears(-1),
                ContestsUntil = Movement.Today.AddYears(-1),
                DirectorateFrom = Movement.Today.AddYears(-1),
                DirectorateUntil = Movement.Today.AddYears(-1),
                AcademyFrom = Movement.Today.AddYears(-1),
                AcademyUntil = Movement.Today.AddYears(-1),
                CountedOn = Movement.Today.AddYears(-1),
                MaxWishes = 3,
                WishKind = WishKind.School,
                MinimumYears = 2,
                CorrectionDays = 5,
                State = CampaignState.Announced,
                Confidence = "to confirm",
            };
            db.Campaigns.Add(former);
            await db.SaveChangesAsync();
            var run = new AssignmentRun { CampaignId = former.Id, Number = 1, PlaceId = former.PlaceId, AskedByAccountId = movement.Officer.AccountId, AskedAt = DateTime.UtcNow.AddDays(-9), Salt = new byte[16] };
            run.PlanFor(DateTime.UtcNow.AddDays(-1), movement.AcademyOfficer.AccountId);
            db.AssignmentRuns.Add(run);
            await db.SaveChangesAsync();
            foreach (var (school, i, rank) in new[] { (movement.Others[0], 1, MovementInputs.NoPriority), (movement.Others[1], 2, 1) })
                db.RunPosts.Add(new RunPost { RunId = run.Id, Number = i, PlaceId = school.Id, PlacePath = school.Place.Path, GroupCode = Group, Vacant = 1, Left = 0, Arrived = 1, BarrierClass = rank, BarrierPoints = points - 5 });
            await db.SaveChangesAsync();
        });
        var me = await app.SignIn(movement.Teacher, "fr");
        await movement.Wish(me, movement.Others[0], movement.Others[1]);

        var page = await me.Open(Links.Chances(movement.Campaign.Id));

        var year = $"{Given.Year - 1}-{Given.Year}";
        Assert.True(page.Says(Words.All.Say("fr", "mobility.chances.year.Enough", year, Text(points - 5))), page.Text);
        Assert.True(page.Says(Words.All.Say("fr", "mobility.chances.year.Priority", year, Text(points - 5))), page.Text);
        Assert.True(page.Says(Words.All.Say("fr", "mobility.chances.not-comparable")));
    }

    [Fact]
    public async Task Barriers_are_brought_in_from_a_sheet_and_wrong_lines_come_back_as_typed()
    {
        var movement = await Movement.Open(app);
        var elsewhere = await app.Given.School();
        var officer = await app.SignIn(movement.AcademyOfficer, "fr");
        var (good, bad) = ($"{Given.Year - 1} ; {movement.Others[0].Place.Code} ; {Group} ; 131,5 ; 4", $"{Given.Year - 1} ; {elsewhere.Place.Code} ; {Group} ; 120 ;");

        var refused = await (await officer.Open(Links.Barriers)).SubmitForm("#import", null, false, ("Category", "REGIONAL"), ("Source", "Note 12"), ("Confidence", "likely"), ("Rows", $"{good}\n{bad}\n20x4 ; A ; B ; 1 ;"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.True(refused.Says(Words.All.Say("fr", "mobility.barriers.wrong.place")) && refused.Says(Words.All.Say("fr", "mobility.barriers.wrong.year")) && refused.Body.Contains("20x4", StringComparison.Ordinal), refused.Text);
        Assert.Equal(0, await Kept());

        var sheet = Encoding.UTF8.GetBytes($"Année;Lieu;Groupe;Points;Admis\n{Given.Year - 1};{movement.Others[0].Place.Code};{Group};131,5;4\n{Given.Year - 2};{movement.Others[1].Place.Code};{Group};98;\n");
        var saved = await (await officer.Open(Links.Barriers)).Upload("#import", "File", "barriers.csv", sheet, "text/csv", ("Category", "REGIONAL"), ("Source", "Note 12"), ("Confidence", "likely"));
        Assert.True(await Kept() == 2, saved.Text);
        var again = await officer.Api.PostAsJsonAsync($"/api{Links.Barriers}", new { category = "REGIONAL", source = "Note 13", confidence = "sure", rows = good.Replace("131,5", "140", StringComparison.Ordinal) });
        Assert.True(again.IsSuccessStatusCode, await again.Content.ReadAsStringAsync());
        Assert.Equal((2, 140m), (await Kept(), await app.Read(db => db.PostBarriers.Where(b => b.PlaceId == movement.Others[0].Id).Select(b => b.Points).SingleAsync())));
        Assert.Equal(HttpStatusCode.OK, (await officer.Get(Links.BarriersFile("xlsx"))).StatusCode);
        // The national movement's figures are the ministry's.
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Api.PostAsJsonAsync($"/api{Links.Barriers}", new { category = "TEACHING", source = "Note 13", confidence = "sure", rows = good })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(movement.Teacher)).Api.GetAsync($"/api{Links.Barriers}")).StatusCode);

        Task<int> Kept() => app.Read(db => db.PostBarriers.CountAsync(b => b.PlacePath.StartsWith(movement.Campaign.PlacePath)));
    }

    private const string Group = "PES";

    private static string Text(decimal points) => Massar.Infrastructure.Text.Formats.Number(points, decimal.IsInteger(points) ? 0 : 2);

    private async Task<decimal> Points(Movement movement) =>
        (await (await app.SignIn(movement.Teacher)).Api.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api{Links.Chances(movement.Campaign.Id)}")).GetProperty("points").GetDecimal();

    private Task Keep(Movement movement, GivenSchool school, int year, decimal points) => app.Write(async db =>
    {
        db.PostBarriers.Add(new PostBarrier { Year = year, CategoryCode = movement.Campaign.CategoryCode, PlaceId = school.Id, PlacePath = school.Place.Path, GroupCode = Group, Points = points, Source = "Liste de l'académie", Confidence = "likely" });
        await db.SaveChangesAsync();
    });
}

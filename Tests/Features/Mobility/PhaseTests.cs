using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Massar.Features.Mobility;
using Massar.Features.Mobility.Domain;
using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Mobility;

/// <summary>The phases of one year, one after another: national, regional, local, surplus and shortage (MOV-2, MOV-3, MOV-7, workflow 4.19). Each test has school years of its own.</summary>
public sealed class PhaseTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_phase_waits_for_the_one_before_takes_its_posts_over_once_and_leaves_out_who_moved()
    {
        const int Year = 2083;
        var (school, other) = (await app.Given.School(), default(GivenSchool)!);
        other = await app.Given.School(inProvinceOf: school);
        var (teacher, colleague) = (await app.Given.Person(Roles.Teacher, school.Place), await app.Given.Person(Roles.Teacher, school.Place));
        var national = await National(school, Year);
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, school.Academy), "fr");

        var early = await Open(ministry, "REGIONAL", Year, school.Academy.Code, "Announced");
        Assert.Equal(HttpStatusCode.Conflict, early.Status);
        Assert.True(early.Says(national.NameFr), early.Text);
        Assert.Equal(0, await app.Read(db => db.Campaigns.CountAsync(c => c.SchoolYearId == Year && c.CategoryCode == "REGIONAL")));
        Assert.NotEqual(HttpStatusCode.Conflict, (await Open(ministry, "REGIONAL", Year, school.Academy.Code, "Draft")).Status);

        // Two seats stay at one school; the other's are taken. The teacher moved.
        var run = await Publish(national, teacher, from: school, to: other, [(school, 2, 1, 1), (other, 1, 0, 1)]);
        var draft = await app.Read(db => db.Campaigns.AsNoTracking().SingleAsync(c => c.SchoolYearId == Year && c.CategoryCode == "REGIONAL"));
        Assert.Equal(national.Id, draft.FollowsId);
        var form = await ministry.Open(Links.Opening(draft.Id));
        Assert.True(form.Find("#follows")!.TextContent.Contains(national.NameFr, StringComparison.Ordinal));
        await form.Submit(("State", "Announced"));
        var posts = await app.Read(db => db.VacantPosts.AsNoTracking().Where(p => p.CampaignId == draft.Id).ToListAsync());
        Assert.Equal([(school.Id, "PES", 2, 2)], posts.Select(p => (p.PlaceId, p.GroupCode, p.Seats, p.Carried)));
        Assert.Equal([(run, school.Id, draft.Id, 2)], (await app.Read(db => db.CarriedPosts.AsNoTracking().Where(p => p.RunId == run).ToListAsync())).Select(p => (p.RunId, p.PlaceId, p.CampaignId, p.Seats)));

        // Saved again, nothing is carried twice; who moved is told so, a colleague may ask.
        await (await ministry.Open(Links.Opening(draft.Id))).Submit(("NameFr", "Phase régionale"));
        Assert.Equal(2, await app.Read(db => db.VacantPosts.Where(p => p.CampaignId == draft.Id).SumAsync(p => p.Seats)));
        await app.Write(db => db.Campaigns.Where(c => c.Id == draft.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.OpensOn, Movement.Today.AddDays(-1))));
        var moved = await app.SignIn(teacher, "fr");
        Assert.True((await moved.Open(Links.Apply(draft.Id))).Says(national.NameFr));
        Assert.Equal(HttpStatusCode.Conflict, (await Wish(moved, draft.Id, other)).StatusCode);
        Assert.True((await Wish(await app.SignIn(colleague), draft.Id, other)).IsSuccessStatusCode);

        // Behind the back of a later phase nothing opens.
        var late = await Open(ministry, "TEACHING", Year, null, "Announced");
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
    }

    [Fact]
    public async Task A_phase_that_is_not_held_says_why_and_lets_the_next_one_open()
    {
        const int Year = 2084;
        var school = await app.Given.School();
        var national = await National(school, Year);
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, school.Academy), "fr");

        var silent = await (await ministry.Open(Links.Opening(national.Id))).Submit(("State", "NotHeld"), ("NotHeldReason", "non"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "non"), (silent.Status, silent.ValueOf("NotHeldReason")));
        Assert.NotNull(silent.ErrorOf("NotHeldReason"));
        await silent.Submit(("NotHeldReason", "Aucun poste à l'échelle nationale cette année"));
        await Open(ministry, "LOCAL", Year, school.Directorate.Code, "Announced");

        var local = await app.Read(db => db.Campaigns.AsNoTracking().SingleAsync(c => c.SchoolYearId == Year && c.CategoryCode == "LOCAL"));
        Assert.Equal((CampaignState.Announced, national.Id), (local.State, local.FollowsId));
        Assert.True((await ministry.Open(Links.Opening(local.Id))).Says(Words.All.Say("fr", "mobility.phase.not-held")));
    }

    /// <summary>MOV-2: one engine, a parameter file for each movement as data of the year.</summary>
    [Fact]
    public async Task Every_category_of_the_ministrys_list_opens_with_its_own_parameters()
    {
        var school = await app.Given.School();
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, school.Academy), "fr");
        var codes = await app.Read(db => db.Nomenclatures.Where(n => n.List == MovementCategories.List).OrderBy(n => n.Order).Select(n => n.Code).ToListAsync());
        Assert.True(codes.Count >= 12);
        Assert.Equal(codes.Order(), MovementCategories.Grades.Keys.Order());

        foreach (var (code, i) in codes.Select((c, i) => (c, i)))
        {
            var place = MovementCategories.ScopeOf(code) switch { CampaignScope.Regional => school.Academy.Code, CampaignScope.Local => school.Directorate.Code, _ => null };
            var saved = await Open(ministry, code, 2085 + i, place, "Announced");
            Assert.True(saved.Address.StartsWith(Links.Openings, StringComparison.Ordinal) && saved.Status == HttpStatusCode.OK, $"{code}: {saved.Status} {saved.Text}");
        }

        var opened = await app.Read(db => db.Campaigns.AsNoTracking().Where(c => c.SchoolYearId >= 2085 && c.SchoolYearId < 2085 + codes.Count).ToListAsync());
        Assert.Equal(codes.Order(), opened.Select(c => c.CategoryCode).Order());
        Assert.All(opened, c => Assert.Equal(CampaignState.Announced, c.State));
    }

    /// <summary>MOV-3: directorate, then academy, then the ministry where the campaign says so, by three people.</summary>
    [Fact]
    public async Task Where_the_ministry_has_a_word_a_third_person_gives_it_and_nothing_runs_before()
    {
        var movement = await Movement.Open(app);
        await app.Write(db => db.Campaigns.Where(c => c.Id == movement.Campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.MinistryFrom, Movement.Today.AddDays(-1)).SetProperty(c => c.MinistryUntil, Movement.Today.AddDays(40))));
        var id = await movement.Send();
        var (province, academy, ministry) = (await app.SignIn(movement.Officer, "fr"), await app.SignIn(movement.AcademyOfficer, "fr"), await app.SignIn(await app.Given.Person(Roles.Ministry, movement.School.Academy), "fr"));

        await (await province.Open(Links.Request(id))).SubmitForm("#validate", null, false);
        Assert.Equal(HttpStatusCode.NotFound, (await ministry.Open(Links.Request(id))).Status);
        await (await academy.Open(Links.Request(id))).SubmitForm("#validate", null, false);
        Assert.Equal(RequestState.AcademyValidated, (await movement.Read(id)).State);
        await app.Write(db => db.Campaigns.Where(c => c.Id == movement.Campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.ClosesOn, Movement.Today.AddDays(-1))));
        Assert.Equal(HttpStatusCode.Conflict, (await academy.Api.PostAsJsonAsync($"/api{Links.Run(movement.Campaign.Id)}", new { reason = "" })).StatusCode);

        var page = await ministry.Open(Links.Request(id));
        Assert.True(page.Says("La demande attend le ministère"), page.Text);
        Assert.Single((await ministry.Open($"{Links.Requests}?Q={await Ppr(movement.Teacher)}")).All("tbody tr"));
        await page.SubmitForm("#validate", null, false);
        Assert.Equal(RequestState.MinistryValidated, (await movement.Read(id)).State);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == movement.Teacher.AccountId && n.Template == "notices.mobility.validated-ministry")));
        Assert.True((await academy.Api.PostAsJsonAsync($"/api{Links.Run(movement.Campaign.Id)}", new { reason = "" })).IsSuccessStatusCode);
    }

    /// <summary>MOV-7: who is named as surplus is called in with the rule, ranks short posts, and without a wish is placed on the nearest one by the same engine and checker.</summary>
    [Fact]
    public async Task Surplus_staff_are_called_in_by_rule_wish_among_short_posts_and_are_placed()
    {
        var school = await app.Given.School();
        GivenSchool[] shorts = [await app.Given.School(inProvinceOf: school), await app.Given.School(inProvinceOf: school)];
        var full = await app.Given.School(inProvinceOf: school);
        var second = await app.Given.School(inProvinceOf: school);
        var (chooser, silent, spared) = (await app.Given.Person(Roles.Teacher, school.Place), await app.Given.Person(Roles.Teacher, second.Place), await app.Given.Person(Roles.Teacher, school.Place));
        var campaign = await Campaign("SURPLUS", Given.Year, CampaignScope.Local, school.Directorate.Id, school.Directorate.Path);
        await app.Write(async db =>
        {
            foreach (var (person, place) in new[] { (chooser, school), (silent, second) })
                db.FlagCases.Add(Surplus(person, place));
            foreach (var place in shorts)
                db.VacantPosts.Add(new VacantPost { CampaignId = campaign.Id, PlaceId = place.Id, PlacePath = place.Place.Path, GroupCode = "PES", Seats = 1 });
            await db.SaveChangesAsync();
        });
        var (asker, publisher) = (await app.Given.Person(Roles.AcademyMobility, school.Academy), await app.Given.Person(Roles.AcademyMobility, school.Academy));
        var office = await app.SignIn(asker, "fr");

        await (await office.Open(Links.Surplus(campaign.Id))).SubmitForm("#call", null, false);
        var called = await office.Open(Links.Surplus(campaign.Id));
        Assert.Equal(2, called.All("tbody tr").Count);
        Assert.True(called.Says(Words.All.Say("fr", "mobility.surplus.by.points")));
        Assert.Equal(2, await app.Read(db => db.Notices.CountAsync(n => (n.AccountId == chooser.AccountId || n.AccountId == silent.AccountId) && n.Template == "notices.mobility.surplus")));
        await (await office.Open(Links.Surplus(campaign.Id))).SubmitForm("#call", null, false);
        Assert.Equal(2, await app.Read(db => db.MovementRequests.CountAsync(r => r.CampaignId == campaign.Id)));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(await app.Given.Person(Roles.HrManager, school.Directorate))).Api.GetAsync($"/api{Links.Surplus(campaign.Id)}")).StatusCode);

        // Wishes among short posts only; neither withdrawn nor open to others.
        var mine = await app.SignIn(chooser, "fr");
        Assert.Equal(HttpStatusCode.BadRequest, (await Wish(mine, campaign.Id, full, await Version(campaign.Id, chooser))).StatusCode);
        var wished = await Wish(mine, campaign.Id, shorts[1], await Version(campaign.Id, chooser));
        Assert.True(wished.IsSuccessStatusCode, await wished.Content.ReadAsStringAsync());
        Assert.Contains("/receipt", (await (await mine.Open(Links.Submit(campaign.Id))).Submit()).Address, StringComparison.Ordinal);
        var id = await app.Read(db => db.MovementRequests.Where(r => r.CampaignId == campaign.Id && r.EmployeeId == chooser.EmployeeId).Select(r => r.Id).SingleAsync());
        var show = await mine.Open(Links.Request(id));
        Assert.NotNull(show.Find("#obliged"));
        Assert.Null(show.Find("#withdraw"));
        Assert.Equal(HttpStatusCode.Conflict, (await Wish(await app.SignIn(spared), campaign.Id, shorts[0])).StatusCode);
        Assert.DoesNotContain(Links.Apply(campaign.Id), (await (await app.SignIn(spared)).Open(Links.Campaigns)).Body, StringComparison.Ordinal);

        await app.Write(db => db.Campaigns.Where(c => c.Id == campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.ClosesOn, Movement.Today.AddDays(-1))));
        Assert.True((await office.Api.PostAsJsonAsync($"/api{Links.Run(campaign.Id)}", new { reason = "" })).IsSuccessStatusCode);
        var run = await app.Read(db => db.AssignmentRuns.Where(r => r.CampaignId == campaign.Id).Select(r => r.Id).SingleAsync());
        Assert.Equal(1, await app.RunWork(AssignmentRun.WorkKey(run)));
        await app.Write(db => db.AssignmentRuns.Where(r => r.Id == run).ExecuteUpdateAsync(s => s.SetProperty(r => r.PublishAt, DateTime.UtcNow.AddMinutes(-1)).SetProperty(r => r.PublishedByAccountId, publisher.AccountId)));
        var results = await app.Read(db => db.RunOutcomes.AsNoTracking().Where(o => o.RunId == run).ToDictionaryAsync(o => o.EmployeeId, o => o.ToPlaceId));
        Assert.Equal((shorts[1].Id, shorts[0].Id), (results[chooser.EmployeeId!.Value], results[silent.EmployeeId!.Value]));
        Assert.Equal((RunState.Done, 0), await app.Read(db => db.AssignmentRuns.Where(r => r.Id == run).Select(r => ValueTuple.Create(r.State, r.Findings)).SingleAsync()));
        Assert.True((await (await app.SignIn(silent, "fr")).Open(Links.Result(campaign.Id))).Says(Words.All.Say("fr", "mobility.result.by-rule")));
        // The seat left is one too many: it is no post of the result.
        Assert.Equal(0, await app.Read(db => db.RunPosts.CountAsync(p => p.RunId == run && (p.PlaceId == school.Id || p.PlaceId == second.Id))));
    }

    [Fact]
    public void The_seat_of_who_is_in_surplus_is_given_to_nobody_and_the_run_replays_byte_for_byte()
    {
        FrozenParticipant Person(long id, int place, string commune, int points, bool surplus, params (int Place, string Path)[] wishes) => new(
            id, id, place, $"/1/2/3/{commune}/{place}/", place, $"/1/2/3/{commune}/{place}/", "COL-MATH", MovementInputs.NoPriority, points,
            new TieBreak(new DateOnly(2015, 9, 1), new DateOnly(2010, 9, 1), new DateOnly(1980, 1, 1)), $"{id}", [.. wishes.Select(w => new FrozenWish(w.Place, w.Path))])
        { IsSurplus = surplus };
        (int PlaceId, string Path, string Code)[] posts = [(30, "/1/2/3/8/30/", "B"), (20, "/1/2/3/7/20/", "A"), (40, "/1/2/3/8/40/", "A")];
        var nearest = SurplusRule.Nearest("/1/2/3/8/10/", posts).ToArray();
        Assert.Equal([40, 30, 20], nearest.Select(p => p.PlaceId));
        var movement = new FrozenMovement(1, [new FrozenPost(40, "/1/2/3/8/40/", "COL-MATH", 1), new FrozenPost(30, "/1/2/3/8/30/", "COL-MATH", 1)],
        [
            Person(1, 10, "8", 50, true, nearest), Person(2, 10, "8", 90, true, nearest),
            Person(3, 50, "8", 99, false, (10, "/1/2/3/8/10/")),
        ]);

        var run = RunDesk.Compute(movement, new byte[16]);

        Assert.True(run.Check.Holds, string.Join('\n', run.Check.Findings));
        Assert.Equal(run.ResultFile, RunDesk.Compute(movement, new byte[16]).ResultFile);
        var to = RunDesk.OutcomesOf(1, run).ToDictionary(o => o.EmployeeId, o => o.ToPlaceId);
        Assert.Equal((30, 40, 50), (to[1], to[2], to[3]));
        Assert.DoesNotContain(RunDesk.PostsOf(1, run), p => p.GroupCode.EndsWith('*'));

        // Fewest points leave first, or the newest in the post, as the year says.
        SurplusPerson Weighed(long id, decimal points, int since) => new(id, $"{id}", id, 10, "COL-MATH", points, new TieBreak(new DateOnly(since, 9, 1), new DateOnly(2010, 9, 1), new DateOnly(1980, 1, 1)));
        SurplusPerson[] people = [Weighed(1, 20, 2020), Weighed(2, 30, 2024), Weighed(3, 40, 2012)];
        Assert.Equal([1L], SurplusRule.Leaving(people, 0, SurplusRule.ByPoints).Select(p => p.EmployeeId));
        Assert.Equal([2L, 1L], SurplusRule.Leaving(people, 2, SurplusRule.ByPost).Select(p => p.EmployeeId));
    }

    [Fact]
    public async Task No_post_is_taken_over_twice_and_what_was_taken_back_may_be_taken_over_again()
    {
        const int Year = 2071;
        var school = await app.Given.School();
        var other = await app.Given.School(inProvinceOf: school);
        var national = await National(school, Year);
        var run = await Publish(national, await app.Given.Person(Roles.Teacher, school.Place), from: school, to: other, [(school, 2, 0, 0)]);
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, school.Academy), "fr");
        Task<List<(int, int)>> Taken() => app.Read(async db => (await db.VacantPosts.Where(p => p.PlaceId == school.Id && db.Campaigns.Any(c => c.Id == p.CampaignId && c.SchoolYearId == Year)).ToListAsync()).ConvertAll(p => (p.CampaignId, p.Seats)));
        async Task<int> Regional()
        {
            await Open(ministry, "REGIONAL", Year, school.Academy.Code, "Announced");
            return await app.Read(db => db.Campaigns.Where(c => c.SchoolYearId == Year && c.CategoryCode == "REGIONAL").MaxAsync(c => c.Id));
        }

        var (first, second) = (await Regional(), await Regional());
        Assert.NotEqual(first, second);
        Assert.Equal([(first, 2)], await Taken());

        // The first is called off: it gives back, and whichever is announced next has the seats.
        await (await ministry.Open(Links.Opening(first))).Submit(("State", "Cancelled"));
        Assert.Equal((0, 0), (await app.Read(db => db.CarriedPosts.CountAsync(p => p.RunId == run)), (await Taken()).Count));
        var third = await Regional();
        Assert.Equal([(third, 2)], await Taken());

        // What was published, and taken over, is neither called off nor moved into another year.
        foreach (var change in (string[][])[["State", "Cancelled"], ["State", "Draft"], ["SchoolYear", "2072"]])
            Assert.Equal(HttpStatusCode.Conflict, (await (await ministry.Open(Links.Opening(national.Id))).Submit((change[0], change[1]))).Status);
        Assert.Equal((CampaignState.Announced, Year), await app.Read(db => db.Campaigns.Where(c => c.Id == national.Id).Select(c => ValueTuple.Create(c.State, c.SchoolYearId)).SingleAsync()));
    }

    [Fact]
    public async Task Two_surplus_movements_of_one_year_and_territory_are_not_announced_beside_one_another()
    {
        const int Year = 2077;
        var school = await app.Given.School();
        await Campaign("SURPLUS", Year, CampaignScope.Local, school.Directorate.Id, school.Directorate.Path);
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, school.Academy), "fr");

        Assert.Equal(HttpStatusCode.Conflict, (await Open(ministry, "SURPLUS", Year, school.Directorate.Code, "Announced")).Status);
        Assert.Equal(1, await app.Read(db => db.Campaigns.CountAsync(c => c.SchoolYearId == Year && c.CategoryCode == "SURPLUS")));
    }

    [Fact]
    public async Task Seats_that_a_later_phase_had_typed_in_by_hand_are_free_nowhere_else()
    {
        const int Year = 2078;
        var school = await app.Given.School();
        var other = await app.Given.School(inProvinceOf: school);
        var national = await National(school, Year);
        var run = await Publish(national, await app.Given.Person(Roles.Teacher, school.Place), from: school, to: other, [(school, 2, 0, 0)]);
        Task<List<FreeSeat>> Free() => app.Read(db => new PhaseDesk(db).Free(run, "PES", other.Id, default));
        Assert.Single(await Free());

        await Campaign("LOCAL", Year, CampaignScope.Local, school.Directorate.Id, school.Directorate.Path);
        Assert.Empty(await Free());
    }

    [Fact]
    public async Task Every_earlier_phase_counts_and_a_phase_moved_into_another_year_is_looked_at_again()
    {
        const int Year = 2073, Next = 2074;
        var school = await app.Given.School();
        var (primary, secondary) = (await Campaign("REGIONAL", Year, CampaignScope.Regional, school.Academy.Id, school.Academy.Path), await Campaign("REGIONAL", Year, CampaignScope.Regional, school.Academy.Id, school.Academy.Path));
        await app.Write(db => db.Campaigns.Where(c => c.Id == primary.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Grades, "PEP_")));
        await app.Write(db => db.Campaigns.Where(c => c.Id == secondary.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Grades, "PES_;AGR_")));
        await Publish(secondary, await app.Given.Person(Roles.Teacher, school.Place), from: school, to: school, [(school, 1, 0, 0)]);
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, school.Academy), "fr");

        // The last one is out; the one of the other teachers is not.
        Assert.Equal(HttpStatusCode.Conflict, (await Open(ministry, "LOCAL", Year, school.Directorate.Code, "Announced")).Status);
        Assert.Equal(0, await app.Read(db => db.Campaigns.CountAsync(c => c.SchoolYearId == Year && c.CategoryCode == "LOCAL")));

        // Announced where nothing comes before it, it cannot be moved behind phases that are not out.
        await Open(ministry, "LOCAL", Next, school.Directorate.Code, "Announced");
        var local = await app.Read(db => db.Campaigns.AsNoTracking().SingleAsync(c => c.SchoolYearId == Next && c.CategoryCode == "LOCAL"));
        Assert.Equal((CampaignState.Announced, (int?)null), (local.State, local.FollowsId));
        Assert.Equal(HttpStatusCode.Conflict, (await (await ministry.Open(Links.Opening(local.Id))).Submit(("SchoolYear", $"{Year}"))).Status);
        await Publish(primary, await app.Given.Person(Roles.Teacher, school.Place), from: school, to: school, []);
        await (await ministry.Open(Links.Opening(local.Id))).Submit(("SchoolYear", $"{Year}"));
        Assert.Equal((Year, secondary.Id), await app.Read(db => db.Campaigns.Where(c => c.Id == local.Id).Select(c => ValueTuple.Create(c.SchoolYearId, c.FollowsId!.Value)).SingleAsync()));
        Assert.Equal([(school.Id, 1)], (await app.Read(db => db.VacantPosts.Where(p => p.CampaignId == local.Id).ToListAsync())).Select(p => (p.PlaceId, p.Seats)));
    }

    [Fact]
    public async Task What_decides_who_takes_part_stays_once_requests_are_sent_and_a_state_is_chosen_by_its_name()
    {
        var movement = await Movement.Open(app);
        await app.Write(db => db.Campaigns.Where(c => c.Id == movement.Campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.MinistryFrom, Movement.Today.AddDays(-1)).SetProperty(c => c.MinistryUntil, Movement.Today.AddDays(40))));
        await movement.Send();
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, movement.School.Academy), "fr");

        Assert.Equal(HttpStatusCode.Conflict, (await (await ministry.Open(Links.Opening(movement.Campaign.Id))).Submit(("MinistryFrom", ""), ("MinistryUntil", ""))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await (await ministry.Open(Links.Opening(movement.Campaign.Id))).Submit(("SchoolYear", $"{Given.Year + 1}"))).Status);
        Assert.NotNull(await app.Read(db => db.Campaigns.Where(c => c.Id == movement.Campaign.Id).Select(c => c.MinistryFrom).SingleAsync()));

        // "3" is "not held" by its number, and would need no reason.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Open(ministry, "TEACHING", 2075, null, "3")).Status);
        Assert.Equal(0, await app.Read(db => db.Campaigns.CountAsync(c => c.SchoolYearId == 2075)));
    }

    [Fact]
    public async Task Who_got_a_post_elsewhere_or_left_his_school_is_in_no_run_and_his_old_seat_is_not_given()
    {
        const int Year = 2076;
        var school = await app.Given.School();
        var other = await app.Given.School(inProvinceOf: school);
        GivenPerson[] people = [await app.Given.Person(Roles.Teacher, school.Place), await app.Given.Person(Roles.Teacher, school.Place), await app.Given.Person(Roles.Teacher, school.Place)];
        var local = await Campaign("LOCAL", Year, CampaignScope.Local, school.Directorate.Id, school.Directorate.Path);
        // Another movement of the year, not of the same chain.
        var health = await Campaign("HEALTH", Year, CampaignScope.Local, school.Directorate.Id, school.Directorate.Path);
        await app.Write(async db =>
        {
            foreach (var person in people)
            {
                var request = new MovementRequest { CampaignId = local.Id, EmployeeId = person.EmployeeId!.Value, PlaceId = school.Id, PlacePath = school.Place.Path, GradeCode = "PES_QUA_1", StateSince = DateTime.UtcNow, Version = 1 };
                db.MovementRequests.Add(request);
                await db.SaveChangesAsync();
                db.Submissions.Add(request.CallIn(local, await new ServiceFiles(db).Of(person.EmployeeId!.Value, local.Id, default) ?? throw new InvalidOperationException(), await Flag(db, person, school, Year), SurplusRule.ByPoints, DateTime.UtcNow));
                await db.SaveChangesAsync();
            }
        });
        await Publish(health, people[0], from: school, to: other, []);
        await app.Write(db => db.Employees.Where(e => e.Id == people[1].EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.PlaceId, other.Id).SetProperty(e => e.PlacePath, other.Place.Path)));

        var frozen = await app.Read(db => new RunDesk(db, new PhaseDesk(db)).Read(local, default));

        Assert.Equal([people[2].EmployeeId!.Value], frozen.Participants.Select(p => p.EmployeeId));
    }

    [Fact]
    public async Task Who_was_called_in_stays_called_until_the_surplus_is_gone_and_is_told_so()
    {
        var school = await app.Given.School();
        GivenPerson[] people = [await app.Given.Person(Roles.Teacher, school.Place), await app.Given.Person(Roles.Teacher, school.Place)];
        var campaign = await Campaign("SURPLUS", Given.Year, CampaignScope.Local, school.Directorate.Id, school.Directorate.Path);
        await app.Write(async db =>
        {
            db.FlagCases.AddRange(people.Select(p => Surplus(p, school)));
            await db.SaveChangesAsync();
        });
        var office = await app.SignIn(await app.Given.Person(Roles.AcademyMobility, school.Academy), "fr");
        Task<HttpResponseMessage> Call() => office.Api.PostAsync(new Uri($"/api{Links.Surplus(campaign.Id)}", UriKind.Relative), null);
        Task<List<long>> Called() => app.Read(db => db.MovementRequests.Where(r => r.CampaignId == campaign.Id && r.FlagCaseId != null).Select(r => r.EmployeeId).ToListAsync());
        Assert.True((await Call()).IsSuccessStatusCode);
        var first = Assert.Single(await Called());
        var chosen = people.Single(p => p.EmployeeId == first);
        var spared = people.Single(p => p != chosen);

        // Now the other one would come first: who was told stays, and nobody is called besides.
        await app.Write(db => db.Employees.Where(e => e.Id == spared.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Ppr, $"00{spared.EmployeeId}")));
        Assert.True((await Call()).IsSuccessStatusCode);
        Assert.Equal([chosen.EmployeeId!.Value], await Called());

        // A wish of a kind the person is not entitled to is refused to the called as to anybody.
        var mine = await app.SignIn(chosen, "fr");
        var kind = await mine.Api.PostAsJsonAsync($"/api{Links.Apply(campaign.Id)}", new { version = await Version(campaign.Id, chosen), @do = "kind", kind = "JoinSpouse" });
        Assert.True(kind.IsSuccessStatusCode, await kind.Content.ReadAsStringAsync());
        var sent = await mine.Api.PostAsJsonAsync($"/api{Links.Submit(campaign.Id)}", new { version = await Version(campaign.Id, chosen) });
        Assert.Contains("mobility.ineligible", await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // The head's answer was returned: he is let go, with a notice, and the other one is called.
        await app.Write(db => db.FlagCases.Where(f => f.EmployeeId == chosen.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(f => f.State, FlagState.Returned)));
        Assert.True((await Call()).IsSuccessStatusCode);
        Assert.Equal([spared.EmployeeId!.Value], await Called());
        Assert.Equal(RequestState.Withdrawn, await app.Read(db => db.MovementRequests.Where(r => r.CampaignId == campaign.Id && r.EmployeeId == chosen.EmployeeId).Select(r => r.State).SingleAsync()));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == chosen.AccountId && n.Template == "notices.mobility.surplus-released")));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == spared.AccountId && n.Template == "notices.mobility.surplus")));
    }

    [Fact]
    public async Task An_office_neither_calls_nor_validates_its_own_family()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        await Family(movement.Teacher, movement.Officer);
        var officer = await app.SignIn(movement.Officer, "fr");
        var page = await (await officer.Open(Links.Request(id))).SubmitForm("#validate", null, false);
        Assert.Equal(RequestState.Submitted, (await movement.Read(id)).State);
        Assert.True(page.Says(Words.All.Say("fr", "mobility.own-request")), page.Text);

        var person = await app.Given.Person(Roles.Teacher, movement.School.Place);
        var campaign = await Campaign("SURPLUS", Given.Year, CampaignScope.Local, movement.School.Directorate.Id, movement.School.Directorate.Path);
        await app.Write(async db =>
        {
            db.FlagCases.Add(Surplus(person, movement.School));
            await db.SaveChangesAsync();
        });
        await Family(person, movement.AcademyOfficer);
        var call = await (await app.SignIn(movement.AcademyOfficer)).Api.PostAsync(new Uri($"/api{Links.Surplus(campaign.Id)}", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Conflict, call.StatusCode);
        Assert.Equal(0, await app.Read(db => db.MovementRequests.CountAsync(r => r.CampaignId == campaign.Id)));
    }

    private Task Family(GivenPerson person, GivenPerson spouse) => app.Write(async db =>
    {
        var cin = await db.Employees.Where(e => e.Id == spouse.EmployeeId).Select(e => e.Cin).SingleAsync();
        db.EmployeeChildren.Add(new Massar.Features.Employees.Domain.EmployeeChild { EmployeeId = person.EmployeeId!.Value, FirstNameAr = "سلمى", BirthDate = new DateOnly(2020, 5, 1), OtherParentCin = cin, LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
        await db.SaveChangesAsync();
    });

    private static async Task<long> Flag(MassarDb db, GivenPerson person, GivenSchool school, int year)
    {
        var flag = Surplus(person, school, year);
        db.FlagCases.Add(flag);
        await db.SaveChangesAsync();
        return flag.Id;
    }

    private Task<string> Ppr(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

    private Task<int> Version(int campaign, GivenPerson person) => app.Read(db => db.MovementRequests.Where(r => r.CampaignId == campaign && r.EmployeeId == person.EmployeeId).Select(r => r.Version).SingleAsync());

    private static async Task<HttpResponseMessage> Wish(Visitor visitor, int campaign, GivenSchool school, int version = 0) =>
        await visitor.Api.PostAsJsonAsync($"/api{Links.Apply(campaign)}", new { version, @do = "add", place = school.Id });

    private static FlagCase Surplus(GivenPerson person, GivenSchool school, int? year = null)
    {
        var (employee, now) = (person.EmployeeId!.Value, MassarApp.Clock.GetUtcNow().UtcDateTime);
        var flag = new StaffFlag(FlagRule.UnderUsed, employee, null, "", "", "", null, null, 24, 0);
        var answered = new FlagCase { SchoolId = school.Id, PlacePath = school.Place.Path, SchoolYearId = year ?? Given.Year, Rule = flag.Rule, FlagKey = flag.Key, EmployeeId = employee, SubjectCode = "" };
        Assert.Null(answered.Answer(flag, new FlagAnswer(SurplusRule.Reason, null, "12/2026", null, null), 1, now));
        Assert.Null(answered.Decide(null, 2, now));
        return answered;
    }

    private static async Task<Page> Open(Visitor ministry, string category, int year, string? place, string state)
    {
        var form = await ministry.Open($"{Links.NewCampaign}?category={category}");
        return await form.Submit(("NameAr", $"حركة {category} {year}"), ("NameFr", $"{category} {year}"), ("SchoolYear", $"{year}"), ("PlaceCode", place ?? ""), ("State", state));
    }

    private Task<Campaign> National(GivenSchool school, int year)
    {
        var root = int.Parse(school.Academy.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
        return Campaign("TEACHING", year, CampaignScope.National, root, $"/{root}/");
    }

    private async Task<Campaign> Campaign(string category, int year, CampaignScope scope, int place, string path)
    {
        var campaign = new Campaign
        {
            CategoryCode = category,
            SchoolYearId = year,
            NameAr = $"حركة {category} {year} {place}",
            NameFr = $"Mouvement {category} {year} {place}",
            Scope = scope,
            PlaceId = place,
            PlacePath = path,
            Grades = "PEP_;PES_;AGR_",
            OpensOn = Movement.Today.AddDays(-30),
            ClosesOn = category == "SURPLUS" ? Movement.Today.AddDays(5) : Movement.Today.AddDays(-10),
            ContestsUntil = Movement.Today.AddDays(-20),
            DirectorateFrom = Movement.Today.AddDays(-30),
            DirectorateUntil = Movement.Today.AddDays(-8),
            AcademyFrom = Movement.Today.AddDays(-30),
            AcademyUntil = Movement.Today.AddDays(-6),
            CountedOn = new DateOnly(Given.Year + 1, 8, 31),
            MaxWishes = 5,
            WishKind = WishKind.School,
            MinimumYears = 0,
            CorrectionDays = 5,
            State = CampaignState.Announced,
            Confidence = "to confirm",
        };
        campaign.Set(PointsTests.Scale());
        await app.Write(async db =>
        {
            db.Campaigns.Add(campaign);
            await db.SaveChangesAsync();
        });
        return campaign;
    }

    private async Task<long> Publish(Campaign campaign, GivenPerson mover, GivenSchool from, GivenSchool to, (GivenSchool School, int Vacant, int Left, int Arrived)[] posts)
    {
        var run = new AssignmentRun { CampaignId = campaign.Id, Number = 1, PlaceId = campaign.PlaceId, AskedByAccountId = 1, AskedAt = DateTime.UtcNow.AddHours(-2), Salt = new byte[16] };
        run.PlanFor(DateTime.UtcNow.AddMinutes(-10), 2);
        await app.Write(async db =>
        {
            db.AssignmentRuns.Add(run);
            await db.SaveChangesAsync();
            foreach (var ((school, vacant, left, arrived), i) in posts.Select((p, i) => (p, i)))
                db.RunPosts.Add(new RunPost { RunId = run.Id, Number = i + 1, PlaceId = school.Id, PlacePath = school.Place.Path, GroupCode = "PES", Vacant = vacant, Left = left, Arrived = arrived });
            db.RunOutcomes.Add(new RunOutcome
            {
                RunId = run.Id,
                EmployeeId = mover.EmployeeId!.Value,
                Number = 1,
                SubmissionId = 0,
                GroupCode = "PES",
                Class = MovementInputs.NoPriority,
                Points = 10,
                PostedOn = new DateOnly(2015, 9, 1),
                RecruitedOn = new DateOnly(2010, 9, 1),
                BirthDate = new DateOnly(1980, 1, 1),
                FromPlaceId = from.Id,
                FromPath = from.Place.Path,
                ToPlaceId = to.Id,
                ToPath = to.Place.Path,
                Wish = 1,
            });
            await db.SaveChangesAsync();
        });
        return run.Id;
    }
}

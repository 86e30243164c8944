using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Guidance;
using Massar.Features.Guidance.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Guidance;

public sealed class GuidanceTests(MassarApp app) : IClassFixture<MassarApp>
{
    /// <summary>Workflow 4.9, every step through the pages of those who take it.</summary>
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_pupil_is_guided_from_the_first_wish_to_next_year_s_list(string language)
    {
        var (college, lycee) = await Schools();
        var taught = await app.Given.Class(college, level: "3AC", pupils: 2);
        await Average(taught, taught.Pupils[0], 14.20m);
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, college.Directorate), language, steppedUp: true);
        var today = MoroccanDay.Today(MassarApp.Clock);

        // The directorate prepares, the receiving head says what there is.
        var planned = await (await director.Open(Links.NewCampaign)).Submit(("Level", "TC"), ("OpensOn", $"{today:yyyy-MM-dd}"), ("ClosesOn", $"{today.AddDays(10):yyyy-MM-dd}"), ("OpinionsUntil", $"{today.AddDays(20):yyyy-MM-dd}"));
        var campaign = await app.Read(db => db.GuidanceCampaigns.Where(c => c.PlaceId == college.Directorate.Id).Select(c => c.Id).SingleAsync());
        Assert.Equal(Links.Campaign(campaign), planned.Address);
        var host = await app.SignIn(lycee.Head, language);
        await (await (await host.Open(Links.Classes)).Follow(Links.SchoolSeats(campaign, lycee.Id))).Submit(("Seats-TCS", "40"), ("Former-TCS", "13,05"), ("Seats-TCLSH", "30"));
        Assert.True((await director.Open(Links.Seats(campaign))).Says("70"));
        await (await director.Open(Links.Campaign(campaign))).SubmitForm($"form[action='{Links.Step(campaign, "announce")}']", null, false);

        // The family compares before anything is sent.
        var family = await app.SignIn(await app.Given.Guardian(college, taught.Pupils[0]), language);
        var form = await (await family.Open(Links.Mine)).Follow(Links.Wishes(taught.Pupils[0].Id));
        var compared = await form.SubmitWith("Do=save", ("Wish1", Wishes.KeyOf(lycee.Id, "TCS")), ("Wish2", Wishes.KeyOf(lycee.Id, "TCLSH")));
        Assert.True(compared.Says("14,20") && compared.Says("13,05"));
        Assert.Equal(GuidanceState.Draft, (await File(taught.Pupils[0])).State);
        var sent = await compared.SubmitWith("Do=send");
        Assert.Equal(Links.Child(taught.Pupils[0].Id), sent.Address);
        Assert.Equal(GuidanceState.Sent, (await File(taught.Pupils[0])).State);

        // The council speaks on one page.
        await Close(campaign);
        var head = await app.SignIn(college.Head, language);
        var file = await File(taught.Pupils[0]);
        var sheet = await (await head.Open(Links.Classes)).Follow(Links.Class(taught.Id));
        Assert.True(sheet.Says(taught.Pupils[1].FullNameAr) || language == "fr");
        await sheet.Submit(($"O-{file.Id}-1", "Reserved"), ($"N-{file.Id}", "Travail régulier"), ("Rest", "yes"));
        file = await File(taught.Pupils[0]);
        Assert.Equal((GuidanceState.Advised, "Travail régulier"), (file.State, file.Note));
        Assert.Equal([GuidanceOpinion.Reserved, GuidanceOpinion.Favorable], file.Wishes.OrderBy(w => w.Rank).Select(w => w.Opinion));

        // The rule, the hour, the result.
        await (await director.Open(Links.Campaign(campaign))).SubmitForm($"form[action='{Links.Step(campaign, "propose")}']", null, false);
        await app.RunWork($"guidance/{campaign}/");
        file = await File(taught.Pupils[0]);
        Assert.Equal((GuidanceState.Decided, lycee.Id, "TCS", 14.20m, GuidanceBasis.First), (file.State, file.ToSchoolId, file.ToStream, file.Average, file.Basis));
        await Publish(director, campaign);
        var result = await family.Open(Links.Child(taught.Pupils[0].Id));
        Assert.True(result.Says(language == "ar" ? lycee.Place.NameAr : lycee.Place.NameFr));
        Assert.True(result.Says(language == "ar" ? "الرتبة 1 من 1 لـ40 من المقاعد: مقبول" : "Rang 1 sur 1, pour 40 places : admis"));
        Assert.True(result.Says("Travail régulier"));
        await result.Submit(("Answer", "accept"));
        Assert.Equal(GuidanceState.Accepted, (await File(taught.Pupils[0])).State);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.Key.StartsWith($"guidance-result/{campaign}/"))));

        // After the days of appeal it is handed over, and the passage into the next year follows it.
        MassarApp.Clock.Pass(TimeSpan.FromDays(7));
        director = await app.SignIn(await app.Given.Person(Roles.HeadOfService, college.Directorate), language, steppedUp: true);
        await (await director.Open(Links.Campaign(campaign))).SubmitForm($"form[action='{Links.Step(campaign, "assign")}']", null, false);
        await app.RunWork($"guidance/{campaign}/assign");
        Assert.Equal(GuidanceState.Assigned, (await File(taught.Pupils[0])).State);
        var (rule, standings) = await app.Read(async db => (await Destinations.At(db, college.Id, Given.Year, default), await Destinations.Standings(db, college.Id, Given.Year, default)));
        var standing = standings.Single(s => s.PupilId == taught.Pupils[0].Id) with { Decision = "PASS" };
        Assert.Equal(new Destination(YearEnd.EndOfCycle, Obstacle.None, "TC", "TCS", lycee.Id), rule.Of(standing));
        Assert.Equal(YearEnd.Repeating, rule.Of(standing with { Decision = "REPEAT" }).End);
        Assert.Equal(Obstacle.NoLevel, rule.Of(standings.Single(s => s.PupilId == taught.Pupils[1].Id) with { Decision = "PASS" }).Obstacle);
    }

    [Fact]
    public async Task Nothing_of_a_result_is_known_before_its_hour_on_any_channel()
    {
        var world = await Decided(seats: 5);
        var family = await app.SignIn(world.Guardian, "fr");
        var pupil = world.Pupil.Id;
        var tomorrow = MoroccanDay.Today(MassarApp.Clock).AddDays(1);
        var director = await app.SignIn(world.Director, "fr", steppedUp: true);

        foreach (var isSet in (bool[])[false, true])
        {
            if (isSet) (await director.Api.PostAsJsonAsync($"/api{Links.Publish(world.Campaign)}", new { version = $"{await Version(world.Campaign)}", date = $"{tomorrow:yyyy-MM-dd}", time = "17:00" })).EnsureSuccessStatusCode();
            var page = await family.Open(Links.Child(pupil));
            Assert.DoesNotContain("admis", page.Text.Replace("dernier admis", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Empty(page.All("main form[method=post]"));
            var json = await family.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Child(pupil)}");
            Assert.Equal(JsonValueKind.Null, json.GetProperty("result").ValueKind);
            Assert.Equal(JsonValueKind.Null, json.GetProperty("publishAt").ValueKind);
            Assert.All(json.GetProperty("wishes").EnumerateArray(), w => Assert.Equal(JsonValueKind.Null, w.GetProperty("why").ValueKind));
            foreach (var address in (string[])[Links.Mine, Links.Wishes(pupil), Links.Child(pupil)])
                Assert.DoesNotContain("Decided", await family.Api.GetStringAsync($"/api{address}"), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await family.Api.PostAsJsonAsync($"/api{Links.Answer(pupil)}", new { version = "2", answer = "accept" })).StatusCode);
            await app.RunWork($"guidance/{world.Campaign}/publish");
            Assert.Equal(0, await app.Read(db => db.Notices.CountAsync(n => n.Key.StartsWith($"guidance-result/{world.Campaign}/"))));
        }

        // Until then it can be taken back; once it is out it cannot.
        Assert.Equal(HttpStatusCode.OK, (await Step(director, world.Campaign, "recall")).StatusCode);
        await Publish(director, world.Campaign);
        Assert.Equal(HttpStatusCode.Conflict, (await Step(director, world.Campaign, "recall")).StatusCode);
        Assert.NotEqual(JsonValueKind.Null, (await family.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Child(pupil)}")).GetProperty("result").ValueKind);
    }

    [Fact]
    public async Task Wishes_are_one_s_own_child_s_and_only_of_who_raises_it()
    {
        var world = await Opened();
        var other = await app.SignIn(await app.Given.Guardian(world.College, (await app.Given.Class(world.College, level: "3AC", pupils: 1)).Pupils[0]));
        foreach (var address in (string[])[Links.Child(world.Pupil.Id), Links.Wishes(world.Pupil.Id)])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.Open(address)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Api.GetAsync($"/api{address}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(await app.Given.PupilAccount(world.College, world.Pupil))).Open(Links.Wishes(world.Pupil.Id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(world.College.Head)).Open(Links.Wishes(world.Pupil.Id))).Status);
        await app.Write(db => db.Guardianships.Where(g => g.PupilId == world.Pupil.Id).ExecuteUpdateAsync(s => s.SetProperty(g => g.HasCustody, false)));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.Guardian)).Open(Links.Wishes(world.Pupil.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Wish(await app.SignIn(world.Guardian), world, send: true, "TCS")).StatusCode);
    }

    [Fact]
    public async Task Another_directorate_and_another_school_see_nothing()
    {
        var world = await Decided(seats: 0, seatsElsewhere: 4);
        var file = (await File(world.Pupil)).Id;
        var strange = await app.Given.School();
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, strange.Directorate), steppedUp: true);
        foreach (var address in (string[])[Links.Campaign(world.Campaign), Links.Seats(world.Campaign), Links.SchoolSeats(world.Campaign, world.Lycee.Id), Links.Publish(world.Campaign), Links.Step(world.Campaign, "days"), Links.File(file), Links.Appeal(file), Links.FilesFile(world.Campaign, null, "csv")])
            Assert.Equal(HttpStatusCode.NotFound, (await director.Get(address)).StatusCode);
        foreach (var step in (string[])["announce", "propose", "recall", "assign"])
            Assert.Equal(HttpStatusCode.NotFound, (await Step(director, world.Campaign, step)).StatusCode);

        var head = await app.SignIn(strange.Head);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.Class(world.Class.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.SchoolSeats(world.Campaign, world.Lycee.Id))).Status);
        // A head says the seats of one's own school and of no other of the province.
        var neighbor = await app.Given.School(cycles: "QUA", inProvinceOf: world.College);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(neighbor.Head)).Open(Links.SchoolSeats(world.Campaign, world.Lycee.Id))).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(neighbor.Head)).Open(Links.SchoolSeats(world.Campaign, neighbor.Id))).Status);
    }

    [Fact]
    public async Task What_is_typed_wrongly_comes_back_with_the_reason()
    {
        var world = await Opened();
        var director = await app.SignIn(world.Director, "fr");
        var seats = await (await director.Open(Links.SchoolSeats(world.Campaign, world.Lycee.Id))).Submit(("Seats-TCS", "beaucoup"), ("Former-TCLSH", "21"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, seats.Status);
        Assert.Equal("beaucoup", seats.ValueOf("Seats-TCS"));
        Assert.NotNull(seats.ErrorOf("Seats-TCS"));
        Assert.NotNull(seats.ErrorOf("Former-TCLSH"));

        var days = await (await director.Open(Links.Step(world.Campaign, "days"))).Submit(("OpensOn", "2027-05-10"), ("ClosesOn", "2027-05-01"));
        Assert.Equal("2027-05-01", days.ValueOf("ClosesOn"));
        Assert.NotNull(days.ErrorOf("ClosesOn"));

        var family = await app.SignIn(world.Guardian, "fr");
        var form = await family.Open(Links.Wishes(world.Pupil.Id));
        var science = Wishes.KeyOf(world.Lycee.Id, "TCS");
        var twice = await form.SubmitWith("Do=send", ("Wish1", science), ("Wish2", science));
        Assert.NotNull(twice.ErrorOf("Wish2"));
        Assert.Equal(science, twice.ValueOf("Wish1"));
        Assert.NotNull((await form.SubmitWith("Do=send", ("Wish1", ""))).ErrorOf("Wish1"));
        Assert.NotNull((await form.SubmitWith("Do=send", ("Wish1", Wishes.KeyOf(world.Lycee.Id, "2BACSP")))).ErrorOf("Wish1"));
        Assert.Equal(0, await app.Read(db => db.GuidanceFiles.CountAsync(f => f.PupilId == world.Pupil.Id)));
    }

    [Fact]
    public async Task Two_parents_do_not_overwrite_each_other_and_after_the_last_day_nothing_changes()
    {
        var world = await Opened();
        var (one, two) = (await app.SignIn(world.Guardian, "fr"), await app.SignIn(await app.Given.Guardian(world.College, world.Pupil), "fr"));
        var (first, second) = (await one.Open(Links.Wishes(world.Pupil.Id)), await two.Open(Links.Wishes(world.Pupil.Id)));
        await first.SubmitWith("Do=send", ("Wish1", Wishes.KeyOf(world.Lycee.Id, "TCS")));

        var late = await second.SubmitWith("Do=send", ("Wish1", Wishes.KeyOf(world.Lycee.Id, "TCLSH")));

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal(Wishes.KeyOf(world.Lycee.Id, "TCLSH"), late.ValueOf("Wish1"));
        Assert.NotNull(late.Find(".note ol li"));
        Assert.Equal("TCS", Assert.Single((await File(world.Pupil)).Wishes).StreamCode);
        // With what is there now in sight, the other parent may change it.
        await late.SubmitWith("Do=send");
        Assert.Equal("TCLSH", Assert.Single((await File(world.Pupil)).Wishes).StreamCode);

        await Close(world.Campaign);
        Assert.Equal(HttpStatusCode.Conflict, (await Wish(one, world, send: true, "TCS")).StatusCode);
        Assert.Empty((await one.Open(Links.Wishes(world.Pupil.Id))).All("main form[method=post]"));
    }

    [Fact]
    public async Task Streams_follow_the_pupil_s_own()
    {
        var (college, lycee) = await Schools();
        var taught = await app.Given.Class(lycee, level: "TC", pupils: 1, stream: "TCLSH");
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, college.Directorate), "fr");
        var campaign = await Open(director, college, lycee, "1BAC", ("1BACSE", 10), ("1BACLSH", 10));
        var family = await app.SignIn(await app.Given.Guardian(lycee, taught.Pupils[0]), "fr");

        var options = (await family.Open(Links.Wishes(taught.Pupils[0].Id))).All("[name=Wish1] option").Select(o => o.GetAttribute("value")).ToList();

        Assert.Equal(["", Wishes.KeyOf(lycee.Id, "1BACLSH")], options);
        Assert.Equal(HttpStatusCode.BadRequest, (await family.Api.PutAsJsonAsync($"/api{Links.Wishes(taught.Pupils[0].Id)}", new { version = -1, wishes = new[] { Wishes.KeyOf(lycee.Id, "1BACSE") }, send = true })).StatusCode);
        Assert.NotEqual(0, campaign);
    }

    [Fact]
    public async Task Who_finds_no_seat_is_decided_by_a_person_with_a_reason_before_anything_is_published()
    {
        var world = await Decided(seats: 0, seatsElsewhere: 1);
        var director = await app.SignIn(world.Director, "fr", steppedUp: true);
        var refused = await (await director.Open(Links.Publish(world.Campaign))).Submit(("Time", "23:59"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says("1 élèves sont encore sans décision"));

        var file = await File(world.Pupil);
        var form = await (await director.Open(Links.Files(world.Campaign, "exceptions"))).Follow(Links.File(file.Id));
        var free = Wishes.KeyOf(world.Lycee.Id, "TCT");
        Assert.NotNull((await form.Submit(("To", free))).ErrorOf("Reason"));
        Assert.NotNull((await form.Submit(("To", Wishes.KeyOf(world.Lycee.Id, "TCS")), ("Reason", "Plus proche"))).ErrorOf("To"));
        await form.Submit(("To", free), ("Reason", "Seule place libre"));

        file = await File(world.Pupil);
        Assert.Equal((world.Lycee.Id, "TCT", "Seule place libre", world.Director.AccountId), (file.ToSchoolId, file.ToStream, file.DecisionReason, file.DecidedByAccountId));
        // The seat is taken, and the rule applied anew leaves it so.
        await Step(director, world.Campaign, "propose");
        await app.RunWork($"guidance/{world.Campaign}/");
        Assert.Equal("TCT", (await File(world.Pupil)).ToStream);
        Assert.Equal(1, await app.Read(db => db.GuidanceSeats.Where(s => s.SchoolId == world.Lycee.Id && s.StreamCode == "TCT").Select(s => s.Admitted).SingleAsync()));
        await Publish(director, world.Campaign);
        Assert.True((await (await app.SignIn(world.Guardian, "fr")).Open(Links.Child(world.Pupil.Id))).Says("Seule place libre"));
    }

    [Fact]
    public async Task Nobody_decides_on_his_own_child_in_the_council_the_commission_or_the_appeal()
    {
        var world = await Decided(seats: 0, seatsElsewhere: 1);
        var own = await app.Given.Employee(world.College.Directorate);
        await app.Write(async db =>
        {
            var guardian = await db.Guardians.SingleAsync(g => g.Id == world.Guardian.GuardianId);
            guardian.Cin = own.Cin;
            await db.SaveChangesAsync();
        });
        var parent = await app.SignIn(await app.Given.Person(Roles.HeadOfService, world.College.Directorate, employeeId: own.Id), "fr", steppedUp: true);
        var file = await File(world.Pupil);

        var page = await parent.Open(Links.File(file.Id));
        Assert.Empty(page.All("main form[method=post]"));
        Assert.Equal(HttpStatusCode.Conflict, (await parent.Api.PostAsJsonAsync($"/api{Links.File(file.Id)}", new { version = $"{file.Version}", to = Wishes.KeyOf(world.Lycee.Id, "TCT"), reason = "Plus proche" })).StatusCode);

        // Nor makes a seat more, when the rule has shown who waits.
        object seats = new { lines = new[] { new { stream = "TCT", version = 1, seats = "9", former = (string?)null } } };
        Assert.Contains("guidance.seats.own", await (await parent.Api.PutAsJsonAsync($"/api{Links.SchoolSeats(world.Campaign, world.Lycee.Id)}", seats)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var lycee = await app.SignIn(world.Lycee.Head);
        Assert.Contains("guidance.seats.commission", await (await lycee.Api.PutAsJsonAsync($"/api{Links.SchoolSeats(world.Campaign, world.Lycee.Id)}", seats)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var head = await app.SignIn(await app.Given.Person(Roles.Head, world.College.Place, employeeId: own.Id), "fr");
        await app.Write(db => db.Database.ExecuteSqlAsync($"UPDATE GuidanceCampaigns SET Stage = 1 WHERE Id = {world.Campaign}"));
        Assert.Empty((await head.Open(Links.Class(world.Class.Id))).All($"[name='V-{file.Id}']"));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PutAsJsonAsync($"/api{Links.Class(world.Class.Id)}", new { lines = new[] { new { file = file.Id, version = file.Version, opinions = new[] { "Unfavorable" }, note = "" } }, rest = false })).StatusCode);
    }

    [Fact]
    public async Task An_appeal_says_why_and_somebody_else_of_the_directorate_answers_it()
    {
        var world = await Decided(seats: 5, seatsElsewhere: 1);
        var director = await app.SignIn(world.Director, "fr", steppedUp: true);
        await Publish(director, world.Campaign);
        var family = await app.SignIn(world.Guardian, "fr");
        var form = await family.Open(Links.Child(world.Pupil.Id));
        Assert.NotNull((await form.Submit(("Answer", "appeal"))).ErrorOf("Reason"));
        await form.Submit(("Answer", "appeal"), ("Reason", "Le trajet dure deux heures"));
        var file = await File(world.Pupil);
        Assert.Equal((GuidanceState.Appealed, "Le trajet dure deux heures"), (file.State, file.AppealReason));

        // Who published does not judge it.
        Assert.Empty((await director.Open(Links.Appeal(file.Id))).All("main form[method=post]"));
        Assert.Equal(HttpStatusCode.Conflict, (await director.Api.PostAsJsonAsync($"/api{Links.Appeal(file.Id)}", new { version = $"{file.Version}", decision = "keep", reason = "Non" })).StatusCode);
        MassarApp.Clock.Pass(TimeSpan.FromDays(7));
        director = await app.SignIn(world.Director, "fr", steppedUp: true);
        Assert.Equal(HttpStatusCode.Conflict, (await Step(director, world.Campaign, "assign")).StatusCode);

        var colleague = await app.SignIn(await app.Given.Person(Roles.HeadOfService, world.College.Directorate), "fr", steppedUp: true);
        var answer = await (await (await colleague.Open(Links.Files(world.Campaign, "Appealed"))).Follow(Links.File(file.Id))).Follow(Links.Appeal(file.Id));
        Assert.NotNull((await answer.Submit(("Decision", "uphold"), ("Reason", "Distance établie"))).ErrorOf("To"));
        await answer.Submit(("Decision", "uphold"), ("To", Wishes.KeyOf(world.Lycee.Id, "TCT")), ("Reason", "Distance établie"));
        file = await File(world.Pupil);
        Assert.Equal((GuidanceState.Answered, true, "TCT"), (file.State, file.IsUpheld, file.ToStream));
        Assert.Equal((0, 1), await app.Read(async db => (await db.GuidanceSeats.Where(s => s.SchoolId == world.Lycee.Id && s.StreamCode == "TCS").Select(s => s.Admitted).SingleAsync(), await db.GuidanceSeats.Where(s => s.SchoolId == world.Lycee.Id && s.StreamCode == "TCT").Select(s => s.Admitted).SingleAsync())));
        var read = await (await app.SignIn(world.Guardian, "fr")).Open(Links.Child(world.Pupil.Id));
        Assert.True(read.Says("Distance établie") && read.Says("Recours accepté"));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.Key.StartsWith($"guidance/{file.Id}/Answered/"))));
    }

    [Fact]
    public async Task A_draft_is_the_family_s_own_and_a_closed_school_is_offered_to_nobody()
    {
        var world = await Opened();
        var family = await app.SignIn(world.Guardian, "fr");
        (await Wish(family, world, send: false, "TCS")).EnsureSuccessStatusCode();
        var file = await File(world.Pupil);
        var director = await app.SignIn(world.Director, "fr", steppedUp: true);
        Assert.Empty((await director.Open(Links.Campaign(world.Campaign))).All("main tbody tr"));
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open(Links.File(file.Id))).Status);
        Assert.Empty((await (await app.SignIn(world.College.Head, "fr")).Open(Links.Class(world.Class.Id))).All("main tbody tr"));

        await app.Write(db => db.Schools.Where(s => s.Id == world.Lycee.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosedOn, MoroccanDay.Today(MassarApp.Clock).AddDays(-1))));
        Assert.Equal(HttpStatusCode.BadRequest, (await family.Api.PutAsJsonAsync($"/api{Links.Wishes(world.Pupil.Id)}", new { version = file.Version, wishes = new[] { Wishes.KeyOf(world.Lycee.Id, "TCS") }, send = true })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open(Links.SchoolSeats(world.Campaign, world.Lycee.Id))).Status);
    }

    [Fact]
    public async Task Two_offices_that_change_the_same_seats_see_both_figures_and_a_seat_given_is_not_taken_away()
    {
        var world = await Decided(seats: 5);
        var (office, other) = (await app.SignIn(world.Director, "fr"), await app.SignIn(await app.Given.Person(Roles.HeadOfService, world.College.Directorate), "fr"));
        var (first, second) = (await office.Open(Links.SchoolSeats(world.Campaign, world.Lycee.Id)), await other.Open(Links.SchoolSeats(world.Campaign, world.Lycee.Id)));
        await first.Submit(("Seats-TCS", "7"));

        var late = await second.Submit(("Seats-TCS", "9"));

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal("9", late.ValueOf("Seats-TCS"));
        Assert.Contains(late.All(".note b"), b => b.TextContent == "7");
        Assert.NotNull((await (await office.Open(Links.SchoolSeats(world.Campaign, world.Lycee.Id))).Submit(("Seats-TCS", "0"))).ErrorOf("Seats-TCS"));
        await late.Submit();
        Assert.Equal(9, await app.Read(db => db.GuidanceSeats.Where(s => s.SchoolId == world.Lycee.Id && s.StreamCode == "TCS").Select(s => s.Seats).SingleAsync()));
    }

    [Fact]
    public async Task The_list_leaves_as_a_file_only_with_a_fresh_second_factor()
    {
        var world = await Decided(seats: 5);
        var plain = await (await app.SignIn(world.Director, "fr")).Get(Links.FilesFile(world.Campaign, null, "csv"));
        Assert.Equal(HttpStatusCode.SeeOther, plain.StatusCode);
        Assert.Contains("step-up", plain.Headers.Location!.OriginalString, StringComparison.Ordinal);

        var file = await (await app.SignIn(world.Director, "fr", steppedUp: true)).Get(Links.FilesFile(world.Campaign, null, "csv"));
        var text = await file.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Contains(world.Pupil.MassarCode, text, StringComparison.Ordinal);
        Assert.Equal(1, await app.Read(db => db.ExportsTaken.CountAsync(e => e.AccountId == world.Director.AccountId && e.Kind == Massar.Features.Exports.Domain.ExportKinds.Guidance)));
    }

    [Fact]
    public async Task A_campaign_is_not_announced_without_seats_and_there_is_one_for_each_level()
    {
        var (college, lycee) = await Schools();
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, college.Directorate), "fr");
        var days = new { level = "TC", opensOn = "2027-05-03", closesOn = "2027-05-20", opinionsUntil = "2027-06-10" };
        Assert.Equal(HttpStatusCode.OK, (await director.Api.PostAsJsonAsync("/api/guidance/campaigns", days)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Api.PostAsJsonAsync("/api/guidance/campaigns", days)).StatusCode);
        var campaign = await app.Read(db => db.GuidanceCampaigns.Where(c => c.PlaceId == college.Directorate.Id).Select(c => c.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await Step(director, campaign, "announce")).StatusCode);
        Assert.NotEqual(0, lycee.Id);

        // What families do not see yet is not there for them.
        var taught = await app.Given.Class(college, level: "3AC", pupils: 1);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await app.Given.Guardian(college, taught.Pupils[0]))).Open(Links.Wishes(taught.Pupils[0].Id))).Status);
    }

    [Fact]
    public async Task A_campaign_is_withdrawn_with_a_reason_before_any_result_and_its_level_begins_anew()
    {
        var world = await Decided(seats: 5);
        var director = await app.SignIn(world.Director, "fr", steppedUp: true);
        var stranger = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, (await app.Given.School()).Directorate), "fr", steppedUp: true);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.Withdraw(world.Campaign))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.SeatsFile(world.Campaign, "csv"))).StatusCode);

        // The seats leave as a file before.
        var seats = await (await director.Get(Links.SeatsFile(world.Campaign, "csv"))).Content.ReadAsStringAsync();
        Assert.Contains(world.Lycee.Place.NameFr, seats, StringComparison.Ordinal);

        var form = await (await director.Open(Links.Campaign(world.Campaign))).Follow(Links.Withdraw(world.Campaign));
        Assert.True(form.Says("1 famille a envoyé des vœux"), form.Text);
        var refused = await form.Submit(("Reason", "  "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        var old = await director.Open(Links.Withdraw(world.Campaign));
        var done = await refused.Submit(("Reason", "Les places d'une école ont été mal saisies"));
        Assert.Equal(Links.Campaign(world.Campaign), done.Address);
        Assert.True(done.Says("Les places d'une école ont été mal saisies"), done.Text);
        Assert.NotEqual(HttpStatusCode.OK, (await old.Submit(("Reason", "Encore"))).Status);
        await app.RunWork($"guidance/{world.Campaign}/withdraw");

        // The family reads why, and nothing of what was proposed.
        var family = await app.SignIn(world.Guardian, "fr");
        Assert.True((await family.Open(Links.Mine)).Says("Les places d'une école ont été mal saisies"));
        Assert.Equal(HttpStatusCode.NotFound, (await family.Open(Links.Child(world.Pupil.Id))).Status);
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.Key.StartsWith($"guidance-withdrawn/{world.Campaign}/"))));
        Assert.Equal((0, (decimal?)null), await app.Read(db => db.GuidanceSeats.Where(s => s.SchoolId == world.Lycee.Id && s.StreamCode == "TCS").Select(s => new ValueTuple<int, decimal?>(s.Admitted, s.LowestAverage)).SingleAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await director.Get(Links.Seats(world.Campaign))).StatusCode);
        foreach (var step in (string[])["announce", "propose", "recall", "assign"]) Assert.Equal(HttpStatusCode.Conflict, (await Step(director, world.Campaign, step)).StatusCode);

        // Another one for the same level, where the seats still stand, takes wishes.
        var today = MoroccanDay.Today(MassarApp.Clock);
        var days = new { level = "TC", opensOn = $"{today:yyyy-MM-dd}", closesOn = $"{today.AddDays(10):yyyy-MM-dd}", opinionsUntil = $"{today.AddDays(20):yyyy-MM-dd}" };
        Assert.Equal(HttpStatusCode.OK, (await director.Api.PostAsJsonAsync("/api/guidance/campaigns", days)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Api.PostAsJsonAsync("/api/guidance/campaigns", days)).StatusCode);
        var second = await app.Read(db => db.GuidanceCampaigns.Where(c => c.PlaceId == world.College.Directorate.Id && c.Aside == 0).Select(c => c.Id).SingleAsync());
        (await Step(director, second, "announce")).EnsureSuccessStatusCode();
        (await Wish(family, world, send: true, "TCS")).EnsureSuccessStatusCode();
        await Close(second);
        (await Step(director, second, "propose")).EnsureSuccessStatusCode();
        await app.RunWork($"guidance/{second}/");
        await Publish(director, second);

        // Families have their results: too late.
        Assert.Equal(HttpStatusCode.Conflict, (await director.Api.PostAsJsonAsync($"/api{Links.Withdraw(second)}", new { version = $"{await Version(second)}", reason = "Trop tard" })).StatusCode);
    }

    [Fact]
    public async Task A_family_page_asks_the_database_little()
    {
        var world = await Decided(seats: 5);
        await Publish(await app.SignIn(world.Director, "fr", steppedUp: true), world.Campaign);
        var family = await app.SignIn(world.Guardian, "fr");
        foreach (var address in (string[])[Links.Mine, Links.Child(world.Pupil.Id), Links.Wishes(world.Pupil.Id)])
        {
            await family.Open(address);
            Assert.InRange((await MassarApp.StatementsOf(() => family.Open(address))).Count, 1, 4);
        }
    }

    private async Task<(GivenSchool College, GivenSchool Lycee)> Schools()
    {
        var college = await app.Given.School();
        return (college, await app.Given.School(cycles: "QUA", inProvinceOf: college));
    }

    private sealed record World(GivenSchool College, GivenSchool Lycee, GivenClass Class, GivenPupil Pupil, GivenPerson Guardian, GivenPerson Director, int Campaign);

    /// <summary>A campaign that takes wishes, with one family.</summary>
    private async Task<World> Opened(int seats = 40, int seatsElsewhere = 0)
    {
        var (college, lycee) = await Schools();
        var taught = await app.Given.Class(college, level: "3AC", pupils: 1);
        var person = await app.Given.Person(Roles.ProvincialDirector, college.Directorate);
        // A seat there must be to open at all; what the test wants is set after.
        var campaign = await Open(await app.SignIn(person), college, lycee, "TC", ("TCS", Math.Max(1, seats)), ("TCLSH", 1), ("TCT", seatsElsewhere));
        return new World(college, lycee, taught, taught.Pupils[0], await app.Given.Guardian(college, taught.Pupils[0]), person, campaign);
    }

    /// <summary>The rule was applied to one wish for science.</summary>
    private async Task<World> Decided(int seats, int seatsElsewhere = 0)
    {
        var world = await Opened(seats, seatsElsewhere);
        (await Wish(await app.SignIn(world.Guardian), world, send: true, "TCS")).EnsureSuccessStatusCode();
        await app.Write(db => db.GuidanceSeats.Where(s => s.SchoolId == world.Lycee.Id && s.StreamCode == "TCS").ExecuteUpdateAsync(s => s.SetProperty(x => x.Seats, seats)));
        await Close(world.Campaign);
        await Step(await app.SignIn(world.Director), world.Campaign, "propose");
        await app.RunWork($"guidance/{world.Campaign}/");
        Assert.Equal(GuidanceState.Decided, (await File(world.Pupil)).State);
        return world;
    }

    private async Task<int> Open(Visitor director, GivenSchool college, GivenSchool lycee, string level, params (string Stream, int Seats)[] seats)
    {
        var today = MoroccanDay.Today(MassarApp.Clock);
        (await director.Api.PostAsJsonAsync("/api/guidance/campaigns", new { level, opensOn = $"{today:yyyy-MM-dd}", closesOn = $"{today.AddDays(10):yyyy-MM-dd}", opinionsUntil = $"{today.AddDays(20):yyyy-MM-dd}" })).EnsureSuccessStatusCode();
        var campaign = await app.Read(db => db.GuidanceCampaigns.Where(c => c.PlaceId == college.Directorate.Id).Select(c => c.Id).SingleAsync());
        (await director.Api.PutAsJsonAsync($"/api{Links.SchoolSeats(campaign, lycee.Id)}", new { lines = seats.Select(s => new { stream = s.Stream, version = -1, seats = $"{s.Seats}", former = (string?)null }) })).EnsureSuccessStatusCode();
        (await Step(director, campaign, "announce")).EnsureSuccessStatusCode();
        return campaign;
    }

    private async Task<HttpResponseMessage> Step(Visitor director, int campaign, string step) =>
        await director.Api.PostAsJsonAsync($"/api{Links.Step(campaign, step)}", new { version = await Version(campaign) });

    private static Task<HttpResponseMessage> Wish(Visitor family, World world, bool send, params string[] streams) =>
        family.Api.PutAsJsonAsync($"/api{Links.Wishes(world.Pupil.Id)}", new { version = -1, wishes = streams.Select(s => Wishes.KeyOf(world.Lycee.Id, s)), send });

    private Task<int> Version(int campaign) => app.Read(db => db.GuidanceCampaigns.Where(c => c.Id == campaign).Select(c => c.Version).SingleAsync());

    // The last day was yesterday.
    private Task Close(int campaign) => app.Write(db => db.GuidanceCampaigns.Where(c => c.Id == campaign)
        .ExecuteUpdateAsync(s => s.SetProperty(c => c.ClosesOn, MoroccanDay.Today(MassarApp.Clock).AddDays(-1)).SetProperty(c => c.OpinionsUntil, MoroccanDay.Today(MassarApp.Clock).AddDays(-1))));

    // At once, by the page; then the families are told.
    private async Task Publish(Visitor director, int campaign)
    {
        var local = MoroccanDay.Local(MassarApp.Clock.GetUtcNow().UtcDateTime);
        var done = await (await director.Open(Links.Publish(campaign))).Submit(("Date", $"{local:yyyy-MM-dd}"), ("Time", $"{local:HH:mm:ss}"));
        Assert.Equal(Links.Campaign(campaign), done.Address);
        await app.RunWork($"guidance/{campaign}/publish");
    }

    private Task<GuidanceFile> File(GivenPupil pupil) => app.Read(db => db.GuidanceFiles.AsNoTracking().Include(f => f.Wishes).SingleAsync(f => f.PupilId == pupil.Id));

    private Task Average(GivenClass taught, GivenPupil pupil, decimal average) => app.Write(async db =>
    {
        db.PublishedResults.Add(new PublishedResult
        {
            PupilId = pupil.Id,
            SchoolYearId = Given.Year,
            Semester = 1,
            SubjectCode = "MATH",
            PublishAt = DateTime.UtcNow.AddDays(-2),
            ClassId = taught.Id,
            SubjectAr = "الرياضيات",
            SubjectFr = "Mathématiques",
            Tests = "1=14.20",
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
}

using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Mobility;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Mobility;

/// <summary>From validated requests to a published result: vacant posts, the run, its repetition, the hour, what each reads (AC-MOV-4, AC-MOV-5).</summary>
public sealed class RunTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task The_participant_reads_for_each_wish_why_and_nothing_of_anybody_else()
    {
        var ready = await Ready();
        await ready.RunAndPublish();

        // The rival had more points and got the only vacant post; the post the rival left is the teacher's second wish.
        var page = await (await app.SignIn(ready.Movement.Teacher, "fr")).Open(Links.Result(ready.Campaign));
        Assert.True(page.Says("Vous obtenez votre vœu n° 2"), page.Text);
        Assert.True(page.Says("Barrière : 148 points ; vous en avez 131"), page.Text);
        Assert.True(page.Says("C'est le meilleur vœu possible pour vous"));
        var json = await (await (await app.SignIn(ready.Movement.Teacher)).Api.GetAsync($"/api{Links.Result(ready.Campaign)}")).Content.ReadAsStringAsync();
        var rival = await app.Read(db => db.Employees.SingleAsync(e => e.Id == ready.Rival.EmployeeId));
        foreach (var told in new[] { page.Body, json })
        {
            Assert.DoesNotContain(rival.Ppr, told, StringComparison.Ordinal);
            Assert.DoesNotContain(rival.BirthDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), told, StringComparison.Ordinal);
            Assert.DoesNotContain("mobility.", page.Text, StringComparison.Ordinal);
        }

        var other = await (await app.SignIn(ready.Rival)).Open(Links.Result(ready.Campaign));
        Assert.True(other.Says("حصلتم على الاختيار رقم 1"));
    }

    [Fact]
    public async Task Where_no_post_became_free_and_where_a_tie_decided_is_said()
    {
        var ready = await Ready(points: (148, 148));
        // Nothing vacant at the second wish's place but for the rival's, who stays if the first is taken by nobody: here the rival is longer in the post.
        await app.Write(db => db.MovementRequests.Where(r => r.EmployeeId == ready.Rival.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(r => r.PostedOn, new DateOnly(2001, 9, 1))));
        await ready.RunAndPublish();

        var page = await (await app.SignIn(ready.Movement.Teacher, "fr")).Open(Links.Result(ready.Campaign));
        Assert.True(page.Says("À égalité (148 points), l'ancienneté dans le poste a départagé"), page.Text);

        var alone = await Ready(vacant: false);
        await alone.RunAndPublish();
        Assert.True((await (await app.SignIn(alone.Movement.Teacher, "fr")).Open(Links.Result(alone.Campaign))).Says("Aucun poste de votre discipline ne s'y est libéré"));
        Assert.True((await (await app.SignIn(alone.Movement.Teacher, "fr")).Open(Links.Result(alone.Campaign))).Says("Vous gardez votre poste actuel"));
    }

    [Fact]
    public async Task Before_the_hour_nobody_sees_anything_by_any_door()
    {
        var ready = await Ready();
        await ready.Run();
        await ready.Publish(MassarApp.Clock.GetUtcNow().UtcDateTime.AddHours(30));
        var (teacher, office, province) = (await app.SignIn(ready.Movement.Teacher, "fr"), await app.SignIn(ready.Office, "fr", steppedUp: true), await app.SignIn(ready.Movement.Officer, "fr"));
        var moves = $"{Links.Moves}?campaign={ready.Campaign}";

        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Open(Links.Result(ready.Campaign))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Api.GetAsync($"/api{Links.Result(ready.Campaign)}")).StatusCode);
        Assert.DoesNotContain(Links.Result(ready.Campaign), (await teacher.Open(Links.Campaigns)).Body, StringComparison.Ordinal);
        foreach (var visitor in new[] { office, province })
        {
            Assert.DoesNotContain($"{ready.Campaign}", (await visitor.Open(Links.Moves)).All("select[name=Campaign] option").Select(o => o.GetAttribute("value")));
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(moves)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Api.GetAsync($"/api{Links.MovesByCommune}?campaign={ready.Campaign}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get($"{Links.MovesExport}?Campaign={ready.Campaign}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await office.Get(Links.RunFile(ready.Campaign, 1, RunFileKind.Result))).StatusCode);
        Assert.Equal(0, await app.RunWork($"announce-movement/{await ready.RunId()}"));
        var desk = await office.Open(Links.Run(ready.Campaign));
        Assert.True(desk.Says("Publication programmée") && desk.Says("Résultat conforme"));

        // The hour comes for the database.
        await app.Write(db => db.AssignmentRuns.Where(r => r.CampaignId == ready.Campaign).ExecuteUpdateAsync(s => s.SetProperty(r => r.PublishAt, DateTime.UtcNow.AddMinutes(-1))));
        Assert.Equal(HttpStatusCode.OK, (await teacher.Open(Links.Result(ready.Campaign))).Status);
        Assert.Contains(Links.Result(ready.Campaign), (await teacher.Open(Links.Campaigns)).Body, StringComparison.Ordinal);
        Assert.Equal(2, (await province.Open(moves)).All("tbody tr").Count);
        Assert.Equal(HttpStatusCode.OK, (await office.Get(Links.RunFile(ready.Campaign, 1, RunFileKind.Result))).StatusCode);
    }

    [Fact]
    public async Task The_files_hold_no_names_keep_their_hash_and_stand_the_check()
    {
        var ready = await Ready();
        await ready.RunAndPublish();
        var office = await app.SignIn(ready.Office);

        var inputs = await (await office.Get(Links.RunFile(ready.Campaign, 1, RunFileKind.Inputs))).Content.ReadAsByteArrayAsync();
        var result = await (await office.Get(Links.RunFile(ready.Campaign, 1, RunFileKind.Result))).Content.ReadAsByteArrayAsync();

        var run = await app.Read(db => db.AssignmentRuns.AsNoTracking().SingleAsync(r => r.CampaignId == ready.Campaign));
        Assert.Equal((run.InputsHash, run.ResultHash), (Convert.ToHexStringLower(SHA256.HashData(inputs)), Convert.ToHexStringLower(SHA256.HashData(result))));
        Assert.True(AssignmentCheck.Of(inputs, result) is { Holds: true, Participants: 2, Moved: 2 });
        Assert.Equal(result, Assignment.Of(MovementInputs.Read(inputs)).ToBytes(run.InputsHash!));
        var people = await app.Read(db => db.Employees.Where(e => e.Id == ready.Movement.Teacher.EmployeeId || e.Id == ready.Rival.EmployeeId).ToListAsync());
        Assert.All(people, p => Assert.DoesNotContain(p.Ppr, Encoding.ASCII.GetString(inputs), StringComparison.Ordinal));
        Assert.Contains(";148.00;", Encoding.ASCII.GetString(inputs), StringComparison.Ordinal);
        var own = await (await app.SignIn(ready.Movement.Teacher)).Open(Links.Result(ready.Campaign));
        Assert.Contains(run.InputsHash!, own.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_hour_the_inputs_leave_only_with_a_second_factor_to_who_runs_it_and_takes_no_part_and_are_written_down()
    {
        var ready = await Ready();
        await ready.Run();
        var inputs = Links.RunFile(ready.Campaign, 1, RunFileKind.Inputs);

        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(ready.Movement.Officer, steppedUp: true)).Get(inputs)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.SignIn(await ready.SecondAccountOf(ready.Rival), steppedUp: true)).Get(inputs)).StatusCode);
        var once = await (await app.SignIn(ready.Office)).Get(inputs);
        Assert.NotEqual("text/plain", once.Content.Headers.ContentType?.MediaType);
        Assert.Equal(0, await app.Read(db => db.ExportsTaken.CountAsync(t => t.Address == inputs)));

        var taken = await (await app.SignIn(ready.Office, steppedUp: true)).Get(inputs);

        Assert.Equal((HttpStatusCode.OK, "text/plain"), (taken.StatusCode, taken.Content.Headers.ContentType?.MediaType));
        var line = await app.Read(db => db.ExportsTaken.SingleAsync(t => t.Address == inputs));
        Assert.Equal((ready.Office.AccountId, "movement-run", 2), (line.AccountId, line.Kind, line.Persons));
        Assert.Equal(1, await app.Read(db => db.AuditEntries.CountAsync(e => e.AccountId == ready.Office.AccountId && e.Action == "Exports.Take" && e.Changes.Contains(inputs))));
        // What came out stays behind its hour, whoever asks.
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(ready.Publisher, steppedUp: true)).Get(Links.RunFile(ready.Campaign, 1, RunFileKind.Result))).StatusCode);
    }

    [Fact]
    public async Task The_ministry_asks_for_a_large_file_of_a_run_and_a_colleague_there_allows_it()
    {
        var ready = await Ready();
        await ready.Run();
        await app.Write(db => db.AssignmentRuns.Where(r => r.CampaignId == ready.Campaign).ExecuteUpdateAsync(s => s.SetProperty(r => r.Participants, 900)));
        var root = await app.Read(db => db.Places.SingleAsync(p => p.Id == Massar.Features.Reference.ReferenceFiles.MinistryId));
        var (one, two) = (await app.Given.Person(Roles.Ministry, root), await app.Given.Person(Roles.Ministry, root));
        await app.Write(db => db.Campaigns.Where(c => c.Id == ready.Campaign).ExecuteUpdateAsync(s => s.SetProperty(c => c.PlaceId, root.Id).SetProperty(c => c.PlacePath, root.Path)));
        var inputs = Links.RunFile(ready.Campaign, 1, RunFileKind.Inputs);
        var asker = await app.SignIn(one, "fr", steppedUp: true);

        var form = await asker.Open(inputs);
        Assert.StartsWith(Massar.Features.Exports.Links.All, form.Address, StringComparison.Ordinal);
        await form.Submit(("Reason", "Contrôle du traitement par l'inspection générale"));
        var request = await app.Read(db => db.ExportRequests.SingleAsync(r => r.AccountId == one.AccountId));
        (await (await app.SignIn(two, steppedUp: true)).Api.PostAsJsonAsync($"/api{Massar.Features.Exports.Links.Request(request.Id)}", new { decision = "approve" })).EnsureSuccessStatusCode();

        var taken = await asker.Get(inputs);
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (taken.StatusCode, taken.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_run_is_repeated_only_with_a_reason_which_takes_a_planned_hour_back_and_never_after_the_hour()
    {
        var ready = await Ready();
        await ready.Run();
        await ready.Publish(MassarApp.Clock.GetUtcNow().UtcDateTime.AddHours(30));
        var office = await app.SignIn(ready.Office, "fr", steppedUp: true);

        var form = await office.Open(Links.NewRun(ready.Campaign));
        Assert.True(form.Says("Une publication est programmée"));
        var without = await form.Submit(("Reason", " "));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (without.Status, without.ErrorOf("Reason") is not null));
        await (await office.Open(Links.NewRun(ready.Campaign))).Submit(("Reason", "Poste vacant déclaré tardivement"));
        await app.RunWork($"movement-run/{await ready.RunId()}");

        var runs = await app.Read(db => db.AssignmentRuns.AsNoTracking().Where(r => r.CampaignId == ready.Campaign).OrderBy(r => r.Number).ToListAsync());
        Assert.Equal([null, null], runs.Select(r => r.PublishAt));
        Assert.Equal((RunState.Done, "Poste vacant déclaré tardivement"), (runs[1].State, runs[1].Reason));
        // Nothing changed in between: the same numbers, the same bytes.
        Assert.Equal((runs[0].InputsHash, runs[0].ResultHash), (runs[1].InputsHash, runs[1].ResultHash));
        Assert.True((await office.Open(Links.Run(ready.Campaign))).Says("Poste vacant déclaré tardivement"));

        await ready.Publish(MassarApp.Clock.GetUtcNow().UtcDateTime);
        var after = await (await office.Open(Links.NewRun(ready.Campaign))).Submit(("Reason", "encore"));
        Assert.Equal(HttpStatusCode.Conflict, after.Status);
        Assert.True(after.Says("Le résultat de ce mouvement est publié"));
    }

    [Fact]
    public async Task Another_run_takes_a_planned_hour_back_only_with_a_second_factor()
    {
        var ready = await Ready();
        await ready.Run();
        await ready.Publish(MassarApp.Clock.GetUtcNow().UtcDateTime.AddHours(30));

        var asked = await (await app.SignIn(ready.Office)).Api.PostAsJsonAsync($"/api{Links.Run(ready.Campaign)}", new { reason = "Poste vacant déclaré tardivement" });

        Assert.Equal(HttpStatusCode.Forbidden, asked.StatusCode);
        Assert.NotNull((await app.Read(db => db.AssignmentRuns.AsNoTracking().SingleAsync(r => r.CampaignId == ready.Campaign))).PublishAt);
    }

    [Fact]
    public async Task The_run_waits_for_the_window_to_close_and_for_somebody_validated()
    {
        var movement = await Movement.Open(app);
        var office = await app.SignIn(movement.AcademyOfficer, "fr");

        var open = await office.Api.PostAsJsonAsync($"/api{Links.Run(movement.Campaign.Id)}", new { });
        await Close(movement);
        var nobody = await office.Api.PostAsJsonAsync($"/api{Links.Run(movement.Campaign.Id)}", new { });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (open.StatusCode, nobody.StatusCode));
        Assert.Contains("mobility.run.window-open", await open.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("mobility.run.nobody", await nobody.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hour_asks_for_a_second_factor_and_a_stale_form_shows_what_the_other_set()
    {
        var ready = await Ready();
        await ready.Run();
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(ready.Publisher)).Api.PutAsJsonAsync($"/api{Links.PlanRun(ready.Campaign)}", new { run = "1", version = "2", date = "2030-01-01", time = "10:00" })).StatusCode);
        var office = await app.SignIn(ready.Publisher, "fr", steppedUp: true);
        var day = MovementDay(3);
        var mine = await office.Open(Links.PlanRun(ready.Campaign));
        await ready.Publish(MassarApp.Clock.GetUtcNow().UtcDateTime.AddDays(2));

        var stale = await mine.Submit(("Date", day), ("Time", "09:15"));

        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Equal((day, "09:15"), (stale.ValueOf("Date"), stale.ValueOf("Time")));
        Assert.NotNull(stale.Find("dl.facts"));
        Assert.True(stale.Says("Heure de publication"));
        var past = await (await office.Open(Links.PlanRun(ready.Campaign))).Submit(("Date", MovementDay(-1)), ("Time", "09:15"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (past.Status, past.ErrorOf("Time") is not null));
        await (await office.Open(Links.PlanRun(ready.Campaign))).SubmitForm("#plan", Massar.Features.Mobility.PublishRun.Command.Withdraw, false);
        Assert.Null((await app.Read(db => db.AssignmentRuns.AsNoTracking().SingleAsync(r => r.CampaignId == ready.Campaign))).PublishAt);
    }

    [Fact]
    public async Task Who_asked_for_a_run_does_not_publish_it_under_any_account()
    {
        var ready = await Ready();
        await ready.Run();
        var version = await app.Read(db => db.AssignmentRuns.Where(r => r.CampaignId == ready.Campaign).Select(r => r.Version).SingleAsync());
        var second = await ready.SecondAccountOf(ready.Office);

        foreach (var person in (GivenPerson[])[ready.Office, second])
        {
            var asker = await app.SignIn(person, "fr", steppedUp: true);
            var refused = await asker.Api.PutAsJsonAsync($"/api{Links.PlanRun(ready.Campaign)}", new { run = "1", version = $"{version}", date = MovementDay(3), time = "10:00" });
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains("mobility.publish.asker", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Null((await asker.Open(Links.PlanRun(ready.Campaign))).Find("#plan"));
            var desk = await asker.Open(Links.Run(ready.Campaign));
            Assert.True(desk.Says("Un collègue du bureau fixe l'heure de publication"));
            Assert.DoesNotContain($"\"{Links.PlanRun(ready.Campaign)}\"", desk.Body, StringComparison.Ordinal);
        }

        Assert.Null((await app.Read(db => db.AssignmentRuns.AsNoTracking().SingleAsync(r => r.CampaignId == ready.Campaign))).PublishAt);
        await ready.Publish(MassarApp.Clock.GetUtcNow().UtcDateTime.AddHours(30));
        // Taking an hour back tells nothing and gives nothing to anybody: who asked for the run may.
        await (await (await app.SignIn(ready.Office, steppedUp: true)).Open(Links.PlanRun(ready.Campaign))).SubmitForm("#plan", Massar.Features.Mobility.PublishRun.Command.Withdraw, false);
        Assert.Null((await app.Read(db => db.AssignmentRuns.AsNoTracking().SingleAsync(r => r.CampaignId == ready.Campaign))).PublishAt);
    }

    [Fact]
    public async Task Who_takes_part_in_a_movement_neither_runs_nor_publishes_it_nor_declares_seats_at_a_place_wished_for()
    {
        var ready = await Ready(vacant: false);
        var office = await app.SignIn(await ready.SecondAccountOf(ready.Movement.Teacher), "fr", steppedUp: true);
        var (wished, other) = (ready.Movement.Others[0], ready.Movement.Others[3]);

        var run = await office.Api.PostAsJsonAsync($"/api{Links.Run(ready.Campaign)}", new { });
        var seat = await office.Api.PutAsJsonAsync($"/api{Links.Posts(ready.Campaign)}", new { placeCode = wished.Place.Code, groupCode = "PES", seats = "1" });
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (run.StatusCode, seat.StatusCode));
        Assert.Contains("mobility.run.own", await run.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("mobility.posts.own-wish", await seat.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await app.Read(db => db.AssignmentRuns.CountAsync(r => r.CampaignId == ready.Campaign)));

        // Elsewhere the same officer works as always; what a colleague declared at the wished place stays as it is.
        Assert.Equal(HttpStatusCode.NoContent, (await office.Api.PutAsJsonAsync($"/api{Links.Posts(ready.Campaign)}", new { placeCode = other.Place.Code, groupCode = "PES", seats = "1" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await (await app.SignIn(ready.Movement.Officer)).Api.PutAsJsonAsync($"/api{Links.Posts(ready.Campaign)}", new { placeCode = wished.Place.Code, groupCode = "PES", seats = "1" })).StatusCode);
        var post = await app.Read(db => db.VacantPosts.AsNoTracking().SingleAsync(p => p.CampaignId == ready.Campaign && p.PlaceId == wished.Id));
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PutAsJsonAsync($"/api{Links.Posts(ready.Campaign)}", new { post = $"{post.Id}", version = $"{post.Version}", seats = "5" })).StatusCode);

        await ready.Run();
        var version = await app.Read(db => db.AssignmentRuns.Where(r => r.CampaignId == ready.Campaign).Select(r => r.Version).SingleAsync());
        var publish = await office.Api.PutAsJsonAsync($"/api{Links.PlanRun(ready.Campaign)}", new { run = "1", version = $"{version}", date = MovementDay(3), time = "10:00" });
        Assert.Contains("mobility.run.own", await publish.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await office.Open(Links.Run(ready.Campaign))).Says("Vous participez à ce mouvement"));
        Assert.Null((await office.Open(Links.PlanRun(ready.Campaign))).Find("#plan"));
    }

    [Fact]
    public async Task At_the_hour_each_participant_is_told_once()
    {
        var ready = await Ready();
        await ready.RunAndPublish();

        await app.RunWork($"announce-movement/{await ready.RunId()}");
        await app.RunWork($"announce-movement/{await ready.RunId()}");

        foreach (var person in new[] { ready.Movement.Teacher, ready.Rival })
            Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == "notices.mobility.result" && n.Address == Links.Result(ready.Campaign))));
        Assert.NotNull((await app.Read(db => db.AssignmentRuns.AsNoTracking().SingleAsync(r => r.CampaignId == ready.Campaign))).AnnouncedAt);
    }

    /// <summary>AC-MOV-7: publication creates the decisions, the installations and, once installed, the change in both schools.</summary>
    [Fact]
    public async Task Publication_drafts_one_decision_for_each_who_got_a_post_and_both_schools_follow()
    {
        var ready = await Ready();
        await Delivered(ready);
        await ready.RunAndPublish();
        await ready.Announce();

        // One list for the directorate, in the manager's chain, with run and wish; a second time makes nothing.
        var drafts = await app.Read(db => db.Decisions.AsNoTracking().Where(d => d.RunId == ready.Known).OrderBy(d => d.Wish).ToListAsync());
        Assert.Equal([(1, ready.Rival.EmployeeId), (2, ready.Movement.Teacher.EmployeeId)], drafts.Select(d => (d.Wish!.Value, (long?)d.EmployeeId)));
        Assert.All(drafts, d => Assert.Equal((DecisionState.Draft, "Transfer", "movement", ready.Movement.School.Directorate.Id, drafts[0].BatchId), (d.State, d.Kind, d.CauseCode, d.PlaceId, d.BatchId)));
        var office = await app.SignIn(ready.Office, "fr");
        await app.Write(db => db.WorkItems.Where(w => w.Key == MoveDesk.WorkKey(ready.Known, 1)).ExecuteUpdateAsync(s => s.SetProperty(w => w.State, WorkState.Waiting)));
        await app.RunWork(MoveDesk.WorkKey(ready.Known, 1));
        Assert.Equal(HttpStatusCode.NoContent, (await office.Api.PostAsync(new Uri($"/api{Links.Effects(ready.Campaign)}", UriKind.Relative), null)).StatusCode);
        await app.RunWork(MoveDesk.WorkKey(ready.Known, 2));
        Assert.Equal(2, await app.Read(db => db.Decisions.CountAsync(d => d.RunId == ready.Known)));
        Assert.Equal(2, await app.Read(db => db.DecisionBatches.Where(b => b.Id == drafts[0].BatchId).Select(b => b.LineCount).SingleAsync()));

        // The manager sends the list as one; the offices grant, the academy signs.
        var hr = await app.SignIn(ready.Movement.Officer, "fr");
        var batch = await hr.Open(Massar.Features.Decisions.Links.Batch(drafts[0].BatchId!.Value));
        Assert.True(batch.Says(ready.Movement.Others[0].Place.NameFr), batch.Text);
        var sent = await hr.Api.PostAsJsonAsync("/api/decisions/send", new { batch = drafts[0].BatchId, decisions = Array.Empty<long>() });
        Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());
        var rival = drafts[0].Id;
        foreach (var role in (string[])[Roles.HeadOfService, Roles.ProvincialDirector, Roles.FinancialControl, Roles.Signatory])
        {
            var who = await app.Given.Person(role, role is Roles.FinancialControl or Roles.Signatory ? ready.Movement.School.Academy : ready.Movement.School.Directorate);
            var version = await app.Read(db => db.Decisions.Where(d => d.Id == rival).Select(d => d.Version).SingleAsync());
            var door = await app.SignIn(who, steppedUp: role == Roles.Signatory);
            var reply = role == Roles.Signatory
                ? await door.Api.PostAsJsonAsync($"/api/decisions/{rival}/signature", new { version = $"{version}" })
                : await door.Api.PostAsJsonAsync($"/api/decisions/{rival}/visa", new { version = $"{version}", act = "Granted" });
            Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        }

        // The paper names the movement, the run and the wish.
        var bytes = await app.Read(async db =>
        {
            var paper = await db.Decisions.Where(d => d.Id == rival).Select(d => d.DocumentId).SingleAsync();
            return (await db.DocumentContents.AsNoTracking().SingleAsync(c => c.DocumentId == paper)).Bytes;
        });
        var file = Path.Combine(Directory.CreateTempSubdirectory("moves-").FullName, "move.pdf");
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Contains(Massar.Tests.Infrastructure.Pdf.Tools.Bare("الحركة الجهوية"), Massar.Tests.Infrastructure.Pdf.Tools.Bare(Massar.Tests.Infrastructure.Pdf.Tools.Text(file)), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("MASSAR_PAPERS") is { Length: > 0 } keep)
            File.Copy(file, Path.Combine(keep, "movement-decision.pdf"), overwrite: true);

        // Awaited at the new school; there on the day; both schools and the participant's own page say so.
        var (came, left) = (ready.Movement.Others[0], ready.Movement.Others[1]);
        foreach (var (by, act) in new[] { (came.Head, "present"), (ready.Rival, "confirm") })
        {
            var installation = await app.Read(db => db.Installations.AsNoTracking().SingleAsync(i => i.DecisionId == rival));
            var reply = await (await app.SignIn(by)).Api.PostAsJsonAsync($"/api{Massar.Features.Installations.Links.Case(installation.Id)}", new { version = $"{installation.Version}", @do = act, day = MovementDay(0) });
            Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        }

        Assert.Equal(came.Id, await app.Read(db => db.Employees.Where(e => e.Id == ready.Rival.EmployeeId).Select(e => e.PlaceId).SingleAsync()));
        Assert.True(await app.Read(db => db.Hats.AnyAsync(h => h.AccountId == ready.Rival.AccountId && h.PlaceId == came.Id && h.Role == Roles.Teacher && h.EndsOn == null)));
        Assert.Single((await (await app.SignIn(left.Head)).Open($"{Massar.Features.Installations.Links.All}?way=out&state=all")).All("tbody tr"));
        Assert.Single((await (await app.SignIn(came.Head)).Open($"{Massar.Features.Installations.Links.All}?way=in&state=all")).All("tbody tr"));
        var space = await app.Read(db => db.Hats.Where(h => h.AccountId == ready.Rival.AccountId && h.PlaceId == came.Id).Select(h => h.Id).SingleAsync());
        var own = await (await app.SignIn(ready.Rival with { HatId = space }, "fr")).Open(Links.Result(ready.Campaign));
        Assert.NotNull(own.Find($"#next a[href^='{Massar.Features.Installations.Links.All}/']"));
        Assert.True((await office.Open(Links.Effects(ready.Campaign))).Says("installés"));
    }

    [Fact]
    public async Task Who_cannot_be_moved_any_more_is_named_with_the_reason_and_tried_again()
    {
        var ready = await Ready();
        await Delivered(ready);
        await ready.RunAndPublish();
        await app.Write(db => db.CareerSteps.Where(s => s.EmployeeId == ready.Rival.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(c => c.PositionCode, "DETACHMENT")));
        await ready.Announce();

        Assert.Equal(1, await app.Read(db => db.Decisions.CountAsync(d => d.RunId == ready.Known)));
        var office = await app.SignIn(ready.Office, "fr");
        var page = await office.Open(Links.Effects(ready.Campaign));
        Assert.True(page.Says("N'est pas en position d'activité"), page.Text);
        Assert.True((await (await app.SignIn(ready.Rival, "fr")).Open(Links.Result(ready.Campaign))).Says("L'administration examine votre cas"));
        Assert.Contains("N'est pas en position", await (await (await app.SignIn(ready.Office, "fr", steppedUp: true)).Get(Links.EffectsExport(ready.Campaign, "csv"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await app.Write(db => db.CareerSteps.Where(s => s.EmployeeId == ready.Rival.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(c => c.PositionCode, "ACTIVITY")));
        Assert.Equal(Links.Effects(ready.Campaign), (await page.SubmitForm($"form[action='{Links.Effects(ready.Campaign)}']", null, false)).Address);
        await app.RunWork(MoveDesk.WorkKey(ready.Known, 2));
        Assert.Equal((2, 0), await app.Read(async db => (await db.Decisions.CountAsync(d => d.RunId == ready.Known), await db.RunExceptions.CountAsync(e => e.RunId == ready.Known))));

        // Elsewhere nothing is seen of it.
        var elsewhere = await app.Given.School();
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await app.Given.Person(Roles.HrManager, elsewhere.Directorate))).Open(Links.Effects(ready.Campaign))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(ready.Movement.Officer)).Api.PostAsync(new Uri($"/api{Links.Effects(ready.Campaign)}", UriKind.Relative), null)).StatusCode);
        var asked = await MassarApp.StatementsOf(async () => await office.Open(Links.Effects(ready.Campaign)));
        Assert.True(asked.Count <= 6, string.Join("\n\n", asked));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task A_participant_appeals_within_the_window_and_another_than_the_publisher_answers(string language)
    {
        var ready = await Ready();
        await ready.RunAndPublish();
        var me = await app.SignIn(ready.Movement.Teacher, language);
        Assert.NotNull((await me.Open(Links.Result(ready.Campaign))).Find($"#next a[href='{Links.Appeal(ready.Campaign)}']"));

        var without = await (await me.Open(Links.Appeal(ready.Campaign))).Submit(("Reason", "  "));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (without.Status, without.ErrorOf("Reason") is not null));
        var sent = await (await me.Open(Links.Appeal(ready.Campaign))).Submit(("Reason", "Mon ancienneté est mal comptée"));
        Assert.True(sent.Says(Massar.Infrastructure.Localization.Words.All.Say(language, "mobility.appeal.sent")), sent.Text);
        var again = await me.Api.PostAsJsonAsync($"/api{Links.Appeal(ready.Campaign)}", new { version = (string?)null, reason = "encore" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        var id = await app.Read(db => db.RunAppeals.Where(a => a.CampaignId == ready.Campaign).Select(a => a.Id).SingleAsync());

        // Who ran or published it does not answer, nor who takes part, nor an office elsewhere; a reason is needed.
        async Task<HttpResponseMessage> Answer(GivenPerson by, string? remark = "Points revus") => await (await app.SignIn(by)).Api.PostAsJsonAsync($"/api{Links.AnswerAppeal(id)}", new { version = 1, decision = "accept", remark });
        Assert.Equal(HttpStatusCode.Conflict, (await Answer(ready.Publisher)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Answer(await ready.SecondAccountOf(ready.Movement.Teacher))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Answer(await ready.SecondAccountOf(ready.Rival))).StatusCode);
        var elsewhere = await app.Given.School();
        Assert.Equal(HttpStatusCode.NotFound, (await Answer(await app.Given.Person(Roles.AcademyMobility, elsewhere.Academy))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Answer(ready.Office)).StatusCode);
        var judge = await app.Given.Person(Roles.AcademyMobility, ready.Movement.School.Academy);
        Assert.Equal(HttpStatusCode.BadRequest, (await Answer(judge, " ")).StatusCode);
        var office = await app.SignIn(judge, language);
        Assert.Single((await office.Open(Links.Appeals)).All("tbody tr"));
        var done = await (await office.Open(Links.AnswerAppeal(id))).Submit(("Decision", "refuse"), ("Remark", "Le décompte est exact"));
        Assert.Equal(Links.Appeals, done.Address.Split('?')[0]);
        Assert.True((await me.Open(Links.Appeal(ready.Campaign))).Says("Le décompte est exact"));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.Key.StartsWith($"mobility-appeal/{id}"))));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await app.Given.Person(Roles.Teacher, ready.Movement.School.Place))).Open(Links.Appeal(ready.Campaign))).Status);
    }

    [Fact]
    public async Task An_accepted_appeal_gives_a_post_the_run_left_vacant_by_a_decision_and_runs_nobody_again()
    {
        var ready = await Ready();
        await Delivered(ready);
        await ready.RunAndPublish();
        var me = await app.SignIn(ready.Rival, "fr");
        var sent = await (await me.Open(Links.Appeal(ready.Campaign))).Upload("main form[method=post]", "Document", "acte.png", Massar.Tests.Features.Registrations.Families.Png(400, 400), "image/png", ("Reason", "Mon ancienneté est mal comptée"));
        Assert.True(sent.Says(Massar.Infrastructure.Localization.Words.All.Say("fr", "mobility.appeal.sent")), sent.Text);
        var appeal = await app.Read(db => db.RunAppeals.AsNoTracking().SingleAsync(a => a.CampaignId == ready.Campaign));
        var file = await app.Read(db => db.StoredFiles.Where(f => f.Id == appeal.DocumentId).Select(f => f.PublicId).SingleAsync());

        var judge = await app.SignIn(await app.Given.Person(Roles.AcademyMobility, ready.Movement.School.Academy), "fr");
        var elsewhere = await app.SignIn(await app.Given.Person(Roles.AcademyMobility, (await app.Given.School()).Academy));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), ((await judge.Get(Links.Proof(file))).StatusCode, (await elsewhere.Get(Links.Proof(file))).StatusCode));
        var before = await app.Read(db => db.RunOutcomes.AsNoTracking().Where(o => o.RunId == appeal.RunId).OrderBy(o => o.EmployeeId).Select(o => new { o.EmployeeId, o.ToPlaceId }).ToListAsync());

        // The seat of the teacher who moved is the only one nobody took.
        var form = await judge.Open(Links.AnswerAppeal(appeal.Id));
        Assert.Equal(["", $"{ready.Movement.School.Id}"], form.All("select[name=Post] option").Select(o => o.GetAttribute("value")));
        var unknown = await judge.Api.PostAsJsonAsync($"/api{Links.AnswerAppeal(appeal.Id)}", new { version = appeal.Version, decision = "accept", remark = "Fondé", post = $"{ready.Movement.Others[3].Id}" });
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        var done = await form.Submit(("Decision", "accept"), ("Remark", "Recours fondé"), ("Post", $"{ready.Movement.School.Id}"));
        Assert.Equal(Links.Appeals, done.Address.Split('?')[0]);

        var decision = await app.Read(db => db.Decisions.AsNoTracking().SingleAsync(d => d.RunId == appeal.RunId && d.EmployeeId == ready.Rival.EmployeeId));
        Assert.Equal(("Transfer", DecisionState.Draft, ready.Movement.School.Id), (decision.Kind, decision.State, decision.NewPlaceId));
        Assert.Equal(before, await app.Read(db => db.RunOutcomes.AsNoTracking().Where(o => o.RunId == appeal.RunId).OrderBy(o => o.EmployeeId).Select(o => new { o.EmployeeId, o.ToPlaceId }).ToListAsync()));
        Assert.True((await me.Open(Links.Appeal(ready.Campaign))).Says(ready.Movement.School.Place.NameFr));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.Key.StartsWith($"mobility-appeal/{appeal.Id}"))));
    }

    /// <summary>The seat an appeal gives is taken from whoever has it at that moment: the run, or the later phase that took it over, while nobody runs that one.</summary>
    [Fact]
    public async Task A_seat_that_went_to_the_next_phase_is_given_once_and_not_while_that_phase_is_being_run()
    {
        var ready = await Ready();
        await Delivered(ready);
        await ready.RunAndPublish();
        var school = ready.Movement.School;
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, school.Academy), "fr");
        var form = await ministry.Open($"{Links.NewCampaign}?category=LOCAL");
        await form.Submit(("NameAr", $"الحركة المحلية {school.Id}"), ("NameFr", $"Mouvement local {school.Id}"), ("PlaceCode", school.Directorate.Code), ("SchoolYear", $"{Given.Year}"), ("State", "Announced"));
        var local = await app.Read(db => db.Campaigns.AsNoTracking().SingleAsync(c => c.CategoryCode == "LOCAL" && c.PlaceId == school.Directorate.Id));
        Assert.Equal([(school.Id, 1)], (await app.Read(db => db.VacantPosts.Where(p => p.CampaignId == local.Id).ToListAsync())).Select(p => (p.PlaceId, p.Seats)));

        var me = await app.SignIn(ready.Rival, "fr");
        await (await me.Open(Links.Appeal(ready.Campaign))).Submit(("Reason", "Mon ancienneté est mal comptée"));
        var appeal = await app.Read(db => db.RunAppeals.AsNoTracking().SingleAsync(a => a.CampaignId == ready.Campaign));
        var judge = await app.SignIn(await app.Given.Person(Roles.AcademyMobility, school.Academy), "fr");
        Task<HttpResponseMessage> Give() => judge.Api.PostAsJsonAsync($"/api{Links.AnswerAppeal(appeal.Id)}", new { version = appeal.Version, decision = "accept", remark = "Recours fondé", post = $"{school.Id}" });

        // While the next phase is in the making its seats are nobody's to give.
        var run = new AssignmentRun { CampaignId = local.Id, Number = 1, PlaceId = local.PlaceId, AskedByAccountId = 1, AskedAt = DateTime.UtcNow, Salt = new byte[16] };
        await app.Write(async db =>
        {
            db.AssignmentRuns.Add(run);
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.BadRequest, (await Give()).StatusCode);
        Assert.Null((await judge.Open(Links.AnswerAppeal(appeal.Id))).Find("select[name=Post]"));

        // A post elsewhere in the same year is the one the person keeps.
        await app.Write(db => db.AssignmentRuns.Where(r => r.Id == run.Id).ExecuteDeleteAsync());
        var other = await Movement.Open(app);
        await Placed(other.Campaign, ready.Rival, ready.Movement.School, ready.Movement.Others[0]);
        Assert.Contains("mobility.appeal.placed", await (await Give()).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // Not out yet, it is not told whether he got one.
        DateTime? later = DateTime.UtcNow.AddHours(1);
        await app.Write(db => db.AssignmentRuns.Where(r => r.CampaignId == other.Campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.PublishAt, later)));
        Assert.Contains("mobility.appeal.not-out", await (await Give()).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.Write(db => db.AssignmentRuns.Where(r => r.CampaignId == other.Campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.PublishAt, (DateTime?)null)));

        // Free again: given once, and the next phase has it no more.
        var given = await Give();
        Assert.True(given.IsSuccessStatusCode, await given.Content.ReadAsStringAsync());
        Assert.Equal(0, await app.Read(db => db.VacantPosts.CountAsync(p => p.CampaignId == local.Id)));
        Assert.Equal(school.Id, await app.Read(db => db.Decisions.Where(d => d.RunId == appeal.RunId && d.EmployeeId == ready.Rival.EmployeeId).Select(d => d.NewPlaceId).SingleAsync()));
        var frozen = await app.Read(db => new RunDesk(db, new PhaseDesk(db)).Read(local, default));
        Assert.Empty(frozen.Declared);
    }

    /// <summary>One person, one post: what another movement gave meanwhile is looked at before the hour is set.</summary>
    [Fact]
    public async Task A_run_that_moves_somebody_who_got_a_post_elsewhere_meanwhile_gets_no_hour()
    {
        var ready = await Ready();
        await ready.Run();
        var other = await Movement.Open(app);
        await Placed(other.Campaign, ready.Rival, ready.Movement.School, ready.Movement.Others[2]);
        var publisher = await app.SignIn(ready.Publisher, "fr", steppedUp: true);

        var refused = await (await publisher.Open(Links.PlanRun(ready.Campaign))).Submit();

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Null(await app.Read(db => db.AssignmentRuns.Where(r => r.CampaignId == ready.Campaign).Select(r => r.PublishAt).SingleAsync()));
        // Run again without him, it may be published.
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(ready.Office)).Api.PostAsJsonAsync($"/api{Links.Run(ready.Campaign)}", new { reason = "Un participant est placé ailleurs" })).StatusCode);
        await app.RunWork(AssignmentRun.WorkKey(await ready.RunId()));
        Assert.DoesNotContain(ready.Rival.EmployeeId!.Value, await app.Read(db => db.RunOutcomes.Where(o => db.AssignmentRuns.Any(r => r.Id == o.RunId && r.CampaignId == ready.Campaign && r.Number == 2)).Select(o => o.EmployeeId).ToListAsync()));
        await ready.Publish(MassarApp.Clock.GetUtcNow().UtcDateTime);
    }

    private Task Placed(Campaign campaign, GivenPerson person, GivenSchool from, GivenSchool to) => app.Write(async db =>
    {
        var run = new AssignmentRun { CampaignId = campaign.Id, Number = 1, PlaceId = campaign.PlaceId, AskedByAccountId = 1, AskedAt = DateTime.UtcNow.AddHours(-2), Salt = new byte[16] };
        run.PlanFor(DateTime.UtcNow.AddMinutes(-10), 2);
        db.AssignmentRuns.Add(run);
        await db.SaveChangesAsync();
        db.RunOutcomes.Add(new RunOutcome
        {
            RunId = run.Id,
            EmployeeId = person.EmployeeId!.Value,
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

    [Fact]
    public async Task After_the_window_nobody_appeals_any_more()
    {
        var ready = await Ready();
        await ready.RunAndPublish();
        MassarApp.Clock.Pass(TimeSpan.FromDays(40));
        var me = await app.SignIn(ready.Movement.Teacher, "fr");

        var reply = await me.Api.PostAsJsonAsync($"/api{Links.Appeal(ready.Campaign)}", new { reason = "trop tard" });

        Assert.Contains("mobility.appeal.over", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null((await me.Open(Links.Appeal(ready.Campaign))).Find("main form[method=post]"));
    }

    /// <summary>The move is to take place today, and the ministry's procedures are there.</summary>
    private Task Delivered(Stage ready) => app.Write(db => db.Campaigns.Where(c => c.Id == ready.Campaign).ExecuteUpdateAsync(s => s.SetProperty(c => c.CountedOn, Movement.Today.AddDays(-1))));

    [Fact]
    public async Task An_office_elsewhere_sees_nothing_of_it()
    {
        var ready = await Ready();
        await ready.RunAndPublish();
        var elsewhere = await Movement.Open(app);
        var (academy, province, stranger) = (await app.SignIn(elsewhere.AcademyOfficer, steppedUp: true), await app.SignIn(elsewhere.Officer), await app.SignIn(elsewhere.Teacher));

        foreach (var address in new[] { Links.Run(ready.Campaign), Links.NewRun(ready.Campaign), Links.PlanRun(ready.Campaign), Links.Posts(ready.Campaign), Links.RunFile(ready.Campaign, 1, RunFileKind.Inputs), $"{Links.Moves}?campaign={ready.Campaign}" })
            Assert.Equal(HttpStatusCode.NotFound, (await academy.Open(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await academy.Api.PostAsJsonAsync($"/api{Links.Run(ready.Campaign)}", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await province.Api.GetAsync($"/api{Links.Moves}?campaign={ready.Campaign}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Result(ready.Campaign))).Status);
    }

    [Fact]
    public async Task Vacant_posts_are_declared_changed_and_taken_off_and_a_stale_change_shows_both()
    {
        var ready = await Ready(vacant: false);
        var office = await app.SignIn(ready.Movement.Officer, "fr");
        var code = ready.Movement.Others[2].Place.Code;

        var wrong = await (await office.Open(Links.Posts(ready.Campaign))).SubmitForm("#add", null, false, ("PlaceCode", "00000X"), ("GroupCode", "PES"), ("Seats", "2"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "00000X", "2"), (wrong.Status, wrong.ValueOf("PlaceCode"), wrong.ValueOf("Seats")));
        await (await office.Open(Links.Posts(ready.Campaign))).SubmitForm("#add", null, false, ("PlaceCode", code), ("GroupCode", "PES"), ("Seats", "2"));
        var post = await app.Read(db => db.VacantPosts.AsNoTracking().SingleAsync(p => p.CampaignId == ready.Campaign));
        Assert.Equal((ready.Movement.Others[2].Id, "PES", 2), (post.PlaceId, post.GroupCode, post.Seats));
        Assert.Equal(HttpStatusCode.Conflict, (await (await office.Open(Links.Posts(ready.Campaign))).SubmitForm("#add", null, false, ("PlaceCode", code), ("GroupCode", "PES"), ("Seats", "5"))).Status);

        var change = await office.Open($"{Links.Posts(ready.Campaign)}?post={post.Id}");
        await office.Api.PutAsJsonAsync($"/api{Links.Posts(ready.Campaign)}", new { post = $"{post.Id}", version = $"{post.Version}", seats = "3" });
        var stale = await change.SubmitForm("#change", null, false, ("Seats", "7"));
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.True(stale.Says("Vous avez écrit 7 ; quelqu'un d'autre a mis 3 entre-temps"));
        await (await office.Open($"{Links.Posts(ready.Campaign)}?post={post.Id}")).SubmitForm("#change", null, false, ("Seats", "0"));
        Assert.Equal(0, await app.Read(db => db.VacantPosts.CountAsync(p => p.CampaignId == ready.Campaign)));
    }

    [Fact]
    public async Task Who_moved_is_listed_filtered_summed_by_commune_and_taken_away()
    {
        var ready = await Ready();
        await ready.RunAndPublish();
        var province = await app.SignIn(ready.Movement.Officer, "fr");
        var rival = await app.Read(db => db.Employees.SingleAsync(e => e.Id == ready.Rival.EmployeeId));

        var found = await province.Open($"{Links.Moves}?Campaign={ready.Campaign}&Q={rival.Ppr}");
        var csv = await (await province.Get($"{Links.MovesExport}?Campaign={ready.Campaign}&format=csv")).Content.ReadAsStringAsync();
        var xlsx = await (await province.Get($"{Links.MovesExport}?Campaign={ready.Campaign}&format=xlsx")).Content.ReadAsByteArrayAsync();
        var communes = await province.Open($"{Links.MovesByCommune}?campaign={ready.Campaign}");

        Assert.Contains(ready.Movement.Others[0].Place.NameFr, Assert.Single(found.All("tbody tr")).TextContent, StringComparison.Ordinal);
        Assert.Contains(rival.Ppr, csv, StringComparison.Ordinal);
        Assert.Equal(3, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("PK", Encoding.ASCII.GetString(xlsx, 0, 2));
        // The school the teacher left has an empty seat; the vacant one is filled.
        Assert.Equal(1, communes.All("tbody tr").Count(r => r.Children[2].TextContent.Trim().EndsWith('1') && r.Children[3].TextContent.Trim().EndsWith('0') && r.Children[4].TextContent.Trim().EndsWith('1')));
        Assert.Equal(HttpStatusCode.OK, (await province.Api.GetAsync($"/api{Links.MovesByCommune}")).StatusCode);
        Assert.Equal(2, await app.Read(db => db.ExportsTaken.CountAsync(t => t.AccountId == ready.Movement.Officer.AccountId && t.Kind == "moves")));
    }

    [Fact]
    public async Task Pages_ask_few_questions()
    {
        var ready = await Ready();
        await ready.RunAndPublish();
        var (teacher, office) = (await app.SignIn(ready.Movement.Teacher), await app.SignIn(ready.Office, steppedUp: true));
        await teacher.Open(Links.Result(ready.Campaign));
        await office.Open(Links.Runs);

        Assert.InRange((await MassarApp.StatementsOf(() => teacher.Open(Links.Result(ready.Campaign)))).Count, 1, 4);
        Assert.InRange((await MassarApp.StatementsOf(() => office.Open(Links.Runs))).Count, 1, 5);
        Assert.InRange((await MassarApp.StatementsOf(() => office.Open(Links.Moves))).Count, 1, 5);
        Assert.InRange((await MassarApp.StatementsOf(() => office.Open(Links.Run(ready.Campaign)))).Count, 1, 8);
        Assert.InRange((await MassarApp.StatementsOf(() => office.Open(Links.Posts(ready.Campaign)))).Count, 1, 8);
    }

    [Fact]
    public async Task What_a_stopped_attempt_left_is_made_anew_and_a_granted_priority_goes_first()
    {
        var ready = await Ready();
        await app.Write(async db =>
        {
            // Fewer points, and an accepted priority: the teacher goes first.
            var claim = new PriorityClaim
            {
                CampaignId = ready.Campaign,
                EmployeeId = ready.Movement.Teacher.EmployeeId!.Value,
                PlaceId = ready.Movement.School.Id,
                PlacePath = ready.Movement.School.Place.Path,
                Case = PriorityCase.Couple,
                Proof = "عقد الزواج",
                ClaimedAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
            };
            claim.Decide(true, null, new(ready.Movement.Officer.AccountId, null, "", "", Roles.HrManager, MassarApp.Clock.GetUtcNow().UtcDateTime));
            db.PriorityClaims.Add(claim);
            await db.SaveChangesAsync();
        });
        var office = await app.SignIn(ready.Office, steppedUp: true);
        Assert.Equal(HttpStatusCode.OK, (await office.Api.PostAsJsonAsync($"/api{Links.Run(ready.Campaign)}", new { })).StatusCode);
        var id = await ready.RunId();
        await app.Write(async db =>
        {
            db.RunPosts.Add(new RunPost { RunId = id, Number = 77, PlaceId = ready.Movement.School.Id, PlacePath = "/left/", GroupCode = "LEFT", Vacant = 9, Left = 0, Arrived = 0 });
            await db.SaveChangesAsync();
        });

        await app.RunWork(AssignmentRun.WorkKey(id));
        await ready.Publish(MassarApp.Clock.GetUtcNow().UtcDateTime);

        Assert.Equal(0, await app.Read(db => db.RunPosts.CountAsync(p => p.RunId == id && p.GroupCode == "LEFT")));
        Assert.True((await (await app.SignIn(ready.Movement.Teacher, "fr")).Open(Links.Result(ready.Campaign))).Says("Vous obtenez votre vœu n° 1"));
        Assert.True((await (await app.SignIn(ready.Rival, "fr")).Open(Links.Result(ready.Campaign))).Says("Le dernier entrant a une priorité accordée de rang 2"));
    }

    [Fact]
    public async Task What_is_not_decided_yet_is_counted_before_the_run()
    {
        var ready = await Ready();
        await app.Write(async db =>
        {
            db.PriorityClaims.Add(new PriorityClaim
            {
                CampaignId = ready.Campaign,
                EmployeeId = ready.Rival.EmployeeId!.Value,
                PlaceId = ready.Movement.Others[1].Id,
                PlacePath = ready.Movement.Others[1].Place.Path,
                Case = PriorityCase.Couple,
                Proof = "عقد الزواج",
                ClaimedAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
            });
            await db.SaveChangesAsync();
        });

        Assert.True((await (await app.SignIn(ready.Office, "fr")).Open(Links.Run(ready.Campaign))).Says("Décidez des contestations et des priorités avant de le lancer"));
    }

    [Fact]
    public async Task A_worker_whose_clock_is_ahead_tells_nobody_before_the_database_s_hour()
    {
        var ready = await Ready();
        await ready.Run();
        await ready.Publish(MassarApp.Clock.GetUtcNow().UtcDateTime.AddHours(30));
        var key = $"announce-movement/{await ready.RunId()}";
        await app.Write(db => db.WorkItems.Where(w => w.Key.StartsWith(key)).ExecuteUpdateAsync(s => s.SetProperty(w => w.RunAfter, DateTime.UtcNow.AddHours(-1))));

        await app.RunWork(key);

        Assert.Equal(0, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == ready.Rival.AccountId && n.Template == "notices.mobility.result")));
        Assert.Equal(WorkState.Waiting, await app.Read(db => db.WorkItems.Where(w => w.Key.StartsWith(key)).Select(w => w.State).SingleAsync()));
    }

    private static string MovementDay(int days) => Movement.Today.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private Task Close(Movement movement) => app.Write(db => db.Campaigns.Where(c => c.Id == movement.Campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.ClosesOn, Movement.Today.AddDays(-1))));

    /// <summary>Two teachers whose requests are validated: the teacher (131 points) wants school 0, then the rival's school 1; the rival (148 points) wants school 0, where a post is vacant.</summary>
    private async Task<Stage> Ready(bool vacant = true, (decimal Teacher, decimal Rival)? points = null)
    {
        var movement = await Movement.Open(app);
        var rival = await app.Given.Person(Roles.Teacher, movement.Others[1].Place);
        var (one, other) = (await movement.Send(null, movement.Others[0], movement.Others[1]), await movement.Send(rival, movement.Others[0]));
        await Close(movement);
        await app.Write(async db =>
        {
            foreach (var (id, worth) in new[] { (one, points?.Teacher ?? 131), (other, points?.Rival ?? 148) })
            {
                await db.MovementRequests.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, RequestState.AcademyValidated));
                await db.Submissions.Where(s => s.RequestId == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Points, worth));
            }

            if (vacant)
                db.VacantPosts.Add(new VacantPost { CampaignId = movement.Campaign.Id, PlaceId = movement.Others[0].Id, PlacePath = movement.Others[0].Place.Path, GroupCode = "PES", Seats = 1 });
            await db.SaveChangesAsync();
        });
        return new Stage(app, movement, rival, await app.Given.Person(Roles.AcademyMobility, movement.School.Academy));
    }

    /// <param name="Publisher">A colleague of <see cref="Office"/>: who asks for a run does not publish it.</param>
    private sealed record Stage(MassarApp App, Movement Movement, GivenPerson Rival, GivenPerson Publisher)
    {
        public int Campaign => Movement.Campaign.Id;

        public GivenPerson Office => Movement.AcademyOfficer;

        /// <summary>Another account of the same employee, in the office that runs the movement.</summary>
        public async Task<GivenPerson> SecondAccountOf(GivenPerson person)
        {
            var second = await App.Given.Person(Roles.AcademyMobility, Movement.School.Academy);
            await App.Write(db => db.Accounts.Where(a => a.Id == second.AccountId).ExecuteUpdateAsync(s => s.SetProperty(a => a.EmployeeId, person.EmployeeId)));
            return second;
        }

        public Task<long> RunId() => App.Read(db => db.AssignmentRuns.Where(r => r.CampaignId == Campaign).MaxAsync(r => r.Id));

        public async Task Run()
        {
            var office = await App.SignIn(Office);
            var job = await (await office.Open(Links.NewRun(Campaign))).Submit();
            Assert.StartsWith("/jobs/", job.Address, StringComparison.Ordinal);
            Assert.Equal(1, await App.RunWork(AssignmentRun.WorkKey(await RunId())));
            Assert.Equal(WorkState.Done, await App.Read(async db =>
            {
                var key = AssignmentRun.WorkKey(await db.AssignmentRuns.Where(r => r.CampaignId == Campaign).MaxAsync(r => r.Id));
                return await db.WorkItems.Where(w => w.Key == key).Select(w => w.State).SingleAsync();
            }));
        }

        public async Task Publish(DateTime at)
        {
            var local = MoroccanDay.Local(at);
            var office = await App.SignIn(Publisher, steppedUp: true);
            var after = await (await office.Open(Links.PlanRun(Campaign))).Submit(
                ("Date", local.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("Time", local.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)));
            Assert.Equal(Links.Run(Campaign), after.Address);
        }

        /// <summary>The run that is published, once <see cref="Announce"/> was called.</summary>
        public long Known { get; private set; }

        /// <summary>The hour's own work: everybody is told, then the decisions are drafted.</summary>
        public async Task Announce()
        {
            Known = await RunId();
            await App.RunWork($"announce-movement/{Known}/");
            await App.RunWork(MoveDesk.WorkKey(Known, 1));
        }

        public async Task RunAndPublish()
        {
            await Run();
            await Publish(MassarApp.Clock.GetUtcNow().UtcDateTime);
        }
    }
}

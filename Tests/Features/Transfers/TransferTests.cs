using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Attendance.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Transfers;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Transfers;

public sealed class TransferTests(MassarApp app) : IClassFixture<MassarApp>
{
    /// <summary>AC-MAS-3: from one academy to another, every step through the pages of both schools.</summary>
    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_pupil_moves_to_another_academy_and_is_counted_once_on_any_day(string language)
    {
        var world = await World();
        var (sender, receiver) = (await app.SignIn(world.From.Head, language), await app.SignIn(world.To.Head, language));
        var pupil = world.Pupil;

        // Found by code in the whole country, and nothing but what is needed is shown.
        var found = await receiver.Open(Links.NewFor(pupil.MassarCode));
        Assert.Contains(pupil.FullNameAr, found.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("0600", found.Text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Open(Massar.Features.Pupils.Links.File(pupil.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Open(Massar.Features.Pupils.Links.Record(pupil.Id))).Status);
        var asked = await found.Submit(("ReasonCode", "MOVE"));
        var transfer = await Of(pupil);
        Assert.Equal(Links.Case(transfer.Id), asked.Address);
        Assert.Equal((TransferState.Asked, TransferKinds.Academies, TransferTurn.Sender), (transfer.State, transfer.KindCode, transfer.Turn));

        // The sending school notes what is wanting, and that keeps nobody back.
        var answered = await (await sender.Open(Links.Answer(transfer.Id))).Submit(("Answer", "agree"), ("MarksEntered", "yes"), ("Debts", "150 درهم"));
        Assert.Equal(Links.Case(transfer.Id), answered.Address);
        Assert.True(answered.Says("150 درهم"));
        Assert.Equal(EnrollmentState.Active, await app.Read(db => db.Enrollments.Where(e => e.Id == pupil.EnrollmentId).Select(e => e.State).SingleAsync()));

        // Marks and absences to date are read at once, and cannot be changed.
        var record = await receiver.Open(Massar.Features.Pupils.Links.Record(pupil.Id));
        Assert.True(record.Says("15.50") || record.Says("15,50"));
        Assert.Empty(record.All("main form[method=post]"));

        var today = MoroccanDay.Today(MassarApp.Clock);
        var joined = await (await receiver.Open(Links.Join(transfer.Id))).Submit(("JoinedOn", $"{today:yyyy-MM-dd}"), ("Class", $"{world.Class.Id}"));
        Assert.Equal(Links.Case(transfer.Id), joined.Address);

        var lines = await app.Read(db => db.Enrollments.Where(e => e.PupilId == pupil.Id).OrderBy(e => e.Id).ToListAsync());
        Assert.Equal([EnrollmentState.Left, EnrollmentState.Active], lines.Select(l => l.State));
        Assert.Equal((today, today), (lines[0].LeftOn, lines[1].EnteredOn));
        Assert.Equal((world.Class.Id, world.Class.Pupils.Count + 1, EnrollmentKind.TransferredIn), (lines[1].ClassId, lines[1].OrderInClass, lines[1].Kind));
        for (var day = today.AddDays(-20); day <= today.AddDays(20); day = day.AddDays(1))
        {
            var at = await app.Read(db => db.Enrollments.Where(e => e.PupilId == pupil.Id && e.SchoolYearId == Given.Year).PresentOn(day).Select(e => e.SchoolId).ToListAsync());
            Assert.Equal([day < today ? world.From.Id : world.To.Id], at);
        }

        // Both schools read the same history; the new one reads the whole file, the old one keeps its part.
        Assert.Equal(["asked", "agreed", "joined"], await app.Read(db => db.TransferEvents.Where(e => e.TransferId == transfer.Id).OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
        Assert.Equal((await sender.Open(Links.Case(transfer.Id))).Find(".timeline")!.TextContent, (await receiver.Open(Links.Case(transfer.Id))).Find(".timeline")!.TextContent);
        Assert.Equal(HttpStatusCode.OK, (await receiver.Open(Massar.Features.Pupils.Links.File(pupil.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sender.Open(Massar.Features.Pupils.Links.Correct(pupil.Id))).Status);
    }

    [Fact]
    public async Task The_departure_certificate_is_numbered_sealed_checked_and_given_to_both_schools_and_the_family()
    {
        var world = await World();
        var guardian = await app.Given.Guardian(world.From, world.Pupil);
        var transfer = await Joined(world);

        var paper = await app.Read(db => db.IssuedDocuments.SingleAsync(d => d.Id == transfer.DocumentId));
        Assert.Equal((DepartureDesk.Kind, world.From.Id, 1, world.Pupil.Id), (paper.Kind, paper.PlaceId, paper.Number, paper.PupilId));
        var files = new List<byte[]>();
        foreach (var person in (GivenPerson[])[world.From.Head, world.To.Head, guardian])
        {
            var answer = await (await app.SignIn(person, "fr")).Get(Links.Certificate(transfer.Id));
            Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
            files.Add(await answer.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(files[0], files[1]);
        Assert.Equal(files[0], files[2]);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await app.Given.School()).Head)).Get(Links.Certificate(transfer.Id))).StatusCode);
        var file = Path.Combine(Path.GetTempPath(), $"departure-{Guid.NewGuid():N}.pdf");
        await File.WriteAllBytesAsync(file, files[0]);
        try
        {
            Assert.Contains("Pages:           1", Tools.Run("pdfinfo", file).Output, StringComparison.Ordinal);
            var text = Tools.Bare(Tools.Text(file));
            Assert.Contains(DocumentCode.Shown(paper.Code), text, StringComparison.Ordinal);
            Assert.Contains(world.Pupil.MassarCode, text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        // That the pupil has left does not make it an old paper: it says so itself.
        var check = await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(paper.Code));
        Assert.True(check.Says("Certificat de départ"));
        Assert.Equal("ok", check.Find("main .tag")!.ClassList.Last());
        Assert.DoesNotContain(world.Pupil.FullNameAr, check.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_school_without_the_pupil_s_level_is_not_offered_to_ask_and_is_refused()
    {
        var world = await World();
        var primary = await app.Given.School();
        await app.Given.Class(primary, level: "2AC", pupils: 0);
        var head = await app.SignIn(primary.Head, "fr");

        var found = await head.Open(Links.NewFor(world.Pupil.MassarCode));
        Assert.True(found.Says("L'établissement n'a pas de classe du niveau"));
        Assert.Null(found.Find("main form[method=post]"));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.New}", new { code = world.Pupil.MassarCode, reasonCode = "MOVE" })).StatusCode);
    }

    [Fact]
    public async Task Two_schools_that_ask_at_once_make_one_request()
    {
        var world = await World();
        var third = await app.Given.School();
        await app.Given.Class(third, pupils: 0);
        var (one, two) = (await app.SignIn(world.To.Head), await app.SignIn(third.Head));

        var answers = await Task.WhenAll(new[] { one, two, one, two }.Select(v => v.Api.PostAsJsonAsync($"/api{Links.New}", new { code = world.Pupil.MassarCode, reasonCode = "MOVE" })));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(1, await app.Read(db => db.Transfers.CountAsync(t => t.PupilId == world.Pupil.Id)));
    }

    [Fact]
    public async Task Silence_passes_the_case_to_the_directorate_after_the_days_of_the_setting_and_holidays_do_not_count()
    {
        var world = await World();
        var transfer = await Asked(world);
        var rules = await app.Read(db => TransferRules.Of(db, Given.Year, default));
        var asked = DateOnly.FromDateTime(MoroccanDay.Local(transfer.AskedAt));
        Assert.Equal(rules.WorkingDaysAfter(asked, 3), transfer.DueOn);

        // Not yet.
        Assert.Equal(0, await app.RunWork(TransferClockWork.KeyOf(transfer.Id, TransferState.Asked)));
        MassarApp.Clock.Pass(TransferRules.Alarm(transfer.DueOn!.Value) - MassarApp.Clock.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(5));
        Assert.Equal(1, await app.RunWork(TransferClockWork.KeyOf(transfer.Id, TransferState.Asked)));
        transfer = await Of(world.Pupil);
        Assert.Equal((TransferState.Escalated, TransferTurn.Directorate), (transfer.State, transfer.Turn));

        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, world.From.Directorate), "fr");
        var stranger = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, world.To.Directorate), "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Decide(transfer.Id))).Status);
        var board = await director.Open(Links.Side("out"));
        Assert.Contains("Direction provinciale", Assert.Single(board.All("main tbody tr")).TextContent, StringComparison.Ordinal);
        var refused = await (await director.Open(Links.Decide(transfer.Id))).Submit(("Decision", "refuse"), ("Why", "non"));
        Assert.NotNull(refused.ErrorOf("Why"));
        Assert.Equal("non", refused.ValueOf("Why"));
        await refused.Submit(("Decision", "allow"), ("Why", ""));
        Assert.Equal(TransferState.Ready, (await Of(world.Pupil)).State);
    }

    [Fact]
    public void Working_days_leave_out_weekends_and_holidays()
    {
        var rules = new TransferRules(3, 15, [(new DateOnly(2026, 1, 25), new DateOnly(2026, 2, 1))]);
        var thursday = new DateTime(2026, 1, 22, 9, 0, 0, DateTimeKind.Utc);

        Assert.Equal(new DateOnly(2026, 2, 3), rules.DueOn(TransferState.Asked, thursday));
        Assert.Equal(new DateOnly(2026, 2, 6), rules.DueOn(TransferState.Ready, thursday));
        Assert.Null(rules.DueOn(TransferState.Objected, thursday));
    }

    [Fact]
    public async Task The_days_are_the_year_s_setting()
    {
        var world = await World();
        var setting = await app.Read(db => db.Settings.SingleAsync(s => s.SchoolYearId == Given.Year && s.Code == "transfers.answer-days"));
        Assert.Equal("3", setting.Value);

        var five = new TransferRules(5, 20, []);
        Assert.Equal(new DateOnly(2026, 3, 9), five.DueOn(TransferState.Asked, new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc)));
        Assert.Equal(["ACADEMIES", "DIRECTORATES", "FROM_PRIVATE", "LOCAL", "TO_PRIVATE"], await app.Read(db => db.Nomenclatures.Where(n => n.List == TransferKinds.List).Select(n => n.Code).OrderBy(c => c).ToListAsync()));
        Assert.NotEqual(0, world.Pupil.Id);
    }

    [Fact]
    public async Task An_objection_says_why_and_the_directorate_decides()
    {
        var world = await World();
        var transfer = await Asked(world);
        var sender = await app.SignIn(world.From.Head, "fr");

        var silent = await (await sender.Open(Links.Answer(transfer.Id))).Submit(("Answer", "object"), ("Property", "3 livres"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.Status);
        Assert.Equal("3 livres", silent.ValueOf("Property"));
        await silent.Submit(("Answer", "object"), ("Objection", "Le tuteur n'a pas signé la demande"));
        Assert.Equal(TransferState.Objected, (await Of(world.Pupil)).State);
        Assert.Equal(HttpStatusCode.Conflict, (await sender.Open(Links.Answer(transfer.Id))).Status);

        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, world.From.Directorate), "fr");
        await (await director.Open(Links.Decide(transfer.Id))).Submit(("Decision", "refuse"), ("Why", "La résidence n'est pas établie"));
        var receiver = await (await app.SignIn(world.To.Head, "fr")).Open(Links.Case(transfer.Id));
        Assert.True(receiver.Says("La résidence n'est pas établie"));
        // The end of one makes room for another.
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(world.To.Head)).Api.PostAsJsonAsync($"/api{Links.New}", new { code = world.Pupil.MassarCode, reasonCode = "FAMILY" })).StatusCode);
    }

    [Theory, InlineData("here", TransferState.Returned, EnrollmentState.Active), InlineData("nowhere", TransferState.OutOfSchool, EnrollmentState.Left)]
    public async Task A_pupil_who_does_not_come_within_the_days_is_looked_for(string where, TransferState end, EnrollmentState enrollment)
    {
        var world = await World();
        var transfer = await Agreed(world);
        MassarApp.Clock.Pass(TransferRules.Alarm(transfer.DueOn!.Value) - MassarApp.Clock.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(5));
        await app.RunWork(TransferClockWork.KeyOf(transfer.Id, TransferState.Ready));
        Assert.Equal(TransferState.Away, (await Of(world.Pupil)).State);

        var sender = await app.SignIn(world.From.Head, "fr");
        var form = await sender.Open(Links.Settle(transfer.Id));
        Assert.NotNull((await form.Submit(("Where", "nowhere"))).ErrorOf("Note"));
        await form.Submit(("Where", where), ("Note", "La famille a quitté la ville"));

        Assert.Equal(end, (await Of(world.Pupil)).State);
        Assert.Equal(enrollment, await app.Read(db => db.Enrollments.Where(e => e.Id == world.Pupil.EnrollmentId).Select(e => e.State).SingleAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.To.Head)).Open(Massar.Features.Pupils.Links.Record(world.Pupil.Id))).Status);
    }

    [Fact]
    public async Task A_guardian_with_custody_asks_follows_and_takes_it_back_and_nobody_else_does()
    {
        var world = await World(sameProvince: true);
        var guardian = await app.Given.Guardian(world.From, world.Pupil);
        var other = await app.Given.Guardian(world.From, (await app.Given.Class(world.From, pupils: 1)).Pupils[0]);
        var family = await app.SignIn(guardian, "fr");

        var mine = await family.Open(Links.Mine);
        var form = await mine.Follow(Links.Request(world.Pupil.Id));
        Assert.NotNull((await form.Submit(("ReasonCode", "WORK"))).ErrorOf("School"));
        var page = await form.Submit(("School", $"{world.To.Id}"), ("ReasonCode", "WORK"));
        var transfer = await Of(world.Pupil);
        Assert.Equal(Links.Case(transfer.Id), page.Address);
        Assert.Equal((TransferOrigin.Guardian, TransferKinds.Local), (transfer.AskedBy, transfer.KindCode));

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other)).Open(Links.Case(transfer.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other)).Open(Links.Request(world.Pupil.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.To.Head)).Api.PostAsync($"/api{Links.Cancel(transfer.Id)}", null)).StatusCode);
        var cancelled = await page.SubmitForm($"form[action='{Links.Cancel(transfer.Id)}']", null, false);
        Assert.Equal(TransferState.Cancelled, (await Of(world.Pupil)).State);
        Assert.Empty(cancelled.All($"form[action='{Links.Cancel(transfer.Id)}']"));

        await app.Write(db => db.Guardianships.Where(g => g.PupilId == world.Pupil.Id).ExecuteUpdateAsync(s => s.SetProperty(g => g.HasCustody, false)));
        Assert.Equal(HttpStatusCode.NotFound, (await family.Open(Links.Request(world.Pupil.Id))).Status);
    }

    [Fact]
    public async Task The_sending_school_sends_and_the_pupil_may_join_at_once()
    {
        var world = await World(sameProvince: true);
        var sender = await app.SignIn(world.From.Head, "fr");
        var form = await sender.Open(Links.Send(world.Pupil.Id));
        Assert.Contains(world.To.GresaCode, form.Text, StringComparison.Ordinal);

        await form.Submit(("School", $"{world.To.Id}"), ("ReasonCode", "STREAM"), ("AbsencesEntered", "yes"));

        var transfer = await Of(world.Pupil);
        Assert.Equal((TransferState.Ready, TransferOrigin.Sender, true), (transfer.State, transfer.AskedBy, transfer.AbsencesEntered));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.To.Head)).Open(Links.Send(world.Pupil.Id))).Status);
    }

    [Fact]
    public async Task Nobody_joins_before_the_request_or_in_the_future_or_a_class_of_another_level()
    {
        var world = await World();
        var transfer = await Agreed(world);
        var today = MoroccanDay.Today(MassarApp.Clock);
        var wrongLevel = await app.Given.Class(world.To, level: "2AC", pupils: 0);
        var receiver = await app.SignIn(world.To.Head, "fr");
        var form = await receiver.Open(Links.Join(transfer.Id));

        Assert.NotNull((await form.Submit(("JoinedOn", $"{today.AddDays(1):yyyy-MM-dd}"))).ErrorOf("JoinedOn"));
        Assert.NotNull((await form.Submit(("JoinedOn", $"{today.AddDays(-1):yyyy-MM-dd}"))).ErrorOf("JoinedOn"));
        Assert.NotNull((await form.Submit(("JoinedOn", $"{today:yyyy-MM-dd}"), ("Class", $"{wrongLevel.Id}"))).ErrorOf("Class"));
        var full = await app.Given.Class(world.To, pupils: 40);
        var refused = await form.Submit(("JoinedOn", $"{today:yyyy-MM-dd}"), ("Class", $"{full.Id}"));
        Assert.True(refused.ErrorOf("OverNorm")?.Contains("41", StringComparison.Ordinal), refused.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.From.Head)).Open(Links.Join(transfer.Id))).Status);
        Assert.Equal(EnrollmentState.Active, await app.Read(db => db.Enrollments.Where(e => e.Id == world.Pupil.EnrollmentId).Select(e => e.State).SingleAsync()));
    }

    [Fact]
    public async Task Nobody_asks_for_a_seat_of_a_school_that_was_closed_nor_joins_it()
    {
        var world = await World();
        var other = await World(sameProvince: true);
        var transfer = await Agreed(world);
        var form = await (await app.SignIn(world.To.Head, "fr")).Open(Links.Join(transfer.Id));
        var sending = await (await app.SignIn(other.From.Head, "fr")).Open(Links.Send(other.Pupil.Id));
        await app.Write(db => db.Schools.Where(s => s.Id == world.To.Id || s.Id == other.To.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosedOn, MoroccanDay.Today(MassarApp.Clock).AddDays(-1))));

        var joined = await form.Submit(("JoinedOn", $"{MoroccanDay.Today(MassarApp.Clock):yyyy-MM-dd}"));
        var sent = await sending.Submit(("School", $"{other.To.Id}"), ("ReasonCode", "STREAM"), ("AbsencesEntered", "yes"));

        Assert.Equal(HttpStatusCode.Conflict, joined.Status);
        Assert.True(joined.Says("fermé entre-temps"), joined.Text);
        Assert.NotEqual(HttpStatusCode.OK, sent.Status);
        Assert.False(await app.Read(db => db.Transfers.AnyAsync(t => t.PupilId == other.Pupil.Id)));
        Assert.Equal(EnrollmentState.Active, await app.Read(db => db.Enrollments.Where(e => e.Id == world.Pupil.EnrollmentId).Select(e => e.State).SingleAsync()));
    }

    [Fact]
    public async Task Nobody_joins_a_year_that_has_ended()
    {
        var world = await World();
        var transfer = await Agreed(world);
        // The years changed while the pupil was on the way: what was asked for belongs to the one before.
        await app.Write(async db =>
        {
            var before = await db.SchoolYears.Where(y => !y.IsCurrent).Select(y => y.Id).FirstAsync();
            await db.Transfers.Where(t => t.Id == transfer.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.SchoolYearId, before));
        });
        var receiver = await app.SignIn(world.To.Head, "fr");

        Assert.True((await receiver.Open(Links.Join(transfer.Id))).Says("L'année scolaire de ce transfert est terminée"));
        var refused = await receiver.Api.PostAsJsonAsync($"/api{Links.Join(transfer.Id)}", new { joinedOn = $"{MoroccanDay.Today(MassarApp.Clock):yyyy-MM-dd}" });

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("transfers.year-over", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal([(world.From.Id, EnrollmentState.Active)], (await app.Read(db => db.Enrollments.Where(e => e.PupilId == world.Pupil.Id).Select(e => new { e.SchoolId, e.State }).ToListAsync())).Select(e => (e.SchoolId, e.State)));
    }

    [Fact]
    public async Task Who_moves_away_may_come_back_in_the_same_year()
    {
        var world = await World();
        await Joined(world);
        MassarApp.Clock.Pass(TimeSpan.FromDays(3));
        var (back, away) = (await app.SignIn(world.From.Head), await app.SignIn(world.To.Head));

        var asked = await (await back.Api.PostAsJsonAsync($"/api{Links.New}", new { code = world.Pupil.MassarCode, reasonCode = "FAMILY" })).Content.ReadFromJsonAsync<long>();
        (await away.Api.PostAsJsonAsync($"/api{Links.Answer(asked)}", new { answer = "agree" })).EnsureSuccessStatusCode();
        (await back.Api.PostAsJsonAsync($"/api{Links.Join(asked)}", new { joinedOn = $"{MoroccanDay.Today(MassarApp.Clock):yyyy-MM-dd}" })).EnsureSuccessStatusCode();

        Assert.Equal(3, await app.Read(db => db.Enrollments.CountAsync(e => e.PupilId == world.Pupil.Id)));
        Assert.Equal([world.From.Id], await app.Read(db => db.Enrollments.Where(e => e.PupilId == world.Pupil.Id).PresentOn(MoroccanDay.Today(MassarApp.Clock)).Select(e => e.SchoolId).ToListAsync()));
    }

    [Fact]
    public async Task A_school_that_a_pupil_came_to_and_left_again_learns_nothing_of_what_came_after()
    {
        var world = await World();
        await Joined(world);
        MassarApp.Clock.Pass(TimeSpan.FromDays(3));
        var third = await app.Given.School();
        var last = await app.Given.Class(third, pupils: 0);
        var (between, now) = (await app.SignIn(world.To.Head), await app.SignIn(third.Head));
        Assert.NotEmpty((await between.Api.GetFromJsonAsync<JsonElement>($"/api{Massar.Features.Pupils.Links.Record(world.Pupil.Id)}")).GetProperty("tests").EnumerateArray());

        var asked = await (await now.Api.PostAsJsonAsync($"/api{Links.New}", new { code = world.Pupil.MassarCode, reasonCode = "FAMILY" })).Content.ReadFromJsonAsync<long>();
        (await between.Api.PostAsJsonAsync($"/api{Links.Answer(asked)}", new { answer = "agree" })).EnsureSuccessStatusCode();
        (await now.Api.PostAsJsonAsync($"/api{Links.Join(asked)}", new { joinedOn = $"{MoroccanDay.Today(MassarApp.Clock):yyyy-MM-dd}", @class = $"{last.Id}" })).EnsureSuccessStatusCode();

        var record = await between.Api.GetFromJsonAsync<JsonElement>($"/api{Massar.Features.Pupils.Links.Record(world.Pupil.Id)}");
        Assert.Empty(record.GetProperty("tests").EnumerateArray());
        Assert.Empty(record.GetProperty("absences").EnumerateArray());
        // It knows where the pupil came from, not where the pupil is.
        var file = await between.Api.GetFromJsonAsync<JsonElement>($"/api{Massar.Features.Pupils.Links.File(world.Pupil.Id)}");
        Assert.Equal([true, false], file.GetProperty("years").EnumerateArray().Select(y => y.GetProperty("isInScope").GetBoolean()));
        Assert.NotEmpty((await now.Api.GetFromJsonAsync<JsonElement>($"/api{Massar.Features.Pupils.Links.Record(world.Pupil.Id)}")).GetProperty("tests").EnumerateArray());
    }

    [Fact]
    public async Task A_school_that_expects_a_pupil_who_sits_elsewhere_neither_takes_nor_corrects_nor_reads_the_pupil()
    {
        var world = await World(sameProvince: true);
        await app.Write(async db =>
        {
            db.Enrollments.Add(new Enrollment { PupilId = world.Pupil.Id, SchoolYearId = Given.Year, SchoolId = world.To.Id, LevelCode = "1AC", State = EnrollmentState.Expected, Kind = EnrollmentKind.New, EnteredOn = new DateOnly(Given.Year, 9, 8) });
            await db.SaveChangesAsync();
        });
        var head = await app.SignIn(world.To.Head);

        // "The sending school agrees by asking" holds for the school where the pupil sits.
        var sent = await head.Api.PostAsJsonAsync($"/api{Links.Send(world.Pupil.Id)}", new { school = $"{world.To.Id}", reasonCode = "MOVE" });

        Assert.Equal(HttpStatusCode.NotFound, sent.StatusCode);
        Assert.False(await app.Read(db => db.Transfers.AnyAsync(t => t.PupilId == world.Pupil.Id)));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Massar.Features.Pupils.Links.Correct(world.Pupil.Id))).Status);
        var record = await head.Api.GetFromJsonAsync<JsonElement>($"/api{Massar.Features.Pupils.Links.Record(world.Pupil.Id)}");
        Assert.Empty(record.GetProperty("tests").EnumerateArray());
        Assert.False((await head.Api.GetFromJsonAsync<JsonElement>($"/api{Massar.Features.Pupils.Links.File(world.Pupil.Id)}")).GetProperty("isHere").GetBoolean());
    }

    [Fact]
    public async Task Who_asked_or_stands_for_the_child_does_not_answer()
    {
        var world = await World();
        var guardian = await app.Given.Guardian(world.From, world.Pupil);
        await app.Write(db => db.Accounts.Where(a => a.Id == world.From.Head.AccountId).ExecuteUpdateAsync(s => s.SetProperty(a => a.GuardianId, guardian.GuardianId)));
        var transfer = await Asked(world);

        var own = await (await app.SignIn(world.From.Head, "fr")).Api.PostAsJsonAsync($"/api{Links.Answer(transfer.Id)}", new { answer = "agree" });
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        Assert.Equal(TransferState.Asked, (await Of(world.Pupil)).State);

        var colleague = await app.SignIn(await app.Given.Person(Roles.Head, world.From.Place));
        Assert.Equal(HttpStatusCode.NoContent, (await colleague.Api.PostAsJsonAsync($"/api{Links.Answer(transfer.Id)}", new { answer = "agree" })).StatusCode);
    }

    [Fact]
    public async Task Whoever_does_not_validate_marks_reads_none_in_a_record_before_their_hour()
    {
        var world = await World();
        var clerk = await app.SignIn(await app.Given.Person(Roles.Clerk, world.From.Place));
        var address = $"/api{Massar.Features.Pupils.Links.Record(world.Pupil.Id)}";

        Assert.Empty(await Tests());
        await Set(AssessmentState.Scheduled, DateTime.UtcNow.AddHours(1));
        Assert.Empty(await Tests());
        await Set(AssessmentState.Scheduled, DateTime.UtcNow.AddHours(-1));
        Assert.Single(await Tests());

        async Task<List<JsonElement>> Tests() => [.. (await clerk.Api.GetFromJsonAsync<JsonElement>(address)).GetProperty("tests").EnumerateArray()];

        Task Set(AssessmentState state, DateTime at) => app.Write(db => db.Assessments.Where(a => a.SchoolId == world.From.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, state).SetProperty(a => a.PublishAt, at)));
    }

    [Fact]
    public async Task A_look_by_code_is_written_down_shows_no_birth_date_and_is_read_by_the_child_s_own_school()
    {
        var world = await World();
        var born = await app.Read(db => db.Pupils.Where(p => p.Id == world.Pupil.Id).Select(p => p.BirthDate).SingleAsync());
        var (receiver, sender) = (await app.SignIn(world.To.Head, "fr"), await app.SignIn(world.From.Head, "fr"));
        Assert.NotNull((await sender.Open(Massar.Features.Pupils.Links.Looks(world.Pupil.Id))).Find("main .empty"));

        var page = await receiver.Open(Links.NewFor(world.Pupil.MassarCode));
        Assert.True(page.Says(world.From.Place.NameFr));
        Assert.DoesNotContain(Massar.Infrastructure.Text.Formats.ShortDate(born), page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{born:yyyy-MM-dd}", await receiver.Api.GetStringAsync($"/api{Links.NewFor(world.Pupil.MassarCode)}"), StringComparison.Ordinal);
        // One's own pupils are one's own file; a code that nobody has was nobody's.
        await sender.Open(Links.NewFor(world.Pupil.MassarCode));
        await receiver.Open(Links.NewFor("Y999999999"));

        var looks = await app.Read(db => db.PupilLooks.Where(l => l.PupilId == world.Pupil.Id).ToListAsync());
        Assert.Equal([(world.To.Id, world.To.Head.AccountId), (world.To.Id, world.To.Head.AccountId)], looks.Select(l => (l.PlaceId, l.AccountId)));
        Assert.Equal(2, await app.Read(db => db.AuditEntries.CountAsync(e => e.PlaceId == world.To.Id && e.Action == "Transfers.LookUp" && e.AccountId == world.To.Head.AccountId)));
        Assert.Contains(Massar.Features.Pupils.Links.Looks(world.Pupil.Id), (await sender.Open(Massar.Features.Pupils.Links.File(world.Pupil.Id))).Body, StringComparison.Ordinal);
        var read = await sender.Open(Massar.Features.Pupils.Links.Looks(world.Pupil.Id));
        Assert.Equal(2, read.All("main tbody tr").Count(r => r.TextContent.Contains(world.To.Place.NameFr, StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.NotFound, (await receiver.Open(Massar.Features.Pupils.Links.Looks(world.Pupil.Id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(await app.Given.Person(Roles.Clerk, world.From.Place))).Open(Massar.Features.Pupils.Links.Looks(world.Pupil.Id))).Status);
        Assert.Equal(2, (await sender.Api.GetFromJsonAsync<JsonElement>($"/api{Massar.Features.Pupils.Links.Looks(world.Pupil.Id)}")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Who_tries_code_after_code_is_stopped()
    {
        var head = await app.SignIn((await app.Given.School()).Head);
        var world = await World();

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 61; i++)
            answers.Add((await head.Api.GetAsync($"/api{Links.NewFor($"Y{i:000000000}")}")).StatusCode);

        Assert.Equal((60, HttpStatusCode.TooManyRequests), (answers.Count(a => a == HttpStatusCode.OK), answers[^1]));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await head.Api.PostAsJsonAsync($"/api{Links.New}", new { code = world.Pupil.MassarCode, reasonCode = "MOVE" })).StatusCode);
    }

    [Fact]
    public async Task Family_and_heads_are_told_at_each_step_in_short_messages()
    {
        var world = await World();
        var guardian = await app.Given.Guardian(world.From, world.Pupil);
        var transfer = await Joined(world);

        var told = await app.Read(db => db.Notices.Where(n => n.Key.StartsWith($"transfer/{transfer.Id}/")).Select(n => new { n.Template, n.AccountId, n.GuardianId, n.Args }).ToListAsync());
        Assert.Equal(["notices.transfer-asked", "notices.transfer-joined", "notices.transfer-ready"], told.Where(n => n.GuardianId == guardian.GuardianId).Select(n => n.Template).Order());
        Assert.Equal(["notices.transfer-asked", "notices.transfer-joined"], told.Where(n => n.AccountId == world.From.Head.AccountId).Select(n => n.Template).Order());
        Assert.Equal(["notices.transfer-ready"], told.Where(n => n.AccountId == world.To.Head.AccountId).Select(n => n.Template));
        foreach (var key in Massar.Infrastructure.Localization.Words.All.Keys("ar").Where(k => k.StartsWith("notices.transfer-", StringComparison.Ordinal) && k.EndsWith(".sms", StringComparison.Ordinal)))
            Assert.True(Massar.Infrastructure.Localization.Words.All.Say("ar", key, "عبد الرحمان", "", "10/10/2026").Length <= 70, key);
    }

    [Fact]
    public async Task The_boards_show_each_school_its_side_and_leave_as_files_through_the_ledger()
    {
        var world = await World();
        await Asked(world);
        var (sender, receiver) = (await app.SignIn(world.From.Head, "fr", steppedUp: true), await app.SignIn(world.To.Head, "fr"));

        Assert.Single((await sender.Open(Links.Side("out"))).All("main tbody tr"));
        Assert.Empty((await sender.Open(Links.Side("in"))).All("main tbody tr"));
        Assert.Single((await receiver.Open($"{Links.All}?q={world.Pupil.MassarCode}")).All("main tbody tr"));
        Assert.Empty((await receiver.Open($"{Links.All}?state=Done")).All("main tbody tr"));
        Assert.Empty((await (await app.SignIn((await app.Given.School()).Head)).Open(Links.All)).All("main tbody tr"));

        var csv = await (await sender.Get($"{Links.All}/list.csv?side=out")).Content.ReadAsStringAsync();
        Assert.Contains(world.Pupil.MassarCode, csv, StringComparison.Ordinal);
        Assert.Equal([ExportKinds.Transfers], await app.Read(db => db.ExportsTaken.Where(t => t.PlaceId == world.From.Id).Select(t => t.Kind).ToListAsync()));
        var api = await receiver.Api.GetFromJsonAsync<JsonElement>($"/api{Links.All}");
        Assert.Equal(1, api.GetProperty("total").GetInt32());
    }

    [Theory, InlineData(true, true, true, true, TransferKinds.Local), InlineData(true, true, false, true, TransferKinds.Directorates), InlineData(true, true, false, false, TransferKinds.Academies),
        InlineData(false, false, true, true, TransferKinds.Local), InlineData(false, true, true, true, TransferKinds.FromPrivate), InlineData(true, false, false, false, TransferKinds.ToPrivate)]
    public void The_kind_follows_from_the_two_schools(bool fromPublic, bool toPublic, bool sameDirectorate, bool sameAcademy, string kind) =>
        Assert.Equal(kind, TransferKinds.Of(fromPublic, toPublic, sameDirectorate, sameAcademy));

    private sealed record Two(GivenSchool From, GivenSchool To, GivenPupil Pupil, GivenClass Class);

    // A pupil with a mark and an absence at one school, and a class of the same level at another.
    private async Task<Two> World(bool sameProvince = false)
    {
        var from = await app.Given.School();
        var to = await app.Given.School(inProvinceOf: sameProvince ? from : null);
        var left = await app.Given.Class(from, pupils: 1);
        var joined = await app.Given.Class(to, pupils: 2);
        await app.Write(async db =>
        {
            var sheet = new Assessment { SchoolId = from.Id, SchoolYearId = Given.Year, ClassId = left.Id, SubjectCode = "MATH", Semester = 1, Number = 1, State = AssessmentState.Submitted };
            sheet.State = AssessmentState.Open;
            sheet.Enter(left.Pupils[0].Id, CellValue.Of(15.5m), 1);
            sheet.State = AssessmentState.Submitted;
            db.Assessments.Add(sheet);
            db.Absences.Add(new Absence { PupilId = left.Pupils[0].Id, SchoolYearId = Given.Year, SchoolId = from.Id, ClassId = left.Id, Day = new DateOnly(Given.Year, 10, 5), Half = HalfDay.Morning, Periods = 2, State = AbsenceState.Unjustified });
            await db.SaveChangesAsync();
        });
        return new Two(from, to, left.Pupils[0], joined);
    }

    private Task<Transfer> Of(GivenPupil pupil) => app.Read(db => db.Transfers.Where(t => t.PupilId == pupil.Id).OrderByDescending(t => t.Id).FirstAsync());

    private async Task<Transfer> Asked(Two world)
    {
        (await (await app.SignIn(world.To.Head)).Api.PostAsJsonAsync($"/api{Links.New}", new { code = world.Pupil.MassarCode, reasonCode = "MOVE" })).EnsureSuccessStatusCode();
        return await Of(world.Pupil);
    }

    private async Task<Transfer> Agreed(Two world)
    {
        var asked = await Asked(world);
        (await (await app.SignIn(world.From.Head)).Api.PostAsJsonAsync($"/api{Links.Answer(asked.Id)}", new { answer = "agree", marksEntered = "yes" })).EnsureSuccessStatusCode();
        return await Of(world.Pupil);
    }

    private async Task<Transfer> Joined(Two world)
    {
        var agreed = await Agreed(world);
        (await (await app.SignIn(world.To.Head)).Api.PostAsJsonAsync($"/api{Links.Join(agreed.Id)}", new { joinedOn = $"{MoroccanDay.Today(MassarApp.Clock):yyyy-MM-dd}", @class = $"{world.Class.Id}" })).EnsureSuccessStatusCode();
        return await Of(world.Pupil);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Classes.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Guidance;
using Massar.Features.Guidance.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Guidance;

public sealed class ReorientationTests(MassarApp app) : IClassFixture<MassarApp>
{
    /// <summary>Workflow 4.9, the window of re-orientation: asked, opinion, decided; every step through the pages of those who take it.</summary>
    [Fact]
    public async Task A_pupil_changes_the_stream_at_the_same_school_and_sits_in_a_class_of_it()
    {
        var (lycee, _) = await Lycees();
        var (science, letters) = (await app.Given.Class(lycee, level: "TC", pupils: 2, stream: "TCS"), await app.Given.Class(lycee, level: "TC", pupils: 1, stream: "TCLSH"));
        var pupil = science.Pupils[0];
        var person = await app.Given.Person(Roles.ProvincialDirector, lycee.Directorate);
        var director = await app.SignIn(person, "fr");

        // The directorate plans the days and the seats; last year's guidance into this level ended at 11.25.
        var today = MoroccanDay.Today(MassarApp.Clock);
        var seats = await (await director.Open(Links.NewWindow)).Submit(("OpensOn", $"{today:yyyy-MM-dd}"), ("ClosesOn", $"{today.AddDays(10):yyyy-MM-dd}"), ("OpinionsUntil", $"{today.AddDays(20):yyyy-MM-dd}"));
        var window = await Window(lycee);
        Assert.Equal(Links.WindowSeats(window), seats.Address);
        await (await director.Open(Links.WindowSeats(window, lycee.Id))).Submit(("Seats-TCLSH", "1"));
        await app.Write(async db =>
        {
            db.GuidanceSeats.Add(new GuidanceSeats { DirectorateId = lycee.Directorate.Id, SchoolId = lycee.Id, SchoolYearId = Given.Year, LevelCode = "TC", StreamCode = "TCLSH", Seats = 30, FormerAverage = 11.25m });
            await db.SaveChangesAsync();
        });

        // The family asks on a phone, in Arabic, and keeps the receipt.
        var family = await app.SignIn(await app.Given.Guardian(lycee, pupil), "ar");
        var form = await (await (await family.Open(Links.Mine)).Follow(Links.Changes)).Follow(Links.ChildChange(pupil.Id));
        Assert.True(form.Says("11,25"));
        var empty = await form.Submit(("To", Wishes.KeyOf(lycee.Id, "TCLSH")), ("Reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Equal(Wishes.KeyOf(lycee.Id, "TCLSH"), empty.ValueOf("To"));
        var receipt = await form.Submit(("To", Wishes.KeyOf(lycee.Id, "TCLSH")), ("Reason", "ميول أدبية"));
        var request = await Request(pupil);
        Assert.True(receipt.Says(request.Number) && receipt.Says("ميول أدبية"));
        Assert.Equal((ReorientationState.Asked, "TCS"), (request.State, request.FromStream));
        Assert.Equal(1, await Notices(request, ReorientationState.Asked));
        Assert.Equal(HttpStatusCode.Conflict, (await family.Api.PostAsJsonAsync($"/api{Links.ChildChange(pupil.Id)}", new { to = Wishes.KeyOf(lycee.Id, "TCLSH"), reason = "encore" })).StatusCode);

        // Nobody decides before the school has spoken.
        Assert.Equal(HttpStatusCode.Conflict, (await Decide(director, request.Id, "accept")).StatusCode);
        var head = await app.SignIn(lycee.Head, "fr");
        var opinion = await (await (await head.Open(Links.Classes)).Follow(Links.SchoolChanges)).Follow(Links.ChangeStep(request.Id, "opinion"));
        var silent = await opinion.Submit(("Opinion", "Unfavorable"));
        Assert.NotNull(silent.ErrorOf("Reason"));
        await silent.Submit(("Opinion", "Favorable"), ("Note", "Projet solide"));
        Assert.True((await family.Open(Links.ChildChange(pupil.Id))).Says("Projet solide"));

        var decided = await (await (await director.Open(Links.Window(window))).Follow(Links.Change(request.Id))).Submit(("Decision", "accept"));
        Assert.Equal(Links.Change(request.Id), decided.Address);
        Assert.Equal(1, await Notices(request, ReorientationState.Accepted));
        Assert.Equal(1, await Taken(window, lycee, "TCLSH"));

        // An opinion given again undoes no decision.
        Assert.Equal(HttpStatusCode.Conflict, (await Advise(head, request.Id)).StatusCode);
        Assert.Equal((ReorientationState.Accepted, 1), ((await Request(pupil)).State, await Taken(window, lycee, "TCLSH")));

        // The head chooses the class; where the pupil sat before stays readable.
        var place = await (await head.Open(Links.SchoolChanges)).Follow(Links.ChangeStep(request.Id, "class"));
        Assert.NotNull((await place.Submit(("Class", $"{letters.Id}"), ("Day", $"{today.AddDays(-1):yyyy-MM-dd}"))).ErrorOf("Day"));
        Assert.NotNull((await place.Submit(("Class", $"{science.Id}"))).ErrorOf("Class"));
        await place.Submit(("Class", $"{letters.Id}"));
        var line = await app.Read(db => db.Enrollments.SingleAsync(e => e.Id == pupil.EnrollmentId));
        Assert.Equal((letters.Id, "TCLSH", 2, EnrollmentState.Active), (line.ClassId!.Value, line.StreamCode, line.OrderInClass, line.State));
        Assert.Equal((science.Id, letters.Id), await app.Read(async db => await db.ClassMoves.Where(m => m.EnrollmentId == pupil.EnrollmentId).Select(m => new { m.FromClassId, m.ToClassId }).SingleAsync() is var m ? (m.FromClassId!.Value, m.ToClassId) : default));
        Assert.Equal(1, await Notices(request, ReorientationState.Placed));

        // Placed is placed: nothing is taken back, and the figures are what was counted by hand.
        request = await Request(pupil);
        Assert.Equal(HttpStatusCode.Conflict, (await Recall(director, request)).StatusCode);
        Assert.Equal((1, 1, 1, 1), await Figures(director, window));
    }

    [Fact]
    public async Task To_another_school_the_pupil_goes_by_a_transfer_into_the_new_stream_and_the_seat_comes_back_when_the_decision_is_taken_back()
    {
        var world = await Opened(seats: 1);
        var (pupil, director) = (world.Class.Pupils[0], await app.SignIn(world.Director, "fr"));
        var request = await Asked(world, pupil);
        (await Decide(director, request.Id, "accept")).EnsureSuccessStatusCode();
        var transfer = await app.Read(db => db.Transfers.SingleAsync(t => t.PupilId == pupil.Id));
        Assert.Equal((TransferState.Ready, TransferOrigin.Commission, "TCLSH", world.To.Id), (transfer.State, transfer.AskedBy, transfer.StreamCode, transfer.ToSchoolId));

        // Taken back: the transfer ends, the seat is free, and the commission may decide again.
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Api.PostAsJsonAsync($"/api{Links.ChangeStep(request.Id, "recall")}", new { version = $"{(await Request(pupil)).Version}" })).StatusCode);
        var back = await (await (await director.Open(Links.Change(request.Id))).Follow(Links.ChangeStep(request.Id, "recall"))).Submit(("Reason", "Erreur de saisie"));
        Assert.Equal(Links.Change(request.Id), back.Address);
        Assert.Equal((TransferState.Cancelled, 0, ReorientationState.Advised), (await app.Read(db => db.Transfers.Where(t => t.Id == transfer.Id).Select(t => t.State).SingleAsync()), await Taken(world.Window, world.To, "TCLSH"), (await Request(pupil)).State));
        (await Decide(director, request.Id, "accept")).EnsureSuccessStatusCode();

        // The receiving head confirms the day, in a class of the new stream.
        var second = (await Request(pupil)).TransferId!.Value;
        var receiver = await app.SignIn(world.To.Head, "fr");
        var joined = await (await receiver.Open(Massar.Features.Transfers.Links.Join(second))).Submit(("Class", $"{world.Target.Id}"));
        Assert.Equal(Massar.Features.Transfers.Links.Case(second), joined.Address);
        var there = await app.Read(db => db.Enrollments.SingleAsync(e => e.PupilId == pupil.Id && e.State == EnrollmentState.Active));
        Assert.Equal((world.To.Id, "TCLSH", world.Target.Id), (there.SchoolId, there.StreamCode, there.ClassId!.Value));
        Assert.Equal(ReorientationState.Placed, (await Request(pupil)).State);
        Assert.Equal(1, await Taken(world.Window, world.To, "TCLSH"));
        Assert.Equal(HttpStatusCode.Conflict, (await Recall(director, await Request(pupil))).StatusCode);
    }

    [Fact]
    public async Task Of_two_commissions_that_give_the_last_seat_at_once_one_gives_it()
    {
        var world = await Opened(seats: 1);
        var (first, second) = (await Asked(world, world.Class.Pupils[0]), await Asked(world, world.Class.Pupils[1]));
        var (one, other) = (await app.SignIn(world.Director), await app.SignIn(await app.Given.Person(Roles.HeadOfService, world.From.Directorate)));

        var answers = await Task.WhenAll(Decide(one, first.Id, "accept", first.Version), Decide(other, second.Id, "accept", second.Version));

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(1, await Taken(world.Window, world.To, "TCLSH"));
        Assert.Equal(1, await app.Read(db => db.Transfers.CountAsync(t => t.ToSchoolId == world.To.Id)));
        var left = answers[0].IsSuccessStatusCode ? second : first;

        // Who found none waits, and gets the seat that is made for the list.
        (await Decide(one, left.Id, "wait")).EnsureSuccessStatusCode();
        var office = await app.SignIn(world.Director, "fr");
        Assert.NotNull((await (await office.Open(Links.WindowSeats(world.Window, world.To.Id))).Submit(("Seats-TCLSH", "0"))).ErrorOf("Seats-TCLSH"));
        await (await office.Open(Links.WindowSeats(world.Window, world.To.Id))).Submit(("Seats-TCLSH", "2"));
        (await Decide(one, left.Id, "accept")).EnsureSuccessStatusCode();
        Assert.Equal((2, 2, 2, 0), await Figures(one, world.Window));
    }

    [Fact]
    public async Task A_closed_window_says_when_it_opens_and_a_stream_without_a_rule_leads_nowhere()
    {
        var world = await Opened(seats: 3);
        var pupil = world.Class.Pupils[0];
        var family = await app.SignIn(await app.Given.Guardian(world.From, pupil), "fr");
        var form = await family.Open(Links.ChildChange(pupil.Id));
        var today = MoroccanDay.Today(MassarApp.Clock);
        await Days(world.Window, today.AddDays(3), today.AddDays(5));

        var early = await form.Submit(("To", world.Choice), ("Reason", "Projet professionnel"));
        Assert.Equal(HttpStatusCode.Conflict, early.Status);
        Assert.True(early.Says(Formats.ShortDate(today.AddDays(3))));
        await Days(world.Window, today.AddDays(-5), today.AddDays(-3));
        Assert.True((await family.Open(Links.ChildChange(pupil.Id))).Says(Formats.ShortDate(today.AddDays(-3))));
        Assert.Equal(HttpStatusCode.Conflict, (await family.Api.PostAsJsonAsync($"/api{Links.ChildChange(pupil.Id)}", new { to = world.Choice, reason = "Projet" })).StatusCode);
        Assert.False(await app.Read(db => db.Reorientations.AnyAsync(r => r.PupilId == pupil.Id)));

        // Open again, the settings of the year name no stream for this one.
        await Days(world.Window, today, today);
        var industry = await app.Given.Class(world.From, level: "TC", pupils: 1, stream: "TCPI");
        var other = await app.SignIn(await app.Given.Guardian(world.From, industry.Pupils[0]), "fr");
        Assert.Null((await other.Open(Links.ChildChange(industry.Pupils[0].Id))).Find("select[name=To]"));
        Assert.Equal(HttpStatusCode.BadRequest, (await other.Api.PostAsJsonAsync($"/api{Links.ChildChange(industry.Pupils[0].Id)}", new { to = world.Choice, reason = "Projet" })).StatusCode);

        // A minor asks through a guardian; a pupil of age alone.
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await app.Given.PupilAccount(world.From, pupil))).Open(Links.ChildChange(pupil.Id))).Status);
        var adult = await app.Given.Pupil(world.From, "TC", world.Class.Class, 9, "TCS", today.AddYears(-19));
        var self = await (await (await app.SignIn(await app.Given.PupilAccount(world.From, adult), "fr")).Open(Links.ChildChange(adult.Id))).Submit(("To", world.Choice), ("Reason", "Projet"));
        Assert.Equal(ReorientationState.Asked, (await Request(adult)).State);
        Assert.Equal(HttpStatusCode.OK, self.Status);
    }

    [Fact]
    public async Task Nobody_has_a_say_about_a_child_of_the_family()
    {
        var world = await Opened(seats: 3);
        var pupil = world.Class.Pupils[0];
        var request = await Asked(world, pupil, advised: false);
        var (own, spouse) = (await app.Given.Employee(world.From.Directorate), await app.Given.Employee(world.From.Directorate));
        await app.Write(async db =>
        {
            var guardian = await db.Guardianships.Where(g => g.PupilId == pupil.Id).Select(g => g.GuardianId).FirstAsync();
            await db.Guardians.Where(g => g.Id == guardian).ExecuteUpdateAsync(s => s.SetProperty(g => g.Cin, own.Cin));
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = spouse.Id, FirstNameAr = "سلمى", BirthDate = new DateOnly(2010, 5, 1), OtherParentCin = own.Cin, LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        });
        foreach (var employee in (Employee[])[own, spouse])
        {
            var head = await app.SignIn(await app.Given.Person(Roles.Head, world.From.Place, employeeId: employee.Id), "fr");
            Assert.Null((await head.Open(Links.ChangeStep(request.Id, "opinion"))).Find("select[name=Opinion]"));
            Assert.Equal(HttpStatusCode.Conflict, (await Advise(head, request.Id)).StatusCode);
        }

        (await Advise(await app.SignIn(world.From.Head), request.Id)).EnsureSuccessStatusCode();
        foreach (var employee in (Employee[])[own, spouse])
        {
            var office = await app.SignIn(await app.Given.Person(Roles.HeadOfService, world.From.Directorate, employeeId: employee.Id), "fr");
            Assert.Null((await office.Open(Links.Change(request.Id))).Find("select[name=Decision]"));
            Assert.Equal(HttpStatusCode.Conflict, (await Decide(office, request.Id, "accept")).StatusCode);
            Assert.Contains("guidance.seats.own", await (await office.Api.PutAsJsonAsync($"/api{Links.WindowSeats(world.Window)}", new { school = world.To.Id, lines = new[] { new { stream = "TCLSH", version = 0, seats = "9" } } })).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        (await Decide(await app.SignIn(world.Director), request.Id, "accept")).EnsureSuccessStatusCode();
        var parent = await app.SignIn(await app.Given.Person(Roles.HeadOfService, world.From.Directorate, employeeId: own.Id), "fr");
        Assert.Equal(HttpStatusCode.Conflict, (await Recall(parent, await Request(pupil))).StatusCode);

        // Nor about who else gets one of the same seats, nor about when the waiting list moves.
        var other = await Asked(world, world.Class.Pupils[1]);
        Assert.Null((await parent.Open(Links.Change(other.Id))).Find("select[name=Decision]"));
        Assert.Contains("guidance.seats.own", await (await Decide(parent, other.Id, "accept")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        (await Decide(await app.SignIn(world.Director), other.Id, "accept")).EnsureSuccessStatusCode();
        Assert.Contains("guidance.seats.own", await (await Recall(parent, await Request(world.Class.Pupils[1]))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var (today, version) = (MoroccanDay.Today(MassarApp.Clock), await app.Read(db => db.ReorientationWindows.Where(w => w.Id == world.Window).Select(w => w.Version).SingleAsync()));
        var moved = await parent.Api.PutAsJsonAsync($"/api{Links.WindowDays(world.Window)}", new { version = $"{version}", opensOn = $"{today:yyyy-MM-dd}", closesOn = $"{today.AddDays(10):yyyy-MM-dd}", opinionsUntil = $"{today.AddDays(20):yyyy-MM-dd}", publishDate = $"{today.AddDays(1):yyyy-MM-dd}", publishTime = "17:00" });
        Assert.Contains("guidance.seats.own", await moved.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_there_for_its_family_its_school_and_its_directorate_alone_and_a_stale_form_changes_nothing()
    {
        var world = await Opened(seats: 3);
        var pupil = world.Class.Pupils[0];
        var request = await Asked(world, pupil, advised: false);
        var elsewhere = await app.Given.School(cycles: "QUA");
        foreach (var stranger in (Visitor[])[await app.SignIn(world.To.Head), await app.SignIn(elsewhere.Head)])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.ChangeStep(request.Id, "opinion"))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await Advise(stranger, request.Id)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.ChangeStep(request.Id, "class"))).Status);
        }

        var far = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, elsewhere.Directorate));
        foreach (var address in (string[])[Links.Window(world.Window), Links.WindowDays(world.Window), Links.WindowSeats(world.Window), Links.Change(request.Id)])
            Assert.Equal(HttpStatusCode.NotFound, (await far.Open(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Decide(far, request.Id, "wait")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Recall(far, request)).StatusCode);
        var neighbour = await app.SignIn(await app.Given.Guardian(world.From, world.Class.Pupils[1]));
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.Open(Links.ChildChange(pupil.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Withdraw(neighbour, request)).StatusCode);

        // The other parent reads that there is a request, not what was written; and takes it back when it is theirs to take.
        var other = await app.SignIn(await app.Given.Guardian(world.From, pupil), "fr");
        var read = await other.Open(Links.ChildChange(pupil.Id));
        Assert.True(read.Says(request.Number) && !read.Says("Goût des lettres"));

        var (head, office) = (await app.SignIn(world.From.Head, "fr"), await app.SignIn(world.Director, "fr"));
        var sheet = await head.Open(Links.ChangeStep(request.Id, "opinion"));
        (await Advise(head, request.Id)).EnsureSuccessStatusCode();
        var late = await sheet.Submit(("Opinion", "Unfavorable"), ("Reason", "Résultats faibles"));
        Assert.Equal((HttpStatusCode.Conflict, "Résultats faibles"), (late.Status, late.ValueOf("Reason")));
        Assert.Equal(HttpStatusCode.Conflict, (await Withdraw(other, request)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Decide(office, request.Id, "accept", request.Version)).StatusCode);
        var (one, two) = (await office.Open(Links.WindowSeats(world.Window, world.To.Id)), await office.Open(Links.WindowSeats(world.Window, world.To.Id)));
        await one.Submit(("Seats-TCLSH", "7"));
        Assert.Equal(HttpStatusCode.Conflict, (await two.Submit(("Seats-TCLSH", "9"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await Withdraw(other, await Request(pupil))).StatusCode);
        Assert.Equal(ReorientationState.Withdrawn, (await Request(pupil)).State);
        Assert.Equal((1, 1, 0, 0), await Figures(office, world.Window));
    }

    [Fact]
    public async Task A_refusal_has_a_code_and_a_reason_the_family_reads_and_a_silent_school_holds_nobody_back()
    {
        var world = await Opened(seats: 3);
        var pupil = world.Class.Pupils[0];
        var request = await Asked(world, pupil, advised: false);
        var today = MoroccanDay.Today(MassarApp.Clock);
        await app.Write(db => db.ReorientationWindows.Where(w => w.Id == world.Window).ExecuteUpdateAsync(s => s.SetProperty(w => w.OpensOn, today.AddDays(-9)).SetProperty(w => w.ClosesOn, today.AddDays(-4)).SetProperty(w => w.OpinionsUntil, today.AddDays(-1))));
        var office = await app.SignIn(world.Director, "fr", steppedUp: true);

        var bare = await (await office.Open(Links.Change(request.Id))).Submit(("Decision", "refuse"), ("Code", "AVERAGE"));
        Assert.NotNull(bare.ErrorOf("Reason"));
        Assert.NotNull((await bare.Submit(("Decision", "refuse"), ("Code", "NONE"), ("Reason", "Trop tard"))).ErrorOf("Code"));
        await bare.Submit(("Decision", "refuse"), ("Code", "AVERAGE"), ("Reason", "=Moyenne insuffisante"));

        var told = await (await app.SignIn(await app.Given.Guardian(world.From, pupil), "fr")).Open(Links.ChildChange(pupil.Id));
        Assert.True(told.Says("Moyenne insuffisante") && told.Says("La moyenne ne permet pas"));
        Assert.Equal(1, await Notices(request, ReorientationState.Refused));
        Assert.Equal(0, await Taken(world.Window, world.To, "TCLSH"));

        // Lists leave with a fresh second factor only, and the request stands in both.
        Assert.Contains("step-up", (await (await app.SignIn(world.Director, "fr")).Get($"{Links.Window(world.Window)}/list.csv")).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains(request.Number, await (await office.Get($"{Links.Window(world.Window)}/list.csv?state=Refused")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var head = await app.SignIn(world.From.Head, "fr", steppedUp: true);
        Assert.Contains(request.Number, await (await head.Get($"{Links.SchoolChanges}/list.csv?state=all")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(request.Number, await (await (await app.SignIn(world.To.Head, "fr", steppedUp: true)).Get($"{Links.SchoolChanges}/list.csv?state=all")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_hour_nobody_but_the_commission_reads_what_it_decided_and_at_the_hour_everybody_does()
    {
        var world = await Opened(seats: 1);
        var (first, second) = (await Asked(world, world.Class.Pupils[0]), await Asked(world, world.Class.Pupils[1]));
        var office = await app.SignIn(world.Director, "fr", steppedUp: true);
        var (tomorrow, version) = (MoroccanDay.Today(MassarApp.Clock).AddDays(1), await app.Read(db => db.ReorientationWindows.Where(w => w.Id == world.Window).Select(w => w.Version).SingleAsync()));
        var planned = await (await office.Open(Links.WindowDays(world.Window))).Submit(("PublishDate", $"{tomorrow:yyyy-MM-dd}"), ("PublishTime", "17:00"));
        Assert.Equal(Links.Window(world.Window), planned.Address);
        var families = new[] { await app.SignIn(await app.Given.Guardian(world.From, world.Class.Pupils[0]), "fr"), await app.SignIn(await app.Given.Guardian(world.From, world.Class.Pupils[1]), "fr") };
        var (sender, receiver) = (await app.SignIn(world.From.Head, "fr"), await app.SignIn(world.To.Head, "fr"));
        var before = await Seen(world, families, sender, receiver);
        // The work is nobody's to stop, and who has seen no hour does not decide as if there were none.
        var queue = $"reorientation/{world.Window}/publish/";
        Assert.Null(await app.Read(db => db.WorkItems.Where(w => w.Key.StartsWith(queue)).Select(w => w.AccountId).SingleAsync()));
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsJsonAsync($"/api{Links.Change(first.Id)}", new { version = $"{first.Version}", decision = "accept", hour = ReorientationWindow.NoHour })).StatusCode);

        // Decided: the seat is kept, the next one finds none and is refused, and the page of the commission says so.
        var decided = await (await office.Open(Links.Change(first.Id))).Submit(("Decision", "accept"));
        Assert.Equal(Links.Change(first.Id), decided.Address);
        Assert.True((await office.Open(Links.Change(first.Id))).Says("Décision gardée jusqu'au"));
        Assert.Equal(HttpStatusCode.Conflict, (await Decide(office, second.Id, "accept")).StatusCode);
        (await office.Api.PostAsJsonAsync($"/api{Links.Change(second.Id)}", new { version = $"{second.Version}", decision = "wait" })).EnsureSuccessStatusCode();
        Assert.True((await office.Open(Links.Window(world.Window))).Says("2 décisions gardées"));
        // A form that has not seen the kept decision does not overwrite it.
        Assert.Equal(HttpStatusCode.Conflict, (await office.Api.PostAsJsonAsync($"/api{Links.Change(second.Id)}", new { version = $"{second.Version}", decision = "accept" })).StatusCode);
        Assert.NotNull((await (await office.Open(Links.WindowSeats(world.Window, world.To.Id))).Submit(("Seats-TCLSH", "0"))).ErrorOf("Seats-TCLSH"));

        // Nobody else notices: pages, data, lists, transfers, notices, versions are what they were.
        Assert.Equal(before, await Seen(world, families, sender, receiver));
        Assert.Equal((first.Version, second.Version), ((await Request(world.Class.Pupils[0])).Version, (await Request(world.Class.Pupils[1])).Version));
        Assert.Equal(0, await app.Read(db => db.Transfers.CountAsync(t => t.ToSchoolId == world.To.Id)));
        Assert.Equal((0, 0), (await Notices(first, ReorientationState.Accepted), await Notices(second, ReorientationState.Waiting)));
        Assert.DoesNotContain("Acceptée", await (await office.Get($"{Links.Window(world.Window)}/list.csv")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // The work that runs too early does nothing; at the hour it carries everything out, once.
        var hour = (await app.Read(db => db.ReorientationWindows.Where(w => w.Id == world.Window).Select(w => w.PublishAt).SingleAsync()))!.Value;
        await Publish(world.Window, hour, "early");
        Assert.Equal(before, await Seen(world, families, sender, receiver));
        var past = DateTime.UtcNow.AddMinutes(-1);
        past = new DateTime(past.Ticks - past.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        await app.Write(db => db.ReorientationWindows.Where(w => w.Id == world.Window).ExecuteUpdateAsync(s => s.SetProperty(w => w.PublishAt, past)));
        await Publish(world.Window, past, "due");
        await Publish(world.Window, past, "again");
        Assert.Equal((ReorientationState.Accepted, ReorientationState.Waiting), ((await Request(world.Class.Pupils[0])).State, (await Request(world.Class.Pupils[1])).State));
        // One to each guardian.
        Assert.Equal((2, 2), (await Notices(first, ReorientationState.Accepted), await Notices(second, ReorientationState.Waiting)));
        Assert.True((await families[0].Open(Links.ChildChange(world.Class.Pupils[0].Id))).Says("Acceptée"));
        Assert.Equal(1, await app.Read(db => db.Transfers.CountAsync(t => t.ToSchoolId == world.To.Id)));
        Assert.Equal((1, 0, 0), await app.Read(async db => (await db.ReorientationSeats.SingleAsync(s => s.WindowId == world.Window && s.SchoolId == world.To.Id)) is var s ? (s.Taken, s.Reserved, await db.HeldDecisions.CountAsync(h => h.WindowId == world.Window)) : default));
        Assert.True(version >= 0);

        // The seat is given back: the waiting list moves by itself.
        (await Recall(office, await Request(world.Class.Pupils[0]))).EnsureSuccessStatusCode();
        Assert.Equal((ReorientationState.Advised, ReorientationState.Accepted), ((await Request(world.Class.Pupils[0])).State, (await Request(world.Class.Pupils[1])).State));
        Assert.Equal(1, await Taken(world.Window, world.To, "TCLSH"));
        Assert.Equal(2, await Notices(second, ReorientationState.Accepted));
        Assert.NotNull((await Request(world.Class.Pupils[1])).TransferId);
    }

    [Fact]
    public async Task Where_the_hour_is_taken_away_the_waiting_list_that_stood_still_for_it_moves()
    {
        var world = await Opened(seats: 1);
        var (first, second) = (await Asked(world, world.Class.Pupils[0]), await Asked(world, world.Class.Pupils[1]));
        var (office, today) = (await app.SignIn(world.Director, "fr", steppedUp: true), MoroccanDay.Today(MassarApp.Clock));
        (await Decide(office, first.Id, "accept")).EnsureSuccessStatusCode();
        (await Decide(office, second.Id, "wait")).EnsureSuccessStatusCode();
        (await Plan($"{today.AddDays(1):yyyy-MM-dd}", "17:00")).EnsureSuccessStatusCode();
        (await Recall(office, await Request(world.Class.Pupils[0]))).EnsureSuccessStatusCode();
        Assert.Equal((ReorientationState.Waiting, 0), ((await Request(world.Class.Pupils[1])).State, await Taken(world.Window, world.To, "TCLSH")));

        (await Plan(null, null)).EnsureSuccessStatusCode();
        Assert.Equal(1, await app.RunWork($"reorientation/{world.Window}/publish/"));
        Assert.Equal((ReorientationState.Accepted, 1), ((await Request(world.Class.Pupils[1])).State, await Taken(world.Window, world.To, "TCLSH")));

        async Task<HttpResponseMessage> Plan(string? day, string? time)
        {
            var version = await app.Read(db => db.ReorientationWindows.Where(w => w.Id == world.Window).Select(w => w.Version).SingleAsync());
            return await office.Api.PutAsJsonAsync($"/api{Links.WindowDays(world.Window)}", new { version = $"{version}", opensOn = $"{today:yyyy-MM-dd}", closesOn = $"{today.AddDays(10):yyyy-MM-dd}", opinionsUntil = $"{today.AddDays(20):yyyy-MM-dd}", publishDate = day, publishTime = time });
        }
    }

    [Fact]
    public async Task Last_years_request_blocks_nothing_and_who_was_accepted_is_not_asked_away()
    {
        var world = await Opened(seats: 2);
        var pupil = world.Class.Pupils[0];
        // A request left open by the year before.
        var old = 0L;
        await app.Write(async db =>
        {
            var window = new ReorientationWindow { PlaceId = world.From.Directorate.Id, SchoolYearId = Given.Year - 1, OpensOn = new DateOnly(Given.Year - 1, 11, 1), ClosesOn = new DateOnly(Given.Year - 1, 11, 20), OpinionsUntil = new DateOnly(Given.Year - 1, 11, 30) };
            db.ReorientationWindows.Add(window);
            await db.SaveChangesAsync();
            var request = new Reorientation { WindowId = window.Id, PupilId = pupil.Id, EnrollmentId = pupil.EnrollmentId, SchoolId = world.From.Id, LevelCode = "TC", FromStream = "TCS", ToSchoolId = world.To.Id, ToStream = "TCLSH", Reason = "Autrefois", AskedAt = MassarApp.Clock.GetUtcNow().UtcDateTime.AddYears(-1), AskedByAccountId = world.Director.AccountId };
            request.Ask();
            db.Reorientations.Add(request);
            await db.SaveChangesAsync();
            old = request.Id;
        });
        var family = await app.SignIn(await app.Given.Guardian(world.From, pupil), "fr");
        await (await family.Open(Links.ChildChange(pupil.Id))).Submit(("To", world.Choice), ("Reason", "Cette année"));
        var live = await app.Read(db => db.Reorientations.AsNoTracking().SingleAsync(r => r.LiveKey == pupil.Id));
        Assert.NotEqual(old, live.Id);
        Assert.Equal(ReorientationState.Lapsed, await app.Read(db => db.Reorientations.Where(r => r.Id == old).Select(r => r.State).SingleAsync()));
        (await Advise(await app.SignIn(world.From.Head), live.Id)).EnsureSuccessStatusCode();

        // Accepted for a class of the same school, no transfer is on the way: an ordinary one is refused in words that fit who asks.
        await app.Given.Class(world.From, level: "TC", pupils: 0, stream: "TCLSH");
        await app.Write(db => db.Reorientations.Where(r => r.Id == live.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReorientationState.Accepted).SetProperty(r => r.ToSchoolId, world.From.Id)));
        await app.Given.Class(world.To, level: "TC", pupils: 0, stream: "TCS");
        var guardian = await family.Api.PostAsJsonAsync($"/api{Massar.Features.Transfers.Links.Request(pupil.Id)}", new { school = $"{world.To.Id}", reasonCode = "MOVE", reason = "Déménagement" });
        Assert.Contains("guidance.change.kept\"", await guardian.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var stranger = await (await app.SignIn(world.To.Head)).Api.PostAsJsonAsync($"/api{Massar.Features.Transfers.Links.New}", new { code = pupil.MassarCode, reasonCode = "MOVE" });
        Assert.Contains("guidance.change.kept-elsewhere", await stranger.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await app.Read(db => db.Transfers.AnyAsync(t => t.PupilId == pupil.Id)));
    }

    [Fact]
    public async Task A_family_page_of_re_orientation_asks_the_database_little()
    {
        var world = await Opened(seats: 3);
        var family = await app.SignIn(await app.Given.Guardian(world.From, world.Class.Pupils[0]), "fr");
        foreach (var address in (string[])[Links.Changes, Links.ChildChange(world.Class.Pupils[0].Id)])
        {
            await family.Open(address);
            Assert.InRange((await MassarApp.StatementsOf(() => family.Open(address))).Count, 1, 4);
        }
    }

    /// <summary>All that families and schools are told of the two requests.</summary>
    private async Task<string> Seen(World world, Visitor[] families, Visitor sender, Visitor receiver)
    {
        var said = new List<string>();
        for (var i = 0; i < families.Length; i++)
        {
            var child = world.Class.Pupils[i].Id;
            said.Add((await families[i].Open(Links.ChildChange(child))).Find("main")!.TextContent);
            said.Add(await families[i].Api.GetStringAsync($"/api{Links.ChildChange(child)}"));
            said.Add((await families[i].Open(Links.Changes)).Find("main")!.TextContent);
        }

        foreach (var head in new[] { sender, receiver })
            foreach (var state in new[] { "all", "Accepted", "Waiting", "Refused" })
            {
                said.Add((await head.Open($"{Links.SchoolChanges}?state={state}")).Find("main")!.TextContent);
                said.Add(await head.Api.GetStringAsync($"/api{Links.SchoolChanges}?state={state}"));
            }

        return string.Join('\n', said);
    }

    private async Task Publish(int window, DateTime hour, string turn)
    {
        var (key, now) = ($"reorientation/{window}/publish/test-{turn}", MassarApp.Clock.GetUtcNow().UtcDateTime);
        await app.Write(async db =>
        {
            db.WorkItems.Add(new Massar.Infrastructure.Work.WorkItem { Kind = PublishChangesWork.Kind, Key = key, Payload = PublishChangesWork.PayloadOf(window, hour), RunAfter = now.AddMinutes(-1), CreatedAt = now });
            await db.SaveChangesAsync();
        });
        await app.RunWork(key);
    }

    private sealed record World(GivenSchool From, GivenSchool To, GivenClass Class, GivenClass Target, GivenPerson Director, int Window)
    {
        public string Choice => Wishes.KeyOf(To.Id, "TCLSH");
    }

    private async Task<(GivenSchool From, GivenSchool To)> Lycees()
    {
        var from = await app.Given.School(cycles: "QUA");
        return (from, await app.Given.School(cycles: "QUA", inProvinceOf: from));
    }

    /// <summary>A session that takes requests, with two pupils of science and seats in letters at another lycée.</summary>
    private async Task<World> Opened(int seats)
    {
        var (from, to) = await Lycees();
        var (science, letters) = (await app.Given.Class(from, level: "TC", pupils: 2, stream: "TCS"), await app.Given.Class(to, level: "TC", pupils: 0, stream: "TCLSH"));
        var person = await app.Given.Person(Roles.ProvincialDirector, from.Directorate);
        var director = await app.SignIn(person);
        var today = MoroccanDay.Today(MassarApp.Clock);
        (await director.Api.PostAsJsonAsync("/api/guidance/windows", new { opensOn = $"{today:yyyy-MM-dd}", closesOn = $"{today.AddDays(10):yyyy-MM-dd}", opinionsUntil = $"{today.AddDays(20):yyyy-MM-dd}" })).EnsureSuccessStatusCode();
        var window = await Window(from);
        (await director.Api.PutAsJsonAsync($"/api{Links.WindowSeats(window)}", new { school = to.Id, lines = new[] { new { stream = "TCLSH", version = -1, seats = $"{seats}" } } })).EnsureSuccessStatusCode();
        return new World(from, to, science, letters, person, window);
    }

    private async Task<Reorientation> Asked(World world, GivenPupil pupil, bool advised = true)
    {
        var family = await app.SignIn(await app.Given.Guardian(world.From, pupil));
        (await family.Api.PostAsJsonAsync($"/api{Links.ChildChange(pupil.Id)}", new { to = world.Choice, reason = "Goût des lettres" })).EnsureSuccessStatusCode();
        if (advised) (await Advise(await app.SignIn(world.From.Head), (await Request(pupil)).Id)).EnsureSuccessStatusCode();
        return await Request(pupil);
    }

    private Task<int> Window(GivenSchool school) => app.Read(db => db.ReorientationWindows.Where(w => w.PlaceId == school.Directorate.Id).Select(w => w.Id).SingleAsync());

    private Task Days(int window, DateOnly opens, DateOnly closes) => app.Write(db => db.ReorientationWindows.Where(w => w.Id == window).ExecuteUpdateAsync(s => s.SetProperty(w => w.OpensOn, opens).SetProperty(w => w.ClosesOn, closes)));

    private Task<Reorientation> Request(GivenPupil pupil) => app.Read(db => db.Reorientations.AsNoTracking().SingleAsync(r => r.PupilId == pupil.Id));

    private Task<int> Version(long request) => app.Read(db => db.Reorientations.Where(r => r.Id == request).Select(r => r.Version).SingleAsync());

    private Task<int> Taken(int window, GivenSchool school, string stream) => app.Read(db => db.ReorientationSeats.Where(s => s.WindowId == window && s.SchoolId == school.Id && s.StreamCode == stream).Select(s => s.Taken).SingleAsync());

    private Task<int> Notices(Reorientation request, ReorientationState state)
    {
        var key = $"reorientation/{request.Id}/{state}/";
        return app.Read(db => db.Notices.CountAsync(n => n.Key.StartsWith(key)));
    }

    private async Task<HttpResponseMessage> Advise(Visitor head, long request) => await head.Api.PutAsJsonAsync($"/api{Links.ChangeStep(request, "opinion")}", new { version = $"{await Version(request)}", opinion = "Favorable" });

    private async Task<HttpResponseMessage> Decide(Visitor office, long request, string decision, int? version = null) =>
        await office.Api.PostAsJsonAsync($"/api{Links.Change(request)}", new { version = $"{version ?? await Version(request)}", decision });

    private static Task<HttpResponseMessage> Recall(Visitor office, Reorientation request) => office.Api.PostAsJsonAsync($"/api{Links.ChangeStep(request.Id, "recall")}", new { version = $"{request.Version}", reason = "Erreur de saisie" });

    private static Task<HttpResponseMessage> Withdraw(Visitor family, Reorientation request) => family.Api.PostAsJsonAsync($"/api{Links.ChangeStep(request.Id, "withdraw")}", new { version = $"{request.Version}" });

    private static async Task<(int Asked, int Favorable, int Accepted, int Placed)> Figures(Visitor office, int window)
    {
        var board = await office.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Window(window)}");
        return (Of("asked"), Of("favorable"), Of("accepted"), Of("placed"));

        int Of(string name) => board.GetProperty(name).GetInt32();
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Massar.Features.Enrollments.Domain;
using Massar.Features.OutOfSchool;
using Massar.Features.OutOfSchool.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Massar.Tests.Features.Enrollments;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.OutOfSchool;

/// <summary>Found by rule, followed by somebody named, ended by itself when the child sits at a school again (workflows 4.4 and 4.24).</summary>
public sealed class OutOfSchoolTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Said = "الأسرة انتقلت إلى حي آخر";

    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task Who_should_be_at_school_is_found_followed_and_off_the_list_once_enrolled_anywhere(string language)
    {
        var world = await World();
        var (director, officer) = (await app.SignIn(world.Director, language, steppedUp: true), await app.SignIn(world.Officer, language, steppedUp: true));

        // Somebody is named for the commune; a stranger to the directorate is not.
        var naming = await director.Open(Links.Officers);
        var wrong = await naming.SubmitForm($"#c{world.Commune} form", null, false, ("Officer", $"{world.School.Head.AccountId}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        await naming.SubmitForm($"#c{world.Commune} form", null, false, ("Officer", $"{world.Officer.AccountId}"));
        Assert.Equal(HttpStatusCode.Conflict, (await director.Api.PostAsJsonAsync("/api" + Links.Officers, new { commune = world.Commune, officer = $"{world.Colleague.AccountId}", version = "" })).StatusCode);

        await Look(world.School);
        await Look(world.School, "again");
        var cases = await Cases(world.School);
        Assert.Equal([(world.Expected.Pupil, LeavingCause.NotJoined), (world.Gone.Id, LeavingCause.Withdrawn), (world.Away.Id, LeavingCause.Interrupted)], cases.OrderBy(c => c.Cause == LeavingCause.NotJoined ? 0 : c.Cause == LeavingCause.Withdrawn ? 1 : 2).Select(c => (c.PupilId, c.Cause)));
        Assert.All(cases, c => Assert.Equal((world.Officer.AccountId, world.Commune), (c.OwnerAccountId!.Value, c.CommuneId)));
        Assert.Equal(1, await Notices(world.Officer, "out-of-school/found/"));

        // The officer reads how to reach the family; a colleague, another directorate and the school find nothing of it.
        var list = await officer.Open(Links.All());
        Assert.Equal(3, list.All("main table tbody tr").Count);
        Assert.DoesNotContain("out-of-school.", list.Text, StringComparison.Ordinal);
        var gone = cases.Single(c => c.PupilId == world.Gone.Id);
        var page = await officer.Open(Links.Case(gone.Id));
        Assert.NotNull(page.Find("main a[href^='tel:']"));
        Assert.DoesNotContain("out-of-school.", page.Text, StringComparison.Ordinal);
        var colleague = await app.SignIn(world.Colleague, language);
        Assert.Empty((await colleague.Open(Links.All())).All("main table tbody tr"));
        foreach (var stranger in (Visitor[])[colleague, await app.SignIn((await World()).Director)])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Case(gone.Id))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Case(gone.Id)}", Contact(gone.Version))).StatusCode);
        }

        var head = await app.SignIn(world.School.Head, language, steppedUp: true);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Open(Links.Case(gone.Id))).Status);

        // Contacted first, then planned; typed wrongly it comes back; not over what somebody else wrote.
        Assert.Contains("out-of-school.contact-first", await Answer(officer, gone.Id, new { @do = "plan", plan = "مرافقة", nextOn = Iso(Today.AddDays(5)), version = $"{gone.Version}" }), StringComparison.Ordinal);
        var unsaid = await page.SubmitForm("#contact", "contact", false, ("Day", Iso(Today)), ("Way", "Phone"), ("Result", "Reached"), ("Words", " "));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Phone"), (unsaid.Status, unsaid.ValueOf("Way")));
        var early = await page.SubmitForm("#contact", "contact", false, ("Day", Iso(gone.Since.AddDays(-1))), ("Way", "Phone"), ("Result", "NoAnswer"));
        Assert.NotNull(early.ErrorOf("Day"));
        var noted = await page.SubmitForm("#contact", "contact", false, ("Day", Iso(Today)), ("Way", "Phone"), ("Result", "Reached"), ("Words", Said));
        Assert.True(noted.Says(Words.All.Say(language, "out-of-school.state.Contacted")) && noted.Says(Said), noted.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await officer.Api.PostAsJsonAsync($"/api{Links.Case(gone.Id)}", Contact(gone.Version))).StatusCode);
        await noted.SubmitForm("#plan", "plan", false, ("Plan", "زيارة المؤسسة مع الأب"), ("NextOn", Iso(Today.AddDays(5))));
        gone = await Case(gone.Id);
        Assert.Equal((FollowState.Planned, Today.AddDays(5)), (gone.State, gone.DueOn));
        Assert.Contains("out-of-school.more-tries", await Answer(officer, gone.Id, new { @do = "end", outcome = "LostSight", note = "لا أثر", version = $"{gone.Version}" }), StringComparison.Ordinal);
        Assert.Contains("Outcome", await Answer(officer, gone.Id, new { @do = "end", outcome = "ReEnrolled", note = "عاد", version = $"{gone.Version}" }), StringComparison.OrdinalIgnoreCase);

        // What the family said is in no list, no file, not at the school and not in the audit trail.
        var csv = Encoding.UTF8.GetString(await (await officer.Get(Links.File("csv", null, null, null))).Content.ReadAsByteArrayAsync());
        Assert.Contains(world.Gone.MassarCode, csv, StringComparison.Ordinal);
        var school = await head.Open(Links.School());
        Assert.Equal(3, school.All("main table tbody tr").Count);
        var file = Encoding.UTF8.GetString(await (await head.Get(Links.SchoolFile("csv"))).Content.ReadAsByteArrayAsync());
        Assert.NotEqual(HttpStatusCode.OK, (await (await app.SignIn(world.School.Head)).Get(Links.SchoolFile("csv"))).StatusCode);
        foreach (var text in (string[])[csv, (await officer.Open(Links.All())).Text, school.Text, file])
            Assert.DoesNotContain(Said, text, StringComparison.Ordinal);
        Assert.False(await app.Read(db => db.AuditEntries.AnyAsync(a => a.AccountId == world.Officer.AccountId && a.Changes.Contains("انتقلت"))));

        // Enrolled again anywhere: off every list at once, and closed with its enrolment at the next look.
        await (await head.Api.PostAsJsonAsync("/api" + Massar.Features.Enrollments.Links.Entry, new { Enrollments = new[] { world.Expected.Line }, Day = Iso(Today) })).Content.ReadAsStringAsync();
        Assert.Equal(2, (await officer.Open(Links.All())).All("main table tbody tr").Count);
        var back = cases.Single(c => c.PupilId == world.Expected.Pupil);
        Assert.Contains("out-of-school.back", await Answer(officer, back.Id, Contact(back.Version)), StringComparison.Ordinal);
        await Look(world.School, "back");
        back = await Case(back.Id);
        Assert.Equal((FollowState.ReEnrolled, world.Expected.Line, (long?)null), (back.State, back.NewEnrollmentId!.Value, back.LiveKey));

        // Untouched past its day: the director is told once.
        var away = cases.Single(c => c.PupilId == world.Away.Id);
        await app.Write(db => db.OutOfSchoolCases.Where(c => c.Id == away.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.DueOn, Today.AddDays(-1))));
        await Look(world.School, "late");
        await Look(world.School, "later");
        Assert.Equal(1, await Notices(world.Director, "out-of-school/late/"));
        var counts = await director.Open(Links.Communes);
        Assert.Equal(["2", "1", "0", "1", "0"], counts.All("main table tbody td").Take(5).Select(c => c.TextContent.Trim()));
        Assert.Single((await director.Open(Links.All("late"))).All("main table tbody tr"));

        // Handed to a colleague; then the end is known.
        await (await director.Open(Links.Case(away.Id))).SubmitForm("#officer", null, false, ("Officer", $"{world.Colleague.AccountId}"));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open(Links.Case(away.Id))).Status);
        Assert.Equal(HttpStatusCode.OK, (await colleague.Open(Links.Case(away.Id))).Status);
        await (await officer.Open(Links.Case(gone.Id))).SubmitForm("#end", "end", false, ("Outcome", "Vocational"), ("Note", "مركز التكوين، شهادة التسجيل"));
        Assert.Equal(FollowState.Vocational, (await Case(gone.Id)).State);
        Assert.Null((await officer.Open(Links.Case(gone.Id))).Find("main a[href^='tel:']"));
        await Look(world.School, "end");
        Assert.Equal(3, (await Cases(world.School)).Count);
    }

    [Fact]
    public async Task Nobody_follows_a_child_of_the_own_family()
    {
        var world = await World();
        await Look(world.School);
        var gone = (await Cases(world.School)).Single(c => c.PupilId == world.Gone.Id);
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == world.Director.EmployeeId).Select(e => e.Cin).SingleAsync());
        await app.Write(db => db.Guardians.Where(g => db.Guardianships.Any(l => l.GuardianId == g.Id && l.PupilId == world.Gone.Id)).ExecuteUpdateAsync(s => s.SetProperty(g => g.Cin, cin)));

        var director = await app.SignIn(world.Director);

        Assert.Equal(2, (await director.Open(Links.All())).All("main table tbody tr").Count);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open(Links.Case(gone.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Api.PostAsJsonAsync($"/api{Links.Case(gone.Id)}/officer", new { officer = $"{world.Officer.AccountId}", version = $"{gone.Version}" })).StatusCode);
    }

    [Fact]
    public async Task Who_is_interrupted_found_elsewhere_or_dead_is_on_no_list_that_counts_or_asks()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 5);
        await Set(made.Pupils[0], EnrollmentState.Interrupted, Today.AddDays(-2));
        await Set(made.Pupils[1], EnrollmentState.FoundElsewhere, Today.AddDays(-2));
        await Set(made.Pupils[2], EnrollmentState.Deceased, Today.AddDays(-2));
        await Set(made.Pupils[3], EnrollmentState.FoundElsewhere, null);

        var head = await app.SignIn(school.Head, "fr");
        Assert.Single((await head.Open(Massar.Features.Classes.Links.Class(made.Id))).All("main table.cards tbody tr"), r => r.TextContent.Contains('Z'));
        Assert.Equal([made.Pupils[4].Id], (await app.Read(db => Destinations.Standings(db, school.Id, Given.Year, CancellationToken.None))).Select(s => s.PupilId));
        // Three were there until the day before; who never came was there on no day.
        foreach (var (day, count) in new[] { (Today.AddDays(-3), 4), (Today.AddDays(-2), 1), (Today, 1) })
            Assert.Equal(count, await app.Read(db => db.Enrollments.Where(e => e.SchoolId == school.Id && e.SchoolYearId == Given.Year).PresentOn(day).CountAsync()));

        // Looked for is who stays away: not who was found, and never a child who died.
        await Look(school);
        Assert.Equal([made.Pupils[0].Id], (await Cases(school)).Select(c => c.PupilId));
        await Set(made.Pupils[0], EnrollmentState.Deceased, Today.AddDays(-2));
        Assert.Empty((await head.Open(Links.School())).All("main table tbody tr"));
        await Look(school, "again");
        Assert.Equal([FollowState.Deceased], (await Cases(school)).Select(c => c.State));
    }

    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task The_head_suspends_for_some_days_says_who_was_found_elsewhere_and_writes_down_a_death(string language)
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 3);
        var teacher = await app.Given.Teacher(made);
        var (head, own) = (await app.SignIn(school.Head, language, steppedUp: true), made.Pupils[2]);
        var guardian = await app.Given.Guardian(school, made.Pupils[1]);
        var kin = await app.Given.Guardian(school, own);
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == school.Head.EmployeeId).Select(e => e.Cin).SingleAsync());
        await app.Write(db => db.Guardians.Where(g => g.Id == kin.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.Cin, cin)));

        // Suspended: the place stays, the call has the pupil again after the last day. Too long, or in the past: typed back with the reason.
        var address = Massar.Features.Enrollments.Links.State(made.Pupils[0].EnrollmentId);
        var page = await head.Open(address);
        Assert.DoesNotContain("enrollments.", page.Text, StringComparison.Ordinal);
        var wrong = await page.SubmitForm("#suspend", "suspend", false, ("From", Iso(Today)), ("Until", Iso(Today.AddDays(80))));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, Iso(Today.AddDays(80))), (wrong.Status, wrong.ValueOf("Until")));
        var suspended = await page.SubmitForm("#suspend", "suspend", false, ("From", Iso(Today)), ("Until", Iso(Today.AddDays(3))));
        Assert.NotNull(suspended.Find("#resume"));
        Assert.Equal((2, 3), (await Called(Today), await Called(Today.AddDays(4))));
        var list = await head.Open(Massar.Features.Classes.Links.Class(made.Id));
        Assert.Equal((3, true), (list.All("main table.cards tbody tr").Count(r => made.Pupils.Any(p => r.TextContent.Contains(p.MassarCode, StringComparison.Ordinal))), list.Says(Words.All.Say(language, "classes.suspended"))));
        Assert.Equal(3, (await app.Read(db => Destinations.Standings(db, school.Id, Given.Year, CancellationToken.None))).Count);
        await suspended.SubmitForm("#resume", "resume", false);
        Assert.Equal(3, await Called(Today));

        // Nobody but the head of the school, and not for the own family.
        var strange = await app.SignIn((await app.Given.School()).Head);
        Assert.Equal(HttpStatusCode.NotFound, (await strange.Open(address)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(teacher)).Open(address)).Status);
        var family = await head.Api.PostAsJsonAsync("/api" + Massar.Features.Enrollments.Links.State(own.EnrollmentId), new { @do = "suspend", from = Iso(Today), until = Iso(Today), version = "0" });
        Assert.Contains("enrollments.state.own", await family.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // A death wants a paper and a word that it is meant; then nothing goes out to the family, and nothing stays open.
        var death = Massar.Features.Enrollments.Links.State(made.Pupils[1].EnrollmentId);
        await app.Write(async db =>
        {
            db.FollowUps.Add(new Massar.Features.Attendance.Domain.FollowUp { SchoolId = school.Id, SchoolYearId = Given.Year, PupilId = made.Pupils[1].Id, ClassId = made.Id, Threshold = 3, OpenedAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        });
        var unsure = await (await head.Open(death)).SubmitForm("#died", "died", false, ("On", Iso(Today.AddDays(-1))), ("Paper", "رسم رقم 12"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "رسم رقم 12"), (unsure.Status, unsure.ValueOf("Paper")));
        await (await head.Open(death)).SubmitForm("#died", "died", false, ("On", Iso(Today.AddDays(-1))), ("Paper", "رسم رقم 12"), ("Sure", "yes"));
        Assert.Equal((EnrollmentState.Deceased, Today.AddDays(-1)), await app.Read(db => db.Enrollments.Where(e => e.Id == made.Pupils[1].EnrollmentId).Select(e => ValueTuple.Create(e.State, e.LeftOn!.Value)).SingleAsync()));
        Assert.Equal(2, await Called(Today));
        Assert.False(await app.Read(db => db.FollowUps.AnyAsync(f => f.PupilId == made.Pupils[1].Id && f.ClosedAt == null)));
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var desk = scope.ServiceProvider.GetRequiredService<Massar.Features.Notices.Domain.GuardianDesk>();
            await desk.Tell([made.Pupils[1].Id], one => throw new InvalidOperationException("A family was told something."), CancellationToken.None);
        }

        Assert.False(await app.Read(db => db.AuditEntries.AnyAsync(a => a.AccountId == school.Head.AccountId && a.Changes.Contains("رسم رقم"))));
        Assert.NotNull(guardian.GuardianId);

        // It is asked for with a fresh second factor, and what was wrong is taken back.
        var tired = await (await app.SignIn(school.Head, language)).Api.PostAsJsonAsync("/api" + death, new { @do = "died", on = Iso(Today), paper = "12", sure = "yes", version = "0" });
        Assert.Equal(HttpStatusCode.Forbidden, tired.StatusCode);
        await (await head.Open(death)).SubmitForm("#taken-back", "taken-back", false, ("Why", "خطأ في الاسم"));
        Assert.Equal(EnrollmentState.Active, await app.Read(db => db.Enrollments.Where(e => e.Id == made.Pupils[1].EnrollmentId && e.LeftOn == null).Select(e => e.State).SingleAsync()));
        Assert.Equal(3, await Called(Today));

        // Found elsewhere: off the list of those who did not come, and looked for by nobody.
        await app.Crowd(school, "1AC", 1, state: EnrollmentState.NotJoined);
        var missing = await app.Read(db => db.Enrollments.Where(e => e.SchoolId == school.Id && e.State == EnrollmentState.NotJoined).Select(e => e.Id).SingleAsync());
        var not = await head.Open(Massar.Features.Enrollments.Links.NotJoined);
        await (await not.Follow(Massar.Features.Enrollments.Links.State(missing))).SubmitForm("#elsewhere", "elsewhere", false, ("Where", "مدرسة بالخارج، رسالة من الأب"));
        Assert.Empty((await head.Open(Massar.Features.Enrollments.Links.NotJoined)).All("fieldset p"));
        await Look(school);
        Assert.Empty(await Cases(school));

        Task<int> Called(DateOnly day) => app.Read(async db => (await new Massar.Features.Attendance.Domain.Rolls(db).Pupils(made.Id, day, null, CancellationToken.None)).Count);
    }

    private async Task<GivenWorld> World()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 4);
        await app.Crowd(school, "1AC", 1, state: EnrollmentState.Expected);
        var other = await app.Given.School();
        var (director, officer, colleague) = (await app.Given.Person(Roles.ProvincialDirector, school.Directorate), await app.Given.Person(Roles.HeadOfService, school.Directorate), await app.Given.Person(Roles.HeadOfService, school.Directorate));
        await app.Given.Guardian(school, made.Pupils[0]);
        await Set(made.Pupils[0], EnrollmentState.Left, Today.AddDays(-20));
        await Set(made.Pupils[1], EnrollmentState.Interrupted, Today.AddDays(-1));
        // Moved, and sits at another school of another directorate.
        await Set(made.Pupils[2], EnrollmentState.Left, Today.AddDays(-20));
        await app.Write(async db =>
        {
            db.Enrollments.Add(new Enrollment { PupilId = made.Pupils[2].Id, SchoolYearId = Given.Year, SchoolId = other.Id, LevelCode = "1AC", State = EnrollmentState.Active, Kind = EnrollmentKind.TransferredIn, EnteredOn = Today.AddDays(-20) });
            await db.SaveChangesAsync();
        });
        var expected = await app.Read(db => db.Enrollments.Where(e => e.SchoolId == school.Id && e.State == EnrollmentState.Expected).Select(e => new { e.Id, e.PupilId }).SingleAsync());
        return new GivenWorld(school, director, officer, colleague, (expected.Id, expected.PupilId), made.Pupils[0], made.Pupils[1]);
    }

    private Task Set(GivenPupil pupil, EnrollmentState state, DateOnly? left) => app.Write(db => db.Enrollments.Where(e => e.Id == pupil.EnrollmentId)
        .ExecuteUpdateAsync(s => s.SetProperty(e => e.State, state).SetProperty(e => e.LeftOn, left).SetProperty(e => e.EnteredOn, Today.AddDays(-60))));

    private async Task Look(GivenSchool school, string turn = "first")
    {
        var (key, now) = ($"{FindWork.KeyOf(school.Directorate.Id, Today)}/{turn}", MassarApp.Clock.GetUtcNow().UtcDateTime);
        await app.Write(async db =>
        {
            db.WorkItems.Add(new WorkItem { Kind = FindWork.Kind, Key = key, Payload = school.Directorate.Id.ToString(CultureInfo.InvariantCulture), RunAfter = now.AddMinutes(-1), CreatedAt = now });
            await db.SaveChangesAsync();
        });
        Assert.Equal(1, await app.RunWork(key));
        Assert.Equal(WorkState.Done, await app.Read(db => db.WorkItems.Where(w => w.Key == key).Select(w => w.State).SingleAsync()));
    }

    private static object Contact(int version) => new { @do = "contact", day = Iso(Today), way = "Visit", result = "NoAnswer", version = $"{version}" };

    private static async Task<string> Answer(Visitor who, long id, object body)
    {
        var reply = await who.Api.PostAsJsonAsync($"/api{Links.Case(id)}", body);
        Assert.False(reply.IsSuccessStatusCode);
        return await reply.Content.ReadAsStringAsync();
    }

    private Task<OutOfSchoolCase> Case(long id) => app.Read(db => db.OutOfSchoolCases.AsNoTracking().SingleAsync(c => c.Id == id));

    private Task<List<OutOfSchoolCase>> Cases(GivenSchool school) => app.Read(db => db.OutOfSchoolCases.AsNoTracking().Where(c => c.SchoolId == school.Id).OrderBy(c => c.Id).ToListAsync());

    private Task<int> Notices(GivenPerson person, string key) => app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Key.StartsWith(key)));

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record GivenWorld(GivenSchool School, GivenPerson Director, GivenPerson Officer, GivenPerson Colleague, (long Line, long Pupil) Expected, GivenPupil Gone, GivenPupil Away)
    {
        public int Commune => School.Place.ParentId!.Value;
    }
}

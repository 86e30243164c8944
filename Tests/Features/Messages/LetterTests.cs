using System.Net;
using System.Net.Http.Json;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Messages.Domain;
using Massar.Features.Notices.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Timetables;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;
using Links = Massar.Features.Messages.Links;

namespace Massar.Tests.Features.Messages;

/// <summary>AC-TAA-2: the school writes first to families of pupils somebody teaches today; each thread is between two, and nobody else finds it.</summary>
public sealed class LetterTests(MassarApp app, ITestOutputHelper output) : IClassFixture<MassarApp>
{
    private const string Words = "Votre enfant a bien travaillé";

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task A_teacher_writes_first_the_guardian_reads_and_answers_in_the_same_thread(string language)
    {
        var plan = await app.Plan(2);
        var (child, other) = (plan.One.Pupils[0], plan.One.Pupils[1]);
        var (mother, stranger) = (await app.Given.Guardian(plan.School, child), await app.Given.Guardian(plan.School, other));
        var teacher = await app.SignIn(plan.Math, language);

        var classes = await (await teacher.Open(Links.Mine)).Follow(Links.Write);
        Assert.DoesNotContain("messages.", classes.Text, StringComparison.Ordinal);
        var form = await classes.Follow(Links.WriteTo(plan.One.Id, "MATH"));
        var nobody = await form.Submit(("Text", Words));
        Assert.NotNull(nobody.ErrorOf("To"));
        Assert.Equal(Words, nobody.ValueOf("Text"));
        var letter = await form.Submit(("To", $"{child.Id}"), ("Text", Words));
        Assert.StartsWith("/messages/letters/", letter.Address, StringComparison.Ordinal);
        Assert.True(letter.Says(Words));
        var thread = await Only(child.Id);
        Assert.Equal((ThreadKind.FromSchool, ThreadDoor.Teacher, TalkState.Answered, plan.Math.EmployeeId), (thread.Kind, thread.Door, thread.State, thread.EmployeeId));
        Assert.Null(thread.SeenAt);
        Assert.Equal(1, await Sms(mother, "notices.message-written"));
        Assert.Equal(0, await Sms(stranger, "notices.message-written"));
        Assert.DoesNotContain("travaillé", string.Concat(await app.Read(db => db.Notices.Where(n => n.Key.StartsWith($"message/{thread.Id}/")).Select(n => n.Args).ToListAsync())), StringComparison.Ordinal);

        // Another family neither finds nor opens it; nor does a colleague; the head knows of it without its words.
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger)).Open(Links.Thread(thread.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(plan.French)).Open(Links.Thread(thread.Id))).Status);
        Assert.False((await (await app.SignIn(plan.Head, language)).Open(Links.Thread(thread.Id))).Says(Words));

        var family = await app.SignIn(mother, language);
        Assert.Contains((await family.Open(Links.Mine)).All("main a"), a => a.GetAttribute("href") == Links.Thread(thread.Id));
        var read = await family.Open(Links.Thread(thread.Id));
        Assert.True(read.Says(Words));
        Assert.NotNull((await Only(child.Id)).SeenAt);
        await read.Submit(("Text", "Merci beaucoup"));
        var answered = await Only(child.Id);
        Assert.Equal((TalkState.Asked, 1), (answered.State, answered.Round));
        Assert.True(answered.DueOn is not null);
        Assert.True((await teacher.Open(Links.Thread(thread.Id))).Says("Merci beaucoup"));
        Assert.Equal(1, await Sms(plan.Math, "notices.message-asked"));
        // Read and answered: it is not taken back.
        var (id, version) = await app.Read(async db => await db.SchoolLetters.Where(l => l.Id == thread.LetterId).Select(l => new ValueTuple<long, int>(l.Id, l.Version)).SingleAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsJsonAsync($"/api{Links.TakeLetterBack(id)}", new { version = $"{version}" })).StatusCode);
    }

    [Fact]
    public async Task A_whole_class_gets_one_thread_each_restricted_rights_are_kept_and_who_has_no_account_is_counted()
    {
        var plan = await app.Plan(4);
        var (mother, father) = (await app.Given.Guardian(plan.School, plan.One.Pupils[0]), await app.Given.Guardian(plan.School, plan.One.Pupils[0]));
        var second = await app.Given.Guardian(plan.School, plan.One.Pupils[1]);
        var adult = plan.One.Pupils[2];
        await app.Write(async db =>
        {
            await db.Guardianships.Where(g => g.GuardianId == father.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Restricted));
            await db.Pupils.Where(p => p.Id == adult.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthDate, MoroccanDay.Today(MassarApp.Clock).AddYears(-18)));
        });
        var (own, parent) = (await app.Given.PupilAccount(plan.School, adult), await app.Given.Guardian(plan.School, adult));
        var teacher = await app.SignIn(plan.Math, "fr");

        var answer = await teacher.Api.PostAsJsonAsync($"/api{Links.WriteTo(plan.One.Id, "MATH")}", new { to = "all", text = Words });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var id = await answer.Content.ReadFromJsonAsync<long>();

        var threads = await app.Read(db => db.FamilyThreads.AsNoTracking().Where(t => t.LetterId == id).ToListAsync());
        Assert.Equal(3, threads.Count);
        Assert.Equal([mother.AccountId, second.AccountId, own.AccountId], threads.Select(t => t.AccountId).Order());
        Assert.Null(threads.Single(t => t.PupilId == adult.Id).GuardianId);
        Assert.Equal((3, 1), await app.Read(db => db.SchoolLetters.Where(l => l.Id == id).Select(l => new ValueTuple<int, int>(l.Threads, l.Unreached)).SingleAsync()));
        Assert.Equal((0, 0), (await Sms(father, "notices.message-written"), await Sms(parent, "notices.message-written")));

        // The pupil of age reads and answers; his guardian does not.
        var mine = threads.Single(t => t.PupilId == adult.Id);
        var pupil = await app.SignIn(own, "fr");
        Assert.Contains((await pupil.Open(Links.Mine)).All("main a"), a => a.GetAttribute("href") == Links.Thread(mine.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(parent)).Open(Links.Thread(mine.Id))).Status);
        await (await pupil.Open(Links.Thread(mine.Id))).Submit(("Text", "Merci, j'ai compris"));
        Assert.True((await teacher.Open(Links.Thread(mine.Id))).Says("Merci, j'ai compris"));
        // A minor's own account has none of it.
        var minor = await app.SignIn(await app.Given.PupilAccount(plan.School, plan.One.Pupils[1]), "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await minor.Open(Links.Thread(threads.Single(t => t.PupilId == plan.One.Pupils[1].Id).Id))).Status);

        // Another teacher, even of the class, has no letter of a colleague's.
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(plan.French)).Open(Links.Letter(id))).Status);
        // Those who have not read it lose it; who has keeps it.
        var page = await teacher.Open(Links.Letter(id));
        await page.SubmitForm($"form[action='{Links.TakeLetterBack(id)}']", null, false);
        var gone = await (await app.SignIn(mother, "fr")).Open(Links.Thread(threads.Single(t => t.AccountId == mother.AccountId).Id));
        Assert.Equal(HttpStatusCode.OK, gone.Status);
        Assert.False(gone.Says(Words));
        Assert.Empty(gone.All("main form"));
        Assert.True((await pupil.Open(Links.Thread(mine.Id))).Says(Words));

        // Whom nobody could write to any more is not written on to, unless the family asked; and who has not the class reads nothing more of the letter.
        var told = await teacher.Open(Links.Thread(mine.Id));
        Assert.True((await told.Submit(("Text", "Je réponds à votre question"))).Says("Je réponds à votre question"));
        await app.Write(db => db.Enrollments.Where(e => e.PupilId == adult.Id && e.ClassId == plan.One.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left)));
        Assert.Equal(HttpStatusCode.Conflict, (await (await teacher.Open(Links.Thread(mine.Id))).Submit(("Text", "Encore une chose"))).Status);
        await app.Write(db => db.TeachingAssignments.Where(t => t.EmployeeId == plan.Math.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(t => t.EndsOn, MoroccanDay.Today(MassarApp.Clock).AddDays(-1))));
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Open(Links.Letter(id))).Status);
    }

    [Fact]
    public async Task Nobody_writes_to_families_of_pupils_they_do_not_teach_today_or_to_their_own()
    {
        var plan = await app.Plan(2);
        var elsewhere = await app.Plan(1);
        await app.Given.Guardian(plan.School, plan.One.Pupils[0]);
        var french = await app.SignIn(plan.French, "fr");

        Assert.Equal(HttpStatusCode.NotFound, (await french.Open(Links.WriteTo(plan.Two.Id, "FR"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await french.Open(Links.WriteTo(plan.One.Id, "MATH"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await french.Api.PostAsJsonAsync($"/api{Links.WriteTo(elsewhere.One.Id, "MATH")}", new { to = "all", text = Words })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await french.Api.PostAsJsonAsync($"/api{Links.WriteTo(plan.One.Id, "FR")}", new { to = $"{elsewhere.One.Pupils[0].Id}", text = Words })).StatusCode);
        var head = await app.SignIn(plan.Head, "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.WriteTo(elsewhere.One.Id, null))).Status);
        Assert.Equal(HttpStatusCode.OK, (await head.Open(Links.WriteTo(plan.One.Id, null))).Status);

        // The teacher's own child is not written about.
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == plan.French.EmployeeId).Select(e => e.Cin).SingleAsync());
        var self = await app.Given.Guardian(plan.School, plan.One.Pupils[1]);
        await app.Write(db => db.Guardians.Where(g => g.Id == self.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.Cin, cin)));
        Assert.Equal(HttpStatusCode.NotFound, (await french.Api.PostAsJsonAsync($"/api{Links.WriteTo(plan.One.Id, "FR")}", new { to = $"{plan.One.Pupils[1].Id}", text = Words })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await french.Api.PostAsJsonAsync($"/api{Links.WriteTo(plan.One.Id, "FR")}", new { to = "all", text = Words })).StatusCode);
        Assert.Equal(0, await app.Read(db => db.FamilyThreads.CountAsync(t => t.PupilId == plan.One.Pupils[1].Id)));

        // With the class the reading ends.
        await app.Write(db => db.TeachingAssignments.Where(t => t.EmployeeId == plan.French.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(t => t.EndsOn, MoroccanDay.Today(MassarApp.Clock).AddDays(-1))));
        Assert.Equal(HttpStatusCode.NotFound, (await french.Open(Links.WriteTo(plan.One.Id, "FR"))).Status);
    }

    [Fact]
    public async Task A_guardian_reports_a_message_and_the_head_reads_it_and_notes_what_was_done()
    {
        var plan = await app.Plan(1);
        var mother = await app.Given.Guardian(plan.School, plan.One.Pupils[0]);
        var teacher = await app.SignIn(plan.Math, "fr");
        await teacher.Api.PostAsJsonAsync($"/api{Links.WriteTo(plan.One.Id, "MATH")}", new { to = "all", text = Words });
        var thread = await Only(plan.One.Pupils[0].Id);
        var family = await app.SignIn(mother, "fr");

        await (await family.Open(Links.Thread(thread.Id))).SubmitForm($"form[action='{Links.Flag(thread.Id)}']:has(button[name=About])", "message", false);

        Assert.Equal("reported", await app.Read(db => db.ThreadLines.Where(l => l.ThreadId == thread.Id).OrderByDescending(l => l.Id).Select(l => l.What).FirstAsync()));
        Assert.Equal(1, await Sms(plan.Head, "notices.message-reported"));
        var head = await app.SignIn(plan.Head, "fr");
        var page = await head.Open(Links.Thread(thread.Id));
        Assert.True(page.Says(Words));
        await page.SubmitForm($"form[action='{Links.Settle(thread.Id)}']", null, false, ("Measures", "Entretien avec l'enseignant"));
        Assert.NotNull((await Only(plan.One.Pupils[0].Id)).SettledAt);
        Assert.False((await family.Open(Links.Thread(thread.Id))).Says("Entretien"));
        // The school reports nothing of its own, and what the head wrote is not for the head to judge.
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsync($"/api{Links.Flag(thread.Id)}?about=message", null)).StatusCode);
    }

    [Fact]
    public async Task Letters_have_a_daily_limit_and_a_class_of_forty_with_two_guardians_each_is_one_order()
    {
        var plan = await app.Plan(40);
        foreach (var pupil in plan.One.Pupils)
        {
            await app.Given.Guardian(plan.School, pupil);
            await app.Given.Guardian(plan.School, pupil);
        }

        var head = await app.SignIn(plan.Head, "fr");
        var before = DateTime.UtcNow;
        Assert.Equal(HttpStatusCode.OK, (await head.Api.PostAsJsonAsync($"/api{Links.WriteTo(plan.One.Id, null)}", new { to = "all", text = Words })).StatusCode);
        var took = DateTime.UtcNow - before;
        Assert.Equal(80, await app.Read(db => db.FamilyThreads.CountAsync(t => t.ClassId == plan.One.Id && t.Kind == ThreadKind.FromSchool)));
        output.WriteLine($"80 families written to in {took.TotalMilliseconds:0} ms");

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await head.Api.PostAsJsonAsync($"/api{Links.WriteTo(plan.One.Id, null)}", new { to = "all", text = $"{Words} {i}" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.WriteTo(plan.One.Id, null)}", new { to = "all", text = "Encore" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await head.Api.PostAsJsonAsync($"/api{Links.WriteTo(plan.One.Id, null)}", new { to = $"{plan.One.Pupils[0].Id}", text = "À vous seuls" })).StatusCode);
        Assert.InRange((await MassarApp.StatementsOf(() => head.Open(Links.Mine))).Count, 1, 6);
    }

    private Task<FamilyThread> Only(long child) => app.Read(db => db.FamilyThreads.AsNoTracking().SingleAsync(t => t.PupilId == child));

    private Task<int> Sms(GivenPerson person, string template) =>
        app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == template && db.NoticeDeliveries.Any(d => d.NoticeId == n.Id && d.Channel == NoticeChannel.Sms)));
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Messages.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Massar.Tests.Features.Timetables;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Links = Massar.Features.Messages.Links;

namespace Massar.Tests.Features.Messages;

public sealed class MessageTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Secret = "Une affaire de famille";
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_guardian_asks_the_teacher_both_are_told_and_the_family_says_whether_it_was_answered(string language)
    {
        var world = await World();
        var (family, teacher) = (await app.SignIn(world.Mother, language), await app.SignIn(world.Plan.Math, language));

        // From the child's page, over the three kinds.
        var kinds = await (await family.Open($"/marks/children/{world.Child}")).Follow(Links.Child(world.Child));
        Assert.Equal([Links.New(world.Child, "question"), Massar.Features.Meetings.Links.Child(world.Child), Links.New(world.Child, "problem")], kinds.All("main .list a").Select(a => a.GetAttribute("href")));
        var form = await kinds.Follow(Links.New(world.Child, "question"));
        var sent = await form.Submit(("To", $"{world.Assignment}"), ("Text", Secret));
        var thread = await Newest(world.Child);
        Assert.Equal(Links.Thread(thread.Id), sent.Address);
        Assert.Equal((ThreadDoor.Teacher, world.Plan.Math.EmployeeId, TalkState.Asked), (thread.Door, thread.EmployeeId, thread.State));
        Assert.True(thread.DueOn > Today);
        Assert.Equal(1, await Sms(world.Plan.Math, "notices.message-asked"));
        Assert.DoesNotContain("affaire", await Told(thread.Id), StringComparison.Ordinal);

        // The inbox leads to it; the answer goes back.
        Assert.Contains(Links.Thread(thread.Id), (await teacher.Open(Links.Mine)).All("main a").Select(a => a.GetAttribute("href")));
        var asked = await teacher.Open(Links.Thread(thread.Id));
        Assert.True(asked.Says(Secret));
        await asked.Submit(("Text", "Les leçons trois et quatre"));
        Assert.Equal(1, await Sms(world.Mother, "notices.message-answered"));

        var answered = await family.Open(Links.Thread(thread.Id));
        Assert.True(answered.Says("Les leçons trois et quatre"));
        await answered.Submit(("Text", "Et la cinquième ?"));
        var again = await Newest(world.Child);
        Assert.Equal((TalkState.Asked, 2), (again.State, again.Round));
        Assert.Equal(2, await Sms(world.Plan.Math, "notices.message-asked"));
        var closed = await (await family.Open(Links.Thread(thread.Id))).SubmitForm("main form[action$='/close']", "yes", false);
        Assert.Equal(Links.Thread(thread.Id), closed.Address);
        var over = await Newest(world.Child);
        Assert.Equal((TalkState.Closed, true), (over.State, over.WasAnswered));
        Assert.Equal(HttpStatusCode.Conflict, (await teacher.Api.PostAsJsonAsync($"/api{Links.Thread(thread.Id)}", new { text = "Trop tard" })).StatusCode);
    }

    [Fact]
    public async Task An_answer_that_is_late_goes_up_to_the_head_who_reads_it_only_then()
    {
        var world = await World();
        var (family, head) = (await app.SignIn(world.Mother, "fr"), await app.SignIn(world.Plan.Head, "fr"));
        var thread = await Ask(family, world, $"{world.Assignment}");

        var before = await head.Open(Links.Thread(thread));
        Assert.False(before.Says(Secret));
        Assert.Empty(before.All("main form"));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsJsonAsync($"/api{Links.Thread(thread)}", new { text = "Je réponds" })).StatusCode);
        Assert.Contains(Links.Thread(thread), (await head.Open(Links.School)).All("main a").Select(a => a.GetAttribute("href")));

        // In time nothing happens; after its day it goes up, once.
        var key = ThreadClockWork.KeyOf(thread, 1);
        await Ring(key);
        Assert.Null(await app.Read(db => db.FamilyThreads.Where(t => t.Id == thread).Select(t => t.EscalatedAt).SingleAsync()));
        await app.Write(async db =>
        {
            await db.FamilyThreads.Where(t => t.Id == thread).ExecuteUpdateAsync(u => u.SetProperty(t => t.DueOn, Today.AddDays(-1)));
            await db.WorkItems.Where(w => w.Key == key).ExecuteUpdateAsync(u => u.SetProperty(w => w.State, WorkState.Waiting));
        });
        await Ring(key);
        Assert.Equal((1, 1), (await Sms(world.Plan.Head, "notices.message-late"), await Sms(world.Mother, "notices.message-up")));
        var late = await head.Open($"{Links.School}?state=late");
        Assert.Contains(Links.Thread(thread), late.All("main a").Select(a => a.GetAttribute("href")));
        Assert.True(late.Says("En retard"));
        var after = await head.Open(Links.Thread(thread));
        Assert.True(after.Says(Secret));
        await after.Submit(("Text", "La direction répond"));
        Assert.True((await family.Open(Links.Thread(thread))).Says("La direction répond"));
        Assert.DoesNotContain(Links.Thread(thread), (await head.Open($"{Links.School}?state=late")).All("main a").Select(a => a.GetAttribute("href")));

        var csv = await (await (await app.SignIn(world.Plan.Head, "fr", steppedUp: true)).Get($"{Links.School}/list.csv?state=all")).Content.ReadAsStringAsync();
        Assert.Equal(2, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("affaire", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_danger_goes_to_the_head_at_once_and_only_the_head_lifts_it()
    {
        var world = await World();
        var (family, teacher, head) = (await app.SignIn(world.Mother, "fr"), await app.SignIn(world.Plan.Math, "fr"), await app.SignIn(world.Plan.Head, "fr"));
        var thread = await Ask(family, world, $"{world.Assignment}");
        await (await teacher.Open(Links.Thread(thread))).SubmitForm("main form[action$='/flag']", null, false);
        Assert.Equal(1, await Sms(world.Plan.Head, "notices.message-danger"));
        Assert.Equal(HttpStatusCode.Conflict, (await family.Api.PostAsJsonAsync($"/api{Links.Flag(thread)}", new { })).StatusCode);

        var seen = await head.Open(Links.Thread(thread));
        Assert.True(seen.Says(Secret));
        Assert.Contains(Links.Thread(thread), (await head.Open($"{Links.School}?state=danger")).All("main a").Select(a => a.GetAttribute("href")));
        Assert.Equal(HttpStatusCode.Forbidden, (await teacher.Api.PostAsJsonAsync($"/api{Links.Settle(thread)}", new { measures = "Rien" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await head.Api.PostAsJsonAsync($"/api{Links.Settle(thread)}", new { measures = " " })).StatusCode);
        await seen.SubmitForm("main form[action$='/settle']", null, false, ("Measures", "La gendarmerie est prévenue"));
        Assert.True((await head.Open(Links.Thread(thread))).Says("La gendarmerie est prévenue"));
        Assert.False((await family.Open(Links.Thread(thread))).Says("gendarmerie est prévenue"));

        // Said while writing: the family need not find the button.
        var direct = await family.Api.PostAsJsonAsync($"/api{Links.Child(world.Child)}", new { kind = "question", to = "office", text = "Menacé à la sortie", danger = true });
        Assert.Equal(HttpStatusCode.OK, direct.StatusCode);
        Assert.Equal(2, await Sms(world.Plan.Head, "notices.message-danger"));
    }

    [Fact]
    public async Task Nobody_else_reads_it_and_nobody_reads_in_office_of_the_own_child()
    {
        var world = await World();
        var family = await app.SignIn(world.Mother, "fr");
        var thread = await Ask(family, world, $"{world.Assignment}");
        var otherParent = await app.Given.Guardian(world.Plan.School, world.Plan.One.Pupils[0]);
        var stranger = await app.Given.Guardian(world.Plan.School, await app.Given.Pupil(world.Plan.School, inClass: world.Plan.Two.Class));
        var elsewhere = await app.Given.School();
        foreach (var person in new[] { otherParent, stranger, world.Plan.French, elsewhere.Head, await app.Given.Person(Roles.Clerk, world.Plan.School.Place), await app.Given.Person(Roles.Supervisor, world.Plan.School.Place) })
        {
            var visitor = await app.SignIn(person);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Get(Links.Thread(thread))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Api.PostAsJsonAsync($"/api{Links.Thread(thread)}", new { text = "Bonjour" })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Api.PostAsJsonAsync($"/api{Links.Flag(thread)}", new { })).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger)).Get(Links.Child(world.Child))).StatusCode);

        // The head is the other parent: what came up is not for these eyes either.
        await app.Write(async db =>
        {
            await db.FamilyThreads.Where(t => t.Id == thread).ExecuteUpdateAsync(u => u.SetProperty(t => t.FlaggedAt, MassarApp.Clock.GetUtcNow().UtcDateTime));
            var cin = await db.Employees.Where(e => e.Id == world.Plan.Head.EmployeeId).Select(e => e.Cin).SingleAsync();
            await db.Guardians.Where(g => g.Id == otherParent.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.Cin, cin));
        });
        Assert.False((await (await app.SignIn(world.Plan.Head, "fr")).Open(Links.Thread(thread))).Says(Secret));

        // A teacher who no longer has the class, and a guardian whose right ended.
        await app.Write(db => db.TeachingAssignments.Where(t => t.Id == world.Assignment).ExecuteUpdateAsync(u => u.SetProperty(t => t.EndsOn, Today.AddDays(-1))));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.Plan.Math)).Get(Links.Thread(thread))).StatusCode);
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == world.Mother.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.State, GuardianshipState.Restricted)));
        Assert.Equal(HttpStatusCode.NotFound, (await family.Get(Links.Thread(thread))).StatusCode);
        Assert.DoesNotContain(Links.Child(world.Child), (await family.Open($"/marks/children/{world.Child}")).All("a").Select(a => a.GetAttribute("href")));
        Assert.DoesNotContain("affaire", string.Concat(await app.Read(db => db.AuditEntries.Where(l => l.PlaceId == world.Plan.School.Id).Select(l => l.Changes).ToListAsync())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_finds_the_supervisors_and_where_there_is_none_the_head()
    {
        var world = await World();
        var family = await app.SignIn(world.Mother, "fr");
        var form = await family.Open(Links.New(world.Child, "problem"));
        Assert.Equal(["life", "head", "office"], form.All("main input[name=To]").Select(i => i.GetAttribute("value")));
        await Ask(family, world, "life", "problem");
        Assert.Equal(ThreadDoor.Head, (await Newest(world.Child)).Door);

        var supervisor = await app.Given.Person(Roles.Supervisor, world.Plan.School.Place);
        var thread = await Ask(family, world, "life", "problem");
        Assert.Equal(ThreadDoor.Life, (await Newest(world.Child)).Door);
        Assert.Equal(1, await Sms(supervisor, "notices.message-asked"));
        Assert.True((await (await app.SignIn(supervisor, "fr")).Open(Links.Thread(thread))).Says(Secret));
        // A teacher is no door for a problem, and no teacher of another class for a question.
        Assert.Equal(HttpStatusCode.BadRequest, (await family.Api.PostAsJsonAsync($"/api{Links.Child(world.Child)}", new { kind = "problem", to = $"{world.Assignment}", text = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await family.Api.PostAsJsonAsync($"/api{Links.Child(world.Child)}", new { kind = "question", to = $"{await app.Assignment(world.Plan.Two, "MATH")}", text = "x" })).StatusCode);
    }

    [Fact]
    public async Task What_was_typed_is_kept_a_picture_is_judged_by_its_bytes_and_floods_end()
    {
        var world = await World();
        var family = await app.SignIn(world.Mother, "fr");
        var form = await family.Open(Links.New(world.Child, "question"));
        var refused = await form.Upload("main form", "Picture", "photo.jpg", "%PDF-1.7 not a picture"u8.ToArray(), "image/jpeg", ("To", "office"), ("Text", "Voici la photo"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("Voici la photo", refused.ValueOf("Text"));
        Assert.Equal("office", refused.ValueOf("To"));
        Assert.NotNull(refused.ErrorOf("Picture"));
        Assert.NotNull((await form.Submit(("To", "office"), ("Text", " "))).ErrorOf("Text"));

        await form.Upload("main form", "Picture", "photo.exe", Massar.Tests.Features.Registrations.Families.Png(200, 160), "text/plain", ("To", "office"), ("Text", "Voici la photo"));
        var thread = await Newest(world.Child);
        var page = await family.Open(Links.Thread(thread.Id));
        var picture = page.All("main a[download]").Single().GetAttribute("href")!;
        var file = await family.Get(picture);
        Assert.Equal(("image/jpeg", HttpStatusCode.OK), (file.Content.Headers.ContentType?.MediaType, file.StatusCode));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.Plan.Math)).Get(picture)).StatusCode);

        for (var i = 0; i < 4; i++)
            await Ask(family, world, "office");
        var flood = await family.Api.PostAsJsonAsync($"/api{Links.Child(world.Child)}", new { kind = "question", to = "office", text = "Encore" });
        Assert.Equal(HttpStatusCode.Conflict, flood.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await family.Api.PostAsJsonAsync($"/api{Links.Thread(thread.Id)}", new { text = "Encore" })).StatusCode);
    }

    [Fact]
    public async Task A_guardian_dictates_it_is_kept_sealed_and_heard_by_who_may_read_and_what_is_no_voice_is_refused()
    {
        var world = await World();
        var family = await app.SignIn(world.Mother, "fr");
        var answer = await family.Get(Links.New(world.Child, "question"));
        Assert.Contains("microphone=(self)", answer.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("media-src 'self' blob:", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("microphone=()", (await family.Get(Links.Mine)).Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);

        // A form without script has no recorder; what is no voice is said, and what was chosen is kept.
        var form = await family.Open(Links.New(world.Child, "question"));
        Assert.True(form.Find("main [data-voice]")!.HasAttribute("hidden"));
        foreach (var (wrong, says) in new (byte[], string)[] { ("%PDF-1.7"u8.ToArray(), "messages.voice.not-a-voice"), (Voices.WebM(30), "messages.voice.too-long"), (Voices.WebM(4, frameBytes: 2000), "messages.voice.too-heavy") })
        {
            var refused = await form.Upload("main form", "Voice", "voice", wrong, "audio/webm", ("To", "office"), ("Text", "Voici"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.Equal("Voici", refused.ValueOf("Text"));
            Assert.True(refused.Says(Massar.Infrastructure.Localization.Words.All.Say("fr", says, 20)), refused.Text);
        }

        // A voice alone is a message, whatever the upload called itself.
        await form.Upload("main form", "Voice", "photo.jpg", Voices.WebM(3), "image/jpeg", ("To", "office"), ("Text", ""));
        var thread = await Newest(world.Child);
        var page = await family.Open(Links.Thread(thread.Id));
        var address = page.Find("main audio")!.GetAttribute("src")!;
        Assert.True(page.Says("3 secondes"), page.Text);
        var heard = await family.Get(address);
        Assert.Equal((HttpStatusCode.OK, "audio/webm"), (heard.StatusCode, heard.Content.Headers.ContentType?.MediaType));
        Assert.Equal(("attachment", "nosniff"), (heard.Content.Headers.ContentDisposition?.DispositionType, heard.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal(Voices.WebM(3), await heard.Content.ReadAsByteArrayAsync());
        Assert.False((await app.Read(db => db.StoredFiles.Where(f => db.ThreadLines.Any(l => l.ThreadId == thread.Id && l.VoiceId == f.Id)).Select(f => f.Content!.Bytes).SingleAsync())).AsSpan().IndexOf("A_OPUS"u8) >= 0);

        // Who reads the conversation hears it; nobody else, and no file is taken for another thread's.
        var clerk = await app.SignIn(await app.Given.Person(Roles.Clerk, world.Plan.School.Place), "fr");
        var other = await Ask(family, world, "office");
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.Plan.Math)).Get(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await family.Get(address.Replace($"/{thread.Id}/", $"/{other}/", StringComparison.Ordinal))).StatusCode);
        // The school writes, and does not dictate.
        Assert.Equal(HttpStatusCode.BadRequest, (await clerk.Api.PostAsJsonAsync($"/api{Links.Thread(other)}", new { text = "Oui", voice = Voices.WebM(1) })).StatusCode);

        // Counted as any message: five a day.
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await family.Api.PostAsJsonAsync($"/api{Links.Child(world.Child)}", new { kind = "question", to = "office", text = "", voice = Voices.WebM(1) })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await family.Api.PostAsJsonAsync($"/api{Links.Thread(thread.Id)}", new { text = "", voice = Voices.WebM(1) })).StatusCode);
    }

    [Fact]
    public async Task Two_who_answer_at_once_see_each_other()
    {
        var world = await World();
        var family = await app.SignIn(world.Mother, "fr");
        var thread = await Ask(family, world, "head", "problem");
        var head = await app.SignIn(world.Plan.Head, "fr");
        var page = await head.Open(Links.Thread(thread));
        Assert.Equal(HttpStatusCode.NoContent, (await family.Api.PostAsJsonAsync($"/api{Links.Thread(thread)}", new { text = "Une précision" })).StatusCode);
        var stale = await page.Submit(("Text", "Ma réponse"));
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Equal("Ma réponse", stale.ValueOf("Text"));
        Assert.True(stale.Says("Une précision"));
        var json = await head.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Thread(thread)}");
        Assert.Equal(2, json.GetProperty("entries").GetArrayLength());
    }

    /// <param name="Assignment">Mathematics of the child's class.</param>
    private sealed record Family(GivenPlan Plan, long Child, GivenPerson Mother, int Assignment);

    private async Task<Family> World()
    {
        var plan = await app.Plan();
        var child = plan.One.Pupils[0];
        return new Family(plan, child.Id, await app.Given.Guardian(plan.School, child), await app.Assignment(plan.One, "MATH"));
    }

    private static async Task<long> Ask(Visitor visitor, Family world, string to, string kind = "question")
    {
        var answer = await visitor.Api.PostAsJsonAsync($"/api{Links.Child(world.Child)}", new { kind, to, text = Secret });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<long>();
    }

    /// <summary>The clock's work, made due now.</summary>
    private async Task Ring(string key)
    {
        await app.Write(db => db.WorkItems.Where(w => w.Key == key).ExecuteUpdateAsync(u => u.SetProperty(w => w.RunAfter, MassarApp.Clock.GetUtcNow().UtcDateTime.AddMinutes(-1))));
        Assert.Equal(1, await app.RunWork(key));
    }

    private Task<FamilyThread> Newest(long child) => app.Read(db => db.FamilyThreads.AsNoTracking().Where(t => t.PupilId == child).OrderByDescending(t => t.Id).FirstAsync());

    /// <summary>All that notices of a conversation say.</summary>
    private async Task<string> Told(long thread) => string.Concat(await app.Read(db => db.Notices.Where(n => n.Key.StartsWith($"message/{thread}/")).Select(n => n.Args).ToListAsync()));

    private Task<int> Sms(GivenPerson person, string template) =>
        app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == template && db.NoticeDeliveries.Any(d => d.NoticeId == n.Id && d.Channel == Massar.Features.Notices.Domain.NoticeChannel.Sms)));
}

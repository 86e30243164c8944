using System.Net;
using System.Net.Http.Json;
using System.Text;
using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Attendance;

/// <summary>A family's reason, from the phone to the school's word (workflow 4.8).</summary>
public sealed class JustifyAbsenceTests(MassarApp app) : IClassFixture<MassarApp>
{
    private sealed record Story(GivenSession Session, GivenPerson Guardian, GivenPupil Child, Absence Absence);

    private async Task<Story> Missed()
    {
        var session = await app.Session();
        var child = session.Pupils[0];
        await app.Call(session, session.Absent(0));
        return new Story(session, await app.Given.Guardian(session.School, child), child, (await app.AbsencesOf(child)).Single());
    }

    private async Task<Justification> Sent(Story story)
    {
        var page = await (await app.SignIn(story.Guardian)).Open(Links.Justify(story.Child.Id));
        await page.Submit(("Absences", $"{story.Absence.Id}"), ("Reason", "ILLNESS"));
        return await Stored(story.Child);
    }

    private Task<Justification> Stored(GivenPupil child) => app.Read(db => db.Justifications.AsNoTracking().SingleAsync(j => j.PupilId == child.Id));

    [Theory, InlineData("ar", "سبب في الانتظار"), InlineData("fr", "Motif en attente")]
    public async Task A_guardian_gives_a_reason_with_a_paper_and_the_school_opens_it(string language, string waiting)
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var story = await Missed();
        var guardian = await app.SignIn(story.Guardian, language);
        var form = await guardian.Open(Links.Justify(story.Child.Id));

        var after = await form.Upload("main form[method=post]", "Paper", "certificat.pdf", Massar.Tests.Features.Registrations.Families.Pdf(), "application/pdf",
            ("Absences", $"{story.Absence.Id}"), ("Reason", "ILLNESS"), ("Note", "حمى"));

        Assert.Equal(Links.Child(story.Child.Id), after.Address);
        Assert.True(after.Says(waiting), after.Text);
        var supervisor = await app.SignIn(await app.Given.Person(Roles.Supervisor, story.Session.School.Place), language);
        var desk = await supervisor.Open(Links.Justifications);
        Assert.True(desk.Says("حمى"), desk.Text);
        var paper = desk.Find("a[download]")!.GetAttribute("href")!;
        Assert.Equal(Massar.Tests.Features.Registrations.Families.Pdf(), await (await supervisor.Get(paper)).Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await app.Given.School()).Head)).Get(paper)).StatusCode);
        // An illness is nobody's business but the school's.
        Assert.Equal(0, await app.Read(db => db.AuditEntries.CountAsync(e => e.PlaceId == story.Session.School.Id && e.Changes.Contains("حمى"))));
    }

    [Fact]
    public async Task What_was_chosen_stays_when_the_reason_is_missing()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var story = await Missed();
        var guardian = await app.SignIn(story.Guardian);

        var refused = await (await guardian.Open(Links.Justify(story.Child.Id))).Submit(("Absences", $"{story.Absence.Id}"), ("Reason", ""), ("Note", "موعد"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.ErrorOf("Reason"));
        Assert.Equal("موعد", refused.ValueOf("Note"));
        Assert.Equal($"{story.Absence.Id}", refused.ValueOf("Absences"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await guardian.Open(Links.Justify(story.Child.Id))).Submit(("Absences", $"{story.Absence.Id}"), ("Reason", "HOLIDAY"))).Status);
        Assert.Equal(AbsenceState.Noted, (await app.AbsencesOf(story.Child)).Single().State);
    }

    [Fact]
    public async Task Accepted_it_is_justified_and_the_family_is_told()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var story = await Missed();
        var sent = await Sent(story);
        var head = await app.SignIn(story.Session.School.Head);

        var after = await (await head.Open(Links.Justifications)).SubmitForm($"form[action='{Links.Decide(sent.Id)}']", "accept", htmx: false);

        Assert.Equal(HttpStatusCode.OK, after.Status);
        Assert.Equal(AbsenceState.Justified, (await app.AbsencesOf(story.Child)).Single().State);
        var notice = await app.Read(db => db.Notices.AsNoTracking().SingleAsync(n => n.Key == $"justification/{sent.Id}"));
        Assert.Equal((story.Guardian.AccountId, "notices.justification-accepted"), (notice.AccountId, notice.Template));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Decide(sent.Id)}", new { decision = "reject", answer = "x" })).StatusCode);
    }

    [Fact]
    public async Task Rejected_it_says_why_and_the_family_may_give_another_reason()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var story = await Missed();
        var sent = await Sent(story);
        var head = await app.SignIn(story.Session.School.Head, "fr");
        var desk = await head.Open(Links.Justifications);

        var without = await desk.SubmitForm($"form[action='{Links.Decide(sent.Id)}']", "reject", htmx: false);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Equal(JustificationState.Waiting, (await Stored(story.Child)).State);
        await without.SubmitForm($"form[action='{Links.Decide(sent.Id)}']", "reject", htmx: false, ("Answer", "Certificat sans date"));

        Assert.Equal(AbsenceState.Unjustified, (await app.AbsencesOf(story.Child)).Single().State);
        var guardian = await app.SignIn(story.Guardian, "fr");
        var page = await guardian.Open(Links.Child(story.Child.Id));
        Assert.True(page.Says("Certificat sans date") && page.Says("Injustifiée"), page.Text);
        Assert.Single((await page.Follow(Links.Justify(story.Child.Id))).All("[name=Absences]"));
    }

    [Fact]
    public async Task Nobody_but_an_active_guardian_gives_a_reason_and_none_for_another_child()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var story = await Missed();
        var stranger = await app.SignIn(await app.Given.Guardian(story.Session.School, story.Session.Pupils[1]));
        var mixed = await stranger.Api.PostAsJsonAsync($"/api{Links.Justify(story.Session.Pupils[1].Id)}", new { absences = new[] { story.Absence.Id }, reason = "ILLNESS" });

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Justify(story.Child.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, mixed.StatusCode);
        await app.Write(db => db.Guardianships.Where(g => g.PupilId == story.Child.Id).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Restricted)));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(story.Guardian)).Open(Links.Justify(story.Child.Id))).Status);
    }

    [Fact]
    public async Task After_its_days_a_reason_is_no_longer_taken()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var story = await Missed();
        MassarApp.Clock.Pass(TimeSpan.FromDays(16));
        var guardian = await app.SignIn(story.Guardian);

        Assert.Empty((await guardian.Open(Links.Justify(story.Child.Id))).All("[name=Absences]"));
        Assert.Equal(HttpStatusCode.Conflict, (await guardian.Api.PostAsJsonAsync($"/api{Links.Justify(story.Child.Id)}", new { absences = new[] { story.Absence.Id }, reason = "ILLNESS" })).StatusCode);
    }

    [Fact]
    public async Task Another_school_neither_sees_nor_rules_on_it()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var story = await Missed();
        var sent = await Sent(story);
        var stranger = await app.SignIn((await app.Given.School()).Head);

        Assert.Empty((await stranger.Open(Links.Justifications)).All("main form[method=post]"));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Decide(sent.Id)}", new { decision = "accept" })).StatusCode);
    }
}

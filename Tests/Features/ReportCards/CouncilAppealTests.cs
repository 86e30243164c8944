using System.Net;
using System.Net.Http.Json;
using System.Text;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.ReportCards;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Enrollments;
using Massar.Tests.Features.Registrations;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.ReportCards;

/// <summary>A family appeals against a class council, which meets again and confirms or changes with new minutes (workflow 4.7).</summary>
public sealed class CouncilAppealTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task The_council_meets_again_changes_its_decision_and_the_family_has_a_new_card()
    {
        var made = await app.MarkedClass(3, semesters: 2);
        foreach (var semester in (int[])[1, 2])
        {
            await app.Sign(made, semester);
            await app.Issue(made, semester);
            await app.Open(made, semester);
        }

        await app.HourComes(made);
        var pupil = made.Pupils[0];
        var guardian = await app.SignIn(await app.Given.Guardian(made.School, pupil), "fr");
        var card = await Card(pupil, 2);
        var mine = await guardian.Open(Links.Mine);
        Assert.NotNull(mine.Find($"a[href='{Links.Appeal(card.Id)}']"));
        await mine.SubmitForm($"form[action='{Links.Transcripts}']", null, false);

        // A reason is needed; then it is sent once, with a paper.
        var form = await guardian.Open(Links.Appeal(card.Id));
        var empty = await form.Submit(("Reason", "  "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        var sent = await form.Upload("main form[method=post]", "Paper", "certificat.png", Families.Png(400, 300), "image/png", ("Reason", "Hospitalisation au second semestre"));
        Assert.True(sent.Says("Déposé, conseil à saisir"), sent.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await guardian.Api.PostAsJsonAsync($"/api{Links.Appeal(card.Id)}", new { reason = "Encore" })).StatusCode);
        var appeal = await app.Read(db => db.CouncilAppeals.AsNoTracking().SingleAsync(a => a.PupilId == pupil.Id));

        // The passage into the next year names the pupil, and holds him whatever the rule says.
        var head = await app.SignIn(made.School.Head, "fr", steppedUp: true);
        Assert.True((await app.Check(head, made.School, $"{Obstacle.Appeal}")).Says("Recours de la famille en cours"));
        Assert.Equal([pupil.Id], await Held(made));
        // Who changed schools since took the appeal along: it is found by the child, not by the school whose council is asked.
        var elsewhere = await app.Given.School();
        await app.Write(db => db.CouncilAppeals.Where(a => a.Id == appeal.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.SchoolId, elsewhere.Id)));
        Assert.Equal([pupil.Id], (await app.Read(db => Destinations.Standings(db, made.School.Id, made.Class.SchoolYearId, default))).Where(s => s.IsAppealed).Select(s => s.PupilId));
        await app.Write(db => db.CouncilAppeals.Where(a => a.Id == appeal.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.SchoolId, made.School.Id)));

        // The head reads it in the list, seizes the council with those who sit, and cannot answer before it met.
        var list = await head.Open(Links.Appeals);
        Assert.NotNull(list.Find($"a[href='{Links.AppealCase(appeal.Id)}']"));
        Assert.Contains(AppealDesk.NumberOf(appeal.SchoolYearId, appeal.Id), Encoding.UTF8.GetString(await (await head.Get($"{Links.Appeals}/list.csv")).Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
        var page = await head.Open(Links.AppealCase(appeal.Id));
        Assert.True(page.Says("Hospitalisation au second semestre"));
        Assert.Equal("image/jpeg", (await head.Get(Links.AppealPaper(appeal.Id))).Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await page.Submit(("Present", "الأستاذ علي العلوي\nالأستاذ  علي العلوي"))).Status);
        Assert.Equal(Links.CouncilOf(made.Id, 2, pupil.Id), (await page.Submit(("Present", "الأستاذ علي العلوي\nالأستاذة سعاد بناني"))).Address);
        Assert.Equal(HttpStatusCode.Conflict, (await Answer(head, appeal.Id, "Trop tôt")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await guardian.Api.PostAsJsonAsync($"/api{Links.WithdrawAppeal(card.Id)}", new { version = (await Fresh(appeal.Id)).Version })).StatusCode);

        await Sit(head, made, 2, ("Decision", "PASS"), ("Remark", "Situation de santé prise en compte"));
        var answered = await (await head.Open(Links.AppealCase(appeal.Id))).Submit(("Answer", "Le conseil tient compte de l'hospitalisation"));

        Assert.True(answered.Says("Décision changée"), answered.Text);
        var (after, now) = (await Fresh(appeal.Id), await Card(pupil, 2));
        Assert.Equal((AppealState.Changed, 2), (after.State, after.AnsweredByMinutes));
        var (old, issued) = await app.Read(async db => (await db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.Id == card.DocumentId), await db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.Id == now.DocumentId)));
        Assert.Equal((DocumentState.Superseded, DocumentState.Valid, issued.Id), (old.State, issued.State, old.SupersededById));
        Assert.True(issued.OpenFrom <= DateTime.UtcNow);
        Assert.Equal([DocumentState.Superseded, DocumentState.Valid], await app.Read(db => db.IssuedDocuments.Where(d => d.PupilId == pupil.Id && d.Kind == CardDesk.TranscriptKind).OrderBy(d => d.Id).Select(d => d.State).ToListAsync()));
        // The other families' cards say what they said.
        Assert.Equal(1, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.PupilId == made.Pupils[1].Id && d.Kind == CardDesk.CardKind && d.Facts.Contains("S2"))));
        var seen = await guardian.Open(Links.Appeal(now.Id));
        Assert.True(seen.Says("Le conseil tient compte de l'hospitalisation"));
        Assert.Null(seen.Find($"form[action='{Links.Appeal(now.Id)}']"));
        Assert.Equal(3, await app.Read(db => db.Notices.CountAsync(n => n.Template.StartsWith("notices.council-appeal-") && n.Template != "notices.council-appeal-head" && n.Key.StartsWith($"council-appeal/{appeal.Id}/"))));
        await app.Check(head, made.School);
        Assert.Empty(await Held(made));
    }

    [Fact]
    public async Task A_council_that_leaves_its_decision_confirms_it_with_minutes_and_the_card_stays()
    {
        var (made, pupil, guardian, card) = await Published();
        var appeal = await Ask(guardian, card, "La moyenne mérite les félicitations");
        var head = await app.SignIn(made.School.Head, "fr", steppedUp: true);
        await (await head.Open(Links.AppealCase(appeal))).Submit();
        await Sit(head, made, 1);

        var answered = await (await head.Open(Links.AppealCase(appeal))).Submit(("Answer", "Le conseil maintient"));

        Assert.True(answered.Says("Décision confirmée"), answered.Text);
        Assert.Equal(card, (await Card(pupil, 1)).Id);
        Assert.Equal(1, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.PupilId == pupil.Id && d.Kind == CardDesk.CardKind)));
        Assert.Contains("Examen du recours", Massar.Infrastructure.Localization.Words.All.Say("fr", "report-cards.appeal.minutes", "1"), StringComparison.Ordinal);
        var reason = await app.Read(db => db.CouncilMinutes.Where(m => m.SchoolId == made.School.Id && m.Number == 2).Select(m => m.Reason).SingleAsync());
        Assert.DoesNotContain(pupil.FullNameAr, reason!, StringComparison.Ordinal);
        // It is the council's last word.
        Assert.Equal(HttpStatusCode.Conflict, (await guardian.Api.PostAsJsonAsync($"/api{Links.Appeal(card)}", new { reason = "Encore" })).StatusCode);
    }

    [Fact]
    public async Task Only_a_guardian_with_all_rights_or_a_pupil_of_age_asks_once_and_in_time()
    {
        var (made, pupil, guardian, card) = await Published();
        var father = await app.Given.Guardian(made.School, pupil);
        var restricted = await app.Given.Guardian(made.School, pupil);
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == restricted.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Restricted)));

        // Reads the card, and does not act on it.
        var reader = await app.SignIn(restricted, "fr");
        Assert.Equal(HttpStatusCode.OK, (await reader.Get(Links.Card(card))).StatusCode);
        Assert.Null((await reader.Open(Links.Mine)).Find($"a[href='{Links.Appeal(card)}']"));
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Api.PostAsJsonAsync($"/api{Links.Appeal(card)}", new { reason = "Non" })).StatusCode);
        var child = await app.SignIn(await app.Given.PupilAccount(made.School, pupil), "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await child.Open(Links.Appeal(card))).Status);
        var stranger = await app.SignIn(await app.Given.Guardian(made.School, made.Pupils[1]), "fr");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Appeal(card))).Status);

        // Of age, the pupil asks; a parent sees that somebody has, and not why.
        await app.Write(db => db.Pupils.Where(p => p.Id == pupil.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthDate, Massar.Infrastructure.Data.MoroccanDay.Today(MassarApp.Clock).AddYears(-18))));
        var appeal = await Ask(child, card, "Mot que seul son auteur relit");
        var other = await (await app.SignIn(father, "fr")).Open(Links.Appeal(card));
        Assert.True(other.Says("Déposé, conseil à saisir"));
        Assert.False(other.Says("Mot que seul son auteur relit"));
        Assert.Equal(HttpStatusCode.Conflict, (await guardian.Api.PostAsJsonAsync($"/api{Links.Appeal(card)}", new { reason = "Moi aussi" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await guardian.Api.PostAsJsonAsync($"/api{Links.WithdrawAppeal(card)}", new { version = 0 })).StatusCode);
        Assert.True((await (await child.Open(Links.Appeal(card))).SubmitForm($"form[action='{Links.WithdrawAppeal(card)}']", null, false)).Says("Retiré"));
        Assert.Equal(AppealState.Withdrawn, (await Fresh(appeal)).State);

        // Taken back twice is enough, the family is told once, and the days it stood are no loss to the others.
        var second = await Ask(child, card, "Encore une fois");
        Assert.Equal(0, await app.Read(db => db.Notices.CountAsync(n => n.Template == "notices.council-appeal-asked" && n.Key.StartsWith($"council-appeal/{second}/"))));
        await (await child.Open(Links.Appeal(card))).SubmitForm($"form[action='{Links.WithdrawAppeal(card)}']", null, false);
        Assert.Equal(HttpStatusCode.Conflict, (await child.Api.PostAsJsonAsync($"/api{Links.Appeal(card)}", new { reason = "Et encore" })).StatusCode);
        Assert.True((await child.Open(Links.Appeal(card))).Says("au plus 2 recours"));
        var now = MassarApp.Clock.GetUtcNow().UtcDateTime;
        var days = await app.Read(async db => (await YearFigures.Of(db, made.Class.SchoolYearId, AppealDesk.Settings, default)).Number(AppealDesk.DaysSetting, 10));
        await app.Write(async db =>
        {
            await db.IssuedDocuments.Where(d => d.PupilId == pupil.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.IssuedAt, now.AddDays(-days - 1)).SetProperty(d => d.OpenFrom, now.AddDays(-days - 1)));
            await db.CouncilAppeals.Where(a => a.Id == second).ExecuteUpdateAsync(s => s.SetProperty(a => a.AskedAt, now.AddDays(-4)).SetProperty(a => a.StateSince, now.AddDays(-1)));
        });

        // Another school's head finds nothing; the own school's head does not sit over a child he stands for.
        var again = await Ask(guardian, card, "Je reprends la demande");
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await app.Given.School()).Head, "fr")).Open(Links.AppealCase(again))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(await app.Given.Person(Roles.Clerk, made.School.Place), "fr")).Open(Links.AppealCase(again))).Status);
        var head = await app.SignIn(made.School.Head, "fr", steppedUp: true);
        await app.Write(async db =>
        {
            var cin = await db.Employees.Where(e => e.Id == made.School.Head.EmployeeId).Select(e => e.Cin).SingleAsync();
            await db.Guardians.Where(g => g.Id == father.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.Cin, cin));
        });
        var own = await head.Open(Links.AppealCase(again));
        Assert.True(own.Says("Cet élève est de votre famille"), own.Text);
        Assert.Null(own.Find($"form[action='{Links.Seize(again)}']"));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Seize(again)}", new { version = (await Fresh(again)).Version, present = "a\nb" })).StatusCode);

        // Too late: the days run from the hour of publication.
        await app.Write(db => db.CouncilAppeals.Where(a => a.PupilId == pupil.Id).ExecuteDeleteAsync());
        Assert.Null((await guardian.Open(Links.Mine)).Find($"a[href='{Links.Appeal(card)}']"));
        Assert.Equal(HttpStatusCode.Conflict, (await guardian.Api.PostAsJsonAsync($"/api{Links.Appeal(card)}", new { reason = "En retard" })).StatusCode);
    }

    // The first semester of a small class, signed, issued and out.
    private async Task<(GivenClass Made, GivenPupil Pupil, Visitor Guardian, long Card)> Published()
    {
        var made = await app.MarkedClass(2);
        await app.Sign(made);
        await app.Issue(made);
        await app.Open(made);
        await app.HourComes(made);
        var pupil = made.Pupils[0];
        return (made, pupil, await app.SignIn(await app.Given.Guardian(made.School, pupil), "fr"), (await Card(pupil, 1)).Id);
    }

    private static async Task<long> Ask(Visitor family, long card, string reason) =>
        (await Families.Read(await family.Api.PostAsJsonAsync($"/api{Links.Appeal(card)}", new { reason }))).GetProperty("appeal").GetInt64();

    private async Task<HttpResponseMessage> Answer(Visitor head, long appeal, string answer) =>
        await head.Api.PostAsJsonAsync($"/api{Links.AnswerAppeal(appeal)}", new { version = (await Fresh(appeal)).Version, answer });

    // The council speaks of the first pupil, decides and signs.
    private static async Task Sit(Visitor head, GivenClass made, int semester, params (string, string)[] said)
    {
        if (said.Length > 0)
            await (await head.Open(Links.CouncilOf(made.Id, semester, made.Pupils[0].Id))).SubmitForm("#panel form", "Next", false, said);
        var page = await head.Open(Links.Council(made.Id, semester));
        page = await page.SubmitForm($"form[action='{Links.Decide(made.Id, semester)}']", null, false);
        page = await page.SubmitForm($"form[action='{Links.Sign(made.Id, semester)}']", null, false);
        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    private Task<ReportCard> Card(GivenPupil pupil, int semester) => app.Read(db => db.ReportCards.AsNoTracking().SingleAsync(c => c.PupilId == pupil.Id && c.Semester == semester));

    private Task<CouncilAppeal> Fresh(long id) => app.Read(db => db.CouncilAppeals.AsNoTracking().SingleAsync(a => a.Id == id));

    private Task<List<long>> Held(GivenClass made) =>
        app.Read(db => db.RollOverLines.Where(l => l.Obstacle == Obstacle.Appeal && db.RollOvers.Any(r => r.Id == l.RollOverId && r.SchoolId == made.School.Id)).Select(l => l.PupilId).ToListAsync());
}

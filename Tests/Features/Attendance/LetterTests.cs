using System.Net;
using System.Net.Http.Json;
using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Attendance;

/// <summary>Letters to guardians at each threshold: made alone or together, sealed, numbered, handed over.</summary>
public sealed class LetterTests(MassarApp app) : IClassFixture<MassarApp>
{
    private async Task<(GivenSession Session, FollowUp FollowUp)> Reached(GivenSchool? school = null, bool guardian = true)
    {
        var session = await app.Session(school: school);
        if (guardian)
            await app.Given.Guardian(session.School, session.Pupils[0]);
        foreach (var back in (int[])[9, 8, 7])
            await app.Absence(session, session.Pupils[0], session.Key.Day.AddDays(-back), AbsenceState.Unjustified);
        var followUp = new FollowUp { SchoolId = session.School.Id, SchoolYearId = session.Class.Class.SchoolYearId, PupilId = session.Pupils[0].Id, ClassId = session.Class.Id, Threshold = 3, OpenedAt = MassarApp.Clock.GetUtcNow().UtcDateTime };
        await app.Write(async db =>
        {
            db.FollowUps.Add(followUp);
            await db.SaveChangesAsync();
        });
        return (session, followUp);
    }

    private Task<AbsenceLetter?> Of(FollowUp followUp) => app.Read(db => db.AbsenceLetters.AsNoTracking().SingleOrDefaultAsync(l => l.FollowUpId == followUp.Id));

    [Fact]
    public async Task A_letter_is_made_once_sealed_in_the_register_and_told_to_the_guardian()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (session, followUp) = await Reached();
        var head = await app.SignIn(session.School.Head, "fr");

        var after = await (await head.Open(Links.FollowUps)).SubmitForm($"form[action='{Links.MakeLetter(followUp.Id)}']", null, htmx: false);
        await head.Api.PostAsJsonAsync($"/api{Links.MakeLetter(followUp.Id)}", new { });

        Assert.True(after.Says("Lettre (PDF)"), after.Text);
        var letter = (await Of(followUp))!;
        var (document, bytes) = await app.Read(async db => (
            await db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.Id == letter.DocumentId), (await db.DocumentContents.AsNoTracking().SingleAsync(c => c.DocumentId == letter.DocumentId)).Bytes));
        Assert.Equal((LetterDesk.Kind, 1, session.School.Id, session.Pupils[0].Id), (document.Kind, document.Number, document.PlaceId, document.PupilId!.Value));
        Assert.Contains("/ETSI.CAdES.detached", System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal(bytes, await (await head.Get(Links.Letter(letter.Id))).Content.ReadAsByteArrayAsync());
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.Template == "notices.absence-letter" && n.PlaceId == session.School.Id && n.ChildId != null)));
        var found = await app.Visitor("fr").Open($"/verify/{document.Code}");
        Assert.True(found.Says("Avis d'absence"), found.Text);
        Assert.DoesNotContain(session.Pupils[0].FullNameAr, found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_whose_file_was_changed_in_the_database_goes_to_nobody()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (session, followUp) = await Reached();
        var head = await app.SignIn(session.School.Head, "fr");
        await head.Api.PostAsJsonAsync($"/api{Links.MakeLetter(followUp.Id)}", new { });
        var letter = (await Of(followUp))!;

        await app.Write(db => db.Database.ExecuteSqlAsync($"UPDATE DocumentContents SET Bytes = CONCAT(Bytes, ' ') WHERE DocumentId = {letter.DocumentId}"));

        Assert.Equal(HttpStatusCode.Conflict, (await head.Get(Links.Letter(letter.Id))).StatusCode);
    }

    [Fact]
    public async Task The_guardian_reads_the_letter_and_a_stranger_does_not()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (session, followUp) = await Reached(guardian: false);
        var guardian = await app.SignIn(await app.Given.Guardian(session.School, session.Pupils[0]), "fr");
        await (await app.SignIn(session.School.Head)).Api.PostAsJsonAsync($"/api{Links.MakeLetter(followUp.Id)}", new { });
        var letter = (await Of(followUp))!;

        var page = await guardian.Open(Links.Child(session.Pupils[0].Id));
        var file = page.All("a[download]").Single().GetAttribute("href")!;

        Assert.Equal("application/pdf", (await guardian.Get(file)).Content.Headers.ContentType!.MediaType);
        var stranger = await app.SignIn((await app.Given.School()).Head);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.Letter(letter.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.MakeLetter(followUp.Id)}", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.HandLetter(letter.Id)}", new { handedOn = session.Key.Day.ToString("yyyy-MM-dd"), way = "ByHand" })).StatusCode);
    }

    [Fact]
    public async Task The_address_on_a_letter_stays_with_who_has_custody()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (session, followUp) = await Reached(guardian: false);
        var (pupil, links) = (session.Pupils[0], session.Pupils[0].Id);
        var father = await app.Given.Guardian(session.School, pupil);
        await app.Write(db => db.Guardianships.Where(g => g.PupilId == links).ExecuteUpdateAsync(s => s.SetProperty(g => g.HasCustody, false).SetProperty(g => g.Quality, GuardianQuality.Father)));
        var mother = await app.Given.Guardian(session.School, pupil);
        await (await app.SignIn(session.School.Head)).Api.PostAsJsonAsync($"/api{Links.MakeLetter(followUp.Id)}", new { });
        var document = (await Of(followUp))!.DocumentId;
        var file = Massar.Features.Documents.Links.File(document);
        var (hers, his, own) = (await app.SignIn(mother, "fr"), await app.SignIn(father, "fr"), await app.SignIn(await app.Given.Person(Roles.Pupil, session.School.Place, pupilId: pupil.Id), "fr"));

        Assert.Equal(HttpStatusCode.OK, (await hers.Get(file)).StatusCode);
        foreach (var other in new[] { his, own })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.Get(file)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Api.GetAsync($"/api{file}")).StatusCode);
        }

        Assert.Single((await hers.Open(Links.Child(pupil.Id))).All("a[download]"));
        var page = await his.Open(Links.Child(pupil.Id));
        Assert.True(page.Says("Avis d'absence"), page.Text);
        Assert.Empty(page.All("a[download]"));
        Assert.DoesNotContain($"\"document\":{document}", await his.Api.GetStringAsync($"/api{Links.Child(pupil.Id)}"), StringComparison.Ordinal);

        // Where nobody has custody it goes to whom papers name first.
        await app.Write(db => db.Guardianships.Where(g => g.PupilId == links).ExecuteUpdateAsync(s => s.SetProperty(g => g.HasCustody, false)));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), ((await his.Get(file)).StatusCode, (await hers.Get(file)).StatusCode));
    }

    [Fact]
    public async Task All_missing_letters_are_made_together_and_print_as_one_file()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (first, one) = await Reached();
        var (_, two) = await Reached(first.School);
        var (_, without) = await Reached(first.School, guardian: false);
        var head = await app.SignIn(first.School.Head, "fr");

        var started = await (await head.Open(Links.FollowUps)).SubmitForm($"form[action='{Links.MakeLetters}']", null, htmx: false);
        Assert.Equal(1, await app.RunWork("absence-letters/"));

        Assert.Equal(HttpStatusCode.OK, started.Status);
        Assert.NotNull(await Of(one));
        Assert.NotNull(await Of(two));
        Assert.Null(await Of(without));
        var letters = await head.Open(Links.Letters);
        Assert.Equal(2, letters.All("section.panel").Count);
        var print = await (await head.Get(Links.PrintLetters)).Content.ReadAsByteArrayAsync();
        Assert.Contains("/Count 2", System.Text.Encoding.Latin1.GetString(print), StringComparison.Ordinal);
        Assert.Equal(2, (await app.Read(db => db.ExportsTaken.SingleAsync(t => t.AccountId == first.School.Head.AccountId && t.Address == Links.PrintLetters))).Persons);
        Assert.Equal([1, 2], await app.Read(db => db.IssuedDocuments.Where(d => d.PlaceId == first.School.Id && d.Kind == LetterDesk.Kind).OrderBy(d => d.Number).Select(d => d.Number).ToListAsync()));
    }

    [Fact]
    public async Task The_day_and_the_way_a_letter_was_handed_over_are_noted_once()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var (session, followUp) = await Reached();
        var head = await app.SignIn(session.School.Head, "fr");
        await head.Api.PostAsJsonAsync($"/api{Links.MakeLetter(followUp.Id)}", new { });
        var letter = (await Of(followUp))!;
        var form = $"form[action='{Links.HandLetter(letter.Id)}']";

        var tomorrow = session.Key.Day.AddDays(1).ToString("yyyy-MM-dd");
        var refused = await (await head.Open(Links.Letters)).SubmitForm(form, null, htmx: false, ("HandedOn", tomorrow), ("Way", "ByHand"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(tomorrow, refused.ValueOf("HandedOn"));
        var after = await refused.SubmitForm(form, null, htmx: false, ("HandedOn", session.Key.Day.ToString("yyyy-MM-dd")), ("Way", "Registered"));

        Assert.True(after.Says("Lettre recommandée"), after.Text);
        Assert.Equal((session.Key.Day, HandedWay.Registered), ((await Of(followUp))!.HandedOn!.Value, (await Of(followUp))!.Way!.Value));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.HandLetter(letter.Id)}", new { handedOn = session.Key.Day.ToString("yyyy-MM-dd"), way = "ByHand" })).StatusCode);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Attendance.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.PupilNotes;
using Massar.Features.PupilNotes.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.PupilNotes;

/// <summary>TEA-7: the pupil's educational file is read once before the first lesson; every reading is written down and the family sees it.</summary>
public sealed class PupilNotesTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_teacher_reads_the_files_of_a_class_once_and_what_is_new_comes_first_the_next_time()
    {
        var world = await World();
        var teacher = await app.SignIn(world.Teacher, "fr");
        await Repeats(world, 0);
        await Past(world, 0, ("FR", "Français", 16m, "Lecture excellente"), ("PC", "Physique", 5m, null));
        await app.Write(async db =>
        {
            db.FollowUps.Add(new FollowUp { SchoolId = world.School.Id, SchoolYearId = Given.Year, PupilId = world.Pupil(1).Id, ClassId = world.Class.Id, Threshold = 6, OpenedAt = DateTime.UtcNow.AddDays(-20) });
            await db.SaveChangesAsync();
        });
        var parent = await app.Given.Guardian(world.School, world.Pupil(0));
        await app.Write(db => db.Guardians.Where(g => g.Id == parent.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.Language, "fr")));

        // Nothing is shown that was not opened, and a list tells only that there is something.
        var list = await (await teacher.Open(Links.Classes)).Follow(world.Class.Class.Name);
        Assert.True(list.Says("2 dossiers à lire"));
        Assert.False(list.Says("Redouble") || list.Says("Lecture excellente"));
        Assert.True((await teacher.Open(Links.Read(world.Class.Id))).Says("Aucun dossier ouvert"));
        Assert.Equal(0, await Readings(world));

        var open = await list.SubmitForm("main form", "pupil=unread", htmx: false);
        Assert.Equal(2, await Readings(world));
        Assert.True(open.Says("Redouble le niveau") && open.Says("de bons résultats en : Français") && open.Says("des résultats faibles en : Physique") && open.Says("Lecture excellente"));
        Assert.True(open.Says("Un tuteur lit le français") && open.Says("6 demi-journées d'absence injustifiée"));
        Assert.False(open.Says("Nouveau"));

        // Read again within the time it stays open: still one reading.
        await list.SubmitForm("main form", $"pupil={world.Pupil(0).MassarCode}", htmx: false);
        Assert.Equal(2, await Readings(world));
        Assert.True((await teacher.Open(Links.Class(world.Class.Id))).Says("Tout est lu"));

        var head = await app.SignIn(world.School.Head, "fr");
        Assert.Equal(HttpStatusCode.OK, (await Note(head, world, 0, "Strength", "A gagné le concours de lecture", sensitive: false)).StatusCode);
        await app.Write(async db =>
        {
            db.FollowUps.Add(new FollowUp { SchoolId = world.School.Id, SchoolYearId = Given.Year, PupilId = world.Pupil(0).Id, ClassId = world.Class.Id, Threshold = 12, OpenedAt = DateTime.UtcNow });
            await db.SaveChangesAsync();
        });
        // The file that is still open stays as it was when its reading was written down.
        var still = await teacher.Open(Links.Read(world.Class.Id));
        Assert.True(still.Says("Redouble le niveau"));
        Assert.False(still.Says("A gagné le concours") || still.Says("12 demi-journées"));
        list = await teacher.Open(Links.Class(world.Class.Id));
        Assert.True(list.Says("1 dossier à lire") && list.Says("Nouveau"));
        open = await list.SubmitForm("main form", "pupil=unread", htmx: false);
        var newest = open.All($"#p{world.Pupil(0).Id} li").Take(2).Select(l => l.TextContent).ToList();
        Assert.All(newest, n => Assert.Contains("Nouveau", n, StringComparison.Ordinal));
        Assert.Contains("12 demi-journées", newest[0], StringComparison.Ordinal);
        Assert.Contains("Point fort – A gagné le concours de lecture", newest[1], StringComparison.Ordinal);
        Assert.Equal(3, await Readings(world));

        // After its time a file closes again.
        await app.Write(db => db.FileReadings.Where(r => r.ClassId == world.Class.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.At, r => r.At.AddHours(-3))));
        Assert.True((await teacher.Open(Links.Read(world.Class.Id))).Says("Aucun dossier ouvert"));

        // Who has read, on the class list, in its file, and for the family.
        var name = await app.Read(db => db.Accounts.Where(a => a.Id == world.Teacher.AccountId).Select(a => a.NameLatin).SingleAsync());
        Assert.True((await head.Open(Links.Class(world.Class.Id))).Says(name));
        var csv = await (await head.Get($"{Links.Class(world.Class.Id)}/list.csv")).Content.ReadAsStringAsync();
        Assert.Contains(name, csv, StringComparison.Ordinal);
        Assert.DoesNotContain("concours", csv, StringComparison.Ordinal);
        var mine = await (await app.SignIn(parent, "fr")).Open(Links.Mine);
        Assert.True(mine.Says(name) && mine.Says("A gagné le concours de lecture"));
        Assert.Equal(1, await app.Read(db => db.AuditEntries.CountAsync(a => a.AccountId == world.Teacher.AccountId && a.Action == "PupilNotes.OpenFiles" && a.Changes.Contains("FileReading") && a.Changes.Contains($"\"PupilId\":{world.Pupil(1).Id}"))));
    }

    [Fact]
    public async Task A_note_about_health_waits_for_the_head_the_family_reads_it_at_once_and_what_is_refused_is_gone()
    {
        var world = await World();
        var (writer, colleague) = (await app.SignIn(world.Teacher, "fr"), await app.SignIn(await app.Given.Teacher(world.Class, "FR"), "fr"));
        var supervisor = await app.SignIn(await app.Given.Person(Roles.Supervisor, world.School.Place), "fr");
        var (head, parent) = (await app.SignIn(world.School.Head, "fr"), await app.Given.Guardian(world.School, world.Pupil(0)));
        var family = await app.SignIn(parent, "fr");
        const string Words = "A besoin de sa collation à dix heures";

        var form = await writer.Open(Links.New(world.Class.Id, world.Pupil(0).Id));
        var wrong = await form.Submit(("Kind", "Need"), ("Text", Words), ("Sensitive", ""));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, Words), (wrong.Status, wrong.ValueOf("Text")));
        Assert.EndsWith("Choisissez oui ou non", wrong.ErrorOf("Sensitive"), StringComparison.Ordinal);
        await wrong.Submit(("Sensitive", "yes"));

        Assert.False((await Facts(colleague, world, 0)).Contains(Words, StringComparison.Ordinal));
        Assert.False((await Facts(supervisor, world, 0)).Contains(Words, StringComparison.Ordinal));
        Assert.Contains(Words, await Facts(writer, world, 0), StringComparison.Ordinal);
        Assert.True((await family.Open(Links.Mine)) is var card && card.Says(Words) && card.Says("attend le chef d'établissement"));
        Assert.Equal(HttpStatusCode.Forbidden, (await supervisor.Open(Links.Waiting)).Status);

        var waiting = await (await head.Open(Links.Classes)).Follow("1 note attend votre décision");
        // What waits is listed without its words; one is opened, and so written down for the family, before it is decided on.
        Assert.False(waiting.Says(Words));
        Assert.Empty(waiting.All("form[action$='/decision']"));
        Assert.DoesNotContain("collation", await head.Api.GetStringAsync($"/api{Links.Waiting}"), StringComparison.Ordinal);
        Assert.Equal(0, await HeadReadings());
        await waiting.SubmitForm("main form[action$='/open']", null, htmx: false);
        waiting = await waiting.SubmitForm("main form[action$='/open']", null, htmx: false);
        Assert.True(waiting.Says(Words));
        Assert.Equal(1, await HeadReadings());
        Assert.Equal(1, await app.Read(db => db.AuditEntries.CountAsync(a => a.AccountId == world.School.Head.AccountId && a.Action == "PupilNotes.OpenNote" && a.Changes.Contains("FileReading") && a.Changes.Contains($"\"PupilId\":{world.Pupil(0).Id}"))));
        Assert.True((await family.Open(Links.Mine)).Says(await NameOf(world.School.Head)));
        var unexplained = await waiting.SubmitForm("main form[action$='/decision']", "For=nobody", htmx: false);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unexplained.Status);
        Assert.EndsWith("Écrivez le motif du refus", unexplained.ErrorOf("Why"), StringComparison.Ordinal);
        await waiting.SubmitForm("main form[action$='/decision']", "For=Teachers", htmx: false);
        Assert.Contains(Words, await Facts(colleague, world, 0), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await waiting.SubmitForm("main form[action$='/decision']", "For=Lead", htmx: false)).Status);

        // Kept to the lead, and refused.
        await Note(writer, world, 0, "Alert", "Situation difficile à la maison", sensitive: true);
        await Note(writer, world, 1, "Alert", "Ce que personne ne doit lire", sensitive: true);
        var two = await app.Read(db => db.PupilNotes.Where(n => n.SchoolId == world.School.Id && n.State == NoteState.Waiting).OrderBy(n => n.Id).Select(n => new { n.Id, n.Version }).ToListAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsJsonAsync($"/api{Links.Note(two[0].Id)}/decision", new { version = $"{two[0].Version}", @for = "Lead" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await head.Api.PostAsJsonAsync($"/api{Links.Note(two[1].Id)}/decision", new { version = $"{two[1].Version}", @for = "nobody", why = "Ne sert pas l'enseignement" })).StatusCode);
        Assert.DoesNotContain("Situation difficile", await Facts(colleague, world, 0), StringComparison.Ordinal);
        Assert.Contains("Situation difficile", await Facts(supervisor, world, 0), StringComparison.Ordinal);
        Assert.Equal("", await app.Read(db => db.PupilNotes.Where(n => n.Id == two[1].Id).Select(n => n.Text).SingleAsync()));

        // Taken back by whoever wrote it: its words go, for everybody.
        var first = await app.Read(db => db.PupilNotes.Where(n => n.SchoolId == world.School.Id && n.Text == Words).Select(n => new { n.Id, n.Version }).SingleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Api.PostAsJsonAsync($"/api{Links.Note(first.Id)}/withdraw", new { version = $"{first.Version}" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await writer.Api.PostAsJsonAsync($"/api{Links.Note(first.Id)}/withdraw", new { version = "0" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await writer.Api.PostAsJsonAsync($"/api{Links.Note(first.Id)}/withdraw", new { version = $"{first.Version}" })).StatusCode);
        // That it was shown stays, without the words; what was taken back before anybody could read it leaves no line.
        await Note(writer, world, 0, "Alert", "Repris avant la décision", sensitive: true);
        var unread = await NoteOf("Repris avant la décision");
        Assert.Equal(HttpStatusCode.NoContent, (await writer.Api.PostAsJsonAsync($"/api{Links.Note(unread.Id)}/withdraw", new { version = $"{unread.Version}" })).StatusCode);
        card = await family.Open(Links.Mine);
        Assert.False(card.Says(Words) || card.Says("Repris avant"));
        var trace = Assert.Single(card.All("#gone li")).TextContent;
        Assert.Contains(await NameOf(world.Teacher), trace, StringComparison.Ordinal);
        Assert.Matches("montrée le .*[0-9].*, retirée le .*[0-9]", trace);
        Assert.Equal(0, await app.Read(db => db.AuditEntries.CountAsync(a => a.PlaceId == world.School.Id && (a.Changes.Contains(Words) || a.Changes.Contains("personne ne doit lire")))));

        Task<int> HeadReadings() => app.Read(db => db.FileReadings.CountAsync(r => r.PupilId == world.Pupil(0).Id && r.AccountId == world.School.Head.AccountId));
    }

    [Fact]
    public async Task What_its_writer_did_not_call_sensitive_the_head_keeps_back_and_decides_on_while_the_pupil_is_at_the_school()
    {
        var world = await World();
        var (writer, colleague) = (await app.SignIn(world.Teacher, "fr"), await app.SignIn(await app.Given.Teacher(world.Class, "FR"), "fr"));
        var (head, supervisor) = (await app.SignIn(world.School.Head, "fr"), await app.SignIn(await app.Given.Person(Roles.Supervisor, world.School.Place), "fr"));
        const string Words = "Vit chez sa grand-mère depuis le divorce";
        await Note(writer, world, 1, "Alert", Words, sensitive: false);
        Assert.Contains(Words, await Facts(colleague, world, 1), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await supervisor.Open(Links.Shown)).Status);

        var shown = await (await head.Open(Links.Classes)).Follow("Notes montrées sans décision");
        Assert.True(shown.Says(await NameOf(world.Teacher)));
        Assert.False(shown.Says("divorce"));
        Assert.DoesNotContain("divorce", await head.Api.GetStringAsync($"/api{Links.Shown}"), StringComparison.Ordinal);
        var file = await shown.SubmitForm("main form[action$='/open']", $"pupil={world.Pupil(1).MassarCode}", htmx: false);
        Assert.True(file.Says(Words));
        Assert.Equal(1, await Readings(world) - 1);
        var before = await NoteOf(Words);
        Assert.Equal(HttpStatusCode.Forbidden, (await writer.Api.PostAsJsonAsync($"/api{Links.KeepBack(before.Id)}", new { version = $"{before.Version}" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.KeepBack(before.Id)}", new { version = $"{before.Version + 1}" })).StatusCode);
        await file.SubmitForm("main form[action$='/keep-back']", null, htmx: false);

        Assert.Equal(NoteState.Waiting, await app.Read(db => db.PupilNotes.Where(n => n.Id == before.Id).Select(n => n.State).SingleAsync()));
        Assert.Equal(1, await app.Read(db => db.AuditEntries.CountAsync(a => a.AccountId == world.School.Head.AccountId && a.Action == "PupilNotes.KeepBackNote" && a.Changes.Contains("PupilNote"))));
        Assert.DoesNotContain(Words, await Facts(colleague, world, 1), StringComparison.Ordinal);
        Assert.Empty((await head.Open(Links.Shown)).All("main form[action$='/open']"));
        // What the head wrote is not the head's to judge.
        await Note(head, world, 0, "Need", "Du même chef", sensitive: false);
        var own = await NoteOf("Du même chef");
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.KeepBack(own.Id)}", new { version = $"{own.Version}" })).StatusCode);

        // Once the pupil is at another school the head reads and decides no more.
        Assert.True((await head.Open(Links.Classes)).Says("1 note attend votre décision"));
        await app.Write(db => db.Enrollments.Where(e => e.PupilId == world.Pupil(1).Id && e.SchoolId == world.School.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left)));
        var kept = await NoteOf(Words);
        Assert.False((await head.Open(Links.Classes)).Says("attend votre décision"));
        Assert.Empty((await head.Open(Links.Waiting)).All("main section"));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsync($"/api{Links.OpenNote(kept.Id)}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsJsonAsync($"/api{Links.Note(kept.Id)}/decision", new { version = $"{kept.Version}", @for = "Teachers" })).StatusCode);
    }

    [Fact]
    public async Task Whoever_does_not_teach_the_class_that_day_finds_nothing_and_nobody_decides_about_an_own_child()
    {
        var (world, elsewhere) = (await World(), await World());
        var today = MoroccanDay.Today(MassarApp.Clock);
        var gone = await app.SignIn(await app.Given.Teacher(world.Class, "FR", until: today.AddDays(-1)));
        var (stranger, otherHead) = (await app.SignIn(elsewhere.Teacher), await app.SignIn(elsewhere.School.Head));
        foreach (var visitor in new[] { gone, stranger, otherHead })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(Links.Class(world.Class.Id))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(Links.Read(world.Class.Id))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(Links.New(world.Class.Id, world.Pupil(0).Id))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Api.PostAsJsonAsync($"/api{Links.Open(world.Class.Id)}", new { pupil = "unread" })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await Note(visitor, world, 0, "Need", "x", sensitive: false)).StatusCode);
        }

        var teacher = await app.SignIn(world.Teacher);
        // A child of another class, by the number of one's own.
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Open(Links.New(world.Class.Id, elsewhere.Pupil(0).Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Api.PostAsJsonAsync($"/api{Links.Open(world.Class.Id)}", new { pupil = elsewhere.Pupil(0).MassarCode })).StatusCode);
        Assert.Equal(0, await Readings(world));

        // The teacher's own child is read of as a parent, and the head's is decided on by somebody else.
        await Note(teacher, world, 0, "Need", "عن الطفل الأول", sensitive: true);
        await OwnChild(world, 0, world.School.Head);
        await OwnChild(world, 1, world.Teacher);
        Assert.Equal(HttpStatusCode.NotFound, (await Note(teacher, world, 1, "Strength", "ابني ممتاز", sensitive: false)).StatusCode);
        Assert.Equal(1, (await teacher.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Class(world.Class.Id)}")).GetProperty("lines").GetArrayLength());
        var note = await app.Read(db => db.PupilNotes.Where(n => n.SchoolId == world.School.Id).Select(n => n.Id).SingleAsync());
        var head = await app.SignIn(world.School.Head);
        Assert.Empty((await head.Open(Links.Waiting)).All("form[action$='/decision']"));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsJsonAsync($"/api{Links.Note(note)}/decision", new { version = "0", @for = "Teachers" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsync($"/api{Links.OpenNote(note)}", null)).StatusCode);
        await app.Write(db => db.PupilNotes.Where(n => n.Id == note).ExecuteUpdateAsync(s => s.SetProperty(n => n.State, NoteState.Shown)));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsJsonAsync($"/api{Links.KeepBack(note)}", new { version = "0" })).StatusCode);
    }

    [Fact]
    public async Task A_parent_without_all_rights_and_a_pupil_under_age_do_not_read_it()
    {
        var world = await World();
        await Note(await app.SignIn(world.School.Head), world, 0, "Strength", "تعبير شفوي متميز", sensitive: false);
        var (full, limited) = (await app.Given.Guardian(world.School, world.Pupil(0)), await app.Given.Guardian(world.School, world.Pupil(0)));
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == limited.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Restricted)));
        var pupil = await app.Given.PupilAccount(world.School, world.Pupil(0));

        Assert.True((await (await app.SignIn(full)).Open(Links.Mine)).Says("تعبير شفوي متميز"));
        foreach (var other in new[] { limited, pupil })
        {
            var visitor = await app.SignIn(other);
            Assert.NotNull((await visitor.Open(Links.Mine)).Find(".empty"));
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(Links.MyChild(world.Pupil(0).Id))).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(full)).Open(Links.MyChild(world.Pupil(1).Id))).Status);
        await app.Write(db => db.Pupils.Where(p => p.Id == world.Pupil(0).Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthDate, MoroccanDay.Today(MassarApp.Clock).AddYears(-19))));
        Assert.True((await (await app.SignIn(pupil)).Open(Links.Mine)).Says("تعبير شفوي متميز"));

        // One place is left, and of several who take it at once one gets it.
        await app.Write(async db =>
        {
            db.PupilNotes.AddRange(Enumerable.Range(0, PupilNote.Most - 2).Select(i => Written(world, Given.Year, $"رقم {i}")));
            await db.SaveChangesAsync();
        });
        var (first, second) = (await app.SignIn(world.School.Head), await app.SignIn(world.Teacher));
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Note(i % 2 == 0 ? first : second, world, 0, "Need", "معا", sensitive: false)));
        Assert.Equal((1, 5), (replies.Count(r => r.StatusCode == HttpStatusCode.OK), replies.Count(r => r.StatusCode == HttpStatusCode.Conflict)));
        Assert.Equal(PupilNote.Most, await app.Read(db => db.PupilNotes.CountAsync(n => n.PupilId == world.Pupil(0).Id)));
    }

    [Fact]
    public async Task The_words_of_past_years_go_in_portions_and_the_marks_stay()
    {
        var world = await World();
        PupilNote shown = Written(world, Given.Year - 1, "كلام السنة الماضية"), refused = Written(world, Given.Year - 2, "كلام قديم", sensitive: true), current = Written(world, Given.Year, "كلام هذه السنة");
        Assert.Null(refused.Refuse("سبب قديم", Hands.Only(1), DateTime.UtcNow));
        await app.Write(async db =>
        {
            db.PupilNotes.AddRange(shown, refused, current);
            await db.SaveChangesAsync();
        });

        var sweep = new PastNotes();
        var taken = new List<int>();
        for (var i = 0; i < 3; i++)
            taken.Add(await app.Within(services => sweep.Sweep(services.GetRequiredService<MassarDb>(), DateTime.UtcNow, 1, CancellationToken.None)));

        Assert.Equal([1, 1, 0], taken);
        Assert.Equal([("", null, NoteState.Shown), ("", null, NoteState.Refused), ("كلام هذه السنة", null, NoteState.Shown)],
            (await app.Read(db => db.PupilNotes.Where(n => n.PupilId == world.Pupil(0).Id).OrderByDescending(n => n.SchoolYearId == Given.Year - 1).ThenBy(n => n.SchoolYearId).ToListAsync())).Select(n => (n.Text, n.Why, n.State)));
    }

    private sealed record Made(GivenSchool School, GivenClass Class, GivenPerson Teacher)
    {
        public GivenPupil Pupil(int i) => Class.Pupils[i];
    }

    private async Task<Made> World()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 2);
        return new Made(school, made, await app.Given.Teacher(made));
    }

    private static Task<HttpResponseMessage> Note(Visitor by, Made world, int pupil, string kind, string text, bool sensitive) =>
        by.Api.PostAsJsonAsync($"/api{Links.New(world.Class.Id, world.Pupil(pupil).Id)}", new { kind, text, sensitive = sensitive ? "yes" : "no", audience = "Teachers" });

    // As a teacher wrote it, or the head where nothing was to be decided.
    private static PupilNote Written(Made world, int year, string text, bool sensitive = false) => new PupilNote
    {
        SchoolId = world.School.Id,
        SchoolYearId = year,
        PupilId = world.Pupil(0).Id,
        Kind = NoteKind.Need,
        IsSensitive = sensitive,
        Audience = NoteAudience.Teachers,
        Text = text,
        WrittenAt = DateTime.UtcNow.AddDays(-2),
        WrittenByAccountId = world.Teacher.AccountId,
    }.Begin(byHead: false);

    [Fact]
    public async Task Notes_follow_a_pupil_to_another_school_and_into_a_merged_file_and_back_and_the_family_hears_of_each_without_its_words()
    {
        var world = await World();
        var (pupil, parent) = (world.Pupil(0), await app.Given.Guardian(world.School, world.Pupil(0)));
        var head = await app.SignIn(world.School.Head, "fr");
        Assert.Equal(HttpStatusCode.OK, (await Note(head, world, 0, "Need", "Assise au premier rang", sensitive: false)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Note(head, world, 0, "Need", "Suit un traitement", sensitive: true)).StatusCode);
        var told = await app.Read(db => db.Notices.Include(n => n.Deliveries).Where(n => n.AccountId == parent.AccountId && n.Template == "notices.pupil-note").ToListAsync());
        Assert.Equal(2, told.Count);
        Assert.All(told, n => Assert.DoesNotContain("traitement", n.Args, StringComparison.Ordinal));
        Assert.All(told, n => Assert.Empty(n.Deliveries));

        // The pupil joins another school: its teachers read the one, its head decides on the other, the old school has neither.
        var other = await app.Given.School(inProvinceOf: world.School);
        var seat = await app.Given.Class(other, pupils: 1);
        var teacher = await app.Given.Teacher(seat);
        await Seat(pupil.Id, other, seat.Class);
        await app.Write(db => new Massar.Features.PupilNotes.FollowTransfer.Handler(db).Handle(new Massar.Features.Transfers.TransferStepped(0, "joined", pupil.Id, world.School.Id, other.Id, 0, default, default), default));
        var theirs = await app.SignIn(teacher, "fr");
        Assert.Equal(HttpStatusCode.OK, (await theirs.Api.PostAsJsonAsync($"/api{Links.Open(seat.Id)}", new { pupil = pupil.MassarCode })).StatusCode);
        var read = await theirs.Open(Links.Read(seat.Id));
        Assert.True(read.Says("Assise au premier rang"));
        Assert.False(read.Says("Suit un traitement"));
        Assert.Equal([(other.Id, NoteState.Shown), (other.Id, NoteState.Waiting)], await Where(pupil.Id));
        var sensitive = (await NoteOf("Suit un traitement")).Id;
        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsJsonAsync($"/api{Links.Note(sensitive)}", new { version = 1, @for = "Teachers" })).StatusCode);

        // Merged into the file of another seat, and two files again.
        var kept = seat.Pupils[0];
        await app.Write(db => new Massar.Features.PupilNotes.FollowMerge.Handler(db).Handle(new Massar.Features.Pupils.MergeStepped(0, "done", kept.Id, pupil.Id, other.Id, null, null), default));
        Assert.Equal(2, (await Where(kept.Id)).Count);
        Assert.Equal(1, await app.Read(db => db.FileReadings.CountAsync(r => r.PupilId == kept.Id && r.MergedFromPupilId == pupil.Id)));
        await app.Write(db => new Massar.Features.PupilNotes.FollowMerge.Handler(db).Handle(new Massar.Features.Pupils.MergeStepped(0, "undone", kept.Id, pupil.Id, other.Id, null, null), default));
        Assert.Empty(await Where(kept.Id));
        Assert.Equal(2, (await Where(pupil.Id)).Count);
        Assert.Equal(1, await app.Read(db => db.FileReadings.CountAsync(r => r.PupilId == pupil.Id && r.MergedFromPupilId == null)));
        // The register merges that school into a third: both go along, and what a head had decided on waits for the next one.
        var third = await app.Given.School(inProvinceOf: world.School);
        await app.Write(db => db.PupilNotes.Where(n => n.PupilId == pupil.Id && !n.IsSensitive).ExecuteUpdateAsync(s => s.SetProperty(n => n.DecidedByAccountId, (long?)world.School.Head.AccountId)));
        await Seat(pupil.Id, third, (await app.Given.Class(third, pupils: 1)).Class);
        await app.Write(db => new Massar.Features.PupilNotes.FollowRegistry.Handler(db).Handle(new Massar.Features.Registry.SchoolChangeStepped(0, Massar.Features.Registry.Domain.ChangeKind.Merge, Massar.Features.Registry.Domain.ChangeState.Applied, 0, 0, other.Id, 0), default));
        Assert.Equal([(third.Id, NoteState.Waiting), (third.Id, NoteState.Waiting)], await Where(pupil.Id));
        Assert.False(await app.Read(db => db.PupilNotes.AnyAsync(n => n.PupilId == pupil.Id && n.DecidedByAccountId != null)));
        var mine = await (await app.SignIn(parent, "fr")).Open(Links.MyChild(pupil.Id));
        Assert.True(mine.Says("Assise au premier rang") && mine.Says("Suit un traitement"));
    }

    private async Task<List<(int School, NoteState State)>> Where(long pupil) =>
        (await app.Read(db => db.PupilNotes.Where(n => n.PupilId == pupil).OrderBy(n => n.Id).Select(n => new { n.SchoolId, n.State }).ToListAsync())).ConvertAll(n => (n.SchoolId, n.State));

    private Task Seat(long pupil, GivenSchool school, SchoolClass inClass) => app.Write(async db =>
    {
        await db.Enrollments.Where(e => e.PupilId == pupil).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left));
        db.Enrollments.Add(new Enrollment { PupilId = pupil, SchoolYearId = Given.Year, SchoolId = school.Id, LevelCode = inClass.LevelCode, ClassId = inClass.Id, OrderInClass = 9, State = EnrollmentState.Active, Kind = EnrollmentKind.TransferredIn, EnteredOn = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1) });
        await db.SaveChangesAsync();
    });

    private Task<(long Id, int Version)> NoteOf(string text) => app.Read(async db => await db.PupilNotes.Where(n => n.Text == text).Select(n => new { n.Id, n.Version }).SingleAsync() is var n ? (n.Id, n.Version) : default);

    private Task<string> NameOf(GivenPerson person) => app.Read(db => db.Accounts.Where(a => a.Id == person.AccountId).Select(a => a.NameLatin).SingleAsync());

    // What a reader is shown of a file after opening it.
    private static async Task<string> Facts(Visitor reader, Made world, int pupil)
    {
        Assert.Equal(HttpStatusCode.OK, (await reader.Api.PostAsJsonAsync($"/api{Links.Open(world.Class.Id)}", new { pupil = world.Pupil(pupil).MassarCode })).StatusCode);
        return (await reader.Open(Links.Read(world.Class.Id))).Find($"#p{world.Pupil(pupil).Id}")!.TextContent;
    }

    private Task<int> Readings(Made world) => app.Read(db => db.FileReadings.CountAsync(r => r.ClassId == world.Class.Id));

    private Task Repeats(Made world, int pupil) => app.Write(async db =>
    {
        db.Enrollments.Add(new Enrollment { PupilId = world.Pupil(pupil).Id, SchoolYearId = Given.Year - 1, SchoolId = world.School.Id, LevelCode = world.Class.Class.LevelCode, State = EnrollmentState.Active, Kind = EnrollmentKind.New, EnteredOn = new DateOnly(Given.Year - 1, 9, 8) });
        await db.SaveChangesAsync();
    });

    private Task Past(Made world, int pupil, params (string Code, string Fr, decimal Average, string? Remark)[] subjects) => app.Write(async db =>
    {
        foreach (var (code, fr, average, remark) in subjects)
            db.PublishedResults.Add(new PublishedResult
            {
                PupilId = world.Pupil(pupil).Id,
                SchoolYearId = Given.Year - 1,
                Semester = 2,
                SubjectCode = code,
                PublishAt = DateTime.UtcNow.AddDays(-120),
                ClassId = world.Class.Id,
                SubjectAr = fr,
                SubjectFr = fr,
                Tests = "1=12.00",
                Average = average,
                Coefficient = 1,
                Share = 0,
                Scale = 20,
                IsComplete = true,
                FormulaVersion = 1,
                Corrections = 0,
                Remark = remark,
            });
        await db.SaveChangesAsync();
    });

    // The person stands for the child under another hat.
    private async Task OwnChild(Made world, int pupil, GivenPerson person)
    {
        var guardian = await app.Given.Guardian(world.School, world.Pupil(pupil));
        await app.Write(async db =>
        {
            var cin = await db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Cin).SingleAsync();
            await db.Guardians.Where(g => g.Id == guardian.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.Cin, cin));
        });
    }
}

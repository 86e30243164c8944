using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Features.Pupils;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Pupils;

public sealed class PupilFileTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task Every_page_of_a_pupil_s_file_opens(string language)
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 2);
        var guardian = await app.Given.Guardian(school, made.Pupils[0]);
        var head = await app.SignIn(school.Head, language);
        var pupil = made.Pupils[0].Id;

        foreach (var address in (string[])[Links.All, Links.File(pupil), Links.Record(pupil), Links.Correct(pupil), Links.AddGuardian(pupil), Links.EndGuardian(pupil, guardian.GuardianId!.Value), Links.Looks(pupil)])
        {
            var page = await head.Open(address);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotMatch(@"\bpupils\.[a-z]", page.Text);
        }
    }

    [Fact]
    public async Task The_list_finds_a_pupil_in_any_spelling_and_by_code_and_shows_nobody_of_another_school()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 3);
        await Rename(made.Pupils[0], "محمّد", "الشرقاوي", "Mouhamed", "Cherkaoui");
        var other = await app.Given.Class(await app.Given.School(), pupils: 1);
        await Rename(other.Pupils[0], "محمد", "الشرقاوي", "Mohammed", "Cherkaoui");
        var head = await app.SignIn(school.Head, "fr");

        foreach (var typed in (string[])["محمد الشرقاوي", "mohamed cherkaoui", "CHERKAOUI", made.Pupils[0].MassarCode])
        {
            var page = await head.Open($"{Links.All}?q={Uri.EscapeDataString(typed)}");
            Assert.Equal(made.Pupils[0].MassarCode, Assert.Single(page.All("main tbody tr")).QuerySelector(".num")!.TextContent);
        }

        Assert.Empty((await head.Open($"{Links.All}?q={other.Pupils[0].MassarCode}")).All("main tbody tr"));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.File(other.Pupils[0].Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.Record(other.Pupils[0].Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.Of(other.School.Id))).Status);
    }

    [Fact]
    public async Task The_list_is_narrowed_by_class_and_state_paged_and_leaves_as_a_file_through_the_ledger()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 22);
        var second = await app.Given.Class(school, pupils: 1);
        await app.Write(db => db.Enrollments.Where(e => e.Id == made.Pupils[0].EnrollmentId).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left).SetProperty(e => e.LeftOn, MoroccanDay.Today(MassarApp.Clock))));
        var head = await app.SignIn(school.Head, "fr", steppedUp: true);

        Assert.Equal(20, (await head.Open(Links.All)).All("main tbody tr").Count);
        Assert.Equal(2, (await head.Open($"{Links.All}?p=2")).All("main tbody tr").Count);
        Assert.Single((await head.Open($"{Links.All}?class={second.Id}")).All("main tbody tr"));
        Assert.Contains(made.Pupils[0].MassarCode, Assert.Single((await head.Open($"{Links.All}?state=left")).All("main tbody tr")).TextContent, StringComparison.Ordinal);

        var csv = await (await head.Get($"{Links.All}/list.csv?state=all")).Content.ReadAsStringAsync();
        Assert.Equal(24, csv.Trim().Split('\n').Length);
        Assert.Equal("PK"u8.ToArray(), (await (await head.Get($"{Links.All}/list.xlsx")).Content.ReadAsByteArrayAsync())[..2]);
        Assert.Equal([(ExportKinds.Pupils, 23), (ExportKinds.Pupils, 22)], await app.Read(async db => (await db.ExportsTaken.Where(t => t.PlaceId == school.Id).OrderBy(t => t.Id).ToListAsync()).Select(t => (t.Kind, t.Persons))));
        Assert.Equal(HttpStatusCode.SeeOther, (await (await app.SignIn(school.Head)).Open($"{Links.All}/list.csv", follow: false)).Status);
    }

    [Fact]
    public async Task Each_look_at_a_file_counts_as_one_person_read()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 1);
        var head = await app.SignIn(school.Head, "fr", steppedUp: true);

        await head.Open(Links.File(made.Pupils[0].Id));
        await head.Open(Links.Record(made.Pupils[0].Id));
        // Taking a file writes down what was read before it.
        await head.Get($"{Links.All}/list.csv");

        // The background writer may have taken some of the counts a moment before, and be about to write them.
        var read = 0;
        for (var i = 0; i < 50 && read < 3; i++)
        {
            read = await app.Read(db => db.PersonReads.Where(r => r.AccountId == school.Head.AccountId).Select(r => r.Persons).SingleOrDefaultAsync());
            if (read < 3)
                await Task.Delay(100);
        }

        Assert.Equal(3, read);
    }

    [Fact]
    public async Task The_directorate_reads_a_school_of_its_own_and_no_other()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 1);
        var foreign = await app.Given.School();
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, school.Directorate), "fr");

        Assert.NotNull((await director.Open(Links.All)).Find("main .empty"));
        Assert.Single((await director.Open(Links.Of(school.Id))).All("main tbody tr"));
        Assert.Equal(HttpStatusCode.OK, (await director.Open(Links.File(made.Pupils[0].Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open(Links.Of(foreign.Id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Open(Links.Correct(made.Pupils[0].Id))).Status);
    }

    [Fact]
    public async Task A_correction_needs_a_paper_keeps_what_was_typed_and_what_the_file_said_before()
    {
        var school = await app.Given.School();
        var pupil = (await app.Given.Class(school, pupils: 1)).Pupils[0];
        var head = await app.SignIn(school.Head, "fr");
        var form = await head.Open(Links.Correct(pupil.Id));

        var refused = await form.Submit(("LastNameLatin", "Benjelloun"), ("FirstNameAr", "Latin"), ("Reason", "x"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("Benjelloun", refused.ValueOf("LastNameLatin"));
        Assert.NotNull(refused.ErrorOf("Proof"));
        // Everything wrong at once: the file's own boxes with those of the paper.
        foreach (var field in (string[])["FirstNameAr", "ProofReference", "ProofOn"])
            Assert.NotNull(refused.ErrorOf(field));
        Assert.NotNull(refused.ErrorOf("Reason"));
        var stillWrong = await refused.Submit([.. Proven, ("FirstNameAr", "Latin")]);
        Assert.NotNull(stillWrong.ErrorOf("FirstNameAr"));

        var done = await stillWrong.Submit([.. Proven, ("FirstNameAr", "سعاد")]);
        Assert.Equal(Links.File(pupil.Id), done.Address);
        Assert.True(done.Says("Benjelloun"));
        Assert.True(done.Says("2345/2026"));
        var (file, correction) = await app.Read(async db => (await db.Pupils.SingleAsync(p => p.Id == pupil.Id), await db.PupilCorrections.SingleAsync(c => c.PupilId == pupil.Id)));
        Assert.Equal(("سعاد", "Benjelloun"), (file.FirstNameAr, file.LastNameLatin));
        Assert.Equal(ArabicFolding.SearchKey(file.FullNameAr, file.FullNameLatin).Stored, file.SearchKey);
        Assert.Equal((ProofKind.Judgment, school.Id, school.Head.AccountId), (correction.Proof, correction.PlaceId, correction.AccountId));
        Assert.Equal(["FirstNameAr", "LastNameLatin"], PupilCorrection.Read(correction.Changes).Select(c => c.Field).Order());
    }

    [Fact]
    public async Task Two_who_correct_one_file_see_both_values()
    {
        var school = await app.Given.School();
        var pupil = (await app.Given.Class(school, pupils: 1)).Pupils[0];
        var first = await (await app.SignIn(school.Head, "fr")).Open(Links.Correct(pupil.Id));
        var second = await (await app.SignIn(await app.Given.Person(Roles.Head, school.Place), "fr")).Open(Links.Correct(pupil.Id));

        Assert.Equal(Links.File(pupil.Id), (await first.Submit([.. Proven, ("BirthPlaceLatin", "Taroudant")])).Address);
        var stale = await second.Submit([.. Proven, ("BirthPlaceLatin", "Tiznit")]);

        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.True(stale.Says("Taroudant"));
        Assert.True(stale.Says("Tiznit"));
        Assert.Equal("Taroudant", stale.ValueOf("BirthPlaceLatin"));
    }

    [Fact]
    public async Task A_probable_double_is_announced_before_saving()
    {
        var school = await app.Given.School();
        var pupil = (await app.Given.Class(school, pupils: 1)).Pupils[0];
        var elsewhere = await app.Given.Class(await app.Given.School(), pupils: 1);
        var born = new DateOnly(Given.Year - 12, 5, 17);
        await Rename(elsewhere.Pupils[0], "محمد", "الزهراوي", "Mohamed", "Zahraoui", born);
        var head = await app.SignIn(school.Head, "fr");
        (string, string)[] typed = [.. Proven, ("FirstNameAr", "محمّد"), ("LastNameAr", "الزهراوي"), ("BirthDate", $"{born:yyyy-MM-dd}")];

        var warned = await (await head.Open(Links.Correct(pupil.Id))).Submit(typed);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, warned.Status);
        // Of a child of another school the head learns whom to call, and nothing else.
        var other = elsewhere.Pupils[0];
        Assert.Contains(elsewhere.School.Place.NameFr, warned.ErrorOf("NotTheSame"), StringComparison.Ordinal);
        Assert.Contains($"{other.MassarCode[0]}•••••••{other.MassarCode[^2..]}", warned.ErrorOf("NotTheSame"), StringComparison.Ordinal);
        foreach (var secret in (string[])[other.MassarCode, "Zahraoui"])
            Assert.DoesNotContain(secret, warned.Body, StringComparison.Ordinal);
        Assert.NotEqual("محمّد", await app.Read(db => db.Pupils.Where(p => p.Id == pupil.Id).Select(p => p.FirstNameAr).SingleAsync()));

        var done = await warned.Submit([.. typed, ("NotTheSame", elsewhere.Pupils[0].MassarCode)]);
        Assert.Equal(Links.File(pupil.Id), done.Address);
    }

    [Fact]
    public async Task A_double_at_one_s_own_school_is_shown_whole()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 2);
        var born = new DateOnly(Given.Year - 12, 6, 21);
        await Rename(made.Pupils[1], "ياسين", "البقالي", "Yassine", "Bakkali", born);
        var head = await app.SignIn(school.Head, "fr");

        var warned = await (await head.Open(Links.Correct(made.Pupils[0].Id))).Submit([.. Proven, ("FirstNameAr", "ياسين"), ("LastNameAr", "البقالي"), ("BirthDate", $"{born:yyyy-MM-dd}")]);

        Assert.Contains(made.Pupils[1].MassarCode, warned.ErrorOf("NotTheSame"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Births_and_names_are_not_tried_one_after_the_other()
    {
        var school = await app.Given.School();
        var pupil = (await app.Given.Class(school, pupils: 1)).Pupils[0];
        var head = await app.SignIn(school.Head);
        var file = await head.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Correct(pupil.Id)}");
        var born = new DateOnly(Given.Year - 12, 3, 1);
        var twin = (await app.Given.Class(await app.Given.School(), pupils: 1)).Pupils[0];
        await Rename(twin, "أنس", "المكناسي", "Anas", "Meknassi", born);

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 61; i++)
            answers.Add((await head.Api.PutAsJsonAsync($"/api{Links.Correct(pupil.Id)}", new
            {
                version = $"{file.GetProperty("version").GetInt32()}",
                lastNameAr = "المكناسي",
                firstNameAr = "أنس",
                lastNameLatin = "Meknassi",
                firstNameLatin = "Anas",
                sex = "1",
                birthDate = $"{born:yyyy-MM-dd}",
                birthPlaceAr = "أكادير",
                birthPlaceLatin = "Agadir",
                proof = "Judgment",
                proofReference = "2345/2026",
                proofOn = "2026-01-15",
                reason = "Jugement rectificatif du tribunal",
            })).StatusCode);

        Assert.Equal((60, HttpStatusCode.TooManyRequests), (answers.Count(a => a == HttpStatusCode.BadRequest), answers[^1]));
    }

    [Fact]
    public async Task A_head_does_not_correct_the_file_of_the_head_s_own_child()
    {
        var school = await app.Given.School();
        var pupil = (await app.Given.Class(school, pupils: 1)).Pupils[0];
        var own = await app.Given.Guardian(school, pupil);
        await app.Write(db => db.Accounts.Where(a => a.Id == school.Head.AccountId).ExecuteUpdateAsync(s => s.SetProperty(a => a.GuardianId, own.GuardianId)));

        var refused = await (await (await app.SignIn(school.Head, "fr")).Open(Links.Correct(pupil.Id))).Submit([.. Proven, ("LastNameLatin", "Benjelloun")]);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says("Nul ne change le dossier de son propre enfant"));
        Assert.Equal("Benjelloun", refused.ValueOf("LastNameLatin"));
        var colleague = await app.SignIn(await app.Given.Person(Roles.Head, school.Place), "fr");
        Assert.Equal(Links.File(pupil.Id), (await (await colleague.Open(Links.Correct(pupil.Id))).Submit([.. Proven, ("LastNameLatin", "Benjelloun")])).Address);
    }

    [Fact]
    public async Task The_last_guardian_with_all_rights_is_not_restricted_unless_another_one_is_in_force()
    {
        var school = await app.Given.School();
        var pupil = (await app.Given.Class(school, pupils: 1)).Pupils[0];
        var (one, two) = (await app.Given.Guardian(school, pupil), await app.Given.Guardian(school, pupil));
        var head = await app.SignIn(school.Head, "fr");
        (string, string)[] restricted = [.. Proven, ("Right", "Restricted"), ("Custody", "no")];

        Assert.Equal(Links.File(pupil.Id), (await (await head.Open(Links.EndGuardian(pupil.Id, one.GuardianId!.Value))).Submit(restricted)).Address);
        var last = await (await head.Open(Links.EndGuardian(pupil.Id, two.GuardianId!.Value))).Submit(restricted);

        Assert.Equal(HttpStatusCode.Conflict, last.Status);
        Assert.True(last.Says("Un mineur ne reste pas sans tuteur"));
        Assert.Equal([GuardianshipState.Restricted, GuardianshipState.Active], await app.Read(db => db.Guardianships.Where(g => g.PupilId == pupil.Id).OrderBy(g => g.GuardianId).Select(g => g.State).ToListAsync()));
    }

    [Fact]
    public async Task One_guardian_written_down_twice_at_once_is_one_person_and_one_link()
    {
        var school = await app.Given.School();
        var pupil = (await app.Given.Class(school, pupils: 1)).Pupils[0];
        var (first, second) = (await app.SignIn(school.Head), await app.SignIn(await app.Given.Person(Roles.Head, school.Place)));
        var card = $"JC{Given.Next() % 100000:00000}";

        var answers = await Task.WhenAll(first.Api.PostAsJsonAsync($"/api{Links.AddGuardian(pupil.Id)}", Father(card)), second.Api.PostAsJsonAsync($"/api{Links.AddGuardian(pupil.Id)}", Father(card)));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(1, await app.Read(db => db.Guardians.CountAsync(g => g.Cin == card)));
        Assert.Equal(1, await app.Read(db => db.Guardianships.CountAsync(g => g.PupilId == pupil.Id)));
    }

    [Fact]
    public async Task A_guardian_known_without_a_card_is_found_by_name_and_telephone_and_gets_the_card()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 2);
        var (pupil, head, phone) = (made.Pupils[0], await app.SignIn(school.Head), $"06{Given.Next() % 100000000:00000000}");
        var known = new Guardian { LastNameAr = "المنصوري", FirstNameAr = "خالد", LastNameLatin = "Mansouri", FirstNameLatin = "Khalid", Phone = MoroccanPhone.Read(phone)!.Value.E164 };
        await app.Write(async db =>
        {
            db.Guardians.Add(known);
            await db.SaveChangesAsync();
            db.Guardianships.Add(new Guardianship { GuardianId = known.Id, PupilId = pupil.Id, Quality = GuardianQuality.Father, State = GuardianshipState.Claimed, StartsOn = new DateOnly(2024, 9, 1) });
            await db.SaveChangesAsync();
        });
        var card = $"JD{Given.Next() % 100000:00000}";

        // The name as another hand wrote it, the telephone as people write it.
        var added = await head.Api.PostAsJsonAsync($"/api{Links.AddGuardian(pupil.Id)}", Father(card, "خالِد", phone));

        Assert.Equal(known.Id, (await added.Content.ReadFromJsonAsync<JsonElement>()).GetInt64());
        Assert.Equal(card, await app.Read(db => db.Guardians.Where(g => g.Id == known.Id).Select(g => g.Cin).SingleAsync()));
        Assert.Equal([GuardianshipState.Active], await app.Read(db => db.Guardianships.Where(g => g.PupilId == pupil.Id).Select(g => g.State).ToListAsync()));
        // A namesake who answers another telephone, or stands for no child of this family, is somebody else.
        var namesake = await head.Api.PostAsJsonAsync($"/api{Links.AddGuardian(made.Pupils[1].Id)}", Father($"JE{Given.Next() % 100000:00000}", phone: phone));
        Assert.NotEqual(known.Id, (await namesake.Content.ReadFromJsonAsync<JsonElement>()).GetInt64());
    }

    [Fact]
    public async Task A_guardian_is_added_by_card_and_the_file_says_who_stood_for_the_child_on_a_day()
    {
        var school = await app.Given.School();
        var pupil = (await app.Given.Class(school, pupils: 1)).Pupils[0];
        var mother = await app.Given.Guardian(school, pupil);
        var head = await app.SignIn(school.Head, "fr");
        var from = MoroccanDay.Today(MassarApp.Clock).AddDays(-30);
        (string, string)[] father =
        [
            .. Proven, ("Quality", "Father"), ("LastNameAr", "المنصوري"), ("FirstNameAr", "خالد"), ("LastNameLatin", "Mansouri"), ("FirstNameLatin", "Khalid"), ("Cin", $"JB{Given.Next() % 100000:00000}"), ("Custody", "no"),
            ("StartsOn", $"{from:yyyy-MM-dd}"),
        ];

        var wrong = await (await head.Open(Links.AddGuardian(pupil.Id))).Submit([.. father.Where(f => f.Item1 != "Cin"), ("Cin", "12")]);
        Assert.NotNull(wrong.ErrorOf("Cin"));
        Assert.Equal("Khalid", wrong.ValueOf("FirstNameLatin"));
        Assert.Equal(Links.File(pupil.Id), (await wrong.Submit(father)).Address);
        Assert.Equal(HttpStatusCode.Conflict, (await (await head.Open(Links.AddGuardian(pupil.Id))).Submit(father)).Status);

        Assert.Contains((await head.Open(Links.File(pupil.Id))).All(".list li"), l => l.TextContent.Contains("Khalid", StringComparison.Ordinal) && l.TextContent.Contains("Sans la garde", StringComparison.Ordinal));
        var before = await head.Open(Links.FileOn(pupil.Id, from.AddDays(-1)));
        Assert.DoesNotContain("Khalid", before.All("main section")[1].QuerySelector("ul.list")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Khalid", before.Find("details.fold")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, await app.Read(db => db.Guardianships.CountAsync(g => g.PupilId == pupil.Id)));
        Assert.NotEqual(0, mother.GuardianId);
    }

    [Fact]
    public async Task The_last_guardian_of_a_minor_does_not_end_and_an_ended_one_no_longer_counts()
    {
        var school = await app.Given.School();
        var pupil = (await app.Given.Class(school, pupils: 1)).Pupils[0];
        var (one, two) = (await app.Given.Guardian(school, pupil), await app.Given.Guardian(school, pupil));
        var head = await app.SignIn(school.Head, "fr");
        var yesterday = MoroccanDay.Today(MassarApp.Clock).AddDays(-1);
        (string, string)[] end = [.. Proven, ("Right", "Ended"), ("Custody", "no"), ("EndsOn", $"{yesterday:yyyy-MM-dd}")];

        Assert.Equal(Links.File(pupil.Id), (await (await head.Open(Links.EndGuardian(pupil.Id, one.GuardianId!.Value))).Submit(end)).Address);
        var last = await (await head.Open(Links.EndGuardian(pupil.Id, two.GuardianId!.Value))).Submit(end);

        Assert.Equal(HttpStatusCode.Conflict, last.Status);
        Assert.True(last.Says("Un mineur ne reste pas sans tuteur"));
        Assert.Equal([GuardianshipState.Active], await app.Read(db => db.Guardianships.InForce(yesterday.AddDays(1)).Where(g => g.PupilId == pupil.Id).Select(g => g.State).ToListAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.EndGuardian(pupil.Id, one.GuardianId.Value))).Status);
        var api = await head.Api.GetFromJsonAsync<JsonElement>($"/api{Links.FileOn(pupil.Id, yesterday)}");
        Assert.Equal(2, api.GetProperty("guardians").EnumerateArray().Count(g => g.GetProperty("isInForce").GetBoolean()));
    }

    [Fact]
    public async Task A_head_changes_nothing_of_who_stands_for_the_head_s_own_child()
    {
        var school = await app.Given.School();
        var pupil = (await app.Given.Class(school, pupils: 1)).Pupils[0];
        var (other, own) = (await app.Given.Guardian(school, pupil), await app.Given.Guardian(school, pupil));
        // Two accounts of one person are still one person: the card is the same.
        await app.Write(async db =>
        {
            var cin = await db.Guardians.Where(g => g.Id == own.GuardianId).Select(g => g.Cin).SingleAsync();
            await db.Employees.Where(e => e.Id == school.Head.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Cin, cin!));
        });
        (string, string)[] end = [.. Proven, ("Right", "Ended"), ("Custody", "no"), ("EndsOn", $"{MoroccanDay.Today(MassarApp.Clock).AddDays(-1):yyyy-MM-dd}")];

        var refused = await (await (await app.SignIn(school.Head, "fr")).Open(Links.EndGuardian(pupil.Id, other.GuardianId!.Value))).Submit(end);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal(2, await app.Read(db => db.Guardianships.CountAsync(g => g.PupilId == pupil.Id && g.State == GuardianshipState.Active)));

        var colleague = await app.SignIn(await app.Given.Person(Roles.Head, school.Place), "fr");
        Assert.Equal(Links.File(pupil.Id), (await (await colleague.Open(Links.EndGuardian(pupil.Id, other.GuardianId.Value))).Submit(end)).Address);
    }

    [Fact]
    public async Task A_school_that_a_pupil_left_reads_the_file_without_telephones_and_changes_nothing()
    {
        var school = await app.Given.School();
        var pupil = (await app.Given.Class(school, pupils: 1)).Pupils[0];
        await app.Given.Guardian(school, pupil);
        var head = await app.SignIn(school.Head, "fr");
        Assert.NotNull((await head.Open(Links.File(pupil.Id))).All("main section")[1].QuerySelector(".list .num"));

        await app.Write(db => db.Enrollments.Where(e => e.Id == pupil.EnrollmentId).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left)));

        var file = await head.Open(Links.File(pupil.Id));
        Assert.Equal(HttpStatusCode.OK, file.Status);
        Assert.Null(file.All("main section")[1].QuerySelector(".list .num"));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.Correct(pupil.Id))).Status);
    }

    private static object Father(string card, string firstAr = "خالد", string? phone = null) => new
    {
        quality = "Father",
        lastNameAr = "المنصوري",
        firstNameAr = firstAr,
        lastNameLatin = "Mansouri",
        firstNameLatin = "Khalid",
        cin = card,
        phone,
        custody = "yes",
        startsOn = "2026-01-01",
        proof = "FamilyBooklet",
        proofReference = "77/2020",
        proofOn = "2020-05-05",
    };

    private static readonly (string, string)[] Proven = [("Proof", "Judgment"), ("ProofReference", "2345/2026"), ("ProofOn", "2026-01-15"), ("Reason", "Jugement rectificatif du tribunal")];

    private Task Rename(GivenPupil pupil, string firstAr, string lastAr, string first, string last, DateOnly? born = null) => app.Write(async db =>
    {
        var file = await db.Pupils.SingleAsync(p => p.Id == pupil.Id);
        (file.FirstNameAr, file.LastNameAr, file.FirstNameLatin, file.LastNameLatin, file.BirthDate) = (firstAr, lastAr, first, last, born ?? file.BirthDate);
        file.SearchKey = ArabicFolding.SearchKey(file.FullNameAr, file.FullNameLatin).Stored;
        await db.SaveChangesAsync();
    });
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Registry;
using Massar.Features.Registry.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Registry;

/// <summary>The life of schools in the register: proposed by a directorate with a paper, decided by the academy, in force from its day.</summary>
public sealed class RegistryTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    private static (string, string)[] Paper => [("Reference", "123/26"), ("DocumentOn", Day(Today.AddDays(-3))), ("EffectiveOn", Day(Today))];

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task AC_GRE_2_A_change_of_name_waits_for_approval_with_its_document_and_history_shows_who_and_when(string language)
    {
        var school = await app.Given.School();
        var (proposer, decider) = (await app.Given.Person(Roles.HeadOfService, school.Directorate), await app.Given.Person(Roles.Signatory, school.Academy));
        var (directorate, academy) = (await app.SignIn(proposer, language), await app.SignIn(decider, language));

        var form = await directorate.Open(Links.Propose(school.Id, "rename"));
        Assert.DoesNotMatch(@"\b(registry|schools)\.[a-z]", form.Text);
        var wrong = await form.Submit(("NameAr", "Latin"), ("NameFr", "Collège Ibn Sina"), ("Reference", "123/26"), ("DocumentOn", Day(Today.AddDays(2))), ("EffectiveOn", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(("Latin", "123/26"), (wrong.ValueOf("NameAr"), wrong.ValueOf("Reference")));
        Assert.NotNull(wrong.ErrorOf("NameAr"));
        Assert.NotNull(wrong.ErrorOf("DocumentOn"));
        Assert.NotNull(wrong.ErrorOf("EffectiveOn"));

        var proposed = await form.Submit([.. Paper, ("NameAr", "إعدادية ابن سينا 2"), ("NameFr", "Collège Ibn Sina 2")]);
        var change = await Of(school.Id);
        Assert.Equal(Links.Change(change.Id), proposed.Address);
        Assert.DoesNotMatch(@"\b(registry|schools)\.[a-z]", proposed.Text);
        Assert.True(proposed.Says("123/26"));
        // Old beside new.
        Assert.Equal(school.Place.NameAr, proposed.Find("main tbody tr del")!.TextContent);
        Assert.Equal("إعدادية ابن سينا 2", proposed.Find("main tbody tr ins")!.TextContent);
        // Nothing has changed yet.
        Assert.Equal(school.Place.NameFr, (await app.Visitor("fr").Open(Massar.Features.Schools.Links.Card(school.GresaCode))).Heading);

        Assert.Contains(school.GresaCode, Assert.Single((await academy.Open(Links.In("Proposed"))).All("main tbody tr")).TextContent, StringComparison.Ordinal);
        var decision = await academy.Open(Links.Decide(change.Id));
        Assert.DoesNotMatch(@"\b(registry|schools)\.[a-z]", decision.Text);
        var noReason = await decision.Submit(("Decision", "refuse"));
        Assert.NotNull(noReason.ErrorOf("Why"));
        Assert.Equal(Links.Change(change.Id), (await noReason.Submit(("Decision", "approve"), ("Why", ""))).Address);
        Assert.Equal(ChangeState.Applied, (await Of(school.Id)).State);

        // Who and when, and the tree of the day before.
        var history = await directorate.Open(Links.School(school.Id));
        Assert.DoesNotMatch(@"\b(registry|schools)\.[a-z]", history.Text);
        Assert.Equal(2, history.All("main tbody tr").Count);
        foreach (var person in (GivenPerson[])[proposer, decider])
            Assert.True(history.Says(await app.Read(db => db.Accounts.Where(a => a.Id == person.AccountId).Select(a => language == "ar" ? a.NameAr : a.NameLatin).SingleAsync())));
        Assert.True(history.Says(Formats.ShortDate(Today)));
        Assert.Equal("Collège Ibn Sina 2", await NameOn(directorate, school, Today));
        Assert.Equal(school.Place.NameFr, await NameOn(directorate, school, Today.AddDays(-2)));
        // Anybody reads what it was called.
        var card = await app.Visitor(language).Open(Massar.Features.Schools.Links.Card(school.GresaCode));
        Assert.Equal(language == "ar" ? "إعدادية ابن سينا 2" : "Collège Ibn Sina 2", card.Heading);
        Assert.True(card.Says(language == "ar" ? school.Place.NameAr : school.Place.NameFr));
        Assert.DoesNotMatch(@"\bschools\.[a-z]", card.Text);
        Assert.Equal(["notices.registry-proposed"], await Told(decider));
        Assert.Equal(["notices.registry-applied"], await Told(proposer));
    }

    [Fact]
    public async Task A_change_is_decided_by_another_person_at_the_academy_above_and_by_nobody_else()
    {
        var school = await app.Given.School();
        var proposer = await app.Given.Person(Roles.ProvincialDirector, school.Directorate);
        var directorate = await app.SignIn(proposer);
        // The same person, who also signs at the academy.
        await app.Write(async db =>
        {
            db.Hats.Add(new Massar.Features.Accounts.Domain.Hat { AccountId = proposer.AccountId, Role = Roles.Signatory, PlaceId = school.Academy.Id, PlacePath = school.Academy.Path, StartsOn = new DateOnly(2020, 9, 1) });
            await db.SaveChangesAsync();
        });
        var hat = await app.Read(db => db.Hats.Where(h => h.AccountId == proposer.AccountId && h.Role == Roles.Signatory).Select(h => h.Id).SingleAsync());
        var both = await app.SignIn(proposer with { HatId = hat, Role = Roles.Signatory, PlaceId = school.Academy.Id }, "fr");
        var elsewhere = await app.Given.School();
        var (stranger, far) = (await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, elsewhere.Directorate)), await app.SignIn(await app.Given.Person(Roles.Signatory, elsewhere.Academy)));

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Propose(school.Id, "rename"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.School(school.Id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(school.Head)).Open(Links.School(school.Id))).Status);
        (await Rename(directorate, school)).EnsureSuccessStatusCode();
        var change = await Of(school.Id);

        foreach (var visitor in (Visitor[])[stranger, far])
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(Links.Change(change.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Decide(far, change, "approve")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Decide(directorate, change, "approve")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsync($"/api{Links.Withdraw(change.Id)}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Decide(both, change, "approve")).StatusCode);
        Assert.True((await both.Open(Links.Decide(change.Id))).Says("Nul ne décide de sa propre proposition"));
        Assert.Equal(ChangeState.Proposed, (await Of(school.Id)).State);

        // One change of a school at a time; two who decide at once are told.
        Assert.Equal(HttpStatusCode.Conflict, (await Rename(directorate, school)).StatusCode);
        var academy = await app.SignIn(await app.Given.Person(Roles.Signatory, school.Academy));
        Assert.Equal(HttpStatusCode.Conflict, (await academy.Api.PostAsJsonAsync($"/api{Links.Decide(change.Id)}", new { version = "77", decision = "approve" })).StatusCode);
        (await Decide(academy, change, "return", "الاسم بالفرنسية غير مطابق للوثيقة")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Conflict, (await Decide(academy, change, "approve")).StatusCode);

        // Returned, it comes back as it was typed, and is proposed anew; the directorate may take it back.
        var returned = await directorate.Open(Links.Change(change.Id));
        Assert.True(returned.Says("الاسم بالفرنسية غير مطابق للوثيقة"));
        var again = await returned.Follow($"?from={change.Id}");
        Assert.Equal("Collège Attajriba", again.ValueOf("NameFr"));
        var second = await again.Submit(("NameFr", "Collège Attajriba 2"));
        var next = await app.Read(db => db.SchoolChanges.AsNoTracking().SingleAsync(c => c.FollowsId == change.Id));
        Assert.Equal(Links.Change(next.Id), second.Address);
        await second.Submit();
        Assert.Equal(ChangeState.Withdrawn, await app.Read(db => db.SchoolChanges.Where(c => c.Id == next.Id).Select(c => c.State).SingleAsync()));
        Assert.Empty(await app.Read(db => db.SchoolEntries.Where(e => e.SchoolId == school.Id).ToListAsync()));
    }

    [Fact]
    public async Task A_school_changed_since_it_was_read_is_looked_at_again()
    {
        var school = await app.Given.School();
        var directorate = await app.SignIn(await app.Given.Person(Roles.HeadOfService, school.Directorate), "fr");
        var form = await directorate.Open(Links.Propose(school.Id, "rename"));
        await app.Write(db => db.Places.Where(p => p.Id == school.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.NameFr, "Collège d’hier").SetProperty(p => p.Version, p => p.Version + 1)));

        var stale = await form.Submit([.. Paper, ("NameAr", "إعدادية التجربة"), ("NameFr", "Collège Attajriba")]);

        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        // Both values: what it is now, and what was typed.
        Assert.True(stale.Says("Collège d’hier"));
        Assert.Equal("Collège Attajriba", stale.ValueOf("NameFr"));
    }

    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task AC_SIT_1_A_school_opened_in_the_register_has_its_public_page_its_place_and_waits_for_a_head(string language)
    {
        var neighbour = await app.Given.School("PRI");
        // What the ministry's calendar says next; the calendar belongs to every test and is not written to.
        var coming = await app.Read(db => db.CalendarEntries.AsNoTracking().Where(c => (c.Kind == "event" || c.Kind == "holiday") && c.EndsOn >= Today).OrderBy(c => c.StartsOn).ThenBy(c => c.Id).FirstAsync());
        var (directorate, academy) = (await app.SignIn(await app.Given.Person(Roles.HeadOfService, neighbour.Directorate), language), await app.SignIn(await app.Given.Person(Roles.Signatory, neighbour.Academy), language));

        var form = await directorate.Open(Links.Open);
        Assert.DoesNotMatch(@"\b(registry|schools)\.[a-z]", form.Text);
        var wrong = await form.Submit([.. Paper, ("Code", "16698A"), ("NameAr", "م.م النور 2"), ("NameFr", "G.S. Ennour 2"), ("Phone", "12")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        foreach (var field in (string[])["Code", "Nature", "Cycles", "Phone"])
            Assert.NotNull(wrong.ErrorOf(field));
        Assert.Equal(("16698A", "م.م النور 2"), (wrong.ValueOf("Code"), wrong.ValueOf("NameAr")));

        var proposed = await wrong.Submit(("Code", ""), ("Nature", "SECTOR_CENTRE"), ("Cycles", "PRI"), ("Commune", $"{neighbour.Place.ParentId}"), ("AddressAr", "شارع التجربة، رقم 5"), ("Phone", "0528123456"), ("Seats", "٤٥"));
        Assert.Equal(HttpStatusCode.OK, proposed.Status);
        var planned = await app.Read(db => db.PlannedSchools.AsNoTracking().OrderByDescending(p => p.Id).FirstAsync(p => p.ParentId == neighbour.Place.ParentId));
        // The next free one, with the letter of its digits.
        var number = int.Parse(planned.GresaCode[..5], CultureInfo.InvariantCulture);
        Assert.True(number > int.Parse(neighbour.GresaCode[..5], CultureInfo.InvariantCulture));
        Assert.Equal(GresaCode.Of(number).Value, planned.GresaCode);
        var address = Massar.Features.Schools.Links.Card(planned.GresaCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Visitor().Open(address)).Status);

        (await Decide(academy, await app.Read(db => db.SchoolChanges.AsNoTracking().SingleAsync(c => c.Id == planned.ChangeId)), "approve")).EnsureSuccessStatusCode();

        // With no further act.
        var card = await app.Visitor(language).Open(address);
        Assert.Equal(language == "ar" ? "م.م النور 2" : "G.S. Ennour 2", card.Heading);
        foreach (var said in (string[])[language == "ar" ? "الابتدائي" : "Primaire", "شارع التجربة، رقم 5", language == "ar" ? "إدارة المؤسسة" : "Direction de l’établissement", language == "ar" ? coming.NameAr : coming.NameFr, planned.GresaCode])
            Assert.True(card.Says(said), said);
        Assert.Equal("tel:+212528123456", card.Find("main a[href^='tel:']")!.GetAttribute("href"));
        var school = await app.Read(db => db.Schools.Include(s => s.Place).AsNoTracking().SingleAsync(s => s.GresaCode == planned.GresaCode));
        Assert.Equal((PlaceKind.School, 45, true), (school.Place.Kind, school.FirstYearSeats, school.Place.Path.StartsWith(neighbour.Directorate.Path, StringComparison.Ordinal)));
        var options = await app.Visitor("fr").Api.GetFromJsonAsync<JsonElement>("/api" + Massar.Features.Schools.Links.Options("school", neighbour.Place.ParentId));
        Assert.Contains(options.EnumerateArray(), o => o.GetProperty("id").GetInt32() == school.Id);
        // Its sheet says where the head's role is given; and the role can be given there.
        Assert.True((await directorate.Open(Links.Change(planned.ChangeId))).Says(planned.GresaCode));
        var ministry = await app.Read(db => db.Places.AsNoTracking().SingleAsync(p => p.Kind == PlaceKind.Ministry));
        var person = await app.Given.Person(Roles.Employee, neighbour.Place);
        var granted = await (await app.SignIn(await app.Given.Person(Roles.Ministry, ministry), steppedUp: true)).Api.PostAsJsonAsync(
            $"/api{Massar.Features.Accounts.Links.GrantHat(person.AccountId)}", new { role = Roles.Head, place = planned.GresaCode, startsOn = Day(Today) });
        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
    }

    [Fact]
    public async Task A_code_is_given_once_its_letter_is_computed_and_a_closed_school_keeps_it()
    {
        var school = await app.Given.School("PRI");
        var closed = await app.Given.School("PRI", school);
        await app.Write(db => db.Schools.Where(s => s.Id == closed.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosedOn, Today.AddDays(-30))));
        var (directorate, academy) = (await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, school.Directorate), "fr"), await app.SignIn(await app.Given.Person(Roles.Signatory, school.Academy)));

        foreach (var (code, said) in ((string, string)[])[(closed.GresaCode, "jamais réattribué"), (closed.GresaCode[..5], "jamais réattribué"), (Wrong(closed.GresaCode), "Cinq chiffres"), ("00000Z", "Cinq chiffres"), ("045892P", "Cinq chiffres")])
        {
            var refused = await Open(directorate, school, code);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains(said, await Error(refused), StringComparison.Ordinal);
        }

        // Far above every school of the tests.
        var free = 99_000 + Given.Next() % 900;
        var first = await Open(directorate, school, $"{free}");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        // What waits in one proposal is not given in another, until it is refused.
        var second = await Open(directorate, school, GresaCode.Of(free).Value);
        Assert.Contains("réservé par une autre", await Error(second), StringComparison.Ordinal);
        var change = await app.Read(async db => { var id = (await db.PlannedSchools.SingleAsync(p => p.LiveCode == GresaCode.Of(free).Value)).ChangeId; return await db.SchoolChanges.AsNoTracking().SingleAsync(c => c.Id == id); });
        (await Decide(academy, change, "refuse", "لا حاجة إلى مؤسسة جديدة هنا")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, (await Open(directorate, school, $"{free}")).StatusCode);

        static async Task<string> Error(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Single().Value[0].GetString()!;

        static string Wrong(string code) => code[..5] + (code[5] == 'A' ? 'B' : 'A');
    }

    [Fact]
    public async Task AC_GRE_1_A_school_split_in_two_on_1_September_moves_its_pupils_by_list_and_last_year_stays_under_the_old_code()
    {
        var (school, year) = (await app.Given.School(), Given.Year);
        var (one, two) = (await app.Given.Class(school, pupils: 2), await app.Given.Class(school, pupils: 2));
        var day = new DateOnly(year + 1, 9, 1);
        var (directorate, academy) = (await app.SignIn(await app.Given.Person(Roles.HeadOfService, school.Directorate), "fr"), await app.SignIn(await app.Given.Person(Roles.Signatory, school.Academy)));
        var zone = new SchoolZone { SchoolId = school.Id, CommuneId = school.Place.ParentId!.Value, NameAr = "حي التقسيم", NameFr = "Hay Attaqsim" };
        await app.Write(async db =>
        {
            db.SchoolZones.Add(zone);
            foreach (var pupil in one.Pupils.Concat(two.Pupils))
                db.Enrollments.Add(Expected(pupil.Id, school.Id));
            await db.SaveChangesAsync();
        });

        var form = await directorate.Open($"{Links.Propose(school.Id, "split")}?on={Day(day)}");
        Assert.DoesNotMatch(@"\b(registry|schools)\.[a-z]", form.Text);
        (string, string)[] parts =
        [
            ("Reference", "9/26"), ("DocumentOn", Day(Today)), ("ANameAr", "إعدادية الشرق"), ("ANameFr", "Collège Acharq"), ("ANature", "COLLEGE"), ("ACycles", "COL"),
            ("BNameAr", "إعدادية الغرب"), ("BNameFr", "Collège Algharb"), ("BNature", "COLLEGE"), ("BCycles", "COL"), ($"To.c{one.Id}", "1"),
        ];
        // Who would have no place is named, every one.
        var without = await form.Submit(parts);
        Assert.Equal(HttpStatusCode.Conflict, without.Status);
        Assert.Equal("Collège Algharb", without.ValueOf("BNameFr"));
        Assert.Equal(two.Pupils.Select(p => p.MassarCode).Order(), without.All("main .note.bad .list .num").Select(n => n.TextContent).Order());
        var unknown = await without.Submit([.. parts, ("BPupils", "Z999999999")]);
        Assert.NotNull(unknown.ErrorOf("BPupils"));
        // One class, and of the other a pupil by name.
        var proposed = await unknown.Submit([.. parts, ($"To.c{two.Id}", "2"), ("APupils", two.Pupils[0].MassarCode), ("BPupils", "")]);
        Assert.Equal(HttpStatusCode.OK, proposed.Status);
        var change = await Of(school.Id);
        Assert.Equal(Links.Change(change.Id), proposed.Address);
        Assert.DoesNotMatch(@"\b(registry|schools)\.[a-z]", proposed.Text);
        (await Decide(academy, change, "approve")).EnsureSuccessStatusCode();
        Assert.Equal(ChangeState.Approved, (await Of(school.Id)).State);

        // Before its day nothing happens.
        Assert.Equal(1, await Work(change));
        Assert.Equal((ChangeState.Approved, null), ((await Of(school.Id)).State, await ClosedOn(school.Id)));
        MassarApp.Clock.Pass(day.ToDateTime(new TimeOnly(9, 0)) - MassarApp.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal(1, await Work(change));

        Assert.Equal((ChangeState.Applied, day.AddDays(-1)), ((await Of(school.Id)).State, await ClosedOn(school.Id)));
        var opened = await app.Read(db => db.PlannedSchools.AsNoTracking().Where(p => p.ChangeId == change.Id).OrderBy(p => p.Order).ToListAsync());
        Assert.All(opened, p => Assert.NotNull(p.SchoolId));
        Assert.Equal(
            [(one.Pupils[0].Id, 0), (one.Pupils[1].Id, 0), (two.Pupils[0].Id, 0), (two.Pupils[1].Id, 1)],
            (await app.Read(db => db.Enrollments.Where(e => e.SchoolYearId == year + 1 && e.State == EnrollmentState.Expected && (e.SchoolId == opened[0].SchoolId || e.SchoolId == opened[1].SchoolId)).OrderBy(e => e.PupilId).Select(e => new { e.PupilId, e.SchoolId }).ToListAsync()))
                .Select(e => (e.PupilId, e.SchoolId == opened[0].SchoolId ? 0 : 1)));
        Assert.Equal(0, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == school.Id && e.SchoolYearId == year + 1 && e.State != EnrollmentState.Left)));
        // Last year counts where it was.
        var may = new DateOnly(year + 1, 5, 4);
        Assert.Equal(4, await app.Read(db => db.Enrollments.Where(e => e.SchoolId == school.Id && e.SchoolYearId == year).PresentOn(may).CountAsync()));
        var then = await app.SignIn(await app.Given.Person(Roles.HeadOfService, school.Directorate), "fr");
        Assert.Equal([school.GresaCode], await Codes(then, may, school));
        Assert.Equal(opened.Select(o => o.GresaCode).Order(), (await Codes(then, day, school)).Order());

        // Anybody is led on, and nobody is offered the old one.
        var card = await app.Visitor("fr").Open(Massar.Features.Schools.Links.Card(school.GresaCode));
        Assert.True(card.Says("Cet établissement est fermé"));
        Assert.Equal(opened.Select(o => Massar.Features.Schools.Links.Card(o.GresaCode)).Order(), card.All("main .note a").Select(a => a.GetAttribute("href")).Order());
        var options = await app.Visitor("fr").Api.GetFromJsonAsync<JsonElement>("/api" + Massar.Features.Schools.Links.Options("school", school.Place.ParentId));
        Assert.Equal(opened.Select(o => o.SchoolId!.Value).Order(), options.EnumerateArray().Select(o => o.GetProperty("id").GetInt32()).Order());
        Assert.Equal(opened[0].SchoolId, await app.Read(db => db.SchoolZones.Where(z => z.Id == zone.Id).Select(z => z.SchoolId).SingleAsync()));
        // What is closed changes no more.
        Assert.Equal(HttpStatusCode.Conflict, (await then.Open(Links.Propose(school.Id, "rename"))).Status);
        Assert.True((await then.Open(Links.School(school.Id))).Says("Collège Algharb"));
    }

    [Fact]
    public async Task A_merged_school_gives_its_pupils_with_their_classes_to_the_one_that_stays_and_each_counts_once()
    {
        var school = await app.Given.School();
        var into = await app.Given.School(inProvinceOf: school);
        var (made, theirs) = (await app.Given.Class(school, pupils: 2), await app.Given.Class(into, pupils: 1));
        await app.Write(db => db.Classes.Where(c => c.Id == theirs.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Name, made.Class.Name)));
        var primary = await app.Given.Pupil(school, "1AP");
        var (directorate, academy) = (await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, school.Directorate), "fr"), await app.SignIn(await app.Given.Person(Roles.Signatory, school.Academy), "fr"));

        var form = await directorate.Open(Links.Propose(school.Id, "merge"));
        Assert.NotNull((await form.Submit([.. Paper, ("Into", school.GresaCode)])).ErrorOf("Into"));
        Assert.NotNull((await form.Submit([.. Paper, ("Into", (await app.Given.School()).GresaCode)])).ErrorOf("Into"));
        Assert.Equal(HttpStatusCode.OK, (await form.Submit([.. Paper, ("Into", into.GresaCode)])).Status);
        var change = await Of(school.Id);
        // The other one has no primary: the pupil is named to who proposed it, and nothing is decided before.
        var shown = await academy.Open(Links.Decide(change.Id));
        Assert.False(shown.Says(primary.MassarCode));
        Assert.True((await directorate.Open(Links.Change(change.Id))).Says(primary.MassarCode));
        Assert.Equal(["", "return", "refuse"], shown.All("select[name=Decision] option").Select(o => o.GetAttribute("value")));
        Assert.Equal(HttpStatusCode.Conflict, (await Decide(academy, change, "approve")).StatusCode);
        Assert.Null(await ClosedOn(school.Id));

        await app.Write(db => db.Enrollments.Where(e => e.Id == primary.EnrollmentId).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left).SetProperty(e => e.LeftOn, Today)));
        (await Decide(academy, change, "approve")).EnsureSuccessStatusCode();

        long[] ids = [.. made.Pupils.Select(p => p.Id)];
        var now = await app.Read(db => db.Enrollments.AsNoTracking().Where(e => ids.Contains(e.PupilId)).PresentOn(Today).OrderBy(e => e.PupilId).ToListAsync());
        Assert.Equal(ids.Order(), now.Select(e => e.PupilId));
        Assert.All(now, e => Assert.Equal((into.Id, EnrollmentState.Active), (e.SchoolId, e.State)));
        var seat = await app.Read(db => db.Classes.AsNoTracking().SingleAsync(c => c.Id == now[0].ClassId));
        Assert.Equal((into.Id, made.Class.LevelCode), (seat.SchoolId, seat.LevelCode));
        Assert.NotEqual(made.Class.Name, seat.Name);
        Assert.Equal(2, await app.Read(db => db.Enrollments.Where(e => e.SchoolId == school.Id && ids.Contains(e.PupilId)).PresentOn(Today.AddDays(-1)).CountAsync()));
        Assert.True((await app.Visitor("fr").Open(Massar.Features.Schools.Links.Card(school.GresaCode))).Says(into.GresaCode));
    }

    [Fact]
    public async Task A_school_with_pupils_is_not_closed_and_what_comes_up_before_the_day_goes_back_to_the_academy()
    {
        var school = await app.Given.School();
        var pupil = await app.Given.Pupil(school);
        var day = Today.AddDays(20);
        var (directorate, academy) = (await app.SignIn(await app.Given.Person(Roles.HeadOfService, school.Directorate), "fr"), await app.SignIn(await app.Given.Person(Roles.Signatory, school.Academy), "fr"));
        Assert.Equal(HttpStatusCode.OK, (await (await directorate.Open(Links.Propose(school.Id, "close"))).Submit([.. Paper[..^1], ("EffectiveOn", Day(day))])).Status);
        var change = await Of(school.Id);
        Assert.True((await academy.Open(Links.Decide(change.Id))).Says("Élèves inscrits après le"));
        Assert.Equal(HttpStatusCode.Conflict, (await Decide(academy, change, "approve")).StatusCode);

        await Set(EnrollmentState.Left);
        (await Decide(academy, change, "approve")).EnsureSuccessStatusCode();
        // Somebody comes back before the day.
        await Set(EnrollmentState.Active);
        MassarApp.Clock.Pass(TimeSpan.FromDays(20));
        await app.RunWork(ApplyChangeWork.KeyOf(change.Id));

        Assert.Equal((ChangeState.Blocked, null), ((await Of(school.Id)).State, await ClosedOn(school.Id)));
        var later = await app.SignIn(await app.Given.Person(Roles.Signatory, school.Academy), "fr");
        var blocked = await later.Open(Links.Change(change.Id));
        Assert.True(blocked.Says("Élèves inscrits après le"));
        // Settled, the academy decides again.
        await Set(EnrollmentState.Left);
        (await Decide(later, await Of(school.Id), "approve")).EnsureSuccessStatusCode();
        Assert.Equal((ChangeState.Applied, day.AddDays(-1)), ((await Of(school.Id)).State, await ClosedOn(school.Id)));
        Assert.True((await app.Visitor("fr").Open(Massar.Features.Schools.Links.Card(school.GresaCode))).Says("Cet établissement est fermé"));

        Task Set(EnrollmentState state) => app.Write(db => db.Enrollments.Where(e => e.Id == pupil.EnrollmentId)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.State, state).SetProperty(e => e.LeftOn, state == EnrollmentState.Left ? new DateOnly(Given.Year, 9, 9) : null)));
    }

    [Fact]
    public async Task A_school_that_moves_to_another_commune_takes_its_people_and_annexes_along()
    {
        var school = await app.Given.School();
        var other = await app.Given.School(inProvinceOf: school);
        var annex = new Place { Id = 2_000_000 + Given.Next(), Kind = PlaceKind.Annex, Code = $"T{Given.Next()}", NameAr = "فرعية", NameFr = "Unité", ParentId = school.Id, Path = "" };
        annex.Path = $"{school.Place.Path}{annex.Id}/";
        await app.Write(async db =>
        {
            db.Places.Add(annex);
            await db.SaveChangesAsync();
        });
        await app.Given.Pupil(school);
        var head = await app.SignIn(school.Head, "fr");
        Assert.Equal(HttpStatusCode.OK, (await head.Open("/pupils")).Status);
        var (directorate, academy) = (await app.SignIn(await app.Given.Person(Roles.HeadOfService, school.Directorate), "fr"), await app.SignIn(await app.Given.Person(Roles.Signatory, school.Academy)));
        var form = await directorate.Open(Links.Propose(school.Id, "move"));
        Assert.NotNull((await form.Submit([.. Paper, ("Commune", $"{school.Place.ParentId}")])).ErrorOf("Commune"));
        Assert.NotNull((await form.Submit([.. Paper, ("Commune", $"{(await app.Given.School()).Place.ParentId}")])).ErrorOf("Commune"));
        await form.Submit([.. Paper, ("Commune", $"{other.Place.ParentId}")]);
        (await Decide(academy, await Of(school.Id), "approve")).EnsureSuccessStatusCode();

        var path = $"{school.Directorate.Path}{other.Place.ParentId}/{school.Id}/";
        Assert.Equal((path, other.Place.ParentId), await app.Read(async db => await db.Places.Where(p => p.Id == school.Id).Select(p => new { p.Path, p.ParentId }).SingleAsync() is var p ? (p.Path, p.ParentId) : default));
        Assert.Equal($"{path}{annex.Id}/", await app.Read(db => db.Places.Where(p => p.Id == annex.Id).Select(p => p.Path).SingleAsync()));
        Assert.Equal([path], await app.Read(db => db.Hats.Where(h => h.PlaceId == school.Id).Select(h => h.PlacePath).Distinct().ToListAsync()));
        Assert.Equal([path], await app.Read(db => db.Employees.Where(e => e.PlaceId == school.Id).Select(e => e.PlacePath).Distinct().ToListAsync()));
        Assert.Equal(other.Place.Path, await app.Read(db => db.Places.Where(p => p.Id == other.Id).Select(p => p.Path).SingleAsync()));
        Assert.Single((await (await app.SignIn(school.Head, "fr")).Open("/pupils")).All("main tbody tr"));
        // Every copy of a path is known.
        Assert.Superset(new HashSet<string> { "Places", "Hats", "Employees", "Postings" }, (await app.Read(db => Task.FromResult(PathCopies.Columns(db)))).Select(c => c.Table).ToHashSet());
    }

    [Fact]
    public async Task The_lists_leave_as_files_through_the_ledger()
    {
        var school = await app.Given.School();
        var directorate = await app.SignIn(await app.Given.Person(Roles.HeadOfService, school.Directorate), "fr");
        (await Rename(directorate, school)).EnsureSuccessStatusCode();
        (await Decide(await app.SignIn(await app.Given.Person(Roles.Signatory, school.Academy)), await Of(school.Id), "approve")).EnsureSuccessStatusCode();

        foreach (var (address, said) in ((string, string)[])[($"{Links.All}/list.csv", "4/26"), ($"{Links.School(school.Id)}/history.csv", "Collège Attajriba"), (Links.TreeOn(Day(Today), null, null, "csv"), "Collège Attajriba")])
            Assert.Contains(said, await (await directorate.Get(address)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var tree = await (await directorate.Get(Links.TreeOn(Day(Today.AddDays(-9)), null, null, "csv"))).Content.ReadAsStringAsync();
        Assert.Contains(school.Place.NameFr, tree, StringComparison.Ordinal);
        Assert.DoesNotContain("Collège Attajriba", tree, StringComparison.Ordinal);
        Assert.Equal(
            [ExportKinds.RegistryChanges, ExportKinds.RegistryHistory, ExportKinds.RegistryTree],
            await app.Read(db => db.ExportsTaken.Where(t => t.PlaceId == school.Directorate.Id).Select(t => t.Kind).Distinct().OrderBy(k => k).ToListAsync()));
    }

    [Fact]
    public void A_case_goes_only_where_its_table_says()
    {
        foreach (var state in Enum.GetValues<ChangeState>())
            Assert.Equal(state is ChangeState.Proposed or ChangeState.Approved or ChangeState.Blocked, state.IsLive());
        Assert.False(ChangeState.Approved.CanBecome(ChangeState.Withdrawn));
        Assert.False(ChangeState.Refused.CanBecome(ChangeState.Approved));
        Assert.True(ChangeState.Blocked.CanBecome(ChangeState.Applied));
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Enrollment Expected(long pupil, int school) => new()
    {
        PupilId = pupil,
        SchoolYearId = Given.Year + 1,
        SchoolId = school,
        LevelCode = "2AC",
        State = EnrollmentState.Expected,
        Kind = EnrollmentKind.ReEnrolled,
        EnteredOn = new DateOnly(Given.Year + 1, 9, 7),
    };

    private Task<SchoolChange> Of(int school) => app.Read(db => db.SchoolChanges.AsNoTracking().OrderByDescending(c => c.Id).FirstAsync(c => c.SchoolId == school));

    private Task<DateOnly?> ClosedOn(int school) => app.Read(db => db.Schools.Where(s => s.Id == school).Select(s => s.ClosedOn).SingleAsync());

    private async Task<int> Work(SchoolChange change)
    {
        var key = ApplyChangeWork.KeyOf(change.Id);
        await app.RunWork(key);
        return await app.Read(db => db.WorkItems.CountAsync(w => w.Key == key));
    }

    private Task<List<string>> Told(GivenPerson person) => app.Read(db => db.Notices.Where(n => n.AccountId == person.AccountId && n.Template.StartsWith("notices.registry")).OrderBy(n => n.Id).Select(n => n.Template).ToListAsync());

    private static async Task<HttpResponseMessage> Rename(Visitor directorate, GivenSchool school)
    {
        var address = $"/api{Links.Propose(school.Id, "rename")}";
        var seen = (await directorate.Api.GetFromJsonAsync<JsonElement>(address)).GetProperty("seen").GetString();
        return await directorate.Api.PostAsJsonAsync(address, new { seen, nameAr = "إعدادية التجربة", nameFr = "Collège Attajriba", reference = "4/26", documentOn = Day(Today.AddDays(-3)), effectiveOn = Day(Today) });
    }

    private static Task<HttpResponseMessage> Open(Visitor directorate, GivenSchool school, string code) => directorate.Api.PostAsJsonAsync($"/api{Links.Open}", new
    {
        code,
        nameAr = "مدرسة التجربة",
        nameFr = "École Attajriba",
        nature = "AUTONOMOUS_PRIMARY",
        cycles = "PRI",
        sector = "public",
        milieu = "urban",
        commune = $"{school.Place.ParentId}",
        reference = "5/26",
        documentOn = Day(Today),
        effectiveOn = Day(Today),
    });

    private static Task<HttpResponseMessage> Decide(Visitor visitor, SchoolChange change, string decision, string? why = null) =>
        visitor.Api.PostAsJsonAsync($"/api{Links.Decide(change.Id)}", new { version = $"{change.Version}", decision, why });

    private static async Task<string?> NameOn(Visitor visitor, GivenSchool school, DateOnly day) =>
        (await visitor.Api.GetFromJsonAsync<JsonElement>("/api" + Links.TreeOn(Day(day), null, school.GresaCode))).GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("nameFr").GetString()).SingleOrDefault();

    private static async Task<List<string>> Codes(Visitor visitor, DateOnly day, GivenSchool school) =>
        [.. (await visitor.Api.GetFromJsonAsync<JsonElement>("/api" + Links.TreeOn(Day(day), school.Place.ParentId))).GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("gresaCode").GetString()!)];
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Registrations;

/// <summary>A head searches, checks and decides (acceptance AC-PRE-7 to 9).</summary>
public sealed class ApproveEnrollmentTests(MassarApp app) : IClassFixture<MassarApp>
{
    private readonly Families families = new(app);

    [Theory, InlineData("الزهرا"), InlineData("الزهراء"), InlineData("zahra"), InlineData("سلمي")]
    public async Task A_head_finds_a_child_in_any_spelling(string typed)
    {
        var zone = await families.School();
        var (_, id, _, _) = await families.Send(zone, lastNameAr: "الزهراء");
        var head = await app.SignIn(zone.School.Head);

        var list = await head.Open($"{Links.Desk}?q={Uri.EscapeDataString(typed)}");
        var none = await head.Open($"{Links.Desk}?q={Uri.EscapeDataString("بوعزة")}");

        Assert.NotNull(list.Find($"a[href='{Links.Case(id)}']"));
        Assert.Null(none.Find($"a[href='{Links.Case(id)}']"));
        Assert.Equal("1طلب مرسل", list.All(".tiles li")[0].TextContent);
    }

    [Fact]
    public async Task Opening_a_file_takes_it_up_and_shows_age_and_zone()
    {
        var zone = await families.School();
        var (family, id, _, _) = await families.Send(zone);
        var head = await app.SignIn(zone.School.Head, "fr");

        var page = await head.Open(Links.Case(id));

        Assert.True(page.Says("Âge légal atteint"));
        Assert.True(page.Says("Dans le secteur"));
        Assert.True(page.Says("Qui fait la demande"));
        Assert.False(page.Says("Vous faites la demande"));
        Assert.Equal(["Enfant", "État civil", "Famille", "Établissement", "Historique"], page.All("details.fold:not([open]) > summary > h2").Select(h => h.TextContent));
        Assert.Contains("Agadir", page.All("details.fold > summary > .sub")[1].TextContent, StringComparison.Ordinal);
        Assert.True((await family.Open(Links.Follow(id))).Says("المدير(ة) بصدد دراسة طلبكم"));
    }

    /// <summary>AC-PRE-3, its second half: the spelling the family chose is the pupil's, from whose file certificates are printed.</summary>
    [Fact]
    public async Task An_approved_child_is_a_pupil_with_a_new_code_guardians_and_a_place_in_the_first_year()
    {
        var zone = await families.School();
        var (family, id, phone, act) = await families.Send(zone, language: "fr");
        var head = await app.SignIn(zone.School.Head);

        var after = await (await head.Open(Links.Approve(id))).Submit();

        var pupil = await app.Read(db => db.Registrations.Where(r => r.Id == id).Join(db.Pupils, r => r.PupilId, p => p.Id, (r, p) => p).SingleAsync());
        var enrollment = await app.Read(db => db.Enrollments.SingleAsync(e => e.PupilId == pupil.Id));
        var guardians = await app.Read(db => db.Guardianships.Where(g => g.PupilId == pupil.Id).Join(db.Guardians, g => g.GuardianId, g => g.Id, (l, g) => g).ToListAsync());
        var mother = guardians.Single(g => g.FirstNameAr == "مريم");
        var account = await app.Read(db => db.Accounts.Include(a => a.Hats).SingleAsync(a => a.GuardianId == mother.Id));
        var notice = await app.Read(db => db.Notices.SingleAsync(n => n.Template == "notices.registration-accepted" && n.Deliveries.Any(d => d.To == "+212" + phone.Substring(1))));

        Assert.True(after.Says(pupil.MassarCode));
        Assert.Equal(pupil.MassarCode, MassarCode.Read(pupil.MassarCode)!.Value.Value);
        Assert.StartsWith("Z", pupil.MassarCode, StringComparison.Ordinal);
        Assert.Equal("Salma", pupil.FirstNameLatin);
        Assert.Equal("عمر بن أحمد", pupil.FatherAr);
        Assert.Equal("مريم بنت علي", pupil.MotherAr);
        Assert.Equal($"{act}", pupil.BirthActNumber);
        Assert.Equal((zone.School.Id, "1AP", EnrollmentKind.New), (enrollment.SchoolId, enrollment.LevelCode, enrollment.Kind));
        Assert.Equal(2, guardians.Count);
        Assert.Null(account.PasswordHash);
        Assert.Equal((Roles.Guardian, zone.School.Id), (account.Hats.Single().Role, account.Hats.Single().PlaceId));
        Assert.Equal("fr", notice.Language);
        Assert.True((await family.Open(Links.Follow(id))).Says(pupil.MassarCode));
    }

    [Fact]
    public async Task Approving_twice_makes_one_pupil()
    {
        var zone = await families.School();
        var (_, id, _, _) = await families.Send(zone);
        var head = await app.SignIn(zone.School.Head);

        var first = await head.Api.PostAsJsonAsync($"/api/registrations/{id}/approve", new { });
        var second = await head.Api.PostAsJsonAsync($"/api/registrations/{id}/approve", new { });

        var (one, two) = (await first.Content.ReadFromJsonAsync<JsonElement>(), await second.Content.ReadFromJsonAsync<JsonElement>());
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(one.GetProperty("pupilId").GetInt64(), two.GetProperty("pupilId").GetInt64());
        Assert.True(two.GetProperty("again").GetBoolean());
    }

    [Fact]
    public async Task Nobody_is_enrolled_in_a_school_that_was_closed_meanwhile()
    {
        var zone = await families.School();
        var (_, id, _, act) = await families.Send(zone);
        var form = await (await app.SignIn(zone.School.Head, "fr")).Open(Links.Approve(id));
        await app.Write(db => db.Schools.Where(s => s.Id == zone.School.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosedOn, MoroccanDay.Today(MassarApp.Clock).AddDays(-1))));

        var refused = await form.Submit();

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says("fermé entre-temps"), refused.Text);
        Assert.False(await app.Read(db => db.Pupils.AnyAsync(p => p.BirthActNumber == $"{act}" && p.FirstNameAr == "سلمى")));
    }

    [Fact]
    public async Task Four_approvals_at_once_make_one_pupil_and_different_children_different_codes()
    {
        var zone = await families.School();
        var (_, id, _, act) = await families.Send(zone);
        var (_, other, _, _) = await families.Send(zone);
        var head = await app.SignIn(zone.School.Head);

        var replies = await Task.WhenAll(((long[])[id, other, id, id, id]).Select(r => head.Api.PostAsJsonAsync($"/api/registrations/{r}/approve", new { })));

        Assert.All(replies, r => Assert.Equal(HttpStatusCode.OK, r.StatusCode));
        Assert.Equal(1, await app.Read(db => db.Pupils.CountAsync(p => p.BirthActNumber == $"{act}" && p.FirstNameAr == "سلمى")));
        Assert.Equal(2, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == zone.School.Id)));
    }

    [Fact]
    public async Task A_head_says_whether_the_child_is_a_pupil_already()
    {
        var zone = await families.School();
        var act = Given.Next() % 900_000 + 1;
        var birth = new DateOnly(Given.Year - 6, 3, 15);
        var known = await app.Given.Pupil(await app.Given.School("PRI"), "1AP", birthDate: birth);
        await app.Write(db => db.Pupils.Where(p => p.Id == known.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthActNumber, $"{act}/{birth.Year}")));
        await app.Write(db => db.Enrollments.Where(e => e.PupilId == known.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left)));
        var (_, id, _, _) = await families.Send(zone, act: act);
        var head = await app.SignIn(zone.School.Head);

        var form = await head.Open(Links.Approve(id));
        var undecided = await form.Submit();
        var linked = await undecided.Submit(("Pupil", $"{known.Id}"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, undecided.Status);
        Assert.NotNull(undecided.ErrorOf("Pupil"));
        Assert.Equal(Links.Case(id), linked.Address);
        Assert.Equal(known.Id, await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.PupilId).SingleAsync()));
        Assert.True(await app.Read(db => db.Enrollments.AnyAsync(e => e.PupilId == known.Id && e.SchoolId == zone.School.Id)));
    }

    [Fact]
    public async Task Nobody_becomes_a_guardian_of_a_known_pupil_unticked_and_an_ended_right_does_not_come_back()
    {
        var zone = await families.School();
        var act = Given.Next() % 900_000 + 1;
        var birth = new DateOnly(Given.Year - 6, 3, 15);
        var known = await app.Given.Pupil(await app.Given.School("PRI"), "1AP", birthDate: birth);
        await app.Write(db => db.Pupils.Where(p => p.Id == known.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.BirthActNumber, $"{act}/{birth.Year}")));
        await app.Write(db => db.Enrollments.Where(e => e.PupilId == known.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left)));
        await app.Write(async db =>
        {
            var father = new Massar.Features.Pupils.Domain.Guardian { FirstNameAr = "عمر", LastNameAr = "الشرقاوي", FirstNameLatin = "Omar", LastNameLatin = "Cherkaoui", Language = "ar" };
            db.Guardians.Add(father);
            await db.SaveChangesAsync();
            db.Guardianships.Add(new() { GuardianId = father.Id, PupilId = known.Id, Quality = Massar.Features.Pupils.Domain.GuardianQuality.Father, State = Massar.Features.Pupils.Domain.GuardianshipState.Ended, StartsOn = birth });
            await db.SaveChangesAsync();
        });
        var (_, id, _, _) = await families.Send(zone, act: act, lastNameAr: "الشرقاوي");
        var head = await app.SignIn(zone.School.Head);

        var form = await head.Open(Links.Approve(id));
        var approved = await head.Api.PostAsJsonAsync($"/api/registrations/{id}/approve", new { pupil = $"{known.Id}", linkFather = "1" });

        Assert.Null(form.Find("input[name=LinkFather]"));
        Assert.NotNull(form.Find("input[name=LinkMother]"));
        Assert.Empty(form.All("input[type=checkbox][checked]"));
        Assert.True(form.Says("وضع العلامة يجعل الشخص ولي(ة) أمر هذا التلميذ(ة)"));
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        var links = await app.Read(db => db.Guardianships.Where(g => g.PupilId == known.Id && g.StartsOn == birth || g.PupilId == known.Id && g.State == Massar.Features.Pupils.Domain.GuardianshipState.Active)
            .Join(db.Guardians, l => l.GuardianId, g => g.Id, (l, g) => new { g.FirstNameAr, l.State }).ToListAsync());
        Assert.DoesNotContain(links, l => l.FirstNameAr == "عمر" && l.State != Massar.Features.Pupils.Domain.GuardianshipState.Ended);
        Assert.DoesNotContain(links, l => l.FirstNameAr == "مريم");
    }

    [Fact]
    public async Task A_search_for_nothing_finds_nothing_and_can_be_cleared()
    {
        var zone = await families.School();
        await families.Send(zone, lastNameAr: "المزكلدي");
        var head = await app.SignIn(zone.School.Head);

        var list = await head.Open($"{Links.Desk}?q=zzzqqq");

        Assert.Empty(list.All("main table"));
        Assert.NotNull(list.Find($"main a[href='{Links.Desk}']"));
    }

    [Fact]
    public async Task A_child_under_age_is_taken_only_with_a_written_reason()
    {
        var zone = await families.School();
        var (_, id, _, _) = await families.Send(zone, birth: new DateOnly(Given.Year - 5, 3, 15));
        var head = await app.SignIn(zone.School.Head);

        var refused = await (await head.Open(Links.Approve(id))).Submit(("Exception", ""));
        var accepted = await refused.Submit(("Exception", "مقاعد متوفرة وسنتان من التعليم الأولي"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.ErrorOf("Exception"));
        Assert.True(accepted.Says("مقاعد متوفرة"));
    }

    /// <summary>AC-PRE-8: the notice names the reason of the refusal, and the family may ask a waiver and complain.</summary>
    [Fact]
    public async Task A_refusal_for_age_tells_the_reason_and_offers_a_waiver_and_a_complaint()
    {
        var zone = await families.School();
        var (family, id, phone, _) = await families.Send(zone, birth: new DateOnly(Given.Year - 4, 3, 15));
        var head = await app.SignIn(zone.School.Head);

        await (await head.Open(Links.Refuse(id))).Submit(("Reason", "age"), ("Text", "لم يبلغ الطفل السن القانوني"));
        var follow = await family.Open(Links.Follow(id));
        var form = await follow.Follow(Links.Appeal(id));
        var tooLong = await form.Submit(("Text", new string('ب', 501)));
        var appealed = await tooLong.Submit(("Text", "قضى سنتين بالتعليم الأولي"));

        Assert.True(follow.Says("عدم استيفاء السن القانوني"));
        Assert.True(follow.Says("طلب استثناء من شرط السن"));
        Assert.True(follow.Says("للتشكي"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, 501), (tooLong.Status, tooLong.ValueOf("Text")!.Length));
        Assert.NotNull(tooLong.ErrorOf("Text"));
        Assert.Equal(HttpStatusCode.Conflict, (await family.Open(Links.Appeal(id))).Status);
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.Template == "notices.registration-refused-age" && n.Deliveries.Any(d => d.To == "+212" + phone.Substring(1)))));
        Assert.True(appealed.Says("المدير(ة) بصدد دراسة طلبكم"));
        Assert.Equal(RegistrationState.UnderCheck, await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.State).SingleAsync()));
    }

    /// <summary>AC-PRE-9: only the part asked for reopens, and the file says that the correction is not sent until it is.</summary>
    [Fact]
    public async Task Only_the_named_part_reopens_and_the_page_shouts_until_it_is_sent()
    {
        var zone = await families.School();
        var (family, id, _, _) = await families.Send(zone);
        var head = await app.SignIn(zone.School.Head);
        await (await head.Open(Links.Return(id))).Submit(("Topics", "proof"), ("Remark", "المرجو إرسال صورة أوضح"));

        var form = await family.Open(Links.Correct(id));
        var prepared = await form.Upload("#form-proof", "proof", "facture.pdf", Families.Pdf(), "application/pdf", ("FirstNameAr", "هاجر"));
        var mine = await family.Open(Links.Mine);
        var before = await app.Read(db => db.Registrations.AsNoTracking().SingleAsync(r => r.Id == id));
        var sent = await prepared.SubmitForm("#form-send", null, false);
        var after = await app.Read(db => db.Registrations.AsNoTracking().SingleAsync(r => r.Id == id));

        Assert.Empty(form.All("main input:not([type=hidden]):not([type=file])"));
        Assert.True(form.Says("المرجو إرسال صورة أوضح"));
        foreach (var page in (Page[])[form, prepared, mine])
            Assert.True(page.Says(page == form ? "المؤسسة تنتظر تصحيحكم" : "تصحيحكم لم يرسل بعد"));
        Assert.Equal((RegistrationState.ToCorrect, (long?)null), (before.State, before.ProofId));
        Assert.False(sent.Says("تصحيحكم لم يرسل بعد"));
        Assert.Equal(RegistrationState.Sent, after.State);
        Assert.NotNull(after.ProofId);
        Assert.Equal(before.Answers, after.Answers.Replace(",\"NewProof\":\"" + after.ProofId + "\"", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_corrected_name_is_seen_by_the_head_only_once_sent()
    {
        var zone = await families.School();
        var (family, id, _, _) = await families.Send(zone);
        var head = await app.SignIn(zone.School.Head, "fr");
        await (await head.Open(Links.Return(id))).Submit(("Topics", "names"), ("Remark", "Prénom à vérifier"));

        var prepared = await (await family.Open(Links.Correct(id))).SubmitForm("#form-fields", null, false, ("FirstNameLatin", "Selma"));
        var meanwhile = await head.Open(Links.Case(id));
        await prepared.SubmitForm("#form-send", null, false);
        var afterwards = await head.Open(Links.Case(id));

        Assert.DoesNotContain("Selma", meanwhile.Text, StringComparison.Ordinal);
        Assert.Contains("Selma", afterwards.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_head_leaves_out_comes_back_with_the_reason_and_what_was_typed()
    {
        var zone = await families.School();
        var (_, id, _, _) = await families.Send(zone);
        var head = await app.SignIn(zone.School.Head, "fr");

        var refused = await (await head.Open(Links.Refuse(id))).Submit(("Text", "Dossier incomplet"));
        var returned = await (await head.Open(Links.Return(id))).Submit(("Remark", "À revoir"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("Dossier incomplet", refused.ValueOf("Text"));
        Assert.NotNull(refused.ErrorOf("Reason"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, returned.Status);
        Assert.Equal("À revoir", returned.ValueOf("Remark"));
    }

    [Fact]
    public async Task The_head_of_another_school_finds_nothing()
    {
        var zone = await families.School();
        var (_, id, _, _) = await families.Send(zone);
        var other = await app.SignIn((await families.School()).School.Head);

        foreach (var address in (string[])[Links.Case(id), Links.Approve(id), Links.Return(id), Links.Refuse(id), $"/api/registrations/{id}"])
            Assert.Equal(HttpStatusCode.NotFound, address.StartsWith("/api", StringComparison.Ordinal) ? (await other.Api.GetAsync(address)).StatusCode : (await other.Open(address)).Status);
        foreach (var act in (string[])["approve", "return", "refuse"])
            Assert.Equal(HttpStatusCode.NotFound, (await other.Api.PostAsJsonAsync($"/api/registrations/{id}/{act}", Body(act))).StatusCode);
        Assert.DoesNotContain(Links.Case(id), (await other.Open(Links.Desk)).Body, StringComparison.Ordinal);

        static object Body(string act) => act switch { "return" => new { topics = new[] { "proof" }, remark = "x" }, "refuse" => new { reason = "age", text = "x" }, _ => new { } };
    }

    [Fact]
    public async Task The_office_above_reads_and_does_not_decide()
    {
        var zone = await families.School();
        var (_, id, _, _) = await families.Send(zone);
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, zone.School.Directorate));
        var teacher = await app.SignIn(await app.Given.Person(Roles.Teacher, zone.School.Place));

        Assert.Equal(HttpStatusCode.OK, (await director.Open(Links.Case(id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Open(Links.Approve(id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await teacher.Open(Links.Desk)).Status);
        Assert.Equal(RegistrationState.Sent, await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.State).SingleAsync()));
    }

    [Fact]
    public async Task The_list_filters_counts_and_leaves_as_a_spreadsheet()
    {
        var zone = await families.School();
        var (_, young, _, _) = await families.Send(zone, birth: new DateOnly(Given.Year - 4, 3, 15));
        var (_, fit, _, _) = await families.Send(zone, lastNameAr: "التازي");
        var head = await app.SignIn(zone.School.Head, "fr");

        var byAge = await head.Open($"{Links.Desk}?hint=age");
        var csv = await (await head.Get($"{Links.Desk}.csv?hint=age")).Content.ReadAsStringAsync();
        var xlsx = await head.Get($"{Links.Desk}.xlsx");
        var json = await head.Api.GetFromJsonAsync<JsonElement>("/api/registrations?state=sent");
        var part = await head.Open($"{Links.Desk}?q=tazi", htmx: true);

        Assert.NotNull(byAge.Find($"a[href='{Links.Case(young)}']"));
        Assert.Null(byAge.Find($"a[href='{Links.Case(fit)}']"));
        Assert.Equal(2, csv.Trim().Split('\n').Length);
        Assert.Equal(HttpStatusCode.OK, xlsx.StatusCode);
        Assert.Equal(2, json.GetProperty("total").GetInt32());
        Assert.DoesNotContain("<html", part.Body, StringComparison.Ordinal);
        Assert.Contains(Links.Case(fit), part.Body, StringComparison.Ordinal);
    }
}

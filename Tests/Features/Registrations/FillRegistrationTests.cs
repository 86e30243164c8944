using System.Net;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Registrations;

/// <summary>A family fills and sends a request from a telephone, without script (circular 030-20; acceptance AC-PRE-1 to 6 and 10).</summary>
public sealed class FillRegistrationTests(MassarApp app) : IClassFixture<MassarApp>
{
    private readonly Families families = new(app);

    [Fact]
    public async Task What_was_typed_is_found_again_on_another_phone_with_a_new_code()
    {
        var phone = Families.NewPhone();
        var first = await families.Enter(phone);
        var id = await Families.Begin(first);
        await (await first.Open(Links.Step(id, "child"))).Submit(("FirstNameAr", "سلمى"), ("LastNameAr", "العلوي"), ("FirstNameLatin", "Selma"), ("LastNameLatin", "Alaoui"), ("Sex", "2"));
        await (await first.Open(Links.Step(id, "birth"))).Submit(("BirthPlaceAr", "أكادير"));

        var other = await families.Enter(phone);
        var mine = await other.Open(Links.Mine);
        var child = await other.Open(Links.Step(id, "child"));
        var birth = await other.Open(Links.Step(id, "birth"));

        Assert.Contains(mine.All("main .list a"), a => a.TextContent.Contains("متابعة طلب", StringComparison.Ordinal));
        Assert.True(mine.Body.IndexOf(Links.Summary(id), StringComparison.Ordinal) < mine.Body.IndexOf($"action=\"{Links.New}\"", StringComparison.Ordinal));
        Assert.Equal("سلمى", child.ValueOf("FirstNameAr"));
        Assert.Equal("Selma", child.ValueOf("FirstNameLatin"));
        Assert.Equal("2", child.ValueOf("Sex"));
        Assert.Equal("أكادير", birth.ValueOf("BirthPlaceAr"));
    }

    [Fact]
    public async Task Nothing_is_reached_before_the_code_was_given()
    {
        var page = await app.Visitor().Open(Links.Mine);

        Assert.Equal(Links.Start, page.Address);
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_is_refused_too()
    {
        var phone = Families.NewPhone();
        var visitor = app.Visitor();
        var form = await (await visitor.Open(Links.Start)).Submit(("Phone", phone));
        var code = await families.CodeOf(phone);
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++)
            await form.Submit(("Code", wrong));

        var after = await form.Submit(("Code", code));

        Assert.Equal(HttpStatusCode.Conflict, after.Status);
        Assert.Equal(Links.Start, (await visitor.Open(Links.Mine)).Address);
    }

    [Fact]
    public async Task A_code_works_once_and_for_ten_minutes()
    {
        var phone = Families.NewPhone();
        var form = await (await app.Visitor().Open(Links.Start)).Submit(("Phone", phone));
        var code = await families.CodeOf(phone);
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(11));

        var late = await form.Submit(("Code", code));

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
    }

    [Fact]
    public async Task A_telephone_gets_five_codes_an_hour()
    {
        var phone = Families.NewPhone();
        var visitor = app.Visitor();
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await (await visitor.Open(Links.Start)).Submit(("Phone", phone))).Status);

        var sixth = await (await visitor.Open(Links.Start)).Submit(("Phone", phone));

        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.Status);
        Assert.Equal(phone, sixth.ValueOf("Phone"));
    }

    [Theory, InlineData("0522334455"), InlineData("12"), InlineData("abc"), InlineData("")]
    public async Task What_cannot_receive_an_SMS_comes_back_as_typed_with_the_reason(string typed)
    {
        var after = await (await app.Visitor().Open(Links.Start)).Submit(("Phone", typed));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.Equal(typed, after.ValueOf("Phone"));
        Assert.NotNull(after.ErrorOf("Phone"));
    }

    [Fact]
    public async Task Latin_names_are_proposed_from_the_Arabic_ones_and_what_the_family_writes_is_kept()
    {
        var family = await families.Enter(Families.NewPhone());
        var id = await Families.Begin(family);

        var proposed = await (await family.Open(Links.Step(id, "child"))).Submit(("FirstNameAr", "يونس"), ("LastNameAr", "العلوي"), ("Sex", "1"));
        var next = await proposed.Submit(("FirstNameLatin", "Younesse"));
        var again = await family.Open(Links.Step(id, "child"));

        Assert.Equal(Links.Step(id, "child"), proposed.Address);
        Assert.Equal(Transliteration.Propose("العلوي"), proposed.ValueOf("LastNameLatin"));
        Assert.True(proposed.Says("اقتراح آلي"));
        Assert.Equal(Links.Step(id, "photo"), next.Address);
        Assert.Equal("Younesse", again.ValueOf("FirstNameLatin"));
    }

    [Fact]
    public async Task A_Hijri_date_proposes_a_day_and_two_neighbours()
    {
        var family = await families.Enter(Families.NewPhone());
        var id = await Families.Begin(family);
        var computed = new HijriDate(1441, 9, 12).ToGregorian();

        var page = await (await family.Open(Links.Step(id, "birth"))).Submit(("HijriDay", "12"), ("HijriMonth", "رمضان"), ("HijriYear", "1441"), ("BirthPlaceAr", "فاس"), ("BirthPlaceLatin", "Fes"));
        var days = page.All("input[name=BirthPick]").Select(i => i.GetAttribute("value")).ToList();
        await page.Submit(("BirthPick", days[1]!));
        var kept = await family.Open(Links.Step(id, "birth"));

        Assert.Equal([$"{computed.AddDays(-1):yyyy-MM-dd}", $"{computed:yyyy-MM-dd}", $"{computed.AddDays(1):yyyy-MM-dd}"], days);
        Assert.Equal($"{computed.Day}", kept.ValueOf("BirthDateDay"));
    }

    [Fact]
    public async Task The_date_of_the_birth_record_is_kept_even_when_it_differs_and_a_note_says_so()
    {
        var family = await families.Enter(Families.NewPhone());
        var id = await Families.Begin(family);
        var computed = new HijriDate(1441, 9, 12).ToGregorian();
        var paper = computed.AddDays(9);

        await (await family.Open(Links.Step(id, "birth"))).Submit(("HijriDay", "12"), ("HijriMonth", "9"), ("HijriYear", "1441"),
            ("BirthDateDay", $"{paper.Day}"), ("BirthDateMonth", $"{paper.Month}"), ("BirthDateYear", $"{paper.Year}"), ("BirthPlaceAr", "فاس"), ("BirthPlaceLatin", "Fes"));
        var page = await family.Open(Links.Step(id, "birth"));
        var stored = await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.BirthDate).SingleAsync());

        Assert.Equal(paper, stored);
        Assert.True(page.Says("التاريخان الهجري والميلادي متباعدان"));
        Assert.True((await family.Open(Links.Summary(id))).Says("التاريخان الهجري والميلادي متباعدان"));
    }

    [Theory]
    [InlineData("child", "FirstNameAr", "Salma")]
    [InlineData("child", "FirstNameLatin", "سلمى")]
    [InlineData("act", "BirthActNumber", "12x")]
    [InlineData("birth", "BirthDateDay", "31.5")]
    public async Task What_is_typed_wrongly_comes_back_as_typed_and_is_still_there_later(string step, string field, string typed)
    {
        var family = await families.Enter(Families.NewPhone(), "fr");
        var id = await Families.Begin(family);

        var after = await (await family.Open(Links.Step(id, step))).Submit((field, typed));
        var later = await family.Open(Links.Step(id, step));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.Equal(typed, after.ValueOf(field));
        Assert.NotNull(after.ErrorOf(field.Replace("Day", "", StringComparison.Ordinal)));
        Assert.Equal(typed, later.ValueOf(field));
    }

    [Fact]
    public async Task Fields_of_other_pages_and_columns_cannot_be_slipped_in()
    {
        var family = await families.Enter(Families.NewPhone());
        var id = await Families.Begin(family);

        await (await family.Open(Links.Step(id, "guardian"))).Submit(("Quality", "2"), ("State", "4"), ("SchoolId", "1"), ("FirstNameAr", "سلمى"));

        var draft = await app.Read(db => db.Registrations.SingleAsync(r => r.Id == id));
        Assert.Equal(RegistrationState.Draft, draft.State);
        Assert.Null(draft.SchoolId);
        Assert.Equal("", draft.ChildAr);
    }

    [Fact]
    public async Task The_other_parent_s_address_and_phone_are_copied_on_demand()
    {
        var family = await families.Enter(Families.NewPhone());
        var id = await Families.Begin(family);
        await (await family.Open(Links.Step(id, "guardian"))).Submit(("Quality", "1"));
        await (await family.Open(Links.Step(id, "father"))).Submit(("FatherFirstNameAr", "عمر"), ("FatherLastNameAr", "العلوي"), ("FatherFirstNameLatin", "Omar"), ("FatherLastNameLatin", "Alaoui"),
            ("FatherOfAr", "علي"), ("FatherAddress", "حي الأمل 4"), ("FatherPhone", "0611223344"));

        var mother = await (await family.Open(Links.Step(id, "mother"))).SubmitWith("Button=copy:Father:Mother", ("MotherFirstNameAr", "مريم"));

        Assert.Equal("حي الأمل 4", mother.ValueOf("MotherAddress"));
        Assert.Equal("0611223344", mother.ValueOf("MotherPhone"));
        Assert.Equal("مريم", mother.ValueOf("MotherFirstNameAr"));
    }

    [Fact]
    public async Task A_complete_file_is_sent_and_gets_a_receipt_with_number_and_code()
    {
        var zone = await families.School();

        var (family, id, phone, _) = await families.Send(zone);
        var receipt = await family.Open(Links.Receipt(id));
        var follow = await family.Open(Links.Follow(id));
        Assert.Single(follow.All("details.fold:not([open]) .timeline"));

        var sent = await app.Read(db => db.Registrations.SingleAsync(r => r.Id == id));
        Assert.Equal(RegistrationState.Sent, sent.State);
        Assert.Equal(zone.School.Id, sent.SchoolId);
        Assert.Equal("آدم", new Answers(sent.Answers)["Sibling1FirstNameAr"]);
        Assert.NotNull(sent.PhotoId);
        Assert.True(receipt.Says(sent.Number));
        Assert.NotNull(receipt.Find("svg path"));
        Assert.True(follow.Says("توصلت المؤسسة بطلبكم"));
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.Template == "notices.registration-submitted" && n.Deliveries.Any(d => d.To == "+212" + phone.Substring(1)))));
    }

    [Fact]
    public async Task What_is_missing_is_said_with_a_link_to_its_page_and_nothing_is_sent()
    {
        var family = await families.Enter(Families.NewPhone(), "fr");
        var id = await Families.Begin(family);

        var summary = await family.Open(Links.Summary(id));

        Assert.Contains(summary.All(".problem a"), a => a.GetAttribute("href") == Links.Step(id, "birth"));
        Assert.Contains(summary.All(".problem a"), a => a.GetAttribute("href") == Links.Step(id, "photo"));
        Assert.Null(summary.Find($"form[action='{Links.Submit(id)}']"));
        // What is to be done stands open; a school that was not chosen is not one the directorate gives.
        Assert.Equal(4, summary.All("details.fold[open]").Count);
        Assert.False(summary.Says("Désigné par la direction"));
    }

    [Fact]
    public async Task Brothers_and_sisters_are_numbered_in_the_summary_and_in_what_is_missing()
    {
        var family = await families.Enter(Families.NewPhone(), "fr");
        var id = await Families.Begin(family);
        var again = await (await family.Open(Links.Step(id, "siblings"))).SubmitWith("Button=again",
            ("Sibling1FirstNameAr", "آدم"), ("Sibling1LastNameAr", "الزهراء"), ("Sibling1FirstNameLatin", "Adam"), ("Sibling1LastNameLatin", "Zahrae"),
            ("Sibling1BirthDateDay", "2"), ("Sibling1BirthDateMonth", "5"), ("Sibling1BirthDateYear", $"{Given.Year - 3}"));
        await again.Submit(("Sibling2FirstNameAr", "هبة"), ("Sibling2LastNameAr", "الزهراء"), ("Sibling2FirstNameLatin", "Hiba"), ("Sibling2LastNameLatin", "Zahrae"));

        var summary = await family.Open(Links.Summary(id));

        Assert.Equal(["Frère ou sœur 1", "Frère ou sœur 2"], summary.All("dl.facts dt").Select(t => t.TextContent).Where(t => t.StartsWith("Frère", StringComparison.Ordinal)));
        Assert.Contains(summary.All(".problem a"), a => a.TextContent.StartsWith("Frère ou sœur 2 – ", StringComparison.Ordinal));
        Assert.DoesNotContain(summary.All(".problem a"), a => a.TextContent.StartsWith("Frère ou sœur 1 – ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_school_outside_the_zone_is_allowed_with_a_reason()
    {
        var zone = await families.School();
        var other = await app.Given.School("PRI", inProvinceOf: zone.School);
        await app.Write(async db =>
        {
            // A second school of the same commune.
            var place = await db.Places.SingleAsync(p => p.Id == other.Id);
            place.ParentId = zone.CommuneId;
            place.Path = (await db.Places.Where(p => p.Id == zone.CommuneId).Select(p => p.Path).SingleAsync()) + $"{other.Id}/";
            await db.SaveChangesAsync();
        });
        var family = await families.Enter(Families.NewPhone(), "fr");
        var id = await Families.Begin(family);
        var typed = Families.Typed(zone, Given.Next() % 900_000 + 1);
        typed.Remove("school");
        await families.Fill(family, id, typed);

        var school = await family.Open(Links.Step(id, "school"));
        var refused = await school.Submit(("School", $"{other.Id}"));
        var accepted = await refused.Submit(("School", $"{other.Id}"), ("ZoneReason", "Sa sœur y étudie"));

        Assert.Equal($"{zone.School.Id}", school.ValueOf("School"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal($"{other.Id}", refused.ValueOf("School"));
        Assert.NotNull(refused.ErrorOf("ZoneReason"));
        Assert.Equal(Links.Step(id, "proof"), accepted.Address);
        Assert.True((await family.Open(Links.Summary(id))).Says("hors secteur"));
    }

    [Fact]
    public async Task An_unknown_quarter_is_no_dead_end()
    {
        var zone = await families.School();
        var family = await families.Enter(Families.NewPhone());
        var id = await Families.Begin(family);
        var typed = Families.Typed(zone, Given.Next() % 900_000 + 1);
        (typed["zone"], typed["school"]) = ([("Zone", "0")], [("School", "0")]);
        await families.Fill(family, id, typed);

        var receipt = await (await family.Open(Links.Summary(id))).SubmitForm($"main form[action='{Links.Submit(id)}']", null, false);
        var director = await app.SignIn(await app.Given.Person(Massar.Infrastructure.Security.Roles.ProvincialDirector, zone.School.Directorate));
        var placed = await (await director.Open(Links.Place(id))).Submit(("School", $"{zone.School.Id}"));

        Assert.Equal(Links.Receipt(id), receipt.Address);
        Assert.Equal(Links.Case(id), placed.Address);
        Assert.True((await (await app.SignIn(zone.School.Head)).Open(Links.Case(id))).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_second_guardian_of_a_child_joins_the_live_request_and_sees_no_contact_data()
    {
        var zone = await families.School();
        var (_, id, _, act) = await families.Send(zone);
        var father = await families.Enter(Families.NewPhone());
        var own = await Families.Begin(father);
        await families.Fill(father, own, Families.Typed(zone, act));

        var summary = await father.Open(Links.Summary(own));
        var forced = await father.Post(Links.Submit(own), [.. summary.All($"form[action='{Links.Join(own)}'] input").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!))]);
        var joined = await summary.SubmitForm($"main form[action='{Links.Join(own)}']", null, false);

        Assert.True(summary.Says("يوجد طلب جار لهذا الطفل"));
        Assert.Equal(HttpStatusCode.Conflict, forced.Status);
        Assert.Equal(Links.Follow(id), joined.Address);
        Assert.DoesNotContain("حي السلام، زنقة 3", joined.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("سلمى", joined.Text, StringComparison.Ordinal);
        var live = await app.Read(db => db.Registrations.CountAsync(r => r.BirthActNumber == $"{act}" && r.LiveKey != null));
        Assert.Equal(1, live);
    }

    [Fact]
    public async Task Two_requests_for_one_child_sent_at_once_end_as_one()
    {
        var zone = await families.School();
        var act = Given.Next() % 900_000 + 1;
        var drafts = new List<(Visitor Family, long Id, Page Summary)>();
        for (var i = 0; i < 3; i++)
        {
            var family = await families.Enter(Families.NewPhone());
            var id = await Families.Begin(family);
            await families.Fill(family, id, Families.Typed(zone, act));
            drafts.Add((family, id, await family.Open(Links.Summary(id))));
        }

        var replies = await Task.WhenAll(drafts.Select(d => d.Summary.SubmitForm($"main form[action='{Links.Submit(d.Id)}']", null, false)));

        Assert.Equal(1, replies.Count(r => r.Status == HttpStatusCode.OK));
        Assert.Equal(2, replies.Count(r => r.Status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Another_family_s_request_does_not_exist()
    {
        var zone = await families.School();
        var (_, id, _, _) = await families.Send(zone);
        var stranger = await families.Enter(Families.NewPhone());
        var file = await app.Read(db => db.Registrations.Where(r => r.Id == id).Join(db.StoredFiles, r => r.PhotoId, f => f.Id, (r, f) => f.PublicId).SingleAsync());

        foreach (var address in (string[])[Links.Follow(id), Links.Receipt(id), Links.Summary(id), Links.Step(id, "child"), Links.Correct(id), Links.Withdraw(id), Links.File(id, file), Links.Follow(999_999_999)])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(address)).Status);
        Assert.Equal(RegistrationState.Sent, await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.State).SingleAsync()));
    }

    /// <summary>AC-PRE-4, the server's part: whatever arrives is small enough.</summary>
    [Fact]
    public async Task A_photo_is_made_small_and_handed_out_as_an_attachment_nobody_keeps()
    {
        var zone = await families.School();
        var (family, id, _, _) = await families.Send(zone);
        var file = await app.Read(db => db.Registrations.Where(r => r.Id == id).Join(db.StoredFiles, r => r.PhotoId, f => f.Id, (r, f) => f).SingleAsync());

        var reply = await family.Get(Links.File(id, file.PublicId));

        Assert.Equal("image/jpeg", reply.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", reply.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("sandbox", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("no-store", reply.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.True(file.Length <= 120_000);
    }

    [Theory, InlineData("<html><script>alert(1)</script></html>"), InlineData("GIF89a")]
    public async Task What_is_no_photo_is_refused_whatever_its_name_says(string content)
    {
        var family = await families.Enter(Families.NewPhone(), "fr");
        var id = await Families.Begin(family);

        var after = await (await family.Open(Links.Step(id, "photo"))).Upload("main form[method=post]", "photo", "photo.jpg", System.Text.Encoding.UTF8.GetBytes(content), "image/jpeg");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.True(after.Says("JPEG ou PNG"));
        Assert.Null(await app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.PhotoId).SingleAsync()));
    }

    [Fact]
    public async Task A_request_can_be_withdrawn_and_made_anew()
    {
        var zone = await families.School();
        var (family, id, _, act) = await families.Send(zone);

        await (await family.Open(Links.Withdraw(id))).SubmitForm($"main form[action='{Links.Withdraw(id)}']", null, false);
        var again = await families.Send(zone, act: act);

        Assert.NotEqual(id, again.Id);
    }

    [Theory, InlineData("ar", "rtl", "اسم الطفل(ة)"), InlineData("fr", "ltr", "Nom de l'enfant"), InlineData("zgh", "ltr", "ⵉⵙⵎ ⵏ ⵓⵣⵄⵟⵓⵟ")]
    public async Task The_form_speaks_the_reader_s_language(string language, string direction, string heading)
    {
        var family = await families.Enter(Families.NewPhone(), language);
        var id = await Families.Begin(family);

        var page = await family.Open(Links.Step(id, "child"));

        Assert.Equal(direction, page.Find("html")!.GetAttribute("dir"));
        Assert.Equal(heading, page.Heading);
        Assert.DoesNotContain("registrations.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_page_is_light_and_asks_the_database_little()
    {
        var zone = await families.School();
        var family = await families.Enter(Families.NewPhone());
        var id = await Families.Begin(family);
        await families.Fill(family, id, Families.Typed(zone, Given.Next() % 900_000 + 1));

        foreach (var step in Topics.Steps)
        {
            Page? page = null;
            var statements = await MassarApp.StatementsOf(async () => page = await family.Open(Links.Step(id, step)));
            using var packed = new MemoryStream();
            using (var brotli = new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
                brotli.Write(System.Text.Encoding.UTF8.GetBytes(page!.Body));

            Assert.True(statements.Count <= 6, $"{step}: {statements.Count} statements");
            Assert.True(packed.Length <= 14 * 1024, $"{step}: {packed.Length} bytes");
            Assert.Empty(page.All("script[src*=htmx]"));
            Assert.Empty(page.All("[style]"));
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using Massar.Features.Mobility;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Mobility;

/// <summary>A request from the first wish to the academy, through pages without script (AC-MOV-1 to 3).</summary>
public sealed class RequestLifeTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Form = "main form[method=post]";
    private static readonly byte[] PdfBytes = Registrations.Families.Pdf();

    [Theory, InlineData("ar", "الحركة الانتقالية"), InlineData("fr", "Mouvements")]
    public async Task An_open_campaign_of_ones_own_territory_is_listed(string language, string heading)
    {
        var movement = await Movement.Open(app);
        var elsewhere = await Movement.Open(app);

        var page = await (await app.SignIn(movement.Teacher, language)).Open(Links.Campaigns);

        Assert.Equal(heading, page.Heading);
        Assert.True(page.Says(language == "ar" ? movement.Campaign.NameAr : movement.Campaign.NameFr));
        Assert.False(page.Says(elsewhere.Campaign.NameFr) || page.Says(elsewhere.Campaign.NameAr));
        Assert.DoesNotContain("mobility.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_moves_a_wish_is_led_back_to_it_and_who_removes_one_to_the_list()
    {
        var movement = await Movement.Open(app);
        var (first, second) = (movement.Others[0].Id, movement.Others[1].Id);
        var teacher = await app.SignIn(movement.Teacher);
        var page = await movement.Wish(teacher, movement.Others[0], movement.Others[1]);

        var moved = await page.SubmitForm("#order", $"up:{second}", htmx: true);
        page = await teacher.Open(movement.Apply);
        var removed = await page.SubmitForm("#order", $"remove:{first}", htmx: true);

        Assert.Equal([$"{movement.Apply}#wish-{second}"], moved.Response.Headers.GetValues("HX-Redirect"));
        // It can take the focus, though the button that was pressed is dead at the end of the list.
        Assert.Equal("-1", page.Find($"#order #wish-{second}")!.GetAttribute("tabindex"));
        Assert.True(page.Find($"#wish-{second} button[value='up:{second}']")!.HasAttribute("disabled"));
        Assert.Equal([$"{movement.Apply}#wishes"], removed.Response.Headers.GetValues("HX-Redirect"));
    }

    /// <summary>AC-MOV-2: wishes are put in order, saved, withdrawn and entered again before the deadline; the receipt lists the final order.</summary>
    [Fact]
    public async Task Wishes_are_ordered_by_plain_posts_sent_withdrawn_and_sent_again()
    {
        var movement = await Movement.Open(app);
        var teacher = await app.SignIn(movement.Teacher);

        var page = await movement.Wish(teacher, movement.Others[0], movement.Others[1], movement.Others[2]);
        page = await page.SubmitForm("#order", $"up:{movement.Others[2].Id}", false);
        page = await page.SubmitForm("#order", $"remove:{movement.Others[0].Id}", false);
        Assert.Equal(HttpStatusCode.OK, page.Status);

        var receipt = await (await teacher.Open(Links.Submit(movement.Campaign.Id))).Submit();
        string[] first = [.. receipt.All(".wishes li > bdi").Select(e => e.TextContent)];
        Assert.Equal([movement.Others[2].Place.NameAr, movement.Others[1].Place.NameAr], first);

        var id = long.Parse(receipt.Address.Split('/')[3]);
        var show = await receipt.Follow("تتبع الطلب");
        Assert.Contains(MovementRequest.NumberOf(Given.Year, id), receipt.Text, StringComparison.Ordinal);
        var withdrawn = await show.SubmitForm("#withdraw", null, false);
        Assert.Equal(RequestState.Withdrawn, (await movement.Read(id)).State);
        Assert.True(withdrawn.Says("مسحوب"));

        page = await movement.Wish(teacher, movement.Others[3]);
        Assert.Equal(RequestState.Draft, (await movement.Read(id)).State);
        var again = await (await teacher.Open(Links.Submit(movement.Campaign.Id))).Submit();
        Assert.Equal(3, again.All(".wishes li").Count);
        var after = await movement.Read(id);
        Assert.Equal((RequestState.Submitted, 2), (after.State, after.Submissions));
        Assert.Equal(2, await app.Read(db => db.Submissions.CountAsync(s => s.RequestId == id)));
    }

    [Fact]
    public async Task A_validation_does_not_bind_the_participant_while_the_window_is_open()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var officer = await app.SignIn(movement.Officer);
        await (await officer.Open(Links.Request(id))).SubmitForm("#validate", null, false);
        Assert.Equal(RequestState.DirectorateValidated, (await movement.Read(id)).State);
        var teacher = await app.SignIn(movement.Teacher);

        var refused = await teacher.Open(movement.ApplyAt(movement.Others[3]));
        Assert.Null(refused.Find("#add"));
        Assert.True(refused.Says("اسحبوا الطلب ثم أعدوا إعداده"), refused.Text);

        await (await teacher.Open(Links.Request(id))).SubmitForm("#withdraw", null, false);
        await movement.Wish(teacher, movement.Others[3]);
        await (await teacher.Open(Links.Submit(movement.Campaign.Id))).Submit();
        Assert.Equal(RequestState.Submitted, (await movement.Read(id)).State);
        await (await officer.Open(Links.Request(id))).SubmitForm("#validate", null, false);
        Assert.Equal(RequestState.DirectorateValidated, (await movement.Read(id)).State);
    }

    [Fact]
    public async Task A_private_school_is_neither_offered_nor_taken_as_a_wish()
    {
        var movement = await Movement.Open(app);
        var (open, closed) = (movement.Others[0], movement.Others[1]);
        await app.Write(db => db.Schools.Where(s => s.Id == closed.Place.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.IsPublic, false)));
        var teacher = await app.SignIn(movement.Teacher);

        var offered = (await teacher.Open(movement.ApplyAt(open))).All("#add option").Select(o => o.TextContent).ToList();
        Assert.Contains(open.Place.NameAr, offered);
        Assert.DoesNotContain(closed.Place.NameAr, (await teacher.Open(movement.ApplyAt(closed))).All("#add option").Select(o => o.TextContent));

        var refused = await movement.Wish(teacher, closed);
        Assert.True(refused.Says("هذه مؤسسة خصوصية"));
        Assert.Equal(0, await app.Read(db => db.MovementRequests.Where(r => r.CampaignId == movement.Campaign.Id).SelectMany(r => r.Wishes).CountAsync()));
    }

    [Fact]
    public async Task A_sent_request_counts_as_sent_until_it_is_sent_again()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var teacher = await app.SignIn(movement.Teacher);

        var page = await movement.Wish(teacher, movement.Others[2]);

        Assert.True(page.Says("غيرتم الطلب بعد إرساله"));
        Assert.Equal(2, (await teacher.Open(Links.Receipt(id))).All(".wishes li").Count);
        await (await teacher.Open(Links.Submit(movement.Campaign.Id))).Submit();
        Assert.Equal(3, (await teacher.Open(Links.Receipt(id))).All(".wishes li").Count);
    }

    [Fact]
    public async Task A_wish_that_cannot_be_one_comes_back_with_the_reason_and_the_lists_as_they_were()
    {
        var movement = await Movement.Open(app);
        var far = await Movement.Open(app);
        var teacher = await app.SignIn(movement.Teacher);
        await movement.Wish(teacher, movement.Others[0]);

        foreach (var (place, reason) in new[]
        {
            (movement.Others[0].Id, "هذا المكان من اختياراتكم"), (movement.School.Id, "هذا مقر عملكم الحالي"), (far.School.Id, "خارج مجال الحركة"),
            (movement.Others[1].Place.ParentId!.Value, "ليس من النوع المطلوب"),
        })
        {
            var page = await teacher.Open(movement.ApplyAt(movement.Others[0]));
            var after = await page.SubmitForm("#add", "add", false, ("Place", $"{place}"));

            Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
            Assert.Contains(reason, after.ErrorOf("Place")!, StringComparison.Ordinal);
            Assert.Equal($"{movement.Others[0].Place.ParentId}", after.ValueOf("Commune"));
        }

        var none = await (await teacher.Open(movement.ApplyAt(movement.Others[0]))).SubmitForm("#add", "add", false, ("Place", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.Status);
    }

    [Fact]
    public async Task Wishes_that_became_impossible_are_named_and_not_dropped()
    {
        var movement = await Movement.Open(app);
        var teacher = await app.SignIn(movement.Teacher, "fr");
        await movement.Wish(teacher, movement.Others[0], movement.Others[1], movement.Others[2]);
        await app.Write(async db =>
        {
            await db.Schools.Where(s => s.Id == movement.Others[0].Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.ClosedOn, Movement.Today.AddDays(-1)));
            await db.Schools.Where(s => s.Id == movement.Others[1].Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.IsPublic, false));
        });

        var review = await teacher.Open(Links.Submit(movement.Campaign.Id));
        Assert.True(review.Says("Cet établissement est fermé") && review.Says("C'est un établissement privé"));
        Assert.True((await teacher.Open(movement.Apply)).Says("Cet établissement est fermé"));
        var version = await app.Read(db => db.MovementRequests.Where(r => r.EmployeeId == movement.Teacher.EmployeeId && r.CampaignId == movement.Campaign.Id).Select(r => r.Version).SingleAsync());
        var refused = await teacher.Api.PostAsJsonAsync($"/api{Links.Submit(movement.Campaign.Id)}", new { version });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var said = await refused.Content.ReadAsStringAsync();
        Assert.Contains("mobility.wishes-lost", said, StringComparison.Ordinal);
        Assert.Contains(movement.Others[0].Place.NameFr, said, StringComparison.Ordinal);
        Assert.DoesNotContain(movement.Others[2].Place.NameFr, said, StringComparison.Ordinal);
        var mine = await app.Read(db => db.MovementRequests.AsNoTracking().Include(r => r.Wishes).SingleAsync(r => r.EmployeeId == movement.Teacher.EmployeeId));
        Assert.Equal((3, 0), (mine.Wishes.Count, mine.Submissions));
    }

    [Fact]
    public async Task A_primary_teacher_does_not_wish_for_a_lycee()
    {
        var movement = await Movement.Open(app);
        await app.Write(async db =>
        {
            await db.Employees.Where(e => e.Id == movement.Teacher.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.GradeCode, "PES_COL_2"));
            await db.Schools.Where(s => s.Id == movement.Others[0].Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Cycles, "QUA"));
        });
        var teacher = await app.SignIn(movement.Teacher);

        var page = await teacher.Open(movement.ApplyAt(movement.Others[0]));
        Assert.DoesNotContain(page.All("#f-Place option"), o => o.GetAttribute("value") == $"{movement.Others[0].Id}");
        var after = await page.SubmitForm("#add", "add", false, ("Place", $"{movement.Others[0].Id}"));

        Assert.Contains("لا يدرس سلككم", after.ErrorOf("Place")!, StringComparison.Ordinal);
        Assert.Equal(2, (await movement.Wish(teacher, movement.Others[1], movement.Others[2])).All("#order li").Count);
    }

    [Fact]
    public async Task No_more_wishes_than_the_campaign_allows()
    {
        var movement = await Movement.Open(app, maxWishes: 2);
        var teacher = await app.SignIn(movement.Teacher);
        await movement.Wish(teacher, movement.Others[0]);
        var page = await teacher.Open(movement.ApplyAt(movement.Others[1]));
        await page.SubmitForm("#add", "add", false, ("Place", $"{movement.Others[1].Id}"));

        var request = await app.Read(db => db.MovementRequests.AsNoTracking().SingleAsync(r => r.CampaignId == movement.Campaign.Id));
        var reply = await teacher.Api.PostAsJsonAsync($"/api{movement.Apply}", new { version = request.Version, @do = "add", place = movement.Others[2].Id });

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Contains("mobility.wish.too-many", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_windows_of_one_person_do_not_overwrite_each_other()
    {
        var movement = await Movement.Open(app);
        var teacher = await app.SignIn(movement.Teacher);
        var one = await teacher.Open(movement.ApplyAt(movement.Others[0]));
        var other = await teacher.Open(movement.ApplyAt(movement.Others[1]));
        await one.SubmitForm("#add", "add", false, ("Place", $"{movement.Others[0].Id}"));

        var late = await other.SubmitForm("#add", "add", false, ("Place", $"{movement.Others[1].Id}"));

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.True(late.Says(movement.Others[0].Place.NameAr));
    }

    [Theory, InlineData(0, true), InlineData(-1, false)]
    public async Task The_last_day_still_counts_and_the_next_does_not(int closesInDays, bool open)
    {
        var movement = await Movement.Open(app, closesOn: Movement.Today.AddDays(10));
        var teacher = await app.SignIn(movement.Teacher);
        await movement.Wish(teacher, movement.Others[0]);
        var review = await teacher.Open(Links.Submit(movement.Campaign.Id));
        await app.Write(db => db.Campaigns.Where(c => c.Id == movement.Campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.ClosesOn, Movement.Today.AddDays(closesInDays))));

        var after = await review.Submit();

        Assert.Equal(open ? HttpStatusCode.OK : HttpStatusCode.Conflict, after.Status);
        if (!open)
            Assert.True(after.Says("انتهى أجل الطلبات"));
    }

    [Fact]
    public async Task Before_the_opening_nothing_can_be_begun()
    {
        var movement = await Movement.Open(app, opensOn: Movement.Today.AddDays(1));
        var teacher = await app.SignIn(movement.Teacher);

        var page = await teacher.Open(movement.Apply);
        var reply = await teacher.Api.PostAsJsonAsync($"/api{movement.Apply}", new { version = 0, @do = "add", place = movement.Others[0].Id });

        Assert.True(page.Says("تفتح الحركة يوم"));
        Assert.Null(page.Find("#add"));
        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
    }

    [Fact]
    public async Task Too_few_years_in_the_post_is_said_in_words_and_refused()
    {
        var movement = await Movement.Open(app, minimumYears: 9);
        var teacher = await app.SignIn(movement.Teacher);
        await movement.Wish(teacher, movement.Others[0]);

        var review = await teacher.Open(Links.Submit(movement.Campaign.Id));
        var request = await app.Read(db => db.MovementRequests.AsNoTracking().SingleAsync(r => r.CampaignId == movement.Campaign.Id));
        var reply = await teacher.Api.PostAsJsonAsync($"/api{Links.Submit(movement.Campaign.Id)}", new { version = request.Version });

        Assert.True(review.Says("والمطلوب 9"));
        Assert.Null(review.Find("main form[method=post]"));
        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
    }

    [Fact]
    public async Task A_request_without_wishes_is_not_sent()
    {
        var movement = await Movement.Open(app);
        var teacher = await app.SignIn(movement.Teacher);
        var page = await (await teacher.Open(movement.Apply)).SubmitForm("#kind", "kind", false, ("Kind", "Ordinary"), ("Note", "وثيقة"));
        Assert.Equal("وثيقة", page.ValueOf("Note"));

        var review = await teacher.Open(Links.Submit(movement.Campaign.Id));

        Assert.True(review.Says("لا يتضمن الطلب أي اختيار"));
    }

    [Fact]
    public async Task The_lists_depend_on_each_other_also_by_htmx()
    {
        var movement = await Movement.Open(app);
        var teacher = await app.SignIn(movement.Teacher);

        var lists = await teacher.Open($"{movement.Apply}/places?Directorate={movement.School.Directorate.Id}&Commune={movement.Others[0].Place.ParentId}", htmx: true);

        Assert.StartsWith("<div id=\"picker\">", lists.Body.TrimStart(), StringComparison.Ordinal);
        Assert.Contains(lists.All("select[name=Place] option"), o => o.TextContent == movement.Others[0].Place.NameAr);
        Assert.DoesNotContain(lists.All("select[name=Place] option"), o => o.TextContent == movement.Others[1].Place.NameAr);
    }

    [Fact]
    public async Task Ones_own_school_is_not_offered_and_a_commune_without_another_says_so()
    {
        var movement = await Movement.Open(app);
        var teacher = await app.SignIn(movement.Teacher, "fr");

        var own = await teacher.Open(movement.ApplyAt(movement.School));
        var other = await teacher.Open(movement.ApplyAt(movement.Others[0]));

        Assert.Null(own.Find($"#f-Place option[value='{movement.School.Id}']"));
        Assert.True(own.Says("Aucun autre établissement public de votre cycle dans cette commune"), own.Text);
        Assert.NotNull(other.Find($"#f-Place option[value='{movement.Others[0].Id}']"));
    }

    [Fact]
    public async Task Another_employees_request_does_not_exist()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var colleague = await app.SignIn(await app.Given.Person(Roles.Teacher, movement.School.Place));
        var version = (await movement.Read(id)).Version;

        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Open(Links.Request(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Open(Links.Receipt(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Api.PostAsJsonAsync($"/api{Links.Withdraw(id)}", new { version })).StatusCode);
        Assert.Equal(RequestState.Submitted, (await movement.Read(id)).State);
    }

    [Fact]
    public async Task Another_provinces_campaign_and_file_do_not_exist()
    {
        var movement = await Movement.Open(app);
        var stranger = await app.SignIn((await Movement.Open(app)).Teacher);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(movement.Apply)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.File(movement.Campaign.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Submit(movement.Campaign.Id))).Status);
    }

    [Fact]
    public async Task A_contested_date_is_decided_the_points_follow_and_the_participant_is_told()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var before = (await movement.Read(id)).Points;
        var teacher = await app.SignIn(movement.Teacher);
        var file = await teacher.Open(Links.File(movement.Campaign.Id));
        Assert.True(file.Says(movement.School.Place.NameAr));

        var form = await file.Follow("/file/PostedOn");
        var wrong = await form.Submit(("ValueDay", "31"), ("ValueMonth", "2"), ("ValueYear", "2019"), ("Proof", "PV 12"), ("Reason", "خطأ في التاريخ"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("31", wrong.ValueOf("ValueDay"));
        Assert.Equal("PV 12", wrong.ValueOf("Proof"));
        Assert.NotNull(wrong.ErrorOf("Document")); // an act is asked for
        (string, string)[] right = [("ValueDay", "1"), ("ValueMonth", "9"), ("ValueYear", $"{Given.Year - 8}"), ("Proof", "PV 12"), ("Reason", "خطأ في التاريخ")];
        var script = await wrong.Upload(Form, "Document", "pv.pdf", "<script>alert(1)</script>"u8.ToArray(), "application/pdf", right);
        Assert.NotNull(script.ErrorOf("Document")); // judged by its bytes, not by what it is called
        Assert.Equal("PV 12", script.ValueOf("Proof"));
        var told = await script.Upload(Form, "Document", "pv.exe", PdfBytes, "application/octet-stream", right);
        Assert.Equal(HttpStatusCode.OK, told.Status);

        var officer = await app.SignIn(movement.Officer);
        var contest = await (await officer.Open(Links.Contests)).Follow("/mobility/contests/");
        var proof = contest.All("a[href^='/mobility/proofs/']").Single().GetAttribute("href")!;
        var opened = await officer.Get(proof);
        Assert.Equal(PdfBytes, await opened.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", opened.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(HttpStatusCode.OK, (await teacher.Get(proof)).StatusCode);
        var elsewhere = await Movement.Open(app);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(elsewhere.Officer)).Get(proof)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await app.Given.Person(Roles.Teacher, movement.School.Place))).Get(proof)).StatusCode);
        var unsaid = await contest.Submit(("Decision", "refuse"), ("Remark", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.Status);
        var decided = await unsaid.Submit(("Decision", "accept"), ("Remark", ""));
        Assert.Equal(HttpStatusCode.OK, decided.Status);

        var after = await movement.Read(id);
        Assert.Equal(before + 10, after.Points); // two more years in the post, at three each, and so in the directorate and the academy
        var notice = await app.Read(db => db.Notices.AsNoTracking().SingleAsync(n => n.AccountId == movement.Teacher.AccountId && n.Template == "notices.mobility.contest-points"));
        Assert.Contains("mobility-contest/", notice.Key, StringComparison.Ordinal);
        Assert.True((await teacher.Open(Links.Request(id))).Says("طعن مقبول"));
    }

    [Fact]
    public async Task After_the_contest_window_no_datum_can_be_contested()
    {
        var movement = await Movement.Open(app);
        await app.Write(db => db.Campaigns.Where(c => c.Id == movement.Campaign.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.ContestsUntil, Movement.Today.AddDays(-1))));
        var teacher = await app.SignIn(movement.Teacher, "fr");

        var reply = await teacher.Api.PostAsJsonAsync($"/api{Links.Contest(movement.Campaign.Id, Datum.Children)}", new { value = "3", reason = "r", proof = "p", document = Registrations.Families.Pdf() });

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Equal(0, await app.Read(db => db.DatumContests.CountAsync(c => c.CampaignId == movement.Campaign.Id)));
    }
}

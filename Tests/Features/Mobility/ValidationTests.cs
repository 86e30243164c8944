using System.Net;
using System.Net.Http.Json;
using Massar.Features.Accounts.Domain;
using Massar.Features.Mobility;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Mobility;

/// <summary>Directorate and academy: lists, gates, refusals, returns, separation of duties (AC-MOV-3, NF-5 to NF-7).</summary>
public sealed class ValidationTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task A_request_passes_the_directorate_then_the_academy_and_each_step_is_told()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var officer = await app.SignIn(movement.Officer);

        var result = await (await officer.Open(Links.Request(id))).SubmitForm("#validate", null, false);
        Assert.True(result.Says("تمت المصادقة على طلب واحد"));
        await (await (await app.SignIn(movement.AcademyOfficer)).Open(Links.Request(id))).SubmitForm("#validate", null, false);

        Assert.Equal(RequestState.AcademyValidated, (await movement.Read(id)).State);
        var templates = await app.Read(db => db.Notices.Where(n => n.AccountId == movement.Teacher.AccountId).OrderBy(n => n.Id).Select(n => n.Template).ToListAsync());
        Assert.Equal(["notices.mobility.submitted", "notices.mobility.validated", "notices.mobility.validated-academy"], templates);
        var page = await (await app.SignIn(movement.Teacher, "fr")).Open(Links.Request(id));
        Assert.Equal(3, page.All(".timeline li").Count);
        Assert.True(page.Says("Validée par l'académie"));
        Assert.DoesNotContain("mobility.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_has_a_code_a_sentence_the_proof_asked_and_a_next_step()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var officer = await app.SignIn(movement.Officer);
        var form = await officer.Open(Links.Refuse(id));

        var without = await form.Submit(("Remark", "ناقص"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Equal("ناقص", without.ValueOf("Remark"));
        await without.Submit(("Code", "spouse-proof"), ("Remark", "ناقص"));

        var seen = await (await app.SignIn(movement.Teacher)).Open(Links.Request(id));
        Assert.True(seen.Says("عمل الزوج(ة) أو مقره غير مثبت") && seen.Says("عقد الزواج") && seen.Says("مكتب الحركات بالمديرية") && seen.Says("ناقص"));
    }

    [Fact]
    public async Task A_return_reopens_the_named_things_only()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var officer = await app.SignIn(movement.Officer);
        var form = await officer.Open(Links.Return(id));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await form.Submit(("Remark", "غيروا الترتيب"))).Status);
        await (await officer.Open(Links.Return(id))).Submit(("Things", "wishes"), ("Remark", "غيروا الترتيب"));

        var teacher = await app.SignIn(movement.Teacher);
        var page = await teacher.Open(movement.Apply);
        var version = (await movement.Read(id)).Version;
        var kind = await teacher.Api.PostAsJsonAsync($"/api{movement.Apply}", new { version, @do = "kind", kind = "JoinFamily" });
        Assert.True(page.Says("غيروا الترتيب"));
        Assert.Null(page.Find("#kind"));
        Assert.Equal(HttpStatusCode.Conflict, kind.StatusCode);

        await page.SubmitForm("#order", $"down:{movement.Others[0].Id}", false);
        await (await teacher.Open(Links.Submit(movement.Campaign.Id))).Submit();
        Assert.Equal((RequestState.Submitted, 2), ((await movement.Read(id)).State, (await movement.Read(id)).Submissions));
    }

    [Fact]
    public async Task What_the_academy_returns_is_the_directorates_turn_again()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var officer = await app.SignIn(movement.Officer);
        await (await officer.Open(Links.Request(id))).SubmitForm("#validate", null, false);
        await (await (await app.SignIn(movement.AcademyOfficer)).Open(Links.Return(id))).Submit(("Remark", "تحققوا من الأقدمية"));

        Assert.Equal(RequestState.ReturnedByAcademy, (await movement.Read(id)).State);
        Assert.True((await officer.Open(Links.Requests)).Says(MovementRequest.NumberOf(Given.Year, id)));
        Assert.True((await officer.Open(Links.Request(id))).Says("تحققوا من الأقدمية"));
    }

    [Fact]
    public async Task Nobody_validates_at_both_offices()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        await (await (await app.SignIn(movement.Officer)).Open(Links.Request(id))).SubmitForm("#validate", null, false);
        var hat = new Hat { AccountId = movement.Officer.AccountId, Role = Roles.AcademyMobility, PlaceId = movement.School.Academy.Id, PlacePath = movement.School.Academy.Path, StartsOn = new DateOnly(2020, 9, 1) };
        await app.Write(async db =>
        {
            db.Hats.Add(hat);
            await db.SaveChangesAsync();
        });
        var samePerson = await app.SignIn(movement.Officer with { HatId = hat.Id, Role = Roles.AcademyMobility });

        var page = await samePerson.Open(Links.Request(id));
        var reply = await samePerson.Api.PostAsJsonAsync($"/api{Links.Validate}", new { chosen = new[] { await movement.Chosen(id) } });

        Assert.Null(page.Find("#validate"));
        Assert.Contains("mobility.same-person", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(RequestState.DirectorateValidated, (await movement.Read(id)).State);
    }

    [Fact]
    public async Task Nobody_validates_his_own_request()
    {
        var movement = await Movement.Open(app);
        var own = await app.Given.Person(Roles.HrManager, movement.School.Directorate, employeeId: movement.Teacher.EmployeeId);
        var id = await movement.Send();
        var officer = await app.SignIn(own);

        var page = await officer.Open(Links.Request(id));
        var reply = await officer.Api.PostAsJsonAsync($"/api{Links.Validate}", new { chosen = new[] { await movement.Chosen(id) } });

        Assert.Null(page.Find("#validate"));
        Assert.Contains("mobility.own-request", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(RequestState.Submitted, (await movement.Read(id)).State);
    }

    [Fact]
    public async Task Another_provinces_office_finds_nothing()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var stranger = await app.SignIn((await Movement.Open(app)).Officer);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Request(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Refuse(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Return(id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Api.PostAsJsonAsync($"/api{Links.Validate}", new { chosen = new[] { await movement.Chosen(id) } })).StatusCode);
        Assert.False((await stranger.Open(Links.Requests + "?State=all")).Says(MovementRequest.NumberOf(Given.Year, id)));
    }

    [Fact]
    public async Task A_draft_that_was_never_sent_is_not_the_offices_business()
    {
        var movement = await Movement.Open(app);
        await movement.Wish(await app.SignIn(movement.Teacher), movement.Others[0]);
        var id = await app.Read(db => db.MovementRequests.Where(r => r.CampaignId == movement.Campaign.Id).Select(r => r.Id).SingleAsync());

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(movement.Officer)).Open(Links.Request(id))).Status);
    }

    [Fact]
    public async Task A_batch_validates_what_it_can_and_says_why_not_for_the_rest()
    {
        var movement = await Movement.Open(app);
        var second = await app.Given.Person(Roles.Teacher, movement.School.Place);
        var third = await app.Given.Person(Roles.Teacher, movement.School.Place);
        long[] ids = [await movement.Send(), await movement.Send(second), await movement.Send(third)];
        var officer = await app.SignIn(movement.Officer);
        await (await app.SignIn(third)).Api.PostAsJsonAsync($"/api{Links.Contest(movement.Campaign.Id, Datum.Children)}", new { value = "3", reason = "ولد ثالث", proof = "الحالة المدنية", document = Registrations.Families.Pdf() });
        var list = await officer.Open(Links.Requests);
        await (await (await app.SignIn(second)).Open(Links.Request(ids[1]))).SubmitForm("#withdraw", null, false);

        var chosen = list.All("#batch input[name=Chosen]").Select(i => ("Chosen", i.GetAttribute("value")!)).ToArray();
        var result = await list.SubmitForm("#batch", null, false, chosen);

        Assert.Equal(3, chosen.Length);
        Assert.True(result.Says("تمت المصادقة على طلب واحد"));
        Assert.True(result.Says("لصاحب(ة) الطلب طعن لم يبت فيه بعد"));
        var back = await officer.Open(result.Find("main .acts a.btn")!.GetAttribute("href")!);
        Assert.StartsWith($"{ids[2]}:", Assert.Single(back.All("#batch input[name=Chosen][checked]")).GetAttribute("value"), StringComparison.Ordinal);
        Assert.Equal([RequestState.DirectorateValidated, RequestState.Withdrawn, RequestState.Submitted], [(await movement.Read(ids[0])).State, (await movement.Read(ids[1])).State, (await movement.Read(ids[2])).State]);
    }

    [Fact]
    public async Task A_batch_is_of_one_kind_and_at_most_fifty()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var second = await app.Given.Person(Roles.Teacher, movement.School.Place);
        await app.Write(db => db.Employees.Where(e => e.Id == second.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.MaritalStatus, Massar.Features.Employees.Domain.MaritalStatus.Single)));
        await (await (await app.SignIn(second)).Open(movement.Apply)).SubmitForm("#kind", "kind", false, ("Kind", "JoinFamily"));
        var other = await movement.Send(second);
        var officer = await app.SignIn(movement.Officer);

        var mixed = await officer.Api.PostAsJsonAsync($"/api{Links.Validate}", new { chosen = (await movement.Chosen(id, other)).Split(',') });
        var many = await officer.Api.PostAsJsonAsync($"/api{Links.Validate}", new { chosen = Enumerable.Range(1, 51).Select(i => $"{i}:1") });

        Assert.Contains("mobility.batch.one-kind", await mixed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("mobility.batch.too-many", await many.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // On the page the list is there again as it was filtered, with the choice kept and the odd one named.
        var third = await movement.Send(await app.Given.Person(Roles.Teacher, movement.School.Place));
        var list = await officer.Open($"{Links.Requests}?State=Submitted&School={movement.School.Place.Code}");
        var refused = await list.SubmitForm("#batch", null, false, [.. (await movement.Chosen(id, other, third)).Split(',').Select(c => ("Chosen", c))]);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains(MovementRequest.NumberOf(Given.Year, other), refused.Find(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(MovementRequest.NumberOf(Given.Year, id), refused.Find(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, refused.All("#batch input[name=Chosen][checked]").Count);
        Assert.Equal("Submitted", refused.ValueOf("State"));
        Assert.Equal(movement.School.Place.Code, refused.ValueOf("School"));
        var nothing = await (await officer.Open(Links.Requests)).SubmitForm("#batch", null, false);
        Assert.Equal(HttpStatusCode.Conflict, nothing.Status);
        Assert.NotNull(nothing.Find("#batch"));
    }

    [Fact]
    public async Task Of_two_officers_at_once_the_second_is_told_that_it_changed()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var refusing = await (await app.SignIn(movement.Officer)).Open(Links.Refuse(id));
        var colleague = await app.SignIn(await app.Given.Person(Roles.HeadOfService, movement.School.Directorate));
        await (await colleague.Open(Links.Request(id))).SubmitForm("#validate", null, false);

        var late = await refusing.Submit(("Code", "position"));

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal(RequestState.DirectorateValidated, (await movement.Read(id)).State);
    }

    [Fact]
    public async Task The_list_filters_and_its_files_hold_the_same_rows()
    {
        var movement = await Movement.Open(app);
        var second = await app.Given.Person(Roles.Teacher, movement.Others[3].Place);
        var (one, two) = (await movement.Send(), await movement.Send(second));
        var officer = await app.SignIn(movement.Officer, "fr");
        var (first, last) = (MovementRequest.NumberOf(Given.Year, one), MovementRequest.NumberOf(Given.Year, two));

        var all = await officer.Open(Links.Requests);
        Assert.True(all.Says(first) && all.Says(last));
        var filter = $"?School={movement.Others[3].Place.Code}";
        var filtered = await officer.Open(Links.Requests + filter);
        Assert.False(filtered.Says(first));
        Assert.True(filtered.Says(last));
        var employee = await app.Read(db => db.Employees.AsNoTracking().SingleAsync(e => e.Id == movement.Teacher.EmployeeId));
        Assert.True((await officer.Open($"{Links.Requests}?Q={employee.Ppr}")).Says(first));
        Assert.True((await officer.Open($"{Links.Requests}?Q={Uri.EscapeDataString(employee.LastNameLatin.ToUpperInvariant())}")).Says(first));
        Assert.False((await officer.Open($"{Links.Requests}?Kind=JoinSpouse")).Says(first));

        var csv = await (await officer.Get(Links.Export + filter + "&format=csv")).Content.ReadAsStringAsync();
        Assert.Contains(last, csv, StringComparison.Ordinal);
        Assert.DoesNotContain(first, csv, StringComparison.Ordinal);
        var sheet = await (await officer.Get(Links.Export + filter + "&format=xlsx")).Content.ReadAsByteArrayAsync();
        Assert.Equal(0x4B50, BitConverter.ToUInt16(sheet));
        Assert.Equal(2, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task The_lists_and_the_page_ask_few_questions()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var officer = await app.SignIn(movement.Officer);
        var teacher = await app.SignIn(movement.Teacher);
        await officer.Open(Links.Requests);
        await teacher.Open(Links.Campaigns);

        Assert.InRange((await MassarApp.StatementsOf(() => officer.Open(Links.Requests))).Count, 1, 5);
        Assert.InRange((await MassarApp.StatementsOf(() => officer.Open(Links.Request(id)))).Count, 1, 4);
        Assert.InRange((await MassarApp.StatementsOf(() => teacher.Open(Links.Campaigns))).Count, 1, 4);
        Assert.InRange((await MassarApp.StatementsOf(() => teacher.Open(movement.Apply))).Count, 1, 4);
        Assert.InRange((await MassarApp.StatementsOf(() => teacher.Open(Links.File(movement.Campaign.Id)))).Count, 1, 5);
    }

    [Fact]
    public async Task The_ministry_writes_a_campaign_and_a_colleague_cannot_overwrite_it_unseen()
    {
        var school = await app.Given.School();
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, school.Academy));
        var day = Movement.Today;
        (string, string)[] fields =
        [
            ("CategoryCode", "REGIONAL"), ("NameAr", $"حركة {school.Id}"), ("NameFr", $"Campagne {school.Id}"), ("SchoolYear", $"{Given.Year}"), ("PlaceCode", school.Academy.Code),
            ("OpensOn", $"{day:yyyy-MM-dd}"), ("ClosesOn", $"{day.AddDays(-1):yyyy-MM-dd}"), ("State", "Announced"), ("WishKind", "School"), ("Weight-JoinSpouse", "12,5"),
        ];

        var form = await ministry.Open(Links.NewCampaign);
        var wrong = await form.Submit(fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.NotNull(wrong.ErrorOf("ClosesOn"));
        Assert.Equal("12,5", wrong.ValueOf("Weight-JoinSpouse"));
        await wrong.Submit(("ClosesOn", $"{day.AddDays(9):yyyy-MM-dd}"));

        var campaign = await app.Read(db => db.Campaigns.AsNoTracking().Include(c => c.Rules).SingleAsync(c => c.PlaceId == school.Academy.Id));
        Assert.Equal(12.5m, campaign.Rules.Single(r => r.Criterion == Criterion.JoinSpouse).Weight);
        Assert.Equal("PEP_;PES_;AGR_", campaign.Grades);

        var (one, other) = (await ministry.Open(Links.Opening(campaign.Id)), await ministry.Open(Links.Opening(campaign.Id)));
        await one.Submit(("NameFr", "Premier"));
        var late = await other.Submit(("NameFr", "Second"));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal("Premier", late.ValueOf("NameFr"));
    }

    [Fact]
    public async Task Once_requests_were_sent_the_scale_stays_and_dates_may_move()
    {
        var movement = await Movement.Open(app);
        await movement.Send();
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, movement.School.Academy));

        var scale = await (await ministry.Open(Links.Opening(movement.Campaign.Id))).Submit(("Weight-Children", "9"));
        var dates = await (await ministry.Open(Links.Opening(movement.Campaign.Id))).Submit(("ClosesOn", $"{Movement.Today.AddDays(12):yyyy-MM-dd}"));

        Assert.Equal(HttpStatusCode.Conflict, scale.Status);
        Assert.Equal(HttpStatusCode.OK, dates.Status);
        Assert.Equal(Movement.Today.AddDays(12), await app.Read(db => db.Campaigns.Where(c => c.Id == movement.Campaign.Id).Select(c => c.ClosesOn).SingleAsync()));
    }

    [Theory, InlineData(Roles.Pupil), InlineData(Roles.Guardian)]
    public async Task Families_have_no_business_here(string role)
    {
        var school = await app.Given.School();
        var visitor = await app.SignIn(await app.Given.Person(role, school.Place));

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Open(Links.Campaigns)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Open(Links.Requests)).Status);
    }
}

using System.Net;
using System.Net.Http.Json;
using Massar.Features.Employees.Domain;
using Massar.Features.Mobility;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Mobility;

/// <summary>Cases that come before points: claimed with a proof, decided by the directorate, seen by whoever validates.</summary>
public sealed class PriorityTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Form = "main form[method=post]";
    private static readonly byte[] Pdf = Registrations.Families.Pdf();

    [Theory, InlineData("ar", "أولوية مقبولة"), InlineData("fr", "Priorité acceptée")]
    public async Task A_claimed_priority_is_decided_before_the_request_and_told(string language, string accepted)
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var teacher = await app.SignIn(movement.Teacher, language);

        var form = await (await teacher.Open(Links.File(movement.Campaign.Id))).Follow("/priorities/YearsInPost");
        var sent = await form.Upload(Form, "Document", "pv.pdf", Pdf, "application/pdf", ("Proof", "PV 12"));
        Assert.Equal(HttpStatusCode.OK, sent.Status);
        Assert.EndsWith("/file", sent.Address.Split('?')[0], StringComparison.Ordinal);

        var officer = await app.SignIn(movement.Officer, language);
        var number = MovementRequest.NumberOf(Given.Year, id);
        Assert.True((await officer.Open($"{Links.Requests}?Priority=waiting")).Says(number));
        Assert.False((await officer.Open($"{Links.Requests}?Priority=accepted")).Says(number));
        Assert.Empty((await officer.Open(Links.Request(id))).All("#validate"));
        var early = await (await officer.Open(Links.Requests)).SubmitForm("#batch", null, false, ("Chosen", await movement.Chosen(id)));
        Assert.Equal(RequestState.Submitted, (await movement.Read(id)).State);
        Assert.Single(early.All("tbody tr"));

        var card = await officer.Open(Links.Request(id));
        var decide = await card.Follow("/mobility/priorities/");
        Assert.Equal(Pdf, await (await officer.Get(decide.All("a[href^='/mobility/proofs/']").Single().GetAttribute("href")!)).Content.ReadAsByteArrayAsync());
        var wordless = await decide.Submit(("Decision", "refuse"), ("Remark", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wordless.Status);
        var decided = await wordless.Submit(("Decision", "accept"), ("Remark", ""));
        Assert.Equal(Links.Request(id), decided.Address.Split('?')[0]);
        Assert.True(decided.Says(accepted));

        await (await officer.Open(Links.Request(id))).SubmitForm("#validate", null, false);
        Assert.Equal(RequestState.DirectorateValidated, (await movement.Read(id)).State);
        var academy = await app.SignIn(movement.AcademyOfficer, language);
        Assert.True((await academy.Open(Links.Requests)).Says(accepted));
        Assert.True((await academy.Open(Links.Request(id))).Says(accepted));
        Assert.True((await teacher.Open(Links.File(movement.Campaign.Id))).Says(accepted));
        Assert.True((await teacher.Open(Links.Receipt(id))).Says(accepted));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == movement.Teacher.AccountId && n.Template == "notices.mobility.priority-accepted")));
    }

    [Fact]
    public async Task A_refused_claim_says_why_and_may_be_made_again()
    {
        var movement = await Movement.Open(app);
        var id = await movement.Send();
        var teacher = await app.SignIn(movement.Teacher);
        await (await teacher.Open(Links.Claim(movement.Campaign.Id, PriorityCase.YearsInPost))).Submit(("Proof", "PV 12"));
        var officer = await app.SignIn(movement.Officer);
        await (await (await officer.Open(Links.Request(id))).Follow("/mobility/priorities/")).Submit(("Decision", "refuse"), ("Remark", "الوثيقة ناقصة"));

        Assert.True((await teacher.Open(Links.File(movement.Campaign.Id))).Says("الوثيقة ناقصة"));
        var again = await (await teacher.Open(Links.Claim(movement.Campaign.Id, PriorityCase.YearsInPost))).Submit(("Proof", "PV 13"));
        Assert.Equal(HttpStatusCode.OK, again.Status);
        var claim = await app.Read(db => db.PriorityClaims.AsNoTracking().SingleAsync(c => c.EmployeeId == movement.Teacher.EmployeeId));
        Assert.Equal((ClaimState.Claimed, "PV 13", null), (claim.State, claim.Proof, claim.DecisionRemark));
        var twice = await teacher.Api.PostAsJsonAsync($"/api{Links.Claim(movement.Campaign.Id, PriorityCase.YearsInPost)}", new { proof = "PV 14" });
        Assert.Contains("mobility.priority.waiting", await twice.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_bear_the_claim_refuses_it()
    {
        var movement = await Movement.Open(app);
        await app.Write(db => db.Postings.Where(p => p.EmployeeId == movement.Teacher.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(p => p.StartsOn, new DateOnly(Given.Year - 5, 9, 1))));
        var teacher = await app.SignIn(movement.Teacher, "fr");

        var file = await teacher.Open(Links.File(movement.Campaign.Id));
        Assert.Empty(file.All("a[href$='/priorities/YearsInPost']"));
        Assert.True(file.Says("Années scolaires complètes dans votre poste : 6"));
        var years = await teacher.Api.PostAsJsonAsync($"/api{Links.Claim(movement.Campaign.Id, PriorityCase.YearsInPost)}", new { proof = "PV" });
        Assert.Contains("mobility.priority.too-few-years", await years.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var couple = await teacher.Api.PostAsJsonAsync($"/api{Links.Claim(movement.Campaign.Id, PriorityCase.Couple)}", new { proof = "Acte", document = Pdf });
        Assert.Contains("mobility.ineligible.spouse-unknown", await couple.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await app.Read(db => db.PriorityClaims.CountAsync(c => c.EmployeeId == movement.Teacher.EmployeeId)));
    }

    [Fact]
    public async Task A_couple_must_show_its_papers()
    {
        var movement = await Movement.Open(app);
        await app.Write(db => db.Employees.Where(e => e.Id == movement.Teacher.EmployeeId).ExecuteUpdateAsync(s => s
            .SetProperty(e => e.MaritalStatus, MaritalStatus.Married).SetProperty(e => e.SpouseCommuneId, movement.Others[0].Place.ParentId)));
        var teacher = await app.SignIn(movement.Teacher);

        var bare = await (await teacher.Open(Links.Claim(movement.Campaign.Id, PriorityCase.Couple))).Submit(("Proof", "عقد الزواج"));
        Assert.NotNull(bare.ErrorOf("Document"));
        Assert.Equal("عقد الزواج", bare.ValueOf("Proof"));
        await bare.Upload(Form, "Document", "acte.pdf", Pdf, "application/pdf", ("Proof", "عقد الزواج"));
        Assert.NotNull(await app.Read(db => db.PriorityClaims.Where(c => c.EmployeeId == movement.Teacher.EmployeeId).Select(c => c.DocumentId).SingleAsync()));
    }

    [Fact]
    public async Task Others_claims_do_not_exist_and_nobody_decides_his_own()
    {
        var movement = await Movement.Open(app);
        var elsewhere = await Movement.Open(app);
        var teacher = await app.SignIn(movement.Teacher);
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.Open(Links.Claim(elsewhere.Campaign.Id, PriorityCase.YearsInPost))).Status);
        await (await teacher.Open(Links.Claim(movement.Campaign.Id, PriorityCase.YearsInPost))).Submit(("Proof", "PV 12"));
        var claim = await app.Read(db => db.PriorityClaims.AsNoTracking().SingleAsync(c => c.EmployeeId == movement.Teacher.EmployeeId));

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(elsewhere.Officer)).Open(Links.DecidePriority(claim.Id))).Status);
        var own = await app.Given.Person(Roles.HrManager, movement.School.Directorate, employeeId: movement.Teacher.EmployeeId);
        var judged = await (await app.SignIn(own)).Api.PostAsJsonAsync($"/api{Links.DecidePriority(claim.Id)}", new { version = claim.Version, decision = "accept" });
        Assert.Contains("mobility.own-request", await judged.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(ClaimState.Claimed, await app.Read(db => db.PriorityClaims.Where(c => c.Id == claim.Id).Select(c => c.State).SingleAsync()));
    }

    [Fact]
    public async Task The_ministry_ranks_the_priorities_of_a_campaign()
    {
        var movement = await Movement.Open(app);
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, movement.School.Academy));

        var wrong = await (await ministry.Open(Links.Opening(movement.Campaign.Id))).Submit(("Rank-YearsInPost", "x"));
        Assert.Equal("x", wrong.ValueOf("Rank-YearsInPost"));
        Assert.NotNull(wrong.ErrorOf("Rank-YearsInPost"));
        var right = await wrong.Submit(("Rank-YearsInPost", "2"), ("Years-YearsInPost", "12"), ("Rank-Couple", ""));
        Assert.Equal(HttpStatusCode.OK, right.Status);

        var rules = await app.Read(db => db.Set<PriorityRule>().AsNoTracking().Where(r => r.CampaignId == movement.Campaign.Id).ToListAsync());
        Assert.Equal((PriorityCase.YearsInPost, 2, 12), (rules.Single().Case, rules[0].Rank, rules[0].MinimumYears!.Value));
    }
}

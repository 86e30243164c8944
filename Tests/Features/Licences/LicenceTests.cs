using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Employees.Domain;
using Massar.Features.Licences;
using Massar.Features.Licences.Domain;
using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Massar.Tests.Features.Registrations;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Licences;

/// <summary>Licences of private schools (law 06-00): asked for with papers and a visit, decided by the academy together with the register of schools, watched, checked by anybody.</summary>
public sealed class LicenceTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Raw = @"\b(licences|registry|schools)\.[a-z]";

    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Fact]
    public async Task A_private_school_is_opened_by_one_file_papers_visit_commission_register_sealed_licence_and_public_check()
    {
        var province = await app.Given.School();
        var (office, signatory) = (await app.Given.Person(Roles.HeadOfService, province.Directorate), await app.Given.Person(Roles.Signatory, province.Academy));
        var (directorate, academy) = (await app.SignIn(office, "fr"), await app.SignIn(signatory, "fr", steppedUp: true));
        var name = $"École privée Annour {Given.Next()}";

        var form = await directorate.Open(Links.New);
        Assert.DoesNotMatch(Raw, form.Text);
        var wrong = await form.Submit(("NameAr", "Latin"), ("NameFr", name), ("OwnerAr", "بناني رشيد"), ("OwnerLatin", "بناني"), ("OwnerCin", "12"), ("StartsOn", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(("Latin", name, "12"), (wrong.ValueOf("NameAr"), wrong.ValueOf("NameFr"), wrong.ValueOf("OwnerCin")));
        Assert.All((string[])["NameAr", "OwnerLatin", "OwnerCin", "DirectorAr", "StartsOn", "Nature"], f => Assert.NotNull(wrong.ErrorOf(f)));
        var opened = await wrong.Submit(
            ("NameAr", "مدرسة النور الخصوصية"), ("NameFr", name), ("Nature", "AUTONOMOUS_PRIMARY"), ("Cycles", "PRI"), ("Commune", $"{province.Place.ParentId}"), ("OwnerLatin", "BENNANI Rachid"), ("OwnerCin", "ZZ 990101"),
            ("DirectorAr", "العلوي سعاد"), ("DirectorLatin", "ALAOUI Souad"), ("DirectorCin", "ZZ990102"), ("StartsOn", TypedDay.Iso(Today)), ("DepositedOn", TypedDay.Iso(Today)));
        Assert.DoesNotMatch(Raw, opened.Text);
        var file = await CaseCalled(name);
        Assert.Equal(Links.Case(file.Id), opened.Address);

        // Nothing goes to the commission before its papers are right and the premises were seen.
        var early = await directorate.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", new { version = $"{file.Version}", @do = "send", opinion = "الملف مستوفى لجميع الشروط" });
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        var papers = await app.Read(db => db.LicencePapers.AsNoTracking().Where(p => p.CaseId == file.Id).OrderBy(p => p.Id).ToListAsync());
        var page = await directorate.Open(Links.CasePaper(file.Id, papers[0].Id));
        Assert.DoesNotMatch(Raw, page.Text);
        await page.Upload("form[enctype]", "File", "a.pdf", Families.Pdf(), "application/pdf");
        Assert.Equal(PaperState.Received, await app.Read(db => db.LicencePapers.Where(p => p.Id == papers[0].Id).Select(p => p.State).SingleAsync()));
        foreach (var paper in papers.Where(p => p.IsRequired))
        {
            var version = await app.Read(db => db.LicencePapers.Where(p => p.Id == paper.Id).Select(p => p.Version).SingleAsync());
            Assert.True((await directorate.Api.PostAsJsonAsync($"/api{Links.CasePaper(file.Id, paper.Id)}", new { version = $"{version}", @do = "accept" })).IsSuccessStatusCode);
        }

        Assert.False((await directorate.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", new { version = $"{file.Version}", @do = "send", opinion = "الملف مستوفى لجميع الشروط" })).IsSuccessStatusCode);
        var visit = await directorate.Open(Links.CaseVisit(file.Id));
        var seen = await visit.Upload("form[enctype]", "File", "r.pdf", Families.Pdf(), "application/pdf", ("VisitedOn", TypedDay.Iso(Today)), ("Visitors", "لجنة المديرية"), ("Report", "القاعات مطابقة للتصاميم"), ("Remarks", ""), ("MendBy", ""));
        Assert.Equal(Links.Case(file.Id), seen.Address);
        var sent = await seen.SubmitForm("form:has([name=Opinion])", "send", false, ("Opinion", "الملف مستوفى لجميع الشروط"));
        Assert.True(sent.Says("En commission"), sent.Text);

        // One decision for both: the register does not decide it beside the file.
        file = await CaseCalled(name);
        var change = await app.Read(db => db.SchoolChanges.AsNoTracking().SingleAsync(c => c.Id == file.ChangeId));
        Assert.Equal((ChangeState.Proposed, true), (change.State, change.IsLicensed));
        Assert.Equal(HttpStatusCode.Conflict, (await academy.Api.PostAsJsonAsync($"/api{Massar.Features.Registry.Links.Decide(change.Id)}", new { version = $"{change.Version}", decision = "approve" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await directorate.Api.PostAsync($"/api{Massar.Features.Registry.Links.Withdraw(change.Id)}", null)).StatusCode);
        Assert.Contains((await academy.Open(Massar.Features.Registry.Links.Change(change.Id))).All("main a"), a => a.GetAttribute("href") == Links.Case(file.Id));
        Assert.Equal(["notices.licence-case-commission"], await Told(signatory));

        var decision = await academy.Open(Links.Case(file.Id));
        Assert.DoesNotMatch(Raw, decision.Text);
        var noReason = await decision.SubmitForm("form:has([name=CommissionOn])", null, false, ("Do", "refuse"), ("CommissionReference", "12/26"));
        Assert.NotNull(noReason.ErrorOf("Reason"));
        Assert.Equal("12/26", noReason.ValueOf("CommissionReference"));
        var granted = await noReason.SubmitForm("form:has([name=CommissionOn])", null, false, ("Do", "grant"), ("Conditions", "60 تلميذا على الأكثر"));
        Assert.True(granted.Says("Autorisé"), granted.Text);

        var licence = await app.Read(db => db.SchoolLicences.AsNoTracking().SingleAsync(l => l.CaseId == file.Id));
        var school = await app.Read(db => db.Schools.AsNoTracking().Include(s => s.Place).SingleAsync(s => s.Id == licence.SchoolId));
        Assert.Equal((false, "PRI", name, 1), (school.IsPublic, school.Cycles, school.Place.NameFr, licence.Number));
        Assert.Equal(Today.AddYears(5).AddDays(-1), licence.ExpiresOn);
        Assert.Equal("application/pdf", (await academy.Get(Links.Paper(licence.Id))).Content.Headers.ContentType?.MediaType);
        var shown = await academy.Open(Links.Licence(licence.Id));
        Assert.DoesNotMatch(Raw, shown.Text);
        // Whoever holds the paper checks it, and reads the owner by initials only.
        var code = await app.Read(db => db.IssuedDocuments.Where(d => d.Id == licence.DocumentId).Select(d => d.Code).SingleAsync());
        var verified = await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(code));
        Assert.True(verified.Says(name));
        Assert.False(verified.Says("BENNANI"));
        Assert.True((await app.Visitor("fr").Open(Massar.Features.Schools.Links.Card(school.GresaCode))).Says(Formats.ShortDate(licence.ExpiresOn)));
        foreach (var language in (string[])["ar", "fr", "en", "zgh"])
        {
            var check = await app.Visitor(language).Open(Links.CheckOf(school.GresaCode));
            Assert.DoesNotMatch(Raw, check.Text);
            Assert.True(check.Says(Formats.ShortDate(licence.ExpiresOn)) && !check.Says("ZZ990101"), check.Text);
        }
    }

    [Fact]
    public async Task A_school_of_a_later_day_gets_its_licence_when_the_register_opens_it_and_loses_it_when_it_is_closed()
    {
        var province = await app.Given.School();
        var signatory = await app.Given.Person(Roles.Signatory, province.Academy);
        var academy = await app.SignIn(signatory, steppedUp: true);
        var office = await app.Given.Person(Roles.HeadOfService, province.Directorate);
        var directorate = await app.SignIn(office);
        var name = $"École privée Al Ghad {Given.Next()}";
        var file = await Opening(directorate, province, name, Today.AddDays(20));

        var decided = await academy.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", new { version = $"{file.Version}", @do = "grant", commissionOn = TypedDay.Iso(Today), commissionReference = "1/26", expiresOn = TypedDay.Iso(Today.AddYears(3)) });
        Assert.True(decided.IsSuccessStatusCode, await decided.Content.ReadAsStringAsync());
        var licence = await app.Read(db => db.SchoolLicences.AsNoTracking().SingleAsync(l => l.CaseId == file.Id));
        Assert.Null(licence.SchoolId);

        MassarApp.Clock.Pass(TimeSpan.FromDays(21));
        await app.RunWork($"registry/{file.ChangeId}/");
        licence = await app.Read(db => db.SchoolLicences.AsNoTracking().SingleAsync(l => l.CaseId == file.Id));
        Assert.NotNull(licence.SchoolId);
        Assert.Equal(licence.SchoolId, licence.LiveKey);
        Assert.Equal(licence.SchoolId, await app.Read(db => db.LicenceVisits.Where(v => v.CaseId == file.Id).Select(v => v.SchoolId).SingleAsync()));

        // A private school is never proposed to the register without a file.
        (directorate, academy) = (await app.SignIn(office), await app.SignIn(signatory, steppedUp: true));
        var beside = await directorate.Api.PostAsJsonAsync($"/api{Massar.Features.Registry.Links.Open}", new
        {
            nameAr = "مدرسة التجربة",
            nameFr = "École Attajriba",
            nature = "AUTONOMOUS_PRIMARY",
            cycles = "PRI",
            sector = "private",
            milieu = "urban",
            commune = $"{province.Place.ParentId}",
            reference = "5/26",
            documentOn = TypedDay.Iso(Today),
            effectiveOn = TypedDay.Iso(Today),
        });
        Assert.Equal(HttpStatusCode.BadRequest, beside.StatusCode);

        var address = $"/api{Massar.Features.Registry.Links.Propose(licence.SchoolId!.Value, "close")}";
        var read = await directorate.Api.GetFromJsonAsync<JsonElement>(address);
        var proposed = await directorate.Api.PostAsJsonAsync(address, new { seen = read.GetProperty("seen").GetString(), reference = "9/26", documentOn = TypedDay.Iso(Today), effectiveOn = TypedDay.Iso(Today) });
        Assert.True(proposed.IsSuccessStatusCode, await proposed.Content.ReadAsStringAsync());
        var closing = await app.Read(db => db.SchoolChanges.AsNoTracking().SingleAsync(c => c.SchoolId == licence.SchoolId && c.Kind == ChangeKind.Close));
        Assert.True((await academy.Api.PostAsJsonAsync($"/api{Massar.Features.Registry.Links.Decide(closing.Id)}", new { version = $"{closing.Version}", decision = "approve" })).IsSuccessStatusCode);
        var code = await app.Read(db => db.IssuedDocuments.Where(d => d.Id == licence.DocumentId).Select(d => d.Code).SingleAsync());
        Assert.True((await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(code))).Says("est fermée"));
        Assert.Equal((LicenceState.Ended, (int?)null), await app.Read(db => db.SchoolLicences.Where(l => l.Id == licence.Id).Select(l => new ValueTuple<LicenceState, int?>(l.State, l.LiveKey)).SingleAsync()));
    }

    [Fact]
    public async Task A_licence_withdrawn_before_its_day_opens_no_school_and_the_owner_s_family_decides_nothing()
    {
        var province = await app.Given.School();
        var (signatory, spouse) = (await app.Given.Person(Roles.Signatory, province.Academy), await app.Given.Person(Roles.Signatory, province.Academy));
        var file = await Opening(await app.SignIn(await app.Given.Person(Roles.HeadOfService, province.Directorate)), province, $"École privée Al Ofoq {Given.Next()}", Today.AddDays(20), ownerCin: "ZZ990177");
        object Decision(DateOnly on) => new { version = $"{file.Version}", @do = "grant", commissionOn = TypedDay.Iso(on), commissionReference = "1/26", expiresOn = TypedDay.Iso(Today.AddYears(3)) };

        // The owner is no employee.
        await Parent(spouse, "ZZ990177");
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.SignIn(spouse, steppedUp: true)).Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", Decision(Today))).StatusCode);
        var academy = await app.SignIn(signatory, steppedUp: true);
        // No commission sat before the file was there.
        Assert.Equal(HttpStatusCode.BadRequest, (await academy.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", Decision(Today.AddDays(-1)))).StatusCode);
        Assert.True((await academy.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", Decision(Today))).IsSuccessStatusCode);

        var licence = await app.Read(db => db.SchoolLicences.AsNoTracking().SingleAsync(l => l.CaseId == file.Id));
        Task<HttpResponseMessage> Rule(string @do) => academy.Api.PostAsJsonAsync($"/api{Links.Licence(licence.Id)}", new { version = $"{licence.Version}", @do, reason = "تصريح كاذب من صاحب المؤسسة" });
        Assert.Equal(HttpStatusCode.Conflict, (await Rule("suspend")).StatusCode);
        var withdrawn = await Rule("withdraw");
        Assert.True(withdrawn.IsSuccessStatusCode, await withdrawn.Content.ReadAsStringAsync());
        Assert.Equal(ChangeState.Refused, await app.Read(db => db.SchoolChanges.Where(c => c.Id == file.ChangeId).Select(c => c.State).SingleAsync()));
        MassarApp.Clock.Pass(TimeSpan.FromDays(21));
        await app.RunWork($"registry/{file.ChangeId}/");
        Assert.Null(await app.Read(db => db.PlannedSchools.Where(p => p.ChangeId == file.ChangeId).Select(p => p.SchoolId).SingleAsync()));
    }

    [Fact]
    public async Task A_returned_opening_goes_back_to_the_register_as_a_correction_and_who_is_concerned_decides_nothing()
    {
        var province = await app.Given.School();
        var (office, signatory, other) = (await app.Given.Person(Roles.HeadOfService, province.Directorate), await app.Given.Person(Roles.Signatory, province.Academy), await app.Given.Person(Roles.Signatory, province.Academy));
        var (directorate, academy) = (await app.SignIn(office), await app.SignIn(signatory, steppedUp: true));
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == other.EmployeeId).Select(e => e.Cin).SingleAsync());
        var name = $"École privée Al Bayane {Given.Next()}";
        var file = await Opening(directorate, province, name, Today, ownerCin: cin);
        object Decision(string @do, string? reason = null) => new { version = $"{file.Version}", @do, commissionOn = TypedDay.Iso(Today), commissionReference = "1/26", expiresOn = TypedDay.Iso(Today.AddYears(3)), reason };

        // The owner sits at the academy.
        var concerned = await app.SignIn(other, steppedUp: true);
        Assert.Equal(HttpStatusCode.Conflict, (await concerned.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", Decision("grant"))).StatusCode);
        Assert.Empty((await concerned.Open(Links.Case(file.Id))).All("[name=CommissionOn]"));
        // A fresh second factor seals.
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(signatory)).Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", Decision("grant"))).StatusCode);
        // Who sent it wears another hat: still the same person.
        var sender = await app.Read(db => db.LicenceCases.Where(c => c.Id == file.Id).Select(c => c.SentByAccountId).SingleAsync());
        Assert.Equal(office.AccountId, sender);
        await app.Write(db => db.LicenceCases.Where(c => c.Id == file.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.SentByAccountId, signatory.AccountId)));
        Assert.Equal(HttpStatusCode.Conflict, (await academy.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", Decision("grant"))).StatusCode);
        await app.Write(db => db.LicenceCases.Where(c => c.Id == file.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.SentByAccountId, sender)));

        Assert.True((await academy.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", Decision("return", "ينقص عقد التأمين المدرسي"))).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await academy.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", Decision("grant"))).StatusCode);
        var first = file.ChangeId;
        file = await CaseCalled(name);
        Assert.Equal((CaseState.Returned, ChangeState.Returned), (file.State, await app.Read(db => db.SchoolChanges.Where(c => c.Id == first).Select(c => c.State).SingleAsync())));
        Assert.True((await directorate.Open(Links.Case(file.Id))).Says("ينقص عقد التأمين المدرسي"));
        Assert.Contains("notices.licence-case-returned", await Told(office));
        Assert.True((await directorate.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", new { version = $"{file.Version}", @do = "send", opinion = "استكمل الملف بالعقد" })).IsSuccessStatusCode);
        var again = await app.Read(db => db.LicenceCases.Where(c => c.Id == file.Id).Join(db.SchoolChanges, c => c.ChangeId, c => c.Id, (_, c) => new { c.FollowsId, c.State }).SingleAsync());
        Assert.Equal((first, ChangeState.Proposed), (again.FollowsId, again.State));
    }

    [Fact]
    public async Task AC_MAS_12_An_authorisation_that_expires_in_60_days_is_seen_by_its_directorate_and_the_public_page_says_until_when()
    {
        var school = await PrivateSchool();
        var licence = await Licence(school, Today.AddDays(60));
        var office = await app.Given.Person(Roles.HeadOfService, school.Directorate);
        var directorate = await app.SignIn(office, "fr");

        var expiring = await directorate.Open(Links.With(Links.All, ("state", "expiring")));
        Assert.DoesNotMatch(Raw, expiring.Text);
        Assert.Contains(school.GresaCode, Assert.Single(expiring.All("main tbody tr")).TextContent, StringComparison.Ordinal);
        Assert.True((await app.Visitor("en").Open(Massar.Features.Schools.Links.Card(school.GresaCode))).Says($"Valid until {Formats.ShortDate(licence.ExpiresOn)}"));
        var board = await (await app.SignIn(school.Head, "fr")).Open(Massar.Features.Deadlines.Links.Board);
        Assert.Contains(board.All("main a"), a => a.GetAttribute("href") == Links.Licence(licence.Id));
        Assert.True((await directorate.Open(Massar.Features.Deadlines.Links.Schools())).Says("Autorisation de l'école à renouveler"));

        // Alarms at 90, 30 and 7 days, and once it is over: each told once to the school and the directorate.
        await Watch(licence.Id);
        Assert.Equal(["notices.licence-expires"], await Told(school.Head));
        await Watch(licence.Id);
        Assert.Equal(["notices.licence-expires"], await Told(school.Head));
        foreach (var (days, alarms) in ((int, int)[])[(29, 1), (31, 2), (54, 3), (58, 3), (62, 4)])
        {
            MassarApp.Clock.Moved = TimeSpan.FromDays(days);
            await app.RunWork($"licence/{licence.Id}/");
            Assert.Equal(alarms, (await Told(school.Head)).Count);
        }

        Assert.Equal(["notices.licence-expires", "notices.licence-expires", "notices.licence-expires", "notices.licence-expired"], await Told(office));
        Assert.True((await app.Visitor("fr").Open(Massar.Features.Schools.Links.Card(school.GresaCode))).Says("a expiré le"));
        Assert.True((await app.Visitor("fr").Open(Links.CheckOf(school.GresaCode))).Says("a expiré le"));
        Assert.True((await (await app.SignIn(office, "fr")).Open(Links.With(Links.All, ("state", "expired")))).Says(school.GresaCode));
    }

    [Fact]
    public async Task A_licence_is_suspended_and_withdrawn_with_a_reason_and_a_day_to_appeal_by_its_academy_alone()
    {
        var school = await PrivateSchool();
        var licence = await Licence(school, Today.AddYears(2));
        var signatory = await app.Given.Person(Roles.Signatory, school.Academy);
        var stranger = await app.Given.Person(Roles.Signatory, (await app.Given.School()).Academy);
        var (academy, head) = (await app.SignIn(signatory, "fr", steppedUp: true), await app.SignIn(school.Head, "fr"));

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger, steppedUp: true)).Api.PostAsJsonAsync($"/api{Links.Licence(licence.Id)}", new { version = "0", @do = "withdraw", reason = "لا أساس قانوني له" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger)).Open(Links.Licence(licence.Id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Api.PostAsJsonAsync($"/api{Links.Licence(licence.Id)}", new { version = "0", @do = "suspend", reason = "لا أساس قانوني له" })).StatusCode);

        var page = await academy.Open(Links.Licence(licence.Id));
        var noReason = await page.SubmitForm("form:has([name=Reason])", "suspend", false, ("Reason", "court"));
        Assert.NotNull(noReason.ErrorOf("Reason"));
        var suspended = await noReason.SubmitForm("form:has([name=Reason])", "suspend", false, ("Reason", "Locaux dangereux constatés"));
        Assert.True(suspended.Says("Suspendue"), suspended.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await page.SubmitForm("form:has([name=Reason])", "withdraw", false, ("Reason", "Locaux dangereux constatés"))).Status);
        Assert.True((await head.Open(Links.Mine)).Says(Formats.ShortDate(Today.AddDays(60))));
        // Families learn that it is suspended, not why.
        var check = await app.Visitor("fr").Open(Links.CheckOf(school.GresaCode));
        Assert.True(check.Says("suspendue") && !check.Says("dangereux"));
        Assert.Contains("notices.licence-suspended", await Told(school.Head));
        // No new licence ends a suspension.
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Ask}", new { kind = "Renewal", startsOn = TypedDay.Iso(Today) })).StatusCode);

        var lifted = await suspended.SubmitForm("form:has([name=Reason])", "lift", false, ("Reason", "Travaux faits et constatés"));
        Assert.True(lifted.Says("En vigueur"));
        var withdrawn = await lifted.SubmitForm("form:has([name=Reason])", "withdraw", false, ("Reason", "Fausse déclaration du propriétaire"));
        Assert.True(withdrawn.Says("Retirée"));
        Assert.Empty(withdrawn.All("[name=Reason]"));
        Assert.True((await app.Visitor("fr").Open(Links.CheckOf(school.GresaCode))).Says("Aucune autorisation en vigueur"));
        Assert.True((await academy.Open(Links.With(Links.All, ("state", "none")))).Says(school.GresaCode));
    }

    [Fact]
    public async Task The_head_of_a_private_school_asks_for_a_renewal_and_a_cycle_and_the_school_has_it_from_the_licence_s_day()
    {
        var school = await PrivateSchool("PRI");
        var licence = await Licence(school, Today.AddDays(40), "PRI");
        var head = await app.SignIn(school.Head, "fr");
        var office = await app.Given.Person(Roles.HeadOfService, school.Directorate);

        var publicHead = await app.SignIn((await app.Given.School()).Head, "fr");
        Assert.True((await publicHead.Open(Links.Mine)).Says("Cette page concerne les écoles privées"));
        Assert.Equal(HttpStatusCode.Conflict, (await publicHead.Open(Links.Ask)).Status);

        var form = await head.Open(Links.With(Links.Ask, ("kind", "Cycle")));
        Assert.DoesNotMatch(Raw, form.Text);
        var sent = await form.SubmitForm("form.narrow", null, false, ("Cycle", "COL"), ("StartsOn", TypedDay.Iso(Today)));
        var file = await app.Read(db => db.LicenceCases.AsNoTracking().SingleAsync(c => c.LiveKey == school.Id));
        Assert.Equal((Links.Case(file.Id), "PRI;COL"), (sent.Address, file.Cycles));
        Assert.Contains("notices.licence-case-study", await Told(office));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Ask}", new { kind = "Renewal", startsOn = TypedDay.Iso(Today) })).StatusCode);

        // What the school hands in is read by it and its offices alone.
        var paper = await app.Read(db => db.LicencePapers.AsNoTracking().FirstAsync(p => p.CaseId == file.Id && p.IsRequired));
        await (await head.Open(Links.CasePaper(file.Id, paper.Id))).Upload("form[enctype]", "File", "a.pdf", Families.Pdf(), "application/pdf");
        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsJsonAsync($"/api{Links.CasePaper(file.Id, paper.Id)}", new { version = "1", @do = "accept" })).StatusCode);
        var stored = await app.Read(db => db.LicencePapers.Where(p => p.Id == paper.Id).Join(db.StoredFiles, p => p.FileId, f => f.Id, (_, f) => f.PublicId).SingleAsync());
        Assert.Equal(HttpStatusCode.OK, (await head.Get(Links.CaseFile(file.Id, stored))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await publicHead.Get(Links.CaseFile(file.Id, stored))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await publicHead.Open(Links.Case(file.Id))).Status);

        // What the school asked for the school takes back, and not its directorate.
        var directorate = await app.SignIn(office);
        Assert.Equal(HttpStatusCode.NotFound, (await directorate.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", new { version = $"{file.Version}", @do = "withdraw" })).StatusCode);
        await Study(directorate, file);
        file = await app.Read(db => db.LicenceCases.AsNoTracking().SingleAsync(c => c.Id == file.Id));
        var academy = await app.SignIn(await app.Given.Person(Roles.Signatory, school.Academy), steppedUp: true);
        var decided = await academy.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", new { version = $"{file.Version}", @do = "grant", commissionOn = TypedDay.Iso(Today), commissionReference = "2/26", expiresOn = TypedDay.Iso(licence.ExpiresOn) });
        Assert.True(decided.IsSuccessStatusCode, await decided.Content.ReadAsStringAsync());
        Assert.Equal("PRI;COL", await app.Read(db => db.Schools.Where(s => s.Id == school.Id).Select(s => s.Cycles).SingleAsync()));
        Assert.Equal(LicenceState.Replaced, await app.Read(db => db.SchoolLicences.Where(l => l.Id == licence.Id).Select(l => l.State).SingleAsync()));
        var mine = await head.Open(Links.Mine);
        Assert.True(mine.Says("collégial") || mine.Says("Collège"), mine.Text);
        // What the directorate wrote to the academy stays between them.
        Assert.False((await head.Open(Links.Case(file.Id))).Says("الملف مستوفى لجميع الشروط"));

        // A renewal of a later day has the cycles of the licence in force, which counts until then.
        await app.Write(db => db.Schools.Where(s => s.Id == school.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Cycles, "PRI")));
        var renewal = await head.Api.PostAsJsonAsync($"/api{Links.Ask}", new { kind = "Renewal", startsOn = TypedDay.Iso(Today.AddDays(30)) });
        Assert.True(renewal.IsSuccessStatusCode, await renewal.Content.ReadAsStringAsync());
        file = await app.Read(db => db.LicenceCases.AsNoTracking().SingleAsync(c => c.LiveKey == school.Id));
        Assert.Equal("PRI;COL", file.Cycles);
        await Study(directorate, file);
        file = await app.Read(db => db.LicenceCases.AsNoTracking().SingleAsync(c => c.Id == file.Id));
        // The officer's family owns the school by the licence in force, whoever the file names.
        var family = await app.Given.Person(Roles.Signatory, school.Academy);
        await Parent(family, licence.OwnerCin);
        await app.Write(db => db.LicenceCases.Where(c => c.Id == file.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.OwnerCin, "ZZ990188")));
        object Grant() => new { version = $"{file.Version}", @do = "grant", commissionOn = TypedDay.Iso(Today), commissionReference = "3/26", expiresOn = TypedDay.Iso(Today.AddYears(5)) };
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.SignIn(family, steppedUp: true)).Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", Grant())).StatusCode);
        decided = await academy.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", Grant());
        Assert.True(decided.IsSuccessStatusCode, await decided.Content.ReadAsStringAsync());
        var coming = await app.Read(db => db.SchoolLicences.AsNoTracking().SingleAsync(l => l.CaseId == file.Id));
        Assert.Null(coming.LiveKey);
        Assert.True((await academy.Open(Links.Licence(coming.Id))).Says(Formats.ShortDate(coming.StartsOn)));
        Assert.True((await app.Visitor("fr").Open(Links.CheckOf(school.GresaCode))).Says(Formats.ShortDate(licence.ExpiresOn)));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Ask}", new { kind = "Renewal", startsOn = TypedDay.Iso(Today) })).StatusCode);
        MassarApp.Clock.Pass(TimeSpan.FromDays(31));
        await app.RunWork($"licence/{coming.Id}/");
        Assert.Equal(school.Id, await app.Read(db => db.SchoolLicences.Where(l => l.Id == coming.Id).Select(l => l.LiveKey).SingleAsync()));
        Assert.Equal("PRI;COL", await app.Read(db => db.Schools.Where(s => s.Id == school.Id).Select(s => s.Cycles).SingleAsync()));
    }

    [Fact]
    public async Task Remarks_of_a_visit_are_mended_by_the_school_and_seen_by_the_directorate()
    {
        var school = await PrivateSchool();
        await Licence(school, Today.AddYears(2));
        var office = await app.Given.Person(Roles.HeadOfService, school.Directorate);
        var (directorate, head) = (await app.SignIn(office, "fr"), await app.SignIn(school.Head, "fr"));

        var form = await directorate.Open(Links.Visits(school.Id));
        Assert.DoesNotMatch(Raw, form.Text);
        var noDay = await form.Upload("form[enctype]", "File", "r.pdf", Families.Pdf(), "application/pdf", ("VisitedOn", TypedDay.Iso(Today)), ("Visitors", "Commission provinciale"), ("Report", "Visite de suivi"), ("Remarks", "Extincteurs périmés\nIssue fermée"), ("MendBy", ""));
        Assert.NotNull(noDay.ErrorOf("MendBy"));
        Assert.Equal("Commission provinciale", noDay.ValueOf("Visitors"));
        await noDay.Upload("form[enctype]", "File", "r.pdf", Families.Pdf(), "application/pdf", ("VisitedOn", TypedDay.Iso(Today)), ("Visitors", "Commission provinciale"), ("Report", "Visite de suivi"), ("Remarks", "Extincteurs périmés\nIssue fermée"), ("MendBy", TypedDay.Iso(Today.AddDays(10))));
        var remarks = await app.Read(db => db.LicenceRemarks.AsNoTracking().Where(r => r.SchoolId == school.Id).OrderBy(r => r.Id).ToListAsync());
        Assert.Equal(["Extincteurs périmés", "Issue fermée"], remarks.Select(r => r.Text));
        Assert.Equal(["notices.licence-visited"], await Told(school.Head));
        Assert.Contains((await head.Open(Massar.Features.Deadlines.Links.Board)).All("main a"), a => a.GetAttribute("href") == Links.Remark(remarks[0].Id));

        var stranger = await app.SignIn((await PrivateSchool()).Head);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Links.Remark(remarks[0].Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(Links.Report(remarks[0].VisitId))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await head.Get(Links.Report(remarks[0].VisitId))).StatusCode);
        var mended = await (await head.Open(Links.Remark(remarks[0].Id))).SubmitWith("mend", ("Answer", "Extincteurs remplacés le 3"));
        Assert.True(mended.Says("à constater"), mended.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Api.PostAsJsonAsync($"/api{Links.Remark(remarks[0].Id)}", new { version = "1", @do = "settle" })).StatusCode);
        // It waits for the directorate's judgement, in a list that leaves as a file; another directorate's is empty of it.
        var waiting = await directorate.Open(Links.Remarks);
        Assert.Equal([Links.Remark(remarks[0].Id)], waiting.All("main tbody a").Select(a => a.GetAttribute("href")));
        Assert.Contains("Extincteurs périmés", await (await directorate.Get($"{Links.Remarks}/list.csv?state=judge")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var elsewhere = await app.SignIn(await app.Given.Person(Roles.HeadOfService, (await app.Given.School()).Directorate), "fr");
        Assert.Empty((await elsewhere.Open($"{Links.Remarks}?state=all")).All("main tbody a"));
        var settled = await (await directorate.Open(Links.Remark(remarks[0].Id))).SubmitWith("settle");
        Assert.True(settled.Says("Levée"), settled.Text);
        Assert.Contains("notices.licence-remark-mended", await Told(office));
        Assert.Contains("notices.licence-remark-settled", await Told(school.Head));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Links.Remark(remarks[0].Id)}", new { version = "2", @do = "mend", answer = "Extincteurs remplacés encore" })).StatusCode);
    }

    [Fact]
    public async Task Hours_of_a_public_teacher_are_allowed_by_his_directorate_below_the_ceiling_and_not_by_himself_or_family()
    {
        var (school, second) = (await PrivateSchool(), await PrivateSchool());
        var elsewhere = await app.Given.School();
        var teacher = await app.Given.Employee(elsewhere.Place);
        var account = await app.Given.Person(Roles.Teacher, elsewhere.Place, employeeId: teacher.Id);
        var office = await app.Given.Person(Roles.HeadOfService, elsewhere.Directorate);
        var (head, directorate) = (await app.SignIn(school.Head, "fr", steppedUp: true), await app.SignIn(office, "fr", steppedUp: true));
        object Declared(string hours, string? cin = null) => new { nameAr = "التازي كريمة", nameLatin = "TAZI Karima", cin = cin ?? teacher.Cin, diploma = "Licence", teaches = "Maths", hours, ppr = teacher.Ppr };

        var form = await head.Open(Links.Teachers);
        Assert.DoesNotMatch(Raw, form.Text);
        // One number without the other tells nothing.
        Assert.Equal(HttpStatusCode.BadRequest, (await head.Api.PostAsJsonAsync($"/api{Links.Teachers}", Declared("4", "ZZ1"))).StatusCode);
        var tooMany = await form.SubmitForm("#declare", null, false, ("NameAr", "التازي كريمة"), ("NameLatin", "TAZI Karima"), ("Cin", teacher.Cin), ("Diploma", "Licence"), ("Teaches", "Maths"), ("Hours", "9"), ("Ppr", teacher.Ppr));
        Assert.NotNull(tooMany.ErrorOf("Hours"));
        Assert.Equal("TAZI Karima", tooMany.ValueOf("NameLatin"));
        var declared = await tooMany.SubmitForm("#declare", null, false, ("Hours", "5"));
        Assert.True(declared.Says("En attente"), declared.Text);
        Assert.DoesNotMatch(Raw, declared.Text);
        Assert.Equal(HttpStatusCode.BadRequest, (await head.Api.PostAsJsonAsync($"/api{Links.Teachers}", Declared("2"))).StatusCode);
        Assert.Contains("notices.extra-hours-asked", await Told(account));

        var extra = await app.Read(db => db.ExtraHours.AsNoTracking().SingleAsync(x => x.EmployeeId == teacher.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await app.Given.Person(Roles.HeadOfService, school.Directorate))).Open(Links.ExtraCase(extra.Id))).Status);
        var self = await app.SignIn(await app.Given.Person(Roles.HeadOfService, elsewhere.Directorate, employeeId: teacher.Id));
        Assert.Equal(HttpStatusCode.Conflict, (await self.Api.PostAsJsonAsync($"/api{Links.ExtraCase(extra.Id)}", new { version = "0", @do = "grant" })).StatusCode);
        var spouse = await app.Given.Person(Roles.HeadOfService, elsewhere.Directorate);
        await app.Write(async db =>
        {
            var cin = await db.Employees.Where(e => e.Id == spouse.EmployeeId).Select(e => e.Cin).SingleAsync();
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = teacher.Id, FirstNameAr = "سلمى", BirthDate = new DateOnly(2020, 5, 1), OtherParentCin = cin, LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        });
        Assert.Empty((await (await app.SignIn(spouse)).Open(Links.ExtraCase(extra.Id))).All("main form"));
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.SignIn(spouse)).Api.PostAsJsonAsync($"/api{Links.ExtraCase(extra.Id)}", new { version = "0", @do = "grant" })).StatusCode);

        // Nor does who owns the school that asks.
        var owner = await app.Given.Person(Roles.HeadOfService, elsewhere.Directorate);
        await Parent(owner, (await Licence(school, Today.AddYears(1))).OwnerCin);
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.SignIn(owner)).Api.PostAsJsonAsync($"/api{Links.ExtraCase(extra.Id)}", new { version = "0", @do = "grant" })).StatusCode);

        var granted = await (await directorate.Open(Links.ExtraCase(extra.Id))).SubmitWith("grant");
        Assert.True(granted.Says("Autorisées"), granted.Text);
        Assert.Contains("notices.extra-hours-granted-of", await Told(school.Head));
        // Five and four are more than eight.
        Assert.True((await (await app.SignIn(second.Head)).Api.PostAsJsonAsync($"/api{Links.Teachers}", Declared("4"))).IsSuccessStatusCode);
        var more = await app.Read(db => db.ExtraHours.Where(x => x.EmployeeId == teacher.Id && x.SchoolId == second.Id).Select(x => x.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await directorate.Api.PostAsJsonAsync($"/api{Links.ExtraCase(more)}", new { version = "0", @do = "grant" })).StatusCode);
        var mine = await (await app.SignIn(account, "fr")).Open(Links.OwnExtra);
        // The sealed paper is the teacher's, the school's and the directorate's.
        Assert.NotNull(mine.Find($"main a[href='{Links.ExtraPaper(extra.Id)}']"));
        foreach (var reader in (Visitor[])[await app.SignIn(account), await app.SignIn(school.Head), directorate])
            Assert.Equal("application/pdf", (await reader.Get(Links.ExtraPaper(extra.Id))).Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await app.Given.School()).Head)).Get(Links.ExtraPaper(extra.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await directorate.Get(Links.ExtraPaper(more))).StatusCode);
        var sealedPaper = await app.Read(db => db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.Kind == ExtraHours.Register && d.EmployeeId == teacher.Id));
        Assert.Null((await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(sealedPaper.Code))).Find("main .note.bad"));
        Assert.DoesNotMatch(Raw, mine.Text);
        Assert.Equal(2, mine.All("main .list li").Count);

        var list = await directorate.Open(Links.With(Links.Extra, ("state", "all")));
        Assert.DoesNotMatch(Raw, list.Text);
        Assert.Equal(2, list.All("main tbody tr").Count);
        Assert.Equal(HttpStatusCode.OK, (await directorate.Get($"{Links.Extra}/list.csv?state=all")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await head.Get($"{Links.Teachers}/list.xlsx")).StatusCode);
        var left = await (await head.Open(Links.Teachers)).SubmitForm("main td form", null, false);
        Assert.Equal(ExtraState.Ended, await app.Read(db => db.ExtraHours.Where(x => x.Id == extra.Id).Select(x => x.State).SingleAsync()));
        Assert.True(left.Says("Terminées"));
        Assert.Contains("notices.extra-hours-ended", await Told(account));
        Assert.NotNull((await app.Visitor("fr").Open(Massar.Features.Documents.Links.Verify(sealedPaper.Code))).Find("main .note.bad"));

        // Who leaves the number out is answered as ever, and the teacher and the directorate are told.
        var quiet = await app.Given.Employee(elsewhere.Place);
        var known = await app.Given.Person(Roles.Teacher, elsewhere.Place, employeeId: quiet.Id);
        Assert.True((await head.Api.PostAsJsonAsync($"/api{Links.Teachers}", new { nameAr = "الصقلي هناء", nameLatin = "SQALLI Hanae", cin = quiet.Cin, diploma = "Licence", teaches = "Maths", hours = "20", ppr = "" })).IsSuccessStatusCode);
        Assert.False((await head.Open(Links.Teachers)).Says("Non demandées"));
        Assert.Equal(["notices.extra-hours-unasked"], await Told(known));
        Assert.Contains("notices.extra-hours-unasked-of", await Told(office));
        Assert.DoesNotContain("notices.extra-hours-unasked-of", await Told(school.Head));
        var hours = await app.Read(db => db.ExtraHours.Where(x => x.EmployeeId == quiet.Id).Select(x => x.Id).SingleAsync());
        Assert.Contains((await directorate.Open(Links.Extra)).All("main tbody a"), a => a.GetAttribute("href") == Links.ExtraCase(hours));
        var unasked = await directorate.Open(Links.ExtraCase(hours));
        Assert.True(unasked.Says("sans demander d'autorisation"), unasked.Text);
        Assert.Empty(unasked.All("main form"));
    }

    [Fact]
    public async Task A_directorate_reads_its_own_register_and_files_and_takes_them_along()
    {
        var (school, other) = (await PrivateSchool(), await PrivateSchool());
        await Licence(school, Today.AddYears(1));
        var theirs = await Licence(other, Today.AddYears(1));
        var directorate = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, school.Directorate), "ar");

        var list = await directorate.Open(Links.All);
        Assert.DoesNotMatch(Raw, list.Text);
        Assert.Contains(school.GresaCode, Assert.Single(list.All("main tbody tr")).TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await directorate.Open(Links.Licence(theirs.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await directorate.Get(Links.Paper(theirs.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await directorate.Open(Links.Case(theirs.CaseId))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await directorate.Open(Links.Visits(other.Id))).Status);
        var csv = await (await directorate.Get($"{Links.All}/list.csv")).Content.ReadAsStringAsync();
        Assert.Contains(school.GresaCode, csv, StringComparison.Ordinal);
        Assert.DoesNotContain("ZZ99", csv, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await directorate.Get($"{Links.Cases}/list.xlsx?state=all")).StatusCode);
        var teacher = await app.SignIn(await app.Given.Person(Roles.Teacher, school.Place));
        Assert.Equal(HttpStatusCode.Forbidden, (await teacher.Open(Links.All)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await teacher.Open(Links.Mine)).Status);
    }

    [Fact]
    public async Task The_public_check_wants_three_letters_shows_private_schools_only_and_slows_down_who_copies_it()
    {
        var school = await PrivateSchool();
        var open = await app.Given.School();

        Assert.True((await app.Visitor("fr").Open(Links.CheckOf("ab"))).Says("au moins trois lettres"));
        Assert.True((await app.Visitor("fr").Open(Links.CheckOf(open.GresaCode))).Says("Aucune école privée"));
        var bare = await app.Visitor("fr").Open(Links.CheckOf(school.Place.NameFr));
        Assert.True(bare.Says("Aucune autorisation en vigueur"));
        Assert.DoesNotMatch(@"[A-Z]{2}\d{5,}", bare.Text);
        using var limits = new CheckLimits(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Massar:Limits:LicenceChecksPerMinute", "2")]).Build());
        Assert.Null(limits.Spend("10.0.0.1"));
        Assert.Null(limits.Spend("10.0.0.1"));
        Assert.NotNull(limits.Spend("10.0.0.1"));
        Assert.Null(limits.Spend("10.0.0.2"));
    }

    [Theory, InlineData(91, null), InlineData(90, 90), InlineData(31, 90), InlineData(30, 30), InlineData(8, 30), InlineData(7, 7), InlineData(0, 7), InlineData(-1, 0)]
    public void The_nearest_alarm_holds(int days, int? alarm) => Assert.Equal(alarm, new LicenceFigures([90, 30, 7], 5, 60, 8).Reached(days));

    // Whoever has that card is the other parent of the person's child.
    private Task Parent(GivenPerson person, string cin) => app.Write(async db =>
    {
        db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = person.EmployeeId!.Value, FirstNameAr = "سلمى", BirthDate = new DateOnly(2020, 5, 1), OtherParentCin = cin, LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
        await db.SaveChangesAsync();
    });

    private async Task<GivenSchool> PrivateSchool(string cycles = "PRI;COL")
    {
        var school = await app.Given.School(cycles);
        await app.Write(db => db.Schools.Where(s => s.Id == school.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.IsPublic, false)));
        return school;
    }

    private async Task<SchoolLicence> Licence(GivenSchool school, DateOnly expires, string cycles = "PRI;COL")
    {
        var n = Given.Next();
        SchoolLicence? made = null;
        await app.Write(async db =>
        {
            var file = new LicenceCase
            {
                Kind = LicenceKind.Renewal,
                PlaceId = school.Directorate.Id,
                AcademyId = school.Academy.Id,
                SchoolId = school.Id,
                NameAr = school.Place.NameAr,
                NameFr = school.Place.NameFr,
                Cycles = cycles,
                StartsOn = Today.AddDays(-30),
                OwnerAr = "بناني رشيد",
                OwnerLatin = "BENNANI Rachid",
                OwnerCin = $"ZZ99{n % 100000}",
                DirectorAr = "العلوي سعاد",
                DirectorLatin = "ALAOUI Souad",
                DirectorCin = $"ZZ98{n % 100000}",
                DepositedOn = Today.AddDays(-40),
                OpenedByAccountId = school.Head.AccountId,
                OpenedAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
            };
            db.LicenceCases.Add(file);
            await db.SaveChangesAsync();
            made = new SchoolLicence
            {
                CaseId = file.Id,
                Kind = file.Kind,
                PlaceId = file.PlaceId,
                AcademyId = file.AcademyId,
                Number = n,
                Year = 2020,
                NameAr = file.NameAr,
                NameFr = file.NameFr,
                Cycles = cycles,
                OwnerAr = file.OwnerAr,
                OwnerLatin = file.OwnerLatin,
                OwnerCin = file.OwnerCin,
                DirectorAr = file.DirectorAr,
                DirectorLatin = file.DirectorLatin,
                DirectorCin = file.DirectorCin,
                IssuedOn = Today,
                StartsOn = Today.AddDays(-30),
                ExpiresOn = expires,
            };
            made.BelongTo(school.Id);
            made.Begin();
            db.SchoolLicences.Add(made);
            await db.SaveChangesAsync();
        });
        return made!;
    }

    // As on the day a licence was granted: its next alarm is put down, and looked after.
    private async Task Watch(long licence)
    {
        await app.Write(async db =>
        {
            var now = MassarApp.Clock.GetUtcNow().UtcDateTime;
            db.WorkItems.Add(new WorkItem { Kind = "licence-watch", Key = $"licence/{licence}/{Guid.NewGuid():N}", Payload = licence.ToString(CultureInfo.InvariantCulture), RunAfter = now, CreatedAt = now });
            await db.SaveChangesAsync();
        });
        await app.RunWork($"licence/{licence}/");
    }

    private async Task<LicenceCase> Opening(Visitor directorate, GivenSchool province, string name, DateOnly starts, string ownerCin = "ZZ990103")
    {
        var opened = await directorate.Api.PostAsJsonAsync($"/api{Links.New}", new
        {
            nameAr = "مدرسة الغد الخصوصية",
            nameFr = name,
            nature = "AUTONOMOUS_PRIMARY",
            cycles = "PRI",
            milieu = "urban",
            commune = $"{province.Place.ParentId}",
            ownerAr = "بناني رشيد",
            ownerLatin = "BENNANI Rachid",
            ownerCin,
            directorAr = "العلوي سعاد",
            directorLatin = "ALAOUI Souad",
            directorCin = "ZZ990104",
            startsOn = TypedDay.Iso(starts),
            depositedOn = TypedDay.Iso(Today),
        });
        Assert.True(opened.IsSuccessStatusCode, await opened.Content.ReadAsStringAsync());
        await Study(directorate, await CaseCalled(name));
        return await CaseCalled(name);
    }

    private async Task Study(Visitor directorate, LicenceCase file)
    {
        foreach (var paper in await app.Read(db => db.LicencePapers.AsNoTracking().Where(p => p.CaseId == file.Id && p.IsRequired).ToListAsync()))
            Assert.True((await directorate.Api.PostAsJsonAsync($"/api{Links.CasePaper(file.Id, paper.Id)}", new { version = $"{paper.Version}", @do = "accept" })).IsSuccessStatusCode);
        var visited = await directorate.Api.PostAsJsonAsync($"/api{Links.CaseVisit(file.Id)}", new { visitedOn = TypedDay.Iso(Today), visitors = "لجنة المديرية", report = "القاعات مطابقة للتصاميم" });
        Assert.True(visited.IsSuccessStatusCode, await visited.Content.ReadAsStringAsync());
        var sent = await directorate.Api.PostAsJsonAsync($"/api{Links.Case(file.Id)}", new { version = $"{file.Version}", @do = "send", opinion = "الملف مستوفى لجميع الشروط" });
        Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());
    }

    private Task<LicenceCase> CaseCalled(string name) => app.Read(db => db.LicenceCases.AsNoTracking().SingleAsync(c => c.NameFr == name));

    private Task<List<string>> Told(GivenPerson person) =>
        app.Read(db => db.Notices.Where(n => n.AccountId == person.AccountId && (n.Template.StartsWith("notices.licence") || n.Template.StartsWith("notices.extra"))).OrderBy(n => n.Id).Select(n => n.Template).ToListAsync());
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Exports.Domain;
using Massar.Features.Families;
using Massar.Features.Families.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Pictures = Massar.Tests.Features.Registrations.Families;

namespace Massar.Tests.Features.StaffFamilies;

/// <summary>Workflow 4.17: what happens in a family is declared on the phone, proved, entered, decided, and paid from a month on.</summary>
public sealed class FamilyTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    private static readonly DateOnly Month = new(Today.Year, Today.Month, 1);

    private static readonly DateOnly SchoolStart = new(Given.Year, 9, 1);

    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task A_birth_is_declared_on_the_phone_its_missing_paper_chased_through_the_head_then_entered_decided_paid_and_taken_back(string language)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var (phone, office, head) = (await app.SignIn(teacher, language), await app.SignIn(province.Hr, language), await app.SignIn(province.School.Head, language));
        foreach (var back in (int[])[0, 1, 2])
            await Plant(teacher, Month.AddMonths(-back), back == 0 ? PayState.Computed : PayState.Paid);
        var born = Month.AddMonths(-3).AddDays(9);

        // The marriage is on the file: its act is not asked for (SEL-1). One paper comes along, one does not.
        Assert.NotNull((await phone.Open(Links.Declare)).Find($"main a[href='{Links.New(FamilyEventKind.Birth)}']"));
        var form = await phone.Open(Links.New(FamilyEventKind.Birth));
        Assert.True(form.Says(Words.All.Say(language, "family.known.family-file")), form.Text);
        Assert.Equal(["Paper.BIRTH_EXTRACT", "Paper.NOT_PAID_ELSEWHERE"], form.All("main input[type=file]").Select(i => i.GetAttribute("name")));
        var sent = await form.Upload("main form[method=post]", "Paper.BIRTH_EXTRACT", "acte.png", Pictures.Png(800, 1000), "image/png", ("ChildName", "آدم"), ("On", Iso(born)), ("OtherCin", "ab 12345"));
        var id = await Newest(teacher);
        Assert.Equal(Links.Case(id), sent.Address);
        Assert.Equal(1, await Notices(province.Hr, "notices.family-declared"));
        Assert.Equal(HttpStatusCode.Conflict, (await Declare(phone, new { kind = "Birth", on = Iso(born), childName = "ادم" })).StatusCode);

        // The office may not enter it yet; it names the paper, and the employee and the head are told with a day.
        Assert.Equal(HttpStatusCode.Conflict, (await Check(office, id, "Enter")).StatusCode);
        await (await office.Open(Links.Check(id))).Submit(("Act", "Missing"), ("Paper", "NOT_PAID_ELSEWHERE"), ("Why", ""));
        var missing = await Event(id);
        Assert.Equal((FamilyState.Missing, "NOT_PAID_ELSEWHERE", Today.AddDays(15)), (missing.State, missing.MissingPaper, missing.PaperDueOn));
        Assert.Equal((1, 1), (await Notices(teacher, "notices.family-missing"), await Notices(province.School.Head, "notices.family-chase")));
        Assert.True((await head.Open(Links.All)).Says(Words.All.Say(language, "family.until", Formats.ShortDate(Today.AddDays(15)))));

        // Its day passes, and the morning after comes: both are told again and nothing is refused. The head, to whom it was brought, hands it in and does not read the others.
        var passing = TimeSpan.FromDays(16) + TimeSpan.FromHours(8);
        MassarApp.Clock.Moved += passing;
        await app.RunWork($"family-paper/{id}/");
        missing = await Event(id);
        Assert.Equal((FamilyState.Missing, 1, Today.AddDays(15)), (missing.State, missing.Reminders, missing.PaperDueOn));
        Assert.Equal((1, 2), (await Notices(teacher, "notices.family-reminded"), await Notices(province.School.Head, "notices.family-chase")));
        MassarApp.Clock.Moved -= passing;
        var seen = await head.Open(Links.Case(id));
        var file = (await office.Open(Links.Case(id))).All("main a[download]").Select(a => a.GetAttribute("href")!).Single();
        Assert.Empty(seen.All("main a[download]"));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Get(file)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await office.Get(file)).StatusCode);
        await seen.Upload($"form[action='{Links.Papers(id)}']", "Paper", "a.pdf", Pictures.Pdf(), "application/pdf");
        Assert.Equal(FamilyState.Declared, (await Event(id)).State);

        // Entered as the act says: on the file, not yet paid.
        await (await office.Open(Links.Check(id))).Submit(("Act", "Enter"), ("Name", "آدم"), ("On", Iso(born)), ("Why", ""));
        Assert.Equal(FamilyState.Entered, (await Event(id)).State);
        var mine = await Mine(phone);
        Assert.Equal((0m, 300m), (mine.GetProperty("amount").GetDecimal(), mine.GetProperty("coming").GetDecimal()));
        Assert.True((await phone.Open(Links.Mine)).Says(Words.All.Say(language, "family.right.undecided")));

        // One click: the decision says the same figures, with its guards.
        var ready = await (await office.Open(Links.Case(id))).Follow(Massar.Features.Decisions.Links.Family(teacher.EmployeeId));
        Assert.Single(ready.All("main input[name=Line]"));
        var shown = await ready.SubmitForm($"form[action='{Massar.Features.Decisions.Links.Family()}']", null, false);
        var decision = long.Parse(shown.Address.Split('/')[^1], null);
        Assert.True(shown.Says(Formats.Money(300, language)), shown.Text);
        await Walk(province, decision);
        Assert.Equal(0m, (await Mine(phone)).GetProperty("amount").GetDecimal());
        await province.MustSign(decision);

        var effective = FamilySituation.MonthFrom(born);
        var signed = await province.Decision(decision);
        Assert.Equal((effective, 0, 1, 0m, 300m), (signed.EffectiveOn, signed.OldChildren, signed.NewChildren, signed.OldAllowance, signed.NewAllowance));
        Assert.Equal(FamilyState.Decided, (await Event(id)).State);
        var page = await phone.Open(Links.Mine);
        Assert.True(page.Says(Words.All.Say(language, "family.paid-from", Formats.ShortDate(effective), signed.Number!)), page.Text);
        Assert.True(page.Says(Words.All.Say(language, "family.by", signed.Number!)), page.Text);
        mine = await Mine(phone);
        Assert.Equal((300m, Iso(effective)), (mine.GetProperty("amount").GetDecimal(), mine.GetProperty("since").GetString()));

        // The pay: this month anew, the two sent ones owed; what depends on the tax of a dependent comes on top of the 300.
        var months = await Months(teacher);
        var family = await app.Read(db => db.PayLines.Where(l => l.PayMonthId == months[Month].Id && (l.Code == "FamilyAllowance" || l.Code == "FamilyArrears")).ToDictionaryAsync(l => l.Code, l => l.Amount));
        Assert.Equal(300m, family["FamilyAllowance"]);
        var owed = await app.Read(db => db.PayArrears.Where(a => a.DecisionId == decision).ToListAsync());
        Assert.Equal([Month.AddMonths(-2), Month.AddMonths(-1)], owed.Select(a => a.Month).Order());
        Assert.All(owed, a => Assert.True(a.Amount is >= 300m and < 350m && a.Children == 1, $"{a.Amount}"));
        Assert.Equal(owed.Sum(a => a.Amount), family["FamilyArrears"]);
        Assert.True((await phone.Open(Massar.Features.Payslips.Links.Month(Month))).Says(Words.All.Say(language, "payslips.element.FamilyArrears")));

        await Paper(decision, teacher, "آدم", signed.Number!);

        // Taken back: the pay and the page are what they were, and it may be decided again.
        var second = await province.WithdrawalReadyToSign(decision);
        await province.MustSign(second);
        Assert.Equal(FamilyState.Entered, (await Event(id)).State);
        Assert.Equal(0m, (await Mine(phone)).GetProperty("amount").GetDecimal());
        Assert.False(await app.Read(db => db.PayLines.AnyAsync(l => l.PayMonthId == months[Month].Id && l.Code == "FamilyAllowance")));
        Assert.Equal(0m, await app.Read(db => db.PayArrears.Where(a => a.EmployeeId == teacher.EmployeeId && a.Children != null).SumAsync(a => a.Due - a.Received)));
        Assert.Single((await office.Open(Massar.Features.Decisions.Links.Family(teacher.EmployeeId))).All("main input[name=Line]"));
    }

    public static TheoryData<string, string, string, string> Kinds => new()
    {
        // The event, what the file then says of the child (or of the person), before and after.
        { "Schooling", "NotSchooled", "Counts", "SCHOOL_CERTIFICATE" },
        { "EndOfStudies", "Counts", "NotSchooled", "" },
        { "ChildDeath", "Counts", "Dead", "DEATH_EXTRACT" },
        { "Custody", "Counts", "NotInCare", "CUSTODY_RULING" },
        { "Marriage", "Single", "Married", "MARRIAGE_ACT" },
        { "Divorce", "Married", "Divorced", "DIVORCE_ACT" },
        { "SpouseDeath", "Married", "Widowed", "DEATH_EXTRACT" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Each_event_changes_what_the_page_says_once_it_is_entered_and_what_is_paid_once_it_is_decided(string kind, string before, string after, string paper)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var (phone, office) = (await app.SignIn(teacher, "fr"), await app.SignIn(province.Hr, "fr"));
        var ofChild = kind is "Schooling" or "EndOfStudies" or "ChildDeath" or "Custody";
        var child = ofChild ? await Child(teacher, kind is "Schooling" or "EndOfStudies" ? Month.AddYears(-18) : Month.AddYears(-6), schooled: kind switch { "Schooling" => false, "EndOfStudies" => true, _ => null }) : 0;
        if (kind == "Marriage")
            await app.Read(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.MaritalStatus, MaritalStatus.Single)));
        Assert.Equal(before, await Said());

        var on = kind == "Schooling" ? Month.AddMonths(-1) < SchoolStart ? SchoolStart : Month.AddMonths(-1) : Month.AddMonths(-1).AddDays(3);
        Dictionary<string, byte[]> papers = paper.Length == 0 ? [] : new() { [paper] = Pictures.Pdf(), ["SPOUSE_INCOME"] = Pictures.Pdf() };
        var reply = await Declare(phone, new { kind, on = Iso(on), child = ofChild ? child : (long?)null, spouseName = "العلوي مريم", comes = "no", papers });
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        var id = await Newest(teacher);
        Assert.Equal(before, await Said());
        if (kind == "Custody")
            Assert.Equal(HttpStatusCode.BadRequest, (await Check(office, id, "Enter")).StatusCode);
        var entered = await Check(office, id, "Enter", why: kind == "Custody" ? "حكم رقم 118 بتاريخ 12/03/2026" : null);
        Assert.True(entered.IsSuccessStatusCode, await entered.Content.ReadAsStringAsync());
        Assert.Equal(before, await Said());

        var decision = (await Prepared(office, teacher)).Decision;
        await Walk(province, decision);
        await province.MustSign(decision);
        Assert.Equal(after, await Said(FamilySituation.MonthFrom(on)));
        // Both times stay readable: the day before is what it was.
        if (!ofChild)
            Assert.Equal(before, (await office.Api.GetFromJsonAsync<JsonElement>($"/api/employees/{teacher.EmployeeId}?on={Iso(on.AddDays(-1))}")).GetProperty("family").GetProperty("status").GetString());

        async Task<string?> Said(DateOnly? month = null)
        {
            if (month > Today)
                return after;
            var mine = await Mine(phone);
            return ofChild ? mine.GetProperty("children").EnumerateArray().Single().GetProperty("right").GetString() : mine.GetProperty("status").GetString();
        }
    }

    [Fact]
    public async Task What_a_file_knows_is_not_asked_for()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var phone = await app.SignIn(teacher, "fr");
        var birth = Month.AddYears(-17);
        var pupil = await app.Given.Pupil(province.School, "1BAC", birthDate: birth);
        var name = await app.Read(db => db.Pupils.Where(p => p.Id == pupil.Id).Select(p => p.FirstNameAr).SingleAsync());
        var child = await Child(teacher, birth, schooled: null, name);

        // The number of another child tells nothing; that of this child stands for the certificate, and next year it is known.
        var stranger = await app.Given.Pupil(province.School, "1BAC", birthDate: birth.AddDays(1));
        await Declare(phone, new { kind = "Schooling", on = Iso(SchoolStart), child, massarCode = stranger.MassarCode });
        var first = await Newest(teacher);
        Assert.Empty(await app.Read(db => db.FamilyPapers.Where(p => p.EventId == first).ToListAsync()));
        await phone.Api.PostAsJsonAsync($"/api{Links.Cancel(first)}", new { version = $"{(await Event(first)).Version}" });
        await Declare(phone, new { kind = "Schooling", on = Iso(SchoolStart), child, massarCode = pupil.MassarCode });
        var second = await Newest(teacher);
        Assert.Equal("pupil-file", await app.Read(db => db.FamilyPapers.Where(p => p.EventId == second).Select(p => p.KnownFrom).SingleAsync()));
        Assert.True((await Check(await app.SignIn(province.Hr), second, "Enter")).IsSuccessStatusCode);
        var form = await phone.Open(Links.New(FamilyEventKind.Schooling, child));
        Assert.True(form.Says(Words.All.Say("fr", "family.known.pupil-file")), form.Text);
        Assert.Empty(form.All("main input[type=file]"));
    }

    [Fact]
    public async Task A_child_of_two_members_of_staff_is_paid_to_one()
    {
        var (province, mother, father) = await Couple();
        var office = await app.SignIn(province.Hr, "fr");
        var born = Month.AddMonths(-2).AddDays(4);
        var (hers, his) = (await Birth(mother.Person, "هبة", born, father.Cin), await Birth(father.Person, "هبه", born, mother.Cin));
        Assert.True((await Check(office, hers, "Enter")).IsSuccessStatusCode);

        // The office is told by name, and cannot pay both.
        var form = await office.Open(Links.Check(his));
        Assert.True(form.Says(Words.All.Say("fr", "family.other-parent", mother.Name, mother.Ppr)), form.Text);
        var both = await Check(office, his, "Enter");
        Assert.Equal(HttpStatusCode.Conflict, both.StatusCode);
        Assert.Contains(mother.Ppr, await both.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await Check(office, his, "EnterForOther")).IsSuccessStatusCode);
        var decision = (await Prepared(office, father.Person)).Decision;
        await Walk(province, decision);
        await province.MustSign(decision);
        Assert.Equal(0m, (await province.Decision(decision)).NewAllowance);
        Assert.Equal("OtherParent", (await Mine(await app.SignIn(father.Person))).GetProperty("children").EnumerateArray().Single().GetProperty("right").GetString());
        var hersDecided = (await Prepared(office, mother.Person)).Decision;
        await Walk(province, hersDecided);
        await province.MustSign(hersDecided);
        Assert.Equal(300m, (await province.Decision(hersDecided)).NewAllowance);
    }

    [Fact]
    public async Task What_is_paid_to_the_other_parent_stands_against_the_decision_at_the_preview_and_at_the_signature()
    {
        var (province, mother, father) = await Couple();
        var office = await app.SignIn(province.Hr, "fr");
        var born = Month.AddMonths(-2).AddDays(4);
        var hers = await Birth(mother.Person, "هبة", born, null);
        Assert.True((await Check(office, hers, "Enter")).IsSuccessStatusCode);
        var decision = (await Prepared(office, mother.Person)).Decision;
        await Walk(province, decision);

        // Meanwhile the paper file of the other parent turns out to hold the same child.
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = father.Person.EmployeeId!.Value, FirstNameAr = "هبة", BirthDate = born, OtherParentCin = mother.Cin });
            await db.SaveChangesAsync();
        });
        var reply = await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), decision);
        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Contains("decisions.why.family-one-parent", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Given up, it is prepared again: the preview says the same, and nothing can be chosen.
        var signatory = await app.SignIn(province.Signatory);
        Assert.True((await province.Visa(signatory, decision, "Refused", "no-right")).IsSuccessStatusCode);
        var ready = await office.Open(Massar.Features.Decisions.Links.Family(mother.Person.EmployeeId));
        Assert.Empty(ready.All("main input[name=Line]"));
        Assert.True(ready.Says(Words.All.Say("fr", "decisions.why.family-one-parent-next")), ready.Text);
        Assert.Equal(HttpStatusCode.Conflict, (await Prepare(office, mother.Person)).StatusCode);
    }

    [Fact]
    public async Task Nobody_checks_or_decides_what_is_his_own_or_his_spouses_and_who_tries_is_written_down()
    {
        var province = await Province.Make(app);
        var (teacher, colleague) = (await province.Teacher(), await app.Given.Person(Roles.HrManager, province.School.Directorate));
        var hrCin = await app.Read(db => db.Employees.Where(e => e.Id == province.Hr.EmployeeId).Select(e => e.Cin).SingleAsync());
        var (hr, other) = (await app.SignIn(province.Hr, "fr"), await app.SignIn(colleague, "fr"));
        var own = await Birth(province.Hr, "يحيى", Month.AddMonths(-2), null);
        var spouses = await Birth(teacher, "يحيى", Month.AddMonths(-2), hrCin);

        foreach (var id in (long[])[own, spouses])
        {
            Assert.Equal(HttpStatusCode.Conflict, (await hr.Open(Links.Check(id))).Status);
            Assert.Equal(HttpStatusCode.Conflict, (await Check(hr, id, "Enter")).StatusCode);
        }

        Assert.Equal(2, await app.Read(db => db.AuditEntries.CountAsync(a => a.AccountId == province.Hr.AccountId && a.Action == "Families.CheckEvent" && a.Changes!.Contains("family.own"))));
        Assert.True((await Check(other, spouses, "Enter")).IsSuccessStatusCode);
        Assert.Empty((await hr.Open(Massar.Features.Decisions.Links.Family(teacher.EmployeeId))).All("main input[name=Line]"));
        Assert.Equal(HttpStatusCode.Conflict, (await Prepare(hr, teacher)).StatusCode);
        // Prepared by a colleague, it is still not the spouse's to send on.
        var decision = (await Prepared(other, teacher)).Decision;
        Assert.Equal(HttpStatusCode.Conflict, (await hr.Api.PostAsJsonAsync("/api/decisions/send", new { batch = (long?)null, decisions = new[] { decision } })).StatusCode);
        await other.Api.PostAsJsonAsync("/api/decisions/send", new { batch = (long?)null, decisions = new[] { decision } });
        Assert.Equal(DecisionState.InVisa, (await province.Decision(decision)).State);
    }

    [Fact]
    public async Task Another_directorate_and_a_colleague_find_nothing_and_who_read_an_older_state_reads_again()
    {
        var (province, elsewhere) = (await Province.Make(app), await Province.Make(app));
        var teacher = await province.Teacher();
        var id = await Birth(teacher, "أنس", Month.AddMonths(-1), null);
        var stranger = await app.SignIn(elsewhere.Hr);
        foreach (var address in (string[])[Links.Case(id), Links.Check(id)])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Check(stranger, id, "Enter")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await province.Teacher())).Open(Links.Case(id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Check(await app.SignIn(province.School.Head), id, "Enter")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(teacher)).Open(Links.All)).Status);
        Assert.Empty((await stranger.Open(Links.All)).All($"main a[href='{Links.Case(id)}']"));

        var office = await app.SignIn(province.Hr, "fr");
        Assert.Single((await office.Open(Links.All)).All($"main a[href='{Links.Case(id)}']"));
        var form = await office.Open(Links.Check(id));
        await app.Write(db => db.FamilyEvents.Where(e => e.Id == id).ExecuteUpdateAsync(s => s.SetProperty(e => e.Version, e => e.Version + 1)));
        var stale = await form.Submit(("Act", "Refuse"), ("Why", "هذا ما كتبته من قبل"));
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Equal("هذا ما كتبته من قبل", stale.ValueOf("Why"));
        Assert.True(stale.Says(Words.All.Say("fr", "family.stale", Words.All.Say("fr", "family.state.Declared"))), stale.Text);
        Assert.Equal(FamilyState.Declared, (await Event(id)).State);
    }

    [Theory, InlineData("ar"), InlineData("fr")]
    public async Task What_is_typed_wrongly_comes_back_with_its_reason(string language)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var form = await (await app.SignIn(teacher, language)).Open(Links.New(FamilyEventKind.Birth));

        var after = await form.Submit(("ChildName", "Adam"), ("On", "2026-02-31"), ("OtherCin", "12AB"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, after.Status);
        Assert.Equal(("Adam", "12AB"), (after.ValueOf("ChildName"), after.ValueOf("OtherCin")));
        foreach (var field in (string[])["ChildName", "On", "OtherCin"])
            Assert.NotNull(after.ErrorOf(field));
        var future = await after.Submit(("ChildName", "آدم"), ("On", Iso(Today.AddDays(2))), ("OtherCin", ""));
        Assert.EndsWith(Words.All.Say(language, "family.on.future").Replace('\u00A0', ' '), future.ErrorOf("On")!, StringComparison.Ordinal);
        var picture = await future.Upload("main form[method=post]", "Paper.BIRTH_EXTRACT", "a.png", [1, 2, 3, 4], "image/png", ("On", Iso(Month)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, picture.Status);
        Assert.False(await app.Read(db => db.FamilyEvents.AnyAsync(e => e.EmployeeId == teacher.EmployeeId)));
        Assert.Equal(HttpStatusCode.Conflict, (await Declare(await app.SignIn(teacher), new { kind = "Marriage", on = Iso(Month), spouseName = "العلوي مريم" })).StatusCode);
    }

    [Fact]
    public async Task One_batch_holds_the_events_of_an_office_and_what_changed_since_is_not_decided()
    {
        var province = await Province.Make(app);
        var (one, two) = (await province.Teacher(), await province.Teacher());
        var office = await app.SignIn(province.Hr, "fr");
        foreach (var (person, name) in ((GivenPerson, string)[])[(one, "آدم"), (one, "سلمى"), (two, "إلياس")])
            Assert.True((await Check(office, await Birth(person, name, Month.AddMonths(-2), null), "Enter")).IsSuccessStatusCode);
        var stamps = await Stamps(office);
        Assert.Equal(2, stamps.Count);

        var late = await Birth(two, "هبة", Month.AddMonths(-1), null);
        Assert.True((await Check(office, late, "Enter")).IsSuccessStatusCode);
        var stale = await office.Api.PostAsJsonAsync("/api/decisions/family", new { lines = stamps });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.False(await app.Read(db => db.Decisions.AnyAsync(d => d.EmployeeId == one.EmployeeId)));

        var page = await office.Open(Massar.Features.Decisions.Links.Family());
        var batch = await page.SubmitForm($"form[action='{Massar.Features.Decisions.Links.Family()}']", null, false, [.. page.All("main input[name=Line]").Select(i => ("Line", i.GetAttribute("value")!))]);
        Assert.True(batch.Status == HttpStatusCode.OK, batch.Text);
        var decisions = await app.Read(db => db.Decisions.AsNoTracking().Where(d => d.PlaceId == province.Hr.PlaceId).OrderBy(d => d.EmployeeId).ToListAsync());
        Assert.Equal([(one.EmployeeId, 600m), (two.EmployeeId, 600m)], decisions.Select(d => ((long?)d.EmployeeId, d.NewAllowance!.Value)));
        Assert.Single(decisions.Select(d => d.BatchId).Distinct());
        Assert.Empty(await Stamps(office));
    }

    [Fact]
    public async Task The_list_is_taken_along_after_a_second_factor()
    {
        var province = await Province.Make(app);
        var id = await Birth(await province.Teacher(), "آدم", Month.AddMonths(-1), null);
        var plain = await (await app.SignIn(province.Hr, "fr")).Get($"{Links.All}/list.csv");
        var fresh = await (await app.SignIn(province.Hr, "fr", steppedUp: true)).Get($"{Links.All}/list.csv");

        Assert.NotEqual("text/csv", plain.Content.Headers.ContentType?.MediaType);
        Assert.Contains("آدم", await fresh.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(id > 0 && ExportKinds.FiltersOf(ExportKinds.Families).Count == 2);
    }

    [Fact]
    public async Task The_ministry_changes_the_papers_of_an_event_and_knows_only_the_files_there_are()
    {
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, (await app.Given.School()).Academy), "fr");
        var row = await app.Read(db => db.FamilyPaperRules.AsNoTracking().SingleAsync(p => p.EventKind == "EndOfStudies" && db.SchoolYears.Any(y => y.Id == p.SchoolYearId && y.IsCurrent)));
        var form = await ministry.Open(Massar.Features.Reference.Links.Row("family-papers", $"{row.Id}"));

        var wrong = await form.Submit(("KnownFrom", "hearsay"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        await form.Submit(("NameFr", "Déclaration de fin d'études, signée"));

        Assert.Equal("Déclaration de fin d'études, signée", await app.Read(db => db.FamilyPaperRules.Where(p => p.Id == row.Id).Select(p => p.NameFr).SingleAsync()));
    }

    private async Task Paper(long decision, GivenPerson person, params string[] phrases)
    {
        var bytes = await app.Read(async db =>
        {
            var document = await db.Decisions.Where(d => d.Id == decision).Select(d => d.DocumentId).SingleAsync();
            Assert.Equal("family-allowance-decision", await db.IssuedDocuments.Where(d => d.Id == document).Select(d => d.Kind).SingleAsync());
            return await db.DocumentContents.Where(c => c.DocumentId == document).Select(c => c.Bytes).SingleAsync();
        });
        var file = Path.Combine(Directory.CreateTempSubdirectory("family-").FullName, "FamilyAllowance.pdf");
        await File.WriteAllBytesAsync(file, bytes);
        var text = Tools.Bare(Tools.Text(file));
        var employee = await app.Read(db => db.Employees.SingleAsync(e => e.Id == person.EmployeeId));
        foreach (var phrase in (string[])[Words.All.Say("ar", "decisions.paper.family-allowance.subject"), employee.LastNameAr, employee.Ppr, "2.58.1381", .. phrases])
            Assert.Contains(Tools.Bare(phrase), text, StringComparison.Ordinal);
        Assert.DoesNotContain("{", text, StringComparison.Ordinal);
        Assert.Contains("Pages:           1", Tools.Run("pdfinfo", file).Output, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("MASSAR_PAPERS") is { Length: > 0 } keep)
            File.Copy(file, Path.Combine(keep, "FamilyAllowance.pdf"), overwrite: true);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private sealed record Parent(GivenPerson Person, string Cin, string Ppr, string Name);

    private async Task<(Province Province, Parent Mother, Parent Father)> Couple()
    {
        var province = await Province.Make(app);
        var parents = new List<Parent>();
        for (var i = 0; i < 2; i++)
        {
            var person = await province.Teacher();
            var e = await app.Read(db => db.Employees.SingleAsync(x => x.Id == person.EmployeeId));
            parents.Add(new Parent(person, e.Cin, e.Ppr, e.FullNameLatin));
        }

        return (province, parents[0], parents[1]);
    }

    /// <summary>A birth declared with every paper.</summary>
    private async Task<long> Birth(GivenPerson person, string name, DateOnly on, string? otherCin)
    {
        var papers = new Dictionary<string, byte[]> { ["BIRTH_EXTRACT"] = Pictures.Pdf(), ["NOT_PAID_ELSEWHERE"] = Pictures.Pdf() };
        var reply = await Declare(await app.SignIn(person), new { kind = "Birth", on = Iso(on), childName = name, otherCin, papers });
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        return await Newest(person);
    }

    private async Task<long> Child(GivenPerson person, DateOnly birth, bool? schooled, string name = "سلمى")
    {
        var child = new EmployeeChild { EmployeeId = person.EmployeeId!.Value, FirstNameAr = name, BirthDate = birth };
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(child);
            await db.SaveChangesAsync();
            // Of the year before last when it has run out.
            if (schooled is { } now)
                db.ChildSteps.Add(new ChildStep { EmployeeId = child.EmployeeId, ChildId = child.Id, Aspect = ChildAspect.Schooling, StartsOn = SchoolStart.AddYears(now ? 0 : -1), EndsOn = SchoolStart.AddYears(now ? 1 : 0).AddDays(-1), Holds = true });
            await db.SaveChangesAsync();
        });
        return child.Id;
    }

    private static Task<HttpResponseMessage> Declare(Visitor phone, object input) => phone.Api.PostAsJsonAsync("/api/family/new", input);

    private async Task<HttpResponseMessage> Check(Visitor office, long id, string act, string? paper = null, string? why = null) =>
        await office.Api.PostAsJsonAsync($"/api{Links.Check(id)}", new { act, paper, why, version = $"{(await Event(id)).Version}" });

    private static async Task<List<string>> Stamps(Visitor office, long? employee = null) =>
        [.. (await office.Api.GetFromJsonAsync<JsonElement>($"/api{Massar.Features.Decisions.Links.Family(employee)}")).GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("stamp").GetString()!)];

    private static async Task<HttpResponseMessage> Prepare(Visitor office, GivenPerson person) => await office.Api.PostAsJsonAsync("/api/decisions/family", new { lines = await Stamps(office, person.EmployeeId) });

    private static async Task<(long Batch, long Decision)> Prepared(Visitor office, GivenPerson person)
    {
        var reply = await Prepare(office, person);
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, body);
        var made = JsonDocument.Parse(body).RootElement;
        return (made.GetProperty("batch").GetInt64(), made.GetProperty("decision").GetInt64());
    }

    private static async Task Walk(Province province, long decision)
    {
        await province.Send(decision);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, decision);
    }

    private Task<FamilyEvent> Event(long id) => app.Read(db => db.FamilyEvents.AsNoTracking().SingleAsync(e => e.Id == id));

    private Task<long> Newest(GivenPerson person) => app.Read(db => db.FamilyEvents.Where(e => e.EmployeeId == person.EmployeeId).OrderByDescending(e => e.Id).Select(e => e.Id).FirstAsync());

    private Task<int> Notices(GivenPerson person, string template) => app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == template));

    private static Task<JsonElement> Mine(Visitor phone) => phone.Api.GetFromJsonAsync<JsonElement>($"/api{Links.Mine}");

    private Task<Dictionary<DateOnly, PayMonth>> Months(GivenPerson person) =>
        app.Read(db => db.PayMonths.AsNoTracking().Where(m => m.EmployeeId == person.EmployeeId).ToDictionaryAsync(m => m.Month));

    private Task Plant(GivenPerson person, DateOnly month, PayState state) => app.Write(async db =>
    {
        var at = month.AddDays(2).ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc);
        var pay = PayMonth.Begin(person.EmployeeId!.Value, person.PlaceId, month, new PayCase("10", 5, 377, "B", true, 0, 1), PayRates.Of(await db.Settings.ToListAsync(), month), at);
        foreach (var (to, office) in ((PayState, string)[])[(PayState.Sent, "pay-office"), (PayState.Visaed, "treasury"), (PayState.Paid, "bank")])
            if (state >= to)
                Assert.Null(pay.Move(to, office, at));
        db.PayMonths.Add(pay);
        await db.SaveChangesAsync();
    });

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Decisions.GradeOnTheDay;
using Massar.Features.Employees.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Links = Massar.Features.Decisions.Links;

namespace Massar.Tests.Features.Decisions;

/// <summary>Promotion in grade: the yearly list by choice, the exam, the commission, and what the signed decision makes of the file and the pay.</summary>
public sealed class PromotionTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    private static int Year => Today.Year;

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_list_ranks_who_is_eligible_by_its_rule_and_names_why_the_others_are_not(string language)
    {
        var province = await Province.Make(app);
        var (first, second, third) = (await Eligible(province, 2006), await Eligible(province, 2009, rating: 18), await Eligible(province, 2009, rating: 17));
        var young = await Eligible(province, Year - 8);
        var unrated = await Eligible(province, 2008, rating: null);
        var unknown = await Eligible(province, 2008);
        await app.Read(db => db.Employees.Where(e => e.Id == unknown.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.RecruitedOn, new DateOnly(2004, 9, 1))));
        var trainee = await Eligible(province, 2008);
        await app.Read(db => db.CareerSteps.Where(s => s.EmployeeId == trainee.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(c => c.IsTrainee, true)));
        var away = await Eligible(province, 2008);
        await app.Read(db => db.CareerSteps.Where(s => s.EmployeeId == away.EmployeeId && s.Echelon == 5).ExecuteUpdateAsync(s => s.SetProperty(c => c.PositionCode, "AVAILABILITY_REQUEST")));
        var hr = await app.SignIn(province.Hr, language);

        var page = await (await hr.Open(Links.Promotions())).Submit(("Year", $"{Year}"));

        Assert.True(page.Says(Words.All.Say(language, "decisions.promotion.prepared")), page.Text);
        Assert.True(page.Says(Words.All.Say(language, "decisions.promotion.rule-choice", 10, Year, 36)), page.Text);
        Assert.True(page.Says(Words.All.Say(language, "decisions.promotion.rule-ties")));
        var lines = await app.Read(db => db.PromotionLines.AsNoTracking().Where(l => db.PromotionTables.Any(t => t.Id == l.TableId && t.PlaceId == province.School.Directorate.Id)).ToDictionaryAsync(l => l.EmployeeId));
        // 36 % of three is one post.
        Assert.Equal([(1, true), (2, false), (3, false)], new[] { first, second, third }.Select(p => (lines[p.EmployeeId!.Value].Rank!.Value, lines[p.EmployeeId.Value].IsOn)));
        Assert.Equal((Year - 2006) * 2m + 17, lines[first.EmployeeId!.Value].Points);
        Assert.Equal(new DateOnly(Year, 1, 1), lines[first.EmployeeId!.Value].EffectiveOn);
        Assert.Equal([("grade-years", false), ("no-rating", false), ("grade-since", false), ("titular", false), ("position", false)],
            new[] { young, unrated, unknown, trainee, away }.Select(p => (lines[p.EmployeeId!.Value].WhyCode!, lines[p.EmployeeId.Value].IsOn)));
        var others = await hr.Open(Links.Promotion(lines[first.EmployeeId.Value].TableId, "other"));
        Assert.True(others.Says(Words.All.Say(language, "decisions.why.no-rating")) && others.Says(Words.All.Say(language, "decisions.why.grade-years", 10, $"01/09/{Year + 2}")), others.Text);
        Assert.Equal(5, others.All("main table.cards")[^1].QuerySelectorAll("tbody tr").Length);
        // Prepared anew: one list, and whoever was rated meanwhile is ranked.
        await province.Rate(unrated.EmployeeId!.Value, 20);
        await (await hr.Open(Links.Promotions())).Submit(("Year", $"{Year}"));
        var again = await app.Read(db => db.PromotionLines.Where(l => l.EmployeeId == unrated.EmployeeId).Select(l => l.Rank).ToListAsync());
        Assert.Equal([2], again);
    }

    [Theory]
    [InlineData("2099")]
    [InlineData("abc")]
    [InlineData("")]
    public async Task A_wrong_year_comes_back_as_typed(string typed)
    {
        var province = await Province.Make(app);
        await Eligible(province, 2006);
        var page = await (await app.SignIn(province.Hr, "fr")).Open(Links.Promotions());

        var after = await page.Submit(("Year", typed));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, typed), (after.Status, after.ValueOf("Year")));
        Assert.Contains(Words.All.Say("fr", "decisions.promotion.year-wrong"), after.ErrorOf("Year"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commission_moves_people_with_a_written_reason_as_far_as_the_posts_go()
    {
        var province = await Province.Make(app);
        var (first, second, third, short_) = (await Eligible(province, 2006), await Eligible(province, 2008), await Eligible(province, 2009), await Eligible(province, Year - 3));
        var table = await WithCommission(province);
        var chair = await app.SignIn(province.HeadOfService, "fr");

        Assert.Contains("decisions.promotion.no-post", await Body(await Move(chair, second, true, "Ancienneté"), HttpStatusCode.Conflict), StringComparison.Ordinal);
        var form = await (await chair.Open(Links.Promotion(table))).Follow(Links.PromotionLine(await LineOf(first)));
        var empty = await form.SubmitWith("On=false", ("Reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Contains(Words.All.Say("fr", "decisions.promotion.reason-needed", Decision.RemarkLength), empty.ErrorOf("Reason"), StringComparison.Ordinal);
        var moved = await form.SubmitWith("On=false", ("Reason", "Poste refusé par écrit le 3"));
        Assert.True(moved.Says("Poste refusé par écrit le 3"), moved.Text);
        await Body(await Move(chair, third, true, "À la place de la première"), HttpStatusCode.OK);
        Assert.Contains("decisions.promotion.no-post", await Body(await Move(chair, second, true, "Aussi"), HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Contains("decisions.promotion.not-eligible", await Body(await Move(chair, short_, true, "Aussi"), HttpStatusCode.Conflict), StringComparison.Ordinal);
        // Read before it was moved: stale.
        Assert.Equal(HttpStatusCode.Conflict, (await chair.Api.PostAsJsonAsync($"/api{Links.PromotionLine(await LineOf(first))}", new { on = "true", reason = "x", version = "0" })).StatusCode);

        var on = await app.Read(db => db.PromotionLines.Where(l => l.TableId == table && l.IsOn).Select(l => l.EmployeeId).ToListAsync());
        Assert.Equal([third.EmployeeId!.Value], on);
    }

    [Fact]
    public async Task Nobody_decides_about_himself_or_his_spouse_nor_a_list_he_prepared()
    {
        var province = await Province.Make(app);
        var (his, hers) = (await Eligible(province, 2006), await Eligible(province, 2007));
        await Eligible(province, 2008);
        // The head of service is on the list; the provincial director's child names another on it as its other parent.
        var chair = await app.Given.Person(Roles.HeadOfService, province.School.Directorate, employeeId: his.EmployeeId);
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == hers.EmployeeId).Select(e => e.Cin).SingleAsync());
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = province.Director.EmployeeId!.Value, FirstNameAr = "سلمى", BirthDate = new DateOnly(2015, 1, 1), OtherParentCin = cin });
            await db.SaveChangesAsync();
        });
        var table = await WithCommission(province);

        Assert.Contains("decisions.own-case", await Body(await Move(await app.SignIn(chair), his, false, "x"), HttpStatusCode.Conflict), StringComparison.Ordinal);
        // Nor about a rival of the same grade.
        Assert.Contains("decisions.own-case", await Body(await Move(await app.SignIn(chair), hers, false, "x"), HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Contains("decisions.own-case", await Body(await Move(await app.SignIn(province.Director), hers, false, "x"), HttpStatusCode.Conflict), StringComparison.Ordinal);
        foreach (var who in (GivenPerson[])[chair, province.Director])
            Assert.Contains("decisions.own-case", await Body(await Step(who, table, "Close"), HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.True(await app.Read(db => db.AuditEntries.AnyAsync(a => a.AccountId == chair.AccountId && a.Changes.Contains("decisions.own-case"))));
        // The manager wears a second hat: what he prepared he does not decide with it.
        var hat = new Massar.Features.Accounts.Domain.Hat { AccountId = province.Hr.AccountId, Role = Roles.HeadOfService, PlaceId = province.School.Directorate.Id, PlacePath = province.School.Directorate.Path, StartsOn = new DateOnly(2020, 9, 1) };
        await app.Write(async db =>
        {
            db.Hats.Add(hat);
            await db.SaveChangesAsync();
        });
        Assert.Contains("decisions.promotion.preparer", await Body(await Step(province.Hr with { HatId = hat.Id, Role = Roles.HeadOfService }, table, "Close"), HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await Step(province.Hr, table, "Close")).StatusCode);
        Assert.Equal(0, await app.Read(db => db.Decisions.CountAsync(d => d.EmployeeId == his.EmployeeId || d.EmployeeId == hers.EmployeeId)));
        await Body(await Step(province.HeadOfService, table, "Close"), HttpStatusCode.OK);
        // The spouse of who is promoted acts at no gate of the decision.
        var related = await app.Read(db => db.Decisions.Where(d => d.EmployeeId == his.EmployeeId).Select(d => d.RelatedEmployeeId).SingleAsync());
        Assert.Null(related);
    }

    [Fact]
    public async Task The_commission_gives_a_list_back_with_a_reason_and_the_office_prepares_it_anew()
    {
        var province = await Province.Make(app);
        await Eligible(province, 2006);
        var table = await WithCommission(province);
        Assert.Contains("decisions.promotion.not-now", await Body(await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync("/api/decisions/promotions", new { year = $"{Year}" }), HttpStatusCode.Conflict), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await Step(province.HeadOfService, table, "GiveBack")).StatusCode);
        await Body(await Step(province.HeadOfService, table, "GiveBack", "Deux notes manquent"), HttpStatusCode.OK);

        var page = await (await app.SignIn(province.Hr, "fr")).Open(Links.Promotion(table));
        Assert.True(page.Says("Deux notes manquent") && page.Says(Words.All.Say("fr", "decisions.promotion.state.Prepared")), page.Text);
        await Body(await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync("/api/decisions/promotions", new { year = $"{Year}" }), HttpStatusCode.OK);
    }

    [Fact]
    public async Task Closing_drafts_one_decision_for_each_promoted_once_and_what_changed_meanwhile_stops_it()
    {
        var province = await Province.Make(app);
        var people = new List<GivenPerson>();
        for (var i = 0; i < 6; i++)
            people.Add(await Eligible(province, 2004 + i));
        var table = await WithCommission(province);
        // The first one gets an advancement on its way: the list no longer says what is true.
        var draft = (await province.Drafts(people[0]))[0];
        Assert.Contains("decisions.promotion.line-fails", await Body(await Step(province.HeadOfService, table, "Close"), HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(0, await app.Read(db => db.Decisions.CountAsync(d => d.Kind == GradePromotion.KindCode && d.PlaceId == province.School.Directorate.Id)));
        await province.Visa(await app.SignIn(province.Hr), draft, "Withdrawn", "material-error");

        var version = await Version(table);
        var chairs = new[] { await app.SignIn(province.HeadOfService, steppedUp: true), await app.SignIn(province.Director, steppedUp: true) };
        var replies = await Task.WhenAll(chairs.Select(c => c.Api.PostAsJsonAsync($"/api{Links.PromotionStep(table)}", new { act = "Close", version = $"{version}" })));

        Assert.Single(replies, r => r.IsSuccessStatusCode);
        var decisions = await app.Read(db => db.Decisions.AsNoTracking().Where(d => d.Kind == GradePromotion.KindCode && d.PlaceId == province.School.Directorate.Id).OrderBy(d => d.Id).ToListAsync());
        // 36 % of six is two: the two longest in the grade.
        Assert.Equal([people[0].EmployeeId!.Value, people[1].EmployeeId!.Value], decisions.Select(d => d.EmployeeId));
        Assert.Single(decisions.Select(d => d.BatchId).Distinct());
        Assert.All(decisions, d => Assert.Equal(("PEP_2", "10", 5, 377, "PEP_1", "11", 3, 403, new DateOnly(Year, 1, 1), "choice"), (d.GradeCode, d.Echelle, d.OldEchelon, d.OldIndex, d.NewGradeCode, d.NewEchelle, d.NewEchelon, d.NewIndex, d.EffectiveOn, d.CauseCode)));
        var hr = await app.SignIn(province.Hr, "fr");
        var shown = await hr.Open(Links.Promotion(table));
        var batch = await shown.Follow(Links.Batch(decisions[0].BatchId!.Value));
        Assert.Equal(2, batch.All("tbody tr").Count);
        Assert.True(batch.Says(Words.All.Say("fr", "decisions.reason.choice")), batch.Text);
    }

    [Fact]
    public async Task The_signed_decision_gives_the_grade_to_file_and_pay_and_its_withdrawal_puts_back()
    {
        var province = await Province.Make(app);
        var person = await Eligible(province, 2006);
        await Eligible(province, 2008);
        await Eligible(province, 2009);
        var rates = PayRates.Of(ReferenceFiles.Delivered.Settings(Given.Year), Today);
        var month = new DateOnly(Today.Year, Today.Month, 1);
        PayMonth Pay(DateOnly of, params PayState[] moves)
        {
            var pay = PayMonth.Begin(person.EmployeeId!.Value, person.PlaceId, of, new PayCase("10", 5, 377, "B", true, 0, 0), rates, DateTime.UnixEpoch);
            foreach (var to in moves)
                Assert.Null(pay.Move(to, "treasury", DateTime.UnixEpoch));
            return pay;
        }

        var (sent, open) = (Pay(month.AddMonths(-1) < new DateOnly(Year, 1, 1) ? new DateOnly(Year, 1, 1) : month.AddMonths(-1), PayState.Sent, PayState.Visaed, PayState.Paid), Pay(month.AddMonths(1)));
        await app.Write(async db =>
        {
            db.PayMonths.AddRange(sent, open);
            await db.SaveChangesAsync();
        });
        var table = await WithCommission(province);
        await Body(await Step(province.HeadOfService, table, "Close"), HttpStatusCode.OK);
        var id = await app.Read(db => db.Decisions.Where(d => d.EmployeeId == person.EmployeeId).Select(d => d.Id).SingleAsync());
        var me = await app.SignIn(person, "fr");
        var before = await me.Open(Links.MyPromotion());
        Assert.True(before.Says(Words.All.Say("fr", "decisions.promotion.my-rank", 1, 3, 1)) && before.Says(Words.All.Say("fr", "decisions.promotion.reached", 10, $"01/09/2016")), before.Text);
        Assert.Null(before.Find($"a[href='{Links.ShowMine(id)}']"));

        await province.Send(id);
        Assert.NotNull((await me.Open(Links.MyPromotion())).Find($"a[href='{Links.ShowMine(id)}']"));
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, id);
        await province.MustSign(id);

        var step = await app.Read(db => db.CareerSteps.AsNoTracking().SingleAsync(s => s.DecisionId == id));
        Assert.Equal(("PEP_1", "11", 3, 403, new DateOnly(Year, 1, 1), "ACTIVITY", false), (step.GradeCode, step.Echelle, step.Echelon, step.Index, step.StartsOn, step.PositionCode, step.IsTrainee));
        Assert.Equal("PEP_1", await Grade(person));
        var paid = await app.Read(db => db.PayMonths.AsNoTracking().Include(m => m.Lines).SingleAsync(m => m.Id == open.Id));
        Assert.Equal(("11", 3, 403), (paid.Echelle, paid.Echelon, paid.Index));
        // What the month already sent lacks is that of the whole scale, not of the index alone.
        var full = PayRules.Net(PayRules.Compute(new PayCase("11", 3, 403, "B", true, 0, 0), rates)) - PayRules.Net(PayRules.Compute(new PayCase("10", 5, 377, "B", true, 0, 0), rates));
        Assert.Equal(full, paid.Lines.Single(l => l.Code == "Arrears").Amount);
        var file = await app.Read(async db => await db.DocumentContents.AsNoTracking().SingleAsync(c => db.Decisions.Any(d => d.Id == id && d.DocumentId == c.DocumentId)));
        var path = Path.Combine(Directory.CreateTempSubdirectory("promotion-").FullName, "paper.pdf");
        await File.WriteAllBytesAsync(path, file.Bytes);
        var text = Tools.Bare(Tools.Text(path));
        foreach (var phrase in (string[])[Words.All.Say("ar", "decisions.paper.grade-promotion.subject"), Words.All.Say("ar", "decisions.reason.choice"), "403", "2.04.403", "الدرجة الأولى"])
            Assert.Contains(Tools.Bare(phrase), text, StringComparison.Ordinal);
        Assert.DoesNotContain("{", text, StringComparison.Ordinal);
        Assert.Contains("Pages:           1", Tools.Run("pdfinfo", path).Output, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("MASSAR_PAPERS") is { Length: > 0 } keep)
            File.Copy(path, Path.Combine(keep, "GradePromotion.pdf"), overwrite: true);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        var view = await me.Open(Links.ShowMine(id));
        Assert.True(view.Says("1er grade") && view.Says("403"), view.Text);

        await province.MustSign(await province.WithdrawalReadyToSign(id));
        var now = Situation.On(Today, await app.Read(db => db.CareerSteps.AsNoTracking().Where(s => s.EmployeeId == person.EmployeeId).ToListAsync()))!;
        Assert.Equal(("PEP_2", "10", 5, 377), (now.GradeCode, now.Echelle, now.Echelon, now.Index));
        Assert.Equal("PEP_2", await Grade(person));
        var back = await app.Read(db => db.PayMonths.AsNoTracking().Include(m => m.Lines).SingleAsync(m => m.Id == open.Id));
        Assert.Equal(("10", 5, 377, 0m), (back.Echelle, back.Echelon, back.Index, back.Lines.Where(l => Arrears.IsArrears(l.Code)).Sum(l => l.Amount)));
        Assert.True((await me.Open(Links.MyPromotion())).Says(Words.All.Say("fr", "decisions.state.TakenBack")));
    }

    [Fact]
    public async Task A_promotion_signed_before_its_day_changes_the_grade_of_today_on_that_day()
    {
        var province = await Province.Make(app);
        var person = await Eligible(province, Year - 10, day: new DateOnly(Year - 10, 12, 31));
        await Eligible(province, 2019);
        for (var i = 0; i < 2; i++)
            await Eligible(province, Year - 10, rating: 10, day: new DateOnly(Year - 10, 12, 31));
        var table = await WithCommission(province);
        await Body(await Step(province.HeadOfService, table, "Close"), HttpStatusCode.OK);
        var id = await app.Read(db => db.Decisions.Where(d => d.EmployeeId == person.EmployeeId).Select(d => d.Id).SingleAsync());
        await province.Send(id);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, id);
        await province.MustSign(id);
        var on = new DateOnly(Year, 12, 31);
        if (Today < on)
            Assert.Equal("PEP_2", await Grade(person));

        MassarApp.Clock.Moved = on.AddDays(1).DayNumber - Today.DayNumber is var days ? TimeSpan.FromDays(days) : default;
        await app.RunWork(Handler.KeyOf(id));

        Assert.Equal("PEP_1", await Grade(person));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_exam_s_list_is_looked_at_line_by_line_before_anything_is_kept(string language)
    {
        var province = await Province.Make(app);
        var (one, two, young, stranger) = (await Eligible(province, Year - 7, rating: null), await Eligible(province, Year - 9), await Eligible(province, Year - 4), await Eligible(await Province.Make(app), 2006));
        var (a, b, c, d) = (await Ppr(one), await Ppr(two), await Ppr(young), await Ppr(stranger));
        var top = await Ppr(province.Hr);
        var hr = await app.SignIn(province.Hr, language);
        var page = await hr.Open(Links.PromotionExam());
        var typed = $"{a};1;15,5\n{a};2;14\n{b};x;12\n{c};3;21\n{d};4;12\n{top};5;12\n12;6;12";

        var wrong = await page.SubmitForm("main form[method=post]", null, false, ("Rows", typed), ("Year", $"{Year}"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(typed, wrong.ValueOf("Rows")!.Replace("\r", "", StringComparison.Ordinal));
        foreach (var key in (string[])["twice", "rank-wrong", "mark-wrong", "unknown", "top-grade", "ppr-wrong", "fine"])
            Assert.True(wrong.Says(Words.All.Say(language, $"decisions.promotion.exam.{key}")), $"{key}: {wrong.Text}");
        Assert.False(await app.Read(db => db.PromotionTables.AnyAsync(t => t.PlaceId == province.School.Directorate.Id)));

        // The same from a sheet with a heading, by the exam's own ranks.
        var book = new XlsxWriter();
        var sheet = book.AddSheet("admis");
        string[][] rows = [["Admis"], ["PPR", "Rang", "Note"], [b, "2", "13,75"], [a, "1", "15.5"], [c, "3", "12"]];
        for (var r = 0; r < rows.Length; r++)
            for (var k = 0; k < rows[r].Length; k++)
                sheet.Text(r + 1, k + 1, rows[r][k]);
        var kept = await page.Upload("main form[method=post]", "File", "admis.xlsx", book.ToBytes(), "application/octet-stream", ("Year", $"{Year}"));
        Assert.True(kept.Says(Words.All.Say(language, "decisions.promotion.prepared")), kept.Text);
        var lines = await app.Read(db => db.PromotionLines.AsNoTracking().Where(l => db.PromotionTables.Any(t => t.Id == l.TableId && t.PlaceId == province.School.Directorate.Id)).OrderBy(l => l.Id).ToListAsync());
        Assert.Equal([(two.EmployeeId!.Value, 2, 13.75m, true, null), (one.EmployeeId!.Value, 1, 15.5m, true, null), (young.EmployeeId!.Value, null, 12m, false, "grade-years")],
            lines.Select(l => (l.EmployeeId, l.Rank, l.Mark!.Value, l.IsOn, l.WhyCode)));
        await Body(await Step(province.Hr, lines[0].TableId, "HandIn"), HttpStatusCode.OK);
        await Body(await Step(province.Director, lines[0].TableId, "Close"), HttpStatusCode.OK);
        var drafted = await app.Read(db => db.Decisions.AsNoTracking().Where(x => x.Kind == GradePromotion.KindCode && x.PlaceId == province.School.Directorate.Id).ToListAsync());
        Assert.Equal(2, drafted.Count);
        Assert.All(drafted, x => Assert.Equal("exam", x.CauseCode));
    }

    [Fact]
    public async Task A_file_that_is_no_sheet_is_refused_and_so_is_an_empty_list()
    {
        var province = await Province.Make(app);
        var page = await (await app.SignIn(province.Hr, "fr")).Open(Links.PromotionExam());

        var broken = await page.Upload("main form[method=post]", "File", "x.xlsx", [0x50, 0x4B, 0x03, 0x04, 1, 2], "application/octet-stream", ("Year", $"{Year}"));
        var none = await page.Submit(("Rows", ""));

        Assert.True(broken.Says(Words.All.Say("fr", "decisions.promotion.exam.file-wrong")) && broken.ErrorOf("File") is not null, broken.Text);
        Assert.Contains(Words.All.Say("fr", "decisions.promotion.exam.rows-needed", ExamRows.Most), none.ErrorOf("Rows"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_directorate_finds_no_list_and_other_roles_no_door()
    {
        var (province, other) = (await Province.Make(app), await Province.Make(app));
        var person = await Eligible(province, 2006);
        var table = await WithCommission(province);
        var line = await LineOf(person);

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other.Hr)).Open(Links.Promotion(table))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(other.HeadOfService)).Open(Links.PromotionLine(line))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Step(other.HeadOfService, table, "Close")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Move(await app.SignIn(other.Director), person, false, "x")).StatusCode);
        foreach (var who in (GivenPerson[])[province.Signatory, province.School.Head, person])
            Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(who)).Api.GetAsync("/api/decisions/promotions")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(province.HeadOfService)).Api.PostAsJsonAsync("/api/decisions/promotions", new { year = $"{Year}" })).StatusCode);
        // Before it is closed nobody on it is told.
        var mine = await (await app.SignIn(person, "fr")).Open(Links.MyPromotion());
        Assert.True(mine.Says(Words.All.Say("fr", "decisions.promotion.no-lists")), mine.Text);
    }

    [Fact]
    public async Task The_whole_list_leaves_as_a_file_for_who_has_confirmed_his_identity()
    {
        var province = await Province.Make(app);
        var person = await Eligible(province, 2006);
        var table = await WithCommission(province);

        var without = await (await app.SignIn(province.HeadOfService, "fr")).Get(Links.Promotion(table, ending: "/list.csv"));
        var file = await (await app.SignIn(province.HeadOfService, "fr", steppedUp: true)).Get(Links.Promotion(table, ending: "/list.csv"));

        Assert.NotEqual("text/csv", without.Content.Headers.ContentType?.MediaType);
        var text = Encoding.UTF8.GetString(await file.Content.ReadAsByteArrayAsync());
        Assert.Contains(await Ppr(person), text, StringComparison.Ordinal);
        Assert.Contains(Words.All.Say("fr", "decisions.promotion.rank"), text, StringComparison.Ordinal);
    }

    // Decree 2-62-344, by the table of échelons.
    [Theory]
    [InlineData(5, 377, 0, true, 3, 403, 0)] // 26 points gained, 25 forgone
    [InlineData(6, 402, 0, true, 3, 403, 100)] // one gained, 26 forgone: the time in the échelon stays
    [InlineData(6, 402, 0, false, 3, 403, 0)]
    [InlineData(6, 402, 20, true, 4, 436, 0)] // the ministry asks for more
    [InlineData(10, 800, 0, true, 13, 800, 0)] // nothing reaches it: the index is kept
    public void The_echelon_of_the_new_grade_has_an_index_equal_or_next_above(int echelon, int index, int leastGain, bool keeps, int newEchelon, int newIndex, int leftover)
    {
        var scale = ReferenceFiles.EchelonSteps().Select(s => new ScaleStep(s.Echelle, s.Echelon, s.Index, s.FastMonths, s.MediumMonths, s.SlowMonths)).ToList();
        var from = new DateOnly(2026, 1, 1);
        var next = new StaffGrade { Code = "B", BodyAr = "", BodyFr = "", CadreAr = "", CadreFr = "", GradeAr = "", GradeFr = "", Echelle = "11", Confidence = "test" };

        var place = GradePlacement.Of(new Situation("A", "10", echelon, index, from.AddDays(-100), 0, 0, "ACTIVITY", true, null), next, scale, PromotionRules.Of(YearFigures.Delivered) with { LeastGain = leastGain, KeepsSeniority = keeps }, from);

        Assert.Equal(new GradePlacement("B", "11", newEchelon, newIndex, leftover), place);
    }

    /// <summary>A teacher in the grade since September of a year, at échelon 5 for four years.</summary>
    private async Task<GivenPerson> Eligible(Province province, int since, decimal? rating = 17, DateOnly? day = null)
    {
        var person = await province.Teacher(rating);
        var from = day ?? new DateOnly(since, 9, 1);
        await app.Write(async db =>
        {
            await db.Employees.Where(e => e.Id == person.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.GradeCode, "PEP_2").SetProperty(e => e.RecruitedOn, from));
            await db.CareerSteps.Where(s => s.EmployeeId == person.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(c => c.GradeCode, "PEP_2").SetProperty(c => c.StartsOn, new DateOnly(Year - 2, 1, 1)));
            db.CareerSteps.Add(new CareerStep { EmployeeId = person.EmployeeId!.Value, StartsOn = from, GradeCode = "PEP_2", Echelle = "10", Echelon = 4, Index = 351, PositionCode = "ACTIVITY", LearntAt = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) });
            await db.SaveChangesAsync();
        });
        return person;
    }

    private async Task<long> WithCommission(Province province)
    {
        var reply = await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync("/api/decisions/promotions", new { year = $"{Year}" });
        var table = JsonDocument.Parse(await Body(reply, HttpStatusCode.OK)).RootElement.GetProperty("table").GetInt64();
        await Body(await Step(province.Hr, table, "HandIn"), HttpStatusCode.OK);
        return table;
    }

    private async Task<HttpResponseMessage> Step(GivenPerson who, long table, string act, string? remark = null) =>
        await (await app.SignIn(who, steppedUp: true)).Api.PostAsJsonAsync($"/api{Links.PromotionStep(table)}", new { act, version = $"{await Version(table)}", remark });

    private async Task<HttpResponseMessage> Move(Visitor chair, GivenPerson person, bool on, string reason)
    {
        var line = await LineOf(person);
        var version = await app.Read(db => db.PromotionLines.Where(l => l.Id == line).Select(l => l.Version).SingleAsync());
        return await chair.Api.PostAsJsonAsync($"/api{Links.PromotionLine(line)}", new { on = on ? "true" : "false", reason, version = $"{version}" });
    }

    private Task<int> Version(long table) => app.Read(db => db.PromotionTables.Where(t => t.Id == table).Select(t => t.Version).SingleAsync());

    private Task<long> LineOf(GivenPerson person) => app.Read(db => db.PromotionLines.Where(l => l.EmployeeId == person.EmployeeId).Select(l => l.Id).SingleAsync());

    private Task<string> Ppr(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

    private Task<string> Grade(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.GradeCode).SingleAsync());

    private static async Task<string> Body(HttpResponseMessage reply, HttpStatusCode expected)
    {
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.StatusCode == expected, $"{(int)reply.StatusCode}: {body}");
        return body;
    }
}

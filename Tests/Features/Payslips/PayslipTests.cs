using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Payslips;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Text;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Payslips;

public sealed class PayslipTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static readonly DateOnly ThisMonth = MoroccanDay.Today(MassarApp.Clock) is var day ? new DateOnly(day.Year, day.Month, 1) : default;

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_employee_sees_each_month_in_words_with_day_and_office(string language)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await Plant(teacher, ThisMonth, PayState.Sent);
        await Plant(teacher, ThisMonth.AddMonths(-1), PayState.Paid);
        await Plant(teacher, ThisMonth.AddMonths(-2), PayState.Withheld);

        var page = await (await app.SignIn(teacher, language)).Open(Links.Mine());

        Assert.Equal(Words.All.Say(language, "payslips.title"), page.Heading);
        foreach (var key in (string[])["payslips.state.Sent", "payslips.state.Paid", "payslips.state.Withheld", "payslips.office.bank", "payslips.reason.resumption-missing", "payslips.todo.resumption-missing"])
            Assert.True(page.Says(Words.All.Say(language, key)), key);
        Assert.True(page.Says($"{Formats.Month(ThisMonth.Month, language)} {ThisMonth.Year}"));
        Assert.Contains("no-store", page.Response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ar", "الرقم الاستدلالي 377 × قيمة النقطة")]
    [InlineData("fr", "Indice 377 × valeur du point")]
    public async Task Each_line_of_a_month_is_explained(string language, string basic)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await Plant(teacher, ThisMonth, PayState.Paid);
        var list = await (await app.SignIn(teacher, language)).Open(Links.Mine());

        var page = await list.Follow(Links.Month(ThisMonth));

        Assert.True(page.Says(basic));
        Assert.True(page.Says(Words.All.Say(language, "payslips.how.FamilyAllowance", "2", "300", "0", "36")));
        Assert.True(page.Says(Words.All.Say(language, "payslips.to-confirm")));
        var lines = await app.Read(db => db.PayLines.Where(l => db.PayMonths.Any(m => m.Id == l.PayMonthId && m.EmployeeId == teacher.EmployeeId)).ToListAsync());
        Assert.Equal(lines.Count, page.All("tbody tr").Count);
        foreach (var line in lines)
            Assert.True(page.Says(Words.All.Say(language, $"payslips.element.{line.Code}")), line.Code);
        Assert.Equal(4, page.All(".timeline li").Count);
    }

    [Fact]
    public async Task Months_of_others_do_not_exist()
    {
        var province = await Province.Make(app);
        var (teacher, colleague) = (await province.Teacher(), await province.Teacher());
        await Plant(teacher, ThisMonth, PayState.Paid);
        var visitor = await app.SignIn(colleague);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(Links.Month(ThisMonth))).Status);
        Assert.Equal(0, (await visitor.Api.GetFromJsonAsync<JsonElement>("/api/payslips")).GetProperty("months").GetArrayLength());
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task A_decision_in_visa_that_will_change_the_pay_is_announced_with_its_office(string language)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await Plant(teacher, ThisMonth, PayState.Computed);
        var id = (await province.Drafts(teacher))[0];
        var visitor = await app.SignIn(teacher, language);
        Assert.False((await visitor.Open(Links.Mine())).Says(Words.All.Say(language, "payslips.coming")));

        await province.Send(id);
        var page = await visitor.Open(Links.Mine());

        Assert.True(page.Says(Words.All.Say(language, "payslips.coming")));
        Assert.True(page.Says(language == "ar" ? "مصلحة تدبير الموارد البشرية" : "Service de gestion des ressources humaines"));
    }

    [Fact]
    public async Task The_signature_reaches_the_months_not_yet_sent_and_no_other()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await app.Write(async db =>
        {
            foreach (var age in (int[])[4, 9])
                db.EmployeeChildren.Add(new Massar.Features.Employees.Domain.EmployeeChild { EmployeeId = teacher.EmployeeId!.Value, FirstNameAr = "سلمى", BirthDate = ThisMonth.AddYears(-age) });
            await db.SaveChangesAsync();
        });
        await Plant(teacher, ThisMonth, PayState.Computed);
        await Plant(teacher, ThisMonth.AddMonths(-1), PayState.Paid);
        var before = await Months(teacher);

        var id = (await province.ReadyToSign(teacher))[0];
        var reply = await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), id);

        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        var after = await Months(teacher);
        Assert.Equal((402, 6), (after[ThisMonth].Index, after[ThisMonth].Echelon));
        Assert.True(after[ThisMonth].Net > before[ThisMonth].Net);
        Assert.Equal((377, before[ThisMonth.AddMonths(-1)].Net), (after[ThisMonth.AddMonths(-1)].Index, after[ThisMonth.AddMonths(-1)].Net));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task Months_already_sent_are_owed_in_the_first_month_that_is_not_with_the_count_in_words(string language)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await Plant(teacher, ThisMonth, PayState.Computed);
        await Plant(teacher, ThisMonth.AddMonths(-1), PayState.Sent);
        await Plant(teacher, ThisMonth.AddMonths(-2), PayState.Paid);

        var id = await province.Signed(teacher);

        // 88.16 for each of the two months: counted by hand in ArrearsTests.
        var carrying = (await Months(teacher))[ThisMonth];
        var line = await app.Read(db => db.PayLines.SingleAsync(l => l.PayMonthId == carrying.Id && l.Code == "Arrears"));
        Assert.Equal(176.32m, line.Amount);
        Assert.Equal(carrying.Net, await app.Read(db => db.PayLines.Where(l => l.PayMonthId == carrying.Id).SumAsync(l => l.Amount)));
        var page = await (await app.SignIn(teacher, language)).Open(Links.Month(ThisMonth));
        var number = (await province.Decision(id)).Number!;
        Assert.True(page.Says(Words.All.Say(language, "payslips.how.Arrears", number, "2", $"{ThisMonth.AddMonths(-2):MM'/'yyyy}", $"{ThisMonth.AddMonths(-1):MM'/'yyyy}")));
        Assert.True(page.Says(Words.All.Say(language, "payslips.arrears-rule")));
        Assert.Equal(2, page.All("table")[1].QuerySelectorAll("tbody tr").Length);
        foreach (var amount in (decimal[])[8103.70m, 8191.86m, 88.16m, 176.32m])
            Assert.True(page.Says(Formats.Money(amount, language)), $"{amount}");
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task A_withdrawal_brings_the_pay_back_and_says_so(string language)
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await Plant(teacher, ThisMonth, PayState.Computed);
        await Plant(teacher, ThisMonth.AddMonths(-1), PayState.Paid);
        var before = (await Months(teacher))[ThisMonth];
        var first = await province.Signed(teacher);
        // The month that carried the arrears goes out; the next one is computed.
        await app.Write(async db =>
        {
            var sent = await db.PayMonths.Include(m => m.Events).SingleAsync(m => m.EmployeeId == teacher.EmployeeId && m.Month == ThisMonth);
            Assert.Null(sent.Move(PayState.Sent, "pay-office", MassarApp.Clock.GetUtcNow().UtcDateTime));
            await db.SaveChangesAsync();
        });
        await Plant(teacher, ThisMonth.AddMonths(1), PayState.Computed);

        var second = await province.WithdrawalReadyToSign(first);
        await province.MustSign(second);

        var back = await app.Read(db => db.PayArrears.Where(a => a.DecisionId == second).OrderBy(a => a.Month).ToListAsync());
        Assert.Equal([ThisMonth.AddMonths(-1), ThisMonth], back.Select(a => a.Month));
        Assert.Equal(-88.16m, back[0].Amount);
        var next = (await Months(teacher))[ThisMonth.AddMonths(1)];
        Assert.Equal((377, 5), (next.Index, next.Echelon));
        Assert.All(back, a => Assert.Equal(next.Id, a.PayMonthId));
        // All that was ever paid comes to what the old index gives.
        var lines = await app.Read(db => db.PayLines.Where(l => l.PayMonthId == next.Id && l.Code == "Recovery").SumAsync(l => l.Amount));
        Assert.Equal(back.Sum(a => a.Amount), lines);
        var page = await (await app.SignIn(teacher, language)).Open(Links.Mine());
        var (number, by) = ((await province.Decision(first)).Number!, (await province.Decision(second)).Number!);
        Assert.True(page.Says(Words.All.Say(language, "payslips.taken-back", number, by, Formats.ShortDate(MoroccanDay.Today(MassarApp.Clock)))));
        Assert.True(page.Says("377"));
        Assert.True(before.Net > 0);
    }

    [Fact]
    public async Task Arrears_that_no_month_can_carry_yet_are_announced()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        await Plant(teacher, ThisMonth, PayState.Paid);

        var id = await province.Signed(teacher);
        var page = await (await app.SignIn(teacher, "fr")).Open(Links.Mine());

        Assert.True(page.Says(Words.All.Say("fr", "payslips.arrears-waiting", (await province.Decision(id)).Number!)));
        Assert.True(page.Says(Formats.Money(88.16m, "fr")));
    }

    [Fact]
    public async Task The_managers_month_is_the_latest_of_his_place_and_not_of_the_country()
    {
        var (province, ahead) = (await Province.Make(app), await Province.Make(app));
        await Plant(await province.Teacher(), ThisMonth.AddMonths(-1), PayState.Paid);
        await Plant(await ahead.Teacher(), ThisMonth.AddMonths(2), PayState.Computed);

        var staff = await (await app.SignIn(province.Hr)).Api.GetFromJsonAsync<JsonElement>("/api/payslips/staff");

        Assert.Equal($"{ThisMonth.AddMonths(-1):yyyy-MM-dd}", staff.GetProperty("month").GetString());
        Assert.Equal(1, staff.GetProperty("lines").GetArrayLength());
    }

    [Fact]
    public async Task The_page_of_pay_takes_four_statements_at_most()
    {
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        for (var i = 0; i < 14; i++)
            await Plant(teacher, ThisMonth.AddMonths(-i), PayState.Paid);
        await province.Send(await province.Drafts(teacher));
        var visitor = await app.SignIn(teacher);
        await visitor.Open(Links.Mine());

        Assert.InRange((await MassarApp.StatementsOf(() => visitor.Open(Links.Mine()))).Count, 2, 4);
        Assert.InRange((await MassarApp.StatementsOf(() => visitor.Open(Links.Month(ThisMonth)))).Count, 2, 4);
        Assert.Equal(2, (await visitor.Open(Links.Mine(2))).All("tbody tr").Count);
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task The_manager_sees_what_is_stuck_in_his_province_without_amounts(string language)
    {
        var (province, other) = (await Province.Make(app), await Province.Make(app));
        var (stuck, paid, stranger) = (await province.Teacher(), await province.Teacher(), await other.Teacher());
        await Plant(stuck, ThisMonth, PayState.Withheld);
        await Plant(paid, ThisMonth, PayState.Paid);
        await Plant(stranger, ThisMonth, PayState.Withheld);
        var ppr = await app.Read(db => db.Employees.Where(e => e.Id == stuck.EmployeeId || e.Id == paid.EmployeeId || e.Id == stranger.EmployeeId).ToDictionaryAsync(e => e.Id, e => e.Ppr));
        var visitor = await app.SignIn(province.Hr, language);

        var page = await visitor.Open(Links.Staff(ThisMonth));
        var onlyStuck = await visitor.Open(Links.Staff(ThisMonth, "Withheld"));
        var found = await visitor.Open(Links.Staff(ThisMonth, q: ppr[paid.EmployeeId!.Value]));

        Assert.Equal([ppr[stuck.EmployeeId!.Value], ppr[paid.EmployeeId.Value]], page.All("tbody tr th .num").Select(n => n.TextContent));
        Assert.True(page.Says(Words.All.Say(language, "payslips.reason.resumption-missing")));
        Assert.Single(onlyStuck.All("tbody tr"));
        Assert.Equal(ppr[paid.EmployeeId.Value], Assert.Single(found.All("tbody tr th .num")).TextContent);
        Assert.False(page.Says("درهم") || page.Says(" DH"));

        // The file has the lines of the page, and leaves with a fresh second factor alone.
        var file = await (await (await app.SignIn(province.Hr, language, steppedUp: true)).Get(Links.Staff(ThisMonth, "Withheld", ending: ".csv"))).Content.ReadAsStringAsync();
        Assert.True(file.Contains(ppr[stuck.EmployeeId.Value], StringComparison.Ordinal) && !file.Contains(ppr[paid.EmployeeId.Value], StringComparison.Ordinal) && !file.Contains(ppr[stranger.EmployeeId!.Value], StringComparison.Ordinal), file);
        Assert.DoesNotContain(ppr[stuck.EmployeeId.Value], await (await visitor.Get(Links.Staff(ThisMonth, ending: ".csv"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_teacher_does_not_see_the_staffs_list()
    {
        var province = await Province.Make(app);

        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(await province.Teacher())).Api.GetAsync("/api/payslips/staff")).StatusCode);
    }

    private Task<Dictionary<DateOnly, PayMonth>> Months(GivenPerson person) =>
        app.Read(db => db.PayMonths.AsNoTracking().Where(m => m.EmployeeId == person.EmployeeId).ToDictionaryAsync(m => m.Month));

    private Task Plant(GivenPerson person, DateOnly month, PayState state) => app.Write(async db =>
    {
        var at = month.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc);
        var pay = PayMonth.Begin(person.EmployeeId!.Value, person.PlaceId, month, new PayCase("10", 5, 377, "B", true, 2, 3), PayRates.Of(await db.Settings.ToListAsync(), month), at);
        (PayState To, string Office)[] way = state switch
        {
            PayState.Sent => [(PayState.Sent, "pay-office")],
            PayState.Visaed => [(PayState.Sent, "pay-office"), (PayState.Visaed, "treasury")],
            PayState.Paid => [(PayState.Sent, "pay-office"), (PayState.Visaed, "treasury"), (PayState.Paid, "bank")],
            PayState.Withheld => [(PayState.Withheld, "directorate")],
            _ => [],
        };
        foreach (var (to, office) in way)
            Assert.Null(pay.Move(to, office, at = at.AddDays(3), "resumption-missing"));
        db.PayMonths.Add(pay);
        await db.SaveChangesAsync();
    });
}

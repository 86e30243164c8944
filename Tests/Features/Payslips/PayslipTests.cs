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
        var pay = PayMonth.Begin(person.EmployeeId!.Value, person.PlaceId, month, new PayCase("10", 5, 377, "B", true, 2, 3), new PayRates(), at);
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

using System.Net;
using System.Net.Http.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Localization;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

/// <summary>A granted leave that is not wholly paid becomes a decision, a message to Finance, and its part of each month's pay.</summary>
public sealed class LeavePayTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static readonly DateOnly Month = new(Given.Year - 1, 3, 1);

    /// <summary>Days are laid on the calendar from full to half to none, and a month keeps thirty thirtieths and no more (decree 2-99-1216).</summary>
    [Theory]
    [InlineData(0, 31, 0, "3:30/0")]
    [InlineData(10, 40, 0, "3:21/0 4:19/0")]
    [InlineData(0, 0, 92, "3:0/30 4:0/30 5:0/30")]
    [InlineData(5, 26, 10, "3:26/0 4:0/10")]
    [InlineData(0, 15, 16, "3:15/15")]
    public void Days_of_a_leave_are_laid_on_its_months(int full, int half, int none, string expected)
    {
        var leave = Granted(1, 1, "SICK_SHORT", full, half, none);

        var pay = LeaveCase.Of(leave, Book())!;

        Assert.Equal(expected, string.Join(' ', pay.Months.Select(m => $"{m.Month.Month}:{m.Half}/{m.None}")));
        Assert.Equal((half, none, Month.AddDays(full)), (pay.Half, pay.None, pay.From));
        Assert.Null(LeaveCase.Of(Granted(1, 1, "SICK_SHORT", full + half + none, 0, 0), Book()));
    }

    [Fact]
    public async Task A_leave_at_half_salary_keeps_its_part_of_each_month_tells_finance_and_gives_it_back_when_withdrawn()
    {
        var province = await Province.Make(app);
        var person = await province.Teacher();
        var id = person.EmployeeId!.Value;
        var rates = PayRates.Of(ReferenceFiles.Delivered.Settings(Given.Year), Month);
        List<PayMonth> months = [.. Enumerable.Range(0, 2).Select(m => PayMonth.Begin(id, person.PlaceId, Month.AddMonths(m), new PayCase("10", 5, 377, "B", true, 0, 0), rates, DateTime.UnixEpoch))];
        var leave = Granted(id, province.Hr.AccountId, "SICK_SHORT", 21, 10, 4, person.PlaceId, await app.Read(db => db.Employees.Where(e => e.Id == id).Select(e => e.PlacePath).SingleAsync()));
        await app.Write(async db =>
        {
            db.PayMonths.AddRange(months);
            db.Leaves.Add(leave);
            await db.SaveChangesAsync();
        });
        var hr = await app.SignIn(province.Hr, "fr");

        var page = await hr.Open(Massar.Features.Decisions.Links.LeavePay);
        Assert.Equal($"{leave.Id}:{leave.Version}", Assert.Single(page.All("input[name=Line]")).GetAttribute("value"));
        Assert.Empty((await (await app.SignIn((await Province.Make(app)).Hr)).Open(Massar.Features.Decisions.Links.LeavePay)).All("input[name=Line]"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await Province.Make(app)).Hr)).Api.PostAsJsonAsync("/api/decisions/leaves", new { lines = new[] { $"{leave.Id}:{leave.Version}" } })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await hr.Api.PostAsJsonAsync("/api/decisions/leaves", new { lines = new[] { $"{leave.Id}:{leave.Version + 7}" } })).StatusCode);
        var reply = await hr.Api.PostAsJsonAsync("/api/decisions/leaves", new { lines = new[] { $"{leave.Id}:{leave.Version}" } });
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await hr.Api.PostAsJsonAsync("/api/decisions/leaves", new { lines = new[] { $"{leave.Id}:{leave.Version}" } })).StatusCode);
        var decision = await app.Read(db => db.Decisions.Where(d => d.LeaveId == leave.Id).Select(d => d.Id).SingleAsync());
        Assert.Equal((14, 10, Month.AddDays(21), Month.AddDays(34)), await app.Read(db => db.Decisions.Where(d => d.Id == decision).Select(d => ValueTuple.Create(d.Days!.Value, d.HalfDays!.Value, d.EffectiveOn, d.EndsOn!.Value)).SingleAsync()));
        await Visas(province, decision);
        await province.MustSign(decision);

        var thirtieth = months[0].Lines.Where(l => l.Amount > 0).Sum(l => l.Amount) / 30;
        var arrears = await app.Read(db => db.PayArrears.AsNoTracking().Where(a => a.DecisionId == decision).OrderBy(a => a.Month).ToListAsync());
        Assert.Equal([(10, 10), (4, 0)], arrears.Select(a => (a.Days!.Value, a.HalfDays!.Value)));
        Assert.Equal([-Math.Round(thirtieth * 5, 2, MidpointRounding.AwayFromZero), -Math.Round(thirtieth * 4, 2, MidpointRounding.AwayFromZero)], arrears.Select(a => a.Amount));
        Assert.Contains("\"halfDays\":10", await app.Read(db => db.FinanceMessages.Where(m => m.DecisionId == decision).Select(m => m.Body).SingleAsync()), StringComparison.Ordinal);
        var number = (await province.Decision(decision)).Number!;
        var me = await app.SignIn(person, "fr");
        var slip = await me.Open(Massar.Features.Payslips.Links.Month(Month));
        Assert.True(slip.Says(Words.All.Say("fr", "payslips.element.LeavePay")) && slip.Says(number), slip.Text);

        // Back earlier than granted: the decision says other days, is shown as such, and is taken back before another is made.
        await app.Write(async db =>
        {
            var early = await db.Leaves.SingleAsync(l => l.Id == leave.Id);
            early.Pay(new Pay(21, 8, 0));
            await db.SaveChangesAsync();
        });
        Assert.True((await hr.Open(Massar.Features.Decisions.Links.LeavePay)).Says(Words.All.Say("fr", "decisions.leave-pay.differs")));
        await province.MustSign(await province.WithdrawalReadyToSign(decision));
        Assert.Equal(0, await app.Read(db => db.PayArrears.Where(a => a.EmployeeId == id).SumAsync(a => a.Due - a.Received)));
        Assert.Single((await hr.Open(Massar.Features.Decisions.Links.LeavePay)).All("input[name=Line]"));
    }

    [Fact]
    public async Task Nobody_decides_on_the_pay_of_his_own_leave_and_a_leave_that_changed_is_not_signed()
    {
        var province = await Province.Make(app);
        var (person, own) = (await province.Teacher(), province.Hr);
        var path = await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.PlacePath).SingleAsync());
        var (leave, mine) = (Granted(person.EmployeeId!.Value, own.AccountId, "UNPAID", 0, 0, 20, person.PlaceId, path), Granted(own.EmployeeId!.Value, own.AccountId, "UNPAID", 0, 0, 20, own.PlaceId, await app.Read(db => db.Employees.Where(e => e.Id == own.EmployeeId).Select(e => e.PlacePath).SingleAsync())));
        await app.Write(async db =>
        {
            db.Leaves.AddRange(leave, mine);
            await db.SaveChangesAsync();
        });
        var hr = await app.SignIn(own);

        Assert.Contains("decisions.own-case", await (await hr.Api.PostAsJsonAsync("/api/decisions/leaves", new { lines = new[] { $"{mine.Id}:{mine.Version}" } })).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await hr.Api.PostAsJsonAsync("/api/decisions/leaves", new { lines = new[] { $"{leave.Id}:{leave.Version}" } })).IsSuccessStatusCode);
        var decision = await app.Read(db => db.Decisions.Where(d => d.LeaveId == leave.Id).Select(d => d.Id).SingleAsync());
        await Visas(province, decision);
        await app.Write(async db =>
        {
            (await db.Leaves.SingleAsync(l => l.Id == leave.Id)).Pay(new Pay(5, 0, 15));
            await db.SaveChangesAsync();
        });

        var signed = await province.Sign(await app.SignIn(province.Signatory, steppedUp: true), decision);

        Assert.Contains("decisions.situation-changed", await signed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task Visas(Province province, long decision)
    {
        await province.Send(decision);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, decision);
    }

    private static Leave Granted(long employee, long account, string code, int full, int half, int none, int place = 1, string path = "/1/")
    {
        var leave = new Leave
        {
            EmployeeId = employee,
            TypeCode = code,
            CountedAs = code,
            PlaceId = place,
            PlacePath = path,
            StartsOn = Month,
            EndsOn = Month.AddDays(full + half + none - 1),
            Days = full + half + none,
            IsAbsence = true,
            IsMedical = code != "UNPAID",
            AskedByAccountId = account,
            AskedAt = DateTime.UnixEpoch,
        };
        leave.Begin(toHead: false, DateTime.UnixEpoch);
        Assert.Null(leave.Grant(new Pay(full, half, none), account, DateTime.UnixEpoch));
        return leave;
    }

    private static LeaveBook Book()
    {
        var types = ReferenceFiles.Delivered.LeaveTypes(2025).ToDictionary(t => t.Code);
        return new LeaveBook(types, new LeaveCounters(types, 5), 7, 3, 3, 3, 15, LeaveType.Civil, 10, 2);
    }
}

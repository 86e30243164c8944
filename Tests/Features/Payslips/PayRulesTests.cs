using Massar.Features.Payslips.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Tests.Features.Payslips;

/// <summary>Elements of pay as the domain file of human resources lists them (7.5).</summary>
public sealed class PayRulesTests
{
    private static readonly PayRates Rates = new();

    private static IReadOnlyList<PayItem> Compute(int index = 512, string zone = "A", bool teaches = true, int children = 0, int dependents = 0, decimal other = 0, int absent = 0, PayRates? rates = null) =>
        PayRules.Compute(new PayCase("10", 10, index, zone, teaches, children, dependents, other, absent), rates ?? Rates);

    private static decimal Of(IEnumerable<PayItem> items, string code) => items.SingleOrDefault(i => i.Code == code)?.Amount ?? 0;

    [Theory]
    [InlineData(100, 823.75)] // 100 × 98.85 / 12
    [InlineData(150, 1155.50)] // + 50 × 79.62
    [InlineData(275, 1685.92)] // + 125 × 50.92
    [InlineData(512, 2691.59)] // + 362 × 50.92
    public void Basic_pay_is_the_index_times_the_point_value_of_each_part(int index, decimal monthly) => Assert.Equal(monthly, Of(Compute(index), "BasicPay"));

    [Fact]
    public void One_point_value_for_all_is_a_setting_away()
    {
        var rates = PayRates.From([Set("pay.point-values", "0:60")]);

        Assert.Equal(512 * 60m / 12, Of(Compute(512, rates: rates), "BasicPay"));
    }

    [Theory]
    [InlineData("A", 0.25)]
    [InlineData("B", 0.15)]
    [InlineData("C", 0.10)]
    public void Residence_follows_the_zone(string zone, decimal share) =>
        Assert.Equal(Math.Round(2691.59m * share, 2, MidpointRounding.AwayFromZero), Of(Compute(zone: zone), "ResidenceAllowance"));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 300)]
    [InlineData(3, 900)]
    [InlineData(4, 936)]
    [InlineData(6, 1008)]
    [InlineData(7, 1008)]
    public void Family_allowance_is_300_for_three_children_and_36_for_the_next_three(int children, decimal amount) =>
        Assert.Equal(amount, Of(Compute(children: children), "FamilyAllowance"));

    [Fact]
    public void Pension_is_14_percent_and_health_2_5_percent_of_what_is_permanent()
    {
        var items = Compute(children: 2);
        var permanent = items.Where(i => i.Amount > 0 && i.Code is not ("ResidenceAllowance" or "FamilyAllowance")).Sum(i => i.Amount);

        Assert.Equal(-Math.Round(permanent * 0.14m, 2, MidpointRounding.AwayFromZero), Of(items, "Pension"));
        Assert.Equal(-Math.Round(permanent * 0.025m, 2, MidpointRounding.AwayFromZero), Of(items, "HealthInsurance"));
    }

    [Fact]
    public void Health_insurance_stops_at_its_ceiling() => Assert.Equal(-400, Of(Compute(index: 5000), "HealthInsurance"));

    [Fact]
    public void Who_does_not_teach_has_no_teaching_allowance()
    {
        Assert.NotEqual(0, Of(Compute(), "TeachingAllowance"));
        Assert.Equal(0, Of(Compute(teaches: false), "TeachingAllowance"));
    }

    [Fact]
    public void Dependents_lower_the_tax_by_500_a_year_each_and_six_at_most()
    {
        var alone = Of(Compute(), "IncomeTax");

        Assert.InRange(Of(Compute(dependents: 2), "IncomeTax") - alone, 83.32m, 83.34m);
        Assert.Equal(Of(Compute(dependents: 6), "IncomeTax"), Of(Compute(dependents: 9), "IncomeTax"));
    }

    [Fact]
    public void A_day_without_service_costs_one_thirtieth()
    {
        var items = Compute(absent: 3, children: 2);
        var gross = items.Where(i => i.Amount > 0 && i.Code != "FamilyAllowance").Sum(i => i.Amount);

        Assert.Equal(-Math.Round(gross / 10, 2, MidpointRounding.AwayFromZero), Of(items, "AbsenceDeduction"));
    }

    [Fact]
    public void A_higher_index_never_pays_less()
    {
        var nets = new[] { 275, 300, 326, 351, 377, 402, 428, 456, 484, 512 }.Select(i => Compute(i).Sum(l => l.Amount)).ToList();

        Assert.Equal(nets.Order(), nets);
        Assert.Equal(nets.Count, nets.Distinct().Count());
    }

    [Fact]
    public void Lines_add_up_to_gross_deductions_and_net()
    {
        var month = Month();

        Assert.Equal(month.Lines.Where(l => l.Amount > 0).Sum(l => l.Amount), month.Gross);
        Assert.Equal(month.Gross - month.Deductions, month.Net);
        Assert.Equal(month.Net, month.Lines.Sum(l => l.Amount));
    }

    [Fact]
    public void A_month_goes_through_the_finance_ministry_and_nothing_jumps()
    {
        foreach (var from in Enum.GetValues<PayState>())
            foreach (var to in Enum.GetValues<PayState>())
            {
                var month = Month();
                foreach (var step in from switch { PayState.Sent => [PayState.Sent], PayState.Visaed => [PayState.Sent, PayState.Visaed], PayState.Paid => [PayState.Sent, PayState.Visaed, PayState.Paid], PayState.Withheld => [PayState.Withheld], _ => Array.Empty<PayState>() })
                    Assert.Null(month.Move(step, "treasury", DateTime.UnixEpoch, "account-invalid"));

                var refusal = month.Move(to, "treasury", DateTime.UnixEpoch, "account-invalid");

                Assert.Equal(PayMonth.Moves.Contains((from, to)), refusal is null);
            }
    }

    [Fact]
    public void A_withholding_says_why()
    {
        Assert.Equal(RefusalKind.Invalid, Month().Move(PayState.Withheld, "treasury", DateTime.UnixEpoch)?.Kind);
        Assert.Equal(RefusalKind.Invalid, Month().Move(PayState.Withheld, "treasury", DateTime.UnixEpoch, "just because")?.Kind);
    }

    [Fact]
    public void What_was_sent_is_computed_no_more()
    {
        var month = Month();
        month.Move(PayState.Sent, "pay-office", DateTime.UnixEpoch);

        Assert.Equal("payslips.already-sent", month.Fill([])?.Reason.Key);
        Assert.NotEmpty(month.Lines);
    }

    private static PayMonth Month() => PayMonth.Begin(1, 1, new DateOnly(2026, 10, 1), new PayCase("10", 10, 512, "B", true, 2, 3, 150), Rates, DateTime.UnixEpoch);

    private static Setting Set(string code, string value) => new() { SchoolYearId = 2026, Code = code, Value = value, NoteAr = "", NoteFr = "", Confidence = "test" };
}

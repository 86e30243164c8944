using Massar.Features.Payslips.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Tests.Features.Payslips;

/// <summary>Elements of pay as the domain file of human resources lists them (7.5).</summary>
public sealed class PayRulesTests
{
    private static readonly DateOnly October = new(2026, 10, 1);
    private static readonly List<Setting> Delivered = [.. ReferenceFiles.Delivered.Settings(2026)];
    private static readonly PayRates Rates = PayRates.Of(Delivered, October);

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
        var rates = PayRates.Of([.. Delivered.Where(s => s.Code != "pay.point-values"), Set("pay.point-values", "0:60")], October);

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
    public void How_many_children_and_dependents_count_is_a_setting_away()
    {
        var rates = PayRates.Of([.. Delivered.Where(s => s.Code is not ("pay.family-allowance.children" or "pay.tax.most-dependents")),
            Set("pay.family-allowance.children", "2:4"), Set("pay.tax.most-dependents", "1")], October);

        Assert.Equal(2 * 300 + 2 * 36, Of(Compute(children: 5, rates: rates), "FamilyAllowance"));
        Assert.Equal(Of(Compute(dependents: 1, rates: rates), "IncomeTax"), Of(Compute(dependents: 6, rates: rates), "IncomeTax"));
        Assert.NotEqual(Of(Compute(dependents: 1, rates: rates), "IncomeTax"), Of(Compute(dependents: 6), "IncomeTax"));
    }

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

    public static TheoryData<string, string, decimal, decimal> GradesOfScales()
    {
        // What a beginner of the scale gets at least and the oldest at most: the floor since July 2025, a teacher's first pay of about
        // 7,000, and means of 7,200 below scale 10 and 12,500 from there on (statements of the government, 2025).
        var data = new TheoryData<string, string, decimal, decimal>();
        foreach (var grade in ReferenceFiles.Delivered.Grades())
            foreach (var scale in grade.Echelle switch { "6-8" => (string[])["6", "7", "8"], "11+" => ["11"], var one => [one] })
            {
                var (least, most) = scale switch
                {
                    "6" => (4_500m, 5_700m),
                    "7" => (4_900m, 6_200m),
                    "8" => (5_300m, 6_700m),
                    "9" => (6_200m, 7_800m),
                    "10" => (6_700m, 8_600m),
                    "11" => (9_200m, 12_000m),
                    _ => (13_400m, 16_000m),
                };
                data.Add(grade.Code, scale, least, most);
            }

        return data;
    }

    [Theory, MemberData(nameof(GradesOfScales))]
    public void Every_grade_is_paid_what_can_be_believed_and_more_at_each_step(string grade, string scale, decimal least, decimal most)
    {
        var steps = ReferenceFiles.EchelonSteps().Where(s => s.Echelle == scale).ToList();
        Assert.NotEmpty(steps);
        foreach (var zone in (string[])["A", "B", "C"])
        {
            // Those who teach are at scale 9 and above.
            var nets = steps.ConvertAll(s => PayRules.Compute(new PayCase(scale, s.Echelon, s.Index, zone, grade.StartsWith('P') && scale is not ("6" or "7" or "8"), 0, 0), Rates).Sum(i => i.Amount));

            Assert.Equal(nets.Order(), nets);
            Assert.InRange(nets[0], least, most);
            Assert.InRange(nets[^1], least, most);
        }
    }

    [Fact]
    public void Who_would_get_less_than_the_floor_is_paid_up_to_it_and_the_complement_is_a_line_of_its_own()
    {
        var rates = Rates with { NetFloor = 9_000 };

        var items = Compute(275, rates: rates);

        Assert.Equal(9_000, items.Sum(i => i.Amount));
        Assert.True(Of(items, "FloorComplement") > 0);
        // Children and loans come on top of the floor or go from it: they do not move it.
        Assert.Equal(9_000 + 600 - 400 + Of(Compute(275, children: 2, dependents: 2, rates: rates), "FloorComplement") - Of(Compute(275, dependents: 2, rates: rates), "FloorComplement"),
            Compute(275, children: 2, dependents: 2, other: 400, rates: rates).Sum(i => i.Amount));
        Assert.Equal(0, Of(Compute(275, rates: Rates with { NetFloor = 1 }), "FloorComplement"));
    }

    [Theory]
    [InlineData("2025-06-01", 1000)] // of the year before: its own row
    [InlineData("2026-08-01", 2000)]
    [InlineData("2026-09-01", 3000)]
    [InlineData("2029-01-01", 3000)] // not written yet: the latest known
    [InlineData("2020-01-01", 1000)]
    public void A_month_follows_the_rates_of_its_own_school_year(string month, decimal teaching)
    {
        var rows = Delivered.Where(s => s.Code != "pay.scale.10.teaching").Concat(
            [Set("pay.scale.10.teaching", "3000", 2026), Set("pay.scale.10.teaching", "1000", 2024), Set("pay.scale.10.teaching", "2000", 2025)]);

        Assert.Equal(teaching, PayRates.Of(rows, DateOnly.Parse(month, System.Globalization.CultureInfo.InvariantCulture)).Scales["10"].Teaching);
    }

    [Fact]
    public void A_missing_rate_is_named_and_one_to_be_confirmed_is_marked()
    {
        var missing = Assert.Throws<InvalidOperationException>(() => PayRates.Of(Delivered.Where(s => s.Code != "pay.pension"), October));
        Assert.Contains("pay.pension", missing.Message, StringComparison.Ordinal);

        Assert.True(Rates.IsToConfirm("HierarchyAllowance", "10", "A"));
        Assert.False(Rates.IsToConfirm("Pension", "10", "A"));
        var settled = Delivered.ConvertAll(s => s.Code == "pay.scale.10.hierarchy" ? new Setting { SchoolYearId = 2026, Code = s.Code, Value = s.Value, NoteAr = "", NoteFr = "", Confidence = "sure" } : s);
        Assert.False(PayRates.Of(settled, October).IsToConfirm("HierarchyAllowance", "10", "A"));
        Assert.True(PayRates.Of(settled, October).IsToConfirm("HierarchyAllowance", "11", "A"));
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

    private static Setting Set(string code, string value, int year = 2026) => new() { SchoolYearId = year, Code = code, Value = value, NoteAr = "", NoteFr = "", Confidence = "test" };
}

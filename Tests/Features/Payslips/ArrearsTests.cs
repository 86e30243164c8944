using System.Globalization;
using Massar.Features.Payslips.Domain;
using Massar.Features.Reference;

namespace Massar.Tests.Features.Payslips;

/// <summary>
/// Differences counted by hand at the rates of 2026. Scale 10, zone B, teaching, two children, three dependents:
/// index 377: basic 2,118.74 + 6,800.00 permanent + 317.81 residence + 600.00 family − 1,632.13 kept − 100.72 tax = 8,103.70 net;
/// index 402: basic 2,224.82 + 6,800.00 + 333.72 + 600.00 − 1,651.54 − 115.14 = 8,191.86 net; 88.16 a month between them.
/// </summary>
public sealed class ArrearsTests
{
    private static readonly PayRates Rates = PayRates.Of(ReferenceFiles.Delivered.Settings(2026), new DateOnly(2026, 9, 1));

    [Theory]
    [InlineData("2026-09-01", 88.16)] // from the first day
    [InlineData("2025-01-01", 88.16)] // long before
    [InlineData("2026-09-16", 44.08)] // fifteen thirtieths
    [InlineData("2026-09-30", 2.94)] // one day
    [InlineData("2026-08-31", 88.16)]
    public void A_month_sent_at_the_old_index_is_owed_the_difference_of_the_two_net_amounts(string effective, decimal difference)
    {
        var month = September(377);
        Assert.Equal(8103.70m, month.Net);

        var owed = Owed(month, 402, effective);

        Assert.Equal((8103.70m, difference, 377, 402), (owed!.Received, owed.Amount, owed.OldIndex, owed.NewIndex));
    }

    [Fact]
    public void The_thirty_first_day_of_a_month_pays_nothing_of_it()
    {
        Assert.Equal(0, Arrears.DaysOf(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 31)));
        Assert.Null(Owed(September(402), 402, "2026-01-01"));
    }

    [Fact]
    public void What_was_given_for_a_month_is_taken_back_whole_and_not_once_more()
    {
        var month = September(377);

        var back = Owed(month, 377, "2026-09-16", earlier: 44.08m);

        Assert.Equal(-44.08m, back!.Amount);
        Assert.Null(Owed(month, 402, "2026-09-01", earlier: 88.16m));
    }

    [Fact]
    public void Loans_and_absences_of_the_month_are_the_same_on_both_sides()
    {
        // A thirtieth of 9,236.55 was kept for one day; of 9,358.54 it is 311.95: 4.07 more.
        var month = September(377, other: 500, absent: 1);
        Assert.Equal(8103.70m - 500 - 307.89m, month.Net);

        Assert.Equal(88.16m - 4.06m, Owed(month, 402, "2026-09-01")!.Amount);
    }

    [Fact]
    public void A_month_that_itself_carried_arrears_is_judged_without_them()
    {
        var august = Owed(September(377), 402, "2026-09-01")!;
        var month = PayMonth.Begin(0, 1, 1, new DateOnly(2026, 9, 1), new PayCase("10", 5, 377, "B", true, 2, 3), Rates, DateTime.UnixEpoch, [august]);
        Assert.Equal(8103.70m + 88.16m, month.Net);

        Assert.Equal(88.16m, Owed(month, 402, "2026-09-01")!.Amount);
    }

    [Fact]
    public void One_line_for_each_decision_with_its_months_and_none_for_what_comes_to_nothing()
    {
        PayArrear Of(long decision, string number, int month, decimal difference) => new()
        {
            EmployeeId = 1,
            DecisionId = decision,
            DecisionNumber = number,
            Month = new DateOnly(2026, month, 1),
            OldIndex = 377,
            NewIndex = 402,
            Received = 8000,
            Due = 8000 + difference,
        };

        var lines = Arrears.Lines([Of(7, "12/2026", 5, 88.16m), Of(7, "12/2026", 3, 44.08m), Of(9, "14/2026", 5, -88.16m), Of(8, "13/2026", 5, 5), Of(8, "13/2026", 6, -5)]).ToList();

        Assert.Equal([("Arrears", 132.24m), ("Recovery", -88.16m)], lines.Select(l => (l.Code, l.Amount)));
        Assert.Equal(["12/2026", "2", "03/2026", "05/2026"], lines[0].Basis);
    }

    private static PayMonth September(int index, decimal other = 0, int absent = 0) =>
        PayMonth.Begin(1, 1, new DateOnly(2026, 9, 1), new PayCase("10", 5, index, "B", true, 2, 3, other, absent), Rates, DateTime.UnixEpoch);

    private static PayArrear? Owed(PayMonth month, int index, string effective, decimal earlier = 0) =>
        Arrears.Of(month, index, 6, DateOnly.Parse(effective, CultureInfo.InvariantCulture), Rates, earlier, 3, 7, "12/2026");
}

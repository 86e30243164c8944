using Massar.Features.Leaves.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;

namespace Massar.Tests.Features.Leaves;

/// <summary>The delivered kinds of leave, counted on paper.</summary>
public sealed class LeaveCountersTests
{
    private static readonly Dictionary<string, LeaveType> Types = ReferenceFiles.Delivered.LeaveTypes(2025).ToDictionary(t => t.Code);
    private static readonly LeaveCounters Counters = new(Types, week: 5);

    [Fact]
    public void All_nineteen_kinds_are_delivered_with_a_mark_of_confidence()
    {
        Assert.Equal(19, Types.Count);
        Assert.All(Types.Values, t => Assert.Contains(Confidence.MarkOf(t.Confidence), Confidence.All));
        Assert.All(Types.Values, t => Assert.Null(t.KeepWords()));
        Assert.False(Types["PILGRIMAGE"].IsOpen);
    }

    /// <summary>22 May 2026 is a Friday.</summary>
    [Theory, InlineData("EXCEPTIONAL_FAMILY", 2, "2026-05-25"), InlineData("SICK_SHORT", 2, "2026-05-23"), InlineData("ANNUAL", 6, "2026-05-29"), InlineData("SICK_SHORT", 1, "2026-05-22")]
    public void Working_days_skip_the_weekend_and_calendar_days_do_not(string kind, int days, string end)
    {
        var from = new DateOnly(2026, 5, 22);

        var last = Counters.End(Types[kind], from, days);

        Assert.Equal(DateOnly.Parse(end, System.Globalization.CultureInfo.InvariantCulture), last);
        Assert.Equal(days, Counters.Days(Types[kind], from, last));
    }

    [Fact]
    public void A_leave_over_the_new_year_counts_in_both_years_and_the_fuller_one_binds()
    {
        var spans = new[] { Span("EXCEPTIONAL_FAMILY", "2027-01-11", "2027-01-20") };

        var rules = Counters.Rules(Types["EXCEPTIONAL_FAMILY"], false, spans, Day("2026-12-30"), Day("2027-01-05")).ToList();

        // 30 and 31 December; 1, 4 and 5 January after the eight working days of that month.
        Assert.Equal([(0, 2, false), (8, 3, true)], rules.Select(r => (r.Used, r.Asked, r.IsOver)));
    }

    [Fact]
    public void Sick_leave_counts_in_any_twelve_months_and_not_in_the_calendar_year()
    {
        var spans = new[] { Span("SICK_SHORT", "2025-12-01", "2026-02-28"), Span("SICK_SHORT", "2025-05-01", "2025-05-31") };

        var shown = Counters.Shown(Types["SICK_SHORT"], false, spans, Day("2026-06-01"), Day("2026-06-10"));

        Assert.Equal([("civil", 59, null), ("sliding", 90, 180)], shown.Select(c => (c.Window, c.Used, c.Most)));
    }

    [Fact]
    public void What_extends_a_leave_counts_with_it_under_the_ceiling_of_each_and_what_does_not_counts_alone()
    {
        var (kind, first) = (Types["MATERNITY"], Span("MATERNITY", "2026-01-01", "2026-03-31"));

        Assert.Equal((90, 9, true), Of([first with { IsSame = true }]));
        Assert.Equal((0, 9, false), Of([first]));

        (int, int, bool) Of(LeaveSpan[] spans) => Counters.Rules(kind, false, spans, Day("2026-04-01"), Day("2026-04-09")).Select(c => (c.Used, c.Asked, c.IsOver)).Single();
    }

    /// <summary>Three months at full salary and three at half (civil service procedure sheet of short sick leave).</summary>
    [Fact]
    public void The_first_ninety_days_are_paid_in_full_the_next_ninety_by_half()
    {
        var type = Types["SICK_SHORT"];

        Assert.Equal(new Pay(30, 0, 0), Counters.PayOf(type, [], Day("2026-01-01"), Day("2026-01-30")));
        Assert.Equal(new Pay(10, 20, 0), Counters.PayOf(type, [Span("SICK_SHORT", "2025-09-01", "2025-11-19")], Day("2026-01-01"), Day("2026-01-30")));
        Assert.Equal(new Pay(90, 90, 10), Counters.PayOf(type, [], Day("2026-01-01"), Day("2026-07-09")));
        // What fell out of the twelve months is forgotten.
        Assert.Equal(new Pay(30, 0, 0), Counters.PayOf(type, [Span("SICK_SHORT", "2024-09-01", "2024-11-29")], Day("2026-01-01"), Day("2026-01-30")));
        Assert.Equal(new Pay(0, 0, 5), Counters.PayOf(Types["UNPAID"], [], Day("2026-01-01"), Day("2026-01-05")));
    }

    [Fact]
    public void A_later_leave_makes_the_window_that_binds()
    {
        var spans = new[] { Span("SICK_SHORT", "2026-07-01", "2026-12-20") };

        var rules = Counters.Rules(Types["SICK_SHORT"], false, spans, Day("2026-06-01"), Day("2026-06-10")).ToList();

        Assert.Contains(rules, r => r is { Used: 173, Asked: 10, IsOver: true });
    }

    [Fact]
    public void Bereavement_days_count_among_the_exceptional_ones_too()
    {
        var spans = new[] { Span("MARRIAGE", "2026-03-02", "2026-03-11") };

        var rules = Counters.Rules(Types["BEREAVEMENT"], false, spans, Day("2026-05-04"), Day("2026-05-06")).ToList();

        Assert.Equal([("BEREAVEMENT", 0, 3, false), ("EXCEPTIONAL_FAMILY", 8, 3, true)], rules.Select(r => (r.Code, r.Used, r.Asked, r.IsOver)));
    }

    [Theory, InlineData(true, 15), InlineData(false, 98)]
    public void Guardianship_leave_is_longer_for_a_woman(bool isMan, int most) =>
        Assert.Equal(most, Assert.Single(Counters.Rules(Types["KAFALA"], isMan, [], Day("2026-05-04"), Day("2026-05-06"))).Most);

    [Fact]
    public void The_certificate_is_due_two_days_after_the_first_and_three_in_the_country()
    {
        var (type, from) = (Types["SICK_SHORT"], Day("2026-05-04"));

        Assert.Equal(Day("2026-05-06"), LeaveBook.PaperDueOn(type, from, from, isUrban: true));
        Assert.Equal(Day("2026-05-07"), LeaveBook.PaperDueOn(type, from, from, isUrban: false));
        Assert.Null(LeaveBook.PaperDueOn(Types["EXCEPTIONAL_FAMILY"], from, from, isUrban: true));
    }

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static LeaveSpan Span(string code, string from, string to) => new(code, Day(from), Day(to));
}

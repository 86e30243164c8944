using Massar.Features.Marks.Domain;

namespace Massar.Tests.Features.Marks;

/// <summary>Domain 03 §3.2.</summary>
public sealed class AveragesTests
{
    [Theory]
    [InlineData("12.00", "", 0, "12.00")]
    [InlineData("10.00 11.00 13.50", "", 0, "11.50")]
    [InlineData("14.50 12.00 9.00", "15.00", 0.25, "12.63")] // 11.8333 × 0.75 + 3.75 = 12.625
    [InlineData("10.00 A", "", 0, "5.00")]                   // absent without reason counts 0
    [InlineData("10.00 AJ", "", 0, "10.00")]                 // with a reason it is left out
    [InlineData("10.00 F", "", 0, "5.00")]
    [InlineData("10.00 D", "", 0, "10.00")]
    [InlineData("16.00 12.00", "", 0.25, "14.00")]           // no activities: the tests only
    [InlineData("", "13.00", 0.25, "13.00")]
    [InlineData("D D", "", 0, null)]                         // exempt: the subject is not followed
    [InlineData("", "", 0.25, null)]
    [InlineData("10.00 10.01", "", 0, "10.01")]              // 10.005: half goes up
    public void A_subjects_average_is_made_as_the_ministry_says(string tests, string activities, double share, string? expected)
    {
        var average = Averages.OfSubject(tests.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(CellValue.OfPlain), CellValue.OfPlain(activities), (decimal)share);

        Assert.Equal(expected, average?.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_printed_report_card_of_the_first_college_year_is_reproduced()
    {
        // Sure example: the products add up to 161,05 for coefficients of 29, and the card prints 5,55.
        (decimal? Average, decimal Coefficient)[] card = [(5.50m, 5), (4.25m, 5), (6.10m, 5), (7.00m, 3), (5.00m, 3), (4.00m, 2), (6.50m, 2), (9.40m, 2), (5.00m, 1), (null, 1), (6.00m, 1)];
        Assert.Equal(29m, card.Where(c => c.Average is not null).Sum(c => c.Coefficient));
        var products = card.Sum(c => (c.Average ?? 0) * c.Coefficient);
        card[0].Average += (161.05m - products) / 5;

        Assert.Equal(161.05m, card.Sum(c => (c.Average ?? 0) * c.Coefficient));
        Assert.Equal(5.55m, Averages.OfSemester(card));
    }

    [Fact]
    public void Truncation_is_a_setting()
    {
        Assert.Equal(9.37m, Averages.OfSemester([(271.87m / 29, 29)]));
        Assert.Equal(5.12m, Averages.OfSemester([(5.129m, 1)], Averages.RoundingOf("truncate")));
        Assert.Equal(5.13m, Averages.OfSemester([(5.129m, 1)], Averages.RoundingOf("half-up")));
    }

    [Theory, InlineData("truncate"), InlineData("half-up")]
    public void Thirds_times_a_share_do_not_fall_a_hair_short(string setting)
    {
        // 10 ÷ 3 × 75% + 0 × 25% is 2,50 exactly, and 19 ÷ 3 × 75% + 13,02 × 25% is 8,005.
        var rounding = Averages.RoundingOf(setting);

        Assert.Equal(2.50m, Averages.OfSubject([CellValue.Of(10), CellValue.Of(0), CellValue.Of(0)], CellValue.Of(0), 0.25m, rounding));
        Assert.Equal(setting == "truncate" ? 8.00m : 8.01m, Averages.OfSubject([CellValue.Of(10), CellValue.Of(9), CellValue.Of(0)], CellValue.Of(13.02m), 0.25m, rounding));
        Assert.Equal(rounding, Averages.RoundingOf(Averages.FormulaVersion(rounding)));
    }

    [Theory, InlineData(10.01, 12.02, 11.02), InlineData(10, 12, 11)]
    public void The_year_is_the_mean_of_its_semesters(double first, double second, double expected) =>
        Assert.Equal((decimal)expected, Averages.OfYear((decimal)first, (decimal)second));

    [Fact]
    public void Half_a_year_has_no_average() => Assert.Null(Averages.OfYear(12, null));

    [Theory]
    [InlineData("12,5", "12.50")]
    [InlineData("12.5", "12.50")]
    [InlineData("١٢٫٥", "12.50")]
    [InlineData(" 0 ", "0.00")]
    [InlineData("20", "20.00")]
    [InlineData("a", "A")]
    [InlineData("غ", "A")]
    [InlineData("غم", "AJ")]
    [InlineData("d", "D")]
    [InlineData("م", "D")]
    [InlineData("غش", "F")]
    [InlineData("", "")]
    public void What_teachers_type_is_understood(string typed, string stored)
    {
        Assert.Equal(CellProblem.None, CellValue.Read(typed, 20, out var value));
        Assert.Equal(stored, value.Plain);
    }

    [Theory]
    [InlineData("21", CellProblem.OutOfRange)]
    [InlineData("-1", CellProblem.OutOfRange)]
    [InlineData("12,345", CellProblem.TooManyDecimals)]
    [InlineData("abc", CellProblem.NotAMark)]
    [InlineData("1e1", CellProblem.NotAMark)]
    [InlineData("=1+1", CellProblem.NotAMark)]
    public void What_is_not_a_mark_is_told_apart(string typed, CellProblem problem) => Assert.Equal(problem, CellValue.Read(typed, 20, out _));

    [Fact]
    public void An_edition_is_kept_for_every_hour_to_come_and_the_last_settled_one()
    {
        var now = new DateTime(2027, 1, 20, 12, 0, 0, DateTimeKind.Utc);
        DateTime[] hours = [now.AddDays(-9), now.AddDays(-5), now.AddDays(-5), now.AddMinutes(-10), now.AddDays(1)];

        Assert.Equal([now.AddDays(-5), now.AddMinutes(-10), now.AddDays(1)], Publication.Editions(hours, now));
    }

    [Fact]
    public void A_paper_for_pupils_and_guardians_has_an_average_only_once_both_have_every_subject_of_it()
    {
        var hour = new DateTime(2027, 1, 20, 12, 0, 0, DateTimeKind.Utc);
        PublishedSubject Edition(string subject, decimal average, bool isComplete) => new(1, 2026, 1, subject, hour, average, 1, 20, isComplete, Averages.FormulaVersion(Rounding.HalfUp), true, 2);
        PublishedSubject[] all = [Edition("MATH", 12, true), Edition("PC", 16, true)];

        Assert.Equal(14m, PublishedAverages.Of(PublishedAverages.OfBoth(all, all)).First);
        Assert.Null(PublishedAverages.Of(PublishedAverages.OfBoth(all, [Edition("MATH", 12, true), Edition("PC", 10, false)])).First);
        Assert.Null(PublishedAverages.Of(PublishedAverages.OfBoth([Edition("MATH", 12, true)], all)).First);
    }
}

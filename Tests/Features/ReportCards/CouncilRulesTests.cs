using Massar.Features.Pupils.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Tests.Features.ReportCards;

/// <summary>What follows from averages before any council speaks (domain 03 §3.2–3.4).</summary>
public sealed class CouncilRulesTests
{
    private static readonly CouncilTerms Terms = new(
        [new("PASS", "ينتقل", "Passe", ProposedWhen: "pass"), new("THRESHOLD", "بالعتبة", "Par seuil"), new("REPEAT", "يكرر", "Redouble", ProposedWhen: "fail")],
        [new("CONGRATULATIONS", "تنويه", "Félicitations", 16), new("HONOUR_ROLL", "لوحة الشرف", "Tableau", 14), new("ENCOURAGEMENT", "تشجيع", "Encouragements", 12), new("WARNING", "إنذار", "Avertissement")]);

    [Theory]
    [InlineData("16", 20, "CONGRATULATIONS"), InlineData("15.99", 20, "HONOUR_ROLL"), InlineData("14", 20, "HONOUR_ROLL"), InlineData("12", 20, "ENCOURAGEMENT"), InlineData("11.99", 20, null)]
    [InlineData("8", 10, "CONGRATULATIONS"), InlineData("6", 10, "ENCOURAGEMENT"), InlineData("5.99", 10, null)]
    public void An_honour_is_proposed_from_its_threshold_whatever_the_scale(string average, int scale, string? expected) =>
        Assert.Equal(expected, Terms.ProposedHonour(decimal.Parse(average, System.Globalization.CultureInfo.InvariantCulture), scale));

    [Fact]
    public void Nobody_is_warned_by_a_rule() => Assert.Null(Terms.ProposedHonour(1, 20));

    [Theory]
    [InlineData(2, false, "10", "PASS"), InlineData(2, false, "9.99", "REPEAT"), InlineData(1, false, "15", null), InlineData(2, true, "15", null), InlineData(2, false, null, null)]
    public void A_decision_is_proposed_at_the_years_end_unless_an_exam_decides(int semester, bool byExam, string? annual, string? expected) =>
        Assert.Equal(expected, Terms.ProposedDecision(semester, byExam, annual is null ? null : decimal.Parse(annual, System.Globalization.CultureInfo.InvariantCulture), 10));

    [Fact]
    public void Equal_averages_share_a_rank_and_who_has_none_has_no_rank()
    {
        var report = ClassReport.Of(Head(), [Pupil(1, 12), Pupil(2, 15), Pupil(3, 12), Pupil(4, null), Pupil(5, 9)]);

        Assert.Equal([2, 1, 2, null, 4], report.Pupils.Select(p => p.Rank));
        Assert.Equal(12m, report.Average);
        Assert.Equal((4, 3), (report.Judged, report.Passing));
    }

    [Fact]
    public void A_council_goes_from_session_to_signature_and_back_only_with_a_reason()
    {
        var council = new Council { SchoolId = 1, SchoolYearId = 2026, ClassId = 1, Semester = 1, State = CouncilState.InSession, HeldOn = new DateOnly(2027, 1, 30), Present = "A" };

        Assert.NotNull(council.Sign());
        Assert.Null(council.Decide(DateTime.UnixEpoch));
        Assert.NotNull(council.Decide(DateTime.UnixEpoch));
        Assert.Null(council.Reopen(null));
        Assert.Null(council.Decide(DateTime.UnixEpoch));
        Assert.Null(council.Sign());
        Assert.Equal((CouncilState.Signed, 1), (council.State, council.MinutesVersion));
        Assert.Equal(RefusalKind.Invalid, council.Reopen("")!.Kind);
        Assert.Null(council.Reopen("Recours"));
        Assert.Equal((CouncilState.InSession, "Recours", 1), (council.State, council.ChangeReason, council.MinutesVersion));
    }

    private static ClassHead Head() => new(1, "1APIC-1", 1, "/1/", "00001A", "م", "E", 2026, 1, "م", "N", null, null, 20, 10, false, new DateOnly(2027, 2, 1));

    private static PupilReport Pupil(int n, decimal? average) => new(n, n, $"Z{n}", "ا", "A", Sex.Female, new DateOnly(2014, 1, 1), "ا", "A", [], average, null, null, Absences.None);
}

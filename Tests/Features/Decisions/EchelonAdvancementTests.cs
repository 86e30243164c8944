using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;

namespace Massar.Tests.Features.Decisions;

/// <summary>Dahir 1-58-008, decrees 2-62-344 and 2-05-1367: when the next échelon is reached.</summary>
public sealed class EchelonAdvancementTests
{
    private static readonly ScaleStep[] Scale =
    [
        new("10", 1, 275, 12, 12, 12), new("10", 2, 300, 12, 18, 24), new("10", 3, 326, 24, 30, 42), new("10", 4, 351, 24, 30, 42), new("10", 9, 484, 48, 54, 66), new("10", 10, 512, null, null, null),
    ];

    private static Situation At(int echelon, int index, string since, int leftover = 0, int uncounted = 0, bool counts = true, string? later = null) =>
        new("PES_2", "10", echelon, index, Day(since), leftover, uncounted, "ACTIVITY", counts, later is null ? null : Day(later));

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static Advancement Judge(Situation now, double? rating, string on, bool underWay = false) =>
        EchelonAdvancement.Judge(now, Scale, (decimal?)rating, RhythmLimits.Usual, Day(on), underWay);

    [Theory]
    [InlineData(16, Rhythm.Fast, "2025-09-01")]
    [InlineData(20, Rhythm.Fast, "2025-09-01")]
    [InlineData(15.99, Rhythm.Medium, "2026-03-01")]
    [InlineData(10, Rhythm.Medium, "2026-03-01")]
    [InlineData(9.99, Rhythm.Slow, "2027-03-01")]
    [InlineData(0, Rhythm.Slow, "2027-03-01")]
    public void The_rating_gives_the_rhythm_and_the_rhythm_the_day(double rating, Rhythm rhythm, string due)
    {
        var judged = Judge(At(3, 326, "2023-09-01"), rating, "2030-01-01");

        Assert.Equal(rhythm, judged.Rhythm);
        Assert.Equal(Day(due), judged.DueOn);
    }

    [Theory]
    [InlineData("2025-08-31", false)]
    [InlineData("2025-09-01", true)]
    [InlineData("2025-09-02", true)]
    public void On_the_day_itself_it_is_due_and_not_the_day_before(string on, bool due) =>
        Assert.True(due ? Judge(At(3, 326, "2023-09-01"), 16, on).IsDue : Judge(At(3, 326, "2023-09-01"), 16, on).Why!.Key == "decisions.why.not-due");

    [Theory]
    [InlineData(0, 0, "2025-09-01", "2025-09-01", 0)]
    [InlineData(30, 0, "2025-08-02", "2025-08-02", 0)]
    [InlineData(0, 92, "2025-12-02", "2025-12-02", 0)]
    [InlineData(30, 92, "2025-11-02", "2025-11-02", 0)]
    // More seniority kept than the échelon lasts: the effect begins with the échelon, the rest is kept again.
    [InlineData(800, 0, "2023-06-24", "2023-09-01", 69)]
    public void Seniority_kept_brings_the_day_forward_and_availability_puts_it_back(int leftover, int uncounted, string due, string effective, int kept)
    {
        var judged = Judge(At(3, 326, "2023-09-01", leftover, uncounted), 18, "2030-01-01");

        Assert.Equal((Day(due), Day(effective), kept), (judged.DueOn!.Value, judged.EffectiveOn!.Value, judged.LeftoverDays));
    }

    [Fact]
    public void The_new_situation_is_the_next_line_of_the_table()
    {
        var judged = Judge(At(2, 300, "2020-01-15"), 18, "2021-01-15");

        Assert.True(judged.IsDue);
        Assert.Equal((3, 326, 12), (judged.NewEchelon, judged.NewIndex, judged.Months));
    }

    [Fact]
    public void The_last_echelon_has_no_next_and_is_nobodys_mistake()
    {
        var judged = Judge(At(10, 512, "2000-01-01"), 18, "2030-01-01");

        Assert.Equal("decisions.why.last-step", judged.Why!.Key);
        Assert.False(judged.IsProblem);
    }

    [Theory]
    [InlineData("no-rating")]
    [InlineData("bad-rating")]
    [InlineData("position")]
    [InlineData("scale-unknown")]
    [InlineData("overlap")]
    public void What_somebody_has_to_correct_first_is_named(string why)
    {
        var judged = why switch
        {
            "no-rating" => Judge(At(3, 326, "2020-01-01"), null, "2030-01-01"),
            "bad-rating" => Judge(At(3, 326, "2020-01-01"), 20.5, "2030-01-01"),
            "position" => Judge(At(3, 326, "2020-01-01", counts: false), 18, "2030-01-01"),
            "scale-unknown" => Judge(At(3, 999, "2020-01-01"), 18, "2030-01-01"),
            _ => Judge(At(3, 326, "2020-01-01", later: "2030-02-01"), 18, "2030-01-01"),
        };

        Assert.Equal($"decisions.why.{why}", judged.Why!.Key);
        Assert.True(judged.IsProblem);
    }

    [Fact]
    public void A_decision_under_way_keeps_a_second_one_from_being_prepared()
    {
        var judged = Judge(At(3, 326, "2020-01-01"), 18, "2030-01-01", underWay: true);

        Assert.Equal("decisions.why.under-way", judged.Why!.Key);
    }

    [Fact]
    public void The_situation_of_a_day_counts_from_the_first_line_of_the_echelon_and_leaves_out_availability()
    {
        var situation = Situation.On(Day("2026-01-01"),
        [
            Step(1, "2020-01-01", 2, 300, "ACTIVITY"),
            Step(2, "2022-01-01", 3, 326, "ACTIVITY", leftover: 12),
            Step(3, "2023-01-01", 3, 326, "AVAILABILITY_REQUEST"),
            Step(4, "2023-07-01", 3, 326, "ACTIVITY"),
            Step(5, "2027-01-01", 9, 484, "ACTIVITY"),
        ]);

        Assert.Equal((3, Day("2022-01-01"), 12, 181, true, Day("2027-01-01")),
            (situation!.Echelon, situation.Since, situation.LeftoverDays, situation.UncountedDays, situation.Counts, situation.NextChangeOn!.Value));
    }

    [Fact]
    public void What_was_learnt_last_about_a_day_is_what_counts()
    {
        var situation = Situation.On(Day("2026-01-01"), [Step(1, "2024-01-01", 3, 326, "ACTIVITY"), Step(2, "2024-01-01", 2, 300, "ACTIVITY")]);

        Assert.Equal(2, situation!.Echelon);
    }

    [Fact]
    public void Before_the_first_line_and_after_leaving_there_is_no_situation()
    {
        CareerStep[] steps = [Step(1, "2020-01-01", 2, 300, "ACTIVITY"), Step(2, "2024-01-01", 2, 300, "LEFT_RETIRED")];

        Assert.Null(Situation.On(Day("2019-12-31"), steps));
        Assert.NotNull(Situation.On(Day("2023-12-31"), steps));
        Assert.Null(Situation.On(Day("2024-01-01"), steps));
    }

    private static CareerStep Step(long id, string startsOn, int echelon, int index, string position, int leftover = 0) => new()
    {
        Id = id,
        EmployeeId = 1,
        StartsOn = Day(startsOn),
        GradeCode = "PES_2",
        Echelle = "10",
        Echelon = echelon,
        Index = index,
        PositionCode = position,
        LeftoverDays = leftover,
        LearntAt = new DateTime(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(id),
    };
}

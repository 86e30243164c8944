using Massar.Features.Employees.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Tests.Features.Mobility;

/// <summary>The default scale of the domain notes (08 §8.3) on small files.</summary>
public sealed class PointsTests
{
    private static readonly DateOnly CountedOn = new(2027, 8, 31);

    [Theory]
    [InlineData("2026-09-01", 1, 2)]
    [InlineData("2026-09-02", 0, 0)] // came a day after the year began: that year is not full
    [InlineData("2022-09-01", 5, 10)]
    [InlineData("2021-09-01", 6, 13)] // 5 × 2 + 1 × 3
    [InlineData("2017-09-01", 10, 25)] // 5 × 2 + 5 × 3
    [InlineData("2027-09-01", 0, 0)]
    public void Years_in_the_post_weigh_three_from_the_sixth(string postedOn, int years, int points)
    {
        var line = Line(File(postedOn: DateOnly.Parse(postedOn)), Criterion.YearsInPost);

        Assert.Equal((years, points), ((int)line.Quantity, (int)line.Points));
    }

    [Theory]
    [InlineData("2010-09-01", 17)]
    [InlineData("2010-09-02", 16)]
    [InlineData("2027-08-31", 0)]
    public void General_seniority_counts_whole_years(string recruitedOn, int years) =>
        Assert.Equal(years, Line(File(recruitedOn: DateOnly.Parse(recruitedOn)), Criterion.GeneralSeniority).Quantity);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 6)]
    [InlineData(3, 9)]
    [InlineData(5, 9)] // at most three
    public void At_most_three_children_count(int children, int points) =>
        Assert.Equal(points, Line(File(children: [.. Enumerable.Repeat(new DateOnly(2015, 1, 1), children)]), Criterion.Children).Points);

    [Theory]
    [InlineData("2009-08-31", 0)] // eighteen on that very day
    [InlineData("2009-09-01", 3)]
    [InlineData("2027-09-01", 0)] // not born yet
    public void A_child_counts_until_its_eighteenth_birthday(string birth, int points) =>
        Assert.Equal(points, Line(File(children: [DateOnly.Parse(birth)]), Criterion.Children).Points);

    [Theory]
    [InlineData(RequestKind.JoinSpouse, MaritalStatus.Married, true, 10)]
    [InlineData(RequestKind.JoinSpouse, MaritalStatus.Married, false, 0)]
    [InlineData(RequestKind.JoinSpouse, MaritalStatus.Divorced, true, 0)]
    [InlineData(RequestKind.Ordinary, MaritalStatus.Married, true, 0)]
    public void Joining_a_spouse_needs_the_kind_the_marriage_and_the_workplace(RequestKind kind, MaritalStatus status, bool known, int points) =>
        Assert.Equal(points, Line(File(status: status, spouse: known ? 77 : null), Criterion.JoinSpouse, kind).Points);

    [Theory]
    [InlineData(MaritalStatus.Widowed, 0, Criterion.Widowed, 10)]
    [InlineData(MaritalStatus.Divorced, 1, Criterion.DivorcedWithChildren, 10)]
    [InlineData(MaritalStatus.Divorced, 0, Criterion.DivorcedWithChildren, 0)]
    [InlineData(MaritalStatus.Single, 0, Criterion.SingleWoman, 5)]
    [InlineData(MaritalStatus.Married, 0, Criterion.SingleWoman, 0)]
    public void Family_situations_weigh_as_the_scale_says(MaritalStatus status, int children, Criterion criterion, int points)
    {
        var file = File(status: status, children: [.. Enumerable.Repeat(new DateOnly(2015, 1, 1), children)]);

        Assert.Equal(points, Line(file, criterion, RequestKind.JoinFamily).Points);
    }

    [Fact]
    public void A_single_man_gets_no_points_for_joining_his_family() =>
        Assert.Equal(0, Line(File(status: MaritalStatus.Single) with { Sex = Sex.Male }, Criterion.SingleWoman, RequestKind.JoinFamily).Points);

    [Fact]
    public void Leaving_the_directorate_for_a_year_starts_its_seniority_anew()
    {
        var file = File() with
        {
            Workplaces =
            [
                At("/1/2/3/4/5/", 2010, 2014), At("/1/2/9/8/7/", 2014, 2016), At("/1/2/3/4/6/", 2016, 2020), At("/1/2/3/4/10/", 2020, null),
            ],
            PlaceId = 10,
            PlacePath = "/1/2/3/4/10/",
        };

        Assert.Equal(new DateOnly(2020, 9, 1), file.PostedOn);
        Assert.Equal(new DateOnly(2016, 9, 1), file.DirectorateSince);
        Assert.Equal(new DateOnly(2010, 9, 1), file.AcademySince);
    }

    [Fact]
    public void Only_full_school_years_in_rural_schools_count_as_hard()
    {
        var file = File() with { Workplaces = [At("/1/2/3/4/5/", 2015, 2018) with { IsRural = true }, At("/1/2/3/4/10/", 2018, null)] };

        Assert.Equal(3, file.HardYears(CountedOn));
    }

    [Fact]
    public void An_accepted_contest_replaces_the_datum_and_says_so()
    {
        var file = File(postedOn: new DateOnly(2022, 9, 1)) with { Accepted = [new AcceptedDatum(Datum.PostedOn, "2019-09-01", new DateOnly(2026, 11, 20))] };

        var line = Line(file, Criterion.YearsInPost);

        Assert.Equal(8, line.Quantity);
        Assert.Equal(new Said("mobility.source.contest", "20/11/2026").Key, line.Source.Key);
        Assert.Equal("20/11/2026", line.Source.Args[0]);
    }

    [Fact]
    public void Every_criterion_has_a_formula() =>
        Assert.Equal(Enum.GetValues<Criterion>().Length, Points.Of(File(), Scale(), RequestKind.Ordinary, CountedOn).Count);

    [Fact]
    public void At_equal_points_the_longest_in_post_goes_first_then_in_service_then_the_elder()
    {
        var one = new TieBreak(new(2015, 9, 1), new(2010, 9, 1), new(1980, 1, 1));
        TieBreak[] inOrder = [one with { PostedOn = new(2014, 9, 1) }, one with { RecruitedOn = new(2009, 9, 1) }, one with { BirthDate = new(1979, 12, 31) }, one];

        Assert.Equal(inOrder, inOrder.Reverse().Order());
    }

    [Theory]
    [InlineData("2024-09-02", "mobility.ineligible.years")]
    [InlineData("2025-09-01", null)]
    public void Two_full_school_years_in_the_post_are_asked(string postedOn, string? reason)
    {
        // The yearly memo of 2025 asks for two school years.
        var day = postedOn == "2025-09-01" ? new DateOnly(2025, 9, 1) : new DateOnly(2026, 9, 2);

        Assert.Equal(reason, Eligibility.Check(Campaign(), File(postedOn: day), RequestKind.Ordinary)?.Reason.Key);
    }

    [Fact]
    public void No_state_is_left_twice_by_the_same_move_and_every_move_but_recounting_is_in_the_table()
    {
        Assert.Equal(Enum.GetValues<Move>().Except([Move.Recount]).Order(), Transitions.All.Keys.Select(k => k.By).Distinct().Order());
        // What the last office validated moves no more, except that its participant may still withdraw; after the academy the ministry may have a word.
        Assert.Equal([Move.Withdraw, Move.ValidateAtMinistry, Move.ReturnByMinistry, Move.Release], Transitions.All.Keys.Where(k => k.From == RequestState.AcademyValidated).Select(k => k.By).Order());
        Assert.Equal([Move.Withdraw, Move.Release], Transitions.All.Keys.Where(k => k.From == RequestState.MinistryValidated).Select(k => k.By).Order());
    }

    [Theory]
    [InlineData("/1/2/3/4/5/", "/1/2/", "/1/2/3/", "/1/2/3/4/")]
    [InlineData("/1/2/3/", "/1/2/", "/1/2/3/", null)]
    [InlineData("/1/", null, null, null)]
    public void Paths_tell_academy_directorate_and_commune(string path, string? academy, string? directorate, string? commune) =>
        Assert.Equal((academy, directorate, commune), (Territory.AcademyOf(path), Territory.DirectorateOf(path), Territory.CommuneOf(path)));

    private static PointShare Line(ServiceFile file, Criterion criterion, RequestKind kind = RequestKind.Ordinary) =>
        Points.Of(file, Scale(), kind, CountedOn).Single(l => l.Criterion == criterion);

    private static Workplace At(string path, int from, int? to) =>
        new(Territory.LastOf(path), path, "م", "M", new DateOnly(from, 9, 1), to is { } year ? new DateOnly(year, 8, 31) : null, false);

    private static ServiceFile File(
        DateOnly? postedOn = null, DateOnly? recruitedOn = null, MaritalStatus status = MaritalStatus.Single, int? spouse = null, DateOnly[]? children = null) => new()
        {
            EmployeeId = 1,
            Ppr = "900001",
            NameAr = "م",
            NameLatin = "M",
            GradeCode = "PES_2",
            Sex = Sex.Female,
            BirthDate = new DateOnly(1985, 1, 1),
            RecruitedOn = recruitedOn ?? new DateOnly(2010, 9, 1),
            MaritalStatus = status,
            SpouseCommuneId = spouse,
            PlaceId = 10,
            PlacePath = "/1/2/3/4/10/",
            PlaceAr = "مدرسة",
            PlaceFr = "École",
            Workplaces = [new Workplace(10, "/1/2/3/4/10/", "مدرسة", "École", postedOn ?? new DateOnly(2020, 9, 1), null, false)],
            ChildrenBornOn = children ?? [],
        };

    internal static PointRule[] Scale() =>
    [
        Rule(Criterion.YearsInPost, 2, laterFrom: 6, later: 3), Rule(Criterion.YearsInDirectorate, 1), Rule(Criterion.YearsInAcademy, 1), Rule(Criterion.GeneralSeniority, 1),
        Rule(Criterion.JoinSpouse, 10), Rule(Criterion.Widowed, 10), Rule(Criterion.DivorcedWithChildren, 10), Rule(Criterion.SingleWoman, 5), Rule(Criterion.Children, 3, cap: 3), Rule(Criterion.HardPostYears, 1),
    ];

    private static PointRule Rule(Criterion criterion, decimal weight, int? laterFrom = null, decimal? later = null, int? cap = null) =>
        new() { Criterion = criterion, Weight = weight, LaterFrom = laterFrom, LaterWeight = later, Cap = cap, Order = (int)criterion + 1, Confidence = "to confirm" };

    private static Campaign Campaign() => new()
    {
        CategoryCode = "REGIONAL",
        SchoolYearId = 2026,
        NameAr = "ح",
        NameFr = "M",
        Scope = CampaignScope.Regional,
        PlaceId = 2,
        PlacePath = "/1/2/",
        Grades = "PES_",
        OpensOn = new(2026, 11, 1),
        ClosesOn = new(2026, 11, 30),
        ContestsUntil = new(2026, 11, 20),
        DirectorateFrom = new(2026, 11, 1),
        DirectorateUntil = new(2026, 12, 10),
        AcademyFrom = new(2026, 11, 1),
        AcademyUntil = new(2026, 12, 20),
        CountedOn = CountedOn,
        MaxWishes = 10,
        WishKind = WishKind.School,
        MinimumYears = 2,
        CorrectionDays = 5,
        State = CampaignState.Announced,
        Confidence = "to confirm",
    };
}

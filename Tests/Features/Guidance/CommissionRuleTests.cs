using Massar.Features.Guidance.Domain;

namespace Massar.Tests.Features.Guidance;

/// <summary>The stated rule of the commission, without a database.</summary>
public sealed class CommissionRuleTests
{
    private static readonly GuidanceChoice Science = new(1, "TCS");
    private static readonly GuidanceChoice Letters = new(1, "TCLSH");
    private static readonly GuidanceChoice Far = new(2, "TCS");

    [Fact]
    public void The_council_s_opinion_comes_before_the_average_and_the_average_before_the_lot()
    {
        var proposal = CommissionRule.Propose(
            [One(1, 18, 1, (Science, GuidanceOpinion.Reserved)), One(2, 11, 9, (Science, GuidanceOpinion.Favorable)), One(3, 12, 8, (Science, GuidanceOpinion.Favorable)), One(4, 12, 2, (Science, GuidanceOpinion.Favorable)), One(5, 19, 0, (Science, GuidanceOpinion.None)), One(6, null, 0, (Science, GuidanceOpinion.Favorable)), One(7, 20, 0, (Science, GuidanceOpinion.Unfavorable))],
            new Dictionary<GuidanceChoice, int> { [Science] = 3 });

        Assert.Equal([4, 3, 2, 6, 1, 5, 7], proposal.Lists[Science]);
        Assert.Equal([2, 3, 4], proposal.Admitted.Keys.Order());
    }

    [Fact]
    public void Who_finds_no_seat_in_the_first_wish_gets_the_next_and_may_pass_somebody_there()
    {
        // The second wish of a better pupil pushes the only wish of another out.
        var proposal = CommissionRule.Propose([One(1, 15, 0, (Science, 0), (Letters, 0)), One(2, 16, 0, (Science, 0)), One(3, 14, 0, (Letters, 0))], new Dictionary<GuidanceChoice, int> { [Science] = 1, [Letters] = 1 });

        Assert.Equal(1, proposal.Admitted[1]);
        Assert.Equal(0, proposal.Admitted[2]);
        Assert.False(proposal.Admitted.ContainsKey(3));
    }

    [Fact]
    public void A_choice_without_seats_takes_nobody_and_nobody_is_lost_or_seated_twice()
    {
        var proposal = CommissionRule.Propose([One(1, 15, 0, (Far, 0)), One(2, 9, 0)], new Dictionary<GuidanceChoice, int>());

        Assert.Empty(proposal.Admitted);
        Assert.Equal([1], proposal.Lists[Far]);
    }

    [Fact]
    public void Nobody_would_rather_have_a_seat_that_somebody_behind_him_has_and_the_order_of_computing_does_not_matter()
    {
        var random = new Random(7);
        GuidanceChoice[] choices = [Science, Letters, Far, new(2, "TCLSH")];
        var seats = choices.ToDictionary(c => c, _ => 40);
        var pupils = Enumerable.Range(1, 300).Select(i => One(i, random.Next(800, 1900) / 100m, (uint)random.Next(), [.. choices.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).Select(c => (c, (GuidanceOpinion)random.Next(4)))])).ToList();

        var proposal = CommissionRule.Propose(pupils, seats);
        var again = CommissionRule.Propose([.. pupils.OrderBy(_ => random.Next())], seats);

        Assert.Equal(proposal.Admitted.OrderBy(a => a.Key), again.Admitted.OrderBy(a => a.Key));
        var seated = pupils.Where(p => proposal.Admitted.ContainsKey(p.File)).ToLookup(p => p.Wishes[proposal.Admitted[p.File]].Choice, p => p.File);
        Assert.All(choices, c => Assert.InRange(seated[c].Count(), 0, 40));
        Assert.Contains(choices, c => seated[c].Count() == 40);
        foreach (var pupil in pupils)
            foreach (var wish in pupil.Wishes.Take(proposal.Admitted.GetValueOrDefault(pupil.File, pupil.Wishes.Count)))
            {
                var list = proposal.Lists[wish.Choice].ToList();
                Assert.Equal(40, seated[wish.Choice].Count());
                Assert.All(seated[wish.Choice], other => Assert.True(list.IndexOf(other) < list.IndexOf(pupil.File)));
            }
    }

    [Fact]
    public void The_lot_is_the_same_each_time_and_another_in_another_campaign()
    {
        Assert.Equal(CommissionRule.LotOf(4, "J130000001"), CommissionRule.LotOf(4, "J130000001"));
        Assert.NotEqual(CommissionRule.LotOf(4, "J130000001"), CommissionRule.LotOf(5, "J130000001"));
    }

    [Theory, InlineData(GuidanceState.Draft, GuidanceState.Decided), InlineData(GuidanceState.Draft, GuidanceState.Assigned), InlineData(GuidanceState.Accepted, GuidanceState.Appealed), InlineData(GuidanceState.Appealed, GuidanceState.Assigned), InlineData(GuidanceState.Answered, GuidanceState.Appealed), InlineData(GuidanceState.Assigned, GuidanceState.Appealed)]
    public void A_step_is_not_skipped_or_taken_back(GuidanceState from, GuidanceState to) => Assert.False(from.MayBecome(to));

    private static Candidate One(long file, decimal? average, uint lot, params (GuidanceChoice, GuidanceOpinion)[] wishes) => new(file, average, lot, [.. wishes.Select(w => new Candidacy(w.Item1, w.Item2))]);
}

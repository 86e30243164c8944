using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Massar.Features.Mobility;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Commands;

namespace Massar.Tests.Features.Mobility;

/// <summary>The assignment (AC-MOV-4): small cases by hand, thousands against every possible outcome, and a check that cannot be talked into anything.</summary>
public sealed class AssignmentTests
{
    private const int Trials = 6_000;

    [Fact]
    public void A_post_that_is_left_goes_to_the_next_who_wants_it()
    {
        // Post 3 is vacant; who holds 2 takes it, who holds 1 takes 2.
        var given = Assignment.Of(Movement(vacant: [0, 0, 1], (0, 99, 50, [2, 1]), (1, 99, 80, [2])));

        Assert.Equal([1, 2], given.Post);
        Assert.Equal([2, 1], given.Wish);
    }

    [Fact]
    public void Two_who_want_each_other_s_posts_change_places()
    {
        var given = Assignment.Of(Movement([0, 0], (0, 99, 50, [1]), (1, 99, 80, [0])));

        Assert.Equal([1, 0], given.Post);
    }

    [Fact]
    public void Three_go_round_in_a_circle()
    {
        var given = Assignment.Of(Movement([0, 0, 0], (0, 99, 1, [1]), (1, 99, 2, [2]), (2, 99, 3, [0])));

        Assert.Equal([1, 2, 0], given.Post);
    }

    [Fact]
    public void Nobody_loses_the_post_he_holds_to_somebody_with_more_points()
    {
        var given = Assignment.Of(Movement([0, 0], (0, 99, 10, []), (1, 1, 900, [0])));

        Assert.Equal([0, 1], given.Post);
        Assert.Equal([0, 0], given.Wish);
    }

    [Fact]
    public void An_exchange_does_not_pass_over_somebody_with_more_points()
    {
        // The holders of 1 and 2 would change places, but a third with more points wants post 1 and nobody wants his.
        var given = Assignment.Of(Movement([0, 0, 0], (0, 99, 50, [1]), (1, 99, 60, [0]), (2, 99, 90, [0])));

        Assert.Equal([0, 1, 2], given.Post);
    }

    [Fact]
    public void Priority_goes_before_points_and_ties_decide_the_rest()
    {
        var byPriority = Assignment.Of(Movement([0, 0, 1], (0, 99, 200, [2]), (1, 2, 20, [2])));
        var byTie = Movement([0, 0, 1], (0, 99, 40, [2]), (1, 99, 40, [2]));
        (byTie.Tie[0], byTie.Tie[1]) = (1, 0);

        Assert.Equal([0, 2], byPriority.Post);
        Assert.Equal([0, 2], Assignment.Of(byTie).Post);
    }

    [Fact]
    public void In_thousands_of_small_movements_the_outcome_is_the_best_of_all_fair_ones()
    {
        var (moved, stayed, several) = (0, 0, 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            var inputs = Invent(new Random(trial), people: 1 + trial % 5, posts: 1 + trial % 4);
            var given = Assignment.Of(inputs);
            var fair = Everything(inputs).Where(o => IsFair(inputs, o)).ToList();

            Assert.True(fair.Exists(o => o.SequenceEqual(given.Post)), $"Trial {trial}: the outcome is not fair.\n{Encoding.ASCII.GetString(inputs.ToBytes())}");
            foreach (var other in fair)
                for (var i = 0; i < inputs.Participants; i++)
                    Assert.True(RankOf(inputs, i, given.Post[i]) <= RankOf(inputs, i, other[i]), $"Trial {trial}: participant {i + 1} could have had better.");
            Assert.True(Check(inputs, given).Holds);
            moved += given.Moved;
            stayed += inputs.Participants - given.Moved;
            several += fair.Count > 1 ? 1 : 0;
        }

        // What was drawn is neither empty nor all the same.
        Assert.True(moved > Trials / 2 && stayed > Trials / 2 && several > 50, $"{moved} moved, {stayed} stayed, {several} with a choice");
    }

    [Fact]
    public void The_order_of_the_numbers_does_not_matter()
    {
        for (var trial = 0; trial < 500; trial++)
        {
            var draw = new Random(trial);
            var inputs = Invent(draw, people: 12, posts: 6);
            var turned = Enumerable.Range(0, 12).OrderBy(_ => draw.Next()).ToArray();

            var (given, other) = (Assignment.Of(inputs), Assignment.Of(Turned(inputs, turned)));

            for (var i = 0; i < 12; i++)
                Assert.Equal(given.Post[turned[i]], other.Post[i]);
        }
    }

    [Fact]
    public void What_was_written_is_read_back_and_replayed_byte_for_byte()
    {
        for (var trial = 0; trial < 300; trial++)
        {
            var inputs = Invent(new Random(trial), people: 1 + trial % 40, posts: 1 + trial % 9);
            var file = inputs.ToBytes();
            var read = MovementInputs.Read(file);

            Assert.Equal(file, read.ToBytes());
            Assert.Equal(Assignment.Of(inputs).ToBytes(Hash(file)), Assignment.Of(read).ToBytes(Hash(file)));
        }
    }

    [Fact]
    public void A_known_movement_has_the_bytes_it_always_had()
    {
        var inputs = Movement([1, 0, 0], (1, 99, 131.5m, [0, 2]), (2, 1, 148, [0]));
        var file = inputs.ToBytes();

        Assert.Equal("massar;movement;inputs;1\ncampaign;7\nposts;3\nparticipants;2\npost;1;1\npost;2;0\npost;3;0\nparticipant;1;2;99;131.50;0;1 3\nparticipant;2;3;1;148.00;1;1\n", Encoding.ASCII.GetString(file));
        Assert.Equal(
            $"massar;movement;result;1\ninputs;{Hash(file)}\nengine;massar-status-quo-da-1\nparticipants;2\nparticipant;1;3;2\nparticipant;2;1;1\n",
            Encoding.ASCII.GetString(Assignment.Of(inputs).ToBytes(Hash(file))));
    }

    [Theory]
    [InlineData("posts;3", "posts;4"), InlineData("participant;1;2", "participant;2;2"), InlineData("participant;1;2", "participant;1;9"), InlineData("131.50", "131.5"), InlineData("131.50", "-31.50")]
    [InlineData(";1 3\n", ";1 1\n"), InlineData(";1 3\n", ";2 3\n"), InlineData(";1 3\n", ";1 3 \n"), InlineData(";1 3\n", ";1 3;\n"), InlineData("post;2;0", "post;2;00"), InlineData("148.00;1;1\n", "148.00;1;1"), InlineData("inputs;1", "inputs;2")]
    public void What_is_not_canonical_is_not_read(string what, string instead)
    {
        var text = Encoding.ASCII.GetString(Movement([1, 0, 0], (1, 99, 131.5m, [0, 2]), (2, 1, 148, [0])).ToBytes());
        Assert.Contains(what, text, StringComparison.Ordinal);
        var at = text.IndexOf(what, StringComparison.Ordinal);

        Assert.Throws<FormatException>(() => MovementInputs.Read(Encoding.ASCII.GetBytes(text[..at] + instead + text[(at + what.Length)..])));
    }

    [Fact]
    public void Every_other_outcome_that_somebody_could_complain_of_is_found()
    {
        var (found, fair) = (0, 0);
        for (var trial = 0; trial < 400; trial++)
        {
            var inputs = Invent(new Random(trial), people: 1 + trial % 4, posts: 1 + trial % 4);
            var file = inputs.ToBytes();
            foreach (var outcome in Everything(inputs, feasible: false))
            {
                var text = new StringBuilder($"massar;movement;result;1\ninputs;{Hash(file)}\nengine;x\nparticipants;{inputs.Participants}\n");
                for (var i = 0; i < outcome.Length; i++)
                    text.Append(CultureInfo.InvariantCulture, $"participant;{i + 1};{outcome[i] + 1};{(outcome[i] == inputs.Home[i] ? 0 : RankOf(inputs, i, outcome[i]) + 1)}\n");
                var holds = IsFeasible(inputs, outcome) && IsFair(inputs, outcome);

                Assert.Equal(holds, AssignmentCheck.Of(file, Encoding.ASCII.GetBytes(text.ToString())).Holds);
                found += holds ? 0 : 1;
                fair += holds ? 1 : 0;
            }
        }

        Assert.True(found > 1_000 && fair > 400, $"{found} found, {fair} fair");
    }

    [Theory]
    [InlineData("participant;1;3;2", "participant;1;2;0", "was passed over|empty seat")]
    [InlineData("participant;1;3;2", "participant;1;3;1", "the result says wish 1")]
    [InlineData("participant;1;3;2\n", "", "is not in the result")]
    [InlineData("participants;2\n", "participants;2\nparticipant;9;1;1\n", "is not in the inputs")]
    [InlineData("inputs;", "inputs;0", "other inputs")]
    [InlineData("participant;1;3;2", "participant;1;3;x", "is no number")]
    public void A_result_that_was_touched_is_told(string what, string instead, string said)
    {
        var inputs = Movement([1, 0, 0], (1, 99, 131.5m, [0, 2]), (2, 1, 148, [0]));
        var file = inputs.ToBytes();
        var result = Encoding.ASCII.GetString(Assignment.Of(inputs).ToBytes(Hash(file)));
        Assert.Contains(what, result, StringComparison.Ordinal);

        var report = AssignmentCheck.Of(file, Encoding.ASCII.GetBytes(result.Replace(what, instead, StringComparison.Ordinal)));

        Assert.False(report.Holds);
        Assert.Contains(report.Findings, f => said.Split('|').Any(s => f.Contains(s, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_commands_check_and_replay_the_files_alone()
    {
        var directory = Directory.CreateTempSubdirectory("massar-movement");
        try
        {
            var (inputs, result) = (Path.Combine(directory.FullName, "inputs.csv"), Path.Combine(directory.FullName, "result.csv"));
            await File.WriteAllBytesAsync(inputs, Invent(new Random(3), 30, 8).ToBytes());

            Assert.Equal((0, 0), (await ReplayMovement.Run(TextWriter.Null, new Arguments([inputs, result]), default), await ReplayMovement.Run(TextWriter.Null, new Arguments([inputs, result]), default)));
            Assert.Equal(0, await CheckMovement.Run(TextWriter.Null, new Arguments([inputs, result]), default));
            await File.AppendAllTextAsync(result, "participant;31;1;1\n");
            Assert.Equal((1, 1), (await ReplayMovement.Run(TextWriter.Null, new Arguments([inputs, result]), default), await CheckMovement.Run(TextWriter.Null, new Arguments([inputs, result]), default)));
            await Assert.ThrowsAsync<CommandException>(() => CheckMovement.Run(TextWriter.Null, new Arguments([inputs]), default));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_large_movement_takes_seconds()
    {
        var inputs = Invent(new Random(1), people: 20_000, posts: 3_000, wishes: 10);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var given = Assignment.Of(inputs);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
        Assert.True(Check(inputs, given).Holds);
    }

    private static CheckReport Check(MovementInputs inputs, Assignment given)
    {
        var file = inputs.ToBytes();
        return AssignmentCheck.Of(file, given.ToBytes(Hash(file)));
    }

    private static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private static MovementInputs Movement(int[] vacant, params (int Home, int Class, decimal Points, int[] Wishes)[] people) => new()
    {
        Campaign = 7,
        Vacant = vacant,
        Home = [.. people.Select(p => p.Home)],
        Class = [.. people.Select(p => p.Class)],
        Points = [.. people.Select(p => (long)(p.Points * 100))],
        Tie = [.. people.Select((_, i) => i)],
        WishStart = [0, .. people.Select((_, i) => people.Take(i + 1).Sum(p => p.Wishes.Length))],
        Wishes = [.. people.SelectMany(p => p.Wishes)],
    };

    // Few different points and priorities, so that ties are common.
    private static MovementInputs Invent(Random draw, int people, int posts, int wishes = 3)
    {
        var ties = Enumerable.Range(0, people).ToArray();
        draw.Shuffle(ties);
        var inputs = Movement(
            [.. Enumerable.Range(0, posts).Select(_ => draw.Next(4) == 0 ? draw.Next(1, 3) : 0)],
            [.. Enumerable.Range(0, people).Select(_ =>
            {
                var home = draw.Next(posts);
                var others = Enumerable.Range(0, Math.Min(wishes, posts)).Select(_ => draw.Next(posts)).Where(p => p != home).Distinct().ToArray();
                return (home, draw.Next(4) == 0 ? draw.Next(1, 3) : MovementInputs.NoPriority, (decimal)draw.Next(1, 4) * 10, others);
            })]);
        ties.CopyTo(inputs.Tie, 0);
        return inputs;
    }

    private static MovementInputs Turned(MovementInputs inputs, int[] turned)
    {
        var other = Movement(inputs.Vacant, [.. turned.Select(i => (inputs.Home[i], inputs.Class[i], inputs.Points[i] / 100m, inputs.Wishes[inputs.WishStart[i]..inputs.WishStart[i + 1]]))]);
        for (var i = 0; i < turned.Length; i++)
            other.Tie[i] = inputs.Tie[turned[i]];
        return other;
    }

    // Every way to put each participant at one of his wishes or at home.
    private static IEnumerable<int[]> Everything(MovementInputs inputs, bool feasible = true)
    {
        var outcomes = new List<int[]> { Array.Empty<int>() };
        for (var i = 0; i < inputs.Participants; i++)
        {
            int[] choices = [inputs.Home[i], .. inputs.Wishes[inputs.WishStart[i]..inputs.WishStart[i + 1]]];
            outcomes = [.. outcomes.SelectMany(o => choices.Select(c => (int[])[.. o, c]))];
        }

        return feasible ? outcomes.Where(o => IsFeasible(inputs, o)) : outcomes;
    }

    private static int Seats(MovementInputs inputs, int post) => inputs.Vacant[post] + inputs.Home.Count(h => h == post);

    private static bool IsFeasible(MovementInputs inputs, int[] outcome) => Enumerable.Range(0, inputs.Posts).All(p => outcome.Count(o => o == p) <= Seats(inputs, p));

    // Said as the law would say it, with none of the engine's words.
    private static bool IsFair(MovementInputs inputs, int[] outcome)
    {
        for (var i = 0; i < outcome.Length; i++)
            for (var post = 0; post < inputs.Posts; post++)
            {
                if (RankOf(inputs, i, post) >= RankOf(inputs, i, outcome[i]))
                    continue;
                if (outcome.Count(o => o == post) < Seats(inputs, post))
                    return false;
                for (var j = 0; j < outcome.Length; j++)
                    if (outcome[j] == post && inputs.Home[j] != post && GoesBefore(inputs, i, j))
                        return false;
            }

        return true;
    }

    private static bool GoesBefore(MovementInputs inputs, int i, int j) =>
        (inputs.Class[i], -inputs.Points[i], inputs.Tie[i], i).CompareTo((inputs.Class[j], -inputs.Points[j], inputs.Tie[j], j)) < 0;

    /// <summary>0 for the first wish; the post held after all wishes; others never.</summary>
    private static int RankOf(MovementInputs inputs, int i, int post)
    {
        var wishes = inputs.Wishes[inputs.WishStart[i]..inputs.WishStart[i + 1]];
        var at = Array.IndexOf(wishes, post);
        return at >= 0 ? at : post == inputs.Home[i] ? wishes.Length : int.MaxValue;
    }
}

using Massar.Features.Resources.Domain;

namespace Massar.Tests.Features.Resources;

public sealed class ReadingTallyTests
{
    private static readonly DateOnly Day = new(2027, 1, 20);

    [Fact]
    public void The_piece_that_passes_the_share_is_the_last_and_the_next_day_begins_anew()
    {
        var tally = new ReadingTally();

        Assert.Equal((true, true, false), (tally.Spend(1, Day, 60, 100), tally.Spend(1, Day, 60, 100), tally.Spend(1, Day, 60, 100)));
        Assert.True(tally.Spend(2, Day, 60, 100));
        Assert.True(tally.Spend(1, Day.AddDays(1), 60, 100));
    }

    [Fact]
    public void One_account_fetches_three_files_at_once()
    {
        var tally = new ReadingTally();

        Assert.Equal((true, true, true, false), (tally.Enter(1), tally.Enter(1), tally.Enter(1), tally.Enter(1)));
        Assert.True(tally.Enter(2));
        tally.Leave(1);
        Assert.Equal((true, false), (tally.Enter(1), tally.Enter(1)));
    }
}

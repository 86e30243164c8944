using Massar.Features.Attendance.Domain;

namespace Massar.Tests.Features.Attendance;

/// <summary>Counting school days in a row without a pupil, and hiding small numbers.</summary>
public sealed class AbsentRunTests
{
    private static AbsentRun Of(string marks) => AbsentRun.Of(marks.Select((m, i) => (new DateOnly(2026, 11, 20).AddDays(-i), m switch { 'A' => DayMark.Away, 'T' => DayMark.There, 'E' => DayMark.Explained, _ => DayMark.Silent })));

    [Theory]
    [InlineData("AAAAT", 4)]
    [InlineData("TAAAA", 0)]
    [InlineData("AAEAA", 2)]
    [InlineData("--AAA", 3)]
    [InlineData("A--AA", 3)]
    [InlineData("A---AA", 1)]
    [InlineData("---AAA", 0)]
    [InlineData("-----", 0)]
    [InlineData("", 0)]
    public void Days_nobody_called_neither_count_nor_end_a_row_until_there_are_too_many(string newestFirst, int days) => Assert.Equal(days, Of(newestFirst).Days);

    [Fact]
    public void A_row_begins_at_its_oldest_day_away() => Assert.Equal(new DateOnly(2026, 11, 17), Of("A-AA-T").Since);

    [Fact]
    public void Small_numbers_are_kept_back_and_one_alone_takes_the_next_with_it()
    {
        Assert.Equal([null, 12, null, 0], SmallCells.Hide([3, 12, 4, 0]));
        Assert.Equal([null, 12, null, 0], SmallCells.Hide([3, 12, 7, 0]));
        Assert.Equal([5, 12, 0], SmallCells.Hide([5, 12, 0]));
        Assert.Equal([null, 0], SmallCells.Hide([1, 0]));
        Assert.Empty(SmallCells.Hide([]));
        Assert.Equal([19, 22, 17, null, null], new int?[] { SmallCells.Total([3, 12, 4, 0]), SmallCells.Total([3, 12, 7]), SmallCells.Total([5, 12, 0]), SmallCells.Total([1, 0]), SmallCells.Total([1, 1, 30]) });
    }
}

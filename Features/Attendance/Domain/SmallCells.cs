namespace Massar.Features.Attendance.Domain;

/// <summary>Keeps back numbers that could be about somebody whom the reader knows, in figures that leave the school.</summary>
public static class SmallCells
{
    /// <summary>From 1 to one less than this is kept back; 0 tells of nobody.</summary>
    public const int Least = 5;

    /// <summary>
    /// A column with its small numbers left out. Where only one would be missing, the next smallest goes too: with the column's total
    /// one missing number is a subtraction away.
    /// </summary>
    public static IReadOnlyList<int?> Hide(IReadOnlyList<int> column)
    {
        var shown = column.Select(n => n is > 0 and < Least ? null : (int?)n).ToArray();
        if (shown.Count(n => n is null) == 1 && Enumerable.Range(0, shown.Length).Where(i => shown[i] > 0).OrderBy(i => shown[i]).Select(i => (int?)i).FirstOrDefault() is { } second)
            shown[second] = null;
        return shown;
    }

    /// <summary>The column's total, kept back where it would tell what was hidden: one cell alone, or cells that are small together.</summary>
    public static int? Total(IReadOnlyList<int> column)
    {
        var shown = Hide(column);
        var hidden = Enumerable.Range(0, column.Count).Where(i => shown[i] is null).Select(i => column[i]).ToList();
        return hidden.Count == 1 || (hidden.Count > 0 && hidden.Sum() < Least) ? null : column.Sum();
    }
}

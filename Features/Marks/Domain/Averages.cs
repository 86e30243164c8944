namespace Massar.Features.Marks.Domain;

/// <summary>How an average is brought to two decimals; a setting of the year (<c>marks.rounding</c>).</summary>
public enum Rounding
{
    /// <summary>5.125 is 5.13. The default until the ministry says otherwise.</summary>
    HalfUp,

    /// <summary>5.129 is 5.12.</summary>
    Truncate,
}

/// <summary>
/// The averages of continuous assessment (domain 03 §3.2): of a subject, of a semester, of the year.
/// Each published step is brought to two decimals, and the next step starts from what was published.
/// </summary>
public static class Averages
{
    /// <summary>Stamped on every published result: which rules made it. A rule that changes takes new numbers.</summary>
    public static int FormulaVersion(Rounding rounding) => rounding == Rounding.Truncate ? 2 : 1;

    /// <summary>Reads the setting; what is not known is the default.</summary>
    public static Rounding RoundingOf(string? setting) => setting == "truncate" ? Rounding.Truncate : Rounding.HalfUp;

    /// <summary>How a published result was brought to two decimals: the setting may have changed since.</summary>
    public static Rounding RoundingOf(int formulaVersion) => formulaVersion == 2 ? Rounding.Truncate : Rounding.HalfUp;

    /// <summary>
    /// Mean of the tests × (1 − share) + activities × share. Without activities, the tests alone. An unjustified absence and a fraud
    /// count 0; a justified absence, a dispensation and an empty cell are left out. Null when nothing counts: the subject is not followed.
    /// </summary>
    /// <param name="tests">The written tests, in any order.</param>
    /// <param name="activities">The integrated activities; <see cref="CellValue.Empty"/> where there are none.</param>
    /// <param name="share">What the activities weigh, 0 to 1.</param>
    public static decimal? OfSubject(IEnumerable<CellValue> tests, CellValue activities, decimal share, Rounding rounding = Rounding.HalfUp)
    {
        decimal sum = 0;
        var count = 0;
        foreach (var test in tests)
        {
            if (Counted(test) is not { } points) continue;
            sum += points;
            count++;
        }

        var extra = share > 0 ? Counted(activities) : null;
        return (count, extra) switch
        {
            (0, null) => null,
            (0, { } only) => Round(only, rounding),
            (_, null) => Round(sum / count, rounding),
            // One division, and last: a mean of thirds times a share would otherwise fall a hair short of the hundredth it is.
            (_, { } also) => Round((sum * (1 - share) + also * share * count) / count, rounding),
        };
    }

    /// <summary>Σ(average × coefficient) / Σ coefficients over the subjects followed; null when there is none.</summary>
    public static decimal? OfSemester(IEnumerable<(decimal? Average, decimal Coefficient)> subjects, Rounding rounding = Rounding.HalfUp)
    {
        decimal sum = 0, coefficients = 0;
        foreach (var (average, coefficient) in subjects)
        {
            if (average is not { } value) continue;
            sum += value * coefficient;
            coefficients += coefficient;
        }

        return coefficients == 0 ? null : Round(sum / coefficients, rounding);
    }

    /// <summary>(S1 + S2) / 2; null until both are known.</summary>
    public static decimal? OfYear(decimal? first, decimal? second, Rounding rounding = Rounding.HalfUp) =>
        first is { } one && second is { } two ? Round((one + two) / 2, rounding) : null;

    /// <summary>What a cell adds to a mean, or null when it is left out.</summary>
    public static decimal? Counted(CellValue value) => value.State switch
    {
        CellState.Points => value.Points,
        CellState.Absent or CellState.Fraud => 0,
        _ => null,
    };

    private static decimal Round(decimal value, Rounding rounding) => rounding == Rounding.Truncate
        ? decimal.Truncate(value * 100) / 100
        : Math.Round(value, 2, MidpointRounding.AwayFromZero);
}

using System.Globalization;
using Massar.Features.Reference.Domain;

namespace Massar.Features.Marks.Domain;

/// <summary>By which figures remarks are suggested: the year's settings <c>marks.remarks.*</c>. Averages are spoken of out of 20, whatever the level's scale.</summary>
/// <param name="Bands">Where the bands from excellent to fair begin, the highest first; below the last one is weak.</param>
/// <param name="Change">Points from which a change since the semester before is spoken of.</param>
public sealed record RemarkRules(IReadOnlyList<decimal> Bands, decimal Change)
{
    public const string Prefix = "marks.";

    private static readonly decimal[] Delivered = [16, 14, 12, 10];

    public static RemarkRules From(YearFigures figures) => new(Read(figures.Text("remarks.bands")) ?? Delivered, figures.Fraction("remarks.change", 2, 20));

    /// <summary>The band of an average; null without one.</summary>
    public RemarkBand? BandOf(decimal? average, int scale) => OutOf20(average, scale) is { } value
        ? Bands.Select((least, i) => (Least: least, Band: (RemarkBand)(i + 1))).Where(b => value >= b.Least).Select(b => b.Band).DefaultIfEmpty(RemarkBand.Weak).First()
        : null;

    /// <summary>What to say of the change: nothing while one of the averages is missing, or they are near to each other.</summary>
    /// <param name="difference">Points out of 20.</param>
    public RemarkTrend TrendOf(decimal? difference) => difference switch
    {
        null => RemarkTrend.Any,
        { } d when d >= Change && d > 0 => RemarkTrend.Up,
        { } d when d <= -Change && d < 0 => RemarkTrend.Down,
        _ => RemarkTrend.Any,
    };

    /// <summary>
    /// The phrase for a pupil: of the same band and change, else of the band whatever the change, else of the change whatever the band, else one for
    /// everybody. Phrases that suit equally take turns in the order of the list, so that a class does not read one sentence forty times.
    /// </summary>
    /// <param name="phrases">In their order.</param>
    /// <param name="turn">Whose turn: the pupil's place in the class, from 0.</param>
    public static KeptPhrase? Choose(IReadOnlyList<KeptPhrase> phrases, RemarkBand band, RemarkTrend trend, int turn)
    {
        (RemarkBand Band, RemarkTrend Trend)[] wanted = trend == RemarkTrend.Any
            ? [(band, RemarkTrend.Any), (RemarkBand.Any, RemarkTrend.Any)]
            : [(band, trend), (band, RemarkTrend.Any), (RemarkBand.Any, trend), (RemarkBand.Any, RemarkTrend.Any)];
        foreach (var (of, change) in wanted)
            if (phrases.Where(p => p.Band == of && p.Trend == change).ToList() is { Count: > 0 } some)
                return some[turn % some.Count];
        return null;
    }

    /// <summary>An average of any scale, out of 20.</summary>
    public static decimal? OutOf20(decimal? average, int scale) => scale == 0 ? null : average * 20 / scale;

    // "16 14 12 10": four figures of 20, each below the one before.
    private static decimal[]? Read(string? text)
    {
        var figures = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(f => decimal.TryParse(f, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var figure) && figure <= 20 ? figure : -1).ToArray();
        return figures.Length == 4 && figures.All(f => f >= 0) && figures.Zip(figures.Skip(1)).All(p => p.First > p.Second) ? figures : null;
    }
}

/// <summary>A phrase as it is offered.</summary>
/// <param name="Id">0 for one of the starting set.</param>
public sealed record KeptPhrase(long Id, string Text, RemarkBand Band, RemarkTrend Trend);

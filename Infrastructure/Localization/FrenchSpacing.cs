using System.Text.RegularExpressions;

namespace Massar.Infrastructure.Localization;

/// <summary>
/// The spaces of French typography: a thin no-break space before ; ! ? and a no-break space before : and inside « », so that no line
/// begins with a mark. Sentences are written with the space bar; no-break spaces cannot be seen in a file, and would be forgotten.
/// </summary>
public static partial class FrenchSpacing
{
    private const char NoBreak = '\u00A0';
    private const char NarrowNoBreak = '\u202F';

    /// <summary>The sentence as it is set on a page or a paper.</summary>
    public static string Of(string sentence) => PlainSpaces().Replace(sentence, static space => (space.Groups["thin"].Success ? NarrowNoBreak : NoBreak).ToString());

    /// <summary>The sentence with plain spaces again, for an SMS: the 7-bit alphabet of GSM has no other, and one would halve its length.</summary>
    public static string Undo(string sentence) => sentence.Replace(NoBreak, ' ').Replace(NarrowNoBreak, ' ');

    [GeneratedRegex("(?<thin> (?=[;!?]))| (?=[:»])|(?<=«) ")]
    private static partial Regex PlainSpaces();
}

namespace Massar.Features.Decisions.Domain;

/// <summary>What may stand on a decision's paper, whose pinned faces hold these letters and no pictures.</summary>
public static class PaperLetters
{
    /// <summary>Latin, Arabic, Tifinagh, general punctuation.</summary>
    public static bool AreIn(string text) => text.All(c => c is < '\u0250' or (>= '\u0600' and <= '\u06FF') or (>= '\u2D30' and <= '\u2D7F') or (>= '\u2000' and <= '\u206F'));
}

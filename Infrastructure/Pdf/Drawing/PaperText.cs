using System.Text;

namespace Massar.Infrastructure.Pdf.Drawing;

/// <summary>A text holds a character that none of the pinned faces can draw (an emoji, a Chinese letter, half a character).</summary>
/// <remarks>A paper with a hollow box in a name would be worthless, so nothing is drawn at all.</remarks>
public sealed class UnprintableTextException(string text)
    : Exception($"The text “{text}” holds a character that cannot be printed.")
{
    /// <summary>The text as it was to be drawn.</summary>
    public string Text { get; } = text;
}

/// <summary>What is done to every text before it is drawn.</summary>
public static class PaperText
{
    private const char LeftToRightMark = '\u200E';
    private const char Tatweel = '\u0640';

    /// <summary>Composes accents (NFC), turns joined forms into plain letters, and removes what a person cannot see but which would turn, cut or break the line:
    /// control characters, bidirectional overrides, embeddings and isolates.</summary>
    /// <exception cref="UnprintableTextException">Half of a surrogate pair.</exception>
    public static string Clean(string text)
    {
        if (IsClean(text)) return text;

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                clean.Append(c).Append(text[++i]);
                continue;
            }
            if (char.IsSurrogate(c) || c == '\uFFFE') throw new UnprintableTextException(text);
            if (c is '\n') clean.Append(c);
            else if (c is '\t' or '\u2028' or '\u2029' or '\u0085') clean.Append(' ');
            else if (IsPresentationForm(c)) clean.Append(c.ToString().Normalize(NormalizationForm.FormKC));
            else if (!char.IsControl(c) && !TurnsTheLine(c)) clean.Append(c);
        }
        return clean.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>A name as it stands on a paper: cleaned, on one line, without tatweel (U+0640) and without double spaces.
    /// The same person is spelled in many ways in the files that reach the administration.</summary>
    public static string Name(string name)
    {
        var clean = Clean(name);
        var tidy = new StringBuilder(clean.Length);
        foreach (var c in clean)
        {
            if (c == Tatweel) continue;
            if (!char.IsWhiteSpace(c)) tidy.Append(c);
            else if (tidy.Length > 0 && tidy[^1] != ' ') tidy.Append(' ');
        }
        return tidy.ToString().TrimEnd();
    }

    /// <summary>Keeps a code, a telephone or a register number in its own order inside an Arabic line
    /// (“12-2025” would otherwise show as “2025-12”). Left-to-right marks, because Amiri has no isolates.</summary>
    public static string LeftToRight(string code) => $"{LeftToRightMark}{code}{LeftToRightMark}";

    // Arabic and French letters, digits and plain punctuation need no work: nearly every text of a paper.
    private static bool IsClean(string text)
    {
        var composed = true;
        foreach (var c in text)
        {
            if (char.IsSurrogate(c) || c == '\uFFFE' || (char.IsControl(c) && c != '\n') || TurnsTheLine(c) || IsPresentationForm(c) || c is '\u2028' or '\u2029') return false;
            // combining marks and letters that exist in two forms may need composing
            if (c >= 0x0300 && c is not (>= '\u0621' and <= '\u063A') and not (>= '\u0640' and <= '\u064A')) composed = false;
        }
        return composed || text.IsNormalized(NormalizationForm.FormC);
    }

    /// <summary>Letters already joined, as old files and texts copied from other PDFs hold them; they stand for plain letters.</summary>
    internal static bool IsPresentationForm(char c) => c is >= '\uFB50' and <= '\uFDCF' or >= '\uFE70' and <= '\uFEFC';

    private static bool TurnsTheLine(char c) => c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\uFEFF';
}

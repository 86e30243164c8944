using System.Globalization;
using System.Text;

namespace Massar.Infrastructure.Text;

/// <summary>Text from a keyboard or a file, before it is kept: what is seen is what is stored.</summary>
public static class BidiSafe
{
    /// <summary>
    /// One line: no direction overrides or isolates (they can make a name read as another), no control signs, no tatweel,
    /// composed (NFC), single spaces, no space at the ends. The joiners that Arabic and emoji need stay.
    /// </summary>
    public static string Clean(string? text) => Clean(text, keepLines: false);

    /// <summary>As <see cref="Clean(string)"/>, and no longer than so many letters: what comes after is left out, never half a sign.</summary>
    public static string Clean(string? text, int most) => Cut(Clean(text), most);

    /// <summary>As <see cref="Clean(string, int)"/>, leaving out what comes before: of a path the name is kept.</summary>
    public static string CleanEnd(string? text, int most) =>
        Clean(text) is var clean && clean.Length > most ? clean[(char.IsLowSurrogate(clean[^most]) ? ^(most - 1) : ^most)..].TrimStart() : clean;

    /// <summary>The first letters of a text, never half a sign.</summary>
    public static string Cut(string text, int most) => text.Length > most ? text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)].TrimEnd() : text;

    /// <summary>As <see cref="Clean(string)"/>, keeping line breaks as <c>\n</c>, two in a row at most.</summary>
    public static string CleanLines(string? text) => Clean(text, keepLines: true);

    /// <summary>As <see cref="Clean(string)"/>; null where nothing is left.</summary>
    public static string? CleanOrNull(string? text) => Clean(text) is { Length: > 0 } said ? said : null;

    /// <summary>As <see cref="CleanLines"/>; null where nothing is left.</summary>
    public static string? CleanLinesOrNull(string? text) => CleanLines(text) is { Length: > 0 } said ? said : null;

    private static string Clean(string? text, bool keepLines)
    {
        if (string.IsNullOrEmpty(text)) return "";

        var kept = new StringBuilder(text.Length);
        var space = false;
        var lines = 0;
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (keepLines && rune.Value == '\n')
            {
                space = false;
                if (kept.Length > 0) lines++;
                continue;
            }

            if (Rune.IsWhiteSpace(rune))
            {
                space = true;
                continue;
            }

            if (IsHarmful(rune)) continue;

            if (lines > 0) kept.Append('\n', Math.Min(lines, 2));
            else if (space && kept.Length > 0) kept.Append(' ');
            (space, lines) = (false, 0);
            kept.Append(rune.ToString());
        }

        return kept.ToString().Normal(NormalizationForm.FormC);
    }

    private static bool IsHarmful(Rune rune) => rune.Value switch
    {
        'ـ' => true,
        0x200C or 0x200D => false, // zero-width non-joiner and joiner
        0xFFFD or 0xFEFF => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned,
    };
}

using System.Text;

namespace Massar.Infrastructure.Text;

/// <summary>Normalization of text that came from outside: what is not Unicode becomes U+FFFD instead of an exception.</summary>
public static class WellFormed
{
    private const char SwappedByteOrderMark = '\uFFFE';

    /// <summary>As <see cref="string.Normalize(NormalizationForm)"/>, for any sequence of code units: lone surrogates and U+FFFE are replaced.</summary>
    public static string Normal(this string text, NormalizationForm form)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains(SwappedByteOrderMark, StringComparison.Ordinal))
            return text.Normalize(form);

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value == SwappedByteOrderMark ? Rune.ReplacementChar.ToString() : rune.ToString());
        return clean.ToString().Normalize(form);
    }
}

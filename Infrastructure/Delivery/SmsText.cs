using System.Text;

namespace Massar.Infrastructure.Delivery;

/// <summary>The alphabet a text message travels in.</summary>
public enum SmsAlphabet
{
    /// <summary>3GPP TS 23.038, seven bits: 160 signs alone, 153 in each joined part.</summary>
    Gsm7,

    /// <summary>Sixteen bits, for Arabic, Tifinagh and any sign outside the table: 70 alone, 67 in each joined part.</summary>
    Ucs2,
}

/// <summary>What a text costs as SMS.</summary>
/// <param name="Alphabet">One sign outside the seven-bit table moves the whole text to sixteen bits.</param>
/// <param name="Units">Septets, or sixteen-bit units.</param>
/// <param name="Parts">Messages charged; 0 for an empty text.</param>
public readonly record struct SmsText(SmsAlphabet Alphabet, int Units, int Parts)
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    // Behind an escape: two septets each.
    private const string Extended = "\f^{}\\[~]|€";

    /// <summary>Measures a text.</summary>
    public static SmsText Measure(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isGsm7 = text.All(c => Basic.Contains(c, StringComparison.Ordinal) || Extended.Contains(c, StringComparison.Ordinal));

        // Neither an escaped sign nor a surrogate pair may be cut by the end of a part.
        var sizes = isGsm7
            ? text.Select(c => Extended.Contains(c, StringComparison.Ordinal) ? 2 : 1)
            : text.EnumerateRunes().Select(rune => rune.Utf16SequenceLength);
        var (single, joined) = isGsm7 ? (160, 153) : (70, 67);

        int units = 0, parts = 1, inPart = 0;
        foreach (var size in sizes)
        {
            units += size;
            if (inPart + size > joined)
            {
                parts++;
                inPart = 0;
            }

            inPart += size;
        }

        return new(isGsm7 ? SmsAlphabet.Gsm7 : SmsAlphabet.Ucs2, units, units == 0 ? 0 : units <= single ? 1 : parts);
    }
}

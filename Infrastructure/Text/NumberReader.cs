using System.Globalization;
using System.Text;

namespace Massar.Infrastructure.Text;

/// <summary>What is wrong with a number as typed.</summary>
public enum NumberProblem
{
    None,
    Missing,
    NotANumber,
    TooManyDecimals,
    OutOfRange,
}

/// <summary>A number that was read, or why not. <see cref="Value"/> is null exactly when there is a problem.</summary>
public readonly record struct NumberReading(decimal? Value, NumberProblem Problem);

/// <summary>
/// Reads marks and amounts as people type them: <c>, . ٫</c> before decimals, 0-9 ٠-٩ ۰-۹, spaces between thousands.
/// Never asks the culture: in Moroccan cultures "14.5" would be a hundred and forty-five.
/// </summary>
public static class NumberReader
{
    private const int LongestText = 40;

    /// <summary>Reads a number within bounds, both included, with at most so many decimals.</summary>
    public static NumberReading Read(string? typed, int decimals, decimal least, decimal most)
    {
        if (string.IsNullOrWhiteSpace(typed)) return new(null, NumberProblem.Missing);
        if (typed.Length > LongestText || Normalize(typed) is not { } text) return new(null, NumberProblem.NotANumber);

        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0 && text.Length - point - 1 > decimals) return new(null, NumberProblem.TooManyDecimals);
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return new(null, NumberProblem.OutOfRange); // well formed, and too long for a decimal

        return value < least || value > most ? new(null, NumberProblem.OutOfRange) : new(value, NumberProblem.None);
    }

    /// <summary>Reads a whole number within bounds.</summary>
    public static NumberReading ReadWhole(string? typed, int least, int most) => Read(typed, 0, least, most);

    // [-]digits[.digits] in 0-9, or null. Spaces are allowed only where a thousand ends.
    private static string? Normalize(string typed)
    {
        var text = new StringBuilder(typed.Length);
        int whole = 0, sinceSpace = -1, fraction = -1;
        foreach (var raw in typed.Trim())
        {
            var c = Digits.ToLatin(raw);
            switch (c)
            {
                case '\u200e' or '\u200f' or '\u061c' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'):
                    break; // direction marks come along when a number is pasted from Arabic text
                case '-' or '−' when text.Length == 0:
                    text.Append('-');
                    break;
                case ',' or '.' or '٫' when fraction < 0 && whole > 0 && sinceSpace is -1 or 3:
                    text.Append('.');
                    fraction = 0;
                    break;
                case ' ' or '\u00a0' or '\u2009' or '\u202f' or '٬' when fraction < 0 && whole > 0 && (sinceSpace == 3 || sinceSpace < 0 && whole <= 3):
                    sinceSpace = 0;
                    break;
                case >= '0' and <= '9':
                    text.Append(c);
                    if (fraction >= 0) fraction++;
                    else
                    {
                        whole++;
                        if (sinceSpace >= 0) sinceSpace++;
                    }

                    break;
                default:
                    return null;
            }
        }

        return whole > 0 && fraction != 0 && sinceSpace is -1 or 3 ? text.ToString() : null;
    }
}

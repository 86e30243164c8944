using System.Globalization;
using System.Text;

namespace Massar.Infrastructure.Text;

/// <summary>What a phone number can receive.</summary>
public enum PhoneKind
{
    Fixed,
    Mobile,
    Service,
}

/// <summary>A Moroccan phone number, kept as <c>+212612345678</c> and shown as <c>06 12 34 56 78</c>.</summary>
public readonly record struct MoroccanPhone
{
    private MoroccanPhone(string national) => E164 = "+212" + national;

    /// <summary>International form, without spaces.</summary>
    public string E164 { get; }

    public PhoneKind Kind => E164[4] switch { '5' => PhoneKind.Fixed, '8' => PhoneKind.Service, _ => PhoneKind.Mobile };

    /// <summary>Whether an SMS can reach it.</summary>
    public bool IsMobile => Kind == PhoneKind.Mobile;

    /// <summary>As Moroccans write it, in pairs, with spaces that do not break.</summary>
    public string Display => $"0{E164[4]}\u00a0{E164[5..7]}\u00a0{E164[7..9]}\u00a0{E164[9..11]}\u00a0{E164[11..]}";

    /// <summary>Only the last two digits: enough to recognise one's own number.</summary>
    public string Masked => $"0{E164[4]}\u00a0••\u00a0••\u00a0••\u00a0{E164[11..]}";

    /// <summary>Reads 06…, 6…, +212…, 00212…, 212…, +212 (0)6…, with spaces, dots, hyphens or slashes and any digits; null otherwise.</summary>
    public static MoroccanPhone? Read(string? typed)
    {
        if (typed is null || typed.Length > 40) return null;

        var signs = new StringBuilder(typed.Length);
        foreach (var c in Digits.ToLatin(typed))
        {
            if (char.IsAsciiDigit(c) || c == '+' && signs.Length == 0) signs.Append(c);
            else if (!char.IsWhiteSpace(c) && c is not ('.' or '-' or '/' or '(' or ')' or '\u200e' or '\u200f' or '\u202a' or '\u202c' or '\u2066' or '\u2069' or '‑' or '–')) return null;
        }

        var number = signs.ToString();
        var national =
            number.StartsWith("+212", StringComparison.Ordinal) ? number[4..]
            : number.StartsWith("00212", StringComparison.Ordinal) ? number[5..]
            : number.StartsWith("212", StringComparison.Ordinal) && number.Length >= 12 ? number[3..]
            : number;
        if (national.StartsWith('0')) national = national[1..];

        return national.Length == 9 && national[0] is >= '5' and <= '8' ? new(national) : null;
    }

    public override string ToString() => E164 ?? "";
}

/// <summary>The number of the national identity card: one or two letters, one to seven digits.</summary>
public readonly record struct Cin(string Letters, string Number)
{
    /// <summary>Longest value, letters and number.</summary>
    public const int MaxLength = 9;

    /// <summary>Reads it in any case, with spaces, any digits; null otherwise.</summary>
    public static Cin? Read(string? typed)
    {
        var text = Typed.Compact(typed);
        var letters = text.TakeWhile(char.IsAsciiLetterUpper).Count();
        var digits = text.Length - letters;
        return letters is 1 or 2 && digits is >= 1 and <= 7 && text[letters..].All(char.IsAsciiDigit) ? new(text[..letters], text[letters..]) : null;
    }

    /// <summary>The letters and the last two digits, for lists.</summary>
    public string Masked => Letters + new string('•', Math.Max(0, Number.Length - 2)) + Number[Math.Max(0, Number.Length - 2)..];

    public override string ToString() => Letters + Number;
}

/// <summary>A pupil's number for life: a letter and nine digits. It has no check digit and nothing may be derived from it.</summary>
public readonly record struct MassarCode(string Value)
{
    public const int Length = 10;

    /// <summary>Reads it in any case, with spaces, any digits; null otherwise.</summary>
    public static MassarCode? Read(string? typed)
    {
        var text = Typed.Compact(typed);
        return text.Length == Length && char.IsAsciiLetterUpper(text[0]) && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 ? new(text) : null;
    }

    /// <summary>"R•••••••45": enough to tell two codes apart, too little to be one.</summary>
    public string Masked => $"{Value[0]}•••••••{Value[^2..]}";

    public override string ToString() => Value;
}

/// <summary>A school's number in the national register: five digits and a check letter.</summary>
public readonly record struct GresaCode(string Value)
{
    public const int Length = 6;

    // 23 letters: I, O and Q are left out.
    private const string CheckLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";

    /// <summary>Reads it in any case, with spaces, any digits; null when the letter does not fit the digits.</summary>
    public static GresaCode? Read(string? typed)
    {
        var text = Typed.Compact(typed);
        return text.Length == Length
            && int.TryParse(text.AsSpan(0, 5), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            && text[5] == CheckLetter(number)
                ? new(text)
                : null;
    }

    /// <summary>The code of a number between 1 and 99999.</summary>
    public static GresaCode Of(int number) =>
        new(number.ToString("D5", CultureInfo.InvariantCulture) + CheckLetter(number));

    /// <summary>The letter behind a number between 1 and 99999.</summary>
    public static char CheckLetter(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 99_999);
        return CheckLetters[(number - 1) % CheckLetters.Length];
    }

    public override string ToString() => Value;
}

/// <summary>A Moroccan bank account: bank 3, town 3, account 16, key 2 digits.</summary>
public readonly record struct Rib(string Value)
{
    public const int Length = 24;

    public string Bank => Value[..3];
    public string Town => Value[3..6];
    public string Account => Value[6..22];

    /// <summary>Groups as on cheques.</summary>
    public string Display => $"{Bank}\u00a0{Town}\u00a0{Account}\u00a0{Value[22..]}";

    /// <summary>Reads it with spaces, any digits; null when the key does not fit.</summary>
    public static Rib? Read(string? typed)
    {
        var text = Typed.Compact(typed);
        return text.Length == Length && text.All(char.IsAsciiDigit) && text[22..] == Key(text[..22]) ? new(text) : null;
    }

    /// <summary>The two-digit key of the first 22 digits: <c>97 − (digits × 100 mod 97)</c>.</summary>
    public static string Key(string first22)
    {
        ArgumentNullException.ThrowIfNull(first22);
        if (first22.Length != 22 || !first22.All(char.IsAsciiDigit)) throw new ArgumentException("Twenty-two digits.", nameof(first22));
        return (97 - (int)(UInt128.Parse(first22, CultureInfo.InvariantCulture) * 100 % 97)).ToString("D2", CultureInfo.InvariantCulture);
    }

    public override string ToString() => Value;
}

internal static class Typed
{
    /// <summary>Capitals, 0-9, without the spaces, hyphens and direction marks that come with a paste; empty for null or an essay.</summary>
    public static string Compact(string? typed)
    {
        if (typed is null || typed.Length > 64) return "";

        var kept = new StringBuilder(typed.Length);
        foreach (var c in Digits.ToLatin(typed))
        {
            if (!char.IsWhiteSpace(c) && c != '-' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format) kept.Append(char.ToUpperInvariant(c));
        }

        return kept.ToString();
    }
}

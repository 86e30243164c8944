using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Massar.Infrastructure.Text;

namespace Massar.Infrastructure.Security.Passwords;

/// <summary>How a person signs in, which decides how long the password must be.</summary>
public enum PasswordHolder
{
    /// <summary>Staff, who always add a second factor: 8 characters or more.</summary>
    WithSecondFactor,

    /// <summary>Pupils and guardians, with nothing but the password: 15 characters or more.</summary>
    PasswordOnly,
}

/// <summary>Why a password is refused: a text key, and the limit that <c>{0}</c> of the text speaks of.</summary>
public sealed record PasswordProblem(string Key, int? Limit = null);

/// <summary>
/// What a password must be: long enough and not to be guessed from lists or from the person's own data. No rule of composition,
/// no expiry (OWASP ASVS 5.0, 6.2). Lengths count characters as people see them, after NFKC.
/// </summary>
public sealed class PasswordPolicy(BreachedPasswords? breached = null)
{
    public const int StaffMinimum = 8;
    public const int SingleFactorMinimum = 15;
    public const int Maximum = 128;

    // What stays when the guessable parts are taken away must still be a password for somebody.
    private const int LeastUnguessable = 6;

    private static readonly Lazy<FrozenSet<string>> Common = new(() =>
        WordList.Load("refused").Select(Fold).ToFrozenSet(StringComparer.Ordinal));

    // Rows of keyboards and the alphabet: a walk of five or more along one is worth a single character.
    private static readonly string[] Walks =
        [.. new[] { "01234567890", "abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm",
            "1qaz2wsx3edc4rfv", "1a2z3e4r5t6y", "ضصثقفغعهخحجد", "شسيبلاتنمكط", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي" }
            .SelectMany(walk => new[] { walk, new string([.. walk.Reverse()]) })];

    /// <summary>The first reason to refuse, or null.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="holder">How this person signs in.</param>
    /// <param name="personalWords">
    /// Names in both scripts, school, town, Massar code, CIN, phone, e-mail: see <see cref="BirthDateWords"/> for dates.
    /// </param>
    public PasswordProblem? Check(string? password, PasswordHolder holder, IEnumerable<string?>? personalWords = null)
    {
        var minimum = holder == PasswordHolder.WithSecondFactor ? StaffMinimum : SingleFactorMinimum;
        if (string.IsNullOrEmpty(password)) return new("accounts.password.too-short", minimum);
        if (password.Length > Maximum * 8) return new("accounts.password.too-long", Maximum);

        var length = new StringInfo(Compose(password)).LengthInTextElements;
        if (length < minimum) return new("accounts.password.too-short", minimum);
        if (length > Maximum) return new("accounts.password.too-long", Maximum);

        var folded = Fold(password);
        if (IsMadeOf(folded, (personalWords ?? []).Append("massar").Append("مسار").Append("taalim"))) return new("accounts.password.personal");
        if (Common.Value.Contains(folded) || Common.Value.Contains(folded.TrimEnd("0123456789!?.*#".ToCharArray())))
            return new("accounts.password.common");
        if (WithoutPatterns(folded).Length < LeastUnguessable) return new("accounts.password.common");
        if (breached?.Contains(password) == true) return new("accounts.password.breached");

        return null;
    }

    /// <summary>The ways a date is typed into a password: 12052010, 120510, 2010-05-12 without its hyphens, 2010.</summary>
    public static IEnumerable<string> BirthDateWords(DateOnly birth)
    {
        foreach (var format in new[] { "ddMMyyyy", "yyyyMMdd", "MMddyyyy", "dMyyyy", "ddMMyy", "yyMMdd", "ddMM", "yyyy" })
            yield return birth.ToString(format, CultureInfo.InvariantCulture);
    }

    // Refused when little is left once the words that anyone around the person knows are struck out.
    private static bool IsMadeOf(string folded, IEnumerable<string?> words)
    {
        var parts = words
            .Where(word => !string.IsNullOrWhiteSpace(word))
            .SelectMany(word => word!.Split([' ', '-', '@', '.', '\'', '/'], StringSplitOptions.RemoveEmptyEntries).Append(word))
            .Select(Fold)
            .Where(word => word.Length >= 3)
            .Distinct()
            .OrderByDescending(word => word.Length);

        var rest = folded;
        foreach (var part in parts) rest = rest.Replace(part, "", StringComparison.Ordinal);

        return rest.Length < folded.Length && WithoutPatterns(rest).Length < LeastUnguessable;
    }

    // Runs of one character and walks along a keyboard row count for one character; so does a repeated block.
    private static string WithoutPatterns(string folded)
    {
        var kept = new StringBuilder(folded.Length);
        for (var i = 0; i < folded.Length;)
        {
            kept.Append(folded[i]);
            i += Math.Max(RunAt(folded, i), WalkAt(folded, i));
        }

        var rest = kept.ToString();
        for (var block = 2; block <= rest.Length / 2; block++)
        {
            if (rest.Length % block == 0 && rest == string.Concat(Enumerable.Repeat(rest[..block], rest.Length / block))) return rest[..block];
        }

        return rest;
    }

    private static int RunAt(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && text[end] == text[start]) end++;
        return end - start;
    }

    private static int WalkAt(string text, int start)
    {
        var longest = 1;
        foreach (var walk in Walks)
        {
            var length = Math.Min(text.Length - start, walk.Length);
            while (length >= 5 && length > longest && !walk.Contains(text.Substring(start, length), StringComparison.Ordinal)) length--;
            if (length >= 5 && length > longest) longest = length;
        }

        return longest;
    }

    private static string Compose(string text) => text.Normal(NormalizationForm.FormKC);

    // Case, accents, the digits' script and the spacing do not make a guess harder.
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in Digits.ToLatin(Compose(text)).Normal(NormalizationForm.FormD))
        {
            if (char.IsWhiteSpace(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            folded.Append(char.ToLowerInvariant(c));
        }

        return folded.ToString();
    }
}

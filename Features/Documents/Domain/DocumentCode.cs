using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Text;

namespace Massar.Features.Documents.Domain;

/// <summary>The verification code of a paper: 28 letters, 140 random bits. It says nothing about the paper and cannot be guessed;
/// whoever holds the paper holds the code.</summary>
/// <remarks>The letters are digits and capitals without I, L, O and U, which are mistaken for others when read from a bad copy.</remarks>
public static class DocumentCode
{
    public const int Length = 28;
    /// <summary>Thirty-two letters: five bits each.</summary>
    internal const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Group = 4;

    /// <summary>A code nobody else has.</summary>
    public static string New() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>A code from another source of chance, for data that must come out the same each time.</summary>
    /// <param name="below">A number from 0 to one less than the given one.</param>
    public static string From(Func<int, int> below) => string.Concat(Enumerable.Range(0, Length).Select(_ => Letters[below(Letters.Length)]));

    /// <summary>As printed: seven groups of four, with hyphens.</summary>
    public static string Shown(string code) => Grouped(code, Group);

    /// <summary>Letters in groups, with hyphens.</summary>
    internal static string Grouped(string code, int group) => string.Join('-', code.Chunk(group).Select(c => new string(c)));

    /// <summary>The code a file carries: the address of the QR code is also a link in it, which a changed file still has. Null without one.</summary>
    public static string? In(ReadOnlySpan<byte> file)
    {
        var mark = "/verify/"u8;
        while (file.IndexOf(mark) is var at and >= 0)
        {
            file = file[(at + mark.Length)..];
            if (file.Length >= Length && Read(Encoding.Latin1.GetString(file[..Length])) is { } code) return code;
        }
        return null;
    }

    /// <summary>A code as a person typed it from paper: any case, spaces and hyphens anywhere, Eastern digits, and the letters that
    /// do not exist taken for the ones they look like. Null when it cannot be a code.</summary>
    public static string? Read(string? typed)
    {
        var code = Clean(typed, Length);
        return code?.Length == Length ? code : null;
    }

    /// <summary>A code of the same letters and another length, as a person typed it; null when it holds anything else.</summary>
    /// <param name="most">Its longest length.</param>
    public static string? Clean(string? typed, int most)
    {
        if (typed is null || typed.Length > 4 * most) return null;
        var code = new StringBuilder(most);
        foreach (var c in Digits.ToLatin(typed).Normal(NormalizationForm.FormKC))
        {
            if (char.IsWhiteSpace(c) || c is '-' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' or '.' or '_' or '\u200E' or '\u200F') continue;
            var letter = char.ToUpperInvariant(c) switch
            {
                'O' => '0',
                'I' or 'L' => '1',
                'U' => 'V',
                var other => other,
            };
            if (!Letters.Contains(letter) || code.Length == most) return null;
            code.Append(letter);
        }
        return code.ToString();
    }
}

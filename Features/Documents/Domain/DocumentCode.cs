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
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Group = 4;

    /// <summary>A code nobody else has.</summary>
    public static string New() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>As printed: seven groups of four, with hyphens.</summary>
    public static string Shown(string code) => string.Join('-', code.Chunk(Group).Select(c => new string(c)));

    /// <summary>A code as a person typed it from paper: any case, spaces and hyphens anywhere, Eastern digits, and the letters that
    /// do not exist taken for the ones they look like. Null when it cannot be a code.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null || typed.Length > 4 * Length) return null;
        var code = new StringBuilder(Length);
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
            if (!Letters.Contains(letter) || code.Length == Length) return null;
            code.Append(letter);
        }
        return code.Length == Length ? code.ToString() : null;
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Text;

namespace Massar.Infrastructure.Security.Passwords;

/// <summary>
/// Six-digit codes sent by SMS or mail. Twenty bits can be searched in a moment by whoever holds the database, so what is stored
/// is an HMAC under a key kept outside it. The caller limits tries (5) and age (10 minutes), and uses a code once.
/// </summary>
public sealed class OneTimeCode
{
    /// <summary>Digits in a code.</summary>
    public const int Length = 6;

    /// <summary>Characters of what <see cref="Hash"/> returns.</summary>
    public const int HashLength = 64;

    private readonly byte[] pepper;

    /// <param name="pepper">Secret of at least 32 bytes, from the configuration, not from the database.</param>
    public OneTimeCode(byte[] pepper)
    {
        ArgumentNullException.ThrowIfNull(pepper);
        if (pepper.Length < 32) throw new ArgumentException("The pepper needs at least 32 bytes.", nameof(pepper));
        this.pepper = [.. pepper];
    }

    /// <summary>A new code, as it is sent.</summary>
    public static string New() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>The six digits, from what a person typed (spaces and any digits allowed); null when it is no code.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null || typed.Length > 32) return null;

        var digits = string.Concat(Digits.ToLatin(typed).Where(c => !char.IsWhiteSpace(c) && c != '-'));
        return digits.Length == Length && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    /// <summary>What to store. The use ("reset") and the subject (an account number) are bound in: a code serves nowhere else.</summary>
    public string Hash(string use, string subject, string code) => Convert.ToHexStringLower(Digest(use, subject,
        Read(code) ?? throw new ArgumentException("Not a one-time code.", nameof(code))));

    /// <summary>Whether what was typed is the code behind this hash; compared in fixed time.</summary>
    public bool Matches(string use, string subject, string? typed, string storedHash)
    {
        ArgumentNullException.ThrowIfNull(storedHash);
        return Read(typed) is { } code
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Digest(use, subject, code))), Encoding.ASCII.GetBytes(storedHash));
    }

    // Lengths in front, so that no two triples make the same message.
    private byte[] Digest(string use, string subject, string code) =>
        HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{use.Length}:{use}{subject.Length}:{subject}{code}")));
}

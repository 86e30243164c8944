using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Text;

namespace Massar.Infrastructure.Security.Passwords;

/// <summary>
/// A code printed once (second-factor recovery, sealed code for a family), sixteen signs in four groups: <c>K7QM-2XHD-…</c>.
/// It holds 78 bits, so a fast hash is enough to store it. No sign looks like another: no 0, O, 1, I, L, U.
/// </summary>
public static class RecoveryCode
{
    /// <summary>Signs in a code, hyphens not counted.</summary>
    public const int Length = 16;

    /// <summary>Characters of what <see cref="Hash"/> returns.</summary>
    public const int HashLength = 64;

    private const string Signs = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Group = 4;

    /// <summary>A new code, in groups as it is printed.</summary>
    public static string New()
    {
        var signs = RandomNumberGenerator.GetString(Signs, Length);
        return string.Join('-', signs.Chunk(Group).Select(group => new string(group)));
    }

    /// <summary>The code as signs only, from what a person typed (any case, spaces or hyphens, any digits); null when it is no code.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null || typed.Length > 64) return null;

        var signs = new StringBuilder(Length);
        foreach (var sign in Digits.ToLatin(typed))
        {
            if (char.IsWhiteSpace(sign) || sign is '-' or '‐' or '‑' or '–' or '.') continue;
            var upper = char.ToUpperInvariant(sign);
            if (!Signs.Contains(upper, StringComparison.Ordinal)) return null;
            signs.Append(upper);
        }

        return signs.Length == Length ? signs.ToString() : null;
    }

    /// <summary>What to store: SHA-256 in hexadecimal, the same for every way of typing the code.</summary>
    /// <exception cref="ArgumentException">The text is not a recovery code.</exception>
    public static string Hash(string code) => Convert.ToHexStringLower(Digest(
        Read(code) ?? throw new ArgumentException("Not a recovery code.", nameof(code))));

    /// <summary>Whether what was typed is the code behind this hash; compared in fixed time.</summary>
    public static bool Matches(string? typed, string storedHash)
    {
        ArgumentNullException.ThrowIfNull(storedHash);
        return Read(typed) is { } signs
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Digest(signs))), Encoding.ASCII.GetBytes(storedHash));
    }

    private static byte[] Digest(string signs) => SHA256.HashData(Encoding.ASCII.GetBytes("massar recovery code\n" + signs));
}

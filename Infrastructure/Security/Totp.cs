using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Text;

namespace Massar.Infrastructure.Security;

/// <summary>
/// Time-based codes of an authenticator application (RFC 6238: SHA-1, 30 seconds, 6 digits, the only set that every application reads).
/// A code is good in its own step and one step either side. <see cref="Verify"/> returns the step it was good for: the caller
/// stores it under a unique key, so that a code seen over the shoulder cannot be used again.
/// </summary>
public static class Totp
{
    /// <summary>Bytes of a new secret, the output length of SHA-1 (RFC 4226, section 4).</summary>
    public const int SecretLength = 20;

    /// <summary>Seconds in a step.</summary>
    public const int StepSeconds = 30;

    private const int CodeLength = 6;
    private const int Tolerance = 1;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret, to be stored encrypted.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <summary>The step an instant falls in.</summary>
    public static long StepAt(DateTimeOffset instant) => Math.DivRem(instant.ToUnixTimeSeconds(), StepSeconds).Quotient;

    /// <summary>The code of one step.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = CodeLength)
    {
        Span<byte> counter = stackalloc byte[8];
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 with HMAC-SHA-1 is what authenticator applications implement; HMAC does not rest on collisions
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350

        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 15)..]) & int.MaxValue;
        return (number % (int)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>
    /// The step for which this code is right, or null. Steps up to <paramref name="lastAcceptedStep"/> are spent and never accepted again.
    /// </summary>
    public static long? Verify(ReadOnlySpan<byte> secret, string? typed, DateTimeOffset now, long? lastAcceptedStep = null)
    {
        if (typed is null || typed.Length > 32) return null;
        var code = Encoding.UTF8.GetBytes(string.Concat(Digits.ToLatin(typed).Where(c => !char.IsWhiteSpace(c))));
        if (code.Length != CodeLength) return null;

        // All steps are tried whichever fits, so that the time of the answer says nothing.
        long? accepted = null;
        var current = StepAt(now);
        for (var step = current - Tolerance; step <= current + Tolerance; step++)
        {
            var fits = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), code);
            if (fits && accepted is null && !(step <= lastAcceptedStep)) accepted = step;
        }

        return accepted;
    }

    /// <summary>The address that a QR code carries into the application.</summary>
    public static string Uri(ReadOnlySpan<byte> secret, string issuer, string account) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}"
        + $"?secret={ToBase32(secret)}&issuer={System.Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={CodeLength}&period={StepSeconds}";

    /// <summary>RFC 4648 base32 without padding, as applications let it be typed.</summary>
    public static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 + 4) / 5);
        int held = 0, bits = 0;
        foreach (var b in bytes)
        {
            held = held << 8 | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Base32[held >> bits & 31]);
            }

            held &= (1 << bits) - 1;
        }

        if (bits > 0) text.Append(Base32[held << 5 - bits & 31]);
        return text.ToString();
    }

    /// <summary>The bytes behind a base32 text (any case, spaces, padding); null when it is not one.</summary>
    public static byte[]? FromBase32(string? text)
    {
        if (text is null) return null;

        var bytes = new List<byte>(text.Length * 5 / 8);
        int held = 0, bits = 0;
        foreach (var c in text.TrimEnd('='))
        {
            if (c is ' ' or '-') continue;
            var value = Base32.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0) return null;

            held = held << 5 | value;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
            held &= (1 << bits) - 1;
        }

        return [.. bytes];
    }
}

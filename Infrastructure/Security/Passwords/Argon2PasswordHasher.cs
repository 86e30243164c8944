using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Text;

namespace Massar.Infrastructure.Security.Passwords;

/// <summary>
/// Hashes and checks passwords with Argon2id. What is stored is a PHC string,
/// <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>, which carries its own cost, so the cost can grow without a migration.
/// Every call keeps a core and 19 MiB busy for some 20 ms: call it through <see cref="HashingGate"/>.
/// </summary>
public sealed class Argon2PasswordHasher(Argon2Cost cost)
{
    /// <summary>Bytes of random salt in each hash.</summary>
    public const int SaltLength = 16;

    /// <summary>Bytes of output kept.</summary>
    public const int HashLength = 32;

    private const string Prefix = "$argon2id$v=19$";

    // Costs the same as a real hash and matches nothing: its password was thrown away.
    private readonly Lazy<string> decoy = new(() => Hash(cost, RandomNumberGenerator.GetBytes(32)));

    public Argon2PasswordHasher() : this(Argon2Cost.Current) { }

    /// <summary>A PHC string for this password, with a fresh salt.</summary>
    public string Hash(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var bytes = Prepare(password);
        try
        {
            return Hash(cost, bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Whether this is the password; false also for a stored text that is not an Argon2id PHC string.</summary>
    public bool Verify(string stored, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (Phc.Read(stored) is not { } phc) return false;

        var bytes = Prepare(password);
        Span<byte> computed = stackalloc byte[phc.Hash.Length];
        try
        {
            LibArgon2.Hash(phc.Cost, bytes, phc.Salt, computed);
            return CryptographicOperations.FixedTimeEquals(computed, phc.Hash);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            CryptographicOperations.ZeroMemory(computed);
        }
    }

    /// <summary>
    /// Does the work of <see cref="Verify"/> when there is no such user, so that the time of the answer does not tell.
    /// </summary>
    public void VerifyDummy(string password) => Verify(Decoy, password);

    internal string Decoy => decoy.Value;

    /// <summary>Whether the hash was made otherwise than today's would be: hash again now that the password is known.</summary>
    public bool NeedsRehash(string stored) =>
        Phc.Read(stored) is not { } phc || phc.Cost != cost || phc.Salt.Length != SaltLength || phc.Hash.Length != HashLength;

    private static string Hash(Argon2Cost cost, byte[] password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var hash = new byte[HashLength];
        LibArgon2.Hash(cost, password, salt, hash);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Prefix}m={cost.MemoryKib},t={cost.Passes},p={cost.Lanes}${Base64(salt)}${Base64(hash)}");
    }

    // The same letters may be typed composed or not, full width or not, depending on the keyboard.
    private static byte[] Prepare(string password) => Encoding.UTF8.GetBytes(password.Normal(NormalizationForm.FormKC));

    // PHC: standard alphabet, no padding.
    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private sealed record Phc(Argon2Cost Cost, byte[] Salt, byte[] Hash)
    {
        public static Phc? Read(string? text)
        {
            if (text is null || text.Length > 512 || !text.StartsWith(Prefix, StringComparison.Ordinal)) return null;

            var parts = text[Prefix.Length..].Split('$');
            if (parts.Length != 3 || ReadCost(parts[0]) is not { IsBearable: true } cost) return null;

            var salt = ReadBase64(parts[1]);
            var hash = ReadBase64(parts[2]);
            return salt is { Length: >= 8 and <= 64 } && hash is { Length: >= 16 and <= 64 } ? new(cost, salt, hash) : null;
        }

        private static Argon2Cost? ReadCost(string text)
        {
            var figures = text.Split(',');
            return figures.Length == 3
                && Figure(figures[0], "m=") is { } memory
                && Figure(figures[1], "t=") is { } passes
                && Figure(figures[2], "p=") is { } lanes
                    ? new(memory, passes, lanes)
                    : null;
        }

        private static int? Figure(string text, string name) =>
            text.StartsWith(name, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : null;

        private static byte[]? ReadBase64(string text)
        {
            var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
            var bytes = new byte[padded.Length];
            return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
        }
    }
}

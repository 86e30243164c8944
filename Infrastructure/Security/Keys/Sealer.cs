using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Massar.Infrastructure.Security.Keys;

/// <summary>
/// Seals what the database keeps against whoever has the database alone: HMAC-SHA-256 with a key that lies outside it. A seal says which
/// key made it, so that one made before <c>keys rotate</c> still holds. Each use has a key of its own, drawn from the key file by HKDF:
/// a seal of marks is none of papers. Format: <c>k1.key number.base64url(code)</c>, at most <see cref="Length"/> letters.
/// </summary>
/// <remarks>A seal does not say when it was made: who kept an older row and its seal can put both back. The audit chain shows that.</remarks>
public sealed class Sealer(KeyFiles keys)
{
    public const int Length = 64;

    /// <summary>How every seal made with a key begins, for questions to the database.</summary>
    public const string Beginning = Format + ".";

    private const string Format = "k1";

    private readonly ConcurrentDictionary<(int Key, string Use), byte[]> derived = new();

    /// <summary>The seal over a text, with the newest key.</summary>
    /// <param name="use">What it is for: "marks".</param>
    /// <param name="text">Everything that must not change, so written that two different things never look the same.</param>
    public string Seal(string use, string text) => Seal(keys.Newest, use, text);

    /// <summary>The seal the text would have had when <paramref name="other"/> was made; null when that is no keyed seal, or its key is not here.</summary>
    public string? SealLike(string? other, string use, string text) => KeyOf(other) is { } number && keys.Find(number) is { } key ? Seal(key, use, text) : null;

    /// <summary>Whether the seal is the program's own over this text.</summary>
    public bool Holds(string? seal, string use, string text) =>
        SealLike(seal, use, text) is { } right && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(right), Encoding.ASCII.GetBytes(seal!));

    /// <summary>Whether it was made with a key, this program's or another's.</summary>
    public static bool IsKeyed(string? seal) => KeyOf(seal) is not null;

    /// <summary>Whether the key it was made with is among this program's.</summary>
    public bool HasKeyOf(string? seal) => KeyOf(seal) is { } number && keys.Find(number) is not null;

    /// <summary>A key of 256 bits for one use; the same as long as the key file is.</summary>
    internal byte[] Derived(SecretKey key, string use) => derived.GetOrAdd((key.Number, use), _ =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Bytes, key.Bytes.Length, salt: [], info: Encoding.UTF8.GetBytes($"massar/{use}")));

    private string Seal(SecretKey key, string use, string text) => string.Create(CultureInfo.InvariantCulture,
        $"{Format}.{key.Number}.{Base64Url.EncodeToString(HMACSHA256.HashData(Derived(key, use), Encoding.UTF8.GetBytes(text)))}");

    private static int? KeyOf(string? seal) =>
        seal is not null && seal.Length <= Length && seal.Split('.') is [Format, var number, _] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : null;
}

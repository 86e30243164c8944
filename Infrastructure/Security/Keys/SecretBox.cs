using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Massar.Infrastructure.Security.Keys;

/// <summary>
/// Seals small secrets that the database keeps (AES-256-GCM). What a secret is for and whose it is are bound in:
/// a sealed text copied to another row, or given for another use, does not open. Format: <c>s1.key number.base64url(nonce, tag, text)</c>.
/// </summary>
public sealed class SecretBox(KeyFiles keys)
{
    private const string Format = "s1";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>The secret, sealed with the newest key.</summary>
    /// <param name="use">What it is for: "totp".</param>
    /// <param name="subject">Whose it is: an account's number.</param>
    /// <param name="secret">The bytes to keep.</param>
    public string Seal(string use, string subject, ReadOnlySpan<byte> secret)
    {
        var key = keys.Newest;
        var sealedBytes = new byte[NonceLength + TagLength + secret.Length];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Bytes, TagLength);
        aes.Encrypt(nonce, secret, sealedBytes.AsSpan(NonceLength + TagLength), sealedBytes.AsSpan(NonceLength, TagLength), Bound(use, subject));
        return string.Create(CultureInfo.InvariantCulture, $"{Format}.{key.Number}.{Base64Url.EncodeToString(sealedBytes)}");
    }

    /// <summary>The secret; null when the text was changed, belongs to somebody else or its key is gone.</summary>
    public byte[]? Open(string use, string subject, string? text)
    {
        if (Parts(text) is not var (number, bytes) || bytes.Length < NonceLength + TagLength || keys.Find(number) is not { } key)
            return null;
        var secret = new byte[bytes.Length - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(key.Bytes, TagLength);
            aes.Decrypt(bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength + TagLength), bytes.AsSpan(NonceLength, TagLength), secret, Bound(use, subject));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Whether the text is sealed with the newest key; otherwise it is to be sealed again.</summary>
    public bool IsCurrent(string text) => Parts(text) is var (number, _) && number == keys.Newest.Number;

    private static (int Number, byte[] Bytes)? Parts(string? text)
    {
        if (text is null || text.Length > 4096 || text.Split('.') is not [Format, var number, var content])
            return null;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var key) || !Base64Url.IsValid(content))
            return null;
        return (key, Base64Url.DecodeFromChars(content));
    }

    // The length in front keeps ("ab", "c") and ("a", "bc") apart.
    private static byte[] Bound(string use, string subject) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{use.Length}:{use}{subject}"));
}

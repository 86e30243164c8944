using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Massar.Infrastructure.Security.Keys;

/// <summary>
/// Seals small secrets and papers that the database keeps (AES-256-GCM). What a secret is for and whose it is are bound in:
/// a sealed text copied to another row, or given for another use, does not open. Format: <c>s1.key number.base64url(nonce, tag, text)</c>.
/// </summary>
public sealed class SecretBox(KeyFiles keys)
{
    private const string Format = "s1";
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private static readonly int FileHead = FileMark.Length + sizeof(int);

    /// <summary>What a sealed file begins with; no picture and no PDF does.</summary>
    public static ReadOnlySpan<byte> FileMark => "msf1"u8;

    /// <summary>The secret, sealed with the newest key.</summary>
    /// <param name="use">What it is for: "totp".</param>
    /// <param name="subject">Whose it is: an account's number.</param>
    /// <param name="secret">The bytes to keep.</param>
    public string Seal(string use, string subject, ReadOnlySpan<byte> secret)
    {
        var key = keys.Newest;
        var sealedBytes = new byte[NonceLength + TagLength + secret.Length];
        Encrypt(key, use, subject, secret, sealedBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Format}.{key.Number}.{Base64Url.EncodeToString(sealedBytes)}");
    }

    /// <summary>The secret; null when the text was changed, belongs to somebody else or its key is gone.</summary>
    public byte[]? Open(string use, string subject, string? text)
    {
        if (Parts(text) is not var (number, bytes) || bytes.Length < NonceLength + TagLength || keys.Find(number) is not { } key)
            return null;
        return Decrypt(key, use, subject, bytes);
    }

    /// <summary>A file, sealed with the newest key as a text is: <see cref="FileMark"/>, key number, nonce, tag, content.</summary>
    public byte[] SealFile(string use, string subject, ReadOnlySpan<byte> content)
    {
        var key = keys.Newest;
        var kept = new byte[FileHead + NonceLength + TagLength + content.Length];
        FileMark.CopyTo(kept);
        BinaryPrimitives.WriteInt32BigEndian(kept.AsSpan(FileMark.Length), key.Number);
        Encrypt(key, use, subject, content, kept.AsSpan(FileHead));
        return kept;
    }

    /// <summary>The file; null when it is not sealed, was changed, belongs to somebody else or its key is gone.</summary>
    public byte[]? OpenFile(string use, string subject, ReadOnlySpan<byte> kept) =>
        IsSealed(kept) && kept.Length >= FileHead + NonceLength + TagLength && keys.Find(BinaryPrimitives.ReadInt32BigEndian(kept[FileMark.Length..])) is { } key ? Decrypt(key, use, subject, kept[FileHead..]) : null;

    /// <summary>Whether these bytes are a sealed file.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> kept) => kept.StartsWith(FileMark);

    private static void Encrypt(SecretKey key, string use, string subject, ReadOnlySpan<byte> secret, Span<byte> into)
    {
        var nonce = into[..NonceLength];
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Bytes, TagLength);
        aes.Encrypt(nonce, secret, into[(NonceLength + TagLength)..], into.Slice(NonceLength, TagLength), Bound(use, subject));
    }

    private static byte[]? Decrypt(SecretKey key, string use, string subject, ReadOnlySpan<byte> bytes)
    {
        var secret = new byte[bytes.Length - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(key.Bytes, TagLength);
            aes.Decrypt(bytes[..NonceLength], bytes[(NonceLength + TagLength)..], bytes.Slice(NonceLength, TagLength), secret, Bound(use, subject));
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

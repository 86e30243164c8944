using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Massar.Infrastructure.Security;

/// <summary>Tells two texts or two files apart, and stands in the database for what must not, or need not, stand there itself.</summary>
public static class Fingerprint
{
    /// <summary>SHA-256 of the text, 64 hexadecimal digits.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>SHA-256 of the bytes, 64 hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>A secret for a client to hold, 256 random bits that fit in a cookie; the database keeps its fingerprint.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}

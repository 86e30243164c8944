using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Massar.Infrastructure.Security;

/// <summary>What stands in the database for a text that must not, or need not, stand there.</summary>
public static class Fingerprint
{
    /// <summary>SHA-256 of the text, 64 hexadecimal digits.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A secret for a client to hold, 256 random bits that fit in a cookie; the database keeps its fingerprint.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}

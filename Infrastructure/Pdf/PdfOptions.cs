using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Pdf.Signing;

namespace Massar.Infrastructure.Pdf;

/// <summary>Section <c>Pdf</c> of the configuration.</summary>
public sealed class PdfOptions
{
    /// <summary>Where pinned faces and demonstration keys are kept. Default: <c>.massar</c> in the content root.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>Sign with certificates of no legal value; papers are to carry a mark.</summary>
    public bool Demo { get; set; }

    /// <summary>Demonstration signers: name → common name.</summary>
    public Dictionary<string, string> DemoSigners { get; } = [];

    /// <summary>Real signers: name → where the key is.</summary>
    public Dictionary<string, SigningKey> Signers { get; } = [];

    /// <summary>PEM files of the roots believed when verifying.</summary>
    public List<string> Roots { get; } = [];

    /// <summary>Serial numbers of revoked certificates (hexadecimal) → since when.</summary>
    public Dictionary<string, string> Revoked { get; } = [];

    /// <summary>Time-stamp authority (RFC 3161); null: signatures carry no proved time.</summary>
    public Uri? TimestampUrl { get; set; }

    /// <summary>Directories searched for the five faces.</summary>
    public List<string> FontDirectories { get; } = [];

    /// <summary>Drawing threads.</summary>
    public int Threads { get; set; } = 2;

    /// <summary>Papers that may wait before others are refused.</summary>
    public int QueueLength { get; set; } = 256;

    internal IReadOnlyList<string> Fonts => FontDirectories.Count > 0 ? FontDirectories : PinnedFonts.SystemDirectories;
}

/// <summary>Where a signing key is: a PKCS#12 file, or a token with the certificate beside it.</summary>
public sealed class SigningKey
{
    /// <summary>PKCS#12 file.</summary>
    public string? File { get; set; }

    public string? Password { get; set; }

    /// <summary>File that holds the password, for secrets mounted as files.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>PKCS#11 address of the private key.</summary>
    public string? TokenUri { get; set; }

    /// <summary>PEM file: the certificate of the token's key, then its intermediates.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>RSA-PSS instead of PKCS#1 v1.5.</summary>
    public bool Pss { get; set; }

    internal SignerIdentity Open(string name) => (File, TokenUri, CertificateFile) switch
    {
        ({ } file, null, _) => SignerIdentity.FromPkcs12(name, file, PasswordFile is null ? Password : System.IO.File.ReadAllText(PasswordFile).TrimEnd('\r', '\n'), Pss),
        (null, { } uri, { } certificate) => SignerIdentity.FromToken(name, certificate, uri, Pss),
        _ => throw new InvalidOperationException($"Pdf:Signers:{name} needs File, or TokenUri with CertificateFile."),
    };
}

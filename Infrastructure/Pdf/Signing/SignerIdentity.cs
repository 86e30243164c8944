using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Massar.Infrastructure.Pdf.Signing;

/// <summary>Someone, or an institution, that signs papers: a certificate, its chain without the root, and the use of the key.</summary>
public sealed class SignerIdentity : IDisposable
{
    internal const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";

    private readonly AsymmetricAlgorithm key;
    private readonly byte[] certificateReference;
    private readonly RSASignaturePadding? padding;

    /// <param name="key">Signs; may live in a token or a remote service.</param>
    /// <param name="usePss">RSA-PSS instead of PKCS#1 v1.5.</param>
    public SignerIdentity(string name, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates, AsymmetricAlgorithm key, bool usePss = false)
    {
        (Name, Certificate, Intermediates, this.key) = (name, certificate, intermediates, key);
        padding = usePss ? RSASignaturePadding.Pss : null;
        certificateReference = Reference(certificate);
        // The size of what is signed does not change from paper to paper, except for two numbers of an elliptic signature.
        Room = RoundUp(Sign(new byte[64]).Encode().Length + 16, 64);
    }

    /// <summary>Name in the configuration.</summary>
    public string Name { get; }

    public X509Certificate2 Certificate { get; }

    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <summary>Name of the signatory as the certificate says it.</summary>
    public string CommonName => Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <exception cref="CertificateNotInForceException">Its time has not begun, or is over.</exception>
    internal void MustBeInForce(DateTimeOffset now)
    {
        if (now < Certificate.NotBefore || now >= Certificate.NotAfter) throw new CertificateNotInForceException(Name, Certificate.NotAfter.ToUniversalTime());
    }

    /// <summary>Bytes to reserve for a signature without time-stamp.</summary>
    internal int Room { get; }

    /// <summary>Loads a PKCS#12 file with its intermediate certificates.</summary>
    /// <exception cref="CryptographicException">Wrong password, or no private key.</exception>
    public static SignerIdentity FromPkcs12(string name, string file, string? password, bool usePss = false)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(file, password);
        var own = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw new CryptographicException($"{file} holds no private key.");
        return new SignerIdentity(name, own, [.. all.Where(c => c != own && c.Subject != c.Issuer)], PrivateKey(own), usePss);
    }

    /// <summary>Uses a key that never leaves its token, through OpenSSL's PKCS#11 engine.</summary>
    /// <remarks>Needs <c>libengine-pkcs11-openssl</c> and <c>PKCS11_MODULE_PATH</c>. Logged in once, a process is believed for the rest of
    /// its life even with a wrong PIN: whether a person may sign is decided by the application, before.</remarks>
    /// <param name="certificateFile">PEM: the signer's certificate first, then its intermediates.</param>
    /// <param name="uri">Such as <c>pkcs11:token=seal;object=school;type=private;pin-value=…</c>.</param>
    public static SignerIdentity FromToken(string name, string certificateFile, string uri, bool usePss = false)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("Tokens are reached through OpenSSL.");
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(certificateFile);
        using var handle = SafeEvpPKeyHandle.OpenPrivateKeyFromEngine("pkcs11", uri);
        AsymmetricAlgorithm key = all[0].PublicKey.Oid.Value == "1.2.840.10045.2.1" ? new ECDsaOpenSsl(handle) : new RSAOpenSsl(handle);
        return new SignerIdentity(name, all[0], [.. all.Skip(1).Where(c => c.Subject != c.Issuer)], key, usePss);
    }

    /// <summary>A detached signature as PAdES wants it: SHA-256, the signer's certificate named among the signed attributes, no signing time.</summary>
    internal SignedCms Sign(byte[] content)
    {
        var signer = padding is null
            ? new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, Certificate, key)
            : new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, Certificate, (RSA)key, padding);
        signer.DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1");
        signer.IncludeOption = X509IncludeOption.None;
        signer.Certificates.Add(Certificate);
        foreach (var intermediate in Intermediates) signer.Certificates.Add(intermediate);
        signer.SignedAttributes.Add(new AsnEncodedData(new Oid(SigningCertificateV2), certificateReference));
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        cms.ComputeSignature(signer, silent: true);
        return cms;
    }

    /// <summary>ETSI EN 319 122-1, 5.2.2.3: hash of the certificate (SHA-256 being the default, unnamed), issuer and serial number.</summary>
    internal static byte[] Reference(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(certificate.RawDataMemory.Span));
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4, isConstructed: true)))
                    writer.WriteEncodedValue(certificate.IssuerName.RawData);
                writer.WriteInteger(certificate.SerialNumberBytes.Span);
            }
        }
        return writer.Encode();
    }

    internal static AsymmetricAlgorithm PrivateKey(X509Certificate2 certificate) =>
        (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetRSAPrivateKey()
        ?? throw new CryptographicException($"The key of {certificate.Subject} is neither RSA nor elliptic.");

    internal static int RoundUp(int size, int to) => (size + to - 1) / to * to;

    public void Dispose()
    {
        key.Dispose();
        Certificate.Dispose();
    }
}

/// <summary>The certificate of a signer may not sign now: its time is over or has not begun, or it was revoked. Nothing was signed.</summary>
/// <param name="name">The signer's name in the configuration.</param>
/// <param name="endedAt">When its time ended or ends, or when it was revoked, in UTC.</param>
public sealed class CertificateNotInForceException(string name, DateTime endedAt) : Exception(FormattableString.Invariant($"The certificate of {name} is not in force (until {endedAt:u})."))
{
    /// <summary>When its time ended or ends, or when it was revoked, in UTC.</summary>
    public DateTime EndedAt { get; } = endedAt;
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Massar.Infrastructure.Security;

namespace Massar.Infrastructure.Pdf.Signing;

/// <summary>A certification authority for demonstrations and tests: root → issuing → signers, elliptic keys (P-256).
/// Every name says that it has no legal value. The root's key is thrown away once it has signed.</summary>
public sealed class DemoAuthority
{
    private const string NoValue = "بدون قيمة قانونية – no legal value";

    /// <summary>Certificates are valid from before they are made, because the papers planted with a demonstration carry the dates of the past years.</summary>
    private const int YearsBack = 3;

    private readonly string directory;
    private readonly TimeProvider time;
    private readonly Lock gate = new();

    private DemoAuthority(string directory, TimeProvider time) => (this.directory, this.time) = (directory, time);

    public string RootFile => Path.Combine(directory, "root.pem");

    public string IssuingFile => Path.Combine(directory, "issuing.pem");

    private string IssuingKeyFile => Path.Combine(directory, "issuing.p12");

    /// <summary>Finds the authority in a directory or founds it there; one that has expired is founded again.</summary>
    public static DemoAuthority Open(string directory, TimeProvider time)
    {
        Directory.CreateDirectory(directory);
        var authority = new DemoAuthority(Path.GetFullPath(directory), time);
        using var mine = authority.Lock();
        if (!authority.IsCurrent()) authority.Found();
        return authority;
    }

    public X509Certificate2 Root() => X509CertificateLoader.LoadCertificateFromFile(RootFile);

    /// <summary>A signer by the name of its file; issued when there is none, when it has expired or when its subject has changed.</summary>
    /// <param name="subject">Common name, in Arabic.</param>
    public SignerIdentity Signer(string name, string subject)
    {
        lock (gate)
        {
            using var mine = Lock();
            var file = Path.Combine(directory, $"{FileName(name)}.p12");
            using var issuing = Load(IssuingKeyFile);
            if (File.Exists(file))
            {
                var known = SignerIdentity.FromPkcs12(name, file, null);
                if (known.CommonName == subject && IsValid(known.Certificate)
                    && known.Intermediates.Any(i => i.RawDataMemory.Span.SequenceEqual(issuing.RawDataMemory.Span))) return known;
                known.Dispose();
            }
            Issue(issuing, file, subject);
            return SignerIdentity.FromPkcs12(name, file, null);
        }
    }

    private void Issue(X509Certificate2 issuing, string file, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Named(subject), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, true));
        // e-mail protection and document signing: what readers of PDF look for
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4"), new Oid("1.3.6.1.4.1.311.10.3.12")], false));
        Identify(request, issuing);
        var now = time.GetUtcNow();
        using var bare = request.Create(issuing, Later(now.AddYears(-YearsBack), issuing.NotBefore), Earlier(now.AddYears(2), issuing.NotAfter), Serial());
        using var own = bare.CopyWithPrivateKey(key);
        using var chain = X509CertificateLoader.LoadCertificateFromFile(IssuingFile);
        Keep(file, [own, chain]);
    }

    private void Found()
    {
        foreach (var old in Directory.EnumerateFiles(directory, "*.p12")) File.Delete(old);
        var now = time.GetUtcNow();

        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest(Named("جذر تجريبي – demonstration root"), rootKey, HashAlgorithmName.SHA256);
        Authorize(rootRequest, null);
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false));
        using var root = rootRequest.CreateSelfSigned(now.AddYears(-YearsBack), now.AddYears(10));

        using var issuingKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issuingRequest = new CertificateRequest(Named("سلطة تجريبية – demonstration issuer"), issuingKey, HashAlgorithmName.SHA256);
        Authorize(issuingRequest, 0);
        Identify(issuingRequest, root);
        using var bare = issuingRequest.Create(root, now.AddYears(-YearsBack), now.AddYears(5), Serial());
        using var issuing = bare.CopyWithPrivateKey(issuingKey);

        Put(RootFile, Encoding.ASCII.GetBytes(root.ExportCertificatePem() + "\n"));
        Put(IssuingFile, Encoding.ASCII.GetBytes(bare.ExportCertificatePem() + "\n"));
        Keep(IssuingKeyFile, [issuing]);
    }

    private bool IsCurrent()
    {
        if (!File.Exists(RootFile) || !File.Exists(IssuingFile) || !File.Exists(IssuingKeyFile)) return false;
        using var root = Root();
        using var issuing = Load(IssuingKeyFile);
        return IsValid(root) && IsValid(issuing);
    }

    private bool IsValid(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow();
        return certificate.NotBefore.ToUniversalTime() <= now && now.AddDays(30) < certificate.NotAfter.ToUniversalTime();
    }

    private static X509Certificate2 Load(string file) => X509CertificateLoader.LoadPkcs12FromFile(file, null);

    private static void Authorize(CertificateRequest request, int? below)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, below is not null, below ?? 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
    }

    private static void Identify(CertificateRequest request, X509Certificate2 issuer)
    {
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
    }

    private static X500DistinguishedName Named(string commonName)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCountryOrRegion("MA");
        name.AddOrganizationName(NoValue);
        name.AddCommonName(commonName);
        return name.Build();
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7F | 0x40);
        return serial;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTime other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTime other) => one > other ? one : other;

    // Names come from configuration and from codes of institutions: keep the letters that are safe in a file name apart from the others.
    private static string FileName(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? name : Fingerprint.Of(name)[..24];

    private static void Keep(string file, X509Certificate2Collection certificates) =>
        Put(file, certificates.ExportPkcs12(new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2_000), null));

    // Only the account that runs the application reads a key, and nothing writes over it.
    private static void Put(string file, byte[] content)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("Keys are protected by Unix file modes.");
        var draft = $"{file}.{Environment.ProcessId}";
        var isKey = file.EndsWith(".p12", StringComparison.Ordinal);
        File.Delete(draft);
        using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        })) stream.Write(content);
        File.SetUnixFileMode(draft, isKey ? UnixFileMode.UserRead : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(draft, file, overwrite: true);
    }

    // Two processes may open the same directory at once: an application and its tests.
    private FileStream Lock()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 400)
            {
                Thread.Sleep(25);
            }
        }
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Tests.Support;

namespace Massar.Tests.Infrastructure.Pdf;

/// <summary>A printer, two authorities (the demonstration's and one of the tests for other kinds of keys) and a directory, shared by all tests of papers.</summary>
public sealed class PaperPress : IDisposable
{
    private readonly CertificateRequest rootRequest;
    private readonly X509Certificate2 testRoot;
    private readonly Lazy<string> nss;

    public PaperPress()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("papers-").FullName;
        Printer = new PdfPrinter(LastingFaces.Directory, PinnedFonts.SystemDirectories);
        Demo = DemoAuthority.Open(File("authority"), TimeProvider.System);
        School = Demo.Signer("school", "ثانوية الأرز التأهيلية");
        Academy = Demo.Signer("academy", "مدير الأكاديمية");

        var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        rootRequest = new CertificateRequest("CN=Test root, O=no legal value", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        testRoot = rootRequest.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddYears(5));
        System.IO.File.WriteAllText(File("test-root.pem"), testRoot.ExportCertificatePem());
        System.IO.File.WriteAllText(File("roots.pem"), $"{testRoot.ExportCertificatePem()}\n{Demo.Root().ExportCertificatePem()}\n");
        nss = new Lazy<string>(() =>
        {
            var directory = NewNss();
            Tools.Run("certutil", "-A", "-d", directory, "-n", "demo", "-t", "CT,C,C", "-i", Demo.RootFile);
            Tools.Run("certutil", "-A", "-d", directory, "-n", "test", "-t", "CT,C,C", "-i", File("test-root.pem"));
            return directory;
        });
    }

    public string Directory { get; }

    public PdfPrinter Printer { get; }

    public DemoAuthority Demo { get; }

    public SignerIdentity School { get; }

    public SignerIdentity Academy { get; }

    public PdfSigner Signer { get; } = new(TimeProvider.System);

    public TrustList Trust => new([Demo.Root(), testRoot]);

    public PdfVerifier Verifier => new(Trust, TimeProvider.System);

    /// <summary>Certificates known to the readers of other people: both roots.</summary>
    public string Nss => nss.Value;

    public string File(string name) => Path.Combine(Directory, name);

    public string Save(byte[] bytes, string name)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    public async Task<string> Print(IPaper paper, string name) => Save((await Printer.DrawAsync(paper)).Bytes, name);

    /// <summary>An empty database of certificates.</summary>
    public string NewNss()
    {
        var directory = System.IO.Directory.CreateDirectory(File($"nss-{Guid.NewGuid():N}")).FullName;
        Tools.Run("certutil", "-N", "-d", $"sql:{directory}", "--empty-password");
        return $"sql:{directory}";
    }

    /// <summary>A certificate for any key, issued by the root of the tests.</summary>
    public X509Certificate2 Issue(AsymmetricAlgorithm key, string subject, byte[] serial, bool stampsTime = false)
    {
        var name = new X500DistinguishedName($"CN={subject}, O=no legal value");
        var request = key is RSA rsa
            ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(name, (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(stampsTime ? "1.3.6.1.5.5.7.3.8" : "1.3.6.1.5.5.7.3.4")], stampsTime));
        return request.Create(testRoot.SubjectName, X509SignatureGenerator.CreateForECDsa(testRoot.GetECDsaPrivateKey()!), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1), serial);
    }

    public void Dispose()
    {
        Printer.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class Papers : ICollectionFixture<PaperPress>
{
    public const string Name = "papers";
}

/// <summary>A paper made of one sheet, described where it is tested.</summary>
internal sealed class OneSheet(Action<Sheet> describe) : IPaper
{
    public PaperFacts Facts => new("ورقة", "اختبار", Samples.SampleCertificate.Created);

    public void Compose(PaperBuilder paper) => paper.Sheet(describe);
}

/// <summary>As many lines as asked, in the largest of three settings that holds them on a page; the second and third hold more.</summary>
internal sealed class Fitted(int lines, object? kind) : IPaper
{
    public PaperFacts Facts => new("ورقة", "اختبار", Samples.SampleCertificate.Created);

    public void Compose(PaperBuilder paper) => paper.OnePageLike(kind, [.. new[] { 14.0, 11, 8 }.Select(Setting)]);

    private Action<Sheet> Setting(double size) => sheet =>
    {
        for (var i = 1; i <= lines; i++) sheet.Paragraph($"سطر {i}", new TextStyle(size), 0);
    };
}

internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}

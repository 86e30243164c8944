using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using System.Text.RegularExpressions;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Pdf.Signing;
using Massar.Tests.Infrastructure.Pdf.Samples;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Massar.Tests.Infrastructure.Pdf;

[Collection(Papers.Name)]
public sealed class SigningTests(PaperPress press)
{
    [Fact]
    public async Task A_signed_certificate_is_sound_trusted_and_below_100_KB()
    {
        var file = press.Save(await Signed(), "signed.pdf");

        var check = Tools.Run("qpdf", "--check", file);
        var said = Tools.Run("pdfsig", "-nssdir", press.Nss, file).Output;

        Assert.True(check.Exit == 0, check.Output);
        Assert.Contains("Signature is Valid.", said, StringComparison.Ordinal);
        Assert.Contains("Certificate is Trusted.", said, StringComparison.Ordinal);
        Assert.Contains("ETSI.CAdES.detached", said, StringComparison.Ordinal);
        Assert.Contains("Total document signed", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Not total", said, StringComparison.Ordinal);
        Assert.Contains("Signer Certificate Common Name: ثانوية الأرز التأهيلية", said, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(file).Length, 20_000, 100_000);
    }

    [Fact]
    public async Task A_reader_that_does_not_know_the_root_says_so()
    {
        var file = press.Save(await Signed(), "unknown.pdf");

        var said = Tools.Run("pdfsig", "-nssdir", press.NewNss(), file).Output;

        Assert.Contains("Certificate issuer is unknown.", said, StringComparison.Ordinal);
    }

    public enum Key { Rsa2048, Rsa3072, RsaPss, P256 }

    [Theory]
    [InlineData(Key.Rsa2048)]
    [InlineData(Key.Rsa3072)]
    [InlineData(Key.RsaPss)]
    [InlineData(Key.P256)]
    public async Task Each_kind_of_key_satisfies_every_verifier(Key kind)
    {
        using AsymmetricAlgorithm key = kind switch { Key.Rsa3072 => RSA.Create(3072), Key.P256 => ECDsa.Create(ECCurve.NamedCurves.nistP256), _ => RSA.Create(2048) };
        using var who = new SignerIdentity("any", press.Issue(key, $"{kind}", [1, (byte)kind]), [], key, usePss: kind == Key.RsaPss);
        var printed = await press.Printer.DrawAsync(new SampleCertificate());

        var bytes = press.Signer.Sign(printed.Bytes, who, printed.Fields[0], "شهادة");
        var file = press.Save(bytes, $"{kind}.pdf");

        var said = Tools.Run("pdfsig", "-nssdir", press.Nss, file).Output;
        Assert.Contains("Signature is Valid.", said, StringComparison.Ordinal);
        Assert.Contains("Certificate is Trusted.", said, StringComparison.Ordinal);
        Assert.Contains("CAdES Verification successful", OpenSsl(bytes), StringComparison.Ordinal);
        Assert.Equal(Reason.Valid, press.Verifier.Verify(bytes).Reason);
    }

    [Fact]
    public async Task A_second_signature_leaves_the_first_valid()
    {
        var printed = await press.Printer.DrawAsync(new SampleDecision());
        var once = press.Signer.Sign(printed.Bytes, press.Academy, printed.Fields[1]);
        var twice = press.Signer.Sign(once, press.School, printed.Fields[0], "تأشيرة");
        var file = press.Save(twice, "twice.pdf");

        var check = Tools.Run("qpdf", "--check", file);
        var said = Tools.Run("pdfsig", "-nssdir", press.Nss, file).Output;
        var verdict = press.Verifier.Verify(twice);

        Assert.True(check.Exit == 0, check.Output);
        Assert.Equal(2, Regex.Count(said, "Signature is Valid."));
        Assert.Equal(2, Regex.Count(said, "Certificate is Trusted."));
        Assert.Single(Regex.Matches(said, "Not total document signed"));
        Assert.True(verdict.IsValid, $"{verdict.Reason}");
        Assert.Equal([("authority", "مدير الأكاديمية"), ("visa", "ثانوية الأرز التأهيلية")], verdict.Signatures.Select(s => (s.Field, s.Signer)));
        Assert.Contains("CAdES Verification successful", OpenSsl(once), StringComparison.Ordinal);
        Assert.True(twice.AsSpan(0, once.Length).SequenceEqual(once), "what was signed was rewritten");
        Assert.Throws<InvalidOperationException>(() => press.Signer.Sign(twice, press.School, printed.Fields[0]));
    }

    [Fact]
    public async Task Links_of_the_paper_survive_the_signature_and_the_language_is_declared()
    {
        var file = press.Save(await Signed(), "links.pdf");

        Assert.Contains(SampleCertificate.Address.AbsoluteUri, Tools.Run("pdfinfo", "-url", file).Output, StringComparison.Ordinal);
        var plain = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
        Assert.Contains("/Lang (ar)", plain, StringComparison.Ordinal);
        Assert.Contains("/Direction /R2L", plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_larger_than_its_room_is_an_error_and_is_never_cut()
    {
        var printed = await press.Printer.DrawAsync(new SampleCertificate());
        var before = (byte[])printed.Bytes.Clone();

        Assert.Throws<SignatureTooLargeException>(() => press.Signer.Sign(printed.Bytes, press.School, printed.Fields[0], room: 600));

        Assert.Equal(before, printed.Bytes);
    }

    [Fact]
    public async Task A_time_stamp_is_enclosed_and_believed()
    {
        var printed = await press.Printer.DrawAsync(new SampleCertificate());
        var signer = new PdfSigner(TimeProvider.System, new LocalStamps(press));

        var signed = await signer.SignAsync(printed.Bytes, press.School, printed.Fields[0]);
        var verdict = press.Verifier.Verify(signed.Bytes);

        Assert.False(signed.TimestampDue);
        Assert.True(verdict.IsValid, $"{verdict.Reason}");
        Assert.InRange(verdict.Signatures[0].StampedAt!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        var file = press.Save(signed.Bytes, "stamped.pdf");
        Assert.Contains("Signature is Valid.", Tools.Run("pdfsig", "-nssdir", press.Nss, file).Output, StringComparison.Ordinal);
        Assert.Equal(0, Tools.Run("qpdf", "--check", file).Exit);
        // the stamp proves the time: judged then, even when the certificate has expired since
        Assert.True(press.Verifier.Verify(signed.Bytes, signedAt: DateTimeOffset.UtcNow.AddYears(4)).IsValid);
    }

    [Fact]
    public async Task When_the_time_stamp_authority_is_down_the_paper_is_signed_and_the_stamp_is_due()
    {
        var printed = await press.Printer.DrawAsync(new SampleCertificate());

        var signed = await new PdfSigner(TimeProvider.System, new Down()).SignAsync(printed.Bytes, press.School, printed.Fields[0]);

        Assert.True(signed.TimestampDue);
        Assert.True(press.Verifier.Verify(signed.Bytes).IsValid);
    }

    [Fact]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public void The_demonstration_authority_keeps_its_keys_to_itself_and_is_founded_again_when_it_has_expired()
    {
        var directory = press.File("other-authority");
        var first = DemoAuthority.Open(directory, TimeProvider.System);
        using var signer = first.Signer("school", "مدرسة الأمل");

        using var again = DemoAuthority.Open(directory, TimeProvider.System).Signer("school", "مدرسة الأمل");
        var root = first.Root().Thumbprint;
        var later = DemoAuthority.Open(directory, new FixedTime(DateTimeOffset.UtcNow.AddYears(6)));

        Assert.Equal(signer.Certificate.Thumbprint, again.Certificate.Thumbprint);
        Assert.Contains("no legal value", signer.Certificate.Subject, StringComparison.Ordinal);
        Assert.Equal("مدرسة الأمل", signer.CommonName);
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Path.Combine(press.File("authority"), "school.p12")));
        Assert.NotEqual(root, later.Root().Thumbprint);
    }

    [Fact]
    public async Task The_application_draws_signs_and_verifies_with_what_is_registered()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = press.Directory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Pdf:Demo"] = "true",
            ["Pdf:DemoSigners:school"] = "مدرسة الأمل",
            ["Pdf:Signers:academy:File"] = Path.Combine(press.File("authority"), "academy.p12"),
            ["Pdf:Roots:0"] = press.Demo.RootFile,
        });
        await using var app = builder.AddPdf().Build();
        foreach (var service in app.Services.GetServices<IHostedService>().Where(s => s.GetType().DeclaringType == typeof(PdfSetup))) await service.StartAsync(default);
        var keys = app.Services.GetRequiredService<SigningKeys>();
        var signer = app.Services.GetRequiredService<PdfSigner>();
        var printed = await app.Services.GetRequiredService<PdfPrinter>().DrawAsync(new SampleDecision());

        var once = await signer.SignAsync(printed.Bytes, keys["academy"], printed.Fields[1]);
        var twice = await signer.SignAsync(once.Bytes, keys["school"], printed.Fields[0]);
        var verdict = app.Services.GetRequiredService<PdfVerifier>().Verify(twice.Bytes, SHA256.HashData(twice.Bytes));

        Assert.True(verdict.IsValid, $"{verdict.Reason}");
        Assert.Equal(["مدير الأكاديمية", "مدرسة الأمل"], verdict.Signatures.Select(s => s.Signer));
        Assert.Throws<KeyNotFoundException>(() => keys["nobody"]);
    }

    private async Task<byte[]> Signed()
    {
        var printed = await press.Printer.DrawAsync(new SampleCertificate());
        return press.Signer.Sign(printed.Bytes, press.School, printed.Fields[0]);
    }

    /// <summary>Cuts the last signature out of the file and hands it to OpenSSL with what it covers.</summary>
    private string OpenSsl(byte[] file)
    {
        var (hole, after) = Hole(file);
        press.Save([.. file[..hole], .. file[after..]], "covered.bin");
        press.Save(Convert.FromHexString(Encoding.ASCII.GetString(file, hole + 1, after - hole - 2)), "signature.der");
        return Tools.Run("openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", press.File("signature.der"), "-content", press.File("covered.bin"),
            "-binary", "-CAfile", press.File("roots.pem"), "-purpose", "any", "-out", press.File("openssl.out")).Output;
    }

    /// <summary>Where the last signature stands, angle brackets included.</summary>
    internal static (int Hole, int After) Hole(byte[] file)
    {
        var range = Regex.Matches(Encoding.Latin1.GetString(file), @"/ByteRange \[0 (\d+) (\d+) \d+\]")[^1];
        return (int.Parse(range.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), int.Parse(range.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>An authority of our own: OpenSSL answers the requests.</summary>
    private sealed class LocalStamps(PaperPress press) : ITimestampAuthority
    {
        public async Task<byte[]> Stamp(ReadOnlyMemory<byte> request, CancellationToken ct)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            await File.WriteAllTextAsync(press.File("tsa.key"), key.ExportPkcs8PrivateKeyPem(), ct);
            await File.WriteAllTextAsync(press.File("tsa.pem"), press.Issue(key, "stamps", [7], stampsTime: true).ExportCertificatePem(), ct);
            await File.WriteAllTextAsync(press.File("tsa.serial"), "01", ct);
            await File.WriteAllTextAsync(press.File("tsa.cnf"), $"""
                [tsa]
                default_tsa = local
                [local]
                serial = {press.File("tsa.serial")}
                signer_cert = {press.File("tsa.pem")}
                signer_key = {press.File("tsa.key")}
                signer_digest = sha256
                default_policy = 1.2.3.4.1
                digests = sha256
                ess_cert_id_alg = sha256
                """, ct);
            await File.WriteAllBytesAsync(press.File("request.tsq"), request, ct);
            var (exit, output) = Tools.Run("openssl", "ts", "-reply", "-config", press.File("tsa.cnf"), "-queryfile", press.File("request.tsq"), "-out", press.File("response.tsr"));
            Assert.True(exit == 0, output);
            return await File.ReadAllBytesAsync(press.File("response.tsr"), ct);
        }
    }

    private sealed class Down : ITimestampAuthority
    {
        public Task<byte[]> Stamp(ReadOnlyMemory<byte> request, CancellationToken ct) => throw new HttpRequestException("down");
    }
}

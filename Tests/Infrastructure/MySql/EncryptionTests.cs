using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Massar.Infrastructure.MySql.Ado;
using Massar.Tests.Support;

namespace Massar.Tests.Infrastructure.MySql;

/// <summary>
/// The database on another machine: the line is encrypted, and a server whose certificate is not from the authority we trust, or
/// is somebody else's, is not spoken to. Which authorities are trusted is the operating system's matter, here named by SSL_CERT_FILE.
/// </summary>
public sealed class EncryptionTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("massar-tls").FullName;
    private MariaDbServer server = null!;
    private MariaDbServer misnamed = null!;

    public async Task InitializeAsync()
    {
        using var trusted = Authority("trusted");
        using var other = Authority("other");
        Issue(trusted, "server", IPAddress.Loopback);
        Issue(trusted, "misnamed", IPAddress.Parse("192.0.2.1"));
        server = await Start("server");
        misnamed = await Start("misnamed");
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await misnamed.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task The_line_is_encrypted_when_the_connection_string_asks_for_it()
    {
        await using var connection = new MySqlDbConnection(ConnectionString(server, "Required"));
        await connection.OpenAsync();

        var cipher = await connection.Scalar("SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'SSL_CIPHER'");

        Assert.False(string.IsNullOrEmpty((string?)cipher));
    }

    [Fact]
    public async Task A_server_with_a_certificate_of_the_trusted_authority_is_spoken_to()
    {
        var (exit, log) = await Migrate(server, "trusted");

        Assert.True(exit == 0, log);
    }

    [Fact]
    public async Task A_server_with_a_certificate_of_another_authority_is_not()
    {
        var (exit, log) = await Migrate(server, "other");

        Assert.NotEqual(0, exit);
        Assert.Contains("SSL", log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_server_with_a_certificate_for_another_address_is_not()
    {
        var (exit, log) = await Migrate(misnamed, "trusted");

        Assert.NotEqual(0, exit);
        Assert.Contains("SSL", log, StringComparison.OrdinalIgnoreCase);
    }

    private static string ConnectionString(MariaDbServer server, string mode, string database = "") =>
        string.Create(CultureInfo.InvariantCulture, $"Server=127.0.0.1;Port={server.Port};User ID=root;Password=;SslMode={mode};Database={database};Connection Timeout=15");

    // A process of its own: which authorities it trusts is read once, at its start.
    private async Task<(int Exit, string Log)> Migrate(MariaDbServer at, string authority)
    {
        var name = $"tls_{authority}";
        await at.CreateDatabase(name);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Massar.dll"), "migrate"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SSL_CERT_FILE"] = Path.Combine(directory, $"{authority}.pem");
        start.Environment["SSL_CERT_DIR"] = Directory.CreateDirectory(Path.Combine(directory, "none")).FullName;
        foreach (var (key, value) in ProgramSettings.For(ConnectionString(at, "VerifyFull", name), Path.Combine(directory, authority)))
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    private Task<MariaDbServer> Start(string certificate) => MariaDbServer.StartDedicated(
        $"--ssl-cert={Path.Combine(directory, certificate + ".crt")}", $"--ssl-key={Path.Combine(directory, certificate + ".key")}", "--tls-version=TLSv1.2,TLSv1.3");

    private X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=Massar tests {name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(Path.Combine(directory, $"{name}.pem"), authority.ExportCertificatePem());
        return authority;
    }

    private void Issue(X509Certificate2 authority, string name, IPAddress address)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signer = authority.GetECDsaPrivateKey()!;
        using var certificate = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(20), RandomNumberGenerator.GetBytes(12));
        File.WriteAllText(Path.Combine(directory, $"{name}.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, $"{name}.key"), key.ExportPkcs8PrivateKeyPem());
    }
}

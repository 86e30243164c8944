using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Massar.Infrastructure.Pdf.Signing;

/// <summary>The identities that sign, by name, each loaded once.</summary>
public sealed class SigningKeys(PdfOptions options, DemoAuthority? demo, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<SignerIdentity>> loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> revoked = options.Revoked.ToDictionary(r => r.Key.ToUpperInvariant(), r => DateTimeOffset.Parse(r.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    /// <summary>An identity of the configuration.</summary>
    /// <exception cref="KeyNotFoundException">Nobody of that name may sign here.</exception>
    public SignerIdentity this[string name] => Find(name, options.DemoSigners.GetValueOrDefault(name));

    /// <summary>An identity of the configuration or, in a demonstration, one issued now for that subject.</summary>
    /// <param name="subject">Common name for a demonstration certificate.</param>
    /// <exception cref="CertificateNotInForceException">The configuration says that its certificate was revoked.</exception>
    public SignerIdentity Find(string name, string? subject)
    {
        var found = loaded.GetOrAdd(name, n => new Lazy<SignerIdentity>(() => Load(n, subject))).Value;
        return revoked.TryGetValue(found.Certificate.SerialNumber, out var since) && since <= time.GetUtcNow() ? throw new CertificateNotInForceException(name, since.UtcDateTime) : found;
    }

    /// <summary>Whom the verifier believes: the roots of the configuration and, in a demonstration, its own.</summary>
    public TrustList Trust()
    {
        var roots = options.Roots.Select(X509CertificateLoader.LoadCertificateFromFile).ToList();
        if (demo is not null) roots.Add(demo.Root());
        return new TrustList(roots, revoked);
    }

    private SignerIdentity Load(string name, string? subject)
    {
        if (options.Signers.TryGetValue(name, out var key)) return key.Open(name);
        if (demo is not null && subject is not null) return demo.Signer(name, subject);
        throw new KeyNotFoundException($"No signing key is configured under Pdf:Signers:{name}.");
    }

    public void Dispose()
    {
        foreach (var identity in loaded.Values.Where(l => l.IsValueCreated)) identity.Value.Dispose();
    }
}

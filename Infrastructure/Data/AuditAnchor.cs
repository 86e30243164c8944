using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

/// <summary>The heads of all chains at a moment, kept elsewhere: what is cut off at the end, or written anew, shows against it.</summary>
public sealed record AuditAnchor(DateTime At, IReadOnlyDictionary<int, AuditAnchorHead> Heads)
{
    public static async Task<AuditAnchor> Now(MassarDb db, TimeProvider clock, CancellationToken ct) => new(clock.GetUtcNow().UtcDateTime,
        await db.AuditChains.AsNoTracking().ToDictionaryAsync(c => c.PlaceId, c => new AuditAnchorHead(c.Sequence, c.Hash), ct));
}

public sealed record AuditAnchorHead(long Sequence, string Hash);

/// <summary>
/// Writes anchors as text with a signature in the last line (ECDSA on P-256, SHA-256), and reads only its own. The signing key is drawn
/// from the key file, outside the database; the public one may be given to whoever keeps the anchors, who can then check them alone:
/// <c>head -n -1 FILE | openssl dgst -sha256 -verify KEY -signature SIGNATURE</c>.
/// </summary>
public sealed class AnchorSigner(KeyFiles keys, Sealer sealer)
{
    private const string Title = "massar audit anchor 1";
    private const string Moment = "yyyy-MM-ddTHH:mm:ss.ffffffZ";
    private const string Signature = "signature";

    /// <summary>The file of an anchor.</summary>
    public string Write(AuditAnchor anchor)
    {
        var text = new StringBuilder().Append(Title).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"at {anchor.At.ToString(Moment, CultureInfo.InvariantCulture)}\n");
        foreach (var (place, head) in anchor.Heads.OrderBy(h => h.Key))
            text.Append(CultureInfo.InvariantCulture, $"{place} {head.Sequence} {head.Hash}\n");
        var key = keys.Newest;
        using var signer = KeyOf(key);
        var signature = signer.SignData(Encoding.UTF8.GetBytes(text.ToString()), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return text.Append(CultureInfo.InvariantCulture, $"{Signature} {key.Number} {Convert.ToBase64String(signature)}\n").ToString();
    }

    /// <summary>What a file says; null when it is none of ours, or one letter of it is not.</summary>
    public AuditAnchor? Read(string file)
    {
        var end = file.LastIndexOf($"\n{Signature} ", StringComparison.Ordinal);
        if (end < 0) return null;
        var (text, last) = (file[..(end + 1)], file[(end + 1)..].TrimEnd('\n').Split(' '));
        var bytes = new byte[128];
        if (last is not [Signature, var number, var code] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || keys.Find(n) is not { } key
            || !Convert.TryFromBase64String(code, bytes, out var length)) return null;
        using var signer = KeyOf(key);
        if (!signer.VerifyData(Encoding.UTF8.GetBytes(text), bytes.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)) return null;

        // From here on it is what we wrote.
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines is not [Title, var at, .. var heads]) return null;
        return new AuditAnchor(DateTime.ParseExact(at[3..], Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
            heads.Select(h => h.Split(' ')).ToDictionary(h => int.Parse(h[0], CultureInfo.InvariantCulture), h => new AuditAnchorHead(long.Parse(h[1], CultureInfo.InvariantCulture), h[2])));
    }

    /// <summary>The public key in use now, for whoever keeps the anchors.</summary>
    public string PublicKey()
    {
        using var key = KeyOf(keys.Newest);
        return key.ExportSubjectPublicKeyInfoPem() + "\n";
    }

    private ECDsa KeyOf(SecretKey key)
    {
        // A private key is any number from 1 to below the order of the curve, which begins with 32 ones.
        for (var i = 0; ; i++)
        {
            var number = sealer.Derived(key, string.Create(CultureInfo.InvariantCulture, $"audit-anchor/{i}"));
            if (number.AsSpan(0, 4).SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF]) || !number.AsSpan().ContainsAnyExcept((byte)0)) continue;
            return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = number });
        }
    }
}

/// <summary>
/// Puts the signed heads of all chains into a directory every few minutes: <c>audit.anchor</c>, the newest, and one of each day. The
/// directory should lie on another machine. Before it signs, it walks the lines since the last anchor: heads that do not go on from
/// there are not signed, the last anchor stays, and the log says so at its highest level each time.
/// </summary>
public sealed partial class AnchorExport(IServiceScopeFactory scopes, AnchorSigner signer, Sealer sealer, StateDirectory state, IConfiguration configuration, TimeProvider clock, ILogger<AnchorExport> log)
    : BackgroundService
{
    /// <summary>Setting that names the directory; as an environment variable: MASSAR__AUDIT__ANCHORDIRECTORY.</summary>
    public const string Setting = "Massar:Audit:AnchorDirectory";

    private const string Newest = "audit.anchor";
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);

    // On a cluster a node may show a moment ago; twice is not that.
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(1);

    /// <summary>Where the anchors are put.</summary>
    public string Directory { get; } = configuration[Setting] is { Length: > 0 } set ? set : state.Of("anchors");

    /// <summary>The newest anchor's file.</summary>
    public string NewestFile => Path.Combine(Directory, Newest);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!configuration.GetValue("Massar:Work:Enabled", true))
            return;
        try
        {
            while (true)
            {
                var wait = Every;
                try
                {
                    await Export(stoppingToken);
                }
                catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
                {
                    CouldNotExport(log, fault, Directory);
                    wait = AfterFault;
                }

                await Task.Delay(wait, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    /// <summary>Signs and puts the heads as they are now; answers why not, or nothing.</summary>
    public async Task<IReadOnlyList<string>> Export(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        System.IO.Directory.CreateDirectory(Directory);
        for (var isSecond = false; ; isSecond = true)
        {
            // Read before the heads: another instance may write a younger one meanwhile, never an older.
            var last = File.Exists(NewestFile) ? await File.ReadAllTextAsync(NewestFile, ct) : null;
            var before = last is null ? null : signer.Read(last);
            var now = await AuditAnchor.Now(db, clock, ct);
            IReadOnlyList<string> breaks = last is null ? [] : before is null ? [$"{NewestFile} is not signed by this program"] : await AuditWalk.Since(db, sealer, before, now, ct);
            if (breaks.Count == 0)
            {
                var file = signer.Write(now);
                await Put(NewestFile, file, ct);
                var day = Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"audit-{now.At:yyyy-MM-dd}.anchor"));
                if (!File.Exists(day)) await Put(day, file, ct);
                return breaks;
            }

            if (isSecond)
            {
                DoesNotContinue(log, NewestFile, breaks.Count, string.Join("; ", breaks.Take(5)));
                return breaks;
            }

            await Task.Delay(SecondLook, ct);
        }
    }

    private static async Task Put(string file, string text, CancellationToken ct)
    {
        var draft = $"{file}.{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(draft, text, ct);
        File.Move(draft, file, overwrite: true);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The audit chains do not go on from {File}; it stays as it is. {Count} breaks: {Breaks}. Run audit verify --anchor with it; after a restore on purpose, move it away")]
    private static partial void DoesNotContinue(ILogger log, string file, int count, string breaks);

    [LoggerMessage(Level = LogLevel.Error, Message = "The heads of the audit chains could not be put into {Directory}")]
    private static partial void CouldNotExport(ILogger log, Exception fault, string directory);
}

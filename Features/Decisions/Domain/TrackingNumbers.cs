using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Security.Keys;

namespace Massar.Features.Decisions.Domain;

/// <summary>What is followed; the letter is the first of its number.</summary>
public enum CaseKind
{
    /// <summary>A decision about an employee.</summary>
    Decision = 'D',

    /// <summary>A work certificate or a statement of situation.</summary>
    Paper = 'P',
}

/// <summary>
/// Numbers under which a case is followed without an account: its letter, the key they were made with, its key in the database, and six
/// letters drawn from a secret. Thirty bits keep numbers from being counted through; the year of birth is asked besides.
/// </summary>
public sealed class TrackingNumbers(Sealer sealer)
{
    private const string Use = "tracking";
    private const int Proof = 6;
    private const int Longest = 1 + 1 + 13 + Proof;
    private const int Group = 4;

    /// <summary>As shown: groups of four, with hyphens.</summary>
    public string Of(CaseKind kind, long id)
    {
        var seal = sealer.Seal(Use, Text(kind, id));
        var key = int.Parse(seal.Split('.')[1], CultureInfo.InvariantCulture);
        return DocumentCode.Grouped($"{(char)kind}{DocumentCode.Letters[key % DocumentCode.Letters.Length]}{Written(id)}{ProofOf(seal)}", Group);
    }

    /// <summary>The case of a number as a person typed it; null when the program gave no such number.</summary>
    public (CaseKind Kind, long Id)? Read(string? typed)
    {
        if (DocumentCode.Clean(typed, Longest) is not { Length: > 2 + Proof } code || !Enum.IsDefined((CaseKind)code[0])) return null;
        var (kind, key, id) = ((CaseKind)code[0], DocumentCode.Letters.IndexOf(code[1], StringComparison.Ordinal), Number(code[2..^Proof]));
        // A key's number beyond the letters comes round again; nobody has changed keys as often.
        return sealer.SealLike(string.Create(CultureInfo.InvariantCulture, $"k1.{key}.-"), Use, Text(kind, id)) is { } seal
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(ProofOf(seal)), Encoding.ASCII.GetBytes(code[^Proof..])) ? (kind, id) : null;
    }

    /// <summary>What was typed, in one way of writing: what a limit is counted by.</summary>
    public static string Canonical(string? typed) => DocumentCode.Clean(typed, Longest) ?? "";

    private static string Text(CaseKind kind, long id) => string.Create(CultureInfo.InvariantCulture, $"{(char)kind}/{id}");

    private static string Written(long id)
    {
        var letters = new StringBuilder();
        for (var rest = id; rest > 0; rest >>= 5) letters.Insert(0, DocumentCode.Letters[(int)(rest & 31)]);
        return letters.ToString();
    }

    private static long Number(string letters) => letters.Aggregate(0L, (number, letter) => unchecked((number << 5) + DocumentCode.Letters.IndexOf(letter, StringComparison.Ordinal)));

    private static string ProofOf(string seal) => string.Concat(SHA256.HashData(Encoding.ASCII.GetBytes(seal)).Take(Proof).Select(b => DocumentCode.Letters[b & 31]));
}

/// <summary>
/// Slows down whoever tries numbers or years: by network, and by the number tried, from wherever. Only wrong answers count, and a number
/// that exists is counted like one that does not, so that waiting tells nothing either.
/// </summary>
public sealed class TrackingLimits(IConfiguration configuration) : IDisposable
{
    private static readonly TimeSpan NetworkWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan NumberWindow = TimeSpan.FromHours(1);
    private readonly PartitionedRateLimiter<string> networks = Limiter(configuration.GetValue("Massar:Limits:UnknownCasesPerMinute", 10), NetworkWindow);
    private readonly PartitionedRateLimiter<string> numbers = Limiter(configuration.GetValue("Massar:Limits:YearsPerCaseAndHour", 5), NumberWindow);

    /// <summary>How long to wait before this may be asked, or null.</summary>
    public TimeSpan? Spent(string network, string number) => Wait(networks, network, NetworkWindow) ?? Wait(numbers, number, NumberWindow);

    /// <summary>One more wrong answer.</summary>
    public void Spend(string network, string number)
    {
        networks.AttemptAcquire(network).Dispose();
        numbers.AttemptAcquire(number).Dispose();
    }

    public void Dispose()
    {
        networks.Dispose();
        numbers.Dispose();
    }

    private static TimeSpan? Wait(PartitionedRateLimiter<string> limiter, string key, TimeSpan window)
    {
        using var lease = limiter.AttemptAcquire(key, 0);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : window;
    }

    private static PartitionedRateLimiter<string> Limiter(int most, TimeSpan window) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = window }));
}

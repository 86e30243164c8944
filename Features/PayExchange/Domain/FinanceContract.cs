using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Security;

namespace Massar.Features.PayExchange.Domain;

/// <summary>
/// The contract with the finance ministry, version 1. Indimaj's own formats are not published; this one holds the least a paying office needs:
/// no name, no family, no address. JSON, UTF-8, in this order of fields, nothing else accepted.
/// </summary>
public static class FinanceContract
{
    public const string Version = "massar-finance/1";

    public const string Received = "received";

    public const string Visaed = "visaed";

    public const string Rejected = "rejected";

    /// <summary>Reasons of a refusal that have words here; another code counts as "other".</summary>
    public static readonly IReadOnlyList<string> Reasons = ["situation-mismatch", "paper-missing", "budget-line", "already-paid", "account-wrong", "other"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 4,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    /// <summary>Reads what the contract allows; null for anything else.</summary>
    public static T? Read<T>(string text) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json);
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            return null;
        }
    }

    public static string HashOf(string body) => Fingerprint.Of(body);
}

/// <summary>What a signed decision changes of one person's pay.</summary>
/// <param name="Key">The same for the same event.</param>
/// <param name="Employer">Code of the academy that pays.</param>
/// <param name="Ppr">Payroll number.</param>
/// <param name="Event">situation, days, family, withdrawal.</param>
/// <param name="Withdraws">Key of the event a withdrawal takes back.</param>
/// <param name="HalfDays">Of the days, those at half salary: of a leave alone.</param>
public sealed record FinanceChange(
    string Contract, string Key, string Employer, string Ppr, string Event, FinanceDecision Decision, FinanceSituation Before, FinanceSituation After,
    int? Days = null, int? Children = null, decimal? Allowance = null, string? Withdraws = null, int? HalfDays = null);

/// <summary>Another account one person's pay goes to.</summary>
/// <param name="Event">account.</param>
public sealed record FinanceAccount(string Contract, string Key, string Employer, string Ppr, string Event, FinanceBank Account);

/// <param name="Rib">24 digits; masked in what is kept here.</param>
/// <param name="Month">First day of the first month to be paid there.</param>
/// <param name="PaperHash">SHA-256 of the bank's paper, hex.</param>
/// <param name="Salt">So that the message's hash tells nothing of the number; empty in what is kept here.</param>
public sealed record FinanceBank(string Rib, DateOnly Month, string PaperHash, string Salt);

/// <param name="Number">As on its paper: 12/2026.</param>
/// <param name="PaperHash">SHA-256 of the signed paper, hex.</param>
public sealed record FinanceDecision(string Kind, string Number, DateOnly SignedOn, DateOnly EffectiveOn, DateOnly? EndsOn = null, string? PaperHash = null);

/// <param name="Position">Code of the administrative position; null where the decision changes none.</param>
public sealed record FinanceSituation(string Grade, string Echelle, int Echelon, int Index, string? Position = null)
{
    public static FinanceSituation Before(Decision of) => new(of.GradeCode, of.Echelle, of.OldEchelon, of.OldIndex, of.OldPositionCode);

    public static FinanceSituation After(Decision of) => new(of.GradeAfter, of.EchelleAfter, of.NewEchelon, of.NewIndex, of.OldPositionCode is null ? null : of.PositionCode);
}

/// <summary>What the partner says of a message.</summary>
/// <param name="Status">received, visaed, rejected.</param>
/// <param name="Hash">SHA-256 of the message it is about.</param>
/// <param name="Reference">The partner's number.</param>
/// <param name="Code">Of a refusal.</param>
/// <param name="Reason">The partner's words.</param>
/// <param name="Month">Of an account: first day of the first month it pays there.</param>
public sealed record FinanceAnswer(string Contract, string Key, string Hash, string Status, string? Reference = null, string? Code = null, string? Reason = null, DateOnly? Month = null);

/// <summary>What a signature was found to be.</summary>
public enum FinanceCheck
{
    Good,

    /// <summary>Missing, or not by this secret over this text.</summary>
    Forged,

    /// <summary>Signed too long ago, or by a clock that is wrong.</summary>
    Late,
}

/// <summary>A request with its text and what proves who sent it, when, and that it is no repetition.</summary>
/// <param name="Timestamp">Seconds since 1970, UTC.</param>
/// <param name="Nonce">Used once.</param>
/// <param name="Signature">HMAC-SHA-256, base64url.</param>
public sealed record FinanceEnvelope(string Body, string Timestamp, string Nonce, string Signature)
{
    public const string TimestampHeader = "X-Massar-Timestamp";

    public const string NonceHeader = "X-Massar-Nonce";

    public const string SignatureHeader = "X-Massar-Signature";
}

/// <summary>Signs with the secret both sides share, and checks. A direction is signed too: an answer is no message sent back.</summary>
public static class FinanceSignature
{
    public const string ToPartner = "to-partner";

    public const string FromPartner = "from-partner";

    /// <summary>How far two clocks may differ, and how long a number used once is remembered at least.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static FinanceEnvelope Sign(byte[] secret, string direction, string body, DateTimeOffset now)
    {
        var (timestamp, nonce) = (now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        return new FinanceEnvelope(body, timestamp, nonce, Of(secret, direction, body, timestamp, nonce));
    }

    public static FinanceCheck Check(byte[] secret, string direction, FinanceEnvelope envelope, DateTimeOffset now)
    {
        if (envelope.Nonce.Length is < 16 or > 64 || !envelope.Nonce.All(char.IsAsciiLetterOrDigit)
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(secret, direction, envelope.Body, envelope.Timestamp, envelope.Nonce)), Encoding.UTF8.GetBytes(envelope.Signature)))
            return FinanceCheck.Forged;
        return long.TryParse(envelope.Timestamp, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= Window.TotalSeconds
            ? FinanceCheck.Good : FinanceCheck.Late;
    }

    private static string Of(byte[] secret, string direction, string body, string timestamp, string nonce) =>
        System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Join('\n', FinanceContract.Version, direction, timestamp, nonce, FinanceContract.HashOf(body)))));
}

using System.Globalization;
using System.Text.Json;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Security.Passwords;

namespace Massar.Features.Accounts.EnrollSecondFactor;

/// <summary>
/// A new authenticator secret and its ten recovery codes, between the page that shows them and the code that confirms them.
/// It travels sealed in the form: looking at the page changes nothing, and the page can be opened twice.
/// </summary>
public sealed record Offer(string Secret, IReadOnlyList<string> Codes, DateTime MadeAt)
{
    private const string Use = "new-totp";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public static Offer New(DateTime now) =>
        new(Totp.ToBase32(Totp.NewSecret()), [.. Enumerable.Range(0, SecondFactorCode.Count).Select(_ => RecoveryCode.New())], now);

    public string Seal(SecretBox box, long accountId) => box.Seal(Use, Subject(accountId), JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>What a form brought back; null when it is not ours, somebody else's or older than an hour.</summary>
    public static Offer? Open(SecretBox box, long accountId, string? text, DateTime now) =>
        box.Open(Use, Subject(accountId), text) is { } bytes && JsonSerializer.Deserialize<Offer>(bytes) is { } offer && now - offer.MadeAt < Lifetime ? offer : null;

    private static string Subject(long accountId) => accountId.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;

namespace Massar.Features.Accounts.Domain;

/// <summary>Seals an account's authenticator secret for the database and opens it again.</summary>
public sealed class SecondFactors(SecretBox box)
{
    private const string Use = "totp";

    /// <summary>What to store in <see cref="Account.TotpSecret"/>.</summary>
    public string Seal(long accountId, ReadOnlySpan<byte> secret) => box.Seal(Use, Subject(accountId), secret);

    /// <summary>The secret's bytes; null when the account has none or its key is gone.</summary>
    public byte[]? Open(Account account) => Open(account.Id, account.TotpSecret);

    /// <inheritdoc cref="Open(Account)"/>
    public byte[]? Open(long accountId, string? stored) => stored is null ? null : box.Open(Use, Subject(accountId), stored);

    /// <summary>The step for which a typed code is right and not spent yet, or null.</summary>
    public long? Verify(long accountId, string? stored, long lastStep, string? typed, DateTimeOffset now) =>
        Open(accountId, stored) is { } secret ? Totp.Verify(secret, typed, now, lastStep) : null;

    private static string Subject(long accountId) => accountId.ToString(CultureInfo.InvariantCulture);
}

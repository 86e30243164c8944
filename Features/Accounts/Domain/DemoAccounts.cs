using System.Collections.Concurrent;
using Bogus;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;

namespace Massar.Features.Accounts.Domain;

/// <summary>
/// Passwords and second factors of planted accounts. Many thousand accounts share one printed password, which is therefore
/// hashed once; the accounts printed one by one get words of their own. Everything but salts and nonces follows from the draw.
/// </summary>
/// <example>
/// <code>
/// var demo = seeding.Services.GetRequiredService&lt;DemoAccounts&gt;();
/// var draw = seeding.Draw("accounts");
/// var password = demo.Password(draw);                  // "four plain words here"
/// var (base32, stored) = demo.Totp(draw, accountId);   // print base32, keep stored in Account.TotpSecret
/// new Account { Login = DemoAccounts.Login(massarCode), PasswordHash = demo.Hash(password), TotpSecret = stored, … }
/// </code>
/// </example>
public sealed class DemoAccounts(Argon2PasswordHasher hasher, SecondFactors factors)
{
    private readonly ConcurrentDictionary<string, Lazy<string>> hashes = new(StringComparer.Ordinal);

    /// <summary>A Massar code, PPR, phone or chosen name in the form <see cref="Account.Login"/> keeps it.</summary>
    public static string Login(string typed) => Logins.Fold(typed);

    /// <summary>Four French words, the same for the same draw: long enough for everybody, easy to type from a printed list.</summary>
    public string Password(Randomizer draw) =>
        string.Join(' ', draw.ArrayElements(Words, PassphraseGenerator.WordCount));

    /// <summary>The hash of a password; computed once for each password, so that a shared one costs nothing more.</summary>
    public string Hash(string password) => hashes.GetOrAdd(password, p => new Lazy<string>(() => hasher.Hash(p))).Value;

    /// <summary>Hashes passwords that will be asked for, on all processors: each takes some fifty milliseconds by design.</summary>
    public void Prepare(IEnumerable<string> passwords) => Parallel.ForEach(passwords, p => Hash(p));

    /// <summary>An authenticator secret: as it is printed, and as <see cref="Account.TotpSecret"/> keeps it.</summary>
    public (string Base32, string Stored) Totp(Randomizer draw, long accountId)
    {
        var secret = draw.Bytes(Infrastructure.Security.Totp.SecretLength);
        return (Infrastructure.Security.Totp.ToBase32(secret), factors.Seal(accountId, secret));
    }

    private static readonly string[] Words = [.. PassphraseGenerator.Words(PassphraseLanguage.French)];
}

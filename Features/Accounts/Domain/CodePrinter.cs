using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.Domain;

/// <summary>What is printed and handed over; the code stands here and on the paper, nowhere else.</summary>
public sealed record Slip(string NameAr, string NameLatin, string Login, string Code, DateTime ExpiresAt, string PlaceAr, string PlaceFr, string? ClassName);

/// <summary>Makes printed codes inside a unit of work.</summary>
public sealed class CodePrinter(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock)
{
    /// <summary>A new code for each account; the codes printed before count no more. The caller saves.</summary>
    /// <param name="accounts">Whose.</param>
    /// <param name="resetsSecondFactor">The code also takes the authenticator away.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <param name="identity">A code of <see cref="IdentityChecks"/>; null where nobody stands before the desk.</param>
    public async Task<IReadOnlyList<string>> Print(IReadOnlyList<Account> accounts, bool resetsSecondFactor, CancellationToken ct, string? identity = null)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var ids = accounts.Select(a => a.Id).ToList();
        foreach (var earlier in await db.PrintedCodes.Where(c => ids.Contains(c.AccountId) && c.UsedAt == null && c.VoidedAt == null).ToListAsync(ct))
            earlier.VoidedAt = now;

        var codes = new List<string>();
        foreach (var account in accounts)
        {
            var code = RecoveryCode.New();
            codes.Add(code);
            db.PrintedCodes.Add(new PrintedCode
            {
                AccountId = account.Id,
                PlaceId = user.PlaceId,
                Hash = RecoveryCode.Hash(code),
                IssuedAt = now,
                ExpiresAt = now + PrintedCode.Lifetime,
                IssuedByAccountId = user.AccountId,
                ResetsSecondFactor = resetsSecondFactor,
                Identity = identity,
            });
            // A first code activates; a later one is worth a warning to the person.
            if (account.PasswordHash is not null)
                await facts.Tell(new RecoveryCodePrinted(account.Id, user.PlaceId, now), ct);
        }

        return codes;
    }

    /// <summary>The slip of one account.</summary>
    public Slip SlipOf(Account account, string code, string placeAr, string placeFr, string? className = null) =>
        new(account.NameAr, account.NameLatin, account.Login, code, clock.GetUtcNow().UtcDateTime + PrintedCode.Lifetime, placeAr, placeFr, className);
}

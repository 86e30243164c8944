using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.Domain;

/// <summary>Checks a typed second factor: the authenticator's six digits, each good once, or one of the ten recovery codes.</summary>
public sealed class FactorCheck(MassarDb db, UnitOfWork unit, Guesses guesses, SecondFactors factors, TimeProvider clock)
{
    /// <summary>Says yes, or refuses with the reason at the field <c>Code</c>.</summary>
    /// <param name="accountId">Whose factor.</param>
    /// <param name="typed">As typed.</param>
    /// <param name="takesRecoveryCodes">Signing and the like want the authenticator itself.</param>
    /// <param name="visit">From where.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    public async Task<Outcome<Done>> Check(long accountId, string? typed, bool takesRecoveryCodes, Visit visit, CancellationToken ct)
    {
        var guess = await guesses.Enter(GuessKind.SecondFactor, accountId, "", visit, ct);
        if (guess.IsRefused)
            return guess.Refusal!;

        if (!await IsAuthenticators(accountId, typed, ct) && !(takesRecoveryCodes && await IsRecoveryCode(accountId, typed, ct)))
            return Refusal.Invalid("Code", "accounts.second-factor.wrong").Next("accounts.second-factor.wrong.next");

        await guesses.Forgive(guess.Value, ct);
        return Done.It;
    }

    // The UPDATE decides which of two people who typed the same code at once was first.
    private async Task<bool> IsAuthenticators(long accountId, string? typed, CancellationToken ct)
    {
        var stored = await db.Accounts.AsNoTracking().Where(a => a.Id == accountId).Select(a => new { a.TotpSecret, a.TotpLastStep }).SingleAsync(ct);
        return factors.Verify(accountId, stored.TotpSecret, stored.TotpLastStep, typed, clock.GetUtcNow()) is { } step
            && await db.Accounts.Where(a => a.Id == accountId && a.TotpLastStep < step).ExecuteUpdateAsync(s => s.SetProperty(a => a.TotpLastStep, step), ct) == 1;
    }

    private async Task<bool> IsRecoveryCode(long accountId, string? typed, CancellationToken ct)
    {
        if (RecoveryCode.Read(typed) is not { } code)
            return false;
        var hash = RecoveryCode.Hash(code);
        var used = await unit.Run<Done>("Accounts.UseSecondFactorCode", async token =>
        {
            var row = await db.SecondFactorCodes.Where(c => c.AccountId == accountId && c.Hash == hash && c.UsedAt == null).ForUpdate().SingleOrDefaultAsync(token);
            if (row is null)
                return Refusal.NotFound;
            row.UsedAt = clock.GetUtcNow().UtcDateTime;
            await db.SaveChangesAsync(token);
            return Done.It;
        }, ct);
        return !used.IsRefused;
    }
}

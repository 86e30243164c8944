using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.Domain;

/// <summary>Asks whoever holds the open session for the password once more, before what would give the account away. Guesses are slowed down as at the door.</summary>
public sealed class OwnPassword(MassarDb db, CurrentUser user, Guesses guesses, Argon2PasswordHasher hasher, HashingGate gate)
{
    private const int Longest = 1024;

    /// <summary>Null when it is right; otherwise what is wrong with it, under the field it was typed into. Runs outside a unit of work, so that a wrong guess stays counted.</summary>
    public async Task<Refusal?> Ask(string? typed, string field, Visit visit, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(typed))
            return Refusal.Invalid(field, "accounts.password.missing");
        if (typed.Length > Longest)
            return Refusal.Invalid(field, "accounts.password.wrong");
        var guess = await guesses.Enter(GuessKind.Password, user.AccountId, "", visit, ct);
        if (guess.IsRefused)
            return guess.Refusal!;

        var (me, isRight) = (user.AccountId, false);
        try
        {
            var hash = await db.Accounts.Where(a => a.Id == me).Select(a => a.PasswordHash).SingleAsync(ct);
            isRight = hash is not null && await gate.Run(() => hasher.Verify(hash, typed), ct);
        }
        catch (BusyException busy)
        {
            await guesses.Forgive(guess.Value, ct);
            return Refusal.Busy with { RetryAfter = busy.RetryAfter };
        }

        if (!isRight)
            return Refusal.Invalid(field, "accounts.password.wrong");
        await guesses.Forgive(guess.Value, ct);
        return null;
    }
}

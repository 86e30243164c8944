using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.EnrollSecondFactor;

public sealed record Query(string Back, string? Offer) : IQuery<Setup>;

/// <summary>What the page shows.</summary>
/// <param name="Back">Where to go afterwards.</param>
/// <param name="Sealed">The offer, for the form.</param>
/// <param name="Secret">Base32, for typing by hand.</param>
/// <param name="Uri">What the QR code says.</param>
/// <param name="Codes">Ten recovery codes, shown this once.</param>
/// <param name="AsksPassword">A signed-in person without an authenticator proves once more who it is.</param>
public sealed record Setup(string Back, string Sealed, string Secret, string Uri, IReadOnlyList<string> Codes, bool AsksPassword);

public sealed record Command(string? Offer, string? Code, string? Password, Visit Visit) : ICommand<Entered>, IRunsItsOwnUnits;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Code).NotEmpty().WithMessage("accounts.second-factor.missing");
        RuleFor(c => c.Password).MaximumLength(1024).WithMessage("accounts.password.wrong");
    }
}

public sealed class Handler(
    MassarDb db, UnitOfWork unit, CurrentUser user, SecretBox box, SecondFactors factors, Guesses guesses, Doors doors,
    Argon2PasswordHasher hasher, HashingGate gate, Facts facts, TimeProvider clock)
    : IQueryHandler<Query, Setup>, ICommandHandler<Command, Entered>
{
    public async Task<Outcome<Setup>> Handle(Query query, CancellationToken ct)
    {
        var account = await Account(ct);
        if (Closed(account.HasTotp) is { } refusal)
            return refusal;

        var now = clock.GetUtcNow().UtcDateTime;
        var offer = Offer.Open(box, user.AccountId, query.Offer, now) ?? Offer.New(now);
        return new Setup(query.Back, offer.Seal(box, user.AccountId), offer.Secret,
            Totp.Uri(Totp.FromBase32(offer.Secret), "Massar", account.Login), offer.Codes, user.IsSignedIn && !account.HasTotp);
    }

    public async Task<Outcome<Entered>> Handle(Command command, CancellationToken ct)
    {
        var account = await Account(ct);
        if (Closed(account.HasTotp) is { } refusal)
            return refusal;
        if (user.IsSignedIn && !account.HasTotp && await Prove(account.PasswordHash, command, ct) is { } unproven)
            return unproven;

        var now = clock.GetUtcNow();
        if (Offer.Open(box, user.AccountId, command.Offer, now.UtcDateTime) is not { } offer)
            return Refusal.Conflict("accounts.second-factor.offer-old").Next("accounts.second-factor.offer-old.next");
        var secret = Totp.FromBase32(offer.Secret)!;
        if (Totp.Verify(secret, command.Code, now) is not { } step)
            return Refusal.Invalid("Code", "accounts.second-factor.wrong").Next("accounts.second-factor.wrong.next");

        var done = await unit.Run<Done>("Accounts.EnrollSecondFactor", async token =>
        {
            var mine = await db.Accounts.SingleAsync(a => a.Id == user.AccountId, token);
            mine.TotpSecret = factors.Seal(mine.Id, secret);
            mine.TotpLastStep = step;
            db.SecondFactorCodes.RemoveRange(await db.SecondFactorCodes.Where(c => c.AccountId == mine.Id).ToListAsync(token));
            foreach (var code in offer.Codes)
                db.SecondFactorCodes.Add(new SecondFactorCode { AccountId = mine.Id, Hash = RecoveryCode.Hash(code) });
            await facts.Tell(new SecondFactorChanged(mine.Id, now.UtcDateTime), token);
            await db.SaveChangesAsync(token);
            return Done.It;
        }, ct);
        if (done.IsRefused)
            return done.Refusal!;

        var hats = await doors.LiveHats(user.AccountId, ct);
        if (hats.Count == 0)
            return Refusal.Conflict("accounts.no-hat").Next("accounts.no-hat.next");
        return await doors.Open(user.AccountId, hats.Find(h => h.Id == user.Hat.Id) ?? hats[0], isComplete: true, gaveFactor: true, command.Visit, user.Token, ct);
    }

    private Task<Mine> Account(CancellationToken ct) =>
        db.Accounts.AsNoTracking().Where(a => a.Id == user.AccountId).Select(a => new Mine(a.Login, a.PasswordHash, a.TotpSecret != null)).SingleAsync(ct);

    // Who has an authenticator gives it first: half signed in at the page for it, signed in by stepping up.
    private Refusal? Closed(bool hasTotp) =>
        !hasTotp ? null
        : user.AwaitsSecondFactor ? Refusal.Conflict("accounts.second-factor.have-one").Next("accounts.second-factor.lost")
        : user.HasSteppedUp(clock) ? null : Refusal.StepUp;

    private async Task<Refusal?> Prove(string? stored, Command command, CancellationToken ct)
    {
        var guess = await guesses.Enter(GuessKind.Password, user.AccountId, "", command.Visit, ct);
        if (guess.IsRefused)
            return guess.Refusal;
        try
        {
            if (stored is null || !await gate.Run(() => hasher.Verify(stored, command.Password ?? ""), ct))
                return Refusal.Invalid("Password", "accounts.password.wrong");
        }
        catch (BusyException busy)
        {
            await guesses.Forgive(guess.Value, ct);
            return Refusal.Busy with { RetryAfter = busy.RetryAfter };
        }

        await guesses.Forgive(guess.Value, ct);
        return null;
    }

    private sealed record Mine(string Login, string? PasswordHash, bool HasTotp);
}

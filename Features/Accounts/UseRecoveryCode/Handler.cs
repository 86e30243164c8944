using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.UseRecoveryCode;

public sealed record Query : IQuery<Offer>;

/// <param name="Words">Four words drawn just now, which a family may take as its password.</param>
public sealed record Offer(string Words);

public sealed record Command(string? Login, string? Code, string? Password, string? Repeated, Visit Visit) : ICommand, IRunsItsOwnUnits;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Login).NotEmpty().WithMessage("accounts.login.missing");
        RuleFor(c => c.Code).Must(code => RecoveryCode.Read(code) is not null).WithMessage("accounts.recover.code.not-a-code");
        RuleFor(c => c.Password).NotEmpty().WithMessage("accounts.password.missing");
        RuleFor(c => c.Repeated).Equal(c => c.Password).WithMessage("accounts.password.differs");
    }
}

/// <summary>
/// A code that is wrong, old, used or somebody else's gets one answer, and so does a login nobody has. After five tries one
/// waits, minutes at most, and only for one's own: the code itself has 78 bits, so nobody needs to be able to spend another person's tries.
/// </summary>
public sealed class Handler(
    MassarDb db, UnitOfWork unit, Guesses guesses, PasswordChoice choice, Doors doors, Argon2PasswordHasher hasher, HashingGate gate,
    Facts facts, Reader reader, TimeProvider clock) : IQueryHandler<Query, Offer>, ICommandHandler<Command>
{
    private static readonly Refusal Wrong = Refusal.Invalid("Code", "accounts.recover.wrong").Next("accounts.recover.wrong.next");

    public Task<Outcome<Offer>> Handle(Query query, CancellationToken ct) => Task.FromResult<Outcome<Offer>>(
        new Offer(PassphraseGenerator.New(reader.Language == "ar" ? PassphraseLanguage.Arabic : PassphraseLanguage.French)));

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var login = Logins.Fold(command.Login);
        var account = Logins.Meant(await db.Accounts.AsNoTracking().Named(command.Login).OrderBy(a => a.Id).Take(3).ToListAsync(ct), a => a.Login, command.Login);
        var guess = await guesses.Enter(GuessKind.PrintedCode, account?.Id, login, command.Visit, ct);
        if (guess.IsRefused)
            return guess.Refusal!;

        var accountId = account?.Id ?? 0;
        var hash = RecoveryCode.Hash(command.Code!);
        var now = clock.GetUtcNow().UtcDateTime;
        if (await Valid(accountId, hash, now).Select(c => (DateTime?)c.IssuedAt).SingleOrDefaultAsync(ct) is not { } issued)
            return Wrong;
        if (await Outgrown(accountId, issued, now, ct))
            return Refusal.Conflict("accounts.recover.outgrown").Next("accounts.recover.outgrown.next");

        // From here on the sender holds the code: what is wrong now is the password, and costs no try.
        await guesses.Forgive(guess.Value, ct);
        if (await choice.Judge(account!, command.Password!, ct) is { } refusal)
            return refusal;

        string password;
        try
        {
            password = await gate.Run(() => hasher.Hash(command.Password!), ct);
        }
        catch (BusyException busy)
        {
            return Refusal.Busy with { RetryAfter = busy.RetryAfter };
        }

        var outcome = await unit.Run<Done>("Accounts.UseRecoveryCode", async token =>
        {
            var code = await Valid(accountId, hash, now).ForUpdate().SingleOrDefaultAsync(token);
            if (code is null)
                return Wrong;
            code.UsedAt = now;

            var mine = await db.Accounts.SingleAsync(a => a.Id == accountId, token);
            mine.PasswordHash = password;
            if (code.ResetsSecondFactor)
            {
                mine.TotpSecret = null;
                mine.TotpLastStep = 0;
                db.SecondFactorCodes.RemoveRange(await db.SecondFactorCodes.Where(c => c.AccountId == accountId).ToListAsync(token));
            }

            await facts.Tell(new AccountRecovered(accountId, now), token);
            await db.SaveChangesAsync(token);
            await doors.EndAll(accountId, except: null, token);
            return Done.It;
        }, ct);
        doors.Forget(accountId);
        return outcome;
    }

    // Whoever printed the code might print none for what the person is by now: a role that needs a second factor and began on a later day.
    private async Task<bool> Outgrown(long account, DateTime issued, DateTime now, CancellationToken ct)
    {
        var day = MoroccanDay.Of(issued);
        return (await db.Hats.LiveOn(MoroccanDay.Of(now)).Where(h => h.AccountId == account && h.StartsOn > day).Select(h => h.Role).ToListAsync(ct)).Exists(Roles.NeedsSecondFactor);
    }

    private IQueryable<PrintedCode> Valid(long accountId, string hash, DateTime now) => db.PrintedCodes
        .Where(c => c.AccountId == accountId && c.Hash == hash && c.UsedAt == null && c.VoidedAt == null && c.ExpiresAt > now);
}

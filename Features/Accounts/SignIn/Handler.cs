using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.SignIn;

public sealed record Query(string Back) : IQuery<Query>;

public sealed record Command(string? Login, string? Password, Visit Visit, string? OldToken) : ICommand<Entered>, IRunsItsOwnUnits;

/// <summary>
/// An unknown login and a wrong password cost the same work and get the same answer; so do a closed account and one
/// that was never activated.
/// </summary>
public sealed class Handler(
    MassarDb db, Guesses guesses, Doors doors, Argon2PasswordHasher hasher, HashingGate gate, ILogger<Handler> log)
    : IQueryHandler<Query, Query>, ICommandHandler<Command, Entered>
{
    private static readonly Refusal Wrong = new Refusal(RefusalKind.Invalid, new Said("accounts.sign-in.wrong")).Next("accounts.sign-in.wrong.next");

    public Task<Outcome<Query>> Handle(Query query, CancellationToken ct) => Task.FromResult<Outcome<Query>>(query);

    public async Task<Outcome<Entered>> Handle(Command command, CancellationToken ct)
    {
        var login = Logins.Fold(command.Login);
        var account = await Find(command.Login, ct);
        var guess = await guesses.Enter(GuessKind.Password, account?.Id, login, command.Visit, ct);
        if (guess.IsRefused)
            return guess.Refusal!;

        bool isRight;
        try
        {
            var verdict = await gate.RunAsync(() => Check(guess.Value, account?.PasswordHash, command.Password!, ct), ct);
            if (verdict.IsRefused)
                return verdict.Refusal!;
            isRight = verdict.Value;
            if (isRight && hasher.NeedsRehash(account!.PasswordHash!))
                await Rehash(account, command.Password!, ct);
        }
        catch (BusyException busy)
        {
            await guesses.Forgive(guess.Value, ct);
            return Refusal.Busy with { RetryAfter = busy.RetryAfter };
        }

        if (!isRight)
        {
            log.LogInformation("A sign-in from {Network} was refused.", command.Visit.Network);
            return Wrong;
        }

        await guesses.Succeed(guess.Value, ct);
        var hats = await doors.LiveHats(account!.Id, ct);
        if (hats.Count == 0)
            return Refusal.Conflict("accounts.no-hat").Next("accounts.no-hat.next");

        var worn = await db.Sessions.AsNoTracking().Where(s => s.AccountId == account.Id).OrderByDescending(s => s.Id).Select(s => (long?)s.HatId).FirstOrDefaultAsync(ct);
        var hat = hats.Find(h => h.Id == worn) ?? hats[0];
        var needsSecondFactor = account.HasTotp || hats.Any(h => Roles.NeedsSecondFactor(h.Role));
        return await doors.Open(account.Id, hat, isComplete: !needsSecondFactor, gaveFactor: false, command.Visit, command.OldToken, ct);
    }

    private async Task<Candidate?> Find(string? typed, CancellationToken ct)
    {
        var candidates = await db.Accounts.AsNoTracking().Named(typed).OrderBy(a => a.Id)
            .Select(a => new Candidate(a.Id, a.Login, a.PasswordHash, a.TotpSecret != null)).Take(3).ToListAsync(ct);
        return Logins.Meant(candidates, c => c.Login, typed);
    }

    // Of a hundred tries sent at once from one network each sees, in its place at the gate, what became of those before it.
    private async Task<Outcome<bool>> Check(long guess, string? stored, string password, CancellationToken ct)
    {
        if (await guesses.Recheck(guess, ct) is { } refusal)
            return refusal;
        var isRight = Check(stored, password);
        if (!isRight)
            await guesses.Fail(guess, ct);
        return isRight;
    }

    private bool Check(string? stored, string password)
    {
        if (stored is not null)
            return hasher.Verify(stored, password);
        hasher.VerifyDummy(password);
        return false;
    }

    // The cost of hashing was raised since: only now the password is known to hash it anew.
    private async Task Rehash(Candidate account, string password, CancellationToken ct)
    {
        var hash = await gate.Run(() => hasher.Hash(password), ct);
        await db.Accounts.Where(a => a.Id == account.Id && a.PasswordHash == account.PasswordHash)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.PasswordHash, hash), ct);
    }

    private sealed record Candidate(long Id, string Login, string? PasswordHash, bool HasTotp);
}

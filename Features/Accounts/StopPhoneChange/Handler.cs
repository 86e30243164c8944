using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.StopPhoneChange;

public sealed record Query : IQuery<Nothing>;

/// <summary>The page is the same for everybody.</summary>
public sealed record Nothing;

public sealed record Command(string? Code, Visit Visit) : ICommand, IRunsItsOwnUnits;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Code).Must(code => RecoveryCode.Read(code) is not null).WithMessage("accounts.recover.code.not-a-code");
}

/// <summary>The old number is put back and every session of the account ends: whoever asked for the change was inside. A wrong code is counted by itself.</summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, Guesses guesses, Doors doors, Facts facts, TimeProvider clock) : IQueryHandler<Query, Nothing>, ICommandHandler<Command>
{
    private static readonly Refusal Wrong = Refusal.Invalid("Code", "accounts.phone.stop.wrong").Next("accounts.phone.stop.wrong.next");

    public Task<Outcome<Nothing>> Handle(Query query, CancellationToken ct) => Task.FromResult<Outcome<Nothing>>(new Nothing());

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        // Counted by code: 78 bits are not guessed, and who fails on the same network keeps nobody from stopping a theft.
        var hash = RecoveryCode.Hash(command.Code!);
        var guess = await guesses.Enter(GuessKind.PrintedCode, null, $"phone-stop {hash}", command.Visit, ct);
        if (guess.IsRefused)
            return guess.Refusal!;

        var stopped = await unit.Run<long>("Accounts.StopPhoneChange", async token =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            if (await db.PhoneChanges.Where(c => c.StopHash == hash && c.StoppedAt == null && c.StopUntil > now).ForUpdate().SingleOrDefaultAsync(token) is not { } change)
                return Wrong;
            // What was changed on top of it goes too: the code of a later change went to a number that is not the owner's.
            var (id, of) = (change.Id, change.AccountId);
            var undone = await db.PhoneChanges.Where(c => c.AccountId == of && c.Id >= id && c.StoppedAt == null).ToListAsync(token);
            foreach (var one in undone)
                one.StoppedAt = now;
            var (account, guardian) = (await db.Accounts.SingleAsync(a => a.Id == of, token), await db.Guardians.SingleAsync(g => g.Id == change.GuardianId, token));
            // A number that the school wrote down since stays.
            if (undone.Exists(c => c.NewPhone == account.Phone))
                account.Phone = change.OldPhone;
            if (undone.Exists(c => c.NewPhone == guardian.Phone))
                (guardian.Phone, guardian.PhoneConfirmedAt) = (change.OldPhone, null);
            await facts.Tell(new PhoneChangeSettled(change.Id, change.AccountId, change.PlaceId, Stopped: true), token);
            await db.SaveChangesAsync(token);
            await doors.EndAll(change.AccountId, except: null, token);
            return change.AccountId;
        }, ct);
        if (stopped.IsRefused)
            return stopped.Refusal!;
        await guesses.Forgive(guess.Value, ct);
        doors.Forget(stopped.Value);
        return Done.It;
    }
}

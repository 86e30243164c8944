using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ConfirmPhone;

public sealed record Query : IQuery<Waiting>;

/// <param name="Phone">The new number, masked.</param>
/// <param name="TakesCode">False when the code lapsed, was typed wrongly too often or was stopped.</param>
public sealed record Waiting(string Phone, bool TakesCode);

public sealed record Command(string? Code) : ICommand, IRunsItsOwnUnits;

/// <summary>A wrong code counts even though it is refused, so the count has a unit of work of its own.</summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, PhoneCodes codes, Facts facts, TimeProvider clock) : IQueryHandler<Query, Waiting>, ICommandHandler<Command>
{
    public async Task<Outcome<Waiting>> Handle(Query query, CancellationToken ct) =>
        await Newest().AsNoTracking().FirstOrDefaultAsync(ct) is { } change
            ? new Waiting(MoroccanPhone.Read(change.NewPhone)!.Value.Masked, change.TakesCode(clock.GetUtcNow().UtcDateTime))
            : Refusal.NotFound;

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (OneTimeCode.Read(command.Code) is null)
            return Refusal.Invalid("Code", "accounts.phone.code.not-a-code");

        var left = await unit.Run<int?>("Accounts.ConfirmPhone", async token =>
        {
            // Locked, so that a hundred guesses sent at once are counted one by one.
            if (await Newest().ForUpdate().FirstOrDefaultAsync(token) is not { } change)
                return Refusal.NotFound;
            var now = clock.GetUtcNow().UtcDateTime;
            if (!change.TakesCode(now))
                return Refusal.Conflict("accounts.phone.code.over").Next("accounts.phone.code.over.next");
            change.Tries++;
            var isRight = codes.Matches(change, command.Code);
            if (isRight)
            {
                change.ConfirmedAt = now;
                var (account, guardian) = (await db.Accounts.SingleAsync(a => a.Id == change.AccountId, token), await db.Guardians.SingleAsync(g => g.Id == change.GuardianId, token));
                (account.Phone, guardian.Phone, guardian.PhoneConfirmedAt) = (change.NewPhone, change.NewPhone, now);
                await facts.Tell(new PhoneChangeSettled(change.Id, change.AccountId, change.PlaceId, Stopped: false), token);
            }

            await db.SaveChangesAsync(token);
            return isRight ? (int?)null : PhoneChange.MostTries - change.Tries;
        }, ct);

        if (left.IsRefused)
            return left.Refusal!;
        return left.Value switch
        {
            null => Done.It,
            > 0 and var more => Refusal.Invalid("Code", "accounts.phone.code.wrong", more),
            _ => Refusal.Conflict("accounts.phone.code.over").Next("accounts.phone.code.over.next"),
        };
    }

    private IQueryable<PhoneChange> Newest()
    {
        var account = user.AccountId;
        return db.PhoneChanges.Where(c => c.AccountId == account).OrderByDescending(c => c.Id);
    }
}

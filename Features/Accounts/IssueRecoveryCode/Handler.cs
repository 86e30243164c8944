using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.IssueRecoveryCode;

public sealed record Query(long Account) : IQuery<Person>;

/// <param name="IsStaff">Has an authenticator that may be lost too.</param>
/// <param name="LastIssuedAt">When the code that counts now was printed, UTC.</param>
public sealed record Person(long AccountId, string NameAr, string NameLatin, string Login, bool IsActivated, bool IsStaff, DateTime? LastIssuedAt);

public sealed record Command(long Account, bool ResetsSecondFactor) : ICommand<Slip>, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, CodePrinter printer, TimeProvider clock)
    : IQueryHandler<Query, Person>, ICommandHandler<Command, Slip>
{
    public async Task<Outcome<Person>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var now = clock.GetUtcNow().UtcDateTime;
        var person = await db.Accounts.AsNoTracking().RecoverableBy(user, db, MoroccanDay.Today(clock)).Where(a => a.Id == query.Account)
            .Select(a => new Person(a.Id, a.NameAr, a.NameLatin, a.Login, a.PasswordHash != null, a.TotpSecret != null,
                db.PrintedCodes.Where(c => c.AccountId == a.Id && c.UsedAt == null && c.VoidedAt == null && c.ExpiresAt > now).Max(c => (DateTime?)c.IssuedAt)))
            .SingleOrDefaultAsync(ct);
        return person is null ? Refusal.NotFound : person;
    }

    public async Task<Outcome<Slip>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var place = await db.Places.AsNoTracking().SingleAsync(p => p.Id == user.PlaceId, ct);
        return await unit.Run<Slip>("Accounts.IssueRecoveryCode", async token =>
        {
            var account = await db.Accounts.AsNoTracking().RecoverableBy(user, db, MoroccanDay.Today(clock)).SingleOrDefaultAsync(a => a.Id == command.Account, token);
            if (account is null)
                return Refusal.NotFound;
            var codes = await printer.Print([account], command.ResetsSecondFactor && account.TotpSecret is not null, token);
            await db.SaveChangesAsync(token);
            return printer.SlipOf(account, codes[0], place.NameAr, place.NameFr);
        }, ct);
    }
}

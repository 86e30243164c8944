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

/// <param name="Identity">A code of <see cref="IdentityChecks"/>.</param>
public sealed record Command(long Account, bool ResetsSecondFactor, string? Identity) : ICommand<Slip>, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, CodePrinter printer, StaffDesk desk, Doors doors, TimeProvider clock)
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
        var outcome = await unit.Run<Slip>("Accounts.IssueRecoveryCode", async token =>
        {
            var account = await db.Accounts.AsNoTracking().RecoverableBy(user, db, MoroccanDay.Today(clock)).SingleOrDefaultAsync(a => a.Id == command.Account, token);
            if (account is null)
                return Refusal.NotFound;
            if (account.EmployeeId is { } employee && await desk.Stop(employee, token) is { } refusal)
                return refusal;
            if (account.EmployeeId is null && await desk.StopFamily(account.PupilId, account.GuardianId, token) is { } own)
                return own;
            // Only what was looked at is written down: a code is not made for a name alone.
            if (command.Identity is null || !IdentityChecks.All.Contains(command.Identity))
                return Refusal.Invalid("Identity", "accounts.identity.missing");
            var since = clock.GetUtcNow().UtcDateTime.AddDays(-1);
            if (await db.PrintedCodes.CountAsync(c => c.AccountId == account.Id && c.IssuedAt > since, token) >= PrintedCode.MostADay)
                return Refusal.Conflict("accounts.code.too-many", PrintedCode.MostADay).Next("accounts.code.too-many.next");
            var codes = await printer.Print([account], command.ResetsSecondFactor && account.TotpSecret is not null, token, command.Identity);
            await db.SaveChangesAsync(token);
            // The telephone is lost, and whoever holds it is signed in. The password stays good until the code is used: a desk can close
            // sessions, written down and told to the person, and not shut anybody out.
            await doors.EndAll(account.Id, except: null, token);
            return printer.SlipOf(account, codes[0], place.NameAr, place.NameFr);
        }, ct);
        doors.Forget(command.Account);
        return outcome;
    }
}

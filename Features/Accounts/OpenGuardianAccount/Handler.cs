using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.OpenGuardianAccount;

public sealed record Query(long Guardian) : IQuery<Person>;

/// <param name="Login">The telephone, or the identity card where somebody else signs in with the telephone; null where neither will do.</param>
/// <param name="AccountId">There is one already.</param>
public sealed record Person(long GuardianId, string NameAr, string NameLatin, string? Login, long? AccountId, IReadOnlyList<Child> Children);

public sealed record Child(string NameAr, string NameLatin, string MassarCode);

public sealed record Command(long Guardian, string? Identity) : ICommand<Slip>, IRunsItsOwnUnits;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Identity).Must(i => i is not null && IdentityChecks.All.Contains(i)).WithMessage("accounts.identity.missing");
}

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, StaffDesk desk, CodePrinter printer, Facts facts, TimeProvider clock) : IQueryHandler<Query, Person>, ICommandHandler<Command, Slip>
{
    public async Task<Outcome<Person>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var id = query.Guardian;
        var found = await Standing().AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct);
        if (found is null)
            return Refusal.NotFound;
        var here = Here();
        var children = await db.Guardianships.InForce(MoroccanDay.Today(clock)).Where(g => g.GuardianId == id && here.Contains(g.PupilId)).Join(db.Pupils, g => g.PupilId, p => p.Id, (g, p) => p)
            .OrderBy(p => p.Id).Select(p => new Child(p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, p.MassarCode)).Take(20).ToListAsync(ct);
        var account = await db.Accounts.Where(a => a.GuardianId == id && a.ClosedAt == null).OrderBy(a => a.Id).Select(a => (long?)a.Id).FirstOrDefaultAsync(ct);
        return new Person(id, found.FullNameAr, found.FullNameLatin, account is null ? await LoginFor(found, ct) : null, account, children);
    }

    public async Task<Outcome<Slip>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        return await unit.Run<Slip>("Accounts.OpenGuardianAccount", async token =>
        {
            var id = command.Guardian;
            // The guardian's row is held: of two desks at once one opens the account.
            if (!await Standing().AnyAsync(g => g.Id == id, token) || await db.Guardians.Where(g => g.Id == id).ForUpdate().SingleOrDefaultAsync(token) is not { } guardian)
                return Refusal.NotFound;
            if (await IsOwn(guardian, token))
                return StaffDesk.Own;
            if (await desk.StopFamily(null, id, token) is { } own)
                return own;
            if (await db.Accounts.AnyAsync(a => a.GuardianId == id && a.ClosedAt == null, token))
                return Refusal.Conflict("accounts.guardian.has-account").Next("accounts.guardian.has-account.next");
            if (await LoginFor(guardian, token) is not { } login)
                return Refusal.Conflict("accounts.guardian.no-login").Next("accounts.guardian.no-login.next");

            var here = user.PlaceId;
            var place = await db.Places.AsNoTracking().SingleAsync(p => p.Id == here, token);
            var account = new Account
            {
                Login = login,
                NameAr = guardian.FullNameAr,
                NameLatin = guardian.FullNameLatin,
                Language = guardian.Language,
                Phone = guardian.Phone,
                Email = guardian.Email,
                GuardianId = id,
                CreatedAt = clock.GetUtcNow().UtcDateTime,
            };
            db.Accounts.Add(account);
            await db.SaveChangesAsync(token);
            db.Hats.Add(new Hat { AccountId = account.Id, Role = Roles.Guardian, PlaceId = place.Id, PlacePath = place.Path, StartsOn = MoroccanDay.Today(clock) });
            var codes = await printer.Print([account], resetsSecondFactor: false, token, command.Identity);
            // Whoever stood at the window, the telephone of the file hears of it.
            await facts.Tell(new RecoveryCodePrinted(account.Id, place.Id, account.CreatedAt), token);
            await db.SaveChangesAsync(token);
            return printer.SlipOf(account, codes[0], place.NameAr, place.NameFr);
        }, ct);
    }

    // Pupils who sit at the schools of this desk, or are expected there.
    private IQueryable<long> Here()
    {
        var path = user.PlacePath;
        var schools = db.Places.Where(p => p.Path.StartsWith(path)).Select(p => p.Id);
        return db.Enrollments.Where(e => schools.Contains(e.SchoolId) && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected) && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)).Select(e => e.PupilId);
    }

    // With all rights: who was limited by a judge's word is for the head's office and its papers, as codes are.
    private IQueryable<Guardian> Standing()
    {
        var (here, links) = (Here(), db.Guardianships.InForce(MoroccanDay.Today(clock)));
        return db.Guardians.Where(g => links.Any(l => l.GuardianId == g.Id && here.Contains(l.PupilId)));
    }

    private async Task<bool> IsOwn(Guardian guardian, CancellationToken ct)
    {
        var (me, cin) = (user.EmployeeId ?? 0, guardian.Cin);
        if (guardian.Id == user.GuardianId)
            return true;
        if (cin is null)
            return false;
        var own = await Kinship.WithSelf(db, user.EmployeeId, ct);
        return await db.Employees.AnyAsync(e => e.Cin == cin && (e.Id == me || own.Contains(e.Id)), ct);
    }

    // What nobody signs in with: two parents often share one telephone.
    private async Task<string?> LoginFor(Guardian guardian, CancellationToken ct)
    {
        foreach (var login in (string[])[Logins.Fold(guardian.Phone), Logins.Fold(guardian.Cin)])
            if (login.Length > 0 && !await db.Accounts.AnyAsync(a => a.Login == login, ct))
                return login;
        return null;
    }
}

using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.NameRole;

public sealed record Query(long Employee) : IQuery<Person>;

/// <param name="Roles">What the person who is signed in may give here.</param>
/// <param name="Lends">Of them, the own one: it is lent, not given.</param>
/// <param name="NeedsEnd">Nothing is given without a last day.</param>
/// <param name="MostDays">Of a naming.</param>
/// <param name="MostLentDays">Of the own role.</param>
public sealed record Person(long EmployeeId, string NameAr, string NameLatin, IReadOnlyList<string> Roles, string? Lends, bool NeedsEnd, int MostDays, int MostLentDays);

public sealed record Command(long Employee, string? Role, string? EndsOn) : ICommand<Named>, IRunsItsOwnUnits;

public sealed record Named(long Hat);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Role).Must(role => role is not null && Hat.CanBeGranted(role)).WithMessage("accounts.grant.role.missing");
        RuleFor(c => c.EndsOn).Must(TypedDay.IsEmptyOrDay).WithMessage("accounts.staff.until.unreadable");
    }
}

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, StaffDesk desk, Doors doors, Facts facts, TimeProvider clock) : IQueryHandler<Query, Person>, ICommandHandler<Command, Named>
{
    public async Task<Outcome<Person>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        if (await desk.Find(query.Employee, hold: false, ct) is not { } found || !await db.Accounts.AnyAsync(a => a.EmployeeId == query.Employee && a.ClosedAt == null, ct))
            return Refusal.NotFound;
        if (await desk.Stop(query.Employee, ct) is { } refusal)
            return refusal;
        var rules = await NamingRules.Current(db, ct);
        var lends = user.Role == Roles.Head ? Roles.Head : null;
        return new Person(query.Employee, found.Employee.FullNameAr, found.Employee.FullNameLatin,
            [.. StaffRoles.GivenBy(user.Role, found.Place.Kind).Where(r => r != Roles.Employee), .. lends is null ? Array.Empty<string>() : [lends]], lends, user.Role == Roles.Head, rules.Naming, rules.Lending);
    }

    public async Task<Outcome<Named>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        long account = 0;
        var outcome = await unit.Run<Named>("Accounts.NameRole", async token =>
        {
            if (await desk.Find(command.Employee, hold: true, token) is not { } found)
                return Refusal.NotFound;
            account = await db.Accounts.Where(a => a.EmployeeId == command.Employee && a.ClosedAt == null).OrderBy(a => a.Id).Select(a => a.Id).FirstOrDefaultAsync(token);
            if (account == 0)
                return Refusal.NotFound;
            if (await desk.Stop(command.Employee, token) is { } refusal)
                return refusal;
            var (role, place, today) = (command.Role!, found.Place, MoroccanDay.Today(clock));
            var lends = user.Role == Roles.Head && role == Roles.Head;
            if (!lends && (role == Roles.Employee || !StaffRoles.GivenBy(user.Role, place.Kind).Contains(role)))
                return Refusal.Invalid("Role", "accounts.grant.role.missing");
            if (await desk.NotHere(command.Employee, place.Id, token) is { } elsewhere)
                return elsewhere;
            var ends = TypedDay.Read(command.EndsOn);
            if (await Judge(command.Employee, place.Id, ends, lends, today, token) is { } wrong)
                return wrong;
            var (where, path) = lends ? (user.PlaceId, user.PlacePath) : (place.Id, place.Path);
            if (lends && await Lent(ends!.Value, today, token) is { } unlent)
                return unlent;
            if (!lends && role == Roles.Head && await desk.HasHead(where, ends, token))
                return Refusal.Conflict("accounts.staff.has-head").Next("accounts.staff.has-head.next");
            if (await db.Hats.AnyAsync(h => h.AccountId == account && h.Role == role && h.PlaceId == where && h.DelegatedKinds == null && (h.EndsOn == null || (h.EndsOn >= today && h.EndsOn >= h.StartsOn)) && (ends == null || h.StartsOn <= ends), token))
                return Refusal.Conflict("accounts.grant.has-it").Next("accounts.grant.has-it.next");

            var hat = new Hat { AccountId = account, Role = role, PlaceId = where, PlacePath = path, StartsOn = today, EndsOn = ends, LentByHatId = lends ? user.Hat.Id : null };
            db.Hats.Add(hat);
            await PrintedCode.VoidFor(db, hat, clock.GetUtcNow().UtcDateTime, token);
            await db.SaveChangesAsync(token);
            await facts.Tell(new RoleGiven(hat.Id, account, role, where, today, user.AccountId), token);
            await db.SaveChangesAsync(token);
            return new Named(hat.Id);
        }, ct);
        // The menu of who is signed in shows the second role at once.
        doors.Forget(account);
        return outcome;
    }

    // The last day: of a head's naming always there, not too far away, and not after the work at this place ends.
    private async Task<Refusal?> Judge(long employee, int place, DateOnly? ends, bool lends, DateOnly today, CancellationToken ct)
    {
        if (ends is null)
            return user.Role == Roles.Head ? Refusal.Invalid("EndsOn", "accounts.staff.until.missing") : null;
        if (ends < today)
            return Refusal.Invalid("EndsOn", "accounts.staff.until.past");
        var rules = await NamingRules.Current(db, ct);
        if (user.Role == Roles.Head && ends > today.AddDays(lends ? rules.Lending : rules.Naming))
            return Refusal.Invalid("EndsOn", "accounts.staff.until.far", lends ? rules.Lending : rules.Naming);
        var now = clock.GetUtcNow().UtcDateTime;
        var worked = (await db.Postings.AsNoTracking().Where(p => p.EmployeeId == employee).ToListAsync(ct)).WorkedAt(now).HeldOn(today);
        return worked is { EndsOn: { } last } && worked.PlaceId == place && last < ends ? Refusal.Invalid("EndsOn", "accounts.staff.until.leaves", Formats.ShortDate(last)) : null;
    }

    // One deputy at a time, and no longer than the own role lasts. The own hat's row is held, so that two are not named at once.
    private async Task<Refusal?> Lent(DateOnly ends, DateOnly today, CancellationToken ct)
    {
        var worn = user.Hat.Id;
        var mine = await db.Hats.Where(h => h.Id == worn).ForUpdate().SingleAsync(ct);
        if (mine.EndsOn is { } last && last < ends)
            return Refusal.Invalid("EndsOn", "accounts.staff.until.own", Formats.ShortDate(last));
        return await db.Hats.AnyAsync(h => h.LentByHatId == worn && h.EndsOn >= today, ct)
            ? Refusal.Conflict("accounts.staff.one-deputy").Next("accounts.staff.one-deputy.next") : null;
    }
}

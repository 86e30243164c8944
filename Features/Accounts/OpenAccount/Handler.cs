using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.OpenAccount;

public sealed record Query(long Employee) : IQuery<Person>;

/// <param name="Role">What the files hold.</param>
/// <param name="Roles">What may be chosen; the held one among them.</param>
public sealed record Person(long EmployeeId, string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr, string Role, IReadOnlyList<string> Roles);

public sealed record Command(long Employee, string? Role) : ICommand<Slip>, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, StaffDesk desk, CodePrinter printer, TimeProvider clock)
    : IQueryHandler<Query, Person>, ICommandHandler<Command, Slip>
{
    public async Task<Outcome<Person>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        if (await desk.Find(query.Employee, hold: false, ct) is not { } found)
            return Refusal.NotFound;
        if (await desk.Stop(query.Employee, ct) is { } refusal)
            return refusal;
        var (file, place) = found;
        var held = (await desk.Held([file], ct))[file.Id];
        return new Person(file.Id, file.FullNameAr, file.FullNameLatin, file.Ppr, place.NameAr, place.NameFr, held.Role, [.. StaffRoles.GivenBy(user.Role, place.Kind).Prepend(held.Role).Distinct()]);
    }

    public async Task<Outcome<Slip>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        return await unit.Run<Slip>("Accounts.OpenAccount", async token =>
        {
            if (await desk.Find(command.Employee, hold: true, token) is not { } found)
                return Refusal.NotFound;
            if (await desk.Stop(command.Employee, token) is { } refusal)
                return refusal;
            var (file, place) = found;
            var held = (await desk.Held([file], token))[file.Id];
            // Another role than the files hold is for whoever gives it, at the workplace.
            if (!string.IsNullOrEmpty(command.Role) && command.Role != held.Role)
            {
                if (!StaffRoles.GivenBy(user.Role, place.Kind).Contains(command.Role))
                    return Refusal.Invalid("Role", "accounts.grant.role.missing");
                // What a head gives ends as what he names does.
                DateOnly? ends = user.Role == Infrastructure.Security.Roles.Head ? MoroccanDay.Today(clock).AddDays((await NamingRules.Current(db, token)).Naming) : null;
                held = new HeldRole(command.Role, place.Id, place.Path, ends, IsHeld: false);
            }

            if (held is { IsHeld: false } && held.Role != Infrastructure.Security.Roles.Employee && await desk.NotHere(file.Id, place.Id, token) is { } elsewhere)
                return elsewhere;

            var opened = await desk.Open(found, held, token);
            if (opened.IsRefused)
                return opened.Refusal!;
            var codes = await printer.Print([opened.Value], resetsSecondFactor: false, token);
            await db.SaveChangesAsync(token);
            return printer.SlipOf(opened.Value, codes[0], place.NameAr, place.NameFr);
        }, ct);
    }
}

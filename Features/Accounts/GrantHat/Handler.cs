using System.Globalization;
using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.GrantHat;

public sealed record Query(long Account) : IQuery<Person>;

public sealed record Person(long Id, string NameAr, string NameLatin, DateOnly Today);

public sealed record Command(long Account, string? Role, string? Place, string? StartsOn, string? EndsOn) : ICommand<Granted>;

public sealed record Granted(long Hat);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Role).Must(role => role is not null && Hat.CanBeGranted(role)).WithMessage("accounts.grant.role.missing");
        RuleFor(c => c.Place).NotEmpty().WithMessage("accounts.grant.place.missing").MaximumLength(20).WithMessage("accounts.grant.place.unknown");
        RuleFor(c => c.StartsOn).Must(text => TypedDay.Read(text) is not null).WithMessage("accounts.grant.day.unreadable");
        RuleFor(c => c.EndsOn).Must((c, text) => string.IsNullOrWhiteSpace(text) || (TypedDay.Read(text) is { } end && (TypedDay.Read(c.StartsOn) is not { } start || end >= start)))
            .WithMessage("accounts.grant.end.before-start");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Person>, ICommandHandler<Command, Granted>
{
    public async Task<Outcome<Person>> Handle(Query query, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var today = MoroccanDay.Today(clock);
        var person = await (await Grantable(ct)).AsNoTracking().Where(a => a.Id == query.Account).Select(a => new Person(a.Id, a.NameAr, a.NameLatin, today)).SingleOrDefaultAsync(ct);
        return person is null ? Refusal.NotFound : person;
    }

    public async Task<Outcome<Granted>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        if (!await (await Grantable(ct)).AnyAsync(a => a.Id == command.Account, ct))
            return Refusal.NotFound;

        var code = command.Place!.Trim().ToUpperInvariant();
        var path = user.PlacePath;
        var place = await db.Places.AsNoTracking().Open(db).Where(p => p.Code == code && p.Kind != PlaceKind.Commune && p.Path.StartsWith(path))
            .OrderBy(p => p.Kind).FirstOrDefaultAsync(ct);
        if (place is null)
            return Refusal.Invalid("Place", "accounts.grant.place.unknown");
        if (!Hat.FitsAt(command.Role!, place.Kind))
            return Refusal.Invalid("Place", "accounts.grant.place.not-for-role");

        var (starts, ends) = (TypedDay.Read(command.StartsOn)!.Value, TypedDay.Read(command.EndsOn));
        if (await db.Hats.AnyAsync(h => h.AccountId == command.Account && h.Role == command.Role && h.PlaceId == place.Id && h.DelegatedKinds == null
            && (h.EndsOn == null || h.EndsOn >= starts) && (ends == null || h.StartsOn <= ends), ct))
            return Refusal.Conflict("accounts.grant.has-it").Next("accounts.grant.has-it.next");

        var hat = new Hat { AccountId = command.Account, Role = command.Role!, PlaceId = place.Id, PlacePath = place.Path, StartsOn = starts, EndsOn = ends };
        db.Hats.Add(hat);
        await PrintedCode.VoidFor(db, hat, clock.GetUtcNow().UtcDateTime, ct);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new RoleGiven(hat.Id, hat.AccountId, hat.Role, hat.PlaceId, hat.StartsOn, user.AccountId), ct);
        await db.SaveChangesAsync(ct);
        return new Granted(hat.Id);
    }

    // Nobody gives rights to oneself, under another account either.
    private async Task<IQueryable<Account>> Grantable(CancellationToken ct)
    {
        var mine = (await Hands.Of(db, user, ct)).Accounts;
        return db.Accounts.ManagedBy(user, db).Where(a => !mine.Contains(a.Id) && a.ClosedAt == null);
    }
}

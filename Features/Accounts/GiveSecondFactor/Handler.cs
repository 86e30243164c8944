using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.GiveSecondFactor;

public sealed record Query(string Back) : IQuery<Asking>;

public sealed record Asking(string Back, bool HasAuthenticator);

public sealed record Command(string? Code, Visit Visit) : ICommand<Entered>, IRunsItsOwnUnits;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Code).NotEmpty().WithMessage("accounts.second-factor.missing");
}

public sealed class Handler(MassarDb db, CurrentUser user, FactorCheck check, Doors doors)
    : IQueryHandler<Query, Asking>, ICommandHandler<Command, Entered>
{
    public async Task<Outcome<Asking>> Handle(Query query, CancellationToken ct) =>
        new Asking(query.Back, await db.Accounts.AnyAsync(a => a.Id == user.AccountId && a.TotpSecret != null, ct));

    public async Task<Outcome<Entered>> Handle(Command command, CancellationToken ct)
    {
        var given = await check.Check(user.AccountId, command.Code, takesRecoveryCodes: true, command.Visit, ct);
        if (given.IsRefused)
            return given.Refusal!;

        var hats = await doors.LiveHats(user.AccountId, ct);
        if (hats.Count == 0)
            return Refusal.Conflict("accounts.no-hat").Next("accounts.no-hat.next");
        var hat = hats.Find(h => h.Id == user.Hat.Id) ?? hats[0];
        return await doors.Open(user.AccountId, hat, isComplete: true, gaveFactor: true, command.Visit, user.Token, ct);
    }
}

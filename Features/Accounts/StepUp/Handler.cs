using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.StepUp;

public sealed record Query(string Back, string Leave) : IQuery<Asking>;

/// <param name="Leave">Where somebody goes who will not give the code.</param>
public sealed record Asking(string Back, string Leave, bool HasAuthenticator);

public sealed record Command(string? Code, Visit Visit) : ICommand, IRunsItsOwnUnits;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Code).NotEmpty().WithMessage("accounts.second-factor.missing");
}

public sealed class Handler(MassarDb db, CurrentUser user, FactorCheck check, Doors doors, TimeProvider clock)
    : IQueryHandler<Query, Asking>, ICommandHandler<Command>
{
    public async Task<Outcome<Asking>> Handle(Query query, CancellationToken ct) =>
        new Asking(query.Back, query.Leave, await db.Accounts.AnyAsync(a => a.Id == user.AccountId && a.TotpSecret != null, ct));

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var given = await check.Check(user.AccountId, command.Code, takesRecoveryCodes: false, command.Visit, ct);
        if (given.IsRefused)
            return given;

        var now = clock.GetUtcNow().UtcDateTime;
        await db.Sessions.Where(s => s.Id == user.Session.SessionId).ExecuteUpdateAsync(s => s.SetProperty(x => x.SteppedUpAt, now), ct);
        doors.Forget(user.AccountId);
        return Done.It;
    }
}

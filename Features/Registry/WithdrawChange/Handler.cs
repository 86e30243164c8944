using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.WithdrawChange;

public sealed record Command(long Id) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, ChangeDesk desk) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, place) = (command.Id, user.PlaceId);
        if (await db.SchoolChanges.Where(c => c.Id == id && c.PlaceId == place).ForUpdate().SingleOrDefaultAsync(ct) is not { } change)
            return Refusal.NotFound;
        if (change.IsLicensed)
            return SchoolChange.WithLicence;
        if (change.Become(ChangeState.Withdrawn) is { } refusal)
            return refusal;
        await desk.Settle(change, user.AccountId, null, ct);
        return Done.It;
    }
}

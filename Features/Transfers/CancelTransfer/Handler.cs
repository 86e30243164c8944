using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.Transfers.CancelTransfer;

public sealed record Command(long Id) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, TransferDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var found = await desk.Take(db.Transfers.AskedFor(user, db, MoroccanDay.Today(clock)), command.Id, TransferStates.Live, ct);
        return found.IsRefused ? found.Refusal! : await desk.Step(found.Value, TransferState.Cancelled, "cancelled", null, ct);
    }
}

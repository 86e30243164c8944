using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.WithdrawMerge;

public sealed record Command(long Id) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, MergeDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, place) = (command.Id, user.PlaceId);
        if (await db.PupilMerges.Where(m => m.Id == id && m.PlaceId == place).ForUpdate().SingleOrDefaultAsync(ct) is not { } merge)
            return Refusal.NotFound;
        if (merge.State != MergeState.Proposed)
            return PupilMerge.Settled;
        merge.End(MergeState.Withdrawn, user.AccountId, clock.GetUtcNow().UtcDateTime, null);
        await desk.Settle(merge, "withdrawn", ct);
        return Done.It;
    }
}

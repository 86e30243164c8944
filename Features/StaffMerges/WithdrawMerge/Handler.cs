using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffMerges.WithdrawMerge;

public sealed record Command(long Id, int Version) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, MergeDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, me) = (command.Id, user.AccountId);
        if (await db.StaffMerges.At(user).Where(m => m.Id == id && m.ProposedByAccountId == me).ForUpdate().SingleOrDefaultAsync(ct) is not { } merge) return Refusal.NotFound;
        if (merge.State != StaffMergeState.Proposed) return StaffMerge.Settled;
        if (merge.Version != command.Version) return Refusal.Stale;
        merge.End(StaffMergeState.Withdrawn, me, clock.GetUtcNow().UtcDateTime, null);
        await desk.Settle(merge, "withdrawn", ct);
        return Done.It;
    }
}

using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.WithdrawRequest;

public sealed record Command(long Request, int Version) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, ReceiptDesk receipts, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var mine = await db.MovementRequests.OwnedBy(user).ForUpdate().SingleOrDefaultAsync(r => r.Id == request.Request, cancellationToken);
        if (mine is null)
            return Refusal.NotFound;
        if (mine.Version != request.Version)
            return Refusal.Stale;
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == mine.CampaignId, cancellationToken);
        var by = user.Acting(clock);
        if (mine.Withdraw(campaign, MoroccanDay.Today(clock), by.At) is { } refusal)
            return refusal;

        await receipts.Withdraw(mine.Id, by.At, cancellationToken);
        db.RequestEvents.Add(RequestEvent.Of(mine, Move.Withdraw, by));
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}

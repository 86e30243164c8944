using System.Globalization;
using Massar.Features.Exchanges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;

namespace Massar.Features.Exchanges.ExpireProposal;

/// <summary>The day after the last one to accept: a proposal that somebody left unanswered ends, and all of them are told.</summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, ExchangeDesk desk, TimeProvider clock) : IWork
{
    public static string Kind => "exchange-expiry";

    public static string KeyOf(long exchange) => string.Create(CultureInfo.InvariantCulture, $"exchange/{exchange}/expiry");

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        return unit.Run("Exchanges.ExpireProposal", async token =>
        {
            if (await desk.Hold(db.Exchanges, id, token) is not { } exchange || !exchange.Expire(clock.GetUtcNow().UtcDateTime))
                return;
            await db.SaveChangesAsync(token);
            await desk.Tell(exchange, "expired", null, null, token);
        }, ct);
    }
}

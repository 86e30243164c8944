using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.AskForHandDelivery;

/// <summary>
/// Ten days after the signature: a decision its employee has not opened goes on the office's list of papers to hand over.
/// The work is written with the signature and finds nothing to do when the decision was opened meanwhile.
/// </summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, Facts facts, TimeProvider clock) : IWork
{
    public static string Kind => "ask-for-hand-delivery";

    public static string KeyOf(long decision) => $"hand-delivery/{decision.ToString(CultureInfo.InvariantCulture)}";

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        return unit.Run("Decisions.AskForHandDelivery", async token =>
        {
            var decision = await db.Decisions.Where(d => d.Id == id).ForUpdate().SingleOrDefaultAsync(token);
            if (decision?.AskForHandDelivery(clock.GetUtcNow().UtcDateTime) != true)
                return;
            await facts.Tell(new HandDeliveryDue(decision.Id, decision.EmployeeId, decision.PlaceId, decision.Number!), token);
            await db.SaveChangesAsync(token);
        }, ct);
    }
}

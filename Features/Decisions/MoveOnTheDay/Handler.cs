using System.Globalization;
using Massar.Features.Employees.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.MoveOnTheDay;

/// <summary>
/// The day a move begins that was signed before the workplaces opened with the minutes of presence: the file's own workplace, which says
/// who may open it, becomes the new one. What the workplaces say of the day decides, so a move taken back meanwhile changes nothing, and
/// whoever left for good since stays with the place worked at last.
/// </summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, Facts facts, TimeProvider clock) : IWork
{
    public static string Kind => "move-on-the-day";

    public static string KeyOf(long decision) => $"move/{decision.ToString(CultureInfo.InvariantCulture)}";

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        return unit.Run("Decisions.MoveOnTheDay", async token =>
        {
            var employee = await db.Employees.Where(e => e.Id == id).ForUpdate().SingleAsync(token);
            var now = clock.GetUtcNow().UtcDateTime;
            var postings = await db.Postings.AsNoTracking().Where(p => p.EmployeeId == id).ToListAsync(token);
            if (postings.WorkedAt(now).LastOrDefault(p => p.StartsOn <= MoroccanDay.Of(now)) is not { } held || held.PlaceId == employee.PlaceId)
                return;
            var from = employee.PlacePath;
            (employee.PlaceId, employee.PlacePath) = (held.PlaceId, held.PlacePath);
            await db.SaveChangesAsync(token);
            await facts.Tell(new WorkplaceChanged(employee.Id, from), token);
            await db.SaveChangesAsync(token);
        }, ct);
    }
}

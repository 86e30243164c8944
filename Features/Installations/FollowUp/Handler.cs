using System.Globalization;
using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Installations.FollowUp;

/// <summary>The day after the last one to come: who was not seen gets a notice and a new last day; after the second the case is flagged to the office.</summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, InstallationDesk desk, TimeProvider clock) : IWork
{
    public static string Kind => "installation-follow-up";

    public static string KeyOf(long installation, DateOnly until) => string.Create(CultureInfo.InvariantCulture, $"installation/{installation}/{until:yyyyMMdd}");

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        return unit.Run("Installations.FollowUp", async token =>
        {
            var installation = await db.Installations.Where(i => i.Id == id).ForUpdate().SingleAsync(token);
            var now = clock.GetUtcNow().UtcDateTime;
            if (installation.Remind(now, (await InstallationDays.Of(db, MoroccanDay.Of(now), token)).Notice) is not { } what)
                return;
            if (what != "flagged")
                desk.Await(installation);
            await db.SaveChangesAsync(token);
            var path = await db.Employees.Where(e => e.Id == installation.EmployeeId).Select(e => e.PlacePath).SingleAsync(token);
            await desk.Tell(installation, what, path, installation.Until, token);
        }, ct);
    }
}

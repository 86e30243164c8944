using System.Globalization;
using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.WatchLicence;

/// <summary>Ahead of the last day of a licence, and when it is over, the school and the directorate are told; on its first day the licence comes into force.</summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, LicenceDesk desk, TimeProvider clock) : IWork
{
    public static string Kind => "licence-watch";

    public static string KeyOf(long licence, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"licence/{licence}/{day:yyyyMMdd}");

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        return unit.Run("Licences.WatchLicence", async token =>
        {
            if (await desk.Hold(id, token) is not { Counts: true } licence)
                return;
            var (today, figures) = (MoroccanDay.Today(clock), await LicenceFigures.Current(db, token));
            await desk.Start(licence, token);
            if (figures.Reached(licence.ExpiresOn.DayNumber - today.DayNumber) is { } days && licence.Alarm(days))
                await desk.Settle(licence, days == 0 ? "expired" : "expires", null, null, token);
            if (figures.Next(licence.ExpiresOn, today) is { } next && await db.WorkItems.AllAsync(w => w.Key != KeyOf(id, next), token))
                desk.Await(licence, figures);
            await db.SaveChangesAsync(token);
        }, ct);
    }
}

using System.Globalization;
using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.FollowUp;

/// <summary>The day after the last one of whose turn it is: the office is reminded, once each turn, and the page says how late it is.</summary>
public sealed class Handler(MassarDb db, UnitOfWork unit, FileDesk desk) : IWork
{
    public static string Kind => "staff-file-follow-up";

    public static string KeyOf(long transfer, int version) => string.Create(CultureInfo.InvariantCulture, $"staff-file/{transfer}/{version}");

    public Task Do(WorkItem item, WorkProgress progress, CancellationToken ct)
    {
        var id = long.Parse(item.Payload, CultureInfo.InvariantCulture);
        return unit.Run("StaffFiles.FollowUp", async token =>
        {
            var transfer = await db.FileTransfers.Where(t => t.Id == id).ForUpdate().SingleAsync(token);
            if (transfer.Remind(desk.Now))
                await desk.Settle(transfer, "late", null, null, token);
        }, ct);
    }
}

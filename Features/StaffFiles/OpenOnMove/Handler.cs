using Massar.Features.Decisions;
using Massar.Features.Installations;
using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.OpenOnMove;

/// <summary>Who is installed under another directorate has his file sent after him; so has who is moved on the day of an older decision, and who comes back because the decision was withdrawn.</summary>
public sealed class Handler(MassarDb db, FileDesk desk) : IFactHandler<InstallationStepped>, IFactHandler<WorkplaceChanged>
{
    public async Task Handle(InstallationStepped notification, CancellationToken cancellationToken)
    {
        if (notification is not { What: "installed" or "cancelled", FromPlaceId: { } left })
            return;
        // Taken back, the person is again where he came from: only a file that had gone has a way to go.
        var from = notification.What == "installed" ? await db.Places.Where(p => p.Id == left).Select(p => p.Path).SingleAsync(cancellationToken) : null;
        await desk.Follow(notification.EmployeeId, from, FileCause.Installation, null, cancellationToken);
    }

    public Task Handle(WorkplaceChanged notification, CancellationToken cancellationToken) =>
        desk.Follow(notification.EmployeeId, notification.FromPath, FileCause.Decision, null, cancellationToken);
}

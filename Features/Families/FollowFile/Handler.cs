using Massar.Features.Installations;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.FollowFile;

/// <summary>The file of who was installed elsewhere is another office's: what is still open in it goes along, and the former one sees it no more.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<InstallationStepped>
{
    public async Task Handle(InstallationStepped notification, CancellationToken cancellationToken)
    {
        var id = notification.EmployeeId;
        var file = await db.Employees.AsNoTracking().Where(e => e.Id == id).Select(e => new { e.PlaceId, e.PlacePath }).SingleAsync(cancellationToken);
        foreach (var declaration in await db.FamilyEvents.Where(e => e.EmployeeId == id && e.PlacePath != file.PlacePath).ToListAsync(cancellationToken))
            (declaration.PlaceId, declaration.PlacePath) = (file.PlaceId, file.PlacePath);
        await db.SaveChangesAsync(cancellationToken);
    }
}

using Massar.Features.Licences;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry.FollowLicences;

/// <summary>A private school has in the register the cycles it is licensed for, from the day of the licence on.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<LicenceInForce>
{
    public async Task Handle(LicenceInForce notification, CancellationToken cancellationToken)
    {
        var school = await db.Schools.SingleAsync(s => s.Id == notification.SchoolId, cancellationToken);
        school.Cycles = notification.Cycles;
        await db.SaveChangesAsync(cancellationToken);
    }
}

using Massar.Features.Pupils.Domain;
using Massar.Features.Transfers;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.FollowTransfer;

/// <summary>What a family reported and nobody settled is the new school's once the pupil has joined it.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<TransferStepped>
{
    public async Task Handle(TransferStepped notification, CancellationToken cancellationToken)
    {
        if (notification.What != "joined")
            return;
        var (pupil, school) = (notification.PupilId, notification.ToSchoolId);
        foreach (var report in await db.DatumReports.Where(r => r.PupilId == pupil && r.State == ReportState.Open).ToListAsync(cancellationToken))
            report.SchoolId = school;
        await db.SaveChangesAsync(cancellationToken);
    }
}

using Massar.Features.Licences.Domain;
using Massar.Features.Registry;
using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.FollowRegistry;

/// <summary>When the register opens a licensed school, the licence, its file and its visits become that school's; when it closes one, the licence ends.</summary>
public sealed class Handler(MassarDb db, LicenceDesk desk) : IFactHandler<SchoolChangeStepped>
{
    public async Task Handle(SchoolChangeStepped notification, CancellationToken cancellationToken)
    {
        if (notification.State != ChangeState.Applied)
            return;
        if (notification.Kind == ChangeKind.Open)
            await Opened(notification.ChangeId, cancellationToken);
        else if (notification.SchoolId is { } closed && notification.Kind is ChangeKind.Close or ChangeKind.Merge or ChangeKind.Split)
            await Closed(closed, cancellationToken);
    }

    private async Task Opened(long change, CancellationToken ct)
    {
        if (await db.LicenceCases.SingleOrDefaultAsync(c => c.ChangeId == change, ct) is not { } file || await db.PlannedSchools.Where(p => p.ChangeId == change).Select(p => p.SchoolId).FirstOrDefaultAsync(ct) is not { } school)
            return;
        file.SchoolId = school;
        var id = file.Id;
        foreach (var visit in await db.LicenceVisits.Where(v => v.CaseId == id).ToListAsync(ct))
            visit.SchoolId = school;
        foreach (var remark in await db.LicenceRemarks.Where(r => db.LicenceVisits.Any(v => v.Id == r.VisitId && v.CaseId == id)).ToListAsync(ct))
            remark.SchoolId = school;
        // Decided today for today, the licence is not written yet, and is the school's from the first.
        var licence = await db.SchoolLicences.SingleOrDefaultAsync(l => l.CaseId == id, ct);
        licence?.BelongTo(school);
        await db.SaveChangesAsync(ct);
        if (licence is not null)
            await desk.Start(licence, ct);
    }

    private async Task Closed(int school, CancellationToken ct)
    {
        foreach (var licence in await db.SchoolLicences.Where(l => l.SchoolId == school && (l.State == LicenceState.Valid || l.State == LicenceState.Suspended)).ToListAsync(ct))
        {
            licence.End(LicenceState.Ended);
            await desk.Settle(licence, "ended", null, null, ct);
        }
    }
}

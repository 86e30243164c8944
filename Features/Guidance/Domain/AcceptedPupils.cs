using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.Domain;

/// <summary>A pupil to whom the commission gave a seat in another stream goes by its decision and not by an ordinary transfer, until it is taken back.</summary>
public sealed class AcceptedPupils(MassarDb db) : IKeepsPupils
{
    public async Task<Refusal?> WhyNot(long pupil, TransferOrigin asking, CancellationToken ct)
    {
        var isKept = await db.Reorientations.AnyAsync(r => r.LiveKey == pupil && r.State == ReorientationState.Accepted
            && db.ReorientationWindows.Any(w => w.Id == r.WindowId && db.SchoolYears.Any(y => y.Id == w.SchoolYearId && y.IsCurrent)), ct);
        return !isKept ? null
            : asking == TransferOrigin.Receiver ? Refusal.Conflict("guidance.change.kept-elsewhere").Next("guidance.change.kept-elsewhere.next")
            : Refusal.Conflict("guidance.change.kept").Next("guidance.change.kept.next");
    }
}

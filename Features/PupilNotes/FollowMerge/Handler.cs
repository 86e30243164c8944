using Massar.Features.Enrollments.Domain;
using Massar.Features.PupilNotes.Domain;
using Massar.Features.Pupils;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.FollowMerge;

/// <summary>When two files of one child become one, the year's notes and who read them go to the file that stays, and are read where the child is; when they are two again, they go back.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<MergeStepped>
{
    public async Task Handle(MergeStepped notification, CancellationToken cancellationToken)
    {
        var (kept, other, ct) = (notification.KeptId, notification.OtherId, cancellationToken);
        if (notification.What == "done")
        {
            var seat = await db.Enrollments.Where(e => e.PupilId == kept && e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)).Select(e => (int?)e.SchoolId).FirstOrDefaultAsync(ct);
            foreach (var note in await db.PupilNotes.Where(n => n.PupilId == other && db.SchoolYears.Any(y => y.Id == n.SchoolYearId && y.IsCurrent)).ToListAsync(ct))
                note.MergeInto(kept, seat ?? note.SchoolId);
            foreach (var reading in await db.FileReadings.Where(r => r.PupilId == other && db.SchoolYears.Any(y => y.Id == r.SchoolYearId && y.IsCurrent)).ToListAsync(ct))
                (reading.PupilId, reading.MergedFromPupilId) = (kept, other);
        }
        else if (notification.What == "undone")
        {
            foreach (var note in await db.PupilNotes.Where(n => n.PupilId == kept && n.MergedFromPupilId == other).ToListAsync(ct))
                note.GoBack();
            foreach (var reading in await db.FileReadings.Where(r => r.PupilId == kept && r.MergedFromPupilId == other).ToListAsync(ct))
                (reading.PupilId, reading.MergedFromPupilId) = (other, null);
        }

        await db.SaveChangesAsync(ct);
    }
}

using Massar.Features.PupilNotes.Domain;
using Massar.Features.Transfers;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.FollowTransfer;

/// <summary>The notes of the year follow a pupil who has joined another school: its teachers read them, the old school no more. Who read them before stays written down for the family.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<TransferStepped>
{
    public async Task Handle(TransferStepped notification, CancellationToken cancellationToken)
    {
        if (notification.What != "joined") return;
        var (pupil, from) = (notification.PupilId, notification.FromSchoolId);
        foreach (var note in await db.PupilNotes.Where(n => n.PupilId == pupil && n.SchoolId == from && (n.State == NoteState.Shown || n.State == NoteState.Waiting) && db.SchoolYears.Any(y => y.Id == n.SchoolYearId && y.IsCurrent)).ToListAsync(cancellationToken))
            note.GoTo(notification.ToSchoolId);
        await db.SaveChangesAsync(cancellationToken);
    }
}

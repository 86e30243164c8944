using Massar.Features.Enrollments.Domain;
using Massar.Features.PupilNotes.Domain;
using Massar.Features.Registry;
using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.FollowRegistry;

/// <summary>When a school is split or merged into another, the notes of the year follow each pupil to the new seat, as they follow a transfer.</summary>
public sealed class Handler(MassarDb db) : IFactHandler<SchoolChangeStepped>
{
    public async Task Handle(SchoolChangeStepped notification, CancellationToken cancellationToken)
    {
        if (notification.State != ChangeState.Applied || notification.Kind is not (ChangeKind.Merge or ChangeKind.Split) || notification.SchoolId is not { } closed)
            return;
        var rows = await (
            from n in db.PupilNotes
            where n.SchoolId == closed && (n.State == NoteState.Shown || n.State == NoteState.Waiting) && db.SchoolYears.Any(y => y.Id == n.SchoolYearId && y.IsCurrent)
            select new { Note = n, Seat = db.Enrollments.Where(e => e.PupilId == n.PupilId && e.SchoolYearId == n.SchoolYearId && e.State == EnrollmentState.Active).Select(e => (int?)e.SchoolId).FirstOrDefault() }).ToListAsync(cancellationToken);
        foreach (var row in rows)
            if (row.Seat is { } seat)
                row.Note.GoTo(seat);
        await db.SaveChangesAsync(cancellationToken);
    }
}

using Massar.Features.Enrollments.Domain;
using Massar.Features.PupilNotes.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.OpenNote;

public sealed record Command(long Id) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, me, now) = (command.Id, user.AccountId, clock.GetUtcNow().UtcDateTime);
        var note = await (
            from n in db.PupilNotes.DecidedBy(user, db)
            where n.Id == id && n.State == NoteState.Waiting
            select new
            {
                n.SchoolId,
                n.SchoolYearId,
                n.PupilId,
                Since = n.ShownAt ?? n.WrittenAt,
                ClassId = db.Enrollments.Where(e => e.PupilId == n.PupilId && e.SchoolYearId == n.SchoolYearId && e.SchoolId == n.SchoolId && e.State == EnrollmentState.Active).OrderByDescending(e => e.Id).Select(e => e.ClassId).FirstOrDefault(),
                ReadAt = db.FileReadings.Where(r => r.PupilId == n.PupilId && r.SchoolYearId == n.SchoolYearId && r.AccountId == me).Max(r => (DateTime?)r.At),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (note is null) return Refusal.NotFound;

        // Who looks twice within the time a file stays open reads once, unless the note came in between.
        var since = now.AddMinutes(-FileRules.From(await YearFigures.Current(db, FileRules.Prefix, ct)).OpenMinutes);
        if (note.ReadAt > since && note.ReadAt >= note.Since) return Done.It;
        db.FileReadings.Add(new FileReading
        {
            SchoolId = note.SchoolId,
            SchoolYearId = note.SchoolYearId,
            // A pupil who is in no class at the moment is read of all the same.
            ClassId = note.ClassId ?? 0,
            PupilId = note.PupilId,
            AccountId = me,
            At = now,
            PreviousAt = note.ReadAt,
        });
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

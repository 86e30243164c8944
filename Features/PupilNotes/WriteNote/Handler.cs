using Massar.Features.PupilNotes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.WriteNote;

public sealed record Query(int ClassId, long Pupil) : IQuery<Entry>;

/// <param name="Decides">What the reader writes is shown at once, whatever it speaks of.</param>
public sealed record Entry(FileClass Class, long PupilId, string NameAr, string NameLatin, bool Decides) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <param name="Sensitive">yes or no.</param>
public sealed record Command(int ClassId, long Pupil, string? Kind, string? Text, string? Sensitive, string? Audience) : ICommand<Written>;

/// <param name="State">Waiting where the head has to say who may read it.</param>
public sealed record Written(long Id, NoteState State);

public sealed class Handler(MassarDb db, FileReader files, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Written>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var pupil = query.Pupil;
        if (await files.Class(query.ClassId, MoroccanDay.Today(clock), ct) is not { } of) return Refusal.NotFound;
        return await db.SeatsOf(of.Id, user).Where(e => e.PupilId == pupil).Join(db.Pupils, e => e.PupilId, p => p.Id, (_, p) => new { p.Id, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin }).AsNoTracking().FirstOrDefaultAsync(ct) is { } found
            ? new Entry(of, found.Id, $"{found.LastNameAr} {found.FirstNameAr}", $"{found.LastNameLatin} {found.FirstNameLatin}", user.Has(Permissions.Allow)) : Refusal.NotFound;
    }

    public async Task<Outcome<Written>> Handle(Command command, CancellationToken ct)
    {
        var (now, pupil) = (clock.GetUtcNow().UtcDateTime, command.Pupil);
        if (await files.Class(command.ClassId, MoroccanDay.Of(now), ct) is not { } of) return Refusal.NotFound;
        // Two notes at once are counted one after the other.
        if (await db.SeatsOf(of.Id, user).Where(e => e.PupilId == pupil).Select(e => e.Id).ForUpdate().FirstOrDefaultAsync(ct) == 0) return Refusal.NotFound;
        var (school, year) = (of.SchoolId, of.YearId);
        if (await db.PupilNotes.CountAsync(n => n.PupilId == pupil && n.SchoolYearId == year && n.SchoolId == school && (n.State == NoteState.Shown || n.State == NoteState.Waiting), ct) >= PupilNote.Most)
            return Refusal.Conflict("pupil-notes.most", PupilNote.Most).Next("pupil-notes.most.next");

        var note = new PupilNote
        {
            SchoolId = school,
            SchoolYearId = year,
            PupilId = pupil,
            Kind = Enum.Parse<NoteKind>(command.Kind!),
            IsSensitive = command.Sensitive == "yes",
            Audience = Enum.Parse<NoteAudience>(command.Audience!),
            Text = BidiSafe.Clean(command.Text),
            WrittenAt = now,
            WrittenByAccountId = user.AccountId,
        }.Begin(byHead: user.Has(Permissions.Allow));
        db.PupilNotes.Add(note);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new NoteWritten(note.Id, pupil, school), ct);
        await db.SaveChangesAsync(ct);
        return new Written(note.Id, note.State);
    }
}

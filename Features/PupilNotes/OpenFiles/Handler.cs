using Massar.Features.PupilNotes.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.OpenFiles;

/// <param name="Pupil">A Massar code, or <see cref="Unread"/>.</param>
public sealed record Command(int ClassId, string? Pupil) : ICommand<Opened>
{
    public const string Unread = "unread";
}

/// <param name="Files">How many are open now that were not before.</param>
/// <param name="Only">The one that was asked for.</param>
public sealed record Opened(int Files, long? Only);

public sealed class Handler(MassarDb db, FileReader files, CurrentUser user, LookBook looks, TimeProvider clock) : ICommandHandler<Command, Opened>
{
    public async Task<Outcome<Opened>> Handle(Command command, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await files.Class(command.ClassId, MoroccanDay.Of(now), ct) is not { } of) return Refusal.NotFound;
        var (classId, code) = (of.Id, command.Pupil ?? "");
        var seats = db.Unread(user).Where(s => s.ClassId == classId);
        seats = code == Command.Unread ? seats.Where(s => s.IsUnread) : seats.Where(s => db.Pupils.Any(p => p.Id == s.PupilId && p.MassarCode == code));
        var wanted = await seats.OrderBy(s => s.Order).Select(s => new { s.PupilId, s.ReadAt, s.IsUnread }).ToListAsync(ct);
        if (wanted.Count == 0 && code != Command.Unread) return Refusal.NotFound;

        // Who looks twice within the time a file stays open reads once, unless something came in between.
        var since = now.AddMinutes(-of.Rules.OpenMinutes);
        var opened = wanted.FindAll(s => s.IsUnread || s.ReadAt is null || s.ReadAt <= since);
        db.FileReadings.AddRange(opened.Select(s => new FileReading
        {
            SchoolId = of.SchoolId,
            SchoolYearId = of.YearId,
            ClassId = classId,
            PupilId = s.PupilId,
            AccountId = user.AccountId,
            At = now,
            PreviousAt = s.ReadAt,
        }));
        await db.SaveChangesAsync(ct);
        looks.Note(user, LookPurposes.Notes, wanted.Select(s => s.PupilId));
        return new Opened(opened.Count, code == Command.Unread ? null : wanted[0].PupilId);
    }
}

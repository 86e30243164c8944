using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.TakeLetterBack;

public sealed record Command(long Id, int Version) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, now) = (command.Id, clock.GetUtcNow().UtcDateTime);
        if (await db.SchoolLetters.WrittenBy(user).Where(l => l.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } letter)
            return Refusal.NotFound;
        if (!await db.FamilyThreads.ReadableBy(user, db, MoroccanDay.Today(clock)).AnyAsync(t => t.LetterId == id, ct))
            return Refusal.NotFound;
        if (letter.Version != command.Version)
            return Refusal.Stale;
        // Held: who reads one of them in this moment has read it either before, and it stays, or finds it gone.
        var threads = await db.FamilyThreads.Where(t => t.LetterId == id).OrderBy(t => t.Id).ForUpdate().ToListAsync(ct);
        var taken = threads.Where(t => t.TakeBack(now)).ToList();
        if (taken.Count == 0)
            return Refusal.Conflict("messages.letter.all-read").Next("messages.letter.all-read.next");
        letter.TakenBackAt = now;
        db.ThreadLines.AddRange(taken.Select(t => new ThreadLine { ThreadId = t.Id, SchoolId = t.SchoolId, At = now, What = "taken-back", AccountId = user.AccountId, Role = user.Role }));
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

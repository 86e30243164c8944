using Massar.Features.PupilNotes.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.WithdrawNote;

public sealed record Command(long Id, int Version) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, me, place, decides) = (command.Id, user.AccountId, user.PlaceId, user.Has(Permissions.Allow));
        var note = await db.PupilNotes.Where(n => n.Id == id && n.SchoolId == place && (n.WrittenByAccountId == me || decides) && !db.Guardianships.OfPerson(user, db).Any(g => g.PupilId == n.PupilId)).ForUpdate().SingleOrDefaultAsync(ct);
        if (note is null) return Refusal.NotFound;
        if (note.Version != command.Version) return Refusal.Stale;
        if (note.Withdraw(me, clock.GetUtcNow().UtcDateTime) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

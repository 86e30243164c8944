using Massar.Features.Accounts.Domain;
using Massar.Features.PupilNotes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PupilNotes.KeepBackNote;

public sealed record Command(long Id, int Version) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.PupilNotes.DecidedBy(user, db).Where(n => n.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } note) return Refusal.NotFound;
        if (note.Version != command.Version) return Refusal.Stale;
        if (note.KeepBack(await Hands.Of(db, user, ct)) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

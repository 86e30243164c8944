using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.UndoImport;

public sealed record Command(int Import, int Version) : ICommand;

public sealed class Handler(MassarDb db, ImportDesk desk, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        var id = command.Import;
        if (await db.PupilImports.At(user).Where(i => i.Id == id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } import) return Refusal.NotFound;
        if (import.Version != command.Version) return Refusal.Stale;
        var calendar = await RollOverCalendar.Of(db, user.PlacePath, MoroccanDay.Today(clock), cancellationToken);
        if (await desk.Undo(import, calendar.UndoHours, cancellationToken) is { } refusal) return refusal;
        return Done.It;
    }
}

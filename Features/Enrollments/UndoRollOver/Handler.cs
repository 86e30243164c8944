using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.UndoRollOver;

public sealed record Command(int Version) : ICommand;

public sealed class Handler(MassarDb db, RollOverDesk desk, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        var calendar = await RollOverCalendar.Of(db, user.PlacePath, MoroccanDay.Today(clock), cancellationToken);
        var passage = await db.RollOvers.At(user).Where(r => r.FromYear == calendar.FromYear).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (passage is null) return Refusal.NotFound;
        if (passage.Version != command.Version) return Refusal.Stale;
        if (await desk.Undo(passage, calendar.UndoHours, cancellationToken) is { } refusal) return refusal;
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}

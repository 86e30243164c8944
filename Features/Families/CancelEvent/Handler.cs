using System.Globalization;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.CancelEvent;

public sealed record Command(long Id, string? Version) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, FamilyDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        var declaration = await db.FamilyEvents.OfEmployee(user).Where(e => e.Id == id).ForUpdate().SingleOrDefaultAsync(ct);
        if (declaration is null)
            return Refusal.NotFound;
        if (declaration.Version.ToString(CultureInfo.InvariantCulture) != command.Version)
            return Refusal.Stale;
        var now = clock.GetUtcNow().UtcDateTime;
        if (declaration.Cancel(now) is { } refusal)
            return refusal;
        await desk.Settle(declaration, "cancelled", null, now, ct);
        return Done.It;
    }
}

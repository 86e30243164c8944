using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ConfirmContacts;

public sealed record Command : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var me = user.GuardianId ?? 0;
        if (await db.Guardians.SingleOrDefaultAsync(g => g.Id == me && g.Phone != null, ct) is not { } guardian)
            return Refusal.NotFound;
        guardian.PhoneConfirmedAt = clock.GetUtcNow().UtcDateTime;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

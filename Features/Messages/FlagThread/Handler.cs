using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.FlagThread;

public sealed record Command(long Id) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, ThreadDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        // No version is asked for: whoever sees a danger does not read the page again first.
        if (await db.FamilyThreads.ReadableBy(user, db, MoroccanDay.Today(clock)).Where(t => t.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } thread)
            return Refusal.NotFound;
        if (thread.Flag(clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await desk.Settle(thread, "flagged", null, null, null, byClock: false, ct);
        return Done.It;
    }
}

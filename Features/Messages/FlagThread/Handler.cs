using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.FlagThread;

/// <param name="IsReport">The family reports what the school wrote to it, rather than a danger for a child.</param>
public sealed record Command(long Id, bool IsReport = false) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, ThreadDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        // No version is asked for: whoever sees a danger does not read the page again first.
        if (await db.FamilyThreads.ReadableBy(user, db, MoroccanDay.Today(clock)).Where(t => t.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } thread)
            return Refusal.NotFound;
        // What the head wrote himself is nothing to report to the head.
        if (command.IsReport && (!user.IsFamily() || thread is { LetterId: null } or { TakenBackAt: not null } || thread.Door == ThreadDoor.Head))
            return Refusal.Conflict("messages.report.not").Next("messages.report.not.next");
        if (thread.TakenBackAt is not null)
            return Refusal.NotFound;
        if (thread.Flag(clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        if (user.IsFamily() && thread.LetterId is not null)
            thread.SeenAt ??= clock.GetUtcNow().UtcDateTime;
        await desk.Settle(thread, command.IsReport ? "reported" : "flagged", null, null, null, byClock: false, ct);
        return Done.It;
    }
}

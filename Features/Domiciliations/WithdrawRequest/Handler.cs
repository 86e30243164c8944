using Massar.Features.Domiciliations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.WithdrawRequest;

public sealed record Command(long Id, int Version) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, DomiciliationDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.Domiciliations.OfEmployee(user).Where(d => d.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } request) return Refusal.NotFound;
        if (request.Version != command.Version) return Refusal.Stale;
        var now = clock.GetUtcNow().UtcDateTime;
        if (request is { State: DomiciliationState.Draft, Round: 0 })
        {
            // Nobody has seen it: nothing of it is kept.
            var file = request.FileId;
            db.Domiciliations.Remove(request);
            if (await db.StoredFiles.Include(f => f.Content).SingleOrDefaultAsync(f => f.Id == file, ct) is { } paper) db.StoredFiles.Remove(paper);
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        if (request.Withdraw(now) is { } refusal) return refusal;
        await desk.Settle(request, "withdrawn", now, ct);
        return Done.It;
    }
}

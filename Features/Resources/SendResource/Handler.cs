using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.SendResource;

/// <param name="Version">Of the resource as it was read.</param>
public sealed record Command(long Id, int Version) : ICommand;

public sealed class Handler(MassarDb db, ResourceDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await desk.Hold(id, ct) is not { } resource) return Refusal.NotFound;
        if (resource.Version != command.Version) return Refusal.Stale;
        var (now, whole) = (clock.GetUtcNow().UtcDateTime, await db.ResourceVariants.CountAsync(v => v.ResourceId == id && v.ReadyAt != null && v.RemovedAt == null, ct));
        if (resource.Send(whole, now) is { } refusal) return refusal;
        // What never became whole is not offered.
        foreach (var broken in await db.ResourceVariants.Where(v => v.ResourceId == id && v.ReadyAt == null && v.RemovedAt == null).ToListAsync(ct))
            await desk.Drop(broken, now, ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

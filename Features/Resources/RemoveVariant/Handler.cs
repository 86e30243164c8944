using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.RemoveVariant;

public sealed record Command(long Variant) : ICommand;

public sealed class Handler(MassarDb db, ResourceDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Variant;
        var of = await db.ResourceVariants.Where(v => v.Id == id && v.RemovedAt == null).Select(v => v.ResourceId).SingleOrDefaultAsync(ct);
        if (await desk.Hold(of, ct) is not { } resource) return Refusal.NotFound;
        if (!LessonResource.IsOpen(resource.State)) return Refusal.Conflict("resources.closed").Next("resources.closed.next");
        if (await db.ResourceVariants.SingleOrDefaultAsync(v => v.Id == id && v.RemovedAt == null, ct) is not { } variant) return Refusal.NotFound;
        await desk.Drop(variant, clock.GetUtcNow().UtcDateTime, ct);
        return Done.It;
    }
}

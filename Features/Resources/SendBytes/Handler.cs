using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.SendBytes;

public sealed record Query(long Id) : IQuery<Upload>;

/// <param name="From">The place of the first byte, as the last answer said it.</param>
/// <param name="Bytes">Whole pieces of 64 KiB, at most eight; the last of a file may be less.</param>
public sealed record Command(long Id, int From, byte[] Bytes) : ICommand<Upload>;

public sealed class Handler(MassarDb db, CurrentUser user, ResourceDesk desk) : IQueryHandler<Query, Upload>, ICommandHandler<Command, Upload>
{
    /// <summary>Bytes of one sending.</summary>
    public const int MostAtOnce = 8 * ResourcePiece.Size;

    public async Task<Outcome<Upload>> Handle(Query query, CancellationToken ct) =>
        await Own(query.Id).AsNoTracking().SingleOrDefaultAsync(ct) is { } variant ? await desk.Where(variant, ct) : Refusal.NotFound;

    public async Task<Outcome<Upload>> Handle(Command command, CancellationToken ct)
    {
        // Held, so that one piece sent twice is written once.
        if (await Own(command.Id).ForUpdate().SingleOrDefaultAsync(ct) is not { } variant) return Refusal.NotFound;
        return await desk.Take(variant, command.From, command.Bytes, ct);
    }

    private IQueryable<ResourceVariant> Own(long id)
    {
        var me = user.AccountId;
        return db.ResourceVariants.Where(v => v.Id == id && v.AddedByAccountId == me && v.RemovedAt == null
            && db.LessonResources.Any(r => r.Id == v.ResourceId && r.OfferedByAccountId == me && (r.State == ResourceState.Draft || r.State == ResourceState.Returned || r.State == ResourceState.TakenBack)));
    }
}

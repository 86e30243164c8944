using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.WithdrawChange;

/// <summary>Answers the number of the pupil.</summary>
public sealed record Command(long Request, int Version) : ICommand<long>;

public sealed class Handler(MassarDb db, CurrentUser user, ReorientationDesk desk, TimeProvider clock) : ICommandHandler<Command, long>
{
    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var (id, mine) = (command.Request, db.Pupils.AskedForBy(user, db, MoroccanDay.Today(clock)));
        var request = await db.Reorientations.Where(r => r.Id == id && mine.Any(p => p.Id == r.PupilId)).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null) return Refusal.NotFound;
        if (request.Version != command.Version) return Refusal.Stale;
        if (request.Withdraw() is { } refusal) return refusal;
        await desk.Drop(request, ct);
        await db.SaveChangesAsync(ct);
        return request.PupilId;
    }
}

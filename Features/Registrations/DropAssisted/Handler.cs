using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.DropAssisted;

public sealed record Query(long Id) : IQuery<Dropping>;

public sealed record Dropping(long Id, int Version, string ChildAr, string ChildLatin);

public sealed record Command(long Id, int Version) : ICommand;

public sealed class Handler(MassarDb db, AssistDesk desk) : IQueryHandler<Query, Dropping>, ICommandHandler<Command>
{
    public async Task<Outcome<Dropping>> Handle(Query query, CancellationToken ct) =>
        await desk.Open.Where(d => d.Id == query.Id).Select(d => new Dropping(d.Id, d.Version, d.ChildAr, d.ChildLatin)).SingleOrDefaultAsync(ct) is { } found ? found : Refusal.NotFound;

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var draft = await desk.Open.Where(d => d.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (draft is null)
            return Refusal.NotFound;
        if (draft.Version != command.Version)
            return Refusal.Stale;
        db.DeskDrafts.Remove(draft);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

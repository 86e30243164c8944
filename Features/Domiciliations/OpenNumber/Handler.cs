using Massar.Features.Domiciliations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.OpenNumber;

public sealed record Command(long Id) : ICommand<Opened>, IRunsItsOwnUnits;

/// <param name="Number">In the groups of the bank's paper.</param>
public sealed record Opened(RequestView Request, string Number) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, RibBox box, DomiciliationDesk desk, TimeProvider clock) : ICommandHandler<Command, Opened>
{
    public async Task<Outcome<Opened>> Handle(Command command, CancellationToken ct) => await unit.Run<Opened>("Domiciliations.OpenNumber", async token =>
    {
        var id = command.Id;
        if (await db.Domiciliations.AsNoTracking().Below(user).SingleOrDefaultAsync(d => d.Id == id, token) is not { } request) return Refusal.NotFound;
        if (await desk.IsOwn(request, token)) return Domiciliation.Own;
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        if (!request.IsTreated || box.Open(request.Key, request.RibSealed) is not { } rib) return Refusal.Conflict("domiciliations.closed").Next("domiciliations.closed.next");
        var view = await db.Views(db.Domiciliations.Where(d => d.Id == id)).AsNoTracking().SingleAsync(token);
        desk.Note(request, "opened", clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(token);
        return new Opened(view, rib.Display);
    }, ct);
}

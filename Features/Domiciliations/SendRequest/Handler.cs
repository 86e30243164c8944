using Massar.Features.Domiciliations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.SendRequest;

public sealed record Command(long Id, int Version) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, DomiciliationDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.Domiciliations.OfEmployee(user).Where(d => d.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } request) return Refusal.NotFound;
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        if (request.Version != command.Version) return Refusal.Stale;
        var now = clock.GetUtcNow().UtcDateTime;
        var (me, yesterday) = (request.EmployeeId, now.AddDays(-1));
        if (await db.DomiciliationNotes.CountAsync(n => n.What == "sent" && n.At > yesterday && db.Domiciliations.Any(d => d.Id == n.DomiciliationId && d.EmployeeId == me), ct) >= Domiciliation.MostDaily)
            return Refusal.Conflict("domiciliations.daily", Domiciliation.MostDaily).Next("domiciliations.daily.next");
        // To the office that answers for the employee on this day.
        var post = await db.Employees.Where(e => e.Id == me).Select(e => new { e.PlaceId, e.PlacePath }).SingleAsync(ct);
        (request.PlaceId, request.PlacePath) = (post.PlaceId, post.PlacePath);
        if (request.Send(now, (await DomiciliationFigures.Current(db, ct)).StopHours) is { } refusal) return refusal;
        await desk.Settle(request, "sent", now, ct);
        return Done.It;
    }
}

using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.WaitAgain;

public sealed record Command(long Id) : ICommand;

public sealed class Handler(MassarDb db, Family family, SeatDesk seats, Facts facts, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var request = await db.Registrations.OfFamily(phone).Where(r => r.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (request is null)
            return Refusal.NotFound;
        if (request.State == RegistrationState.Lapsed && await db.ExistingFor(request, ct) is { IsSure: true })
            return Refusal.Conflict("registrations.exists");
        var now = clock.GetUtcNow().UtcDateTime;
        if (request.WaitAgain(now) is { } refusal)
            return refusal;
        db.Note(request, "waits-again", now);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new RegistrationWaiting(request.Id, request.Round), ct);
        await db.SaveChangesAsync(ct);
        await seats.OfferFree(request.SchoolId!.Value, request.SchoolYearId, null, ct);
        return Done.It;
    }
}

using Massar.Features.Reference.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.OfferSeats;

public sealed record Command : ICommand<Made>;

/// <param name="Offers">Made just now.</param>
public sealed record Made(int Offers);

/// <summary>Whom a seat is offered follows from the list alone: the head chooses nobody by it.</summary>
public sealed class Handler(MassarDb db, SeatDesk seats, CurrentUser user) : ICommandHandler<Command, Made>
{
    public async Task<Outcome<Made>> Handle(Command command, CancellationToken ct)
    {
        var (school, current, offers) = (user.PlaceId, await db.CurrentYear(ct), 0);
        foreach (var year in await db.Registrations.Where(r => r.SchoolId == school && r.SchoolYearId >= current && r.State == RegistrationState.Waiting).Select(r => r.SchoolYearId).Distinct().OrderBy(y => y).ToListAsync(ct))
            offers += await seats.OfferFree(school, year, user, ct);
        return offers > 0 ? new Made(offers) : Refusal.Conflict("registrations.waiting.no-seat").Next("registrations.waiting.no-seat.next");
    }
}

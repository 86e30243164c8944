using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.WithdrawRegistration;

public sealed record Query(long Id) : IQuery<Asked>;

public sealed record Asked(long Id, string Number, string ChildAr, string ChildLatin);

public sealed record Command(long Id) : ICommand;

public sealed class Handler(MassarDb db, Family family, SeatDesk seats, TimeProvider clock) : IQueryHandler<Query, Asked>, ICommandHandler<Command>
{
    public async Task<Outcome<Asked>> Handle(Query query, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var registration = await db.Registrations.AsNoTracking().OfFamily(phone).SingleOrDefaultAsync(r => r.Id == query.Id, ct);
        if (registration is null)
            return Refusal.NotFound;
        return registration.State.MayBecome(RegistrationState.Withdrawn)
            ? new Asked(registration.Id, registration.Number, registration.ChildAr, registration.ChildLatin)
            : Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next");
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var registration = await db.Registrations.OfFamily(phone).Where(r => r.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (registration is null)
            return Refusal.NotFound;
        var hadSeat = registration.State == RegistrationState.Offered;
        var now = clock.GetUtcNow().UtcDateTime;
        if (registration.Withdraw(now) is { } refusal)
            return refusal;
        db.Note(registration, "withdrawn", now);
        await db.SaveChangesAsync(ct);
        // The seat that was kept for the child is the next one's.
        if (hadSeat)
            await seats.OfferFree(registration.SchoolId!.Value, registration.SchoolYearId, null, ct);
        return Done.It;
    }
}

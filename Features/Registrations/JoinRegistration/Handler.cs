using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.JoinRegistration;

public sealed record Command(long Id, string Language) : ICommand<Joined>;

/// <param name="Id">The request that goes on.</param>
public sealed record Joined(long Id);

/// <summary>Only who knows birth date and birth-act number joins, and sees where the request stands, never the other guardian's data.</summary>
public sealed class Handler(MassarDb db, Family family, TimeProvider clock) : ICommandHandler<Command, Joined>
{
    public async Task<Outcome<Joined>> Handle(Command command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var own = await db.Registrations.OfFamily(phone).SingleOrDefaultAsync(r => r.Id == command.Id, ct);
        if (own is null)
            return Refusal.NotFound;
        if (await db.ExistingFor(own, ct) is not { IsSure: true } existing)
            return Refusal.Conflict("registrations.nothing-to-join").Next("registrations.state-changed.next");

        var now = clock.GetUtcNow().UtcDateTime;
        if (own.MergeInto(existing.Id, now) is { } refusal)
            return refusal;
        if (!existing.IsOwn && !await db.RegistrationParties.AnyAsync(p => p.RegistrationId == existing.Id && p.Phone == phone, ct))
            db.RegistrationParties.Add(new RegistrationParty { RegistrationId = existing.Id, Phone = phone, Language = command.Language, JoinedAt = now });
        var other = await db.Registrations.AsNoTracking().SingleAsync(r => r.Id == existing.Id, ct);
        db.Note(other, "joined", now);
        await db.SaveChangesAsync(ct);
        return new Joined(existing.Id);
    }
}

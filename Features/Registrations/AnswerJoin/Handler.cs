using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.AnswerJoin;

/// <param name="From">The joiner's own request, by which the owner names them.</param>
public sealed record Command(long Id, long From, PartyState Answer) : ICommand<Answered>;

public sealed record Answered(PartyState State);

/// <summary>
/// The joiner's row is locked first: of two taps at once the first counts, and the second is told what was answered unless it says the
/// same. Whose own right over the child has ended meanwhile lets nobody else in.
/// </summary>
public sealed class Handler(MassarDb db, Family family, Facts facts, TimeProvider clock) : ICommandHandler<Command, Answered>
{
    public async Task<Outcome<Answered>> Handle(Command command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var request = await db.Registrations.AsNoTracking().OfFamily(phone).SingleOrDefaultAsync(r => r.Id == command.Id, ct);
        if (request is null)
            return Refusal.NotFound;
        var joiner = await db.Registrations.Where(r => r.Id == command.From && r.MergedIntoId == command.Id).Select(r => r.Phone).SingleOrDefaultAsync(ct);
        if (joiner is null)
            return Refusal.NotFound;
        if (request.State is RegistrationState.Withdrawn or RegistrationState.Merged)
            return Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next");
        if (request.PupilId is { } pupil && await db.HasLostRight(pupil, phone, ct))
            return Refusal.Conflict("registrations.joins.no-right").Next("registrations.join.see-school");

        var party = await db.RegistrationParties.Where(p => p.RegistrationId == command.Id && p.Phone == joiner).ForUpdate().SingleOrDefaultAsync(ct);
        if (party is null)
            return Refusal.NotFound;
        var (before, now) = (party.State, clock.GetUtcNow().UtcDateTime);
        if (party.Answer(command.Answer, now) is { } refusal)
            return refusal;
        if (party.State != before)
        {
            db.Note(request, party.State switch { PartyState.Accepted => "join-accepted", PartyState.Refused => "join-refused", _ => "join-ended" }, now);
            await db.SaveChangesAsync(ct);
            await facts.Tell(new RegistrationJoinAnswered(request.Id, joiner, party.State), ct);
            await db.SaveChangesAsync(ct);
        }

        return new Answered(party.State);
    }
}

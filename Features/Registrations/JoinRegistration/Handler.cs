using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.JoinRegistration;

public sealed record Command(long Id, string Language) : ICommand<Joined>, IRunsItsOwnUnits;

/// <param name="Id">The request that goes on.</param>
public sealed record Joined(long Id);

/// <summary>
/// Only who has filled a whole file for the same child may ask to follow the request: name, birth date, place and act number agree. It
/// then sees where the request stands and nothing else until the other guardian, who is told, accepts. A join that finds nothing counts
/// even though it is refused, so the count has a unit of work of its own.
/// </summary>
public sealed class Handler(MassarDb db, Family family, UnitOfWork unit, Tallies tallies, Facts facts, TimeProvider clock) : ICommandHandler<Command, Joined>
{
    /// <summary>Joins that found nothing, of one telephone in a day.</summary>
    public const int MostMissed = 5;

    public async Task<Outcome<Joined>> Handle(Command command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var tried = await unit.Run<Tried>("Registrations.JoinRegistration", async token =>
        {
            var own = await db.Registrations.OfFamily(phone).SingleOrDefaultAsync(r => r.Id == command.Id, token);
            if (own is null)
                return await AskAgain(command, phone, token);
            if (Gaps.Of(own, new Answers(own.Answers), MoroccanDay.Today(clock)) is { Count: > 0 } gaps)
                return Refusal.Conflict("registrations.incomplete", gaps.Count);

            var count = $"join\n{phone}";
            if (await tallies.Take(count, MostMissed, TimeSpan.FromDays(1), token) is { } wait)
                return Tallies.TooMany(wait, "registrations.too-many-joins");
            if (await db.ExistingFor(own, token) is not { IsSure: true } existing)
                return new Tried(null);
            await tallies.Give(count, token);

            var now = clock.GetUtcNow().UtcDateTime;
            var other = await db.Registrations.AsNoTracking().SingleAsync(r => r.Id == existing.Id, token);
            if (other.PupilId is { } pupil && await db.HasLostRight(pupil, phone, token))
                return RegistrationParty.Ended;
            var party = existing.IsOwn ? null : await Party(existing.Id, phone, token);
            var askedAt = party?.JoinedAt;
            if (party?.AskAgain(command.Language, now) is { } closed)
                return closed;
            if (own.MergeInto(existing.Id, now) is { } refusal)
                return refusal;
            if (party is null && !existing.IsOwn)
                db.RegistrationParties.Add(party = new RegistrationParty { RegistrationId = existing.Id, Phone = phone, Language = command.Language, JoinedAt = now });
            await Ask(other, party is not null && party.JoinedAt != askedAt ? phone : null, now, token);
            return new Tried(existing.Id);
        }, ct);

        if (tried.IsRefused)
            return tried.Refusal!;
        return tried.Value.Joined is { } id ? new Joined(id) : Refusal.Conflict("registrations.nothing-to-join").Next("registrations.state-changed.next");
    }

    // The request itself is named: this telephone asked before, and nobody answered in time.
    private async Task<Outcome<Tried>> AskAgain(Command command, string phone, CancellationToken ct)
    {
        var party = await Party(command.Id, phone, ct);
        if (party is null)
            return Refusal.NotFound;
        var now = clock.GetUtcNow().UtcDateTime;
        var askedAt = party.JoinedAt;
        if (party.AskAgain(command.Language, now) is { } closed)
            return closed;
        if (party.JoinedAt != askedAt)
            await Ask(await db.Registrations.AsNoTracking().SingleAsync(r => r.Id == command.Id, ct), phone, now, ct);
        return new Tried(command.Id);
    }

    /// <param name="phone">Who asks; null when the request is one's own and nobody need be told.</param>
    private async Task Ask(Registration request, string? phone, DateTime now, CancellationToken ct)
    {
        if (phone is not null)
            db.Note(request, "joined", now);
        await db.SaveChangesAsync(ct);
        if (phone is null)
            return;
        await facts.Tell(new RegistrationJoined(request.Id, phone, now), ct);
        await db.SaveChangesAsync(ct);
    }

    private Task<RegistrationParty?> Party(long id, string phone, CancellationToken ct) =>
        db.RegistrationParties.Where(p => p.RegistrationId == id && p.Phone == phone).ForUpdate().SingleOrDefaultAsync(ct);

    private sealed record Tried(long? Joined);
}

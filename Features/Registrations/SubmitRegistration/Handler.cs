using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.SubmitRegistration;

public sealed record Query(long Id) : IQuery<Summary>;

/// <summary>The file before it is sent.</summary>
/// <param name="Missing">What is missing or wrong, by field, with the page it stands on.</param>
/// <param name="Existing">A live request for the same child, once the file is complete.</param>
public sealed record Summary(
    long Id, Answers Answers, bool HasPhoto, bool HasProof, string? SchoolAr, string? SchoolFr, string? ZoneAr, string? ZoneFr,
    bool IsOutside, int? DaysApart, IReadOnlyList<Gap> Missing, LiveRequest? Existing);

/// <summary>
/// A live request that stands in the way. One's own is named, so that the family goes on with it; of another telephone's nothing is
/// told but that there is one.
/// </summary>
/// <param name="IsSure">The same child by birth record and name: this file is not sent, one's own is continued and another's followed. Otherwise the same names and birth date: sent when the family says that it is another child.</param>
/// <param name="IsOwn">Started from the same telephone.</param>
public sealed record LiveRequest(bool IsSure, bool IsOwn, long? Id, string? Number, DateTime? SentAt)
{
    public static LiveRequest? Of(ExistingRequest? found) => found switch
    {
        null => null,
        { IsOwn: true } own => new(own.IsSure, true, own.Id, own.Number, own.SentAt),
        var other => new(other.IsSure, false, null, null, null),
    };
}

/// <param name="OtherChild">The family says that the child of the same name and birth date is another one.</param>
public sealed record Command(long Id, bool OtherChild, string Language) : ICommand<Sent>;

public sealed record Sent(string Number);

public sealed class Handler(MassarDb db, Family family, Residence residence, Facts facts, TimeProvider clock) : IQueryHandler<Query, Summary>, ICommandHandler<Command, Sent>
{
    public async Task<Outcome<Summary>> Handle(Query query, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var registration = await db.Registrations.AsNoTracking().OfFamily(phone).SingleOrDefaultAsync(r => r.Id == query.Id, ct);
        if (registration is null)
            return Refusal.NotFound;
        if (registration.State != RegistrationState.Draft)
            return Refusal.Conflict("registrations.already-sent").Next("registrations.already-sent.next");

        var answers = new Answers(registration.Answers);
        var missing = Gaps.Of(registration, answers, MoroccanDay.Today(clock));
        var school = registration.SchoolId is { } id ? await db.Places.Where(p => p.Id == id).Select(p => new { p.NameAr, p.NameFr }).SingleOrDefaultAsync(ct) : null;
        var zoneId = answers.Number("Zone");
        var zone = zoneId > 0 ? await db.SchoolZones.Where(z => z.Id == zoneId).Select(z => new { z.NameAr, z.NameFr }).SingleOrDefaultAsync(ct) : null;
        return new Summary(registration.Id, answers, registration.PhotoId is not null, registration.ProofId is not null, school?.NameAr, school?.NameFr, zone?.NameAr, zone?.NameFr,
            registration.SchoolId is { } s && registration.ZoneSchoolId is { } z && s != z, Checks.DaysApart(answers), missing,
            missing.Count == 0 ? LiveRequest.Of(await db.ExistingFor(registration, ct)) : null);
    }

    public async Task<Outcome<Sent>> Handle(Command command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var registration = await db.Registrations.OfFamily(phone).SingleOrDefaultAsync(r => r.Id == command.Id, ct);
        if (registration is null)
            return Refusal.NotFound;
        // Sent before, perhaps from another device whose answer was lost: the number says that it is there.
        if (registration.State != RegistrationState.Draft)
            return registration.SubmittedAt is null
                ? Refusal.Conflict("registrations.state-changed").Next("registrations.state-changed.next")
                : Refusal.Conflict("registrations.sent-before", registration.Number).Next("registrations.already-sent.next");

        var today = MoroccanDay.Today(clock);
        var windows = await RegistrationWindows.On(db, registration.SchoolId, today, ct);
        if (windows.YearFor(registration.SchoolYearId, today) is not { } year)
            return windows.Closed();
        registration.SchoolYearId = year;

        var answers = new Answers(registration.Answers);
        await residence.Apply(registration, answers, ct);
        if (Gaps.Of(registration, answers, today) is { Count: > 0 } missing)
            return Refusal.Conflict("registrations.incomplete", missing.Count);
        if (await db.ExistingFor(registration, ct) is { } existing && (existing.IsSure || !command.OtherChild))
            return existing switch
            {
                { IsSure: true, IsOwn: true } => Refusal.Conflict("registrations.exists-own", existing.Number).Next("registrations.exists-own.next"),
                { IsSure: true } => Refusal.Conflict("registrations.exists").Next("registrations.exists.next"),
                _ => Refusal.Conflict("registrations.exists-maybe").Next("registrations.exists-maybe.next"),
            };

        var now = clock.GetUtcNow().UtcDateTime;
        registration.Language = command.Language;
        registration.Write(answers);
        if (registration.Send(now) is { } refusal)
            return refusal;
        db.Note(registration, "sent", now);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new RegistrationSubmitted(registration.Id), ct);
        await db.SaveChangesAsync(ct);
        return new Sent(registration.Number);
    }
}
